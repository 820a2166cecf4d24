//! Frameworks of competences as data, and the curriculum map in Markdown that is written by them.
//!
//! A framework is a file: another version, or another country's, is another file. Only DigComp's codes stand at items; others are
//! mapped to them, and a framework whose text isn't at hand says so by being empty.

use domain::curriculum::CurriculumMap;
use serde::Deserialize;
use std::fmt::Write as _;

/// A framework: `content/frameworks/<id>.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Its short name.
    pub id: String,
    /// Its full name.
    pub title: String,
    /// For whom it was made, where it tells several audiences apart.
    #[serde(default)]
    pub audiences: Vec<String>,
    /// Its areas, in order; none where its text is not at hand.
    pub areas: Vec<Area>,
}

/// An area of a framework.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its name.
    pub title: String,
    /// Its competences, in order.
    pub competences: Vec<Competence>,
}

/// A competence of a framework.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competence {
    /// Its code in the framework.
    pub code: String,
    /// Its name.
    pub title: String,
    /// The DigComp 2.2 codes that it corresponds to; its own code where none are named.
    #[serde(default)]
    pub digcomp: Vec<String>,
}

impl Framework {
    /// Reads a framework's file.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }
}

/// The curriculum map as a Markdown page: for each framework its competences, each with the lessons that teach it.
#[must_use]
pub fn markdown(map: &CurriculumMap, frameworks: &[Framework]) -> String {
    let lessons: usize = map.courses.iter().map(|course| course.lessons.len()).sum();
    let mut text = format!(
        "# The curriculum map\n\nWritten by `congdanso map content`, from the marks of the items; don't change it by hand. {} courses, {lessons} lessons \
         (the checks at their ends are left out).\n",
        map.courses.len()
    );
    for framework in frameworks {
        // Writing to a String can't fail.
        let _ = writeln!(text, "\n## {}\n", framework.title);
        if !framework.audiences.is_empty() {
            let _ = writeln!(text, "For: {}.\n", framework.audiences.join("; "));
        }
        if framework.areas.is_empty() {
            text += "Nothing is mapped: its text is not at hand. See the head of its file in `content/frameworks/`.\n";
        }
        for area in &framework.areas {
            let _ = writeln!(text, "### {}\n\n| Competence | Lessons | Taught in |\n| --- | --- | --- |", area.title);
            area.competences.iter().for_each(|competence| row(&mut text, map, competence));
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn row(text: &mut String, map: &CurriculumMap, competence: &Competence) {
    let codes = if competence.digcomp.is_empty() { vec![competence.code.clone()] } else { competence.digcomp.clone() };
    let mut count = 0;
    let courses = map.courses.iter().filter_map(|course| {
        let teaches =
            |lesson: &&domain::curriculum::MappedLesson| lesson.competences.iter().any(|taught| codes.contains(taught));
        let titles: Vec<&str> = course.lessons.iter().filter(teaches).map(|lesson| lesson.title.as_str()).collect();
        count += titles.len();
        (!titles.is_empty()).then(|| format!("**{}**: {}", course.title, titles.join("; ")))
    });
    let taught = courses.collect::<Vec<_>>().join("<br>").replace('|', "\\|");
    // As above.
    let _ = writeln!(
        text,
        "| {} {} | {count} | {} |",
        competence.code,
        competence.title,
        if count == 0 { "–" } else { &taught }
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::course::Language;
    use domain::curriculum::{MappedCourse, MappedLesson};

    #[test]
    fn a_framework_is_mapped_through_digcomp_and_an_empty_one_says_so() {
        let map = CurriculumMap {
            courses: vec![MappedCourse {
                course: "k".parse().unwrap(),
                title: "Khóa".into(),
                language: Language::Vi,
                lessons: vec![MappedLesson {
                    lesson: "b".parse().unwrap(),
                    title: "Bài".into(),
                    competences: vec!["4.2".into()],
                }],
            }],
        };
        let other = "id = \"x\"\ntitle = \"X\"\n[[areas]]\ntitle = \"A\"\ncompetences = [\n\
                     { code = \"X1\", title = \"một\", digcomp = [\"4.1\", \"4.2\"] },\n{ code = \"X2\", title = \"hai\" },\n]\n";
        let empty = "id = \"y\"\ntitle = \"Y\"\nareas = []\n";
        let frameworks = [other, empty].map(|text| Framework::read(text).unwrap());
        let page = markdown(&map, &frameworks);
        assert!(page.contains("| X1 một | 1 | **Khóa**: Bài |"), "{page}");
        assert!(page.contains("| X2 hai | 0 | – |"), "{page}");
        assert!(page.contains("## Y\n\nNothing is mapped"), "{page}");
        assert!(Framework::read("id = 1").is_err());
    }
}
