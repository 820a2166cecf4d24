//! One's own account: the second step, the password, the identity at a provider, and where one is signed in.

use crate::account::identity_panel::IdentityPanel;
use crate::account::password_panel::PasswordPanel;
use crate::account::second_step_panel::SecondStepPanel;
use crate::account::session::Session;
use crate::account::sessions_panel::SessionsPanel;
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::Keys;
use leptos::prelude::*;

/// The page.
#[component]
pub fn AccountPage(words: Words, session: Session, keys: Keys) -> impl IntoView {
    let provider = session.provider();
    let title = words.account_title();
    view! {
        <PageTitle text=title document=words.desk_page_title(title) />
        <p class="lead">{words.account_lead()}</p>
        <section class="panel form" aria-labelledby="step-title">
            <h2 id="step-title">{words.step_title()}</h2>
            <SecondStepPanel words session keys />
        </section>
        <PasswordPanel words session second_step=keys.second_step />
        {provider.map(|name| view! { <IdentityPanel words session name linked=keys.linked /> })}
        <SessionsPanel words session />
    }
}

/// What stands in place of every other page while a role needs a second step that isn't there.
#[component]
pub fn FirstStepsPage(words: Words, session: Session, keys: Keys) -> impl IntoView {
    let title = words.step_first_title();
    view! {
        <PageTitle text=title document=words.desk_page_title(title) />
        <p class="lead">{words.step_first_lead()}</p>
        <section class="panel form" aria-label=words.step_title()>
            <SecondStepPanel words session keys />
        </section>
    }
}
