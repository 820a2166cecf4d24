//! Signing in. Stands in place of whatever page the address names, so that one goes on there.

use crate::account::fault::{asks_code, told};
use crate::account::provider_return::Way;
use crate::account::provider_sign_in::{ProviderButton, ProviderCodeForm};
use crate::account::session::{Parting, Session};
use crate::api;
use crate::routes::{self, Page};
use crate::ui::focus::focus_soon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::page_title::PageTitle;
use crate::ui::password_field::{PasswordField, PasswordWords};
use crate::ui::text_field::TextField;
use crate::words::Words;
use domain::api::SignIn;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The words of a password field.
#[must_use]
pub const fn password_words(words: Words) -> PasswordWords {
    PasswordWords {
        label: words.sign_in_password(),
        show: (words.sign_in_show(), words.sign_in_show_label()),
        hide: (words.sign_in_hide(), words.sign_in_hide_label()),
    }
}

/// The page.
#[component]
pub fn SignInPage(words: Words, session: Session) -> impl IntoView {
    let title = words.sign_in_title();
    let coding = Memo::new(move |_| session.way().get() == Way::CodeNeeded);
    let parting = move || {
        session.parting().map(|parting| match parting {
            Parting::Ended => words.sign_in_ended(),
            Parting::SignedOut => words.sign_in_signed_out(),
        })
    };
    view! {
        <div class="door">
            <PageTitle text=title document=words.desk_page_title(title) />
            <p class="lead">{words.sign_in_lead()}</p>
            {move || parting().map(|text| view! { <Notice tone=Tone::Plain title=text /> })}
            {move || if coding.get() {
                view! { <ProviderCodeForm words session /> }.into_any()
            } else {
                view! {
                    <SignInForm words session />
                    {session.provider().map(|name| view! { <ProviderButton words session name /> })}
                }
                    .into_any()
            }}
            <p class="door-note">{words.sign_in_forgotten()}</p>
            <p class="door-note">
                {words.sign_in_learners()} " " <a href=routes::path(words.language, Page::Home)>{words.sign_in_to_courses()}</a>
            </p>
        </div>
    }
}

#[component]
fn SignInForm(words: Words, session: Session) -> impl IntoView {
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let code = RwSignal::new(String::new());
    // Asked for only once name and password were right: nobody else learns that there is a second step.
    let two_steps = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let missing = move |value: RwSignal<String>, text: &'static str| {
        Signal::derive(move || (tried.get() && value.with(|value| value.trim().is_empty())).then(|| text.to_owned()))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let typed = Some(code.get_untracked()).filter(|code| two_steps.get_untracked() && !code.trim().is_empty());
        let incomplete = two_steps.get_untracked() && typed.is_none();
        let (name, password) = (name.get_untracked().trim().to_lowercase(), password.get_untracked());
        let request = SignIn { name, password, code: typed };
        if busy.get_untracked() || request.name.is_empty() || request.password.is_empty() || incomplete {
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            match api::sign_in(&request).await {
                Ok(_) => session.learn().await,
                Err(fault) => {
                    if asks_code(&fault) && !two_steps.get_untracked() {
                        two_steps.set(true);
                        tried.set(false);
                        focus_soon("#sign-in-code");
                    }
                    refused.set(Some(told(words, &fault)));
                }
            }
            busy.set(false);
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate aria-busy=move || busy.get().then_some("true")>
            {move || refused.get().map(|text| view! { <Notice tone=Tone::Wrong title=text /> })}
            <TextField
                label=words.sign_in_name()
                id="sign-in-name"
                autocomplete="username"
                value=name
                fault=missing(name, words.sign_in_name_missing())
            />
            <PasswordField
                words=password_words(words)
                id="sign-in-password"
                autocomplete="current-password"
                value=password
                fault=missing(password, words.sign_in_password_missing())
            />
            <Show when=move || two_steps.get()>
                <TextField
                    label=words.sign_in_code()
                    id="sign-in-code"
                    autocomplete="one-time-code"
                    value=code
                    fault=missing(code, words.sign_in_code_missing())
                    hint=words.sign_in_code_hint()
                />
            </Show>
            <button class="button primary wide" type="submit">
                {move || if busy.get() { words.sign_in_busy() } else { words.sign_in_title() }}
            </button>
        </form>
    }
}
