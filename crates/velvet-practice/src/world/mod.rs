//! Who there is: accounts, fans and what is between them, all invented from a seed.

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

/// The first three belong to the first key, the last two to the second.
const PROFILES: [Profile; 5] = [
    Profile { name: "Mira Rose", username: "mirarose", country: "ES", alive: true, vips: 100 },
    Profile { name: "Noa Vale", username: "noavale", country: "US", alive: true, vips: 40 },
    Profile { name: "Lux Hart", username: "luxhart", country: "GB", alive: false, vips: 10 },
    Profile { name: "Iris Bloom", username: "irisbloom", country: "DE", alive: true, vips: 50 },
    Profile { name: "Theo Lark", username: "theolark", country: "NL", alive: true, vips: 30 },
];

/// What the dice of keys are for. Each account has a number of its own, from 2 on.
const KEYS: u64 = 100;

/// The simulated world.
pub struct World {
    /// All fans.
    pub fans: Fans,
    /// All accounts.
    pub accounts: Vec<Account>,
    /// The keys and the accounts of each.
    pub keys: Vec<(String, Range<usize>)>,
    /// When the service started, milliseconds since 1970: what is some days ago is so from here.
    pub started: u64,
}

impl World {
    /// Invents the world of these settings. It fails when its keys are to be random and the system has no randomness.
    pub fn invent(settings: &Settings) -> io::Result<Self> {
        let mut dice = Dice::new(settings.seed, 0);
        let ids = PROFILES.each_ref().map(|_| (format!("fansly_{}", dice.token(24)), dice.native_id()));
        // Short of a million keys there is no collision worth guarding against; the word tells what it opens.
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

    /// The account with this id.
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// A number of fans who are VIP nowhere, carry no other mark, have a chat and a display name, in every kind of
    /// script by turns.
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
