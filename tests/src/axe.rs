//! Accessibility checks with axe in the real window.

use std::fs;

use serde_json::{Value, json};

use crate::page::Page;
use crate::paths;

/// Checks the current page against all rules of WCAG 2.2 A and AA and axe's best practices.
///
/// # Panics
///
/// Panics if a rule is broken, with the rules, elements, and reasons, or if axe checked nothing.
pub async fn check(page: &Page, screen: &str) {
    let broken = broken_rules(page).await;
    assert!(broken.is_empty(), "{screen} breaks {} rules:\n{}", broken.len(), broken.join("\n"));
}

/// Returns the broken rules, each with the elements that break it and the reasons.
pub async fn broken_rules(page: &Page) -> Vec<String> {
    run(page, json!({}), 5).await
}

/// Returns the broken rules of those that depend on the room there is, such as the size of what is clicked. All but
/// contrast may, and contrast takes as long as all others together.
pub async fn broken_by_size(page: &Page) -> Vec<String> {
    let rules = json!({ "color-contrast": { "enabled": false }, "target-size": { "enabled": true } });
    run(page, json!({ "rules": rules }), 5).await
}

/// Returns the rules on contrast that are broken.
pub async fn broken_by_colors(page: &Page) -> Vec<String> {
    let rules = ["color-contrast", "link-in-text-block"];
    run(page, json!({ "runOnly": { "type": "rule", "values": rules } }), 1).await
}

async fn run(page: &Page, mut options: Value, least: u64) -> Vec<String> {
    options["resultTypes"] = json!(["violations"]);
    let axe = fs::read_to_string(paths::axe()).expect("axe is a readable script");
    if page.script("return !window.axe", vec![]).await == json!(true) {
        page.script(&axe, vec![]).await;
    }
    let found = page.script_later(RUN, vec![options]).await;
    let (Some(broken), Some(passed)) = (found["violations"].as_array(), found["passes"].as_u64()) else {
        panic!("axe did not finish: {found}");
    };
    assert!(passed >= least, "axe should have had something to look at: {found}");
    broken.iter().map(told).collect()
}

const RUN: &str = r"
const done = arguments[arguments.length - 1];
axe.run(document, arguments[0]).then(
  (result) => done({ violations: result.violations, passes: result.passes.length }),
  (error) => done({ error: String(error) }),
);
";

fn told(rule: &Value) -> String {
    let nodes = rule["nodes"].as_array().into_iter().flatten();
    let places = nodes.map(|node| format!("    {}\n    {}", node["html"], node["failureSummary"]));
    format!("  {}: {}\n{}", rule["id"], rule["help"], places.collect::<Vec<_>>().join("\n"))
}
