//! Detects the encoding of a text. This takes a full pass, as the first non-ASCII character may be in the last row.

use std::{
    hash::{DefaultHasher, Hasher},
    io::Read,
};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::source::Bytes;
use crate::{FileKind, ListProblem};

/// Bytes that are enough to guess a legacy encoding.
const ENOUGH: usize = 1 << 20;

/// Control characters allowed in any text, and the number of bytes that allow one more. With more, it is not text.
const STRAY: u64 = 8;
const CONTROLS: u64 = 100;

/// The encoding of a text.
#[derive(Clone, Copy)]
pub(crate) struct DetectedEncoding {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// A hash of all bytes, to detect that the text changed.
    pub digest: u64,
}

/// Reads a text to its end and detects its encoding. `piece` receives the number of bytes read so far.
pub(crate) fn survey(
    bytes: &mut Bytes,
    piece: &mut dyn FnMut(u64) -> Result<(), ListProblem>,
) -> Result<DetectedEncoding, ListProblem> {
    let mut survey = Survey::default();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let len = bytes.read(&mut buffer)?;
        if len == 0 {
            return survey.end();
        }
        survey.see(&buffer[..len]);
        piece(survey.total)?;
    }
}

#[derive(Default)]
struct Survey {
    hasher: DefaultHasher,
    total: u64,
    wide: Option<&'static Encoding>,
    marked: bool,
    controls: u64,
    /// NULs in runs. Padding, such as after a power loss, is long but rare, so a run counts as one control character.
    padding: u64,
    after_nul: bool,
    /// Non-ASCII characters that are valid UTF-8, and byte sequences that are not.
    good: u64,
    bad: u64,
    open: Vec<u8>,
    habits: Option<chardetng::EncodingDetector>,
    looked_at: usize,
}

impl Survey {
    fn see(&mut self, bytes: &[u8]) {
        if self.total == 0 {
            self.begin(bytes);
        }
        self.total += bytes.len() as u64;
        self.hasher.write(bytes);
        if self.wide.is_some() {
            return;
        }
        self.controls += bytes.iter().filter(|&&b| is_control(b)).count() as u64;
        self.count_padding(bytes);
        if self.open.is_empty() && bytes.is_ascii() {
            return;
        }
        if self.looked_at < ENOUGH {
            self.looked_at += bytes.len();
            let new = || chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            self.habits.get_or_insert_with(new).feed(bytes, false);
        }
        self.count_utf8(bytes);
    }

    fn begin(&mut self, bytes: &[u8]) {
        if let Some((encoding, _)) = Encoding::for_bom(bytes) {
            self.marked = encoding == UTF_8;
            self.wide = (encoding != UTF_8).then_some(encoding);
        } else {
            self.wide = without_mark(&bytes[..bytes.len().min(4096)]);
        }
    }

    fn count_padding(&mut self, bytes: &[u8]) {
        if !self.after_nul && memchr::memchr(0, bytes).is_none() {
            return;
        }
        for &byte in bytes {
            self.padding += u64::from(byte == 0 && self.after_nul);
            self.after_nul = byte == 0;
        }
    }

    fn count_utf8(&mut self, bytes: &[u8]) {
        let mut open = std::mem::take(&mut self.open);
        open.extend_from_slice(bytes);
        let mut rest = &open[..];
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => return self.count_letters(text.as_bytes()),
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.count_letters(good);
                    let Some(len) = error.error_len() else { return self.open.extend_from_slice(bad) };
                    self.bad += 1;
                    rest = &bad[len..];
                }
            }
        }
    }

    /// In UTF-8, each non-ASCII character begins with a byte of 0xC0 or above.
    fn count_letters(&mut self, text: &[u8]) {
        self.good += text.iter().filter(|&&b| b >= 0xc0).count() as u64;
    }

    fn end(self) -> Result<DetectedEncoding, ListProblem> {
        let digest = self.hasher.finish();
        if let Some(encoding) = self.wide {
            return Ok(DetectedEncoding { encoding, digest });
        }
        if self.padding == self.total.saturating_sub(1)
            || self.controls - self.padding > STRAY + (self.total - self.padding) / CONTROLS
        {
            return Err(ListProblem::NotAList(FileKind::Other));
        }
        let bad = self.bad + u64::from(!self.open.is_empty());
        // A few broken characters in a text that is otherwise UTF-8 do not change its encoding.
        if self.marked || bad == 0 || self.good > 10 * bad {
            return Ok(DetectedEncoding { encoding: UTF_8, digest });
        }
        let guess = self.habits.map(|mut habits| {
            habits.feed(&[], true);
            habits.guess(None, chardetng::Utf8Detection::Deny)
        });
        Ok(DetectedEncoding { encoding: guess.unwrap_or(encoding_rs::WINDOWS_1252), digest })
    }
}

/// Detects UTF-16 without a byte order mark: every other byte of digits and delimiters is zero.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), bytes.len() / 2);
    match () {
        () if half < 2 => None,
        () if odd * 2 > half && even * 20 < half => Some(UTF_16LE),
        () if even * 2 > half && odd * 20 < half => Some(UTF_16BE),
        () => None,
    }
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a) || byte == 0x7f
}

#[cfg(test)]
mod tests {
    use crate::{List, ListProblem};

    #[test]
    fn padding_of_nuls_loses_no_row_and_joins_no_digits() {
        let padding = "\0".repeat(3000);
        let text = format!(
            "id,name\r\n843584256474116096,A\0b\r\n{padding}\r\n2273\0{padding}17562784874496\r\n{padding}"
        );
        let report = List::read_bytes(text.as_bytes()).unwrap().report();
        assert_eq!(report.ready, ["843584256474116096"]);
        assert_eq!(report.not_ids.len(), 1);
        assert!(matches!(List::read_bytes(padding.as_bytes()), Err(ListProblem::NotAList(_))));
        let binary = b"843584256474116096\0\x01\0\x02".repeat(50);
        assert!(matches!(List::read_bytes(&binary), Err(ListProblem::NotAList(_))));
    }
}
