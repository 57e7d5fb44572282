//! The AUR shows what `.SRCINFO` says, and builds what `PKGBUILD` says.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::made;

/// The variables of a `PKGBUILD` that `.SRCINFO` repeats, in its order.
const REPEATED: &str =
    "pkgdesc pkgver pkgrel url arch license depends optdepends provides conflicts options source sha256sums";

#[test]
fn both_files_say_the_same() {
    let made = made();
    // The bash of macOS knows no references to arrays.
    let print = r#"for name in $names; do
        eval "values=(\"\${$name[@]}\")"
        for value in "${values[@]}"; do echo "$name = $value"; done
    done"#;
    let script = format!("{}\nnames='{REPEATED}'\n{print}\n", made["aur/PKGBUILD"]);
    let mut bash = Command::new("bash").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let printed = String::from_utf8(bash.wait_with_output().unwrap().stdout).unwrap();
    let told = made["aur/.SRCINFO"].lines().filter_map(|line| line.strip_prefix('\t'));
    assert_eq!(printed.lines().collect::<Vec<_>>(), told.collect::<Vec<_>>());
}
