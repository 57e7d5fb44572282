//! Names of files as the user reads and chooses them.

use std::path::Path;

/// Returns the last component of a path, for the user to read.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns a file name that is valid on all three systems.
pub(super) fn safe_file_name(name: &str) -> String {
    let fits = |c: &char| !c.is_control() && !"/\\:*?\"<>|".contains(*c);
    name.chars().filter(fits).take(80).collect::<String>().trim_matches([' ', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::safe_file_name;

    #[test]
    fn a_name_is_one_that_every_system_takes() {
        assert_eq!(safe_file_name(" ../a\u{7}/b:c?.. "), "abc");
        assert_eq!(safe_file_name("Käufer – März.2"), "Käufer – März.2");
    }
}
