//! What a request says, read value by value, for the APIs of Junction and of Kith itself.
//!
//! Everything that is wrong is noted with its place, so that a client learns it all at once. Whoever
//! reads ends with [`Input::finish_with`] before acting.

mod body;
mod issue;
mod object;
mod query;
mod value;

pub(crate) use body::Body;
pub(crate) use issue::Issue;
pub(crate) use object::Object;
pub(crate) use query::Query;
pub(crate) use value::FromValue;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Something wrong in a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ValidationItem, example = json!(
    {"type": "missing", "loc": ["body", "client_user_id"], "msg": "Field required", "input": {}}
))]
pub(crate) struct Item {
    /// For programs, in the words of Pydantic.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    kind: &'static str,
    /// Where: `path`, `query` or `body`, then names and indices.
    loc: Vec<Step>,
    /// For people.
    msg: String,
    /// What stands there; null where it is not sent back.
    input: Value,
    /// What the rule is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    ctx: Option<Value>,
}

impl Item {
    /// What is wrong, for programs.
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// Where.
    pub(crate) fn place(&self) -> &[Step] {
        &self.loc
    }

    /// What is wrong, for people.
    pub(crate) fn message(&self) -> &str {
        &self.msg
    }
}

/// A step on the way to a value.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Step {
    /// Into a part of the request, or a member of an object.
    #[schema(value_type = String)]
    Name(Cow<'static, str>),
    /// Into an item of a list, or to a character of a body that is no JSON.
    Index(usize),
}

/// Everything that is wrong in a request; at least one thing.
#[derive(Debug)]
pub(crate) struct Wrong(pub(crate) Vec<Item>);

/// Reads a request and remembers what is wrong with it.
pub(crate) struct Input {
    items: Vec<Item>,
    sends_back: bool,
}

impl Input {
    /// Sends wrong values back with what is wrong with them.
    pub(crate) fn new() -> Self {
        Self { items: Vec::new(), sends_back: true }
    }

    /// Sends nothing back: for requests that hold secrets.
    pub(crate) fn of_secrets() -> Self {
        Self { items: Vec::new(), sends_back: false }
    }

    /// A value of the path. Its text, decoded, or `None` if it is not UTF-8.
    pub(crate) fn path<T: FromValue>(
        &mut self,
        name: &'static str,
        text: Option<&str>,
    ) -> Option<T> {
        self.path_with(name, text, T::from_value)
    }

    /// The same, with a rule of one's own.
    pub(crate) fn path_with<T>(
        &mut self,
        name: &'static str,
        text: Option<&str>,
        read: impl FnOnce(&Value) -> Result<T, Issue>,
    ) -> Option<T> {
        self.text(vec![Step::Name("path".into()), Step::Name(name.into())], text, read)
    }

    /// A value of the query, unless absent.
    pub(crate) fn query<T: FromValue>(&mut self, query: &Query, name: &'static str) -> Option<T> {
        self.query_with(query, name, T::from_value)
    }

    /// The same, with a rule of one's own.
    pub(crate) fn query_with<T>(
        &mut self,
        query: &Query,
        name: &'static str,
        read: impl FnOnce(&Value) -> Result<T, Issue>,
    ) -> Option<T> {
        let text = query.get(name)?;
        self.text(vec![Step::Name("query".into()), Step::Name(name.into())], text, read)
    }

    /// An integer of the query within these bounds, unless absent.
    pub(crate) fn query_integer(
        &mut self,
        query: &Query,
        name: &'static str,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        self.query_with(query, name, |value| integer(value.as_str().unwrap_or_default(), min, max))
    }

    /// The object that a body must be.
    pub(crate) fn body<'v>(&mut self, body: &'v Body) -> Object<'v, '_> {
        let place = vec![Step::Name("body".into())];
        match body {
            Body::Json(value) => self.object(place, value),
            Body::Empty => {
                self.note(place.clone(), Issue::missing(), &Value::Null);
                Object { whole: &Value::Null, place, input: self }
            }
            Body::Broken { offset, reason } => {
                let at = vec![Step::Name("body".into()), Step::Index(*offset)];
                let nothing = Value::Object(serde_json::Map::new());
                self.note(at, Issue::json_invalid(reason), &nothing);
                Object { whole: &Value::Null, place, input: self }
            }
        }
    }

    /// Ends reading with what only came about if nothing was wrong.
    pub(crate) fn finish_with<T>(self, read: Option<T>) -> Result<T, Wrong> {
        match read {
            Some(read) if self.items.is_empty() => Ok(read),
            Some(_) | None => Err(Wrong(self.items)),
        }
    }

    /// Ends reading with everything that is wrong.
    pub(crate) fn into_wrong(self) -> Wrong {
        Wrong(self.items)
    }

    fn object<'v>(&mut self, place: Vec<Step>, value: &'v Value) -> Object<'v, '_> {
        if !value.is_object() {
            self.note(place.clone(), Issue::object_type(), value);
        }
        Object { whole: value, place, input: self }
    }

    fn text<T>(
        &mut self,
        place: Vec<Step>,
        text: Option<&str>,
        read: impl FnOnce(&Value) -> Result<T, Issue>,
    ) -> Option<T> {
        if let Some(text) = text {
            return self.parse(place, &Value::from(text), read);
        }
        self.note(place, Issue::string_unicode(), &Value::Null);
        None
    }

    fn parse<T>(
        &mut self,
        place: Vec<Step>,
        value: &Value,
        read: impl FnOnce(&Value) -> Result<T, Issue>,
    ) -> Option<T> {
        match read(value) {
            Ok(read) => Some(read),
            Err(issue) => {
                self.note(place, issue, value);
                None
            }
        }
    }

    fn note(&mut self, loc: Vec<Step>, issue: Issue, input: &Value) {
        let Issue { kind, message: msg, context: ctx } = issue;
        let input = if self.sends_back { input.clone() } else { Value::Null };
        self.items.push(Item { kind, loc, msg, input, ctx });
    }
}

/// Decimal digits, perhaps behind a sign. What has more than 64 bits is out of any bounds.
fn integer(text: &str, min: i64, max: i64) -> Result<i64, Issue> {
    let (is_negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Issue::int_parsing());
    }
    match text.parse() {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        Ok(number) if number < min => Err(Issue::less_than(min)),
        Err(_) if is_negative => Err(Issue::less_than(min)),
        Ok(_) | Err(_) => Err(Issue::more_than(max)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_of_a_query_is_plain_and_within_bounds() {
        let kind = |text| integer(text, 1, 500).map_err(|issue| issue.kind);
        for (text, number) in [("1", 1), ("500", 500), ("+7", 7), ("007", 7)] {
            assert_eq!(kind(text), Ok(number), "{text}");
        }
        for wrong in ["", "-", "+", " 1", "1.0", "1e2", "x", "٧", "--1", "1_0"] {
            assert_eq!(kind(wrong), Err("int_parsing"), "{wrong}");
        }
        for wrong in ["501", "9223372036854775808", "99999999999999999999999"] {
            assert_eq!(kind(wrong), Err("less_than_equal"), "{wrong}");
        }
        for wrong in ["0", "-1", "-9223372036854775809"] {
            assert_eq!(kind(wrong), Err("greater_than_equal"), "{wrong}");
        }
    }
}
