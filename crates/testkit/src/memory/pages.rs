//! Lists in pages: the orders that lists have, and the part of one that is asked for.

use std::cmp::Ordering;

use kith_domain::page::{Cursor, CursorKey, Page, PageRequest, Position};

/// The part of a list that is asked for; `rows` come in any order.
pub(super) fn page<T>(
    mut rows: Vec<(Cursor, T)>,
    order: impl Fn(&Cursor, &Cursor) -> Ordering,
    request: &PageRequest,
) -> Page<T> {
    rows.sort_by(|(one, _), (other, _)| order(one, other));
    let count = rows.iter().map(|_| 1).sum();
    match &request.position {
        Position::Offset(offset) => {
            let skipped = usize::try_from(*offset).map_or(rows.len(), |it| it.min(rows.len()));
            rows.drain(..skipped);
        }
        Position::After(cursor) => rows.retain(|(place, _)| order(place, cursor).is_gt()),
    }
    Page::cut(count, rows, request.limit())
}

/// By part, then the newest first, then the higher id.
pub(super) fn newest_first(one: &Cursor, other: &Cursor) -> Ordering {
    let place = |cursor: &Cursor| (cursor.instant(), cursor.id);
    one.part.cmp(&other.part).then(place(other).cmp(&place(one)))
}

/// By part, then upwards by key and id, or downwards.
pub(super) fn by_key(one: &Cursor, other: &Cursor, descending: bool) -> Ordering {
    let upwards = place(one).cmp(&place(other));
    one.part.cmp(&other.part).then(if descending { upwards.reverse() } else { upwards })
}

fn place(cursor: &Cursor) -> (i64, &str, i64) {
    let text = match &cursor.key {
        CursorKey::Text(text) => text,
        CursorKey::None | CursorKey::Instant(_) => "",
    };
    (cursor.instant(), text, cursor.id)
}
