//! Loads five thousand VIPs, and measures the requests and the time until the first page is shown.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use velvet_core::view::{PeopleColumn, PeopleQuery, PeopleShow, PeopleSource, PeopleView};
use velvet_practice::{Running, Settings};
use velvet_tests::windowless::{self, Leaping};

/// The server's page size.
const PAGE: usize = 25;

/// How long the server takes for a page.
const LATENCY: Duration = Duration::from_millis(40);

pub struct Many {
    pub requests_a_page: f64,
    /// In units of the time for one page.
    pub first_screen: f64,
    pub seconds: f64,
}

#[allow(clippy::cast_precision_loss)] // Counts, far below 2^52.
pub async fn read() -> Many {
    let settings = Settings { fans: 12_000, vips: 5_600, latency: LATENCY, ..Settings::default() };
    let service = Running::start(settings).await.expect("a port is free");
    let account = service.accounts()[0].account_id.clone();
    let folder = tempfile::tempdir().expect("there is room");
    let (sender, first) = tokio::sync::oneshot::channel();
    let sender = Arc::new(Mutex::new(Some(sender)));
    let app = windowless::open(
        &service.url(),
        folder.path(),
        &Arc::<Leaping>::default(),
        move |view: &PeopleView| {
            if view.reading.is_some_and(|now| now.people > 0)
                && let Some(sender) = sender.lock().unwrap_or_else(PoisonError::into_inner).take()
            {
                let _ = sender.send(());
            }
        },
    );
    app.keys().await.save(service.key().to_owned().into()).await.expect("it is the service's key");
    let before = service.request_count();
    let began = Instant::now();
    let screen = async {
        first.await.expect("somebody reads");
        let query = PeopleQuery {
            account: account.clone(),
            source: PeopleSource::Vips,
            text: String::new(),
            show: PeopleShow::All,
            sort: PeopleColumn::Listed,
            descending: false,
        };
        let found = app.people().await.find(query).await.expect("the ledger can be read");
        let rows = app.people().await.rows(found.found, 0, 100).expect("it was just found").rows;
        assert!(rows.len() >= PAGE, "the first page is shown");
        began.elapsed()
    };
    let (view, screen) =
        tokio::join!(app.people().await.refresh(account.clone(), PeopleSource::Vips, false), screen);
    let seconds = began.elapsed().as_secs_f64();
    let people = view.expect("nothing else reads").people;
    assert!(people >= 5_000, "{people} VIPs");
    let pages = usize::try_from(people).unwrap_or(usize::MAX).div_ceil(PAGE) as f64;
    let requests = (service.request_count() - before) as f64;
    Many {
        requests_a_page: requests / pages,
        first_screen: screen.as_secs_f64() / (seconds / pages),
        seconds,
    }
}
