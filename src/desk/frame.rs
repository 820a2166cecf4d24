//! What surrounds every page of the desk: brand, navigation by role, the person, the language, and the mark of made-up data.

use crate::account::fault::told;
use crate::account::roles;
use crate::account::session::{Session, Standing};
use crate::routes::desk::{AuditQuery, CompletionQuery, DeskAddress, DeskPage, hash};
use crate::routes::{self, Page};
use crate::ui::icon::icon;
use crate::words::Words;
use domain::api::Account;
use domain::course::Language;
use domain::people::StaffMember;
use domain::permission::{Act, Actor, allows};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The pages a person may open from the navigation, the first one first.
#[must_use]
pub fn tabs(staff: &StaffMember) -> Vec<DeskPage> {
    let actor = Actor::Staff(staff.clone());
    [
        (Act::SeeCourses, DeskPage::Courses),
        (Act::Vouch, DeskPage::Vouch),
        (Act::SeeCompletion, DeskPage::Completion(CompletionQuery::default())),
        (Act::SeeStaff, DeskPage::Staff),
        (Act::ReadAudit, DeskPage::Audit(AuditQuery::default())),
        (Act::UseOwnAccount, DeskPage::Account),
    ]
    .into_iter()
    .filter(|(act, _)| allows(&actor, *act))
    .map(|(_, page)| page)
    .collect()
}

fn tab_words(words: Words, page: &DeskPage) -> (&'static str, &'static str) {
    match page {
        DeskPage::Courses | DeskPage::Upload => (words.courses_title(), "book"),
        DeskPage::Vouch => (words.vouch_title(), "lock"),
        DeskPage::Completion(_) => (words.completion_title(), "chart"),
        DeskPage::Staff | DeskPage::Invite | DeskPage::Member(_) => (words.staff_title(), "people"),
        DeskPage::Audit(_) => (words.audit_title(), "clock"),
        DeskPage::Account => (words.account_title(), "settings"),
        DeskPage::Start | DeskPage::Invitation | DeskPage::Missing => (words.desk_name(), "home"),
    }
}

/// Whether a page belongs under a tab.
fn under(page: &DeskPage, tab: &DeskPage) -> bool {
    match tab {
        DeskPage::Courses => matches!(page, DeskPage::Courses | DeskPage::Upload),
        DeskPage::Vouch => matches!(page, DeskPage::Vouch),
        DeskPage::Completion(_) => matches!(page, DeskPage::Completion(_)),
        DeskPage::Staff => matches!(page, DeskPage::Staff | DeskPage::Invite | DeskPage::Member(_)),
        DeskPage::Audit(_) => matches!(page, DeskPage::Audit(_)),
        DeskPage::Account => matches!(page, DeskPage::Account),
        DeskPage::Start
        | DeskPage::Invitation
        | DeskPage::Upload
        | DeskPage::Invite
        | DeskPage::Member(_)
        | DeskPage::Missing => false,
    }
}

/// The frame.
#[component]
pub fn Frame(words: Words, session: Session, address: RwSignal<DeskAddress>, children: Children) -> impl IntoView {
    let standing = session.standing();
    let demo = Memo::new(move |_| matches!(standing.get(), Standing::Known(Account { demo: true, .. })));
    let known = Memo::new(move |_| match standing.get() {
        Standing::Known(Account { staff: Some(staff), unit_name, .. }) => Some((staff, unit_name)),
        Standing::Known(Account { staff: None, .. }) | Standing::Asking | Standing::Failed(_) => None,
    });
    let other = match words.language {
        Language::Vi => Language::En,
        Language::En => Language::Vi,
    };
    let twin = move || DeskAddress { language: other, ..address.get() }.hash();
    let to_content = move |event: leptos::ev::MouseEvent| {
        // The address after # names the page here, so the link can't lead to an element by it.
        event.prevent_default();
        if let Some(content) = document().get_element_by_id("content") {
            let _ = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(content).focus();
        }
    };
    view! {
        <div class="desk" class:at-door=move || known.with(Option::is_none)>
            <a class="skip" href="#content" on:click=to_content>{words.skip_to_content()}</a>
            <header class="side">
                <a class="brand" href=hash(words.language, DeskPage::Start)>
                    <svg class="brand-mark" aria-hidden="true"><use href="#brand"></use></svg>
                    <span>{words.app_name()} <span class="brand-desk">{words.desk_name()}</span></span>
                </a>
                {move || known.get().map(|(staff, _)| navigation(words, &staff, address))}
                <div class="side-foot">
                    {move || known.get().map(|(staff, unit)| person(words, session, staff, unit))}
                    <p class="side-links">
                        <a href=twin lang=other.tag() hreflang=other.tag()>{words.other_language()}</a>
                        <a class="to-learners" href=routes::path(words.language, Page::Home)>{words.desk_citizens_app()}</a>
                    </p>
                </div>
            </header>
            <div class="side-by">
                {move || demo.get().then(|| view! {
                    <aside class="demo" aria-label=words.desk_demo_title()>
                        {icon("alert")}
                        <p><strong>{words.desk_demo_title()}</strong> " " <span>{words.desk_demo_text()}</span></p>
                    </aside>
                })}
                <main class="desk-main" id="content" tabindex="-1">{children()}</main>
            </div>
        </div>
    }
}

fn navigation(words: Words, staff: &StaffMember, address: RwSignal<DeskAddress>) -> impl IntoView + use<> {
    let pages = tabs(staff);
    let first = pages.first().cloned();
    let tab = move |tab: DeskPage| {
        let (name, drawn) = tab_words(words, &tab);
        let link = hash(words.language, tab.clone());
        let is_first = first.as_ref() == Some(&tab);
        let here =
            move || address.with(|address| under(&address.page, &tab) || (is_first && address.page == DeskPage::Start));
        view! {
            <li>
                <a class="side-tab" href=link aria-current=move || here().then_some("page")>
                    {icon(drawn)}
                    <span>{name}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav class="side-tabs" aria-label=words.desk_navigation()>
            <ul>{pages.into_iter().map(tab).collect_view()}</ul>
        </nav>
    }
}

fn person(words: Words, session: Session, staff: StaffMember, unit: Option<String>) -> impl IntoView {
    let fault = RwSignal::new(None::<String>);
    let sign_out = move |_| {
        spawn_local(async move {
            if let Err(problem) = session.sign_out().await {
                fault.set(Some(told(words, &problem)));
            }
        });
    };
    let held = roles::ALL.into_iter().filter(|role| staff.roles.contains(role)).map(|role| roles::name(words, role));
    let held = held.collect::<Vec<_>>().join(", ");
    view! {
        <div class="person">
            <p class="person-name">{staff.name}</p>
            <p class="person-roles">{held} {unit.map(|unit| view! { <br /> {unit} })}</p>
            <button class="button plain" type="button" on:click=sign_out>
                {icon("leave")}
                {words.desk_sign_out()}
            </button>
            {move || fault.get().map(|fault| view! { <p class="field-fault" role="alert">{fault}</p> })}
        </div>
    }
}
