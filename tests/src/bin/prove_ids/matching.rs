//! Damages IDs of known fans in all ways, and matches them with the fans again.

use fastrand::Rng;
use velvet_core::{
    ids::FanId,
    import::{Known, List},
    model::Fan,
    view::ListGroupKind,
};

use crate::slips::true_id;

/// Number of known fans, and how many in a hundred are neighbors: created in the same millisecond as another one.
const KNOWN: usize = 50_000;
const NEIGHBORS: u8 = 10;

/// How many of the damaged IDs were matched.
#[derive(Debug, Default)]
pub struct Matches {
    /// Matched with the right fan, whose name the row has.
    pub by_name: usize,
    /// Matched with another fan, although by name.
    pub wrong_by_name: usize,
    /// Matched with one fan, but the row has no name, or another one.
    pub by_id: usize,
    /// Matched so with another fan than the right one.
    pub wrong_by_id: usize,
    /// Several fans fit.
    pub ambiguous: usize,
    /// No fan fits.
    pub unmatched: usize,
    /// The fan was matched in an earlier row.
    pub duplicates: usize,
    /// The damage changed nothing, or it can't be seen.
    pub ready: usize,
}

/// Damages `count` IDs of the known fans, and matches them.
pub fn matches(count: usize, seed: u64) -> Result<Matches, Box<dyn std::error::Error>> {
    let mut dice = Rng::with_seed(seed);
    let fans = known(&mut dice);
    let mut list = String::from("name\tid\n");
    let mut right = Vec::new();
    for _ in 0..count {
        let fan = &fans[dice.usize(0..fans.len())];
        let name = match dice.u8(0..4) {
            0 => "",
            1 => "someone else",
            _ => fan.name.as_deref().unwrap_or_default(),
        };
        for part in [name, "\t", &damaged(fan.id.as_str(), &mut dice), "\n"] {
            list.push_str(part);
        }
        right.push(&fan.id);
    }
    let mut list = List::paste(&list)?;
    list.match_damaged(fans.clone());
    list.check(&Known::NOTHING);
    let mut found = Matches::default();
    let rows = |kind| list.rows(kind, 0, u32::MAX).1;
    let is_right = |row: u64, fan: Option<&str>| {
        fan == usize::try_from(row - 2).ok().and_then(|place| right.get(place)).map(|id| id.as_str())
    };
    for row in rows(ListGroupKind::Matched) {
        let right = is_right(row.row, row.fan.as_deref());
        *(if right { &mut found.by_name } else { &mut found.wrong_by_name }) += 1;
    }
    for row in rows(ListGroupKind::MatchedById) {
        let right = is_right(row.row, row.fan.as_deref());
        *(if right { &mut found.by_id } else { &mut found.wrong_by_id }) += 1;
    }
    found.ambiguous = rows(ListGroupKind::Ambiguous).len();
    found.duplicates = rows(ListGroupKind::Duplicate).len();
    found.ready = rows(ListGroupKind::Ready).len();
    found.unmatched = rows(ListGroupKind::Damaged).len();
    Ok(found)
}

fn known(dice: &mut Rng) -> Vec<Fan> {
    let mut fans: Vec<Fan> = Vec::new();
    while fans.len() < KNOWN {
        let neighbor = fans.last().filter(|_| dice.u8(0..100) < NEIGHBORS).and_then(|fan| fan.id.parts());
        let id = neighbor.and_then(|mut parts| {
            parts.worker = (parts.worker + 1) % 8;
            parts.id()
        });
        let id: FanId = id.unwrap_or_else(|| true_id(dice));
        let name = format!("Fan {}", fans.len());
        fans.push(Fan { id, username: None, name: Some(name) });
    }
    fans
}

/// Damages an ID as spreadsheets and programs do.
fn damaged(id: &str, dice: &mut Rng) -> String {
    let stored: f64 = id.parse().unwrap_or_default();
    let cut = format!("{}{}", &id[..15], "0".repeat(id.len() - 15));
    match dice.u8(0..6) {
        0 => cut,
        1 => format!("{stored:.0}.0"),
        2 => format!("{stored}"),
        3 => format!("{stored:.16e}").replace('e', "E+"),
        4 => grouped(&cut),
        _ => format!("{stored:.*e}", dice.usize(2..17)).replace('e', "E+"),
    }
}

fn grouped(digits: &str) -> String {
    let first = digits.len() % 3;
    let mut text = digits[..first].to_owned();
    for place in (first..digits.len()).step_by(3) {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&digits[place..place + 3]);
    }
    text
}
