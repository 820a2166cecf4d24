//! What the journal adds up to, kept up to date statement by statement. A view of `domain::progress`; stores nothing.

use domain::edition::Edition;
use domain::id::{CourseId, EditionId};
use domain::progress::CourseProgress;
use domain::statement::{Fact, Reading, read};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Progress, the editions it is judged by, and the facts, by the edition each names.
#[derive(Default)]
pub struct Fold {
    editions: BTreeMap<EditionId, Rc<Edition>>,
    facts: BTreeMap<EditionId, Vec<Fact>>,
    progress: BTreeMap<CourseId, CourseProgress>,
}

impl Fold {
    /// Takes in one statement; a repeat changes nothing. One whose edition isn't at hand waits for it.
    pub fn take(&mut self, text: &str) {
        let Ok(Reading::Known(statement)) = read(text) else { return };
        let Some((course, edition, _)) = statement.did.place() else { return };
        if let Some(edition) = self.editions.get(edition) {
            // A fact that doesn't fit its edition changes nothing, here as on the server.
            self.progress.entry(course.clone()).or_default().apply(&statement.did, Some(edition)).ok();
        }
        self.facts.entry(*edition).or_default().push(statement.did);
    }

    /// Takes in an edition, and with it every statement that waited for it.
    pub fn meet(&mut self, edition: Rc<Edition>) {
        for fact in self.facts.get(&edition.id).into_iter().flatten() {
            let Some((course, ..)) = fact.place() else { continue };
            self.progress.entry(course.clone()).or_default().apply(fact, Some(&edition)).ok();
        }
        self.editions.insert(edition.id, edition);
    }

    /// Begins anew from these statements, with the editions at hand: for when one has been taken out.
    pub fn again<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.facts.clear();
        self.progress.clear();
        texts.for_each(|text| self.take(text));
    }

    /// The editions that statements name and that aren't at hand.
    #[must_use]
    pub fn missing(&self) -> Vec<EditionId> {
        self.facts.keys().filter(|edition| !self.editions.contains_key(edition)).copied().collect()
    }

    /// Whether a statement names the edition.
    #[must_use]
    pub fn names(&self, edition: &EditionId) -> bool {
        self.facts.contains_key(edition)
    }

    /// Whether the fact was the last that its lesson wanted.
    #[must_use]
    pub fn completed(&self, fact: &Fact) -> bool {
        fact.place().is_some_and(|(course, edition, lesson)| {
            let lesson_in = self.editions.get(edition).and_then(|edition| edition.course.lesson(lesson));
            let progress = self.progress.get(course).and_then(|course| course.lessons.get(lesson));
            lesson_in.zip(progress).is_some_and(|(lesson, progress)| progress.met_in(lesson) == lesson.activities.len())
        })
    }

    /// An edition at hand.
    #[must_use]
    pub fn edition(&self, id: &EditionId) -> Option<Rc<Edition>> {
        self.editions.get(id).cloned()
    }

    /// All editions at hand.
    #[must_use]
    pub const fn editions(&self) -> &BTreeMap<EditionId, Rc<Edition>> {
        &self.editions
    }

    /// By course.
    #[must_use]
    pub const fn progress(&self) -> &BTreeMap<CourseId, CourseProgress> {
        &self.progress
    }
}
