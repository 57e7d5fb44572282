use super::{FanInputError, Username, link};
use crate::{
    ErrorCode, Failure,
    ids::{FanId, trim_noise},
    sanitize::name,
};

/// Whom somebody means by what they typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FanInput {
    /// A fan ID. There is nothing to look up.
    Fan(FanId),
    /// A username: it had an @, or stood in a link to a profile.
    Username(Username),
    /// A name, fit for the screen: a username ([`Username::new`] tells whether it could be one), or the name that is
    /// shown beside it.
    Name(String),
}

/// Longest text that is looked for; a longer one is a text about somebody.
const LONGEST: usize = 80;

impl FanInput {
    /// How it is looked up: `@jamie` where only that username is meant, else the name. Nothing for an id.
    pub fn sought(&self) -> Option<String> {
        match self {
            Self::Fan(_) => None,
            Self::Username(name) => Some(format!("@{name}")),
            Self::Name(name) => Some(name.clone()),
        }
    }
}

/// Understands what somebody typed or pasted where a fan belongs: an id, `@name`, a name, a link to a profile.
///
/// # Errors
/// Why it means nobody. An id that was damaged is refused as one, and never looked up as a name.
pub fn understand(text: &str) -> Result<FanInput, FanInputError> {
    let text = trim_noise(text);
    if let Some(name) = link::name_in(&text) {
        return username(&name?);
    }
    let no_id = match FanId::parse(&text) {
        Ok(fan) => return Ok(FanInput::Fan(fan)),
        Err(failure) => failure,
    };
    if no_id.code != ErrorCode::FanLetters {
        return Err(FanInputError::NoId(no_id));
    }
    if let Some(name) = text.strip_prefix(['@', '＠']) {
        return username(name.trim());
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    if lines > 1 {
        return Err(FanInputError::NoId(Failure::new(ErrorCode::FanSeveral).with("count", lines)));
    }
    if is_like_an_id(&text) {
        return Err(FanInputError::NoId(no_id));
    }
    match name(&text) {
        // With an @ inside it is the address of a mailbox, or several names.
        Some(name) if !text.contains('@') && text.chars().count() <= LONGEST => Ok(FanInput::Name(name)),
        _ => Err(FanInputError::not_a_name(&text)),
    }
}

fn username(text: &str) -> Result<FanInput, FanInputError> {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    if digits > 0 && !text.chars().any(char::is_alphabetic) {
        return Err(FanInputError::Digits(digits));
    }
    Username::new(text).map(FanInput::Username).ok_or_else(|| FanInputError::not_a_name(text))
}

/// An id with something in or beside it, or in other digits than ours. Six digits are an id's fewest, fifteen are what a
/// spreadsheet keeps of one; nobody is called like that but for a letter or two.
fn is_like_an_id(text: &str) -> bool {
    let count = |text: &str, like: fn(char) -> bool| text.chars().filter(|&c| like(c)).count();
    let alike = |part: &str| {
        let (digits, letters) = (count(part, char::is_numeric), count(part, char::is_alphabetic));
        (digits >= 6 && letters == 0) || (digits >= 15 && letters <= 2)
    };
    alike(text) || text.split(|c: char| !c.is_alphanumeric()).any(alike)
}

#[cfg(test)]
mod tests;
