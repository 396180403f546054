//! `kith connection`

use std::io::Write;

use anyhow::{Context as _, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use kith_domain::access::TeamPermit;
use kith_domain::clock;
use kith_domain::provider_connection::{
    self, Action, Catalog, ConnectedProvider, ConnectionErrorType, ErrorDetails, ErrorMessage,
    ExternalUserId, Grant, GrantedScopes, ProviderConnection, ProviderConnections, ProviderSlug,
    Scope,
};
use kith_domain::{Clock as _, Timestamp, UserReference};
use serde_json::json;

use crate::application::open;
use crate::catalog;
use crate::clock::SystemClock;
use crate::settings::Settings;

/// Look at and change users' connections with providers
#[derive(Debug, Subcommand)]
pub(super) enum Connection {
    List(List),
    Connect(Connect),
    Error(ReportError),
    Pause(Pause),
    Recover(Recover),
    Deregister(Deregister),
}

/// List a user's connections
#[derive(Debug, Args)]
pub(super) struct List {
    /// The user's integer id or UUID
    #[arg(value_name = "USER")]
    user: UserReference,

    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Connect a user with a provider of the catalog, or reconnect
#[derive(Debug, Args)]
pub(super) struct Connect {
    #[command(flatten)]
    of: Of,

    /// The user's id at the provider
    #[arg(long, value_name = "ID")]
    external_user_id: Option<ExternalUserId>,

    /// What the user granted, separated by commas; unknown if left out, nothing if empty
    #[arg(long, value_name = "SCOPES")]
    granted_scopes: Option<String>,
}

/// Report that a connection failed for good
#[derive(Debug, Args)]
pub(super) struct ReportError {
    #[command(flatten)]
    of: Of,

    /// Why it failed; unknown if nothing else fits
    #[arg(long, value_name = "TYPE", value_parser = error_types())]
    error_type: ConnectionErrorType,

    /// What happened, for a person
    #[arg(long, value_name = "TEXT", default_value = "")]
    error_message: String,

    /// When, such as 2026-01-24T23:45:32+00:00; now if left out
    #[arg(long, value_name = "TIME", value_parser = clock::read)]
    errored_at: Option<Timestamp>,
}

/// Pause a connection
#[derive(Debug, Args)]
pub(super) struct Pause {
    #[command(flatten)]
    of: Of,
}

/// Take back an error or a pause
#[derive(Debug, Args)]
pub(super) struct Recover {
    #[command(flatten)]
    of: Of,
}

/// End a connection; the provider need not be in the catalog any more
#[derive(Debug, Args)]
pub(super) struct Deregister {
    #[command(flatten)]
    of: Of,
}

/// Which connection, and how it is printed.
#[derive(Debug, Args)]
struct Of {
    /// The user's integer id or UUID
    #[arg(value_name = "USER")]
    user: UserReference,

    /// The provider's slug
    #[arg(value_name = "PROVIDER")]
    provider: ProviderSlug,

    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Connection {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let catalog = catalog::load(settings.providers.catalog_file.as_deref())?;
        let database = open(settings).await?;
        let connections = database.provider_connections();
        let connections = &*connections;
        let outcome = match self {
            Self::List(command) => command.run(connections, out).await,
            Self::Connect(command) => command.run(connections, &catalog, out).await,
            Self::Error(command) => command.run(connections, out).await,
            Self::Pause(Pause { of }) => of.act(connections, Action::Pause, out).await,
            Self::Recover(Recover { of }) => of.act(connections, Action::Recover, out).await,
            Self::Deregister(Deregister { of }) => {
                of.act(connections, Action::Deregister, out).await
            }
        };
        database.close();
        outcome
    }
}

impl List {
    async fn run(
        self,
        connections: &dyn ProviderConnections,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let permit = TeamPermit::operator();
        for connected in provider_connection::list(connections, permit, self.user).await? {
            let ConnectedProvider { provider, connection } = connected;
            print(out, &provider, Some(&connection), self.json)?;
        }
        Ok(())
    }
}

impl Connect {
    async fn run(
        self,
        connections: &dyn ProviderConnections,
        catalog: &Catalog,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let Some(provider) = catalog.get(self.of.provider.as_str()) else {
            bail!("there is no provider {} in the catalog", self.of.provider);
        };
        let granted_scopes = self.granted_scopes.as_deref().map(scopes).transpose()?;
        let grant = Grant { external_user_id: self.external_user_id, granted_scopes };
        let connection = provider_connection::connect(
            connections,
            &SystemClock,
            TeamPermit::operator(),
            self.of.user,
            provider,
            grant,
        )
        .await?;
        print(out, &self.of.provider, Some(&connection), self.of.json)
    }
}

impl ReportError {
    async fn run(
        self,
        connections: &dyn ProviderConnections,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let error_message: ErrorMessage = self.error_message.parse().context("--error-message")?;
        let details = ErrorDetails {
            error_type: self.error_type,
            error_message,
            errored_at: self.errored_at.unwrap_or_else(|| SystemClock.now()),
        };
        self.of.act(connections, Action::ReportError(details), out).await
    }
}

impl Of {
    async fn act(
        self,
        connections: &dyn ProviderConnections,
        action: Action,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let permit = TeamPermit::operator();
        let (user, provider) = (self.user, &self.provider);
        let acted =
            provider_connection::act(connections, &SystemClock, permit, user, provider, &action);
        print(out, provider, acted.await?.as_ref(), self.json)
    }
}

/// Every type, so that the help names them.
fn error_types() -> impl TypedValueParser<Value = ConnectionErrorType> {
    let words = ConnectionErrorType::ALL.iter().map(|word| word.as_str());
    PossibleValuesParser::new(words).try_map(|word| word.parse::<ConnectionErrorType>())
}

fn scopes(list: &str) -> anyhow::Result<GrantedScopes> {
    let scopes = list.split(',').map(str::trim).filter(|scope| !scope.is_empty());
    let scopes: Vec<Scope> =
        scopes.map(str::parse).collect::<Result<_, _>>().context("--granted-scopes")?;
    GrantedScopes::new(scopes).context("--granted-scopes")
}

fn print(
    out: &mut dyn Write,
    provider: &ProviderSlug,
    connection: Option<&ProviderConnection>,
    as_json: bool,
) -> anyhow::Result<()> {
    let time = |at: Timestamp| at.to_rfc3339_opts(chrono::SecondsFormat::Micros, false);
    let status = connection.map(|connection| connection.health.status().as_str());
    let external = connection.and_then(|connection| connection.grant.external_user_id.as_ref());
    let external = external.map(ExternalUserId::as_str);
    let details = connection.and_then(|connection| connection.health.error_details());
    if as_json {
        let scopes = connection.and_then(|connection| connection.grant.granted_scopes.as_ref());
        let line = json!({
            "provider": provider.as_str(),
            "status": status,
            "external_user_id": external,
            "granted_scopes": scopes.map(|all| all.iter().map(Scope::as_str).collect::<Vec<_>>()),
            "created_on": connection.map(|connection| time(connection.created_on)),
            "error_details": details.map(|details| json!({
                "error_type": details.error_type.as_str(),
                "error_message": details.error_message.as_str(),
                "errored_at": time(details.errored_at),
            })),
        });
        writeln!(out, "{line}")?;
        return Ok(());
    }
    let (status, external) = (status.unwrap_or("deregistered"), external.unwrap_or("-"));
    let error = details.map_or(String::new(), |details| {
        let (word, text) = (details.error_type.as_str(), details.error_message.as_str());
        format!("  {word}: {}", text.escape_debug())
    });
    writeln!(out, "{:<20}  {status:<12}  {external}{error}", provider.as_str())?;
    Ok(())
}
