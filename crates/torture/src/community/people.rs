//! Users who are signed up with an account elsewhere, and deleted for good.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::json;

use super::belief::Belief;
use super::reader::Reader;
use super::{Cast, Intent, Noun, Verdict};
use crate::http::Call;

/// How many of them there are, at most.
const MOST: usize = 6;

/// Somebody by their name: whether they are there, and their id, once it is known.
struct Person {
    there: Belief<bool>,
    id: Option<i64>,
}

/// People whom nobody else knows.
#[derive(Default)]
pub(super) struct People {
    known: BTreeMap<String, Person>,
    made: u64,
    last: String,
}

#[async_trait]
impl Noun for People {
    fn next(&mut self, cast: &Cast, chance: &mut fastrand::Rng) -> Option<Intent> {
        let there: Vec<(String, i64)> = self
            .known
            .iter()
            .filter(|(_, person)| person.there.certain() == Some(&true))
            .filter_map(|(name, person)| Some((name.clone(), person.id?)))
            .collect();
        if there.len() < MOST && (there.is_empty() || chance.f32() < 0.6) {
            self.made += 1;
            self.last = format!("person-{}-{}", cast.lane, self.made);
            let mut there = Belief::of(false);
            there.intend(true);
            self.known.insert(self.last.clone(), Person { there, id: None });
            let body = json!({
                "username": self.last, "ext_id": self.last, "real_name": self.last,
                "email": format!("{}@example.com", self.last),
            });
            let call = Call::post("/api/v2/sso/signup/").token(&cast.admin).json(body);
            return Some(Intent { call, done: 201 });
        }
        let (name, id) = there.get(chance.usize(..there.len().max(1)))?;
        self.last.clone_from(name);
        self.known.get_mut(name)?.there.intend(false);
        let path = format!("/api/v2/user/{id}/?hard=1");
        Some(Intent { call: Call::delete(path).token(&cast.admin), done: 204 })
    }

    fn settle(&mut self, verdict: &Verdict<'_>) {
        if let Some(person) = self.known.get_mut(&self.last) {
            match verdict {
                Verdict::Done(answer) => {
                    person.there.done();
                    person.id = answer.json()["id"].as_i64().or(person.id);
                }
                Verdict::Perhaps => {}
                Verdict::Not => person.there.undone(),
            }
        }
    }

    async fn look(&mut self, cast: &Cast, reader: &mut Reader) -> Result<usize, String> {
        let looked = self.known.len();
        for (name, person) in &mut self.known {
            let path = format!("/api/v2/account/search/?ext_id={name}&provider=external");
            let found = reader.find(Call::get(path).token(&cast.admin)).await?;
            if let Some(user) = &found {
                let whole =
                    ["username", "real_name", "ext_id"].iter().all(|field| user[*field] == **name);
                if !whole || user["email"] != format!("{name}@example.com") {
                    return Err(format!("{name} is not whole: {user}"));
                }
                let id = user["id"].as_i64();
                if person.id.is_some() && person.id != id {
                    return Err(format!("{name} is somebody else now: {user}"));
                }
                person.id = id;
            }
            let seen = person.there.see(found.is_some());
            seen.map_err(|wrong| format!("{name}: {wrong}"))?;
        }
        self.known.retain(|_, person| person.there.certain() == Some(&true));
        Ok(looked)
    }
}
