//! The player: one activity at a time, back and next, what is written down on the way, and the meter.

use super::aloud::{EDITION, read_aloud};
use super::facts::notice;
use super::sitting::{Sitting, Stop};
use crate::device::Device;
use crate::items::prose::prose;
use crate::items::work::Work;
use crate::items::{Given, item_view};
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::focus::focus_soon;
use crate::ui::frame::after_frame;
use crate::ui::hear::hear;
use crate::ui::steps::{Step, steps};
use crate::ui::tag::{Tag, button, follow, icon, tag};
use crate::words::Words;
use domain::course::Lesson;
use domain::item::ItemKind;
use domain::progress::LessonProgress;
use domain::statement::{Experienced, Fact, Initialized};
use domain::voice::{prose_utterance, utterance};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

/// One visit of one lesson, check or review.
pub struct Player {
    device: Device,
    bar: AddressBar,
    words: Words,
    sitting: Sitting,
    stops: Vec<Stop>,
    here: RwSignal<usize>,
    /// Activities that were read during this visit, so that each is written down once.
    read: RefCell<Vec<usize>>,
    /// When the activity on the screen came, by the device's clock.
    since: RwSignal<f64>,
    /// What became of the last thing written down: kept or not.
    kept: RwSignal<Option<bool>>,
}

impl Player {
    /// A visit that begins at the stop of that place. There is one stop at least.
    #[must_use]
    pub fn new(
        device: Device,
        bar: AddressBar,
        words: Words,
        sitting: Sitting,
        stops: Vec<Stop>,
        first: usize,
    ) -> Self {
        Self {
            device,
            bar,
            words,
            sitting,
            stops,
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
        let (Some(lesson), Some(stop)) = (self.sitting.lesson(), self.stops.first()) else { return };
        self.record(Fact::Initialized(Initialized {
            course: stop.edition.course.id.clone(),
            edition: stop.edition.id,
            lesson: lesson.id.clone(),
        }));
    }

    /// Writes down that an activity without an item was read, once a visit.
    fn met(&self, place: usize) {
        let Some(stop) = self.stops.get(place).filter(|stop| stop.work.is_none()) else { return };
        if !self.read.borrow().contains(&place) {
            self.read.borrow_mut().push(place);
            self.record(Fact::Experienced(Experienced {
                course: stop.edition.course.id.clone(),
                edition: stop.edition.id,
                lesson: stop.lesson.clone(),
                activity: stop.activity.id.clone(),
            }));
        }
    }

    fn answered(&self, place: usize, given: Given) {
        let Some(stop) = self.stops.get(place) else { return };
        let now = js_sys::Date::now();
        self.record(stop.answered(given, now - self.since.get_untracked()));
        self.since.set(now);
    }

    /// Everything that follows from standing at an activity: the place is kept, the last one counts as read.
    fn arrived(&self, place: usize) {
        self.since.set(js_sys::Date::now());
        self.kept.set(None);
        self.keep(place);
        if place + 1 == self.stops.len() {
            self.met(place);
        }
    }

    fn keep(&self, place: usize) {
        let Some(stop) = self.stops.get(place).filter(|_| self.sitting.lesson().is_some()) else { return };
        let (device, course) = (self.device.clone(), stop.edition.course.id.clone());
        let (lesson, activity) = (stop.lesson.clone(), stop.activity.id.clone());
        after_frame(move || spawn_local(async move { device.keep_place(&course, &lesson, &activity).await }));
    }

    /// What stands behind `#` at a stop: its activity, or in a review, which is of many lessons, its number.
    fn hash(&self, place: usize) -> String {
        match (self.sitting.lesson(), self.stops.get(place)) {
            (Some(_), Some(stop)) => stop.activity.id.to_string(),
            (_, _) => (place + 1).to_string(),
        }
    }

    fn address(&self, place: usize) -> String {
        let page = match (self.sitting.lesson(), self.stops.first()) {
            (Some(lesson), Some(stop)) => Page::Lesson(stop.edition.course.id.clone(), lesson.id.clone()),
            (_, _) => Page::Review,
        };
        format!("{}#{}", path(self.words.language, page), self.hash(place))
    }

    fn place_of_hash(&self) -> Option<usize> {
        self.bar.hash.with(|hash| (0..self.stops.len()).find(|place| self.hash(*place) == *hash))
    }

    fn next(&self) {
        let place = self.here.get_untracked();
        self.met(place);
        if place + 1 < self.stops.len() {
            self.bar.go(&self.address(place + 1));
            return;
        }
        // Who comes back to a lesson that is done begins it anew.
        self.keep(0);
        match (&self.sitting, self.stops.first()) {
            (Sitting::Lesson(Lesson { id, .. }) | Sitting::Check(Lesson { id, .. }, _), Some(stop)) => {
                let course = stop.edition.course.id.clone();
                self.bar.go(&path(self.words.language, Page::LessonEnd(course, id.clone())));
            }
            (Sitting::Review(over), _) => over(),
            (_, None) => {}
        }
        scroll_up();
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
        read_aloud(
            tag("div", "lesson-place").live(move || shown.activity(&shown, here.get())),
            &visit.device,
            visit.words,
        ),
        tag("div", "player-bar").each(bar(&visit)),
    ]
}

/// Up again, in the frame that shows what is new: sooner would lay the page out twice.
fn scroll_up() {
    request_animation_frame(|| window().scroll_to_with_x_and_y(0.0, 0.0));
}

impl Player {
    /// What has been done in the lesson of a stop.
    fn in_lesson<T>(&self, stop: &Stop, show: impl FnOnce(&LessonProgress) -> T) -> T {
        self.device.progress().with(|all| {
            let course = all.get(&stop.edition.course.id);
            show(course.and_then(|course| course.lessons.get(&stop.lesson)).unwrap_or(&LessonProgress::default()))
        })
    }

    /// The meter and its words.
    fn meter(&self) -> Vec<Tag> {
        let here = self.here.get();
        let met: Vec<bool> =
            self.stops.iter().map(|stop| self.in_lesson(stop, |progress| self.sitting.met(progress, stop))).collect();
        let mark = |(place, met): (usize, &bool)| match met {
            _ if place == here => Step::Here,
            true => Step::Met,
            false => Step::Ahead,
        };
        let marks: Vec<Step> = met.iter().enumerate().map(mark).collect();
        let all = met.len();
        let told = self.words.lesson_progress(met.into_iter().filter(|met| *met).count(), all);
        vec![steps(&marks, &told), tag("p", "lesson-step").text(&self.words.lesson_step(here + 1, all))]
    }

    /// The work at the item on the screen; none where there is no item, or one of a kind not known here.
    fn open_work(&self) -> Option<Work> {
        let stop = self.stops.get(self.here.get())?;
        stop.work.filter(|_| stop.activity.item.as_ref().is_some_and(|item| item.kind != ItemKind::Unknown))
    }

    /// The activity on the screen.
    fn activity(&self, visit: &Rc<Self>, here: usize) -> Vec<Tag> {
        let Some(stop) = self.stops.get(here) else { return Vec::new() };
        let (words, kept) = (self.words, self.kept);
        let Stop { activity, work, .. } = stop;
        let work = *work;
        let item = activity.item.as_ref().zip(work).map(|(item, work)| {
            let taken = untrack(|| self.in_lesson(stop, |progress| self.sitting.met(progress, stop)));
            if work.once && taken && !work.outcome.with_untracked(Option::is_some) {
                return notice("check", words.check_answered());
            }
            let visit = Rc::clone(visit);
            item_view(activity.id.as_str(), item, work, words, move |given| visit.answered(here, given))
        });
        let line = move || match kept.get().filter(|_| work.is_some_and(Work::is_checked)) {
            Some(true) => vec![icon("check"), tag("span", "").text(words.lesson_saved())],
            Some(false) => vec![icon("alert"), tag("span", "").text(words.lesson_not_saved())],
            None => Vec::new(),
        };
        let course = &stop.edition.course;
        let from = match &self.sitting {
            Sitting::Lesson(_) => None,
            Sitting::Check(..) => (here == 0).then(|| notice("info", &words.check_intro(self.stops.len()))),
            Sitting::Review(_) => Some(tag("p", "activity-from").text(&course.title)),
        };
        let says = format!("{}\n{}", utterance(&activity.title), prose_utterance(&activity.prose));
        let shown = tag("article", "activity")
            .attr("id", activity.id.as_str())
            .attr("lang", course.language.tag())
            .attr(EDITION, &stop.edition.id.to_string())
            .maybe(from)
            .with(hear(&says, words.hear()))
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
    let last = match &visit.sitting {
        Sitting::Review(_) => words.review_finish(),
        Sitting::Lesson(_) | Sitting::Check(..) => words.lesson_finish(),
    };
    let label = move || {
        let label = if here.get() + 1 == named.stops.len() {
            last
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
