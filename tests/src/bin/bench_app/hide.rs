//! How long a window takes to leave the screen when its user is in a hurry.

use velvet_tests::app::{App, Start};

/// How often it is hidden. One bad moment counts.
const TIMES: usize = 10;

/// Hides the window by its keys and brings it back, several times. Returns the longest time until it was gone, in
/// milliseconds.
pub async fn longest(app: &App<'_>, start: &Start<'_>) -> f64 {
    let mut longest = 0.0_f64;
    for _ in 0..TIMES {
        longest = longest.max(app.quick_hide().await.as_secs_f64() * 1000.0);
        app.is_hidden().await;
        assert!(start.open_again().await.success(), "a second start brings the window back");
        app.page.is_shown().await;
    }
    longest
}
