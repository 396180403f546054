//! Lists in pages: by offset, as the API has it, or behind a cursor.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use crate::text::without_control_characters;
use crate::{Invalid, Timestamp};

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    limit: u32,
    /// Where it begins.
    pub position: Position,
}

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// Behind so many items; its cost may grow with the number.
    Offset(u64),
    /// Behind the item that this cursor was made of; its cost does not grow.
    After(Cursor),
}

impl PageRequest {
    /// How many items a page has if nothing is said (contract, section 2.4).
    pub const DEFAULT_LIMIT: u32 = 20;
    /// The most items of a page; more is cut, not refused.
    pub const MAX_LIMIT: u32 = 100;

    /// A page of `limit` items, cut to what is allowed.
    #[must_use]
    pub fn new(limit: u32, position: Position) -> Self {
        Self { limit: limit.clamp(1, Self::MAX_LIMIT), position }
    }

    /// The first page.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self::new(limit, Position::Offset(0))
    }

    /// A page that holds everything, for the few lists that are served whole unless a limit is given.
    #[must_use]
    pub fn everything() -> Self {
        Self { limit: u32::MAX, position: Position::Offset(0) }
    }

    /// The most items of this page.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// How many items come before it, as far as that is said.
    #[must_use]
    pub fn offset(&self) -> u64 {
        match self.position {
            Position::Offset(offset) => offset,
            Position::After(_) => 0,
        }
    }

    /// The cursor behind which it begins.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        match &self.position {
            Position::Offset(_) => None,
            Position::After(cursor) => Some(cursor),
        }
    }
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// How many items the whole list has.
    pub count: u64,
    /// The items of this page.
    pub items: Vec<T>,
    /// Behind which item the next page begins, if there is more.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page of a list that has nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self { count: 0, items: Vec::new(), next: None }
    }

    /// Makes a page of rows of which one more was read than the limit allows: whether there is one
    /// more is how the end of the list shows.
    #[must_use]
    pub fn cut(count: u64, mut rows: Vec<(Cursor, T)>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(|(cursor, _)| cursor.clone()) } else { None };
        Self { count, items: rows.into_iter().map(|(_, item)| item).collect(), next }
    }

    /// The same page with each item made into something else.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page {
            count: self.count,
            items: self.items.into_iter().map(make).collect(),
            next: self.next,
        }
    }
}

/// The place of one item in the order of a list: its part of the list, what the part is sorted by,
/// and the id that settles ties. Opaque to clients; it gives access to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Which part: lists with something first have two.
    pub part: u8,
    /// What the part is sorted by.
    pub key: CursorKey,
    /// What settles ties.
    pub id: i64,
}

/// What a list is sorted by, before the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorKey {
    /// Nothing.
    None,
    /// A time, in microseconds since 1970.
    Instant(i64),
    /// Text.
    Text(String),
}

impl Cursor {
    /// The place of an item in a list that is sorted by time.
    #[must_use]
    pub fn at(part: u8, instant: Timestamp, id: i64) -> Self {
        Self { part, key: CursorKey::Instant(instant.timestamp_micros()), id }
    }

    /// The time by which the list is sorted; 0 if it is sorted by something else.
    #[must_use]
    pub fn instant(&self) -> i64 {
        match self.key {
            CursorKey::Instant(micros) => micros,
            CursorKey::None | CursorKey::Text(_) => 0,
        }
    }
}

impl fmt::Display for Cursor {
    /// `part` `kind` `key` `.` `id`; safe in a URL as it is.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            CursorKey::None => write!(formatter, "{}n.{}", self.part, self.id),
            CursorKey::Instant(micros) => write!(formatter, "{}i{micros}.{}", self.part, self.id),
            CursorKey::Text(text) => {
                let hexadecimal = text.bytes().fold(String::new(), |mut text, byte| {
                    let _ = write!(text, "{byte:02x}");
                    text
                });
                write!(formatter, "{}t{hexadecimal}.{}", self.part, self.id)
            }
        }
    }
}

impl FromStr for Cursor {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        read(text).ok_or(Invalid::Malformed("Give the cursor back as it was given."))
    }
}

fn read(text: &str) -> Option<Cursor> {
    let (place, id) = text.split_once('.')?;
    let id = id.parse().ok().filter(|id| *id > 0)?;
    let mut characters = place.chars();
    let part = characters.next()?.to_digit(10).and_then(|part| u8::try_from(part).ok())?;
    let kind = characters.next()?;
    let key = characters.as_str();
    let key = match kind {
        'n' if key.is_empty() => CursorKey::None,
        'i' => CursorKey::Instant(key.parse().ok().filter(|micros| INSTANTS.contains(micros))?),
        't' => CursorKey::Text(from_hexadecimal(key).filter(|key| is_key(key))?),
        _ => return None,
    };
    Some(Cursor { part, key, id })
}

/// What a database can be asked for: from 1970 to 9999.
const INSTANTS: std::ops::Range<i64> = 0..253_402_300_800_000_000;

/// Whether a list can be sorted by such a text: nothing longer or with control characters is stored.
fn is_key(text: &str) -> bool {
    without_control_characters(text, 1024).is_ok()
}

fn from_hexadecimal(text: &str) -> Option<String> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let bytes = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok());
    String::from_utf8(bytes.collect::<Option<_>>()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_cut() {
        assert_eq!(PageRequest::first(0).limit(), 1);
        assert_eq!(PageRequest::first(101).limit(), 100);
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_given() {
        for key in [CursorKey::None, CursorKey::Instant(7), CursorKey::Text("é.7".to_owned())] {
            let cursor = Cursor { part: 1, key, id: i64::MAX };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for wrong in [
            "",
            "1",
            "1n.",
            "xn.1",
            "1nx.1",
            "1i.1",
            "1tf.1",
            "1tff.1",
            "1té.1",
            "1i1.x",
            "1i-1.1",
            "1i9999999999999999999.1",
            "1t00.1",
            "1n.0",
        ] {
            assert!(wrong.parse::<Cursor>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_page_knows_whether_there_is_more() {
        let row = |id| (Cursor { part: 0, key: CursorKey::None, id }, id);
        let page = Page::cut(9, vec![row(1), row(2), row(3)], 2);
        assert_eq!((page.items, page.next.map(|cursor| cursor.id)), (vec![1, 2], Some(2)));
        assert_eq!(Page::cut(2, vec![row(1), row(2)], 2).next, None);
    }
}
