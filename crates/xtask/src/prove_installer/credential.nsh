!include LogicLib.nsh

!macro Leave file
  FileOpen $0 "${file}" w
  FileWrite $0 "something"
  FileClose $0
!macroend

; Saves a generic credential that stays on this computer, as the app does.
!macro Keep target
  System::Alloc 8
  Pop $1
  System::Call '*$1(&w4 "key")'
  ; CREDENTIALW of 64-bit Windows: flags, type, target, comment, time, size, blob, persistence, no attributes, no alias, user.
  System::Call '*(i 0, i 1, w "${target}", p 0, l 0, i 8, i 0, p r1, i 2, i 0, p 0, p 0, w "") p.r2'
  System::Call 'advapi32::CredWriteW(p r2, i 0) i.r3'
  ${If} $3 = 0
    Abort
  ${EndIf}
!macroend
