//! Who has an account on the desk.

use crate::account::member_page::state;
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
    let row = |person: ListedStaff| {
        let state = state(words, &person);
        let ListedStaff { id, name, roles: held, unit_name, second_step, .. } = person;
        let link = hash(words.language, DeskPage::Member(id));
        let label = words.member_change_label(&name);
        let unit = unit_name.unwrap_or_else(|| words.desk_whole_country().into());
        let roles: Vec<_> = roles::ALL.into_iter().filter(|role| held.contains(role)).collect();
        let you = (own == Some(id)).then(|| view! { <span class="tag">{words.staff_you()}</span> });
        view! {
            <tr>
                <th scope="row" data-label=words.sign_in_name()>{name} " " {you}</th>
                <td data-label=words.staff_roles()>
                    <ul class="tags">
                        {roles.into_iter().map(|role| view! { <li class="tag">{roles::name(words, role)}</li> }).collect_view()}
                    </ul>
                </td>
                <td data-label=words.staff_unit()>{unit}</td>
                <td data-label=words.member_step()>{if second_step { words.member_step_on() } else { words.member_step_off() }}</td>
                <td data-label=words.member_state()>{state}</td>
                <td class="acts"><a class="button small" href=link aria-label=label>{words.member_change()}</a></td>
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
                        <th scope="col">{words.member_step()}</th>
                        <th scope="col">{words.member_state()}</th>
                        <th scope="col"><span class="unseen">{words.courses_action()}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
