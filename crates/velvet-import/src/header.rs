//! Detects whether the first row names the columns, and rates the names.

use super::{
    cell::looks_like_id,
    row::{Role, Row},
    shorten::shorten,
};

/// Words that name a column of fans.
const FANS: [&str; 21] = [
    "fan",
    "fans",
    "user",
    "users",
    "subscriber",
    "subscribers",
    "follower",
    "followers",
    "supporter",
    "partner",
    "correlation",
    "customer",
    "member",
    "nutzer",
    "abonnent",
    "abonnenten",
    "usuario",
    "suscriptor",
    "utilisateur",
    "abonné",
    "utente",
];

/// Words that name a column of anything else.
const OTHERS: [&str; 24] = [
    "creator",
    "account",
    "model",
    "owner",
    "message",
    "messages",
    "post",
    "order",
    "transaction",
    "payment",
    "media",
    "group",
    "chat",
    "tier",
    "plan",
    "phone",
    "date",
    "time",
    "amount",
    "total",
    "price",
    "gross",
    "net",
    "konto",
];

/// Names of a label column, the best first.
const NAMES: [&str; 14] = [
    "username",
    "user name",
    "display name",
    "displayname",
    "fan name",
    "nickname",
    "handle",
    "name",
    "label",
    "nick",
    "benutzername",
    "nombre",
    "nom",
    "nome",
];

/// The fields in which the replies of the API give the ID of a fan.
const API_FANS: [&str; 4] = ["partnerAccountId", "subscriberId", "followerId", "correlationAccountId"];

/// Words for "ID".
const IDS: [&str; 6] = ["id", "ids", "userid", "fanid", "uid", "identifier"];

/// Whether more than one cell of the first row is a known name of a column.
pub(crate) fn names_several(first: &Row) -> bool {
    first.cells().filter(|cell| is_known(cell.text.trim())).count() > 1
}

/// Returns the names of the columns if the first row holds them: it has words and no ID. If there are no IDs below it
/// either, only known column names tell it from a row of fans' names.
pub(crate) fn names(first: &Row, ids_below: bool) -> Option<Vec<String>> {
    let cells: Vec<&str> = first.cells().map(|cell| cell.text.trim()).collect();
    let said = first.role == Role::Header;
    if !said && first.cells().any(|cell| looks_like_id(cell.text, cell.number)) {
        return None;
    }
    let known = cells.iter().any(|cell| is_known(cell));
    let short_words = |cell: &&str| {
        !cell.is_empty() && cell.chars().count() <= 40 && !cell.chars().any(|c| c.is_numeric() || c == '@')
    };
    let wordy = ids_below && cells.len() > 1 && cells.iter().all(short_words);
    (said || known || wordy).then(|| cells.iter().map(|cell| shorten(cell)).collect())
}

/// Returns the weight of a column's name in the search for fan IDs. 1 is neutral.
pub(crate) fn worth_for_ids(name: &str) -> f64 {
    if is_api_fan(name) {
        return 10.0;
    }
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    match (has(&FANS) || has(&["userid", "fanid"]), has(&OTHERS), has(&IDS)) {
        (true, false, _) => 3.0,
        // `partnerAccountId` is a fan; `userMessageId` is not.
        (true, true, _) => 1.2,
        (false, true, _) => 0.2,
        // `avatar.id` of an account is less likely its ID than `id`.
        (false, false, true) if name.contains('.') => 1.2,
        (false, false, true) => 1.5,
        (false, false, false) => 1.0,
    }
}

/// Whether a column or field has the name of a field in which the API gives the ID of a fan.
pub(crate) fn is_api_fan(name: &str) -> bool {
    let field = name.rsplit('.').next().unwrap_or(name).trim();
    API_FANS.contains(&field)
}

/// Ranks a column's name in the search for labels. Lower is better.
pub(crate) fn rank_for_labels(name: &str) -> Option<usize> {
    let name = words(name).join(" ");
    NAMES
        .iter()
        .position(|known| name == *known)
        .or_else(|| (name.ends_with(" name") || name.ends_with(" username")).then_some(NAMES.len()))
}

/// Whether every word of the cell is known from column names. Concatenated lists also have headers in the middle.
pub(crate) fn is_heading(cell: &str) -> bool {
    let names = |word: &String| {
        [&FANS[..], &OTHERS, &IDS, &NAMES].into_iter().any(|list| list.contains(&word.as_str()))
    };
    let words = words(cell);
    !words.is_empty() && words.iter().all(names)
}

fn is_known(cell: &str) -> bool {
    let words = words(cell);
    let id = |word: &String| IDS.contains(&word.as_str()) || FANS.contains(&word.as_str());
    words.len() <= 4 && words.iter().any(id) || rank_for_labels(cell).is_some()
}

/// Splits a name into lower-case words: `fanId`, `FAN_ID`, and `Fan ID` give the same ones.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars().take(80) {
        if (c.is_uppercase() && small) || !c.is_alphanumeric() {
            words.push(String::new());
        }
        small = c.is_lowercase();
        if c.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.extend(c.to_lowercase()));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood_however_they_are_written() {
        for name in ["fan id", "Fan ID", "fanId", "FAN_ID", "user_id", "subscriberId", "userid"] {
            assert!(worth_for_ids(name) > worth_for_ids("id"), "{name}");
        }
        for name in ["creator_id", "accountId", "message id", "Phone"] {
            assert!(worth_for_ids(name) < 1.0, "{name}");
        }
        assert!(rank_for_labels("Display Name") < rank_for_labels("name"));
        assert!(rank_for_labels("displayName") < rank_for_labels("name"));
        assert_eq!(rank_for_labels("amount"), None);
    }
}
