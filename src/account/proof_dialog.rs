//! Showing once more who one is, in a dialog over whatever page asked for it.

use crate::account::fault::told;
use crate::account::session::Session;
use crate::account::sign_in_page::password_words;
use crate::api;
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, Tone};
use crate::ui::password_field::{PasswordField, PasswordWords};
use crate::words::Words;
use domain::api::Prove;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The dialog; it is open while the session asks for it.
#[component]
pub fn ProofDialog(words: Words, session: Session) -> impl IntoView {
    let open = session.proof();
    let shown = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if is {
            shown.set(String::new());
            tried.set(false);
            refused.set(None);
        } else if was == Some(true) {
            session.proof_ended(false);
        }
        is
    });
    let missing = Signal::derive(move || {
        (tried.get() && shown.with(|shown| shown.trim().is_empty())).then(|| words.proof_missing().to_owned())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = shown.get_untracked();
        if busy.get_untracked() || text.trim().is_empty() {
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            match session.watched(api::prove(&proof(text))).await {
                Ok(()) => session.proof_ended(true),
                Err(fault) => refused.set(Some(told(words, &fault))),
            }
            busy.set(false);
        });
    };
    let field = PasswordWords { label: words.proof_either(), ..password_words(words) };
    view! {
        <Dialog open labelled_by="proof-title">
            <h2 id="proof-title">{words.proof_title()}</h2>
            <p>{words.proof_lead()}</p>
            <form class="form" on:submit=submit novalidate aria-busy=move || busy.get().then_some("true")>
                {move || refused.get().map(|text| view! { <Notice tone=Tone::Wrong title=text /> })}
                <PasswordField words=field id="proof-shown" autocomplete="current-password" value=shown fault=missing />
                <div class="buttons">
                    <button class="button" type="button" on:click=move |_| session.proof_ended(false)>
                        {words.proof_cancel()}
                    </button>
                    <button class="button primary" type="submit">
                        {move || if busy.get() { words.proof_busy() } else { words.proof_submit() }}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// Six digits are a code, everything else is a password: no password is as short.
fn proof(text: String) -> Prove {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.len() == 6 && bare.bytes().all(|b| b.is_ascii_digit()) {
        Prove { password: None, code: Some(bare) }
    } else {
        Prove { password: Some(text), code: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_a_code_and_everything_else_a_password() {
        assert_eq!(proof("123 456".into()), Prove { password: None, code: Some("123456".into()) });
        for password in ["bốn con trâu", "1234567", "12345", " a 12345"] {
            assert_eq!(proof(password.into()), Prove { password: Some(password.into()), code: None });
        }
    }
}
