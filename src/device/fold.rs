//! What the journal adds up to, kept up to date statement by statement. A view of `domain::progress`; stores nothing.

use domain::edition::Edition;
use domain::id::{CourseId, EditionId};
use domain::progress::{CourseProgress, Editions};
use domain::statement::{Fact, Reading, read};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Progress, the editions it is judged by, and the facts, by the edition each names.
#[derive(Default)]
pub struct Fold {
    editions: Vec<Rc<Edition>>,
    facts: Vec<(EditionId, Vec<Fact>)>,
    progress: BTreeMap<CourseId, CourseProgress>,
}

impl Fold {
    /// Nothing done yet, with the editions of another at hand: they are the same for every learner.
    #[must_use]
    pub fn beside(other: &Self) -> Self {
        Self { editions: other.editions.clone(), ..Self::default() }
    }

    /// Takes in one statement; a repeat changes nothing. One whose edition isn't at hand waits for it.
    pub fn take(&mut self, text: &str) {
        let Ok(Reading::Known(statement)) = read(text) else { return };
        let Some((course, edition, _)) = statement.did.place() else { return };
        if let Some(edition) = self.editions.edition(edition) {
            // A fact that doesn't fit its edition changes nothing, here as on the server.
            self.progress.entry(course.clone()).or_default().apply(&statement.did, Some(edition)).ok();
        }
        let named = *edition;
        match self.facts.iter_mut().find(|(edition, _)| *edition == named) {
            Some((_, facts)) => facts.push(statement.did),
            None => self.facts.push((named, vec![statement.did])),
        }
    }

    /// Takes in an edition, and with it every statement that waited for it.
    pub fn meet(&mut self, edition: Rc<Edition>) {
        let waited = self.facts.iter().find(|(named, _)| *named == edition.id);
        for fact in waited.iter().flat_map(|(_, facts)| facts) {
            let Some((course, ..)) = fact.place() else { continue };
            self.progress.entry(course.clone()).or_default().apply(fact, Some(&edition)).ok();
        }
        if self.edition(&edition.id).is_none() {
            self.editions.push(edition);
        }
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
        let named = self.facts.iter().map(|(edition, _)| *edition);
        named.filter(|edition| self.editions.edition(edition).is_none()).collect()
    }

    /// Whether a statement names the edition.
    #[must_use]
    pub fn names(&self, edition: &EditionId) -> bool {
        self.facts.iter().any(|(named, _)| named == edition)
    }

    /// Whether the fact was the last that its lesson wanted.
    #[must_use]
    pub fn completed(&self, fact: &Fact) -> bool {
        fact.place().is_some_and(|(course, edition, lesson)| {
            let lesson_in = self.editions.edition(edition).and_then(|edition| edition.course.lesson(lesson));
            let progress = self.progress.get(course).and_then(|course| course.lessons.get(lesson));
            lesson_in.zip(progress).is_some_and(|(lesson, progress)| progress.met_in(lesson) == lesson.wanted())
        })
    }

    /// An edition at hand.
    #[must_use]
    pub fn edition(&self, id: &EditionId) -> Option<Rc<Edition>> {
        self.editions.iter().find(|edition| edition.id == *id).cloned()
    }

    /// All editions at hand.
    #[must_use]
    pub fn editions(&self) -> &[Rc<Edition>] {
        &self.editions
    }

    /// By course.
    #[must_use]
    pub const fn progress(&self) -> &BTreeMap<CourseId, CourseProgress> {
        &self.progress
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::course::{Activity, Chapter, Course, Lesson};
    use domain::score::Score;
    use domain::statement::{Experienced, Statement};

    fn edition() -> Rc<Edition> {
        let activity = |id: &str| Activity { id: id.parse().unwrap(), title: id.into(), prose: vec![], item: None };
        let lesson = Lesson {
            id: "l".parse().unwrap(),
            title: "L".into(),
            summary: String::new(),
            minutes: 4,
            competences: vec![],
            draw: None,
            activities: vec![activity("a"), activity("b")],
        };
        let course = Course {
            id: "c".parse().unwrap(),
            language: domain::course::Language::Vi,
            title: "C".into(),
            summary: String::new(),
            audience: String::new(),
            teaches: vec![],
            licence: String::new(),
            competences: vec![],
            level: 1,
            mastery: Score::FULL,
            picture: None,
            placement: false,
            order: None,
            voices: vec![],
            chapters: vec![Chapter { title: String::new(), lessons: vec![lesson] }],
        };
        let (id, _) = Edition::write(&course).unwrap();
        Rc::new(Edition { id, course })
    }

    fn read_it(edition: &Edition, activity: &str) -> Fact {
        Fact::Experienced(Experienced {
            course: "c".parse().unwrap(),
            edition: edition.id,
            lesson: "l".parse().unwrap(),
            activity: activity.parse().unwrap(),
        })
    }

    fn text(seq: u32, did: Fact) -> String {
        serde_json::to_string(&Statement { v: 1, epoch: 1, seq, at: 1, did }).unwrap()
    }

    #[test]
    fn a_statement_waits_for_its_edition_and_then_counts_as_if_it_had_been_there() {
        let edition = edition();
        let (mut before, mut after) = (Fold::default(), Fold::default());
        before.meet(Rc::clone(&edition));
        for fold in [&mut before, &mut after] {
            fold.take(&text(1, read_it(&edition, "a")));
        }
        assert_eq!(after.missing(), [edition.id]);
        assert!(after.progress().is_empty());
        after.meet(Rc::clone(&edition));
        assert!(after.missing().is_empty());
        assert_eq!(before.progress(), after.progress());
    }

    #[test]
    fn a_lesson_is_completed_by_the_fact_that_was_missing() {
        let edition = edition();
        let mut fold = Fold::default();
        fold.meet(Rc::clone(&edition));
        fold.take(&text(1, read_it(&edition, "a")));
        assert!(!fold.completed(&read_it(&edition, "a")));
        fold.take(&text(2, read_it(&edition, "b")));
        assert!(fold.completed(&read_it(&edition, "b")));
    }

    #[test]
    fn what_is_taken_out_counts_no_longer() {
        let edition = edition();
        let mut fold = Fold::default();
        fold.meet(Rc::clone(&edition));
        fold.take(&text(1, read_it(&edition, "a")));
        fold.again(std::iter::empty());
        assert!(fold.progress().is_empty());
        assert!(!fold.names(&edition.id));
    }
}
