//! The doors of the desk's people: signing in and out, invitations, the second step, sessions, roles, the audit.

use super::{ApiFault, Call};
use domain::api::*;
use domain::id::{SessionId, StaffId};
use domain::people::StaffMember;

/// Signs in.
///
/// # Errors
/// [`ApiFault`].
pub async fn sign_in(request: &SignIn) -> Result<StaffMember, ApiFault> {
    Call::to("POST", SESSION).json(request).answer().await
}

/// Signs out.
///
/// # Errors
/// [`ApiFault`].
pub async fn sign_out() -> Result<(), ApiFault> {
    Call::to("DELETE", SESSION).done().await
}

/// Who is signed in.
///
/// # Errors
/// [`ApiFault`].
pub async fn account() -> Result<Account, ApiFault> {
    Call::to("GET", ACCOUNT).answer().await
}

/// What an invitation offers.
///
/// # Errors
/// [`ApiFault`].
pub async fn invitation(token: String) -> Result<Invited, ApiFault> {
    Call::to("POST", INVITATION).json(&InvitationToken { token }).answer().await
}

/// Uses an invitation.
///
/// # Errors
/// [`ApiFault`].
pub async fn accept_invitation(request: &AcceptInvitation) -> Result<StaffMember, ApiFault> {
    Call::to("POST", ACCEPT).json(request).answer().await
}

/// All staff.
///
/// # Errors
/// [`ApiFault`].
pub async fn staff() -> Result<Vec<ListedStaff>, ApiFault> {
    Call::to("GET", STAFF).answer().await
}

/// Invites a person.
///
/// # Errors
/// [`ApiFault`].
pub async fn invite(request: &Invite) -> Result<InvitationLink, ApiFault> {
    Call::to("POST", INVITATIONS).json(request).answer().await
}

/// Shows once more who one is.
///
/// # Errors
/// [`ApiFault`].
pub async fn prove(request: &Prove) -> Result<(), ApiFault> {
    Call::to("POST", PROOF).json(request).done().await
}

/// Changes one's password.
///
/// # Errors
/// [`ApiFault`].
pub async fn change_password(password: String) -> Result<(), ApiFault> {
    Call::to("PUT", PASSWORD).json(&NewPassword { password }).done().await
}

/// Begins to set up the second step.
///
/// # Errors
/// [`ApiFault`].
pub async fn begin_second_step() -> Result<SecondStepKey, ApiFault> {
    Call::to("POST", SECOND_STEP).answer().await
}

/// Sets the second step up with a code of it.
///
/// # Errors
/// [`ApiFault`].
pub async fn confirm_second_step(code: String) -> Result<RecoveryCodes, ApiFault> {
    Call::to("PUT", SECOND_STEP).json(&SecondStepCode { code }).answer().await
}

/// Gives the second step up.
///
/// # Errors
/// [`ApiFault`].
pub async fn remove_second_step() -> Result<(), ApiFault> {
    Call::to("DELETE", SECOND_STEP).done().await
}

/// New recovery codes.
///
/// # Errors
/// [`ApiFault`].
pub async fn new_recovery_codes() -> Result<RecoveryCodes, ApiFault> {
    Call::to("POST", RECOVERY_CODES).answer().await
}

/// Where one is signed in.
///
/// # Errors
/// [`ApiFault`].
pub async fn sessions() -> Result<Vec<ListedSession>, ApiFault> {
    Call::to("GET", SESSIONS).answer().await
}

/// Ends one session, or all others.
///
/// # Errors
/// [`ApiFault`].
pub async fn end_session(session: Option<SessionId>) -> Result<(), ApiFault> {
    let one = session.map(|session| ONE_SESSION.replace("{session}", &session.to_string()));
    Call::to("DELETE", one.as_deref().unwrap_or(SESSIONS)).done().await
}

/// Gives a person exactly these roles and this unit.
///
/// # Errors
/// [`ApiFault`].
pub async fn set_roles(staff: StaffId, held: &Held) -> Result<ListedStaff, ApiFault> {
    Call::to("PUT", &of_staff(STAFF_ROLES, staff)).json(held).answer().await
}

/// Closes an account, or opens it again.
///
/// # Errors
/// [`ApiFault`].
pub async fn set_disabled(staff: StaffId, disabled: bool) -> Result<ListedStaff, ApiFault> {
    Call::to("POST", &of_staff(if disabled { DISABLE } else { ENABLE }, staff)).answer().await
}

/// Takes somebody's second step away.
///
/// # Errors
/// [`ApiFault`].
pub async fn take_second_step(staff: StaffId) -> Result<ListedStaff, ApiFault> {
    Call::to("DELETE", &of_staff(STAFF_SECOND_STEP, staff)).answer().await
}

fn of_staff(door: &str, staff: StaffId) -> String {
    door.replace("{staff}", &staff.to_string())
}

/// Privileged acts; `query` begins with `?` or is empty.
///
/// # Errors
/// [`ApiFault`].
pub async fn audit(query: &str) -> Result<AuditPage, ApiFault> {
    Call::to("GET", &format!("{AUDIT}{query}")).answer().await
}

/// The address of the same rows as CSV.
#[must_use]
pub fn audit_csv(query: &str) -> String {
    format!("{AUDIT_CSV}{query}")
}
