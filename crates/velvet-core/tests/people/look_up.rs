use velvet_core::view::{Cause, ErrorCode, Understood, VipState};
use velvet_practice::{Fault, Rule};

use super::desk::VIPS;
use crate::common::Stage;

impl Stage {
    async fn understand(&self, text: &str) -> Understood {
        self.app.people().await.understand(self.account(), text.to_owned()).await.unwrap()
    }

    /// Returns a fan with a chat: ID, name, and username.
    async fn known(&self) -> (String, String, String) {
        self.read(&VIPS, false).await.unwrap();
        let people = self.people(&VIPS).await.into_iter();
        let one =
            people.into_iter().find(|one| one.name.as_ref().is_some_and(|name| name.len() > 5)).unwrap();
        (one.fan, one.name.unwrap(), one.username.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_understood_before_anything_is_asked() {
    let stage = Stage::ready().await;
    let requests = stage.service.request_count();
    assert_eq!(stage.understand(" \n").await, Understood::Nothing);
    assert_eq!(stage.understand(" 843584256474116096 ").await, Understood::Fan);
    assert_eq!(stage.understand("@jamie").await, Understood::Name { credits: 2 });
    assert_eq!(stage.understand("https://fansly.com/jamie/posts").await, Understood::Name { credits: 2 });
    assert_eq!(stage.understand("Zoë Ö.").await, Understood::Name { credits: 1 }, "that can be no username");
    let refused = |understood| match understood {
        Understood::Invalid { failure } => failure.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(stage.understand("https://example.com/jamie").await), ErrorCode::FanOtherSite);
    assert_eq!(refused(stage.understand("https://fansly.com").await), ErrorCode::FanNoProfile);
    assert_eq!(refused(stage.understand("@123456").await), ErrorCode::FanNameDigits);
    assert_eq!(refused(stage.understand("jamie@example.com").await), ErrorCode::FanNoName);
    assert_eq!(refused(stage.understand("8.43584E+17").await), ErrorCode::FanScientific);
    assert_eq!(refused(stage.understand(&stage.account()).await), ErrorCode::FanIsAccount);
    for (text, count) in [
        ("843584256474116096, 227317562784874496 618592888766341121", 3),
        ("843584256474116096\r\n227317562784874496\r\n", 2),
        ("jamie\nalex\nMira Rose", 3),
        ("@jamie, @alex", 2),
        ("Fan ID\tName\n843584256474116096\tJamie\n227317562784874496\tAlex", 2),
        ("843584256474116096\tJamie", 1),
    ] {
        assert_eq!(stage.understand(text).await, Understood::Several { count }, "{text:?}");
    }
    assert_eq!(stage.service.request_count(), requests);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_found_among_the_chats_and_not_paid_for_twice() {
    let stage = Stage::ready().await;
    let (fan, name, username) = stage.known().await;
    for text in [format!("@{}", username.to_uppercase()), username.clone(), format!("fansly.com/{username}")]
    {
        let found = stage.app.people().await.look_up(stage.account(), text.clone()).await.unwrap();
        assert_eq!(
            (found.people[0].fan.as_str(), found.people[0].vip),
            (fan.as_str(), VipState::Vip),
            "{text}"
        );
        assert_eq!(found.people[0].name.as_ref(), Some(&name));
    }
    let requests = stage.service.request_count();
    assert_eq!(stage.understand(&format!("@{username}")).await, Understood::Name { credits: 0 });
    let again = stage.app.people().await.look_up(stage.account(), format!("@{username}")).await.unwrap();
    assert_eq!((again.credits, again.people[0].fan.as_str()), (0, fan.as_str()));
    assert_eq!(stage.service.request_count(), requests);
    // Another account has other chats.
    let other = stage.service.accounts()[1].account_id.clone();
    stage.app.people().await.look_up(other, format!("@{username}")).await.unwrap();
    assert!(stage.service.request_count() > requests);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_looked_up_and_added_is_in_the_log_by_name() {
    let stage = Stage::ready().await;
    let (_, shown) = stage.service.samples(1)[0].clone();
    let found = stage.app.people().await.look_up(stage.account(), shown.clone()).await.unwrap();
    let one = found.people.iter().find(|one| one.fan == stage.fan()).unwrap();
    assert_eq!(one.vip, VipState::Unknown);
    let row = stage.app.items().await.add(stage.account(), one.fan.clone()).await.unwrap();
    let label = row.label.unwrap();
    assert!(label.contains(&shown) && label.contains(one.username.as_ref().unwrap()), "{label}");
    let undone = stage.app.items().await.undo(row.item).await.unwrap();
    assert_eq!(undone.label.as_ref(), Some(&label));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_chat_is_found_by_their_profile() {
    let stage = Stage::ready().await;
    let account = stage.account();
    stage.read(&velvet_core::view::PeopleSource::Followers, false).await.unwrap();
    let people = stage.people(&velvet_core::view::PeopleSource::Followers).await.into_iter();
    let quiet = people.into_iter().find(|one| !stage.service.has_chat(&account, &one.fan)).unwrap();
    let username = quiet.username.unwrap();
    let found = stage.app.people().await.look_up(account, format!("@{username}")).await.unwrap();
    assert_eq!((found.people.len(), found.credits, found.more), (1, 2, false));
    assert_eq!(found.people[0].fan, quiet.fan);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_not_invented_and_is_asked_for_again_later() {
    let stage = Stage::ready().await;
    let nobody =
        async || stage.app.people().await.look_up(stage.account(), "@nobody.is.called.so".to_owned()).await;
    assert_eq!(nobody().await.unwrap().people, []);
    assert_eq!(nobody().await.unwrap().credits, 0);
    velvet_core::clock::Clock::sleep(&*stage.clock, std::time::Duration::from_secs(600)).await;
    assert_eq!(nobody().await.unwrap().credits, 2);
    // The profile of another person is not a match.
    let other = Fault::Reply {
        status: 200,
        headers: [].into(),
        body: r#"{"statusCode":200,"data":{"id":"843584256474116096","username":"somebody_else"}}"#
            .to_owned(),
    };
    stage.service.push_fault(Rule::new(other).path("/search/*"));
    assert_eq!(
        stage.app.people().await.look_up(stage.account(), "@somebody".to_owned()).await.unwrap().people,
        []
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_refuses_is_said_and_not_remembered() {
    let stage = Stage::ready().await;
    stage.service.push_fault(Rule::new(Fault::Status { status: 402 }).path("/*/chats"));
    let refused = stage.app.people().await.look_up(stage.account(), "@jamie".to_owned()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::from(Cause::CreditsSpent));
    assert_eq!(stage.understand("@jamie").await, Understood::Name { credits: 2 });
    let id =
        stage.app.people().await.look_up(stage.account(), "843584256474116096".to_owned()).await.unwrap_err();
    assert_eq!(id.code, ErrorCode::Internal, "an id needs no look-up");
}
