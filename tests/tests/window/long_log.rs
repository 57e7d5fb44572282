//! A log of ten thousand lines.

use std::time::Instant;

use rusqlite::Connection;
use serde_json::json;
use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::wait::until;

const ROWS: i64 = 10_000;

/// Scrolls down until the oldest line is drawn; estimated heights move the end. Returns milliseconds.
const TO_THE_OLDEST: &str = "
    const [fan, done] = arguments;
    const grid = document.querySelector('[role=grid]');
    let begun;
    const look = () => {
        if ([...grid.querySelectorAll('[role=row]')].some((row) => row.textContent.includes(fan))) {
            return done(Math.round(performance.now() - begun));
        }
        grid.scrollTop = grid.scrollHeight;
        requestAnimationFrame(look);
    };
    // From the first frame on: a window that has just opened takes its time to draw one.
    requestAnimationFrame(() => {
        begun = performance.now();
        look();
    });";

#[tokio::test]
async fn ten_thousand_lines_are_read_in_slices_down_to_the_oldest() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.quit().await;
    let mut ledger = Connection::open(start.data_folder().join("ledger.sqlite3")).unwrap();
    fill(&mut ledger, &service.first_account().id);
    ledger.close().unwrap();

    let opened = Instant::now();
    let app = start.open().await;
    app.page.is_at_work().await;
    until("the newest line", async || {
        app.page.rows().await.iter().any(|row| row.fan == fan(ROWS)).then_some(())
    })
    .await;
    println!("first rows after {:?}", opened.elapsed());
    assert!(lines_drawn(&app.page).await < 100);

    let jumped = app.page.script_later(TO_THE_OLDEST, vec![json!(fan(1))]).await;
    println!("oldest row after {jumped} ms");
    until("the oldest line", async || {
        app.page.rows().await.iter().any(|row| row.fan == fan(1)).then_some(())
    })
    .await;
    assert!(lines_drawn(&app.page).await < 100);
    let counted = app.page.script("return document.querySelector('[role=grid]').ariaRowCount", vec![]).await;
    assert_eq!(counted, json!((ROWS + 1).to_string()), "with the line of column names");
}

async fn lines_drawn(page: &velvet_tests::page::Page) -> usize {
    page.names("row").await.len()
}

fn fan(number: i64) -> String {
    (500_000_000_000_000_000 + number).to_string()
}

/// Inserts lines as the app writes them. The file's own constraints (`STRICT`, checks, references) are enforced.
fn fill(ledger: &mut Connection, account: &str) {
    let change = ledger.transaction().unwrap();
    for number in 1..=ROWS {
        let time = 1_700_000_000_000 + number * 1000;
        let batch =
            "INSERT INTO batch (id, account, action, began, total, added) VALUES (?, ?, 'add', ?, 1, 1)";
        change.execute(batch, (number, account, time)).unwrap();
        let item = "INSERT INTO item (id, batch, fan, phase, outcome, marks, began, ended, place)
                    VALUES (?1, ?1, ?2, 'done', 'added', 4, ?3, ?3, ?1)";
        change.execute(item, (number, fan(number), time)).unwrap();
    }
    change.commit().unwrap();
}
