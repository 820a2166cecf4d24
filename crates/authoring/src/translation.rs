//! Whether a translated lesson is built as its original: the same ids, kinds and counts in the same order.

use crate::diagnostic::{Code, Findings};
use crate::lesson_file::{LessonFile, stamp};
use domain::course::{Activity, Lesson};
use domain::item::ItemKind;
use domain::item::dialogue::Turn;
use domain::item::practice::Part;

/// Says when the original of a translation was changed after it, or when the translation doesn't say what it was made from.
pub fn compare_age(file: &LessonFile, original: Option<&Lesson>, findings: &mut Findings) {
    if file.lesson.is_none() {
        return;
    }
    let Some(original) = original else {
        if let Some(named) = &file.original {
            let what = "`original` means nothing here: this is the original";
            findings.say(Code::UnknownField, named.line, what, "remove it; it belongs into a translation");
        }
        return;
    };
    let now = stamp(original);
    let todo = format!("compare the two, then write `original = \"{now}\"` between its `+++` lines");
    match &file.original {
        Some(made_from) if made_from.value == now => {}
        Some(made_from) => {
            let what = "the original was changed after this translation was made";
            findings.say(Code::TranslationOlder, made_from.line, what, todo);
        }
        None => {
            let what = "this translation doesn't say which original it was made from";
            findings.say(Code::TranslationOlder, file.id_line, what, todo);
        }
    }
}

/// Says where a translation is built otherwise than its original.
pub fn compare(original: &Lesson, file: &LessonFile, findings: &mut Findings) {
    let Some(twin) = &file.lesson else { return };
    let mut say = |line: u32, what: String| {
        let todo = "make it as the original is, or change the original";
        findings.say(Code::TranslationDiffers, line, what, todo);
    };
    if twin.id != original.id {
        say(file.id_line, format!("the original's id is “{}”", original.id));
    }
    if twin.draw != original.draw {
        let drawn = original.draw.map_or("draws nothing".to_owned(), |draw| format!("has draw = {draw}"));
        say(file.draw.as_ref().map_or(file.id_line, |draw| draw.line), format!("the original {drawn}"));
    }
    if (twin.minutes, &twin.competences) != (original.minutes, &original.competences) {
        let line = file.id_line;
        say(line, format!("the original has minutes = {}, competences = {:?}", original.minutes, original.competences));
    }
    for (place, activity) in twin.activities.iter().enumerate() {
        let line = file.activity_lines.get(place).copied().unwrap_or(0);
        match original.activities.get(place) {
            None => return say(line, "the original has no such activity".to_owned()),
            Some(other) if other.id != activity.id => {
                return say(line, format!("here the original has the activity “{}”", other.id));
            }
            Some(other) if build(other) != build(activity) => {
                say(line, format!("the original has {}, this one {}", build(other), build(activity)));
            }
            Some(_) => {}
        }
    }
    if let Some(missing) = original.activities.get(twin.activities.len()) {
        say(0, format!("the activity “{}” of the original is missing", missing.id));
    }
}

/// How an activity is built, in words; what a translator may choose freely is left out.
fn build(activity: &Activity) -> String {
    let Some(item) = &activity.item else { return "nothing to answer".to_owned() };
    let kind = match &item.kind {
        ItemKind::Choice(choice) => {
            let boxes: Vec<&str> = choice.options.iter().map(|o| if o.right { "[x]" } else { "[ ]" }).collect();
            format!("a choice {}", boxes.join(" "))
        }
        ItemKind::Ordering(ordering) => format!("an ordering of {} steps", ordering.steps.len()),
        ItemKind::Matching(matching) => format!("a matching of {} pairs", matching.pairs.len()),
        // Which words are right is a matter of the language.
        ItemKind::Text(_) => "a text item".to_owned(),
        ItemKind::Grouping(grouping) => {
            format!("a grouping {:?}", grouping.cards.iter().map(|card| card.pile).collect::<Vec<_>>())
        }
        ItemKind::Gaps(gaps) => format!("a text with {} gaps", gaps.gaps.len()),
        ItemKind::Hotspot(hotspot) => {
            format!("a hotspot {:?}", hotspot.areas.iter().map(|area| area.right).collect::<Vec<_>>())
        }
        ItemKind::Inspect(inspect) => {
            format!("an inspect {:?}", inspect.parts.iter().map(|part| part.suspicious).collect::<Vec<_>>())
        }
        ItemKind::Dialogue(dialogue) => {
            let replies = |turn: &Turn| turn.replies.iter().map(|reply| (reply.right, reply.to)).collect::<Vec<_>>();
            format!("a dialogue {:?}", dialogue.turns.iter().map(replies).collect::<Vec<_>>())
        }
        ItemKind::Practice(practice) => {
            let parts = practice.screens.iter().map(|screen| {
                let part = |part: &Part| (part.is, part.to, part.wrong.is_empty(), part.never.is_empty());
                screen.parts.iter().map(part).collect::<Vec<_>>()
            });
            format!("a practice {:?}", parts.collect::<Vec<_>>())
        }
        ItemKind::Unknown => "an unknown item".to_owned(),
    };
    let hints = item.hints.len();
    format!("{kind} with {hints} hints, difficulty {}, competence {}", item.difficulty, item.competence)
}
