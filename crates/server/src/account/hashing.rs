//! Hashing passwords: one at a time, on a thread of its own that gives way to everything else. A storm of sign-ins so takes what
//! learners' phones leave over, and not what they need. Which passwords are good enough is `password`'s business.

use crate::error::Fault;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::{Arc, mpsc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use unicode_normalization::UnicodeNormalization;

/// The hash of a text that nobody knows: an unknown name costs as much time as a known one.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$VFVPm9FenxGvZGeDOoYuKQ$ujfQh4+XWE+xCVN+WQSwEsjNlnJSCORqjnml7PKgnUw";

/// How much lower the thread's priority is (`nice`), of which each step takes a fifth.
#[cfg(target_os = "linux")]
const LOWER: i32 = 10;
#[cfg(target_os = "linux")]
const LOWEST: i32 = 19;

type Job = Box<dyn FnOnce() + Send>;

/// Makes and checks hashes.
#[derive(Clone)]
pub struct Hashing {
    turns: Arc<Semaphore>,
    jobs: mpsc::Sender<Job>,
}

/// Leave to make or check one hash.
pub struct Turn {
    turn: OwnedSemaphorePermit,
    jobs: mpsc::Sender<Job>,
}

impl Hashing {
    /// Starts the thread; it ends with the last of those who may ask it.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start() -> Result<Self, Fault> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let work = move || {
            give_way();
            waiting.into_iter().for_each(|job| job());
        };
        let thread = std::thread::Builder::new().name("hashing".into()).spawn(work);
        thread.map_err(|error| Fault::Io(format!("the system gives no thread for hashing: {error}")))?;
        Ok(Self { turns: Arc::new(Semaphore::new(1)), jobs })
    }

    /// Leave for one hash, at once or not at all.
    ///
    /// # Errors
    /// [`Fault::Busy`] while another is in the making.
    pub fn turn(&self) -> Result<Turn, Fault> {
        let turn = Arc::clone(&self.turns).try_acquire_owned().map_err(|_| Fault::Busy)?;
        Ok(Turn { turn, jobs: self.jobs.clone() })
    }
}

/// Lowers the priority of this thread, where threads have one of their own: beside one of ours at work it gets a tenth of a core,
/// and a core that nobody needs as a whole.
fn give_way() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{getpriority_process, setpriority_process};
        let given = getpriority_process(None).and_then(|own| setpriority_process(None, (own + LOWER).min(LOWEST)));
        if let Err(error) = given {
            tracing::warn!(%error, "hashing passwords doesn't give way: a storm of sign-ins will be felt");
        }
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
        hashed.await?.map_err(|error| failed(&error.to_string()))
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
        // OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
        let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| failed(&error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let (tell, told) = oneshot::channel();
        let turn = self.turn;
        let job = move || {
            let done = work(argon2);
            drop(turn);
            // Whoever asked may have left meanwhile.
            let _ = tell.send(done);
        };
        self.jobs.send(Box::new(job)).map_err(|_| failed("its thread has ended"))?;
        told.await.map_err(|_| failed("its thread has ended"))
    }
}

fn failed(why: &str) -> Fault {
    Fault::Io(format!("a password can't be hashed: {why}"))
}

/// The same letters give the same password, whichever keyboard composed them (NIST SP 800-63B, 3.1.1.2).
pub fn normal(password: &str) -> String {
    password.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_however_its_letters_were_composed() {
        let hashing = Hashing::start().unwrap();
        let kept = hashing.turn().unwrap().hash("một câu tiếng Việt".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        let decomposed: String = "một câu tiếng Việt".nfd().collect();
        assert!(hashing.turn().unwrap().verify(decomposed, Some(kept.clone())).await.unwrap());
        assert!(!hashing.turn().unwrap().verify("một câu khác hẳn".into(), Some(kept)).await.unwrap());
    }

    #[tokio::test]
    async fn without_an_account_no_password_is_right_and_the_same_work_is_done() {
        let hashing = Hashing::start().unwrap();
        assert!(NOBODYS.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            argon2::Argon2::default().verify_password(b"", NOBODYS)
                == Err(argon2::password_hash::Error::PasswordInvalid)
        );
        assert!(!hashing.turn().unwrap().verify("bất kỳ".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn one_hash_is_made_at_a_time_and_whoever_leaves_meanwhile_stops_nobody() {
        let hashing = Hashing::start().unwrap();
        let turn = hashing.turn().unwrap();
        assert!(matches!(hashing.turn(), Err(Fault::Busy)));
        drop(tokio::time::timeout(std::time::Duration::from_millis(1), turn.hash("một câu".into())).await);
        while hashing.turn().is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert!(hashing.turn().unwrap().hash("một câu".into()).await.is_ok());
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn it_gives_way_and_nothing_else_does() {
        let of_this_thread = || rustix::process::getpriority_process(None).unwrap();
        let before = of_this_thread();
        let work = Hashing::start().unwrap().turn().unwrap().work(move |_| of_this_thread());
        assert_eq!(work.await.unwrap(), (before + LOWER).min(LOWEST));
        assert_eq!(of_this_thread(), before);
    }
}
