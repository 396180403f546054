//! Calendar dates on the wire.

use chrono::NaiveDate;

/// Reads a date that is written exactly as `YYYY-MM-DD`.
pub(crate) fn parse(text: &str) -> Option<NaiveDate> {
    // chrono also reads signs, spaces and missing zeros.
    let plain = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if plain { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_one_spelling() {
        assert_eq!(parse("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29));
        for wrong in
            ["2023-02-29", "2024-2-29", "+2024-02-2", " 2024-02-2", "20240229", "2024-02-29T"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
