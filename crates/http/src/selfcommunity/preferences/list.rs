//! List preferences (contract, section 9).

use std::cmp::Ordering;

use kith_domain::page::{Cursor, CursorKey, Page, PageRequest, Position};
use kith_domain::preference::{self, Preference};
use utoipa::IntoParams;

use super::view::PreferenceView;
use crate::openapi::refusals::{BadRequest, TokenNotValid};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::Reader;
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::{Error, FieldErrors};
use crate::selfcommunity::paging::{self, PageQuery, PageView};

/// Which preferences are wanted: all conditions must hold.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct PreferenceQuery {
    /// A part of the name, without regard to case; what has exactly that name comes first.
    search: Option<String>,
    /// To what it belongs, exactly.
    section: Option<String>,
    /// Exactly these, each as `section.name`, separated by commas.
    keys: Option<String>,
    /// `id`, `section` or `name`; with `-` before it, backwards. Anything else is ignored.
    ordering: Option<String>,
}

/// Lists preferences
///
/// All of them, unless `limit` says otherwise; by id.
#[utoipa::path(
    get, path = "/api/v2/dynamic_preference/", operation_id = "list_preferences", tag = "Preferences",
    params(PageQuery, PreferenceQuery),
    responses(
        (status = 200, description = "A page of preferences", body = PageView<PreferenceView>),
        (status = 400, response = BadRequest),
        (status = 401, response = TokenNotValid),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn list(call: Call) -> Answer {
    answer(&call).await
}

/// Searches preferences
///
/// The same as the list.
#[utoipa::path(
    get, path = "/api/v2/dynamic_preference/search/", operation_id = "search_preferences", tag = "Preferences",
    params(PageQuery, PreferenceQuery),
    responses(
        (status = 200, description = "A page of preferences", body = PageView<PreferenceView>),
        (status = 400, response = BadRequest),
        (status = 401, response = TokenNotValid),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn search(call: Call) -> Answer {
    answer(&call).await
}

async fn answer(call: &Call) -> Answer {
    call.viewer().await?;
    let query = call.query()?;
    let mut reader = query.reader();
    // Clients take the first page for the whole truth, and there are fewer than this.
    let asked = paging::read_with_limit(&mut reader, PageRequest::MAX_LIMIT);
    let wanted = Wanted::read(&mut reader);
    let asked = reader.finish_with(asked)?;
    let found = wanted.of(preference::all(&call.services().community));
    let page = page(found, &asked)?;
    answer::ok(&PageView::of(call, &asked, &page, PreferenceView::of))
}

/// Which preferences are wanted, and in which order.
struct Wanted {
    search: Option<String>,
    section: Option<String>,
    keys: Option<String>,
    ordering: String,
}

impl Wanted {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            search: reader.optional::<String>("search").map(|text| text.to_lowercase()),
            section: reader.optional("section"),
            keys: reader.optional("keys"),
            ordering: reader.optional("ordering").unwrap_or_default(),
        }
    }

    fn of(&self, mut all: Vec<Preference>) -> Vec<Preference> {
        all.retain(|preference| self.matches(preference));
        // Stable: what is equal stays in the order of the ids.
        all.sort_by(|a, b| {
            let exact = |preference: &Preference| self.search.as_ref() == Some(&preference.name);
            exact(b).cmp(&exact(a)).then_with(|| self.compare(a, b))
        });
        all
    }

    fn matches(&self, preference: &Preference) -> bool {
        let Preference { section, name, .. } = preference;
        let is_key = |key: &str| key.trim().split_once('.') == Some((section, name));
        self.search.as_ref().is_none_or(|part| name.contains(part))
            && self.section.as_ref().is_none_or(|wanted| wanted == section)
            && self.keys.as_ref().is_none_or(|keys| keys.split(',').any(is_key))
    }

    fn compare(&self, a: &Preference, b: &Preference) -> Ordering {
        match self.ordering.as_str() {
            "-id" => b.id.cmp(&a.id),
            "section" => a.section.cmp(b.section),
            "-section" => b.section.cmp(a.section),
            "name" => a.name.cmp(&b.name),
            "-name" => b.name.cmp(&a.name),
            _ => Ordering::Equal,
        }
    }
}

/// The part of the list that was asked for; a cursor must be that of something in the list.
fn page(found: Vec<Preference>, asked: &PageRequest) -> Result<Page<Preference>, Error> {
    let place = |item: &Preference| Cursor { part: 0, key: CursorKey::None, id: item.id.into() };
    let start = match &asked.position {
        Position::Offset(offset) => usize::try_from(*offset).unwrap_or(usize::MAX),
        Position::After(cursor) => {
            let at = found.iter().position(|item| place(item) == *cursor);
            at.ok_or_else(|| {
                let message = "This is no cursor of this list.";
                Error::Fields(FieldErrors::of("cursor", "invalid", message))
            })? + 1
        }
    };
    let count = found.len() as u64;
    let rest = found.into_iter().skip(start).map(|item| (place(&item), item)).collect();
    Ok(Page::cut(count, rest, asked.limit()))
}
