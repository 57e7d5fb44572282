//! Violations of the page's content security policy.

use crate::page::Page;

/// Starts recording violations. Earlier ones are unknown, but visiting every screen draws everything again.
pub async fn watch(page: &Page) {
    page.script(WATCH, vec![]).await;
}

/// Returns all violations since then, one line each.
pub async fn forbidden(page: &Page) -> Vec<String> {
    // Events of earlier actions arrive before this newly queued task.
    let told = page.script_later("setTimeout(arguments[0], 0, window.forbidden)", vec![]).await;
    serde_json::from_value(told).expect("a list of lines")
}

const WATCH: &str = r"
window.forbidden = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.forbidden.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});";
