//! Who is signed in, as far as this page knows. The cookie itself is the browser's; scripts never see it.

use crate::account::fault::is_signed_out;
use crate::api::{self, ApiFault};
use domain::api::Account;
use domain::people::StaffMember;
use leptos::prelude::*;
use leptos::task::spawn_local;

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
}

impl Session {
    /// Asks the server who is signed in. `invitation` is the token that the address carried.
    #[must_use]
    pub fn open(invitation: Option<String>) -> Self {
        let session = Self {
            standing: RwSignal::new(Standing::Asking),
            parting: RwSignal::new(None),
            invitation: RwSignal::new(invitation),
        };
        session.ask();
        session
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
            }
        });
    }
}
