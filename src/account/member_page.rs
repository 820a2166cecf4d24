//! One person of the list: giving and taking roles, closing and opening the account, helping after a lost second step.

use crate::account::fault::told;
use crate::account::invite_page::{Missing, missing, role_box};
use crate::account::roles;
use crate::account::session::Session;
use crate::account::unit_choice::UnitChoice;
use crate::account::waiting::awaited;
use crate::api::{self, ApiFault};
use crate::routes::desk::{DeskPage, hash};
use crate::ui::icon::icon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::{Held, ListedStaff};
use domain::id::StaffId;
use domain::people::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn MemberPage(words: Words, session: Session, staff: StaffId) -> impl IntoView {
    let said = RwSignal::new(None::<Result<(), String>>);
    let round = RwSignal::new(0_u32);
    let ask = move || {
        round.track();
        async move { api::staff().await.map(|all| all.into_iter().find(|one| one.id == staff)) }
    };
    view! {
        <a class="back" href=hash(words.language, DeskPage::Staff)>
            {icon("back")}
            {words.staff_back()}
        </a>
        {move || said.get().map(|said| match said {
            Ok(()) => view! { <Notice tone=Tone::Good title=words.member_saved() /> },
            Err(text) => view! { <Notice tone=Tone::Wrong title=text /> },
        })}
        {awaited(session, words, ask, move |found: Option<ListedStaff>| {
            let page = Page { words, session, staff, said, round, busy: RwSignal::new(false) };
            match found {
                Some(person) => person_shown(page, person),
                None => view! { <PageTitle text=words.member_gone() document=words.desk_page_title(words.member_gone()) /> }.into_any(),
            }
        })}
    }
}

/// What the parts of the page have in common.
#[derive(Debug, Clone, Copy)]
struct Page {
    words: Words,
    session: Session,
    staff: StaffId,
    said: RwSignal<Option<Result<(), String>>>,
    round: RwSignal<u32>,
    busy: RwSignal<bool>,
}

impl Page {
    /// Makes a change, one at a time, and shows the person anew.
    fn change<F>(self, call: impl Fn() -> F + 'static)
    where
        F: Future<Output = Result<ListedStaff, ApiFault>> + 'static,
    {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            let answer = self.session.proven(call).await.map(drop);
            self.said.set(Some(answer.map_err(|fault| match &fault {
                ApiFault::Refused(problem) if problem.kind == "conflict" => self.words.member_last().to_owned(),
                ApiFault::Refused(_)
                | ApiFault::Offline
                | ApiFault::Busy { .. }
                | ApiFault::NotApi
                | ApiFault::Unreadable(_) => told(self.words, &fault),
            })));
            self.busy.set(false);
            self.round.update(|round| *round += 1);
        });
    }
}

fn person_shown(page: Page, person: ListedStaff) -> AnyView {
    let words = page.words;
    let own = page.session.staff().is_some_and(|own| own.id == page.staff);
    let title = words.member_title(&person.name);
    let state = state(words, &person);
    let step = if person.second_step { words.member_step_on() } else { words.member_step_off() };
    let acts = if own {
        view! { <Notice tone=Tone::Plain title=words.member_own() /> }.into_any()
    } else {
        view! {
            <RolesForm page person=person.clone() />
            {closing(page, &person)}
            {person.second_step.then(|| losing(page))}
        }
        .into_any()
    };
    view! {
        <PageTitle text=title.clone() document=words.desk_page_title(title) />
        <dl class="facts-list">
            <div><dt>{words.member_state()}</dt><dd>{state}</dd></div>
            <div><dt>{words.member_step()}</dt><dd>{step}</dd></div>
        </dl>
        {acts}
    }
    .into_any()
}

/// Whether the account is open, in words.
pub fn state(words: Words, person: &ListedStaff) -> String {
    person.disabled_at.map_or_else(|| words.member_active().to_owned(), |at| words.member_disabled(words.moment(at)))
}

#[component]
fn RolesForm(page: Page, person: ListedStaff) -> impl IntoView {
    let words = page.words;
    let chosen = RwSignal::new(person.roles.clone());
    let unit = RwSignal::new(person.unit.clone());
    let tried = RwSignal::new(false);
    let official = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&Role::Official)));
    let lacks = move |what: Missing| tried.get() && missing(&chosen.read(), unit.read().as_ref()) == Some(what);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let roles = chosen.get_untracked();
        let unit = unit.get_untracked().filter(|_| roles.contains(&Role::Official));
        if missing(&roles, unit.as_ref()).is_none() {
            page.change(move || {
                let held = Held { roles: roles.clone(), unit: unit.clone() };
                async move { api::set_roles(page.staff, &held).await }
            });
        }
    };
    let now = person.unit_name.map(|name| words.member_current_unit(name));
    view! {
        <form class="form panel" on:submit=submit novalidate aria-busy=move || page.busy.get().then_some("true")>
            <fieldset class="choices">
                <legend>{words.staff_roles()}</legend>
                {roles::ALL.into_iter().map(|role| role_box(words, role, chosen)).collect_view()}
                {move || lacks(Missing::Roles).then(|| view! { <p class="field-fault" role="alert">{words.staff_roles_missing()}</p> })}
            </fieldset>
            <Show when=move || official.get()>
                {now.clone().map(|now| view! { <p class="field-hint">{now}</p> })}
                <UnitChoice words unit />
                {move || lacks(Missing::Unit).then(|| view! { <p class="field-fault" role="alert">{words.staff_unit_missing()}</p> })}
            </Show>
            <button class="button primary" type="submit">
                {move || if page.busy.get() { words.member_saving() } else { words.member_save() }}
            </button>
        </form>
    }
}

fn closing(page: Page, person: &ListedStaff) -> AnyView {
    let words = page.words;
    let open = person.disabled_at.is_none();
    let act = move |_| page.change(move || api::set_disabled(page.staff, open));
    view! {
        <div class="panel form">
            {open.then(|| view! { <p id="closing-means">{words.member_disable_means()}</p> })}
            <button
                class=if open { "button grave" } else { "button" }
                type="button"
                aria-describedby=open.then_some("closing-means")
                on:click=act
            >
                {if open { words.member_disable() } else { words.member_enable() }}
            </button>
        </div>
    }
    .into_any()
}

fn losing(page: Page) -> AnyView {
    let words = page.words;
    let act = move |_| page.change(move || api::take_second_step(page.staff));
    view! {
        <div class="panel form">
            <p id="losing-means">{words.member_take_step_means()}</p>
            <button class="button grave" type="button" aria-describedby="losing-means" on:click=act>
                {words.member_take_step()}
            </button>
        </div>
    }
    .into_any()
}
