//! Courses as trainers see them: everything that was ever published, and which of it is offered now.

use crate::error::Fault;
use crate::store::Store;
use domain::api::{TaughtCourse, TaughtEdition};
use domain::course::Language;
use domain::id::CourseId;
use std::collections::BTreeMap;

/// Every course, by the name of its newest edition.
///
/// # Errors
/// What the engine says.
pub async fn all(store: &Store) -> Result<Vec<TaughtCourse>, Fault> {
    let sql = "SELECT course, edition, language, title, lessons, published_at, withdrawn_at FROM edition";
    let mut courses: BTreeMap<CourseId, Vec<TaughtEdition>> = BTreeMap::new();
    for row in store.rows(sql, vec![]).await? {
        let tag = row.text(2)?;
        let language = Language::ALL.into_iter().find(|language| language.tag() == tag);
        courses.entry(row.parsed(0)?).or_default().push(TaughtEdition {
            edition: row.parsed(1)?,
            language: language.ok_or_else(|| Fault::Damaged(format!("an edition is in the language {tag:?}")))?,
            title: row.text(3)?,
            lessons: u32::try_from(row.int(4)?).unwrap_or(0),
            published_at: row.int(5)?,
            withdrawn_at: row.int_or_null(6)?,
            offered: false,
        });
    }
    let mut courses: Vec<_> = courses.into_iter().map(|(course, editions)| taught(course, editions)).collect();
    courses.sort_by(|a, b| (&a.title, &a.course).cmp(&(&b.title, &b.course)));
    Ok(courses)
}

/// One course out of [`all`].
///
/// # Errors
/// What the engine says; [`Fault::NotFound`] where it has no edition.
pub async fn one(store: &Store, course: &CourseId) -> Result<TaughtCourse, Fault> {
    all(store).await?.into_iter().find(|taught| taught.course == *course).ok_or(Fault::NotFound("course"))
}

fn taught(course: CourseId, mut editions: Vec<TaughtEdition>) -> TaughtCourse {
    // Languages that were published together stand in the house's order.
    editions.sort_by_key(|edition| (std::cmp::Reverse(edition.published_at), edition.language, edition.edition));
    for language in Language::ALL {
        let newest = editions.iter_mut().find(|each| each.language == language && each.withdrawn_at.is_none());
        if let Some(edition) = newest {
            edition.offered = true;
        }
    }
    let title = editions.first().map(|edition| edition.title.clone()).unwrap_or_default();
    TaughtCourse { course, title, editions }
}
