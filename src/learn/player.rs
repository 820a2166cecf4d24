//! The player: one activity at a time, back and next, what is written down on the way, and the meter.

use super::standing::in_lesson;
use crate::device::Device;
use crate::items::prose::prose;
use crate::items::work::Work;
use crate::items::{Given, item_view};
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::focus::focus_soon;
use crate::ui::icon::icon;
use crate::ui::steps::{Step, steps};
use crate::words::Words;
use domain::course::{Activity, Lesson};
use domain::edition::Edition;
use domain::id::{CourseId, EditionId};
use domain::item::ItemKind;
use domain::statement::{Answered, Experienced, Fact, Initialized, LONGEST_WORK};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// One visit of one lesson.
pub struct Player {
    device: Device,
    bar: AddressBar,
    words: Words,
    course: CourseId,
    edition: EditionId,
    lesson: Lesson,
    tag: &'static str,
    works: Vec<Option<Work>>,
    here: RwSignal<usize>,
    /// Activities that were read during this visit, so that each is written down once.
    read: RwSignal<BTreeSet<usize>>,
    /// When the activity on the screen came, by the device's clock.
    since: RwSignal<f64>,
    /// What became of the last thing written down: kept or not.
    kept: RwSignal<Option<bool>>,
}

type Visit = StoredValue<Player, LocalStorage>;

impl Player {
    /// A visit that begins at the activity of that place.
    #[must_use]
    pub fn new(device: Device, bar: AddressBar, words: Words, edition: &Edition, lesson: Lesson, first: usize) -> Self {
        let work = |activity: &Activity| activity.item.as_ref().map(|item| Work::new(activity.id.as_str(), item));
        Self {
            device,
            bar,
            words,
            course: edition.course.id.clone(),
            edition: edition.id,
            tag: edition.course.language.tag(),
            works: lesson.activities.iter().map(work).collect(),
            lesson,
            here: RwSignal::new(first),
            read: RwSignal::new(BTreeSet::new()),
            since: RwSignal::new(js_sys::Date::now()),
            kept: RwSignal::new(None),
        }
    }

    fn record(&self, fact: Fact) {
        let (device, kept) = (self.device.clone(), self.kept);
        spawn_local(async move {
            let done = device.record(fact).await.is_ok();
            let _ = kept.try_set(Some(done));
        });
    }

    fn begin(&self) {
        self.record(Fact::Initialized(Initialized {
            course: self.course.clone(),
            edition: self.edition,
            lesson: self.lesson.id.clone(),
        }));
    }

    /// Writes down that an activity without an item was read, once a visit.
    fn met(&self, place: usize) {
        let Some(activity) = self.lesson.activities.get(place).filter(|activity| activity.item.is_none()) else {
            return;
        };
        let mut read = self.read.get_untracked();
        if read.insert(place) {
            self.read.set(read);
            self.record(Fact::Experienced(Experienced {
                course: self.course.clone(),
                edition: self.edition,
                lesson: self.lesson.id.clone(),
                activity: activity.id.clone(),
            }));
        }
    }

    fn answered(&self, place: usize, given: Given) {
        let Some(activity) = self.lesson.activities.get(place) else { return };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the range of LONGEST_WORK first"
        )]
        let ms = (js_sys::Date::now() - self.since.get_untracked()).clamp(0.0, f64::from(LONGEST_WORK)) as u32;
        self.since.set(js_sys::Date::now());
        self.record(Fact::Answered(Answered {
            course: self.course.clone(),
            edition: self.edition,
            lesson: self.lesson.id.clone(),
            activity: activity.id.clone(),
            attempt: given.attempt,
            hints: given.hints,
            ms,
            response: given.response,
            score: given.score,
        }));
    }

    /// Everything that follows from standing at an activity: the place is kept, the last one counts as read.
    fn arrived(&self, place: usize) {
        self.since.set(js_sys::Date::now());
        self.kept.set(None);
        if let Some(activity) = self.lesson.activities.get(place) {
            let (device, course) = (self.device.clone(), self.course.clone());
            let (lesson, activity) = (self.lesson.id.clone(), activity.id.clone());
            spawn_local(async move { device.keep_place(&course, &lesson, &activity).await });
        }
        if place + 1 == self.lesson.activities.len() {
            self.met(place);
        }
    }

    fn address(&self, place: usize) -> String {
        let page = path(self.words.language, Page::Lesson(self.course.clone(), self.lesson.id.clone()));
        let hash = self.lesson.activities.get(place).map(|activity| format!("#{}", activity.id));
        page + &hash.unwrap_or_default()
    }

    fn place_of_hash(&self) -> Option<usize> {
        self.bar.hash.with(|hash| self.lesson.activities.iter().position(|activity| activity.id.as_str() == hash))
    }

    fn next(&self) {
        let place = self.here.get_untracked();
        self.met(place);
        if place + 1 < self.lesson.activities.len() {
            self.bar.go(&self.address(place + 1));
        } else {
            self.bar.go(&path(self.words.language, Page::LessonEnd(self.course.clone(), self.lesson.id.clone())));
            scroll_up();
        }
    }

    fn back(&self) {
        if let Some(place) = self.here.get_untracked().checked_sub(1) {
            self.bar.go(&self.address(place));
        }
    }
}

/// The player of a visit.
#[must_use]
pub fn player(visit: Player) -> AnyView {
    let (here, first) = (visit.here, visit.here.get_untracked());
    visit.begin();
    visit.bar.replace(&visit.address(first));
    let visit: Visit = StoredValue::new_local(visit);
    Effect::new(move |arrived_before: Option<()>| {
        if let Some(place) = visit.with_value(Player::place_of_hash) {
            if here.get_untracked() != place {
                here.set(place);
            }
        }
        if arrived_before.is_none() {
            visit.with_value(|visit| visit.arrived(here.get_untracked()));
        }
    });
    Effect::new(move |before: Option<usize>| {
        let place = here.get();
        if before.is_some_and(|before| before != place) {
            visit.with_value(|visit| visit.arrived(place));
            scroll_up();
            focus_soon(".activity > h2");
        }
        place
    });
    view! {
        {move || meter(visit, here.get())}
        {move || visit.with_value(|player| activity(visit, player, here.get()))}
        {move || visit.with_value(|player| bar(visit, player, here.get()))}
    }
    .into_any()
}

fn scroll_up() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The meter and its words.
fn meter(visit: Visit, here: usize) -> AnyView {
    let shown = move || {
        visit.with_value(|player| {
            let progress = in_lesson(&player.device, &player.course, &player.lesson);
            let mark = |(place, activity): (usize, &Activity)| {
                if place == here {
                    Step::Here
                } else if progress.met.contains(&activity.id) {
                    Step::Met
                } else {
                    Step::Ahead
                }
            };
            let all = &player.lesson.activities;
            let met = player.words.lesson_progress(progress.met_in(&player.lesson), all.len());
            steps(all.iter().enumerate().map(mark).collect(), met)
        })
    };
    let count = visit.with_value(|player| player.lesson.activities.len());
    let words = visit.with_value(|player| player.words);
    view! { <div class="lesson-meter">{shown}<p class="lesson-step">{words.lesson_step(here + 1, count)}</p></div> }
        .into_any()
}

/// The activity on the screen.
fn activity(visit: Visit, player: &Player, here: usize) -> AnyView {
    let Some(activity) = player.lesson.activities.get(here) else { return ().into_any() };
    let work = player.works.get(here).copied().flatten();
    let item = activity.item.as_ref().zip(work).map(|(item, work)| {
        let answered = move |given| visit.with_value(|player| player.answered(here, given));
        item_view(activity.id.as_str(), item, work, player.words, answered)
    });
    let (words, kept) = (player.words, player.kept);
    let line = move || match kept.get().filter(|_| work.is_some_and(Work::is_checked)) {
        Some(true) => view! { {icon("check")}<span>{words.lesson_saved()}</span> }.into_any(),
        Some(false) => view! { {icon("alert")}<span>{words.lesson_not_saved()}</span> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <article class="activity" id=activity.id.to_string() lang=player.tag>
            <h2 tabindex="-1">{activity.title.clone()}</h2>
            {prose(&activity.prose)}
            {item}
            <p class="kept-line" role="status">{line}</p>
        </article>
    }
    .into_any()
}

/// Back and next. Next steps back while there is something to check.
fn bar(visit: Visit, player: &Player, here: usize) -> AnyView {
    let words = player.words;
    let last = here + 1 == player.lesson.activities.len();
    let item = player.lesson.activities.get(here).and_then(|activity| activity.item.as_ref());
    let work =
        player.works.get(here).copied().flatten().filter(|_| item.is_some_and(|item| item.kind != ItemKind::Unknown));
    let back = (here > 0).then(|| {
        view! {
            <button type="button" class="button plain" on:click=move |_| visit.with_value(Player::back)>
                {icon("back")}{words.lesson_back()}
            </button>
        }
    });
    let open = move || work.is_some_and(|work| !work.is_checked());
    let label = move || {
        if last {
            words.lesson_finish()
        } else if open() {
            words.lesson_skip()
        } else {
            words.lesson_next()
        }
    };
    view! {
        <div class="player-bar">
            {back}
            <button type="button" class="button onward" class:primary=move || !open() on:click=move |_| visit.with_value(Player::next)>
                {label}{icon("next")}
            </button>
        </div>
    }
    .into_any()
}
