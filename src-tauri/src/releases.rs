//! What a release knows of the releases after it. The values are set when it is built; no setting changes them.

use velvet_core::updates::Releases;

/// Returns where notices of new versions are. `None` unless all three values were given to the build and can be used: then
/// the app never looks for a new version, and the window doesn't mention it.
pub fn built_in() -> Option<Releases> {
    from(
        option_env!("VELVET_UPDATES_URL"),
        option_env!("VELVET_UPDATES_KEY"),
        option_env!("VELVET_RELEASES_PAGE"),
    )
}

fn from(file: Option<&str>, key: Option<&str>, page: Option<&str>) -> Option<Releases> {
    let given = [file, key, page].map(|value| value.map(str::trim).filter(|value| !value.is_empty()));
    let [Some(file), Some(key), Some(page)] = given else { return None };
    let releases = Releases::new(file, key, page);
    releases.inspect_err(|error| tracing::error!(%error, "this build cannot look for new versions")).ok()
}

#[cfg(test)]
mod tests {
    use velvet_updates::testing::Signer;

    use super::*;

    #[test]
    fn a_build_that_was_given_something_was_given_all_that_it_needs() {
        let given = [
            option_env!("VELVET_UPDATES_URL"),
            option_env!("VELVET_UPDATES_KEY"),
            option_env!("VELVET_RELEASES_PAGE"),
        ];
        assert_eq!(
            built_in().is_some(),
            given.iter().any(|value| value.is_some_and(|text| !text.is_empty()))
        );
    }

    #[test]
    fn a_part_of_the_values_is_none() {
        let key = Signer::new().key();
        let (file, page) = ("https://example.com/notice.json", "https://example.com/releases");
        assert!(from(Some(file), Some(&key), Some(page)).is_some());
        assert!(from(None, Some(&key), Some(page)).is_none());
        assert!(from(Some(file), Some(""), Some(page)).is_none());
        assert!(from(Some(file), Some(&key), Some("http://example.com/releases")).is_none());
    }
}
