//! What trainers ask for: their courses with everything published of them, a check of an uploaded course, publishing,
//! taking an edition off the catalogue, and vouching for a learner who lost their phone. How publishing works is [`crate::publication`]'s business.

mod courses;
mod drafts;
mod vouch;

use crate::Server;
use crate::audit::Doer;
use crate::error::Fault;
use crate::publication;
use crate::sign_in::SignedIn;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::api::{Problem, TaughtCourse};
use domain::id::EditionId;
use domain::permission::Act;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The doors.
pub fn doors() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(all_courses))
        .merge(drafts::doors())
        .routes(routes!(withdraw))
        .routes(routes!(vouch::vouch))
}

/// Every course with its editions, newest first.
#[utoipa::path(get, path = domain::api::COURSES, tag = "teach", responses((status = 200, body = Vec<TaughtCourse>),
    (status = 401, body = Problem), (status = 403, body = Problem)))]
async fn all_courses(State(server): State<Arc<Server>>, signed: SignedIn) -> Result<Json<Vec<TaughtCourse>>, Fault> {
    signed.permit(Act::SeeCourses)?;
    courses::all(&server.store).await.map(Json)
}

/// Takes an edition off the catalogue. May be repeated. Phones that hold it keep it.
#[utoipa::path(post, path = domain::api::WITHDRAW, tag = "teach", params(("edition" = String, Path, description = "The edition's id")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn withdraw(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    Path(edition): Path<String>,
) -> Result<StatusCode, Fault> {
    let staff = signed.permit(Act::ManageCourses)?;
    let edition: EditionId = edition.parse().map_err(|_| Fault::NotFound("edition"))?;
    publication::withdraw(&server, &edition, Doer::Staff(staff.id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
