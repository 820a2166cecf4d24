//! The published courses, each with its editions.

use super::language_name;
use super::withdraw_dialog::WithdrawDialog;
use crate::account::session::Session;
use crate::account::waiting::awaited;
use crate::api;
use crate::routes::desk::{DeskPage, hash};
use crate::routes::{self, Page};
use crate::ui::icon::icon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::{TaughtCourse, TaughtEdition};
use domain::permission::{Act, Actor, allows};
use leptos::prelude::*;

/// The page.
#[component]
pub fn CoursesPage(words: Words, session: Session) -> impl IntoView {
    let title = words.courses_title();
    let manages = session.staff().is_some_and(|staff| allows(&Actor::Staff(staff), Act::ManageCourses));
    let asked = RwSignal::new(None::<TaughtEdition>);
    let withdrawn = RwSignal::new(None::<TaughtEdition>);
    // Read by the request, so that a withdrawal brings the list anew.
    let list = move || {
        withdrawn.track();
        api::courses()
    };
    view! {
        <div class="page-head">
            <div>
                <PageTitle text=title document=words.desk_page_title(title) />
                <p class="lead">{words.courses_lead()}</p>
            </div>
            {manages.then(|| view! {
                <a class="button primary" href=hash(words.language, DeskPage::Upload)>
                    {icon("upload")}
                    {words.courses_upload()}
                </a>
            })}
        </div>
        {move || {
            withdrawn.get().map(|edition| {
                let text = words.courses_withdrew(language_name(words, edition.language), edition.title);
                view! { <Notice tone=Tone::Good title=text /> }
            })
        }}
        {awaited(session, words, list, move |courses| show(words, courses, asked, manages))}
        <WithdrawDialog words session asked withdrawn />
    }
}

fn show(words: Words, courses: Vec<TaughtCourse>, asked: RwSignal<Option<TaughtEdition>>, manages: bool) -> AnyView {
    if courses.is_empty() {
        return view! {
            <div class="panel empty">
                <h2>{words.courses_none()}</h2>
                <p>{words.courses_none_text()}</p>
            </div>
        }
        .into_any();
    }
    courses.into_iter().map(|course| view! { <CourseEditions words course asked manages /> }).collect_view().into_any()
}

#[component]
fn CourseEditions(
    words: Words,
    course: TaughtCourse,
    asked: RwSignal<Option<TaughtEdition>>,
    manages: bool,
) -> impl IntoView {
    let offered = course.editions.iter().any(|edition| edition.offered);
    let link = routes::path(words.language, Page::Course(course.course.clone()));
    let open = offered.then(|| {
        view! {
            <a class="panel-link" href=link>
                {words.courses_open()}
                {icon("out")}
            </a>
        }
    });
    view! {
        <section class="panel course-panel">
            <div class="panel-head">
                <h2>{course.title.clone()} " " <code class="course-id">{course.course.to_string()}</code></h2>
                {open}
            </div>
            <div class="table-frame">
                <table class="table table-stack editions">
                    <caption class="unseen">{words.courses_table(&course.title)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words.courses_language()}</th>
                            <th scope="col">{words.courses_published()}</th>
                            <th scope="col" class="figure">{words.courses_lessons()}</th>
                            <th scope="col">{words.courses_edition()}</th>
                            <th scope="col">{words.courses_state()}</th>
                            <th scope="col"><span class="unseen">{words.courses_action()}</span></th>
                        </tr>
                    </thead>
                    <tbody>{course.editions.into_iter().map(|edition| row(words, edition, asked, manages)).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(words: Words, edition: TaughtEdition, asked: RwSignal<Option<TaughtEdition>>, manages: bool) -> impl IntoView {
    let language = language_name(words, edition.language);
    let published = words.moment(edition.published_at);
    let (mark, state) = match edition.withdrawn_at {
        Some(when) => ("state", words.courses_withdrawn(words.moment(when))),
        None if edition.offered => ("state state-on", words.courses_offered().into()),
        None => ("state", words.courses_replaced().into()),
    };
    let id = edition.edition.to_string();
    let short = id.get(..10).unwrap_or_default().to_owned();
    let label = words.courses_withdraw_label(language, &published);
    let lessons = words.number(edition.lessons.into());
    let withdraw = (manages && edition.offered).then(|| {
        view! {
            <button class="button small" type="button" aria-label=label on:click=move |_| asked.set(Some(edition.clone()))>
                {words.courses_withdraw()}
            </button>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label=words.courses_language()>{language}</th>
            <td data-label=words.courses_published()>{published}</td>
            <td data-label=words.courses_lessons() class="figure">{lessons}</td>
            <td data-label=words.courses_edition()><code title=id>{short}</code></td>
            <td data-label=words.courses_state()><span class=mark>{state}</span></td>
            <td class="acts">{withdraw}</td>
        </tr>
    }
}
