//! What a request says: a flat set of named fields, from JSON, a form or the query.

mod field;
pub(crate) mod form;
mod reader;

pub(crate) use field::{FromField, UserIds};
pub(crate) use reader::Reader;

use serde_json::{Map, Value};

use crate::json;

/// How the fields were written; only truth values depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// As JSON, with types.
    Json,
    /// As a form or a query, where everything is text.
    Text,
}

/// The fields of a body or of a query. Those that nobody asks for are ignored (contract, 2.1).
#[derive(Debug)]
pub(crate) struct Fields {
    values: Map<String, Value>,
    /// Names of a form or a query that stand there more than once.
    repeated: Vec<String>,
    written: Written,
}

impl Fields {
    /// The fields of an empty body.
    pub(crate) fn none() -> Self {
        Self { values: Map::new(), repeated: Vec::new(), written: Written::Json }
    }

    /// Reads a JSON object.
    pub(crate) fn json(text: &[u8]) -> Option<Self> {
        let values = json::object(text)?;
        Some(Self { values, repeated: Vec::new(), written: Written::Json })
    }

    /// Forgets the fields that have this text as their value.
    pub(crate) fn forget(&mut self, text: &str) {
        self.values.retain(|_, value| value != text);
    }

    /// Reads them field by field, collecting what is wrong.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }
}
