//! The providers a user is connected with (contract, section 4).

use kith_domain::provider_connection::{self, ListRefusal};

use crate::input::Input;
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::connections::view::ConnectionsView;
use crate::junction::error::Error;
use crate::junction::path;
use crate::junction::refusals::JunctionNoSuchUser;

/// Lists the providers a user is connected with
///
/// However the connections stand; by time, then slug.
#[utoipa::path(
    get, path = "/v2/user/providers/{user_id}", operation_id = "connected_providers",
    tag = "Providers",
    params(("user_id" = String, Path, format = "uuid", description = "The user")),
    responses(
        (status = 200, description = "The connections", body = ConnectionsView<'static>),
        (status = 404, response = JunctionNoSuchUser),
    ),
)]
pub(crate) async fn providers(call: Call) -> Answer {
    let permit = call.permit().await?;
    let mut input = Input::new();
    let user = path::user(&mut input, call.request());
    let user = input.finish_with(user)?;
    let connections = &*call.services().provider_connections;
    let found = provider_connection::list(connections, permit, user.into()).await?;
    answer::ok(&ConnectionsView::of(&found, call.incoming())?)
}

impl From<ListRefusal> for Error {
    fn from(refusal: ListRefusal) -> Self {
        match refusal {
            ListRefusal::NoSuchUser => Self::NoSuchUser,
            ListRefusal::Store(failure) => failure.into(),
        }
    }
}
