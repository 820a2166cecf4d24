//! Items on the screen: what every kind shares around it. One file a kind shows the kind itself and listens to it.
//!
//! Not where answers are kept or sent: what was given goes to whoever shows the item.

pub mod choice;
pub mod mark;
pub mod matching;
pub mod ordering;
pub mod prose;
pub mod text;
pub mod unknown;
pub mod work;

use crate::ui::focus::focus_soon;
use crate::ui::icon::icon;
use crate::words::Words;
use domain::item::{Item, ItemKind, Response, score};
use domain::prose::Prose;
use domain::score::Score;
use leptos::prelude::*;
use prose::prose;
use work::Work;

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

/// An item with everything around it. `on_given` hears of every check.
#[must_use]
pub fn item_view(id: &str, item: &Item, work: Work, words: Words, on_given: impl Fn(Given) + 'static) -> AnyView {
    let kind = match &item.kind {
        ItemKind::Choice(choice) => choice::view(id, choice, work, words),
        ItemKind::Ordering(ordering) => ordering::view(ordering, work, words),
        ItemKind::Matching(matching) => matching::view(id, matching, work, words),
        ItemKind::Text(_) => text::view(id, work, words),
        ItemKind::Unknown => return unknown::view(words),
    };
    let kept = StoredValue::new(item.clone());
    let check = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if work.outcome.with_untracked(Option::is_none) {
            if let Some(given) = kept.with_value(|item| try_score(item, work, words)) {
                on_given(given);
            }
            focus_soon(".outcome-line");
        }
    };
    view! {
        <form class=format!("item item-{}", item.kind.name()) novalidate on:submit=check>
            {kind}
            {hints(&item.hints, work, words)}
            <div class="outcome" role="status">{move || kept.with_value(|item| outcome(item, work, words))}</div>
            {buttons(work, words)}
        </form>
    }
    .into_any()
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
        hints: u8::try_from(work.hints.get_untracked()).unwrap_or(u8::MAX),
    };
    work.missing.set(None);
    work.outcome.set(Some(outcome));
    Some(given)
}

/// Hints, one at a time.
fn hints(hints: &[Prose], work: Work, words: Words) -> AnyView {
    if hints.is_empty() {
        return ().into_any();
    }
    let count = hints.len();
    let hints = StoredValue::new(hints.to_vec());
    let open = move || {
        let shown = work.hints.get();
        let one = |hint: &Prose| {
            let label = words.hint_label();
            view! { <div class="note hint"><p class="note-label">{icon("hint")}{label}</p>{prose(hint)}</div> }
                .into_any()
        };
        hints.with_value(|hints| hints.iter().take(shown).map(one).collect::<Vec<_>>())
    };
    let more = move || {
        let label = if work.hints.get() == 0 { words.hint_show() } else { words.hint_show_next() };
        (work.hints.get() < count && work.outcome.with(Option::is_none)).then(|| {
            let show = move |_| work.hints.update(|hints| *hints += 1);
            view! { <button type="button" class="button plain hint-button" on:click=show>{icon("hint")}{label}</button> }
        })
    };
    view! { <div class="hints" role="status">{open}</div> {more} }.into_any()
}

/// What comes of the check: how right it was, what the author says about it, the key where it was asked for, what to remember.
fn outcome(item: &Item, work: Work, words: Words) -> AnyView {
    let line = |class: &'static str, name: &str, text: String, said: String| {
        view! {
            <p class=format!("outcome-line {class}") tabindex="-1">
                {icon(name)}<span>{text}<span class="unseen">" "{said}</span></span>
            </p>
        }
        .into_any()
    };
    let Some(outcome) = work.outcome.get() else {
        return work.missing.get().map(|text| line("ask", "hint", text, String::new())).into_any();
    };
    let full = outcome.score == Score::FULL;
    let feedback: Vec<&Prose> = outcome.feedback.iter().filter(|feedback| !feedback.is_empty()).collect();
    let said: Vec<String> = feedback.iter().map(|feedback| domain::prose::plain_text(feedback)).collect();
    let said = said.join(" ");
    let shown = match &item.kind {
        ItemKind::Choice(_) | ItemKind::Ordering(_) | ItemKind::Matching(_) | ItemKind::Unknown => None,
        ItemKind::Text(_) => Some(feedback.into_iter().map(|feedback| prose(feedback)).collect::<Vec<_>>()),
    };
    let told = if shown.is_some() { String::new() } else { said };
    let first = if full {
        line("full", "check", words.outcome_full().into(), told)
    } else if outcome.score == Score::NONE {
        line("not", "again", words.outcome_none().into(), told)
    } else {
        let hundredths = (outcome.score.thousandths() + 5) / 10;
        line("not", "again", words.outcome_part(hundredths.min(99)), told)
    };
    let key = (work.revealed.get() && !full).then(|| key(item, words));
    let explanation = (!item.explanation.is_empty() && (full || work.revealed.get())).then(|| {
        let label = words.explanation_label();
        view! { <div class="note"><p class="note-label">{icon("star")}{label}</p>{prose(&item.explanation)}</div> }
    });
    view! { {first} {shown} {key} {explanation} }.into_any()
}

/// What is right, for somebody who asked to see it.
fn key(item: &Item, words: Words) -> AnyView {
    let shown = match &item.kind {
        // The options themselves carry the mark.
        ItemKind::Choice(_) | ItemKind::Unknown => return ().into_any(),
        ItemKind::Ordering(ordering) => ordering::key(ordering),
        ItemKind::Matching(matching) => matching::key(matching),
        ItemKind::Text(text) => text::key(text),
    };
    view! { <div class="note key"><p class="note-label">{icon("check")}{words.key_label()}</p>{shown}</div> }.into_any()
}

/// Check; after a wrong response another try, or the key.
fn buttons(work: Work, words: Words) -> AnyView {
    let again = move |_| {
        work.try_again();
        focus_soon(".item input:not([disabled]), .item .join-left, .item .square:not([aria-disabled])");
    };
    let reveal = move |_| {
        work.revealed.set(true);
        focus_soon(".outcome-line");
    };
    let shown = move || {
        let Some(full) = work.outcome.with(|outcome| outcome.as_ref().map(|outcome| outcome.score == Score::FULL))
        else {
            return view! { <button type="submit" class="button primary check">{words.check()}</button> }.into_any();
        };
        if full {
            return ().into_any();
        }
        let try_label = words.try_again();
        let again = view! { <button type="button" class="button" on:click=again>{icon("again")}{try_label}</button> };
        let reveal = move || {
            let label = words.show_key();
            (!work.revealed.get())
                .then(|| view! { <button type="button" class="button plain" on:click=reveal>{label}</button> })
        };
        view! { {again} {reveal} }.into_any()
    };
    view! { <div class="item-buttons">{shown}</div> }.into_any()
}
