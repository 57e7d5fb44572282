/// How everything here ends: with a value, or with sentences for the person at the terminal.
pub type Done<T = ()> = Result<T, String>;
