//! Erasing a learner: from this phone at once, from the server as soon as it can be reached.
//!
//! What stays here until the server has heard of it is what speaks for the learner, and nothing of what they did.

use super::learners::joined_into;
use super::profile::Profile;
use super::store::{Put, Shelf, Store};
use super::{Device, DeviceFault, Face, Inner, browser, journal};
use crate::api::{self, ApiFault};
use domain::api::RegisterDevice;
use domain::json;
use leptos::prelude::*;

const ERASING: &str = "erasing/";

impl Device {
    /// Erases the learner of this page and passes the phone to whoever else learns here, or to somebody new.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn erase(&self) -> Result<Self, DeviceFault> {
        let inner = &self.inner;
        let (profile, standing) = (inner.journal.profile(), inner.journal.standing());
        let known = standing.token.is_some() || standing.incarnation.is_some();
        let record = Put {
            shelf: Shelf::Setting,
            key: format!("{ERASING}{}", profile.device),
            text: format!("{}\n{}", standing.token.unwrap_or_default(), json::write(&profile)),
        };
        inner.forget(if known { vec![record] } else { Vec::new() }).await?;
        inner.tell_closed(0);
        let next = self.next().await?;
        next.inner.erase_at_server().await;
        Ok(next)
    }

    /// The phone in the hands of whoever else learns here, or of somebody new.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn next(&self) -> Result<Self, DeviceFault> {
        match self.neighbours().await.into_iter().find(|neighbour| !neighbour.present) {
            Some(neighbour) => self.turn_to(neighbour.device).await,
            None => self.welcome(&Face::default()).await,
        }
    }

    /// Whether the server has still to hear that somebody was erased here.
    pub async fn erasing(&self) -> bool {
        !self.inner.journal.store().all(Shelf::Setting, ERASING).await.unwrap_or_default().is_empty()
    }
}

impl Inner {
    /// Takes everything of the learner off this phone, also what they did before they were joined.
    async fn forget(&self, puts: Vec<Put>) -> Result<(), DeviceFault> {
        let store = self.journal.store();
        for (other, _) in joined_into(&store, self.journal.profile().device).await {
            if let Ok(theirs) = journal::Journal::open_as(store.clone(), other, browser::dice, true).await {
                // What can't be taken off now goes with the rest of the phone's storage.
                theirs.forget(Vec::new()).await.ok();
            }
        }
        self.journal.forget(puts).await.map_err(|fault| DeviceFault::NotStored(fault.0))?;
        self.settings.set(Default::default());
        self.person.update(|person| person.lock = Default::default());
        self.fold.borrow_mut().again(std::iter::empty());
        self.show();
        Ok(())
    }

    /// The server says that the learner was erased: nothing of theirs stays here, and that is said.
    pub(super) async fn lose(&self) {
        let waiting = i64::from(self.journal.ledger().counts().0);
        // Refused, it is tried again with the next round.
        self.forget(Vec::new()).await.ok();
        self.person.update(|person| person.gone = Some(waiting));
        self.tell_closed(waiting);
    }

    /// Tells the server who was erased here.
    pub(super) async fn erase_at_server(&self) {
        let store = self.journal.store();
        for (key, text) in store.all(Shelf::Setting, ERASING).await.unwrap_or_default() {
            if erased(&text).await {
                done(&store, key).await;
            }
        }
    }
}

async fn done(store: &Store, key: String) {
    // Left there, the server is told once more, and says that it knows.
    store.forget(&[(Shelf::Setting, key)], Vec::new()).await.ok();
}

/// Whether the server holds nothing of the learner any more; `text` is the token and the profile.
async fn erased(text: &str) -> bool {
    let Some((token, profile)) = text.split_once('\n') else { return true };
    match api::erase_learner(token).await {
        Ok(()) => return true,
        Err(fault) if fault.gone() => return true,
        Err(ApiFault::Refused(problem)) if problem.status == 401 => {}
        Err(_) => return false,
    }
    let Ok(Profile { learner, secret, device, .. }) = json::read(profile) else { return true };
    match api::register_device(&RegisterDevice { learner, secret, device }).await {
        Ok(token) => api::erase_learner(&token.token).await.is_ok(),
        Err(fault) => fault.gone(),
    }
}
