use super::dice::Dice;

/// An account's chats, in each order they can be requested in. Nine in ten fans have one.
pub struct Chats {
    newest: Vec<Chat>,
    unread_first: Vec<Chat>,
    has: Vec<bool>,
}

/// A chat.
#[derive(Clone)]
pub struct Chat {
    /// The fan, as an index into the list of fans.
    pub fan: usize,
    /// The chat's ID. It looks like a fan's, but is not one.
    pub group_id: u64,
    /// Number of unread messages.
    pub unread: usize,
}

/// The order of a list of chats.
#[derive(Clone, Copy)]
pub enum Sort {
    /// The latest message first.
    Newest,
    /// The latest message last.
    Oldest,
    /// Chats with unread messages first, then the others.
    Unread,
}

impl Chats {
    /// Invents chats with most of the fans.
    pub fn invent(dice: &mut Dice, fans: usize) -> Self {
        let mut newest = Vec::with_capacity(fans);
        for fan in 0..fans {
            if dice.percent(90) {
                let unread = if dice.percent(15) { 1 + dice.below(9) } else { 0 };
                let group_id = 800_000_000_000_000_000 + dice.number(99_999_999_999_999_999);
                newest.push(Chat { fan, group_id, unread });
            }
        }
        dice.shuffle(&mut newest);
        let mut unread_first = newest.clone();
        unread_first.sort_by_key(|chat| chat.unread == 0);
        let mut has = vec![false; fans];
        for chat in &newest {
            has[chat.fan] = true;
        }
        Self { newest, unread_first, has }
    }

    /// Whether there is a chat with a fan.
    pub fn has(&self, fan: usize) -> bool {
        self.has[fan]
    }

    /// Returns the number of chats.
    pub fn len(&self) -> usize {
        self.newest.len()
    }

    /// Returns the chat at a position in an order.
    pub fn at(&self, sort: Sort, position: usize) -> &Chat {
        match sort {
            Sort::Newest => &self.newest[position],
            Sort::Oldest => &self.newest[self.newest.len() - 1 - position],
            Sort::Unread => &self.unread_first[position],
        }
    }
}
