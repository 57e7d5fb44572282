//! The built front end, which is embedded in the app.

use super::node::Node;
use crate::checkout::Checkout;
use crate::fingerprint::{Fingerprint, mark_of};
use crate::{Done, programs};

/// What a build or a test run makes. It is never an input.
const NOT_INPUT: &[&str] =
    &["node_modules", "dist", "paraglide", "coverage", "ar-xb.json", "en-xa.json", "pseudo.inlang"];

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_ignores_is_no_input() {
        let read = |name: &str| {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../").to_owned() + name;
            std::fs::read_to_string(file).unwrap()
        };
        let (everywhere, front_end) = (read(".gitignore"), read("ui/.gitignore"));
        let everywhere = everywhere.lines().filter(|line| !line.starts_with('/') || line.starts_with("/ui/"));
        // Every build makes this folder, and always the same.
        let front_end = front_end.lines().filter(|line| !line.contains("/project.inlang/"));
        let names: Vec<_> = everywhere
            .chain(front_end)
            .filter_map(|line| line.trim_matches('/').rsplit('/').next())
            .collect();
        assert!(names.len() > 5, "{names:?}");
        let inputs: Vec<_> = names.iter().filter(|name| !NOT_INPUT.contains(name)).collect();
        assert!(inputs.is_empty(), "a test run changes these: {inputs:?}");
    }
}
