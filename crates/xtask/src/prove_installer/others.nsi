; What other programs have left on the computer, and what must stay.

Unicode true
SilentInstall silent
RequestExecutionLevel user
OutFile "${OUTFILE}"
!include "credential.nsh"

Section
  CreateDirectory "$LOCALAPPDATA\${BUNDLEID}.other"
  !insertmacro Leave "$LOCALAPPDATA\${BUNDLEID}.other\holiday.txt"
  WriteRegDWORD HKCU "Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications" "other.exe" 1
  !insertmacro Keep "api-key.org.other"
  !insertmacro Keep "api-key-10.${BUNDLEID}"
  ; With WebView2, the installer downloads nothing.
  WriteRegStr HKCU "SOFTWARE\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}" "pv" "1.0.0.0"
SectionEnd
