//! `/api/account/provider/session`: signing in through the provider. It stands in for the password: whoever has a second step
//! shows a code after it, and without one the session counts as not freshly proven.

use super::transaction::{Purpose, Transaction};
use super::{SetOut, come_back, set_out};
use crate::Server;
use crate::account::second_step;
use crate::account::session::{WithCookies, welcome};
use crate::account::throttle::Bucket;
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::extract::Body;
use crate::sign_in::member;
use crate::store::Tx;
use crate::values;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::api::{Problem, ProviderAddress, ProviderReply, SecondStepCode, ThroughProvider};
use domain::people::StaffMember;
use domain::permission::Proof;
use std::sync::Arc;

/// Begins to sign in through the provider: answers where the browser goes to. It has ten minutes to come back.
#[utoipa::path(post, path = domain::api::PROVIDER_SESSION, tag = "account", request_body = ThroughProvider,
    responses((status = 200, body = ProviderAddress), (status = 400, body = Problem), (status = 404, body = Problem, description = "No provider is configured"),
        (status = 424, body = Problem, description = "The provider can't be reached"), (status = 503, body = Problem)))]
pub async fn begin(State(server): State<Arc<Server>>, headers: HeaderMap, body: Body) -> Result<SetOut, Fault> {
    let asked: ThroughProvider = body.json()?;
    set_out(&server, &headers, Purpose::SignIn, asked.language).await
}

/// Signs in with what the provider sent the browser back with. Whatever is wrong with it, or with the account, is not said.
#[utoipa::path(put, path = domain::api::PROVIDER_SESSION, tag = "account", request_body = ProviderReply,
    responses((status = 200, body = StaffMember), (status = 400, body = Problem), (status = 401, body = Problem, description = "Refused, or a code of the second step is missing"),
        (status = 404, body = Problem), (status = 424, body = Problem), (status = 503, body = Problem)))]
pub async fn finish(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Result<WithCookies<Json<StaffMember>>, Fault> {
    let (transaction, subject) = come_back(&server, &headers, Purpose::SignIn, body.json()?).await?;
    let now = server.clock.now();
    let sql = "SELECT s.staff, s.name, s.roles, s.unit FROM provider_identity i JOIN staff s ON s.staff = i.staff \
               WHERE i.issuer = $1 AND i.subject = $2 AND s.disabled_at IS NULL";
    let mut tx = server.store.write().await?;
    let Some(row) = tx.row(sql, values![super::provider(&server)?.issuer(), subject]).await? else {
        metrics::counter!("sign_ins_refused").increment(1);
        return Err(Fault::ProviderRefused);
    };
    let staff = member(&row)?;
    match second_step::pass(&mut tx, staff.id, None, now).await {
        Err(Fault::CodeNeeded) => {
            transaction.ends(&mut tx, Some(staff.id), now).await?;
            tx.commit().await?;
            Err(Fault::CodeNeeded)
        }
        passed => {
            passed?;
            transaction.ends(&mut tx, None, now).await?;
            signed_in(tx, &server, &headers, staff, Proof::Session).await
        }
    }
}

/// Ends signing in through the provider with a code of the second step.
#[utoipa::path(post, path = domain::api::PROVIDER_CODE, tag = "account", request_body = SecondStepCode,
    responses((status = 200, body = StaffMember), (status = 400, body = Problem), (status = 401, body = Problem, description = "The code is wrong, or there is nothing to end"),
        (status = 429, body = Problem), (status = 503, body = Problem)))]
pub async fn code(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Result<WithCookies<Json<StaffMember>>, Fault> {
    let asked: SecondStepCode = body.json()?;
    let (transaction, now) = (Transaction::of(&server, &headers).ok_or(Fault::ProviderRefused)?, server.clock.now());
    // Joined, so that an account that was closed or unlinked meanwhile opens no more.
    let sql = "SELECT s.staff, s.name, s.roles, s.unit FROM provider_return r JOIN staff s ON s.staff = r.staff \
               JOIN provider_identity i ON i.staff = s.staff \
               WHERE r.transaction_hash = $1 AND r.expires_at > $2 AND s.disabled_at IS NULL";
    let row = server.store.row(sql, values![transaction.hash(), now]).await?.ok_or(Fault::ProviderRefused)?;
    let staff = member(&row)?;
    let bucket = Bucket::of(&server, &headers, &staff.name).await?;
    bucket.count(&server).await?;
    let mut tx = server.store.write().await?;
    second_step::pass(&mut tx, staff.id, Some(&asked.code), now).await?;
    let sql = "UPDATE provider_return SET staff = NULL WHERE transaction_hash = $1 AND staff IS NOT NULL";
    if tx.run(sql, values![transaction.hash()]).await? == 0 {
        return Err(Fault::ProviderRefused);
    }
    bucket.clear(&mut tx).await?;
    signed_in(tx, &server, &headers, staff, Proof::Fresh).await
}

async fn signed_in(
    mut tx: Tx,
    server: &Server,
    headers: &HeaderMap,
    staff: StaffMember,
    proof: Proof,
) -> Result<WithCookies<Json<StaffMember>>, Fault> {
    let cookies = welcome(&mut tx, server, headers, &staff, proof).await?;
    let detail = format!("{}, by the provider", staff.name);
    audit::write(&mut tx, server.clock.now(), Doer::Staff(staff.id), "signed_in", &detail).await?;
    tx.commit().await?;
    metrics::counter!("sign_ins").increment(1);
    Ok((cookies, Json(staff)))
}
