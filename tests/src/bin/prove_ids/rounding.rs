//! Makes files with rounded IDs, and files with good ones.

use fastrand::Rng;
use velvet_core::{
    import::List,
    view::{ListGroupKind, RowReason},
};

use crate::ways::digits;

/// Returns how many files with five or more rounded IDs are caught, that is, have all of them marked as damaged.
pub fn rounded(files: usize, seed: u64) -> usize {
    (0..files).filter(|&file| is_caught(&mut Rng::with_seed(seed ^ (file as u64) << 20))).count()
}

/// Returns how many good files of five or more IDs are suspected.
pub fn false_alarms(files: usize, seed: u64) -> usize {
    (0..files).filter(|&file| is_suspected(&mut Rng::with_seed(!seed ^ (file as u64) << 20))).count()
}

fn is_caught(dice: &mut Rng) -> bool {
    let round = if dice.bool() { excel } else { script };
    let count = dice.usize(5..=20);
    // An ID that rounding does not change is not damaged, so draw another one.
    let changed = |dice: &mut Rng| loop {
        let id = real(dice);
        let rounded = round(&id, dice);
        if rounded != id {
            return rounded;
        }
    };
    let mut ids: Vec<String> = (0..count).map(|_| changed(dice)).collect();
    let bad = ids.clone();
    if dice.u8(0..3) == 0 {
        let good = dice.usize(1..200);
        ids.extend((0..good).map(|_| real(dice)));
        dice.shuffle(&mut ids);
    }
    let Ok(list) = List::paste(&ids.join("\n")) else { return false };
    let damaged = list.rows(ListGroupKind::Damaged, 0, u32::MAX).1;
    bad.iter().all(|id| damaged.iter().any(|row| row.text == *id))
}

fn is_suspected(dice: &mut Rng) -> bool {
    let count = dice.usize(5..=60);
    let kind = dice.u8(0..3);
    let long = dice.usize(15..=20);
    let id = |dice: &mut Rng| match kind {
        0 => real(dice),
        1 => digits(dice, long..=long),
        _ => digits(dice, 15..=20),
    };
    let ids: Vec<String> = (0..count).map(|_| id(dice)).collect();
    let Ok(list) = List::paste(&ids.join("\n")) else { return true };
    let view = list.view();
    let mut reasons = view.groups.iter().flat_map(|group| &group.reasons);
    reasons.any(|counted| matches!(counted.reason, RowReason::RoundedByExcel | RowReason::RoundedByScript))
}

/// Returns an ID like real ones: 17 to 19 digits, in steps of 4096.
fn real(dice: &mut Rng) -> String {
    let (first, last) = [
        (10_u64.pow(16), 10_u64.pow(17)),
        (10_u64.pow(17), 10_u64.pow(18)),
        (10_u64.pow(18), 9 * 10_u64.pow(18)),
    ][dice.usize(0..3)];
    (dice.u64(first / 4096 + 1..last / 4096) * 4096).to_string()
}

/// Rounds an ID like Excel, which keeps 15 digits.
fn excel(id: &str, dice: &mut Rng) -> String {
    let (kept, lost) = id.split_at(15);
    let kept: u64 = kept.parse().unwrap_or(0);
    let up = dice.bool() && lost.starts_with(['5', '6', '7', '8', '9']);
    format!("{}{}", kept + u64::from(up), "0".repeat(lost.len()))
}

/// Rounds an ID like JavaScript, which writes the shortest digits that parse to the same number. Rust does the same.
fn script(id: &str, _: &mut Rng) -> String {
    id.parse::<f64>().map_or_else(|_| id.to_owned(), |number| format!("{number}"))
}
