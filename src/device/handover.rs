//! From phone to phone: leaving the learner's secret under a code, taking it with one, and joining two learners who are one
//! person. All of it needs the server.

use super::learners::{face_put, joined_into, joined_put, learners};
use super::profile::Profile;
use super::sender::{Ended, Home, round};
use super::store::{Put, Shelf};
use super::sync::{Round, Standing};
use super::{Device, DeviceFault, Face, Inner, browser, journal, post};
use crate::api::{self, ApiFault};
use domain::api::{HandoverKind, RegisterDevice};
use domain::handover::{CARD_DRAWN, Code, SHORT_DRAWN};
use domain::id::DeviceId;
use leptos::prelude::*;

/// Where it is kept of which vouching the learner has read.
const HEARD: &str = "vouched";

/// What kept a learner from coming to this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArrivalFault {
    /// The code is wrong, used, or too old.
    NoSuchCode,
    /// A trainer must vouch for the learner first.
    NeedsTrainer,
    /// Everything else.
    Device(DeviceFault),
}

impl From<DeviceFault> for ArrivalFault {
    fn from(fault: DeviceFault) -> Self {
        Self::Device(fault)
    }
}

fn not_taken(fault: ApiFault) -> ArrivalFault {
    match &fault {
        ApiFault::Refused(problem) if problem.status == 404 => ArrivalFault::NoSuchCode,
        ApiFault::Refused(problem) if problem.kind == "needs_trainer" => ArrivalFault::NeedsTrainer,
        ApiFault::Offline
        | ApiFault::Busy { .. }
        | ApiFault::Refused(_)
        | ApiFault::NotApi
        | ApiFault::Unreadable(_) => ArrivalFault::Device(fault.into()),
    }
}

impl Device {
    /// Makes a code by which another phone gets this learner, within ten minutes and once.
    ///
    /// # Errors
    /// What kept it from the server.
    pub async fn hand_over(&self) -> Result<Code, DeviceFault> {
        let mut drawn = [0; SHORT_DRAWN];
        browser::dice(&mut drawn);
        self.leave_secret(Code::short(drawn), HandoverKind::Code).await
    }

    /// Makes a recovery card; an earlier one dies. The code is kept nowhere: this is the only time it is seen.
    ///
    /// # Errors
    /// What kept it from the server.
    pub async fn make_card(&self) -> Result<Code, DeviceFault> {
        let mut drawn = [0; CARD_DRAWN];
        browser::dice(&mut drawn);
        let code = self.leave_secret(Code::card(drawn), HandoverKind::Card).await?;
        let put = Put { shelf: Shelf::Setting, key: self.inner.own_key("card"), text: code.finder() };
        // Not kept, the lock can be opened with the card only where there is a network.
        self.inner.journal.store().put(vec![put]).await.ok();
        Ok(code)
    }

    /// Makes a code for a trainer to keep, which opens only while the trainer has just vouched; an earlier one dies. It is kept
    /// nowhere here.
    ///
    /// # Errors
    /// What kept it from the server.
    pub async fn make_vouched(&self) -> Result<Code, DeviceFault> {
        let mut drawn = [0; CARD_DRAWN];
        browser::dice(&mut drawn);
        self.leave_secret(Code::card(drawn), HandoverKind::Vouched).await
    }

    /// The learner has read that a trainer vouched for them; until another does, it isn't shown again.
    pub async fn heard_of_vouching(&self) {
        let Some(at) = self.inner.person.with_untracked(|person| person.vouched) else { return };
        let put = Put { shelf: Shelf::Setting, key: self.inner.own_key(HEARD), text: at.to_string() };
        // Not kept, it is told once more at the next start.
        self.inner.journal.store().put(vec![put]).await.ok();
        self.inner.heard_of.set(at);
        self.inner.show_vouching();
    }

    async fn leave_secret(&self, code: Code, kind: HandoverKind) -> Result<Code, DeviceFault> {
        let secret = self.inner.journal.profile().secret;
        let sealed = code.seal(&secret).ok_or_else(|| DeviceFault::Damaged("the learner's secret".into()))?;
        // A token that the server has forgotten is replaced once.
        for token in [self.inner.token().await?, String::new()] {
            let token = if token.is_empty() { self.inner.new_token().await? } else { token };
            match api::hand_over(&token, kind, &code.finder(), &sealed).await {
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

    /// Opens the learner's lock with their recovery card, or with the code that a trainer keeps and has just vouched for.
    ///
    /// # Errors
    /// [`ArrivalFault::NoSuchCode`] where it is not this learner's code.
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
    pub(super) async fn load_vouching(&self) {
        let text = self.journal.store().get(Shelf::Setting, &self.own_key(HEARD)).await.ok().flatten();
        self.heard_of.set(text.and_then(|text| text.parse().ok()).unwrap_or_default());
    }

    /// Shows that a trainer vouched, until the learner has read it.
    pub(super) fn show_vouching(&self) {
        let vouched = self.journal.standing().vouched_at.filter(|at| *at > self.heard_of.get());
        if self.person.with_untracked(|person| person.vouched) != vouched {
            self.person.update(|person| person.vouched = vouched);
        }
    }

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
