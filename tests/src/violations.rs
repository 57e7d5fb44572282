//! What the page tries and its content security policy does not allow.

use crate::page::Page;

/// Begins to note what is forbidden. What was drawn before is not known; going through every screen draws it again.
pub async fn watch(page: &Page) {
    page.script(WATCH, vec![]).await;
}

/// Everything that was forbidden since, one line each.
pub async fn forbidden(page: &Page) -> Vec<String> {
    // Events of what was done before this call come before a task that is queued in it.
    let told = page.script_later("setTimeout(arguments[0], 0, window.forbidden)", vec![]).await;
    serde_json::from_value(told).expect("a list of lines")
}

const WATCH: &str = r"
window.forbidden = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.forbidden.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});";
