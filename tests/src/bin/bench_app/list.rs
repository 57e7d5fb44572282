//! Writes a list like an exported one, with a name next to each ID.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Writes a list of different fans.
pub fn write(path: &Path, rows: usize) {
    let mut dice = fastrand::Rng::with_seed(1);
    let mut file = BufWriter::new(File::create(path).expect("the folder is ours"));
    writeln!(file, "User ID,Name").expect("there is room");
    for row in 0..rows {
        // The row number makes each ID unique. The rest is random, so that no ID looks rounded.
        writeln!(file, "{}{row:07}{:05},fan {row}", dice.u32(100_000..1_000_000), dice.u32(1..100_000))
            .expect("there is room");
    }
    file.flush().expect("there is room");
}
