//! Who has an account and what they may do: the list, giving and taking roles, closing and opening accounts, helping
//! somebody who lost their second step. Nobody does any of it to themselves, and one administrator always remains.
//!
//! Roles are read at every request, so a change works on the next one; the person's sessions end with it.

use super::invitation::{check, described, unit_text};
use super::second_step;
use crate::Server;
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::extract::Body;
use crate::sign_in::{self, SignedIn, member, write_roles};
use crate::store::{Row, Store, Tx};
use crate::{units, values};
use axum::Json;
use axum::extract::{Path, State};
use domain::api::{Held, ListedStaff, Problem};
use domain::id::StaffId;
use domain::people::{Role, StaffMember};
use domain::permission::Act;
use std::sync::Arc;

/// What processes take turns on while accounts are changed.
const TURN: i64 = 0x57AF_F001;

/// Everybody with an account, by name; closed ones too.
#[utoipa::path(get, path = domain::api::STAFF, tag = "account", responses((status = 200, body = Vec<ListedStaff>),
    (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn staff(State(server): State<Arc<Server>>, signed: SignedIn) -> Result<Json<Vec<ListedStaff>>, Fault> {
    signed.permit(Act::SeeStaff)?;
    let rows = server.store.rows(&format!("{LISTED} ORDER BY s.name"), vec![]).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.push(listed(&server.store, row).await?);
    }
    Ok(Json(all))
}

const LISTED: &str = "SELECT s.staff, s.name, s.roles, s.unit, s.disabled_at, t.confirmed_at \
                      FROM staff s LEFT JOIN second_step t ON t.staff = s.staff";

async fn listed(store: &Store, row: &Row) -> Result<ListedStaff, Fault> {
    let StaffMember { id, name, roles, unit } = member(row)?;
    let unit_name = match &unit {
        Some(unit) => units::name(store, unit).await?,
        None => None,
    };
    let (second_step, disabled_at) = (row.int_or_null(5)?.is_some(), row.int_or_null(4)?);
    Ok(ListedStaff { id, name, roles, unit, unit_name, second_step, disabled_at })
}

/// Gives a person exactly these roles and this unit. Their sessions end. Not to oneself.
#[utoipa::path(put, path = domain::api::STAFF_ROLES, tag = "account", params(("staff" = String, Path, description = "Whose")), request_body = Held,
    responses((status = 200, body = ListedStaff), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem, description = "The last administrator"),
        (status = 422, body = Problem)))]
pub async fn set_roles(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    Path(staff): Path<String>,
    body: Body,
) -> Result<Json<ListedStaff>, Fault> {
    let doer = signed.permit(Act::ManageStaff)?;
    let other = other(doer, &staff)?;
    let asked: Held = body.json()?;
    check(&server.store, &asked.roles, asked.unit.as_ref()).await?;
    let mut change = Change::begin(&server, doer, other).await?;
    let sql = "UPDATE staff SET roles = $1, unit = $2 WHERE staff = $3";
    let written = values![write_roles(&asked.roles), unit_text(asked.unit.as_ref()), other.to_string()];
    change.tx.run(sql, written).await?;
    let was = described(&change.was.roles, change.was.unit.as_ref());
    let is = described(&asked.roles, asked.unit.as_ref());
    let detail = format!("{}: {was} -> {is}", change.was.name);
    change.end("roles_changed", &detail).await
}

/// Closes an account: its sessions end and nobody signs in to it. Not one's own. May be repeated.
#[utoipa::path(post, path = domain::api::DISABLE, tag = "account", params(("staff" = String, Path, description = "Whose")),
    responses((status = 200, body = ListedStaff), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem, description = "The last administrator")))]
pub async fn disable(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    Path(staff): Path<String>,
) -> Result<Json<ListedStaff>, Fault> {
    let doer = signed.permit(Act::ManageStaff)?;
    let other = other(doer, &staff)?;
    let mut change = Change::begin(&server, doer, other).await?;
    let sql = "UPDATE staff SET disabled_at = $1 WHERE staff = $2 AND disabled_at IS NULL";
    change.tx.run(sql, values![server.clock.now(), other.to_string()]).await?;
    let name = change.was.name.clone();
    change.end("account_disabled", &name).await
}

/// Opens a closed account again, with the roles it had. May be repeated.
#[utoipa::path(post, path = domain::api::ENABLE, tag = "account", params(("staff" = String, Path, description = "Whose")),
    responses((status = 200, body = ListedStaff), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn enable(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    Path(staff): Path<String>,
) -> Result<Json<ListedStaff>, Fault> {
    let doer = signed.permit(Act::ManageStaff)?;
    let other = other(doer, &staff)?;
    let mut change = Change::begin(&server, doer, other).await?;
    change.tx.run("UPDATE staff SET disabled_at = NULL WHERE staff = $1", values![other.to_string()]).await?;
    let name = change.was.name.clone();
    change.end("account_enabled", &name).await
}

/// Takes away the second step of somebody who lost it and their recovery codes: with the password alone they can do nothing
/// but set up another, where their role needs one. Their sessions end.
#[utoipa::path(delete, path = domain::api::STAFF_SECOND_STEP, tag = "account", params(("staff" = String, Path, description = "Whose")),
    responses((status = 200, body = ListedStaff), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn take_second_step(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    Path(staff): Path<String>,
) -> Result<Json<ListedStaff>, Fault> {
    let doer = signed.permit(Act::ManageStaff)?;
    let other = other(doer, &staff)?;
    let mut change = Change::begin(&server, doer, other).await?;
    second_step::remove(&mut change.tx, other).await?;
    let name = change.was.name.clone();
    change.end("second_step_removed", &name).await
}

/// `congdanso staff remove-second-step`: the same from the server's machine, for the last administrator.
///
/// # Errors
/// [`Fault::NotFound`] where nobody has that name.
pub async fn remove_second_step(store: &Store, now: i64, name: &str) -> Result<(), Fault> {
    let mut tx = store.write().await?;
    let row = tx.row("SELECT staff FROM staff WHERE name = $1", values![name]).await?;
    let staff: StaffId = row.ok_or(Fault::NotFound("account"))?.parsed(0)?;
    second_step::remove(&mut tx, staff).await?;
    sign_in::end_all(&mut tx, staff, None).await?;
    audit::write(&mut tx, now, Doer::Command, "second_step_removed", name).await?;
    tx.commit().await
}

/// Somebody else than who asks.
fn other(doer: &StaffMember, staff: &str) -> Result<StaffId, Fault> {
    let staff: StaffId = staff.parse().map_err(|_| Fault::NotFound("account"))?;
    if staff == doer.id {
        return Err(Fault::Forbidden("nobody changes their own roles or account here: ask another administrator"));
    }
    Ok(staff)
}

/// A change of somebody's account, one at a time.
struct Change<'a> {
    server: &'a Server,
    tx: Tx,
    doer: StaffId,
    was: StaffMember,
}

impl<'a> Change<'a> {
    async fn begin(server: &'a Server, doer: &StaffMember, other: StaffId) -> Result<Self, Fault> {
        let mut tx = server.store.write().await?;
        tx.take_turn(TURN).await?;
        // Of two administrators who take each other's role at the same moment, the second is none any more.
        if !administrators(&mut tx).await?.contains(&doer.id) {
            return Err(Fault::Forbidden("your role does not include this any more: ask an administrator"));
        }
        let row = tx.row(&format!("{LISTED} WHERE s.staff = $1"), values![other.to_string()]).await?;
        let was = member(&row.ok_or(Fault::NotFound("account"))?)?;
        Ok(Self { server, tx, doer: doer.id, was })
    }

    /// Ends the person's sessions, writes the audit row, and answers how they stand now.
    async fn end(mut self, act: &str, detail: &str) -> Result<Json<ListedStaff>, Fault> {
        if administrators(&mut self.tx).await?.is_empty() {
            return Err(Fault::Conflict("this is the last administrator: make another one first".into()));
        }
        sign_in::end_all(&mut self.tx, self.was.id, None).await?;
        audit::write(&mut self.tx, self.server.clock.now(), Doer::Staff(self.doer), act, detail).await?;
        self.tx.commit().await?;
        let row =
            self.server.store.row(&format!("{LISTED} WHERE s.staff = $1"), values![self.was.id.to_string()]).await?;
        listed(&self.server.store, &row.ok_or(Fault::NotFound("account"))?).await.map(Json)
    }
}

/// Who administers, with an open account.
async fn administrators(tx: &mut Tx) -> Result<Vec<StaffId>, Fault> {
    let rows = tx.rows("SELECT staff, name, roles, unit FROM staff WHERE disabled_at IS NULL", vec![]).await?;
    let all = rows.iter().map(member).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|one| one.roles.contains(&Role::Administrator)).map(|one| one.id).collect())
}
