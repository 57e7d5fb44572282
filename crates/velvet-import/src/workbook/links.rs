//! The links between the parts of a workbook (ECMA-376, part 2, section 9).

use super::{
    archive::Archive,
    xml::{Piece, Xml, attribute},
};
use crate::{FileKind, ListProblem};

/// Most sheets, and most links between parts, that are read.
pub(super) const MOST: usize = 4096;

pub(super) struct Link {
    pub id: String,
    pub kind: String,
    pub part: String,
}

/// Returns the links of a part. The archive itself is the part with an empty name.
pub(super) fn links(archive: &mut Archive, part: &str) -> Result<Vec<Link>, ListProblem> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = format!("{folder}/_rels/{file}.rels");
    let name = name.trim_start_matches('/');
    if !archive.has(name) {
        return Err(if part.is_empty() {
            ListProblem::NotAList(FileKind::Other)
        } else {
            ListProblem::Damaged
        });
    }
    let mut xml = Xml::new(archive.unpack(name)?);
    let mut links = Vec::new();
    loop {
        match xml.next()? {
            Piece::Start(start) if start.local_name().as_ref() == "Relationship" && links.len() < MOST => {
                let get = |name| attribute(&start, name).unwrap_or_default();
                let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
                links.push(Link { id: get("Id"), kind, part: resolve(folder, &get("Target")) });
            }
            Piece::Eof => return Ok(links),
            _ => {}
        }
    }
}

fn resolve(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "" | "." => {}
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}
