//! What the curriculum promises: how many courses, lessons and items there are, and what each of them has.

use super::{courses, drafts, lessons};
use domain::check::forms;
use domain::course::{Course, Language, Lesson};
use domain::item::{Item, ItemKind};
use domain::prose::plain_text;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn in_vietnamese(course: &&Course) -> bool {
    course.language == Language::Vi && !course.placement
}

/// The lessons to learn from: neither checks nor the placement pool.
fn taught(course: &Course) -> impl Iterator<Item = &Lesson> {
    course.lessons().filter(|lesson| !lesson.is_check())
}

#[test]
fn there_is_enough_to_learn() {
    let drafts = drafts();
    let all: Vec<&Course> = courses(&drafts).filter(in_vietnamese).collect();
    let items: Vec<&Item> =
        all.iter().flat_map(|course| course.lessons()).flat_map(Lesson::items).map(|i| i.1).collect();
    let practices = items.iter().filter(|item| matches!(item.kind, ItemKind::Practice(_))).count();
    let taught = all.iter().map(|course| taught(course).count()).sum::<usize>();
    assert!(all.len() >= 13 && taught >= 56, "{} courses, {taught} lessons", all.len());
    assert!(items.len() >= 380 && practices >= 20, "{} items, {practices} practices", items.len());
}

#[test]
fn every_kind_is_used_by_four_lessons_at_least() {
    let drafts = drafts();
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for lesson in courses(&drafts).filter(in_vietnamese).flat_map(taught) {
        for (_, item) in lesson.items() {
            used.entry(item.kind.name()).or_default().insert(lesson.id.as_str());
        }
    }
    assert_eq!(used.len(), 10, "{used:?}");
    for (kind, lessons) in used {
        assert!(lessons.len() >= 4, "{kind}: {lessons:?}");
    }
}

#[test]
fn the_first_courses_and_the_one_on_scams_are_in_english_too() {
    let drafts = drafts();
    let english: BTreeSet<&str> =
        courses(&drafts).filter(|course| course.language == Language::En).map(|course| course.id.as_str()).collect();
    for id in ["lam-quen-dien-thoai", "goi-dien-va-zalo", "tim-thong-tin", "an-toan-tren-mang"] {
        assert!(english.contains(id), "{id}");
    }
}

#[test]
fn every_course_has_its_cover_its_sources_and_a_check_of_two_forms_or_more() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut covers = BTreeSet::new();
    for course in courses(&drafts()).filter(in_vietnamese) {
        let id = &course.id;
        let cover = course.picture.as_ref().unwrap_or_else(|| panic!("{id} has no cover"));
        assert!(covers.insert(cover.media), "{id}: another course has the same cover");
        assert!(content.join(id.as_str()).join("SOURCES.md").is_file(), "{id} doesn't say what it rests on");
        let check = course.lessons().last().filter(|lesson| lesson.is_check());
        let check = check.unwrap_or_else(|| panic!("{id} doesn't end with a check"));
        assert!(check.activities.len() >= 20 && forms(check) >= 2, "{id}: {} items", check.activities.len());
        assert!((4..=6).contains(&taught(course).count()), "{id}: {} lessons", taught(course).count());
    }
}

#[test]
fn every_lesson_is_short_asks_three_things_and_sends_one_to_ones_own_phone() {
    for course in courses(&drafts()).filter(in_vietnamese) {
        for lesson in taught(course) {
            let id = &lesson.id;
            assert!((4..=8).contains(&lesson.minutes), "{id}: {} minutes", lesson.minutes);
            assert!(lesson.items().count() >= 3, "{id}: {} items", lesson.items().count());
            let done = lesson.items().any(|(_, item)| !matches!(item.kind, ItemKind::Choice(_) | ItemKind::Text(_)));
            assert!(done, "{id}: nothing to do but to choose");
            let own = lesson.activities.iter().any(|a| a.item.is_none() && a.id.as_str().starts_with("thu"));
            assert!(own, "{id}: nothing to try on one's own phone");
        }
    }
}

#[test]
fn a_hard_item_has_a_hint_and_every_item_says_something_afterwards() {
    for lesson in lessons(&drafts()).filter(|lesson| !lesson.is_check()) {
        for (activity, item) in lesson.items().filter(|(_, item)| item.difficulty >= 4) {
            let idle = item.hints.iter().any(|hint| plain_text(hint).trim().is_empty());
            // A placement gives no hints.
            assert!(
                !idle && (!item.hints.is_empty() || lesson.id.as_str() == "vai-cau-hoi"),
                "{} {}",
                lesson.id,
                activity.id
            );
        }
    }
}

#[test]
fn the_placement_pool_covers_five_areas_and_five_difficulties() {
    let drafts = drafts();
    let pool = courses(&drafts).find(|course| course.placement).expect("a placement pool");
    let mut counts: BTreeMap<(char, u8), usize> = BTreeMap::new();
    for (_, item) in pool.lessons().flat_map(Lesson::items) {
        *counts.entry((item.competence.chars().next().unwrap(), item.difficulty)).or_default() += 1;
    }
    assert!(counts.values().sum::<usize>() >= 60);
    for area in '1'..='5' {
        for difficulty in 1..=5 {
            assert!(
                counts.get(&(area, difficulty)).is_some_and(|count| *count >= 2),
                "area {area}, difficulty {difficulty}"
            );
        }
    }
}
