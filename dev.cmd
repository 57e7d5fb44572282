@echo off
rem The entry point for developers on Windows. `dev help` lists the commands.
rem This script only makes sure that Rust code can be compiled. Everything else is in crates\xtask.
setlocal
cd /d "%~dp0"

where cargo >nul 2>nul || set "PATH=%USERPROFILE%\.cargo\bin;%PATH%"
where cargo >nul 2>nul
if errorlevel 1 (
  echo Rust isn't installed. Install it from https://rustup.rs, then run this command again. 1>&2
  exit /b 1
)

rem Rust for Windows links with Microsoft's build tools, unless the GNU toolchain was chosen.
rustc -vV | findstr /c:"-windows-msvc" >nul
if not errorlevel 1 (
  where /q link.exe || if not exist "%ProgramFiles(x86)%\Microsoft Visual Studio\Installer\vswhere.exe" (
    echo The C++ build tools aren't installed. Run the Visual Studio Build Tools installer, choose "Desktop development with C++", then run this command again. 1>&2
    exit /b 1
  )
)

cargo run --quiet --locked --package xtask -- %*
exit /b %errorlevel%
