//! A clean Debian or Ubuntu in a folder.

mod machine_settings;
mod release;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use release::Release;

use crate::checkout::Checkout;
use crate::steps::Steps;
use crate::{Done, programs};
use xtask::Figure;

/// Enters the folder as a separate system with its own mounts and processes. All of them end with it, however it ends.
///
/// This shell is the first process and reaps orphans. The arguments are pairs of paths, one on this machine and one in
/// the clean system, ended by `--`; each is mounted read-only.
const ENTER: &str = r#"set -e
root=$1; shift
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount --rbind /sys "$root/sys"
while [ "$1" != -- ]; do
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  mount -o remount,bind,ro "$root$2"
  shift 2
done
shift
status=0
chroot "$root" /usr/bin/env -i "$@" || status=$?
exit $status"#;

/// The folder of the clean systems, in the target folder.
const FOLDER: &str = "bare";

/// The `PATH` inside the clean system.
pub const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A clean system's folder, and the folders of this machine that it may read.
pub struct CleanRoot {
    folder: PathBuf,
    lent: Vec<(PathBuf, String)>,
}

impl CleanRoot {
    /// Sets up a fresh system, from the archive of an earlier call if there is one. `name` distinguishes several
    /// systems.
    pub fn make(checkout: &Checkout, release: Release, name: &str) -> Done<Self> {
        let home = checkout.target().join(FOLDER);
        fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
        let root = Self { folder: home.join(name), lent: Vec::new() };
        root.remove()?;
        let packed = home.join(format!("{}.tar", release.word()));
        if packed.exists() {
            unpack(&packed, &root.folder)?;
        } else {
            debootstrap(release, &root.folder)?;
            add_updates(release, &root.folder)?;
            pack(&root.folder, &packed)?;
        }
        machine_settings::copy_files(&root.folder)?;
        Ok(root)
    }

    /// Mounts a folder of this machine in the system, read-only.
    pub fn lend(&mut self, here: PathBuf, there: &str) {
        self.lent.push((here, there.to_owned()));
    }

    /// Returns a command that runs as root in the system's `folder`. Killing the started process ends all of its
    /// children. `variables` are NAME=VALUE.
    pub fn command(&self, folder: &str, variables: &[String], words: &[&str]) -> Command {
        // The death signal ends the system even if this program is killed.
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]);
        command.arg(format!("--mount-proc={}", self.inside("/proc").display()));
        command.args(["sh", "-c", ENTER, "enter"]).arg(&self.folder);
        for (here, there) in &self.lent {
            command.arg(here).arg(there);
        }
        command.arg("--").arg(format!("--chdir={folder}"));
        command.args(["HOME=/root", "LANG=C.UTF-8"]).arg(format!("PATH={PATH}"));
        command.args(machine_settings::environment()).args(variables).args(words);
        command
    }

    /// Removes the system. Mounts exist only while a command runs, so nothing outside the folder is deleted.
    pub fn remove(&self) -> Done {
        programs::quiet(Command::new("rm").args(["-rf", "--one-file-system"]).arg(&self.folder))
    }

    /// Returns a path of the system as a path on this machine.
    pub fn inside(&self, path: &str) -> PathBuf {
        self.folder.join(path.trim_start_matches('/'))
    }
}

/// Ends a trial in clean systems: prints how long its steps took, and its figures.
///
/// # Errors
/// A step failed, or a figure missed its bound.
pub fn conclude(checkout: &Checkout, steps: Steps, figures: &[Figure]) -> Done {
    let done = steps.finish();
    let hold = Figure::print_all(figures);
    done?;
    if hold {
        return Ok(());
    }
    Err(format!(
        "At least one figure missed its bound. Its clean system was kept so you can inspect it, in {}",
        checkout.target().join(FOLDER).display()
    ))
}

fn debootstrap(release: Release, folder: &Path) -> Done {
    let (options, suite, source) = release.debootstrap();
    // A mount namespace of its own, so that its `/proc` never stays mounted.
    let mut command = Command::new("unshare");
    command.args(["--mount", "debootstrap", "--variant=minbase", "--include=ca-certificates,curl,git"]);
    programs::quiet(command.args(options).arg(suite).arg(folder).args(source))
}

fn add_updates(release: Release, folder: &Path) -> Done {
    let file = folder.join("etc/apt/sources.list");
    let released = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    machine_settings::put(&file, &release.with_updates(&released))
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
