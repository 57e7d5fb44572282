//! The app's size and its parts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use velvet_tests::paths;
use xtask::Figure;

use super::size;

/// Returns the size of an installed app and of its scripts.
pub fn figures(ours: &Path, bare: &Path) -> Vec<Figure> {
    let packed = installed();
    let (program, bare) = (size(ours), size(bare));
    let scripts = scripts();
    let first: f64 = first_screen(&scripts).iter().filter_map(|name| scripts.get(name)).sum();
    vec![
        Figure::unbound("app_program", program / 1e6, "MB"),
        Figure::unbound("app_files_beside_it", packed / 1e6, "MB"),
        Figure::unbound("bare_program", bare / 1e6, "MB"),
        Figure::at_most("app_size_to_bare", (program + packed) / bare, "x", 3.0),
        Figure::unbound("app_scripts_compressed", scripts.values().sum::<f64>() / 1e3, "kB"),
        Figure::at_most("app_first_screen_scripts_compressed", first / 1e3, "kB", 120.0),
    ]
}

/// Returns the size of what the package installs besides the program: the files named in `tauri.conf.json`, and the
/// icons.
fn installed() -> f64 {
    let root = paths::root();
    let config = fs::read(root.join("src-tauri/tauri.conf.json")).expect("the app has its settings");
    let config: serde_json::Value = serde_json::from_slice(&config).expect("they are JSON");
    let bundle = &config["bundle"];
    let files = bundle["linux"]["deb"]["files"].as_object().into_iter().flatten().map(|(_, file)| file);
    let icons = bundle["icon"].as_array().into_iter().flatten();
    let png = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "png");
    let path = |file: &serde_json::Value| Some(root.join("src-tauri").join(file.as_str()?));
    files.filter_map(path).chain(icons.filter_map(path).filter(png)).map(|file| size(&file)).sum()
}

/// Returns the name and size of each script of the built front end, compressed as in the program.
fn scripts() -> BTreeMap<String, f64> {
    let folder = paths::root().join("ui/dist/assets");
    let files = fs::read_dir(folder).expect("the front end is built").flatten().map(|entry| entry.path());
    let scripts = files.filter(|file| file.extension().is_some_and(|extension| extension == "js"));
    let named = |file: PathBuf| {
        let name = file.file_name()?.to_str()?.to_owned();
        Some((name, compressed(&fs::read(file).expect("the front end is built"))))
    };
    scripts.filter_map(named).collect()
}

/// Returns the names of the scripts that the window loads before it shows its first screen in English: those of the
/// page, the English messages, and what these import. A `import(…)` loads later.
fn first_screen(scripts: &BTreeMap<String, f64>) -> BTreeSet<String> {
    let dist = paths::root().join("ui/dist");
    let page = fs::read_to_string(dist.join("index.html")).expect("the front end is built");
    let mut left: Vec<String> = scripts
        .keys()
        .filter(|name| page.contains(name.as_str()) || name.starts_with("en-"))
        .cloned()
        .collect();
    let mut first = BTreeSet::new();
    while let Some(name) = left.pop() {
        let script = fs::read_to_string(dist.join("assets").join(&name)).expect("the front end is built");
        let imports = |other: &&String| {
            ["from", "import"].iter().any(|word| script.contains(&format!("{word}\"./{other}\"")))
        };
        if first.insert(name) {
            left.extend(scripts.keys().filter(imports).cloned());
        }
    }
    first
}

/// Returns the size in bytes after Brotli compression with Tauri's release settings.
fn compressed(script: &[u8]) -> f64 {
    let settings = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*script, &mut packed, &settings).expect("memory takes it");
    #[expect(clippy::cast_precision_loss, reason = "a script of a few kilobytes")]
    let bytes = packed.len() as f64;
    bytes
}
