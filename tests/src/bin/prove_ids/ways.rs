//! The paths that an ID takes through the app.

use std::{collections::HashSet, error::Error, fmt::Debug, fs::File, io::Write, path::Path, sync::Arc};

use fastrand::Rng;
use velvet_core::{
    api::ApiKey,
    api::{Api, ApiUrl, Pacing, TimeLimits},
    clock::SystemClock,
    ids::{AccountId, FanId},
    import::{List, ReadProgress},
    ledger::{Ledger, NewBatch, NewItem},
    view::{Action, Speed},
};
use velvet_practice::{Plan, Running, Settings};

use crate::files;

type Through = Result<Vec<String>, Box<dyn Error>>;

/// Takes IDs and returns what came out at the end of a path.
type Way = fn(&[String]) -> Through;

/// Every path, with the name of its figure.
pub const ALL: [(&str, Way); 6] = [
    ("ids_changed_paste", paste),
    ("ids_changed_csv", csv),
    ("ids_changed_xlsx", xlsx),
    ("ids_changed_ledger", ledger),
    ("ids_changed_url", url),
    ("ids_changed_left_out", left_out),
];

/// Returns different random IDs of 15 to 20 digits.
pub fn ids(count: usize, seed: u64) -> Vec<String> {
    let mut dice = Rng::with_seed(seed);
    let mut seen = HashSet::new();
    std::iter::repeat_with(|| digits(&mut dice, 15..=20))
        .filter(|id| seen.insert(id.clone()))
        .take(count)
        .collect()
}

/// Returns a random number with this many digits.
pub fn digits(dice: &mut Rng, many: std::ops::RangeInclusive<usize>) -> String {
    let many = dice.usize(many);
    (0..many).map(|place| char::from(b'0' + dice.u8(u8::from(place == 0)..10))).collect()
}

/// Counts the IDs that came out changed, compared position by position.
pub fn changed(ids: &[String], out: &[String]) -> usize {
    let other = ids.iter().zip(out).filter(|(id, out)| id != out).count();
    other + ids.len().abs_diff(out.len())
}

/// Reads a file as a list.
pub fn read(path: &Path) -> Result<List, Box<dyn Error>> {
    List::read(path, ReadProgress { stop: &|| false, progress: &mut |_| () }).map_err(failed)
}

fn failed(why: impl Debug) -> Box<dyn Error> {
    format!("{why:?}").into()
}

fn fans(list: &List) -> Vec<String> {
    list.fans().map(|fan| fan.fan.to_owned()).collect()
}

fn paste(ids: &[String]) -> Through {
    Ok(fans(&List::paste(&ids.join("\n")).map_err(failed)?))
}

fn csv(ids: &[String]) -> Through {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ids.csv");
    files::csv(&path, ids.iter().map(String::as_str))?;
    Ok(fans(&read(&path)?))
}

fn xlsx(ids: &[String]) -> Through {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ids.xlsx");
    files::xlsx(&path, ids.iter().map(String::as_str))?;
    Ok(fans(&read(&path)?))
}

fn ledger(ids: &[String]) -> Through {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ledger.sqlite3");
    let account = AccountId::new("fansly_prove").ok_or("The account id is invalid")?;
    let new = NewBatch { speed: Speed::Fast, ..NewBatch::new(account.clone(), Action::Add) };
    let fans: Result<Vec<_>, _> = ids.iter().map(|id| FanId::parse(id)).collect();
    let items = fans.map_err(failed)?.into_iter().map(|fan| NewItem { fan, label: None, row: None });
    let open = || Ledger::open(&path, 1, 0).map(|opened| opened.ledger).map_err(failed);
    let batch = {
        let ledger = open()?;
        ledger.remember_account(&account).map_err(failed)?;
        ledger.write_batch(&new, items, &[], 0).map_err(failed)?.id
    };
    let mut out = Vec::new();
    open()?.results(batch, |row| out.push(row.fan)).map_err(failed)?;
    Ok(out)
}

fn url(ids: &[String]) -> Through {
    let api = ApiUrl::parse(ApiUrl::REAL)?;
    let account = AccountId::new("fansly_prove").ok_or("The account id is invalid")?;
    let through = |id: &String| -> Result<String, Box<dyn Error>> {
        let address = api.vip(&account, &FanId::parse(id).map_err(failed)?);
        let fan = address.strip_suffix("/vip").and_then(|rest| rest.rsplit('/').next());
        Ok(fan.ok_or("The address has no fan id")?.to_owned())
    };
    ids.iter().map(through).collect()
}

/// Pastes each ID twice, so that each is skipped once as a duplicate.
fn left_out(ids: &[String]) -> Through {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("left out.csv");
    let mut out = Vec::new();
    // A list can have at most two million rows.
    for some in ids.chunks(500_000) {
        let list = List::paste(&[some, some].concat().join("\n")).map_err(failed)?;
        let mut file = File::create(&path)?;
        list.write_rejected_rows(&mut file, &|reason| format!("{reason:?}")).map_err(failed)?;
        file.flush()?;
        out.extend(fans(&read(&path)?));
    }
    Ok(out)
}

/// Sends the IDs over HTTP to the simulated server. Returns the fans from the paths that it received.
#[tokio::main]
pub async fn http(ids: &[String]) -> Through {
    let settings = Settings { plan: Plan::Unlimited, ..Settings::default() };
    let service = Running::start(settings).await?;
    let key = ApiKey::parse(service.key()).map_err(failed)?;
    let url = ApiUrl::parse(&service.url())?;
    let api = Api::new(url, &key, TimeLimits::default(), Arc::new(SystemClock::default()))?;
    let account =
        AccountId::new(service.accounts()[0].account_id.clone()).ok_or("The account id is invalid")?;
    let mut out = Vec::new();
    for id in ids {
        let fan = FanId::parse(id).map_err(failed)?;
        let turn = loop {
            match api.try_acquire(Pacing::Fast) {
                Ok(turn) => break turn,
                Err(wait) => api.until(&wait).await,
            }
        };
        api.act(turn, Action::Add, &account, &fan).await;
        let path = service.requests().pop().ok_or("The practice server received nothing")?.path;
        out.push(path.split('/').nth_back(1).unwrap_or_default().to_owned());
    }
    Ok(out)
}
