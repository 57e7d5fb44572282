//! What a window may see: plain values that cross to it, and nothing else does.
//!
//! The TypeScript types under `ui/src/host/bindings` are written from these (`./dev fix`); a test fails when they
//! drift. No type here can hold the key: there is no field for it.

mod about;
mod batch;
mod failure;
mod finding;
mod list;
mod log;
mod news;
mod people;
mod state;

pub use about::ThirdParty;
pub use batch::{
    BatchFilter, BatchRows, BatchSlice, BatchState, BatchView, BatchWait, CloseChoice, Counts, Pace,
    PauseReason, Step, WaitReason,
};
pub use failure::{Cause, ErrorCode, Failure};
pub use finding::{
    BatchCourse, CourseStep, CourseWait, ExportFormat, ExportProgress, ExportWords, FoundRows, LogColumn,
    LogFound, LogOffer, LogQuery, LogSort, OfferPart, Selection, SpanCount, Standing, TrimOffer,
};
pub use list::{
    Called, DroppedFiles, LeftOutWords, ListColumn, ListGroup, ListGroupKind, ListNames, ListProgress,
    ListRow, ListRows, ListView, Offer, ReasonCount, RowReason, StartList, VipsKnown,
};
pub use log::{Action, LogMark, LogRow, LogSlice, Outcome, Phase, Resting};
pub use news::News;
pub use people::{
    Hand, LookUp, PeopleColumn, PeopleFound, PeopleKnown, PeopleOffer, PeopleProgress, PeopleQuery,
    PeopleRows, PeopleShow, PeopleSource, PeopleStep, PeopleView, Person, Rule, StartPeople, SubscribersOf,
    Subscription, Understood, VipState,
};
pub use state::{
    AccountView, AppState, Appearance, KeyState, KeyView, KeychainKind, KeychainProblem, Language,
    LedgerState, Mode, Notice, Preferences, Sample, ServiceAddress, SessionState,
};
