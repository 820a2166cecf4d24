//! Publishing: drafts become editions that never change, and editions leave the catalogue again.
//!
//! All languages of a course, its pictures and its clips go in together or not at all. Publishing what is offered already changes
//! nothing; publishing what was withdrawn or replaced offers it again. Where files come from is for the callers to say:
//! folders in [`crate::command`], archives in [`crate::teach`].

pub mod folders;
pub mod map;

use crate::Server;
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::store::Tx;
use crate::{projection, site, values};
use authoring::Draft;
use domain::course::Course;
use domain::edition::Edition;
use domain::id::EditionId;
use std::collections::BTreeSet;

/// What became of one course in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The edition.
    pub edition: EditionId,
    /// The course, as it was read.
    pub course: Course,
    /// Whether it was not offered before.
    pub new: bool,
}

/// Publishes a draft: every language and picture in one transaction.
///
/// # Errors
/// [`Fault::Invalid`] for a draft with errors; what the engine says. Nothing was changed then.
pub async fn publish(server: &Server, draft: &Draft, doer: Doer) -> Result<Vec<Published>, Fault> {
    if !draft.publishable() {
        return Err(Fault::Invalid("the course has errors: mend what `check` names and publish again".into()));
    }
    let mut shelved = Shelved { server, editions: Vec::new() };
    let mut tx = server.store.write().await?;
    // Phones may push what they did in this very edition just now: nobody is folded without it, and nobody is left out.
    tx.hold_all_learners().await?;
    let mut published = Vec::new();
    for course in &draft.courses {
        published.push(offer(&mut tx, server, course, &mut shelved).await?);
    }
    if published.iter().any(|each| each.new) {
        put_media(&mut tx, draft).await?;
        refold_waiting(&mut tx, server, &published).await?;
        let names: Vec<String> =
            published.iter().filter(|each| each.new).map(|each| each.edition.to_string()).collect();
        let detail = format!("{} {}", published.first().map_or("", |first| first.course.id.as_str()), names.join(" "));
        audit::write(&mut tx, server.clock.now(), doer, "publish", &detail).await?;
        site::announce(&mut tx).await?;
    }
    tx.commit().await?;
    shelved.editions.clear();
    server.site.refresh(server).await;
    Ok(published)
}

/// Takes an edition off the catalogue; its file stays, for the phones that hold it. Taking it off twice changes nothing.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such edition; what the engine says.
pub async fn withdraw(server: &Server, edition: &EditionId, doer: Doer) -> Result<(), Fault> {
    let (now, id) = (server.clock.now(), edition.to_string());
    let mut tx = server.store.write().await?;
    let sql = "UPDATE edition SET withdrawn_at = $1 WHERE edition = $2 AND withdrawn_at IS NULL";
    if tx.run(sql, values![now, &id]).await? == 0 {
        let known = tx.row("SELECT edition FROM edition WHERE edition = $1", values![&id]).await?;
        return known.map(drop).ok_or(Fault::NotFound("edition"));
    }
    audit::write(&mut tx, now, doer, "withdraw", &id).await?;
    site::announce(&mut tx).await?;
    tx.commit().await?;
    server.site.refresh(server).await;
    Ok(())
}

/// Makes a course's edition the one that is offered in its language.
async fn offer(tx: &mut Tx, server: &Server, course: &Course, shelved: &mut Shelved<'_>) -> Result<Published, Fault> {
    let (edition, bytes) = Edition::write(course).map_err(|fault| Fault::Invalid(fault.to_string()))?;
    let (id, language) = (edition.to_string(), course.language.tag());
    let sql = "SELECT edition, published_at FROM edition WHERE course = $1 AND language = $2 AND withdrawn_at IS NULL \
               ORDER BY published_at DESC LIMIT 1";
    let newest = tx.row(sql, values![course.id.to_string(), language]).await?;
    let (offered, at) = match newest {
        Some(row) => (row.text(0)? == id, row.int(1)?),
        None => (false, 0),
    };
    if offered {
        return Ok(Published { edition, course: course.clone(), new: false });
    }
    let body = String::from_utf8(bytes).map_err(|error| Fault::Invalid(error.to_string()))?;
    let lessons = i64::try_from(course.lessons().count()).unwrap_or(i64::MAX);
    // Later than the edition it replaces, even where the clock stands still or went back.
    let at = server.clock.now().max(at + 1);
    tx.run(
        "INSERT INTO edition (edition, course, language, title, lessons, published_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (edition) DO UPDATE SET published_at = excluded.published_at, withdrawn_at = NULL",
        values![id, course.id.to_string(), language, &course.title, lessons, at, body],
    )
    .await?;
    shelved.put(Edition { id: edition, course: course.clone() });
    Ok(Published { edition, course: course.clone(), new: true })
}

async fn put_media(tx: &mut Tx, draft: &Draft) -> Result<(), Fault> {
    for (id, media) in &draft.media {
        tx.run(
            "INSERT INTO media (media, ending, body) VALUES ($1, $2, $3) ON CONFLICT (media) DO NOTHING",
            values![id.to_string(), media.ending, media.bytes.clone()],
        )
        .await?;
    }
    Ok(())
}

/// Learners who did something in an edition before it was here: now it counts.
async fn refold_waiting(tx: &mut Tx, server: &Server, published: &[Published]) -> Result<(), Fault> {
    let editions: Vec<String> = published.iter().filter(|each| each.new).map(|each| each.edition.to_string()).collect();
    let sql = "SELECT learner FROM unread_edition WHERE edition IN ({})";
    let rows = tx.rows_among(sql, &editions).await?;
    let learners = rows.iter().map(|row| row.text(0)).collect::<Result<BTreeSet<_>, _>>()?;
    for learner in learners {
        projection::refold(tx, server, &learner).await?;
    }
    Ok(())
}

/// Editions on the shelf before they are in the store, since folding needs them. Unless all goes well they come off again,
/// so that nothing is ever scored by an edition that the store doesn't hold.
struct Shelved<'a> {
    server: &'a Server,
    editions: Vec<EditionId>,
}

impl Shelved<'_> {
    fn put(&mut self, edition: Edition) {
        self.editions.push(edition.id);
        self.server.shelf.put(edition);
    }
}

impl Drop for Shelved<'_> {
    fn drop(&mut self) {
        self.editions.iter().for_each(|edition| self.server.shelf.take_off(edition));
    }
}
