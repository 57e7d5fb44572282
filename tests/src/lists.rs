//! User actions on lists. They refer to texts by message name.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::page::{FINDER, Page};
use crate::wait::{LONG, until};
use crate::words::{fill, one, say};

/// One fan of a batch, as its line reads.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// The text of the outcome.
    pub result: String,
    /// The name from the list.
    pub name: String,
    /// The fan's ID, as copied.
    pub fan: String,
}

impl Page {
    /// Opens the lists.
    pub async fn open_lists(&self) {
        // The button's name also contains the number of running batches.
        self.click_beginning("button", &say("nav_lists")).await;
    }

    /// Pastes `text` as a list, as from the clipboard.
    pub async fn paste_list(&self, text: &str) {
        let field = self.find("textbox", &say("list_paste")).await;
        let field = serde_json::to_value(field).expect("an element has a number");
        self.script(PASTE, vec![field, json!(text)]).await;
    }

    /// Waits for the check. Returns the size of each group by its kind.
    pub async fn checked(&self) -> BTreeMap<String, u64> {
        self.find("heading", &say("list_groups")).await;
        let groups = self.script(GROUPS, vec![]).await;
        serde_json::from_value(groups).expect("groups have kinds and counts")
    }

    /// Waits until the check has just these groups, each with its kind and size.
    pub async fn checks_as(&self, groups: &[(&str, u64)]) {
        let expected: BTreeMap<String, u64> =
            groups.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
        let mut seen = BTreeMap::new();
        let fits = timeout(LONG, async {
            while seen != expected {
                sleep(Duration::from_millis(40)).await;
                seen = self.checked().await;
            }
        });
        assert!(fits.await.is_ok(), "waited in vain for the groups {expected:?}; the list has {seen:?}");
    }

    /// Returns the values of the options in the menu called `name`. A closed menu does not show them.
    pub async fn options(&self, name: &str) -> Vec<String> {
        self.find("combobox", name).await;
        let values = self.script(&format!("{FINDER} {OPTIONS}"), vec![json!(name)]).await;
        serde_json::from_value(values).expect("options have values")
    }

    /// Chooses an option of the menu called `name` by its value.
    pub async fn choose_option(&self, name: &str, value: &str) {
        let menu = self.find("combobox", name).await;
        menu.select_by_value(value).await.expect("the menu has this option");
    }

    /// Chooses a speed: `steady` or `fast`.
    pub async fn choose_pace(&self, speed: &str) {
        // The button's name also contains an explanation and the duration.
        self.click_beginning("radio", &say(&format!("speed_{speed}"))).await;
    }

    /// Starts the checked list with this number of fans and waits for its batch.
    pub async fn start_list(&self, fans: usize) {
        let count = fans.to_string();
        let shown = [("shown", count.as_str())];
        let words =
            if fans == 1 { one("start_button_add", &shown) } else { fill("start_button_add", &shown) };
        self.click("button", &words).await;
        self.find("group", &say("batch_show")).await;
    }

    /// Returns the number of fans by outcome, from the batch on the screen.
    pub async fn counts(&self) -> BTreeMap<String, u64> {
        let tiles = self.names_inside("group", &say("batch_show"), "button").await;
        let told = |tile: String| {
            let (number, word) = tile.split_once(' ')?;
            Some((word.to_owned(), number.replace(',', "").parse().ok()?))
        };
        tiles.into_iter().filter_map(told).collect()
    }

    /// Waits until the count of `result` is at least `least`. Returns it.
    pub async fn counts_up(&self, result: &str, least: u64) -> u64 {
        until(format!("at least {least} at {result:?}"), async || {
            self.counts().await.get(result).copied().filter(|number| *number >= least)
        })
        .await
    }

    /// Waits until the batch on the screen has ended.
    pub async fn batch_ends(&self) {
        let stops = [say("stop"), say("busy_stop")];
        until("the batch to end", async || {
            let buttons = self.names("button").await;
            // A batch that has not ended shows that it can be stopped, or is being stopped.
            (!buttons.is_empty() && !buttons.iter().any(|name| stops.contains(name))).then_some(())
        })
        .await;
    }

    /// Waits until the batch's lines are those of `fans`, in any order, and all say `result`.
    pub async fn shows_fans(&self, result: &str, fans: &[String]) {
        until(format!("{} fans, each {result:?}", fans.len()), async || {
            let lines = self.listed().await;
            let told = |fan: &String| lines.iter().any(|line| line.fan == *fan && line.result == result);
            (lines.len() == fans.len() && fans.iter().all(told)).then_some(())
        })
        .await;
    }

    /// Returns the visible lines of the batch, newest first.
    pub async fn listed(&self) -> Vec<Listed> {
        let rows = self.script(&format!("{FINDER} {LISTED}"), vec![]).await;
        serde_json::from_value(rows).expect("a line has its three parts")
    }
}

const PASTE: &str = "
const [field, text] = arguments;
const clipboardData = new DataTransfer();
clipboardData.setData('text/plain', text);
field.focus();
field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));";

const GROUPS: &str = "
return Object.fromEntries([...document.querySelectorAll('li[data-kind]')].map((group) =>
  [group.dataset.kind, Number(group.querySelector('.count').textContent.replace(/\\D/g, ''))]));";

const OPTIONS: &str = "
return [...page.all('combobox', arguments[0])[0].options].map((option) => option.value);";

const LISTED: &str = "
return [...document.querySelectorAll('[role=row][data-item]')].map((row) => {
  const part = (selector) => row.querySelector(selector);
  return {
    result: page.name(part('.result .outcome')),
    name: part('.fan .name')?.textContent ?? '',
    fan: part('.fan .id .id').textContent.trim(),
  };
});";
