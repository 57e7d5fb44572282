use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

/// Returns whether a list in the format of `NO_PROXY` excludes `target` from the proxy.
pub(super) fn is_excepted(list: &str, target: &Uri) -> bool {
    Matcher::builder().all("http://127.0.0.1:9").no(list).build().intercept(target).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_are_read_as_reqwest_reads_them() {
        let target = "https://v1.apifansly.com/api/fansly".parse().unwrap();
        for list in ["*", "v1.apifansly.com", "localhost, apifansly.com", ".apifansly.com"] {
            assert!(is_excepted(list, &target), "{list}");
        }
        for list in ["", "localhost,127.0.0.1", "fansly.com"] {
            assert!(!is_excepted(list, &target), "{list}");
        }
    }
}
