//! Find a user by name, address or association (contract, section 4.5).

use kith_domain::access::AdminPermit;
use kith_domain::association::ExternalAccount;
use kith_domain::user::{self, Lookup};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::openapi::refusals::{BadRequest, Forbidden, NotFound, Unauthorized};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::Reader;
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::users::view::{PrivateView, UserView};

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct SearchQuery {
    /// The name, in whatever case.
    username: Option<String>,
    /// The address, in whatever case.
    email: Option<String>,
    /// The account's id; only with `provider`.
    ext_id: Option<String>,
    /// Where the account is; only with `ext_id`.
    provider: Option<String>,
}

/// A user as admins see them.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountView {
    #[serde(flatten)]
    user: UserView,
    #[serde(flatten)]
    private: PrivateView,
}

/// Finds a user
///
/// For admins. Give exactly one of `username`, `email`, or `ext_id` with `provider` (`external` for
/// one's own identity system).
#[utoipa::path(
    get, path = "/api/v2/account/search/", operation_id = "search_account", tag = "Accounts",
    params(SearchQuery),
    responses(
        (status = 200, description = "The user", body = AccountView),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn search(call: Call) -> Answer {
    let member = call.member().await?;
    let permit = AdminPermit::of(&member)?;
    let query = call.query()?;
    let lookup = lookup(query.reader())?;
    let services = call.services();
    let user = user::find(&*services.users, permit, &lookup).await?;
    // Nobody is tied to a softly deleted user, who can be found here.
    let ties = services.connections.ties(member.id, user.id).await?.unwrap_or_default();
    answer::ok(&AccountView {
        user: UserView::tied(&user, ties, &call),
        private: PrivateView::of(&user),
    })
}

fn lookup(mut reader: Reader<'_>) -> Result<Lookup, Error> {
    let by_name = reader.has("username");
    let by_address = reader.has("email");
    let by_account = reader.has("ext_id") || reader.has("provider");
    if [by_name, by_address, by_account].into_iter().filter(|given| *given).count() != 1 {
        return Err(Error::Request(
            "Give exactly one of username, email, or ext_id with provider.",
        ));
    }
    let lookup = if by_name {
        reader.required("username").map(Lookup::Username)
    } else if by_address {
        reader.required("email").map(Lookup::Email)
    } else {
        let provider = reader.required("provider");
        let ext_id = reader.required("ext_id");
        provider
            .zip(ext_id)
            .map(|(provider, ext_id)| Lookup::Account(ExternalAccount { provider, ext_id }))
    };
    reader.finish_with(lookup)
}
