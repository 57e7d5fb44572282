//! The rate limiter's proofs, in one size for the daily tests and in another for the printed proof.

use std::time::Duration;

use velvet_core::api::Pacing;

use super::{
    run::{Story, World},
    service::Counting,
};

/// The least time, in seconds, of an evenly paced run of 1,000 fans at 600 per minute: the last leaves after 99.9 s.
pub const LEAST: f64 = 99.9;

/// Simulates 1,000 fans at 600 per minute, answered after 20 to 400 ms, without other clients.
pub fn thousand(seed: u64) -> Story {
    World::new(seed, Some(600), 20..401).run(Pacing::Fast, 1_000, Duration::from_secs(1_000))
}

/// Simulates some hours with a changing limit and other clients on the same key, which send a trickle with some bursts.
pub fn hours(seed: u64, hours: u64) -> Story {
    let mut dice = fastrand::Rng::with_seed(seed);
    let end = Duration::from_secs(hours * 3_600);
    let limits = [Some(100), Some(600), Some(1_000), None];
    let mut world = World::new(seed, limits[dice.usize(..4)], 20..401);
    let mut at = Duration::ZERO;
    while at < end {
        at += Duration::from_secs(dice.u64(60..2_400));
        world.limit_becomes(at, limits[dice.usize(..4)]);
    }
    let mut at = Duration::ZERO;
    while at < end {
        at += Duration::from_millis(dice.u64(1_000..40_000));
        let burst = dice.u8(..10) == 0;
        world.others_send(at, if burst { dice.u32(20..250) } else { dice.u32(1..4) });
    }
    world.run(Pacing::Fast, u64::MAX, end)
}

/// Simulates a quarter of an hour alone on the key, for each way in which the server may count a minute, several limits,
/// and each pacing. How the real server counts is not known.
pub fn alone() -> impl Iterator<Item = (String, Story)> {
    let counting = [Counting::Sliding, Counting::Fixed, Counting::Bucket];
    let pacing = [Pacing::AtOnce, Pacing::Steady, Pacing::Fast];
    let all = counting.into_iter().flat_map(move |counting| pacing.map(|pacing| (counting, pacing)));
    all.flat_map(|(counting, pacing)| [60, 100, 600, 1_000].map(|limit| (counting, pacing, limit))).map(
        |(counting, pacing, limit)| {
            let mut world = World::new(u64::from(limit), Some(limit), 20..401);
            world.counting = counting;
            let story = world.run(pacing, u64::MAX, Duration::from_secs(900));
            (format!("{counting:?}, {limit} a minute, {pacing:?}"), story)
        },
    )
}
