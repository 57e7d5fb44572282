//! How a screenshot is taken and where it is saved.

use std::path::PathBuf;

use velvet_tests::app::App;
use velvet_tests::files;
use velvet_tests::words::say;

/// The screenshots of one appearance.
pub struct Album {
    /// The folder for the screenshots.
    pub folder: PathBuf,
    /// `light` or `dark`.
    pub appearance: &'static str,
    /// The window sizes.
    pub shapes: &'static [Shape],
}

/// The width and height of a window.
pub struct Shape(pub u32, pub u32);

impl Shape {
    /// A common laptop, half of one, and a narrow column next to another window.
    pub const ALL: [Self; 3] = [Self(1280, 800), Self(900, 600), Self(400, 700)];

    /// The initial and the minimum size, as in `src-tauri/tauri.conf.json`.
    pub const LIMITS: [Self; 2] = [Self(1180, 760), Self(360, 480)];
}

impl Album {
    /// Takes the window in every size. `name` is the screen and its state.
    pub async fn take(&self, app: &App<'_>, name: &str) {
        self.take_opened(app, name, async || {}, async || {}).await;
    }

    /// Takes a window whose page the web driver cannot reach, in every size, once two pictures are equal.
    pub async fn take_from_the_screen(&self, app: &App<'_>, name: &str) {
        for Shape(width, height) in self.shapes {
            let file = format!("{name}-{}-{width}x{height}.png", self.appearance);
            files::put(&self.folder.join(file), app.picture_at(*width, *height).await);
        }
    }

    /// Takes something that is opened and closed again in every size, such as a menu.
    pub async fn take_opened(&self, app: &App<'_>, name: &str, open: impl AsyncFn(), close: impl AsyncFn()) {
        for Shape(width, height) in self.shapes {
            app.resize(*width, *height).await;
            open().await;
            // Nothing is highlighted by a hovering pointer.
            app.page.point_at_nothing().await;
            let file = format!("{name}-{}-{width}x{height}.png", self.appearance);
            files::put(&self.folder.join(file), app.picture().await);
            close().await;
        }
        let Shape(width, height) = Shape::ALL[0];
        app.resize(width, height).await;
    }

    /// Sets this appearance from the first screen, through practice mode and back.
    pub async fn dress_at_first_start(&self, app: &App<'_>) {
        app.page.practise().await;
        app.page.open_settings().await;
        app.page.wear(self.appearance).await;
        app.page.click("button", &say("practice_exit")).await;
        app.page.is_first_start().await;
    }

    /// Sets this appearance where there is a key, or in practice mode.
    pub async fn dress(&self, app: &App<'_>) {
        app.page.open_settings().await;
        app.page.wear(self.appearance).await;
        app.page.open_add().await;
    }
}
