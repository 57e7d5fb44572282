use std::time::Duration;

use minisign_verify::PublicKey;
use reqwest::Certificate;
use url::Url;

/// A file that is larger is refused, in bytes.
pub(crate) const LARGEST_FILE: usize = 64 << 10;

/// How long the whole file may take, with all redirects.
const DEADLINE: Duration = Duration::from_secs(20);

/// Where notices of new versions are, which key signs them, and where new versions are downloaded. Set when a release is
/// built.
#[derive(Debug, Clone)]
pub struct Releases {
    pub(crate) file: Url,
    pub(crate) key: PublicKey,
    pub(crate) deadline: Duration,
    pub(crate) only_authority: Option<Certificate>,
    page: Url,
}

/// Why a release cannot look for newer ones.
#[derive(Debug, thiserror::Error)]
pub enum ReleasesError {
    /// The address of the file or the page is not an `https` address without a user name and password.
    #[error("{0:?} is no https address")]
    Address(String),
    /// The public key is not the second line of a minisign key file.
    #[error("the public key is not the base64 line of a minisign key")]
    Key(#[source] minisign_verify::Error),
}

impl Releases {
    /// Takes the address of the file, the public key as the base64 line of a minisign key file, and the address of the page
    /// with the downloads.
    ///
    /// # Errors
    /// What cannot be used.
    pub fn new(file: &str, key: &str, page: &str) -> Result<Self, ReleasesError> {
        Ok(Self {
            file: address(file)?,
            key: PublicKey::from_base64(key.trim()).map_err(ReleasesError::Key)?,
            deadline: DEADLINE,
            only_authority: None,
            page: address(page)?,
        })
    }

    /// Trusts this authority instead of the system's, for a server on this computer in tests.
    #[must_use]
    pub fn trusting_only(self, authority: Certificate) -> Self {
        Self { only_authority: Some(authority), ..self }
    }

    /// Replaces the deadline of 20 seconds.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Returns the host that is asked for the file.
    pub fn host(&self) -> &str {
        self.file.host_str().unwrap_or_default()
    }

    /// Returns the address of the page with the downloads.
    pub fn page(&self) -> &Url {
        &self.page
    }
}

fn address(text: &str) -> Result<Url, ReleasesError> {
    let usable = |url: &Url| {
        url.scheme() == "https" && url.has_host() && url.username().is_empty() && url.password().is_none()
    };
    let url = Url::parse(text.trim()).ok().filter(usable);
    url.ok_or_else(|| ReleasesError::Address(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encrypted_and_the_key_is_one_of_minisign() {
        let key = minisign::KeyPair::generate_unencrypted_keypair().unwrap().pk.to_base64();
        let (file, page) = ("https://example.com/notice.json", "https://example.org/releases");
        let releases = Releases::new(file, &format!(" {key}\n"), page).unwrap();
        assert_eq!((releases.host(), releases.page().as_str()), ("example.com", page));
        for bad in
            ["", "example.com", "http://example.com/", "file:///etc/passwd", "https://me:secret@example.com/"]
        {
            assert!(matches!(Releases::new(bad, &key, page), Err(ReleasesError::Address(_))), "{bad}");
            assert!(matches!(Releases::new(file, &key, bad), Err(ReleasesError::Address(_))), "{bad}");
        }
        for bad in ["", "untrusted comment: minisign public key", &key[1..]] {
            assert!(matches!(Releases::new(file, bad, page), Err(ReleasesError::Key(_))), "{bad}");
        }
    }
}
