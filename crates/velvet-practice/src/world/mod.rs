//! The simulated world: accounts, fans, and their relations, all invented from a seed.

mod account;
mod audience;
mod chats;
mod dice;
mod fans;
mod names;

use std::{io, ops::Range, time::SystemTime};

use account::Profile;
pub use account::{Account, MUTED, VIP};
pub use audience::Subscription;
pub use chats::Sort;
use dice::Dice;
pub use fans::{Fan, Fans};
pub use names::Script;

use crate::{Settings, timestamp};

/// The first three accounts belong to the first key, the last two to the second.
const PROFILES: [Profile; 5] = [
    Profile { name: "Mira Rose", username: "mirarose", country: "ES", alive: true, vips: 100 },
    Profile { name: "Noa Vale", username: "noavale", country: "US", alive: true, vips: 40 },
    Profile { name: "Lux Hart", username: "luxhart", country: "GB", alive: false, vips: 10 },
    Profile { name: "Iris Bloom", username: "irisbloom", country: "DE", alive: true, vips: 50 },
    Profile { name: "Theo Lark", username: "theolark", country: "NL", alive: true, vips: 30 },
];

/// The purpose of the random numbers for keys. Each account has its own purpose, from 2 on.
const KEYS: u64 = 100;

/// The simulated world.
pub struct World {
    /// All fans.
    pub fans: Fans,
    /// All accounts.
    pub accounts: Vec<Account>,
    /// The keys, with the range of accounts of each.
    pub keys: Vec<(String, Range<usize>)>,
    /// When the server started, in milliseconds since 1970. All days in this world count from here.
    pub started: u64,
}

impl World {
    /// Invents the world for these settings. Fails if the keys are random and the system has no randomness.
    pub fn invent(settings: &Settings) -> io::Result<Self> {
        let mut dice = Dice::new(settings.seed, 0);
        let ids = PROFILES.each_ref().map(|_| (format!("fansly_{}", dice.token(24)), dice.native_id()));
        // With fewer than a million keys, a collision is too unlikely to check for. The prefix tells what the key is
        // for.
        let mut of_keys = settings.key_seed.map_or_else(Dice::random, |seed| Ok(Dice::new(seed, KEYS)))?;
        let mut key = |accounts| (format!("practice_{}", of_keys.token(40)), accounts);
        let keys = vec![key(0..3), key(3..5)];
        let creators = ids.each_ref().map(|(_, native)| native.as_str());
        let fans = Fans::invent(&mut Dice::new(settings.seed, 1), settings.fans, &creators);
        let accounts = PROFILES.iter().zip(ids).zip(2..);
        let accounts = accounts.map(|((profile, ids), purpose)| {
            let vips = settings.vips * profile.vips / 100;
            Account::invent(
                &mut Dice::new(settings.seed, purpose),
                profile,
                ids,
                fans.len(),
                vips,
                settings.marks,
            )
        });
        let accounts = accounts.collect();
        Ok(Self { accounts, fans, keys, started: timestamp::unix_ms(SystemTime::now()) })
    }

    /// Returns the account with this ID.
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// Returns up to `count` fans who are not VIP on any account, have no other mark, and have a chat and a display
    /// name. Their scripts take turns.
    pub fn samples(&self, count: usize) -> Vec<&Fan> {
        let scripts = [Script::Plain, Script::Accented, Script::Emoji, Script::RightToLeft];
        let mut by_script = scripts.map(|script| self.ordinary(script));
        let turns = (0..scripts.len() * count).filter_map(|turn| by_script[turn % scripts.len()].next());
        turns.take(count).collect()
    }

    fn ordinary(&self, script: Script) -> impl Iterator<Item = &Fan> {
        let ordinary = |fan: &usize| {
            self.accounts.iter().all(|account| account.marks(*fan) == 0 && account.chats.has(*fan))
        };
        let fans = (0..self.fans.len()).filter(move |&fan| self.fans.get(fan).script == script);
        fans.filter(ordinary).map(|fan| self.fans.get(fan))
    }
}

#[cfg(test)]
mod tests;
