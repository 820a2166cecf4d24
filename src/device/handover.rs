//! From phone to phone: leaving the learner's secret under a code, taking it with one, and joining two learners who are one
//! person. All of it needs the server.

use super::learners::{face_put, joined_into, joined_put, learners};
use super::profile::Profile;
use super::sender::{Ended, Home, round};
use super::store::{Put, Shelf};
use super::sync::{Round, Standing};
use super::{Device, DeviceFault, Face, Inner, browser, journal, post};
use crate::api::{self, ApiFault};
use domain::api::RegisterDevice;
use domain::handover::{CARD_DRAWN, Code, SHORT_DRAWN};
use domain::id::DeviceId;

/// What kept a learner from coming to this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArrivalFault {
    /// The code is wrong, used, or too old.
    NoSuchCode,
    /// Everything else.
    Device(DeviceFault),
}

impl From<DeviceFault> for ArrivalFault {
    fn from(fault: DeviceFault) -> Self {
        Self::Device(fault)
    }
}

fn not_taken(fault: ApiFault) -> ArrivalFault {
    let unknown = matches!(&fault, ApiFault::Refused(problem) if problem.status == 404);
    if unknown { ArrivalFault::NoSuchCode } else { ArrivalFault::Device(fault.into()) }
}

impl Device {
    /// Makes a code by which another phone gets this learner, within ten minutes and once.
    ///
    /// # Errors
    /// What kept it from the server.
    pub async fn hand_over(&self) -> Result<Code, DeviceFault> {
        let mut drawn = [0; SHORT_DRAWN];
        browser::dice(&mut drawn);
        self.leave_secret(Code::short(drawn)).await
    }

    /// Makes a recovery card; an earlier one dies. The code is kept nowhere: this is the only time it is seen.
    ///
    /// # Errors
    /// What kept it from the server.
    pub async fn make_card(&self) -> Result<Code, DeviceFault> {
        let mut drawn = [0; CARD_DRAWN];
        browser::dice(&mut drawn);
        let code = self.leave_secret(Code::card(drawn)).await?;
        let put = Put { shelf: Shelf::Setting, key: self.inner.own_key("card"), text: code.finder() };
        // Not kept, the lock can be opened with the card only where there is a network.
        self.inner.journal.store().put(vec![put]).await.ok();
        Ok(code)
    }

    async fn leave_secret(&self, code: Code) -> Result<Code, DeviceFault> {
        let secret = self.inner.journal.profile().secret;
        let sealed = code.seal(&secret).ok_or_else(|| DeviceFault::Damaged("the learner's secret".into()))?;
        // A token that the server has forgotten is replaced once.
        for token in [self.inner.token().await?, String::new()] {
            let token = if token.is_empty() { self.inner.new_token().await? } else { token };
            match api::hand_over(&token, code.is_card(), &code.finder(), &sealed).await {
                Err(fault) if fault.unknown_token() => {}
                done => return Ok(done.map(|()| code)?),
            }
        }
        Err(DeviceFault::Busy)
    }

    /// The phone in the hands of a learner who comes from another one. Everything they did there follows by itself.
    ///
    /// # Errors
    /// [`ArrivalFault`]; then everything is as before.
    pub async fn arrive(&self, code: &Code, face: &Face) -> Result<Self, ArrivalFault> {
        let mut profile = self.inner.phone.arriving.take().unwrap_or_else(|| Profile::new(browser::dice));
        // The response may be lost: then the same place on this phone must ask again.
        self.inner.phone.arriving.set(Some(profile.clone()));
        let taken = api::take_handover(&code.finder(), profile.device).await.map_err(not_taken)?;
        let secret = code.seal(&taken.sealed).ok_or_else(|| DeviceFault::Damaged("the sealed secret".into()))?;
        let store = self.inner.journal.store();
        if let Some(here) = learners(&store).await.into_iter().find(|known| known.learner == taken.learner) {
            self.inner.phone.arriving.take();
            return Ok(self.turn_to(here.device).await?);
        }
        (profile.learner, profile.secret) = (taken.learner, secret);
        let register =
            RegisterDevice { learner: taken.learner, secret: profile.secret.clone(), device: profile.device };
        let token = api::register_device(&register).await.map_err(|fault| ArrivalFault::Device(fault.into()))?;
        let standing =
            Standing { token: Some(token.token), incarnation: Some(token.incarnation), ..Standing::default() };
        let puts = vec![
            journal::profile_put(&profile),
            journal::standing_put(profile.device, &standing),
            face_put(profile.device, face),
        ];
        let arrived = self.pass(profile.device, puts).await?;
        self.inner.phone.arriving.take();
        arrived.send_now();
        Ok(arrived)
    }

    /// Opens the learner's lock with their recovery card.
    ///
    /// # Errors
    /// [`ArrivalFault::NoSuchCode`] where it is not this learner's card.
    pub async fn open_with_card(&self, code: &Code) -> Result<(), ArrivalFault> {
        let profile = self.inner.journal.profile();
        let known = self.inner.journal.store().get(Shelf::Setting, &self.inner.own_key("card")).await.ok().flatten();
        if known.as_ref() != Some(&code.finder()) {
            let taken = api::take_handover(&code.finder(), profile.device).await.map_err(not_taken)?;
            if code.seal(&taken.sealed).as_ref() != Some(&profile.secret) {
                return Err(ArrivalFault::NoSuchCode);
            }
        }
        Ok(self.set_lock(&[]).await?)
    }

    /// Takes in another learner of this phone, who is the same person: what they did counts for this one from now on.
    ///
    /// # Errors
    /// What kept it from the server; then both stay as they are.
    pub async fn join(&self, other: DeviceId) -> Result<(), DeviceFault> {
        self.inner.join(other).await?;
        post::pull(&self.inner);
        Ok(())
    }
}

impl Inner {
    /// The token of this device; made known to the server first where it isn't.
    pub(super) async fn token(&self) -> Result<String, DeviceFault> {
        let known = self.journal.standing().token;
        match known {
            Some(token) => Ok(token),
            None => self.new_token().await,
        }
    }

    async fn new_token(&self) -> Result<String, DeviceFault> {
        let profile = self.journal.profile();
        let request = RegisterDevice { learner: profile.learner, secret: profile.secret, device: profile.device };
        let token = api::register_device(&request).await?;
        let text = token.token.clone();
        let (change, _) =
            Round::new(profile.device, false).registered(&self.journal.ledger(), &self.journal.standing(), Ok(token));
        self.journal.apply(profile.device, change).await;
        Ok(text)
    }

    /// Sends what the other has waiting, has the server join both, and remembers it.
    pub(super) async fn join(&self, other: DeviceId) -> Result<(), DeviceFault> {
        let (store, device) = (self.journal.store(), self.journal.profile().device);
        let not_stored = |fault: super::store::StoreFault| DeviceFault::NotStored(fault.0);
        let theirs = journal::Journal::open_as(store.clone(), other, browser::dice, true).await.map_err(not_stored)?;
        let known = !theirs.ledger().rows.is_empty() || theirs.standing().token.is_some();
        if known {
            match round(&theirs, &Home { hurried: false }, true, browser::now).await {
                Ended::Done => {}
                Ended::Paused(fault) => return Err(fault.into()),
                Ended::LeftOut => return Err(DeviceFault::Busy),
                Ended::Gone => return Err(DeviceFault::NotFound),
            }
            let (learner, secret) = (theirs.profile().learner, theirs.profile().secret);
            let token = self.token().await?;
            match api::join_learner(&token, learner, &secret).await {
                Err(fault) if fault.unknown_token() => {
                    let token = self.new_token().await?;
                    api::join_learner(&token, learner, &secret).await?;
                }
                done => done?,
            }
        }
        let put = joined_put(other, device, self.journal.standing().incarnation);
        store.put(vec![put]).await.map_err(not_stored)
    }

    /// A server that was set back to before two were joined has two again: joins them once more.
    pub(super) async fn join_again(&self) {
        let Some(now) = self.journal.standing().incarnation else { return };
        for (other, then) in joined_into(&self.journal.store(), self.journal.profile().device).await {
            if then != Some(now) {
                // Not now: with the next round.
                self.join(other).await.ok();
            }
        }
    }
}
