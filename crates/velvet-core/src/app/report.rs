use std::{fmt::Write as _, path::PathBuf};

use super::{App, file_names::file_name, workspace::run_blocking};
use crate::view::{AppState, ErrorCode, Failure, KeyState, SessionState, UpdateState};
use velvet_export::seconds;
use velvet_ledger::{Ledger, TextEnum};
use velvet_platform::files;

impl App {
    /// Returns a diagnostic report that can be shown to anybody: versions, the system, counts, and recent causes. It
    /// contains no key, fan, account, or path. `system` is what the shell knows.
    pub async fn report(&self, system: &[(&str, String)]) -> Result<String, Failure> {
        self.started().await;
        let (state, now) = (self.ctx.state().await, self.ctx.deps.clock.now());
        let mut report = format!("Velvet Rope {}\nReport created {}\n\n", state.version, seconds(now));
        for (name, value) in system {
            line(&mut report, name, value);
        }
        let server = match &self.ctx.deps.api_url {
            Ok(url) if url.is_real() => "apifansly.com",
            Ok(_) => "another address",
            Err(_) => "an address the app can’t use",
        };
        line(&mut report, "server", server);
        if let Ok(url) = self.ctx.deps.api_url.clone() {
            // Only the kind of proxy, because its address may contain a password.
            let proxy = run_blocking(move || Ok(url.proxy().word())).await;
            line(&mut report, "proxy", proxy.unwrap_or("unknown"));
        }
        about_state(&mut report, &state);
        let ledger = match self.ctx.workspace().ledger() {
            Ok(ledger) => {
                run_blocking(move || about_ledger(&ledger)).await.unwrap_or_else(|failure| unread(&failure))
            }
            Err(failure) => unread(&failure),
        };
        Ok(report + &ledger)
    }

    /// Writes a report to a file, whole or not at all, and returns the file's name.
    ///
    /// # Errors
    /// `export_not_saved`. An existing file is then unchanged.
    pub async fn save_report(&self, path: PathBuf, report: String) -> Result<String, Failure> {
        let ctx = self.ctx.clone();
        run_blocking(move || {
            ctx.not_own(&path, ErrorCode::ExportNotSaved)?;
            let name = file_name(&path);
            files::replace(&path, report.as_bytes()).map_err(|error| {
                tracing::warn!(%error, "a report could not be written");
                Failure::new(ErrorCode::ExportNotSaved).with("file", &name)
            })?;
            Ok(name)
        })
        .await
    }
}

fn about_state(report: &mut String, state: &AppState) {
    line(report, "mode", &code(&state.mode));
    line(report, "keychain", &code(&state.keychain));
    let keys: Vec<String> = state.keys.iter().map(|key| key_word(key.state, key.problem.as_ref())).collect();
    line(report, "keys", &if keys.is_empty() { "none".to_owned() } else { keys.join(", ") });
    let of = |session| state.accounts.iter().filter(|account| account.session == session).count();
    let [alive, expired, unknown] =
        [SessionState::Alive, SessionState::Expired, SessionState::Unknown].map(of);
    let accounts = state.accounts.len();
    line(
        report,
        "accounts",
        &format!("{accounts}; sessions: {alive} active, {expired} expired, {unknown} not checked"),
    );
    line(report, "waiting", &state.resting.len().to_string());
    let updates = match &state.updates {
        None => "not in this build".to_owned(),
        Some(UpdateState { checked, .. }) => {
            let last =
                checked.map_or("never answered".to_owned(), |when| format!("answered {}", seconds(when)));
            format!("{}, {last}", code(&state.preferences.updates))
        }
    };
    line(report, "updates", &updates);
    let language = state.preferences.language.map_or("system".to_owned(), |language| code(&language));
    line(report, "language", &language);
    line(report, "appearance", &code(&state.preferences.appearance));
}

fn about_ledger(ledger: &Ledger) -> Result<String, Failure> {
    let tally = ledger.stats()?;
    let mut report = String::new();
    line(&mut report, "log", &format!("version {}, {} bytes, {}", tally.version, tally.bytes, tally.journal));
    line(&mut report, "batches", &format!("{}, {} open", tally.batches.0, tally.batches.1));
    let items = tally.items;
    line(
        &mut report,
        "fans",
        &format!(
            "{}: {} added, {} removed, {} already, {} failed, {} not confirmed, {} stopped",
            items.total,
            items.added,
            items.removed,
            items.already,
            items.failed,
            items.unconfirmed,
            items.stopped
        ),
    );
    report.push_str("\nRecent errors\n");
    if tally.causes.is_empty() {
        report.push_str("  none\n");
    }
    for (when, action, cause, words) in tally.causes {
        let words = words.map(|words| format!(": {words}")).unwrap_or_default();
        let _ = writeln!(report, "  {}  {:<6}  {}{words}", seconds(when), action.text(), cause.text());
    }
    if !tally.shapes.is_empty() {
        report.push_str("\nUnrecognized responses\n");
    }
    for shape in tally.shapes.iter().flat_map(|shapes| shapes.lines()) {
        let _ = writeln!(report, "  {shape}");
    }
    Ok(report)
}

/// Reports only the code, because the parameters name files.
fn unread(failure: &Failure) -> String {
    let mut report = String::new();
    line(&mut report, "log", &code(&failure.code));
    report
}

fn key_word(state: KeyState, problem: Option<&Failure>) -> String {
    let kind = match state {
        KeyState::None => "none",
        KeyState::Saved => "saved",
        KeyState::SessionOnly { .. } => "kept until the app closes",
        KeyState::Unread { .. } => "can’t be read",
    };
    problem.map_or(kind.to_owned(), |problem| format!("{kind} ({})", code(&problem.code)))
}

/// Returns the name by which a value crosses to the window.
fn code(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn line(report: &mut String, name: &str, value: &str) {
    let _ = writeln!(report, "{name:<12}{value}");
}
