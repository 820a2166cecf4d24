//! Signing in through the provider of identities: the button that leads there, and the code of the second step afterwards.

use crate::account::fault::told;
use crate::account::provider_return::Way;
use crate::account::session::Session;
use crate::api::{ApiFault, provider};
use crate::ui::notice::{Notice, Tone};
use crate::ui::text_field::TextField;
use crate::words::Words;
use domain::api::ProviderAddress;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The button, beside the form for name and password. `name` is the provider's.
#[component]
pub fn ProviderButton(words: Words, session: Session, name: String) -> impl IntoView {
    let way = session.way();
    let busy = RwSignal::new(false);
    let go = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(fault) = set_out(provider::begin_sign_in(words.language).await) {
                way.set(Way::Refused(fault));
                busy.set(false);
            }
        });
    };
    let refused = move || match way.get() {
        Way::Refused(fault) => Some(view! { <Notice tone=Tone::Wrong title=told(words, &fault) /> }),
        Way::Resting | Way::CodeNeeded | Way::Linking(_) => None,
    };
    view! {
        {refused}
        <button class="button wide" type="button" aria-busy=move || busy.get().then_some("true") on:click=go>
            {words.provider_sign_in(name)}
        </button>
    }
}

/// Leaves for the provider, once the server has said where.
///
/// # Errors
/// Why it didn't.
pub fn set_out(begun: Result<ProviderAddress, ApiFault>) -> Result<(), ApiFault> {
    // An address that the server made is never refused; the page goes, so there is nothing more to say.
    begun.map(|begun| drop(window().location().set_href(&begun.address)))
}

/// The form for the code, in place of the one for name and password.
#[component]
pub fn ProviderCodeForm(words: Words, session: Session) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let (tried, busy) = (RwSignal::new(false), RwSignal::new(false));
    let said = RwSignal::new((Tone::Plain, words.fault_code_needed().to_owned()));
    let missing = Signal::derive(move || {
        (tried.get() && code.with(|code| code.trim().is_empty())).then(|| words.sign_in_code_missing().to_owned())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let typed = code.get_untracked();
        if busy.get_untracked() || typed.trim().is_empty() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match provider::send_code(typed).await {
                Ok(_) => {
                    session.way().set(Way::Resting);
                    session.learn().await;
                }
                Err(fault) => said.set((Tone::Wrong, told(words, &fault))),
            }
            busy.set(false);
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate aria-busy=move || busy.get().then_some("true")>
            {move || {
                let (tone, text) = said.get();
                view! { <Notice tone title=text /> }
            }}
            <TextField
                label=words.sign_in_code()
                id="provider-code"
                autocomplete="one-time-code"
                value=code
                fault=missing
                hint=words.sign_in_code_hint()
            />
            <button class="button primary wide" type="submit">
                {move || if busy.get() { words.sign_in_busy() } else { words.sign_in_title() }}
            </button>
            <button class="button wide" type="button" on:click=move |_| session.way().set(Way::Resting)>
                {words.provider_other_way()}
            </button>
        </form>
    }
}
