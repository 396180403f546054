//! What one can look for in lists of users (contract, section 10).

use kith_domain::text::Line;
use kith_domain::user::{DirectoryQuery, OrderKey, Ordering, SearchRefusal};
use utoipa::IntoParams;

use crate::selfcommunity::body::Reader;
use crate::selfcommunity::error::Error;

/// Who is looked for: all conditions must hold. Texts are parts of what is looked for, without regard
/// to case, and have at most 255 characters.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct DirectoryParams {
    /// In the username or in the person's name; whoever has exactly that username comes first, unless
    /// `ordering` is given.
    search: Option<String>,
    /// In the username.
    username: Option<String>,
    /// In the person's name.
    real_name: Option<String>,
    /// In the location.
    location: Option<String>,
    /// In the description.
    description: Option<String>,
    /// Exactly: `Male`, `Female` or `Unspecified`.
    gender: Option<String>,
    /// `id`, `username`, `real_name`, `location` or `date_joined`; with `-` before it, backwards.
    /// Anything else is ignored.
    ordering: Option<String>,
}

/// Reads who is looked for.
pub(crate) fn read(reader: &mut Reader<'_>) -> DirectoryQuery {
    DirectoryQuery {
        search: text(reader, "search"),
        username: text(reader, "username"),
        real_name: text(reader, "real_name"),
        location: text(reader, "location"),
        description: text(reader, "description"),
        gender: reader.optional("gender"),
        is_staff: None,
        exclude: Vec::new(),
        ordering: ordering(reader),
    }
}

/// A text to look for: one line, as everything that can be found is.
pub(crate) fn text(reader: &mut Reader<'_>, name: &'static str) -> Option<String> {
    reader.optional::<Line<255>>(name).map(|line| line.as_str().to_owned())
}

fn ordering(reader: &mut Reader<'_>) -> Ordering {
    let written = reader.raw("ordering").and_then(|value| value.as_str()).unwrap_or_default();
    let (descending, name) = match written.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, written),
    };
    let key = match name {
        "id" => OrderKey::Id,
        "username" => OrderKey::Username,
        "real_name" => OrderKey::RealName,
        "location" => OrderKey::Location,
        "date_joined" => OrderKey::DateJoined,
        _ => return Ordering::default(),
    };
    Ordering { key, descending }
}

impl From<SearchRefusal> for Error {
    fn from(refusal: SearchRefusal) -> Self {
        match refusal {
            SearchRefusal::NotAuthenticated => Self::NotAuthenticated,
            SearchRefusal::Store(failure) => failure.into(),
        }
    }
}
