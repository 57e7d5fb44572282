use velvet_core::view::{
    Action, Cause, ErrorCode, ListGroupKind as Kind, ListView, PeopleKnown, PeopleSource, Person,
    RejectedRowsWords, StartList,
};

use crate::common::{Stage, lists::start};
use velvet_practice::{Fault, Rule};

const FOLLOWERS: PeopleSource = PeopleSource::Followers;

/// Cuts an ID to the 15 digits that a spreadsheet keeps.
fn cut(id: &str) -> String {
    format!("{}{}", &id[..15], "0".repeat(id.len() - 15))
}

fn count(list: &ListView, kind: Kind) -> u64 {
    list.groups.iter().find(|group| group.kind == kind).map_or(0, |group| group.count)
}

impl Stage {
    /// Loads the followers. Returns some who are not VIP and have a username.
    async fn followers(&self, count: usize) -> Vec<Person> {
        self.read(&FOLLOWERS, false).await.unwrap();
        let people = self.people(&FOLLOWERS).await.into_iter();
        let others =
            people.filter(|one| one.username.is_some() && !self.service.is_vip(&self.account(), &one.fan));
        others.take(count).collect()
    }

    /// Pastes the damaged IDs of people. The first one's row has the username, and the others have none.
    async fn paste_damaged(&self, people: &[Person]) -> ListView {
        let name = |place: usize| people[place].username.clone().filter(|_| place == 0).unwrap_or_default();
        let row = |place: usize| format!("{}\t{}\n", name(place), cut(&people[place].fan));
        let rows: String = (0..people.len()).map(row).collect();
        self.app.lists().await.paste(format!("name\tid\n{rows}")).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_ids_are_matched_with_followers_and_only_the_named_one_is_ready() {
    let stage = Stage::ready().await;
    let people = stage.followers(5).await;
    let requests = stage.service.request_count();
    let list = stage.paste_damaged(&people).await;
    assert_eq!((list.ready, count(&list, Kind::Damaged)), (0, 5));
    let matching = list.matching.unwrap();
    assert!(!matching.matched && matching.fans > 200, "{matching:?}");
    assert!(!matching.unread.contains(&FOLLOWERS) && matching.unread.contains(&PeopleSource::Vips));
    let list = stage.app.lists().await.match_fans().await.unwrap();
    assert_eq!(
        (
            list.ready,
            count(&list, Kind::Matched),
            count(&list, Kind::MatchedById),
            count(&list, Kind::Damaged)
        ),
        (1, 1, 4, 0)
    );
    assert_eq!(stage.service.request_count(), requests, "matching makes no requests");
    let rows = stage.app.lists().await.rows(Kind::MatchedById, 0, 9).await.unwrap().rows;
    assert_eq!(rows[0].fan.as_ref(), Some(&people[1].fan));
    assert_eq!(rows[0].candidates[0].called.username, people[1].username);

    // One more is chosen by hand, and the choice can be taken back.
    for (fan, ready) in [(Some(people[1].fan.clone()), 2), (None, 1), (Some(people[1].fan.clone()), 2)] {
        let list = stage.app.lists().await.choose_match(rows[0].row, fan).await.unwrap();
        assert_eq!(list.ready, ready);
    }
    let list = stage.app.lists().await.check(stage.account(), Action::Add).await.unwrap();
    assert_eq!(list.ready, 2, "the choice holds for the same account");
    let batch = stage.app.lists().await.start(start(&list)).await.unwrap();
    assert_eq!(stage.until_ended(batch.id).await.counts.added, 2);
    let vip = |place: usize| stage.service.is_vip(&stage.account(), &people[place].fan);
    assert_eq!((0..5).map(vip).collect::<Vec<_>>(), [true, true, false, false, false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_ids_are_matched_with_fans_who_have_a_chat() {
    let stage = Stage::ready().await;
    let damaged = "name\tid\nnobody\t843584256474116000\n".to_owned();
    let list = stage.app.lists().await.paste(damaged).await.unwrap();
    assert!(list.matching.unwrap().unread.contains(&PeopleSource::Chats));
    let view = stage.read(&PeopleSource::Chats, false).await.unwrap();
    assert_eq!((view.known, view.stopped), (PeopleKnown::Once, None));
    let people = stage.people(&PeopleSource::Chats).await;
    assert_eq!(people.len() as u64, view.people);
    let named = |one: &&Person| one.username.is_some() && !stage.service.is_vip(&stage.account(), &one.fan);
    let people: Vec<Person> = people.iter().filter(named).take(3).cloned().collect();
    let list = stage.paste_damaged(&people).await;
    assert!(!list.matching.unwrap().unread.contains(&PeopleSource::Chats));
    let list = stage.app.lists().await.match_fans().await.unwrap();
    assert_eq!((list.ready, count(&list, Kind::MatchedById), count(&list, Kind::Damaged)), (1, 2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn fans_matched_by_id_alone_are_added_only_if_the_user_wants_it() {
    let stage = Stage::ready().await;
    let people = stage.followers(3).await;
    stage.paste_damaged(&people).await;
    let list = stage.app.lists().await.match_fans().await.unwrap();
    let words = RejectedRowsWords {
        name: "left out".to_owned(),
        reasons: [("matched_by_id".to_owned(), "Fits one fan".to_owned())].into(),
    };
    let place = stage.folder.path().join("left out.csv");
    stage.app.lists().await.rejected_rows(words).unwrap().write(place.clone()).await.unwrap();
    let text = std::fs::read_to_string(place).unwrap();
    assert!(text.contains(&format!("Fits one fan: {}", people[1].fan)), "{text}");
    let batch = stage
        .app
        .lists()
        .await
        .start(StartList { include: vec![Kind::MatchedById], ..start(&list) })
        .await
        .unwrap();
    assert_eq!(stage.until_ended(batch.id).await.counts.added, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fan_whom_the_app_does_not_know_is_looked_up_by_the_name_beside_the_damaged_id() {
    let stage = Stage::ready().await;
    let chat = stage.service.samples(2);
    stage.read(&PeopleSource::Vips, false).await.unwrap();
    // The second name is another fan's, whose ID doesn't fit.
    let rows =
        format!("name\tid\n{}\t{}\n{}\t{}\n", chat[0].1, cut(&chat[0].0), chat[1].1, "911142093332598000");
    let list = stage.app.lists().await.paste(rows).await.unwrap();
    assert!(list.names.is_none(), "{:?}", list.names);
    let list = stage.app.lists().await.match_fans().await.unwrap();
    assert_eq!((list.ready, list.names.unwrap().count), (0, 2));
    let list = stage.app.lists().await.look_up_names(list.revision).await.unwrap();
    assert_eq!((list.ready, count(&list, Kind::Matched), count(&list, Kind::Damaged)), (1, 1, 1));
    let row = stage.app.lists().await.rows(Kind::Matched, 0, 9).await.unwrap().rows.remove(0);
    assert_eq!(row.fan.as_ref(), Some(&chat[0].0));
}

#[tokio::test(flavor = "multi_thread")]
async fn fans_of_one_account_are_not_matched_for_another() {
    let stage = Stage::ready().await;
    let people = stage.followers(2).await;
    stage.paste_damaged(&people).await;
    stage.app.lists().await.match_fans().await.unwrap();
    let other = stage.service.accounts()[1].account_id.clone();
    let list = stage.app.lists().await.check(other, Action::Add).await.unwrap();
    assert_eq!((list.ready, count(&list, Kind::Damaged), list.matching.unwrap().fans), (0, 2, 0));
    let row = list.groups.iter().find(|group| group.kind == Kind::Damaged).unwrap().examples[0].row;
    let refused = stage.app.lists().await.choose_match(row, Some(people[0].fan.clone())).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ListOutdated);
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_ids_are_found_by_asking_for_the_ids_they_may_have_been() {
    let stage = Stage::ready().await;
    let fans = stage.service.samples(3);
    let rows: Vec<_> = fans.iter().map(|(id, name)| format!("{name}\t{}", cut(id))).collect();
    let list = stage.app.lists().await.paste(format!("name\tid\n{}", rows.join("\n"))).await.unwrap();
    let offer = list.ids.clone().unwrap();
    assert!(offer.count <= 48 && offer.credits == 1, "{offer:?}");
    let requests = stage.service.request_count();
    let list = stage.app.lists().await.look_up_ids(list.revision).await.unwrap();
    assert_eq!(stage.service.request_count(), requests + 1);
    assert_eq!((list.ready, count(&list, Kind::Matched), list.ids), (3, 3, None));
    let rows = stage.app.lists().await.rows(Kind::Matched, 0, 9).await.unwrap().rows;
    let found: Vec<_> = rows.into_iter().filter_map(|row| row.fan).collect();
    assert_eq!(found, fans.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_that_the_server_has_no_account_for_are_not_ready() {
    let stage = Stage::ready().await;
    let fans = stage.service.samples(60);
    // A neighbor of the first fan's ID, as a typo in the last digit makes it.
    let slip = format!("{}{}", &fans[0].0[..17], if fans[0].0.ends_with('1') { 2 } else { 1 });
    let ids: Vec<&str> = fans.iter().map(|(id, _)| id.as_str()).chain([slip.as_str()]).collect();
    let list = stage.app.lists().await.paste(ids.join("\n")).await.unwrap();
    let asked = list.ids.clone().unwrap();
    let doubted = count(&list, Kind::Unlikely);
    assert_eq!((asked.count, asked.credits, list.ready + doubted), (list.ready, 2, fans.len() as u64 + 1));
    stage
        .service
        .push_fault(Rule::new(Fault::Status { status: 402 }).path("/accounts/by-ids").skip(1).always());
    let stopped = stage.app.lists().await.look_up_ids(list.revision).await.unwrap();
    let left = stopped.ids.unwrap();
    assert_eq!(
        (left.count, left.stopped.unwrap().code),
        (list.ready - 50, ErrorCode::from(Cause::CreditsSpent))
    );
    stage.service.clear_faults();
    let list = stage.app.lists().await.look_up_ids(stopped.revision).await.unwrap();
    assert_eq!((list.ready, count(&list, Kind::Unlikely), list.ids), (fans.len() as u64, 1, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_columns_the_one_with_known_fans_is_taken() {
    let stage = Stage::ready().await;
    let people = stage.followers(20).await;
    // Accounts that were created a moment after those of the followers.
    let later = |place: usize, moment: u64| people[place].fan.parse::<u64>().unwrap() + (moment << 22);
    let paste = async |known: usize| {
        let row = |place: usize| {
            let second = if place < known { people[place].fan.clone() } else { later(place, 1).to_string() };
            format!("{}\t{second}\n", later(place, 2))
        };
        let rows: String = (0..20).map(row).collect();
        stage.app.lists().await.paste(format!("a\tb\n{rows}")).await.unwrap()
    };
    assert!(paste(0).await.asks.is_some());
    assert!(paste(1).await.asks.is_some(), "one of twenty may be chance");
    let list = paste(20).await;
    assert_eq!((list.asks, list.id_column, list.ready), (None, 1, 20));
}
