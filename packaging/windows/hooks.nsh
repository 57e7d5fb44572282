; What the uninstaller deletes besides the app's own files. An update also runs the old uninstaller, with /UPDATE. It must
; not delete any user data then. ./dev prove installer tries all of it.

; The generic kind of credential.
!define VELVET_ROPE_CRED_TYPE_GENERIC 1

!macro NSIS_HOOK_POSTUNINSTALL
  ; The app excludes itself from Windows Error Reporting (src-tauri/src/dumps/windows.rs).
  DeleteRegValue HKCU "Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications" "${MAINBINARYNAME}.exe"
  DeleteRegKey /ifempty HKCU "Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications"
  ${If} $DeleteAppDataCheckboxState = 1
  ${AndIf} $UpdateMode <> 1
    ; Each key has an entry in Credential Manager. src-tauri/src/keychain/entry.rs defines the names. The system's own
    ; function deletes it, so no program is started that could be another one.
    System::Call 'advapi32::CredDeleteW(w "api-key.${BUNDLEID}", i ${VELVET_ROPE_CRED_TYPE_GENERIC}, i 0)'
    ${For} $1 2 9
      System::Call 'advapi32::CredDeleteW(w "api-key-$1.${BUNDLEID}", i ${VELVET_ROPE_CRED_TYPE_GENERIC}, i 0)'
    ${Next}
  ${EndIf}
!macroend
