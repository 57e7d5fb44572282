//! The rate limiter on a simulated clock: its throughput, and that it causes no 429.

mod judge;
mod proofs;
mod run;
mod service;
mod told;

use std::time::Duration;

use velvet_core::api::Pacing;

use self::run::World;

#[test]
fn a_thousand_fans_take_hardly_longer_than_evenly_paced() {
    for seed in 0..20 {
        let story = proofs::thousand(seed);
        let ratio = story.took.as_secs_f64() / proofs::LEAST;
        assert_eq!((story.served, story.self_made, story.unforeseen, story.without_room), (1_000, 0, 0, 0));
        assert!((1.0..=1.04).contains(&ratio), "seed {seed}: {ratio}");
    }
}

#[test]
fn alone_on_its_key_the_app_gets_no_429_however_the_server_counts() {
    for (told, story) in proofs::alone() {
        assert_eq!(story.self_made + story.unforeseen, 0, "{told}: {story:?}");
        assert!(story.served > 300, "{told}: {story:?}");
    }
}

#[test]
fn changing_limits_and_others_make_no_429_of_our_own() {
    let story = proofs::hours(7, 2);
    assert_eq!((story.self_made, story.without_room), (0, 0), "{story:?}");
    assert!(story.served > 20_000, "{story:?}");
}

#[test]
fn told_to_wait_no_turn_is_early_and_none_is_late() {
    let told = told::told(3, 2_000);
    assert_eq!((told.early, told.late), (0, 0));
}

#[test]
fn steady_is_two_a_second_and_less_under_a_small_plan() {
    let minutes =
        |limit| World::new(1, limit, 20..401).run(Pacing::Steady, u64::MAX, Duration::from_secs(600));
    for (limit, at_least, at_most) in
        [(None, 1_190, 1_200), (Some(600), 1_190, 1_200), (Some(100), 960, 1_000)]
    {
        let story = minutes(limit);
        assert!((at_least..=at_most).contains(&story.served), "{limit:?}: {story:?}");
        assert_eq!((story.self_made, story.unforeseen), (0, 0));
    }
}
