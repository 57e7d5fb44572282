//! A virtual screen outside the clean system. It shows the window without adding anything to that system.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::{Done, programs};

/// The least width of a real window. Smaller ones are the toolkit's invisible helpers.
const LEAST_WIDTH: u32 = 200;

/// A virtual screen that ends when dropped.
pub struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    /// Starts the screen on a free display number.
    pub fn start() -> Done<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().map_err(|error| programs::cannot_start(&command, &error))?;
        let mut number = String::new();
        if let Some(printed) = server.stdout.take() {
            // Xvfb writes its number once it accepts connections.
            let _ = BufReader::new(printed).read_line(&mut number);
        }
        let screen = Self { server, display: format!(":{}", number.trim()) };
        if number.trim().is_empty() { Err("Xvfb didn't start.".to_owned()) } else { Ok(screen) }
    }

    /// Returns the value for the `DISPLAY` variable.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Whether a window with this title is visible.
    pub fn shows(&self, title: &str) -> bool {
        let tree = self.ask(&["-root", "-tree"]);
        windows(&tree, title).any(|id| self.ask(&["-id", id]).contains("Map State: IsViewable"))
    }

    fn ask(&self, words: &[&str]) -> String {
        programs::answer(Command::new("xwininfo").args(["-display", &self.display]).args(words))
            .unwrap_or_default()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Returns the IDs of the windows in xwininfo's tree that have this title and are wide enough to be real.
fn windows<'a>(tree: &'a str, title: &str) -> impl Iterator<Item = &'a str> {
    let quoted = format!("\"{title}\"");
    tree.lines().filter_map(move |line| {
        let (id, rest) = line.trim().split_once(' ')?;
        let rest = rest.trim_start().strip_prefix(quoted.as_str())?;
        let width = rest.split_whitespace().find_map(|word| word.split_once('x')?.0.parse::<u32>().ok())?;
        (width >= LEAST_WIDTH).then_some(id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_known_by_its_title_and_size() {
        let tree = r#"
     0x200003 "Velvet Rope": ("velvet-rope" "Velvet-rope")  1100x760+0+0  +90+20
     0x200001 "Velvet Rope": ("velvet-rope" "Velvet-rope")  10x10+10+10  +10+10
     0x200007 "Another": ("another" "Another")  1100x760+0+0  +90+20
     0x200009 (has no name): ()  1x1+-1+-1  +-1+-1"#;
        assert_eq!(windows(tree, "Velvet Rope").collect::<Vec<_>>(), ["0x200003"]);
    }
}
