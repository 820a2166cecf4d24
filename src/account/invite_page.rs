//! Inviting a person: roles, a unit for officials, and a link that is shown once.

use crate::account::fault::told;
use crate::account::roles;
use crate::account::session::Session;
use crate::account::unit_choice::UnitChoice;
use crate::api;
use crate::routes::desk::{DeskPage, hash};
use crate::ui::copy_field::{CopyField, CopyWords};
use crate::ui::icon::icon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::{InvitationLink, Invite};
use domain::people::Role;
use domain::unit::UnitKey;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// The page.
#[component]
pub fn InvitePage(words: Words, session: Session) -> impl IntoView {
    let title = words.staff_invite();
    let link = RwSignal::new(None::<InvitationLink>);
    view! {
        <a class="back" href=hash(words.language, DeskPage::Staff)>
            {icon("back")}
            {words.staff_back()}
        </a>
        <PageTitle text=title document=words.desk_page_title(title) />
        {move || match link.get() {
            None => view! { <InviteForm words session link /> }.into_any(),
            Some(made) => view! { <Link words made link /> }.into_any(),
        }}
    }
}

/// What is missing before roles may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// No role is chosen.
    Roles,
    /// An official has no unit.
    Unit,
}

/// What is missing, if anything.
pub(super) fn missing(roles: &BTreeSet<Role>, unit: Option<&UnitKey>) -> Option<Missing> {
    if roles.is_empty() {
        Some(Missing::Roles)
    } else if roles.contains(&Role::Official) && unit.is_none() {
        Some(Missing::Unit)
    } else {
        None
    }
}

#[component]
fn InviteForm(words: Words, session: Session, link: RwSignal<Option<InvitationLink>>) -> impl IntoView {
    let chosen = RwSignal::new(BTreeSet::<Role>::new());
    let unit = RwSignal::new(None::<UnitKey>);
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let official = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&Role::Official)));
    let lacks = move |what: Missing| tried.get() && missing(&chosen.read(), unit.read().as_ref()) == Some(what);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let roles = chosen.get_untracked();
        // A unit limits officials only; other roles act for the whole platform.
        let unit = unit.get_untracked().filter(|_| roles.contains(&Role::Official));
        if busy.get_untracked() || missing(&roles, unit.as_ref()).is_some() {
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let invite = Invite { roles, unit };
            match session.proven(|| api::invite(&invite)).await {
                Ok(made) => link.set(Some(made)),
                Err(fault) => refused.set(Some(told(words, &fault))),
            }
            busy.set(false);
        });
    };
    let fault = move |what: Missing, id: &'static str, text: &'static str| {
        move || lacks(what).then(|| view! { <p class="field-fault" id=id role="alert">{text}</p> })
    };
    view! {
        <p class="lead">{words.staff_invite_lead()}</p>
        <form class="form panel" on:submit=submit novalidate aria-busy=move || busy.get().then_some("true")>
            {move || refused.get().map(|text| view! { <Notice tone=Tone::Wrong title=text /> })}
            <fieldset class="choices">
                <legend>{words.staff_roles()}</legend>
                {roles::ALL.into_iter().map(|role| role_box(words, role, chosen)).collect_view()}
                {fault(Missing::Roles, "roles-fault", words.staff_roles_missing())}
            </fieldset>
            <Show when=move || official.get()>
                <UnitChoice words unit />
                {fault(Missing::Unit, "unit-fault", words.staff_unit_missing())}
            </Show>
            <button class="button primary" type="submit">
                {move || if busy.get() { words.staff_creating() } else { words.staff_create() }}
            </button>
        </form>
    }
}

/// A role to be ticked.
pub(super) fn role_box(words: Words, role: Role, chosen: RwSignal<BTreeSet<Role>>) -> impl IntoView {
    let change = move |event: leptos::ev::Event| {
        let on = event_target_checked(&event);
        chosen.update(|chosen| {
            if on {
                chosen.insert(role)
            } else {
                chosen.remove(&role)
            };
        });
    };
    view! {
        <label class="choice-box">
            <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&role)) on:change=change />
            <span>
                <strong>{roles::name(words, role)}</strong>
                <span class="choice-hint">{roles::does(words, role)}</span>
            </span>
        </label>
    }
}

#[component]
fn Link(words: Words, made: InvitationLink, link: RwSignal<Option<InvitationLink>>) -> impl IntoView {
    let origin = window().location().origin().unwrap_or_default();
    let copy = CopyWords {
        label: words.staff_link_label(),
        copy: words.staff_copy(),
        copied: words.staff_copied(),
        failed: words.staff_copy_failed(),
    };
    view! {
        <Notice tone=Tone::Good title=words.staff_link_title()>
            <p>{words.staff_link_once()} " " {words.staff_link_ends(words.moment(made.expires_at))}</p>
        </Notice>
        <div class="panel form">
            <CopyField words=copy id="invitation-link" text=format!("{origin}{}", made.path) />
            <p>
                <button class="button" type="button" on:click=move |_| link.set(None)>
                    {words.staff_another()}
                </button>
            </p>
        </div>
    }
}
