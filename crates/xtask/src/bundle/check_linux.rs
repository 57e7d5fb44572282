//! Tries the `.deb` as a user does: installs it in a clean system, uses it in a real window, and removes it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::{App, make, megabytes};
use crate::binaries::Binaries;
use crate::checkout::Checkout;
use crate::clean_root::{self, CleanRoot, Release};
use crate::setup::{self, Need, TAURI_DRIVER, system};
use crate::steps::Steps;
use crate::{Done, programs};
use xtask::Figure;

const DEB: &str = "/root/velvet-rope.deb";

/// The account that uses the app. It has no root rights.
const USER: &str = "mira";

/// Tools that watch the window from outside. They are installed only after the app's own dependencies were checked.
const WATCHERS: &[&str] = &["xvfb", "dbus", "webkit2gtk-driver", "fonts-dejavu-core", "libglib2.0-bin"];

/// Paths where the system records what was installed, or caches what it derived from that.
const SYSTEMS_OWN: &[&str] =
    &["/var/lib/dpkg/", "/var/lib/apt/", "/var/cache/", "/var/log/", "/proc/", "/sys/", "/dev/", "/tmp/"];

/// Builds the `.deb`, tries it in each of these systems, and prints what is left after its removal.
pub fn check(checkout: &Checkout, words: &[&str]) -> Done {
    let releases = Release::chosen(words)?;
    if !programs::is_root() {
        return Err(
            "./dev bundle --check needs root to enter its clean system. Run: sudo ./dev bundle --check"
                .to_owned(),
        );
    }
    let mut steps = Steps::default();
    let node = setup::window(checkout, &mut steps)?;
    steps.take("System packages", || system::prepare(Need::CleanSystem))?;
    let made = steps.take("Build the .deb", || make(checkout, &node, App::New, &["deb"]))?;
    let deb = made.first().ok_or("The build didn't produce a .deb.")?;
    let tried = steps.take("Compile the programs that try it", || Binaries::build(checkout, &[]))?;
    let scene = tried.program("use_installed")?.to_path_buf();
    let mut figures = Vec::new();
    for release in releases {
        let tried = steps.take(&format!("Try it in a clean {}", release.name()), || {
            try_in(checkout, release, deb, &scene)
        });
        match tried {
            Ok(printed) => figures.extend(printed),
            Err(sentences) => eprintln!("{}: {sentences}", release.name()),
        }
    }
    clean_root::conclude(checkout, steps, &figures)
}

/// Tries the `.deb` in one system. Returns its figures.
fn try_in(checkout: &Checkout, release: Release, deb: &Path, scene: &Path) -> Done<Vec<Figure>> {
    let mut root = CleanRoot::make(checkout, release, &format!("installed-{}", release.word()))?;
    // The scene, its files, and the driver are lent at the paths they were compiled for.
    let here = checkout.root().to_string_lossy().into_owned();
    root.lend(checkout.root().to_path_buf(), &here);
    fs::copy(deb, root.inside(DEB)).map_err(|error| format!("{}: {error}", deb.display()))?;

    apt(&root, &["update"])?;
    apt(&root, &["install", "--yes", DEB])?;
    let missing = run(&root, "ldd /usr/bin/velvet-rope | grep 'not found' || true")?;
    apt(&root, &[&["install", "--yes", "--no-install-recommends"], WATCHERS].concat())?;
    run(&root, &format!("id {USER} >/dev/null 2>&1 || useradd --create-home {USER}"))?;
    apt(&root, &["purge", "--yes", "velvet-rope"])?;
    let before = files(&root)?;
    apt(&root, &["install", "--yes", DEB])?;
    let installed = files(&root)?;
    // A fan is added in practice mode in the installed app.
    let used = use_it(checkout, &root, scene);
    if let Err(sentences) = &used {
        eprintln!("{sentences}");
    }
    apt(&root, &["purge", "--yes", "velvet-rope"])?;
    let after = files(&root)?;

    println!("Files installed in {}:", release.name());
    list(installed.difference(&before));
    let left: BTreeSet<_> = after.difference(&before).collect();
    println!(
        "Files left after removal, outside the user's folders: {}",
        if left.is_empty() { "none" } else { "" }
    );
    list(left.iter().copied());
    let bytes = fs::metadata(deb).map_or(0, |file| file.len());
    let name = |what: &str| format!("deb_{}_{what}", release.word());
    let figures = vec![
        Figure::at_most(name("size"), megabytes(bytes), "MB", 8.0),
        Figure::at_most(name("libraries_missing"), count(missing.lines().count()), "libraries", 0.0),
        Figure::at_least(name("fan_added_in_its_window"), if used.is_ok() { 1.0 } else { 0.0 }, "fan", 1.0),
        Figure::at_most(name("files_left"), count(left.len()), "files", 0.0),
    ];
    if figures.iter().all(Figure::holds) {
        root.remove()?;
    }
    Ok(figures)
}

/// Runs the scene as a user without root rights.
fn use_it(checkout: &Checkout, root: &CleanRoot, scene: &Path) -> Done {
    let driver = checkout.tool(TAURI_DRIVER.name);
    let variables = [
        "VELVET_TEST_APP=/usr/bin/velvet-rope".to_owned(),
        format!("VELVET_TEST_TAURI_DRIVER={}", driver.display()),
        format!("VELVET_TEST_EVIDENCE=/home/{USER}"),
    ];
    let scene = scene.to_string_lossy();
    let words = ["setpriv", "--reuid", USER, "--regid", USER, "--init-groups", &scene];
    programs::show(root.command(&format!("/home/{USER}"), &variables, &words).stdin(Stdio::null()))
}

fn apt(root: &CleanRoot, words: &[&str]) -> Done {
    let all = [&["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"], words].concat();
    programs::quiet(&mut root.command("/root", &["DEBIAN_FRONTEND=noninteractive".to_owned()], &all))
}

fn run(root: &CleanRoot, words: &str) -> Done<String> {
    programs::answer(&mut root.command("/root", &[], &["sh", "-c", words]))
        .ok_or_else(|| format!("This command failed in the clean system: {words}"))
}

/// Returns every path of the system except the package manager's own records and users' folders. `find` complains about
/// files that vanish while it runs; these complaints are ignored.
fn files(root: &CleanRoot) -> Done<BTreeSet<String>> {
    let found =
        run(root, "find / -xdev \\( -path /home -o -path /root \\) -prune -o -print 2>/dev/null || true")?;
    let own = |path: &&str| !SYSTEMS_OWN.iter().any(|place| path.starts_with(place));
    Ok(found.lines().filter(own).map(str::to_owned).collect())
}

fn list<'a>(paths: impl Iterator<Item = &'a String>) {
    paths.for_each(|path| println!("  {path}"));
}

#[expect(clippy::cast_precision_loss, reason = "the counts are small")]
fn count(number: usize) -> f64 {
    number as f64
}
