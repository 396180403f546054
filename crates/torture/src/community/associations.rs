//! Accounts elsewhere: linked and unlinked.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::json;

use super::belief::Belief;
use super::reader::Reader;
use super::{Cast, Intent, Noun, Verdict};
use crate::http::Call;

/// How many the user has, at most.
const MOST: usize = 12;

/// The associations of one user: the external ids, and whether they are there.
#[derive(Default)]
pub(super) struct Associations {
    known: BTreeMap<String, Belief<bool>>,
    made: u64,
    last: String,
}

fn profile_url(ext_id: &str) -> String {
    format!("https://example.com/{ext_id}")
}

#[async_trait]
impl Noun for Associations {
    fn next(&mut self, cast: &Cast, chance: &mut fastrand::Rng) -> Option<Intent> {
        let path = format!("/api/v2/user/{}/provider/", cast.one.id);
        let linked: Vec<&String> = self
            .known
            .iter()
            .filter_map(|(ext_id, there)| (there.certain() == Some(&true)).then_some(ext_id))
            .collect();
        if linked.len() < MOST && (linked.is_empty() || chance.f32() < 0.6) {
            self.made += 1;
            self.last = format!("account-{}-{}", cast.lane, self.made);
            let mut there = Belief::of(false);
            there.intend(true);
            self.known.insert(self.last.clone(), there);
            let body = json!({
                "provider": "google", "ext_id": self.last, "profile_url": profile_url(&self.last),
                "show_in_profile": true,
            });
            return Some(Intent {
                call: Call::post(path).token(&cast.one.token).json(body),
                done: 201,
            });
        }
        self.last = (*linked.get(chance.usize(..linked.len().max(1)))?).clone();
        self.known.get_mut(&self.last)?.intend(false);
        let body = json!({"provider": "google", "ext_id": self.last});
        Some(Intent { call: Call::delete(path).token(&cast.one.token).json(body), done: 204 })
    }

    fn settle(&mut self, verdict: &Verdict<'_>) {
        if let Some(there) = self.known.get_mut(&self.last) {
            match verdict {
                Verdict::Done(_) => there.done(),
                Verdict::Perhaps => {}
                Verdict::Not => there.undone(),
            }
        }
    }

    async fn look(&mut self, cast: &Cast, reader: &mut Reader) -> Result<usize, String> {
        let path = format!("/api/v2/user/{}/provider/", cast.one.id);
        let list = reader.body(Call::get(path).token(&cast.one.token)).await?;
        let mut seen = BTreeMap::new();
        for row in list.as_array().into_iter().flatten() {
            let ext_id = row["ext_id"].as_str().unwrap_or_default();
            let whole = json!({
                "user_id": cast.one.id, "provider": "google", "ext_id": ext_id,
                "profile_url": profile_url(ext_id), "show_in_profile": true,
            });
            if *row != whole || !self.known.contains_key(ext_id) {
                return Err(format!("association {row} was never linked like this"));
            }
            seen.insert(ext_id.to_owned(), ());
        }
        let looked = self.known.len();
        for (ext_id, there) in &mut self.known {
            let seen = there.see(seen.contains_key(ext_id));
            seen.map_err(|wrong| format!("association {ext_id}: {wrong}"))?;
        }
        self.known.retain(|_, there| there.certain() == Some(&true));
        Ok(looked)
    }
}
