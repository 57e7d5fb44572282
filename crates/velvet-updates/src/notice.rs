use std::{cmp::Ordering, collections::BTreeMap};

use minisign_verify::{PublicKey, Signature};
use semver::Version;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::UpdateError;

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// The language whose sentence every notice has.
const FALLBACK: &str = "en";

/// No sentence is longer, in characters.
const LONGEST_SENTENCE: usize = 400;

/// What a release says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Notice {
    /// The version that was released.
    pub version: Version,
    /// The day of its release, as `YYYY-MM-DD`.
    #[serde(with = "day")]
    pub date: Date,
    /// Whether it fixes a security problem.
    pub severity: Severity,
    /// What changed: a sentence for each language, by its tag. There is always an English one.
    pub changes: BTreeMap<String, String>,
}

/// Whether a version fixes a security problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It doesn't.
    Normal,
    /// It does.
    Security,
}

/// How the newest version compares with the installed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The installed version is the newest.
    Newest,
    /// There is a newer version.
    Newer,
}

/// A notice whose sentences were not looked at.
#[derive(Deserialize)]
struct Unchecked {
    version: Version,
    #[serde(with = "day")]
    date: Date,
    severity: Severity,
    changes: BTreeMap<String, String>,
}

impl TryFrom<Unchecked> for Notice {
    type Error = String;

    fn try_from(Unchecked { version, date, severity, changes }: Unchecked) -> Result<Self, String> {
        if !changes.contains_key(FALLBACK) {
            return Err(format!("there is no sentence in {FALLBACK}"));
        }
        for (language, sentence) in &changes {
            let printable = !sentence.trim().is_empty() && !sentence.chars().any(char::is_control);
            if !printable || sentence.chars().count() > LONGEST_SENTENCE {
                return Err(format!(
                    "the sentence in {language} is empty, too long, or has control characters"
                ));
            }
        }
        Ok(Self { version, date, severity, changes })
    }
}

/// The file: a notice as JSON text, and the signature of exactly that text.
#[derive(Serialize, Deserialize)]
struct Envelope {
    notice: String,
    signature: Option<String>,
}

impl Notice {
    /// Reads the file, and verifies its signature before it looks at the notice.
    ///
    /// # Errors
    /// [`UpdateError::Malformed`], [`UpdateError::Unsigned`], or [`UpdateError::WronglySigned`].
    pub fn open(file: &[u8], key: &PublicKey) -> Result<Self, UpdateError> {
        let Envelope { notice, signature } = serde_json::from_slice(file).map_err(UpdateError::Malformed)?;
        let signature = signature.filter(|text| !text.trim().is_empty()).ok_or(UpdateError::Unsigned)?;
        let signature = Signature::decode(&signature).map_err(UpdateError::WronglySigned)?;
        // Only signatures of the text's hash, which minisign has made by default for years.
        key.verify(notice.as_bytes(), &signature, false).map_err(UpdateError::WronglySigned)?;
        serde_json::from_str(&notice).map_err(UpdateError::Malformed)
    }

    /// Puts the text of a notice and its signature into one file, and opens it as the app does.
    ///
    /// # Errors
    /// Why the app would refuse the file.
    pub fn seal(text: &str, signature: &str, key: &PublicKey) -> Result<(Self, String), UpdateError> {
        let envelope = Envelope { notice: text.to_owned(), signature: Some(signature.to_owned()) };
        let file = serde_json::to_string(&envelope).map_err(UpdateError::Malformed)?;
        Self::open(file.as_bytes(), key).map(|notice| (notice, file))
    }

    /// Compares the notice with the installed version, and with the newest notice that was accepted before.
    ///
    /// # Errors
    /// [`UpdateError::Downgraded`], or [`UpdateError::Replayed`] if version or date are older than those accepted before:
    /// somebody may want to keep a newer version from the user.
    pub fn standing(&self, installed: &Version, accepted: Option<&Self>) -> Result<Standing, UpdateError> {
        let is_older = |than: &Version| self.version.cmp_precedence(than) == Ordering::Less;
        if accepted.is_some_and(|before| is_older(&before.version) || self.date < before.date) {
            return Err(UpdateError::Replayed(self.version.clone()));
        }
        match self.version.cmp_precedence(installed) {
            Ordering::Less => Err(UpdateError::Downgraded(self.version.clone())),
            Ordering::Equal => Ok(Standing::Newest),
            Ordering::Greater => Ok(Standing::Newer),
        }
    }

    /// Returns the day of the release as `YYYY-MM-DD`.
    pub fn day(&self) -> String {
        self.date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Signer};

    fn read(text: &str) -> Result<Notice, serde_json::Error> {
        serde_json::from_str(text)
    }

    fn notice(version: &str, date: &str) -> Notice {
        let text = format!(
            r#"{{"version":"{version}","date":"{date}","severity":"normal","changes":{{"en":"Faster."}}}}"#
        );
        read(&text).unwrap()
    }

    #[test]
    fn a_notice_has_a_version_a_date_a_severity_and_an_english_sentence() {
        let whole = r#"{"version":"1.2.0","date":"2026-12-01","severity":"security","changes":{"en":"A fix.","de":"Ein Fix."},"more":1}"#;
        let read_whole = read(whole).unwrap();
        assert_eq!((read_whole.severity, read_whole.day().as_str()), (Severity::Security, "2026-12-01"));
        assert_eq!(read_whole.changes["de"], "Ein Fix.");
        let kept = serde_json::to_string(&read_whole).unwrap();
        assert_eq!(read(&kept).unwrap(), read_whole, "it can be stored");
        for (part, other) in [
            (r#""1.2.0""#, r#""1.2""#),
            (r#""1.2.0""#, "12"),
            ("2026-12-01", "2026-13-01"),
            ("2026-12-01", "2026-12-1"),
            ("2026-12-01", "2026-12-01T10:00:00Z"),
            ("security", "harmless"),
            (r#""en":"A fix.","#, ""),
            ("A fix.", " "),
            ("A fix.", r"A\u0007fix."),
            ("Ein Fix.", &"x".repeat(LONGEST_SENTENCE + 1)),
        ] {
            let text = whole.replace(part, other);
            assert_ne!(text, whole);
            assert!(read(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_notice_is_sealed_only_if_the_app_would_open_it() {
        let (signer, text) =
            (Signer::new(), format!("{}\n", testing::notice("1.2.0", "2026-12-01", "normal")));
        let key = PublicKey::from_base64(&signer.key()).unwrap();
        let (sealed, file) = Notice::seal(&text, &signer.sign(&text), &key).unwrap();
        assert_eq!(Notice::open(file.as_bytes(), &key).unwrap(), sealed);
        let refused = Notice::seal(text.trim(), &signer.sign(&text), &key);
        assert!(matches!(refused, Err(UpdateError::WronglySigned(_))), "a newline less");
        assert!(matches!(Notice::seal("{}", &signer.sign("{}"), &key), Err(UpdateError::Malformed(_))));
    }

    /// The other tests sign with a Rust library. The minisign program, version 0.11, signed this file.
    #[test]
    fn a_notice_that_the_minisign_program_signed_is_accepted() {
        let key = PublicKey::from_base64("RWTBhm706lje1ufJHjrLUFpfHxNHgAzfnDrkiVH0LPdRHP1I6CfgfKfB").unwrap();
        let file = include_str!("fixtures/minisign-0.11.json");
        assert_eq!(Notice::open(file.as_bytes(), &key).unwrap().version, Version::new(1, 2, 0));
        let forged = file.replace("1.2.0", "1.3.0");
        assert!(matches!(Notice::open(forged.as_bytes(), &key), Err(UpdateError::WronglySigned(_))));
    }

    #[test]
    fn only_a_notice_that_is_no_older_than_what_is_known_counts() {
        let version = |text: &str| Version::parse(text).unwrap();
        let told = notice("1.2.0", "2026-12-01");
        let standing =
            |installed: &str, accepted: Option<&Notice>| told.standing(&version(installed), accepted);
        assert_eq!(standing("1.1.9", None).unwrap(), Standing::Newer);
        assert_eq!(standing("1.2.0-beta.2", None).unwrap(), Standing::Newer);
        assert_eq!(standing("1.2.0", None).unwrap(), Standing::Newest);
        assert_eq!(standing("1.2.0+debian", None).unwrap(), Standing::Newest);
        assert!(matches!(standing("1.10.0", None), Err(UpdateError::Downgraded(_))));
        assert_eq!(standing("1.1.0", Some(&told)).unwrap(), Standing::Newer, "the same one again");
        for newer in
            [notice("1.3.0", "2026-12-01"), notice("1.2.0", "2026-12-02"), notice("1.2.1", "2026-11-30")]
        {
            assert!(matches!(standing("1.1.0", Some(&newer)), Err(UpdateError::Replayed(_))), "{newer:?}");
        }
        for older in [notice("1.1.0", "2026-12-01"), notice("1.2.0", "2026-11-30")] {
            assert!(standing("1.1.0", Some(&older)).is_ok(), "{older:?}");
        }
    }
}
