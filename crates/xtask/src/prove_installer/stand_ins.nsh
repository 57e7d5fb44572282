; Stand-ins for what only the bundler's own download has: the plugin nsis_tauri_utils, and a header of a newer NSIS. Both
; matter only when the app runs, or when an older version is installed over a newer one.

!define RmForceShutdown 1

!macro RestartManager_StartSession session
  StrCpy ${session} ""
!macroend

!macro RestartManager_RegisterFile session file
!macroend

!macro RestartManager_EndSession session
!macroend

!macro TauriUtils_SemverCompare one other
  ${VersionCompare} "${one}" "${other}" $R0
  ${If} $R0 = 2
    StrCpy $R0 -1
  ${EndIf}
  Push $R0
!macroend

!macro TauriUtils_StrReplace text from to
  ${WordReplace} "${text}" "${from}" "${to}" "+" $R9
  Push $R9
!macroend

!macro TauriUtils_RunAsUser program arguments
  Exec '"${program}" ${arguments}'
!macroend
