//! Reads XML in UTF-8 or UTF-16, in pieces of limited size.

use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
    sync::Arc,
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesEnd, BytesRef, BytesStart, Event},
};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

use super::part::Part;
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
    pub fn new(part: impl Into<Part<'a>>) -> Self {
        let inner = BufReader::with_capacity(64 << 10, Utf8::new(part.into()));
        let mut reader = Reader::from_reader(Bounded { inner, left: LARGEST });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self { reader, piece: Vec::new(), depth: 0 }
    }

    /// Returns the approximate number of packed bytes read.
    pub fn packed_read(&self) -> u64 {
        self.part().packed_read()
    }

    /// Returns the number of unpacked bytes read.
    pub fn unpacked(&self) -> u64 {
        self.part().unpacked()
    }

    /// Returns a hash of the bytes read, if nothing else shows that they changed.
    pub fn digest(&self) -> u64 {
        self.part().digest()
    }

    fn part(&self) -> &Part<'a> {
        &self.reader.get_ref().inner.get_ref().part
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
    inner: BufReader<Utf8<'a>>,
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

/// Converts UTF-16 with a byte order mark to UTF-8. XML requires the mark. Everything else passes unchanged.
struct Utf8<'a> {
    part: Part<'a>,
    decoder: Option<Decoder>,
    /// Bytes that were read to find the mark, or were converted, and are not passed on yet.
    ready: Vec<u8>,
    passed: usize,
    begun: bool,
}

impl<'a> Utf8<'a> {
    fn new(part: Part<'a>) -> Self {
        Self { part, decoder: None, ready: Vec::new(), passed: 0, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.begun = true;
        self.part.by_ref().take(2).read_to_end(&mut self.ready)?;
        let encoding = match self.ready[..] {
            [0xff, 0xfe] => UTF_16LE,
            [0xfe, 0xff] => UTF_16BE,
            _ => return Ok(()),
        };
        self.ready.clear();
        self.decoder = Some(encoding.new_decoder_without_bom_handling());
        Ok(())
    }

    fn convert(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let mut raw = [0; 8 << 10];
        // A piece may end in half a character, which gives no text yet.
        while self.ready.is_empty() {
            let len = self.part.read(&mut raw)?;
            let room = decoder.max_utf8_buffer_length(len).unwrap_or(4 * len + 16);
            self.ready.resize(room, 0);
            let (_, _, written, _) = decoder.decode_to_utf8(&raw[..len], &mut self.ready, len == 0);
            self.ready.truncate(written);
            if len == 0 {
                // It has said that the text ended in half a character, if so, and must not be asked again.
                self.decoder = None;
                break;
            }
        }
        Ok(())
    }
}

impl Read for Utf8<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.begun {
            self.begin()?;
        }
        if self.passed == self.ready.len() {
            self.ready.clear();
            self.passed = 0;
            if self.decoder.is_none() {
                return self.part.read(buffer);
            }
            self.convert()?;
        }
        let len = (&self.ready[self.passed..]).read(buffer)?;
        self.passed += len;
        Ok(len)
    }
}
