//! What a screen reader finds and says in the window, read from the accessibility bus.

use std::fmt::Write;

use velvet_tests::app::{App, Start};
use velvet_tests::assistive::{Node, ScreenReader, Table, is_place_in_table, said_of};
use velvet_tests::desktop::Desktop;
use velvet_tests::person::{DOWN, ENTER, ESCAPE, SPACE};
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say, spoken};
use velvet_tests::{files, paths};

/// What somebody hears on the way from the first start to a fan added and undone. It is printed, and kept as
/// `target/screen-reader.txt`.
#[tokio::test]
async fn from_the_first_start_to_a_fan_added_and_undone() {
    let desktop = Desktop::with_screen_reader().await;
    let reader = ScreenReader::start(&desktop).await;
    let mut journey = Journey::with(&reader);
    let app = Start::on(&desktop).open().await;
    let page = &app.page;

    let field = reader.focus_is_on("password-text", &say("key_label")).await;
    assert!(!field.description.is_empty(), "what happens with the key is said with its field: {field:?}");
    let tree = journey.tells("Start the app").await;
    assert_eq!(headings(&tree, "1"), [say("start_title")]);
    for button in ["key_check_and_save", "key_where", "start_practice"] {
        has_button(&tree, &say(button));
    }
    assert!(tree.find("button", &say("key_where")).is_some_and(|button| button.is("expandable")));

    page.tab_to("button", &say("start_practice")).await;
    let button = reader.focus_is_on("button", &say("start_practice")).await;
    assert!(!button.description.is_empty(), "what it does is said with the button: {button:?}");
    page.press(ENTER).await;
    reader.focus_is_on("entry", &say("fan_label")).await;
    let tree = journey.tells("Tab to the practice button, and press Enter").await;
    assert_eq!(headings(&tree, "1"), [say("add_title")]);
    reaches_every_screen(&tree, "nav_add");

    let fan = page.names_inside("list", &say("fan_samples"), "button").await.remove(0);
    page.tab_to("button", &fan).await;
    page.press(SPACE).await;
    reader.focus_is_on("entry", &say("fan_label")).await;
    let fan = page.filled(&say("fan_label")).await;
    page.press(ENTER).await;
    reader.hears(&result("result_added", &fan)).await;
    reader.focus_is_on("entry", &say("fan_label")).await;
    let tree = journey.tells("Choose a sample fan, and press Enter").await;
    let table = Table::of(&tree, &say("log_title")).expect("recent activity is a table");
    for column in ["log_column_result", "log_column_when"] {
        assert!(table.headers.contains(&say(column)), "{table:#?}");
    }
    let [row] = &table.rows[..] else { panic!("one entry, not {table:#?}") };
    assert!(row.cells.iter().any(|cell| cell.contains(&say("outcome_added"))), "{row:#?}");
    assert!(row.cells.iter().any(|cell| cell.contains(&fan)), "{row:#?}");

    let undo = fill("undo_label", &[("fan", &spoken(&fan))]);
    page.tab_to("button", &undo).await;
    reader.focus_is_on("button", &undo).await;
    page.press(ENTER).await;
    reader.hears(&result("result_removed", &fan)).await;
    let tree = journey.tells("Tab to its Undo button, and press Enter").await;
    assert_ne!(focus(&tree).name, "", "the focus is on something with a name");
}

#[tokio::test]
async fn a_list_is_checked_and_its_batch_is_followed() {
    let desktop = Desktop::with_screen_reader().await;
    let service = Service::start(&desktop);
    let reader = ScreenReader::start(&desktop).await;
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let fans = service.strangers(service.first_account(), 24);

    page.tab_to("button", &say("nav_lists")).await;
    page.press(ENTER).await;
    reader.focus_is_on("heading", &say("list_title")).await;
    let tree = reader.look().await.expect("nothing moves");
    reaches_every_screen(&tree, "nav_lists");
    has_button(&tree, &say("list_open"));

    page.paste_list(&format!("{}\nn/a", fans.join("\n"))).await;
    let pasted = say("list_pasted");
    reader.hears(&fill("list_said", &[("name", &pasted), ("ready", "24"), ("left", "1")])).await;
    let tree = reader.until("a focus with a name", named_focus).await;
    assert_eq!(headings(&tree, "1"), [pasted.as_str()]);
    assert!(headings(&tree, "2").contains(&say("list_groups")), "{tree}");
    let speeds = tree.find("panel", &say("speed_title")).expect("the speeds are a group with a name");
    assert_eq!(
        speeds.with_role("radio-button").iter().filter(|speed| speed.is("checked")).count(),
        1,
        "{speeds}"
    );

    let ready = say("list_ready_add");
    page.tab_to("button", &fill("list_view_label", &[("group", &ready)])).await;
    page.press(ENTER).await;
    let dialog = reader.finds("dialog", &ready).await;
    assert!(dialog.is("modal"), "{dialog}");
    let table = dialog.with_role("table")[0];
    let headers: Vec<String> = table.with_role("column-header").into_iter().map(Node::words).collect();
    assert!(headers.len() > 1 && headers.iter().all(|header| !header.is_empty()), "{headers:?}");
    assert!(table.words().contains(&fans[0]), "{table}");
    reader.focus_is_on("button", &say("close")).await;
    page.press(ESCAPE).await;

    let start = fill("start_button_add", &[("shown", "24")]);
    page.tab_to("button", &start).await;
    reader.focus_is_on("button", &start).await;
    page.press(ENTER).await;
    page.find("group", &say("batch_show")).await;
    let tree = reader.until("a focus with a name", named_focus).await;
    assert!(tree.find("progress-bar", &say("progress_label")).is_some(), "{tree}");
    page.batch_ends().await;
    reader.hears("24").await;
    let tree = reader
        .until("the results", |tree| tree.find("panel", &say("batch_show")).map(|_| tree.clone()))
        .await;
    assert!(
        !tree.find("panel", &say("batch_show")).expect("it was found").with_role("toggle-button").is_empty()
    );
    has_button(&tree, &fill("batch_undo_add", &[("shown", "24")]));
}

#[tokio::test]
async fn the_log_is_searched_and_gone_through() {
    let desktop = Desktop::with_screen_reader().await;
    let service = Service::start(&desktop);
    let reader = ScreenReader::start(&desktop).await;
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let fans = service.strangers(service.first_account(), 3);
    for fan in &fans {
        page.add_well(fan).await;
    }
    page.tab_to("button", &say("nav_log")).await;
    page.press(ENTER).await;
    reader.focus_is_on("heading", &say("nav_log")).await;
    page.search_log("").await;
    reader.focus_is_on("entry", &say("log_search")).await;
    page.type_here(&fans[1]).await;
    reader.hears(&fill("log_of", &[("found", "1"), ("all", "3")])).await;

    let log = say("nav_log");
    let table =
        reader.until("one row", |tree| Table::of(tree, &log).filter(|table| table.rows.len() == 1)).await;
    for column in ["log_column_when", "log_column_result"] {
        let header = say(column);
        assert!(table.headers.iter().any(|words| words.contains(&header)), "no {header:?} in {table:#?}");
    }
    let tree = reader.look().await.expect("nothing moves");
    assert!(Table::select_all(&tree, &log).is_some_and(|name| !name.is_empty()), "{tree}");

    page.press(DOWN).await;
    let focus = reader
        .until("the focus in the table", |tree| {
            tree.focused().filter(|node| is_place_in_table(node)).cloned()
        })
        .await;
    assert!(said_of(&focus).contains(&fans[1]), "{focus}");
}

/// Somebody who speaks to the computer says the name of what is to be selected.
#[tokio::test]
async fn each_row_has_a_check_box_with_a_name_of_its_own() {
    let desktop = Desktop::with_screen_reader().await;
    let service = Service::start(&desktop);
    let reader = ScreenReader::start(&desktop).await;
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    for fan in service.strangers(service.first_account(), 2) {
        page.add_well(&fan).await;
    }
    page.open_log().await;
    let log = say("nav_log");
    let table =
        reader.until("two rows", |tree| Table::of(tree, &log).filter(|table| table.rows.len() == 2)).await;
    let names: Vec<_> = table.rows.iter().map(|row| row.check_boxes.first()).collect();
    assert!(names.iter().all(|name| name.is_some_and(|name| !name.is_empty())), "{table:#?}");
    assert_ne!(names[0], names[1], "{table:#?}");
}

/// What a screen reader tells on a journey.
struct Journey<'a> {
    reader: &'a ScreenReader,
    told: String,
}

impl<'a> Journey<'a> {
    fn with(reader: &'a ScreenReader) -> Self {
        Self { reader, told: String::new() }
    }

    /// Writes down what was said at a step, and what can be found after it.
    async fn tells(&mut self, step: &str) -> Node {
        let tree = self
            .reader
            .until("the page", |tree| tree.with_role("document-web").first().copied().cloned())
            .await;
        writeln!(self.told, "{step}").expect("there is memory");
        for words in self.reader.heard() {
            writeln!(self.told, "  says {words}").expect("there is memory");
        }
        writeln!(self.told, "{tree}").expect("there is memory");
        tree
    }
}

impl Drop for Journey<'_> {
    fn drop(&mut self) {
        println!("{}", self.told);
        files::put(&paths::root().join("target/screen-reader.txt"), &self.told);
    }
}

fn focus(tree: &Node) -> &Node {
    tree.focused().unwrap_or_else(|| panic!("nothing has the focus:\n{tree}"))
}

fn named_focus(tree: &Node) -> Option<Node> {
    tree.focused()
        .filter(|focus| !focus.name.is_empty() && focus.role != "document-web")
        .map(|_| tree.clone())
}

fn headings(tree: &Node, level: &str) -> Vec<String> {
    let all = tree.with_role("heading").into_iter();
    all.filter(|heading| heading.attributes.get("level").is_some_and(|its| its == level))
        .map(|heading| heading.name.clone())
        .collect()
}

fn has_button(tree: &Node, name: &str) {
    assert!(
        tree.find("button", name).is_some_and(|button| button.is("focusable")),
        "no button {name:?}:\n{tree}"
    );
}

/// The main menu has a button for each screen, and says which one is shown.
fn reaches_every_screen(tree: &Node, shown: &str) {
    let menu = tree.find("landmark", &say("nav_label")).unwrap_or_else(|| panic!("no main menu:\n{tree}"));
    for screen in ["nav_add", "nav_lists", "nav_vips", "nav_log", "nav_settings"] {
        let button = menu.find("button", &say(screen)).unwrap_or_else(|| panic!("no {screen}:\n{menu}"));
        assert_eq!(button.is("active"), screen == shown, "{menu}");
    }
}

fn result(message: &str, fan: &str) -> String {
    let words = fill(message, &[("fan", fan), ("account", "\0")]);
    words.split('\0').next().unwrap_or_default().to_owned()
}
