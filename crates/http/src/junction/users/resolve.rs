//! Show the user with a reference of the team's (contract, section 5.3).

use kith_domain::client_user::{self, ClientUserId};

use super::view::ClientUserView;
use crate::input::Input;
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::path;
use crate::junction::refusals::JunctionNoSuchUser;

/// Shows the user with a reference of the team's own
#[utoipa::path(
    get, path = "/v2/user/resolve/{client_user_id}", operation_id = "resolve_client_user",
    tag = "Team's users",
    params(("client_user_id" = String, Path, description = "The reference, percent-encoded; a slash as %2F")),
    responses(
        (status = 200, description = "The user", body = ClientUserView<'static>),
        (status = 404, response = JunctionNoSuchUser),
    ),
)]
pub(crate) async fn resolve(call: Call) -> Answer {
    let permit = call.permit().await?;
    let mut input = Input::new();
    let wanted = path::last::<ClientUserId>(&mut input, call.request(), "client_user_id");
    let wanted = input.finish_with(wanted)?;
    let user = client_user::resolve(&*call.services().client_users, permit, &wanted).await?;
    answer::ok(&ClientUserView::of(&user, call.incoming()))
}
