use std::time::Duration;

use velvet_core::{
    clock::Clock,
    view::{Action, Cause, ErrorCode, Failure, ListGroupKind as Kind, ListView, PeopleSource, RowReason},
};
use velvet_practice::{Fault, Rule};

use crate::common::{Stage, lists::start};

impl Stage {
    /// Returns the IDs and usernames of some fans who are not VIP.
    async fn usernames(&self, count: usize) -> Vec<(String, String)> {
        self.read(&PeopleSource::Followers, false).await.unwrap();
        let people = self.people(&PeopleSource::Followers).await.into_iter();
        let others = people.filter(|one| !self.service.is_vip(&self.account(), &one.fan));
        let named: Vec<_> = others.filter_map(|one| Some((one.fan, one.username?))).take(count).collect();
        assert_eq!(named.len(), count, "there are not so many");
        named
    }

    async fn paste_names(&self, named: &[(String, String)]) -> ListView {
        let names: Vec<_> = named.iter().map(|(_, name)| format!("@{name}")).collect();
        self.app.lists().await.paste(names.join("\n")).await.unwrap()
    }

    async fn look_up_names(&self, list: &ListView) -> Result<ListView, Failure> {
        self.app.lists().await.look_up_names(list.revision).await
    }
}

fn counts(list: &ListView) -> Vec<(Kind, u64)> {
    list.groups.iter().map(|group| (group.kind, group.count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn names_in_a_list_are_looked_up_once_and_added_by_their_ids() {
    let stage = Stage::ready().await;
    let named = stage.usernames(3).await;
    let text =
        format!("@{}\n{}\n@{}\n@nobody.is.called.so\n", named[0].1, stage.fan(), named[1].1.to_uppercase());
    let before = stage.service.request_count();
    let list = stage.app.lists().await.paste(text.clone()).await.unwrap();
    assert_eq!(stage.service.request_count(), before, "the check asks for nothing");
    assert_eq!(counts(&list), [(Kind::Ready, 1), (Kind::Name, 3)]);
    let offer = list.names.clone().unwrap();
    assert_eq!((offer.count, offer.credits, offer.stopped), (3, 6, None));
    assert!(offer.seconds.is_some());

    let found = stage.look_up_names(&list).await.unwrap();
    assert_eq!(counts(&found), [(Kind::Ready, 1), (Kind::ByName, 2), (Kind::NotAFan, 1)]);
    assert_eq!((found.ready, &found.names), (3, &None));
    assert_eq!(found.groups[2].reasons[0].reason, RowReason::NameUnknown);
    let rows = stage.app.lists().await.rows(Kind::ByName, 0, 9).await.unwrap().rows;
    let ids: Vec<_> = rows.iter().filter_map(|row| row.fan.clone()).collect();
    assert_eq!(ids, [named[0].0.clone(), named[1].0.clone()]);
    assert_eq!(rows[0].called.as_ref().unwrap().username.as_ref(), Some(&named[0].1));
    let asked = stage.service.request_count() - before;
    assert!((3..=6).contains(&asked), "{asked} requests");

    // The same list costs nothing more later.
    let again = stage.app.lists().await.paste(text).await.unwrap();
    assert_eq!((again.ready, again.names.clone()), (3, None));
    assert_eq!(stage.service.request_count(), before + asked);
    let batch = stage.app.lists().await.start(start(&again)).await.unwrap();
    assert_eq!(stage.until_ended(batch.id).await.counts.added, 3);
    assert!(
        stage.service.is_vip(&stage.account(), &named[0].0)
            && stage.service.is_vip(&stage.account(), &named[1].0)
    );
    // The log shows the name.
    let rows = stage.log().await;
    let row = rows.iter().find(|row| row.fan == named[0].0).unwrap();
    assert!(row.label.as_ref().unwrap().contains(&named[0].1), "{row:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_up_that_the_service_ends_keeps_whom_it_found_and_resumes_there() {
    let stage = Stage::ready().await;
    let named = stage.usernames(4).await;
    let list = stage.paste_names(&named).await;
    let rule = Rule::new(Fault::Status { status: 402 }).path("/*/chats").skip(2).always();
    stage.service.push_fault(rule);
    let stopped = stage.look_up_names(&list).await.unwrap();
    let left = stopped.names.clone().unwrap();
    assert_eq!(left.stopped.unwrap().code, ErrorCode::from(Cause::CreditsSpent));
    assert_eq!((stopped.ready, left.count), (2, 2));

    stage.service.clear_faults();
    let before = stage.service.request_count();
    let found = stage.look_up_names(&stopped).await.unwrap();
    assert_eq!((found.ready, found.names.clone()), (4, None));
    assert!(stage.service.request_count() - before <= 4, "the first two are not asked for again");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_that_makes_no_sense_does_not_keep_the_others_from_being_found() {
    let stage = Stage::ready().await;
    let named = stage.usernames(3).await;
    let list = stage.paste_names(&named).await;
    let nonsense = Fault::Reply { status: 200, headers: [].into(), body: "nonsense".to_owned() };
    stage.service.push_fault(Rule::new(nonsense).path("/*/chats"));
    let found = stage.look_up_names(&list).await.unwrap();
    let left = found.names.clone().unwrap();
    assert_eq!((found.ready, left.count), (2, 1));
    assert_eq!(left.stopped.unwrap().code, ErrorCode::from(Cause::ReplyUnreadable));
    // The next check of the list shows no problem.
    let checked = stage.app.lists().await.check(stage.account(), Action::Add).await.unwrap();
    assert_eq!(checked.names.unwrap().stopped, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_up_can_be_stopped() {
    let stage = Stage::ready().await;
    let named = stage.usernames(3).await;
    let list = stage.paste_names(&named).await;
    let before = stage.service.request_count();
    let rule = Rule::new(Fault::Delay { ms: 60_000 }).path("/*/chats").always();
    stage.service.push_fault(rule);
    let (app, revision) = (stage.app.clone(), list.revision);
    let asked = tokio::spawn(async move { app.lists().await.look_up_names(revision).await });
    stage.service.received(before + 1).await;
    stage.app.lists().await.stop_look_up();
    let stopped = asked.await.unwrap().unwrap();
    let left = stopped.names.unwrap();
    assert_eq!((left.count, left.stopped, stopped.ready), (3, None, 0));
    assert_eq!(stage.service.request_count(), before + 1);
    // A closed list is not looked up.
    stage.app.lists().await.close().await.unwrap();
    let gone = stage.app.lists().await.look_up_names(stopped.revision).await.unwrap_err();
    assert_eq!(gone.code, ErrorCode::ListOutdated);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_looked_up_for_the_account_that_was_checked() {
    let stage = Stage::ready().await;
    let named = stage.usernames(1).await;
    let list = stage.paste_names(&named).await;
    let found = stage.look_up_names(&list).await.unwrap();
    assert_eq!(found.ready, 1);
    // Another account has other chats, and needs a lookup of its own.
    let other = stage.service.accounts()[1].account_id.clone();
    let checked = stage.app.lists().await.check(other.clone(), Action::Add).await.unwrap();
    assert_eq!((checked.ready, checked.names.clone().unwrap().count), (0, 1));
    stage.look_up_names(&checked).await.unwrap();
    let requests = stage.service.requests();
    assert!(requests.last().unwrap().path.contains(&other), "{:?}", requests.last());
    let old = stage.app.lists().await.look_up_names(checked.revision).await.unwrap_err();
    assert_eq!(old.code, ErrorCode::ListOutdated, "it is not as it was shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_in_a_list_is_not_paid_for_again_before_its_end() {
    let stage = Stage::ready().await;
    let text = "@nobody.is.called.so\n@nor.so".to_owned();
    let list = stage.app.lists().await.paste(text.clone()).await.unwrap();
    let found = stage.look_up_names(&list).await.unwrap();
    assert_eq!((counts(&found), &found.names), (vec![(Kind::NotAFan, 2)], &None));
    // As long as the lookup of thousands of others takes.
    stage.clock.sleep(Duration::from_secs(3 * 3600)).await;
    let again = stage.app.lists().await.paste(text).await.unwrap();
    assert_eq!((counts(&again), again.names), (vec![(Kind::NotAFan, 2)], None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_forgotten_looks_nobody_up_any_more() {
    let stage = Stage::ready().await;
    let named = stage.usernames(3).await;
    let list = stage.paste_names(&named).await;
    let before = stage.service.request_count();
    // Long enough to remove the key meanwhile. Otherwise the next name would be requested.
    stage.service.push_fault(Rule::new(Fault::Delay { ms: 2_000 }).path("/*/chats"));
    let (app, revision) = (stage.app.clone(), list.revision);
    let asked = tokio::spawn(async move { app.lists().await.look_up_names(revision).await });
    stage.service.received(before + 1).await;
    let key = stage.app.state().await.keys[0].id;
    stage.app.keys().await.remove(key).await.unwrap();
    let _ended = asked.await.unwrap();
    assert_eq!(stage.service.request_count(), before + 1);
}
