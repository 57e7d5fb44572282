//! What assistive technology gets to know of the window, over the accessibility bus (AT-SPI).

mod bus;
mod names;
mod node;
mod reader;
mod table;

pub(crate) use bus::{AccessibilityBus, LAUNCHER};
pub use node::Node;
pub use reader::ScreenReader;
pub use table::{Table, is_place_in_table, said_of};
