//! The second step: codes of an authenticator (TOTP, RFC 6238), set up with a first code, and recovery codes for when it is
//! lost. A code is taken once. When it is asked for is `session`'s and `keys`'s business, who needs it `domain::permission`'s.

use super::keys::{Renewed, renewed};
use crate::Server;
use crate::error::Fault;
use crate::extract::Body;
use crate::sign_in::{self, SignedIn};
use crate::store::{Store, Tx};
use crate::{secret, values};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::AppendHeaders;
use domain::api::{Problem, RECOVERY_CODES_MADE, RecoveryCodes, SecondStepCode, SecondStepKey};
use domain::id::StaffId;
use domain::permission::Act;
use std::sync::Arc;
use totp_rs::{Builder, Secret, Totp};

/// An answer that sets the session's new cookie.
type WithCookie<T> = (AppendHeaders<[(HeaderName, HeaderValue); 1]>, T);

/// The form that every authenticator knows: SHA-1, six digits, thirty seconds; one step early or late is taken.
fn authenticator(key: &str) -> Result<Totp, Fault> {
    let damaged = |error: String| Fault::Damaged(format!("the key of a second step can't be read: {error}"));
    let secret = Secret::try_from_base32(key).map_err(|error| damaged(error.to_string()))?;
    Builder::new().with_secret(secret).build().map_err(|error| damaged(error.to_string()))
}

/// Which 30 seconds a code is of, where it is right around now.
fn step(key: &str, code: &str, now: i64) -> Result<Option<i64>, Fault> {
    let step = authenticator(key)?.check(code, u64::try_from(now / 1000).unwrap_or(0));
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// Whether a text has the form of an authenticator's code; people write it in two halves.
fn digits(code: &str) -> Option<String> {
    let bare: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    (bare.len() == 6 && bare.bytes().all(|b| b.is_ascii_digit())).then_some(bare)
}

/// Asks for the second step of somebody who has one. Whatever is taken is used up in the same transaction.
///
/// # Errors
/// [`Fault::CodeNeeded`] without a code, [`Fault::WrongCode`] with another, or one that was taken before.
pub async fn pass(tx: &mut Tx, staff: StaffId, code: Option<&str>, now: i64) -> Result<(), Fault> {
    let sql = "SELECT secret FROM second_step WHERE staff = $1 AND confirmed_at IS NOT NULL";
    let Some(row) = tx.row(sql, values![staff.to_string()]).await? else { return Ok(()) };
    let code = code.map(str::trim).filter(|code| !code.is_empty()).ok_or(Fault::CodeNeeded)?;
    let taken = match digits(code) {
        Some(code) => match step(&row.text(0)?, &code, now)? {
            Some(step) => {
                let sql = "UPDATE second_step SET last_step = $1 WHERE staff = $2 AND last_step < $1";
                tx.run(sql, values![step, staff.to_string()]).await?
            }
            None => 0,
        },
        None => {
            let sql = "UPDATE recovery_code SET used_at = $1 WHERE staff = $2 AND code_hash = $3 AND used_at IS NULL";
            tx.run(sql, values![now, staff.to_string(), secret::hashed(&bare_recovery(code))]).await?
        }
    };
    if taken == 1 { Ok(()) } else { Err(Fault::WrongCode) }
}

/// How many recovery codes somebody has left.
///
/// # Errors
/// What the engine says.
pub async fn codes_left(store: &Store, staff: StaffId) -> Result<u32, Fault> {
    let sql = "SELECT COUNT(*) FROM recovery_code WHERE staff = $1 AND used_at IS NULL";
    let row = store.row(sql, values![staff.to_string()]).await?;
    Ok(row.map(|row| row.int(0)).transpose()?.and_then(|count| u32::try_from(count).ok()).unwrap_or(0))
}

/// Begins to set up a second step, or another one. The one that is set up counts until a code of the new one has come.
#[utoipa::path(post, path = domain::api::SECOND_STEP, tag = "account", responses((status = 200, body = SecondStepKey),
    (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn begin(State(server): State<Arc<Server>>, signed: SignedIn) -> Result<Json<SecondStepKey>, Fault> {
    let staff = signed.permit(Act::ChangeOwnKeys)?;
    let key = Secret::new(Box::new(secret::random::<20>()?)).to_base32();
    let mut tx = server.store.write().await?;
    tx.run(
        "INSERT INTO second_step (staff, pending, last_step) VALUES ($1, $2, 0) \
         ON CONFLICT (staff) DO UPDATE SET pending = excluded.pending",
        values![staff.id.to_string(), &key],
    )
    .await?;
    tx.commit().await?;
    // A name has no character that an address would have to escape but @, which a path may hold.
    let address = format!("otpauth://totp/CongDanSo:{}?secret={key}&issuer=CongDanSo", staff.name);
    Ok(Json(SecondStepKey { key, address }))
}

/// Sets the second step up with a code of it; answers the recovery codes. All other sessions end.
#[utoipa::path(put, path = domain::api::SECOND_STEP, tag = "account", request_body = SecondStepCode,
    responses((status = 200, body = RecoveryCodes), (status = 400, body = Problem), (status = 401, body = Problem, description = "Signed out, or the code is wrong"),
        (status = 403, body = Problem), (status = 409, body = Problem, description = "Nothing was begun")))]
pub async fn confirm(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    body: Body,
) -> Result<WithCookie<Json<RecoveryCodes>>, Fault> {
    let staff = signed.permit(Act::ChangeOwnKeys)?;
    let asked: SecondStepCode = body.json()?;
    let now = server.clock.now();
    let mut tx = server.store.write().await?;
    let sql = "SELECT pending FROM second_step WHERE staff = $1 AND pending IS NOT NULL";
    let row = tx.row(sql, values![staff.id.to_string()]).await?;
    let pending = row.ok_or_else(|| Fault::Conflict("begin to set the second step up first".into()))?.text(0)?;
    let code = digits(&asked.code).ok_or(Fault::WrongCode)?;
    let step = step(&pending, &code, now)?.ok_or(Fault::WrongCode)?;
    let sql =
        "UPDATE second_step SET secret = pending, pending = NULL, confirmed_at = $1, last_step = $2 WHERE staff = $3";
    tx.run(sql, values![now, step, staff.id.to_string()]).await?;
    let codes = make_codes(&mut tx, staff.id).await?;
    sign_in::end_all(&mut tx, staff.id, Some(signed.session)).await?;
    let (_, cookie) = renewed(tx, &server, &signed, "second_step_set", "own").await?;
    Ok((cookie, Json(codes)))
}

/// Gives the second step up, where no role needs it and the password holds alone.
#[utoipa::path(delete, path = domain::api::SECOND_STEP, tag = "account",
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn give_up(State(server): State<Arc<Server>>, signed: SignedIn) -> Result<Renewed, Fault> {
    let staff = signed.permit(Act::ChangeOwnKeys)?;
    if staff.needs_second_step() {
        return Err(Fault::Conflict("your role needs a second step: set up another one instead".into()));
    }
    if signed.shown.short_password {
        return Err(Fault::Conflict("your password is too short to hold alone: choose a longer one first".into()));
    }
    let mut tx = server.store.write().await?;
    remove(&mut tx, staff.id).await?;
    sign_in::end_all(&mut tx, staff.id, Some(signed.session)).await?;
    renewed(tx, &server, &signed, "second_step_removed", "own").await
}

/// Takes everything of somebody's second step away.
///
/// # Errors
/// What the engine says.
pub async fn remove(tx: &mut Tx, staff: StaffId) -> Result<(), Fault> {
    tx.run("DELETE FROM second_step WHERE staff = $1", values![staff.to_string()]).await?;
    tx.run("DELETE FROM recovery_code WHERE staff = $1", values![staff.to_string()]).await.map(drop)
}

/// Makes new recovery codes; the old ones end.
#[utoipa::path(post, path = domain::api::RECOVERY_CODES, tag = "account", responses((status = 200, body = RecoveryCodes),
    (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn new_recovery_codes(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
) -> Result<WithCookie<Json<RecoveryCodes>>, Fault> {
    let staff = signed.permit(Act::ChangeOwnKeys)?;
    if !signed.shown.second_step {
        return Err(Fault::Conflict("recovery codes stand in for a second step: set that up first".into()));
    }
    let mut tx = server.store.write().await?;
    let codes = make_codes(&mut tx, staff.id).await?;
    let (_, cookie) = renewed(tx, &server, &signed, "recovery_codes_made", "own").await?;
    Ok((cookie, Json(codes)))
}

/// Letters and digits that are not taken for each other (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

async fn make_codes(tx: &mut Tx, staff: StaffId) -> Result<RecoveryCodes, Fault> {
    tx.run("DELETE FROM recovery_code WHERE staff = $1", values![staff.to_string()]).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES_MADE);
    for _ in 0..RECOVERY_CODES_MADE {
        let letters = secret::random::<24>()?.map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        let code = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-");
        let sql = "INSERT INTO recovery_code (staff, code_hash) VALUES ($1, $2)";
        tx.run(sql, values![staff.to_string(), secret::hashed(&bare_recovery(&code))]).await?;
        codes.push(code);
    }
    Ok(RecoveryCodes { codes })
}

/// A recovery code as it is hashed, however it was typed.
fn bare_recovery(code: &str) -> String {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    code.chars().filter(char::is_ascii_alphanumeric).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, the last six of its eight digits.
        let key = Secret::new(Box::new(*b"12345678901234567890")).to_base32();
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(step(&key, code, seconds * 1000).unwrap(), Some(seconds / 30), "{seconds}");
            assert_eq!(step(&key, code, (seconds + 30) * 1000).unwrap(), Some(seconds / 30), "a step late");
            assert_eq!(step(&key, code, (seconds + 61) * 1000).unwrap(), None, "two steps late");
        }
    }

    #[test]
    fn a_code_may_be_written_in_halves_and_a_recovery_code_as_it_is_read() {
        assert_eq!(digits("123 456").as_deref(), Some("123456"));
        for other in ["12345", "1234567", "12345a", "", "١٢٣٤٥٦"] {
            assert_eq!(digits(other), None, "{other}");
        }
        assert_eq!(bare_recovery("o1il-abcd"), bare_recovery("0111 ABCD"));
    }
}
