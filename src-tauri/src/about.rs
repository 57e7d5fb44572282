//! What this app is made of, and what it runs on.

use velvet_core::view::ThirdParty;

/// Written by `./dev fix` from the lock files.
const THIRD_PARTY: &str = include_str!("../../THIRD-PARTY.txt");

/// Begins a licence in that file; its name follows.
const LICENCE: &str = "════ ";

/// Ends the list of those who are under it; its text follows.
const TEXT: &str = "────";

/// The licences of what is linked into the app.
pub fn third_party() -> Vec<ThirdParty> {
    THIRD_PARTY.split(&format!("\n{LICENCE}")).skip(1).filter_map(licence).collect()
}

fn licence(section: &str) -> Option<ThirdParty> {
    let (head, text) = section.split_once(&format!("\n{TEXT}\n"))?;
    let mut lines = head.lines();
    let licence = lines.next()?.to_owned();
    Some(ThirdParty {
        licence,
        parts: lines.map(str::to_owned).collect(),
        text: text.trim_matches('\n').to_owned(),
    })
}

/// What a report says of the system.
pub fn system() -> Vec<(&'static str, String)> {
    let web_view = tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned());
    let mut all = vec![
        ("system", format!("{} {}", os_info::get(), std::env::consts::ARCH)),
        ("web view", web_view),
        ("Tauri", tauri::VERSION.to_owned()),
    ];
    all.extend(crate::displays::report());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_licence_has_a_name_parts_and_a_text() {
        let all = third_party();
        assert!(all.len() > 5, "{}", all.len());
        for one in &all {
            assert!(
                !one.licence.is_empty() && !one.parts.is_empty() && one.text.len() > 100,
                "{}",
                one.licence
            );
        }
        let has = |part: &str| all.iter().any(|one| one.parts.iter().any(|name| name.starts_with(part)));
        assert!(["tauri ", "tokio ", "svelte ", "bits-ui "].into_iter().all(has));
    }
}
