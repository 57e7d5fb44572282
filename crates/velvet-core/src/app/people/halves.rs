use velvet_api::{Reading, Subscriber};
use velvet_engine::Readings;
use velvet_model::Fan;

/// A reading that stopped in the middle, and when it began.
pub(super) enum Half {
    Vips(VipHalf),
    Fans(Reading<Fan>, i64),
    Subscribers(Reading<Subscriber>, i64),
}

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

/// A reading of the VIP list that stopped in the middle.
pub(super) struct VipHalf {
    /// When the first page of the first reading was asked for.
    pub(super) began: i64,
    pub(super) readings: Readings,
    pub(super) reading: Reading<Fan>,
    pub(super) sure: bool,
}
