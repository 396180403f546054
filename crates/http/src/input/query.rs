//! The query of a request.

use crate::percent::{self, Plus};

/// Names and values. Of several values of one name, the last counts.
pub(crate) struct Query(Vec<(String, Option<String>)>);

impl Query {
    /// Reads what stands behind the question mark. Names that are not UTF-8 are nobody's.
    pub(crate) fn read(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).filter_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decode = |text: &str| percent::decode(text.as_bytes(), Plus::Space);
            Some((decode(name)?, decode(value)))
        });
        Self(pairs.collect())
    }

    /// The value of that name; within, `None` is one that is not UTF-8.
    pub(super) fn get(&self, name: &str) -> Option<Option<&str>> {
        let found = self.0.iter().rfind(|(known, _)| known == name);
        found.map(|(_, value)| value.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts_and_a_plus_is_a_space() {
        let query = Query::read("a=1&a=2+3%2B&&b&c=%ff&%ff=1&d==&%65=f");
        for (name, value) in [
            ("a", Some(Some("2 3+"))),
            ("b", Some(Some(""))),
            ("c", Some(None)),
            ("d", Some(Some("="))),
            ("e", Some(Some("f"))),
            ("f", None),
        ] {
            assert_eq!(query.get(name), value, "{name}");
        }
    }
}
