//! The systems that can be set up in a folder.

/// A release of Debian or Ubuntu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    Debian12,
    Debian13,
    Ubuntu2404,
}

impl Release {
    /// Every release, the oldest supported one first.
    pub const ALL: [Self; 3] = [Self::Debian12, Self::Debian13, Self::Ubuntu2404];

    /// Returns the releases with these words, or only the oldest one if there are no words.
    pub fn chosen(words: &[&str]) -> Result<Vec<Self>, String> {
        if words.is_empty() {
            return Ok(vec![Self::ALL[0]]);
        }
        let known = || Self::ALL.map(Self::word).join(", ");
        let find = |word: &&str| {
            let found = Self::ALL.into_iter().find(|release| release.word() == *word);
            found.ok_or_else(|| format!("Unknown system: '{word}'. Choose from: {}.", known()))
        };
        words.iter().map(find).collect()
    }

    /// Its word on the command line, and in names of files and figures.
    pub fn word(self) -> &'static str {
        match self {
            Self::Debian12 => "debian12",
            Self::Debian13 => "debian13",
            Self::Ubuntu2404 => "ubuntu24",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debian12 => "Debian 12",
            Self::Debian13 => "Debian 13",
            Self::Ubuntu2404 => "Ubuntu 24.04",
        }
    }

    /// Returns the arguments of debootstrap, without the folder, which comes after the first of them.
    pub(super) fn debootstrap(self) -> (&'static [&'static str], &'static str, &'static [&'static str]) {
        match self {
            Self::Debian12 => (&[], "bookworm", &[]),
            Self::Debian13 => (&[], "trixie", &[]),
            // Debian 12 has no package with Ubuntu's keys, so only TLS says that this is Ubuntu's server. Its debootstrap
            // doesn't know this release, but all of Ubuntu's releases have the same script.
            Self::Ubuntu2404 => (
                &["--no-check-gpg", "--components=main,universe"],
                "noble",
                &["https://archive.ubuntu.com/ubuntu", "/usr/share/debootstrap/scripts/gutsy"],
            ),
        }
    }

    /// Adds the update sources. debootstrap configures only the release itself, but every installed system has updates
    /// too.
    pub(super) fn with_updates(self, released: &str) -> String {
        let (_, suite, _) = self.debootstrap();
        let security = if self == Self::Ubuntu2404 { "" } else { "-security" };
        let mut sources = Vec::new();
        for line in released.lines() {
            let ["deb", mirror, _, parts @ ..] = &*line.split_whitespace().collect::<Vec<_>>() else {
                continue;
            };
            let (mirror, parts) = (mirror.trim_end_matches('/'), parts.join(" "));
            for (folder, updates) in [("", ""), ("", "-updates"), (security, "-security")] {
                sources.push(format!("deb {mirror}{folder} {suite}{updates} {parts}\n"));
            }
        }
        sources.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_gets_its_updates_from_the_same_mirror() {
        assert_eq!(
            Release::Debian13.with_updates("deb http://mirror.example/debian trixie main\n"),
            "deb http://mirror.example/debian trixie main\n\
             deb http://mirror.example/debian trixie-updates main\n\
             deb http://mirror.example/debian-security trixie-security main\n"
        );
        assert_eq!(
            Release::Ubuntu2404.with_updates("deb http://mirror.example/ubuntu noble main universe\n"),
            "deb http://mirror.example/ubuntu noble main universe\n\
             deb http://mirror.example/ubuntu noble-updates main universe\n\
             deb http://mirror.example/ubuntu noble-security main universe\n"
        );
    }

    #[test]
    fn releases_are_chosen_by_their_words() {
        assert_eq!(Release::chosen(&[]), Ok(vec![Release::Debian12]));
        assert_eq!(
            Release::chosen(&["ubuntu24", "debian13"]),
            Ok(vec![Release::Ubuntu2404, Release::Debian13])
        );
        assert!(Release::chosen(&["fedora"]).is_err_and(|sentence| sentence.contains("debian12, debian13")));
    }
}
