//! Reads the members of an object.

use serde_json::{Map, Value};

use super::{FromValue, Input, Issue, Step};

/// An object of a body and its place there. If there is no object, that is noted already, and every
/// member reads as nothing.
pub(crate) struct Object<'v, 'i> {
    pub(super) whole: &'v Value,
    pub(super) place: Vec<Step>,
    pub(super) input: &'i mut Input,
}

impl<'v> Object<'v, '_> {
    /// A member that must be there. `None` means that something was noted.
    pub(crate) fn required<T: FromValue>(&mut self, name: &'static str) -> Option<T> {
        self.required_with(name, T::from_value)
    }

    /// The same, with a rule of one's own.
    pub(crate) fn required_with<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Value) -> Result<T, Issue>,
    ) -> Option<T> {
        let value = self.present(name)?;
        self.parse(name, value, read)
    }

    /// A member that may be absent or null.
    pub(crate) fn optional<T: FromValue>(&mut self, name: &'static str) -> Option<T> {
        let value = self.given(name)?;
        self.parse(name, value, T::from_value)
    }

    /// A member that may be absent, null or the empty text.
    pub(crate) fn filled<T: FromValue>(&mut self, name: &'static str) -> Option<T> {
        let value = self.given(name).filter(|value| value.as_str() != Some(""))?;
        self.parse(name, value, T::from_value)
    }

    /// A change of a value that must not be taken away.
    pub(crate) fn change<T: FromValue>(&mut self, name: &'static str) -> Option<T> {
        let value = self.members()?.get(name)?;
        self.parse(name, value, T::from_value)
    }

    /// A change of a value that null takes away.
    pub(crate) fn clearable<T: FromValue>(&mut self, name: &'static str) -> Option<Option<T>> {
        match self.members()?.get(name)? {
            Value::Null => Some(None),
            value => self.parse(name, value, T::from_value).map(Some),
        }
    }

    /// A list of at most `max` values that must be there.
    pub(crate) fn list<T: FromValue>(&mut self, name: &'static str, max: usize) -> Option<Vec<T>> {
        let value = self.present(name)?;
        self.items(name, value, max, Self::item)
    }

    /// A list of at most `max` values that may be absent or null.
    pub(crate) fn optional_list<T: FromValue>(
        &mut self,
        name: &'static str,
        max: usize,
    ) -> Option<Vec<T>> {
        let value = self.given(name)?;
        self.items(name, value, max, Self::item)
    }

    /// A list of at most `max` objects that must be there.
    pub(crate) fn objects<T>(
        &mut self,
        name: &'static str,
        max: usize,
        read: impl Fn(Object<'v, '_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.present(name)?;
        self.items(name, value, max, |object, place, value| read(object.input.object(place, value)))
    }

    /// Whether there is such a member, whatever it is.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members().is_some_and(|members| members.contains_key(name))
    }

    /// Notes every member but these.
    pub(crate) fn only(&mut self, names: &[&str]) {
        for (name, value) in self.members().into_iter().flatten() {
            if !names.contains(&name.as_str()) {
                let place =
                    self.place.iter().cloned().chain([Step::Name(name.clone().into())]).collect();
                self.input.note(place, Issue::extra_forbidden(), value);
            }
        }
    }

    /// Notes something of one's own about a member.
    pub(crate) fn note(&mut self, name: &'static str, issue: Issue) {
        let value = self.members().and_then(|members| members.get(name));
        self.input.note(self.place_of(name), issue, value.unwrap_or(&Value::Null));
    }

    fn members(&self) -> Option<&'v Map<String, Value>> {
        self.whole.as_object()
    }

    /// The member, unless absent or null.
    fn given(&self, name: &'static str) -> Option<&'v Value> {
        self.members()?.get(name).filter(|value| !value.is_null())
    }

    /// The member, perhaps null; its absence is noted.
    fn present(&mut self, name: &'static str) -> Option<&'v Value> {
        let value = self.members()?.get(name);
        if value.is_none() {
            self.input.note(self.place_of(name), Issue::missing(), self.whole);
        }
        value
    }

    fn parse<T>(
        &mut self,
        name: &'static str,
        value: &Value,
        read: impl FnOnce(&Value) -> Result<T, Issue>,
    ) -> Option<T> {
        self.input.parse(self.place_of(name), value, read)
    }

    fn items<T>(
        &mut self,
        name: &'static str,
        value: &'v Value,
        max: usize,
        read: impl Fn(&mut Self, Vec<Step>, &'v Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let place = self.place_of(name);
        let Some(items) = value.as_array() else {
            self.input.note(place, Issue::list_type(), value);
            return None;
        };
        if items.len() > max {
            // Not the list itself: what is too long to be read is too long to be sent back.
            self.input.note(place, Issue::list_too_long(max, items.len()), &Value::Null);
            return None;
        }
        let mut all = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let place = place.iter().cloned().chain([Step::Index(index)]).collect();
            all.extend(read(self, place, item));
        }
        // Something was noted for each that is not there.
        (all.len() == items.len()).then_some(all)
    }

    fn item<T: FromValue>(&mut self, place: Vec<Step>, value: &Value) -> Option<T> {
        self.input.parse(place, value, T::from_value)
    }

    fn place_of(&self, name: &'static str) -> Vec<Step> {
        self.place.iter().cloned().chain([Step::Name(name.into())]).collect()
    }
}
