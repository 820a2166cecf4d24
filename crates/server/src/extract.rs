//! What is taken out of a request, with faults in our own words instead of the framework's.

use crate::error::Fault;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;

/// The bytes of a body, up to the door's limit.
pub struct Body(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(rejection) => Err(match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge { limit: crate::http::LONGEST_BODY },
                _ => Fault::BadRequest("the body broke off: send it again".into()),
            }),
        }
    }
}

impl Body {
    /// The body as JSON of a known form.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] that says what was expected and where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        serde_json::from_slice(&self.0)
            .map_err(|error| Fault::BadRequest(format!("the body is not what this door takes: {error}")))
    }
}

/// The part of an address after `?`.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let query = Query::from_request_parts(parts, state).await;
        query
            .map(|Query(query)| Self(query))
            .map_err(|error| Fault::BadRequest(format!("the address is not what this door takes: {error}")))
    }
}
