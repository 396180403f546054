//! List features (contract, section 9).

use kith_domain::page::Page;
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::refusals::{BadRequest, TokenNotValid};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::paging::{self, PageQuery, PageView};

/// A feature.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeatureView {
    id: u32,
    name: &'static str,
    enabled: bool,
}

/// Lists features
///
/// Kith has none that can be switched: the page is empty. Clients ask for it before they begin.
#[utoipa::path(
    get, path = "/api/v2/feature/", operation_id = "list_features", tag = "Preferences",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of features", body = PageView<FeatureView>),
        (status = 400, response = BadRequest),
        (status = 401, response = TokenNotValid),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn list(call: Call) -> Answer {
    call.viewer().await?;
    let query = call.query()?;
    let mut reader = query.reader();
    let asked = paging::read(&mut reader);
    let asked = reader.finish_with(asked)?;
    let none = Page::<FeatureView>::empty();
    let view = |feature: &FeatureView| FeatureView { ..*feature };
    answer::ok(&PageView::of(&call, &asked, &none, view))
}
