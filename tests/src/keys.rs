//! Keys that are no letters, as `WebDriver` writes them.

/// Enter.
pub const ENTER: char = '\u{e007}';
/// Tab.
pub const TAB: char = '\u{e004}';
/// Escape.
pub const ESCAPE: char = '\u{e00c}';
/// The arrow that points down.
pub const DOWN: char = '\u{e015}';
/// The arrow that points up.
pub const UP: char = '\u{e013}';
/// A page down.
pub const PAGE_DOWN: char = '\u{e00f}';
/// A page up.
pub const PAGE_UP: char = '\u{e00e}';
/// To the beginning.
pub const HOME: char = '\u{e011}';
/// To the end.
pub const END: char = '\u{e010}';
/// Shift, to be held down.
pub const SHIFT: char = '\u{e008}';
/// Control, to be held down.
pub const CONTROL: char = '\u{e009}';
/// The space bar.
pub const SPACE: char = ' ';
