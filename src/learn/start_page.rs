//! Where to start: a few items chosen by the answers so far, and the courses that fit. Nobody has to, and it can be done again.

use super::aloud::{EDITION, read_aloud};
use super::facts::{facts, notice};
use super::opened::{About, Opened, missing, open};
use super::sitting::Stop;
use crate::device::Device;
use crate::items::item_view;
use crate::items::prose::prose;
use crate::routes::{Page, path};
use crate::ui::focus::focus_soon;
use crate::ui::frame::after_frame;
use crate::ui::heading::heading;
use crate::ui::hear::hear;
use crate::ui::tag::{Tag, button, icon, link, tag};
use crate::words::Words;
use domain::course::Lesson;
use domain::edition::{CatalogueCourse, Edition};
use domain::placement::{Given, MOST, Next, Placed, Stop as Why, given, going, next, result};
use domain::progress::LessonProgress;
use domain::voice::{prose_utterance, utterance};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How far one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Intro,
    Asking,
    Result,
}

/// What everything on the page knows.
struct Start {
    device: Device,
    opened: Opened,
    edition: Rc<Edition>,
    lesson: Lesson,
    words: Words,
    stage: RwSignal<Stage>,
    going: RwSignal<u16>,
    answers: RefCell<Vec<Given>>,
    /// How many answers there are, for what follows them.
    count: RwSignal<usize>,
    /// Tells equal items apart, so that neighbours at one table don't all get the same.
    seed: Cell<u64>,
}

/// The page.
#[must_use]
pub fn start_page(main: Tag, device: &Device, words: Words) -> Tag {
    let shown = device.clone();
    open(main, device, words, About::Placement, move |opened| {
        let pool = opened.edition.clone().and_then(|edition| {
            let lesson = edition.course.lessons().next()?.clone();
            Some((edition, lesson))
        });
        let Some((edition, lesson)) = pool else { return vec![missing(words)] };
        let stage = RwSignal::new(Stage::Intro);
        let (going, answers, count) = (RwSignal::new(0), RefCell::default(), RwSignal::new(0));
        let (device, seed) = (shown.clone(), Cell::new(shown.dice().into()));
        let start = Rc::new(Start { seed, device, opened, edition, lesson, words, stage, going, answers, count });
        start.resume();
        let (device, inside) = (start.device.clone(), tag("div", "start-parts").live(move || start.shown()));
        vec![read_aloud(inside, &device, words)]
    })
}

impl Start {
    fn progress<T>(&self, show: impl FnOnce(Option<&LessonProgress>) -> T) -> T {
        self.device.progress().with_untracked(|all| {
            show(all.get(&self.edition.course.id).and_then(|course| course.lessons.get(&self.lesson.id)))
        })
    }

    /// Where a going that was broken off stands, or the result of the last one that was not.
    fn resume(&self) {
        let (number, answers, last) = self.progress(|progress| {
            let number = going(&self.lesson, progress);
            let of =
                |number: u16| progress.and_then(|p| p.takings.get(&number)).map(|taken| given(&self.lesson, taken));
            (number, of(number), of(number - 1))
        });
        self.going.set(number);
        if let Some(answers) = answers {
            self.answers.replace(answers);
        } else if let Some(last) = last {
            self.answers.replace(last);
            self.stage.set(Stage::Result);
        }
    }

    fn shown(self: &Rc<Self>) -> Vec<Tag> {
        match self.stage.get() {
            Stage::Intro => self.intro(),
            Stage::Asking => vec![self.asking()],
            Stage::Result => self.result(),
        }
    }

    fn skip(&self) -> Tag {
        tag("p", "")
            .with(link("button plain wide", &path(self.words.language, Page::Home)).text(self.words.start_skip()))
    }

    fn intro(self: &Rc<Self>) -> Vec<Tag> {
        let (words, start) = (self.words, Rc::clone(self));
        let begun = !self.answers.borrow().is_empty();
        let go = button("button primary wide", move || start.stage.set(Stage::Asking));
        vec![
            heading(words.start_title(), &words.page_title(words.start_title())),
            tag("p", "lead").text(&words.start_lead(MOST)),
            tag("p", "").with(go.text(if begun { words.start_go_on() } else { words.start_go() }).with(icon("next"))),
            self.skip(),
        ]
    }

    fn asking(self: &Rc<Self>) -> Tag {
        let start = Rc::clone(self);
        tag("div", "start-item").live(move || {
            start.count.get();
            let answers = start.answers.borrow().clone();
            match next(&start.lesson, &answers, start.seed.get()) {
                Next::Give(place) => start.item(place, answers.len() + 1),
                Next::Done(_) => {
                    let start = Rc::clone(&start);
                    after_frame(move || start.stage.set(Stage::Result));
                    Vec::new()
                }
            }
        })
    }

    /// One item. Going on is offered once it has been answered, so that what is said of the answer is read.
    fn item(self: &Rc<Self>, place: usize, number: usize) -> Vec<Tag> {
        let (words, number_of) = (self.words, self.going.get_untracked());
        let Some(activity) = self.lesson.activities.get(place) else { return Vec::new() };
        let stop = Rc::new(Stop::new(&self.edition, &self.lesson.id, activity, Some(number_of)));
        let (Some(work), Some(item)) = (stop.work, activity.item.as_ref()) else { return Vec::new() };
        let came = js_sys::Date::now();
        let (device, answered) = (self.device.clone(), Rc::clone(&stop));
        let right = RwSignal::new(None);
        let view = item_view(activity.id.as_str(), item, work, words, move |given| {
            right.set(Some(domain::placement::is_right(given.score)));
            let (device, fact) = (device.clone(), answered.answered(given, js_sys::Date::now() - came));
            after_frame(move || {
                // What could not be kept shows in the quiet line; the advice is given all the same.
                spawn_local(async move { device.record(fact).await.unwrap_or_default() });
            });
        });
        let start = Rc::clone(self);
        let onward = move || {
            let Some(right) = right.get_untracked() else { return };
            start.answers.borrow_mut().push(Given { place, right });
            start.count.update(|count| *count += 1);
            focus_soon(".activity > h2");
            window().scroll_to_with_x_and_y(0.0, 0.0);
        };
        let onward = button("button primary wide", onward)
            .text(words.start_next())
            .with(icon("next"))
            .prop_live("hidden", move || right.get().is_none().into());
        let says = format!("{}\n{}", utterance(&activity.title), prose_utterance(&activity.prose));
        let article = tag("article", "activity")
            .attr("lang", self.edition.course.language.tag())
            .attr(EDITION, &self.edition.id.to_string())
            .with(hear(&says, words.hear()))
            .with(tag("h2", "").attr("tabindex", "-1").text(&activity.title))
            .with(prose(&activity.prose))
            .with(view)
            .with(tag("p", "").with(onward));
        let title = tag("h1", "unseen").text(words.start_title());
        vec![title, tag("p", "lesson-step").text(&words.start_place(number, MOST)), article]
    }

    fn result(self: &Rc<Self>) -> Vec<Tag> {
        let (words, start) = (self.words, Rc::clone(self));
        let answers = self.answers.borrow().clone();
        let placed = result(&self.lesson, &answers);
        let exhausted = next(&self.lesson, &answers, self.seed.get()) == Next::Done(Why::Exhausted);
        let level = match placed.level {
            1 => words.start_level_1(),
            2 => words.start_level_2(),
            3 => words.start_level_3(),
            _ => words.start_level_4(),
        };
        let weak = weakest(&placed).map(|area| words.start_weak(area_name(area, words)));
        let head = tag("div", "end-head")
            .with(heading(words.start_result(), &words.page_title(words.start_result())))
            .with(tag("p", "end-count").text(level))
            .with(tag("p", "").text(&words.start_why(placed.all.given, placed.all.right)))
            .maybe(weak.map(|weak| tag("p", "").text(&weak)))
            .maybe(exhausted.then(|| tag("p", "").text(words.start_exhausted())));
        let fitting = fitting(&self.opened, &placed, words).into_iter().map(|course| row(course, words)).collect();
        let again = button("button plain wide", move || {
            start.going.update(|going| *going += 1);
            start.seed.set(start.device.dice().into());
            start.answers.take();
            start.stage.set(Stage::Asking);
        });
        vec![
            head,
            tag("h2", "section-title").text(words.start_courses()),
            tag("ul", "course-rows").each(fitting),
            notice("info", words.start_between()),
            tag("p", "").with(again.with(icon("again")).text(words.start_again())),
            self.skip(),
        ]
    }
}

/// The area (1–5) that went worst, where one did: of those asked for, half or more was not known.
fn weakest(placed: &Placed) -> Option<u8> {
    let areas = (1_u8..).zip(&placed.areas).filter(|(_, area)| area.given > 0 && area.right * 2 <= area.given);
    areas.min_by_key(|(_, area)| u16::from(area.right) * 100 / u16::from(area.given)).map(|(number, _)| number)
}

/// The name of a DigComp area, 1–5.
#[must_use]
pub const fn area_name(area: u8, words: Words) -> &'static str {
    match area {
        1 => words.area_1(),
        2 => words.area_2(),
        3 => words.area_3(),
        4 => words.area_4(),
        _ => words.area_5(),
    }
}

/// The courses whose level is nearest, those that teach the weakest area first; four at most.
fn fitting<'a>(opened: &'a Opened, placed: &Placed, words: Words) -> Vec<&'a CatalogueCourse> {
    let weak = weakest(placed);
    let far = |course: &CatalogueCourse| {
        let offer = course.in_language(words.language)?;
        let level = offer.level.abs_diff(placed.level);
        let teaches = |area: u8| offer.competences.iter().any(|code| code.bytes().next() == Some(b'0' + area));
        Some(2 * level + u8::from(!weak.is_none_or(teaches)))
    };
    let mut fitting = Vec::new();
    for distance in 0..8 {
        fitting.extend(opened.catalogue.listed().filter(|course| far(course) == Some(distance)));
    }
    fitting.truncate(4);
    fitting
}

fn row(course: &CatalogueCourse, words: Words) -> Tag {
    let Some(offer) = course.in_language(words.language) else { return tag("li", "") };
    let href = path(words.language, Page::Course(course.course.clone()));
    tag("li", "lesson-row").attr("lang", offer.language.tag()).with(
        tag("div", "lesson-words")
            .with(link("card-link", &href).text(&offer.title))
            .with(tag("p", "").text(&offer.summary))
            .with(facts(offer.minutes, usize::try_from(offer.lessons).unwrap_or_default(), None, words)),
    )
}
