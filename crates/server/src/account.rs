//! Accounts of staff: sign in and out, who is signed in and where, by which keys and through which provider, who else there is and what they may do, and
//! how new people come in (by invitation only).
//!
//! Citizens have no account; their phones register in [`crate::learn`].

pub mod hashing;
pub mod invitation;
mod keys;
mod members;
mod password;
pub mod provider;
mod second_step;
mod session;
mod sessions;
mod throttle;

use crate::Server;
use crate::error::Fault;
use crate::{sign_in, units};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::api::{Account, Keys, Problem};
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
        .routes(routes!(members::staff))
        .routes(routes!(members::set_roles))
        .routes(routes!(members::disable))
        .routes(routes!(members::enable))
        .routes(routes!(members::take_second_step))
        .routes(routes!(sessions::sessions, sessions::end_others))
        .routes(routes!(sessions::end_one))
        .routes(routes!(keys::prove))
        .routes(routes!(keys::change_password))
        .routes(routes!(second_step::begin, second_step::confirm, second_step::give_up))
        .routes(routes!(second_step::new_recovery_codes))
        .routes(routes!(provider::session::begin, provider::session::finish))
        .routes(routes!(provider::session::code))
        .routes(routes!(provider::identity::begin, provider::identity::finish, provider::identity::unlink))
}

/// Who is signed in, or nobody; and whether the store holds made-up learners.
#[utoipa::path(get, path = domain::api::ACCOUNT, tag = "account",
    responses((status = 200, body = Account), (status = 503, body = Problem)))]
async fn account(State(server): State<Arc<Server>>, headers: HeaderMap) -> Result<Json<Account>, Fault> {
    let demo = crate::seed::is_demo(&server.store).await?;
    let provider = server.provider.as_ref().map(|provider| provider.name().to_owned());
    let Some(signed) = sign_in::who(&server, &headers).await? else {
        return Ok(Json(Account { staff: None, unit_name: None, keys: Keys::default(), provider, demo }));
    };
    let unit_name = match signed.staff.unit.as_ref() {
        Some(unit) => units::name(&server.store, unit).await?,
        None => None,
    };
    let linked = match server.provider.as_ref() {
        Some(provider) => provider::identity::is_linked(&server.store, provider.issuer(), signed.staff.id).await?,
        None => false,
    };
    let keys = Keys {
        second_step: signed.shown.second_step,
        second_step_needed: signed.staff.needs_second_step() || signed.shown.short_password,
        recovery_codes: second_step::codes_left(&server.store, signed.staff.id).await?,
        fresh: signed.shown.fresh,
        linked,
    };
    Ok(Json(Account { staff: Some(signed.staff), unit_name, keys, provider, demo }))
}
