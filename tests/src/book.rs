//! A large, realistic log: three accounts, four hundred lists, names for half of the rows, and notes.

use std::path::Path;

use rusqlite::Connection;
use velvet_core::ids::AccountId;
use velvet_core::ledger::Ledger;
use velvet_core::model::ListedAccount;

use crate::dice::Dice;

/// The number of lists. Single items have batches of their own, numbered after the lists.
const LISTS: u32 = 400;
/// One row in this many belongs to no list.
const SINGLE: u32 = 100;
/// The number of fans with a note.
const NOTES: u64 = 20_000;

const FIRST: [&str; 12] = [
    "Zoë",
    "José",
    "Anaïs",
    "Łukasz",
    "Marta",
    "Søren",
    "Chloé",
    "François",
    "Lena",
    "Óscar",
    "Δήμητρα",
    "Noor",
];
const LAST: [&str; 10] =
    ["Müller", "García", "Núñez", "O'Neill", "Dubois", "Smith", "Žižek", "Ström", "Rossi", "Peña"];
/// Outcomes, each with its cause and its share in percent.
const ENDS: [(&str, Option<&str>, u64); 8] = [
    ("added", None, 70),
    ("already", None, 10),
    ("failed", Some("no_such_fan"), 6),
    ("failed", Some("asked_to_wait"), 2),
    ("failed", Some("refused"), 2),
    ("unsure", Some("no_reply"), 3),
    ("unsure", Some("service_error"), 2),
    ("stopped", None, 5),
];

/// Returns the ID of an account.
pub fn account(which: u64) -> String {
    format!("fansly_{which}")
}

/// Returns the ID of a fan by number.
pub fn fan(number: u64) -> String {
    // Spreads over all digits, like the server's own IDs.
    (200_000_000_000_000_000 + number.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 700_000_000_000_000_000)
        .to_string()
}

/// Returns a name by number.
pub fn name(number: u64) -> String {
    let at = usize::try_from(number).expect("numbers of rows are small");
    let [first, last] = [FIRST[at % FIRST.len()], LAST[at / 12 % LAST.len()]];
    format!("{first} {last} {}", number % 9_973)
}

/// Inserts rows as the app writes them, into an existing or a new ledger. The file's own constraints (`STRICT`, checks,
/// references) are enforced.
pub fn fill(path: &Path, rows: u32) {
    let ledger = Ledger::open(path, 1, 0).expect("a ledger can be made").ledger;
    let names = ["Mira Rose", "Élodie", "Night Garden"];
    let accounts: Vec<_> = (1..)
        .zip(names)
        .map(|(id, name)| ListedAccount {
            id: AccountId::new(account(id)).expect("it has an id's shape"),
            name: name.to_owned(),
        })
        .collect();
    ledger.list_accounts(1, &accounts).expect("there is room");
    drop(ledger);
    let mut connection = Connection::open(path).expect("the ledger is closed");
    let change = connection.transaction().expect("nobody else writes");
    let mut dice = Dice::new(1, 0);
    for list in 1..=LISTS {
        change
            .prepare_cached(
                "INSERT INTO batch (id, account, action, began, pace, name, state) VALUES (?, ?, ?, ?, 'fast', ?, 'ended')",
            )
            .and_then(|mut insert| {
                let action = if list % 10 == 0 { "remove" } else { "add" };
                let name = format!("{} {list}", name(u64::from(list) * 7));
                insert.execute((list, account(u64::from(list % 3) + 1), action, began(list * rows / LISTS), name))
            })
            .expect("it fits the schema");
    }
    for row in 1..=rows {
        let list = if row % SINGLE == 0 { LISTS + row } else { (row - 1) / rows.div_ceil(LISTS) + 1 };
        let removes = list <= LISTS && list % 10 == 0;
        if list > LISTS {
            let batch = "INSERT INTO batch (id, account, action, began, total) VALUES (?, ?, 'add', ?, 1)";
            let account = account(dice.between(1, 3));
            change
                .prepare_cached(batch)
                .and_then(|mut insert| insert.execute((list, account, began(row))))
                .expect("it fits the schema");
        }
        let (outcome, cause) = ending(&mut dice, removes);
        let label = (list <= LISTS && dice.percent(50)).then(|| name(dice.below(400_000)));
        let fan = fan(dice.below(u64::from(rows) * 7 / 10));
        change
            .prepare_cached(
                "INSERT INTO item (id, batch, fan, phase, outcome, cause, marks, began, ended, place, label)
                 VALUES (?1, ?2, ?3, 'done', ?4, ?5, 4, ?6, ?6 + 300, ?1, ?7)",
            )
            .and_then(|mut insert| insert.execute((row, list, fan, outcome, cause, began(row), label)))
            .expect("it fits the schema");
    }
    for note in 0..NOTES.min(u64::from(rows) / 10) {
        change
            .prepare_cached("INSERT OR IGNORE INTO note (fan, text) VALUES (?, ?)")
            .and_then(|mut insert| insert.execute((fan(note * 31), format!("{} asked for more", name(note)))))
            .expect("it fits the schema");
    }
    change
        .execute_batch(
            "WITH counted AS (SELECT batch, count(*) AS total, sum(outcome = 'added') AS added,
                    sum(outcome = 'removed') AS removed, sum(outcome = 'already') AS already,
                    sum(outcome = 'failed') AS failed, sum(outcome = 'unsure') AS unsure,
                    sum(outcome = 'stopped') AS stopped FROM item GROUP BY batch)
             UPDATE batch SET total = counted.total, added = counted.added, removed = counted.removed,
                    already = counted.already, failed = counted.failed, unsure = counted.unsure,
                    stopped = counted.stopped
             FROM counted WHERE counted.batch = batch.id",
        )
        .expect("it fits the schema");
    change.commit().expect("there is room");
}

/// Returns the time when a row began. A million rows span a little over a year.
pub fn began(row: u32) -> i64 {
    1_760_000_000_000 + i64::from(row) * 40_000
}

fn ending(dice: &mut Dice, removes: bool) -> (&'static str, Option<&'static str>) {
    let mut throw = dice.below(100);
    for (outcome, cause, cases) in ENDS {
        if throw < cases {
            return (if removes && outcome == "added" { "removed" } else { outcome }, cause);
        }
        throw -= cases;
    }
    ("added", None)
}
