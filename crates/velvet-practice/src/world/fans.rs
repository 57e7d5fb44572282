use std::collections::{HashMap, hash_map::Entry};

use super::{
    dice::Dice,
    names::{self, Script},
};

/// A fan, as every account sees them.
pub struct Fan {
    /// Native id: text, 18 digits.
    pub id: String,
    /// Unique, in plain letters.
    pub username: String,
    /// Not everybody has one.
    pub display_name: Option<String>,
    /// How the display name is written.
    pub script: Script,
    folded: String,
}

impl Fan {
    /// Whether a search for this text, already in lower case, finds them.
    pub fn matches(&self, folded: &str) -> bool {
        self.folded.contains(folded)
    }
}

/// All fans. Elsewhere a fan is a place in this list.
pub struct Fans {
    list: Vec<Fan>,
    by_id: HashMap<String, usize>,
    by_username: HashMap<String, usize>,
}

impl Fans {
    /// Invents so many; `taken` are ids that belong to somebody else.
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

    /// The fan in this place.
    pub fn get(&self, place: usize) -> &Fan {
        &self.list[place]
    }

    /// The place of the fan with this id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The place of the fan with this username, in any case.
    pub fn find_username(&self, username: &str) -> Option<usize> {
        self.by_username.get(&username.to_lowercase()).copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Fan> {
        self.list.iter()
    }
}
