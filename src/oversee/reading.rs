//! How the figures are to be read: what is counted, rounded, hidden and not known.

use super::figures::hidden_mark;
use crate::words::Words;
use domain::api::CompletionReport;
use domain::report::{BASE, SMALLEST_SHOWN};
use leptos::prelude::*;

/// The explanation below the table; only what this table needs.
pub fn reading(words: Words, report: &CompletionReport) -> AnyView {
    let no_commune = report.rows.iter().any(|row| row.unit.is_none()).then(|| words.completion_read_no_commune());
    let no_people = knows_no_people(report).then(|| words.completion_read_no_people());
    let month = report.month.is_some().then(|| words.completion_read_month());
    let more = [no_commune, month, no_people, Some(words.completion_read_waiting())];
    view! {
        <section class="reading" aria-labelledby="reading-title">
            <h2 id="reading-title">{words.completion_read()}</h2>
            <ul class="points">
                <li>{words.completion_read_people()}</li>
                <li>{words.completion_read_rounded(BASE)}</li>
                <li>{hidden_mark(words)} " " {words.completion_read_suppressed_mark(SMALLEST_SHOWN - 1)}</li>
                {more.into_iter().flatten().map(|text| view! { <li>{text}</li> }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// Whether of no row it is known how many people live there; then the table has no columns for that.
pub fn knows_no_people(report: &CompletionReport) -> bool {
    report.rows.iter().all(|row| row.people.is_none())
}
