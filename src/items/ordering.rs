//! Ordering on the screen: places stay, steps move through them by an arrow up and an arrow down.

use super::mark::mark;
use super::prose::{heard_prose, prose};
use super::work::Work;
use crate::ui::focus::focus_now;
use crate::ui::tag::{Tag, button, icon, tag};
use crate::words::Words;
use domain::item::ordering::Ordering;
use domain::prose::{Prose, plain_text};
use leptos::prelude::*;
use std::rc::Rc;

/// What all places of one ordering know.
#[derive(Clone)]
struct Places {
    steps: Rc<Vec<Prose>>,
    told: RwSignal<String>,
    work: Work,
    words: Words,
}

/// The steps of an ordering.
#[must_use]
pub fn view(ordering: &Ordering, work: Work, words: Words) -> Tag {
    let told = RwSignal::new(String::new());
    let places = Places { steps: Rc::new(ordering.steps.clone()), told, work, words };
    let rows = (0..ordering.steps.len()).map(|place| row(place, &places)).collect();
    tag("div", "")
        .with(tag("p", "item-how").attr("id", "ordering-how").text(words.ordering_how()))
        .with(tag("ol", "options").attr("aria-labelledby", "ordering-how").each(rows))
        .with(tag("p", "unseen").attr("role", "status").text_live(move || told.get()))
}

fn row(place: usize, places: &Places) -> Tag {
    let (work, words) = (places.work, places.words);
    let (shown, moved) = (places.clone(), places.clone());
    let step = move || {
        let step = tag("div", "option-words").with(heard_prose(shown.at(place), words));
        vec![step.maybe(work.part(place).map(|right| mark(right, words)))]
    };
    let arrows = move || {
        if work.is_checked() {
            return Vec::new();
        }
        vec![tag("div", "order-moves").with(arrow(place, true, &moved)).with(arrow(place, false, &moved))]
    };
    tag("li", "option")
        .class_live("is-right", move || work.part(place) == Some(true))
        .class_live("is-wrong", move || work.part(place) == Some(false))
        .with(tag("span", "order-place").attr("aria-hidden", "true").text(&(place + 1).to_string()))
        .live(step)
        .live(arrows)
}

fn arrow(place: usize, up: bool, places: &Places) -> Tag {
    let last = if up { place == 0 } else { place + 1 == places.steps.len() };
    let (named, moved) = (places.clone(), places.clone());
    let label = move || {
        let step = plain_text(named.at(place));
        Some(if up { named.words.ordering_up(step) } else { named.words.ordering_down(step) })
    };
    let (class, name) = if up { ("square up", "up") } else { ("square down", "down") };
    let button = button(class, move || {
        if !last {
            let to = if up { place - 1 } else { place + 1 };
            moved.exchange(place, to);
            focus_now(&format!(".option:nth-child({}) .{name}", to + 1));
        }
    });
    let button = button.attr_live("aria-label", label).with(icon(name));
    if last { button.attr("aria-disabled", "true") } else { button }
}

/// The steps in their right order.
#[must_use]
pub fn key(ordering: &Ordering) -> Tag {
    let rows = ordering.steps.iter().map(|step| tag("li", "").with(prose(step))).collect();
    tag("div", "prose").with(tag("ol", "").each(rows))
}

impl Places {
    /// The step that stands at a place now.
    fn at(&self, place: usize) -> &[domain::prose::Block] {
        let step = self.work.response.with(|response| response.numbers().get(place).copied());
        step.and_then(|step| self.steps.get(usize::from(step))).map_or(&[], Vec::as_slice)
    }

    fn exchange(&self, from: usize, to: usize) {
        let step = untrack(|| plain_text(self.at(from)));
        self.told.set(self.words.ordering_moved(self.steps.len(), to + 1, step));
        self.work.response.update(|response| {
            if let Some(order) = response.numbers_mut() {
                order.swap(from, to);
            }
        });
    }
}
