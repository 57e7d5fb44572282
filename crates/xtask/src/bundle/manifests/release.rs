//! A published release: its version, its address, and the checksums of its files.

use crate::Done;

/// The files that manifests name: the placeholder's name, and how the file's name ends.
const FILES: [(&str, &str); 5] = [
    ("WINDOWS", "_x64-setup.exe"),
    ("MACOS_ARM", "_aarch64.dmg"),
    ("MACOS_INTEL", "_x64.dmg"),
    ("DEB", "_amd64.deb"),
    ("SOURCE", "_source.tar.gz"),
];

/// A published release.
#[derive(Debug)]
pub struct Release {
    values: Vec<(String, String)>,
}

impl Release {
    /// Takes a version like `1.2.3`, the address of its files, and the text of their `SHA256SUMS`.
    ///
    /// # Errors
    ///
    /// Says what is wrong with one of the three: a pre-release, an address of another version, or a file that is
    /// missing or not there once.
    pub fn new(version: &str, address: &str, sums: &str) -> Done<Self> {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if version.split('.').count() != 3 || !version.split('.').all(is_number) {
            return Err(format!(
                "'{version}' isn't a version like 1.2.3. Package managers get no pre-releases."
            ));
        }
        let page = address
            .strip_suffix(&format!("/releases/download/v{version}"))
            .filter(|page| page.starts_with("https://"))
            .ok_or_else(|| format!("'{address}' isn't https://…/releases/download/v{version}."))?;
        let mut values =
            vec![("VERSION".to_owned(), version.to_owned()), ("PAGE".to_owned(), page.to_owned())];
        for (name, end) in FILES {
            let file = format!("Velvet-Rope_{version}{end}");
            let sum = sum_of(sums, &file)?;
            values.push((format!("{name}_URL"), format!("{address}/{file}")));
            values.push((format!("{name}_SHA256"), sum.to_owned()));
        }
        Ok(Self { values })
    }

    /// Returns the placeholders with their values.
    pub fn values(&self) -> &[(String, String)] {
        &self.values
    }
}

/// Returns a file's checksum from the output of `sha256sum`.
fn sum_of<'a>(sums: &'a str, file: &str) -> Done<&'a str> {
    let lines = sums.lines().filter_map(|line| line.split_once("  "));
    let mut found = lines.filter(|(_, name)| *name == file).map(|(sum, _)| sum);
    match (found.next(), found.next()) {
        (Some(sum), None) if sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit()) => Ok(sum),
        (None, _) => Err(format!("SHA256SUMS has no {file}.")),
        _ => Err(format!("SHA256SUMS doesn't have exactly one SHA-256 for {file}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUM: &str = "a1c1370301c699c9c63251f7e8416c1bc5e823d62e74b964446af5c16cdfc4a6";

    #[test]
    fn a_checksum_is_taken_for_the_whole_name_only() {
        let sums = format!("{SUM}  a.deb.minisig\n{SUM}  a.deb\n");
        assert_eq!(sum_of(&sums, "a.deb"), Ok(SUM));
        assert!(sum_of(&sums, "deb").unwrap_err().contains("no deb"));
        assert!(sum_of(&sums.repeat(2), "a.deb").is_err());
        assert!(sum_of("abc  a.deb", "a.deb").is_err());
    }

    #[test]
    fn a_pre_release_and_an_address_of_another_version_are_refused() {
        let refused = |version, address| Release::new(version, address, "").unwrap_err();
        assert!(
            refused("1.0.0-rc.1", "https://a.org/releases/download/v1.0.0-rc.1").contains("pre-releases")
        );
        assert!(refused("1.0.0", "https://a.org/releases/download/v1.0.1").contains("v1.0.0"));
        assert!(refused("1.0.0", "http://a.org/releases/download/v1.0.0").contains("https"));
        assert!(refused("1.0.0", "https://a.org/releases/download/v1.0.0").contains("SHA256SUMS has no"));
    }
}
