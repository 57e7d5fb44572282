//! The installer's script, as `tauri build` makes it, and the programs that the trial needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::template::Values;
use crate::checkout::Checkout;
use crate::{Done, programs};

/// The version of Tauri's bundler whose installer script is that of the CLI in `ui/package.json`. The CLI has it inside,
/// but gives it to nobody.
const BUNDLER: &str = "2.10.4";

/// The two versions of the app.
const VERSIONS: [&str; 2] = ["0.1.0", "0.2.0"];

/// The main program, as Cargo calls it.
const PROGRAM: &str = "velvet-rope";

/// Programs for the trial, in NSIS's language, which the installer needs anyway.
const PROGRAMS: [(&str, &str); 3] = [
    (PROGRAM, include_str!("app.nsi")),
    ("others", include_str!("others.nsi")),
    ("uninstall", include_str!("uninstall.nsi")),
];
const CREDENTIAL: &str = include_str!("credential.nsh");
const STAND_INS: &str = include_str!("stand_ins.nsh");

/// What was compiled, and what is said in it.
pub struct Compiled {
    /// The installer of each version.
    pub installers: [PathBuf; 2],
    /// What other programs leave.
    pub others: PathBuf,
    /// The user who uninstalls everything.
    pub uninstall: PathBuf,
    /// The app's name.
    pub product: String,
    /// The app's identifier, which names its data folder and its credentials.
    pub identifier: String,
    /// The name under which the installer remembers things.
    pub publisher: String,
    /// Whether the CLI contains this installer script, byte for byte.
    pub is_the_clis: bool,
}

/// Compiles everything in `home`.
pub fn compile(checkout: &Checkout, home: &Path) -> Done<Compiled> {
    if home.exists() {
        fs::remove_dir_all(home).map_err(|error| format!("{}: {error}", home.display()))?;
    }
    let config = checkout.root().join("src-tauri/tauri.conf.json");
    let config: Value = serde_json::from_slice(&read(&config)?).map_err(|error| error.to_string())?;
    let bundle = &config["bundle"];
    let [product, identifier] = ["productName", "identifier"].map(|name| text(&config[name]));
    let publisher = text(&bundle["publisher"]);

    put(&home.join("credential.nsh"), CREDENTIAL)?;
    let program = |name: &str| home.join(format!("{name}.exe"));
    for (name, script) in PROGRAMS {
        let file = home.join(format!("{name}.nsi"));
        put(&file, script)?;
        let defined = [
            format!("-DOUTFILE={}", program(name).display()),
            format!("-DBUNDLEID={identifier}"),
            format!("-DPRODUCTNAME={product}"),
        ];
        makensis(&file, &defined)?;
    }

    let source = bundler(checkout, home)?;
    let template = read_text(&source.join("installer.nsi"))?;
    let cli = checkout.ui().join("node_modules/@tauri-apps/cli-linux-x64-gnu/cli.linux-x64-gnu.node");
    let is_the_clis = contains(&read(&cli)?, template.as_bytes());
    let mut installers = Vec::new();
    for version in VERSIONS {
        let folder = home.join(version);
        let installer = folder.join("setup.exe");
        let languages: Vec<String> =
            bundle["windows"]["nsis"]["languages"].as_array().into_iter().flatten().map(text).collect();
        let language_files = languages.iter().map(|language| format!("{language}.nsh")).collect();
        for name in ["utils.nsh", "FileAssociation.nsh"] {
            put(&folder.join(name), &stood_in(&read_text(&source.join(name))?))?;
        }
        for name in &language_files {
            put(&folder.join(name), &read_text(&source.join("languages").join(name))?)?;
        }
        put(&folder.join("stand_ins.nsh"), STAND_INS)?;
        let texts = BTreeMap::from([
            ("arch", "x64".to_owned()),
            ("bundle_id", identifier.clone()),
            ("compression", "zlib".to_owned()),
            ("copyright", text(&bundle["copyright"])),
            ("display_language_selector", bundle["windows"]["nsis"]["displayLanguageSelector"].to_string()),
            ("install_mode", text(&bundle["windows"]["nsis"]["installMode"])),
            ("install_webview2_mode", text(&bundle["windows"]["webviewInstallMode"]["type"])),
            (
                "installer_hooks",
                checkout.root().join("packaging/windows/hooks.nsh").to_string_lossy().into_owned(),
            ),
            ("main_binary_name", PROGRAM.to_owned()),
            ("main_binary_path", program(PROGRAM).to_string_lossy().into_owned()),
            ("manufacturer", publisher.clone()),
            ("out_file", installer.to_string_lossy().into_owned()),
            ("product_name", product.clone()),
            ("version", version.to_owned()),
            ("version_with_build", format!("{version}.0")),
            // Tauri's default.
            ("allow_downgrades", "true".to_owned()),
            ("estimated_size", "1".to_owned()),
            ("webview2_installer_args", "/silent".to_owned()),
        ]);
        let mut values = Values {
            texts,
            lists: BTreeMap::from([("languages", languages), ("language_files", language_files)]),
        };
        for unused in [
            "additional_plugins_path",
            "header_image",
            "homepage",
            "installer_icon",
            "license",
            "minimum_webview2_version",
            "sidebar_image",
            "signed_plugins_path",
            "start_menu_folder",
            "uninstaller_header_image",
            "uninstaller_icon",
            "uninstaller_sign_cmd",
            "webview2_bootstrapper_path",
            "webview2_installer_path",
        ] {
            values.texts.insert(unused, String::new());
        }
        let script = folder.join("installer.nsi");
        put(&script, &stood_in(&values.fill(&template)?))?;
        makensis(&script, &[])?;
        installers.push(installer);
    }
    let installers = installers.try_into().map_err(|_| "Not every installer was compiled.")?;
    let (others, uninstall) = (program("others"), program("uninstall"));
    Ok(Compiled { installers, others, uninstall, product, identifier, publisher, is_the_clis })
}

/// Puts the stand-ins in the place of what only the bundler's own download has.
fn stood_in(script: &str) -> String {
    script
        .replace(r#"!include "Win\RestartManager.nsh""#, "!include \"stand_ins.nsh\"")
        .replace(r#"!addplugindir "${ADDITIONALPLUGINSPATH}""#, "")
        .replace("nsis_tauri_utils::", "!insertmacro TauriUtils_")
}

/// Downloads the bundler's source, which Cargo keeps, and returns the folder of its installer script.
fn bundler(checkout: &Checkout, home: &Path) -> Done<PathBuf> {
    let folder = home.join("bundler");
    let manifest = folder.join("Cargo.toml");
    put(
        &manifest,
        &format!(
            "[package]\nname = \"source\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             tauri-bundler = {{ version = \"={BUNDLER}\", default-features = false }}\n\n[workspace]\n"
        ),
    )?;
    put(&folder.join("src/lib.rs"), "")?;
    let mut metadata = programs::cargo(checkout);
    metadata.args(["metadata", "--quiet", "--format-version", "1", "--manifest-path"]).arg(&manifest);
    let answer = programs::answer(&mut metadata)
        .ok_or_else(|| format!("Couldn't download the source of tauri-bundler {BUNDLER}."))?;
    let metadata: Value = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let place =
        packages.filter(|package| package["name"] == "tauri-bundler").map(|one| text(&one["manifest_path"]));
    let place = place.map(|manifest| Path::new(&manifest).with_file_name("src/bundle/windows/nsis")).next();
    place.ok_or_else(|| "Cargo didn't say where the source of tauri-bundler is.".to_owned())
}

/// Compiles a script. The 64-bit target needs only the 64-bit Wine.
fn makensis(script: &Path, defined: &[String]) -> Done {
    let mut command = Command::new("makensis");
    command.args(["-V2", "-INPUTCHARSET", "UTF8", "-XTarget amd64-unicode"]).args(defined).arg(script);
    command.current_dir(script.parent().unwrap_or(Path::new(".")));
    programs::quiet(&mut command)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else { return true };
    let starts = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
    starts.map(|(at, _)| &bytes[at..]).any(|rest| rest.starts_with(part))
}

fn read(file: &Path) -> Done<Vec<u8>> {
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn read_text(file: &Path) -> Done<String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

#[expect(clippy::disallowed_methods, reason = "the file need not survive a crash")]
fn put(file: &Path, text: &str) -> Done {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, text))
        .map_err(|error| format!("{}: {error}", file.display()))
}
