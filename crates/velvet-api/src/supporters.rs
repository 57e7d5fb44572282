use std::{collections::HashSet, time::Duration};

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id},
    reply::response,
};
use velvet_model::{Cause, ids::AccountId};

/// How deep in a reply to search for the list.
const DEPTH: usize = 4;

/// A period, in milliseconds since 1970. A missing bound is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// Start of the period.
    pub after: Option<i64>,
    /// End of the period.
    pub before: Option<i64>,
}

/// The top supporters of an account.
///
/// Has no amounts, because endpoints use different units for money (API.md, "Reads that help"). They are used only for
/// the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supporters {
    /// Fans, the most generous first and each fan once. The first has rank 1.
    pub ranked: Vec<Fan>,
    /// Number of rows without a fan, or with a damaged ID.
    pub nameless: u64,
    /// Minimum credits used.
    pub credits: u64,
}

impl Api {
    /// Returns the top supporters of a period. The API decides how many there are, and returns them in one page. Uses
    /// at least one credit.
    ///
    /// # Errors
    /// The error from the server or from the network in between.
    pub async fn top_supporters(
        &self,
        account: &AccountId,
        period: Period,
        patience: Duration,
    ) -> Result<Supporters, Cause> {
        let bounds = [("after", period.after), ("before", period.before)];
        let bounds: Vec<(&str, String)> =
            bounds.into_iter().filter_map(|(name, at)| Some((name, at?.to_string()))).collect();
        let query: Vec<(&str, &str)> = bounds.iter().map(|(name, at)| (*name, at.as_str())).collect();
        let reply = self.read(&[account.as_str(), "top-supporters"], &query, patience).await?;
        let mut read = supporters(response(&reply.nested()?)).ok_or(Cause::ReplyIncomplete)?;
        read.credits = reply.credits();
        Ok(read)
    }
}

fn supporters(response: &Value) -> Option<Supporters> {
    // A `null` means that there are no supporters (API.md, "Found since").
    let rows = if response.is_null() { &[][..] } else { rows(response)? };
    let names = Names::of(response);
    let mut read: Vec<(Option<f64>, Fan)> = rows
        .iter()
        .filter_map(|row| Some((paid(row), names.fan(id(row, "correlationAccountId")?, row))))
        .collect();
    let nameless = (rows.len() - read.len()) as u64;
    // A stable sort keeps the API's order for equal and missing amounts.
    read.sort_by(|(one, _), (other, _)| {
        other.unwrap_or(f64::NEG_INFINITY).total_cmp(&one.unwrap_or(f64::NEG_INFINITY))
    });
    let mut ranked: Vec<Fan> = read.into_iter().map(|(_, fan)| fan).collect();
    let mut seen = HashSet::new();
    ranked.retain(|fan| seen.insert(fan.id.clone()));
    Some(Supporters { ranked, nameless, credits: 0 })
}

/// Finds the outermost list that names a supporter, otherwise the outermost list of any kind. Returns `None` if there
/// is no list, because then the reply is incomplete.
fn rows(response: &Value) -> Option<&Vec<Value>> {
    let mut level = vec![response];
    let mut other = None;
    for _ in 0..DEPTH {
        let lists: Vec<&Vec<Value>> = level.iter().filter_map(|value| value.as_array()).collect();
        let names_somebody =
            |list: &&&Vec<Value>| list.iter().any(|row| row.get("correlationAccountId").is_some());
        if let Some(list) = lists.iter().find(names_somebody) {
            return Some(list);
        }
        other = other.or(lists.first().copied());
        let fields = level.into_iter().filter_map(Value::as_object);
        level = fields.flat_map(|fields| fields.values()).collect();
    }
    other
}

/// Reads an amount, which may be written as text. Used only for the ranking.
fn paid(row: &Value) -> Option<f64> {
    let figure = |value: &Value| match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_f64(),
    };
    ["totalGross", "totalNet"].iter().find_map(|field| figure(&row[*field])).filter(|paid| paid.is_finite())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ranked(response: &Value) -> (Vec<String>, u64) {
        let supporters = supporters(response).unwrap();
        let ids = supporters.ranked.iter().map(|fan| fan.id.as_str().to_owned());
        (ids.collect(), supporters.nameless)
    }

    #[test]
    fn amounts_make_the_order_and_nothing_else() {
        let rows = json!([
            {"correlationAccountId": "100000", "totalGross": 5},
            {"correlationAccountId": "200000", "totalGross": "12.5"},
            {"correlationAccountId": "300000"},
            {"correlationAccountId": 400_000, "totalNet": 7.25},
            {"correlationAccountId": "100000", "totalGross": 900},
            {"correlationAccountId": "500000", "totalGross": 5},
            {"correlationAccountId": 8.4e17, "totalGross": 1_000},
            {"totalGross": 1_000},
            {"correlationAccountId": "600000", "totalGross": "NaN"},
        ]);
        let order = ["100000", "200000", "400000", "500000", "300000", "600000"].map(str::to_owned).to_vec();
        assert_eq!(ranked(&rows), (order, 2));
    }

    #[test]
    fn the_list_is_found_where_it_stands() {
        let row = json!({"correlationAccountId": "100000"});
        let accounts = json!([{"id": "100000", "username": "jamie", "displayName": "Jamie"}]);
        for response in [
            json!([row]),
            json!({"topSupporters": [row]}),
            json!({"other": [1], "data": {"rows": [row]}}),
            json!({"aggregationData": {"accounts": accounts}, "supporters": [row]}),
        ] {
            assert_eq!(ranked(&response), (vec!["100000".to_owned()], 0), "{response}");
        }
        let named = json!({"aggregationData": {"accounts": accounts}, "supporters": [row]});
        assert_eq!(supporters(&named).unwrap().ranked[0].username.as_deref(), Some("jamie"));
        assert_eq!(ranked(&json!([])), (vec![], 0));
        assert_eq!(ranked(&json!([{"id": "100000"}, 7])), (vec![], 2));
        assert_eq!(ranked(&Value::Null), (vec![], 0));
        assert_eq!(supporters(&json!({})), None);
        assert_eq!(supporters(&json!("none")), None);
    }
}
