//! A Windows of its own under Wine, and what is in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::screen_linux::Screen;
use crate::{Done, programs};

/// How many seconds a program may take.
const LIMIT: &str = "120";

/// Keys in which Wine itself keeps things, except for the Credential Manager.
const WINES_OWN: &str = r"Software\Wine\";
const CREDENTIAL: &str = r"Software\Wine\Credential Manager\Generic: ";

/// A Wine prefix.
pub struct Prefix {
    folder: PathBuf,
    home: PathBuf,
    display: String,
}

impl Prefix {
    /// Sets up a fresh prefix in `home`.
    pub fn make(home: &Path, screen: &Screen) -> Done<Self> {
        let prefix =
            Self { folder: home.join("wine"), home: home.join("home"), display: screen.display().to_owned() };
        fs::create_dir_all(&prefix.home).map_err(|error| format!("{}: {error}", prefix.home.display()))?;
        programs::quiet(&mut prefix.command(&["wine", "wineboot", "--init"]))?;
        prefix.settle()?;
        Ok(prefix)
    }

    /// Runs a program with the given arguments until it and everything it has started have ended.
    pub fn run(&self, program: &str, words: &[&str]) -> Done {
        programs::quiet(&mut self.command(&[&["wine", program], words].concat()))?;
        self.settle()
    }

    /// Lists what is in the user's folders and in the user's registry.
    pub fn contents(&self) -> Done<Contents> {
        let users = self.folder.join("drive_c/users");
        let found =
            programs::answer(Command::new("find").arg(&users).args(["-mindepth", "2", "-printf", "%P\\n"]))
                .ok_or_else(|| format!("Couldn't list {}.", users.display()))?;
        let registry = self.folder.join("user.reg");
        let registry = fs::read(&registry).map_err(|error| format!("{}: {error}", registry.display()))?;
        Ok(Contents { files: files(&found), registry: registry_of(&String::from_utf8_lossy(&registry)) })
    }

    /// Returns the path of a file in the user's folder for local data, as Windows calls it.
    pub fn local(&self, file: &str) -> String {
        format!(r"C:\users\{}\AppData\Local\{file}", self.user())
    }

    fn user(&self) -> String {
        let users = fs::read_dir(self.folder.join("drive_c/users")).into_iter().flatten().flatten();
        let mut names = users.map(|user| user.file_name().to_string_lossy().into_owned());
        names.find(|name| name != "Public").unwrap_or_default()
    }

    /// Waits until all programs have ended. Then the registry is on the disk.
    fn settle(&self) -> Done {
        programs::quiet(&mut self.command(&["wineserver", "--wait"]))
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("timeout");
        command.args(["--kill-after=10", LIMIT]).args(words);
        command.env("WINEPREFIX", &self.folder).env("HOME", &self.home).env("DISPLAY", &self.display);
        command.env("LC_ALL", "C.UTF-8").env("WINEARCH", "win64").env("WINEDEBUG", "-all");
        // No downloads, and no menu entries on this computer.
        command.env("WINEDLLOVERRIDES", "mscoree=d;mshtml=d;winemenubuilder.exe=d");
        command
    }
}

impl Drop for Prefix {
    fn drop(&mut self) {
        // A program that hangs keeps the prefix alive.
        let _ = programs::quiet(&mut self.command(&["wineserver", "--kill"]));
    }
}

/// The user's files and folders, and the user's registry values and credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Paths in the folder of all users, except for temporary files, which Windows deletes.
    pub files: BTreeSet<String>,
    /// Values with their keys, and credentials by name.
    pub registry: BTreeSet<String>,
}

impl Contents {
    /// Returns what is here and not in `earlier`.
    pub fn beyond(&self, earlier: &Self) -> Self {
        let beyond = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect();
        Self {
            files: beyond(&self.files, &earlier.files),
            registry: beyond(&self.registry, &earlier.registry),
        }
    }

    /// Returns what has this property.
    pub fn that(&self, is: impl Fn(&str) -> bool) -> Self {
        let kept = |all: &BTreeSet<String>| all.iter().filter(|one| is(one)).cloned().collect();
        Self { files: kept(&self.files), registry: kept(&self.registry) }
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.files.len() + self.registry.len()
    }

    /// Prints a title, and every entry on a line of its own.
    pub fn print(&self, title: &str) {
        println!("{title}:{}", if self.len() == 0 { " none" } else { "" });
        self.files.iter().chain(&self.registry).for_each(|one| println!("  {one}"));
    }
}

fn files(found: &str) -> BTreeSet<String> {
    let temporary = |path: &&str| path.split('/').any(|folder| folder == "Temp");
    found.lines().filter(|path| !temporary(path)).map(str::to_owned).collect()
}

/// Reads Wine's registry file: a section for each key, with a line for each value.
fn registry_of(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut key = String::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix('[') {
            key = rest.rsplit_once(']').map_or(rest, |(key, _)| key).replace(r"\\", r"\");
            if let Some(target) = key.strip_prefix(CREDENTIAL) {
                all.insert(format!("credential {target}"));
            }
        } else if (line.starts_with('"') || line.starts_with('@')) && !key.starts_with(WINES_OWN) {
            all.insert(format!(r"HKCU\{key}: {line}"));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_credentials_are_listed_and_wines_own_are_not() {
        let text = r#"WINE REGISTRY Version 2
[Software\\Velvet\\Rope] 1796109325
#time=1dd8163b5e228f8
@="C:\\users"
"DisplayVersion"="0.1.0"

[Software\\Wine\\Fonts] 1796109325
"Codepages"="1252"

[Software\\Wine\\Credential Manager\\Generic: api-key.org] 1796109325
"Password"=hex:23
"#;
        let expected = [
            r#"HKCU\Software\Velvet\Rope: "DisplayVersion"="0.1.0""#,
            r#"HKCU\Software\Velvet\Rope: @="C:\\users""#,
            "credential api-key.org",
        ];
        assert_eq!(registry_of(text).into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn temporary_files_are_not_listed() {
        let found = "root/Temp\nroot/Temp/a\nroot/AppData/Local/Template\n";
        assert_eq!(files(found).into_iter().collect::<Vec<_>>(), ["root/AppData/Local/Template"]);
    }
}
