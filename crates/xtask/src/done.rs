/// The result of every command: a value, or sentences for the person at the terminal.
pub type Done<T = ()> = Result<T, String>;
