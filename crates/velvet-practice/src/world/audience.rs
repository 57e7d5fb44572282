use super::dice::Dice;

/// Who follows an account, subscribes to it and pays.
pub struct Audience {
    /// Followers, the newest first, as places in the list of fans.
    pub followers: Vec<usize>,
    /// Subscriptions, the newest first. A fan may have several.
    pub subscriptions: Vec<Subscription>,
    /// Everything that was paid.
    pub payments: Vec<Payment>,
}

/// One subscription.
pub struct Subscription {
    /// Its own id.
    pub id: String,
    /// The fan.
    pub fan: usize,
    /// The tier's name.
    pub tier: &'static str,
    /// Running, or ended.
    pub active: bool,
    /// Days between its renewal or end and the service's start: to come when active, past when ended.
    pub days: u64,
}

/// One payment.
pub struct Payment {
    /// The fan.
    pub fan: usize,
    /// How many days before the service's start.
    pub days_ago: u64,
    /// In thousandths of the currency, as one of the service's units is.
    pub gross: u64,
}

const TIERS: &[&str] = &["Silver", "Gold", "Backstage ✨"];

impl Audience {
    /// Invents one out of so many fans.
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

    /// Most fans have no subscription, some had one, some have one, a few have one again.
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
