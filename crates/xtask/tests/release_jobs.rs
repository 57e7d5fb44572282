//! The jobs of the release workflow: those that run code know no secret, and those that know secrets run no code.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::Path;

/// The words that begin the programs of a system that signs. Everything else in such a job is the shell's own.
const SIGNERS: [&str; 3] = ["codesign ", "signtool sign ", "minisign -S "];

/// The context with the secrets.
const SECRET: &str = "secrets";

#[test]
fn a_job_with_secrets_checks_out_nothing_and_builds_nothing() {
    let jobs = jobs();
    let signing: Vec<_> = jobs.iter().filter(|(_, text)| text.contains("environment: release")).collect();
    assert_eq!(signing.len(), 4, "{:?}", signing.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for (name, text) in signing {
        assert!(text.contains(SECRET), "{name} needs no environment");
        assert!(SIGNERS.iter().any(|signer| text.replace('$', "").contains(signer)), "{name} signs nothing");
        assert!(text.contains("permissions: {}"), "{name} may use the repository");
        for code in ["checkout", "./dev", "dev.cmd", "cargo ", "npm ", "node ", ".sh"] {
            assert!(!text.contains(code), "{name} has secrets and runs {code}");
        }
        let actions = text.lines().filter_map(|line| line.trim().strip_prefix("uses: "));
        for action in actions {
            let plain = ["actions/download-artifact@", "actions/upload-artifact@"];
            assert!(
                plain.iter().any(|known| action.starts_with(known)),
                "{name} has secrets and uses {action}"
            );
        }
    }
}

#[test]
fn no_other_job_knows_a_secret() {
    for (name, text) in jobs().iter().filter(|(_, text)| !text.contains("environment: release")) {
        assert!(!text.contains(SECRET), "{name} knows a secret");
    }
}

/// Returns each job's name and text.
fn jobs() -> Vec<(String, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.github/workflows/release.yml");
    let text = fs::read_to_string(file).unwrap();
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    let text: String = text.lines().filter(|line| !is_comment(line)).flat_map(|line| [line, "\n"]).collect();
    let (before, jobs) = text.split_once("\njobs:\n").unwrap();
    assert!(!before.contains(SECRET), "every job knows a secret");
    let mut found: Vec<(String, String)> = Vec::new();
    for line in jobs.lines() {
        let name = line.strip_prefix("  ").and_then(|line| line.strip_suffix(':'));
        match (name.filter(|name| !name.starts_with(' ')), found.last_mut()) {
            (Some(name), _) => found.push((name.to_owned(), String::new())),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}
