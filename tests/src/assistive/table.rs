//! How tables are built, for assistive technology. Tests ask for their meaning, so that only this file knows.

use super::Node;

/// A table as a screen reader goes through it.
#[derive(Debug)]
pub struct Table {
    /// What each column's header says.
    pub headers: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Debug)]
pub struct Row {
    /// What each cell says.
    pub cells: Vec<String>,
    /// The names of its check boxes.
    pub check_boxes: Vec<String>,
    /// The names of its buttons.
    pub buttons: Vec<String>,
}

impl Table {
    /// Reads the table called `name`, if there is one.
    pub fn of(tree: &Node, name: &str) -> Option<Self> {
        let table = tree.find("table", name)?;
        let headers = table.with_role("column-header").into_iter().map(Node::words).collect();
        let rows = table.with_role("row").into_iter().filter_map(Row::of).collect();
        Some(Self { headers, rows })
    }

    /// Returns the name of the check box that selects every row.
    pub fn select_all(tree: &Node, name: &str) -> Option<String> {
        let boxes = tree.find("table", name)?.with_role("column-header").into_iter();
        boxes.flat_map(|header| header.with_role("check-box")).map(|one| one.name.clone()).next()
    }
}

impl Row {
    fn of(row: &Node) -> Option<Self> {
        let names = |role| row.with_role(role).into_iter().map(|node| node.name.clone()).collect();
        let cells: Vec<String> = row
            .all()
            .into_iter()
            .filter(|node| ["cell", "row-header"].contains(&node.role))
            .map(Node::words)
            .collect();
        // A row without cells is the header.
        (!cells.is_empty()).then(|| Self { cells, check_boxes: names("check-box"), buttons: names("button") })
    }
}

/// Returns what is said of an object in a table that gets the focus: its name, or that of its cells.
pub fn said_of(focus: &Node) -> String {
    if focus.name.is_empty() { focus.words() } else { focus.name.clone() }
}

/// Whether an object is a part of a table that gets the focus when somebody goes through its rows.
pub fn is_place_in_table(focus: &Node) -> bool {
    ["row", "cell", "row-header", "check-box"].contains(&focus.role)
}
