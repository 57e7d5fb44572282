//! `./dev prove wayland`: uses the app under a Wayland compositor, in a session without a portal. Starts it, adds a fan,
//! drops a file, hides the window and brings it back, and draws it at fractional scales. Pictures are in
//! `target/wayland`.

use std::process::ExitCode;

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::paths;
use velvet_tests::person::{CONTROL, SHIFT};
use velvet_tests::processes::Program;
use velvet_tests::screen::TITLE;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::wayland::{Compositor, drag_source};
use velvet_tests::words::say;
use xtask::Figure;

/// The width of the screen, which the app's window fills.
const WIDTH: f64 = 1600.0;

/// The scales, as users set them in their system.
const SCALES: [&str; 3] = ["1", "1.25", "1.5"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let compositor = Compositor::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = compositor.open_app(&start.environment()).await;
    let page = &app.page;
    let native = compositor.window(TITLE).await.native;
    say_figure("wayland_window_opened", native);

    page.give_key(&service.key).await;
    page.is_at_work().await;
    let account = service.first_account();
    let fans = service.strangers(account, 4);
    page.add_well(&fans[0]).await;
    say_figure("wayland_fan_added", service.is_vip(account, &fans[0]));

    for scale in SCALES {
        compositor.tell(&format!("output HEADLESS-1 scale {scale}"));
        let wanted: f64 = scale.parse().expect("a scale is a number");
        until(format!("the page at scale {scale}"), async || {
            // A compositor gives GTK 3 the next whole scale, and shrinks what it draws.
            let drawn = page.script("return [devicePixelRatio, innerWidth]", vec![]).await;
            (drawn[0].as_f64()? >= wanted && (drawn[1].as_f64()? * wanted - WIDTH).abs() < 4.0).then_some(())
        })
        .await;
        compositor.picture(&paths::root().join(format!("target/wayland/add-at-{scale}.png"))).await;
        say_figure(&format!("wayland_scale_{scale}_drawn"), true);
    }
    compositor.tell("output HEADLESS-1 scale 1");

    let file = desktop.path().join("home/Friday.csv");
    files::put(&file, format!("id\n{}\n", fans[1..].join("\n")));
    let mut source = compositor.command(drag_source());
    let source = Program::start(source.arg(&file), &desktop.logs().join("drag_source.log"));
    let from = compositor.window("A file to drag").await;
    compositor.rests().await;
    let to = compositor.window(TITLE).await;
    compositor.drag(&from, &to, async || page.sees(&say("list_let_go")).await).await;
    page.find("heading", "Friday.csv").await;
    page.checks_as(&[("ready", 3)]).await;
    compositor.picture(&paths::root().join("target/wayland/dropped.png")).await;
    say_figure("wayland_file_dropped", true);
    drop(source);

    page.press_with_all(&[CONTROL, SHIFT], 'h').await;
    until("the window to go", async || {
        compositor.windows().iter().all(|window| window.title != TITLE).then_some(())
    })
    .await;
    say_figure("wayland_window_hidden", true);
    let mut again = compositor.command(paths::app());
    again.envs(start.environment());
    let mut again = Program::start(&mut again, &desktop.logs().join("second.log"));
    assert!(again.wait().success(), "a second start ends by itself");
    compositor.window(TITLE).await;
    page.find("heading", "Friday.csv").await;
    compositor.picture(&paths::root().join("target/wayland/back.png")).await;
    say_figure("wayland_window_back", true);
    if native { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn say_figure(name: &str, holds: bool) {
    println!("{}", Figure::at_least(name, f64::from(u8::from(holds)), "", 1.0));
}
