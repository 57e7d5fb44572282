//! The report for troubleshooting: what it contains, and what it never contains.

use crate::common::{Stage, lists::start};
use velvet_core::view::Cause;
use velvet_practice::{Fault, Rule, Shape};

#[tokio::test(flavor = "multi_thread")]
async fn it_counts_and_says_what_went_wrong_last_and_names_nobody() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..3);
    let list = stage.paste(&fans).await;
    let batch = stage.app.lists().await.start(start(&list)).await.unwrap();
    stage.until_ended(batch.id).await;
    stage.service.push_fault(Rule::new(Fault::Status { status: 403 }).method("POST"));
    stage.app.items().await.add(stage.account(), stage.fan()).await.unwrap();
    stage.app.entries().await.set_note(stage.fan(), "likes tea".to_owned()).await.unwrap();

    // The server's message about one fan may identify them. A message about several fans does not.
    let said = |words: &str| Fault::Shape { shape: Shape::words(403, words) };
    let mira = stage.app.state().await.accounts[0].name.clone();
    let plan = format!("Plan 12345 of {mira} does not include this");
    for (fan, words) in fans.iter().zip([plan.as_str(), plan.as_str(), "Fan likes tea is blocked"]) {
        stage.service.push_fault(Rule::new(said(words)).for_fan(fan));
        stage.app.items().await.add(stage.account(), fan.clone()).await.unwrap();
    }

    let report = stage.app.report(&[("system", "a system".to_owned())]).await.unwrap();
    assert!(report.contains("\nsystem      a system\n"), "{report}");
    assert!(report.contains(" bytes, wal\n"), "{report}");
    assert!(report.contains("7: 3 added, 0 removed, 0 already, 4 failed"), "{report}");
    let causes: Vec<_> = report.lines().skip_while(|line| *line != "Recent errors").skip(1).collect();
    let [alone, one, other, cause] = causes[..] else { panic!("{report}") };
    assert!(cause.contains("add") && cause.ends_with("forbidden"), "{cause}: {:?}", Cause::Forbidden);
    assert!(one.ends_with("forbidden: Plan # of … does not include this"), "{one}");
    assert!(other.ends_with("forbidden: Plan # of … does not include this") && alone.ends_with("forbidden"));

    let account = stage.app.state().await.accounts[0].clone();
    let mut secrets = vec![account.id, account.name, stage.fan(), "likes tea".to_owned()];
    secrets.extend(fans);
    secrets.extend(stage.service.accounts().into_iter().map(|one| one.account_id));
    secrets.push(stage.service.key().to_owned());
    secrets.push(stage.folder.path().display().to_string());
    for secret in secrets {
        assert!(!report.contains(&secret), "{secret} is in it:\n{report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_there_when_the_log_is_not() {
    let stage = Stage::ready().await;
    stage.app.finish().await;
    let report = stage.app.report(&[]).await.unwrap();
    assert!(report.contains("\nlog         internal\n"), "{report}");
}
