//! Dialogue on the screen: a chat. A reply becomes one's own bubble, what comes of it is said at once, and the next turn follows;
//! at an ending the chat is checked by itself.

use super::Check;
use super::mark::mark;
use super::prose::{heard_prose, prose};
use super::work::Work;
use crate::ui::focus::focus_soon;
use crate::ui::hear::heard;
use crate::ui::tag::{Tag, button, tag};
use crate::words::Words;
use domain::item::dialogue::{Dialogue, Reply, Turn};
use domain::prose::plain_text;
use domain::voice::prose_utterance;
use leptos::prelude::*;
use std::sync::Arc;

/// The chat as far as it has come.
#[must_use]
pub fn view(dialogue: &Dialogue, work: Work, words: Words, check: Check) -> Tag {
    let dialogue = Arc::new(dialogue.clone());
    let with = dialogue.with.clone();
    // A place for each turn that a chat can have, filled one after the other: what was said stays as it is.
    let rows = (0..dialogue.turns.len()).map(|nth| row(nth, &dialogue, work, words, &check)).collect();
    // Stands in the page from the start: a status that comes already filled goes unspoken.
    let told = tag("p", "unseen").attr("role", "status").text_live(move || last_said(&dialogue, work));
    tag("div", "chat")
        .with(tag("p", "chat-with").text(&with))
        .with(tag("p", "item-how").text(words.dialogue_how()))
        .with(tag("ol", "chat-turns").each(rows))
        .with(told)
}

/// What came of the last reply.
fn last_said(dialogue: &Dialogue, work: Work) -> String {
    work.response.with(|response| {
        let replies = response.numbers();
        let stood = replies.len().checked_sub(1).and_then(|last| dialogue.path(replies).get(last).copied());
        let turn = stood.and_then(|turn| dialogue.turns.get(turn));
        let reply = turn.zip(replies.last()).and_then(|(turn, reply)| turn.replies.get(usize::from(*reply)));
        reply.map(|reply| plain_text(&reply.feedback)).unwrap_or_default()
    })
}

/// The n-th thing that was said, and what was replied.
fn row(nth: usize, dialogue: &Arc<Dialogue>, work: Work, words: Words, check: &Check) -> Tag {
    let (said, check) = (Arc::clone(dialogue), Check::clone(check));
    let here = Arc::clone(dialogue);
    // The turn that stands here, and the reply given to it.
    let stands = Memo::new(move |_| {
        work.response.with(|response| {
            let replies = response.numbers();
            here.path(replies).get(nth).map(|turn| (*turn, replies.get(nth).copied()))
        })
    });
    let drawn = move || {
        let Some((turn, given)) = stands.get() else { return Vec::new() };
        let Some(turn) = said.turns.get(turn) else { return Vec::new() };
        let ending = turn.replies.is_empty();
        let class = match (ending, given) {
            (true, _) => "bubble ending",
            (false, None) => "bubble theirs open",
            (false, Some(_)) => "bubble theirs",
        };
        let bubble = tag("div", class);
        let bubble = bubble.attr("tabindex", "-1").with(heard_prose(&turn.says, words));
        let after = match given.and_then(|given| turn.replies.get(usize::from(given))) {
            Some(reply) => replied(reply, words),
            None if ending => Vec::new(),
            None => vec![replies(turn, nth, &said, work, words, &check)],
        };
        std::iter::once(bubble).chain(after).collect()
    };
    tag("li", "chat-turn").live(drawn)
}

/// What one said, and what came of it.
fn replied(reply: &Reply, words: Words) -> Vec<Tag> {
    let mine =
        tag("div", "bubble mine").with(tag("span", "unseen").text(words.dialogue_you())).with(prose(&reply.prose));
    let class = if reply.right { "chat-said is-right" } else { "chat-said is-wrong" };
    let said = tag("div", class).with(mark(reply.right, words)).with(heard_prose(&reply.feedback, words));
    vec![mine, said]
}

fn replies(turn: &Turn, nth: usize, dialogue: &Arc<Dialogue>, work: Work, words: Words, check: &Check) -> Tag {
    let one = |(place, reply): (u8, &Reply)| {
        let (dialogue, check) = (Arc::clone(dialogue), Check::clone(check));
        let give = move || {
            work.response.update(|response| {
                if let Some(replies) = response.numbers_mut().filter(|replies| replies.len() == nth) {
                    replies.push(place);
                }
            });
            let path = work.response.with_untracked(|response| dialogue.path(response.numbers()));
            let ended =
                path.last().and_then(|turn| dialogue.turns.get(*turn)).is_some_and(|turn| turn.replies.is_empty());
            if ended {
                check();
            }
            focus_soon(".chat-turn .open, .chat-turn .ending");
        };
        heard(button("button reply", give).with(prose(&reply.prose)), &prose_utterance(&reply.prose), words.hear())
    };
    let label = words.dialogue_reply(&dialogue.with);
    let all = (0_u8..).zip(&turn.replies).map(one).collect();
    tag("div", "chat-replies").attr("role", "group").attr("aria-label", &label).each(all)
}

/// The wise way through the chat.
#[must_use]
pub fn key(dialogue: &Dialogue, replies: &[u8]) -> Tag {
    let path = dialogue.path(replies);
    let said = path.into_iter().zip(replies).filter_map(|(turn, reply)| {
        let reply = dialogue.turns.get(turn)?.replies.get(usize::from(*reply))?;
        Some(tag("li", "").text(&plain_text(&reply.prose)))
    });
    tag("div", "prose").with(tag("ol", "").each(said.collect()))
}
