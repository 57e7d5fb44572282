//! `./dev prove kill|ids|pace|log-files|drift|accounts|wayland`: the long proofs, each a program in `tests` that prints
//! its figures.

use crate::binaries::optimised;
use crate::checkout::Checkout;
use crate::{Done, programs};

/// The proofs: the name of each and the programs it needs. The first program is the proof itself.
const PROOFS: [(&str, &[&str]); 6] = [
    ("kill", &["prove_kill", "headless"]),
    ("ids", &["prove_ids"]),
    ("pace", &["prove_pace"]),
    ("log-files", &["prove_log_files"]),
    ("drift", &["prove_drift"]),
    ("accounts", &["prove_accounts"]),
];

/// Whether a proof has this name.
pub fn known(what: &str) -> bool {
    PROOFS.iter().any(|(word, _)| *word == what)
}

/// Builds the proof in release mode and runs it with the given arguments.
pub fn prove(checkout: &Checkout, what: &str, words: &[&str]) -> Done {
    let (_, names) = PROOFS
        .iter()
        .find(|(word, _)| *word == what)
        .ok_or("There's no proof by that name. Run ./dev help to see them.")?;
    let built = optimised(checkout, "velvet-tests", names)?;
    programs::show(built.command(names[0])?.args(words).current_dir(checkout.root())).map_err(|words| {
        format!("{words}. A figure missed its bound (\"short\" above), or the proof couldn't run.")
    })
}

/// Builds the app and uses it under a Wayland compositor.
#[cfg(target_os = "linux")]
pub fn wayland(checkout: &Checkout) -> Done {
    use crate::binaries::Binaries;
    use crate::setup::{self, Need, system};
    use crate::steps::Steps;

    let mut steps = Steps::default();
    setup::window(checkout, &mut steps)?;
    steps.take("Compositor", || system::prepare(Need::Wayland))?;
    let binaries = steps.take("Compile programs and tests", || Binaries::build(checkout, &[]))?;
    steps.try_step("Wayland", || {
        let mut command = std::process::Command::new(binaries.program("prove_wayland")?);
        binaries.name_parts(checkout, &mut command)?;
        programs::show(command.current_dir(checkout.root()))
    });
    steps.finish()
}

/// Returns an error: only Linux has Wayland.
#[cfg(not(target_os = "linux"))]
pub fn wayland(_: &Checkout) -> Done {
    Err("./dev prove wayland runs only on Linux.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_are_known_by_their_words() {
        assert!(known("log-files") && known("kill") && known("ids") && known("pace"));
        assert!(!known("bare"), "it has a room of its own");
    }
}
