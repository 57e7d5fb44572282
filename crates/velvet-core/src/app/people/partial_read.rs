use velvet_api::{PagedRead, Subscriber};
use velvet_engine::ReadConsensus;
use velvet_model::Fan;

/// A read that stopped early, and when it began.
pub(super) enum PartialRead {
    Vips(PartialVipRead),
    Fans(PagedRead<Fan>, i64),
    Subscribers(PagedRead<Subscriber>, i64),
}

impl PartialRead {
    pub(super) fn vips(self) -> Option<PartialVipRead> {
        match self {
            Self::Vips(partial) => Some(partial),
            _ => None,
        }
    }

    pub(super) fn fans(self) -> Option<(PagedRead<Fan>, i64)> {
        match self {
            Self::Fans(reading, began) => Some((reading, began)),
            _ => None,
        }
    }

    pub(super) fn subscribers(self) -> Option<(PagedRead<Subscriber>, i64)> {
        match self {
            Self::Subscribers(reading, began) => Some((reading, began)),
            _ => None,
        }
    }
}

/// A read of the VIP list that stopped early.
pub(super) struct PartialVipRead {
    /// When the first page of the first read was requested, in milliseconds since 1970.
    pub(super) began: i64,
    pub(super) readings: ReadConsensus,
    pub(super) reading: PagedRead<Fan>,
    pub(super) sure: bool,
}
