//! Runs other programs and reports failures in sentences.

use std::io::IsTerminal as _;
use std::process::{Command, Output, Stdio};

use crate::Done;

/// Runs a program and shows its output as it comes.
pub fn show(command: &mut Command) -> Done {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", words(command))) }
}

/// Runs a program quietly. Shows its output only if it failed.
pub fn quiet(command: &mut Command) -> Done {
    let output = collect(command.stdin(Stdio::null()))?;
    if output.status.success() {
        return Ok(());
    }
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    Err(format!("{}\n{} failed ({})", without_middle(&printed), words(command), output.status))
}

/// Cuts the middle out of a long text: programs report errors at the beginning or at the end.
fn without_middle(text: &str) -> String {
    const KEPT: usize = 30;
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() <= 2 * KEPT {
        return lines.join("\n");
    }
    [&lines[..KEPT], &["…"], &lines[lines.len() - KEPT..]].concat().join("\n")
}

/// Returns what a program printed, without trailing white space, or `None` if it could not be started or failed.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Whether a program is on the `PATH`.
pub fn is_on_path(name: &str) -> bool {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(&file).is_file()))
}

/// Whether this process runs as root.
#[cfg(target_os = "linux")]
pub fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Returns the Cargo that started this program, to run in the given checkout.
pub fn cargo(checkout: &crate::Checkout) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(checkout.root());
    command
}

/// Returns `cargo build`. It shows progress only on a terminal.
pub fn cargo_build(checkout: &crate::Checkout) -> Command {
    let mut command = cargo(checkout);
    command.args(["build", "--locked"]);
    if !std::io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    command
}

/// Formats the sentence "Couldn't start PROGRAM: …".
pub fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("Couldn't start {}: {error}", words(command))
}

fn collect(command: &mut Command) -> Done<Output> {
    command.output().map_err(|error| cannot_start(command, &error))
}

/// Returns the program and its first four arguments, enough to recognize it.
fn words(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args().take(4))
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
