; w3ds:// links of this user open the app, already before its first start (main/desktop/links.ts).
!macro customInstall
  WriteRegStr HKCU "Software\Classes\w3ds" "" "URL:W3DS link"
  WriteRegStr HKCU "Software\Classes\w3ds" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\w3ds\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey HKCU "Software\Classes\w3ds"
!macroend
