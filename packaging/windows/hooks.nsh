; What the uninstaller deletes if the user selects "Delete the application data". An update also runs the old uninstaller,
; with /UPDATE. It must not delete any user data then.

!macro NSIS_HOOK_POSTUNINSTALL
  ; The app excludes itself from Windows Error Reporting (src-tauri/src/dumps/windows.rs).
  DeleteRegValue HKCU "Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications" "${MAINBINARYNAME}.exe"
  ${If} $DeleteAppDataCheckboxState = 1
  ${AndIf} $UpdateMode <> 1
    ; Each key has an entry in Credential Manager. src-tauri/src/keychain/entry.rs defines the names.
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
