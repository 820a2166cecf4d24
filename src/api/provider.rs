//! The doors of the provider of identities, as thin as the others.

use super::{ApiFault, Call};
use domain::api::{
    PROVIDER_CODE, PROVIDER_IDENTITY, PROVIDER_SESSION, ProviderAddress, ProviderReply, SecondStepCode, ThroughProvider,
};
use domain::course::Language;
use domain::people::StaffMember;

/// Begins to sign in through the provider.
///
/// # Errors
/// [`ApiFault`].
pub async fn begin_sign_in(language: Language) -> Result<ProviderAddress, ApiFault> {
    Call::to("POST", PROVIDER_SESSION).json(&ThroughProvider { language }).answer().await
}

/// Signs in with what the provider sent back.
///
/// # Errors
/// [`ApiFault`].
pub async fn sign_in(reply: &ProviderReply) -> Result<StaffMember, ApiFault> {
    Call::to("PUT", PROVIDER_SESSION).json(reply).answer().await
}

/// Ends it with a code of the second step.
///
/// # Errors
/// [`ApiFault`].
pub async fn send_code(code: String) -> Result<StaffMember, ApiFault> {
    Call::to("POST", PROVIDER_CODE).json(&SecondStepCode { code }).answer().await
}

/// Begins to link an identity.
///
/// # Errors
/// [`ApiFault`].
pub async fn begin_linking(language: Language) -> Result<ProviderAddress, ApiFault> {
    Call::to("POST", PROVIDER_IDENTITY).json(&ThroughProvider { language }).answer().await
}

/// Links the identity that the provider sent back.
///
/// # Errors
/// [`ApiFault`].
pub async fn link(reply: &ProviderReply) -> Result<(), ApiFault> {
    Call::to("PUT", PROVIDER_IDENTITY).json(reply).done().await
}

/// Unlinks it.
///
/// # Errors
/// [`ApiFault`].
pub async fn unlink() -> Result<(), ApiFault> {
    Call::to("DELETE", PROVIDER_IDENTITY).done().await
}
