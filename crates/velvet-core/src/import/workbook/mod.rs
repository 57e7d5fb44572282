//! Lists as workbooks: XLSX and ODS. Row by row, and never more unpacked than a list could need.
use super::{
    reading::{Sink, Watch},
    source::Source,
};
use crate::view::ErrorCode;
pub(crate) struct Book {}
impl Book {
    pub fn chosen(&self) -> usize {
        0
    }
    pub fn choose(&mut self, _: &str) -> bool {
        false
    }
    pub fn choose_place(&mut self, _: usize) -> bool {
        false
    }
    pub fn sheet(&self) -> Option<String> {
        None
    }
    pub fn sheets(&self) -> Vec<String> {
        Vec::new()
    }
}
pub(crate) fn open(_: &Source) -> Result<Book, ErrorCode> {
    Err(ErrorCode::ListNotAList)
}
pub(crate) fn each_row(_: &Source, _: &Book, _: &mut Watch<'_, '_>, _: Sink<'_>) -> Result<(), ErrorCode> {
    Ok(())
}
