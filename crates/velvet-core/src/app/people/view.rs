use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::cache::{CachedList, List, Listed};
use crate::{
    app::{context::Context, workspace::Workspace},
    view::{Actor, ErrorCode, Failure, PeopleKnown, PeopleSource, PeopleView, Person, VipState},
};
use velvet_ledger::{Ledger, VipRow};
use velvet_model::Fan;
use velvet_model::VipStanding;
use velvet_model::ids::{AccountId, FanId, created_ms};

impl Context {
    /// Returns the state of a list of people.
    pub(super) async fn people_view(
        &self,
        workspace: &Arc<Workspace>,
        account: &AccountId,
        source: &PeopleSource,
    ) -> Result<PeopleView, Failure> {
        let (this, account, source) = (self.clone(), account.clone(), source.clone());
        workspace.read_with(move |workspace| this.people_view_of(workspace, &account, &source)).await
    }

    fn people_view_of(
        &self,
        workspace: &Workspace,
        account: &AccountId,
        source: &PeopleSource,
    ) -> Result<PeopleView, Failure> {
        let ledger = workspace.ledger()?;
        let vips_read = ledger.vip_list(account)?;
        let list = List::of(source);
        let kept = list.and_then(|list| workspace.people.kept(account, list));
        let vips_stopped = workspace.people.stopped(account, None);
        let mut stopped = match list {
            None => vips_stopped,
            Some(list) => {
                let beside = matches!(source, PeopleSource::Lapsed).then_some(vips_stopped).flatten();
                workspace.people.stopped(account, Some(list)).or(beside)
            }
        };
        let people = people_of(workspace, &ledger, account, source)?;
        let fresh = vips_read.is_some_and(|read| self.is_fresh(&read));
        let vips_credits = vips_read.map(|read| read.credits.max(1));
        let (read, known, nameless, credits) = match (list, &kept) {
            (None, _) => (
                vips_read.map(|read| read.read),
                vips_read.map_or(PeopleKnown::Unread, |read| read.known),
                vips_read.map_or(0, |read| read.nameless),
                vips_credits,
            ),
            (Some(List::Supporters { .. }), None) => (None, PeopleKnown::Unread, 0, Some(1)),
            (Some(_), None) => (None, PeopleKnown::Unread, 0, None),
            (Some(_), Some(kept)) => {
                let beside = matches!(source, PeopleSource::Lapsed) && !fresh;
                let own = kept.credits.max(1);
                let credits = if beside { vips_credits.map(|vips| vips + own) } else { Some(own) };
                (kept.read, kept.known, kept.nameless, credits.filter(|_| kept.read.is_some()))
            }
        };
        if is_doubtful(source, kept.as_deref()) {
            stopped = stopped.or_else(|| Some(Failure::new(ErrorCode::PeopleDoubtful)));
        }
        let vips = matches!(source, PeopleSource::Vips);
        let count = |which: &dyn Fn(&Person) -> bool| people.iter().filter(|one| which(one)).count() as u64;
        let changed = |hand: fn(&Person) -> Option<Actor>| {
            count(&|one: &Person| one.changed && hand(one) == Some(Actor::Outside))
        };
        Ok(PeopleView {
            revision: self.next_revision(),
            account: account.to_string(),
            source: source.clone(),
            reading: workspace.people.progress(account, source),
            read,
            known,
            people: count(&|one| !vips || one.vip != VipState::Left),
            not_vip: (!vips && vips_read.is_some()).then(|| count(&|one| one.vip != VipState::Vip)),
            came_outside: if vips { changed(|one| one.came.filter(|_| one.left.is_none())) } else { 0 },
            left_outside: if vips { changed(|one| one.left) } else { 0 },
            missed: if vips { count(&|one| one.vip == VipState::Missed) } else { 0 },
            nameless,
            tiers: kept.as_deref().map(tiers).unwrap_or_default(),
            credits,
            stopped,
            vips_read: vips_read.map(|read| read.read),
        })
    }
}

/// Nobody can be called lapsed while the list of subscribers may be incomplete.
fn is_doubtful(source: &PeopleSource, kept: Option<&CachedList>) -> bool {
    matches!(source, PeopleSource::Lapsed)
        && kept.is_some_and(|kept| kept.read.is_some() && kept.known == PeopleKnown::Part)
}

/// Returns the people of a list, in the server's order. The VIP list includes fans who have left it.
pub(super) fn people_of(
    workspace: &Workspace,
    ledger: &Ledger,
    account: &AccountId,
    source: &PeopleSource,
) -> Result<Vec<Person>, Failure> {
    let vips = ledger.vips(account)?;
    let kept = List::of(source).and_then(|list| workspace.people.kept(account, list));
    let never_read = ledger.vip_list(account)?.is_none();
    let Some(list) = List::of(source) else {
        return Ok(vips.into_iter().map(of_vip).collect());
    };
    let Some(kept) = kept else { return Ok(Vec::new()) };
    if matches!(source, PeopleSource::Lapsed) {
        if kept.read.is_none() || kept.known == PeopleKnown::Part {
            return Ok(Vec::new());
        }
        let subscribe: HashSet<&FanId> = kept.people.iter().map(|one| &one.fan.id).collect();
        let lapsed = vips.into_iter().filter(|vip| vip.state == VipStanding::On);
        return Ok(lapsed.filter(|vip| !subscribe.contains(&vip.fan.id)).map(of_vip).collect());
    }
    let by_fan: HashMap<&FanId, &VipRow> = vips.iter().map(|vip| (&vip.fan.id, vip)).collect();
    let most = match source {
        PeopleSource::Supporters { most, .. } => most.map_or(usize::MAX, |most| most as usize),
        _ => usize::MAX,
    };
    let tier = match (source, list) {
        (PeopleSource::Subscribers { tier, .. }, List::Subscribers(_)) => tier.as_deref(),
        _ => None,
    };
    let asked = |one: &&Listed| tier.is_none_or(|tier| one.tiers.iter().any(|its| its == tier));
    let notes = ledger.notes()?;
    let mut people: Vec<Person> = Vec::new();
    for one in kept.people.iter().filter(asked).take(most) {
        let vip = by_fan.get(&one.fan.id);
        let on = vip.filter(|vip| vip.state != VipStanding::Left);
        people.push(Person {
            note: notes.get(one.fan.id.as_str()).cloned(),
            since: on.and_then(|vip| vip.since),
            came: on.map(|vip| vip.came),
            left: vip.and_then(|vip| vip.hand),
            rank: one.rank,
            subscription: one.subscription,
            tiers: one.tiers.clone(),
            ..person(one.fan.clone(), state(vip.map(|vip| vip.state), never_read))
        });
    }
    Ok(people)
}

pub(super) fn state(vip: Option<VipStanding>, never_read: bool) -> VipState {
    match vip {
        Some(VipStanding::On) => VipState::Vip,
        Some(VipStanding::Missed) => VipState::Missed,
        Some(VipStanding::Left) => VipState::Left,
        None if never_read => VipState::Unknown,
        None => VipState::NotSeen,
    }
}

fn of_vip(vip: VipRow) -> Person {
    Person {
        note: vip.note,
        since: vip.since,
        came: Some(vip.came),
        left: vip.hand,
        changed: vip.changed,
        ..person(vip.fan, state(Some(vip.state), false))
    }
}

/// Creates a person of whom nothing else is known.
pub(super) fn person(fan: Fan, vip: VipState) -> Person {
    Person {
        created: created_ms(fan.id.as_str()),
        fan: fan.id.to_string(),
        username: fan.username,
        name: fan.name,
        note: None,
        vip,
        since: None,
        came: None,
        left: None,
        rank: None,
        subscription: None,
        tiers: Vec::new(),
        changed: false,
    }
}

fn tiers(kept: &CachedList) -> Vec<String> {
    let all: BTreeSet<&String> = kept.people.iter().flat_map(|one| &one.tiers).collect();
    all.into_iter().cloned().collect()
}
