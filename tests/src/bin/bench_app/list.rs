//! A list such as a service exports it, with a name beside each id.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Writes one of so many different fans.
pub fn write(path: &Path, rows: usize) {
    let mut dice = fastrand::Rng::with_seed(1);
    let mut file = BufWriter::new(File::create(path).expect("the folder is ours"));
    writeln!(file, "User ID,Name").expect("there is room");
    for row in 0..rows {
        // The row makes it different from every other; the rest is chance, so that nothing looks rounded.
        writeln!(file, "{}{row:07}{:05},fan {row}", dice.u32(100_000..1_000_000), dice.u32(1..100_000))
            .expect("there is room");
    }
    file.flush().expect("there is room");
}
