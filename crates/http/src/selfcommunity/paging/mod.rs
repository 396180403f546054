//! Lists in pages (contract, section 2.4): by offset, or behind a cursor, which is Kith's own.

mod link;

use kith_domain::page::{Cursor, Page, PageRequest, Position};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::body::Reader;
use super::call::Call;

/// Which part of the list is wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct PageQuery {
    /// The most items of the page: 20 if left out or no positive integer, 100 at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// How many items to skip: 0 if left out or no integer.
    #[param(minimum = 0)]
    offset: Option<u64>,
    /// Begins behind an earlier page, whose `next_cursor` this is. Whatever comes and goes meanwhile,
    /// nothing that stays where it is in the order is left out or given twice. Goes before `offset`.
    cursor: Option<String>,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct PageView<T: ToSchema> {
    /// How many items the whole list has.
    count: u64,
    /// Where the next page is: the same request, further on.
    #[schema(format = "uri", required = true)]
    next: Option<String>,
    /// Where the page before is; null if this is the first one or was reached by a cursor.
    #[schema(format = "uri", required = true)]
    previous: Option<String>,
    /// The `cursor` of the next page.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The items of this page.
    results: Vec<T>,
}

/// Reads which page is wanted. `None` means that an error was noted: about `cursor`, or a repetition.
/// A wrong `limit` or `offset` means the usual one (contract, section 2.4).
pub(crate) fn read(reader: &mut Reader<'_>) -> Option<PageRequest> {
    read_with_limit(reader, PageRequest::DEFAULT_LIMIT)
}

/// Reads which page is wanted of a list whose usual limit is another.
pub(crate) fn read_with_limit(reader: &mut Reader<'_>, usual: u32) -> Option<PageRequest> {
    let limit = reader.raw("limit").and_then(number).filter(|limit| *limit > 0);
    let limit = limit.map_or(usual, |limit| u32::try_from(limit).unwrap_or(u32::MAX));
    let offset = reader.raw("offset").and_then(number).unwrap_or(0);
    let position = if reader.has("cursor") {
        Position::After(reader.required::<Cursor>("cursor")?)
    } else {
        Position::Offset(offset)
    };
    Some(PageRequest::new(limit, position))
}

/// A number in decimal digits; the highest that a database counts to if it is higher still.
fn number(value: &Value) -> Option<u64> {
    const HIGHEST: u64 = i64::MAX.cast_unsigned();
    let digits = value.as_str()?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(HIGHEST).min(HIGHEST))
}

impl<T: ToSchema> PageView<T> {
    /// The page that `call` asked for with `asked`, each of its items shown by `view`.
    pub(crate) fn of<U>(
        call: &Call,
        asked: &PageRequest,
        page: &Page<U>,
        view: impl FnMut(&U) -> T,
    ) -> Self {
        Self {
            count: page.count,
            next: page.next.as_ref().map(|cursor| link::next(call, asked, cursor)),
            previous: link::previous(call, asked),
            next_cursor: page.next.as_ref().map(ToString::to_string),
            results: page.items.iter().map(view).collect(),
        }
    }
}
