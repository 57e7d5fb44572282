//! XML, piece by piece, none of them large.

use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesEnd, BytesRef, BytesStart, Event},
};

use super::archive::{Unpacked, code, coded};
use velvet_model::ErrorCode;

/// Largest single piece: a tag with its attributes, or a text.
const LARGEST: usize = 1 << 20;

/// Deepest nesting. Without a bound the open tags alone could fill the memory.
const DEEPEST: usize = 128;

/// A part that is read as XML.
pub(crate) struct Xml<'a> {
    reader: Reader<Bounded<'a>>,
    piece: Vec<u8>,
    depth: usize,
}

/// What stands in the XML.
pub(crate) enum Piece<'a> {
    /// A tag begins; an empty one begins and ends.
    Start(BytesStart<'a>),
    /// A tag ends.
    End(BytesEnd<'a>),
    /// Text.
    Text(Cow<'a, str>),
    /// One letter that was written in another way.
    Letter(char),
    /// The end.
    Eof,
}

impl<'a> Xml<'a> {
    /// Reads a part as XML.
    pub fn new(part: Unpacked<'a>) -> Self {
        let inner = BufReader::with_capacity(64 << 10, part);
        let mut reader = Reader::from_reader(Bounded { inner, left: LARGEST });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self { reader, piece: Vec::new(), depth: 0 }
    }

    /// Packed bytes that were read.
    pub fn packed_read(&self) -> u64 {
        self.reader.get_ref().inner.get_ref().packed_read()
    }

    /// Unpacked bytes that were read.
    pub fn unpacked(&self) -> u64 {
        self.reader.get_ref().inner.get_ref().unpacked()
    }

    /// The next piece.
    pub fn next(&mut self) -> Result<Piece<'_>, ErrorCode> {
        self.reader.get_mut().left = LARGEST;
        self.piece.clear();
        let event = self.reader.read_event_into(&mut self.piece).map_err(|error| match error {
            quick_xml::Error::Io(error) => code(&error),
            _ => ErrorCode::ListDamaged,
        })?;
        Ok(match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(ErrorCode::ListDamaged);
                }
                Piece::Start(start)
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Piece::End(end)
            }
            Event::Text(text) => Piece::Text(text.xml10_content()),
            Event::CData(text) => Piece::Text(text.xml10_content()),
            Event::GeneralRef(name) => Piece::Letter(letter(&name).ok_or(ErrorCode::ListDamaged)?),
            // No workbook defines words of its own.
            Event::DocType(_) => return Err(ErrorCode::ListDamaged),
            Event::Eof if self.depth > 0 => return Err(ErrorCode::ListDamaged),
            Event::Eof => Piece::Eof,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Piece::Text("".into()),
        })
    }
}

/// The value of an attribute, by its name without prefix.
pub(crate) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attributes = start.attributes_raw();
    if !attributes.contains(name) {
        return None;
    }
    let mut all = start.attributes();
    let all = all.with_checks(false).filter_map(Result::ok);
    let found = all.into_iter().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    if found.value.contains('&') {
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Into::into)
    } else {
        Some(found.value.into_owned())
    }
}

fn letter(name: &BytesRef<'_>) -> Option<char> {
    match name.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}

/// Gives no more than one piece may have.
struct Bounded<'a> {
    inner: BufReader<Unpacked<'a>>,
    left: usize,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 { Err(coded(ErrorCode::ListBomb)) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, len: usize) {
        self.left = self.left.saturating_sub(len);
        self.inner.consume(len);
    }
}
