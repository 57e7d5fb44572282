use super::{read::Work, read_vips::VipHalf};
use velvet_api::{Reading, Subscriber};
use velvet_model::Fan;

/// A reading that stopped in the middle, and when it began.
pub(super) enum Half {
    Vips(VipHalf),
    Fans(Reading<Fan>, i64),
    Subscribers(Reading<Subscriber>, i64),
}

/// A cursor is not good for ever.
const KEPT: i64 = 10 * 60_000;

impl Half {
    pub(super) fn vips(self) -> Option<VipHalf> {
        match self {
            Self::Vips(half) => Some(half),
            _ => None,
        }
    }

    pub(super) fn fans(self) -> Option<(Reading<Fan>, i64)> {
        match self {
            Self::Fans(reading, began) => Some((reading, began)),
            _ => None,
        }
    }

    pub(super) fn subscribers(self) -> Option<(Reading<Subscriber>, i64)> {
        match self {
            Self::Subscribers(reading, began) => Some((reading, began)),
            _ => None,
        }
    }
}

impl Work {
    /// Goes on with a reading that stopped in the middle, or begins one; and when it began.
    pub(super) fn go_on<R>(&self, half: Option<(Reading<R>, i64)>) -> (Reading<R>, i64) {
        half.filter(|(_, began)| self.can_go_on(*began))
            .unwrap_or_else(|| (Reading::of(self.account.clone()), self.app.parts().clock.now()))
    }

    /// Whether a reading that began then can go on.
    pub(super) fn can_go_on(&self, began: i64) -> bool {
        // A clock that was put back makes no cursor younger.
        (0..KEPT).contains(&(self.app.parts().clock.now() - began))
    }
}
