//! The system's file dialogs, operated with the keyboard.

use std::collections::BTreeSet;
use std::path::Path;

use crate::app::{App, TITLE};
use crate::keyboard::ENTER;
use crate::screen::Screen;
use crate::wait::until;

impl App<'_> {
    /// Chooses a file in the open dialog.
    pub async fn choose_file(&self, path: &Path) {
        self.enter_path(path).await;
    }

    /// Chooses a path in the save dialog. The dialog selects its suggested name without the extension: typing replaces
    /// only that part, and the extension stays.
    pub async fn choose_place(&self, path: &Path) {
        self.enter_path(&path.with_extension("")).await;
    }

    /// Takes the name and the folder that the save dialog suggests. Returns what windows say to a dock meanwhile.
    pub async fn accept_place(&self) -> BTreeSet<String> {
        let screen = self.screen();
        let dialog = self.dialog().await;
        screen.focus(dialog);
        until("the dialog to have the focus", async || screen.has_focus(dialog).then_some(())).await;
        rests(&screen).await;
        let told = screen.told_to_docks();
        screen.keyboard().press(ENTER);
        self.dialog_closes(dialog).await;
        told
    }

    /// Waits for a dialog.
    async fn dialog(&self) -> u32 {
        let screen = self.screen();
        let dialog = until("a dialog that asks for a file", async || {
            screen.all_windows().into_iter().find(|window| window.title != TITLE)
        });
        dialog.await.id
    }

    /// Waits until the dialog has closed.
    async fn dialog_closes(&self, dialog: u32) {
        let screen = self.screen();
        until("the dialog to close", async || {
            screen.all_windows().iter().all(|window| window.id != dialog).then_some(())
        })
        .await;
        screen.focus(self.window().await.id);
    }

    /// Waits for the dialog, enters the path, and waits until the dialog has closed.
    async fn enter_path(&self, path: &Path) {
        let screen = self.screen();
        let dialog = self.dialog().await;
        screen.focus(dialog);
        until("the dialog to have the focus", async || screen.has_focus(dialog).then_some(())).await;
        let keyboard = screen.keyboard();
        let path = path.to_str().expect("temporary folders have plain names");
        // A slash opens a path field, wherever the focus is in the dialog. Text typed before the field appears is lost.
        let (slash, rest) = path.split_at(1);
        let before = rests(&screen).await;
        keyboard.write(slash);
        until("a field for the path", async || (screen.picture()? != before).then_some(())).await;
        rests(&screen).await;
        keyboard.write(rest);
        keyboard.press(ENTER);
        self.dialog_closes(dialog).await;
    }
}

/// Returns a picture of the screen once it no longer changes.
async fn rests(screen: &Screen) -> Vec<u8> {
    let mut last = None;
    until("the screen to come to rest", async || {
        let now = screen.picture();
        let same = now.is_some() && now == last;
        last.clone_from(&now);
        now.filter(|_| same)
    })
    .await
}
