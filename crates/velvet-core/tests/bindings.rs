//! Checks that the window's TypeScript types match the Rust types. `./dev fix` rewrites them.

use std::{collections::BTreeMap, fs, path::PathBuf};

use ts_rs::{Config, TS};
use velvet_core::view;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/backend/bindings")
}

macro_rules! current {
    ($($name:ident),+ $(,)?) => {{
        let config = Config::default();
        let mut files = BTreeMap::new();
        $(files.insert(concat!(stringify!($name), ".ts").to_owned(), view::$name::export_to_string(&config).unwrap());)+
        files
    }};
}

#[test]
#[allow(clippy::too_many_lines)] // A list of names.
fn typescript_types_are_current() {
    let current = current!(
        AccountView,
        Action,
        AppState,
        Appearance,
        BatchCourse,
        BatchFilter,
        BatchQuery,
        BatchRows,
        BatchSlice,
        BatchStanding,
        BatchState,
        BatchView,
        BatchWait,
        Cause,
        CloseChoice,
        Counts,
        CourseStep,
        CourseWait,
        DroppedFiles,
        ErrorCode,
        ExportFormat,
        ExportProgress,
        ExportWords,
        Failure,
        FanRecord,
        FanStanding,
        FoundRows,
        Actor,
        KeyState,
        KeyView,
        KeychainKind,
        KeychainProblem,
        Language,
        LedgerProblem,
        LedgerState,
        Link,
        RejectedRowsWords,
        Called,
        ThirdParty,
        ListColumn,
        ListLookUp,
        ListGroup,
        ListGroupKind,
        Candidate,
        ListExtra,
        ListMatching,
        ListQuestion,
        ListProgress,
        ListRow,
        ListRows,
        ListView,
        LogColumn,
        LogFound,
        LogMark,
        LogOffer,
        LogQuery,
        LogRow,
        LogSlice,
        LogSort,
        LookUp,
        MenuItem,
        Mode,
        NewVersion,
        SystemAction,
        SystemMenu,
        AppEvent,
        FanHit,
        Notice,
        Offer,
        OfferPart,
        Outcome,
        Speed,
        PauseReason,
        PeopleColumn,
        PeopleFound,
        PeopleKnown,
        PeopleOffer,
        PeopleProgress,
        PeopleQuery,
        PeopleRows,
        PeopleShow,
        PeopleSource,
        PeopleStep,
        PeopleView,
        Person,
        Phase,
        Preferences,
        ReasonCount,
        Resting,
        RowReason,
        Rule,
        Sample,
        SavedFile,
        Selection,
        ServiceAddress,
        SessionState,
        SpanCount,
        Standing,
        StartList,
        StartPeople,
        Step,
        SubscribersOf,
        Subscription,
        TrimOffer,
        Understood,
        UpdateChoice,
        UpdateState,
        VipState,
        VipsKnown,
        WaitReason,
    );
    let folder = folder();
    if std::env::var_os("VELVET_WRITE_BINDINGS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &current {
            #[allow(clippy::disallowed_methods)] // A generated source file, under version control.
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the bindings folder is missing: run ./dev fix") {
        let path = entry.unwrap().path();
        found.insert(
            path.file_name().unwrap().to_string_lossy().into_owned(),
            fs::read_to_string(&path).unwrap(),
        );
    }
    assert_eq!(found, current, "the TypeScript types have drifted: run ./dev fix");
}
