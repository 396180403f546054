//! Which providers there are (contract, section 7).

use kith_domain::provider_connection::{AuthType, CatalogEntry};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::incoming::Incoming;
use crate::input::Input;
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::provider;

/// Which providers.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct CatalogQuery {
    /// Only those of this kind: `provider` (with an account of its own), `app` (on the user's phone),
    /// `ble` (a device near the phone) or `device` (without any account). There are none of another.
    source_type: Option<String>,
}

/// A provider of the catalog.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientFacingProviderDetailed)]
pub(crate) struct CatalogEntryView<'a> {
    /// The name for people.
    name: &'a str,
    /// The stable name.
    slug: &'a str,
    /// What it is, in a sentence.
    description: &'a str,
    /// Where the logo is.
    #[schema(format = "uri")]
    logo: String,
    /// How a connection is made: `oauth`, `team_oauth`, `sdk`, `password`, `email`, `app`, `""` or null.
    #[schema(value_type = Option<String>, required = true)]
    auth_type: Option<&'static str>,
    /// The resources that it has.
    #[schema(value_type = [String])]
    supported_resources: Vec<&'static str>,
}

/// Lists the providers there are
#[utoipa::path(
    get, path = "/v2/providers", operation_id = "providers", tag = "Providers",
    params(CatalogQuery),
    responses((status = 200, description = "The providers", body = [CatalogEntryView<'static>])),
)]
pub(crate) async fn list(call: Call) -> Answer {
    call.permit().await?;
    let query = call.query();
    let mut input = Input::new();
    let wanted: Option<String> = input.query(&query, "source_type");
    let wanted = input.finish_with(Some(wanted))?;
    let entries = call.services().catalog.entries().iter();
    let entries = entries
        .filter(|entry| wanted.as_deref().is_none_or(|wanted| source_type(entry) == Some(wanted)));
    answer::ok(&entries.map(|entry| view(entry, call.incoming())).collect::<Vec<_>>())
}

fn view<'a>(entry: &'a CatalogEntry, incoming: &Incoming) -> CatalogEntryView<'a> {
    CatalogEntryView {
        name: entry.name(),
        slug: entry.slug().as_str(),
        description: entry.description(),
        logo: provider::logo(entry.slug(), Some(entry), incoming),
        auth_type: entry.auth_type().map(AuthType::as_str),
        supported_resources: entry.resources().iter().map(|one| one.resource().as_str()).collect(),
    }
}

/// What kind of source a provider is. Nothing is published about it but the words (contract, section
/// 7), and the catalog has no field for it: how a connection is made says it, and of what is read on
/// the user's phone, the end of the slug. `None` where that is not known.
fn source_type(entry: &CatalogEntry) -> Option<&'static str> {
    match entry.auth_type()? {
        AuthType::Oauth | AuthType::TeamOauth | AuthType::Password | AuthType::Email => {
            Some("provider")
        }
        AuthType::Sdk if entry.slug().as_str().ends_with("_ble") => Some("ble"),
        AuthType::Sdk | AuthType::App => Some("app"),
        AuthType::Unauthenticated => Some("device"),
    }
}
