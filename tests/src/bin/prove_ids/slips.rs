//! Makes true IDs, and slips of the hand in them.

use fastrand::Rng;
use velvet_core::ids::{FanId, IdLimits, IdParts};

/// 2026-12-01, the time of all checks here, in milliseconds since 1970.
const NOW_MS: u64 = 1_796_083_200_000;
const IN_2024_MS: u64 = 1_704_067_200_000;
const IN_MID_2025_MS: u64 = 1_751_328_000_000;

/// A kind of slip. Returns `None` if this ID can't have it.
type Slip = fn(&str, &mut Rng) -> Option<String>;

/// The kinds of slips, with the name of the figure and the least percentage that must be caught.
pub const ALL: [(&str, Slip, f64); 4] = [
    ("ids_slips_digit_caught", other_digit, 95.0),
    ("ids_slips_neighbors_caught", neighbors, 99.0),
    ("ids_slips_dropped_caught", dropped, 100.0),
    ("ids_slips_doubled_caught", doubled, 100.0),
];

/// Returns an ID with the structure of real ones, and in their shares (API.md, "IDs").
pub fn true_id(dice: &mut Rng) -> FanId {
    loop {
        let created_ms = dice.u64(IdLimits::MEASURED.oldest_ms..NOW_MS);
        let first = dice.u8(0..100) < if created_ms < IN_2024_MS { 86 } else { 78 };
        let sequence = if first { 0 } else { [1, 1, 1, 1, 2, 2, 3, 9][dice.usize(0..8)] };
        let worker = if created_ms < IN_MID_2025_MS {
            [0, 2, 3, 4, 5, 6, 7][dice.usize(0..7)]
        } else {
            dice.u64(4..8)
        };
        if let Some(id) = (IdParts { created_ms, worker, sequence }).id() {
            return id;
        }
    }
}

/// Counts the true IDs that are taken for slips.
pub fn false_alarms(count: usize, seed: u64) -> usize {
    let mut dice = Rng::with_seed(seed);
    (0..count).filter(|_| is_caught(true_id(&mut dice).as_str())).count()
}

/// Returns how many of `count` slips of a kind are caught.
pub fn caught(slip: Slip, count: usize, seed: u64) -> usize {
    let mut dice = Rng::with_seed(seed);
    let mut made = || loop {
        let id = true_id(&mut dice);
        if let Some(wrong) = slip(id.as_str(), &mut dice) {
            return wrong;
        }
    };
    (0..count).filter(|_| is_caught(&made())).count()
}

fn is_caught(id: &str) -> bool {
    FanId::parse(id).map_or(true, |id| IdLimits::MEASURED.doubt(&id, NOW_MS).is_some())
}

fn other_digit(id: &str, dice: &mut Rng) -> Option<String> {
    let place = dice.usize(0..id.len());
    let digit = char::from(b'0' + dice.u8(0..10));
    let mut wrong = id.to_owned();
    wrong.replace_range(place..=place, digit.encode_utf8(&mut [0; 4]));
    (wrong != id).then_some(wrong)
}

fn neighbors(id: &str, dice: &mut Rng) -> Option<String> {
    let place = dice.usize(1..id.len());
    let mut wrong: Vec<u8> = id.bytes().collect();
    wrong.swap(place - 1, place);
    String::from_utf8(wrong).ok().filter(|wrong| wrong != id)
}

#[expect(clippy::unnecessary_wraps, reason = "has the type of the other slips")]
fn dropped(id: &str, dice: &mut Rng) -> Option<String> {
    let mut wrong = id.to_owned();
    wrong.remove(dice.usize(0..id.len()));
    Some(wrong)
}

fn doubled(id: &str, dice: &mut Rng) -> Option<String> {
    let mut wrong = id.to_owned();
    let place = dice.usize(0..id.len());
    let digit = id[place..].chars().next()?;
    wrong.insert(place, digit);
    Some(wrong)
}
