//! Writes a list like an exported one, with a name next to each ID.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Writes a list of different fans.
pub fn write(path: &Path, rows: usize) {
    let mut dice = fastrand::Rng::with_seed(1);
    let mut file = BufWriter::new(File::create(path).expect("the folder is ours"));
    writeln!(file, "User ID,Name").expect("there is room");
    for (row, later) in (0..rows).zip(0_u64..) {
        // A time of its own for each row, and a worker and a sequence such as accounts have, so that every ID looks right.
        let time = 40_000_000_000 + later * 100_000 + dice.u64(..100_000);
        let fan = (time << 22) | (dice.u64(..16) << 12) | dice.u64(..16);
        writeln!(file, "{fan},fan {row}").expect("there is room");
    }
    file.flush().expect("there is room");
}
