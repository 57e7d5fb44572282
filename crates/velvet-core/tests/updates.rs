//! Notices of new versions: asked for when the user wants it, at most once a day, never while batches run, and believed
//! only when they are signed and new.

use std::time::Duration;

use crate::common::Stage;
use secrecy::SecretString;
use tokio::time::timeout;
use velvet_core::{
    updates::Releases,
    view::{Cause, ErrorCode, Mode, NewVersion, UpdateChoice, UpdateState},
};
use velvet_updates::testing::{Answer, Host, Signer, notice};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// An app, and the host of notices that it was built with.
struct Story {
    host: Host,
    signer: Signer,
    stage: Stage,
}

impl Story {
    /// The host offers version 1.2.0. Time stands still.
    async fn begin() -> Self {
        let signer = Signer::new();
        let host = Host::start(signer.file(&notice("1.2.0", "2026-12-01", "normal"))).await;
        let stage = Stage::bare_with(Some(host.releases(&signer))).await;
        stage.clock.stands_still();
        Self { host, signer, stage }
    }

    /// The same with the server's key saved, while time passes as soon as something waits.
    async fn with_key() -> Self {
        let story = Self::begin().await;
        story.stage.clock.moves_on();
        story.stage.app.keys().await.save(SecretString::from(story.stage.service.key())).await.unwrap();
        story
    }

    fn releases(&self) -> Releases {
        self.host.releases(&self.signer)
    }

    fn restarted(self) -> Self {
        let releases = self.releases();
        Self { stage: self.stage.restarted_with(Some(releases)), ..self }
    }

    fn publish(&self, version: &str, date: &str, severity: &str) {
        self.host.publish(self.signer.file(&notice(version, date, severity)));
    }

    async fn choose(&self, updates: UpdateChoice) {
        let app = &self.stage.app;
        let mut preferences = app.preferences();
        preferences.updates = updates;
        app.settings().await.save(preferences).await;
    }

    async fn state(&self) -> UpdateState {
        self.stage.app.state().await.updates.unwrap()
    }

    async fn check(&self) -> Result<UpdateState, ErrorCode> {
        let checked = self.stage.app.updates().await.check().await;
        checked.map(|state| state.updates.unwrap()).map_err(|failure| failure.code)
    }

    /// Time passes, and whatever waits wakes up.
    fn passes(&self, time: Duration) {
        self.stage.clock.passes(time);
        self.stage.clock.wakes();
    }

    /// Resolves once the app waits for time to pass.
    async fn sleeps(&self) -> Duration {
        timeout(MINUTE, self.stage.clock.sleeping.notified()).await.unwrap();
        *self.stage.clock.slept.lock().unwrap().last().unwrap()
    }

    async fn no_further_request(&self, sent: usize) {
        assert!(timeout(Duration::from_millis(300), self.host.requested(sent + 1)).await.is_err());
    }
}

fn version(state: &UpdateState) -> Option<&str> {
    state.available.as_ref().map(|new| new.version.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_before_the_user_agrees_and_then_once_a_day() {
    let story = Story::begin().await;
    story.stage.app.started().await;
    assert_eq!(story.sleeps().await, MINUTE, "a start has enough to do");
    story.passes(MINUTE);
    story.no_further_request(0).await;

    story.choose(UpdateChoice::On).await;
    story.host.requested(1).await;
    assert_eq!(story.sleeps().await, 24 * HOUR);
    let state = story.state().await;
    assert_eq!((version(&state), state.tell, state.checked.is_some()), (Some("1.2.0"), true, true));
    let told = story.stage.events.states.lock().unwrap().last().unwrap().updates.clone();
    assert_eq!(told, Some(state), "the window is told");

    story.passes(23 * HOUR);
    assert_eq!(story.sleeps().await, HOUR);
    assert_eq!(story.host.requests().len(), 1);
    story.passes(HOUR);
    story.host.requested(2).await;
    story.sleeps().await;

    // A failure does not make it ask more often.
    story.host.publish(Answer::Status(500));
    story.passes(24 * HOUR);
    story.host.requested(3).await;
    assert_eq!(story.sleeps().await, 24 * HOUR);

    story.choose(UpdateChoice::Off).await;
    story.passes(72 * HOUR);
    story.no_further_request(3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_on_the_same_day_asks_nothing_and_still_tells() {
    let story = Story::begin().await;
    story.choose(UpdateChoice::On).await;
    story.sleeps().await;
    story.passes(MINUTE);
    story.host.requested(1).await;
    story.sleeps().await;
    let story = story.restarted();
    story.stage.app.started().await;
    assert_eq!(story.sleeps().await, MINUTE);
    story.passes(MINUTE);
    assert_eq!(story.sleeps().await, 23 * HOUR + 59 * MINUTE);
    let state = story.state().await;
    assert_eq!((version(&state), state.tell, story.host.requests().len()), (Some("1.2.0"), true, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_was_put_off_is_back_with_the_next_version_or_the_next_start() {
    let story = Story::begin().await;
    assert!(story.check().await.unwrap().tell);
    let put_off = story.stage.app.updates().await.postpone().await.updates.unwrap();
    assert_eq!((version(&put_off), put_off.tell), (Some("1.2.0"), false));
    assert!(!story.check().await.unwrap().tell, "the same version");
    story.publish("1.2.1", "2026-12-05", "security");
    let state = story.check().await.unwrap();
    assert!(state.tell && state.available.as_ref().unwrap().security, "{state:?}");
    story.stage.app.updates().await.postpone().await;
    assert!(!story.state().await.tell);
    assert!(story.restarted().state().await.tell);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_notice_says_reaches_the_window_and_an_old_one_is_refused() {
    let story = Story::begin().await;
    let state = story.check().await.unwrap();
    let changes = [("de", "Listen laden schneller."), ("en", "Lists load faster.")];
    let changes = changes.into_iter().map(|(tag, text)| (tag.to_owned(), text.to_owned())).collect();
    let (version, date) = ("1.2.0".to_owned(), "2026-12-01".to_owned());
    assert_eq!(state.available, Some(NewVersion { version, date, security: false, changes }));
    assert_eq!((state.host.as_str(), state.page_host.as_str()), ("127.0.0.1", "releases.example"));

    story.publish("1.1.0", "2026-11-01", "normal");
    assert_eq!(story.check().await.unwrap_err(), ErrorCode::UpdatesOutdated, "replayed");
    let story = story.restarted();
    assert_eq!(story.check().await.unwrap_err(), ErrorCode::UpdatesOutdated, "replayed after a restart");
    assert_eq!(story.state().await, state, "what was known is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installed_version_that_is_the_newest_is_said_to_be() {
    let story = Story::begin().await;
    story.publish("0.0.0", "2026-12-01", "normal");
    let state = story.check().await.unwrap();
    assert_eq!((state.available, state.tell, state.checked.is_some()), (None, false, true));
    story.publish("0.0.0-beta.1", "2026-12-01", "normal");
    assert_eq!(story.check().await.unwrap_err(), ErrorCode::UpdatesOutdated);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_has_its_code() {
    let story = Story::begin().await;
    for (answer, code) in [
        (Answer::Status(404), ErrorCode::UpdatesUnreachable),
        (Answer::Redirect("http://localhost/".to_owned()), ErrorCode::UpdatesUnreachable),
        (Answer::Endless, ErrorCode::UpdatesUnproven),
        (Answer::File("{}".to_owned()), ErrorCode::UpdatesUnproven),
        (Signer::new().file(&notice("1.2.0", "2026-12-01", "normal")), ErrorCode::UpdatesUnproven),
    ] {
        story.host.publish(answer);
        assert_eq!(story.check().await.unwrap_err(), code);
    }
    let state = story.state().await;
    assert_eq!((state.available, state.checked), (None, None));
    let failure = story.stage.app.updates().await.check().await.unwrap_err();
    assert_eq!(failure.params["host"], "127.0.0.1");

    story.host.publish(Answer::Hangs);
    let releases = story.releases().with_deadline(Duration::from_millis(300));
    let stage = story.stage.restarted_with(Some(releases));
    let failure = stage.app.updates().await.check().await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::UpdatesTimedOut);
    assert_ne!(failure.code, ErrorCode::Service(Cause::NoReply), "that is the server’s");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_and_no_notice_while_a_batch_runs() {
    let story = Story::with_key().await;
    assert!(story.check().await.unwrap().tell);
    story.stage.slow(1_500);
    let batch = story.stage.begin(&story.stage.fans(0..3)).await.id;
    story.stage.until_sent(1).await;
    story.choose(UpdateChoice::On).await;
    story.no_further_request(1).await;
    let state = story.state().await;
    assert_eq!((version(&state), state.tell, state.ask), (Some("1.2.0"), false, false));
    assert!(story.stage.app.batches_run(), "it took too long to look");
    story.stage.until_ended(batch).await;
    story.host.requested(2).await;
    story.choose(UpdateChoice::Off).await;
    story.stage.app.idle().await;
    assert!(story.state().await.tell);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_is_told_when_a_batch_begins_and_ends() {
    let story = Story::with_key().await;
    story.check().await.unwrap();
    story.stage.slow(500);
    let batch = story.stage.begin(&story.stage.fans(0..3)).await.id;
    story.stage.until_sent(1).await;
    story.stage.until_ended(batch).await;
    story.stage.app.idle().await;
    let shown = || {
        let states = story.stage.events.states.lock().unwrap();
        let mut states: Vec<_> = states.iter().map(|state| (state.revision, state.updates.clone())).collect();
        states.sort_by_key(|(revision, _)| *revision);
        states.into_iter().map(|(_, updates)| updates.unwrap().tell).collect::<Vec<_>>()
    };
    let told = async {
        while shown().last() != Some(&true) || !shown().contains(&false) {
            tokio::task::yield_now().await;
        }
    };
    assert!(timeout(MINUTE, told).await.is_ok(), "{:?}", shown());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_is_asked_after_the_first_success_and_once() {
    let story = Story::with_key().await;
    assert!(!story.state().await.ask, "nothing succeeded yet");
    story.stage.add().await;
    assert!(story.state().await.ask);
    let _practice = story.stage.with_practice().await;
    let practice = story.stage.app.modes().await.set(Mode::Practice).await.unwrap();
    assert!(!practice.updates.unwrap().ask, "practice is no success");
    story.stage.app.modes().await.set(Mode::Live).await.unwrap();
    story.choose(UpdateChoice::Off).await;
    assert!(!story.state().await.ask);
    assert!(!story.restarted().state().await.ask);
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_everything_erases_what_is_known_of_new_versions() {
    let story = Story::begin().await;
    story.choose(UpdateChoice::Off).await;
    story.check().await.unwrap();
    let erased = story.stage.app.erase_everything().await.unwrap();
    assert_eq!(erased.preferences.updates, UpdateChoice::NotAsked);
    let state = story.state().await;
    assert_eq!((state.available, state.tell, state.checked), (None, false, None));
    story.publish("1.0.0", "2026-01-01", "normal");
    assert_eq!(version(&story.check().await.unwrap()), Some("1.0.0"), "no notice before is remembered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_everything_was_erased_under_leaves_nothing_behind() {
    let story = Story::begin().await;
    story.host.publish(Answer::Late);
    let app = story.stage.app.clone();
    let checking = tokio::spawn(async move { app.updates().await.check().await });
    story.host.requested(1).await;
    story.stage.app.erase_everything().await.unwrap();
    story.publish("1.2.0", "2026-12-01", "normal");
    checking.await.unwrap().unwrap();
    let state = story.state().await;
    assert_eq!((state.available, state.checked), (None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_without_an_address_knows_of_no_versions() {
    let stage = Stage::bare().await;
    assert_eq!(stage.app.state().await.updates, None);
    assert_eq!(stage.app.updates().await.check().await.unwrap_err().code, ErrorCode::Internal);
}
