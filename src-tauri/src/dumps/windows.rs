//! Windows Error Reporting sends dumps. It leaves programs out that its list of the user names, which is what
//! `WerAddExcludedApplication` writes:
//! <https://learn.microsoft.com/windows/win32/wer/wer-settings> (`ExcludedApplications`).

use windows_registry::CURRENT_USER;

const LIST: &str = r"Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications";

pub fn make_none() {
    let Ok(program) = std::env::current_exe() else { return };
    let Some(name) = program.file_name().and_then(|name| name.to_str()) else { return };
    // Fails only where the registry is closed to the user.
    let _ = CURRENT_USER.create(LIST).and_then(|list| list.set_u32(name, 1));
}
