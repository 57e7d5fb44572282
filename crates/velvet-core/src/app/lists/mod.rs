use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::{Arc, Mutex},
};

mod by_ids;
mod matching;
mod names;
mod rejected_rows;
mod start;

pub use rejected_rows::RejectedRows;

use super::{
    People,
    batch_views::seconds,
    context::Context,
    id_check::IdCheck,
    open_lists::{LookedUpIds, OpenImport, lock, outdated},
    people::most_credits,
    progress::throttled,
    scheduler::Scheduler,
    workspace::{Workspace, run_blocking},
};
use crate::view::{
    Action, AppState, ErrorCode, Failure, ListExtra, ListGroupKind, ListLookUp, ListProgress, ListRows,
    ListView, Offer, Speed,
};
use velvet_api::IDS_PER_REQUEST;
use velvet_import::{ImportError, Known, List, ReadProgress, RowReason};
use velvet_ledger::LARGEST_SLICE;
use velvet_model::ids::AccountId;
use velvet_model::search_key::search_key;

/// The list that is being prepared: read, checked, and started.
#[derive(Clone)]
pub struct Lists {
    pub(super) ctx: Context,
    pub(super) scheduler: Scheduler,
    pub(super) people: People,
}

/// Why look-ups in the open list stopped early.
#[derive(Default)]
struct Stopped {
    names: Option<Failure>,
    ids: Option<Failure>,
}

impl Lists {
    /// Reads a file and checks it for the chosen account. It replaces the list that is open.
    ///
    /// # Errors
    /// A `list_…` code; `list_outdated` if another list was opened or this one was closed in the meantime. The list
    /// that was open before is then kept.
    pub async fn open(&self, path: PathBuf) -> Result<ListView, Failure> {
        let file = path.clone();
        self.read_list(Some(path), move |reading| List::read(&file, reading)).await
    }

    /// Reads pasted text in the same way.
    ///
    /// # Errors
    /// As for [`Lists::open`].
    pub async fn paste(&self, text: String) -> Result<ListView, Failure> {
        self.read_list(None, move |_| List::paste(&text)).await
    }

    /// Checks the open list for another account or action. Does not read the source again.
    ///
    /// # Errors
    /// `account_unknown`, `list_outdated` if no list is open, a `ledger_…` code.
    pub async fn check(&self, account: String, action: Action) -> Result<ListView, Failure> {
        // Names are looked up for the previous account.
        self.ctx.open_lists.stop_look_up();
        // Fans are matched for the previous account as well.
        let same = self.ctx.open_lists.view().is_some_and(|view| view.account == account);
        self.change_list(Some((account, action)), Stopped::default(), move |list| {
            if !same {
                list.match_damaged(Vec::new());
            }
            Ok(())
        })
        .await
    }

    /// Opens the list of the batch that was started last once more, and checks it for another account. It replaces the
    /// list that is open. What was started is not changed.
    ///
    /// # Errors
    /// `list_outdated` if that list is gone, `account_unknown`, a `ledger_…` code.
    pub async fn reopen(&self, batch: i64, account: String) -> Result<ListView, Failure> {
        let stop = self.ctx.open_lists.begin_reading();
        let (this, workspace) = (self.clone(), self.ctx.workspace());
        run_blocking(move || {
            let kept = this.ctx.open_lists.started_as(batch)?;
            if kept.mode != workspace.mode {
                return Err(outdated());
            }
            is_shown(&workspace, &account)?;
            let mut list = lock(&kept.list);
            if kept.view.account != account {
                list.match_damaged(Vec::new());
            }
            let action = kept.view.action;
            let looked_up = lock(&kept.looked_up);
            this.judge(&workspace, &mut list, &account, action, &looked_up)?;
            let view = this.view_of_list(&workspace, &list, account, action, Stopped::default(), &looked_up);
            let mut slot = this.ctx.open_lists.state();
            if stop.is_cancelled() {
                return Err(outdated());
            }
            slot.open = Some(OpenImport { view: view.clone(), ..kept.clone() });
            Ok(view)
        })
        .await
    }

    /// Checks the open list again after names were looked up. `stopped` is why the look-up stopped early.
    pub(super) async fn check_with_names(&self, stopped: Option<Failure>) -> Result<ListView, Failure> {
        let stopped = Stopped { names: stopped, ..Stopped::default() };
        self.change_list(None, stopped, |_| Ok(())).await
    }

    /// Reads the fans and labels of the open list from other columns.
    ///
    /// # Errors
    /// As for [`Lists::open`].
    pub async fn choose_columns(&self, id: u32, label: Option<u32>) -> Result<ListView, Failure> {
        self.read_again(move |list, reading| list.choose_columns(id, label, reading)).await
    }

    /// Reads another sheet of the open workbook.
    ///
    /// # Errors
    /// As for [`Lists::open`].
    pub async fn choose_sheet(&self, sheet: String) -> Result<ListView, Failure> {
        self.read_again(move |list, reading| list.choose_sheet(&sheet, reading)).await
    }

    /// Takes IDs of the open list that were left in the source.
    ///
    /// # Errors
    /// As for [`Lists::open`].
    pub async fn take_extra(&self, extra: ListExtra) -> Result<ListView, Failure> {
        self.read_again(move |list, reading| list.take(extra, reading)).await
    }

    /// Reads the open list again, with or without its hidden rows.
    ///
    /// # Errors
    /// As for [`Lists::open`].
    pub async fn include_hidden(&self, include: bool) -> Result<ListView, Failure> {
        self.read_again(move |list, reading| list.include_hidden(include, reading)).await
    }

    /// Returns a page of the rows of one group, in list order, at most 200.
    ///
    /// # Errors
    /// `list_outdated` if no list is open.
    pub async fn rows(&self, group: ListGroupKind, offset: u64, limit: u32) -> Result<ListRows, Failure> {
        let this = self.clone();
        run_blocking(move || {
            let open = this.ctx.open_lists.open()?;
            let list = lock(&open.list);
            // The revision of these rows, since nobody else changes the list while it is locked.
            let revision = this.ctx.open_lists.open()?.view.revision;
            let (total, rows) = list.rows(group, offset, limit.min(LARGEST_SLICE));
            Ok(ListRows { revision, total, offset, rows })
        })
        .await
    }

    /// Stops a read in progress and closes the open list.
    pub async fn close(&self) -> Result<AppState, Failure> {
        self.ctx.open_lists.close();
        Ok(self.ctx.state().await)
    }

    /// Checks the open list again after the mode or the accounts changed. A list that cannot be checked because there
    /// is no account stays as it is, but cannot be started.
    pub(super) async fn check_again(&self) {
        let Some(open) = self.ctx.open_lists.view() else { return };
        if let Some(chosen) = self.ctx.state().await.chosen
            && let Err(failure) = self.check(chosen, open.action).await
        {
            tracing::warn!(code = ?failure.code, "the open list could not be checked again");
        }
    }

    /// Returns a callback that reports progress to the window.
    fn progress(&self) -> impl FnMut(ListProgress) + Send + use<> {
        let ctx = self.ctx.clone();
        throttled(move |progress| ctx.deps.events.list_progress(progress))
    }

    async fn read_list(
        &self,
        path: Option<PathBuf>,
        read: impl FnOnce(ReadProgress<'_>) -> Result<List, ImportError> + Send + 'static,
    ) -> Result<ListView, Failure> {
        let stop = self.ctx.open_lists.begin_reading();
        let (this, workspace, its) = (self.clone(), self.ctx.workspace(), stop.clone());
        let mut tell = self.progress();
        let mut list = run_blocking(move || Ok(read(reading(&|| its.is_cancelled(), &mut tell))?)).await?;
        let account = self.ctx.state().await.chosen.unwrap_or_default();
        run_blocking(move || {
            let action = Action::Add;
            let looked_up = LookedUpIds::default();
            this.judge(&workspace, &mut list, &account, action, &looked_up)?;
            let view = this.view_of_list(&workspace, &list, account, action, Stopped::default(), &looked_up);
            let open = OpenImport {
                list: Arc::new(Mutex::new(list)),
                path,
                mode: workspace.mode,
                view: view.clone(),
                looked_up: Arc::new(Mutex::new(looked_up)),
            };
            let mut slot = this.ctx.open_lists.state();
            // Checked under the lock, so that another read begins either before or after this one is stored.
            if stop.is_cancelled() {
                return Err(outdated());
            }
            slot.open = Some(open);
            Ok(view)
        })
        .await
    }

    /// Reads another part of the open list's source, and checks the list again.
    async fn read_again(
        &self,
        read: impl FnOnce(&mut List, ReadProgress<'_>) -> Result<(), ImportError> + Send + 'static,
    ) -> Result<ListView, Failure> {
        let (stop, this) = (self.ctx.open_lists.begin_reading(), self.clone());
        self.change_list(None, Stopped::default(), move |list| {
            let mut tell = this.progress();
            Ok(read(list, reading(&|| stop.is_cancelled(), &mut tell))?)
        })
        .await
    }

    /// Changes the open list and checks it again.
    async fn change_list(
        &self,
        target: Option<(String, Action)>,
        stopped: Stopped,
        change: impl FnOnce(&mut List) -> Result<(), Failure> + Send + 'static,
    ) -> Result<ListView, Failure> {
        let (this, workspace) = (self.clone(), self.ctx.workspace());
        run_blocking(move || {
            let open = this.ctx.open_lists.open()?;
            let mut list = lock(&open.list);
            let view = this.ctx.open_lists.open()?.view;
            let asked = target.is_some();
            let (account, action) = target.unwrap_or((view.account, view.action));
            if asked {
                is_shown(&workspace, &account)?;
            }
            change(&mut list)?;
            let looked_up = lock(&open.looked_up);
            this.judge(&workspace, &mut list, &account, action, &looked_up)?;
            let view = this.view_of_list(&workspace, &list, account, action, stopped, &looked_up);
            let mut slot = this.ctx.open_lists.state();
            let same =
                slot.open.as_mut().filter(|now| Arc::ptr_eq(&now.list, &open.list)).ok_or_else(outdated)?;
            same.view = view.clone();
            if asked {
                same.mode = workspace.mode;
            }
            Ok(view)
        })
        .await
    }

    /// Judges the list with what the ledger and the accounts know.
    fn judge(
        &self,
        workspace: &Workspace,
        list: &mut List,
        account: &str,
        action: Action,
        looked_up: &LookedUpIds,
    ) -> Result<(), Failure> {
        let busy = self.ctx.in_flight.busy();
        Self::choose_known_column(workspace, list, account);
        let (accounts, added, vips, named, ids) = match workspace.ledger() {
            Ok(ledger) => {
                let (mut added, mut vips) = (HashSet::new(), HashSet::new());
                let mut named = HashMap::new();
                let account = AccountId::new(account);
                if let Some(account) = account.as_ref().filter(|_| action == Action::Add) {
                    added = ledger.added_before(account)?;
                    if self.ctx.knows_vips(&ledger, account)? {
                        vips = ledger.vips_now(account)?;
                    }
                }
                if let Some(account) = account.filter(|_| list.has_names()) {
                    named = self.people_named(&ledger, &account)?;
                }
                let ids = IdCheck::load(&ledger, self.ctx.deps.clock.now())?;
                (workspace.accounts(&ledger)?, added, vips, named, Some(ids))
            }
            // Without a ledger, the list can be viewed but not started.
            Err(_) => Default::default(),
        };
        drop(busy);
        let creator =
            accounts.iter().find(|one| one.id.as_str() == account).and_then(|one| one.native.as_ref());
        let account_ids: Vec<String> = accounts.iter().map(|one| one.id.to_string()).collect();
        list.check(&Known {
            added_before: &|fan| added.contains(fan),
            vip: &|fan| vips.contains(fan),
            named: &|name| named.get(&search_key(name)).cloned(),
            creator: creator.map(velvet_model::ids::FanId::as_str),
            doubt: &|fan| match looked_up.get(fan) {
                Some(None) => Some(RowReason::NotFound),
                _ => ids.as_ref().and_then(|ids| ids.doubt(fan)).map(Into::into),
            },
            accounts: &account_ids,
        });
        Ok(())
    }

    fn view_of_list(
        &self,
        workspace: &Workspace,
        list: &List,
        account: String,
        action: Action,
        stopped: Stopped,
        looked_up: &LookedUpIds,
    ) -> ListView {
        let parts = list.view();
        let api = AccountId::new(&account).and_then(|account| workspace.api_for(&account).ok());
        let offer = |speed| {
            let seconds = api.as_ref().map(|api| seconds(api, speed, parts.ready));
            seconds.map(|seconds| Offer { speed, seconds })
        };
        let matching = Self::matching_of(workspace, list, &account, looked_up);
        let ids = self.ids_to_look_up(workspace, list, looked_up).len() as u64;
        ListView {
            revision: self.ctx.next_revision(),
            offers: [Speed::Steady, Speed::Fast].into_iter().filter_map(offer).collect(),
            names: names_offered(workspace, &account, list, stopped.names),
            ids: look_up(workspace, &account, ids, ids.div_ceil(IDS_PER_REQUEST as u64), stopped.ids),
            vips: self.ctx.vips_known(workspace, &account),
            account,
            action,
            file: parts.file,
            name: parts.name,
            rows: parts.rows,
            header: parts.header,
            columns: parts.columns,
            id_column: parts.id_column,
            label_column: parts.label_column,
            sheet: parts.sheet,
            sheets: parts.sheets,
            groups: parts.groups,
            ready: parts.ready,
            hints: parts.hints,
            other_columns: parts.other_columns,
            inside_text: parts.inside_text,
            several: parts.several,
            swallowed_rows: parts.swallowed_rows,
            rounded_everywhere: parts.rounded_everywhere,
            hidden_rows: parts.hidden_rows,
            hidden_included: parts.hidden_included,
            asks: parts.asks,
            matching,
        }
    }
}

fn is_shown(workspace: &Workspace, account: &str) -> Result<(), Failure> {
    let accounts = workspace.accounts(&*workspace.ledger()?)?;
    let shown = accounts.iter().any(|one| one.id.as_str() == account);
    if shown { Ok(()) } else { Err(Failure::new(ErrorCode::AccountUnknown)) }
}

/// Returns what looking up the names of a list takes. `None` if there are none.
fn names_offered(
    workspace: &Workspace,
    account: &str,
    list: &List,
    stopped: Option<Failure>,
) -> Option<ListLookUp> {
    let beside = list.names_beside_damaged();
    let names = list.names().chain(beside.iter().map(String::as_str));
    let (count, credits) =
        names.fold((0, 0), |(count, credits), name| (count + 1, credits + u64::from(most_credits(name))));
    look_up(workspace, account, count, credits, stopped)
}

/// Returns what looking up some IDs or names takes. `None` if there are none.
fn look_up(
    workspace: &Workspace,
    account: &str,
    count: u64,
    credits: u64,
    stopped: Option<Failure>,
) -> Option<ListLookUp> {
    let api = AccountId::new(account).and_then(|account| workspace.api_for(&account).ok());
    let seconds = api.map(|api| seconds(&api, Speed::Fast, credits));
    (count > 0).then_some(ListLookUp { count, credits, seconds, stopped })
}

fn reading<'a>(
    stop: &'a (dyn Fn() -> bool + Sync),
    progress: &'a mut (dyn FnMut(ListProgress) + Send),
) -> ReadProgress<'a> {
    ReadProgress { stop, progress }
}
