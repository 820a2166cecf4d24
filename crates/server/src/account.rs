//! Accounts of staff: sign in and out, who is signed in, who else there is, and how new people come in (by invitation only).
//!
//! Citizens have no account; their phones register in [`crate::learn`].

pub mod invitation;
pub mod password;
mod session;
mod throttle;

use crate::Server;
use crate::error::Fault;
use crate::sign_in::{self, SignedIn, permit};
use crate::units;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::api::{Account, ListedStaff, Problem};
use domain::permission::Act;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The doors.
pub fn doors() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(account))
        .routes(routes!(session::sign_in, session::sign_out))
        .routes(routes!(invitation::look_at))
        .routes(routes!(invitation::accept))
        .routes(routes!(invitation::invite))
        .routes(routes!(staff))
}

/// Who is signed in, or nobody; and whether the store holds made-up learners.
#[utoipa::path(get, path = domain::api::ACCOUNT, tag = "account",
    responses((status = 200, body = Account), (status = 503, body = Problem)))]
async fn account(State(server): State<Arc<Server>>, headers: HeaderMap) -> Result<Json<Account>, Fault> {
    let staff = sign_in::who(&server, &headers).await?;
    let unit_name = match staff.as_ref().and_then(|staff| staff.unit.as_ref()) {
        Some(unit) => units::name(&server.store, unit).await?,
        None => None,
    };
    Ok(Json(Account { staff, unit_name, demo: crate::seed::is_demo(&server.store).await? }))
}

/// Everybody with an account that can be used, by name.
#[utoipa::path(get, path = domain::api::STAFF, tag = "account", responses((status = 200, body = Vec<ListedStaff>),
    (status = 401, body = Problem), (status = 403, body = Problem)))]
async fn staff(State(server): State<Arc<Server>>, SignedIn(staff): SignedIn) -> Result<Json<Vec<ListedStaff>>, Fault> {
    permit(&staff, Act::ManageStaff)?;
    let sql = "SELECT staff, name, roles, unit FROM staff WHERE disabled_at IS NULL ORDER BY name";
    let rows = server.store.rows(sql, vec![]).await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in &rows {
        let member = sign_in::member(row)?;
        let unit_name = match &member.unit {
            Some(unit) => units::name(&server.store, unit).await?,
            None => None,
        };
        listed.push(ListedStaff { member, unit_name });
    }
    Ok(Json(listed))
}
