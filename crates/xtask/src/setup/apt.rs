//! System packages, installed with apt.

use std::process::Command;

use super::need::say_installing;
use crate::{Done, programs};

/// Installs the missing packages without asking.
pub fn ensure(packages: &[&str]) -> Done {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("sudo apt-get install --no-install-recommends {}", missing.join(" "));
    if !programs::is_on_path("apt-get") {
        return Err(format!(
            "Couldn't install system packages: this system has no apt-get. \
             Install its versions of these Debian packages, then run this command again: {}",
            missing.join(" ")
        ));
    }
    if programs::answer(&mut as_root("true")).is_none() {
        return Err(format!(
            "Installing system packages requires root. Run '{by_hand}', then run this command again."
        ));
    }
    for package in &missing {
        say_installing(package, "system package");
    }
    programs::quiet(apt_get().arg("update"))?;
    programs::quiet(apt_get().args(["install", "-y", "--no-install-recommends"]).args(&missing))
}

fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let installed = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"])
        .args(packages)
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    not_installed(packages, &installed)
}

/// Returns the packages for which `dpkg-query` did not print "NAME installed".
fn not_installed<'a>(packages: &[&'a str], installed: &str) -> Vec<&'a str> {
    let is_installed = |package: &str| installed.lines().any(|line| line == format!("{package} installed"));
    packages.iter().copied().filter(|package| !is_installed(package)).collect()
}

fn apt_get() -> Command {
    let mut command = as_root("env");
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
    // The system's own nightly upgrade may hold the lock, and a changed settings file must not cause a prompt.
    command.args(["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Options::=--force-confold"]);
    command
}

/// Returns a command that runs the program as root. `sudo` never asks for a password.
fn as_root(program: &str) -> Command {
    if programs::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.args(["-n", program]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removed_and_unknown_packages_are_missing() {
        let printed = "xvfb installed\ndbus config-files\nlibsecret-tools not-installed\n";
        assert_eq!(
            not_installed(&["xvfb", "dbus", "libsecret-tools", "never-heard-of"], printed),
            ["dbus", "libsecret-tools", "never-heard-of"]
        );
    }
}
