//! oversee.

use crate::Server;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

/// The doors.
pub fn doors() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
}
