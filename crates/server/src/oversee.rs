//! What officials ask for: completion of a course, by unit and month. Counts of people only, and only protected ones.

mod completion;
mod csv;
mod tallies;

use crate::Server;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The doors.
pub fn doors() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new().routes(routes!(completion::completion)).routes(routes!(completion::completion_csv))
}
