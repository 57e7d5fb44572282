//! The built front end, which the app carries inside.

use super::node::Node;
use crate::checkout::Checkout;
use crate::fingerprint::{Fingerprint, mark_of};
use crate::{Done, programs};

/// Made by a build or a test run; never its input.
const NOT_INPUT: &[&str] = &["node_modules", "dist", "paraglide", "coverage"];

/// Builds `ui/dist` when anything it is made from changed, or when it was changed by other hands.
pub fn build(checkout: &Checkout, node: &Node) -> Done {
    run(checkout, node, "build", "dist")
}

/// Builds the scenes that tests and pictures show in the real window, likewise.
pub fn build_scenes(checkout: &Checkout, node: &Node) -> Done {
    run(checkout, node, "scenes", "preview/dist")
}

/// Runs a script of the front end's that makes a folder.
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

/// Marks what went in together with what came out.
fn mark(checkout: &Checkout, folder: &str) -> Done<String> {
    let ui = checkout.ui();
    let came_out = ui.join(folder);
    let made = if came_out.is_dir() { mark_of(&[came_out], &[])? } else { "nothing".to_owned() };
    Ok(format!("{} {made}", mark_of(&[ui], NOT_INPUT)?))
}
