//! `application/x-www-form-urlencoded`: the form bodies and the query strings.

use serde_json::{Map, Value};

use super::{Fields, Written};
use crate::percent::{self, Plus};

/// Reads pairs of names and values; `None` if a name or a value is not UTF-8.
///
/// Invalid UTF-8 is not replaced, as browsers do: two different values would become the same one.
pub(crate) fn pairs(text: &[u8]) -> Option<Fields> {
    let mut fields = Fields { values: Map::new(), repeated: Vec::new(), written: Written::Text };
    for pair in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &[][..]),
        };
        let name = percent::decode(name, Plus::Space)?;
        let value = Value::String(percent::decode(value, Plus::Space)?);
        if fields.values.contains_key(&name) {
            fields.repeated.push(name);
        } else {
            fields.values.insert(name, value);
        }
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_as_browsers_encode_them() {
        let fields = pairs(b"a=1+2&b=%C3%A9%2b&&c&d=100%&e=%zz=").unwrap();
        let expected =
            serde_json::json!({"a": "1 2", "b": "é+", "c": "", "d": "100%", "e": "%zz="});
        assert_eq!(Value::Object(fields.values), expected);
        assert!(fields.repeated.is_empty());
    }

    #[test]
    fn what_stands_twice_is_remembered_and_broken_text_refused() {
        assert_eq!(pairs(b"a=1&%61=2").unwrap().repeated, ["a"]);
        assert!(pairs(b"a=%ff").is_none());
        assert!(pairs(b"%ff=1").is_none());
    }
}
