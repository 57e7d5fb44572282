//! Puts the app together and runs it.

use std::{env, error::Error, process::ExitCode, sync::Arc};

use tauri::{AppHandle, Builder, Context, Manager, Runtime, async_runtime};
use velvet_core::{
    api::ApiUrl,
    app::{App, Parts},
    clock::SystemClock,
};

use crate::{
    AnyDialogs, OwnPractice, Page, WindowListener, closing::Question, commands, data_dir,
    dialogs::SystemDialogs, displays, keychain::OsKeychain, logging, window,
};

/// Opens the window and returns when the app has ended.
pub fn run() -> ExitCode {
    displays::prepare();
    let app = with_commands(Builder::default())
        // First, so that a second start ends before it opens anything.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::bring_forward(app)))
        .setup(|app| {
            set_up(app.handle()).inspect_err(|error| eprintln!("Velvet Rope could not start: {error}"))
        })
        .build(context());
    match app {
        Ok(app) => {
            app.run(|app, event| window::on_run_event(app, &event));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Velvet Rope could not start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The builder with everything a window may call and what happens when one closes. Any runtime, for tests.
pub fn with_commands<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    let builder = builder.manage(Question::default()).manage(Page::default());
    builder.on_window_event(window::on_window_event).invoke_handler(tauri::generate_handler![
        commands::window::app_state,
        commands::keys::save_key,
        commands::keys::replace_key,
        commands::keys::forget_key,
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
        commands::log::log_slice,
        commands::log::find_log,
        commands::log::found_rows,
        commands::log::offer_rows,
        commands::log::undo_rows,
        commands::log::retry_rows,
        commands::log::ids_of,
        commands::log::set_note,
        commands::log::set_notes,
        commands::log::set_batch_name,
        commands::log::log_days,
        commands::log::batch_course,
        commands::log_files::export_log,
        commands::log_files::cancel_export,
        commands::log_files::save_backup,
        commands::log_files::restore_backup,
        commands::log_files::trim_offer,
        commands::log_files::trim_log,
        commands::people::people,
        commands::people::read_people,
        commands::people::stop_reading,
        commands::people::find_people,
        commands::people::people_rows,
        commands::people::offer_people,
        commands::people::start_people,
        commands::people::ids_of_people,
        commands::people::export_people,
        commands::people::save_rule,
        commands::people::delete_rule,
        commands::lists::open_list,
        commands::lists::paste_list,
        commands::lists::check_list,
        commands::lists::choose_columns,
        commands::lists::choose_sheet,
        commands::lists::look_up_names,
        commands::lists::stop_look_up,
        commands::lists::list_rows,
        commands::lists::save_left_out,
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
        commands::window::report,
        commands::window::third_party,
        commands::window::answer_close,
        commands::window::notify,
        commands::window::set_preferences,
        commands::window::dismiss_notices,
        commands::log_files::open_ledger_again,
        commands::window::erase_everything,
    ])
}

/// `tauri.conf.json`, the capabilities and the built files of `ui/dist`.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

fn set_up<R: Runtime>(app: &AppHandle<R>) -> Result<(), Box<dyn Error>> {
    let data_dir = data_dir::find(app)?;
    logging::start(&data_dir);
    app.plugin(window::place(&data_dir))?;
    let parts = Parts {
        data_dir: data_dir.clone(),
        api_url: api_url(),
        version: app.package_info().version.to_string(),
        clock: Arc::new(SystemClock::default()),
        keychain: Arc::new(OsKeychain::start()),
        practice: Arc::new(OwnPractice::default()),
        listener: Arc::new(WindowListener::new(app.clone())),
    };
    app.manage(Box::new(SystemDialogs::new(app.clone())) as AnyDialogs);
    let core = App::open(parts);
    app.manage(core.clone());
    window::open(app)?;
    // Beside the page, which loads in a process of its own and waits for this thread again and again.
    async_runtime::spawn(async move { core.started().await });
    tracing::info!(version = %app.package_info().version, system = env::consts::OS, "started");
    Ok(())
}

/// The real service, or the address in `VELVET_ROPE_API_URL`. A bad one is an error the window can show, not a silent
/// return to the real service.
fn api_url() -> Result<ApiUrl, String> {
    let given = env::var_os("VELVET_ROPE_API_URL").filter(|text| !text.is_empty());
    ApiUrl::parse(given.as_ref().map_or(ApiUrl::REAL.into(), |text| text.to_string_lossy()).as_ref())
}
