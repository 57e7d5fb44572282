use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::Marks;

use super::{audience::Audience, chats::Chats, dice::Dice};

/// The bit of `ignoreFlags` that means VIP.
pub const VIP: u32 = 4;

/// The bit that means muted. Which one it is, and whether it is in the same field, is not documented (a guess).
pub const MUTED: u32 = 2;

/// What is fixed about an account before anything is invented.
pub struct Profile {
    /// The name its owner gave it.
    pub name: &'static str,
    /// Its name at Fansly.
    pub username: &'static str,
    /// A country code.
    pub country: &'static str,
    /// Whether its session at Fansly is alive in the beginning.
    pub alive: bool,
    /// How many VIPs it has, in hundredths of the first account's.
    pub vips: usize,
}

/// A connected creator account and everything around it.
pub struct Account {
    /// The service's own id: `fansly_…`.
    pub id: String,
    /// The creator's native id.
    pub native_id: String,
    /// What is fixed about it.
    pub profile: &'static Profile,
    /// Its chats.
    pub chats: Chats,
    /// Who follows it, subscribes and pays.
    pub audience: Audience,
    marks: Vec<AtomicU32>,
    mode: Marks,
    alive: AtomicBool,
}

impl Account {
    /// Invents everything around an account.
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

    /// Every mark on a fan: the VIP bit and its neighbours.
    pub fn marks(&self, fan: usize) -> u32 {
        self.marks[fan].load(Ordering::Acquire)
    }

    /// Whether a fan is VIP.
    pub fn is_vip(&self, fan: usize) -> bool {
        self.marks(fan) & VIP != 0
    }

    /// Sets or clears a mark and gives all marks as they are then.
    pub fn mark(&self, fan: usize, mark: u32, set: bool) -> u32 {
        let after = |marks| self.mode.after(marks, mark, set);
        after(
            self.marks[fan]
                .fetch_update(Ordering::AcqRel, Ordering::Acquire, |marks| Some(after(marks)))
                .unwrap_or_default(),
        )
    }

    /// All marks as they would be then.
    pub fn would_be(&self, fan: usize, mark: u32, set: bool) -> u32 {
        self.mode.after(self.marks(fan), mark, set)
    }

    /// Puts these marks in place of all others.
    pub fn set_marks(&self, fan: usize, marks: u32) {
        self.marks[fan].store(marks, Ordering::Release);
    }

    /// All VIPs, as places in the list of fans.
    pub fn vips(&self) -> impl Iterator<Item = usize> {
        (0..self.marks.len()).filter(|&fan| self.is_vip(fan))
    }

    /// Whether the account's session at Fansly is alive.
    pub fn is_alive(&self) -> bool {
        self.alive.load(Ordering::Acquire)
    }

    /// Ends the session, or connects the account again.
    pub fn set_alive(&self, alive: bool) {
        self.alive.store(alive, Ordering::Release);
    }
}

/// One fan in fifty carries another mark than VIP. What these bits mean is not documented.
fn other_marks(dice: &mut Dice) -> u32 {
    if dice.percent(2) { dice.pick(&[1, 2, 3]) } else { 0 }
}
