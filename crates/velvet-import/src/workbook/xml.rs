//! Reads XML in pieces of limited size.

use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
    sync::Arc,
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesEnd, BytesRef, BytesStart, Event},
};

use super::archive::Unpacked;
use crate::ListProblem;

/// Most bytes of a single piece: a tag with its attributes, or a text.
const LARGEST: usize = 1 << 20;

/// Deepest nesting. Without a limit, the open tags alone could fill the memory.
const DEEPEST: usize = 128;

/// A reader of XML in a part.
pub(crate) struct Xml<'a> {
    reader: Reader<Bounded<'a>>,
    piece: Vec<u8>,
    depth: usize,
}

/// A piece of XML.
pub(crate) enum Piece<'a> {
    /// A start tag. An empty element gives a start and an end.
    Start(BytesStart<'a>),
    /// An end tag.
    End(BytesEnd<'a>),
    /// Text.
    Text(Cow<'a, str>),
    /// A character that was written as an entity or a reference.
    Letter(char),
    /// The end of the part.
    Eof,
}

impl<'a> Xml<'a> {
    /// Starts to read a part.
    pub fn new(part: Unpacked<'a>) -> Self {
        let inner = BufReader::with_capacity(64 << 10, part);
        let mut reader = Reader::from_reader(Bounded { inner, left: LARGEST });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self { reader, piece: Vec::new(), depth: 0 }
    }

    /// Returns the approximate number of packed bytes read.
    pub fn packed_read(&self) -> u64 {
        self.reader.get_ref().inner.get_ref().packed_read()
    }

    /// Returns the number of unpacked bytes read.
    pub fn unpacked(&self) -> u64 {
        self.reader.get_ref().inner.get_ref().unpacked()
    }

    /// Returns the next piece.
    pub fn next(&mut self) -> Result<Piece<'_>, ListProblem> {
        self.reader.get_mut().left = LARGEST;
        self.piece.clear();
        let event = self.reader.read_event_into(&mut self.piece).map_err(|error| match error {
            // Nobody else holds the error any more.
            quick_xml::Error::Io(error) => {
                Arc::into_inner(error).map_or(ListProblem::Damaged, ListProblem::of_archive)
            }
            error => ListProblem::Xml(error),
        })?;
        Ok(match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(ListProblem::Damaged);
                }
                Piece::Start(start)
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Piece::End(end)
            }
            Event::Text(text) => Piece::Text(text.xml10_content()),
            Event::CData(text) => Piece::Text(text.xml10_content()),
            Event::GeneralRef(name) => Piece::Letter(letter(&name).ok_or(ListProblem::Damaged)?),
            // Workbooks do not define entities.
            Event::DocType(_) => return Err(ListProblem::Damaged),
            Event::Eof if self.depth > 0 => return Err(ListProblem::Damaged),
            Event::Eof => Piece::Eof,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Piece::Text("".into()),
        })
    }
}

/// Returns the value of an attribute. `name` is its name without a prefix.
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

/// A reader that limits the bytes of a single piece.
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
        if self.left == 0 { Err(ListProblem::Bomb.into_io()) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, len: usize) {
        self.left = self.left.saturating_sub(len);
        self.inner.consume(len);
    }
}
