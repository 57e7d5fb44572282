//! The app's own log, for finding faults: one file a day, a week of them.

use std::path::Path;

use tracing::Level;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::{filter::Targets, fmt::layer, layer::SubscriberExt, util::SubscriberInitExt};
use velvet_core::files;

/// Whose lines are written. Only our own: what a library writes about a request could name a fan or an account.
const OURS: [(&str, Level); 2] = [("velvet_core", Level::INFO), ("velvet_rope", Level::INFO)];
const DAYS: usize = 7;

/// Starts writing to `logs` in the data folder. Where that cannot be written, the app runs without.
pub fn start(data_dir: &Path) {
    let Some(file) = file_of_the_day(&data_dir.join(files::LOGS)) else { return };
    let lines = layer().with_ansi(false).with_writer(file);
    // Only fails when somebody else is listening already; then they get the lines.
    let _ = tracing_subscriber::registry().with(Targets::new().with_targets(OURS)).with(lines).try_init();
}

fn file_of_the_day(folder: &Path) -> Option<RollingFileAppender> {
    files::create_private_folder(folder).ok()?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(files::LOG_BEGINS)
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)
        .ok()
}
