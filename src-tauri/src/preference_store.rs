//! The preferences' file, read and written by Tauri's store plugin. Only Rust uses it: the page has no permission for it.

use std::{
    io,
    path::Path,
    sync::{Arc, OnceLock},
};

use serde_json::{Map, Value};
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreExt};
use velvet_core::app::PreferenceStore;

/// The store of one file. Needs the plugin in the app.
pub struct PluginPreferenceStore<R: Runtime> {
    app: AppHandle<R>,
    store: OnceLock<Arc<Store<R>>>,
}

impl<R: Runtime> PluginPreferenceStore<R> {
    /// The store opens its file when the core asks for it.
    pub fn new(app: AppHandle<R>) -> Self {
        Self { app, store: OnceLock::new() }
    }
}

impl<R: Runtime> PreferenceStore for PluginPreferenceStore<R> {
    fn open(&self, file: &Path) -> io::Result<Map<String, Value>> {
        let store = self.app.store_builder(file).disable_auto_save().build().map_err(io::Error::other)?;
        // The plugin saves every listed store at the end of the app, even after the user erased everything. The store
        // works without being listed. Remove it before the event loop runs: the plugin locks its list and Tauri's in one
        // order here, and in the other order at the end of the app.
        store.close_resource();
        Ok(self.store.get_or_init(|| store).entries().into_iter().collect())
    }

    fn save(&self, values: &Map<String, Value>) -> io::Result<()> {
        let store = self.store.get().ok_or_else(|| io::Error::other("the store is not open"))?;
        store.clear();
        for (key, value) in values {
            store.set(key.as_str(), value.clone());
        }
        store.save().map_err(io::Error::other)
    }
}
