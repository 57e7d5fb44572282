//! Puts the app together and runs it.

use std::{env, error::Error, process::ExitCode, sync::Arc};

use tauri::{AppHandle, Builder, Context, Manager, Runtime};
use velvet_core::{
    api::ApiUrl,
    app::{App, Parts},
    clock::SystemClock,
};

use crate::{
    AnyDialogs, OwnPractice, WindowListener, closing::Question, commands, data_dir, dialogs::SystemDialogs,
    keychain::OsKeychain, logging, window,
};

/// Opens the window and returns when the app has ended.
pub fn run() -> ExitCode {
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
    builder.manage(Question::default()).on_window_event(window::on_window_event).invoke_handler(
        tauri::generate_handler![
            commands::app_state,
            commands::save_key,
            commands::replace_key,
            commands::forget_key,
            commands::read_keychain_again,
            commands::set_mode,
            commands::refresh_accounts,
            commands::choose_account,
            commands::set_account,
            commands::check_session,
            commands::understand,
            commands::look_up,
            commands::add_vip,
            commands::undo,
            commands::check,
            commands::again,
            commands::stop_waiting,
            commands::log_slice,
            commands::find_log,
            commands::found_rows,
            commands::offer_rows,
            commands::undo_rows,
            commands::retry_rows,
            commands::ids_of,
            commands::set_note,
            commands::set_notes,
            commands::set_batch_name,
            commands::log_days,
            commands::batch_course,
            commands::export_log,
            commands::cancel_export,
            commands::save_backup,
            commands::restore_backup,
            commands::trim_offer,
            commands::trim_log,
            commands::people,
            commands::read_people,
            commands::stop_reading,
            commands::find_people,
            commands::people_rows,
            commands::offer_people,
            commands::start_people,
            commands::ids_of_people,
            commands::export_people,
            commands::save_rule,
            commands::delete_rule,
            commands::open_list,
            commands::paste_list,
            commands::check_list,
            commands::choose_columns,
            commands::choose_sheet,
            commands::list_rows,
            commands::save_left_out,
            commands::close_list,
            commands::start_list,
            commands::batches,
            commands::batch,
            commands::batch_rows,
            commands::pause_batch,
            commands::resume_batch,
            commands::stop_batch,
            commands::undo_batch,
            commands::retry_batch,
            commands::answer_close,
            commands::notify,
            commands::set_preferences,
            commands::dismiss_notices,
            commands::open_ledger_again,
            commands::erase_everything,
        ],
    )
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
    // Inside the runtime: the core may start what runs beside it.
    app.manage(tauri::async_runtime::block_on(async { App::open(parts) }));
    tracing::info!(version = %app.package_info().version, system = env::consts::OS, "started");
    window::open(app)?;
    Ok(())
}

/// The real service, or the address in `VELVET_ROPE_API_URL`. A bad one is an error the window can show, not a silent
/// return to the real service.
fn api_url() -> Result<ApiUrl, String> {
    let given = env::var_os("VELVET_ROPE_API_URL").filter(|text| !text.is_empty());
    ApiUrl::parse(given.as_ref().map_or(ApiUrl::REAL.into(), |text| text.to_string_lossy()).as_ref())
}
