//! Passwords: which are good enough, and how they are kept. Who may try one, and how often, is `throttle`'s business.

use crate::error::Fault;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::people::{LONGEST_PASSWORD, SHORTEST_PASSWORD, SHORTEST_PASSWORD_OF_TWO};
use domain::text::fold_marks;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unicode_normalization::UnicodeNormalization;

/// How many hashes may be in the making at once at most; each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// One core less than there are, so that a storm of sign-ins leaves one to learners' phones.
fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get() - 1).clamp(1, AT_ONCE)
}

/// Passwords that are long enough and still among the first to be tried: letters and digits without marks, one a line.
const COMMON: &str = include_str!("common_passwords.txt");
/// The same of 8-14 characters, which hold beside a second step only: those of zxcvbn's list (MIT), taken from breaches, and
/// what people here would try.
const COMMON_SHORT: &str = include_str!("common_short_passwords.txt");
/// The hash of a text that nobody knows: an unknown name costs as much time as a known one.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$VFVPm9FenxGvZGeDOoYuKQ$ujfQh4+XWE+xCVN+WQSwEsjNlnJSCORqjnml7PKgnUw";

/// Makes and checks hashes, a few at a time.
#[derive(Clone)]
pub struct Hashing(Arc<Semaphore>);

impl Default for Hashing {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(at_once())))
    }
}

/// Leave to make or check one hash.
pub struct Turn(OwnedSemaphorePermit);

impl Hashing {
    /// Leave for one hash, at once or not at all.
    ///
    /// # Errors
    /// [`Fault::Busy`] while others hold all there is.
    pub fn turn(&self) -> Result<Turn, Fault> {
        Arc::clone(&self.0).try_acquire_owned().map(Turn).map_err(|_| Fault::Busy)
    }
}

impl Turn {
    /// What to keep of a password.
    ///
    /// # Errors
    /// When the machine has no memory or randomness left.
    pub async fn hash(self, password: String) -> Result<String, Fault> {
        let hashed =
            self.work(move |argon2| argon2.hash_password(normal(&password).as_bytes()).map(|hash| hash.to_string()));
        hashed.await?.map_err(|error| Fault::Io(format!("a password can't be hashed: {error}")))
    }

    /// Whether a password is the one that was kept; without one it takes the same time and is not.
    ///
    /// # Errors
    /// When the machine can't.
    pub async fn verify(self, password: String, kept: Option<String>) -> Result<bool, Fault> {
        self.work(move |argon2| {
            let known = kept.is_some();
            let hash = kept.unwrap_or_else(|| NOBODYS.to_owned());
            argon2.verify_password(normal(&password).as_bytes(), hash.as_str()).is_ok() && known
        })
        .await
    }

    async fn work<T: Send + 'static>(self, work: impl FnOnce(Argon2<'_>) -> T + Send + 'static) -> Result<T, Fault> {
        let failed = |error: String| Fault::Io(format!("a password can't be hashed: {error}"));
        // OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
        let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| failed(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let worked = tokio::task::spawn_blocking(move || {
            let done = work(argon2);
            drop(self.0);
            done
        });
        worked.await.map_err(|error| failed(error.to_string()))
    }
}

/// The same letters give the same password, whichever keyboard composed them (NIST SP 800-63B, 3.1.1.2).
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

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

    #[tokio::test]
    async fn a_password_is_known_again_however_its_letters_were_composed() {
        let hashing = Hashing::default();
        let kept = hashing.turn().unwrap().hash("một câu tiếng Việt".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        let decomposed: String = "một câu tiếng Việt".nfd().collect();
        assert!(hashing.turn().unwrap().verify(decomposed, Some(kept.clone())).await.unwrap());
        assert!(!hashing.turn().unwrap().verify("một câu khác hẳn".into(), Some(kept)).await.unwrap());
    }

    #[tokio::test]
    async fn without_an_account_no_password_is_right_and_the_same_work_is_done() {
        let hashing = Hashing::default();
        assert!(NOBODYS.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            argon2::Argon2::default().verify_password(b"", NOBODYS)
                == Err(argon2::password_hash::Error::PasswordInvalid)
        );
        assert!(!hashing.turn().unwrap().verify("bất kỳ".into(), None).await.unwrap());
    }

    #[test]
    fn one_hash_more_than_may_be_at_once_is_told_to_come_back() {
        let hashing = Hashing::default();
        let turns: Vec<_> = (0..at_once()).map(|_| hashing.turn().unwrap()).collect();
        assert!(turns.len() <= 2 && matches!(hashing.turn(), Err(Fault::Busy)));
        drop(turns);
        assert!(hashing.turn().is_ok());
    }
}
