//! Checks that the time per item does not grow from a thousand items to a million.

use xtask::Figure;

use crate::service::Service;
use crate::{median, ours, per_item};

const SIZES: [(usize, usize); 4] = [(1_000, 3), (10_000, 3), (100_000, 1), (1_000_000, 1)];

/// Measures each size.
pub fn measure() -> Vec<Figure> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let service = Service::start(1_000_000, 0, folder.path());
    let mut figures = Vec::new();
    let mut times = Vec::new();
    for (size, rounds) in SIZES {
        let list = service.list(size, folder.path());
        let took: Vec<ours::Took> = (0..rounds).map(|_| ours::run(&service, &list, size)).collect();
        let micros = per_item(median(took.iter().map(|took| took.seconds).collect()), size) * 1e6;
        let megabytes = median(took.iter().map(|took| took.megabytes).collect());
        times.push(micros);
        figures.push(Figure::unbound(format!("batch_microseconds_per_item_of_{size}"), micros, "us"));
        // The bound for a million is the one for the list alone, because the batch must not add memory that grows.
        figures.push(if size == 1_000_000 {
            Figure::at_most(format!("batch_megabytes_of_{size}"), megabytes, "MB", 300.0)
        } else {
            Figure::unbound(format!("batch_megabytes_of_{size}"), megabytes, "MB")
        });
    }
    // Ten thousand items are the baseline: with a thousand, process startup dominates.
    let growth = times.last().zip(times.get(1)).map_or(f64::NAN, |(most, few)| most / few);
    figures.push(Figure::at_most("batch_time_per_item_of_a_million_to_ten_thousand", growth, "x", 1.5));
    figures
}
