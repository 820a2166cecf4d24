//! What holds of every door, said once in the API's description: faults are `application/problem+json`, and what any door may answer
//! before it looks at what it was asked. What a door answers by itself stands beside it.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

const PROBLEM: &str = "application/problem+json";

/// The bytes of a file.
pub struct Binary;

impl PartialSchema for Binary {
    fn schema() -> RefOr<Schema> {
        let bytes = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
        bytes.format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary))).build().into()
    }
}
impl ToSchema for Binary {}

/// Says in the description what holds of every door.
#[must_use]
pub fn whole(mut description: OpenApi) -> OpenApi {
    for item in description.paths.paths.values_mut() {
        let PathItem { get, post, put, delete, .. } = item;
        get.iter_mut().for_each(|door| say(door, &[(503, "The server is busy: try again")]));
        for door in [post, put, delete].into_iter().flatten() {
            say(
                door,
                &[
                    (403, "Not allowed, or sent by another site"),
                    (415, "The body is packed"),
                    (503, "The server is busy: try again"),
                ],
            );
            if door.request_body.is_some() {
                say(door, &[(413, "The body is too long")]);
            }
        }
    }
    description
}

/// Gives a door's faults their type, and adds those that it doesn't name itself.
fn say(door: &mut Operation, faults: &[(u16, &str)]) {
    let problem = || RefOr::Ref(Ref::from_schema_name("Problem"));
    for response in door.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        let is_problem = response
            .content
            .values()
            .any(|content| matches!(content, RefOr::T(content) if content.schema.as_ref() == Some(&problem())));
        if is_problem && let Some(content) = response.content.shift_remove("application/json") {
            response.content.insert(PROBLEM.into(), content);
        }
    }
    for (status, what) in faults {
        let content = ContentBuilder::new().schema(Some(problem())).build();
        let response = ResponseBuilder::new().description(*what).content(PROBLEM, content).build();
        door.responses.responses.entry(status.to_string()).or_insert(RefOr::T(response));
    }
}
