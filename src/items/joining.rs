//! Joining on the screen, as matching and grouping do it: left sides one below the other; a tap opens one, a tap joins it to a
//! right side, and the next one opens. No dragging and no lines to draw: the same taps work for a thumb, a keyboard and a
//! screen reader. What it is called and what is right is the kind's business.

use super::mark::mark;
use super::prose::prose;
use super::work::Work;
use crate::ui::focus::focus_soon_at;
use crate::ui::hear::{SAYS, hear, heard};
use crate::ui::tag::{Tag, button, drawing, icon, tag};
use crate::words::Words;
use domain::prose::{Prose, plain_text};
use domain::voice::prose_utterance;
use leptos::prelude::*;
use std::rc::Rc;

/// What there is to join, and how it is said.
pub struct Sides {
    /// The left sides, in the author's order.
    pub lefts: Vec<Prose>,
    /// What is said of each once it is checked; may be shorter.
    pub said: Vec<Prose>,
    /// In which order the left sides are shown.
    pub left_order: Vec<u8>,
    /// The right sides, in the author's order.
    pub rights: Vec<Prose>,
    /// In which order the right sides are shown.
    pub right_order: Vec<u8>,
    /// Whether a right side can be joined to one left side only.
    pub exclusive: bool,
    /// What to do.
    pub how: &'static str,
    /// What stands beside a left side that is not joined.
    pub open_word: &'static str,
}

/// What all rows know.
#[derive(Clone)]
struct Joins {
    sides: Rc<Sides>,
    open: RwSignal<Option<usize>>,
    told: RwSignal<String>,
    work: Work,
    words: Words,
}

/// The sides, to be joined.
#[must_use]
pub fn view(sides: Sides, work: Work, words: Words) -> Tag {
    let open = work.response.with_untracked(|response| first_open(&sides.left_order, response.places()));
    let how = sides.how;
    let joins =
        Joins { sides: Rc::new(sides), open: RwSignal::new(open), told: RwSignal::new(String::new()), work, words };
    let told = joins.told;
    let rows = joins.sides.left_order.iter().map(|left| row(usize::from(*left), &joins)).collect();
    tag("div", "")
        .with(tag("p", "item-how").attr("id", "joining-how").text(how))
        .with(tag("ul", "options").attr("aria-labelledby", "joining-how").each(rows))
        .with(tag("p", "unseen").attr("role", "status").text_live(move || told.get()))
}

/// The first left side, as they are shown, that isn't joined.
fn first_open(order: &[u8], joined: &[Option<u8>]) -> Option<usize> {
    order.iter().map(|left| usize::from(*left)).find(|left| joined.get(*left).is_some_and(Option::is_none))
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
                .with(prose(right)),
            None => tag("span", "join-open-word").text(shown.sides.open_word),
        };
        vec![to]
    };
    let words_of = joins.sides.lefts.get(left).map(|left| prose(left));
    let said = joins.sides.said.get(left).filter(|said| !said.is_empty()).cloned();
    let lines = |from: Option<&Prose>| from.map(|from| prose_utterance(from)).unwrap_or_default();
    let says = format!("{}\n{}", lines(joins.sides.lefts.get(left)), lines(said.as_ref()));
    let before = lines(joins.sides.lefts.get(left));
    // Before the check what stands there, afterwards also what is said of it.
    let heard_left = Some(
        hear(&before, words.hear())
            .attr_live(SAYS, move || Some(if work.is_checked() { says.clone() } else { before.clone() })),
    );
    let after = move || {
        let Some(right) = work.part(left) else { return Vec::new() };
        let said = said.as_ref().map(|said| tag("span", "said").with(prose(said)));
        std::iter::once(mark(right, words)).chain(said).collect()
    };
    let head = button("join-left", move || open.update(|open| *open = (*open != Some(left)).then_some(left)))
        .attr_live("aria-expanded", move || Some(is_open().to_string()))
        .prop_live("disabled", move || work.is_checked().into())
        .with(tag("span", "join-words").maybe(words_of).live(side).live(after))
        .live(move || if work.is_checked() { Vec::new() } else { vec![drawing("icon turn", "#icon-open")] });
    tag("li", "join")
        .class_live("open", is_open)
        .class_live("is-right", move || work.part(left) == Some(true))
        .class_live("is-wrong", move || work.part(left) == Some(false))
        .with(head)
        .maybe(heard_left)
        .live(move || if is_open() { vec![rights(left, &opened)] } else { Vec::new() })
}

/// The right sides that an open left side may be joined to.
fn rights(left: usize, joins: &Joins) -> Tag {
    let one = |right: &u8| {
        let right = *right;
        let (mine, owner) = joins.work.response.with(|response| {
            let joined = response.places();
            (joined.get(left) == Some(&Some(right)), joined.iter().position(|joined| *joined == Some(right)))
        });
        let taken = owner.filter(|owner| *owner != left && joins.sides.exclusive);
        let class = match taken {
            Some(_) => "join-right taken",
            None if mine => "join-right picked",
            None => "join-right",
        };
        let note = taken.map(|owner| tag("span", "taken-by").text(&joins.words.matching_taken(joins.left_text(owner))));
        let act = joins.clone();
        let side = joins.sides.rights.get(usize::from(right));
        let button = button(class, move || act.join(left, right))
            .attr("aria-pressed", if mine { "true" } else { "false" })
            .maybe(side.map(|right| prose(right)))
            .maybe(note);
        heard(button, &side.map(|right| prose_utterance(right)).unwrap_or_default(), joins.words.hear())
    };
    tag("div", "join-rights")
        .attr("role", "group")
        .attr("aria-label", &joins.words.matching_choose(joins.left_text(left)))
        .each(joins.sides.right_order.iter().map(one).collect())
}

impl Joins {
    fn left_text(&self, left: usize) -> String {
        self.sides.lefts.get(left).map(|left| plain_text(left)).unwrap_or_default()
    }

    /// The right side that a left side is joined to.
    fn right_of(&self, left: usize) -> Option<&Prose> {
        let right = self.work.response.with(|response| response.places().get(left).copied().flatten())?;
        self.sides.rights.get(usize::from(right))
    }

    /// Joins a left side to a right side, frees that from any other, and opens the next left side that has none.
    fn join(&self, left: usize, right: u8) {
        self.work.missing.set(None);
        self.work.response.update(|response| {
            if let Some(joined) = response.places_mut() {
                for other in joined.iter_mut().filter(|other| self.sides.exclusive && **other == Some(right)) {
                    *other = None;
                }
                if let Some(mine) = joined.get_mut(left) {
                    *mine = Some(right);
                }
            }
        });
        let right_text = self.sides.rights.get(usize::from(right)).map(|right| plain_text(right)).unwrap_or_default();
        self.told.set(self.words.matching_joined(self.left_text(left), right_text));
        let next = self.work.response.with_untracked(|response| first_open(&self.sides.left_order, response.places()));
        self.open.set(next);
        let shown = |left: usize| self.sides.left_order.iter().position(|shown| usize::from(*shown) == left);
        let place = shown(next.unwrap_or(left)).unwrap_or_default();
        focus_soon_at(format!(".join:nth-child({}) .join-left", place + 1));
    }
}
