//! Uploading a course: choose a zip, read what the check found, publish or not.

use super::diagnostics::{Diagnostics, counts};
use super::language_name;
use crate::account::fault::told;
use crate::account::session::Session;
use crate::api;
use crate::routes::desk::{DeskPage, hash};
use crate::routes::{self, Page};
use crate::ui::file_field::FileField;
use crate::ui::icon::icon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::api::{CheckedDraft, TaughtCourse};
use leptos::html::H2;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use web_sys::File;

/// Where the upload stands.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Choose,
    Checking { file: String },
    Failed { text: String },
    Checked { file: String, draft: CheckedDraft },
    Published(TaughtCourse),
}

/// The page.
#[component]
pub fn UploadPage(words: Words, session: Session) -> impl IntoView {
    let title = words.courses_upload();
    let step = RwSignal::new(Step::Choose);
    let chosen = move |file: SendWrapper<File>| {
        let name = file.name();
        if !name.to_lowercase().ends_with(".zip") {
            step.set(Step::Failed { text: words.upload_not_zip(name) });
            return;
        }
        step.set(Step::Checking { file: name.clone() });
        spawn_local(async move {
            step.set(match session.watched(api::check_course(&file)).await {
                Ok(draft) => Step::Checked { file: name, draft },
                Err(fault) => Step::Failed { text: told(words, &fault) },
            });
        });
    };
    let chosen = Callback::new(chosen);
    view! {
        <a class="back" href=hash(words.language, DeskPage::Courses)>
            {icon("back")}
            {words.upload_back()}
        </a>
        <PageTitle text=title document=words.desk_page_title(title) />
        {move || match step.get() {
            Step::Choose => choose(words, chosen),
            Step::Checking { file } => {
                view! { <p class="panel waiting" role="status">{words.upload_checking(file)}</p> }.into_any()
            }
            Step::Failed { text } => {
                view! { <Notice tone=Tone::Wrong title=text /> {choose(words, chosen)} }.into_any()
            }
            Step::Checked { file, draft } => view! { <Checked words session file draft step chosen /> }.into_any(),
            Step::Published(course) => published(words, course),
        }}
    }
}

fn choose(words: Words, chosen: Callback<SendWrapper<File>>) -> AnyView {
    view! {
        <p class="lead">{words.upload_lead()}</p>
        <FileField
            id="course-zip"
            label=words.upload_choose()
            drop=words.upload_drop()
            accept=".zip,application/zip"
            chosen=chosen
        />
    }
    .into_any()
}

#[component]
fn Checked(
    words: Words,
    session: Session,
    file: String,
    draft: CheckedDraft,
    step: RwSignal<Step>,
    chosen: Callback<SendWrapper<File>>,
) -> impl IntoView {
    let heading = NodeRef::<H2>::new();
    heading.on_load(|heading| {
        // A heading that can't take the focus leaves it where it was.
        let _ = heading.focus();
    });
    let (errors, warnings) = counts(&draft.diagnostics);
    let (tone, verdict) = match (&draft.draft, warnings) {
        (None, _) => (Tone::Wrong, words.upload_may_not()),
        (Some(_), 0) => (Tone::Good, words.upload_may_publish()),
        (Some(_), _) => (Tone::Plain, words.upload_may_publish_warned()),
    };
    let title = draft.title.clone().unwrap_or_else(|| words.upload_untitled().into());
    let publish = draft.draft.clone().map(|id| view! { <Publish words session id step /> });
    view! {
        <section class="panel checked">
            <h2 tabindex="-1" node_ref=heading>{title}</h2>
            <Facts words file draft=draft.clone() errors warnings />
            <Notice tone title=verdict />
            {publish}
        </section>
        <Diagnostics words found=draft.diagnostics />
        <FileField
            id="course-zip"
            label=words.upload_again()
            drop=words.upload_drop()
            accept=".zip,application/zip"
            chosen=chosen
        />
    }
}

#[component]
fn Facts(words: Words, file: String, draft: CheckedDraft, errors: usize, warnings: usize) -> impl IntoView {
    let languages: Vec<_> = draft.languages.iter().map(|language| language_name(words, *language)).collect();
    let found = format!("{} · {}", words.upload_errors(errors), words.upload_warnings(warnings));
    let course = draft.course.map(|course| fact(words.upload_course(), course.to_string()));
    view! {
        <dl class="facts-list">
            {fact(words.upload_file(), file)} {course}
            {fact(words.upload_languages(), languages.join(", "))}
            {fact(words.upload_lessons(), words.number(draft.lessons.into()))}
            {fact(words.upload_items(), words.number(draft.items.into()))} {fact(words.upload_found(), found)}
        </dl>
    }
}

fn fact(name: &'static str, value: String) -> impl IntoView {
    let value = if value.is_empty() { "–".to_owned() } else { value };
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
}

#[component]
fn Publish(words: Words, session: Session, id: String, step: RwSignal<Step>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    let publish = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        fault.set(None);
        let id = id.clone();
        spawn_local(async move {
            match session.watched(api::publish(&id)).await {
                Ok(course) => step.set(Step::Published(course)),
                Err(problem) => fault.set(Some(told(words, &problem))),
            }
            busy.set(false);
        });
    };
    view! {
        {move || fault.get().map(|text| view! { <Notice tone=Tone::Wrong title=text /> })}
        <div class="publish">
            <button class="button primary" type="button" on:click=publish>
                {move || if busy.get() { words.upload_publishing() } else { words.upload_publish() }}
            </button>
            <p>{words.upload_publish_means()}</p>
        </div>
    }
}

fn published(words: Words, course: TaughtCourse) -> AnyView {
    let link = routes::path(words.language, Page::Course(course.course));
    view! {
        <Notice tone=Tone::Good title=words.upload_published_title(course.title)>
            <p>{words.upload_published_text()}</p>
            <p class="buttons">
                <a class="button primary" href=link>{words.courses_open()}</a>
                <a class="button" href=hash(words.language, DeskPage::Courses)>{words.upload_back()}</a>
            </p>
        </Notice>
    }
    .into_any()
}
