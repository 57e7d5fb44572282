//! A window that shows one line, the baseline of the app's benchmarks.

use std::process::ExitCode;

fn main() -> ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Couldn't open the window: {error}");
            ExitCode::FAILURE
        }
    }
}
