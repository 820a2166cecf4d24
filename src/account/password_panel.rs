//! Changing one's password.

use crate::account::fault::told_choosing;
use crate::account::invitation_page::password_fault;
use crate::account::session::Session;
use crate::account::sign_in_page::password_words;
use crate::api;
use crate::ui::notice::{Notice, Tone};
use crate::ui::password_field::{PasswordField, PasswordWords};
use crate::words::Words;
use domain::people::{SHORTEST_PASSWORD, SHORTEST_PASSWORD_OF_TWO};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The panel.
#[component]
pub fn PasswordPanel(words: Words, session: Session, second_step: bool) -> impl IntoView {
    let shortest = if second_step { SHORTEST_PASSWORD_OF_TWO } else { SHORTEST_PASSWORD };
    let password = RwSignal::new(String::new());
    let (tried, busy) = (RwSignal::new(false), RwSignal::new(false));
    // What became of it: changed, or why not.
    let said = RwSignal::new(None::<Result<(), String>>);
    let fault = Signal::derive(move || {
        tried.get().then(|| password.with(|password| password_fault(words, password, shortest))).flatten()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let new = password.get_untracked();
        if busy.get_untracked() || password_fault(words, &new, shortest).is_some() {
            return;
        }
        busy.set(true);
        said.set(None);
        spawn_local(async move {
            let answer = session.proven(|| api::change_password(new.clone())).await;
            if answer.is_ok() {
                password.set(String::new());
                tried.set(false);
            }
            said.set(Some(answer.map_err(|fault| told_choosing(words, &fault))));
            busy.set(false);
        });
    };
    let field = PasswordWords { label: words.password_new(), ..password_words(words) };
    view! {
        <form class="panel form" on:submit=submit novalidate aria-labelledby="password-title" aria-busy=move || busy.get().then_some("true")>
            <h2 id="password-title">{words.password_title()}</h2>
            {move || said.get().map(|said| match said {
                Ok(()) => view! { <Notice tone=Tone::Good title=words.password_changed() /> },
                Err(text) => view! { <Notice tone=Tone::Wrong title=text /> },
            })}
            <PasswordField
                words=field
                id="password-new"
                autocomplete="new-password"
                value=password
                fault
                hint=words.invitation_password_rule(shortest)
            />
            <button class="button primary" type="submit">
                {move || if busy.get() { words.password_changing() } else { words.password_submit() }}
            </button>
        </form>
    }
}
