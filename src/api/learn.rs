//! The doors that a learner's phone knocks at: its device, statements, handing over, joining, erasing.

use super::{ApiFault, Call, encoded};
use domain::api::*;
use domain::id::{DeviceId, LearnerId};

/// Makes a device known to the server.
///
/// # Errors
/// [`ApiFault`].
pub async fn register_device(request: &RegisterDevice) -> Result<DeviceToken, ApiFault> {
    Call::to("POST", DEVICES).without_cookies().json(request).answer().await
}

/// Pushes a page written by [`push_page`]. `hurried` lets the browser finish it after the tab is gone.
///
/// # Errors
/// [`ApiFault`].
pub async fn push_statements(token: &str, page: String, hurried: bool) -> Result<PushReport, ApiFault> {
    let call = Call::to("POST", STATEMENTS).without_cookies().bearer(token).text(page);
    Call { keepalive: hurried, ..call }.answer().await
}

/// Pulls the learner's statements of all devices, from a head on.
///
/// # Errors
/// [`ApiFault`].
pub async fn pull_statements(token: &str, after: &str) -> Result<PullPage, ApiFault> {
    let path = format!("{STATEMENTS}?after={}", encoded(after));
    Call::to("GET", &path).without_cookies().bearer(token).answer().await
}

/// Leaves a learner's secret, sealed, for another phone: [`Handover`]. What is written here by hand is hexadecimal digits.
///
/// # Errors
/// [`ApiFault`].
pub async fn hand_over(token: &str, kind: HandoverKind, finder: &str, sealed: &str) -> Result<(), ApiFault> {
    let kind = kind.word();
    let request = format!(r#"{{"kind":"{kind}","finder":"{finder}","sealed":"{sealed}"}}"#);
    tell("POST", HANDOVERS, token, request).await
}

/// Takes what belongs to a code: [`TakeHandover`].
///
/// # Errors
/// [`ApiFault`].
pub async fn take_handover(finder: &str, device: DeviceId) -> Result<TakenHandover, ApiFault> {
    let request = format!(r#"{{"finder":"{finder}","device":"{device}"}}"#);
    Call::to("POST", TAKE_HANDOVER).without_cookies().text(request).answer().await
}

/// Joins a learner into the one of the token: [`JoinLearner`].
///
/// # Errors
/// [`ApiFault`].
pub async fn join_learner(token: &str, learner: LearnerId, secret: &str) -> Result<(), ApiFault> {
    tell("POST", JOIN, token, format!(r#"{{"learner":"{learner}","secret":"{secret}"}}"#)).await
}

/// Erases the learner of the token.
///
/// # Errors
/// [`ApiFault`].
pub async fn erase_learner(token: &str) -> Result<(), ApiFault> {
    tell("DELETE", LEARNER, token, String::new()).await
}

/// Tells the server something as a learner's device; whatever it says beyond yes or no isn't needed.
async fn tell(method: &'static str, path: &str, token: &str, request: String) -> Result<(), ApiFault> {
    let call = Call::to(method, path).without_cookies().bearer(token);
    let call = if request.is_empty() { call } else { call.text(request) };
    call.done().await
}
