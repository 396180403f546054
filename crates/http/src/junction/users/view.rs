//! A user, as this API shows them (contract, section 5.1).

use chrono::NaiveDate;
use kith_domain::client_user::{ClientUser, ConnectedSource, Fallback, TimeZone};
use serde::Serialize;
use utoipa::ToSchema;

use crate::incoming::Incoming;
use crate::junction::instant;
use crate::junction::provider::ProviderView;

/// Where a value comes from that the team gave.
const MANUAL: &str = "manual";

/// A user.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientFacingUser)]
pub(crate) struct ClientUserView<'a> {
    #[schema(format = "uuid")]
    user_id: String,
    /// The team that this server is for.
    #[schema(format = "uuid")]
    team_id: String,
    /// The team's own reference, unique among live users.
    client_user_id: &'a str,
    #[schema(format = DateTime)]
    created_on: String,
    /// The providers the user is connected with, however the connections stand.
    connected_sources: Vec<ConnectedSourceView<'a>>,
    /// Used where a provider gives none.
    #[schema(required = true)]
    fallback_time_zone: Option<FallbackTimeZoneView<'a>>,
    /// Used where a provider gives none.
    #[schema(required = true)]
    fallback_birth_date: Option<FallbackBirthDateView>,
    /// The first day that data are wanted for.
    #[schema(required = true, format = Date)]
    ingestion_start: Option<String>,
    /// The last one.
    #[schema(required = true, format = Date)]
    ingestion_end: Option<String>,
}

/// A provider the user is connected with.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectedSource)]
pub(crate) struct ConnectedSourceView<'a> {
    provider: ProviderView<'a>,
    /// The same again, under the name it used to have.
    source: ProviderView<'a>,
    #[schema(format = DateTime)]
    created_on: String,
}

/// A time zone, and since when it is this one.
#[derive(Serialize, ToSchema)]
#[schema(as = FallbackTimeZone)]
pub(crate) struct FallbackTimeZoneView<'a> {
    /// A name of the IANA database.
    id: &'a str,
    /// Always `manual`.
    #[schema(value_type = String)]
    source_slug: &'static str,
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A birth date, and since when it is this one.
#[derive(Serialize, ToSchema)]
#[schema(as = FallbackBirthDate)]
pub(crate) struct FallbackBirthDateView {
    #[schema(format = Date)]
    value: String,
    /// Always `manual`.
    #[schema(value_type = String)]
    source_slug: &'static str,
    #[schema(format = DateTime)]
    updated_at: String,
}

impl<'a> ClientUserView<'a> {
    /// That user; links lead to where the request came in.
    pub(crate) fn of(user: &'a ClientUser, incoming: &'a Incoming) -> Self {
        let sources = user.connected_sources.iter();
        let time_zone = |fallback: &'a Fallback<TimeZone>| FallbackTimeZoneView {
            id: fallback.value.as_str(),
            source_slug: MANUAL,
            updated_at: instant::text(fallback.updated_at),
        };
        let birth_date = |fallback: &Fallback<NaiveDate>| FallbackBirthDateView {
            value: fallback.value.to_string(),
            source_slug: MANUAL,
            updated_at: instant::text(fallback.updated_at),
        };
        Self {
            user_id: user.uuid.to_string(),
            team_id: incoming.services().team.to_string(),
            client_user_id: user.client_user_id.as_str(),
            created_on: instant::text(user.created_on),
            connected_sources: sources.map(|one| source(one, incoming)).collect(),
            fallback_time_zone: user.fallback_time_zone.as_ref().map(time_zone),
            fallback_birth_date: user.fallback_birth_date.as_ref().map(birth_date),
            ingestion_start: user.ingestion.start().map(|day| day.to_string()),
            ingestion_end: user.ingestion.end().map(|day| day.to_string()),
        }
    }
}

fn source<'a>(source: &'a ConnectedSource, incoming: &'a Incoming) -> ConnectedSourceView<'a> {
    let provider = ProviderView::of(&source.provider, incoming);
    ConnectedSourceView {
        source: provider.clone(),
        provider,
        created_on: instant::text(source.created_on),
    }
}
