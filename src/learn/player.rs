//! The player: one activity at a time, back and next, what is written down on the way, and the meter.

use super::standing::in_lesson;
use crate::device::Device;
use crate::items::prose::prose;
use crate::items::work::Work;
use crate::items::{Given, item_view};
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::focus::focus_soon;
use crate::ui::frame::after_frame;
use crate::ui::steps::{Step, steps};
use crate::ui::tag::{Tag, button, follow, icon, tag};
use crate::words::Words;
use domain::course::{Activity, Lesson};
use domain::edition::Edition;
use domain::id::{CourseId, EditionId};
use domain::item::ItemKind;
use domain::statement::{Answered, Experienced, Fact, Initialized, LONGEST_WORK};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

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
    read: RefCell<Vec<usize>>,
    /// When the activity on the screen came, by the device's clock.
    since: RwSignal<f64>,
    /// What became of the last thing written down: kept or not.
    kept: RwSignal<Option<bool>>,
}

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
            read: RefCell::default(),
            since: RwSignal::new(js_sys::Date::now()),
            kept: RwSignal::new(None),
        }
    }

    /// Writes a fact down, once the answer to the tap is on the screen: on an old phone both in one frame are felt.
    fn record(&self, fact: Fact) {
        let (device, kept) = (self.device.clone(), self.kept);
        after_frame(move || {
            spawn_local(async move {
                let done = device.record(fact).await.is_ok();
                let _ = kept.try_set(Some(done));
            });
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
        if !self.read.borrow().contains(&place) {
            self.read.borrow_mut().push(place);
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
        self.keep(place);
        if place + 1 == self.lesson.activities.len() {
            self.met(place);
        }
    }

    fn keep(&self, place: usize) {
        let Some(activity) = self.lesson.activities.get(place) else { return };
        let (device, course) = (self.device.clone(), self.course.clone());
        let (lesson, activity) = (self.lesson.id.clone(), activity.id.clone());
        after_frame(move || spawn_local(async move { device.keep_place(&course, &lesson, &activity).await }));
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
            // Who comes back to a lesson that is done begins it anew.
            self.keep(0);
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
pub fn player(visit: Player) -> Vec<Tag> {
    let visit = Rc::new(visit);
    let here = visit.here;
    visit.begin();
    visit.bar.replace(&visit.address(here.get_untracked()));
    visit.arrived(here.get_untracked());
    let listening = Rc::clone(&visit);
    follow(move || {
        if let Some(place) = listening.place_of_hash().filter(|place| *place != here.get_untracked()) {
            here.set(place);
            listening.arrived(place);
            scroll_up();
            focus_soon(".activity > h2");
        }
    });
    let (metered, shown) = (Rc::clone(&visit), Rc::clone(&visit));
    vec![
        tag("div", "lesson-meter").live(move || metered.meter()),
        tag("div", "lesson-place").live(move || shown.activity(&shown, here.get())),
        tag("div", "player-bar").each(bar(&visit)),
    ]
}

/// Up again, in the frame that shows what is new: sooner would lay the page out twice.
fn scroll_up() {
    request_animation_frame(|| window().scroll_to_with_x_and_y(0.0, 0.0));
}

impl Player {
    /// The meter and its words.
    fn meter(&self) -> Vec<Tag> {
        let (here, all) = (self.here.get(), &self.lesson.activities);
        let (marks, met) = in_lesson(&self.device, &self.course, &self.lesson, |progress| {
            let mark = |(place, activity): (usize, &Activity)| {
                if place == here {
                    Step::Here
                } else if progress.met.contains(&activity.id) {
                    Step::Met
                } else {
                    Step::Ahead
                }
            };
            (all.iter().enumerate().map(mark).collect::<Vec<Step>>(), progress.met_in(&self.lesson))
        });
        let met = self.words.lesson_progress(met, all.len());
        vec![steps(&marks, &met), tag("p", "lesson-step").text(&self.words.lesson_step(here + 1, all.len()))]
    }

    /// The work at the item on the screen; none where there is no item, or one of a kind not known here.
    fn open_work(&self) -> Option<Work> {
        let place = self.here.get();
        let item = self.lesson.activities.get(place)?.item.as_ref()?;
        self.works.get(place).copied().flatten().filter(|_| item.kind != ItemKind::Unknown)
    }

    /// The activity on the screen.
    fn activity(&self, visit: &Rc<Self>, here: usize) -> Vec<Tag> {
        let Some(activity) = self.lesson.activities.get(here) else { return Vec::new() };
        let (words, kept) = (self.words, self.kept);
        let work = self.works.get(here).copied().flatten();
        let item = activity.item.as_ref().zip(work).map(|(item, work)| {
            let visit = Rc::clone(visit);
            item_view(activity.id.as_str(), item, work, words, move |given| visit.answered(here, given))
        });
        let line = move || match kept.get().filter(|_| work.is_some_and(Work::is_checked)) {
            Some(true) => vec![icon("check"), tag("span", "").text(words.lesson_saved())],
            Some(false) => vec![icon("alert"), tag("span", "").text(words.lesson_not_saved())],
            None => Vec::new(),
        };
        let shown = tag("article", "activity")
            .attr("id", activity.id.as_str())
            .attr("lang", self.tag)
            .with(tag("h2", "").attr("tabindex", "-1").text(&activity.title))
            .with(prose(&activity.prose))
            .maybe(item)
            .with(tag("p", "kept-line").attr("role", "status").live(line));
        vec![shown]
    }
}

/// Back and next. Next steps back while there is something to check. Both stay in the page from activity to activity, so that
/// the focus isn't lost with a button that goes.
fn bar(visit: &Rc<Player>) -> Vec<Tag> {
    let (words, here) = (visit.words, visit.here);
    let (opened, named) = (Rc::clone(visit), Rc::clone(visit));
    let open = move || opened.open_work().is_some_and(|work| !work.is_checked());
    let weigh = open.clone();
    let label = move || {
        let label = if here.get() + 1 == named.lesson.activities.len() {
            words.lesson_finish()
        } else if open() {
            words.lesson_skip()
        } else {
            words.lesson_next()
        };
        label.to_owned()
    };
    let (back, next) = (Rc::clone(visit), Rc::clone(visit));
    let back = button("button plain", move || back.back()).with(icon("back"));
    let next = button("button onward", move || next.next())
        .class_live("primary", move || !weigh())
        .with(tag("span", "").text_live(label))
        .with(icon("next"));
    let back = back.with(tag("span", "").text(words.lesson_back()));
    vec![back.prop_live("hidden", move || (here.get() == 0).into()), next]
}
