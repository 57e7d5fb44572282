//! Fills the real templates for a made-up release.

#[cfg(unix)]
mod aur_unix;

use std::collections::BTreeMap;

use super::*;
use crate::Checkout;

const ADDRESS: &str = "https://example.org/velvet/rope/releases/download/v1.2.3";

/// Returns every manifest of a release whose files have the checksums 1111…, 2222…, and so on.
fn made() -> BTreeMap<String, String> {
    let ends = ["_x64-setup.exe", "_aarch64.dmg", "_x64.dmg", "_amd64.deb", "_source.tar.gz"];
    let sum = |(index, end): (usize, &str)| format!("{}  Velvet-Rope_1.2.3{end}\n", digits(index + 1));
    let sums: String = ends.into_iter().enumerate().map(sum).collect();
    let release = Release::new("1.2.3", ADDRESS, &sums).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let files = write(Checkout::find().root(), &release, folder.path()).unwrap();
    let name = |file: &Path| file.strip_prefix(folder.path()).unwrap().to_str().unwrap().replace('\\', "/");
    files.iter().map(|file| (name(file), fs::read_to_string(file).unwrap())).collect()
}

fn digits(digit: usize) -> String {
    digit.to_string().repeat(64)
}

#[test]
fn each_package_manager_gets_its_files() {
    let names: Vec<String> = made().into_keys().collect();
    let expected = [
        "aur/.SRCINFO",
        "aur/PKGBUILD",
        "flatpak/cargo-sources.json",
        "flatpak/npm-sources.json",
        "flatpak/org.velvetrope.VelvetRope.json",
        "homebrew/velvet-rope.rb",
        "winget/VelvetRope.VelvetRope.installer.yaml",
        "winget/VelvetRope.VelvetRope.locale.en-US.yaml",
        "winget/VelvetRope.VelvetRope.yaml",
    ];
    assert_eq!(names, expected);
}

#[test]
fn each_manifest_has_the_checksums_of_its_files_and_no_others() {
    let made = made();
    for (name, expected) in [
        ("winget/VelvetRope.VelvetRope.installer.yaml", vec![1]),
        ("homebrew/velvet-rope.rb", vec![2, 3]),
        ("aur/PKGBUILD", vec![4]),
        ("aur/.SRCINFO", vec![4]),
        ("flatpak/org.velvetrope.VelvetRope.json", vec![5]),
    ] {
        let found: Vec<usize> = (1..=5).filter(|digit| made[name].contains(&digits(*digit))).collect();
        assert_eq!(found, expected, "{name}");
    }
    for (name, text) in made.iter().filter(|(name, _)| !name.ends_with("-sources.json")) {
        assert!(text.contains("1.2.3"), "{name}");
    }
}

#[test]
fn the_flatpak_is_built_from_the_lock_files() {
    let made = made();
    let json = |name: &str| serde_json::from_str::<Value>(&made[name]).unwrap();
    let manifest = json("flatpak/org.velvetrope.VelvetRope.json");
    let sources = &manifest["modules"][0]["sources"];
    assert_eq!(sources[1], "cargo-sources.json");
    assert_eq!(sources[2], "npm-sources.json");
    let addresses = |name: &str| {
        let sources = json(name);
        let found: Vec<String> = sources
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|source| source["url"].as_str())
            .map(str::to_owned)
            .collect();
        found
    };
    let crates = addresses("flatpak/cargo-sources.json");
    assert!(crates.len() > 300 && crates.iter().any(|address| address.contains("/tauri/tauri-2.")));
    let packages = addresses("flatpak/npm-sources.json");
    assert!(packages.len() > 100 && packages.iter().any(|address| address.contains("/svelte/-/svelte-5.")));
}
