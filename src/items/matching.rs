//! Matching on the screen: the left sides one below the other; a tap opens one, a tap joins it, and the next one opens.
//!
//! No dragging and no lines to draw: the same taps work for a thumb, a keyboard and a screen reader.

use super::mark::mark;
use super::prose::prose;
use super::work::Work;
use crate::ui::focus::focus_soon_at;
use crate::ui::tag::{Tag, button, drawing, icon, tag};
use crate::words::Words;
use domain::item::matching::{Matching, Pair};
use domain::item::shuffled;
use domain::prose::plain_text;
use leptos::prelude::*;
use std::rc::Rc;

/// What all rows of one matching know.
#[derive(Clone)]
struct Joins {
    pairs: Rc<Vec<Pair>>,
    order: Rc<Vec<u8>>,
    open: RwSignal<Option<usize>>,
    told: RwSignal<String>,
    work: Work,
    words: Words,
}

/// The pairs of a matching.
#[must_use]
pub fn view(id: &str, matching: &Matching, work: Work, words: Words) -> Tag {
    let count = matching.pairs.len();
    let first = work.response.with_untracked(|response| response.places().iter().position(Option::is_none));
    let joins = Joins {
        pairs: Rc::new(matching.pairs.clone()),
        order: Rc::new(shuffled(count, id)),
        open: RwSignal::new(first),
        told: RwSignal::new(String::new()),
        work,
        words,
    };
    let told = joins.told;
    let rows = (0..count).map(|left| row(left, &joins)).collect();
    tag("div", "")
        .with(tag("p", "item-how").attr("id", "matching-how").text(words.matching_how()))
        .with(tag("ul", "options").attr("aria-labelledby", "matching-how").each(rows))
        .with(tag("p", "unseen").attr("role", "status").text_live(move || told.get()))
}

fn row(left: usize, joins: &Joins) -> Tag {
    let Joins { open, work, words, .. } = *joins;
    let is_open = move || open.get() == Some(left) && !work.is_checked();
    let (shown, opened) = (joins.clone(), joins.clone());
    let side = move || {
        let to = match shown.right_of(left) {
            Some(right) => tag("span", "join-joined")
                .with(icon("next"))
                .with(tag("span", "unseen").text(words.matching_joined_to()).text(" "))
                .with(prose(&right.right)),
            None => tag("span", "join-open-word").text(words.matching_open()),
        };
        vec![to]
    };
    let pair = joins.pairs.get(left).map(|pair| prose(&pair.left));
    let after = move || work.part(left).map(|right| mark(right, words)).into_iter().collect();
    let head = button("join-left", move || open.update(|open| *open = (*open != Some(left)).then_some(left)))
        .attr_live("aria-expanded", move || Some(is_open().to_string()))
        .prop_live("disabled", move || work.is_checked().into())
        .with(tag("span", "join-words").maybe(pair).live(side).live(after))
        .live(move || if work.is_checked() { Vec::new() } else { vec![drawing("icon turn", "#icon-open")] });
    tag("li", "join")
        .class_live("open", is_open)
        .class_live("is-right", move || work.part(left) == Some(true))
        .class_live("is-wrong", move || work.part(left) == Some(false))
        .with(head)
        .live(move || if is_open() { vec![rights(left, &opened)] } else { Vec::new() })
}

/// The right sides that an open left side may be joined to.
fn rights(left: usize, joins: &Joins) -> Tag {
    let one = |right: &u8| {
        let right = *right;
        let owner =
            joins.work.response.with(|response| response.places().iter().position(|joined| *joined == Some(right)));
        let mine = owner == Some(left);
        let taken = owner.filter(|owner| *owner != left);
        let class = match taken {
            Some(_) => "join-right taken",
            None if mine => "join-right picked",
            None => "join-right",
        };
        let note = taken.map(|owner| tag("span", "taken-by").text(&joins.words.matching_taken(joins.left_text(owner))));
        let act = joins.clone();
        button(class, move || act.join(left, right))
            .attr("aria-pressed", if mine { "true" } else { "false" })
            .maybe(joins.pairs.get(usize::from(right)).map(|pair| prose(&pair.right)))
            .maybe(note)
    };
    tag("div", "join-rights")
        .attr("role", "group")
        .attr("aria-label", &joins.words.matching_choose(joins.left_text(left)))
        .each(joins.order.iter().map(one).collect())
}

impl Joins {
    fn left_text(&self, left: usize) -> String {
        self.pairs.get(left).map(|pair| plain_text(&pair.left)).unwrap_or_default()
    }

    /// The pair whose right side a left side is joined to.
    fn right_of(&self, left: usize) -> Option<&Pair> {
        let right = self.work.response.with(|response| response.places().get(left).copied().flatten())?;
        self.pairs.get(usize::from(right))
    }

    /// Joins a left side to a right side, frees that from any other, and opens the next left side that has none.
    fn join(&self, left: usize, right: u8) {
        self.work.missing.set(None);
        self.work.response.update(|response| {
            if let Some(joined) = response.places_mut() {
                for other in joined.iter_mut().filter(|other| **other == Some(right)) {
                    *other = None;
                }
                if let Some(mine) = joined.get_mut(left) {
                    *mine = Some(right);
                }
            }
        });
        let right_text = self.pairs.get(usize::from(right)).map(|pair| plain_text(&pair.right)).unwrap_or_default();
        self.told.set(self.words.matching_joined(self.left_text(left), right_text));
        let next = self.work.response.with_untracked(|response| {
            let joined = response.places();
            let open = |place: &usize| joined.get(*place).is_some_and(Option::is_none);
            (left + 1..joined.len()).chain(0..left).find(open)
        });
        self.open.set(next);
        focus_soon_at(format!(".join:nth-child({}) .join-left", next.unwrap_or(left) + 1));
    }
}

/// Each left side with the right side that belongs to it.
#[must_use]
pub fn key(matching: &Matching) -> Tag {
    let row = |pair: &Pair| tag("li", "").text(&format!("{} → {}", plain_text(&pair.left), plain_text(&pair.right)));
    tag("div", "prose").with(tag("ul", "").each(matching.pairs.iter().map(row).collect()))
}
