//! What citizens' phones ask for: make a device known, push statements, pull them; get to another phone, join, be erased.

pub mod devices;
pub mod erase;
pub mod handovers;
pub mod inbox;
pub mod join;
pub mod learner;
pub mod pull_statements;
pub mod push_statements;

use crate::Server;
use crate::error::Fault;
use axum::http::{HeaderMap, header};
use domain::id::{DeviceId, LearnerId};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The doors.
pub fn doors() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(devices::register_device))
        .routes(routes!(push_statements::push_statements, pull_statements::pull_statements))
        .routes(routes!(handovers::hand_over))
        .routes(routes!(handovers::take_handover))
        .routes(routes!(join::join_learner))
        .routes(routes!(erase::erase_learner))
}

/// A device's token as it travels: the learner, the device and 256 secret bits, in 128 hexadecimal digits.
/// Carrying the names lets every look-up start with the learner.
pub struct DeviceBearer {
    /// The learner it speaks for.
    pub learner: LearnerId,
    /// The device.
    pub device: DeviceId,
    /// The hash of the secret part.
    pub secret_hash: String,
}

impl DeviceBearer {
    /// The text that the device keeps.
    #[must_use]
    pub fn write(learner: LearnerId, device: DeviceId, secret: &str) -> String {
        format!("{learner}{device}{secret}")
    }

    /// Reads `Authorization: Bearer …`. Whether the secret is right is for the store to say.
    ///
    /// # Errors
    /// [`Fault::UnknownToken`] when there is none or it can't be one.
    pub fn read(headers: &HeaderMap) -> Result<Self, Fault> {
        let text = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        // The scheme's name may be written in capitals or not (RFC 9110).
        let (scheme, token) = text.and_then(|text| text.split_once(' ')).unwrap_or_default();
        let token = scheme.eq_ignore_ascii_case("bearer").then_some(token).filter(|token| token.is_ascii());
        let (Some(learner), Some(device), Some(secret)) = (
            token.and_then(|token| token.get(..32)).and_then(|part| part.parse().ok()),
            token.and_then(|token| token.get(32..64)).and_then(|part| part.parse().ok()),
            token.and_then(|token| token.get(64..)).filter(|part| crate::secret::is_token(part)),
        ) else {
            return Err(Fault::UnknownToken);
        };
        Ok(Self { learner, device, secret_hash: crate::secret::hashed(secret) })
    }
}
