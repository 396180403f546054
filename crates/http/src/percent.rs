//! Percent-encoded text.

/// What a plus sign stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plus {
    /// Itself, in a path.
    Plus,
    /// A space, in forms and queries.
    Space,
}

/// The text as it was meant; `None` if that is not UTF-8. A percent sign without two hexadecimal
/// digits behind it stands for itself (Junction contract, section 1).
pub(crate) fn decode(text: &[u8], plus: Plus) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        match (byte, behind) {
            (b'+', _) if plus == Plus::Space => decoded.push(b' '),
            (b'%', [high, low, tail @ ..]) => {
                if let (Some(high), Some(low)) = (hexadecimal(*high), hexadecimal(*low)) {
                    decoded.push(high << 4 | low);
                    rest = tail;
                } else {
                    decoded.push(b'%');
                }
            }
            (other, _) => decoded.push(other),
        }
    }
    String::from_utf8(decoded).ok()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_is_decoded_once_and_what_is_none_stays() {
        for (sent, path, form) in [
            ("w%209%2B%C3%BC%40%25", "w 9+ü@%", "w 9+ü@%"),
            ("w%209+%C3%BC@%", "w 9+ü@%", "w 9 ü@%"),
            ("a%2Fb", "a/b", "a/b"),
            ("%2541", "%41", "%41"),
            ("%%34%31", "%41", "%41"),
            ("%", "%", "%"),
            ("%4", "%4", "%4"),
            ("%zz%4g", "%zz%4g", "%zz%4g"),
            ("%+41", "%+41", "% 41"),
            ("", "", ""),
        ] {
            assert_eq!(decode(sent.as_bytes(), Plus::Plus).as_deref(), Some(path), "{sent}");
            assert_eq!(decode(sent.as_bytes(), Plus::Space).as_deref(), Some(form), "{sent}");
        }
        assert_eq!(decode(b"%ff", Plus::Plus), None);
        assert_eq!(decode(b"%C3", Plus::Space), None);
    }
}
