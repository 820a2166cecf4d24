//! How hard a text is to read.
//!
//! The classical readability formulas for Vietnamese (Nguyễn and Henkin, 1982 and 1985) rest on two things: how long
//! sentences are, and how many words are unfamiliar. Both are measured here as they can be counted without a dictionary:
//! - a sentence in *syllables*, for Vietnamese writes a space between them (in English: words);
//! - unfamiliar words as *runs of more than seven letters*: no Vietnamese syllable is longer (nghiêng), so such a run is a
//!   foreign word, a name or an address, which somebody who sounds out letters can't read. In English: more than nine letters.
//!
//! The limits are ours: plain-language guides ask for sentences of 15–20 words; lessons here average 6, and nobody has to
//! read one above 25 aloud in one breath.

use crate::diagnostic::{Code, Findings, shortened};
use domain::course::{Activity, Language, Lesson};
use domain::prose::{Block, Prose, plain_text};

/// The longest sentence, in syllables (Vietnamese) or words (English).
const LONGEST_SENTENCE: usize = 25;
/// The most long runs of letters among a hundred.
const fn most_long_words(language: Language) -> usize {
    match language {
        Language::Vi => 3,
        Language::En => 8,
    }
}
/// From which number of letters a run counts as long.
const fn long_word(language: Language) -> usize {
    match language {
        Language::Vi => 8,
        Language::En => 10,
    }
}
/// Below so many words a share says nothing.
const FEW_WORDS: usize = 150;

/// Says which sentences of an activity are too long.
pub fn long_sentences(activity: &Activity, language: Language, line: u32, findings: &mut Findings) {
    let unit = match language {
        Language::Vi => "syllables",
        Language::En => "words",
    };
    for prose in activity.all_prose() {
        for sentence in sentences(prose) {
            let count = words(&sentence).count();
            if count > LONGEST_SENTENCE {
                let what = format!("a sentence has {count} {unit}: “{}”", shortened(&sentence));
                let todo = format!("make two of it; up to {LONGEST_SENTENCE} are read in one breath");
                findings.say(Code::LongSentence, line, what, todo);
            }
        }
    }
}

/// Says when a lesson has many words that a learner can't sound out.
pub fn long_words(lesson: &Lesson, language: Language, findings: &mut Findings) {
    let text: Vec<String> =
        lesson.activities.iter().flat_map(Activity::all_prose).map(|prose| plain_text(prose)).collect();
    let all: Vec<&str> = text.iter().flat_map(|text| words(text)).collect();
    let long: Vec<&str> = all.iter().copied().filter(|word| word.chars().count() >= long_word(language)).collect();
    let most = most_long_words(language);
    if all.len() >= FEW_WORDS && long.len() * 100 > all.len() * most {
        let few = long.iter().take(4).copied().collect::<Vec<_>>().join(", ");
        let what = format!("{} of {} words are long ({few} …), more than {most} in a hundred", long.len(), all.len());
        findings.say(Code::LongWords, 0, what, "write everyday words, and explain a term where it comes first");
    }
}

/// The sentences of some prose; what stands in a line or list entry of its own is one.
fn sentences(prose: &Prose) -> Vec<String> {
    let mut all = Vec::new();
    for block in prose {
        match block {
            Block::Paragraph(_) => {
                let text = plain_text(std::slice::from_ref(block));
                let parts = text.split_inclusive(['.', '!', '?', ':', ';', '…']);
                // A full stop inside a number or an address ends nothing.
                let mut sentence = String::new();
                for part in parts {
                    if !sentence.is_empty() && !part.starts_with(char::is_whitespace) {
                        sentence.push_str(part);
                        continue;
                    }
                    all.push(std::mem::replace(&mut sentence, part.to_owned()));
                }
                all.push(sentence);
            }
            Block::List { entries, .. } => all.extend(entries.iter().flat_map(sentences)),
            Block::Quote(inner) => all.extend(sentences(inner)),
            Block::Picture(picture) => all.push(picture.alt.clone()),
        }
    }
    all
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::prose::Span;

    #[test]
    fn a_stop_inside_a_number_or_an_address_ends_no_sentence() {
        let say = |text: &str| vec![Block::Paragraph(vec![Span::Text(text.into())])];
        assert_eq!(
            sentences(&say("Chuyển 1.500.000 đồng. Vào dichvucong.gov.vn nhé! Xong"))
                .iter()
                .map(|s| s.trim())
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>(),
            ["Chuyển 1.500.000 đồng.", "Vào dichvucong.gov.vn nhé!", "Xong"]
        );
    }

    #[test]
    fn syllables_are_counted_and_numbers_and_signs_are_not() {
        assert_eq!(words("Bà Hoa, 62 tuổi – ở Vĩnh Sơn.").count(), 6);
    }
}
