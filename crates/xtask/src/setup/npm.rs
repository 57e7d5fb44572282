//! The front end's npm packages, exactly as in its lock file.

use super::need::say_installing;
use super::node::Node;
use crate::checkout::Checkout;
use crate::fingerprint::{Fingerprint, mark_of};
use crate::{Done, programs};

/// Installs the packages when `package.json` or the lock file has changed since the last time.
pub fn install(checkout: &Checkout, node: &Node) -> Done {
    let ui = checkout.ui();
    let mark = mark_of(&[ui.join("package.json"), ui.join("package-lock.json")], &[])?;
    // The fingerprint is inside `node_modules`, so that it is deleted together with the packages.
    let stamp = Fingerprint::new(ui.join("node_modules").join(".installed-from"));
    if stamp.is(&mark) {
        return Ok(());
    }
    say_installing(
        "the front end's npm packages",
        "into ui/node_modules, at the versions in ui/package-lock.json",
    );
    // No package needs its install scripts, and releases are built with these packages.
    programs::quiet(node.npm(&ui).args(["ci", "--ignore-scripts"]))?;
    stamp.leave(&mark)
}
