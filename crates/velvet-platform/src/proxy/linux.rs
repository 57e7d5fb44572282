//! Linux: the desktop's proxy settings. The HTTP client does not read them, but browsers do.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use http::Uri;

/// How long to wait for the desktop's settings. A session bus may accept a request and never answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Returns whether a proxy is set in the desktop's settings.
pub(super) fn is_set_up(_: &Uri) -> bool {
    let desktop = env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    if desktop.split(':').any(|name| name == "KDE") { kde() } else { gnome() }
}

/// Checks GNOME, and the desktops that share its settings.
fn gnome() -> bool {
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let mut asked = Command::new("gsettings");
        asked.args(["get", "org.gnome.system.proxy", "mode"]).stdin(Stdio::null()).stderr(Stdio::null());
        let _ = done.send(asked.output());
    });
    let told = answer.recv_timeout(PATIENCE).ok().and_then(Result::ok);
    told.is_some_and(|told| is_gnome_mode_on(&told.stdout))
}

fn is_gnome_mode_on(printed: &[u8]) -> bool {
    matches!(printed.trim_ascii(), b"'manual'" | b"'auto'")
}

fn kde() -> bool {
    let home = || Some(PathBuf::from(env::var_os("HOME")?).join(".config"));
    let folder = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home);
    let settings = folder.and_then(|folder| fs::read_to_string(folder.join("kioslaverc")).ok());
    settings.is_some_and(|settings| is_kde_proxy_on(&settings))
}

/// Checks `ProxyType`: 0 is none, 1 manual, 2 a script, and 3 an automatically discovered script. 4 is the environment,
/// which is checked anyway.
fn is_kde_proxy_on(settings: &str) -> bool {
    let mut lines = settings.lines().map(str::trim).skip_while(|line| *line != "[Proxy Settings]").skip(1);
    let kind = lines.by_ref().take_while(|line| !line.starts_with('[')).find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == "ProxyType").then(|| value.trim().to_owned())
    });
    kind.is_some_and(|kind| matches!(kind.as_str(), "1" | "2" | "3"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_both_desktops_are_understood() {
        for on in ["'manual'\n", "'auto'\n"] {
            assert!(is_gnome_mode_on(on.as_bytes()), "{on}");
        }
        for off in ["'none'\n", "", "No such schema"] {
            assert!(!is_gnome_mode_on(off.as_bytes()), "{off}");
        }
        assert!(is_kde_proxy_on("[$Version]\nx=1\n\n[Proxy Settings]\nNoProxyFor=\nProxyType=1\n"));
        assert!(is_kde_proxy_on("[Proxy Settings]\r\nProxyType = 2\r\n"));
        for off in
            ["", "[Proxy Settings]\nProxyType=0\n", "[Proxy Settings]\n[Other]\nProxyType=1\n", "ProxyType=1"]
        {
            assert!(!is_kde_proxy_on(off), "{off}");
        }
    }
}
