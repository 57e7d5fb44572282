//! The built front end, which is embedded in the app.

use super::node::Node;
use crate::checkout::Checkout;
use crate::fingerprint::{Fingerprint, mark_of};
use crate::{Done, programs};

/// Folders that a build or a test run makes. They are never inputs.
const NOT_INPUT: &[&str] = &["node_modules", "dist", "paraglide", "coverage"];

/// Rebuilds `ui/dist` when its inputs changed, or when something else changed it.
pub fn build(checkout: &Checkout, node: &Node) -> Done {
    run(checkout, node, "build", "dist")
}

/// Rebuilds the scenes that tests and screenshots show in the real window, under the same conditions.
pub fn build_scenes(checkout: &Checkout, node: &Node) -> Done {
    run(checkout, node, "scenes", "preview/dist")
}

/// Runs a front-end script that makes a folder.
fn run(checkout: &Checkout, node: &Node, script: &str, folder: &str) -> Done {
    let ui = checkout.ui();
    let stamp = Fingerprint::new(checkout.tools().join(format!("ui-{script}.stamp")));
    if stamp.is(&mark(checkout, folder)?) {
        return Ok(());
    }
    programs::quiet(node.npm(&ui).args(["run", "--silent", script]))?;
    std::fs::create_dir_all(checkout.tools())
        .map_err(|error| format!("{}: {error}", checkout.tools().display()))?;
    stamp.leave(&mark(checkout, folder)?)
}

/// Returns a fingerprint of the inputs together with the output.
fn mark(checkout: &Checkout, folder: &str) -> Done<String> {
    let ui = checkout.ui();
    let came_out = ui.join(folder);
    let made = if came_out.is_dir() { mark_of(&[came_out], &[])? } else { "nothing".to_owned() };
    Ok(format!("{} {made}", mark_of(&[ui], NOT_INPUT)?))
}
