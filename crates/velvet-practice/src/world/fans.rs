use std::collections::{HashMap, hash_map::Entry};

use super::{
    dice::Dice,
    names::{self, Script},
};

/// A fan, as all accounts see them.
pub struct Fan {
    /// The native ID: text of 18 digits.
    pub id: String,
    /// The username, which is unique and in plain letters.
    pub username: String,
    /// The display name, if the fan has one.
    pub display_name: Option<String>,
    /// The script of the display name.
    pub script: Script,
    folded: String,
}

impl Fan {
    /// Whether a search finds the fan. `folded` must be in lower case.
    pub fn matches(&self, folded: &str) -> bool {
        self.folded.contains(folded)
    }
}

/// All fans. Elsewhere, a fan is an index into this list.
pub struct Fans {
    list: Vec<Fan>,
    by_id: HashMap<String, usize>,
    by_username: HashMap<String, usize>,
}

impl Fans {
    /// Invents `count` fans. `taken` are IDs that belong to others.
    pub fn invent(dice: &mut Dice, count: usize, taken: &[&str]) -> Self {
        let mut fans = Self { list: Vec::new(), by_id: HashMap::new(), by_username: HashMap::new() };
        for place in 0..count {
            fans.invent_one(dice, place, taken);
        }
        fans
    }

    fn invent_one(&mut self, dice: &mut Dice, place: usize, taken: &[&str]) {
        let (mut username, display_name, script) = names::invent(dice);
        if self.by_username.contains_key(&username) {
            username = format!("{username}{place}");
        }
        let id = loop {
            let id = dice.native_id();
            if taken.contains(&id.as_str()) {
                continue;
            }
            if let Entry::Vacant(free) = self.by_id.entry(id.clone()) {
                free.insert(place);
                break id;
            }
        };
        let folded = format!("{username}\n{}", display_name.as_deref().unwrap_or_default()).to_lowercase();
        self.by_username.insert(username.clone(), place);
        self.list.push(Fan { id, username, display_name, script, folded });
    }

    /// Returns the fan at an index.
    pub fn get(&self, place: usize) -> &Fan {
        &self.list[place]
    }

    /// Returns the index of the fan with this ID.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Returns the index of the fan with this username, regardless of case.
    pub fn find_username(&self, username: &str) -> Option<usize> {
        self.by_username.get(&username.to_lowercase()).copied()
    }

    /// Returns the number of fans.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns all fans, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Fan> {
        self.list.iter()
    }
}
