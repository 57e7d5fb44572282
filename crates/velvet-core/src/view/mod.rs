//! The plain values that cross to the window. Nothing else does.
//!
//! `./dev fix` generates the TypeScript types in `ui/src/backend/bindings` from these types. A test fails when they
//! differ. No type here can hold a key, because none has a field for it.

mod about;
mod app_event;
mod batch;
mod fan;
mod finding;
mod link;
mod list;
mod log;
mod menu;
mod people;
mod saved_file;
mod state;
mod updates;

pub use about::ThirdParty;
pub use batch::{BatchSlice, BatchState, BatchView, CloseChoice};

pub use crate::failure::{ErrorCode, Failure};
pub use app_event::AppEvent;
pub use fan::{FanRecord, FanStanding};
pub use finding::{
    BatchCourse, CourseStep, FoundRows, LogColumn, LogFound, LogOffer, LogQuery, LogSort, OfferPart,
    Selection, SpanCount,
};
pub use link::Link;
pub use list::{
    DroppedFiles, ListLookUp, ListMatching, ListRows, ListView, Offer, RejectedRowsWords, StartList,
    VipsKnown,
};
pub use log::Resting;
pub use menu::{MenuItem, SystemAction, SystemMenu};
pub use people::{
    FanHit, LookUp, PeopleColumn, PeopleFound, PeopleOffer, PeopleProgress, PeopleQuery, PeopleRows,
    PeopleShow, PeopleStep, PeopleView, StartPeople, Understood,
};
pub use saved_file::SavedFile;
pub use state::{
    AccountView, AppState, Appearance, KeyState, KeyView, KeychainKind, KeychainProblem, Language,
    LedgerState, Notice, Preferences, Sample, ServiceAddress,
};
pub use updates::{NewVersion, UpdateChoice, UpdateState};
pub use velvet_engine::{BatchWait, Step};
pub use velvet_export::{ExportFormat, ExportProgress, ExportWords};
pub use velvet_import::{
    Called, Candidate, ListColumn, ListExtra, ListGroup, ListGroupKind, ListProgress, ListQuestion, ListRow,
    ReasonCount, RowReason,
};
pub use velvet_ledger::{
    BatchFilter, BatchQuery, BatchRows, BatchStanding, CourseWait, LogMark, LogRow, LogSlice, TrimOffer,
};
pub use velvet_model::{
    Action, Actor, Cause, Counts, LedgerProblem, Mode, Outcome, PauseReason, PeopleKnown, PeopleSource,
    Person, Phase, Rule, SessionState, Speed, Standing, SubscribersOf, Subscription, VipState, WaitReason,
};
