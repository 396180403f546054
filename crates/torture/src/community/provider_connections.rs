//! Where the data of two users come from: connected, paused, deregistered, and imported with tokens.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::belief::Belief;
use super::reader::Reader;
use super::{Cast, Intent, Noun, Verdict};
use crate::http::Call;

/// Those of the first user that are connected one by one.
const PROVIDERS: [&str; 4] = ["fitbit", "garmin", "withings", "strava"];
/// The one from which both users are imported.
const IMPORTED: &str = "oura";

/// A connection: the account at the provider, and whether it is paused.
type Connection = Option<(String, bool)>;

/// Connections, by the user's UUID and the provider.
#[derive(Default)]
pub(super) struct ProviderConnections {
    known: BTreeMap<(String, &'static str), Belief<Connection>>,
    made: u64,
    last: Vec<(String, &'static str)>,
}

impl ProviderConnections {
    fn belief(&mut self, uuid: &str, provider: &'static str) -> &mut Belief<Connection> {
        self.known.entry((uuid.to_owned(), provider)).or_insert_with(|| Belief::of(None))
    }

    fn account(&mut self, cast: &Cast) -> String {
        self.made += 1;
        format!("at-{}-{}", cast.lane, self.made)
    }

    /// Both users at once.
    fn import(&mut self, cast: &Cast) -> Option<Intent> {
        let users = [&cast.one.uuid, &cast.other.uuid];
        for uuid in users {
            self.belief(uuid, IMPORTED).certain()?;
        }
        let account = self.account(cast);
        let connections = users.map(|uuid| {
            json!({
                "user_id": uuid, "provider_id": account, "expires_at": 2_000_000_000,
                "access_token": format!("access-{account}"),
                "refresh_token": format!("refresh-{account}"), "oauth_scopes": ["daily"],
            })
        });
        for uuid in users {
            self.belief(uuid, IMPORTED).intend(Some((account.clone(), false)));
        }
        self.last = users.map(|uuid| (uuid.clone(), IMPORTED)).into();
        let body = json!({"provider": IMPORTED, "connections": connections});
        let call = Call::post("/v2/link/bulk_import").key(&cast.key).json(body);
        Some(Intent { call, done: 200 })
    }
}

#[async_trait]
impl Noun for ProviderConnections {
    fn next(&mut self, cast: &Cast, chance: &mut fastrand::Rng) -> Option<Intent> {
        if chance.f32() < 0.3 {
            return self.import(cast);
        }
        let provider = PROVIDERS[chance.usize(..PROVIDERS.len())];
        let uuid = cast.one.uuid.clone();
        let account = self.account(cast);
        let belief = self.belief(&uuid, provider);
        let path = format!("/kith/v1/users/{uuid}/providers/{provider}");
        let (call, done, comes_to) = match belief.certain()? {
            Some((account, false)) if chance.f32() < 0.3 => {
                (Call::post(format!("{path}/pause")), 200, Some((account.clone(), true)))
            }
            Some(_) if chance.bool() => (Call::delete(path), 204, None),
            _ => {
                let body = json!({"external_user_id": account, "granted_scopes": []});
                (Call::put(path).json(body), 200, Some((account, false)))
            }
        };
        belief.intend(comes_to);
        self.last = vec![(uuid, provider)];
        Some(Intent { call: call.key(&cast.key), done })
    }

    fn settle(&mut self, verdict: &Verdict<'_>) {
        for key in &self.last {
            if let Some(belief) = self.known.get_mut(key) {
                match verdict {
                    Verdict::Done(_) => belief.done(),
                    Verdict::Perhaps => {}
                    Verdict::Not => belief.undone(),
                }
            }
        }
    }

    async fn look(&mut self, cast: &Cast, reader: &mut Reader) -> Result<usize, String> {
        let users = [&cast.one.uuid, &cast.other.uuid];
        let wanted = json!({"provider": IMPORTED, "user_ids": users});
        let export = Call::post("/v2/link/bulk_export").key(&cast.key).json(wanted);
        let exported = reader.body(export).await?;
        for uuid in users {
            let path = format!("/kith/v1/users/{uuid}/providers");
            let list = reader.body(Call::get(path).key(&cast.key)).await?;
            let rows = list["providers"].as_array().cloned().unwrap_or_default();
            let mut providers = vec![IMPORTED];
            if *uuid == cast.one.uuid {
                providers.extend(PROVIDERS);
            }
            for row in &rows {
                if !providers.iter().any(|provider| row["slug"] == *provider) {
                    return Err(format!("connection {row} was never made"));
                }
            }
            for provider in providers {
                let row = rows.iter().find(|row| row["slug"] == provider);
                let seen = row.map(seen).transpose()?;
                if provider == IMPORTED {
                    tokens_belong(&exported, uuid, seen.as_ref())?;
                }
                let wrong = self.belief(uuid, provider).see(seen);
                wrong.map_err(|wrong| format!("{provider} of {uuid}: {wrong}"))?;
            }
        }
        Ok(self.known.len())
    }
}

/// What a row says.
fn seen(row: &Value) -> Result<(String, bool), String> {
    let paused = match row["status"].as_str() {
        Some("connected") => false,
        Some("paused") => true,
        _ => return Err(format!("connection {row} stands as it was never put")),
    };
    Ok((row["external_user_id"].as_str().unwrap_or_default().to_owned(), paused))
}

/// An imported connection has its own tokens, and no other ones.
fn tokens_belong(
    exported: &Value,
    uuid: &str,
    connection: Option<&(String, bool)>,
) -> Result<(), String> {
    let rows = exported["data"].as_array().into_iter().flatten();
    let mut tokens = rows.filter(|row| row["user_id"] == uuid).map(|row| &row["access_token"]);
    let expected = connection.map(|(account, _)| json!(format!("access-{account}")));
    match (tokens.next(), expected) {
        (None, None) => Ok(()),
        (Some(token), Some(expected)) if *token == expected && tokens.next().is_none() => Ok(()),
        _ => Err(format!("the tokens of {IMPORTED} of {uuid} are not those of {connection:?}")),
    }
}
