//! What a page needs before it can be shown: the courses on offer, and the edition and place it is about.

use crate::device::{Device, DeviceFault};
use crate::ui::heading::heading;
use crate::ui::tag::{Tag, button, icon, link, tag};
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::course::Lesson;
use domain::edition::{Catalogue, CatalogueEdition, Edition};
use domain::id::{ActivityId, CourseId, EditionId, LessonId};
use domain::progress::CourseProgress;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What a page is about.
#[derive(Debug, Clone)]
pub enum About {
    /// All courses; the editions of those begun are brought to hand.
    All,
    /// Where to start: all courses, and the pool.
    Placement,
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

/// Opens what a page needs and then shows it in `into`, or says what went wrong and offers to try again.
#[must_use]
pub fn open(
    into: Tag,
    device: &Device,
    words: Words,
    about: About,
    show: impl Fn(Opened) -> Vec<Tag> + 'static,
) -> Tag {
    open_boxed(into, device, words, about, Box::new(show))
}

fn open_boxed(into: Tag, device: &Device, words: Words, about: About, show: Box<dyn Fn(Opened) -> Vec<Tag>>) -> Tag {
    let device = device.clone();
    let fetch = move || {
        let (device, about) = (device.clone(), about.clone());
        async move { fetched(&device, words, &about).await }
    };
    loaded(into, words, fetch, show)
}

/// Shows in `into` what `fetch` brings, or says what went wrong and offers to try again.
#[must_use]
pub fn loaded<T: Clone + 'static, F: Future<Output = Result<T, DeviceFault>> + 'static>(
    into: Tag,
    words: Words,
    fetch: impl Fn() -> F + 'static,
    show: impl Fn(T) -> Vec<Tag> + 'static,
) -> Tag {
    let state: RwSignal<Option<Result<T, DeviceFault>>, LocalStorage> = RwSignal::new_local(None);
    let fetch = Rc::new(move || {
        let result = fetch();
        // The page may have gone meanwhile.
        spawn_local(async move { drop(state.try_set(Some(result.await))) });
    });
    fetch();
    into.live(move || match state.get() {
        None => vec![tag("p", "quiet").attr("role", "status").text(words.loading())],
        Some(Ok(brought)) => {
            request_animation_frame(take_over);
            untrack(|| show(brought))
        }
        Some(Err(fault)) => {
            request_animation_frame(take_over);
            let fetch = Rc::clone(&fetch);
            let again = move || {
                state.set(None);
                fetch();
            };
            vec![problem(&fault, words, again)]
        }
    })
}

async fn fetched(device: &Device, words: Words, about: &About) -> Result<Opened, DeviceFault> {
    match about {
        About::All => open_all(device, words).await,
        About::Placement => {
            let opened = open_all(device, words).await?;
            let pool = opened.catalogue.placement().and_then(|pool| pool.in_language(words.language));
            let edition = match pool {
                Some(offer) => Some(device.edition(&offer.edition).await?),
                None => return Err(DeviceFault::NotFound),
            };
            Ok(Opened { edition, ..opened })
        }
        About::Course(course) => open_course(device, words, course).await,
        About::Lesson(course, lesson) => {
            let opened = open_course(device, words, course).await?;
            Ok(Opened { place: device.place(course, lesson).await, ..opened })
        }
    }
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
    for offered in &catalogue.courses {
        let seen = device.progress().with_untracked(|all| seen_editions(all.get(&offered.course)));
        if seen.is_empty() {
            continue;
        }
        bring_to_hand(device, &seen).await;
        if let Some(offer) = offered.in_language(words.language) {
            let _ = device.edition(&offer.edition).await;
        }
    }
    Ok(Opened { catalogue, offer: None, edition: None, place: None })
}

fn seen_editions(progress: Option<&CourseProgress>) -> BTreeSet<EditionId> {
    let mut seen = BTreeSet::new();
    for lesson in progress.into_iter().flat_map(|progress| progress.lessons.values()) {
        seen.extend(lesson.editions.iter().copied());
    }
    seen
}

/// Progress is judged by the editions in which it was made. One that can't come now is left out: nothing waits for it.
async fn bring_to_hand(device: &Device, editions: &BTreeSet<EditionId>) {
    for id in editions {
        let _ = device.edition(id).await;
    }
}

/// What went wrong and what to do.
#[must_use]
pub fn problem(fault: &DeviceFault, words: Words, again: impl Fn() + 'static) -> Tag {
    let text = match fault {
        DeviceFault::Offline => words.problem_offline(),
        DeviceFault::NotFound => return missing(words),
        DeviceFault::Busy | DeviceFault::Damaged(_) | DeviceFault::NotStored(_) => words.problem_other(),
    };
    tag("div", "problem")
        .with(heading(words.problem_title(), &words.page_title(words.problem_title())))
        .with(tag("p", "").text(text))
        .with(button("button primary", again).with(icon("again")).text(words.load_again()))
}

/// There is no such page.
#[must_use]
pub fn missing(words: Words) -> Tag {
    let home = crate::routes::path(words.language, crate::routes::Page::Home);
    tag("div", "problem")
        .with(heading(words.missing_title(), &words.page_title(words.missing_title())))
        .with(tag("p", "").text(words.missing_text()))
        .with(link("button primary", &home).text(words.back_to_home()))
}
