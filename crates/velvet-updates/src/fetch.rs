use reqwest::{Client, Response, header::LOCATION, redirect::Policy};
use tokio::{task::spawn_blocking, time::timeout};
use url::Url;
use velvet_platform::proxy::{Proxy, is_loopback};

use crate::{Notice, Releases, UpdateError, releases::LARGEST_FILE};

/// Hosts of releases redirect downloads to other hosts of theirs.
const MOST_REDIRECTS: usize = 3;

impl Releases {
    /// Fetches the file with one request (and one for each redirect), and verifies it. The request has no cookie, and
    /// nothing that names the app, its version, or the user.
    ///
    /// # Errors
    /// Why there is no notice.
    pub async fn newest(&self) -> Result<Notice, UpdateError> {
        let file = timeout(self.deadline, self.fetch()).await.map_err(|_| UpdateError::TimedOut)??;
        Notice::open(&file, &self.key)
    }

    async fn fetch(&self) -> Result<Vec<u8>, UpdateError> {
        let mut url = self.file.clone();
        for _ in 0..=MOST_REDIRECTS {
            let sent = self.client(&url).await?.get(url.clone()).send();
            let response = sent.await.map_err(unreachable)?;
            let status = response.status();
            if status.is_success() {
                return read_whole(response).await;
            }
            if !status.is_redirection() {
                return Err(UpdateError::Status(status.as_u16()));
            }
            url = redirected(&url, &response).ok_or(UpdateError::Redirected)?;
        }
        Err(UpdateError::Redirected)
    }

    /// Builds a client for one request. Each host that a redirect leads to may have a proxy of its own.
    async fn client(&self, url: &Url) -> Result<Client, UpdateError> {
        // Sets the crypto provider of the whole process. A second call has no effect.
        let _ = rustls::crypto::ring::default_provider().install_default();
        #[allow(clippy::disallowed_methods)] // The client of notices, which has no key.
        let mut builder = Client::builder().redirect(Policy::none()).referer(false).https_only(true);
        if let Some(authority) = self.only_authority.clone() {
            builder = builder.tls_certs_only([authority]);
        }
        if is_loopback(url) {
            builder = builder.no_proxy();
        } else {
            let target = url.clone();
            // If it cannot be found out, it is taken for unusable: nothing is sent then.
            let proxy = spawn_blocking(move || Proxy::found(&target)).await.unwrap_or(Proxy::Unusable);
            if proxy == Proxy::Unusable {
                return Err(UpdateError::ProxyUnusable);
            }
        }
        builder.build().map_err(|error| UpdateError::NoClient(error.without_url()))
    }
}

/// Returns where a redirect leads, if it is encrypted.
fn redirected(from: &Url, response: &Response) -> Option<Url> {
    let to = response.headers().get(LOCATION)?.to_str().ok()?;
    from.join(to).ok().filter(|to| to.scheme() == "https")
}

/// Reads the body until it is too large, whatever its announced length is.
async fn read_whole(mut response: Response) -> Result<Vec<u8>, UpdateError> {
    let mut file = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if file.len() + chunk.len() > LARGEST_FILE {
            return Err(UpdateError::TooLarge);
        }
        file.extend_from_slice(&chunk);
    }
    Ok(file)
}

fn unreachable(error: reqwest::Error) -> UpdateError {
    UpdateError::Unreachable(error.without_url())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        Severity,
        testing::{Answer, Host, Signer, file, notice},
    };

    fn good() -> String {
        notice("1.2.0", "2026-12-01", "security")
    }

    /// The error of what a host answers.
    async fn refused(answer: Answer, signer: &Signer) -> UpdateError {
        Host::start(answer).await.releases(signer).newest().await.unwrap_err()
    }

    #[tokio::test]
    async fn a_signed_notice_is_read_with_one_request_that_names_nobody() {
        let signer = Signer::new();
        let host = Host::start(signer.file(&good())).await;
        let notice = host.releases(&signer).newest().await.unwrap();
        assert_eq!((notice.version.to_string().as_str(), notice.severity), ("1.2.0", Severity::Security));
        let requests = host.requests();
        let [request] = &requests[..] else { panic!("{requests:?}") };
        let mut lines: Vec<_> = request.lines().filter(|line| !line.is_empty()).collect();
        lines.sort_unstable();
        assert_eq!(lines[..2], ["accept: */*", "get /notice.json http/1.1"]);
        assert!(lines[2].starts_with("host: 127.0.0.1:") && lines.len() == 3, "{lines:?}");
    }

    #[tokio::test]
    async fn a_notice_without_a_valid_signature_is_refused() {
        let (signer, stranger) = (Signer::new(), Signer::new());
        let unsigned = |text: &str| Answer::File(text.to_owned());
        for answer in
            [unsigned(r#"{"notice":"{}"}"#), unsigned(r#"{"notice":"{}","signature":null}"#), file("{}", " ")]
        {
            assert!(matches!(refused(answer, &signer).await, UpdateError::Unsigned));
        }
        let (good, forged) = (good(), notice("9.9.9", "2026-12-01", "security"));
        for answer in [
            file(&forged, &signer.sign(&good)),
            // Not even a space may differ.
            file(&format!("{good} "), &signer.sign(&good)),
            stranger.file(&good),
            file(&good, "a signature"),
            file(&good, &signer.sign(&good).replace("trusted comment: t", "trusted comment: T")),
        ] {
            assert!(matches!(refused(answer, &signer).await, UpdateError::WronglySigned(_)));
        }
    }

    #[tokio::test]
    async fn a_file_of_another_form_is_refused() {
        let signer = Signer::new();
        for answer in [
            Answer::File(String::new()),
            Answer::File("<html>Sign in to the hotel’s network</html>".to_owned()),
            Answer::File(r#"{"signature":"x"}"#.to_owned()),
            signer.file("{}"),
            signer.file(&good().replace("2026-12-01", "tomorrow")),
        ] {
            assert!(matches!(refused(answer, &signer).await, UpdateError::Malformed(_)));
        }
        assert!(matches!(refused(Answer::Status(404), &signer).await, UpdateError::Status(404)));
    }

    #[tokio::test]
    async fn a_file_that_is_too_large_is_refused_whatever_its_length_is_said_to_be() {
        let signer = Signer::new();
        let fitting = |bytes: usize| {
            let Answer::File(text) = signer.file(&good()) else { unreachable!() };
            Answer::File(format!("{text}{}", " ".repeat(bytes - text.len())))
        };
        let host = Host::start(fitting(LARGEST_FILE)).await;
        host.releases(&signer).newest().await.unwrap();
        assert!(matches!(refused(fitting(LARGEST_FILE + 1), &signer).await, UpdateError::TooLarge));
        assert!(matches!(refused(Answer::Endless, &signer).await, UpdateError::TooLarge));
    }

    #[tokio::test]
    async fn a_host_that_hangs_is_given_up_at_the_deadline() {
        let signer = Signer::new();
        let host = Host::start(Answer::Hangs).await;
        let releases = host.releases(&signer).with_deadline(Duration::from_millis(300));
        assert!(matches!(releases.newest().await, Err(UpdateError::TimedOut)));
        // One that takes a connection and never says anything is no different.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://127.0.0.1:{}/", silent.local_addr().unwrap().port());
        let releases = Releases::new(&address, &signer.key(), &address).unwrap();
        let releases = releases.with_deadline(Duration::from_millis(300));
        assert!(matches!(releases.newest().await, Err(UpdateError::TimedOut)));
    }

    #[tokio::test]
    async fn redirects_are_followed_three_times_and_never_without_encryption() {
        let signer = Signer::new();
        let host = Host::start(Answer::Redirect("/1".to_owned())).await;
        host.answer("/1", Answer::Redirect(host.at("/2")));
        host.answer("/2", Answer::Redirect("3?x=1".to_owned()));
        host.answer("/3?x=1", signer.file(&good()));
        assert!(host.releases(&signer).newest().await.is_ok());
        assert_eq!(host.requests().len(), 4);

        host.answer("/3?x=1", Answer::Redirect("/4".to_owned()));
        host.answer("/4", signer.file(&good()));
        assert!(matches!(host.releases(&signer).newest().await, Err(UpdateError::Redirected)));
        assert_eq!(host.requests().len(), 8, "the fifth was not sent");

        for to in
            [host.at("/4").replace("https", "http"), "file:///etc/passwd".to_owned(), "http://[".to_owned()]
        {
            let refused = refused(Answer::Redirect(to.clone()), &signer).await;
            assert!(matches!(refused, UpdateError::Redirected), "{to}: {refused:?}");
        }
    }

    #[tokio::test]
    async fn a_host_whose_certificate_is_not_trusted_is_not_asked() {
        let signer = Signer::new();
        let host = Host::start(signer.file(&good())).await;
        let releases = Releases::new(&host.at("/notice.json"), &signer.key(), "https://localhost/").unwrap();
        assert!(matches!(releases.newest().await, Err(UpdateError::Unreachable(_))));
        assert_eq!(host.requests(), Vec::<String>::new());
    }
}
