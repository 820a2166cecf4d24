//! The record of privileged acts: by person, act and day, a page at a time, and as a file.

use crate::account::acts;
use crate::account::session::Session;
use crate::account::waiting::awaited;
use crate::api;
use crate::routes::desk::{AuditQuery, DeskPage, hash};
use crate::ui::icon::icon;
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::{AuditPage as Page, AuditRow};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn AuditPage(words: Words, session: Session, query: Signal<AuditQuery>) -> impl IntoView {
    let title = words.audit_title();
    let ask = move || {
        let text = query.get().text();
        async move { api::audit(&text).await }
    };
    view! {
        <PageTitle text=title document=words.desk_page_title(title) />
        <p class="lead">{words.audit_lead()}</p>
        {awaited(session, words, ask, move |page| shown(words, session, query.get_untracked(), page))}
    }
}

fn go(words: Words, query: AuditQuery) {
    // An address of our own is never refused.
    let _ = window().location().set_hash(&hash(words.language, DeskPage::Audit(query)));
}

fn shown(words: Words, session: Session, query: AuditQuery, page: Page) -> AnyView {
    let link = |query: AuditQuery| hash(words.language, DeskPage::Audit(query));
    let older = page.before.map(|before| link(AuditQuery { before: Some(before), ..query.clone() }));
    let newest = query.before.map(|_| link(AuditQuery { before: None, ..query.clone() }));
    let csv = api::audit_csv(&AuditQuery { before: None, ..query.clone() }.text());
    let download = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let csv = csv.clone();
        spawn_local(async move {
            if session.is_fresh().await {
                // The answer is a file: the page stays.
                let _ = window().location().set_href(&csv);
            }
        });
    };
    let rows = if page.rows.is_empty() {
        view! { <div class="panel empty"><h2>{words.audit_none()}</h2></div> }.into_any()
    } else {
        table(words, page.rows.clone())
    };
    view! {
        {filters(words, &query, &page)}
        {rows}
        <div class="buttons">
            {newest.map(|link| view! { <a class="button" href=link>{words.audit_newest()}</a> })}
            {older.map(|link| view! { <a class="button" href=link>{words.audit_older()}</a> })}
            <button class="button" type="button" on:click=download>
                {icon("download")}
                {words.audit_csv()}
            </button>
        </div>
    }
    .into_any()
}

fn filters(words: Words, query: &AuditQuery, page: &Page) -> AnyView {
    let fresh = AuditQuery { before: None, ..query.clone() };
    let people = page.people.iter().map(|person| (person.staff.to_string(), person.name.clone()));
    let people = people.chain([("command".to_owned(), words.audit_command().to_owned())]).collect();
    let acts = page.acts.iter().map(|act| (act.clone(), acts::name(words, act))).collect();
    let (of_person, of_act, of_day) = (fresh.clone(), fresh.clone(), fresh);
    let day = query.day.clone().unwrap_or_default();
    let chosen = |text: String| (!text.is_empty()).then_some(text);
    view! {
        <div class="filters">
            {select(words.audit_person(), "audit-person", words.audit_all_people(), people, query.person.clone(), move |text| {
                go(words, AuditQuery { person: chosen(text), ..of_person.clone() });
            })}
            {select(words.audit_act(), "audit-act", words.audit_all_acts(), acts, query.act.clone(), move |text| {
                go(words, AuditQuery { act: chosen(text), ..of_act.clone() });
            })}
            <div class="field">
                <label class="field-label" for="audit-day">{words.audit_day()}</label>
                <input
                    class="field-input"
                    id="audit-day"
                    type="date"
                    value=day
                    on:change=move |event| {
                        go(words, AuditQuery { day: chosen(event_target_value(&event)), ..of_day.clone() });
                    }
                />
            </div>
        </div>
    }
    .into_any()
}

fn select(
    label: &'static str,
    id: &'static str,
    every: &'static str,
    options: Vec<(String, String)>,
    chosen: Option<String>,
    choose: impl Fn(String) + 'static,
) -> AnyView {
    let option = |(key, name): (String, String)| {
        let selected = chosen.as_ref() == Some(&key);
        view! { <option value=key selected=selected>{name}</option> }
    };
    let options = options.into_iter().map(option).collect_view();
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <select class="field-input" id=id on:change=move |event| choose(event_target_value(&event))>
                <option value="">{every}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn table(words: Words, rows: Vec<AuditRow>) -> AnyView {
    let row = move |row: AuditRow| {
        let person = row.person.map_or_else(|| words.audit_command().to_owned(), |person| person.name);
        view! {
            <tr>
                <th scope="row" data-label=words.audit_number()>{row.number}</th>
                <td data-label=words.audit_at()>{words.moment(row.at)}</td>
                <td data-label=words.audit_person()>{person}</td>
                <td data-label=words.audit_act()>{acts::name(words, &row.act)}</td>
                <td class="detail" data-label=words.audit_detail()>{row.detail}</td>
            </tr>
        }
    };
    view! {
        <div class="table-frame panel">
            <table class="table table-stack">
                <caption class="unseen">{words.audit_title()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.audit_number()}</th>
                        <th scope="col">{words.audit_at()}</th>
                        <th scope="col">{words.audit_person()}</th>
                        <th scope="col">{words.audit_act()}</th>
                        <th scope="col">{words.audit_detail()}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
