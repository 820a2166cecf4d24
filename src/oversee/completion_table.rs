//! The table of completion: one row for each unit below the one looked at, and all of them together.

use super::figures::{bar, cell, known, largest};
use super::order::{Column, ordered};
use super::reading::knows_no_people;
use crate::routes::desk::{CompletionQuery, DeskPage, hash};
use crate::ui::icon::icon;
use crate::words::Words;
use domain::api::{CompletionReport, CompletionRow};
use leptos::prelude::*;

/// The table.
#[component]
pub fn CompletionTable(
    words: Words,
    /// What it is a table of, for those who don't see the headings around it.
    caption: String,
    report: CompletionReport,
    query: CompletionQuery,
    order: RwSignal<Column>,
) -> impl IntoView {
    let table_caption = caption.clone();
    let with_people = !knows_no_people(&report);
    // One row has nothing to be compared with.
    let with_bar = report.rows.len() > 1;
    let most = largest(report.rows.iter().map(|row| row.completed));
    let total = report.total.clone();
    let head = |by: Column, name: &'static str, class: &'static str| {
        view! {
            <th scope="col" class=class aria-sort=move || (order.get() == by).then(|| direction(by))>
                <button class="sort" type="button" on:click=move |_| order.set(by)>
                    {name} {icon("down")}
                </button>
            </th>
        }
    };
    let rows = move || {
        ordered(report.rows.clone(), order.get())
            .into_iter()
            .map(|row| {
                let name = unit_name(words, &row, &query);
                let bar = with_bar.then(|| bar(row.completed, most));
                line(words, name, row, with_people, bar)
            })
            .collect_view()
    };
    let people = with_people.then(|| {
        view! {
            <th scope="col" class="figure">{words.completion_people()}</th>
            <th scope="col" class="figure">{words.completion_per_cent()}</th>
        }
    });
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=caption>
            <table class="table completion">
                <caption class="unseen">{table_caption}</caption>
                <thead>
                    <tr>
                        {head(Column::Unit, words.completion_unit(), "")}
                        {head(Column::Started, words.completion_started(), "figure")}
                        {head(Column::Completed, words.completion_completed(), "figure")}
                        {head(Column::Mastered, words.completion_mastered(), "figure")} {people}
                        {with_bar.then(|| view! { <th scope="col" class="bar-head">{words.completion_bar()}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    {line(words, words.completion_total().into_any(), total, with_people, with_bar.then(|| ().into_any()))}
                </tfoot>
            </table>
        </div>
    }
}

const fn direction(by: Column) -> &'static str {
    match by {
        Column::Unit => "ascending",
        Column::Started | Column::Completed | Column::Mastered => "descending",
    }
}

fn unit_name(words: Words, row: &CompletionRow, query: &CompletionQuery) -> AnyView {
    match &row.unit {
        None => view! { <span class="no-commune">{words.completion_no_commune()}</span> }.into_any(),
        Some(unit) if row.has_units => {
            let query = CompletionQuery { unit: Some(unit.unit.clone()), ..query.clone() };
            let link = hash(words.language, DeskPage::Completion(query));
            view! { <a class="unit-link" href=link>{unit.name.clone()}</a> }.into_any()
        }
        Some(unit) => unit.name.clone().into_any(),
    }
}

fn line(words: Words, name: AnyView, row: CompletionRow, with_people: bool, bar: Option<AnyView>) -> impl IntoView {
    let people = with_people.then(|| {
        view! {
            <td class="figure">{known(words, row.people, "")}</td>
            <td class="figure">{known(words, row.completed_per_cent, "%")}</td>
        }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="figure">{cell(words, row.started)}</td>
            <td class="figure">{cell(words, row.completed)}</td>
            <td class="figure">{cell(words, row.mastered)}</td>
            {people}
            {bar.map(|bar| view! { <td class="bar-cell">{bar}</td> })}
        </tr>
    }
}
