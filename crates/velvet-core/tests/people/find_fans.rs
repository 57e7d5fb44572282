use velvet_core::view::{FanHit, Selection};

use super::desk::VIPS;
use crate::common::{Stage, lists::start};

async fn found(stage: &Stage, text: &str) -> Vec<FanHit> {
    stage.app.people().await.find_fans(text.to_owned()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fan_is_found_by_id_name_and_note_in_the_log_and_on_vip_lists() {
    let stage = Stage::ready().await;
    assert_eq!(found(&stage, "  ").await, []);
    let entry = stage.add().await;
    stage.app.entries().await.set_note(entry.fan.clone(), "Met at the Friday show".to_owned()).await.unwrap();
    for text in [entry.fan.as_str(), &entry.fan[4..12], "friday SHOW", "show met"] {
        let hits = found(&stage, text).await;
        assert_eq!(
            hits.first().map(|hit| (hit.fan.as_str(), hit.logged)),
            Some((entry.fan.as_str(), true)),
            "{text}"
        );
        assert_eq!(hits[0].vip_of, [stage.account()], "the app added this fan");
    }
    assert_eq!(found(&stage, "friday nobody").await, [], "each word must be there");

    stage.read(&VIPS, false).await.unwrap();
    let vip = stage.people(&VIPS).await.into_iter().find(|one| one.fan != entry.fan).unwrap();
    let username = vip.username.unwrap();
    let hit = found(&stage, &format!("@{username}")).await.swap_remove(0);
    assert_eq!((&hit.fan, hit.logged, &hit.vip_of[..]), (&vip.fan, false, &[stage.account()][..]));
    assert!(found(&stage, "1").await.len() <= 8);

    stage.on_the_site(&vip.fan, false);
    stage.read(&VIPS, true).await.unwrap();
    assert!(found(&stage, &vip.fan).await.is_empty(), "whoever left a list is not on it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_the_text_comes_before_newer_ids_with_its_digits() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..13);
    let digits = "7735";
    let line = |(place, fan): (usize, &String)| match place {
        0 => format!("{fan}\tÓscar Smith {digits}\n"),
        _ => format!("{fan}\tSmith, number {place}, called {digits}\n"),
    };
    let table: String = fans.iter().enumerate().map(line).collect();
    let list = stage.app.lists().await.paste(format!("id\tname\n{table}")).await.unwrap();
    let batch = stage.app.lists().await.start(start(&list)).await.unwrap();
    stage.until_ended(batch.id).await;
    let hits = found(&stage, &format!("smith {digits}")).await;
    assert_eq!((hits.len(), &hits[0].fan), (8, &fans[0]), "{hits:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_from_the_palette_leaves_what_is_on_screen() {
    let stage = Stage::ready().await;
    let entry = stage.add().await;
    let people = stage.find(stage.query(&VIPS)).await.0;
    for _ in 0..5 {
        found(&stage, &entry.fan).await;
    }
    let selection = Selection { found: people.found, ranges: vec![(0, 1)] };
    assert!(stage.app.people().await.ids(&selection).is_ok(), "the result set is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_the_vips_as_last_loaded_are_found() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let vip = stage.people(&VIPS).await.swap_remove(0);
    stage.app.keys().await.remove(1).await.unwrap();
    let hit = found(&stage, &vip.fan).await.swap_remove(0);
    assert_eq!((hit.fan, hit.vip_of), (vip.fan, vec![stage.account()]));
}
