//! The links of a page: the request once more, with another place in the list.

use kith_domain::page::{Cursor, PageRequest, Position};

use crate::percent::{self, Plus};
use crate::selfcommunity::call::Call;

/// A parameter of a link: written with that value, or left out.
type Parameter = (&'static str, Option<String>);

/// Where the page behind the one that was asked for is; a cursor leads on to a cursor.
pub(super) fn next(call: &Call, asked: &PageRequest, cursor: &Cursor) -> String {
    let limit = u64::from(asked.limit());
    match asked.position {
        Position::Offset(offset) => at_offset(call, asked, Some(offset.saturating_add(limit))),
        Position::After(_) => {
            let cursor = Some(cursor.to_string());
            link(call, [("limit", Some(limit.to_string())), ("offset", None), ("cursor", cursor)])
        }
    }
}

/// Where the page before is, unless it is the first one that was asked for. The first page has no
/// offset.
pub(super) fn previous(call: &Call, asked: &PageRequest) -> Option<String> {
    match asked.position {
        Position::Offset(0) | Position::After(_) => None,
        Position::Offset(offset) => {
            let before = offset.saturating_sub(u64::from(asked.limit()));
            Some(at_offset(call, asked, (before > 0).then_some(before)))
        }
    }
}

fn at_offset(call: &Call, asked: &PageRequest, offset: Option<u64>) -> String {
    let limit = Some(asked.limit().to_string());
    let offset = offset.map(|offset| offset.to_string());
    link(call, [("limit", limit), ("offset", offset), ("cursor", None)])
}

fn link(call: &Call, parameters: [Parameter; 3]) -> String {
    let request = call.request();
    let query = query(request.query_string(), parameters);
    let path = format!("{}{}", call.base_url(), request.path());
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// The query as it was sent, byte for byte, except for these parameters: they are replaced where they
/// stood, else added at the end.
fn query(sent: &str, mut parameters: [Parameter; 3]) -> String {
    let written = |name: &str, value: String| format!("{name}={value}");
    let mut pairs = Vec::new();
    for pair in sent.split('&').filter(|pair| !pair.is_empty()) {
        let name = pair.split('=').next().unwrap_or_default().as_bytes();
        let name = percent::decode(name, Plus::Space);
        match parameters.iter_mut().find(|(known, _)| name.as_deref() == Some(*known)) {
            Some((name, value)) => pairs.extend(value.take().map(|value| written(name, value))),
            None => pairs.push(pair.to_owned()),
        }
    }
    for (name, value) in parameters {
        pairs.extend(value.map(|value| written(name, value)));
    }
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_else_stays_as_it_was_sent() {
        let to = |text: &str| Some(text.to_owned());
        for (sent, expected) in [
            ("", "limit=2&offset=4"),
            ("offset=2&x=%C3%A9+%2b&limit=500", "offset=4&x=%C3%A9+%2b&limit=2"),
            ("mutual=0&&x&cursor=1n.7", "mutual=0&x&limit=2&offset=4"),
            ("%6Cimit=1&offset=x&x=1&x=2", "limit=2&offset=4&x=1&x=2"),
            ("limits=1&limit", "limits=1&limit=2&offset=4"),
        ] {
            let parameters = [("limit", to("2")), ("offset", to("4")), ("cursor", None)];
            assert_eq!(query(sent, parameters), expected, "{sent}");
        }
        assert_eq!(query("offset=9", [("limit", None), ("offset", None), ("cursor", None)]), "");
    }
}
