//! Passwords: which are good enough, and how they are kept. Who may try one, and how often, is `throttle`'s business.

use crate::error::Fault;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::people::{LONGEST_PASSWORD, SHORTEST_PASSWORD};
use domain::text::fold_marks;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unicode_normalization::UnicodeNormalization;

/// How many hashes may be in the making at once; each takes 19 MiB and a core.
const AT_ONCE: usize = 2;
/// Passwords that are long enough and still among the first to be tried: letters and digits without marks, one a line.
const COMMON: &str = include_str!("common_passwords.txt");
/// The hash of a text that nobody knows: an unknown name costs as much time as a known one.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$VFVPm9FenxGvZGeDOoYuKQ$ujfQh4+XWE+xCVN+WQSwEsjNlnJSCORqjnml7PKgnUw";

/// Makes and checks hashes, a few at a time.
#[derive(Clone)]
pub struct Hashing(Arc<Semaphore>);

impl Default for Hashing {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
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

/// Whether a password may be chosen by somebody of that name.
///
/// # Errors
/// [`Fault::Invalid`] with what to change.
pub fn check(password: &str, name: &str) -> Result<(), Fault> {
    let password = normal(password);
    let length = password.chars().count();
    let refuse = |what: &str| Err(Fault::Invalid(what.to_owned()));
    if length < SHORTEST_PASSWORD {
        return Err(Fault::Invalid(format!(
            "a password has {SHORTEST_PASSWORD} characters or more, this one {length}: use a sentence"
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
    if COMMON.lines().any(|common| common == bare) || is_repeated(&bare) {
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
            assert!(check(good, "lan.nguyen").is_ok(), "{good}");
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
            assert!(check(bad, "lan.nguyen").is_err(), "{bad:?}");
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
    fn a_third_hash_at_once_is_told_to_come_back() {
        let hashing = Hashing::default();
        let (one, two) = (hashing.turn(), hashing.turn());
        assert!(matches!(hashing.turn(), Err(Fault::Busy)));
        drop((one, two));
        assert!(hashing.turn().is_ok());
    }
}
