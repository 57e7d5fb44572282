use std::collections::HashSet;

use super::{Script, Sort, World};
use crate::Settings;

fn world(seed: u64) -> World {
    World::invent(&Settings { seed, key_seed: Some(seed), ..Settings::default() }).unwrap()
}

/// Returns what a world consists of as text, to compare worlds.
fn portrait(world: &World) -> Vec<String> {
    let fans = world.fans.iter().map(|fan| format!("{} {} {:?}", fan.id, fan.username, fan.display_name));
    let accounts = world.accounts.iter().flat_map(|account| {
        let marks: Vec<u32> = (0..world.fans.len()).map(|fan| account.marks(fan)).collect();
        let chats: Vec<usize> =
            (0..account.chats.len()).map(|place| account.chats.at(Sort::Newest, place).fan).collect();
        let money: Vec<u64> = account.audience.payments.iter().map(|payment| payment.gross).collect();
        [account.id.clone(), account.native_id.clone(), format!("{marks:?} {chats:?} {money:?}")]
    });
    let keys = world.keys.iter().map(|(key, accounts)| format!("{key} {accounts:?}"));
    fans.chain(accounts).chain(keys).collect()
}

#[test]
fn the_same_seed_makes_the_same_world() {
    assert!(portrait(&world(1)) == portrait(&world(1)));
    assert!(portrait(&world(1)) != portrait(&world(2)));
}

#[test]
fn a_seed_stays_what_it_was() {
    let world = world(1);
    let first = world.fans.get(0);
    let seen = [world.accounts[0].id.as_str(), world.accounts[0].native_id.as_str(), first.id.as_str()];
    assert_eq!(
        seen,
        ["fansly_ncvhjyqe5yrudiqi978ekrna", "175522115406012416", "218805508029575168"],
        "people note these down; change them knowingly"
    );
}

#[test]
fn keys_are_random_unless_a_seed_is_set_for_them() {
    let keys = |key_seed| {
        let world = World::invent(&Settings { fans: 1, key_seed, ..Settings::default() }).unwrap();
        world.keys.into_iter().map(|(key, _)| key).collect::<Vec<String>>()
    };
    let (one, other) = (keys(None), keys(None));
    let distinct: HashSet<&String> = one.iter().chain(&other).collect();
    assert_eq!(distinct.len(), 4);
    assert_eq!(keys(Some(3)), keys(Some(3)));
    assert_ne!(keys(Some(3)), keys(Some(4)));
    assert!(one.iter().all(|key| key.strip_prefix("practice_").is_some_and(|rest| rest.len() == 40)));
}

#[test]
fn fans_have_distinct_ids_of_eighteen_digits_that_a_double_cannot_hold() {
    let world = world(3);
    let ids: HashSet<&str> = world.fans.iter().map(|fan| fan.id.as_str()).collect();
    assert_eq!(ids.len(), 5_000);
    assert!(ids.iter().all(|id| id.len() == 18 && id.parse::<u64>().unwrap() > 1 << 53));
    let ids: Vec<u64> = ids.iter().map(|id| id.parse().unwrap()).collect();
    let first = ids.iter().filter(|id| id.is_multiple_of(4096)).count();
    assert!((4_000..4_400).contains(&first), "the share of IDs without a sequence: {first}");
    assert!(ids.iter().all(|id| id & 0xfff < 10 && id >> 12 & 0x3ff < 8));
    let usernames: HashSet<&str> = world.fans.iter().map(|fan| fan.username.as_str()).collect();
    assert_eq!(usernames.len(), 5_000);
}

#[test]
fn names_come_in_every_script_and_some_are_missing() {
    let world = world(4);
    for script in
        [Script::Plain, Script::Accented, Script::RightToLeft, Script::Emoji, Script::EastAsian, Script::None]
    {
        assert!(world.fans.iter().filter(|fan| fan.script == script).count() > 100, "{script:?}");
    }
}

#[test]
fn the_first_account_has_its_vips_and_some_of_them_have_no_chat() {
    let world = world(5);
    let account = &world.accounts[0];
    assert_eq!(account.vips().count(), 120);
    let chats = &account.chats;
    let with_chat =
        (0..chats.len()).filter(|&place| account.is_vip(chats.at(Sort::Newest, place).fan)).count();
    assert!((90..120).contains(&with_chat), "{with_chat}");
    assert!((4_300..4_700).contains(&chats.len()), "{}", chats.len());
}

#[test]
fn some_fans_carry_other_marks() {
    let world = world(6);
    let marked = (0..world.fans.len()).filter(|&fan| world.accounts[0].marks(fan) & !super::VIP != 0).count();
    assert!((50..200).contains(&marked), "{marked}");
}

#[test]
fn samples_are_nobodys_vip_and_show_every_script() {
    let world = world(7);
    let samples = world.samples(8);
    assert_eq!(samples.len(), 8);
    for fan in &samples {
        let place = world.fans.find(&fan.id).unwrap();
        assert!(world.accounts.iter().all(|account| !account.is_vip(place)));
    }
    for script in [Script::Plain, Script::Accented, Script::Emoji, Script::RightToLeft] {
        assert_eq!(samples.iter().filter(|fan| fan.script == script).count(), 2);
    }
}

#[test]
fn a_small_world_is_possible() {
    let world = World::invent(&Settings { fans: 3, ..Settings::default() }).unwrap();
    assert_eq!(world.accounts[0].vips().count(), 3);
    assert!(world.samples(5).is_empty());
    World::invent(&Settings { fans: 0, ..Settings::default() }).unwrap();
}
