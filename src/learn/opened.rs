//! What a page needs before it can be shown: the courses on offer, and the edition and place it is about.

use crate::device::{Device, DeviceFault};
use crate::ui::icon::icon;
use crate::ui::page_title::PageTitle;
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::course::Lesson;
use domain::edition::{Catalogue, CatalogueEdition, Edition};
use domain::id::{ActivityId, CourseId, EditionId, LessonId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// What a page is about.
#[derive(Debug, Clone)]
pub enum About {
    /// All courses; the editions of those begun are brought to hand.
    All,
    /// One course.
    Course(CourseId),
    /// One lesson of a course.
    Lesson(CourseId, LessonId),
}

/// What a page was opened with.
#[derive(Clone)]
pub struct Opened {
    /// The courses on offer.
    pub catalogue: Rc<Catalogue>,
    /// The offer of the course that the page is about; `None` where it is no longer offered.
    pub offer: Option<CatalogueEdition>,
    /// The edition that the page is about.
    pub edition: Option<Rc<Edition>>,
    /// Where the lesson that the page is about was left.
    pub place: Option<ActivityId>,
}

impl Opened {
    /// The edition and one of its lessons.
    #[must_use]
    pub fn lesson(&self, id: &LessonId) -> Option<(Rc<Edition>, Lesson)> {
        let edition = self.edition.clone()?;
        let lesson = edition.course.lesson(id)?.clone();
        Some((edition, lesson))
    }
}

type State = RwSignal<Option<Result<Opened, DeviceFault>>, LocalStorage>;

/// Opens what a page needs and then shows it, or says what went wrong and offers to try again.
pub fn open(device: Device, words: Words, about: About, show: impl Fn(Opened) -> AnyView + Send + 'static) -> AnyView {
    let state: State = RwSignal::new_local(None);
    let fetch = move || {
        let (device, about) = (device.clone(), about.clone());
        spawn_local(async move {
            let result = match &about {
                About::All => open_all(&device, words).await,
                About::Course(course) => open_course(&device, words, course).await,
                About::Lesson(course, lesson) => match open_course(&device, words, course).await {
                    Ok(opened) => Ok(Opened { place: device.place(course, lesson).await, ..opened }),
                    Err(fault) => Err(fault),
                },
            };
            // The page may have gone meanwhile.
            let _ = state.try_set(Some(result));
        });
    };
    fetch();
    let fetch = StoredValue::new_local(fetch);
    let shown = move || match state.get() {
        None => view! { <p class="quiet" role="status">{words.loading()}</p> }.into_any(),
        Some(Ok(opened)) => {
            request_animation_frame(take_over);
            show(opened)
        }
        Some(Err(fault)) => {
            request_animation_frame(take_over);
            let again = move || {
                state.set(None);
                fetch.with_value(|fetch| fetch());
            };
            problem(&fault, words, again)
        }
    };
    shown.into_any()
}

async fn open_course(device: &Device, words: Words, course: &CourseId) -> Result<Opened, DeviceFault> {
    let catalogue = device.catalogue().await?;
    let offered = catalogue.courses.iter().find(|offered| offered.course == *course);
    let offer = offered.and_then(|offered| offered.in_language(words.language)).cloned();
    let known = device.progress().with_untracked(|all| seen_editions(all.get(course)));
    bring_to_hand(device, &known).await;
    let edition = match &offer {
        Some(offer) => Some(device.edition(&offer.edition).await?),
        // Withdrawn: those who began it may finish it.
        None => {
            let mut last = None;
            for id in &known {
                last = device.edition(id).await.ok().or(last);
            }
            last
        }
    };
    if edition.is_none() {
        return Err(DeviceFault::NotFound);
    }
    Ok(Opened { catalogue, offer, edition, place: None })
}

async fn open_all(device: &Device, words: Words) -> Result<Opened, DeviceFault> {
    let catalogue = device.catalogue().await?;
    let progress = device.progress().get_untracked();
    for (course, progress) in &progress {
        bring_to_hand(device, &seen_editions(Some(progress))).await;
        let offered = catalogue.courses.iter().find(|offered| offered.course == *course);
        if let Some(offer) = offered.and_then(|offered| offered.in_language(words.language)) {
            bring_to_hand(device, &[offer.edition]).await;
        }
    }
    Ok(Opened { catalogue, offer: None, edition: None, place: None })
}

fn seen_editions(progress: Option<&domain::progress::CourseProgress>) -> Vec<EditionId> {
    let mut seen: Vec<EditionId> = progress
        .into_iter()
        .flat_map(|progress| progress.lessons.values())
        .flat_map(|lesson| lesson.editions.iter().copied())
        .collect();
    seen.sort_unstable();
    seen.dedup();
    seen
}

/// Progress is judged by the editions in which it was made. One that can't come now is left out: nothing waits for it.
async fn bring_to_hand(device: &Device, editions: &[EditionId]) {
    for id in editions {
        let _ = device.edition(id).await;
    }
}

/// What went wrong and what to do.
fn problem(fault: &DeviceFault, words: Words, again: impl Fn() + 'static) -> AnyView {
    let text = match fault {
        DeviceFault::Offline => words.problem_offline(),
        DeviceFault::NotFound => return missing(words),
        DeviceFault::Busy | DeviceFault::Damaged(_) | DeviceFault::NotStored(_) => words.problem_other(),
    };
    view! {
        <div class="problem">
            <PageTitle text=words.problem_title() document=words.page_title(words.problem_title()) />
            <p>{text}</p>
            <button type="button" class="button primary" on:click=move |_| again()>{icon("again")}{words.load_again()}</button>
        </div>
    }
    .into_any()
}

/// There is no such page.
#[must_use]
pub fn missing(words: Words) -> AnyView {
    let home = crate::routes::path(words.language, crate::routes::Page::Home);
    view! {
        <div class="problem">
            <PageTitle text=words.missing_title() document=words.page_title(words.missing_title()) />
            <p>{words.missing_text()}</p>
            <a class="button primary" href=home>{words.back_to_home()}</a>
        </div>
    }
    .into_any()
}
