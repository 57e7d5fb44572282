//! Checks the configuration that the app is built with, so that nobody weakens it by accident.
#![allow(clippy::unwrap_used, reason = "tests may unwrap; the lint exempts only #[test] functions")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

#[test]
fn the_content_policy_allows_the_app_itself_and_nothing_else() {
    let config = json("tauri.conf.json");
    let csp: BTreeMap<String, String> =
        serde_json::from_value(config["app"]["security"]["csp"].clone()).unwrap();
    assert_eq!(csp["default-src"], "'none'");
    for (directive, sources) in &csp {
        for source in sources.split(' ') {
            let known = ["'none'", "'self'", "ipc:", "http://ipc.localhost"].contains(&source);
            assert!(known, "{directive} {source}");
            assert!(directive == "connect-src" || source.starts_with('\''), "{directive} {source}");
        }
    }
    // These directives do not fall back to `default-src`.
    for directive in ["base-uri", "form-action", "frame-ancestors"] {
        assert_eq!(csp[directive], "'none'", "{directive}");
    }
}

#[test]
fn the_window_gets_the_built_page_and_no_global_way_in() {
    let config = json("tauri.conf.json");
    let app = &config["app"];
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["security"]["dangerousDisableAssetCspModification"], false);
    for absent in ["assetProtocol", "devCsp"] {
        assert_eq!(app["security"][absent], Value::Null, "{absent}");
    }
    assert_eq!(config["build"], serde_json::json!({ "frontendDist": "../ui/dist" }));
    let windows = app["windows"].as_array().unwrap();
    assert_eq!(windows.len(), 1);
    assert_eq!(windows[0]["url"], Value::Null, "the default page");
}

#[test]
fn the_web_view_on_windows_makes_no_requests_of_its_own() {
    let config = json("tauri.conf.json");
    let arguments = config["app"]["windows"][0]["additionalBrowserArgs"].as_str().unwrap();
    // The first two are wry's defaults, which our arguments replace.
    for argument in [
        "--disable-features=msWebOOUI,msPdfOOUI,msSmartScreenProtection",
        "--autoplay-policy=no-user-gesture-required",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--no-pings",
    ] {
        assert!(arguments.split(' ').any(|given| given == argument), "{argument}");
    }
}

#[test]
fn what_is_installed_tells_a_bystander_only_the_name() {
    let mut texts = vec![json("tauri.conf.json").to_string()];
    // What the page calls files that it saves, in every language.
    texts.extend(file_names());
    for folder in ["linux", "winget", "homebrew", "flatpak", "aur"] {
        let files = fs::read_dir(root().join("../packaging").join(folder)).unwrap();
        texts.extend(files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()));
    }
    assert!(texts.len() > 15);
    for text in texts {
        let text = text.to_lowercase();
        for word in ["fansly", "vip", "fan ", "fans ", "creator", "subscriber", "follower"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}

/// Returns the names of saved files, in every language.
fn file_names() -> Vec<String> {
    let messages = fs::read_dir(root().join("../ui/messages")).unwrap();
    let languages = messages.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let names = languages.flat_map(|text| {
        let texts: Value = serde_json::from_str(&text).unwrap();
        ["export_name", "people_export_name", "list_skipped_name"]
            .map(|name| texts[name].as_str().unwrap().to_owned())
    });
    names.map(|name| format!("{name} ")).collect()
}

#[test]
fn what_is_installed_speaks_every_language_of_the_window() {
    let project = json("../ui/project.inlang/settings.json");
    let mac = text("Info.plist");
    let linux = text("../packaging/linux/org.velvetrope.desktop.metainfo.xml");
    let languages: Vec<_> = project["locales"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(languages.len() > 1);
    for language in languages {
        // Without this entry, macOS never asks the web view for the language.
        assert!(mac.contains(&format!("<string>{language}</string>")), "{language}");
        let texts = linux.matches(&format!(r#" xml:lang="{language}">"#)).count();
        assert_eq!(texts, if language == "en" { 0 } else { 3 }, "{language}");
    }
}

#[test]
fn the_installers_ask_for_no_more_than_they_need() {
    let config = json("tauri.conf.json");
    let bundle = &config["bundle"];
    assert_eq!(config["identifier"], "org.velvetrope.desktop", "what is kept is kept under it");
    assert_eq!(bundle["windows"]["nsis"]["installMode"], "currentUser", "no administrator");
    assert_eq!(bundle["macOS"]["hardenedRuntime"], true);
    let entitlements = fs::read_to_string(root().join("../packaging/macos/entitlements.plist")).unwrap();
    assert!(!entitlements.contains("<key>"), "{entitlements}");
    // An update runs these hooks too, and must not erase anything.
    let hooks = fs::read_to_string(root().join("../packaging/windows/hooks.nsh")).unwrap();
    let guarded = hooks.find("$UpdateMode <> 1").unwrap();
    assert!(guarded < hooks.find("CredDeleteW").unwrap());
    // The uninstaller starts no program: it could find another one of that name.
    for starts in ["nsExec", "Exec ", "ExecWait", "ExecShell"] {
        assert!(!hooks.contains(starts), "{starts}");
    }
}

#[test]
fn the_one_capability_grants_the_apps_commands_and_zoom() {
    let files: Vec<_> =
        fs::read_dir(root().join("capabilities")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["main.json"]);
    let main = json("capabilities/main.json");
    assert_eq!(main["windows"], serde_json::json!(["main"]));
    for absent in ["remote", "webviews"] {
        assert_eq!(main[absent], Value::Null, "{absent}");
    }
    assert_eq!(json("tauri.conf.json")["app"]["security"]["capabilities"], serde_json::json!(["main"]));

    let granted: BTreeSet<String> = serde_json::from_value(main["permissions"].clone()).unwrap();
    let mut needed: BTreeSet<String> =
        commands().iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    // On Linux and macOS, Ctrl with + and - calls the window's own zoom command.
    needed.insert("core:webview:allow-set-webview-zoom".to_owned());
    assert_eq!(granted, needed);
}

#[test]
fn every_command_is_declared_handled_and_asynchronous() {
    let source = commands_source();
    assert_eq!(source.matches("#[tauri::command").count(), commands().len());

    let build = text("build.rs");
    let declared: BTreeSet<String> =
        build.split('"').filter(|word| is_name(word)).map(str::to_owned).collect();
    assert_eq!(declared, commands(), "build.rs");

    let shell = text("src/shell.rs");
    let handled = shell.split("commands::").skip(1).filter_map(|rest| rest.split([',', '\n']).next());
    let handled = handled.filter_map(|path| path.rsplit("::").next());
    assert_eq!(handled.map(str::to_owned).collect::<BTreeSet<_>>(), commands(), "shell.rs");

    let elsewhere = sources()
        .into_iter()
        .filter(|(path, text)| !is_command_file(path) && text.contains("tauri::command]"));
    assert_eq!(elsewhere.count(), 0, "commands are in their own folder only");
}

/// Types that cross to the window are in `velvet_core::view`, where no type has a field for the key.
#[test]
fn no_command_answers_with_a_type_of_its_own_and_two_take_a_key() {
    let source = commands_source();
    assert!(source.contains("type Answer<T> = Result<T, Failure>;"));
    let view = source.split("view::{").skip(1).filter_map(|rest| rest.split('}').next());
    let view: Vec<_> = view.flat_map(|names| names.split(',')).map(str::trim).collect();
    let answers: Vec<_> = source.lines().filter(|line| line.contains(") -> Answer<")).collect();
    assert_eq!(answers.len(), commands().len());
    for line in answers {
        let answer = line.split("-> Answer<").nth(1).unwrap().trim_end().trim_end_matches("> {");
        let known = ["()", "Option<String>", "String", "bool", "u64"].contains(&answer);
        let inner = ["Option<", "Vec<"].iter().find_map(|outer| answer.strip_prefix(outer));
        let answer = inner.map_or(answer, |inner| inner.trim_end_matches('>'));
        assert!(known || view.contains(&answer), "{line}");
    }
    // Only one file reads the clipboard, and its commands return only a `bool`. Its neighbors write copied IDs there.
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.ends_with("clipboard/pasted_key.rs")) {
        for word in ["get_text", "request_text", "wait_for_text", "arboard::Get"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
        let uses = text.contains("arboard") || text.contains("SELECTION_CLIPBOARD");
        assert!(!uses || path.parent().unwrap().ends_with("clipboard"), "{}", path.display());
    }
    // One command adds a key; the other replaces one.
    assert_eq!(source.matches("key: String").count(), 2);
}

#[test]
fn the_page_can_name_no_file() {
    let source = commands_source();
    for word in ["Path", "path:", "file:", "folder:"] {
        assert!(!source.contains(word), "{word}");
    }
    let manifest = text("Cargo.toml");
    for plugin in ["tauri-plugin-dialog", "tauri-plugin-fs", "tauri-plugin-shell"] {
        assert!(!manifest.contains(plugin), "{plugin}");
    }
    // One file uses the opener as a library. As a plugin it would take any path and address from the page.
    for (path, text) in sources() {
        let plugin = text.contains("tauri_plugin_opener");
        assert!(!plugin || path.ends_with("src/opener.rs") && !text.contains("init("), "{}", path.display());
    }
}

#[test]
fn only_two_things_are_read_from_the_environment_besides_how_to_draw() {
    // One file reads the display variables, and only whether they are set.
    let displays = Path::new("displays/linux.rs");
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.ends_with(displays)) {
        for rest in text.split("env::var").skip(1) {
            let name = rest.split('"').nth(1).unwrap_or_default();
            assert!(
                ["VELVET_ROPE_API_URL", "VELVET_ROPE_DATA_DIR"].contains(&name),
                "{}: {name}",
                path.display()
            );
        }
    }
}

#[test]
fn the_crate_is_no_dynamic_library() {
    // A dynamic library is useful only on phones, and breaks linking with the GNU tools on Windows.
    let manifest = text("Cargo.toml");
    for kind in ["cdylib", "staticlib", "crate-type"] {
        assert!(!manifest.contains(kind), "{kind}");
    }
}

/// Returns the text of all files in `src/commands`.
fn commands_source() -> String {
    sources().into_iter().filter(|(path, _)| is_command_file(path)).map(|(_, text)| text).collect()
}

fn is_command_file(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("src/commands"))
}

/// Returns the names of the command functions in `src/commands`.
fn commands() -> BTreeSet<String> {
    let source = commands_source();
    let names = source.split("#[tauri::command]\npub async fn ").skip(1);
    names.map(|rest| rest.split(['(', '<']).next().unwrap().to_owned()).collect()
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn json(path: &str) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

/// Returns every source file of the shell.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![root().join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(files.len() > 5);
    files
}
