use velvet_core::{
    model::search_key::search_key,
    view::{
        Action, Actor, Cause, ErrorCode, Outcome, PeopleColumn, PeopleKnown, PeopleShow, PeopleStep, Person,
        Speed, StartPeople, VipState,
    },
};
use velvet_practice::{Fault, Rule};

use super::desk::{VIPS, all};
use crate::common::{Stage, chats_are};

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_read_and_kept() {
    let stage = Stage::ready().await;
    let before = stage.view(&VIPS).await;
    assert_eq!(
        (before.known, before.read, before.people, before.credits),
        (PeopleKnown::Unread, None, 0, None)
    );
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!((view.known, view.stopped, view.reading), (PeopleKnown::Once, None, None));
    let truth = stage.truth();
    assert_eq!((stage.shown().await, view.people), (truth.clone(), truth.len() as u64));
    let pages = stage.pages() as u64;
    assert_eq!(view.credits, Some(pages), "one request a page, and so much the next time");
    assert!(stage.people(&VIPS).await.iter().all(|one| one.came == Some(Actor::Before) && !one.changed));
    let told = stage.events.people.lock().unwrap().clone();
    assert!(told.iter().any(|view| view.reading.is_some_and(|now| now.step == PeopleStep::List)));
    assert!(told.windows(2).all(|pair| pair[0].revision < pair[1].revision));
    let stage = stage.restarted();
    assert_eq!((stage.shown().await, stage.view(&VIPS).await.read), (truth, view.read));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_on_the_site_is_marked_as_such() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let leaves = stage.shown().await.into_iter().next().unwrap();
    let comes = stage.service.samples(2)[1].0.clone();
    stage.on_the_site(&leaves, false);
    stage.on_the_site(&comes, true);
    stage.add().await;
    let pages = stage.pages();
    let view = stage.read(&VIPS, false).await.unwrap();
    assert!(stage.pages() > pages + 1, "who is missing is looked for once more");
    assert_eq!((view.came_outside, view.left_outside, view.missed, view.known), (1, 1, 0, PeopleKnown::Sure));
    assert_eq!(stage.shown().await, stage.truth());
    let query = || stage.query(&VIPS);
    let mut changed = query();
    changed.show = PeopleShow::Changed;
    let people = stage.find(changed).await.1;
    let of = |fan: &str| people.iter().find(|one| one.fan == fan).unwrap();
    assert_eq!(people.len(), 2);
    assert_eq!((of(&comes).came, of(&comes).vip), (Some(Actor::Outside), VipState::Vip));
    assert_eq!((of(&leaves).left, of(&leaves).vip), (Some(Actor::Outside), VipState::Left));
    let own = stage.people(&VIPS).await.into_iter().find(|one| one.fan == stage.fan()).unwrap();
    assert_eq!((own.came, own.changed), (Some(Actor::App), false));
    // The next refresh finds no changes.
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!((view.came_outside, view.left_outside), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_empty_or_short_page_takes_nobody_off() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let truth = stage.truth();
    for skip in [0, 1, 2] {
        // The page is empty, also when it is requested again.
        stage.service.push_fault(Rule::new(Fault::EmptyData).path("/*/chats").skip(skip).times(2));
        let view = stage.read(&VIPS, false).await.unwrap();
        assert_eq!((stage.shown().await, view.left_outside), (truth.clone(), 0), "skip {skip}");
        stage.service.clear_faults();
    }
    // A page that ends the list too early.
    let gone = Fault::Edit { place: "/data/data/response/data/3".to_owned(), value: None };
    stage.service.push_fault(Rule::new(gone).path("/*/chats"));
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!((stage.shown().await, view.missed), (truth, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_is_doubted_until_certainty_is_asked_for() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let all = stage.truth();
    for fan in &all {
        stage.on_the_site(fan, false);
    }
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!((view.known, view.missed, view.left_outside), (PeopleKnown::Part, all.len() as u64, 0));
    let view = stage.read(&VIPS, true).await.unwrap();
    assert_eq!((view.known, view.missed, view.left_outside), (PeopleKnown::Sure, 0, all.len() as u64));
    assert!(stage.shown().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn certainty_is_two_readings_that_agree() {
    let stage = Stage::ready().await;
    let once = {
        stage.read(&VIPS, false).await.unwrap();
        stage.pages()
    };
    let view = stage.read(&VIPS, true).await.unwrap();
    assert_eq!((view.known, stage.pages()), (PeopleKnown::Sure, 3 * once));
    // The first refresh misses the first row of a page. The second and third agree.
    let gone = Fault::Edit { place: "/data/data/response/data/0".to_owned(), value: None };
    stage.service.push_fault(Rule::new(gone).path("/*/chats"));
    let view = stage.read(&VIPS, true).await.unwrap();
    assert_eq!((view.known, stage.pages()), (PeopleKnown::Sure, 6 * once));
    assert_eq!(stage.shown().await, stage.truth());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stops_in_the_middle_resumes_from_there() {
    let stage = Stage::ready().await;
    // The second request for chats is the one that the filter is compared with.
    stage.service.push_fault(Rule::new(Fault::Status { status: 402 }).path("/*/chats").skip(3));
    let view = stage.read(&VIPS, false).await.unwrap();
    let stopped = view.stopped.unwrap();
    assert_eq!((stopped.code, view.known), (ErrorCode::from(Cause::CreditsSpent), PeopleKnown::Unread));
    let (some, pages) = (stage.shown().await, stage.pages());
    assert!(some.len() as u64 == view.people && !some.is_empty() && some.len() < stage.truth().len());
    assert!(some.is_subset(&stage.truth()));
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!((view.stopped, view.known), (None, PeopleKnown::Once));
    assert_eq!(stage.shown().await, stage.truth());
    let again = stage.pages() - pages;
    let whole = {
        stage.read(&VIPS, false).await.unwrap();
        stage.pages() - pages - again
    };
    assert_eq!(again, whole - 2, "the first two pages were not read again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_is_stopped_at_any_time_and_there_is_one_at_a_time() {
    let stage = Stage::ready().await;
    stage.service.push_fault(Rule::new(Fault::Hang).path("/*/chats").skip(2));
    let both = async {
        stage.service.received(4).await;
        let refused = stage.app.people().await.refresh(stage.account(), VIPS, false).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::PeopleBusy);
        stage.app.people().await.stop();
    };
    let (view, ()) = tokio::join!(stage.read(&VIPS, false), both);
    let view = view.unwrap();
    assert_eq!(view.stopped.unwrap().code, ErrorCode::PeopleStopped);
    assert!(view.people > 0 && view.reading.is_none());
    assert_eq!(stage.read(&VIPS, false).await.unwrap().known, PeopleKnown::Once);
    assert_eq!(stage.shown().await, stage.truth());
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_everything_does_not_wait_for_a_reading_that_hangs() {
    let stage = Stage::ready().await;
    stage.service.push_fault(Rule::new(Fault::Hang).path("/*/chats"));
    let erase = async {
        stage.service.received(2).await;
        stage.app.erase_everything().await.unwrap()
    };
    let began = std::time::Instant::now();
    let (_, state) = tokio::join!(stage.read(&VIPS, false), erase);
    assert!(state.accounts.is_empty());
    assert!(began.elapsed() < std::time::Duration::from_secs(15), "a request would be waited for twenty");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_app_does_is_on_the_list_at_once() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let row = stage.add().await;
    assert_eq!(stage.shown().await, stage.truth());
    stage.later().await;
    stage.app.items().await.undo(row.item).await.unwrap();
    assert_eq!(stage.shown().await, stage.truth());
    // The app removed the fan, and then they were added on the website.
    stage.on_the_site(&stage.fan(), true);
    stage.read(&VIPS, false).await.unwrap();
    let back = stage.people(&VIPS).await.into_iter().find(|one| one.fan == stage.fan()).unwrap();
    assert_eq!((back.vip, back.came), (VipState::Vip, Some(Actor::Outside)));
    // The app added the fan long ago, and then they were removed on the website. The next list adds them again.
    stage.on_the_site(&stage.fan(), false);
    stage.read(&VIPS, false).await.unwrap();
    let list = stage.app.lists().await.paste(stage.fan()).await.unwrap();
    assert_eq!(list.ready, 1, "{:?}", list.groups);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_app_added_and_the_list_never_showed_may_have_no_chat() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let account = stage.account();
    let quiet = stage
        .service
        .fans()
        .into_iter()
        .find(|fan| !stage.service.has_chat(&account, fan) && !stage.service.is_vip(&account, fan));
    let quiet = quiet.unwrap();
    stage.app.items().await.add(account, quiet.clone()).await.unwrap();
    let pages = stage.pages();
    let view = stage.read(&VIPS, false).await.unwrap();
    let once = stage.pages() - pages;
    assert_eq!((view.missed, view.left_outside), (1, 0));
    stage.read(&VIPS, false).await.unwrap();
    assert_eq!(stage.pages() - pages, 2 * once, "nobody looks for them twice");
    let one = stage.people(&VIPS).await.into_iter().find(|one| one.fan == quiet).unwrap();
    assert_eq!((one.vip, one.came), (VipState::Missed, Some(Actor::App)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unconfirmed_is_reconciled_by_the_list() {
    let stage = Stage::ready().await;
    let row = stage.add_with(Rule::new(Fault::Reset).effect(true)).await;
    assert_eq!(row.outcome, Some(Outcome::Unconfirmed));
    stage.read(&VIPS, false).await.unwrap();
    assert_eq!(stage.log().await[0].outcome, Some(Outcome::Added));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chosen_are_removed_and_put_back() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let before = stage.truth();
    let mut query = stage.query(&VIPS);
    query.sort = PeopleColumn::Name;
    let (found, people) = stage.find(query).await;
    let mut selection = all(found);
    selection.ranges = vec![(2, 7), (5, 9), (11, 12)];
    let offer = stage.app.people().await.offer(selection.clone(), Action::Remove).await.unwrap();
    assert_eq!((offer.chosen, offer.count, offer.account), (8, 8, stage.account()));
    let ids = stage.app.people().await.ids(&selection).unwrap();
    let expected: Vec<_> = [2, 3, 4, 5, 6, 7, 8, 11].map(|place| people[place].fan.as_str()).into();
    assert_eq!((ids.count, ids.text), (8, expected.join("\n")), "each once, in the order of the rows");
    let start = StartPeople {
        selection: selection.clone(),
        action: Action::Remove,
        speed: Speed::Fast,
        name: String::new(),
    };
    let batch = stage.app.people().await.start(start.clone()).await.unwrap();
    stage.app.idle().await;
    let gone: Vec<_> = before.difference(&stage.truth()).cloned().collect();
    assert_eq!(gone.len(), 8);
    assert!(gone.iter().all(|fan| expected.contains(&fan.as_str())));
    assert_eq!(stage.shown().await, stage.truth());
    // The log shows their names.
    let of = |fan: &str| people.iter().find(|one| one.fan == fan).unwrap().username.clone().unwrap();
    assert!(stage.log().await.iter().all(|row| row.label.as_ref().unwrap().contains(&of(&row.fan))));
    let refused = stage.app.people().await.start(start).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::PeopleNothingToDo, "they are no VIPs any more");
    stage.app.batches().await.undo(batch.id).await.unwrap();
    stage.app.idle().await;
    assert_eq!((stage.truth(), stage.shown().await), (before.clone(), before));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_what_they_are_called() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let people = stage.people(&VIPS).await;
    let one = people.iter().find(|one| one.name.is_some() && one.username.is_some()).unwrap();
    let username = one.username.clone().unwrap();
    for text in [format!("@{}", username.to_uppercase()), one.fan[3..].to_owned(), one.name.clone().unwrap()]
    {
        let mut query = stage.query(&VIPS);
        query.text = text.clone();
        let (found, rows) = stage.find(query).await;
        assert!(rows.iter().any(|row| row.fan == one.fan), "{text}");
        assert!(found.total < found.all);
    }
    stage.app.entries().await.set_note(one.fan.clone(), "pays late".to_owned()).await.unwrap();
    let mut query = stage.query(&VIPS);
    query.text = "late PAYS".to_owned();
    assert_eq!(stage.find(query).await.1.len(), 1);
    for sort in [PeopleColumn::Name, PeopleColumn::Fan, PeopleColumn::Since, PeopleColumn::Listed] {
        let mut query = stage.query(&VIPS);
        query.sort = sort;
        let up = stage.find(query.clone()).await.1;
        query.descending = true;
        let down = stage.find(query).await.1;
        assert_eq!((up.len(), down.len()), (people.len(), people.len()), "{sort:?}");
        // Those without a value come last either way.
        let key = |one: &Person| match sort {
            PeopleColumn::Name => one.name.as_ref().or(one.username.as_ref()).map(|name| search_key(name)),
            PeopleColumn::Fan => Some(format!("{:0>20}", one.fan)),
            PeopleColumn::Since => one.since.map(|since| format!("{since:0>20}")),
            PeopleColumn::Listed => {
                people.iter().position(|it| it.fan == one.fan).map(|at| format!("{at:0>20}"))
            }
        };
        let known = |rows: &[Person]| rows.iter().map_while(key).collect::<Vec<_>>();
        let (rising, falling) = (known(&up), known(&down));
        assert_eq!(rising.len(), people.iter().filter_map(key).count(), "{sort:?}");
        assert!(rising.is_sorted(), "{sort:?}: {rising:?}");
        assert!(falling.iter().rev().is_sorted() && falling.len() == rising.len(), "{sort:?}: {falling:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_name_nobody_are_counted_and_nothing_is_invented() {
    let stage = Stage::ready().await;
    let place = "/data/data/response/data/1/partnerAccountId".to_owned();
    stage.service.push_fault(Rule::new(Fault::Edit { place, value: None }).path("/*/chats").times(100));
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!(view.known, PeopleKnown::Part);
    assert!(view.nameless > 0 && stage.shown().await.is_subset(&stage.truth()));
    stage.service.clear_faults();
    stage.service.push_fault(Rule::new(Fault::EndlessList).path("/*/chats").always());
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!(view.known, PeopleKnown::Part);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_may_be_all_chats_shows_nobody() {
    let stage = Stage::ready().await;
    let row = stage.add_with(Rule::new(Fault::Reset).effect(false)).await;
    stage.service.push_fault(chats_are(&[stage.fan()]));
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!(view.stopped.unwrap().code, ErrorCode::from(Cause::VipFilterIgnored));
    assert_eq!((view.known, view.people), (PeopleKnown::Unread, 0));
    assert!(stage.shown().await.is_empty());
    let refused = stage.app.items().await.check(row.item).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::from(Cause::VipFilterIgnored));
    assert_eq!(stage.log().await[0].outcome, Some(Outcome::Unconfirmed));
    stage.service.clear_faults();
    assert_eq!(stage.read(&VIPS, false).await.unwrap().known, PeopleKnown::Once);
    assert_eq!(stage.shown().await, stage.truth());
}
