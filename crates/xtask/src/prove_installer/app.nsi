; Stands in for the app: leaves what the app leaves on a computer, and ends.

Unicode true
SilentInstall silent
RequestExecutionLevel user
OutFile "${OUTFILE}"
!include "credential.nsh"

Section
  CreateDirectory "$LOCALAPPDATA\${BUNDLEID}\EBWebView\Default"
  CreateDirectory "$LOCALAPPDATA\${BUNDLEID}\logs"
  !insertmacro Leave "$LOCALAPPDATA\${BUNDLEID}\ledger.sqlite3"
  !insertmacro Leave "$LOCALAPPDATA\${BUNDLEID}\preferences.json"
  !insertmacro Leave "$LOCALAPPDATA\${BUNDLEID}\logs\velvet-rope.log"
  !insertmacro Leave "$LOCALAPPDATA\${BUNDLEID}\EBWebView\Default\Cookies"
  WriteRegDWORD HKCU "Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications" "velvet-rope.exe" 1
  ; The first key, the second, and the last that the app can have.
  !insertmacro Keep "api-key.${BUNDLEID}"
  !insertmacro Keep "api-key-2.${BUNDLEID}"
  !insertmacro Keep "api-key-9.${BUNDLEID}"
SectionEnd
