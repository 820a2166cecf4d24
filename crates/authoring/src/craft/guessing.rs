//! What lets a test-wise person find the key without knowing: the flaws that item-writing guides warn of (Haladyna, Downing
//! and Rodriguez 2002): a key that stands out by its length, “all of the above”, keys that always stand in the same place.

use crate::diagnostic::{Code, Findings, shortened};
use domain::course::{Course, Lesson};
use domain::item::choice::ChoiceOption;
use domain::item::{Item, ItemKind};
use domain::prose::{Prose, plain_text};
use domain::text::fold_marks;

/// A key that is longer than the longest other option by this many characters, and by half, stands out.
const STANDS_OUT: usize = 20;
/// Fewer choices than this say nothing about where keys stand.
const FEW: usize = 10;
/// So many keys in the same place one after the other are noticed.
const RUN: usize = 6;

/// Options that say nothing of their own, without marks and in small letters.
const HOLLOW: [&str; 11] = [
    "tat ca cac y tren",
    "tat ca y tren",
    "tat ca cac cau tren",
    "tat ca deu dung",
    "tat ca deu sai",
    "ca ba y tren",
    "ca hai y tren",
    "khong y nao dung",
    "khong co y nao",
    "all of the above",
    "none of the above",
];

/// One option of a choice.
pub struct OptionOf<'i> {
    /// What it says.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// What is said to who chose it.
    pub feedback: &'i Prose,
}

/// The options of a choice; none for other kinds: in those nothing stands beside the key to be compared with it.
pub fn options_of<'i>(item: &'i Item) -> Vec<OptionOf<'i>> {
    let ItemKind::Choice(choice) = &item.kind else { return Vec::new() };
    let option = |option: &'i ChoiceOption| OptionOf {
        text: plain_text(&option.prose),
        right: option.right,
        feedback: &option.feedback,
    };
    choice.options.iter().map(option).collect()
}

/// Looks at the options of one item.
pub fn options(item: &Item, line: u32, findings: &mut Findings) {
    let options = options_of(item);
    for option in &options {
        let folded = fold_marks(&option.text);
        if HOLLOW.iter().any(|hollow| folded.starts_with(hollow)) {
            let what = format!("the option “{}” says nothing of its own", shortened(&option.text));
            findings.say(Code::HollowOption, line, what, "write what is meant; let several be right where several are");
        }
    }
    let length = |option: &OptionOf<'_>| option.text.chars().count();
    let key: Vec<usize> = options.iter().filter(|option| option.right).map(length).collect();
    let longest = options.iter().filter(|option| !option.right).map(length).max();
    if let ([key], Some(longest)) = (key.as_slice(), longest)
        && *key > longest + STANDS_OUT
        && *key * 2 > longest * 3
    {
        let what =
            format!("the right option has {key} characters, the longest other one {longest}: its length gives it away");
        findings.say(Code::KeyStandsOut, line, what, "make it shorter, or the others as full as it");
    }
}

/// Looks at where the keys of a course's single choices stand.
pub fn key_places(course: &Course, findings: &mut Findings) {
    let single = |item: &Item| {
        let options = options_of(item);
        let mut right = options.iter().enumerate().filter(|(_, option)| option.right).map(|(place, _)| place);
        let key = right.next().filter(|_| options.len() > 1)?;
        right.next().is_none().then_some((key, options.len()))
    };
    let keys: Vec<(usize, usize)> =
        course.lessons().flat_map(Lesson::items).filter_map(|(_, item)| single(item)).collect();
    if keys.len() < FEW {
        return;
    }
    let most = keys.iter().map(|(_, of)| *of).max().unwrap_or_default();
    for place in 0..most {
        let count = keys.iter().filter(|(key, _)| *key == place).count();
        // What chance would give, and its spread, in thousandths: a sum of independent draws, 1 in `of` each.
        let chances = keys.iter().filter(|(_, of)| place < *of).map(|(_, of)| 1000 / of);
        let (mean, variance) = chances.fold((0, 0), |(mean, var), p| (mean + p, var + p * (1000 - p) / 1000));
        let over = (count * 1000).saturating_sub(mean);
        // More than three times the spread.
        if over * over > 9 * variance * 1000 {
            let what = format!("{count} of {} single choices have their key at place {}", keys.len(), place + 1);
            findings.say(Code::KeyPlace, 0, what, "move some keys, so that the place tells nothing");
        }
    }
    let places: Vec<usize> = keys.iter().map(|(key, _)| *key).collect();
    if let Some(run) = places.windows(RUN).find(|run| run.iter().all(|place| *place == run[0])) {
        let what = format!("{RUN} single choices in a row have their key at place {}", run[0] + 1);
        findings.say(Code::KeyPlace, 0, what, "move some keys, so that the place tells nothing");
    }
}
