//! Copies this machine's proxy, certificate, and registry settings to the clean system. Without them the proof would
//! test the network and not the setup.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Done, programs};

/// Prefixes of the variables that say how to reach a registry.
const VARIABLES: &[&str] = &[
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "ssl_cert_",
    "curl_ca_bundle",
    "git_ssl_cainfo",
    "node_extra_ca_certs",
    "npm_config_registry",
    "npm_config_cafile",
    "cargo_http_",
    "cargo_net_",
    "cargo_registries_",
    "cargo_registry_",
    "cargo_source_",
];

/// Prefixes of the lines in `~/.npmrc` that do the same.
const NPM_SETTINGS: &[&str] =
    &["registry", "cafile", "proxy", "https-proxy", "noproxy", "strict-ssl", "@", "//"];

/// Returns those variables that are set here, as NAME=VALUE.
pub fn environment() -> Vec<String> {
    std::env::vars()
        .filter(|(name, _)| VARIABLES.iter().any(|start| name.to_lowercase().starts_with(start)))
        .map(|(name, value)| format!("{name}={value}"))
        .collect()
}

/// Copies the settings files that exist.
pub fn copy_files(root: &Path) -> Done {
    for folder in ["etc/ssl/certs", "usr/local/share/ca-certificates"] {
        let from = Path::new("/").join(folder);
        if from.is_dir() {
            let to = root.join(folder);
            // Replace the folder: its entries may be symbolic links that would point at this machine's own files.
            programs::quiet(Command::new("rm").arg("-rf").arg(&to))?;
            programs::quiet(Command::new("cp").arg("-RL").arg(from).arg(to))?;
        }
    }
    for file in ["etc/resolv.conf", "etc/hosts"] {
        copy(&Path::new("/").join(file), &root.join(file))?;
    }
    for file in apt_settings() {
        let to = root.join("etc/apt/apt.conf.d").join(file.file_name().unwrap_or_default());
        copy(&file, &to)?;
    }
    let Some(home) = std::env::home_dir() else { return Ok(()) };
    let cargo = home.join(".cargo/config.toml");
    if cargo.exists() {
        let folder = root.join("root/.cargo");
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        copy(&cargo, &folder.join("config.toml"))?;
    }
    let npm = fs::read_to_string(home.join(".npmrc")).unwrap_or_default();
    put(&root.join("root/.npmrc"), &npm_settings(&npm))
}

/// Writes a file of the clean system. No process reads it yet, so the write need not be atomic.
pub fn put(file: &Path, text: &str) -> Done {
    fs::File::create(file)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| format!("{}: {error}", file.display()))
}

fn copy(from: &Path, to: &Path) -> Done {
    if !from.exists() {
        return Ok(());
    }
    if to.is_symlink() {
        fs::remove_file(to).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    fs::copy(from, to).map(drop).map_err(|error| format!("{} to {}: {error}", from.display(), to.display()))
}

/// Returns apt's settings files about downloads.
fn apt_settings() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir("/etc/apt/apt.conf.d") else { return Vec::new() };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| fs::read_to_string(file).is_ok_and(|text| text.contains("Acquire::")))
        .collect()
}

fn npm_settings(text: &str) -> String {
    text.split_inclusive('\n')
        .filter(|line| NPM_SETTINGS.iter().any(|start| line.trim_start().starts_with(start)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_npm_settings_about_registries_are_handed_on() {
        let settings = "fund=false\nregistry=https://example.org/\ncafile=/etc/a.pem\nnodedir=/usr\n";
        assert_eq!(npm_settings(settings), "registry=https://example.org/\ncafile=/etc/a.pem\n");
    }
}
