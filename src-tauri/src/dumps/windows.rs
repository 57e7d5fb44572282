//! Windows Error Reporting sends dumps. It excludes the programs in a per-user list, which is what
//! `WerAddExcludedApplication` writes:
//! <https://learn.microsoft.com/windows/win32/wer/wer-settings> (`ExcludedApplications`).

use windows_registry::CURRENT_USER;

const LIST: &str = r"Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications";

pub fn make_none() {
    let Ok(program) = std::env::current_exe() else { return };
    let Some(name) = program.file_name().and_then(|name| name.to_str()) else { return };
    // Fails only if the user may not write to the registry.
    let _ = CURRENT_USER.create(LIST).and_then(|list| list.set_u32(name, 1));
}
