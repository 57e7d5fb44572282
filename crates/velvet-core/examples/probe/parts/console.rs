use std::io::{self, BufRead};

/// Whoever started the probe.
pub trait Console {
    /// The key. It is not shown while it is typed.
    fn key(&mut self) -> io::Result<String>;
    /// A line.
    fn answer(&mut self) -> io::Result<String>;
}

/// A program that writes the key in the first line and the answers after it.
pub struct Piped<R>(pub R);

impl<R: BufRead> Console for Piped<R> {
    fn key(&mut self) -> io::Result<String> {
        self.answer()
    }

    fn answer(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.0.read_line(&mut line).map(|_| line)
    }
}
