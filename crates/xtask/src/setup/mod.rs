//! Setup: installs what a command needs on this machine and in this checkout. Nothing is installed twice.

#[cfg(target_os = "linux")]
mod apt;
pub mod cargo_tool;
pub mod front_end;
mod need;
pub mod node;
mod node_range;
mod npm;
#[cfg_attr(target_os = "linux", path = "system_linux.rs")]
#[cfg_attr(target_os = "macos", path = "system_macos.rs")]
#[cfg_attr(target_os = "windows", path = "system_windows.rs")]
pub mod system;

pub use need::Need;

use crate::checkout::Checkout;
use crate::steps::Steps;
use crate::{Done, setup::node::Node};

/// Receives WebDriver commands from the tests and passes them to the system web view's own driver.
pub const TAURI_DRIVER: cargo_tool::Tool =
    cargo_tool::Tool { name: "tauri-driver", version: "2.1.0", features: &[] };

/// Sets up everything to build the app: system packages, Node, npm packages, and the built front end.
pub fn app(checkout: &Checkout, steps: &mut Steps) -> Done<Node> {
    steps.take("System packages", || system::prepare(Need::App))?;
    front_end(checkout, steps)
}

/// Sets up everything to build the app and to drive its window.
pub fn window(checkout: &Checkout, steps: &mut Steps) -> Done<Node> {
    steps.take("System packages", || system::prepare(Need::Window))?;
    let node = front_end(checkout, steps)?;
    steps.take("scenes", || front_end::build_scenes(checkout, &node))?;
    steps.take("WebDriver", || cargo_tool::ensure(checkout, &TAURI_DRIVER))?;
    Ok(node)
}

fn front_end(checkout: &Checkout, steps: &mut Steps) -> Done<Node> {
    let node = npm_packages(checkout, steps)?;
    steps.take("Front end", || front_end::build(checkout, &node))?;
    Ok(node)
}

/// Sets up Node and the front end's npm packages.
pub fn npm_packages(checkout: &Checkout, steps: &mut Steps) -> Done<Node> {
    let node = steps.take("Node", || node::ensure(checkout))?;
    steps.take("npm packages", || npm::install(checkout, &node))?;
    Ok(node)
}
