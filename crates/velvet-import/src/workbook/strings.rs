use super::{
    archive::Archive,
    escape,
    xml::{Piece, Xml},
};
use crate::ListProblem;
use crate::progress::ProgressMeter;

/// Most bytes kept of a workbook's shared strings. A million rows, each with an ID and a name, have about 40 MB.
const MOST: usize = 64 << 20;

/// Most bytes kept of a single string. A cell holds up to 32,767 characters.
const LONGEST: usize = 128 << 10;

/// Strings between two checks whether to stop.
const EVERY: usize = 4096;

/// The shared strings of an XLSX workbook, to which its cells refer by index.
#[derive(Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads the strings from their part.
    pub fn read(
        archive: &mut Archive,
        part: &str,
        watch: &mut ProgressMeter<'_, '_>,
    ) -> Result<Self, ListProblem> {
        let mut strings = Self::default();
        let mut xml = Xml::new(archive.unpack(part)?);
        // Text counts inside `t`, but not inside `rPh`, which holds the pronunciation of a name.
        let (mut inside, mut spoken) = (false, false);
        loop {
            match xml.next()? {
                Piece::Start(start) => match start.local_name().as_ref() {
                    "t" => inside = true,
                    "rPh" => spoken = true,
                    _ => {}
                },
                Piece::End(end) => match end.local_name().as_ref() {
                    "t" => inside = false,
                    "rPh" => spoken = false,
                    "si" => {
                        strings.end()?;
                        if strings.ends.len().is_multiple_of(EVERY) {
                            let read = xml.packed_read();
                            watch.at(read, 0)?;
                        }
                    }
                    _ => {}
                },
                Piece::Text(text) if inside && !spoken => strings.add(&text),
                Piece::Letter(letter) if inside && !spoken => strings.add(letter.encode_utf8(&mut [0; 4])),
                Piece::Text(_) | Piece::Letter(_) => {}
                Piece::Eof => return Ok(strings),
            }
        }
    }

    /// Returns the string with this index.
    pub fn get(&self, place: usize) -> Option<&str> {
        let &end = self.ends.get(place)?;
        let begin = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(begin as usize..end as usize)
    }

    /// Adds a whole string.
    pub fn push(&mut self, text: &str) -> Result<(), ListProblem> {
        self.add(text);
        self.end()
    }

    fn add(&mut self, text: &str) {
        let begin = self.ends.last().map_or(0, |&end| end as usize);
        if self.text.len() - begin + text.len() <= LONGEST {
            self.text.push_str(text);
        }
    }

    fn end(&mut self) -> Result<(), ListProblem> {
        let begin = self.ends.last().map_or(0, |&end| end as usize);
        if let Some(plain) = escape::decoded(&self.text[begin..]) {
            self.text.truncate(begin);
            self.text.push_str(&plain);
        }
        if self.text.len() > MOST || self.ends.len() > MOST / 16 {
            return Err(ListProblem::Bomb);
        }
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| ListProblem::Bomb)?);
        Ok(())
    }
}
