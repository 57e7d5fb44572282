use super::{
    cache::{CachedList, List, Listed},
    partial_read::PartialRead,
    work::{ListRead, PATIENCE, ended},
};
use crate::view::{Failure, PeopleKnown, PeopleStep, SubscribersOf, Subscription};
use futures::FutureExt;
use velvet_api::{Completeness, PageRead, PagedRead, Period, Standing, Subscriber, SubscriberStatus};
use velvet_ledger::{Ledger, LedgerError};
use velvet_model::Fan;

/// Facts about a list that was read, besides its people.
#[derive(Clone, Copy)]
struct Told {
    known: PeopleKnown,
    credits: u64,
    nameless: u64,
}

impl ListRead {
    /// Reads a list other than the VIP list.
    pub(super) async fn read_list(&self, list: List) -> Result<(), Failure> {
        match list {
            List::Supporters { days } => self.read_supporters(list, days).await,
            List::Subscribers(status) => self.read_subscribers(list, status).await,
            List::Followers | List::Chats => self.read_fans(list).await,
        }
    }

    async fn read_supporters(&self, list: List, days: Option<u32>) -> Result<(), Failure> {
        let now = self.people.ctx.deps.clock.now();
        let period = days.map_or_else(Period::default, |days| Period {
            after: Some(now - i64::from(days) * 24 * 3_600_000),
            before: Some(now),
        });
        let read = self.answer(self.api.top_supporters(&self.account, period, PATIENCE)).await?;
        // Elsewhere in the API, the field that names the supporter holds the creator (API.md, "Found since").
        let accounts = self.workspace.read(Ledger::accounts).await?;
        let native = accounts.into_iter().find(|one| one.id == self.account);
        let native = native.and_then(|account| account.native);
        let ranked = (1..).zip(read.ranked.into_iter().filter(|fan| Some(&fan.id) != native.as_ref()));
        let people = ranked.map(|(rank, fan)| Listed { rank: Some(rank), ..Listed::plain(fan) }).collect();
        self.keep(
            list,
            people,
            Told { known: PeopleKnown::Once, credits: read.credits, nameless: read.nameless },
        )
        .await
    }

    async fn read_fans(&self, list: List) -> Result<(), Failure> {
        let partial = self.workspace.people.take_partial(&self.account, Some(list));
        let (mut reading, began) = self.go_on(partial.and_then(PartialRead::fans));
        let mut watch = self.watch(PeopleStep::List, reading.rows().len());
        let mut page = |page: PageRead<'_, Fan>| watch(page.number, page.rows.len());
        let asked = match list {
            List::Chats => self.api.all_chats(&mut reading, PATIENCE, &mut page).boxed(),
            _ => self.api.followers(&mut reading, PATIENCE, &mut page).boxed(),
        };
        let read = self.answer(asked).await.and_then(ended);
        let people = reading.rows().iter().cloned().map(Listed::plain).collect();
        self.end(list, people, told(&reading), read, || PartialRead::Fans(reading, began)).await
    }

    async fn read_subscribers(&self, list: List, of: SubscribersOf) -> Result<(), Failure> {
        let partial = self.workspace.people.take_partial(&self.account, Some(list));
        let (mut reading, began) = self.go_on(partial.and_then(PartialRead::subscribers));
        let status = match of {
            SubscribersOf::Active => SubscriberStatus::Active,
            SubscribersOf::Expired => SubscriberStatus::Expired,
        };
        let mut watch = self.watch(PeopleStep::List, reading.rows().len());
        let mut page = |page: PageRead<'_, Subscriber>| watch(page.number, page.rows.len());
        let asked = self.api.subscribers(status, &mut reading, PATIENCE, &mut page);
        let read = self.answer(asked).await.and_then(ended);
        // A row must match the requested status, unless its own status is unclear.
        let other = match of {
            SubscribersOf::Active => Standing::Expired,
            SubscribersOf::Expired => Standing::Active,
        };
        let fits = reading.rows().iter().filter(|one| one.standing != other);
        let people = fits.map(subscriber).collect();
        self.end(list, people, told(&reading), read, || PartialRead::Subscribers(reading, began)).await
    }

    /// Keeps a list that was read to its end. A partial one is kept only if there is no whole one.
    async fn end(
        &self,
        list: List,
        people: Vec<Listed>,
        told: Told,
        read: Result<Completeness, Failure>,
        partial: impl FnOnce() -> PartialRead,
    ) -> Result<(), Failure> {
        let Err(failure) = read else { return self.keep(list, people, told).await };
        let cache = &self.workspace.people;
        if cache.kept(&self.account, list).is_none_or(|kept| kept.read.is_none()) {
            let Told { credits, nameless, .. } = told;
            let kept = CachedList { people, read: None, known: PeopleKnown::Unread, credits, nameless };
            cache.keep(&self.account, list, kept);
        }
        cache.put_partial(&self.account, Some(list), partial());
        Err(failure)
    }

    async fn keep(&self, list: List, mut people: Vec<Listed>, told: Told) -> Result<(), Failure> {
        let named = self.workspace.write(move |ledger| {
            ledger.name_people(people.iter().map(|one| &one.fan))?;
            // Not every list has names, and those from another list are just as good.
            ledger.fill_in_names(people.iter_mut().map(|one| &mut one.fan))?;
            Ok::<_, LedgerError>(people)
        });
        let people = named.await?;
        let Told { known, credits, nameless } = told;
        let kept =
            CachedList { people, read: Some(self.people.ctx.deps.clock.now()), known, credits, nameless };
        self.workspace.people.keep(&self.account, list, kept);
        Ok(())
    }
}

/// Returns the facts about a read.
fn told<R>(reading: &PagedRead<R>) -> Told {
    let known = match reading.end() {
        Some(Completeness::Complete | Completeness::RanOut) => PeopleKnown::Once,
        _ => PeopleKnown::Part,
    };
    Told { known, credits: reading.credits_again(), nameless: reading.nameless() }
}

fn subscriber(one: &Subscriber) -> Listed {
    let subscription = match one.standing {
        Standing::Active => Subscription::Active,
        Standing::Expired => Subscription::Expired,
        Standing::Unclear => Subscription::Unclear,
    };
    Listed { subscription: Some(subscription), tiers: one.tiers.clone(), ..Listed::plain(one.fan.clone()) }
}
