//! Where pictures go, and how one is taken.

use std::path::PathBuf;

use velvet_tests::app::App;
use velvet_tests::files;
use velvet_tests::words::say;

/// The pictures of one appearance.
pub struct Album {
    /// Where they go.
    pub folder: PathBuf,
    /// `light` or `dark`.
    pub appearance: &'static str,
    /// In which sizes each is taken.
    pub shapes: &'static [Shape],
}

/// The size of a window.
pub struct Shape(pub u32, pub u32);

impl Shape {
    /// A common laptop, half of one, and a narrow column beside something else.
    pub const ALL: [Self; 3] = [Self(1280, 800), Self(900, 600), Self(400, 700)];

    /// As it opens, and as small as it can be made: see `src-tauri/tauri.conf.json`.
    pub const LIMITS: [Self; 2] = [Self(1180, 760), Self(360, 480)];
}

impl Album {
    /// Takes the window in every size. `name` is the screen and its state.
    pub async fn take(&self, app: &App<'_>, name: &str) {
        self.take_opened(app, name, async || {}, async || {}).await;
    }

    /// The same for a window whose page no web driver reaches: in each size, once it looks the same twice.
    pub async fn take_from_the_screen(&self, app: &App<'_>, name: &str) {
        for Shape(width, height) in self.shapes {
            let file = format!("{name}-{}-{width}x{height}.png", self.appearance);
            files::put(&self.folder.join(file), app.picture_at(*width, *height).await);
        }
    }

    /// The same with something that is opened anew in every size and closed again, like a menu.
    pub async fn take_opened(&self, app: &App<'_>, name: &str, open: impl AsyncFn(), close: impl AsyncFn()) {
        for Shape(width, height) in self.shapes {
            app.resize(*width, *height).await;
            open().await;
            // Nothing is lit up because it was clicked last.
            app.page.point_at_nothing().await;
            let file = format!("{name}-{}-{width}x{height}.png", self.appearance);
            files::put(&self.folder.join(file), app.picture().await);
            close().await;
        }
        let Shape(width, height) = Shape::ALL[0];
        app.resize(width, height).await;
    }

    /// Has the app wear this appearance: from the first screen by way of practice, and back.
    pub async fn dress_at_first_start(&self, app: &App<'_>) {
        app.page.practise().await;
        app.page.open_settings().await;
        app.page.wear(self.appearance).await;
        app.page.click("button", &say("practice_leave")).await;
        app.page.is_first_start().await;
    }

    /// The same, where there is a key or practice.
    pub async fn dress(&self, app: &App<'_>) {
        app.page.open_settings().await;
        app.page.wear(self.appearance).await;
        app.page.open_add().await;
    }
}
