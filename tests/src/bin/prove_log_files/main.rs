//! `./dev prove log-files`: ends the app at every fail point of an export, a backup, a restore, a trim, and an upgrade.
//! Afterward, the old or the new file must be intact. Also opens exported formulas in a spreadsheet program, if there
//! is one.

mod deed;
mod spreadsheet;

use std::{
    env, fs,
    path::Path,
    process::{Command, ExitCode},
};

use deed::Deed;
use velvet_core::failpoint::{self, FailPoint};
use xtask::Figure;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    if let [deed, moment, folder] = words.as_slice() {
        return die_at(deed, moment, Path::new(folder));
    }
    let (mut cuts, mut halves, mut missed) = (0.0, 0.0, 0.0);
    for deed in Deed::ALL {
        for &moment in deed.fail_points() {
            let folder = tempfile::tempdir().expect("a folder can be made");
            deed.prepare(folder.path());
            let (old, new) = deed.ways(folder.path());
            if !died(deed, moment, folder.path()) {
                eprintln!("{} never reached {}", deed.word(), moment.word());
                missed += 1.0;
                continue;
            }
            cuts += 1.0;
            let left = deed.look(folder.path());
            if left.as_ref() != Some(&old) && left.as_ref() != Some(&new) {
                eprintln!("{} stopped at {} and left {left:?}", deed.word(), moment.word());
                halves += 1.0;
            }
        }
    }
    let mut figures = vec![
        Figure::at_least("log_files_cuts", cuts, "cut", 16.0),
        Figure::at_most("log_files_halves", halves, "file", 0.0),
        Figure::at_most("log_files_moments_missed", missed, "moment", 0.0),
    ];
    match spreadsheet::formulas() {
        Some(alive) => figures.push(Figure::at_most("log_files_formulas_alive", alive, "cell", 0.0)),
        None => eprintln!("Skipped opening the formulas in a spreadsheet: soffice isn't installed."),
    }
    Figure::conclude(&figures)
}

/// Runs the operation in a child process that dies at the fail point. Returns whether it died there.
fn died(deed: Deed, moment: FailPoint, folder: &Path) -> bool {
    let child = Command::new(env::current_exe().expect("this program has a place"))
        .args([deed.word(), &moment.word()])
        .arg(folder)
        .status()
        .expect("it can be started again");
    !child.success() && fs::metadata(folder.join(MET)).is_ok()
}

/// The file that the child writes just before it dies.
const MET: &str = "met";

/// Runs the operation and aborts in the middle, as in a power failure: nothing is closed or cleaned up.
fn die_at(deed: &str, moment: &str, folder: &Path) -> ExitCode {
    let (Some(deed), Some(moment)) = (Deed::from_word(deed), FailPoint::from_word(moment)) else {
        return ExitCode::SUCCESS;
    };
    let met = folder.join(MET);
    failpoint::watch(move |now| {
        if now == moment {
            let _ = fs::File::create(&met);
            std::process::abort();
        }
    });
    deed.act(folder);
    ExitCode::SUCCESS
}
