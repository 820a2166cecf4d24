//! API schemas of the nouns whose JSON form differs from their fields.

use crate::report::Cell;
use crate::unit::UnitKey;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

impl PartialSchema for UnitKey {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
        text.pattern(Some("^([0-9]{2}|[0-9]{3}|[0-9]{5})@[0-9]{4}-[0-9]{2}-[0-9]{2}$")).build().into()
    }
}
impl ToSchema for UnitKey {}

impl PartialSchema for Cell {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::Integer, Type::Null]));
        number.minimum(Some(0)).description(Some("A count rounded to 5, or null where suppressed.")).build().into()
    }
}
impl ToSchema for Cell {}
