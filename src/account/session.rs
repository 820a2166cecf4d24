//! Who is signed in, as far as this page knows. The cookie itself is the browser's; scripts never see it.

use crate::account::fault::{asks_code, asks_proof, is_signed_out};
use crate::account::provider_return::{Returned, Way, turned_back};
use crate::api::{self, ApiFault};
use domain::api::{Account, Keys};
use domain::people::StaffMember;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// What is known of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The server hasn't answered yet.
    Asking,
    /// The server couldn't be asked.
    Failed(ApiFault),
    /// The server's word.
    Known(Account),
}

/// Why somebody who was signed in no longer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// The server ended it.
    Ended,
    /// The person did.
    SignedOut,
}

/// The session, a cheap copy in every page.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    standing: RwSignal<Standing>,
    parting: RwSignal<Option<Parting>>,
    invitation: RwSignal<Option<String>>,
    /// What is left to do on the way through the provider of identities.
    way: RwSignal<Way>,
    /// Whether the person is asked to show once more who they are.
    proof: RwSignal<bool>,
    /// Whoever waits for that.
    proven: StoredValue<Option<js_sys::Function>, LocalStorage>,
}

impl Session {
    /// Asks the server who is signed in. `invitation` and `returned` are what the address carried.
    #[must_use]
    pub fn open(invitation: Option<String>, returned: Option<Returned>) -> Self {
        let session = Self {
            standing: RwSignal::new(Standing::Asking),
            parting: RwSignal::new(None),
            invitation: RwSignal::new(invitation),
            way: RwSignal::new(Way::Resting),
            proof: RwSignal::new(false),
            proven: StoredValue::new_local(None),
        };
        spawn_local(async move {
            session.come_back(returned).await;
            session.learn().await;
        });
        session
    }

    /// Goes on with what the provider sent back: signs in at once; linking waits for the account's page.
    async fn come_back(self, returned: Option<Returned>) {
        let way = match returned {
            None => Way::Resting,
            Some(Returned { linking: true, reply, .. }) => Way::Linking(reply),
            Some(Returned { reply: None, .. }) => Way::Refused(turned_back()),
            Some(Returned { reply: Some(reply), .. }) => match api::provider::sign_in(&reply).await {
                Ok(_) => Way::Resting,
                Err(fault) if asks_code(&fault) => Way::CodeNeeded,
                Err(fault) => Way::Refused(fault),
            },
        };
        self.way.set(way);
    }

    /// What is left to do on the way through the provider.
    #[must_use]
    pub fn way(self) -> RwSignal<Way> {
        self.way
    }

    /// What the provider of identities is called, where there is one. Pages are made anew when that changes.
    #[must_use]
    pub fn provider(self) -> Option<String> {
        self.standing.with_untracked(|standing| match standing {
            Standing::Known(account) => account.provider.clone(),
            Standing::Asking | Standing::Failed(_) => None,
        })
    }

    /// Asks again.
    pub fn ask(self) {
        spawn_local(async move { self.learn().await });
    }

    /// Asks again and waits for the answer: after signing in, or when roles may have changed.
    pub async fn learn(self) {
        match api::account().await {
            Ok(account) => {
                if account.staff.is_some() {
                    self.parting.set(None);
                }
                self.standing.set(Standing::Known(account));
            }
            Err(fault) => self.standing.set(Standing::Failed(fault)),
        }
    }

    /// What is known of the person.
    #[must_use]
    pub fn standing(self) -> Signal<Standing> {
        self.standing.into()
    }

    /// The person, where somebody is signed in now. Pages are made anew when that changes, so they needn't listen.
    #[must_use]
    pub fn staff(self) -> Option<StaffMember> {
        self.standing.with_untracked(|standing| match standing {
            Standing::Known(account) => account.staff.clone(),
            Standing::Asking | Standing::Failed(_) => None,
        })
    }

    /// Why nobody is signed in any more.
    #[must_use]
    pub fn parting(self) -> Option<Parting> {
        self.parting.get()
    }

    /// The invitation that the address carried, until it is used.
    #[must_use]
    pub fn invitation(self) -> RwSignal<Option<String>> {
        self.invitation
    }

    /// Passes an answer on, and notices when the server no longer knows the person.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn watched<T>(self, call: impl Future<Output = Result<T, ApiFault>>) -> Result<T, ApiFault> {
        let answer = call.await;
        if answer.as_ref().is_err_and(is_signed_out) {
            self.leave(Parting::Ended);
        }
        answer
    }

    /// Makes a call for which the server may want to be shown once more who asks: then the dialog opens, and the call is made
    /// again once that was shown.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn proven<T, F>(self, call: impl Fn() -> F) -> Result<T, ApiFault>
    where
        F: Future<Output = Result<T, ApiFault>>,
    {
        match self.watched(call()).await {
            Err(fault) if asks_proof(&fault) => {
                if self.shows_proof().await {
                    self.watched(call()).await
                } else {
                    Err(fault)
                }
            }
            answer => answer,
        }
    }

    /// Whether the person has just shown who they are; asks them to where they haven't.
    pub async fn is_fresh(self) -> bool {
        match self.watched(api::account()).await {
            Ok(account) => account.keys.fresh || self.shows_proof().await,
            Err(_) => false,
        }
    }

    async fn shows_proof(self) -> bool {
        let promise = js_sys::Promise::new(&mut |resolve, _| self.proven.set_value(Some(resolve)));
        self.proof.set(true);
        JsFuture::from(promise).await.is_ok_and(|shown| shown.is_truthy())
    }

    /// Whether the dialog is open in which one shows once more who one is.
    #[must_use]
    pub fn proof(self) -> RwSignal<bool> {
        self.proof
    }

    /// The dialog has closed, and it was shown or not. May be said twice: the first counts.
    pub fn proof_ended(self, shown: bool) {
        self.proof.set(false);
        if let Some(resolve) = self.proven.try_update_value(Option::take).flatten() {
            // A promise's own function takes any value.
            let _ = resolve.call1(&JsValue::NULL, &shown.into());
        }
    }

    /// Signs out. Where the server can't be reached nothing changes, and the fault says so.
    ///
    /// # Errors
    /// [`ApiFault`].
    pub async fn sign_out(self) -> Result<(), ApiFault> {
        let answer = api::sign_out().await;
        if answer.is_ok() || answer.as_ref().is_err_and(is_signed_out) {
            self.leave(Parting::SignedOut);
            return Ok(());
        }
        answer
    }

    fn leave(self, why: Parting) {
        self.parting.set(Some(why));
        self.standing.update(|standing| {
            if let Standing::Known(account) = standing {
                account.staff = None;
                account.unit_name = None;
                account.keys = Keys::default();
            }
        });
    }
}
