//! The app's diagnostic log: one file per day, kept for a week.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use tracing::Level;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::{filter::Targets, fmt::layer, layer::SubscriberExt, util::SubscriberInitExt};
use velvet_core::files;

/// The targets that are logged. Libraries are excluded, because their lines about a request could name a fan or an
/// account.
const OURS: [(&str, Level); 2] = [("velvet_core", Level::INFO), ("velvet_rope", Level::INFO)];
const DAYS: usize = 7;

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Returns the folder of the log files, once the app writes any.
pub fn folder() -> Option<&'static Path> {
    FOLDER.get().map(PathBuf::as_path)
}

/// Starts logging to `logs` in the data folder. If that folder is not writable, the app runs without a log.
pub fn start(data_dir: &Path) {
    let folder = data_dir.join(files::LOGS);
    let Some(file) = file_of_the_day(&folder) else { return };
    let lines = layer().with_ansi(false).with_writer(file);
    // Fails only if another subscriber is already set. That one gets the lines.
    let _ = tracing_subscriber::registry().with(Targets::new().with_targets(OURS)).with(lines).try_init();
    let _ = FOLDER.set(folder);
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
