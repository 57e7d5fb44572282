//! Checks a scene for every screen with axe, in several sizes and appearances. What depends on the size is checked in
//! each size, and contrast in each appearance.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::json;
use velvet_tests::app::{App, Start};
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::person::CONTROL;
use velvet_tests::stage::Stage;
use velvet_tests::wait::until;

/// The broken rules, each with the first scene that breaks it.
type Broken = BTreeMap<String, String>;

#[tokio::test]
async fn every_screen_is_accessible_in_wide_and_narrow_windows() {
    let began = Instant::now();
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let stage = Stage::on(&app.page).await;
    let mut broken = Broken::new();
    for width in [1280, 400] {
        app.resize(width, 800).await;
        check_sizes(&app, &stage, &format!("{width} px"), &mut broken).await;
    }
    report(&broken, began);
}

/// Also a window of medium width: half as many CSS pixels.
#[tokio::test]
async fn every_screen_is_accessible_at_twice_the_size() {
    let began = Instant::now();
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.resize(1280, 800).await;
    zoom_to_double(&app).await;
    let stage = Stage::on(&app.page).await;
    let mut broken = Broken::new();
    check_sizes(&app, &stage, "200 %", &mut broken).await;
    report(&broken, began);
}

#[tokio::test]
async fn every_screen_has_contrast_in_every_appearance() {
    let began = Instant::now();
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let stage = Stage::on(&app.page).await;
    let mut broken = Broken::new();
    app.resize(1280, 800).await;
    let scenes = stage.screens().await;
    for appearance in ["light", "dark"] {
        check_contrast(&app, &stage, &scenes, appearance, "", &mut broken).await;
    }
    // Half of the scenes each: few colors change.
    stage.ask_for_contrast().await;
    let (light, dark) = scenes.split_at(scenes.len() / 2);
    check_contrast(&app, &stage, light, "light", " with more contrast", &mut broken).await;
    check_contrast(&app, &stage, dark, "dark", " with more contrast", &mut broken).await;
    stage.force_colors().await;
    check_contrast(&app, &stage, &scenes, "dark", " with forced colors", &mut broken).await;
    report(&broken, began);
}

async fn check_sizes(app: &App<'_>, stage: &Stage<'_>, size: &str, broken: &mut Broken) {
    for scene in stage.screens().await {
        stage.show_plain(&scene, "light").await;
        for rule in axe::broken_by_size(&app.page).await {
            broken.entry(rule).or_insert(format!("{scene}, {size}"));
        }
        let sideways = app.page.script(SIDEWAYS, vec![]).await;
        if sideways != json!([]) {
            broken.entry(format!("scrolls sideways: {sideways}")).or_insert(format!("{scene}, {size}"));
        }
    }
}

async fn check_contrast(
    app: &App<'_>,
    stage: &Stage<'_>,
    scenes: &[String],
    appearance: &str,
    how: &str,
    broken: &mut Broken,
) {
    for scene in scenes {
        stage.show_plain(scene, appearance).await;
        for rule in axe::broken_by_colors(&app.page).await {
            broken.entry(rule).or_insert(format!("{scene}, {appearance}{how}"));
        }
    }
}

fn report(broken: &Broken, began: Instant) {
    println!("axe took {} s", began.elapsed().as_secs());
    let lines: Vec<_> = broken.iter().map(|(rule, scene)| format!("{scene}:\n{rule}")).collect();
    assert!(broken.is_empty(), "{} things are wrong:\n{}", broken.len(), lines.join("\n"));
}

/// Makes everything in the window twice as large, with the keys for that.
async fn zoom_to_double(app: &App<'_>) {
    let width = async || app.page.script("return innerWidth", vec![]).await.as_u64();
    let full = width().await.expect("a width is a number");
    // Each press adds a fifth of the first size.
    for step in 1..=5 {
        app.page.press_with(CONTROL, '+').await;
        until("the page to grow", async || {
            width().await.filter(|now| now.abs_diff(full * 5 / (5 + step)) < 3)
        })
        .await;
    }
}

/// The elements that make the page wider than the window.
const SIDEWAYS: &str = "
const most = document.documentElement.clientWidth;
const wide = [document.scrollingElement, document.querySelector('main')].filter((e) => e && e.scrollWidth > e.clientWidth);
return wide.map((e) => `${e.tagName} has ${e.scrollWidth} of ${e.clientWidth} px in a window of ${most}`);";
