//! One trial, from its plan to the comparison.

use std::io::Write as _;
use std::path::Path;

use serde_json::Value;
use velvet_practice::{Running, Settings};

use super::attempt::{End, Runner, Start};
use super::plan::{Kill, Plan};
use super::verdict::{self, Story, Truth};
use crate::dice::Dice;

/// The runner's exit statuses.
const DONE: [i32; 2] = [0, 3];
const STOPPED_EARLY: i32 = 4;
const NOTHING_BEGUN: i32 = 2;
const IN_USE: i32 = 5;

/// The limit of starts. Every fault stops eventually, so every trial ends.
const MOST_STARTS: u64 = 60;

/// Runs a trial and compares the results.
pub async fn run(headless: &Path, folder: &Path, seed: u64, number: u64) -> Story {
    let mut dice = Dice::new(seed, number);
    let plan = Plan::throw(&mut dice);
    let settings = Settings {
        seed: dice.below(1_000_000),
        fans: 150,
        vips: 12,
        latency: plan.latency,
        requests_kept: 1_000_000,
        ..Settings::default()
    };
    let service = Running::start(settings).await.expect("a port is free");
    let account = service.accounts()[0].account_id.clone();
    let fans = chosen(&service, &account, &plan, &mut dice);
    let list = write_list(folder, &fans, &mut dice);
    plan.rules.iter().cloned().for_each(|rule| service.push_fault(rule));

    let words = [
        ("--account", account.as_str()),
        ("--fans", list.to_str().expect("our own name")),
        ("--action", if plan.add { "add" } else { "remove" }),
        ("--pace", if plan.fast { "fast" } else { "steady" }),
    ];
    let words = words.iter().flat_map(|(name, value)| [(*name).to_owned(), (*value).to_owned()]).collect();
    let runner = Runner { headless, folder, service: &service, words };
    let mut story = Story::default();
    let line = until_done(&runner, &plan, &mut story).await;
    let truth = Truth { service: &service, account: &account, fans: &fans, add: plan.add };
    verdict::compare(&truth, &runner, line.as_ref(), &mut story);
    if !story.differences.is_empty() {
        let mut file = std::fs::File::create(folder.join("story.txt")).expect("the trial's folder is ours");
        let _ = writeln!(file, "{plan:#?}\n{:#?}\n{:#?}", story, service.requests());
    }
    story
}

/// Kills and restarts the runner as planned, then restarts it until it exits. Returns its status and the last line it
/// printed.
async fn until_done(runner: &Runner<'_>, plan: &Plan, story: &mut Story) -> Option<(i32, Value)> {
    let mut kills = plan.kills.iter();
    let mut start = Start::Begin;
    let go_on = if plan.whole_words { Start::Either } else { Start::Resume };
    for starts in 0..MOST_STARTS {
        story.resumes += u64::from(starts > 0);
        story.last_start = runner.service.request_count();
        let kill = kills.next();
        let (end, second) = runner.run(start, kill, plan.second && starts == 0).await;
        match second {
            Some(IN_USE) => story.refused += 1,
            Some(other) => story.differs(format!("a second runner wasn't refused; it exited with {other}")),
            None => {}
        }
        match end {
            End::Killed => {
                story.kills.extend(kill.map(Kill::word));
                start = go_on;
            }
            // It was killed before its batch was written.
            End::Itself(NOTHING_BEGUN, _) if start == Start::Resume => start = Start::Begin,
            End::Itself(STOPPED_EARLY, _) => start = go_on,
            End::Itself(code, line) if DONE.contains(&code) => return Some((code, line)),
            End::Itself(code, line) => {
                story.differs(format!("the runner exited with {code}: {line}"));
                return None;
            }
            End::Never => {
                story.differs("the runner didn't exit".to_owned());
                return None;
            }
        }
    }
    story.differs(format!("the runner didn't finish in {MOST_STARTS} starts"));
    None
}

/// Returns random fans, with and without a chat. For a removal, it makes all of them VIPs first.
fn chosen(service: &Running, account: &str, plan: &Plan, dice: &mut Dice) -> Vec<String> {
    let others = service.fans().into_iter().filter(|fan| !service.is_vip(account, fan)).collect();
    let fans = dice.some(others, plan.fans);
    if !plan.add {
        for fan in &fans {
            service.set_vip(account, fan, true);
        }
    }
    fans
}

/// Writes the list in one of the formats that users have.
fn write_list(folder: &Path, fans: &[String], dice: &mut Dice) -> std::path::PathBuf {
    let path = folder.join(if dice.percent(50) { "fans.txt" } else { "fans.csv" });
    let mut file = std::fs::File::create(&path).expect("the trial's folder is ours");
    let header = dice.percent(50);
    let named = path.extension().is_some_and(|extension| extension == "csv");
    if header {
        writeln!(file, "{}", if named { "name,fan id" } else { "fan id" }).expect("there is room");
    }
    for (at, fan) in fans.iter().enumerate() {
        let line = if named { format!("Fan {at},{fan}") } else { fan.clone() };
        writeln!(file, "{line}").expect("there is room");
    }
    path
}
