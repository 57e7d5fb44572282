//! Calls every command as the window does, and checks that everything else is refused.
#![allow(clippy::unwrap_used, reason = "tests may unwrap; the lint exempts only #[test] functions")]

mod desk;

use std::{collections::BTreeSet, fs, time::Duration};

use desk::{Desk, call, page, window};
use serde_json::{Value, json};
use tauri::{Manager, async_runtime::block_on};
use velvet_core::{app::App, updates::Releases};
use velvet_updates::testing::{Host, PAGE, Signer, notice};

/// Calls each command once, in an order in which each can succeed. A line ends with a JSON pointer into the answer and
/// the expected value.
#[test]
#[expect(clippy::too_many_lines, reason = "one line per command")]
fn every_command_answers_the_window_and_none_gives_the_key_back() {
    let signer = Signer::new();
    let host = block_on(Host::start(signer.file(&notice("1.2.0", "2026-12-01", "normal"))));
    let desk = Desk::open_with(Some(host.releases(&signer)));
    let key = desk.service.key().to_owned();
    let account = desk.service.accounts().swap_remove(0).account_id;
    let fan = desk.service.samples(1).swap_remove(0).0;
    let preferences = json!({
        "appearance": "dark", "language": "es", "speed": "fast", "notifications_off": true, "opens_profiles": true,
        "opens_console": false, "opens_releases": false, "hide_names_at_start": true, "first_steps_done": true,
        "updates": "off",
    });

    let fans = desk.service.samples(3);
    let pasted = format!("{}\n{}", fans[1].0, fans[2].0);
    // The two single items before it are batches of one, and the undo of the second is the third.
    let batch = json!({ "batch": 4 });
    let rows = json!({ "batch": 4, "filter": "done", "offset": 0, "limit": 200 });
    let start = json!({ "revision": 0, "speed": "fast", "include": [], "look_first": false });
    let words = json!({ "name": "left out", "reasons": {} });
    let query = json!({
        "text": "", "account": account, "batch": null, "fan": null, "standings": [], "action": null, "from": null,
        "until": null, "sort": { "by": "name", "descending": false },
    });
    let selection = json!({ "found": 0, "ranges": [[0, 2]] });
    let names = json!({ "name": "The log", "headings": {}, "words": {} });
    let vips = json!({ "kind": "vips" });
    let people = json!({
        "account": account, "source": vips, "text": fan, "show": "all", "sort": "name", "descending": false,
    });
    let one = json!({ "found": 0, "ranges": [[0, 1]] });
    let remove = json!({ "selection": one, "action": "remove", "speed": "fast", "name": "" });
    desk.chosen.choose(Some(desk.file("log.csv", "")));

    let story = [
        ("app_state", json!({ "news": "__CHANNEL__:7" }), "/key/kind", json!("none")),
        ("save_key", json!({ "key": "two words" }), "/code", json!("key_malformed")),
        ("save_key", json!({ "key": key }), "/key/kind", json!("saved")),
        ("read_keychain_again", json!({}), "/key/kind", json!("saved")),
        ("refresh_accounts", json!({}), "/accounts_problem", Value::Null),
        ("choose_account", json!({ "account": account }), "/chosen", json!(account)),
        (
            "set_account",
            json!({ "account": account, "nickname": "Me", "colour": 3 }),
            "/accounts/0/name",
            json!("Me"),
        ),
        ("check_session", json!({ "account": account }), "/accounts/0/session", json!("alive")),
        ("understand", json!({ "account": account, "text": "@nobody" }), "/kind", json!("name")),
        ("look_up", json!({ "account": account, "text": "@nobody" }), "/people", json!([])),
        (
            "add_vip",
            json!({ "account": account, "fan": "12,5", "anyway": false }),
            "/code",
            json!("fan_decimal"),
        ),
        (
            "add_vip",
            json!({ "account": account, "fan": format!(" {fan} "), "anyway": false }),
            "/outcome",
            json!("added"),
        ),
        ("check", json!({ "item": 1 }), "/code", json!("nothing_to_check")),
        ("again", json!({ "item": 1 }), "/code", json!("internal")),
        ("undo", json!({ "item": 1 }), "/outcome", json!("removed")),
        ("stop_waiting", json!({ "item": 1 }), "", Value::Null),
        ("fan_record", json!({ "fan": fan }), "/entries/0/action", json!("remove")),
        ("copy_fan", json!({ "fan": fan }), "", json!(1)),
        ("copy_username", json!({ "username": "jamie_k" }), "", json!(1)),
        ("log_slice", json!({ "offset": 0, "limit": 200 }), "/rows/0/action", json!("remove")),
        ("find_log", json!({ "query": query }), "/total", json!(2)),
        ("found_rows", json!({ "found": 0, "offset": 0, "limit": 200 }), "/rows/0/action", json!("remove")),
        ("offer_rows", json!({ "selection": selection }), "/undo/0/action", json!("add")),
        ("copy_entries", json!({ "selection": selection }), "", json!(1)),
        ("set_note", json!({ "fan": fan, "note": "kind" }), "", Value::Null),
        ("set_notes", json!({ "selection": selection, "note": "" }), "", json!(1)),
        ("undo_rows", json!({ "selection": selection }), "/0/action", json!("add")),
        ("retry_rows", json!({ "selection": selection }), "/code", json!("batch_not_possible")),
        ("set_batch_name", json!({ "batch": 3, "name": "Friday" }), "/name", json!("Friday")),
        ("log_days", json!({ "account": null, "bounds": [0, 9_000_000_000_000_i64] }), "/0/added", json!(2)),
        ("credits_since", json!({ "since": 9_000_000_000_000_i64 }), "", json!(0)),
        ("batch_course", json!({ "batch": 3 }), "/waits", json!([])),
        (
            "export_log",
            json!({ "selection": selection, "format": "csv", "words": names }),
            "/file",
            json!("log.csv"),
        ),
        ("cancel_export", json!({}), "", Value::Null),
        ("save_backup", json!({}), "/handle", json!(1)),
        ("show_saved", json!({ "handle": 1 }), "", Value::Null),
        ("show_log_file", json!({}), "", Value::Null),
        ("open_link", json!({ "link": { "kind": "console" } }), "", Value::Null),
        ("trim_offer", json!({ "before": i64::MAX }), "/left", json!(0)),
        ("trim_log", json!({ "before": i64::MAX }), "/log/total", json!(0)),
        ("restore_backup", json!({}), "/log/total", json!(3)),
        ("open_list", json!({}), "/code", json!("list_not_a_list")),
        ("paste_list", json!({ "text": pasted }), "/ready", json!(2)),
        ("check_list", json!({ "account": account, "action": "add" }), "/account", json!(account)),
        ("choose_columns", json!({ "idColumn": 0, "labelColumn": null }), "/id_column", json!(0)),
        ("choose_sheet", json!({ "sheet": "1" }), "/code", json!("internal")),
        ("include_hidden", json!({ "include": true }), "/hidden_included", json!(true)),
        ("take_extra", json!({ "extra": "inside_text" }), "/inside_text", json!(0)),
        ("match_fans", json!({}), "/matching", json!(null)),
        ("choose_match", json!({ "row": 1, "fan": null }), "/code", json!("list_outdated")),
        ("look_up_ids", json!({ "revision": 0 }), "/code", json!("list_outdated")),
        ("look_up_names", json!({ "revision": 0 }), "/code", json!("list_outdated")),
        ("stop_look_up", json!({}), "", Value::Null),
        ("list_rows", json!({ "group": "ready", "offset": 0, "limit": 200 }), "/total", json!(2)),
        ("save_rejected_rows", json!({ "words": words }), "/file", json!("log.csv")),
        ("start_list", json!({ "start": start }), "/counts/total", json!(2)),
        ("batch", batch.clone(), "/state/kind", json!("ended")),
        (
            "batches",
            json!({ "query": { "text": "", "account": account, "action": null, "standing": null }, "offset": 0, "limit": 200 }),
            "/total",
            json!(2),
        ),
        ("batch_rows", rows, "/total", json!(2)),
        ("pause_batch", batch.clone(), "/state/kind", json!("ended")),
        ("resume_batch", batch.clone(), "/code", json!("batch_not_possible")),
        ("stop_batch", batch.clone(), "/state/kind", json!("ended")),
        ("retry_batch", batch.clone(), "/code", json!("batch_not_possible")),
        ("undo_batch", batch, "/undoes", json!(4)),
        ("reopen_list", json!({ "batch": 4, "account": account }), "/account", json!(account)),
        ("close_list", json!({}), "/list", Value::Null),
        ("people", json!({ "account": account, "source": vips }), "/known", json!("unread")),
        (
            "refresh_people",
            json!({ "account": account, "source": vips, "sure": false }),
            "/known",
            json!("once"),
        ),
        ("stop_refresh", json!({}), "", Value::Null),
        ("find_people", json!({ "query": people }), "/total", json!(1)),
        ("people_rows", json!({ "found": 0, "offset": 0, "limit": 200 }), "/rows/0/fan", json!(fan)),
        ("find_fans", json!({ "text": fan }), "/0/fan", json!(fan)),
        ("offer_people", json!({ "selection": one, "action": "remove" }), "/count", json!(1)),
        ("copy_people", json!({ "selection": one }), "", json!(1)),
        (
            "export_people",
            json!({ "selection": one, "format": "csv", "words": names }),
            "/file",
            json!("log.csv"),
        ),
        ("start_people", json!({ "start": remove }), "/counts/total", json!(1)),
        ("save_view", json!({ "name": "All", "source": vips }), "/rules/0/name", json!("All")),
        ("delete_view", json!({ "rule": 1 }), "/rules", json!([])),
        ("report", json!({}), "", json!("Velvet Rope")),
        ("save_report", json!({}), "/file", json!("log.csv")),
        ("third_party", json!({}), "/0/licence", json!("Apache License 2.0")),
        ("notify", json!({ "text": "\n" }), "", Value::Null),
        ("set_menu", json!({ "menus": [] }), "", Value::Null),
        ("hide_names", json!({ "hidden": true }), "/names_hidden", json!(true)),
        ("quick_hide", json!({}), "", Value::Null),
        ("key_on_clipboard", json!({}), "", json!(false)),
        ("clear_clipboard", json!({}), "", json!(true)),
        ("closing_shown", json!({}), "", Value::Null),
        ("answer_close", json!({ "choice": "stay" }), "", Value::Null),
        ("set_preferences", json!({ "preferences": preferences }), "/preferences", preferences),
        ("dismiss_notices", json!({}), "/notices", json!([])),
        ("check_updates", json!({}), "/updates/available/version", json!("1.2.0")),
        ("postpone_update", json!({}), "/updates/tell", json!(false)),
        ("open_ledger_again", json!({}), "/ledger/kind", json!("ready")),
        ("set_mode", json!({ "mode": "practice" }), "/mode", json!("practice")),
        ("set_mode", json!({ "mode": "live" }), "/mode", json!("live")),
        ("replace_key", json!({ "id": 1, "key": key }), "/key/kind", json!("saved")),
        ("remove_key", json!({ "id": 1 }), "/key/kind", json!("none")),
        ("erase_everything", json!({}), "/log/total", json!(0)),
    ];
    let mut called = BTreeSet::new();
    let (mut list, mut found) = (Value::Null, Value::Null);
    for (command, mut arguments, place, expected) in story {
        if let Some(revision) = arguments.pointer_mut("/start/revision") {
            *revision = list.clone();
        }
        for place in ["/found", "/selection/found", "/start/selection/found"] {
            if let Some(number) = arguments.pointer_mut(place) {
                *number = found.clone();
            }
        }
        // Wait until everything started so far has ended.
        block_on(desk.app.state::<App>().idle());
        let answer = desk.call(command, arguments).unwrap_or_else(|failure| failure);
        // Compare only the start of the report. The rest depends on the date and the computer.
        let report = answer.as_str().filter(|_| command == "report");
        let answered = report.map(|text| json!(&text[.."Velvet Rope".len()]));
        assert_eq!(answered.as_ref().or(answer.pointer(place)), Some(&expected), "{command}: {answer}");
        assert!(!answer.to_string().contains(&key), "{command} gives the key back");
        if answer.get("id_column").is_some() {
            list = answer["revision"].clone();
        }
        if command == "find_log" || command == "find_people" {
            found = answer["found"].clone();
        }
        called.insert(command);
    }
    assert_eq!(called, commands().into_iter().collect(), "a command that is not tried here");
    assert_eq!(*desk.copied.0.lock().unwrap(), [fan.as_str(), "@jamie_k", &fan, &fan], "each once");
}

#[test]
fn an_add_reaches_the_service_for_the_account_that_was_named() {
    let desk = Desk::open();
    let accounts = desk.service.accounts();
    let (fan, key) = (desk.service.samples(1).swap_remove(0).0, desk.service.key());
    desk.call("save_key", json!({ "key": key })).unwrap();
    desk.call("add_vip", json!({ "account": accounts[1].account_id, "fan": fan, "anyway": false })).unwrap();
    assert!(desk.service.is_vip(&accounts[1].account_id, &fan));
    assert!(!desk.service.is_vip(&accounts[0].account_id, &fan));
}

#[test]
fn the_window_is_told_when_the_log_changes() {
    let desk = Desk::open();
    let (account, fan) =
        (desk.service.accounts().swap_remove(0).account_id, desk.service.samples(1).swap_remove(0).0);
    desk.call("save_key", json!({ "key": desk.service.key() })).unwrap();

    let news = desk.news();
    desk.call("add_vip", json!({ "account": account, "fan": fan, "anyway": false })).unwrap();
    let first = news.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!((&first["kind"], &first["of"]["total"]), (&json!("log"), &json!(1)));
}

#[test]
fn the_rows_skipped_are_saved_where_the_user_says_and_nowhere_else() {
    let desk = Desk::open();
    desk.call("save_key", json!({ "key": desk.service.key() })).unwrap();
    let words = json!({ "words": { "name": "left: out", "reasons": {} } });
    assert_eq!(desk.call("save_rejected_rows", words.clone()).unwrap_err()["code"], "list_outdated");
    assert_eq!(desk.call("open_list", json!({})).unwrap(), Value::Null, "none was chosen");

    let fan = desk.service.samples(1).swap_remove(0).0;
    let list = desk.file("Friday.csv", &fan);
    desk.chosen.choose(Some(list.clone()));
    desk.call("open_list", json!({})).unwrap();
    let failure = desk.call("save_rejected_rows", words.clone()).unwrap_err();
    assert_eq!(
        (&failure["code"], &failure["params"]["file"]),
        (&json!("list_not_saved"), &json!("Friday.csv"))
    );
    assert_eq!(fs::read_to_string(&list).unwrap(), fan, "the list itself is not written over");
    assert_eq!(desk.chosen.offered(), "Friday – left out.csv");

    desk.chosen.choose(None);
    assert_eq!(desk.call("save_rejected_rows", words.clone()).unwrap(), Value::Null);
    let place = desk.folder.path().join("elsewhere.csv");
    desk.chosen.choose(Some(place.clone()));
    assert_eq!(
        desk.call("save_rejected_rows", words).unwrap(),
        json!({ "file": "elsewhere.csv", "handle": 0 })
    );
    assert!(place.exists());
}

#[test]
fn only_a_file_that_was_saved_in_this_run_is_shown_in_its_folder() {
    let desk = Desk::open();
    let before = desk.file("secret.sqlite3", "");
    for arguments in [
        json!({ "handle": 0 }),
        json!({ "handle": -1 }),
        json!({ "handle": before }),
        json!({ "path": before }),
        json!({ "handle": u64::MAX }),
    ] {
        assert!(desk.call("show_saved", arguments.clone()).is_err(), "{arguments}");
    }
    desk.chosen.choose(None);
    assert_eq!(desk.call("save_backup", json!({})).unwrap(), Value::Null, "none was saved");
    assert!(desk.call("show_saved", json!({ "handle": 0 })).is_err());

    let place = desk.folder.path().join("a copy.sqlite3");
    desk.chosen.choose(Some(place.clone()));
    let saved = desk.call("save_backup", json!({})).unwrap();
    assert_eq!(saved, json!({ "file": "a copy.sqlite3", "handle": 0 }), "no path");
    desk.call("show_saved", json!({ "handle": 0 })).unwrap();
    assert_eq!(*desk.opened.0.lock().unwrap(), [place.to_string_lossy()]);
}

#[test]
fn the_window_opens_pages_of_its_own_sites_and_no_others() {
    let releases = Releases::new("https://example.org/notice.json", &Signer::new().key(), PAGE).unwrap();
    let desk = Desk::open_with(Some(releases));
    let open = |link: Value| desk.call("open_link", json!({ "link": link }));
    open(json!({ "kind": "console", "url": "https://example.com/" })).unwrap();
    open(json!({ "kind": "profile", "username": "Jamie_Fox-1.x", "host": "example.com" })).unwrap();
    open(json!({ "kind": "releases", "url": "https://example.com/" })).unwrap();
    for username in ["", "..", "a/b", "//example.com", "@example.com", "a?b", "a#b", "%2e%2e", "a b", "é"] {
        let failure = open(json!({ "kind": "profile", "username": username })).unwrap_err();
        assert_eq!(failure["code"], "link_unusable", "{username:?}");
    }
    for link in [
        json!("https://example.com"),
        json!({ "kind": "url", "url": "https://example.com" }),
        json!({ "kind": "profile", "url": "https://example.com" }),
        json!({ "kind": "https://example.com" }),
    ] {
        assert!(open(link.clone()).is_err(), "{link}");
    }
    let opened = desk.opened.0.lock().unwrap();
    assert_eq!(*opened, ["https://apifansly.com/", "https://fansly.com/Jamie_Fox-1.x", PAGE]);
}

#[test]
fn an_app_that_was_built_without_an_address_looks_for_no_version() {
    let desk = Desk::open();
    assert_eq!(desk.call("app_state", json!({ "news": "__CHANNEL__:7" })).unwrap()["updates"], Value::Null);
    assert_eq!(desk.call("check_updates", json!({})).unwrap_err()["code"], "internal");
    let failure = desk.call("open_link", json!({ "link": { "kind": "releases" } })).unwrap_err();
    assert_eq!(failure["code"], "link_unusable");
}

#[test]
fn another_window_may_call_nothing() {
    let desk = Desk::open();
    let other = window(&desk.app, "other");
    for command in commands() {
        refused(&call(&other, page(), command, json!({})), command);
    }
}

#[test]
fn a_page_from_elsewhere_may_call_nothing() {
    let desk = Desk::open();
    for command in commands() {
        refused(&call(&desk.main, "https://example.org/", command, json!({})), command);
    }
}

#[test]
fn what_is_not_granted_is_refused() {
    let desk = Desk::open();
    for command in [
        "no_such_command",
        "plugin:event|emit",
        "plugin:event|emit_to",
        "plugin:window|create",
        "plugin:window|close",
        "plugin:webview|create_webview",
        "plugin:path|resolve_directory",
        "plugin:app|version",
        "plugin:window-state|filename",
        "plugin:store|load",
        "plugin:store|get_store",
        "plugin:store|entries",
        "plugin:resources|close",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:opener|reveal_item_in_dir",
    ] {
        refused(&desk.call(command, json!({})), command);
    }
}

fn refused(answer: &Result<Value, Value>, command: &str) {
    let Err(Value::String(why)) = answer else { panic!("{command} was not refused: {answer:?}") };
    assert!(why.contains("not allowed"), "{command}: {why}");
}

/// Returns the declared commands.
fn commands() -> Vec<&'static str> {
    include_str!("../build.rs").split('"').filter(|word| is_name(word)).collect()
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[test]
fn a_part_that_crashed_is_told_to_the_window_once() {
    let desk = Desk::open();
    let news = desk.news();
    let core = desk.app.state::<App>();
    for _ in 0..2 {
        core.page_ended();
        block_on(core.report_crash());
        let told = news.recv().unwrap();
        assert_eq!(told["kind"], "state");
        let expected = json!([{ "kind": "page_reloaded" }, { "kind": "crashed" }]);
        assert_eq!(told["of"]["notices"], expected);
    }
}
