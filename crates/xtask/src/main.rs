//! The commands of `./dev`, the same on all three systems.

mod bench;
mod binaries;
mod bundle;
mod check;
mod checkout;
#[cfg(target_os = "linux")]
mod clean_root;
mod done;
mod fingerprint;
mod fix;
mod fuzz;
mod licences;
mod programs;
mod prove;
mod prove_bare;
mod prove_installer;
mod run;
#[cfg(target_os = "linux")]
mod screen_linux;
mod setup;
mod shots;
mod steps;
mod test;

use std::process::ExitCode;

use checkout::Checkout;
use done::Done;

const USAGE: &str = "\
Usage: ./dev COMMAND [ARGS]

Commands:
  run [-- ARGS]       Install what's missing, build, and open the app; ARGS go to the app
  test [PART…]        Run every test, or only these parts: ui core practice tools proofs shell window
  check               Check formatting, lints, types, licenses, advisories, and workflows
  fix                 Fix what a tool can: formatting, generated types, THIRD-PARTY.txt
  shots [PART…]       Save a screenshot of every screen in target/shots, or only these parts:
                      start add lists people log settings trouble longest
  prove PROOF [ARGS]  Run one of the proofs below and print its figures
  bench NAME [ARGS]   Run one of the benchmarks below and print its figures
  bundle [KIND…]      Build installers: deb and rpm on Linux, nsis on Windows, app and dmg on macOS,
                      or only these kinds: deb rpm appimage nsis app dmg
  bundle --built [KIND…]
                      Make installers of the app in the target folder, without building it
  bundle --manifests VERSION URL [SHA256SUMS]
                      Write the manifests of a release for winget, Homebrew, Flatpak, and the AUR; its files
                      are at URL; their checksums are in the file named, or else in the one at URL
  bundle --check [SYSTEM…]
                      Install, use, and remove the .deb in a clean Debian 12, or in these systems, and list
                      what's left: debian12 debian13 ubuntu24 (needs root)
  fuzz [SECONDS]      Run every fuzz target for SECONDS, starting from the saved corpora [default: 600]
  help                Show this help

Proofs:
  kill [--trials N] [--seed S]            Kill the headless runner with kill -9, resume it, and compare its
                                          ledger with the server
  ids [--ids N] [--files N] [--seed S]    Send a million ids through every path, and catch rounded ones
  pace [SEED [counted]]                   Simulate a day of changing rate limits, then run on the real clock
  log-files                               Stop the app in the middle of exports, backups, restores, trims,
                                          and upgrades
  drift [--drifts N] [--seed S]           Change the VIP list behind the app's back on a failing server
  accounts [--sequences N] [--seed S]     Act at random on two keys and five accounts; every request must
                                          use the right key
  wayland                                 Use the app under a Wayland compositor, and drop a file on it
  bare [SYSTEM…]                          Run ./dev run and ./dev test from a fresh clone on a clean Debian 12,
                                          or on these systems: debian12 debian13 ubuntu24 (needs root)
  installer                               Install, update, and uninstall with the installer for Windows under
                                          Wine, and list what is left

Benchmarks:
  batch [peers|bare|growth]…  Add many fans, and compare with a Python loop, newman, and a bare loop
  log [ROWS]                  Search and sort a log of a million rows, alone and while it grows
  app                         Compare start, memory, idle load, and size with a bare window; load a list of
                              a million rows
  tasks                       Do the most common tasks as slowly as people do, and time them";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let checkout = Checkout::find();
    let done = match words.as_slice() {
        ["run", rest @ ..] => run::run(&checkout, rest),
        ["test", parts @ ..] => test::test(&checkout, parts),
        ["check"] => check::check(&checkout),
        ["fix"] => fix::fix(&checkout),
        ["shots", parts @ ..] => shots::shots(&checkout, parts),
        ["prove", "wayland"] => prove::wayland(&checkout),
        ["prove", "installer"] => prove_installer::prove(&checkout),
        ["prove", "bare", words @ ..] => prove_bare::prove(&checkout, words),
        ["prove", what, words @ ..] if prove::known(what) => prove::prove(&checkout, what, words),
        ["bundle", "--check", words @ ..] => bundle::check(&checkout, words),
        ["bundle", "--manifests", version, url] => bundle::manifests(&checkout, version, url, None),
        ["bundle", "--manifests", version, url, sums] => {
            bundle::manifests(&checkout, version, url, Some(sums))
        }
        ["bundle", "--built", kinds @ ..] => bundle::bundle(&checkout, bundle::App::Built, kinds),
        ["bundle", kinds @ ..] => bundle::bundle(&checkout, bundle::App::New, kinds),
        ["bench", "batch", words @ ..] => bench::batch(&checkout, words),
        ["bench", "log", words @ ..] => bench::log(&checkout, words),
        ["bench", "app"] => bench::app(&checkout),
        ["bench", "tasks"] => bench::tasks(&checkout),
        ["fuzz"] => fuzz::fuzz(&checkout, fuzz::SECONDS),
        ["fuzz", seconds] => fuzz::fuzz(&checkout, seconds),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => Err(format!("Unknown command: ./dev {}\n\n{USAGE}", words.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentences) => {
            eprintln!("{sentences}");
            ExitCode::FAILURE
        }
    }
}
