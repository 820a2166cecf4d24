//! Who has an account on the desk.

use crate::account::roles;
use crate::account::session::Session;
use crate::account::waiting::awaited;
use crate::api;
use crate::routes::desk::{DeskPage, hash};
use crate::ui::icon::icon;
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::ListedStaff;
use leptos::prelude::*;

/// The page.
#[component]
pub fn StaffPage(words: Words, session: Session) -> impl IntoView {
    let title = words.staff_title();
    view! {
        <div class="page-head">
            <div>
                <PageTitle text=title document=words.desk_page_title(title) />
                <p class="lead">{words.staff_lead()}</p>
            </div>
            <a class="button primary" href=hash(words.language, DeskPage::Invite)>
                {icon("invite")}
                {words.staff_invite()}
            </a>
        </div>
        {awaited(
            session,
            words,
            api::staff,
            move |staff| table(words, session, staff),
        )}
    }
}

fn table(words: Words, session: Session, staff: Vec<ListedStaff>) -> AnyView {
    let own = session.staff().map(|own| own.id);
    let row = |ListedStaff { member, unit_name }: ListedStaff| {
        let unit = unit_name.unwrap_or_else(|| words.desk_whole_country().into());
        let roles: Vec<_> = roles::ALL.into_iter().filter(|role| member.roles.contains(role)).collect();
        let you = (own == Some(member.id)).then(|| view! { <span class="tag">{words.staff_you()}</span> });
        view! {
            <tr>
                <th scope="row" data-label=words.sign_in_name()>{member.name} " " {you}</th>
                <td data-label=words.staff_roles()>
                    <ul class="tags">
                        {roles.into_iter().map(|role| view! { <li class="tag">{roles::name(words, role)}</li> }).collect_view()}
                    </ul>
                </td>
                <td data-label=words.staff_unit()>{unit}</td>
            </tr>
        }
    };
    let rows = staff.into_iter().map(row).collect_view();
    view! {
        <div class="table-frame panel">
            <table class="table table-stack">
                <caption class="unseen">{words.staff_title()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.sign_in_name()}</th>
                        <th scope="col">{words.staff_roles()}</th>
                        <th scope="col">{words.staff_unit()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
