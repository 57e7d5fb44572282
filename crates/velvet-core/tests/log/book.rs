//! A ledger filled by random steps.

use proptest::prelude::*;
use velvet_core::{
    ids::{AccountId, FanId},
    ledger::{Begun, Completion, Intent, Ledger, NewBatch, NewItem},
    log::Log,
    model::{Fan, ListedAccount},
    view::{Action, BatchFilter, Cause, LogRow, Outcome, Speed},
};

use crate::common::claims::claim;

/// Few fans, so that many steps affect the same one.
pub const FANS: [&str; 8] = [
    "843584256474116096",
    "843584256474116097",
    "84358425",
    "227317562784874496",
    "99999999999999999999",
    "000123456",
    "123456",
    "500000000000000000",
];
const LABELS: [&str; 8] = ["Zoë", "zoe", "Ana María", "ANA", "Straße 9", "", "ﬁona", "Δήμητρα"];
const NAMES: [&str; 5] = ["Friday", "FRÍDAY", "", "Café 84", "März"];
const NOTES: [&str; 4] = ["", "pays well", "Crème 843", "zoe's friend"];
const ACCOUNTS: [&str; 3] = ["fansly_1", "fansly_2", "fansly_3"];

/// A random step.
#[derive(Debug, Clone)]
pub enum Step {
    Single {
        account: usize,
        fan: usize,
        action: Action,
        end: Option<usize>,
    },
    List {
        account: usize,
        action: Action,
        name: usize,
        fans: Vec<(usize, Option<usize>)>,
    },
    /// Completes some open items.
    End {
        which: Vec<(usize, usize)>,
    },
    Send {
        which: usize,
    },
    Stop {
        list: usize,
    },
    Note {
        fan: usize,
        text: usize,
    },
    Name {
        list: usize,
        name: usize,
    },
    Account {
        account: usize,
        name: usize,
    },
    Undo {
        which: usize,
    },
    /// The server names a fan.
    Person {
        fan: usize,
        username: Option<usize>,
        name: Option<usize>,
    },
}

pub fn step() -> impl Strategy<Value = Step> {
    let account = 0..ACCOUNTS.len();
    let fan = 0..FANS.len();
    let action = prop::sample::select(vec![Action::Add, Action::Remove]);
    let label = prop::option::of(0..LABELS.len());
    let person = (fan.clone(), prop::option::of(0..NAMES.len()), label.clone());
    prop_oneof![
        4 => (account.clone(), fan.clone(), action.clone(), prop::option::of(0..ENDS))
            .prop_map(|(account, fan, action, end)| Step::Single { account, fan, action, end }),
        3 => (account.clone(), action, 0..NAMES.len(), prop::collection::vec((fan.clone(), label), 1..9))
            .prop_map(|(account, action, name, fans)| Step::List { account, action, name, fans }),
        4 => prop::collection::vec((0..40_usize, 0..ENDS), 1..6).prop_map(|which| Step::End { which }),
        1 => (0..40_usize).prop_map(|which| Step::Send { which }),
        1 => (0..6_usize).prop_map(|list| Step::Stop { list }),
        2 => (fan, 0..NOTES.len()).prop_map(|(fan, text)| Step::Note { fan, text }),
        1 => (0..6_usize, 0..NAMES.len()).prop_map(|(list, name)| Step::Name { list, name }),
        1 => (account, 0..LABELS.len()).prop_map(|(account, name)| Step::Account { account, name }),
        1 => (0..40_usize).prop_map(|which| Step::Undo { which }),
        2 => person.prop_map(|(fan, username, name)| Step::Person { fan, username, name }),
    ]
}

const ENDS: usize = 7;

fn ending(which: usize, action: Action) -> Completion {
    let done = if action == Action::Add { Outcome::Added } else { Outcome::Removed };
    let plain = Completion::of;
    match which {
        0 | 1 => plain(done),
        2 => plain(Outcome::Already),
        3 => Completion::because(Outcome::Failed, Cause::NoSuchFan),
        4 => Completion::because(Outcome::Failed, Cause::KeyRefused),
        5 => Completion::because(Outcome::Unconfirmed, Cause::NoReply),
        _ => Completion::because(Outcome::Stopped, Cause::Overtaken),
    }
}

pub struct Book {
    _folder: tempfile::TempDir,
    pub log: Log,
    lists: Vec<i64>,
    singles: Vec<(i64, Intent)>,
    now: i64,
}

impl Book {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
        let log = Log::new(ledger.into());
        let book = Self { _folder: folder, log, lists: Vec::new(), singles: Vec::new(), now: 1_000 };
        book.name_accounts(["Mira Rose", "mira rose", "Élan"]);
        book
    }

    pub fn ledger(&self) -> &Ledger {
        self.log.ledger()
    }

    fn name_accounts(&self, names: [&str; 3]) {
        let listed = ACCOUNTS.iter().zip(names);
        let listed: Vec<_> = listed
            .map(|(id, name)| ListedAccount { id: AccountId::new(*id).unwrap(), name: name.to_owned() })
            .collect();
        self.ledger().list_accounts(1, &listed).unwrap();
    }

    pub fn takes(&mut self, step: &Step) {
        self.now += 7;
        let now = self.now;
        match step {
            Step::Single { account, fan, action, end } => {
                let intent = Intent {
                    account: account_id(*account),
                    fan: fan_id(*fan),
                    action: *action,
                    undoes: None,
                    label: None,
                };
                let Begun { batch, item } = self.ledger().begin(&intent, now).unwrap();
                if let Some(end) = end {
                    self.ledger().end(item, &ending(*end, *action), now + 3).unwrap();
                }
                self.singles.push((batch, intent));
            }
            Step::List { account, action, name, fans } => {
                let new = NewBatch {
                    speed: Speed::Fast,
                    name: NAMES[*name].to_owned(),
                    ..NewBatch::new(account_id(*account), *action)
                };
                let items = (1..).zip(fans).map(|(row, (fan, label))| NewItem {
                    fan: fan_id(*fan),
                    label: label.map(|label| LABELS[label].to_owned()),
                    row: Some(row),
                });
                let list = self.ledger().write_batch(&new, items, &[], now).unwrap().id;
                self.lists.push(list);
            }
            Step::End { which } => {
                for (which, end) in which {
                    let open = self.open();
                    let Some(row) = open.get(which % open.len().max(1)) else { return };
                    self.ledger().end(row.item, &ending(*end, row.action), now).unwrap();
                }
            }
            Step::Send { which } => {
                if let Some((batch, intent)) = self.singles.get(which % self.singles.len().max(1)) {
                    claim(self.ledger(), *batch, intent, now);
                }
            }
            Step::Stop { list } => {
                if let Some(list) = self.lists.get(*list) {
                    self.ledger().stop_batch(*list).unwrap();
                    while self.ledger().end_waiting(*list, &Completion::of(Outcome::Stopped), now).unwrap() {}
                }
            }
            Step::Note { fan, text } => {
                self.ledger().set_notes(&[fan_id(*fan)], NOTES[*text]).unwrap();
            }
            Step::Name { list, name } => {
                if let Some(list) = self.lists.get(*list) {
                    assert!(self.ledger().name_batch(*list, NAMES[*name]).unwrap());
                }
            }
            Step::Account { account, name } => {
                let mut names = ["Mira Rose", "mira rose", "Élan"];
                names[*account] = LABELS[*name];
                self.name_accounts(names);
            }
            Step::Person { fan, username, name } => {
                let named = Fan {
                    id: fan_id(*fan),
                    username: username
                        .map(|username| NAMES[username].to_owned())
                        .filter(|name| !name.is_empty()),
                    name: name.map(|name| LABELS[name].to_owned()).filter(|name| !name.is_empty()),
                };
                self.ledger().name_people([&named].into_iter()).unwrap();
            }
            Step::Undo { which } => {
                let done: Vec<_> = self.rows().into_iter().filter(|row| row.can_undo).collect();
                if let Some(row) = done.get(which % done.len().max(1)) {
                    let intent = self.ledger().intent(row.item).unwrap().unwrap();
                    let back = Intent { action: intent.action.opposite(), undoes: Some(row.item), ..intent };
                    self.ledger().begin(&back, now).unwrap();
                }
            }
        }
    }

    /// Returns every row of the log, newest first, from plain slices.
    pub fn rows(&self) -> Vec<LogRow> {
        let mut rows = Vec::new();
        loop {
            let more = self.ledger().slice(u32::try_from(rows.len()).unwrap(), 200).unwrap().rows;
            if more.is_empty() {
                return rows;
            }
            rows.extend(more);
        }
    }

    /// Returns all items without an outcome, whether they are in the log or not.
    pub fn open(&self) -> Vec<LogRow> {
        let mut open: Vec<_> = self.rows().into_iter().filter(|row| row.outcome.is_none()).collect();
        for list in &self.lists {
            let waiting = self.ledger().batch_rows(*list, BatchFilter::Waiting, 0, 200).unwrap().rows;
            open.extend(waiting);
        }
        open.sort_by_key(|row| row.item);
        open.dedup_by_key(|row| row.item);
        open
    }
}

pub fn account_id(account: usize) -> AccountId {
    AccountId::new(ACCOUNTS[account]).unwrap()
}

pub fn fan_id(fan: usize) -> FanId {
    FanId::from_digits(FANS[fan].to_owned()).unwrap()
}
