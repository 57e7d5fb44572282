//! The simulated server inside the app. Practice mode talks to it over HTTP, as live mode talks to the real one.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::Mutex;
use velvet_core::{
    api::ApiKey,
    api::ApiUrl,
    app::{Practice, PracticeHost},
    view::Sample,
};
use velvet_practice::{Marks, Running, Settings};

/// Long enough to show progress, as with the real server.
const LATENCY: Duration = Duration::from_millis(350);

/// The number of sample fans offered to try.
const SAMPLES: usize = 6;

/// Starts the simulated server on first use and keeps it until the app ends.
#[derive(Default)]
pub struct OwnPractice(Mutex<Option<Running>>);

impl PracticeHost for OwnPractice {
    fn start(&self) -> BoxFuture<'_, Result<Practice, String>> {
        Box::pin(async move {
            let mut running = self.0.lock().await;
            if running.is_none() {
                // Which of the two the real server does is unknown. This is the harsher one, so that it surprises
                // nobody later.
                let settings = Settings {
                    latency: LATENCY,
                    control: false,
                    marks: Marks::Overwrite,
                    ..Settings::default()
                };
                *running = Some(Running::start(settings).await.map_err(|error| error.to_string())?);
            }
            running.as_ref().ok_or_else(String::new).and_then(describe)
        })
    }
}

fn describe(running: &Running) -> Result<Practice, String> {
    Ok(Practice {
        url: ApiUrl::parse(&running.url())?,
        key: ApiKey::parse(running.key()).map_err(|error| error.to_string())?,
        samples: running.samples(SAMPLES).into_iter().map(|(fan, name)| Sample { fan, name }).collect(),
    })
}
