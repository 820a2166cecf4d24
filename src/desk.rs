//! The desk: trainers', officials' and administrators' app. Which page stands in the frame; the pages are elsewhere.

mod frame;

use crate::account::account_page::{AccountPage, FirstStepsPage};
use crate::account::audit_page::AuditPage;
use crate::account::invitation_page::InvitationPage;
use crate::account::invite_page::InvitePage;
use crate::account::member_page::MemberPage;
use crate::account::proof_dialog::ProofDialog;
use crate::account::provider_return::Returned;
use crate::account::session::{Session, Standing};
use crate::account::sign_in_page::SignInPage;
use crate::account::staff_page::StaffPage;
use crate::account::waiting::{failed, waiting};
use crate::oversee::completion_page::CompletionPage;
use crate::routes::desk::{AuditQuery, CompletionQuery, DeskAddress, DeskPage, hash, invitation_token};
use crate::teach::courses_page::CoursesPage;
use crate::teach::upload_page::UploadPage;
use crate::teach::vouch_page::VouchPage;
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::{Account, Keys};
use domain::course::Language;
use domain::people::StaffMember;
use domain::permission::{Act, Actor, allows};
use frame::Frame;
use leptos::ev;
use leptos::prelude::*;
use web_sys::UrlSearchParams;

/// The whole app.
#[component]
pub fn Desk() -> impl IntoView {
    let returned = take_return();
    let session = Session::open(take_invitation(), returned);
    let address = RwSignal::new(DeskAddress::read(&hash_now()));
    let listener = window_event_listener(ev::hashchange, move |_| {
        if let Some(token) = take_invitation() {
            session.invitation().set(Some(token));
        }
        address.set(DeskAddress::read(&hash_now()));
    });
    on_cleanup(move || listener.remove());
    let language = Memo::new(move |_| address.with(|address| address.language));
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // An attribute of the root element can always be set.
            let _ = root.set_attribute("lang", language.get().tag());
        }
    });
    move || {
        let words = Words::new(language.get());
        view! {
            <Frame words session address>{pages(words, session, address)}</Frame>
            <ProofDialog words session />
        }
    }
}

fn hash_now() -> String {
    window().location().hash().unwrap_or_default()
}

/// Takes an invitation's token out of the address before anything can see it there: history, a copied link, a screenshot.
fn take_invitation() -> Option<String> {
    let token = invitation_token(&hash_now())?.to_owned();
    let clean = hash(Language::default(), DeskPage::Invitation);
    if !replace_address(&clean) {
        // Browsers limit how often history may be written; then at least the address is left.
        let _ = window().location().set_hash(&clean);
    }
    Some(token)
}

/// Takes what the provider of identities sent back out of the address likewise; one goes on where one set out.
fn take_return() -> Option<Returned> {
    let search = window().location().search().ok()?;
    let values = UrlSearchParams::new_with_str(&search).ok()?;
    let returned = Returned::read(|name| values.get(name))?;
    let page = if returned.linking { DeskPage::Account } else { DeskPage::Start };
    // Where history can't be written the code stays to be seen, and is worth nothing any more.
    replace_address(&format!("/desk/{}", hash(returned.language, page)));
    Some(returned)
}

fn replace_address(address: &str) -> bool {
    let history = window().history();
    history.and_then(|history| history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address))).is_ok()
}

/// What stands in the frame: chosen anew when the page, the person or what is known of them changes, but not when only
/// the query of the page does.
fn pages(words: Words, session: Session, address: RwSignal<DeskAddress>) -> impl IntoView {
    let completion = Memo::new(move |_| match address.get().page {
        DeskPage::Completion(query) => query,
        DeskPage::Start
        | DeskPage::Invitation
        | DeskPage::Courses
        | DeskPage::Upload
        | DeskPage::Vouch
        | DeskPage::Staff
        | DeskPage::Invite
        | DeskPage::Member(_)
        | DeskPage::Account
        | DeskPage::Audit(_)
        | DeskPage::Missing => CompletionQuery::default(),
    });
    let audit = Memo::new(move |_| match address.get().page {
        DeskPage::Audit(query) => query,
        DeskPage::Start
        | DeskPage::Invitation
        | DeskPage::Courses
        | DeskPage::Upload
        | DeskPage::Vouch
        | DeskPage::Completion(_)
        | DeskPage::Staff
        | DeskPage::Invite
        | DeskPage::Member(_)
        | DeskPage::Account
        | DeskPage::Missing => AuditQuery::default(),
    });
    let queries = Queries { completion: completion.into(), audit: audit.into() };
    let page = Memo::new(move |_| address.get().page.without_query());
    let standing = session.standing();
    let again = Callback::new(move |()| session.ask());
    move || {
        let page = page.get();
        if page == DeskPage::Invitation {
            return view! { <InvitationPage words session /> }.into_any();
        }
        match standing.get() {
            Standing::Asking => waiting(words),
            Standing::Failed(fault) => failed(words, &fault, again),
            Standing::Known(Account { staff: None, .. }) => view! { <SignInPage words session /> }.into_any(),
            Standing::Known(Account { staff: Some(_), keys, .. }) if keys.second_step_needed && !keys.second_step => {
                view! { <FirstStepsPage words session keys /> }.into_any()
            }
            Standing::Known(Account { staff: Some(staff), keys, .. }) => {
                page_of(words, session, page, staff, keys, queries)
            }
        }
    }
}

/// What the address says behind the page.
#[derive(Debug, Clone, Copy)]
struct Queries {
    completion: Signal<CompletionQuery>,
    audit: Signal<AuditQuery>,
}

fn page_of(
    words: Words,
    session: Session,
    page: DeskPage,
    staff: StaffMember,
    keys: Keys,
    queries: Queries,
) -> AnyView {
    let act = match &page {
        DeskPage::Start => return start(words, session, staff, keys, queries),
        DeskPage::Account => return view! { <AccountPage words session keys /> }.into_any(),
        DeskPage::Courses => Act::SeeCourses,
        DeskPage::Upload => Act::ManageCourses,
        DeskPage::Vouch => Act::Vouch,
        DeskPage::Completion(_) => Act::SeeCompletion,
        DeskPage::Staff => Act::SeeStaff,
        DeskPage::Invite | DeskPage::Member(_) => Act::ManageStaff,
        DeskPage::Audit(_) => Act::ReadAudit,
        DeskPage::Invitation | DeskPage::Missing => {
            return told(words, words.desk_unknown_title(), words.desk_unknown_text());
        }
    };
    if !allows(&Actor::Staff(staff), act) {
        return told(words, words.desk_not_yours_title(), words.desk_not_yours_text());
    }
    match page {
        DeskPage::Courses => view! { <CoursesPage words session /> }.into_any(),
        DeskPage::Upload => view! { <UploadPage words session /> }.into_any(),
        DeskPage::Vouch => view! { <VouchPage words session /> }.into_any(),
        DeskPage::Completion(_) => view! { <CompletionPage words session query=queries.completion /> }.into_any(),
        DeskPage::Staff => view! { <StaffPage words session /> }.into_any(),
        DeskPage::Invite => view! { <InvitePage words session /> }.into_any(),
        DeskPage::Member(staff) => view! { <MemberPage words session staff /> }.into_any(),
        DeskPage::Audit(_) => view! { <AuditPage words session query=queries.audit /> }.into_any(),
        DeskPage::Start | DeskPage::Account | DeskPage::Invitation | DeskPage::Missing => ().into_any(),
    }
}

/// The first page that the person's roles have.
fn start(words: Words, session: Session, staff: StaffMember, keys: Keys, queries: Queries) -> AnyView {
    match frame::tabs(&staff).into_iter().next() {
        Some(page) => page_of(words, session, page, staff, keys, queries),
        None => told(words, words.desk_not_yours_title(), words.desk_not_yours_text()),
    }
}

fn told(words: Words, title: &'static str, text: &'static str) -> AnyView {
    view! {
        <PageTitle text=title document=words.desk_page_title(title) />
        <p class="lead">{text}</p>
    }
    .into_any()
}
