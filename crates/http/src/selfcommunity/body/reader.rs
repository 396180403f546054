//! Reads fields one after the other and remembers everything that is wrong with them, so that a
//! client learns it all at once.

use kith_domain::Invalid;
use serde_json::Value;

use super::{Fields, FromField};
use crate::selfcommunity::error::{Error, FieldErrors};

const REQUIRED: &str = "This field is required.";

/// Reads [`Fields`]. Whoever reads must ask [`Reader::finish`] before acting.
pub(crate) struct Reader<'a> {
    fields: &'a Fields,
    errors: FieldErrors,
}

impl<'a> Reader<'a> {
    pub(super) fn new(fields: &'a Fields) -> Self {
        Self { fields, errors: FieldErrors::default() }
    }

    /// A field that must be there. `None` means that an error was noted.
    pub(crate) fn required<T: FromField>(&mut self, name: &'static str) -> Option<T> {
        match self.value(name) {
            None | Some(Value::Null) => {
                self.errors.add(name, "required", REQUIRED);
                None
            }
            Some(value) => self.parse(name, value),
        }
    }

    /// A field that may be missing, null or the empty text, which all mean the same.
    pub(crate) fn optional<T: FromField>(&mut self, name: &'static str) -> Option<T> {
        let value = self.value(name).filter(|value| !is_empty(value))?;
        self.parse(name, value)
    }

    /// A change of a field that can be emptied by null or the empty text.
    pub(crate) fn clearable<T: FromField>(&mut self, name: &'static str) -> Option<Option<T>> {
        match self.value(name)? {
            empty if is_empty(empty) => Some(None),
            value => self.parse(name, value).map(Some),
        }
    }

    /// A change of a text that null empties.
    pub(crate) fn text<T: FromField + Default>(&mut self, name: &'static str) -> Option<T> {
        self.clearable(name).map(Option::unwrap_or_default)
    }

    /// A change of a field that must not be emptied.
    pub(crate) fn change<T: FromField>(&mut self, name: &'static str) -> Option<T> {
        self.value(name)?;
        self.required(name)
    }

    /// Notes an error unless the field is missing, null or empty; for what Kith does not take.
    pub(crate) fn refuse(&mut self, name: &'static str, message: &'static str) {
        if self.has(name) {
            self.errors.add(name, "invalid", message);
        }
    }

    /// Whether the field is there and neither null nor the empty text.
    pub(crate) fn has(&mut self, name: &'static str) -> bool {
        self.value(name).is_some_and(|value| !is_empty(value))
    }

    /// The field as it was sent, unless missing.
    pub(crate) fn raw(&mut self, name: &'static str) -> Option<&'a Value> {
        self.value(name)
    }

    /// Notes an error of one's own.
    pub(crate) fn invalid(&mut self, name: &'static str, message: &'static str) {
        self.errors.add(name, "invalid", message);
    }

    /// Ends reading: everything that was wrong, if anything was.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.errors.is_empty() { Ok(()) } else { Err(Error::Fields(self.errors)) }
    }

    /// Ends reading with what only came about if nothing was wrong.
    pub(crate) fn finish_with<T>(self, read: Option<T>) -> Result<T, Error> {
        match read {
            Some(read) if self.errors.is_empty() => Ok(read),
            Some(_) | None => Err(Error::Fields(self.errors)),
        }
    }

    fn value(&mut self, name: &'static str) -> Option<&'a Value> {
        if self.fields.repeated.iter().any(|repeated| repeated == name) {
            self.errors.add(name, "invalid", "This field is given more than once.");
        }
        self.fields.values.get(name)
    }

    fn parse<T: FromField>(&mut self, name: &'static str, value: &Value) -> Option<T> {
        match T::from_field(value, self.fields.written) {
            Ok(read) => Some(read),
            Err(invalid) => {
                self.note(name, invalid);
                None
            }
        }
    }

    fn note(&mut self, name: &'static str, invalid: Invalid) {
        self.errors.add(name, invalid.code(), invalid.to_string());
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}
