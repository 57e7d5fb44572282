use std::collections::{HashMap, HashSet};

use super::{find::fits, view::people_of};
use crate::{
    app::{People, workspace::run_blocking},
    view::{Failure, FanHit, LogRow, PeopleSource, Person, VipState},
};
use velvet_ledger::KnownAccount;
use velvet_model::search_key::search_key;

/// Most fans in an answer.
const MOST: usize = 8;

/// Most fans of the log of whom the best are taken. A short text fits thousands, and nobody means an old one of them.
const CANDIDATES: usize = 200;

impl People {
    /// Finds the fans whose ID, name, or note has every word of a text, in the log and on the VIP lists of all accounts.
    /// Returns at most eight: those with exactly this ID or name first, then those whose name begins with the text, then
    /// those whose name has the text.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn find_fans(&self, text: String) -> Result<Vec<FanHit>, Failure> {
        let text = text.trim().trim_start_matches('@').to_owned();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let (busy, workspace) = (self.ctx.in_flight.busy(), self.ctx.workspace());
        run_blocking(move || {
            let _busy = busy;
            let (log, ledger) = (workspace.log()?, workspace.ledger()?);
            let entries = log.newest_of_fans(&text, CANDIDATES)?;
            let logged: HashSet<String> = entries.iter().map(|row| row.fan.clone()).collect();
            let mut hits = Hits::of(entries);
            for KnownAccount { id, .. } in workspace.accounts(&ledger)? {
                let people = people_of(&workspace, &ledger, &id, &PeopleSource::Vips)?;
                let on = people.into_iter().filter(|one| one.vip != VipState::Left);
                on.filter(|one| logged.contains(&one.fan) || fits(one, &text))
                    .for_each(|one| hits.add_vip(one, id.as_str()));
            }
            Ok(hits.best(&text))
        })
        .await
    }
}

/// Hits in the order in which they were found, each fan once.
struct Hits {
    all: Vec<FanHit>,
    places: HashMap<String, usize>,
}

impl Hits {
    fn of(entries: Vec<LogRow>) -> Self {
        let places = entries.iter().enumerate().map(|(place, row)| (row.fan.clone(), place)).collect();
        let hit = |row: LogRow| FanHit {
            fan: row.fan,
            name: row.label,
            username: None,
            note: row.note,
            logged: true,
            vip_of: Vec::new(),
        };
        Self { all: entries.into_iter().map(hit).collect(), places }
    }

    fn add_vip(&mut self, vip: Person, account: &str) {
        let place = *self.places.entry(vip.fan.clone()).or_insert(self.all.len());
        if place == self.all.len() {
            self.all.push(FanHit {
                fan: vip.fan,
                name: None,
                username: None,
                note: vip.note,
                logged: false,
                vip_of: Vec::new(),
            });
        }
        let hit = &mut self.all[place];
        // The server's names are newer than those of a list.
        hit.name = vip.name.or(hit.name.take());
        hit.username = vip.username.or(hit.username.take());
        hit.vip_of.push(account.to_owned());
    }

    fn best(mut self, text: &str) -> Vec<FanHit> {
        let text = search_key(text);
        self.all.sort_by_cached_key(|hit| rank(hit, &text));
        self.all.truncate(MOST);
        self.all
    }
}

/// The rank of a hit, the best first. Hits of one rank stay in the order in which they were found.
fn rank(hit: &FanHit, text: &str) -> u8 {
    let names = [hit.name.as_deref(), hit.username.as_deref(), Some(&hit.fan)];
    let names: Vec<String> = names.into_iter().flatten().map(search_key).collect();
    match () {
        () if names.iter().any(|name| name == text) => 0,
        () if names.iter().any(|name| name.starts_with(text)) => 1,
        () if names.iter().any(|name| name.contains(text)) => 2,
        () => 3,
    }
}
