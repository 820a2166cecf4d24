//! Items on the screen: what every kind shares around it. One file a kind shows the kind itself and listens to it.
//!
//! Not where responses are kept or sent: what was given goes to whoever shows the item.

pub mod choice;
pub mod dialogue;
pub mod gaps;
pub mod grouping;
pub mod hotspot;
pub mod inspect;
pub mod joining;
pub mod mark;
pub mod matching;
pub mod ordering;
pub mod passage;
pub mod practice;
pub mod prose;
pub mod text;
pub mod unknown;
pub mod work;

use crate::ui::focus::focus_soon;
use crate::ui::tag::{Tag, button, icon, tag};
use crate::words::Words;
use domain::item::{Item, ItemKind, Outcome, Response, score};
use domain::prose::{Prose, plain_text};
use domain::score::Score;
use leptos::prelude::*;
use prose::heard_prose;
use std::rc::Rc;
use work::Work;

/// Where another try begins, whichever kind it is.
const AGAIN: &str = ".item input:not([disabled]), .item select, .item .spot-name, .item .join-left, \
    .item .square:not([aria-disabled]), .item .reply, .practice-modes .button";

/// What a learner gave at a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The response.
    pub response: Response,
    /// How right it was.
    pub score: Score,
    /// Which try, from 1.
    pub attempt: u16,
    /// How many hints had been opened.
    pub hints: u8,
}

/// What a kind calls when the response is to be checked, as the check button does.
pub type Check = Rc<dyn Fn()>;

/// An item with everything around it. `on_given` hears of every check.
#[must_use]
pub fn item_view(id: &str, item: &Item, work: Work, words: Words, on_given: impl Fn(Given) + 'static) -> Tag {
    let item = Rc::new(item.clone());
    let checked = Rc::clone(&item);
    let check: Check = Rc::new(move || {
        if work.outcome.with_untracked(Option::is_none) {
            if let Some(given) = try_score(&checked, work, words) {
                on_given(given);
            }
            focus_soon(".outcome-line");
        }
    });
    let kind = match &item.kind {
        ItemKind::Choice(choice) => choice::view(id, choice, work, words),
        ItemKind::Ordering(ordering) => ordering::view(ordering, work, words),
        ItemKind::Matching(matching) => matching::view(id, matching, work, words),
        ItemKind::Text(_) => text::view(id, work, words),
        ItemKind::Grouping(grouping) => grouping::view(id, grouping, work, words),
        ItemKind::Gaps(gaps) => gaps::view(id, gaps, work, words),
        ItemKind::Hotspot(hotspot) => hotspot::view(hotspot, work, words),
        ItemKind::Inspect(inspect) => inspect::view(inspect, work, words),
        ItemKind::Dialogue(dialogue) => dialogue::view(dialogue, work, words, Rc::clone(&check)),
        ItemKind::Practice(practice) => practice::view(practice, work, words, Rc::clone(&check)),
        ItemKind::Unknown => return unknown::view(words),
    };
    let told = Rc::clone(&item);
    tag("form", &format!("item item-{}", item.kind.name()))
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            check();
        })
        .with(kind)
        .with(hints(&item, work, words))
        .with(tag("div", "outcome").attr("role", "status").live(move || outcome(&told, work, words)))
        .with(tag("div", "item-buttons").each(buttons(&item, work, words)))
}

/// Scores what was given, or says what is missing.
fn try_score(item: &Item, work: Work, words: Words) -> Option<Given> {
    let response = work.response.get_untracked();
    let missing = match &response {
        Response::Choice(chosen) => chosen.is_empty().then(|| words.choice_needed().to_owned()),
        Response::Ordering(_) => None,
        Response::Matching(joined) => {
            let open = joined.iter().filter(|right| right.is_none()).count();
            (open > 0).then(|| words.matching_needed(open))
        }
        Response::Text(typed) => domain::text::fold(typed).is_empty().then(|| words.text_needed().to_owned()),
        Response::Grouping(groups) => grouping::missing(groups, words),
        Response::Gaps(filled) => gaps::missing(filled, words),
        Response::Hotspot(areas) => hotspot::missing(areas, words),
        Response::Inspect(parts) => inspect::missing(parts, words),
        // These check themselves, once they have come to an end.
        Response::Dialogue(_) | Response::Practice(_) => None,
    };
    if missing.is_some() {
        work.missing.set(missing);
        return None;
    }
    let outcome = score(item, &response).ok()?;
    let given = Given {
        response,
        score: outcome.score,
        attempt: work.attempt.get_untracked(),
        hints: u8::try_from(work.hints.get_untracked() + work.helps.get_untracked()).unwrap_or(u8::MAX),
    };
    work.missing.set(None);
    work.revealed.set(work.once);
    work.outcome.set(Some(outcome));
    Some(given)
}

/// Hints, as many as were asked for.
fn hints(item: &Rc<Item>, work: Work, words: Words) -> Tag {
    let item = Rc::clone(item);
    let one = move |hint: &Prose| note("note hint", "hint", words.hint_label()).with(heard_prose(hint, words));
    tag("div", "hints").attr("role", "status").live(move || item.hints.iter().take(work.hints.get()).map(one).collect())
}

fn note(class: &str, name: &str, label: &str) -> Tag {
    tag("div", class).with(tag("p", "note-label").with(icon(name)).text(label))
}

/// What comes of the check: how right it was, what the author says about it, the key where it was asked for, what to remember.
fn outcome(item: &Item, work: Work, words: Words) -> Vec<Tag> {
    let line = |class: &str, name: &str, text: &str| {
        let line = tag("p", "outcome-line").attr("tabindex", "-1");
        line.attr("class", &format!("outcome-line {class}")).with(icon(name)).with(tag("span", "").text(text))
    };
    let Some(Outcome { score, feedback, .. }) = work.outcome.get() else {
        return work.missing.get().iter().map(|text| line("ask", "hint", text)).collect();
    };
    let full = score == Score::FULL;
    let mut shown = vec![if full {
        line("full", "check", words.outcome_full())
    } else if score == Score::NONE {
        line("not", "again", if work.once { words.outcome_none_once() } else { words.outcome_none() })
    } else {
        let share = ((score.thousandths() + 5) / 10).min(99);
        line("not", "again", &if work.once { words.outcome_part_once(share) } else { words.outcome_part(share) })
    }];
    let said = feedback.iter().filter(|said| !said.is_empty());
    match &item.kind {
        // Options carry their feedback; only a screen reader hears it here too.
        ItemKind::Choice(_) => shown.extend(said.map(|said| tag("p", "unseen").text(&plain_text(said)))),
        ItemKind::Text(_) => shown.extend(said.map(|said| heard_prose(said, words))),
        // These say it beside each part.
        ItemKind::Ordering(_)
        | ItemKind::Matching(_)
        | ItemKind::Grouping(_)
        | ItemKind::Gaps(_)
        | ItemKind::Hotspot(_)
        | ItemKind::Inspect(_)
        | ItemKind::Dialogue(_)
        | ItemKind::Practice(_)
        | ItemKind::Unknown => {}
    }
    if work.revealed.get() && !full {
        shown.extend(key(item).map(|key| note("note key", "check", words.key_label()).with(key)));
    }
    if !item.explanation.is_empty() && (full || work.revealed.get()) {
        shown.push(note("note", "star", words.explanation_label()).with(heard_prose(&item.explanation, words)));
    }
    shown
}

/// What is right, for somebody who asked to see it. The options of a choice carry it themselves.
fn key(item: &Item) -> Option<Tag> {
    match &item.kind {
        ItemKind::Choice(_) | ItemKind::Unknown => None,
        ItemKind::Ordering(ordering) => Some(ordering::key(ordering)),
        ItemKind::Matching(matching) => Some(matching::key(matching)),
        ItemKind::Text(text) => Some(text::key(text)),
        ItemKind::Grouping(grouping) => Some(grouping::key(grouping)),
        ItemKind::Gaps(gaps) => Some(gaps::key(gaps)),
        ItemKind::Hotspot(hotspot) => Some(hotspot::key(hotspot)),
        ItemKind::Inspect(inspect) => Some(inspect::key(inspect)),
        ItemKind::Dialogue(dialogue) => {
            let key = item.kind.key()?;
            Some(dialogue::key(dialogue, key.numbers()))
        }
        ItemKind::Practice(practice) => Some(practice::key(practice)),
    }
}

/// Check, and a hint; after a wrong response another try, or the key. All are there from the start and come and go by
/// `hidden`: taking the focused button out of the page would make the browser settle its styles in the middle of a check.
fn buttons(item: &Rc<Item>, work: Work, words: Words) -> Vec<Tag> {
    let full = move || work.outcome.with(|outcome| outcome.as_ref().map(|outcome| outcome.score == Score::FULL));
    let count = item.hints.len();
    let checks_itself = matches!(item.kind, ItemKind::Dialogue(_) | ItemKind::Practice(_));
    let label = move || if work.hints.get() == 0 { words.hint_show() } else { words.hint_show_next() }.to_owned();
    let check = tag("button", "button primary check").attr("type", "submit").text(words.check());
    let hint = button("button plain", move || work.hints.update(|hints| *hints += 1)).with(icon("hint"));
    let again = button("button", move || {
        work.try_again();
        focus_soon(AGAIN);
    });
    let reveal = button("button plain", move || {
        work.revealed.set(true);
        focus_soon(".outcome-line");
    });
    vec![
        check.prop_live("hidden", move || (checks_itself || full().is_some()).into()),
        hint.with(tag("span", "").text_live(label))
            .prop_live("hidden", move || (work.once || full().is_some() || work.hints.get() >= count).into()),
        again
            .with(icon("again"))
            .text(words.try_again())
            .prop_live("hidden", move || (work.once || full() != Some(false)).into()),
        reveal
            .text(words.show_key())
            .prop_live("hidden", move || (full() != Some(false) || work.revealed.get()).into()),
    ]
}
