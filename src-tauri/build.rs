//! Declares the app's own commands, so that each needs a permission like any other.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&[
        "app_state",
        "save_key",
        "forget_key",
        "read_keychain_again",
        "set_mode",
        "refresh_accounts",
        "choose_account",
        "add_vip",
        "undo",
        "check",
        "again",
        "stop_waiting",
        "log_slice",
        "open_list",
        "paste_list",
        "check_list",
        "choose_columns",
        "choose_sheet",
        "list_rows",
        "save_left_out",
        "close_list",
        "start_list",
        "batches",
        "batch",
        "batch_rows",
        "pause_batch",
        "resume_batch",
        "stop_batch",
        "undo_batch",
        "retry_batch",
        "answer_close",
        "notify",
        "set_preferences",
        "dismiss_notices",
        "open_ledger_again",
        "erase_everything",
    ]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))
        .expect("tauri.conf.json, the capabilities and the icons fit together");
}
