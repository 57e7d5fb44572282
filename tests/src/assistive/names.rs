//! Names of the numbers that AT-SPI uses, in the order of `atspi-constants.h`.

/// Returns the name of a role.
pub fn role(number: u32) -> &'static str {
    ROLES.split_whitespace().nth(number as usize).unwrap_or("unknown")
}

/// Returns the names of the states in a set, without those of everything that can be seen and used.
pub fn states(set: &[u32]) -> Vec<&'static str> {
    let has = |at: &usize| set.get(at / 32).is_some_and(|bits| bits >> (at % 32) & 1 == 1);
    let named = STATES.split_whitespace().enumerate().filter(|(at, _)| has(at)).map(|(_, name)| name);
    named.filter(|name| !ORDINARY.contains(name)).collect()
}

const ORDINARY: [&str; 4] = ["enabled", "sensitive", "showing", "visible"];

const ROLES: &str = "
invalid accelerator-label alert animation arrow calendar canvas check-box check-menu-item color-chooser column-header
combo-box date-editor desktop-icon desktop-frame dial dialog directory-pane drawing-area file-chooser filler
focus-traversable font-chooser frame glass-pane html-container icon image internal-frame label layered-pane list
list-item menu menu-bar menu-item option-pane page-tab page-tab-list panel password-text popup-menu progress-bar button
radio-button radio-menu-item root-pane row-header scroll-bar scroll-pane separator slider spin-button split-pane
status-bar table cell table-column-header table-row-header tearoff-menu-item terminal text toggle-button tool-bar
tool-tip tree tree-table unknown viewport window extended header footer paragraph ruler application autocomplete editbar
embedded entry chart caption document-frame heading page section redundant-object form link input-method-window row
tree-item document-spreadsheet document-presentation document-text document-web document-email comment list-box grouping
image-map notification info-bar level-bar title-bar block-quote audio video definition article landmark log marquee math
rating timer static math-fraction math-root subscript superscript description-list description-term description-value
footnote content-deletion content-insertion mark suggestion button-menu";

const STATES: &str = "
invalid active armed busy checked collapsed defunct editable enabled expandable expanded focusable focused has-tooltip
horizontal iconified modal multi-line multiselectable opaque pressed resizable selectable selected sensitive showing
single-line stale transient vertical visible manages-descendants indeterminate required truncated animated invalid-entry
supports-autocompletion selectable-text is-default visited checkable has-popup read-only";
