//! Windows: Internet settings other than a plain proxy address, which hyper-util reads.

use http::Uri;
use windows_registry::CURRENT_USER;

use super::excepted::is_excepted;

/// Returns whether a script is set, or a proxy in an unsupported format.
pub(super) fn is_set_up(target: &Uri) -> bool {
    let Ok(settings) = CURRENT_USER.open("Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings")
    else {
        return false;
    };
    let text = |name: &str| settings.get_string(name).unwrap_or_default();
    let by_hand = settings.get_u32("ProxyEnable").unwrap_or(0) != 0 && !text("ProxyServer").trim().is_empty();
    // The format is `*.example.org;localhost`.
    let excepted = is_excepted(&text("ProxyOverride").replace(';', ",").replace("*.", ""), target);
    !text("AutoConfigURL").trim().is_empty() || (by_hand && !excepted)
}
