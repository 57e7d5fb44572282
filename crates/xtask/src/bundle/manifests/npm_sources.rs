//! The npm packages of the lock file, as sources of flatpak-builder, unpacked where npm would put them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::Done;

/// npm's names of the processors that have Flatpaks, and Flatpak's.
const PROCESSORS: [(&str, &str); 2] = [("x64", "x86_64"), ("arm64", "aarch64")];

/// Returns one source for each package that Linux with glibc needs.
///
/// # Errors
///
/// Says which package can't be fetched this way.
pub fn sources(lock: &str) -> Done<Vec<Value>> {
    let lock: Value = serde_json::from_str(lock).map_err(|error| format!("package-lock.json: {error}"))?;
    let packages = lock["packages"].as_object().ok_or("package-lock.json names no packages.")?;
    let mut sources = Vec::new();
    // The package with the empty path is the front end itself.
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        let processors = wanted(package, "cpu", &PROCESSORS.map(|(npm, _)| npm));
        if wanted(package, "os", &["linux"]).is_empty()
            || wanted(package, "libc", &["glibc"]).is_empty()
            || processors.is_empty()
        {
            continue;
        }
        let (Some(version), Some(sha512)) = (package["version"].as_str(), sha512(package)) else {
            return Err(format!("package-lock.json has no version or no SHA-512 for {path}."));
        };
        let folder = path.rsplit_once("node_modules/").map_or(path.as_str(), |(_, folder)| folder);
        // An alias has another name than its folder.
        let name = package["name"].as_str().unwrap_or(folder);
        let file = name.rsplit_once('/').map_or(name, |(_, name)| name);
        let mut source = json!({
            "type": "archive",
            "archive-type": "tar-gzip",
            "url": format!("https://registry.npmjs.org/{name}/-/{file}-{version}.tgz"),
            "sha512": sha512,
            "dest": format!("ui/{path}"),
        });
        if processors.len() < PROCESSORS.len() {
            let flatpak = |(npm, flatpak)| processors.contains(&npm).then_some(flatpak);
            source["only-arches"] = PROCESSORS.into_iter().filter_map(flatpak).collect();
        }
        sources.push(source);
    }
    Ok(sources)
}

/// Returns those of the values that the package runs with. Without a list, it runs with all.
fn wanted<'a>(package: &Value, key: &str, values: &[&'a str]) -> Vec<&'a str> {
    let listed: Option<Vec<&str>> =
        package[key].as_array().map(|list| list.iter().filter_map(Value::as_str).collect());
    let suits = |value: &&&str| {
        listed.as_ref().is_none_or(|list| {
            let excluded = list.iter().any(|entry| entry.strip_prefix('!') == Some(**value));
            let only_excludes = list.iter().all(|entry| entry.starts_with('!'));
            !excluded && (only_excludes || list.contains(value))
        })
    };
    values.iter().filter(suits).copied().collect()
}

/// Returns the package's SHA-512 in hexadecimal. The lock file has it in base64.
fn sha512(package: &Value) -> Option<String> {
    let bytes = STANDARD.decode(package["integrity"].as_str()?.strip_prefix("sha512-")?).ok()?;
    Some(bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, package: &Value) -> Done<Vec<Value>> {
        let mut package = package.clone();
        package["version"] = "1.2.3".into();
        package["integrity"] = format!("sha512-{}", STANDARD.encode([0x0a, 0xff])).into();
        sources(&json!({ "packages": { "": {}, path: package } }).to_string())
    }

    #[test]
    fn a_package_is_unpacked_at_its_path() {
        let made = of("node_modules/a/node_modules/@b/c", &json!({})).unwrap();
        let expected = json!([{
            "type": "archive",
            "archive-type": "tar-gzip",
            "url": "https://registry.npmjs.org/@b/c/-/c-1.2.3.tgz",
            "sha512": "0aff",
            "dest": "ui/node_modules/a/node_modules/@b/c",
        }]);
        assert_eq!(Value::from(made), expected);
        let alias = of("node_modules/a", &json!({ "name": "b" })).unwrap();
        assert_eq!(alias[0]["url"], "https://registry.npmjs.org/b/-/b-1.2.3.tgz");
    }

    #[test]
    fn only_what_linux_needs_is_fetched() {
        let arches =
            |package| of("node_modules/a", &package).unwrap().first().map(|made| made["only-arches"].clone());
        assert_eq!(arches(json!({ "os": ["darwin"] })), None);
        assert_eq!(arches(json!({ "os": ["linux"], "libc": ["musl"] })), None);
        assert_eq!(arches(json!({ "cpu": ["wasm32"] })), None);
        assert_eq!(arches(json!({ "os": ["!win32"] })), Some(Value::Null));
        assert_eq!(arches(json!({ "os": ["linux"], "cpu": ["x64"] })), Some(json!(["x86_64"])));
        assert_eq!(arches(json!({ "cpu": ["arm64"] })), Some(json!(["aarch64"])));
    }

    #[test]
    fn a_package_without_a_checksum_is_refused() {
        let lock = json!({ "packages": { "node_modules/a": { "version": "1.2.3" } } });
        assert!(sources(&lock.to_string()).unwrap_err().contains("node_modules/a"));
    }
}
