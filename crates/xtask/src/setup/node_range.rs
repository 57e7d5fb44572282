//! Ranges of Node versions, as written in `engines` in `package.json`.

/// A version as major, minor, and patch.
type Version = [u64; 3];

/// A range of versions, such as `>=22.22.2 <23 || >=24.15`.
#[derive(Debug)]
pub struct NodeRange {
    /// Alternatives. One of them must hold with all of its bounds.
    either: Vec<Vec<Bound>>,
}

#[derive(Debug)]
enum Bound {
    /// `^`: this version or newer, of the same major version.
    Same(Version),
    /// `>=`: this version or newer.
    Least(Version),
    /// `<`: older than this version.
    Below(Version),
}

impl NodeRange {
    /// Parses a range made of `^`, `>=`, and `<`, joined by spaces and `||`. Returns `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bounds = |part: &str| {
            let bounds = part.split_whitespace().map(Bound::parse).collect::<Option<Vec<_>>>()?;
            (!bounds.is_empty()).then_some(bounds)
        };
        Some(Self { either: text.split("||").map(bounds).collect::<Option<_>>()? })
    }

    /// Whether a version, as `node --version` prints it, is in the range. Prereleases never are.
    pub fn contains(&self, version: &str) -> bool {
        parse_version(version.strip_prefix('v').unwrap_or(version)).is_some_and(|version| {
            self.either.iter().any(|bounds| bounds.iter().all(|bound| bound.holds(version)))
        })
    }
}

impl Bound {
    fn parse(text: &str) -> Option<Self> {
        let after = |sign| text.strip_prefix(sign).map(parse_version);
        if let Some(version) = after("^") {
            version.map(Self::Same)
        } else if let Some(version) = after(">=") {
            version.map(Self::Least)
        } else {
            after("<")?.map(Self::Below)
        }
    }

    fn holds(&self, version: Version) -> bool {
        match self {
            Self::Same(least) => version[0] == least[0] && version >= *least,
            Self::Least(least) => version >= *least,
            Self::Below(above) => version < *above,
        }
    }
}

fn parse_version(text: &str) -> Option<Version> {
    let mut version = [0; 3];
    let mut numbers = text.trim().split('.');
    for (place, number) in version.iter_mut().zip(&mut numbers) {
        *place = number.parse().ok()?;
    }
    numbers.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_to_write_the_same_range_hold_the_same_versions() {
        for text in ["^22.22.2 || >=24.15", ">=22.22.2 <23 || >=24.15"] {
            let range = NodeRange::parse(text).unwrap();
            for version in ["v22.22.2", "v22.23.0", "v24.15.0", "v24.21.0", "v26.0.0"] {
                assert!(range.contains(version), "{version} in {text}");
            }
            for version in
                ["v18.20.4", "v20.20.2", "v22.22.1", "v23.0.0", "v24.14.1", "v25.0.0-nightly", "", "node"]
            {
                assert!(!range.contains(version), "{version} in {text}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_no_range() {
        for text in ["", "24", "~24.1", ">24", "^24.x", "^1.2.3.4", "<=22", ">=20 ||", ">= 20"] {
            assert!(NodeRange::parse(text).is_none(), "{text}");
        }
    }
}
