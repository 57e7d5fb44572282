//! Third-party licenses, and facts about the system for the report.

use std::sync::{Mutex, PoisonError};

use velvet_core::view::ThirdParty;

/// The license file that `./dev fix` writes from the lock files.
const THIRD_PARTY: &str = include_str!("../../THIRD-PARTY.txt");

/// Starts a license in that file. The license's name follows.
const LICENCE: &str = "════ ";

/// Ends the list of components under the license. The license's text follows.
const TEXT: &str = "────";

/// Returns the licenses of everything linked into the app.
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

/// The suggested name of a saved report.
pub const REPORT: &str = "Velvet Rope report.txt";

/// The report that was made last, so that what is saved is what the window shows.
#[derive(Default)]
pub struct LastReport(Mutex<String>);

impl LastReport {
    /// Keeps a report that the window is about to show.
    pub fn keep(&self, report: &str) {
        report.clone_into(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Returns the report.
    pub fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Returns the system facts for the report.
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
