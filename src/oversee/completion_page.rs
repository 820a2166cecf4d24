//! Completion of a course, by unit: what is looked at, the figures of all together, the table, and how to read it.

use super::completion_table::CompletionTable;
use super::figures::cell;
use super::filters::{Filters, course_name};
use super::order::Column;
use super::reading::reading;
use super::time_name;
use crate::account::session::Session;
use crate::account::waiting::awaited;
use crate::api;
use crate::routes::desk::{CompletionQuery, DeskPage, hash};
use crate::ui::focus::focus_soon;
use crate::ui::icon::icon;
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::{CompletionReport, CompletionRow};
use domain::edition::CatalogueCourse;
use domain::permission::sees_unit;
use domain::report::Cell;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn CompletionPage(words: Words, session: Session, #[prop(into)] query: Signal<CompletionQuery>) -> impl IntoView {
    let title = words.completion_title();
    let place = RwSignal::new(String::new());
    let document = Signal::derive(move || {
        let place = place.get();
        let page = if place.is_empty() { title.to_owned() } else { format!("{title} · {place}") };
        words.desk_page_title(page)
    });
    view! {
        <PageTitle text=title document />
        {awaited(
            session,
            words,
            || async { api::catalogue().await.map(|catalogue| catalogue.listed().cloned().collect::<Vec<_>>()) },
            move |courses: Vec<CatalogueCourse>| {
                if courses.is_empty() && query.get_untracked().course.is_none() {
                    return view! {
                        <div class="panel empty">
                            <h2>{words.completion_no_course()}</h2>
                            <p>{words.completion_no_course_text()}</p>
                        </div>
                    }
                    .into_any();
                }
                view! { <OfCourse words session courses query place /> }.into_any()
            },
        )}
    }
}

#[component]
fn OfCourse(
    words: Words,
    session: Session,
    courses: Vec<CatalogueCourse>,
    query: Signal<CompletionQuery>,
    place: RwSignal<String>,
) -> impl IntoView {
    let first = courses.first().map(|offered| offered.course.clone());
    let query = Memo::new(move |_| {
        let query = query.get();
        CompletionQuery { course: query.course.or_else(|| first.clone()), ..query }
    });
    let months = RwSignal::new(Vec::new());
    let order = RwSignal::new(Column::Unit);
    // Going to another unit is going to another page: the reader begins at its heading. Other filters keep their focus.
    let unit_seen = StoredValue::new(query.get_untracked().unit);
    let names = courses.clone();
    let show = move |report: CompletionReport| {
        months.set(report.months.clone());
        place.set(report.path.last().map_or_else(|| words.desk_whole_country().into(), |unit| unit.name.clone()));
        let unit = query.get_untracked().unit;
        if unit != unit_seen.get_value() {
            unit_seen.set_value(unit);
            focus_soon("#place-title");
        }
        let course = course_name(words, &names, &report.course);
        view! { <ReportView words session course report order /> }.into_any()
    };
    let ask = move || {
        let query = query.get();
        async move {
            let course = query.course.ok_or(api::ApiFault::NotApi)?;
            api::completion(&course, query.unit.as_ref(), query.month.as_deref()).await
        }
    };
    view! {
        <Filters words courses query months />
        {awaited(session, words, ask, show)}
    }
}

#[component]
fn ReportView(
    words: Words,
    session: Session,
    course: String,
    report: CompletionReport,
    order: RwSignal<Column>,
) -> impl IntoView {
    let unit = report.path.last().map(|unit| unit.unit.clone());
    let place = report.path.last().map_or_else(|| words.desk_whole_country().to_owned(), |unit| unit.name.clone());
    let time = time_name(words, report.month.as_deref());
    // The links speak of what this report is of, not of what is being asked for meanwhile.
    let query = CompletionQuery { course: Some(report.course.clone()), unit, month: report.month.clone() };
    let csv = api::completion_csv(&report.course, query.unit.as_ref(), query.month.as_deref());
    let caption = words.completion_table(&course, &place, &time);
    let empty =
        [report.total.started, report.total.completed, report.total.mastered].iter().all(|c| *c == Cell::Shown(0));
    let body = if empty {
        view! {
            <div class="panel empty">
                <h3>{words.completion_no_rows()}</h3>
                <p>{words.completion_no_rows_text()}</p>
            </div>
        }
        .into_any()
    } else {
        let explained = reading(words, &report);
        let total = totals(words, &report.total);
        view! { {total} <CompletionTable words caption report=report.clone() query=query.clone() order /> {explained} }
            .into_any()
    };
    view! {
        <section class="report">
            {(!report.path.is_empty()).then(|| crumbs(words, session, &report, &query))}
            <div class="report-head">
                <div>
                    <h2 id="place-title" tabindex="-1">{place}</h2>
                    <p class="report-of">{course} " · " {time} " · " {words.completion_as_of(words.moment(report.as_of))}</p>
                </div>
                <a class="button small" href=csv.clone() download on:click=taken_away(session, csv)>{icon("download")} {words.completion_csv()}</a>
            </div>
            {body}
        </section>
    }
}

/// The way down to the unit looked at. Units above the person's own are named, but lead nowhere.
fn crumbs(words: Words, session: Session, report: &CompletionReport, query: &CompletionQuery) -> AnyView {
    let staff = session.staff();
    let keys: Vec<_> = report.path.iter().map(|unit| unit.unit.clone()).collect();
    let country = (None, words.desk_whole_country().to_owned());
    let below = report.path.iter().map(|unit| (Some(unit.unit.clone()), unit.name.clone()));
    let crumb = |(depth, (unit, name)): (usize, (_, String))| {
        let may = staff.as_ref().is_some_and(|staff| sees_unit(staff, keys.get(..depth).unwrap_or_default()));
        let link = hash(words.language, DeskPage::Completion(CompletionQuery { unit, ..query.clone() }));
        let name = if depth == keys.len() {
            view! { <span aria-current="page">{name}</span> }.into_any()
        } else if may {
            view! { <a href=link>{name}</a> }.into_any()
        } else {
            view! { <span>{name}</span> }.into_any()
        };
        view! { <li>{name}</li> }
    };
    let crumbs = [country].into_iter().chain(below).enumerate().map(crumb).collect_view();
    view! { <nav class="crumbs" aria-label=words.completion_place()><ol>{crumbs}</ol></nav> }.into_any()
}

/// Follows the link to the file once the person has shown, not long ago, who they are.
fn taken_away(session: Session, csv: String) -> impl Fn(leptos::ev::MouseEvent) {
    move |event| {
        event.prevent_default();
        let csv = csv.clone();
        spawn_local(async move {
            if session.is_fresh().await {
                // The answer is a file: the page stays.
                let _ = window().location().set_href(&csv);
            }
        });
    }
}

/// All units together, each figure with what it means.
fn totals(words: Words, total: &CompletionRow) -> AnyView {
    let share = share_told(words, total);
    let figure = |name: &'static str, count: Cell, means: &'static str, share: Option<String>| {
        view! {
            <div class="total">
                <dt>{name}</dt>
                <dd class="total-count">{cell(words, count)} " " <small>{words.completion_people_each()}</small></dd>
                <dd class="total-means">{means}{share.map(|share| view! { <br /> {share} })}</dd>
            </div>
        }
    };
    view! {
        <dl class="totals">
            {figure(words.completion_started(), total.started, words.completion_started_means(), None)}
            {figure(words.completion_completed(), total.completed, words.completion_completed_means(), share)}
            {figure(words.completion_mastered(), total.mastered, words.completion_mastered_means(), None)}
        </dl>
    }
    .into_any()
}

/// What share of the people living there completed, in words; 0 per cent of many is still somebody.
fn share_told(words: Words, total: &CompletionRow) -> Option<String> {
    let (share, people) = total.completed_per_cent.zip(total.people)?;
    let people = words.number(people);
    Some(match (share, total.completed) {
        (0, Cell::Shown(1..)) => words.completion_per_cent_less(people),
        (share, Cell::Shown(_) | Cell::Suppressed) => words.completion_per_cent_means(people, share),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::course::Language;

    fn total(completed: u64, per_cent: u64) -> CompletionRow {
        CompletionRow {
            unit: None,
            has_units: false,
            people: Some(3_153_000),
            started: Cell::Shown(completed),
            completed: Cell::Shown(completed),
            mastered: Cell::Shown(0),
            completed_per_cent: Some(per_cent),
        }
    }

    #[test]
    fn a_share_is_of_the_people_and_a_small_one_is_not_nothing() {
        let told = |completed, per_cent| share_told(Words::new(Language::Vi), &total(completed, per_cent));
        assert_eq!(told(94_590, 3).as_deref(), Some("3% của 3.153.000 người dân"));
        assert_eq!(told(25, 0).as_deref(), Some("chưa đến 1% của 3.153.000 người dân"));
        assert_eq!(told(0, 0).as_deref(), Some("0% của 3.153.000 người dân"));
    }
}
