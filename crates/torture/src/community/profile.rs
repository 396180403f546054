//! A user who edits what stands about them, several fields at a time.

use async_trait::async_trait;
use serde_json::json;

use super::belief::Belief;
use super::reader::Reader;
use super::{Cast, Intent, Noun, Verdict};
use crate::http::Call;

const FIELDS: [&str; 4] = ["real_name", "bio", "location", "description"];

/// The text that stands in all fields.
pub(super) struct Profile {
    text: Belief<String>,
    edits: u64,
}

impl Default for Profile {
    fn default() -> Self {
        Self { text: Belief::of(String::new()), edits: 0 }
    }
}

#[async_trait]
impl Noun for Profile {
    fn next(&mut self, cast: &Cast, _: &mut fastrand::Rng) -> Option<Intent> {
        self.text.certain()?;
        self.edits += 1;
        let text = format!("edit {}", self.edits);
        let body = FIELDS.map(|field| (field.to_owned(), json!(text)));
        self.text.intend(text);
        let path = format!("/api/v2/user/{}/", cast.one.id);
        let body = serde_json::Value::Object(body.into_iter().collect());
        Some(Intent { call: Call::patch(path).token(&cast.one.token).json(body), done: 200 })
    }

    fn settle(&mut self, verdict: &Verdict<'_>) {
        match verdict {
            Verdict::Done(_) => self.text.done(),
            Verdict::Perhaps => {}
            Verdict::Not => self.text.undone(),
        }
    }

    async fn look(&mut self, cast: &Cast, reader: &mut Reader) -> Result<usize, String> {
        let path = format!("/api/v2/user/{}/", cast.one.id);
        let user = reader.body(Call::get(path).token(&cast.one.token)).await?;
        let texts = FIELDS.map(|field| user[field].as_str().unwrap_or("null"));
        if texts.iter().any(|text| *text != texts[0]) {
            return Err(format!("the profile of {} is half of an edit: {texts:?}", cast.one.id));
        }
        let seen = self.text.see(texts[0].to_owned());
        seen.map_err(|wrong| format!("profile of {}: {wrong}", cast.one.id))?;
        Ok(1)
    }
}
