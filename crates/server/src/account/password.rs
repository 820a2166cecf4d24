//! Passwords: which are good enough. How they are hashed is `hashing`'s business, who may try one, and how often, `throttle`'s.

use super::hashing::normal;
use crate::error::Fault;
use domain::people::{LONGEST_PASSWORD, SHORTEST_PASSWORD, SHORTEST_PASSWORD_OF_TWO};
use domain::text::fold_marks;
use std::collections::BTreeSet;

/// Passwords that are long enough and still among the first to be tried: letters and digits without marks, one a line.
const COMMON: &str = include_str!("common_passwords.txt");
/// The same of 8-14 characters, which hold beside a second step only: those of zxcvbn's list (MIT), taken from breaches, and
/// what people here would try.
const COMMON_SHORT: &str = include_str!("common_short_passwords.txt");
/// Whether a password is so short that it holds beside a second step only.
#[must_use]
pub fn is_short(password: &str) -> bool {
    normal(password).chars().count() < SHORTEST_PASSWORD
}

/// Whether a password may be chosen by somebody of that name, who has a second step or has none.
///
/// # Errors
/// [`Fault::Invalid`] with what to change.
pub fn check(password: &str, name: &str, second_step: bool) -> Result<(), Fault> {
    let password = normal(password);
    let length = password.chars().count();
    let shortest = if second_step { SHORTEST_PASSWORD_OF_TWO } else { SHORTEST_PASSWORD };
    let refuse = |what: &str| Err(Fault::Invalid(what.to_owned()));
    if length < shortest {
        return Err(Fault::Invalid(format!(
            "a password has {shortest} characters or more, this one {length}: use a sentence"
        )));
    }
    if length > LONGEST_PASSWORD {
        return Err(Fault::Invalid(format!("a password has at most {LONGEST_PASSWORD} characters, this one {length}")));
    }
    if password.contains('\0') {
        return refuse("a password can't hold the character NUL: choose another");
    }
    let folded = password.to_lowercase();
    if folded.contains(name) {
        return refuse("the password contains the name: choose one that doesn't");
    }
    if folded.chars().collect::<BTreeSet<_>>().len() < 5 {
        return refuse("the password repeats a few characters: choose another");
    }
    let bare: String = fold_marks(&password).chars().filter(|c| c.is_alphanumeric()).collect();
    if COMMON.lines().chain(COMMON_SHORT.lines()).any(|common| common == bare) || is_repeated(&bare) {
        return refuse("the password is one of those that are tried first: choose another");
    }
    Ok(())
}

/// Whether a text is a shorter one (at most 12 characters) over and over, as `password1password1`.
fn is_repeated(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=12).any(|period| chars.len() >= 2 * period && chars.iter().zip(&chars[period..]).all(|(a, b)| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_a_good_password() {
        for good in
            ["ba con trồng cà phê ở Ia Grai", "bốn con trâu và một cái ao", "seven slow boats on Thi Nai lagoon"]
        {
            assert!(check(good, "lan.nguyen", false).is_ok(), "{good}");
        }
    }

    #[test]
    fn what_would_be_tried_first_is_refused() {
        let long = "ă1b2c3d4".repeat(17);
        for bad in [
            "",
            "short",
            "fourteen chars",
            "lan.nguyen là tôi đây",
            "LAN.NGUYEN là tôi đây",
            "111111111111111",
            "abababababababab",
            "123456789012345",
            "Qwertyuiop123456",
            "password1password1",
            "correct horse battery staple",
            "matkhau123matkhau123",
            "Anh Yêu Em Nhiều Lắm",
            &long,
            "nul\0 in the middle",
        ] {
            assert!(check(bad, "lan.nguyen", false).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_short_password_is_one_that_nobody_tries_first() {
        assert!(check("trâu 8 ao", "lan.nguyen", true).is_ok());
        assert!(COMMON_SHORT.lines().count() > 3000, "OWASP ASVS 5.0, 6.2.4");
        for bad in ["ao trâu", "password", "Mật Khẩu 123", "trustno1", "qwertyuiop", "aaaaaaaa", "lan.nguyen"] {
            assert!(check(bad, "lan.nguyen", true).is_err(), "{bad}");
        }
    }
}
