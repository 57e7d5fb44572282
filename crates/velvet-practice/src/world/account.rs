use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::Marks;

use super::{audience::Audience, chats::Chats, dice::Dice};

/// The bit of `ignoreFlags` for VIP.
pub const VIP: u32 = 4;

/// The bit for muted. Which bit it is, and whether it is in the same field, is not documented (a guess).
pub const MUTED: u32 = 2;

/// The fixed facts about an account.
pub struct Profile {
    /// The name its owner gave it.
    pub name: &'static str,
    /// Its username on Fansly.
    pub username: &'static str,
    /// A country code.
    pub country: &'static str,
    /// Whether its session at Fansly is active at the start.
    pub alive: bool,
    /// Number of its VIPs, in percent of the first account's.
    pub vips: usize,
}

/// A connected creator account with all its data.
pub struct Account {
    /// The service's own ID: `fansly_…`.
    pub id: String,
    /// The creator's native ID.
    pub native_id: String,
    /// The fixed facts about it.
    pub profile: &'static Profile,
    /// Its chats.
    pub chats: Chats,
    /// Its followers, subscriptions, and payments.
    pub audience: Audience,
    marks: Vec<AtomicU32>,
    mode: Marks,
    alive: AtomicBool,
}

impl Account {
    /// Invents an account with all its data.
    pub fn invent(
        dice: &mut Dice,
        profile: &'static Profile,
        ids: (String, String),
        fans: usize,
        vips: usize,
        mode: Marks,
    ) -> Self {
        let marks: Vec<AtomicU32> = (0..fans).map(|_| AtomicU32::new(other_marks(dice))).collect();
        for fan in dice.choose(vips, fans) {
            marks[fan].fetch_or(VIP, Ordering::Relaxed);
        }
        Self {
            id: ids.0,
            native_id: ids.1,
            profile,
            chats: Chats::invent(dice, fans),
            audience: Audience::invent(dice, fans),
            marks,
            mode,
            alive: AtomicBool::new(profile.alive),
        }
    }

    /// Returns all marks of a fan: the VIP bit and others.
    pub fn marks(&self, fan: usize) -> u32 {
        self.marks[fan].load(Ordering::Acquire)
    }

    /// Whether a fan is VIP.
    pub fn is_vip(&self, fan: usize) -> bool {
        self.marks(fan) & VIP != 0
    }

    /// Sets or clears a mark. Returns all marks as they are then.
    pub fn mark(&self, fan: usize, mark: u32, set: bool) -> u32 {
        let after = |marks| self.mode.after(marks, mark, set);
        after(
            self.marks[fan]
                .fetch_update(Ordering::AcqRel, Ordering::Acquire, |marks| Some(after(marks)))
                .unwrap_or_default(),
        )
    }

    /// Returns all marks as they would be after setting or clearing one.
    pub fn would_be(&self, fan: usize, mark: u32, set: bool) -> u32 {
        self.mode.after(self.marks(fan), mark, set)
    }

    /// Replaces all marks of a fan.
    pub fn set_marks(&self, fan: usize, marks: u32) {
        self.marks[fan].store(marks, Ordering::Release);
    }

    /// Returns all VIPs, as indexes into the list of fans.
    pub fn vips(&self) -> impl Iterator<Item = usize> {
        (0..self.marks.len()).filter(|&fan| self.is_vip(fan))
    }

    /// Whether the account's session at Fansly is active.
    pub fn is_alive(&self) -> bool {
        self.alive.load(Ordering::Acquire)
    }

    /// Ends the session, or reconnects the account.
    pub fn set_alive(&self, alive: bool) {
        self.alive.store(alive, Ordering::Release);
    }
}

/// Returns the marks other than VIP. One fan in fifty has some. What these bits mean is not documented.
fn other_marks(dice: &mut Dice) -> u32 {
    if dice.percent(2) { dice.pick(&[1, 2, 3]) } else { 0 }
}
