use super::{FanInputError, Username, link};
use crate::{
    ids::{FanId, FanIdError, trim_noise},
    sanitize::name,
};

/// What a typed or pasted text says about a fan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FanInput {
    /// A fan ID. It needs no lookup.
    Fan(FanId),
    /// A username: the text had an @ or was a link to a profile.
    Username(Username),
    /// A name, sanitized for the screen. It may be a username (see [`Username::new`]) or a display name.
    Name(String),
}

/// Longest text that is looked up, in characters. A longer one is prose, not a name.
const LONGEST: usize = 80;

impl FanInput {
    /// Returns the text to look up: `@jamie` if only that username is meant, otherwise the name. `None` for an ID.
    pub fn sought(&self) -> Option<String> {
        match self {
            Self::Fan(_) => None,
            Self::Username(name) => Some(format!("@{name}")),
            Self::Name(name) => Some(name.clone()),
        }
    }
}

/// Interprets typed or pasted input in a fan field: an ID, `@name`, a name, or a link to a profile.
///
/// # Errors
/// Why the input matches nobody. A damaged ID is rejected as an ID and never looked up as a name.
pub fn understand(text: &str) -> Result<FanInput, FanInputError> {
    let text = trim_noise(text);
    if let Some(name) = link::name_in(&text) {
        return username(&name?);
    }
    let no_id = match FanId::parse(&text) {
        Ok(fan) => return Ok(FanInput::Fan(fan)),
        Err(error @ FanIdError::Letters { .. }) => error,
        Err(error) => return Err(error.into()),
    };
    if let Some(name) = text.strip_prefix(['@', '＠']) {
        return username(name.trim());
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    if lines > 1 {
        return Err(FanIdError::Several { count: lines }.into());
    }
    if is_like_an_id(&text) {
        return Err(no_id.into());
    }
    match name(&text) {
        // Text with an @ inside is an email address or several names.
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

/// Returns whether the text is probably a damaged ID: with extra characters, or in non-ASCII digits.
///
/// A part counts if it has 6 digits (the shortest ID) and no letters, or 15 digits (as many as a spreadsheet keeps) and
/// at most two letters. No name looks like that.
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
