//! Which course and which month: two selects whose choice goes into the address.

use super::time_name;
use crate::routes::desk::{CompletionQuery, DeskPage, hash};
use crate::words::Words;
use domain::edition::CatalogueCourse;
use domain::id::CourseId;
use leptos::prelude::*;

/// What a course is called; its id where the catalogue doesn't have it any more.
pub fn course_name(words: Words, courses: &[CatalogueCourse], course: &CourseId) -> String {
    let found = courses.iter().find(|offered| offered.course == *course);
    let edition = found.and_then(|offered| offered.in_language(words.language));
    edition.map_or_else(|| course.to_string(), |edition| edition.title.clone())
}

/// Leads to another query; the way back stays open.
fn go(words: Words, query: CompletionQuery) {
    // Setting the part after # can only fail for addresses that can't be parsed, and this one was written here.
    let _ = window().location().set_hash(&hash(words.language, DeskPage::Completion(query)));
}

/// The selects.
#[component]
pub fn Filters(
    words: Words,
    courses: Vec<CatalogueCourse>,
    /// What is looked at, its course filled in.
    #[prop(into)]
    query: Signal<CompletionQuery>,
    /// The months that have anything, newest first, as the newest report knows them.
    months: RwSignal<Vec<String>>,
) -> impl IntoView {
    let options = move || {
        let chosen = query.get().course;
        let mut ids: Vec<CourseId> = courses.iter().map(|offered| offered.course.clone()).collect();
        ids.extend(chosen.clone().filter(|chosen| !ids.contains(chosen)));
        ids.into_iter()
            .map(|id| {
                let name = course_name(words, &courses, &id);
                let selected = chosen.as_ref() == Some(&id);
                view! { <option value=id.to_string() selected=selected>{name}</option> }
            })
            .collect_view()
    };
    let month_options = move || {
        let chosen = query.get().month;
        let mut all = months.get();
        all.extend(chosen.clone().filter(|chosen| !all.contains(chosen)));
        all.into_iter()
            .map(|month| {
                let selected = chosen.as_ref() == Some(&month);
                let name = time_name(words, Some(&month));
                view! { <option value=month selected=selected>{name}</option> }
            })
            .collect_view()
    };
    let choose_course = move |event| {
        // Another course has other months; the unit stays in sight.
        let course = event_target_value(&event).parse().ok();
        go(words, CompletionQuery { course, month: None, ..query.get_untracked() });
    };
    let choose_month = move |event| {
        let month = Some(event_target_value(&event)).filter(|month| !month.is_empty());
        go(words, CompletionQuery { month, ..query.get_untracked() });
    };
    view! {
        <div class="filters">
            <div class="field">
                <label class="field-label" for="completion-course">{words.completion_course()}</label>
                <select class="field-input" id="completion-course" on:change=choose_course>{options}</select>
            </div>
            <div class="field">
                <label class="field-label" for="completion-month">{words.completion_month()}</label>
                <select class="field-input" id="completion-month" on:change=choose_month>
                    <option value="" selected=move || query.get().month.is_none()>{words.completion_all_time()}</option>
                    {month_options}
                </select>
            </div>
        </div>
    }
}
