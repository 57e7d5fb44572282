//! Walks through a screen with the Tab key.

use serde::Deserialize;
use serde_json::Value;

use crate::keys::TAB;
use crate::page::{FINDER, Page};

const TOUR: &str = include_str!("tab.js");

/// More stops than any screen has.
const MOST: usize = 150;

/// A place where the Tab key stops.
#[derive(Debug, Clone, Deserialize)]
pub struct Stop {
    /// The role and name of the focused element.
    pub name: String,
    /// What is wrong with it, if anything.
    pub wrong: Option<String>,
    /// Whether the walk has been there before.
    known: bool,
}

impl Page {
    /// Presses Tab until the focus is where it was after the first time. Returns the stops in their order.
    ///
    /// # Panics
    ///
    /// Panics if the focus never comes back there.
    pub async fn tab_around(&self) -> Vec<Stop> {
        self.script(&format!("{FINDER} {TOUR} tab.forget()"), vec![]).await;
        let mut stops: Vec<Stop> = Vec::new();
        // The focus leaves the page once in every round, for the window.
        let mut left = 0;
        while stops.len() < MOST {
            self.press(TAB).await;
            match self.stop().await {
                Some(stop) if stop.known => {
                    let first = &stops[0].name;
                    assert!(stop.name == *first, "the focus went to {} again before {first}", stop.name);
                    return stops;
                }
                Some(stop) => stops.push(stop),
                None => left += 1,
            }
            assert!(left < 3, "the focus is nowhere after {stops:#?}");
        }
        panic!("{MOST} stops, and the focus is not where it began: {stops:#?}");
    }

    async fn stop(&self) -> Option<Stop> {
        // The page scrolls to the focus, and draws what comes into view, in the next frame.
        let told = format!(
            "{FINDER} {TOUR} const done = arguments[0];
             requestAnimationFrame(() => requestAnimationFrame(() => done({{ stop: tab.stop() }})))"
        );
        let mut answer: Value = self.script_later(&told, vec![]).await;
        serde_json::from_value(answer["stop"].take()).expect("a stop has a name")
    }
}
