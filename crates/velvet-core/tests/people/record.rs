//! Names of fans in the log, and what is known of one fan.

use velvet_core::view::{Actor, ErrorCode, VipState};

use super::desk::VIPS;
use crate::common::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn fans_in_the_log_get_their_names_when_a_list_is_loaded() {
    let stage = Stage::ready().await;
    let vip = stage.truth().into_iter().next().unwrap();
    let mira = stage.account();
    stage.app.items().await.add_anyway(mira, vip.clone()).await.unwrap();
    assert_eq!(stage.log().await[0].label, None, "nobody has said yet who they are");
    let told = stage.events.marks.lock().unwrap().len();
    stage.read(&VIPS, false).await.unwrap();
    assert!(stage.events.marks.lock().unwrap().len() > told, "the window reads its rows again");
    let row = stage.log().await.swap_remove(0);
    let person = stage.people(&VIPS).await.into_iter().find(|one| one.fan == vip).unwrap();
    let (name, username) = (person.name.unwrap(), person.username.unwrap());
    assert_eq!(row.label, Some(format!("{name} (@{username})")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fan_is_known_on_all_accounts() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let vip = stage.truth().into_iter().next().unwrap();
    let accounts: Vec<String> = stage.app.state().await.accounts.into_iter().map(|one| one.id).collect();
    let other = accounts.iter().find(|one| **one != stage.account()).unwrap().clone();
    stage.app.items().await.add_anyway(other.clone(), vip.clone()).await.unwrap();
    let row = stage.app.items().await.add_anyway(stage.account(), vip.clone()).await.unwrap();
    stage.app.items().await.undo(row.item).await.unwrap();
    stage.app.entries().await.set_note(vip.clone(), "pays well".to_owned()).await.unwrap();
    let record = stage.app.people().await.record(vip.clone()).await.unwrap();
    assert_eq!((record.fan.as_str(), record.total, record.entries.len()), (vip.as_str(), 3, 3));
    assert!(record.entries[0].item > record.entries[1].item, "newest first");
    assert_eq!(record.note.as_deref(), Some("pays well"));
    assert!(record.name.is_some() && record.username.is_some());
    assert_eq!(record.standings.iter().map(|one| one.account.clone()).collect::<Vec<_>>(), accounts);
    let on = |account: &str| record.standings.iter().find(|one| one.account == account).unwrap();
    let (here, there) = (on(&stage.account()), on(&other));
    assert_eq!((here.vip, here.left), (VipState::Left, Some(Actor::App)));
    assert_eq!((there.vip, there.came), (VipState::Vip, Some(Actor::App)));
    // Of a fan of whom nothing is known, it says just that.
    let nobody = stage.app.people().await.record("123456".to_owned()).await.unwrap();
    assert_eq!((nobody.total, nobody.name, nobody.note, nobody.created), (0, None, None, None));
    assert_eq!(nobody.standings.len(), accounts.len());
    assert!(nobody.standings.iter().all(|one| one.vip == VipState::NotSeen || one.vip == VipState::Unknown));
    let failure = stage.app.people().await.record("jamie".to_owned()).await.unwrap_err();
    assert_ne!(failure.code, ErrorCode::Internal);
}
