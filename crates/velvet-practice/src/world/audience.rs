use super::dice::Dice;

/// An account's followers, subscriptions, and payments.
pub struct Audience {
    /// Followers, newest first, as indexes into the list of fans.
    pub followers: Vec<usize>,
    /// Subscriptions, newest first. A fan may have several.
    pub subscriptions: Vec<Subscription>,
    /// All payments.
    pub payments: Vec<Payment>,
}

/// A subscription.
pub struct Subscription {
    /// Its own ID.
    pub id: String,
    /// The fan, as an index into the list of fans.
    pub fan: usize,
    /// The tier's name.
    pub tier: &'static str,
    /// Whether it is active; otherwise it has ended.
    pub active: bool,
    /// Days between the server's start and its renewal (if active, in the future) or end (if not, in the past).
    pub days: u64,
}

/// A payment.
pub struct Payment {
    /// The fan, as an index into the list of fans.
    pub fan: usize,
    /// Days before the server's start.
    pub days_ago: u64,
    /// The amount in thousandths of the currency, one of the service's units.
    pub gross: u64,
}

const TIERS: &[&str] = &["Silver", "Gold", "Backstage ✨"];

impl Audience {
    /// Invents the audience for a number of fans.
    pub fn invent(dice: &mut Dice, fans: usize) -> Self {
        let mut audience = Self { followers: Vec::new(), subscriptions: Vec::new(), payments: Vec::new() };
        for fan in 0..fans {
            if dice.percent(95) {
                audience.followers.push(fan);
            }
            audience.subscribe(dice, fan);
            if dice.percent(6) {
                audience.pay(dice, fan);
            }
        }
        dice.shuffle(&mut audience.followers);
        dice.shuffle(&mut audience.subscriptions);
        audience
    }

    /// Most fans have no subscription. Some have one, some had one, and a few have one again.
    fn subscribe(&mut self, dice: &mut Dice, fan: usize) {
        let states: &[bool] = match dice.below(100) {
            0..35 => &[true],
            35..50 => &[false],
            50..54 => &[true, false],
            _ => &[],
        };
        for &active in states {
            let days = 1 + dice.number(if active { 30 } else { 300 });
            self.subscriptions.push(Subscription {
                id: dice.native_id(),
                fan,
                tier: dice.pick(TIERS),
                active,
                days,
            });
        }
    }

    fn pay(&mut self, dice: &mut Dice, fan: usize) {
        for _ in 0..=dice.below(8) {
            let gross = 1_000 * (3 + dice.number(200));
            self.payments.push(Payment { fan, days_ago: dice.number(365), gross });
        }
    }
}
