//! A team's users: made, edited and deleted by the team's own reference.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::belief::Belief;
use super::reader::Reader;
use super::{Cast, Intent, Noun, Verdict};
use crate::http::Call;

/// How many of them there are, at most.
const MOST: usize = 6;
const TIME_ZONES: [&str; 3] = ["Europe/London", "Asia/Tokyo", "America/Lima"];

/// Which edit stands there, if the user is there.
type Edit = Option<u32>;

struct Reference {
    edit: Belief<Edit>,
    uuid: Option<String>,
}

/// Users whom only the team knows.
#[derive(Default)]
pub(super) struct References {
    known: BTreeMap<String, Reference>,
    made: u64,
    last: String,
}

/// Everything that an edit says.
fn fields(edit: u32) -> Value {
    let date = format!("{:04}-01-01", 1900 + edit % 100);
    json!({
        "fallback_time_zone": TIME_ZONES[edit as usize % TIME_ZONES.len()],
        "fallback_birth_date": date, "ingestion_start": date,
    })
}

/// Whether the user stands as the edit left them.
fn stands(user: &Value, edit: u32) -> bool {
    let fields = fields(edit);
    user["fallback_time_zone"]["id"] == fields["fallback_time_zone"]
        && user["fallback_birth_date"]["value"] == fields["fallback_birth_date"]
        && user["ingestion_start"] == fields["ingestion_start"]
}

#[async_trait]
impl Noun for References {
    fn next(&mut self, cast: &Cast, chance: &mut fastrand::Rng) -> Option<Intent> {
        let there: Vec<(String, String, u32)> = self
            .known
            .iter()
            .filter_map(|(name, one)| {
                Some((name.clone(), one.uuid.clone()?, (*one.edit.certain()?)?))
            })
            .collect();
        if there.len() < MOST && (there.is_empty() || chance.f32() < 0.4) {
            self.made += 1;
            self.last = format!("reference-{}-{}", cast.lane, self.made);
            let mut body = fields(0);
            body["client_user_id"] = json!(self.last);
            let mut edit = Belief::of(None);
            edit.intend(Some(0));
            self.known.insert(self.last.clone(), Reference { edit, uuid: None });
            return Some(Intent {
                call: Call::post("/v2/user").key(&cast.key).json(body),
                done: 200,
            });
        }
        let (name, uuid, edit) = there.get(chance.usize(..there.len().max(1)))?;
        self.last.clone_from(name);
        let path = format!("/v2/user/{uuid}");
        let known = self.known.get_mut(name)?;
        if chance.bool() {
            known.edit.intend(Some(edit + 1));
            let call = Call::patch(path).key(&cast.key).json(fields(edit + 1));
            return Some(Intent { call, done: 204 });
        }
        known.edit.intend(None);
        Some(Intent { call: Call::delete(path).key(&cast.key), done: 200 })
    }

    fn settle(&mut self, verdict: &Verdict<'_>) {
        if let Some(one) = self.known.get_mut(&self.last) {
            match verdict {
                Verdict::Done(answer) => {
                    one.edit.done();
                    let uuid = answer.json()["user_id"].as_str().map(str::to_owned);
                    one.uuid = uuid.or(one.uuid.take());
                }
                Verdict::Perhaps => {}
                Verdict::Not => one.edit.undone(),
            }
        }
    }

    async fn look(&mut self, cast: &Cast, reader: &mut Reader) -> Result<usize, String> {
        let looked = self.known.len();
        for (name, one) in &mut self.known {
            let path = format!("/v2/user/resolve/{name}");
            let found = reader.find(Call::get(path).key(&cast.key)).await?;
            let edit = match &found {
                None => None,
                Some(user) => {
                    let edit = (0..100).find(|edit| stands(user, *edit));
                    let edit = edit.ok_or_else(|| format!("{name} is half of an edit: {user}"))?;
                    one.uuid = user["user_id"].as_str().map(str::to_owned);
                    Some(edit)
                }
            };
            one.edit.see(edit).map_err(|wrong| format!("{name}: {wrong}"))?;
        }
        self.known.retain(|_, one| one.edit.certain().is_some_and(Option::is_some));
        Ok(looked)
    }
}
