//! Complete a name while it is typed (contract, sections 3.4 and 10).

use kith_domain::user::{self, DirectoryQuery, User};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::directory::{self, DirectoryParams};
use super::picture;
use crate::openapi::refusals::OfList;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::UserIds;
use crate::selfcommunity::call::Call;
use crate::selfcommunity::paging::{self, PageQuery, PageView};

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct ExcludeQuery {
    /// Nobody of these: ids separated by commas, at most 1000.
    exclude: Option<String>,
}

/// As much of a user as is needed to choose them.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 7, "username": "anna", "real_name": "Anna Rossi", "avatar": "https://cdn.example/anna.png", "ext_id": null}))]
pub(crate) struct SuggestionView {
    id: i64,
    username: String,
    real_name: String,
    /// The portrait; a default picture if the user has none.
    #[schema(format = "uri")]
    avatar: String,
    /// The id in one's own identity system.
    #[schema(required = true)]
    ext_id: Option<String>,
}

impl SuggestionView {
    fn of(user: &User, call: &Call) -> Self {
        Self {
            id: user.id.get(),
            username: user.username.to_string(),
            real_name: user.profile.real_name.as_str().to_owned(),
            avatar: picture::avatar(user, call),
            ext_id: user.ext_id.as_ref().map(ToString::to_string),
        }
    }
}

/// Lists users in short, to choose from
///
/// Anonymous callers may, where the community's contents are available to them. Deleted users are left
/// out, and those whom the caller hides.
#[utoipa::path(
    get, path = "/api/v2/user/autocomplete/", operation_id = "autocomplete_users", tag = "Users",
    params(PageQuery, DirectoryParams, ExcludeQuery),
    responses(
        (status = 200, description = "A page of users in short", body = PageView<SuggestionView>),
        OfList,
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn autocomplete(call: Call) -> Answer {
    let viewer = call.viewer_of_ties().await?;
    let fields = call.query()?;
    let mut reader = fields.reader();
    let asked = paging::read(&mut reader);
    let exclude = reader.optional::<UserIds>("exclude").unwrap_or_default();
    let query =
        DirectoryQuery { exclude: exclude.0.into_iter().collect(), ..directory::read(&mut reader) };
    let asked = reader.finish_with(asked)?;
    let services = call.services();
    let (users, community) = (&*services.users, &services.community);
    let page = user::search(users, community, &viewer, &query, &asked).await?;
    answer::ok(&PageView::of(&call, &asked, &page, |person| {
        SuggestionView::of(&person.user, &call)
    }))
}
