; Uninstalls as a user does who wants nothing to stay: opens the uninstaller, selects the check box, and presses the buttons.

Unicode true
SilentInstall silent
RequestExecutionLevel user
OutFile "${OUTFILE}"
!include LogicLib.nsh
!include WinMessages.nsh

; The button that continues, and at the end closes the window.
!define CONTINUE_BUTTON 1

; Waits up to 20 seconds for what the condition checks.
!macro WaitFor check
  ${For} $R0 1 200
    Call ${check}
    ${If} $R1 <> 0
      ${ExitFor}
    ${EndIf}
    Sleep 100
  ${Next}
  ${If} $R1 = 0
    SetErrorLevel 3
    Quit
  ${EndIf}
!macroend

; $1: the window, $2: its page, $3: the check box
Function CheckBox
  StrCpy $R1 0
  FindWindow $1 "#32770" "${PRODUCTNAME} Uninstall "
  ${If} $1 P<> 0
    FindWindow $2 "#32770" "" $1
    FindWindow $3 "Button" "Delete the application data" $2
    System::Call 'user32::IsWindowVisible(p r3) i.R1'
  ${EndIf}
FunctionEnd

Function Finished
  System::Call 'user32::IsWindowVisible(p r3) i.R1'
  ${If} $R1 <> 0
    StrCpy $R1 0
  ${Else}
    System::Call 'user32::IsWindowEnabled(p r4) i.R1'
  ${EndIf}
FunctionEnd

Section
  ReadRegStr $0 HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PRODUCTNAME}" "UninstallString"
  Exec $0
  !insertmacro WaitFor CheckBox
  SendMessage $3 ${BM_CLICK} 0 0
  GetDlgItem $4 $1 ${CONTINUE_BUTTON}
  ; A busy window answers late.
  SendMessage $4 ${BM_CLICK} 0 0 /TIMEOUT=10000
  !insertmacro WaitFor Finished
  SendMessage $4 ${BM_CLICK} 0 0 /TIMEOUT=10000
SectionEnd
