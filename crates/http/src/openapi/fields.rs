//! What a field may hold, where that is more than a type of Rust says.

use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// A user's id: an integer, or its digits as text, as forms and some clients write it. The empty
/// text is as good as nothing.
#[derive(Debug)]
pub(crate) struct IdOrDigits;

impl PartialSchema for IdOrDigits {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .description(Some("A user's id: an integer, or its digits as text."))
            .schema_type(SchemaType::from_iter([Type::Integer, Type::String]))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(1))
            .pattern(Some("^[0-9]*$"))
            .build()
            .into()
    }
}

impl ToSchema for IdOrDigits {}

/// The id of an account elsewhere: text, or an integer of at most 64 bits, which stands for its
/// digits.
#[derive(Debug)]
pub(crate) struct TextOrInteger;

impl PartialSchema for TextOrInteger {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .description(Some("Text, or an integer that stands for its decimal text."))
            .schema_type(SchemaType::from_iter([Type::String, Type::Integer]))
            .min_length(Some(1))
            .max_length(Some(255))
            .build()
            .into()
    }
}

impl ToSchema for TextOrInteger {}
