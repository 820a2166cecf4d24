//! Drafts: an uploaded course is checked, kept for a week, and published when its trainer says so.
//!
//! What is kept is the archive as it came; it is read again when it is published, so there is one way from files to editions.

use super::courses;
use crate::Server;
use crate::audit::Doer;
use crate::error::Fault;
use crate::publication;
use crate::sign_in::SignedIn;
use crate::store::Tx;
use crate::{secret, values};
use authoring::{Draft, MOST_ARCHIVE, archive};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::api::{CheckedDraft, Problem, TaughtCourse};
use domain::id::StaffId;
use domain::permission::Act;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long a draft is kept, in milliseconds: 7 days.
const KEPT: i64 = 7 * 24 * 60 * 60 * 1000;
/// How many drafts of one trainer are kept.
const MOST_DRAFTS: usize = 10;

/// The doors.
pub fn doors() -> OpenApiRouter<Arc<Server>> {
    let upload = OpenApiRouter::new().routes(routes!(upload)).layer(DefaultBodyLimit::max(MOST_ARCHIVE));
    upload.routes(routes!(publish))
}

/// Checks a course packed as a zip. Where nothing forbids publishing, it is kept as a draft of whoever sent it.
#[utoipa::path(post, path = domain::api::DRAFTS, tag = "teach", request_body(content = inline(crate::description::Binary), content_type = "application/zip"),
    responses((status = 200, body = CheckedDraft), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 413, body = Problem), (status = 507, body = Problem)))]
async fn upload(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    request: Request,
) -> Result<Json<CheckedDraft>, Fault> {
    // Before the body is read: nobody else gets 60 MB of memory.
    let staff = signed.permit(Act::ManageCourses)?;
    let bytes =
        Bytes::from_request(request, &()).await.map_err(|rejection| match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge { limit: MOST_ARCHIVE },
            _ => Fault::BadRequest("the upload broke off: send it again".into()),
        })?;
    let draft = read(bytes.clone()).await?;
    let mut checked = checked(&draft);
    if draft.publishable() {
        let id = secret::hex(&secret::random::<16>()?);
        let mut tx = server.store.write().await?;
        let now = server.clock.now();
        make_room(&mut tx, &staff.id, now).await?;
        tx.run(
            "INSERT INTO draft (draft, created_by, created_at, archive) VALUES ($1, $2, $3, $4)",
            values![&id, staff.id.to_string(), now, bytes.to_vec()],
        )
        .await?;
        tx.commit().await?;
        checked.draft = Some(id);
    }
    Ok(Json(checked))
}

/// Publishes a draft of one's own. May be repeated: what is offered already stays as it is.
#[utoipa::path(post, path = domain::api::PUBLISH, tag = "teach", params(("draft" = String, Path, description = "What the check named it")),
    responses((status = 200, body = TaughtCourse), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn publish(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    Path(draft): Path<String>,
) -> Result<Json<TaughtCourse>, Fault> {
    let staff = signed.permit(Act::ManageCourses)?;
    let sql = "SELECT archive FROM draft WHERE draft = $1 AND created_by = $2 AND created_at > $3";
    let wanted = values![draft, staff.id.to_string(), server.clock.now() - KEPT];
    let row = server.store.row(sql, wanted).await?.ok_or(Fault::NotFound("draft: upload the course again"))?;
    let draft = read(row.bytes(0)?.into()).await?;
    let published = publication::publish(&server, &draft, Doer::Staff(staff.id)).await?;
    let first = published.first().ok_or(Fault::NotFound("course in this draft"))?;
    courses::one(&server.store, &first.course.id).await.map(Json)
}

/// Reads an archive away from the threads that serve others.
async fn read(bytes: Bytes) -> Result<Draft, Fault> {
    let read = move || match archive::read_zip(&bytes) {
        Ok(source) => authoring::read(&source),
        Err(diagnostics) => Draft { diagnostics, ..Draft::default() },
    };
    tokio::task::spawn_blocking(read).await.map_err(|fault| Fault::Io(format!("the check broke off: {fault}")))
}

fn checked(draft: &Draft) -> CheckedDraft {
    let (counts, original) = (draft.counts(), draft.courses.first());
    CheckedDraft {
        draft: None,
        course: original.map(|course| course.id.clone()),
        title: original.map(|course| course.title.clone()),
        lessons: counts.lessons,
        items: counts.all_items(),
        languages: draft.courses.iter().map(|course| course.language).collect(),
        diagnostics: draft.diagnostics.clone(),
    }
}

/// Lets go of everybody's drafts of long ago, and of this trainer's oldest.
async fn make_room(tx: &mut Tx, staff: &StaffId, now: i64) -> Result<(), Fault> {
    tx.run("DELETE FROM draft WHERE created_at <= $1", values![now - KEPT]).await?;
    let sql = "SELECT draft FROM draft WHERE created_by = $1 ORDER BY created_at DESC, draft";
    let rows = tx.rows(sql, values![staff.to_string()]).await?;
    for row in rows.iter().skip(MOST_DRAFTS - 1) {
        tx.run("DELETE FROM draft WHERE draft = $1", values![row.text(0)?]).await?;
    }
    Ok(())
}
