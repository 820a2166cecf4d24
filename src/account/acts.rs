//! What privileged acts are called, in words.

use crate::words::Words;

/// What an act is called; one that this build doesn't know goes by its stable word.
#[must_use]
pub fn name(words: Words, act: &str) -> String {
    let known = match act {
        "invited" => words.act_invited(),
        "account_made" => words.act_account_made(),
        "signed_in" => words.act_signed_in(),
        "proven" => words.act_proven(),
        "password_changed" => words.act_password_changed(),
        "second_step_set" => words.act_second_step_set(),
        "second_step_removed" => words.act_second_step_removed(),
        "recovery_codes_made" => words.act_recovery_codes_made(),
        "identity_linked" => words.act_identity_linked(),
        "identity_unlinked" => words.act_identity_unlinked(),
        "session_ended" => words.act_session_ended(),
        "sessions_ended" => words.act_sessions_ended(),
        "roles_changed" => words.act_roles_changed(),
        "account_disabled" => words.act_account_disabled(),
        "account_enabled" => words.act_account_enabled(),
        "completion_exported" => words.act_completion_exported(),
        "audit_exported" => words.act_audit_exported(),
        "vouched" => words.act_vouched(),
        "publish" => words.act_published(),
        "withdraw" => words.act_withdrawn(),
        "backed_up" => words.act_backed_up(),
        "restored" => words.act_restored(),
        other => return other.to_owned(),
    };
    known.to_owned()
}
