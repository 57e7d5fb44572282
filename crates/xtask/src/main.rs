//! What `./dev` does, in Rust, the same on three systems.

mod bench;
mod binaries;
mod bundle;
mod check;
mod checkout;
#[cfg(target_os = "linux")]
mod clean_root;
mod fix;
mod fuzz;
mod licences;
mod programs;
mod prove;
mod prove_bare;
mod run;
mod setup;
mod shots;
mod stamp;
mod steps;
mod test;

use std::process::ExitCode;

use checkout::Checkout;

/// How everything here ends: with a value, or with sentences for the person at the terminal.
type Done<T = ()> = Result<T, String>;

const USAGE: &str = "\
./dev run [-- WORDS]   set up what is missing, build, and open the app (WORDS are handed to it)
./dev test [PART…]     run every test, or only some: ui core practice tools proofs shell window
./dev check            formatting, lints, types, licences, advisories and workflows
./dev fix              put right what a tool can: formatting, generated types
./dev shots [PART…]    pictures of every screen, in target/shots, or only some: start add lists people log settings trouble longest
./dev prove kill       kill -9 of the headless runner, resume, compare with the service [--trials N] [--seed S]
./dev prove ids        a million ids through every way they take, and rounded ones caught [WORDS]
./dev prove pace       a simulated day under changing limits, and the real clock [WORDS]
./dev prove log-files  the app ended in the middle of exports, back-ups, restores, trims and upgrades
./dev bench batch      many fans at once, against a Python loop, newman and a bare loop; up to a million
./dev bench log        a log of a million rows: found in, sorted and searched, alone and while it grows [ROWS]
./dev bench app        start, memory, rest and size beside a bare window; a list of a million rows
./dev bundle [KIND…]    what people install: deb and rpm here, or nsis, dmg, appimage on their systems
./dev bundle --check   the .deb in a clean Debian 12: installed, used, removed, and what is left (needs root)
./dev fuzz [SECONDS]   every fuzz target for so long (600), beginning from the kept corpora
./dev prove bare       both commands from a fresh clone on a clean Debian 12 (needs root and debootstrap)";

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
        ["prove", "bare"] => prove_bare::prove(&checkout),
        ["prove", what, words @ ..] if prove::known(what) => prove::prove(&checkout, what, words),
        ["bundle", "--check"] => bundle::check(&checkout),
        ["bundle", kinds @ ..] => bundle::bundle(&checkout, kinds),
        ["bench", "batch", words @ ..] => bench::batch(&checkout, words),
        ["bench", "log", words @ ..] => bench::log(&checkout, words),
        ["bench", "app"] => bench::app(&checkout),
        ["fuzz"] => fuzz::fuzz(&checkout, fuzz::SECONDS),
        ["fuzz", seconds] => fuzz::fuzz(&checkout, seconds),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => Err(format!("'./dev {}' is not one of these:\n{USAGE}", words.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentences) => {
            eprintln!("{sentences}");
            ExitCode::FAILURE
        }
    }
}
