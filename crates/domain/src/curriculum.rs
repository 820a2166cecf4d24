//! The curriculum map: which lessons teach which competence, as the marks of their items say.
//!
//! A phone gets it as one small file and turns it round itself; what a competence is called is a matter of words.

use crate::course::{Course, Language};
use crate::id::{CourseId, LessonId};
use serde::{Deserialize, Serialize};

/// Every course on offer with what each of its lessons asks for. Served as `/curriculum/<language>.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CurriculumMap {
    /// The courses, in the order in which they are offered.
    pub courses: Vec<MappedCourse>,
}

/// A course of the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedCourse {
    /// The course.
    pub course: CourseId,
    /// Its name.
    pub title: String,
    /// The language of its words.
    pub language: Language,
    /// Its lessons, in order, the check left out.
    pub lessons: Vec<MappedLesson>,
}

/// A lesson of the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedLesson {
    /// The lesson.
    pub lesson: LessonId,
    /// Its name.
    pub title: String,
    /// The DigComp 2.2 codes that its items ask for, ascending, each once.
    pub competences: Vec<String>,
}

impl CurriculumMap {
    /// Where the map stands on the server and in an exported site.
    #[must_use]
    pub fn path(language: Language) -> String {
        format!("/curriculum/{}.json", language.tag())
    }

    /// The map of some courses; placement pools teach nothing and are left out.
    #[must_use]
    pub fn of<'a>(courses: impl IntoIterator<Item = &'a Course>) -> Self {
        let lesson = |lesson: &crate::course::Lesson| {
            let mut competences: Vec<String> = Vec::new();
            for (_, item) in lesson.items() {
                if let Err(place) = competences.binary_search(&item.competence) {
                    competences.insert(place, item.competence.clone());
                }
            }
            MappedLesson { lesson: lesson.id.clone(), title: lesson.title.clone(), competences }
        };
        let course = |course: &Course| MappedCourse {
            course: course.id.clone(),
            title: course.title.clone(),
            language: course.language,
            lessons: course.lessons().filter(|one| !one.is_check()).map(lesson).collect(),
        };
        Self { courses: courses.into_iter().filter(|course| !course.placement).map(course).collect() }
    }

    /// The lessons that teach a competence, each with its course.
    pub fn teaching<'a>(&'a self, code: &'a str) -> impl Iterator<Item = (&'a MappedCourse, &'a MappedLesson)> {
        let lessons = self.courses.iter().flat_map(|course| course.lessons.iter().map(move |lesson| (course, lesson)));
        lessons.filter(move |(_, lesson)| lesson.competences.iter().any(|taught| taught == code))
    }
}
