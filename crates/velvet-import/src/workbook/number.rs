/// Largest exponent that is expanded.
const LARGEST: i64 = 400;

/// Writes out a workbook's number with all its digits, as a spreadsheet would: `8.43584256474116E+17` becomes
/// `843584256474116000`. This only moves digits and calculates nothing. A number that is not whole stays as it is.
pub(crate) fn expand_exponent(number: &str) -> String {
    whole(number.trim()).unwrap_or_else(|| number.to_owned())
}

fn whole(number: &str) -> Option<String> {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [before, after].concat();
    if digits.is_empty()
        || digits.len() > 64
        || !digits.bytes().all(|b| b.is_ascii_digit())
        || exponent.abs() > LARGEST
    {
        return None;
    }
    let point = i64::try_from(before.len()).ok()? + exponent;
    let point = usize::try_from(point).ok()?;
    let whole = match digits.get(point..) {
        Some(fraction) if fraction.bytes().all(|b| b == b'0') => digits[..point].to_owned(),
        Some(_) => return None,
        None => digits.clone() + &"0".repeat(point - digits.len()),
    };
    let whole = whole.trim_start_matches('0');
    Some(if whole.is_empty() { "0".to_owned() } else { format!("{sign}{whole}") })
}

#[cfg(test)]
mod tests {
    use super::expand_exponent;

    #[test]
    fn digits_are_moved_and_nothing_more() {
        for (number, expected) in [
            ("8.43584256474116E+17", "843584256474116000"),
            ("8.4358425647411597E+17", "843584256474115970"),
            ("8.43584256474116E+017", "843584256474116000"),
            ("123456789012.0", "123456789012"),
            ("1.5E1", "15"),
            ("1.55E1", "1.55E1"),
            ("-12E2", "-1200"),
            ("0.000", "0"),
            ("1E9999999", "1E9999999"),
            ("5E-324", "5E-324"),
            ("NaN", "NaN"),
            ("", ""),
            (".", "."),
        ] {
            assert_eq!(expand_exponent(number), expected, "{number}");
        }
    }
}
