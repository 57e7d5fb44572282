//! Proves that the VIP list is shown as it is. Ten thousand times, someone changes it behind the app's back, while the
//! server loses pages, returns nothing, repeats itself, or ends early.
//!
//! A refresh may be reported as sure only if the list equals the server's own. No fan may be said to have left who is
//! still there. Finally, five thousand VIPs are loaded.
//!
//! Usage: `prove_drift [--drifts N] [--seed S]`

mod drift;
mod many;

use std::process::ExitCode;

use xtask::Figure;

const USAGE: &str = "\
Usage: prove_drift [OPTIONS]

Changes the VIP list behind the app's back while the practice server fails, and checks what the app shows.

Options:
  --drifts N  Number of changes [default: 10000]
  --seed S    Seed; the same seed makes the same changes [default: 1]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((drifts, seed)) = plan(&words) else {
        eprintln!("prove_drift: Invalid arguments\n\n{USAGE}");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let figures = runtime.expect("a runtime needs nothing special").block_on(prove(drifts, seed));
    Figure::conclude(&figures)
}

fn plan(words: &[String]) -> Option<(u64, u64)> {
    let (mut drifts, mut seed) = (10_000, 1);
    for pair in words.chunks(2) {
        let [name, value] = pair else { return None };
        match name.as_str() {
            "--drifts" => drifts = value.parse().ok().filter(|drifts| *drifts > 0)?,
            "--seed" => seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some((drifts, seed))
}

async fn prove(drifts: u64, seed: u64) -> Vec<Figure> {
    let told = drift::prove(drifts, seed).await;
    let many = many::read().await;
    vec![
        Figure::at_least("drift_drifts", whole(told.drifts), "drifts", whole(drifts)),
        Figure::at_most("drift_lists_that_differ", whole(told.differ), "lists", 0.0),
        Figure::at_most("drift_called_sure_and_not", whole(told.wrongly_sure), "readings", 0.0),
        Figure::at_most("drift_said_to_have_left_and_had_not", whole(told.wrongly_left), "fans", 0.0),
        Figure::unbound("drift_troubled_readings", whole(told.troubled), "readings"),
        Figure::unbound("drift_not_sure_at_first", whole(told.not_sure), "readings"),
        Figure::unbound("drift_requests", whole(told.requests), "requests"),
        Figure::at_most("vips_requests_for_a_page_of_5000", many.requests_a_page, "requests", 1.0),
        Figure::at_most("vips_first_screen_of_5000", many.first_screen, "pages' time", 1.5),
        Figure::unbound("vips_seconds_for_5000", many.seconds, "s"),
    ]
}

#[allow(clippy::cast_precision_loss)] // Counts, far below 2^52.
fn whole(count: u64) -> f64 {
    count as f64
}
