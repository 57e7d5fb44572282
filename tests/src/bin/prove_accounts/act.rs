//! Random user actions.

use std::time::Duration;

use velvet_core::view::{
    Action, BatchView, ErrorCode, Failure, ListGroupKind, PeopleColumn, PeopleQuery, PeopleShow,
    PeopleSource, Selection, Speed, StartList, StartPeople, SubscribersOf,
};
use velvet_tests::dice::Dice;

use crate::world::World;

impl World {
    /// Performs a random action. Returns whether it succeeded exactly if the app has the key of its account.
    pub async fn act(&mut self, dice: &mut Dice) -> bool {
        self.clock.leap(Duration::from_secs(dice.below(40)));
        match dice.below(20) {
            0 | 1 => self.save_key(dice).await,
            2 => self.lose_key(dice).await,
            3 => drop(self.app.accounts().await.refresh().await),
            4 | 5 => drop(self.app.accounts().await.choose(dice.pick(&self.accounts())).await),
            6..=9 => return self.add(dice).await,
            10 | 11 => self.act_on_row(dice).await,
            12..=14 => return self.start_list(dice).await,
            15 => self.order(dice).await,
            16 | 17 => return self.people(dice).await,
            18 => return self.look_up(dice).await,
            _ => self.app.idle().await,
        }
        true
    }

    /// Saves a key, which may already be saved, or replaces another key with it.
    async fn save_key(&self, dice: &mut Dice) {
        let key = dice.pick(&self.keys).key;
        if dice.percent(70) {
            self.app.keys().await.save(key.into()).await.expect("it is one of the service's");
        } else if let Some(held) = self.state().await.keys.first() {
            // The new key may be in another slot as well. Then both slots list the same accounts.
            self.app.keys().await.replace(held.id, key.into()).await.expect("it is one of the service's");
        }
    }

    async fn lose_key(&self, dice: &mut Dice) {
        let keys = self.state().await.keys;
        if !keys.is_empty() {
            self.app.keys().await.remove(dice.pick(&keys).id).await.expect("the keychain is in memory");
        }
    }

    async fn add(&self, dice: &mut Dice) -> bool {
        let (account, fan) = (dice.pick(&self.accounts()), dice.pick(&self.fans));
        let held = self.held().await.contains(&account);
        as_expected(held, self.app.items().await.add(account, fan).await)
    }

    /// Undoes, retries, or checks one of the last rows.
    async fn act_on_row(&self, dice: &mut Dice) {
        let rows = self.app.entries().await.slice(0, 20).await.expect("the ledger can be read").rows;
        if rows.is_empty() {
            return;
        }
        let item = dice.pick(&rows).item;
        match dice.below(3) {
            0 => drop(self.app.items().await.undo(item).await),
            1 => drop(self.app.items().await.retry(item).await),
            _ => drop(self.app.items().await.check(item).await),
        }
    }

    /// Starts a list for the chosen account. Another account may be chosen while it runs.
    async fn start_list(&self, dice: &mut Dice) -> bool {
        let Some(chosen) = self.state().await.chosen else { return true };
        let some = usize::try_from(dice.between(1, 6)).unwrap_or(1);
        let fans = dice.some(self.fans.clone(), some).join("\n");
        let Ok(mut list) = self.app.lists().await.paste(fans).await else { return false };
        if dice.percent(30)
            && let Ok(removes) = self.app.lists().await.check(chosen.clone(), Action::Remove).await
        {
            list = removes;
        }
        let start = StartList {
            revision: list.revision,
            speed: Speed::Fast,
            include: if dice.percent(50) { vec![ListGroupKind::AddedBefore] } else { Vec::new() },
            look_first: dice.percent(30),
        };
        let held = self.held().await.contains(&list.account);
        let started = self.app.lists().await.start(start).await;
        let other = dice.pick(&self.accounts());
        drop(self.app.accounts().await.choose(other).await);
        as_expected(held, started)
    }

    /// Pauses, resumes, stops, undoes, or retries a batch.
    async fn order(&self, dice: &mut Dice) {
        let batches = self.app.batches().await.page(0, 20).await.expect("the ledger can be read").batches;
        if batches.is_empty() {
            return;
        }
        let BatchView { id, .. } = dice.pick(&batches);
        match dice.below(5) {
            0 => drop(self.app.batches().await.pause(id).await),
            1 => drop(self.app.batches().await.stop(id).await),
            2 => drop(self.app.batches().await.undo(id).await),
            3 => drop(self.app.batches().await.retry(id).await),
            _ => drop(self.app.batches().await.resume(id).await),
        }
    }

    /// Refreshes a list of people, and adds or removes some of them.
    async fn people(&self, dice: &mut Dice) -> bool {
        let account = dice.pick(&self.accounts());
        let source = match dice.below(4) {
            0 => PeopleSource::Vips,
            1 => PeopleSource::Subscribers { status: SubscribersOf::Active, tier: None },
            2 => PeopleSource::Supporters { days: None, most: Some(10) },
            _ => PeopleSource::Followers,
        };
        let held = self.held().await.contains(&account);
        let read = self.app.people().await.refresh(account.clone(), source.clone(), false).await;
        if !held || read.is_err() {
            return as_expected(held, read);
        }
        let action = if source == PeopleSource::Vips { Action::Remove } else { Action::Add };
        let query = PeopleQuery {
            account,
            source,
            text: String::new(),
            show: PeopleShow::All,
            sort: PeopleColumn::Listed,
            descending: false,
        };
        let found = self.app.people().await.find(query).await.expect("it was just read");
        let first = dice.below(found.total.max(1));
        let selection = Selection { found: found.found, ranges: vec![(first, first + dice.between(1, 4))] };
        let start = StartPeople { selection, action, speed: Speed::Fast, name: String::new() };
        match self.app.people().await.start(start).await {
            Ok(_) => true,
            Err(failure) => failure.code == ErrorCode::PeopleNothingToDo,
        }
    }

    async fn look_up(&self, dice: &mut Dice) -> bool {
        let account = dice.pick(&self.accounts());
        let held = self.held().await.contains(&account);
        let text = dice.pick(&["@jamie", "a", "Zoë", "nobody_at_all"]);
        as_expected(held, self.app.people().await.look_up(account, text.to_owned()).await)
    }
}

/// An action must succeed with the key and fail without it. A fan with a request in flight is refused in both cases.
fn as_expected<T>(held: bool, done: Result<T, Failure>) -> bool {
    match done {
        Ok(_) => held,
        Err(failure) => match failure.code {
            ErrorCode::AccountUnknown | ErrorCode::KeyMissing => !held,
            ErrorCode::AlreadySending | ErrorCode::ListNothingToDo | ErrorCode::PeopleBusy => true,
            other => {
                eprintln!("Unexpected refusal: {other:?}");
                false
            }
        },
    }
}
