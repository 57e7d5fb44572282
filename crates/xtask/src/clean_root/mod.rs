//! A clean Debian 12 in a folder, with git, curl and the Rust toolchain, and a fresh clone of the checkout.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::machine_settings;
use crate::checkout::Checkout;
use crate::{Done, programs};

const RELEASE: &str = "bookworm";
const CLONE: &str = "/root/velvet-rope";
const RUST: &str = "/opt/rust";

/// Enters the folder as a system of its own: own mounts and own processes, all gone when it ends, however it ends.
/// The first process is this shell, which also collects the processes that others leave behind.
const ENTER: &str = r#"set -e
root=$1 rust=$2; shift 2
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount --rbind /sys "$root/sys"
mount --bind "$rust" "$root/opt/rust"
mount -o remount,bind,ro "$root/opt/rust"
status=0
chroot "$root" /usr/bin/env -i "$@" || status=$?
exit $status"#;

/// The folder and what it takes from this machine.
pub struct CleanRoot {
    folder: PathBuf,
    toolchain: PathBuf,
}

impl CleanRoot {
    /// Lays the system out anew, from a packed one if an earlier proof left it.
    pub fn make(checkout: &Checkout) -> Done<Self> {
        let home = checkout.target().join("bare");
        fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
        let toolchain = programs::answer(Command::new("rustc").args(["--print", "sysroot"]))
            .and_then(|folder| fs::canonicalize(folder).ok())
            .ok_or("rustc does not say where its toolchain is.")?;
        let root = Self { folder: home.join("root"), toolchain };
        root.remove()?;
        let packed = home.join("base.tar");
        if packed.exists() {
            unpack(&packed, &root.folder)?;
        } else {
            debootstrap(&root.folder)?;
            add_updates(&root.folder)?;
            pack(&root.folder, &packed)?;
        }
        let rust = root.inside(RUST);
        fs::create_dir_all(&rust).map_err(|error| format!("{}: {error}", rust.display()))?;
        machine_settings::copy_files(&root.folder)?;
        programs::quiet(
            Command::new("git")
                .args(["clone", "--quiet", "--no-local"])
                .arg(checkout.root())
                .arg(root.inside(CLONE)),
        )?;
        Ok(root)
    }

    /// A command in the clone, as its newcomer would type it. Ending the process that this starts ends all it started.
    pub fn command(&self, words: &[&str], display: Option<&str>) -> Command {
        // It ends with this program too, should this be killed.
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]);
        command.arg(format!("--mount-proc={}", self.inside("/proc").display()));
        command.args(["sh", "-c", ENTER, "enter"]).arg(&self.folder).arg(&self.toolchain);
        command.arg(format!("--chdir={CLONE}"));
        command.args(["HOME=/root", "LANG=C.UTF-8"]);
        command.arg(format!("PATH={RUST}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
        command.args(machine_settings::environment());
        if let Some(display) = display {
            command.arg(format!("DISPLAY={display}"));
        }
        command.args(words);
        command
    }

    /// Where the system is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes the system. Nothing is mounted in it outside a command, so nothing else can go with it.
    pub fn remove(&self) -> Done {
        programs::quiet(Command::new("rm").args(["-rf", "--one-file-system"]).arg(&self.folder))
    }

    fn inside(&self, path: &str) -> PathBuf {
        self.folder.join(path.trim_start_matches('/'))
    }
}

fn debootstrap(folder: &Path) -> Done {
    // In mounts of its own, so that its /proc never stays behind.
    let mut command = Command::new("unshare");
    command.args([
        "--mount",
        "debootstrap",
        "--variant=minbase",
        "--include=ca-certificates,curl,git",
        RELEASE,
    ]);
    programs::quiet(command.arg(folder))
}

/// debootstrap leaves only the release itself; every installed Debian also has its updates.
fn add_updates(folder: &Path) -> Done {
    let file = folder.join("etc/apt/sources.list");
    let released = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    machine_settings::put(&file, &with_updates(&released))
}

fn with_updates(released: &str) -> String {
    let mut sources = Vec::new();
    for line in released.lines() {
        let ["deb", mirror, _, parts @ ..] = &*line.split_whitespace().collect::<Vec<_>>() else { continue };
        let (mirror, parts) = (mirror.trim_end_matches('/'), parts.join(" "));
        for (folder, suite) in [("", ""), ("", "-updates"), ("-security", "-security")] {
            sources.push(format!("deb {mirror}{folder} {RELEASE}{suite} {parts}\n"));
        }
    }
    sources.concat()
}

fn pack(folder: &Path, packed: &Path) -> Done {
    let unfinished = packed.with_extension("new");
    programs::quiet(Command::new("tar").arg("-C").arg(folder).arg("-cf").arg(&unfinished).arg("."))?;
    fs::rename(&unfinished, packed).map_err(|error| format!("{}: {error}", packed.display()))
}

fn unpack(packed: &Path, folder: &Path) -> Done {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    programs::quiet(Command::new("tar").arg("-C").arg(folder).arg("-xpf").arg(packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_gets_its_updates_from_the_same_mirror() {
        assert_eq!(
            with_updates("deb http://mirror.example/debian bookworm main\n"),
            "deb http://mirror.example/debian bookworm main\n\
             deb http://mirror.example/debian bookworm-updates main\n\
             deb http://mirror.example/debian-security bookworm-security main\n"
        );
    }
}
