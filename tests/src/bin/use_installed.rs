//! Uses the installed app as someone without a key does: practice mode, a fan, the log, and quit. Then lists the files
//! left in the user's folders. Only the app's own data folder may be left.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use velvet_tests::app::Start;
use velvet_tests::desktop::{Desktop, Keychain};
use velvet_tests::words::say;

/// The app's folder among the user's data.
const OWN: &str = "share/org.velvetrope.desktop";

#[tokio::main]
async fn main() -> ExitCode {
    // No keychain is running. The package only recommends one, so the app must work without.
    let desktop = Desktop::with(Keychain::Missing).await;
    let app = Start::on(&desktop).own_folder().open().await;
    let page = &app.page;
    page.is_first_start().await;
    page.practise().await;
    let fan = page.choose_sample().await;
    page.send_fan().await;
    let row = page.logs(&say("outcome_added"), &fan).await;
    println!("The installed app's log shows: {} {} ({})", row.result, row.fan, row.account);
    app.quit().await;

    let mut left = Vec::new();
    for folder in ["home", "config", "cache", "share"] {
        collect(desktop.path(), &desktop.path().join(folder), &mut left);
    }
    println!("Files left in the user's folders:");
    for path in &left {
        println!("  {path}");
    }
    let stray: Vec<_> = left
        .iter()
        .filter(|path| !path.starts_with(OWN) && !IS_THE_DESKTOPS.iter().any(|own| path.starts_with(own)))
        .collect();
    if stray.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("Files left outside the app's own folder: {stray:?}");
    ExitCode::FAILURE
}

/// Files that were there before the start, and caches that the font library and the graphics driver keep for every
/// program of the desktop.
const IS_THE_DESKTOPS: [&str; 3] =
    ["config/gtk-3.0/settings.ini", "cache/fontconfig/", "cache/mesa_shader_cache"];

/// Collects every file in a folder, with its path relative to `top`.
fn collect(top: &Path, folder: &Path, left: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder is the desktop's").flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(top, &path, left);
        } else {
            let name = path.strip_prefix(top).expect("it is inside").to_string_lossy().into_owned();
            left.push(name);
        }
    }
}
