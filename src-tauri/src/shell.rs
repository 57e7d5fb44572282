//! Puts the app together and runs it.

use std::{
    env,
    error::Error,
    process::{ExitCode, exit},
    sync::Arc,
};

use tauri::{AppHandle, Builder, Context, Manager, Runtime, async_runtime};
use velvet_core::{
    api::ApiUrl,
    app::{App, Dependencies},
    clock::SystemClock,
};

use crate::{
    AnyClipboard, AnyDialogs, AnyOpener, OwnPractice, Page, PluginPreferenceStore, SavedFiles, SystemOpener,
    WindowEvents,
    about::LastReport,
    clipboard::{Pasted, SystemClipboard},
    commands, data_dir,
    dialogs::SystemDialogs,
    displays, dumps,
    keychain::{self, OsKeychain},
    last_words::{self, Why},
    logging, menu, page, panics,
    quick_hide::QuickHide,
    releases,
    shutdown::Closing,
    signals, single,
    taskbar::Taskbar,
    window,
};

/// Opens the window and returns when the app has ended.
pub fn run() -> ExitCode {
    dumps::make_none();
    if last_words::shown() {
        return ExitCode::SUCCESS;
    }
    panics::watch();
    if !displays::is_there() {
        return not_opened(Why::NotOpened, "no display");
    }
    if !page::is_installed() {
        return not_opened(Why::NoWebView, "no web view");
    }
    displays::prepare();
    // First, so that a second start ends before it opens anything.
    let app = with_commands(single::instance(Builder::default()))
        .setup(|app| {
            if let Err(error) = set_up(app.handle()) {
                // Tauri makes a panic of an error that is given back here.
                not_opened(Why::NotOpened, &error.to_string());
                exit(1);
            }
            Ok(())
        })
        .build(context());
    match app {
        Ok(app) => {
            app.run(|app, event| window::on_run_event(app, &event));
            ExitCode::SUCCESS
        }
        Err(error) => not_opened(Why::NotOpened, &error.to_string()),
    }
}

/// Says and logs why there is no window.
fn not_opened(why: Why, error: &str) -> ExitCode {
    tracing::error!(error, "not opened");
    last_words::say(why, error);
    ExitCode::FAILURE
}

/// The builder with everything a window may call and what happens when one closes. Any runtime, for tests.
#[expect(clippy::too_many_lines, reason = "a line for each command")]
pub fn with_commands<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    let builder = builder
        .manage(Closing::default())
        .manage(QuickHide::default())
        .plugin(tauri_plugin_store::Builder::new().build())
        .manage(Page::default())
        .manage(Pasted::default())
        .manage(SavedFiles::default())
        .manage(LastReport::default())
        .manage(Taskbar::default())
        .manage(page::Ends::default());
    page::prepare(builder).on_window_event(window::on_window_event).invoke_handler(tauri::generate_handler![
        commands::window::app_state,
        commands::keys::save_key,
        commands::keys::replace_key,
        commands::keys::remove_key,
        commands::keys::key_on_clipboard,
        commands::keys::clear_clipboard,
        commands::keys::read_keychain_again,
        commands::window::set_mode,
        commands::accounts::refresh_accounts,
        commands::accounts::choose_account,
        commands::accounts::set_account,
        commands::accounts::check_session,
        commands::fan::understand,
        commands::fan::look_up,
        commands::fan::add_vip,
        commands::fan::undo,
        commands::fan::check,
        commands::fan::again,
        commands::fan::stop_waiting,
        commands::fan::fan_record,
        commands::fan::copy_fan,
        commands::fan::copy_username,
        commands::log::log_slice,
        commands::log::find_log,
        commands::log::found_rows,
        commands::log::offer_rows,
        commands::log::undo_rows,
        commands::log::retry_rows,
        commands::log::copy_entries,
        commands::log::set_note,
        commands::log::set_notes,
        commands::log::set_batch_name,
        commands::log::log_days,
        commands::log::credits_since,
        commands::log::batch_course,
        commands::log_files::export_log,
        commands::log_files::cancel_export,
        commands::log_files::save_backup,
        commands::log_files::restore_backup,
        commands::log_files::trim_offer,
        commands::log_files::trim_log,
        commands::people::people,
        commands::people::refresh_people,
        commands::people::stop_refresh,
        commands::people::find_people,
        commands::people::find_fans,
        commands::people::people_rows,
        commands::people::offer_people,
        commands::people::start_people,
        commands::people::copy_people,
        commands::people::export_people,
        commands::people::save_view,
        commands::people::delete_view,
        commands::lists::open_list,
        commands::lists::paste_list,
        commands::lists::check_list,
        commands::lists::reopen_list,
        commands::lists::choose_columns,
        commands::lists::choose_sheet,
        commands::lists::include_hidden,
        commands::lists::take_extra,
        commands::lists::match_fans,
        commands::lists::choose_match,
        commands::lists::look_up_ids,
        commands::lists::look_up_names,
        commands::lists::stop_look_up,
        commands::lists::list_rows,
        commands::lists::save_rejected_rows,
        commands::lists::close_list,
        commands::lists::start_list,
        commands::batches::batches,
        commands::batches::batch,
        commands::batches::batch_rows,
        commands::batches::pause_batch,
        commands::batches::resume_batch,
        commands::batches::stop_batch,
        commands::batches::undo_batch,
        commands::batches::retry_batch,
        commands::outside::show_saved,
        commands::outside::show_log_file,
        commands::outside::open_link,
        commands::window::report,
        commands::window::save_report,
        commands::window::third_party,
        commands::window::closing_shown,
        commands::window::answer_close,
        commands::window::notify,
        commands::window::set_menu,
        commands::window::hide_names,
        commands::window::quick_hide,
        commands::window::set_preferences,
        commands::window::dismiss_notices,
        commands::window::check_updates,
        commands::window::postpone_update,
        commands::log_files::open_ledger_again,
        commands::window::erase_everything,
    ])
}

/// `tauri.conf.json`, the capabilities and the built files of `ui/dist`.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

fn set_up(app: &AppHandle) -> Result<(), Box<dyn Error>> {
    let api_url = api_url();
    let data_dir = data_dir::find(app, &api_url)?;
    logging::start(&data_dir);
    app.plugin(window::place(&data_dir))?;
    let parts = Dependencies {
        data_dir: data_dir.clone(),
        keychain: Arc::new(OsKeychain::start(&keychain::service_name(&api_url))),
        api_url,
        preferences: Arc::new(PluginPreferenceStore::new(app.clone())),
        version: app.package_info().version.to_string(),
        clock: Arc::new(SystemClock::default()),
        practice: Arc::new(OwnPractice::default()),
        events: Arc::new(WindowEvents::new(app.clone())),
        releases: releases::built_in(),
        looks_up_ids: velvet_core::api::BY_IDS_RETURNS_FANS,
    };
    app.manage(Box::new(SystemDialogs::new(app.clone())) as AnyDialogs);
    app.manage(Box::new(SystemClipboard::new(app.clone())) as AnyClipboard);
    app.manage(Box::new(SystemOpener) as AnyOpener);
    let core = App::open(parts);
    app.manage(core.clone());
    window::open(app)?;
    menu::listen(app);
    panics::tell_in(app);
    signals::listen(app);
    // Beside the page, which loads in a process of its own and waits for this thread again and again.
    async_runtime::spawn(async move { core.started().await });
    tracing::info!(version = %app.package_info().version, system = env::consts::OS, "started");
    Ok(())
}

/// The real service, or the address on this computer in `VELVET_ROPE_API_URL`. A bad one is an error the window can show,
/// not a silent return to the real service.
fn api_url() -> Result<ApiUrl, String> {
    let given = env::var_os("VELVET_ROPE_API_URL").filter(|text| !text.is_empty());
    ApiUrl::parse(given.as_ref().map_or(ApiUrl::REAL.into(), |text| text.to_string_lossy()).as_ref())
}
