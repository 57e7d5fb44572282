//! Searches for a secret in everything the app may have written, in all common encodings.

use std::fs;
use std::path::Path;

use crate::files;
use crate::processes;

/// A search for one secret.
#[derive(Debug)]
pub struct Search {
    forms: Vec<(String, Vec<u8>)>,
}

impl Search {
    /// Creates a search for `secret`: either half in plain text, base64 at any offset, hexadecimal, percent-encoding,
    /// and UTF-16.
    pub fn of(secret: &str) -> Self {
        let bytes = secret.as_bytes();
        let (first, second) = secret.split_at(secret.len() / 2);
        let wide = |order: fn(u16) -> [u8; 2]| secret.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let mut forms = vec![
            ("its first half".to_owned(), first.into()),
            ("its second half".to_owned(), second.into()),
            ("hexadecimal".to_owned(), hex(bytes, "").into_bytes()),
            ("hexadecimal, capitals".to_owned(), hex(bytes, "").to_uppercase().into_bytes()),
            ("percent-encoding".to_owned(), hex(bytes, "%").into_bytes()),
            ("percent-encoding, capitals".to_owned(), hex(bytes, "%").to_uppercase().into_bytes()),
            ("percent-encoding where needed".to_owned(), percent(bytes).into_bytes()),
            ("UTF-16, low byte first".to_owned(), wide(u16::to_le_bytes)),
            ("UTF-16, high byte first".to_owned(), wide(u16::to_be_bytes)),
        ];
        for before in 0..3 {
            let text = base64_inside(bytes, before);
            let for_addresses = text.replace('+', "-").replace('/', "_");
            forms.push((format!("base64 after {before} bytes"), text.into_bytes()));
            forms.push((format!("base64 for addresses after {before} bytes"), for_addresses.into_bytes()));
        }
        Self { forms }
    }

    /// Returns the encodings in which `content` contains the secret.
    pub fn forms_in(&self, content: &[u8]) -> Vec<&str> {
        self.forms.iter().filter(|(_, form)| holds(content, form)).map(|(name, _)| name.as_str()).collect()
    }

    /// Searches every file below `folder`, including file names.
    ///
    /// # Panics
    ///
    /// Panics if a file contains the secret, with its path and the encoding, or if there are no files.
    pub fn assert_not_below(&self, folder: &Path) {
        let files = files::below(folder);
        assert!(!files.is_empty(), "nothing was written below {}", folder.display());
        for path in files {
            let content = fs::read(&path).unwrap_or_default();
            self.assert_not_in(&path.display().to_string(), path.as_os_str().as_encoded_bytes());
            self.assert_not_in(&path.display().to_string(), &content);
        }
    }

    /// Searches the command line and the environment of every running program that carries `mark`.
    ///
    /// # Panics
    ///
    /// Panics if one contains the secret, or if there is no program.
    pub fn assert_not_in_programs(&self, mark: &str) {
        let pids: Vec<u32> = processes::marked(mark).collect();
        assert!(!pids.is_empty(), "no program is running");
        for pid in pids {
            for what in ["cmdline", "environ"] {
                let path = format!("/proc/{pid}/{what}");
                self.assert_not_in(&path, &fs::read(&path).unwrap_or_default());
            }
        }
    }

    /// Searches `content`.
    ///
    /// # Panics
    ///
    /// Panics if it contains the secret.
    pub fn assert_not_in(&self, place: &str, content: &[u8]) {
        let forms = self.forms_in(content);
        assert!(forms.is_empty(), "the secret is in {place}, as {}", forms.join(" and "));
    }
}

fn holds(content: &[u8], form: &[u8]) -> bool {
    content.windows(form.len()).any(|part| part == form)
}

fn hex(bytes: &[u8], before_each: &str) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    let pairs = bytes.iter().map(|byte| [digit(byte >> 4), digit(byte & 15)].iter().collect::<String>());
    pairs.fold(String::new(), |text, pair| text + before_each + &pair)
}

fn percent(bytes: &[u8]) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    bytes
        .iter()
        .map(|byte| if plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Returns the base64 characters that depend only on `bytes` if `before` other bytes precede them.
fn base64_inside(bytes: &[u8], before: usize) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = [&vec![0; before], bytes]
        .concat()
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1))
        .collect();
    // Only complete characters, and none with a bit of the preceding bytes.
    let letters = bits.chunks_exact(6).skip((before * 8).div_ceil(6));
    let value = |letter: &[u8]| letter.iter().fold(0_usize, |value, bit| value << 1 | usize::from(*bit));
    letters.map(|letter| char::from(alphabet[value(letter)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "k3y?with/odd+letters~42";

    #[test]
    fn finds_a_planted_secret_in_every_form() {
        // Encoded by other programs: printf %s SECRET | base64 (with 0, 1, or 2 letters before it), xxd -p, and iconv.
        for planted in [
            "before k3y?with/odd+letters~42 after",
            "key=k3y?with/od…",
            "…d+letters~42",
            "azN5P3dpdGgvb2RkK2xldHRlcnN+NDI=",
            "eGszeT93aXRoL29kZCtsZXR0ZXJzfjQy",
            "eHhrM3k/d2l0aC9vZGQrbGV0dGVyc340Mg==",
            "eHhrM3k_d2l0aC9vZGQrbGV0dGVyc340Mg",
            "6b33793f776974682f6f64642b6c6574746572737e3432",
            "6B33793F776974682F6F64642B6C6574746572737E3432",
            "k3y%3Fwith%2Fodd%2Bletters~42",
            "%6b%33%79%3f%77%69%74%68%2f%6f%64%64%2b%6c%65%74%74%65%72%73%7e%34%32",
        ] {
            assert!(!Search::of(SECRET).forms_in(planted.as_bytes()).is_empty(), "{planted}");
        }
        let low_first: Vec<u8> = SECRET.bytes().flat_map(|byte| [byte, 0]).collect();
        let high_first: Vec<u8> = SECRET.bytes().flat_map(|byte| [0, byte]).collect();
        assert_eq!(Search::of(SECRET).forms_in(&low_first), ["UTF-16, low byte first"]);
        assert!(Search::of(SECRET).forms_in(&high_first).contains(&"UTF-16, high byte first"));
    }

    #[test]
    fn finds_nothing_where_there_is_nothing() {
        assert_eq!(
            Search::of(SECRET).forms_in(b"k3y with odd letters 42, and azN5P3dpdGgvb2 cut short"),
            [""; 0]
        );
    }

    #[test]
    fn looks_through_files_and_their_names() {
        let folder = tempfile::tempdir().unwrap();
        files::put(&folder.path().join("deep/inside/harmless"), "nothing here");
        Search::of("a-secret-key").assert_not_below(folder.path());
        for leak in [("deep/inside/a-secret-key", ""), ("log", "x-api-key: a-secret-key")] {
            files::put(&folder.path().join(leak.0), leak.1);
            let found =
                std::panic::catch_unwind(|| Search::of("a-secret-key").assert_not_below(folder.path()));
            assert!(found.is_err(), "{leak:?}");
            fs::remove_file(folder.path().join(leak.0)).unwrap();
        }
    }
}
