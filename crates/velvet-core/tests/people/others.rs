use std::collections::BTreeSet;

use velvet_core::view::{
    Action, Cause, ErrorCode, ExportFormat, ExportWords, PeopleKnown, PeopleShow, PeopleSource, Speed,
    StartPeople, SubscribersOf, Subscription, VipState,
};
use velvet_practice::{Fault, Rule};

use super::desk::{VIPS, all};
use crate::common::Stage;

const ACTIVE: PeopleSource = PeopleSource::Subscribers { status: SubscribersOf::Active, tier: None };

fn supporters(days: Option<u32>, most: Option<u32>) -> PeopleSource {
    PeopleSource::Supporters { days, most }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_before_somebody_says_so() {
    let stage = Stage::ready().await;
    let requests = stage.service.request_count();
    let sources = [
        VIPS,
        ACTIVE,
        supporters(Some(30), None),
        PeopleSource::Followers,
        PeopleSource::Chats,
        PeopleSource::Lapsed,
    ];
    for source in sources {
        let view = stage.view(&source).await;
        assert_eq!((view.known, view.people, view.vips_read), (PeopleKnown::Unread, 0, None));
        assert!(stage.people(&source).await.is_empty());
    }
    assert_eq!(stage.service.request_count(), requests);
}

#[tokio::test(flavor = "multi_thread")]
async fn supporters_have_a_rank_and_it_is_said_who_is_vip() {
    let stage = Stage::ready().await;
    let source = supporters(Some(365), None);
    let view = stage.read(&source, false).await.unwrap();
    assert_eq!((view.known, view.credits, view.not_vip), (PeopleKnown::Once, Some(1), None));
    let people = stage.people(&source).await;
    assert!(people.iter().zip(1..).all(|(one, rank)| one.rank == Some(rank) && one.vip == VipState::Unknown));
    let first = people.into_iter().take(5).map(|one| one.fan).collect::<Vec<_>>();
    let most = stage.people(&supporters(Some(365), Some(5))).await;
    assert_eq!(most.iter().map(|one| one.fan.clone()).collect::<Vec<_>>(), first, "without another credit");
    stage.read(&VIPS, false).await.unwrap();
    let vips = stage.shown().await;
    let people = stage.people(&source).await;
    assert!(people.iter().all(|one| (one.vip == VipState::Vip) == vips.contains(&one.fan)));
    let view = stage.view(&source).await;
    assert_eq!(view.not_vip, Some(people.iter().filter(|one| one.vip != VipState::Vip).count() as u64));
    assert!(view.vips_read.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creator_does_not_support_themselves() {
    let stage = Stage::ready().await;
    let native = stage.service.accounts()[0].native_id.clone();
    let source = supporters(Some(365), None);
    let first = || {
        let place = "/data/data/response/0/correlationAccountId".to_owned();
        Rule::new(Fault::Edit { place, value: Some(native.clone().into()) })
    };
    stage.service.push_fault(first());
    stage.read(&source, false).await.unwrap();
    assert_eq!(stage.people(&source).await[0].fan, native, "as long as the app does not know them");
    stage.add().await;
    stage.service.push_fault(first());
    stage.read(&source, false).await.unwrap();
    let people = stage.people(&source).await;
    assert!(people.iter().all(|one| one.fan != native) && people[0].rank == Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chosen_are_added_and_who_is_vip_already_is_skipped() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    stage.read(&ACTIVE, false).await.unwrap();
    let view = stage.view(&ACTIVE).await;
    let source =
        PeopleSource::Subscribers { status: SubscribersOf::Active, tier: Some(view.tiers[0].clone()) };
    let (found, people) = stage.find(stage.query(&source)).await;
    assert!(
        people
            .iter()
            .all(|one| one.tiers.contains(&view.tiers[0]) && one.subscription == Some(Subscription::Active))
    );
    let vips = people.iter().filter(|one| one.vip == VipState::Vip).count() as u64;
    let offer = stage.app.people().await.offer(all(found), Action::Add).await.unwrap();
    assert!(vips > 0);
    assert_eq!((offer.chosen, offer.count), (found.total, found.total - vips));
    let start = StartPeople {
        selection: all(found),
        action: Action::Add,
        speed: Speed::Fast,
        name: "Gold".to_owned(),
    };
    let batch = stage.app.people().await.start(start).await.unwrap();
    stage.app.idle().await;
    let ended = stage.app.batches().await.get(batch.id).await.unwrap();
    assert_eq!((ended.name.as_str(), ended.counts.added, ended.looked), ("Gold", offer.count, true));
    let account = stage.account();
    assert!(people.iter().all(|one| stage.service.is_vip(&account, &one.fan)));
    let mut query = stage.query(&source);
    query.show = PeopleShow::NotVip;
    assert_eq!(stage.find(query).await.0.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_that_stop_in_the_middle_are_shown_and_read_on() {
    let stage = Stage::ready().await;
    let source = PeopleSource::Followers;
    stage.service.push_fault(Rule::new(Fault::Status { status: 403 }).path("/*/followers").skip(1));
    let view = stage.read(&source, false).await.unwrap();
    assert_eq!(view.stopped.unwrap().code, ErrorCode::from(Cause::Forbidden));
    assert_eq!((view.read, view.people), (None, 100));
    let view = stage.read(&source, false).await.unwrap();
    assert_eq!((view.stopped, view.known), (None, PeopleKnown::Once));
    let asked = stage.service.requests().iter().filter(|one| one.path.contains("/followers")).count();
    assert_eq!(asked, 4, "three pages, one of them in vain at first");
    let people = stage.people(&source).await;
    assert!(people.len() > 200 && people.iter().all(|one| one.name.is_some() || one.username.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn lapsed_are_vips_who_do_not_subscribe_and_nobody_is_by_half_a_list() {
    let stage = Stage::ready().await;
    let half =
        Fault::Edit { place: "/data/data/response/subscriptions/1/subscriberId".to_owned(), value: None };
    stage.service.push_fault(Rule::new(half).path("/*/subscribers"));
    let view = stage.read(&PeopleSource::Lapsed, false).await.unwrap();
    assert_eq!((view.known, view.people), (PeopleKnown::Part, 0));
    assert_eq!(view.stopped.unwrap().code, ErrorCode::PeopleDoubtful);
    let pages = stage.pages();
    let view = stage.read(&PeopleSource::Lapsed, false).await.unwrap();
    assert_eq!(
        (view.known, view.stopped, stage.pages()),
        (PeopleKnown::Once, None, pages),
        "the VIP list is fresh"
    );
    let lapsed: BTreeSet<String> =
        stage.people(&PeopleSource::Lapsed).await.into_iter().map(|one| one.fan).collect();
    let active: BTreeSet<String> = stage.people(&ACTIVE).await.into_iter().map(|one| one.fan).collect();
    assert_eq!(lapsed, stage.truth().difference(&active).cloned().collect());
    assert!(!lapsed.is_empty() && !active.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_kept_and_do_nothing_by_themselves() {
    let stage = Stage::ready().await;
    let source = supporters(Some(30), Some(50));
    let state = stage.app.people().await.save_view(" Top 50\n".to_owned(), source.clone()).await.unwrap();
    let [rule] = &state.rules[..] else { panic!("{:?}", state.rules) };
    assert_eq!((rule.name.as_str(), &rule.source), ("Top 50", &source));
    let taken = stage.app.people().await.save_view("Top 50".to_owned(), VIPS).await.unwrap_err();
    assert_eq!((taken.code, taken.params["name"].as_str()), (ErrorCode::RuleNameTaken, "Top 50"));
    let empty = stage.app.people().await.save_view(" \u{200b}".to_owned(), VIPS).await.unwrap_err();
    assert_eq!(empty.code, ErrorCode::RuleNameEmpty);
    let requests = stage.service.request_count();
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((state.rules.len(), stage.service.request_count()), (1, requests));
    assert!(stage.app.people().await.delete_view(state.rules[0].id).await.unwrap().rules.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_taken_along_in_a_file_that_the_import_reads_back() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let (found, people) = stage.find(stage.query(&VIPS)).await;
    let ids: BTreeSet<String> = people.iter().map(|one| one.fan.clone()).collect();
    for format in [ExportFormat::Csv, ExportFormat::Xlsx, ExportFormat::JsonLines] {
        let words = ExportWords { name: "VIPs".to_owned(), headings: [].into(), words: [].into() };
        let export = stage.app.people().await.export(&all(found), format, words).unwrap();
        let path = stage
            .folder
            .path()
            .join(export.file_name())
            .with_file_name("taken")
            .with_extension(std::path::Path::new(&export.file_name()).extension().unwrap());
        export.write(path.clone()).await.unwrap();
        let list = stage.app.lists().await.open(path).await.unwrap();
        assert_eq!(list.rows, people.len() as u64, "{format:?}");
        let mut read = BTreeSet::new();
        for group in &list.groups {
            let mut offset = 0;
            while offset < group.count {
                let rows = stage.app.lists().await.rows(group.kind, offset, 200).await.unwrap().rows;
                offset += rows.len() as u64;
                read.extend(rows.into_iter().filter_map(|row| row.fan));
            }
        }
        assert_eq!(read, ids, "{format:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_not_the_keys_is_refused_before_anything_is_asked() {
    let stage = Stage::ready().await;
    let requests = stage.service.request_count();
    let unknown = || "fansly_unknown".to_owned();
    assert_eq!(
        stage.app.people().await.view(unknown(), VIPS).await.unwrap_err().code,
        ErrorCode::AccountUnknown
    );
    assert_eq!(
        stage.app.people().await.refresh(unknown(), VIPS, false).await.unwrap_err().code,
        ErrorCode::AccountUnknown
    );
    assert_eq!(
        stage.app.people().await.look_up(unknown(), "jamie".to_owned()).await.unwrap_err().code,
        ErrorCode::AccountUnknown
    );
    let outdated = stage.app.people().await.rows(7, 0, 10).unwrap_err();
    assert_eq!((outdated.code, stage.service.request_count()), (ErrorCode::PeopleOutdated, requests));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_is_noted() {
    let stage = Stage::ready().await;
    stage.service.set_session(&stage.account(), false);
    let view = stage.read(&VIPS, false).await.unwrap();
    assert_eq!(view.stopped.unwrap().code, ErrorCode::from(Cause::SessionExpired));
    let session = |state: &velvet_core::view::AppState| state.accounts[0].session;
    let state = stage.app.state().await;
    assert_eq!(session(&state), velvet_core::view::SessionState::Expired);
    stage.service.set_session(&stage.account(), true);
    let state = stage.app.accounts().await.check_session(stage.account()).await.unwrap();
    assert_eq!(session(&state), velvet_core::view::SessionState::Alive);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_called_and_coloured_as_the_user_says() {
    let stage = Stage::ready().await;
    let state = stage
        .app
        .accounts()
        .await
        .set_appearance(stage.account(), " Night\u{202e} shift ".to_owned(), 5)
        .await
        .unwrap();
    let account = &state.accounts[0];
    assert_eq!((account.name.as_str(), account.initials.as_str(), account.colour), ("Night shift", "NS", 5));
    let listed = stage.service.accounts()[0].name.clone();
    assert_eq!((&account.listed_name, account.nickname.as_deref()), (&listed, Some("Night shift")));
    stage.app.accounts().await.refresh().await.unwrap();
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((state.accounts[0].name.as_str(), state.accounts[0].colour), ("Night shift", 5));
    let state = stage.app.accounts().await.set_appearance(stage.account(), String::new(), 5).await.unwrap();
    assert_eq!((&state.accounts[0].name, state.accounts[0].nickname.as_ref()), (&listed, None));
}
