//! Invitations: the only way to an account. A link of 256 random bits, used once, within 72 hours; kept as a hash.

use super::session::{WithCookies, welcome};
use super::{members, password};
use crate::audit::{self, Doer};
use crate::config::Staff;
use crate::error::Fault;
use crate::extract::Body;
use crate::sign_in::{SignedIn, read_roles, write_roles};
use crate::store::{Row, Store, Tx};
use crate::{Server, secret, units, values};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::api::{AcceptInvitation, InvitationLink, InvitationToken, Invite, Invited, Problem};
use domain::id::StaffId;
use domain::people::{Role, StaffMember, is_staff_name};
use domain::permission::{Act, Proof};
use domain::unit::UnitKey;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How long an invitation can be used, in milliseconds: 72 hours.
const LIVES: i64 = 72 * 60 * 60 * 1000;
/// Who invites the first administrator: whoever runs the machine, while there is none.
const FIRST: &str = "first_administrator";
/// What processes take turns on while the first administrator is made.
const TURN: i64 = 0xF1_257A;

/// An invitation that can still be used.
struct Open {
    roles: BTreeSet<Role>,
    unit: Option<UnitKey>,
    first: bool,
}

fn open(row: &Row) -> Result<Open, Fault> {
    let unit = row.text_or_null(1)?.map(|unit| unit.parse()).transpose();
    let unit = unit.map_err(|fault: domain::Fault| Fault::Damaged(fault.to_string()))?;
    Ok(Open { roles: read_roles(&row.text(0)?)?, unit, first: row.text(2)? == FIRST })
}

const OPEN: &str =
    "SELECT roles, unit, created_by FROM invitation WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
const ADMINISTRATORS: &str =
    "SELECT staff, roles FROM staff WHERE disabled_at IS NULL AND roles LIKE '%administrator%'";

async fn find(server: &Server, token: &str) -> Result<Open, Fault> {
    let row = server.store.row(OPEN, values![secret::hashed(token), server.clock.now()]).await?;
    let invitation = open(&row.ok_or(Fault::NotFound("invitation"))?)?;
    if invitation.first && server.store.row(ADMINISTRATORS, vec![]).await?.is_some() {
        return Err(Fault::NotFound("invitation"));
    }
    Ok(invitation)
}

/// What an invitation offers. Uses nothing up, so it may be asked again.
#[utoipa::path(post, path = domain::api::INVITATION, tag = "account", request_body = InvitationToken,
    responses((status = 200, body = Invited), (status = 400, body = Problem), (status = 404, body = Problem, description = "Unknown, used or expired")))]
pub async fn look_at(State(server): State<Arc<Server>>, body: Body) -> Result<Json<Invited>, Fault> {
    let asked: InvitationToken = body.json()?;
    let invitation = find(&server, &asked.token).await?;
    let unit_name = match &invitation.unit {
        Some(unit) => units::name(&server.store, unit).await?,
        None => None,
    };
    Ok(Json(Invited { roles: invitation.roles, unit_name }))
}

/// Uses an invitation: makes the account and signs in.
#[utoipa::path(post, path = domain::api::ACCEPT, tag = "account", request_body = AcceptInvitation,
    responses((status = 200, body = StaffMember), (status = 400, body = Problem), (status = 404, body = Problem, description = "Unknown, used or expired"),
        (status = 409, body = Problem, description = "The name is taken"), (status = 422, body = Problem), (status = 503, body = Problem)))]
pub async fn accept(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Result<WithCookies<Json<StaffMember>>, Fault> {
    let asked: AcceptInvitation = body.json()?;
    // Only who holds an invitation may learn whether a name is taken, or make the server hash.
    find(&server, &asked.token).await?;
    if !is_staff_name(&asked.name) {
        let rule = "a name has 3–64 characters of a–z, 0–9, dots, hyphens, underscores and @: choose another";
        return Err(Fault::Invalid(rule.into()));
    }
    password::check(&asked.password, &asked.name, false)?;
    let hash = server.hashing.turn()?.hash(asked.password).await?;
    let now = server.clock.now();
    let mut tx = server.store.write().await?;
    let invitation = take(&mut tx, &asked.token, now).await?;
    let id = StaffId::from_bytes(secret::random()?);
    let staff = StaffMember { id, name: asked.name, roles: invitation.roles, unit: invitation.unit };
    let made = tx
        .run(
            "INSERT INTO staff (staff, name, password_hash, roles, unit, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (name) DO NOTHING",
            values![id.to_string(), &staff.name, hash, write_roles(&staff.roles), unit_text(staff.unit.as_ref()), now],
        )
        .await?;
    if made == 0 {
        return Err(Fault::Conflict("this name is taken: choose another".into()));
    }
    let cookies = welcome(&mut tx, &server, &headers, &staff, Proof::Fresh).await?;
    audit::write(&mut tx, now, Doer::Staff(id), "account_made", &described(&staff.roles, staff.unit.as_ref())).await?;
    tx.commit().await?;
    Ok((cookies, Json(staff)))
}

/// Uses the invitation up: of two at the same time one gets it.
async fn take(tx: &mut Tx, token: &str, now: i64) -> Result<Open, Fault> {
    tx.take_turn(TURN).await?;
    let hash = secret::hashed(token);
    let row = tx.row(OPEN, values![&hash, now]).await?.ok_or(Fault::NotFound("invitation"))?;
    let invitation = open(&row)?;
    if invitation.first && tx.row(ADMINISTRATORS, vec![]).await?.is_some() {
        return Err(Fault::NotFound("invitation"));
    }
    let sql = "UPDATE invitation SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL";
    match tx.run(sql, values![now, hash]).await? {
        1 => Ok(invitation),
        _ => Err(Fault::NotFound("invitation")),
    }
}

/// Invites a person: answers a link to hand over, shown once.
#[utoipa::path(post, path = domain::api::INVITATIONS, tag = "account", request_body = Invite,
    responses((status = 200, body = InvitationLink), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn invite(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    body: Body,
) -> Result<Json<InvitationLink>, Fault> {
    let staff = signed.permit(Act::ManageStaff)?;
    let asked: Invite = body.json()?;
    check(&server.store, &asked.roles, asked.unit.as_ref()).await?;
    let doer = Doer::Staff(staff.id);
    write(&server.store, server.clock.now(), doer, &doer.to_string(), &asked).await.map(Json)
}

/// Whether a person can have these roles and this unit.
pub(super) async fn check(store: &Store, roles: &BTreeSet<Role>, unit: Option<&UnitKey>) -> Result<(), Fault> {
    if roles.is_empty() {
        return Err(Fault::Invalid("a person needs a role: administrator, trainer, reviewer or official".into()));
    }
    match unit {
        None if roles.contains(&Role::Official) => {
            Err(Fault::Invalid("an official needs a unit, as 52@2025-07-01: choose the one they answer for".into()))
        }
        None => Ok(()),
        Some(unit) => match units::path(store, unit).await {
            Err(Fault::NotFound(_)) => Err(Fault::Invalid(format!("there is no unit {unit} today: choose another"))),
            found => found.map(drop),
        },
    }
}

async fn write(store: &Store, now: i64, doer: Doer, by: &str, asked: &Invite) -> Result<InvitationLink, Fault> {
    let (token, expires_at) = (secret::token()?, now + LIVES);
    let mut tx = store.write().await?;
    tx.run(
        "INSERT INTO invitation (token_hash, roles, unit, created_by, expires_at) VALUES ($1, $2, $3, $4, $5)",
        values![secret::hashed(&token), write_roles(&asked.roles), unit_text(asked.unit.as_ref()), by, expires_at],
    )
    .await?;
    audit::write(&mut tx, now, doer, "invited", &described(&asked.roles, asked.unit.as_ref())).await?;
    tx.commit().await?;
    Ok(InvitationLink { path: format!("/desk/#invitation={token}"), expires_at })
}

pub(super) fn unit_text(unit: Option<&UnitKey>) -> Option<String> {
    unit.map(ToString::to_string)
}

pub(super) fn described(roles: &BTreeSet<Role>, unit: Option<&UnitKey>) -> String {
    unit.map_or_else(|| write_roles(roles), |unit| format!("{} for {unit}", write_roles(roles)))
}

/// `congdanso staff …`: answers the path to print, if any; only the caller knows at which address the server is reached.
///
/// # Errors
/// When the roles or the unit make no sense.
pub async fn run(store: &Store, now: i64, asked: &Staff) -> Result<Option<String>, Fault> {
    let (roles, unit, first_administrator) = match asked {
        Staff::Invite { roles, unit, first_administrator } => (roles, unit, first_administrator),
        Staff::RemoveSecondStep { name } => return members::remove_second_step(store, now, name).await.map(|()| None),
    };
    let bad = |fault: domain::Fault| Fault::Invalid(fault.to_string());
    let invite = if *first_administrator {
        if store.row(ADMINISTRATORS, vec![]).await?.is_some() {
            return Ok(None);
        }
        Invite { roles: BTreeSet::from([Role::Administrator]), unit: None }
    } else {
        let roles = roles.iter().map(|role| role.parse()).collect::<Result<_, _>>().map_err(bad)?;
        Invite { roles, unit: unit.as_ref().map(|unit| unit.parse()).transpose().map_err(bad)? }
    };
    check(store, &invite.roles, invite.unit.as_ref()).await?;
    let by = if *first_administrator { FIRST } else { "command" };
    let link = write(store, now, Doer::Command, by, &invite).await?;
    Ok(Some(link.path))
}
