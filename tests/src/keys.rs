//! Special keys, as `WebDriver` encodes them.

/// The Enter key.
pub const ENTER: char = '\u{e007}';
/// The Tab key.
pub const TAB: char = '\u{e004}';
/// The Escape key.
pub const ESCAPE: char = '\u{e00c}';
/// The down arrow key.
pub const DOWN: char = '\u{e015}';
/// The right arrow key.
pub const RIGHT: char = '\u{e014}';
/// The up arrow key.
pub const UP: char = '\u{e013}';
/// The Page Down key.
pub const PAGE_DOWN: char = '\u{e00f}';
/// The Page Up key.
pub const PAGE_UP: char = '\u{e00e}';
/// The Home key.
pub const HOME: char = '\u{e011}';
/// The End key.
pub const END: char = '\u{e010}';
/// The F1 key.
pub const F1: char = '\u{e031}';
/// The F5 key.
pub const F5: char = '\u{e035}';
/// The F10 key.
pub const F10: char = '\u{e03a}';
/// The Shift key, to be held down.
pub const SHIFT: char = '\u{e008}';
/// The Control key, to be held down.
pub const CONTROL: char = '\u{e009}';
/// The space bar.
pub const SPACE: char = ' ';
