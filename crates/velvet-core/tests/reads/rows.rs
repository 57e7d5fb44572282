//! Rows: IDs and names in all forms.

use std::collections::HashMap;

use serde_json::{Value, json};
use velvet_core::{
    api::{Completeness, Fan, IncompleteReason},
    view::Cause,
};
use velvet_practice::{Fault, Rule};

use super::desk::{Desk, EVERY, Which, edit, ids};

const NAMELESS: Result<Completeness, Cause> = Ok(Completeness::Incomplete(IncompleteReason::Nameless));

fn place(which: Which, row: &str) -> String {
    let (rows, field) = which.id();
    format!("/data/data/response/{rows}/{row}/{field}")
}

#[tokio::test]
async fn ids_as_numbers_are_kept_to_the_last_digit() {
    for which in EVERY {
        let desk = Desk::new().await;
        let (whole, end) = desk.read(which).await;
        desk.faulty(Rule::new(Fault::NumberIds { float: false }).always());
        let (reading, read) = desk.read(which).await;
        assert_eq!(
            (read, reading.rows()),
            (end, whole.rows()),
            "{which:?}: names are joined by number as well"
        );
    }
}

#[tokio::test]
async fn ids_as_floats_are_refused_and_counted() {
    for which in EVERY {
        let desk = Desk::new().await;
        desk.faulty(Rule::new(Fault::NumberIds { float: true }).always());
        let (reading, read) = desk.read(which).await;
        assert!(reading.rows().is_empty() && reading.nameless() > 0, "{which:?}");
        assert!(matches!(read, Ok(Completeness::Incomplete(_))), "{which:?}: {read:?}");
    }
}

#[tokio::test]
async fn rows_without_an_id_are_counted_and_the_list_is_not_called_complete() {
    for which in [Which::Vips, Which::Followers] {
        let desk = Desk::new().await;
        let (whole, _) = desk.read(which).await;
        for odd in [None, Some(Value::Null), Some(json!("")), Some(json!("fansly_1")), Some(json!("12"))] {
            desk.faulty(Rule::new(edit(&place(which, "3"), odd.clone())).skip(1));
            let (reading, read) = desk.read(which).await;
            assert_eq!((read, reading.nameless()), (NAMELESS, 1), "{which:?} {odd:?}");
            assert_eq!(reading.rows().len() + 1, whole.rows().len(), "{which:?} {odd:?}");
            assert!(ids(&reading).is_subset(&ids(&whole)));
        }
    }
}

#[tokio::test]
async fn what_is_no_list_is_no_answer() {
    for which in EVERY {
        for odd in [json!("none"), json!({"a": 1}), json!(7)] {
            let desk = Desk::new().await;
            desk.always_edit(&format!("/data/data/response/{}", which.id().0), Some(odd));
            assert_eq!(desk.read(which).await.1, Err(Cause::ReplyIncomplete), "{which:?}");
        }
        for odd in [json!([7]), json!(["x", null]), json!([[]])] {
            let desk = Desk::new().await;
            desk.always_edit(&format!("/data/data/response/{}", which.id().0), Some(odd));
            let (reading, read) = desk.read(which).await;
            assert!(
                reading.rows().is_empty() && matches!(read, Ok(Completeness::Incomplete(_))),
                "{which:?} {read:?}"
            );
        }
    }
}

#[tokio::test]
async fn names_come_with_the_fans() {
    for which in EVERY {
        let desk = Desk::new().await;
        let samples: HashMap<String, String> = desk.service.samples(20).into_iter().collect();
        for fan in samples.keys() {
            desk.service.set_vip(desk.account.as_str(), fan, true);
        }
        let (reading, _) = desk.read(which).await;
        assert!(reading.rows().iter().all(|fan| fan.username.as_ref().is_some_and(|name| !name.is_empty())));
        let known = reading.rows().iter().filter_map(|fan| Some((samples.get(fan.id.as_str())?, fan)));
        let known: Vec<(&String, &Fan)> = known.collect();
        assert!(known.len() >= 3, "{which:?}: {}", known.len());
        for (name, fan) in known {
            assert_eq!(fan.name.as_ref(), Some(name), "{which:?}: of any script, with emoji made of several");
        }
    }
}

#[tokio::test]
async fn names_of_any_kind_are_one_safe_line_or_nothing() {
    let long = "x".repeat(5_000);
    for (given, shown) in [
        (json!("<img src=x onerror=alert(1)>"), Some("<img src=x onerror=alert(1)>")),
        (json!("Ja\u{202e}mie\u{7}\r\nFox\u{200b}"), Some("Jamie  Fox")),
        (json!("\u{2066}Jamie\u{2069}"), Some("Jamie")),
        (json!("   \t "), None),
        (json!("\u{200b}\u{200d}\u{2060}"), None),
        (json!(long), Some(&long[..80])),
        (json!(7), None),
        (json!(["Jamie"]), None),
        (Value::Null, None),
    ] {
        for which in EVERY {
            let desk = Desk::new().await;
            for field in ["displayName", "username"] {
                let place = format!("/data/data/response/aggregationData/accounts/*/{field}");
                desk.faulty(Rule::new(edit(&place, Some(given.clone()))));
                let mut reading = desk.begin();
                desk.read_on(which, &mut reading, |_, _| std::ops::ControlFlow::Break(())).await.unwrap();
                for fan in reading.rows() {
                    if field == "displayName" {
                        assert_eq!(fan.name.as_deref(), shown, "{which:?} {given}");
                    } else if shown.is_some() {
                        assert_eq!(fan.username.as_deref(), shown, "{which:?} {given}");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn without_the_names_beside_them_rows_speak_for_themselves() {
    let desk = Desk::new().await;
    desk.always_edit("/data/data/response/aggregationData", None);
    let (vips, read) = desk.read(Which::Vips).await;
    assert_eq!((read, ids(&vips)), (Ok(Completeness::Complete), desk.vips()));
    assert!(vips.rows().iter().all(|fan| fan.username.is_some() && fan.name.is_none()));
    let (followers, read) = desk.read(Which::Followers).await;
    assert_eq!(read, Ok(Completeness::Complete));
    assert!(followers.rows().iter().all(|fan| fan.username.is_none() && fan.name.is_none()));
}
