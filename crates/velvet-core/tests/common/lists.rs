//! Batches of the app, from pasted lists.

use std::{ops::Range, time::Duration};

use tokio::time::timeout;
use velvet_core::view::{BatchState, BatchView, Counts, ListView, Speed, StartList};
use velvet_practice::{Fault, Rule};

use super::Stage;

/// Returns how to start a list, as it was shown.
pub fn start(list: &ListView) -> StartList {
    StartList { revision: list.revision, speed: Speed::Fast, include: Vec::new(), look_first: false }
}

/// Returns counts with only a total, to be completed by the one outcome of all items.
pub fn all(total: u64) -> Counts {
    Counts { total, ..Counts::default() }
}

impl Stage {
    /// Returns fans of the server who are not VIP now. Call this before anything is sent.
    pub fn fans(&self, which: Range<usize>) -> Vec<String> {
        let others = self.service.fans().into_iter().filter(|fan| !self.service.is_vip(&self.account(), fan));
        let found: Vec<_> = others.skip(which.start).take(which.len()).collect();
        assert_eq!(found.len(), which.len(), "there are not so many");
        found
    }

    pub async fn paste(&self, fans: &[String]) -> ListView {
        self.app.lists().await.paste(fans.join("\n")).await.unwrap()
    }

    /// Starts a batch of these fans.
    pub async fn begin(&self, fans: &[String]) -> BatchView {
        let list = self.paste(fans).await;
        self.app.lists().await.start(start(&list)).await.unwrap()
    }

    /// Delays the reply to every add, so that something can happen in the meantime.
    pub fn slow(&self, ms: u64) {
        self.service.push_fault(Rule::new(Fault::Delay { ms }).method("POST").always());
    }

    /// Returns the batch once it satisfies `like`.
    pub async fn until(&self, batch: i64, like: impl Fn(&BatchView) -> bool) -> BatchView {
        let mut told = self.events.batches_told.subscribe();
        let found = timeout(Duration::from_secs(30), async {
            loop {
                let view = self.app.batches().await.get(batch).await.unwrap();
                if like(&view) {
                    return view;
                }
                told.changed().await.unwrap();
            }
        });
        let Ok(view) = found.await else { panic!("{:?}", self.app.batches().await.get(batch).await) };
        view
    }

    pub async fn until_ended(&self, batch: i64) -> BatchView {
        self.until(batch, |view| view.state == BatchState::Ended).await
    }

    pub async fn until_paused(&self, batch: i64) -> BatchView {
        self.until(batch, |view| matches!(view.state, BatchState::Paused { .. })).await
    }

    /// Resolves when this many adds have reached the server.
    pub async fn until_sent(&self, adds: usize) {
        while self.writes() < adds {
            self.service.received(self.service.request_count() + 1).await;
        }
    }

    pub fn vips(&self, fans: &[String]) -> usize {
        fans.iter().filter(|fan| self.service.is_vip(&self.account(), fan)).count()
    }
}
