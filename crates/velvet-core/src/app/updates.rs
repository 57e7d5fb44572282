//! Notices of new versions. Nothing is installed, and no request is made before the user agreed or asked for one.

use std::time::Duration;

use tokio::sync::watch;

use super::{
    context::Context,
    preferences::{KnownReleases, StoredPreferences},
};
use crate::view::{AppState, ErrorCode, Failure, NewVersion, UpdateChoice, UpdateState};
use velvet_updates::{Releases, Severity, Standing, Version};

/// The time from the start of the app to an automatic check. A start has enough to do.
const START_DELAY: Duration = Duration::from_secs(60);

/// Notices of new versions.
#[derive(Clone)]
pub struct Updates {
    pub(super) ctx: Context,
}

impl Updates {
    /// Looks for a new version, because the user asks for it.
    ///
    /// # Errors
    /// `updates_unreachable`, `updates_timed_out`, `updates_unproven`, `updates_outdated`, `proxy_unusable`,
    /// `connection_not_set_up`.
    pub async fn check(&self) -> Result<AppState, Failure> {
        let releases = self.ctx.deps.releases.as_ref().ok_or_else(|| Failure::new(ErrorCode::Internal))?;
        self.ctx.look_for_update(releases).await?;
        Ok(self.ctx.state().await)
    }

    /// Hides the notice until there is a newer version, or until the app starts again.
    pub async fn postpone(&self) -> AppState {
        {
            let mut memory = self.ctx.memory();
            memory.postponed = memory.stored.releases.newest.as_ref().map(|notice| notice.version.clone());
        }
        self.ctx.state().await
    }

    /// Starts the automatic checks, which end with the app.
    pub(super) fn start(&self) {
        if let Some(releases) = self.ctx.deps.releases.clone() {
            tokio::spawn(check_daily(self.ctx.weak(), self.ctx.updates_set.subscribe(), releases));
            tokio::spawn(tell_after_batches(self.ctx.weak(), self.ctx.running.subscribe()));
        }
    }
}

impl Context {
    /// Fetches the notice, and remembers it if it can be trusted.
    async fn look_for_update(&self, releases: &Releases) -> Result<(), Failure> {
        let _turn = self.update_check.lock().await;
        let asked = Some(self.deps.clock.now());
        self.remember(|stored| stored.releases.asked = asked).await;
        let accepted = self.memory().stored.releases.newest.clone();
        let refused = |error| Failure::no_notice(&error, releases.host());
        let notice = releases.newest().await.map_err(refused)?;
        notice.standing(&self.version()?, accepted.as_ref()).map_err(refused)?;
        let answered = Some(self.deps.clock.now());
        {
            let stored = &mut self.memory().stored;
            // Everything may have been erased in the meantime.
            if stored.releases.asked != asked {
                return Ok(());
            }
            stored.releases = KnownReleases { asked, answered, newest: Some(notice) };
        }
        self.save_preferences().await;
        Ok(())
    }

    /// Returns the installed version.
    fn version(&self) -> Result<Version, Failure> {
        Version::parse(&self.deps.version).map_err(|_| Failure::new(ErrorCode::Internal))
    }

    /// Returns the newest version, if it is newer than the installed one.
    fn newer(&self, known: &KnownReleases) -> Option<NewVersion> {
        let notice = known.newest.as_ref()?;
        let standing = notice.standing(&self.version().ok()?, None).ok()?;
        (standing == Standing::Newer).then(|| NewVersion {
            version: notice.version.to_string(),
            date: notice.day(),
            security: notice.severity == Severity::Security,
            changes: notice.changes.clone(),
        })
    }

    /// Returns what the window shows of new versions. `has_changed` is whether a fan was ever added or removed.
    pub(super) fn update_state(
        &self,
        stored: &StoredPreferences,
        postponed: Option<&Version>,
        has_changed: bool,
    ) -> Option<UpdateState> {
        let releases = self.deps.releases.as_ref()?;
        let (known, quiet) = (&stored.releases, *self.running.borrow() == 0);
        let available = self.newer(known);
        let is_postponed =
            postponed.is_some() && postponed == known.newest.as_ref().map(|notice| &notice.version);
        Some(UpdateState {
            host: releases.host().to_owned(),
            page_host: releases.page().host_str().unwrap_or_default().to_owned(),
            ask: stored.preferences.updates == UpdateChoice::NotAsked && has_changed && quiet,
            checked: known.answered,
            tell: available.is_some() && quiet && !is_postponed,
            available,
        })
    }

    /// Returns how long the next automatic check has to wait, or `None` if the user doesn't want any.
    fn rest_before_check(&self) -> Option<Duration> {
        let memory = self.memory();
        let wanted = memory.stored.preferences.updates == UpdateChoice::On;
        wanted.then(|| memory.stored.releases.rest(self.deps.clock.now()))
    }
}

/// Looks for a new version once a day, as long as the user wants it and the app exists, and never while batches run.
async fn check_daily(app: impl Fn() -> Option<Context>, mut set: watch::Receiver<()>, releases: Releases) {
    let Some(start) = app().map(|ctx| ctx.deps.clock.sleep(START_DELAY)) else { return };
    start.await;
    loop {
        let Some(ctx) = app() else { return };
        set.borrow_and_update();
        let Some(rest) = ctx.rest_before_check() else {
            drop(ctx);
            if set.changed().await.is_err() {
                return;
            }
            continue;
        };
        if !rest.is_zero() {
            let sleep = ctx.deps.clock.sleep(rest);
            drop(ctx);
            tokio::select! {
                () = sleep => {}
                changed = set.changed() => if changed.is_err() { return },
            }
            continue;
        }
        if *ctx.running.borrow() > 0 {
            let mut running = ctx.running.subscribe();
            drop(ctx);
            if running.wait_for(|running| *running == 0).await.is_err() {
                return;
            }
            // The user may have changed their mind in the meantime.
            continue;
        }
        if ctx.look_for_update(&releases).await.is_ok() {
            ctx.deps.events.state_changed(ctx.state().await);
        }
    }
}

/// Tells the window when batches begin or end: a notice and the question wait until none runs.
async fn tell_after_batches(app: impl Fn() -> Option<Context>, mut running: watch::Receiver<usize>) {
    let mut told = *running.borrow_and_update() > 0;
    while running.changed().await.is_ok() {
        let now = *running.borrow_and_update() > 0;
        let Some(ctx) = app() else { return };
        if std::mem::replace(&mut told, now) != now {
            ctx.deps.events.state_changed(ctx.state().await);
        }
    }
}
