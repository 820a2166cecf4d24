//! Accepting an invitation: what it offers, a name, a password, and one is signed in.

use crate::account::fault::told_choosing;
use crate::account::roles;
use crate::account::session::Session;
use crate::account::sign_in_page::password_words;
use crate::account::waiting::waiting;
use crate::api::{self, ApiFault};
use crate::routes::desk::{DeskPage, hash};
use crate::ui::notice::{Notice, Tone};
use crate::ui::page_title::PageTitle;
use crate::ui::password_field::PasswordField;
use crate::ui::text_field::TextField;
use crate::words::Words;
use domain::api::{AcceptInvitation, Invited};
use domain::people::{LONGEST_PASSWORD, SHORTEST_PASSWORD, is_staff_name};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn InvitationPage(words: Words, session: Session) -> impl IntoView {
    let title = words.invitation_title();
    let offer = LocalResource::new(move || {
        let token = session.invitation().get();
        async move {
            match token {
                Some(token) => api::invitation(token.clone()).await.map(|offer| Some((token, offer))),
                None => Ok(None),
            }
        }
    });
    view! {
        <div class="door">
            <PageTitle text=title document=words.desk_page_title(title) />
            {move || match offer.get() {
                None => waiting(words),
                Some(Ok(Some((token, offer)))) => {
                    view! {
                        <Offer words offer />
                        <ChooseForm words session token />
                    }
                        .into_any()
                }
                Some(Ok(None) | Err(ApiFault::Refused(_))) => gone(words),
                Some(Err(fault)) => {
                    crate::account::waiting::failed(words, &fault, Callback::new(move |()| offer.refetch()))
                }
            }}
        </div>
    }
}

fn gone(words: Words) -> AnyView {
    view! {
        <Notice tone=Tone::Wrong title=words.invitation_gone_title()>
            <p>{words.invitation_gone_text()}</p>
            <p>
                <a href=hash(words.language, DeskPage::Start)>{words.invitation_to_sign_in()}</a>
            </p>
        </Notice>
    }
    .into_any()
}

#[component]
fn Offer(words: Words, offer: Invited) -> impl IntoView {
    let unit = offer.unit_name.unwrap_or_else(|| words.desk_whole_country().into());
    let offered: Vec<_> = roles::ALL.into_iter().filter(|role| offer.roles.contains(role)).collect();
    view! {
        <p class="lead">{words.invitation_lead()}</p>
        <ul class="offer">
            {offered
                .into_iter()
                .map(|role| {
                    view! {
                        <li>
                            <strong>{roles::name(words, role)}</strong>
                            <span>{roles::does(words, role)}</span>
                        </li>
                    }
                })
                .collect_view()} <li>{words.invitation_unit(unit)}</li>
        </ul>
    }
}

fn name_fault(words: Words, name: &str) -> Option<String> {
    (!is_staff_name(name)).then(|| words.invitation_name_bad().to_owned())
}

/// What is wrong with the length of a password, if anything.
pub(super) fn password_fault(words: Words, password: &str, shortest: usize) -> Option<String> {
    match password.chars().count() {
        count if count < shortest => Some(words.invitation_password_short(count, shortest)),
        count if count > LONGEST_PASSWORD => Some(words.invitation_password_long(LONGEST_PASSWORD)),
        _ => None,
    }
}

/// The second step is set up after the account is there: until then a password holds alone.
fn long_password_fault(words: Words, password: &str) -> Option<String> {
    password_fault(words, password, SHORTEST_PASSWORD)
}

#[component]
fn ChooseForm(words: Words, session: Session, token: String) -> impl IntoView {
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let checked = move |value: RwSignal<String>, check: fn(Words, &str) -> Option<String>| {
        Signal::derive(move || tried.get().then(|| value.with(|value| check(words, value))).flatten())
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (name, password) = (name.get_untracked(), password.get_untracked());
        if busy.get_untracked() || name_fault(words, &name).or(long_password_fault(words, &password)).is_some() {
            return;
        }
        busy.set(true);
        refused.set(None);
        let request = AcceptInvitation { token: token.clone(), name, password };
        spawn_local(async move {
            match api::accept_invitation(&request).await {
                Ok(_) => {
                    session.learn().await;
                    session.invitation().set(None);
                    let _ = window().location().set_hash(&hash(words.language, DeskPage::Start));
                }
                Err(fault) => refused.set(Some(told_choosing(words, &fault))),
            }
            busy.set(false);
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate aria-busy=move || busy.get().then_some("true")>
            {move || refused.get().map(|text| view! { <Notice tone=Tone::Wrong title=text /> })}
            <TextField
                label=words.sign_in_name()
                id="invitation-name"
                autocomplete="username"
                value=name
                fault=checked(name, name_fault)
                hint=words.invitation_name_rule()
            />
            <PasswordField
                words=password_words(words)
                id="invitation-password"
                autocomplete="new-password"
                value=password
                fault=checked(password, long_password_fault)
                hint=words.invitation_password_rule(SHORTEST_PASSWORD)
            />
            <p class="password-count" data-enough=move || enough(&password.read()).to_string()>
                {move || {
                    let count = password.with(|password| password.chars().count());
                    if enough(&password.read()) {
                        words.invitation_password_enough(count)
                    } else {
                        words.invitation_password_count(count, SHORTEST_PASSWORD)
                    }
                }}
            </p>
            <button class="button primary wide" type="submit">
                {move || if busy.get() { words.invitation_busy() } else { words.invitation_submit() }}
            </button>
            <p class="door-note">{words.invitation_once()}</p>
        </form>
    }
}

fn enough(password: &str) -> bool {
    password.chars().count() >= SHORTEST_PASSWORD
}
