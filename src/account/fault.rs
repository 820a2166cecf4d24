//! The one place where a fault of the server's doors becomes words. Each says what to do next.

use crate::api::ApiFault;
use crate::words::Words;
use domain::api::Problem;

/// What happened and what to do about it.
#[must_use]
pub fn told(words: Words, fault: &ApiFault) -> String {
    match fault {
        ApiFault::Offline => words.fault_offline().into(),
        ApiFault::Busy { retry_after: Some(seconds) } => words.fault_busy_seconds(seconds),
        ApiFault::Busy { retry_after: None } => words.fault_busy().into(),
        ApiFault::NotApi | ApiFault::Unreadable(_) => words.fault_strange().into(),
        ApiFault::Refused(problem) => refused(words, problem),
    }
}

/// The same, where a person chooses a name and a password: what the page has checked already can't be what is wrong.
#[must_use]
pub fn told_choosing(words: Words, fault: &ApiFault) -> String {
    match fault {
        ApiFault::Refused(problem) if problem.kind == "conflict" => words.fault_name_taken().into(),
        ApiFault::Refused(problem) if problem.kind == "invalid" => words.fault_password_weak().into(),
        ApiFault::Refused(problem) if problem.kind == "not_found" => words.invitation_gone_text().into(),
        ApiFault::Offline
        | ApiFault::Busy { .. }
        | ApiFault::Refused(_)
        | ApiFault::NotApi
        | ApiFault::Unreadable(_) => told(words, fault),
    }
}

/// Whether the server no longer knows who asks.
#[must_use]
pub fn is_signed_out(fault: &ApiFault) -> bool {
    matches!(fault, ApiFault::Refused(problem) if problem.kind == "signed_out")
}

/// Whether the server wants to be shown once more who asks.
#[must_use]
pub fn asks_proof(fault: &ApiFault) -> bool {
    matches!(fault, ApiFault::Refused(problem) if problem.kind == "proof_needed")
}

/// Whether name and password were right and a code is missing, or was wrong.
#[must_use]
pub fn asks_code(fault: &ApiFault) -> bool {
    matches!(fault, ApiFault::Refused(problem) if ["code_needed", "wrong_code"].contains(&problem.kind.as_str()))
}

fn refused(words: Words, problem: &Problem) -> String {
    match problem.kind.as_str() {
        "wrong_credentials" => words.fault_wrong_credentials().into(),
        "signed_out" => words.fault_signed_out().into(),
        "code_needed" => words.fault_code_needed().into(),
        "wrong_code" => words.fault_wrong_code().into(),
        "provider_refused" => words.fault_provider_refused().into(),
        "provider_down" => words.fault_provider_down().into(),
        "second_step_needed" => words.fault_second_step_needed().into(),
        "proof_needed" => words.fault_proof_needed().into(),
        "forbidden" => words.fault_forbidden().into(),
        "not_found" => words.fault_not_found().into(),
        "too_large" => words.fault_too_large().into(),
        "conflict" => words.fault_conflict(&problem.detail),
        // A door may learn new words before this page does; its own are better than none.
        _ => words.fault_invalid(&problem.detail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::course::Language;

    fn problem(kind: &str, status: u16) -> ApiFault {
        ApiFault::Refused(Problem { kind: kind.into(), status, detail: "the detail".into() })
    }

    #[test]
    fn a_word_that_this_build_does_not_know_still_tells_the_servers_detail() {
        for language in Language::ALL {
            assert!(told(Words::new(language), &problem("brand_new", 422)).contains("the detail"));
        }
    }

    #[test]
    fn a_wrong_password_is_not_the_end_of_a_session() {
        assert!(!is_signed_out(&problem("wrong_credentials", 401)));
        assert!(is_signed_out(&problem("signed_out", 401)));
    }

    #[test]
    fn a_server_that_asks_to_wait_is_quoted_with_its_seconds() {
        let fault = ApiFault::Busy { retry_after: Some(90) };
        assert!(told(Words::new(Language::En), &fault).contains("90 seconds"));
    }
}
