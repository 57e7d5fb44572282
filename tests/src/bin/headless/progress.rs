//! Prints the progress to standard error, at most one line per second.

use std::time::Duration;

use tokio::sync::watch;
use velvet_core::engine::Progress;

const EVERY: Duration = Duration::from_secs(1);

/// Prints until the run is over.
pub async fn print(mut progress: watch::Receiver<Progress>) {
    while progress.changed().await.is_ok() {
        eprintln!("{}", line(&progress.borrow_and_update()));
        tokio::time::sleep(EVERY).await;
    }
}

fn line(progress: &Progress) -> String {
    let counts = &progress.counts;
    let ended = counts.total - counts.waiting - counts.sending;
    let mut words = vec![format!("{ended} of {} finished", counts.total)];
    for (count, what) in [
        (counts.added, "added"),
        (counts.removed, "removed"),
        (counts.already, "already done"),
        (counts.failed, "failed"),
        (counts.unconfirmed, "not confirmed"),
        (counts.stopped, "stopped"),
    ] {
        if count > 0 {
            words.push(format!("{count} {what}"));
        }
    }
    if let Some(left) = progress.seconds_left.filter(|left| *left > 0) {
        words.push(format!("about {left} s left"));
    }
    if let Some(wait) = progress.wait {
        words.push(format!("waiting ({:?})", wait.why));
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use velvet_core::view::Counts;

    use super::*;

    #[test]
    fn a_line_says_what_has_ended_and_how() {
        let counts =
            Counts { total: 10, waiting: 5, sending: 1, added: 3, unconfirmed: 1, ..Counts::default() };
        let progress = Progress { counts, seconds_left: Some(12), ..Progress::default() };
        assert_eq!(line(&progress), "4 of 10 finished, 3 added, 1 not confirmed, about 12 s left");
    }
}
