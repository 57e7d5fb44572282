//! User actions in the window. They refer to texts by message name.

use serde::Deserialize;

pub use crate::keys::{
    CONTROL, DOWN, END, ENTER, ESCAPE, F1, F5, F10, HOME, PAGE_DOWN, PAGE_UP, RIGHT, SHIFT, SPACE, TAB, UP,
};
use crate::page::{FINDER, Page};
use crate::wait::until;
use crate::words::{fill, say};

/// One line of the log, as it reads.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// The text of the outcome.
    pub result: String,
    /// The fan's ID, as copied.
    pub fan: String,
    /// The account's name.
    pub account: String,
    /// The names of its buttons.
    pub buttons: Vec<String>,
}

impl Page {
    /// Waits for the first screen.
    pub async fn is_first_start(&self) {
        self.find("heading", &say("start_title")).await;
    }

    /// Waits for the card that asks for a key.
    pub async fn needs_key(&self) {
        self.find("region", &say("connect_title")).await;
    }

    /// Waits for the screen where fans are added.
    pub async fn is_at_work(&self) {
        self.find("heading", &say("add_title")).await;
    }

    /// Starts practice mode from the first screen.
    pub async fn practise(&self) {
        self.click("button", &say("start_practice")).await;
        self.is_at_work().await;
    }

    /// Clicks the first sample fan, which enters its ID into the form. Returns the ID.
    pub async fn choose_sample(&self) -> String {
        let sample = self.find_inside("list", &say("fan_samples"), "button").await;
        sample.click().await.expect("a sample can be clicked");
        self.filled(&say("fan_label")).await
    }

    /// Enters a key on the first screen and submits it.
    pub async fn give_key(&self, key: &str) {
        self.fill(&say("key_label"), key).await;
        self.click("button", &say("key_check_and_save")).await;
    }

    /// Clicks the button that sends the form. It names the chosen account.
    pub async fn send_fan(&self) {
        self.click_beginning("button", &fill("fan_add_to", &[("account", "")])).await;
    }

    /// Enters a fan's ID and presses Enter.
    pub async fn add(&self, fan: &str) {
        self.fill(&say("fan_label"), fan).await;
        self.press(ENTER).await;
    }

    /// Adds a fan and waits until the log says that this worked.
    pub async fn add_well(&self, fan: &str) {
        self.add(fan).await;
        self.logs(&say("outcome_added"), fan).await;
    }

    /// Returns the visible lines of the log, newest first.
    pub async fn rows(&self) -> Vec<Row> {
        let rows = self.script(&format!("{FINDER} return page.rows()"), vec![]).await;
        serde_json::from_value(rows).expect("a row has its four parts")
    }

    /// Waits until the newest line about `fan` says `result`. Returns that line.
    pub async fn logs(&self, result: &str, fan: &str) -> Row {
        let what = format!("a line of the log that says {result:?} of {fan}");
        until(what, async || {
            let newest = self.rows().await.into_iter().find(|row| row.fan == fan)?;
            (newest.result == result).then_some(newest)
        })
        .await
    }

    /// Returns the name of the button that shows the chosen account.
    pub async fn account_button(&self) -> String {
        let start = say("account_prefix");
        until("the account's button", async || {
            self.names("button").await.into_iter().find(|name| name.starts_with(&start))
        })
        .await
    }

    /// Opens the account menu.
    pub async fn open_account_menu(&self) {
        let name = self.account_button().await;
        self.click("button", &name).await;
        self.find("menu", &say("account_menu")).await;
    }

    /// Opens the settings.
    pub async fn open_settings(&self) {
        self.click("button", &say("nav_settings")).await;
        self.find("heading", &say("settings_title")).await;
    }

    /// Returns to the screen where fans are added.
    pub async fn open_add(&self) {
        self.click("button", &say("nav_add")).await;
        self.is_at_work().await;
    }

    /// Chooses the light or dark appearance in the settings and waits until the page shows it.
    pub async fn wear(&self, appearance: &str) {
        self.click("radio", &say(&format!("appearance_{appearance}"))).await;
        until(format!("the page to be {appearance}"), async || {
            (self.scheme().await == appearance).then_some(())
        })
        .await;
    }

    /// Returns how the page is drawn: `light` or `dark`.
    pub async fn scheme(&self) -> String {
        let colour = self.script(BACKGROUND, vec![]).await;
        let brightness: u64 = serde_json::from_value::<Vec<u64>>(colour).expect("a colour").iter().sum();
        if brightness > 3 * 128 { "light" } else { "dark" }.to_owned()
    }
}

/// Reads the page's background color as red, green, and blue.
const BACKGROUND: &str = r"
const painted = [document.body, document.documentElement].map((e) => getComputedStyle(e).backgroundColor);
const colour = painted.find((one) => one !== 'rgba(0, 0, 0, 0)' && one !== 'transparent') ?? 'rgb(255, 255, 255)';
return colour.match(/\d+/g).slice(0, 3).map(Number);";
