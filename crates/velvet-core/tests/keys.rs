//! The key is tested first, saved in the keychain, and visible nowhere else.

use std::{fs, sync::atomic::Ordering};

use crate::common::Stage;
use secrecy::SecretString;
use velvet_core::view::{
    AppState, Cause, ErrorCode, KeyState, KeychainProblem, Notice, PeopleColumn, PeopleQuery, PeopleShow,
    PeopleSource, SessionState,
};
use velvet_practice::{Fault, Rule};

#[tokio::test(flavor = "multi_thread")]
async fn a_right_key_is_kept_and_its_accounts_are_there() {
    let stage = Stage::ready().await;
    let state = stage.app.state().await;
    assert_eq!(state.key, KeyState::Saved);
    assert_eq!(state.accounts.len(), stage.service.accounts().len());
    assert_eq!(state.chosen.as_deref(), Some(stage.account().as_str()));
    assert!(state.accounts.iter().all(|account| account.session == SessionState::Unknown));
    assert_eq!(stage.keychain.kept.lock().unwrap().as_deref(), Some(stage.service.key()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_not_kept_and_says_why() {
    let stage = Stage::bare().await;
    let account = stage.account();
    for (key, code) in [
        ("not-the-key-of-anybody", ErrorCode::Service(Cause::KeyRefused)),
        ("fansly_acct_0123456789", ErrorCode::KeyOtherVendor),
        (account.as_str(), ErrorCode::KeyIsAccount),
        ("", ErrorCode::KeyEmpty),
    ] {
        let failure = stage.app.keys().await.save(SecretString::from(key)).await.unwrap_err();
        assert_eq!(failure.code, code, "{key}");
    }
    assert_eq!(*stage.keychain.kept.lock().unwrap(), None);
    assert_eq!(stage.app.state().await.key, KeyState::None);
}

/// The format of the server's keys is not documented, so the server decides once the user has seen the warning.
#[tokio::test(flavor = "multi_thread")]
async fn what_looks_like_something_else_is_tried_when_it_is_given_twice() {
    let stage = Stage::bare().await;
    for (key, code) in [
        ("fansly_acct_0123456789", ErrorCode::KeyOtherVendor),
        ("843584256474116096", ErrorCode::KeyUnlikely),
        ("me@example.com", ErrorCode::KeyUnlikely),
    ] {
        let save = async || stage.app.keys().await.save(SecretString::from(key)).await.unwrap_err().code;
        let before = stage.service.request_count();
        assert_eq!((save().await, stage.service.request_count()), (code, before), "{key}: nothing was sent");
        assert_eq!(save().await, ErrorCode::Service(Cause::KeyRefused), "{key}");
        assert_eq!(stage.service.request_count(), before + 1, "{key}");
    }
    // The second attempt must directly follow the first.
    let save = async |key: &str| stage.app.keys().await.save(SecretString::from(key)).await.unwrap_err().code;
    assert_eq!(save("acct_0123456789").await, ErrorCode::KeyOtherVendor);
    assert_eq!(save("not-the-key-of-anybody").await, ErrorCode::Service(Cause::KeyRefused));
    assert_eq!(save("acct_0123456789").await, ErrorCode::KeyOtherVendor);
    assert_eq!(save("843584256474116096").await, ErrorCode::KeyUnlikely);
    assert_eq!(save("acct_0123456789").await, ErrorCode::KeyOtherVendor);
    // If the server accepts such a key, it is saved and read back.
    let accounts = r#"{"success":true,"accounts":[{"account_id":"fansly_1","name":"Mira"}]}"#.to_owned();
    let taken = Fault::Reply { status: 200, headers: std::collections::BTreeMap::new(), body: accounts };
    stage.service.push_fault(Rule::new(taken));
    assert_eq!(save("fansly_live_0123456789").await, ErrorCode::KeyUnlikely);
    let state = stage.app.keys().await.save(SecretString::from("fansly_live_0123456789")).await.unwrap();
    assert_eq!((state.key, state.accounts[0].id.as_str()), (KeyState::Saved, "fansly_1"));
    let stage = stage.restarted();
    assert_eq!(stage.app.state().await.key, KeyState::Saved);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_does_not_take_the_place_of_a_right_one() {
    let stage = Stage::ready().await;
    stage.app.keys().await.save(SecretString::from("not-the-key-of-anybody")).await.unwrap_err();
    assert_eq!(stage.keychain.kept.lock().unwrap().as_deref(), Some(stage.service.key()));
    assert_eq!(stage.add().await.cause, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_key_is_for_this_run_only() {
    let stage = Stage::bare().await;
    *stage.keychain.problem.lock().unwrap() = Some(KeychainProblem::Missing);
    let state = stage.app.keys().await.save(SecretString::from(stage.service.key())).await.unwrap();
    assert_eq!(state.key, KeyState::SessionOnly { because: KeychainProblem::Missing });
    assert_eq!(stage.add().await.cause, None, "it works in this run");
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!(state.key, KeyState::Unread { because: KeychainProblem::Missing });
    assert_eq!(
        stage.app.keys().await.remove(1).await.unwrap().key,
        KeyState::None,
        "there never was one to forget"
    );
    assert_eq!(stage.log().await.len(), 1, "the log stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_opens_later_is_read_again() {
    let stage = Stage::ready().await;
    *stage.keychain.problem.lock().unwrap() = Some(KeychainProblem::Locked);
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!(state.key, KeyState::Unread { because: KeychainProblem::Locked });
    *stage.keychain.problem.lock().unwrap() = None;
    assert_eq!(stage.app.keys().await.reload().await.unwrap().key, KeyState::Saved);
    assert_eq!(stage.add().await.cause, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_key_is_gone_and_the_log_stays() {
    let stage = Stage::ready().await;
    stage.add().await;
    let state = stage.app.keys().await.remove(1).await.unwrap();
    assert_eq!((state.key, state.accounts.len(), state.log.total), (KeyState::None, 1, 1));
    assert_eq!(*stage.keychain.kept.lock().unwrap(), None);
    let failure = stage.app.items().await.add(stage.account(), stage.fan()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::AccountUnknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_will_not_forget_is_reported() {
    let stage = Stage::ready().await;
    *stage.keychain.problem.lock().unwrap() = Some(KeychainProblem::Refused);
    assert_eq!(stage.app.keys().await.remove(1).await.unwrap_err().code, ErrorCode::KeychainRefused);
    assert_eq!(stage.app.erase_everything().await.unwrap_err().code, ErrorCode::KeychainRefused);
    let because = KeychainProblem::Refused;
    assert_eq!(stage.app.state().await.key, KeyState::Unread { because });
    assert_eq!(
        stage.app.items().await.add(stage.account(), stage.fan()).await.unwrap_err().code,
        ErrorCode::AccountUnknown
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_went_away_may_still_hold_the_key() {
    let stage = Stage::ready().await;
    *stage.keychain.problem.lock().unwrap() = Some(KeychainProblem::Missing);
    let stage = stage.restarted();
    let because = KeychainProblem::Missing;
    assert_eq!(stage.app.state().await.key, KeyState::Unread { because });
    assert_eq!(stage.app.keys().await.remove(1).await.unwrap_err().code, ErrorCode::KeychainRefused);
    assert_eq!(stage.app.erase_everything().await.unwrap_err().code, ErrorCode::KeychainRefused);
    *stage.keychain.problem.lock().unwrap() = None;
    assert_eq!(stage.app.erase_everything().await.unwrap().key, KeyState::None);
    assert_eq!(*stage.keychain.kept.lock().unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_in_no_file() {
    let stage = Stage::ready().await;
    stage.add().await;
    stage.add_with(Rule::new(Fault::Status { status: 401 })).await;
    let key = stage.service.key().as_bytes();
    for entry in fs::read_dir(stage.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(key.len()).any(|window| window == key), "the key is in {}", path.display());
    }
}

/// A second server stands for the redirect's host. It must not receive a single byte.
#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed_so_the_key_reaches_no_other_host() {
    let other = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let location = format!("http://{}/api/fansly/accounts", other.local_addr().unwrap());
    let stage = Stage::ready().await;
    for status in [301, 302, 303, 307, 308] {
        let fault = Fault::Redirect { location: location.clone(), status };
        stage.service.push_fault(Rule::new(fault.clone()).path("/accounts"));
        let failure = stage.app.keys().await.save(SecretString::from(stage.service.key())).await.unwrap_err();
        assert_eq!(failure.code, ErrorCode::Service(Cause::Redirected), "{status}");
        assert_eq!(stage.add_with(Rule::new(fault)).await.cause, Some(Cause::Redirected), "{status}");
    }
    // Every request has been answered, so a connection would already be in the accept queue.
    let nobody = tokio::time::timeout(std::time::Duration::ZERO, other.accept()).await;
    assert!(nobody.is_err(), "something connected to the other host");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_begun_anew_asks_for_the_accounts_once() {
    let stage = Stage::ready().await;
    let Stage { service, folder, clock, keychain, events, practice, app, .. } = stage;
    drop(app);
    fs::remove_file(folder.path().join("ledger.sqlite3")).unwrap();
    let before = service.request_count();
    let app = crate::common::open(&service.url(), folder.path(), &clock, &keychain, &events, &practice);
    app.state().await;
    service.received(before + 1).await;
    // The accounts are applied in order with other changes. This call waits for that.
    assert_eq!(app.backups().await.reopen().await.unwrap().accounts.len(), 3);
    assert_eq!(service.request_count(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_key_has_its_own_accounts_and_its_own_place() {
    let stage = Stage::ready().await;
    let keys = stage.service.keys();
    let state = stage.app.keys().await.save(SecretString::from(keys[1].key.clone())).await.unwrap();
    let named: Vec<_> = state.keys.iter().map(|key| (key.id, key.accounts.len(), key.state)).collect();
    let expected =
        [(1, keys[0].accounts.len(), KeyState::Saved), (2, keys[1].accounts.len(), KeyState::Saved)];
    assert_eq!(named, expected);
    assert_eq!(state.chosen.as_deref(), Some(stage.account().as_str()), "the choice stays");
    assert_eq!(stage.keychain.kept.lock().unwrap().as_deref(), Some(keys[0].key.as_str()));
    assert_eq!(stage.keychain.others.lock().unwrap()[&2], keys[1].key);
    // Saving the same key again adds no third one.
    let state = stage.app.keys().await.save(SecretString::from(keys[1].key.clone())).await.unwrap();
    assert_eq!(state.keys.len(), 2);
    // Each key is used only for its own accounts. The server would refuse the other key.
    for key in &keys[..2] {
        let account = key.accounts[0].account_id.clone();
        let row = stage.app.items().await.add(account.clone(), stage.fan()).await.unwrap();
        assert_eq!((row.cause, stage.service.is_vip(&account, &stage.fan())), (None, true));
    }
    let stage = stage.restarted();
    assert_eq!(stage.app.state().await.keys.len(), 2);
    // After one key is removed, the other one and the history stay.
    let state = stage.app.keys().await.remove(1).await.unwrap();
    assert_eq!((state.keys.len(), state.key, state.log.total), (1, KeyState::Saved, 2));
    assert_eq!(state.accounts.len(), keys[1].accounts.len());
    let refused = stage.app.items().await.add(stage.account(), stage.fan()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::AccountUnknown);
    assert_eq!(stage.keychain.others.lock().unwrap().len(), 1);
    let stage = stage.restarted();
    assert_eq!(stage.app.state().await.keys[0].id, 2);
    assert_eq!(stage.app.erase_everything().await.unwrap().key, KeyState::None);
    assert!(stage.keychain.others.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_replaced_in_its_place_and_a_wrong_one_changes_nothing() {
    let stage = Stage::ready().await;
    let keys = stage.service.keys();
    stage.app.keys().await.replace(1, SecretString::from("not-the-key-of-anybody")).await.unwrap_err();
    assert_eq!(stage.keychain.kept.lock().unwrap().as_deref(), Some(stage.service.key()));
    let state = stage.app.keys().await.replace(1, SecretString::from(keys[1].key.clone())).await.unwrap();
    assert_eq!((state.keys.len(), state.accounts.len()), (1, keys[1].accounts.len()));
    assert_eq!(stage.keychain.kept.lock().unwrap().as_deref(), Some(keys[1].key.as_str()));
    // A key that is already saved ends up in one slot, with all its accounts.
    stage.app.keys().await.save(SecretString::from(keys[0].key.clone())).await.unwrap();
    let state = stage.app.keys().await.replace(2, SecretString::from(keys[1].key.clone())).await.unwrap();
    let held: Vec<_> = state.keys.iter().map(|key| (key.id, key.accounts.len())).collect();
    assert_eq!((held, state.accounts.len()), (vec![(2, keys[1].accounts.len())], keys[1].accounts.len()));
    let none = stage.app.keys().await.replace(7, SecretString::from(keys[0].key.clone())).await.unwrap_err();
    assert_eq!(none.code, ErrorCode::KeyMissing);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_keeps_the_places_of_all_its_keys() {
    let stage = Stage::ready().await;
    let keys = stage.service.keys();
    stage.app.keys().await.save(SecretString::from(keys[1].key.clone())).await.unwrap();
    *stage.keychain.problem.lock().unwrap() = Some(KeychainProblem::Locked);
    let stage = stage.restarted();
    let because = KeychainProblem::Locked;
    let state = stage.app.state().await;
    assert_eq!((state.key, state.keys.len()), (KeyState::Unread { because }, 2));
    *stage.keychain.problem.lock().unwrap() = None;
    let state = stage.app.keys().await.reload().await.unwrap();
    assert_eq!((state.key, state.keys.len()), (KeyState::Saved, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_the_keychain_took_late_is_known_and_can_be_erased() {
    let stage = Stage::ready().await;
    let keys = stage.service.keys();
    stage.keychain.writes_late.store(true, Ordering::Relaxed);
    let state = stage.app.keys().await.save(SecretString::from(keys[1].key.clone())).await.unwrap();
    assert_eq!(state.keys[1].state, KeyState::SessionOnly { because: KeychainProblem::Locked });
    assert_eq!(stage.keychain.others.lock().unwrap()[&2], keys[1].key, "it took it in the end");
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((state.keys.len(), state.keys[1].state), (2, KeyState::Saved));
    stage.app.keys().await.remove(2).await.unwrap();
    assert!(stage.keychain.others.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_everything_erases_keys_that_nobody_noted() {
    let stage = Stage::ready().await;
    stage.keychain.others.lock().unwrap().insert(7, "a-key-that-nobody-noted".to_owned());
    assert_eq!(stage.app.erase_everything().await.unwrap().key, KeyState::None);
    assert!(
        stage.keychain.others.lock().unwrap().is_empty() && stage.keychain.kept.lock().unwrap().is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_whose_key_is_in_another_keychain_is_named() {
    let stage = Stage::ready().await;
    stage.add().await;
    let names = |state: &AppState| state.accounts.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let before = names(&stage.app.state().await);
    let key = stage.keychain.kept.lock().unwrap().take();
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((&state.without_key, state.key, state.log.total), (&before, KeyState::None, 1));
    assert_eq!((names(&state), stage.log().await.len()), (before.clone(), 1), "and it can be read");
    // With the right keychain, everything is as before.
    *stage.keychain.kept.lock().unwrap() = key;
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((names(&state), state.without_key.len()), (before, 0));
    // After the user removes the key, its absence is no longer reported.
    assert!(stage.app.keys().await.remove(1).await.unwrap().without_key.is_empty());
}

/// Without a key, the log and the VIPs of its accounts stay readable. Whatever needs a key says so.
#[tokio::test(flavor = "multi_thread")]
async fn without_its_key_an_account_can_be_read_and_not_changed() {
    let stage = Stage::ready().await;
    stage.add().await;
    let account = stage.account();
    stage.app.people().await.refresh(account.clone(), PeopleSource::Vips, false).await.unwrap();
    let known = stage.app.people().await.view(account.clone(), PeopleSource::Vips).await.unwrap();
    assert!(known.people > 0);
    let removed = stage.app.keys().await.remove(1).await.unwrap();
    let stage = stage.restarted();
    let state = stage.app.state().await;
    for state in [removed, state] {
        // The accounts of which nothing is known are not shown.
        let accounts: Vec<_> = state.accounts.iter().map(|one| one.id.clone()).collect();
        assert_eq!(
            (accounts, state.chosen, state.key),
            (vec![account.clone()], Some(account.clone()), KeyState::None)
        );
        assert!(state.keys.is_empty() && state.without_key.is_empty());
    }
    let view = stage.app.people().await.view(account.clone(), PeopleSource::Vips).await.unwrap();
    assert_eq!((view.people, view.read), (known.people, known.read));
    let query = PeopleQuery {
        account: account.clone(),
        source: PeopleSource::Vips,
        text: String::new(),
        show: PeopleShow::All,
        sort: PeopleColumn::Listed,
        descending: false,
    };
    assert_eq!(stage.app.people().await.find(query).await.unwrap().total, known.people);
    stage.app.accounts().await.set_appearance(account.clone(), "Mira".to_owned(), 3).await.unwrap();
    assert_eq!(stage.app.state().await.accounts[0].name, "Mira");

    let requests = stage.service.request_count();
    let refresh = stage.app.people().await.refresh(account.clone(), PeopleSource::Vips, false).await;
    assert_eq!(refresh.unwrap_err().code, ErrorCode::KeyMissing);
    let check = stage.app.accounts().await.check_session(account.clone()).await;
    assert_eq!(check.unwrap_err().code, ErrorCode::KeyMissing);
    assert!(stage.app.items().await.add(account.clone(), stage.fan()).await.is_err());
    assert_eq!((stage.service.request_count(), stage.log().await.len()), (requests, 1));

    // With the key, everything is as before.
    let key = SecretString::from(stage.service.key());
    let state = stage.app.keys().await.save(key).await.unwrap();
    assert_eq!((state.accounts.len(), state.chosen), (stage.service.accounts().len(), Some(account)));
}

/// A locked keychain cannot delete a key. The app says so, never uses the key again, and deletes it as soon as it can.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_a_locked_keychain_did_not_let_go_of_is_never_used_again() {
    for erase in [false, true] {
        let stage = Stage::ready().await;
        *stage.keychain.problem.lock().unwrap() = Some(KeychainProblem::Locked);
        let refused = if erase {
            stage.app.erase_everything().await.unwrap_err()
        } else {
            stage.app.keys().await.remove(1).await.unwrap_err()
        };
        assert_eq!(refused.code, ErrorCode::KeychainRefused);
        assert!(stage.app.state().await.notices.contains(&Notice::KeyLeft), "erase: {erase}");
        // At the next start, the keychain is unlocked and still contains the key.
        *stage.keychain.problem.lock().unwrap() = None;
        let before = stage.service.request_count();
        let stage = stage.restarted();
        let state = stage.app.state().await;
        assert_eq!((state.key, state.notices), (KeyState::None, vec![]), "erase: {erase}");
        assert_eq!(*stage.keychain.kept.lock().unwrap(), None, "it is removed now");
        assert_eq!(stage.service.request_count(), before);
    }
}
