use std::io::{self, BufRead};

/// The source of user input.
pub trait Console {
    /// Asks for the key without echoing it.
    fn key(&mut self) -> io::Result<String>;
    /// Reads a line.
    fn answer(&mut self) -> io::Result<String>;
}

/// Piped input, with the key in the first line and the answers after it.
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
