use std::sync::{Mutex, PoisonError};

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::Fault;

/// A fault, and the requests that meet it. In JSON:
/// `{"method":"POST","path":"/*/vip","skip":2,"count":1,"effect":true,"fault":{"kind":"reset"}}`. Only `fault` is
/// required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Only requests with this method match.
    #[serde(default)]
    pub method: Option<String>,
    /// Only paths like this match, after the base address and without the query. `*` stands for any text.
    #[serde(default = "anything")]
    pub path: String,
    /// How many matching requests are served normally first.
    #[serde(default)]
    pub skip: u64,
    /// How many matching requests meet the fault after that; `None` (`null`) for all.
    #[serde(default = "once")]
    pub count: Option<u64>,
    /// Whether an add or a removal is carried out anyway; by default see [`Fault::takes_effect`].
    #[serde(default)]
    pub effect: Option<bool>,
    /// The fault.
    pub fault: Fault,
}

impl Rule {
    /// Returns a rule for the next request, whatever it is.
    pub fn new(fault: Fault) -> Self {
        Self { method: None, path: anything(), skip: 0, count: once(), effect: None, fault }
    }

    /// Limits the rule to requests with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Limits the rule to paths like this. `*` stands for any text.
    #[must_use]
    pub fn path(mut self, pattern: &str) -> Self {
        pattern.clone_into(&mut self.path);
        self
    }

    /// Limits the rule to adds and removals of this fan, on any account.
    #[must_use]
    pub fn for_fan(self, fan: &str) -> Self {
        self.path(&format!("*/chats/{fan}/vip"))
    }

    /// Serves a number of matching requests normally first.
    #[must_use]
    pub fn skip(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// Sets how many requests meet the fault.
    #[must_use]
    pub fn times(mut self, requests: u64) -> Self {
        self.count = Some(requests);
        self
    }

    /// Makes all matching requests meet the fault, until it is cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.count = None;
        self
    }

    /// Sets whether an add or a removal is carried out anyway.
    #[must_use]
    pub fn effect(mut self, takes_place: bool) -> Self {
        self.effect = Some(takes_place);
        self
    }

    /// Whether an add or a removal that meets the rule is carried out.
    pub(crate) fn takes_effect(&self) -> bool {
        self.effect.unwrap_or(self.fault.takes_effect())
    }

    fn matches(&self, method: &Method, path: &str) -> bool {
        let same_method =
            self.method.as_ref().is_none_or(|wanted| method.as_str().eq_ignore_ascii_case(wanted));
        same_method && like(&self.path, path)
    }
}

/// The active rules, oldest first.
#[derive(Default)]
pub struct Faults(Mutex<Vec<Rule>>);

impl Faults {
    /// Adds a rule.
    pub fn push(&self, rule: Rule) {
        self.with(|rules| rules.push(rule));
    }

    /// Removes all rules.
    pub fn clear(&self) {
        self.with(Vec::clear);
    }

    /// Returns the rule for this request, if any, and uses it up by one request.
    pub fn meet(&self, method: &Method, path: &str) -> Option<Rule> {
        self.with(|rules| {
            for place in 0..rules.len() {
                let rule = &mut rules[place];
                if rule.count == Some(0) || !rule.matches(method, path) {
                    continue;
                }
                if rule.skip > 0 {
                    rule.skip -= 1;
                    continue;
                }
                rule.count = rule.count.map(|left| left - 1);
                return Some(if rule.count == Some(0) { rules.remove(place) } else { rule.clone() });
            }
            None
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Vec<Rule>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether a text matches a pattern in which `*` stands for any text.
fn like(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == text };
    let Some(rest) = text.strip_prefix(head) else { return false };
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| like(tail, &rest[at..]))
}

fn anything() -> String {
    "*".to_owned()
}

// Serde needs the type of the field, in which `None` means "always".
#[allow(clippy::unnecessary_wraps)]
fn once() -> Option<u64> {
    Some(1)
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::{Faults, Rule, like};
    use crate::Fault;

    #[test]
    fn stars_stand_for_any_text() {
        for pattern in ["*", "/a/chats/1/vip", "/*/vip", "*chats*", "/a/*/*/vip", "*vip*"] {
            assert!(like(pattern, "/a/chats/1/vip"), "{pattern}");
        }
        for pattern in ["", "/a", "/a/chats/*/vi", "*/chats", "b*"] {
            assert!(!like(pattern, "/a/chats/1/vip"), "{pattern}");
        }
    }

    #[test]
    fn a_rule_is_met_after_the_skipped_ones_as_often_as_it_says() {
        let faults = Faults::default();
        faults.push(Rule::new(Fault::Hang).method("post").path("/a*").skip(1).times(2));
        let met = |method: Method, path: &str| faults.meet(&method, path).is_some();
        assert!(!met(Method::GET, "/a"), "another method");
        assert!(!met(Method::POST, "/b"), "another path");
        let times: Vec<bool> = (0..5).map(|_| met(Method::POST, "/ab")).collect();
        assert_eq!(times, [false, true, true, false, false]);
    }

    #[test]
    fn the_oldest_rule_comes_first_and_always_means_until_cleared() {
        let faults = Faults::default();
        faults.push(Rule::new(Fault::Reset));
        faults.push(Rule::new(Fault::Hang).always());
        let next = || faults.meet(&Method::GET, "/").map(|rule| rule.fault);
        assert_eq!([next(), next(), next()], [Some(Fault::Reset), Some(Fault::Hang), Some(Fault::Hang)]);
        faults.clear();
        assert_eq!(next(), None);
    }

    #[test]
    fn json_needs_only_the_fault() {
        let rule: Rule = serde_json::from_str(r#"{"fault":{"kind":"html"}}"#).unwrap();
        assert_eq!(rule, Rule::new(Fault::Html { status: 200 }));
        let rule: Rule = serde_json::from_str(r#"{"count":null,"fault":{"kind":"delay","ms":5}}"#).unwrap();
        assert_eq!(rule, Rule::new(Fault::Delay { ms: 5 }).always());
        assert!(serde_json::from_str::<Rule>(r#"{"fault":{"kind":"delay"}}"#).is_err());
        assert!(serde_json::from_str::<Rule>(r#"{"fault":{"kind":"hang"},"pth":"/a"}"#).is_err());
    }
}
