//! Detects whether a cell names someone who could be looked up.

use super::column_names;
use velvet_model::people::{FanInput, Username, understand};

/// Longest cell, in bytes, that is searched for a name. Links are the longest.
const LONGEST: usize = 240;

/// Most words of a name. A line with more is a sentence.
const WORDS: usize = 4;

/// Placeholders for an unknown name, words that spreadsheets write, and titles of parts of a list. After an @, they are
/// names like any other.
#[rustfmt::skip]
const NOBODY: [&str; 67] = [
    "n/a", "n.a.", "na", "n/v", "k.a.", "nv", "none", "null", "nil", "nan", "undefined",
    "unknown", "anonymous", "deleted", "deleted user", "empty", "blank", "missing", "test", "tbd",
    "todo", "total", "totals", "grand total", "subtotal", "sub-total", "sum", "count", "average",
    "summe", "gesamt", "gesamtsumme", "zwischensumme", "total général", "totale", "suma", "soma", "合計",
    "合计", "总计", "小計", "小计", "true", "false", "yes", "no", "wahr", "falsch", "ja", "nein", "vrai",
    "faux", "oui", "non", "verdadero", "falso", "vero", "verdadeiro", "sí", "sim", "não", "summary",
    "active", "expired", "inactive", "the end", "end of list",
];

/// Words before a number that count parts of a document: `Table 1`.
#[rustfmt::skip]
const PARTS: [&str; 17] = [
    "table", "sheet", "page", "part", "section", "chapter", "list", "tabelle", "blatt", "seite",
    "tableau", "feuille", "tabla", "hoja", "tabella", "foglio", "planilha",
];

/// Words behind a number that count things or time: `3 records`, `2 hours ago`.
#[rustfmt::skip]
const UNITS: [&str; 44] = [
    "record", "records", "row", "rows", "item", "items", "result", "results", "entry", "entries",
    "line", "lines", "fan", "fans", "user", "users", "member", "members", "subscriber", "subscribers",
    "follower", "followers", "second", "seconds", "sec", "minute", "minutes", "min", "hour", "hours",
    "day", "days", "week", "weeks", "month", "months", "year", "years", "zeilen", "einträge", "lignes",
    "filas", "righe", "linhas",
];

/// Currencies, before or behind a number.
#[rustfmt::skip]
const CURRENCIES: [&str; 9] = [
    "usd", "eur", "gbp", "cad", "aud", "chf", "jpy", "brl", "mxn",
];

/// Names of months in several languages.
#[rustfmt::skip]
const MONTHS: [&str; 78] = [
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mär", "okt",
    "dez", "fév", "avr", "déc", "ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "ott", "fev",
    "mai", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "januar", "februar", "märz", "juni", "juli", "oktober",
    "dezember", "janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
    "agosto", "septiembre", "octubre", "noviembre", "diciembre", "gennaio", "maggio", "luglio",
    "ottobre", "janeiro", "março", "maio",
];

/// Words with which lines of code and SQL begin.
#[rustfmt::skip]
const CODE: [&str; 15] = [
    "select", "insert", "update", "delete", "where", "create", "drop", "alter", "import", "def", "return",
    "const", "var", "function", "print",
];

/// How clearly a cell names someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// It could be a username, or it links to a profile.
    Username,
    /// It could only be a display name.
    Shown,
}

/// Returns the name in a cell, in its lookup form: `@jamie` if only that username is meant.
pub(crate) fn name_in(text: &str) -> Option<String> {
    like(text)?;
    let text = bare(text);
    if !text.starts_with('@') && column_names::is_heading(text) {
        return None;
    }
    understand(text).ok().as_ref().and_then(FanInput::sought)
}

/// Whether a cell looks like a name. It must be fast, because it runs for every cell of a list.
pub(crate) fn like(text: &str) -> Option<Likeness> {
    if text.len() > LONGEST {
        return None;
    }
    let text = bare(text);
    if text.contains("fansly.com/") {
        return Some(Likeness::Username);
    }
    let username = Username::new(text.strip_prefix('@').unwrap_or(text)).is_some();
    let sentence = |c: char| c.is_control() || ",;:!?<>{}[]=\"|\\".contains(c);
    let fits = username
        || text.chars().any(char::is_alphabetic)
            && !text.contains(sentence)
            && text.split_whitespace().take(WORDS + 1).count() <= WORDS;
    if !fits || (!text.starts_with('@') && is_nobody(text)) {
        return None;
    }
    Some(if username { Likeness::Username } else { Likeness::Shown })
}

/// Returns a name or a link without what lists put around it: bullets, numbering, separators, quotes, brackets, and the
/// text of a Markdown link.
fn bare(text: &str) -> &str {
    let around = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '“' | '”' | '’' | '‘');
    let text = without_bullet(text.trim());
    let alone = text.trim_matches(around);
    // A comma behind several words belongs to a sentence: `Dear Jamie,`.
    let text = if alone.starts_with('@') || !alone.contains(char::is_whitespace) { alone } else { text };
    let edge = |c: char| c.is_whitespace() || "<>()[]".contains(c);
    let mut links = text.split(edge).filter(|part| part.contains("fansly.com/"));
    match (links.next(), links.next()) {
        (Some(link), None) => link.trim_end_matches([',', ';', '.']),
        _ => text,
    }
}

fn without_bullet(text: &str) -> &str {
    let Some((first, rest)) = text.split_once(char::is_whitespace) else { return text };
    let number = first
        .strip_suffix(['.', ')'])
        .is_some_and(|number| (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()));
    let bullet = matches!(
        first,
        "-" | "*" | "+" | "•" | "·" | "–" | "—" | "‣" | "◦" | "▪" | "●" | "☐" | "☑" | "✓" | ">"
    );
    if number || bullet { rest.trim_start() } else { text }
}

/// Whether a text certainly names nobody: a placeholder, a total, a title, a date, an amount, an error of a spreadsheet,
/// a comment, or code. A look-up would use credits for nothing.
fn is_nobody(text: &str) -> bool {
    let enclosed = text.starts_with('(') && text.ends_with(')');
    let comment = text.starts_with(['#', '`']) || text.starts_with("--") || text.starts_with("//");
    let line = |three: &[u8]| b"-=*_~".contains(&three[0]) && three[0] == three[1] && three[1] == three[2];
    if enclosed || comment || text.as_bytes().windows(3).any(line) || text.contains("()") {
        return true;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().take(WORDS + 1).collect();
    let code = words.len() > 1 && CODE.contains(&words[0]);
    if code || words.last() == Some(&"ago") {
        return true;
    }
    if !lower.contains(char::is_numeric) {
        return NOBODY.contains(&lower.as_str());
    }
    let number = |word: &str| {
        word.starts_with(|c: char| c.is_numeric() || "$€£¥".contains(c))
            && !word.contains(char::is_alphabetic)
    };
    let counted = match *words.as_slice() {
        [part, n] if PARTS.contains(&part) => number(n),
        [n, currency] | [currency, n] if CURRENCIES.contains(&currency) => number(n),
        [n, unit, ..] if UNITS.contains(&unit) => number(n),
        _ => words.contains(&"total") && words.iter().any(|word| number(word)),
    };
    counted || is_date(&lower)
}

/// Whether a text is a date with a month in letters or in the notation of ISO 8601. A month alone may be a name.
fn is_date(lower: &str) -> bool {
    let parts =
        lower.split(|c: char| c.is_whitespace() || ".,-/".contains(c)).filter(|part| !part.is_empty());
    let numeric = |part: &str| {
        let part = part.trim_end_matches(|c: char| c.is_ascii_lowercase());
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
    };
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    if digits >= 8 && lower.chars().all(|c| c.is_ascii_digit() || "-:.tz+".contains(c)) {
        return true;
    }
    let (mut months, mut numbers) = (0, 0);
    for part in parts.take(WORDS + 1) {
        match part {
            "de" | "of" | "am" | "pm" => {}
            part if numeric(part) => numbers += 1,
            part if MONTHS.contains(&part) => months += 1,
            _ => return false,
        }
    }
    months == 1 && numbers > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_as_it_is_looked_up() {
        for (text, name) in [
            (" @Jamie_Fox ", "@Jamie_Fox"),
            ("jamie", "jamie"),
            ("Zoë Ö.", "Zoë Ö."),
            ("https://fansly.com/jamie/posts?x=1", "@jamie"),
            ("@none", "@none"),
            ("@user", "@user"),
            ("User 7", "User 7"),
            ("<https://fansly.com/jamie>", "@jamie"),
            ("[Jamie](https://fansly.com/jamie)", "@jamie"),
            ("Jamie: https://fansly.com/jamie, please", "@jamie"),
            (" @jamie ,", "@jamie"),
            ("\"@jamie\",", "@jamie"),
            ("1. jamie", "jamie"),
            ("- @jamie", "@jamie"),
            ("April", "April"),
            ("May Fox", "May Fox"),
            ("7up", "7up"),
            ("Fan of Table", "Fan of Table"),
        ] {
            assert_eq!(name_in(text).as_deref(), Some(name), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_name_costs_nothing() {
        for text in [
            "",
            " ",
            "n/a",
            "None",
            "843584256474116096",
            "x843584256474116096",
            "jamie 84358425",
            "-12.50",
            "$12.50",
            "jamie@example.com",
            "https://example.com/jamie",
            "https://fansly.com/",
            "Dear Jamie, hello",
            "Dear Jamie,",
            "she wrote me in the evening",
            "<b>jamie</b>",
            "a\tb",
            "@123456",
            "User ID",
            "Username",
            "fan_id",
            "ID de usuario",
            "用户ID",
            "Table 1",
            "Tabelle 2",
            "3 records",
            "(3 rows)",
            "3 rows in set",
            "#N/A",
            "#REF!",
            "#DIV/0!",
            "## VIP candidates",
            "# fans",
            "-- fans",
            "// fans",
            "---------------- list ----------------",
            "(blank)",
            "Grand Total",
            "Total 12.50",
            "TRUE",
            "Falsch",
            "12 May 2026",
            "May 5",
            "12-May-2026",
            "3. Mai 2026",
            "2026-05-12T10-00-00Z",
            "2 hours ago",
            "yesterday ago",
            "12.50 EUR",
            "USD 12.50",
            "$12 USD",
            "SELECT id FROM fans",
            "import json",
            "fans.append()",
            "```json",
        ] {
            assert_eq!(name_in(text), None, "{text:?}");
        }
        assert_eq!(name_in(&"x ".repeat(1_000_000)), None);
    }
}
