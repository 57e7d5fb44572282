; What the uninstaller erases when somebody ticks "Delete the application data". An update runs the old uninstaller too,
; with /UPDATE: nothing of the user's may go then.

!macro NSIS_HOOK_POSTUNINSTALL
  ; What the app has told Windows Error Reporting (src-tauri/src/dumps/windows.rs).
  DeleteRegValue HKCU "Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications" "${MAINBINARYNAME}.exe"
  ${If} $DeleteAppDataCheckboxState = 1
  ${AndIf} $UpdateMode <> 1
    ; The keys: an entry of the Credential Manager for each, named as src-tauri/src/keychain/entry.rs names them.
    nsExec::Exec '"$SYSDIR\cmdkey.exe" /delete:api-key.${BUNDLEID}'
    Pop $0
    StrCpy $1 2
    velvet_rope_next_key:
      nsExec::Exec '"$SYSDIR\cmdkey.exe" /delete:api-key-$1.${BUNDLEID}'
      Pop $0
      IntOp $1 $1 + 1
      IntCmp $1 9 velvet_rope_next_key velvet_rope_next_key
  ${EndIf}
!macroend
