//! Looking for users.

use diesel::dsl::exists;
use diesel::helper_types::IntoBoxed;
use diesel::prelude::{
    BoolExpressionMethods as _, EscapeExpressionMethods as _, ExpressionMethods as _,
    QueryDsl as _, SelectableHelper as _, TextExpressionMethods as _,
};
use kith_domain::page::{Cursor, CursorKey, Page, PageRequest};
use kith_domain::user::{Among, DirectoryQuery, Gender, OrderKey, Person, Status, User};
use kith_domain::{StoreError, UserId};

use super::super::tie::{TiesRow, ties, ties_columns, viewer_id};
use super::super::{Db, Dsl as _};
use super::ReadConn;
use super::read::ext_id;
use crate::columns::InstantValue;
use crate::error::Failure;
use crate::schema::{hides, users};
use crate::user::row::{UserRow, count, search_key};

type Boxed<'a> = IntoBoxed<'a, users::table, Db>;

pub(super) async fn search(
    conn: &mut ReadConn<'_>,
    query: &DirectoryQuery,
    among: Among,
    viewer: Option<UserId>,
    page: &PageRequest,
) -> Result<Page<Person>, Failure> {
    if texts(query).any(|text| text.contains('\0')) {
        // Nothing that is stored has it, and not every database can be asked for it.
        return Ok(Page::empty());
    }
    let exact = exact(query);
    let total: i64 = matching(query, among).count().get_result(conn).await?;
    let offset = i64::try_from(page.offset()).unwrap_or(i64::MAX);
    let rows: Vec<(UserRow, Option<String>, TiesRow)> =
        sorted(matching(query, among), query, exact.as_deref(), page.cursor())?
            .limit(i64::from(page.limit()).saturating_add(1))
            .offset(offset)
            .select((UserRow::as_select(), ext_id(), ties_columns(viewer_id(viewer))))
            .load(conn)
            .await?;
    let row = |(row, ext_id, seen): (UserRow, Option<String>, TiesRow)| {
        let user = row.into_user(ext_id)?;
        Ok((cursor(&user, query, exact.as_deref()), Person { user, ties: ties(seen) }))
    };
    let rows = rows.into_iter().map(row).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Page::cut(count(total)?, rows, page.limit()))
}

fn texts(query: &DirectoryQuery) -> impl Iterator<Item = &String> {
    let DirectoryQuery { search, username, real_name, location, description, .. } = query;
    [search, username, real_name, location, description].into_iter().flatten()
}

/// The username that would be the best match.
fn exact(query: &DirectoryQuery) -> Option<String> {
    query.search.as_deref().or(query.username.as_deref()).map(search_key)
}

fn matching(query: &DirectoryQuery, among: Among) -> Boxed<'_> {
    let mut users = users::table.into_boxed::<Db>();
    users = users.filter(users::status.ne(Status::Deleted.as_str()));
    if let Some(text) = &query.search {
        let pattern = pattern(text);
        users = users.filter(
            users::username_key
                .like(pattern.clone())
                .escape('\\')
                .or(users::real_name_key.like(pattern).escape('\\')),
        );
    }
    if let Some(text) = &query.username {
        users = users.filter(users::username_key.like(pattern(text)).escape('\\'));
    }
    if let Some(text) = &query.real_name {
        users = users.filter(users::real_name_key.like(pattern(text)).escape('\\'));
    }
    if let Some(text) = &query.location {
        users = users.filter(users::location_key.like(pattern(text)).escape('\\'));
    }
    if let Some(text) = &query.description {
        users = users.filter(users::description_key.like(pattern(text)).escape('\\'));
    }
    if let Some(gender) = query.gender {
        users = users.filter(users::gender.eq(Gender::as_str(gender)));
    }
    match query.is_staff {
        None => {}
        Some(true) => users = users.filter(users::role.is_not_null()),
        Some(false) => users = users.filter(users::role.is_null()),
    }
    if !query.exclude.is_empty() {
        let ids: Vec<i64> = query.exclude.iter().map(|id| id.get()).collect();
        users = users.filter(users::id.ne_all(ids));
    }
    let hidden_by = |who: UserId| {
        exists(
            hides::table
                .filter(hides::user_id.eq(who.get()))
                .filter(hides::hidden_id.eq(users::id)),
        )
    };
    match among {
        Among::Everybody => users,
        Among::NotHiddenBy(who) => users.filter(diesel::dsl::not(hidden_by(who))),
        Among::HiddenBy(who) => users.filter(hidden_by(who)),
    }
}

/// Any text around the one that is looked for, in which nothing is a wildcard.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in search_key(text).chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// Sorts by a column and the id, and begins behind the cursor, if there is one.
macro_rules! sort_by {
    ($users:ident, $column:expr, $descending:expr, $after:expr) => {{
        let (column, after) = ($column, $after);
        match ($descending, after) {
            (false, None) => $users.order((column.asc(), users::id.asc())),
            (true, None) => $users.order((column.desc(), users::id.desc())),
            (false, Some((key, id))) => $users
                .filter(column.gt(key.clone()).or(column.eq(key).and(users::id.gt(id))))
                .order((column.asc(), users::id.asc())),
            (true, Some((key, id))) => $users
                .filter(column.lt(key.clone()).or(column.eq(key).and(users::id.lt(id))))
                .order((column.desc(), users::id.desc())),
        }
    }};
}

fn sorted<'a>(
    mut users: Boxed<'a>,
    query: &DirectoryQuery,
    exact: Option<&'a str>,
    cursor: Option<&Cursor>,
) -> Result<Boxed<'a>, StoreError> {
    let descending = query.ordering.descending;
    let text = cursor.map(|cursor| match &cursor.key {
        CursorKey::Text(text) => (text.clone(), cursor.id),
        CursorKey::None | CursorKey::Instant(_) => (String::new(), cursor.id),
    });
    Ok(match query.ordering.key {
        OrderKey::Username => sort_by!(users, users::username_key, descending, text),
        OrderKey::RealName => sort_by!(users, users::real_name_key, descending, text),
        OrderKey::Location => sort_by!(users, users::location_key, descending, text),
        OrderKey::DateJoined => {
            let after = match cursor {
                None => None,
                Some(cursor) => Some((InstantValue::from_micros(cursor.instant())?, cursor.id)),
            };
            sort_by!(users, users::date_joined, descending, after)
        }
        OrderKey::Id | OrderKey::BestMatch => {
            let exact = exact.filter(|_| query.ordering.key == OrderKey::BestMatch);
            if let Some(cursor) = cursor {
                if let Some(exact) = exact {
                    users = users.filter(users::username_key.ne(exact));
                }
                // The exact one is the whole first part, so behind it the second begins.
                users = match (exact.is_some() && cursor.part == 0, descending) {
                    (true, _) => users,
                    (false, false) => users.filter(users::id.gt(cursor.id)),
                    (false, true) => users.filter(users::id.lt(cursor.id)),
                };
            }
            match (exact, descending) {
                (None, false) => users.order(users::id.asc()),
                (None, true) => users.order(users::id.desc()),
                (Some(exact), false) => {
                    users.order((users::username_key.eq(exact).desc(), users::id.asc()))
                }
                (Some(exact), true) => {
                    users.order((users::username_key.eq(exact).desc(), users::id.desc()))
                }
            }
        }
    })
}

/// The place of a user in that order.
fn cursor(user: &User, query: &DirectoryQuery, exact: Option<&str>) -> Cursor {
    let text = |text: &str| CursorKey::Text(search_key(text));
    let (part, key) = match query.ordering.key {
        OrderKey::Username => (0, CursorKey::Text(user.username.key())),
        OrderKey::RealName => (0, text(user.profile.real_name.as_str())),
        OrderKey::Location => (0, text(user.profile.location.as_str())),
        OrderKey::DateJoined => (0, CursorKey::Instant(user.date_joined.timestamp_micros())),
        OrderKey::Id => (1, CursorKey::None),
        OrderKey::BestMatch => {
            let first = exact.is_some_and(|exact| exact == user.username.key());
            (u8::from(!first), CursorKey::None)
        }
    };
    Cursor { part, key, id: user.id.get() }
}
