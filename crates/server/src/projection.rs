//! Everything derived from statements, and the only code that writes it: progress, units, tallies.
//!
//! Two roads lead to the same rows, byte for byte: [`Ledger`] adds what a page brings, [`refold`] starts again from one
//! learner's statements. What a fact counts for depends only on the statements and the moments they were received.

use crate::Server;
use crate::clock::month;
use crate::editions::Found;
use crate::error::Fault;
use crate::store::{Tx, Value};
use crate::values;
use domain::edition::Edition;
use domain::id::{CourseId, EditionId, LearnerId};
use domain::progress::{CourseProgress, Standing};
use domain::statement::{Declared, Fact, Reading, Rejection, read};
use std::collections::{BTreeMap, BTreeSet};

/// When a course was started, completed and mastered.
type Times = [Option<i64>; 3];
/// A change of tallies: by course, unit and month, people who started, completed, mastered.
type Tallies = BTreeMap<(CourseId, String, String), [i64; 3]>;

/// One learner's row of one course.
#[derive(Default, Clone)]
struct CourseRow {
    state: CourseProgress,
    times: Times,
    changed: bool,
}

impl CourseRow {
    /// Notes what the state has newly reached; answers which of the three.
    fn reach(&mut self, at: i64, editions: &Found) -> [bool; 3] {
        let standing = self.state.standing(editions);
        let mut new = [false; 3];
        for (i, reached) in [Standing::Started, Standing::Completed, Standing::Mastered].into_iter().enumerate() {
            if standing >= reached && self.times[i].is_none() {
                self.times[i] = Some(at);
                new[i] = true;
            }
        }
        new
    }
}

/// What some learners' rows were, and what a group of pages makes of them.
pub struct Ledger {
    rows: BTreeMap<(LearnerId, CourseId), CourseRow>,
    /// The learner's unit now; pages are received after every unit was declared.
    units: BTreeMap<LearnerId, String>,
    tallies: Tallies,
    unread: BTreeSet<(LearnerId, EditionId)>,
}

impl Ledger {
    /// Reads what there is of some learners.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn load(tx: &mut Tx, learners: &[String]) -> Result<Self, Fault> {
        let sql = "SELECT learner, course, state, started_at, completed_at, mastered_at FROM course_progress WHERE learner IN ({})";
        let mut rows = BTreeMap::new();
        for row in tx.rows_among(sql, learners).await? {
            let state = serde_json::from_str(&row.text(2)?).map_err(|error| Fault::Damaged(error.to_string()))?;
            let times = [row.int_or_null(3)?, row.int_or_null(4)?, row.int_or_null(5)?];
            rows.insert((row.parsed(0)?, row.parsed(1)?), CourseRow { state, times, changed: false });
        }
        let sql = "SELECT learner, unit FROM learner_unit WHERE learner IN ({}) ORDER BY effective_from";
        let mut units = BTreeMap::new();
        for row in tx.rows_among(sql, learners).await? {
            units.insert(row.parsed(0)?, row.text(1)?);
        }
        Ok(Self { rows, units, tallies: Tallies::new(), unread: BTreeSet::new() })
    }

    /// The editions in which anything was done so far.
    pub fn editions(&self) -> impl Iterator<Item = EditionId> + '_ {
        self.rows.values().flat_map(|row| row.state.lessons.values()).flat_map(|lesson| lesson.editions.iter().copied())
    }

    /// Takes in one new statement of a page.
    ///
    /// # Errors
    /// Why it can't be taken in; then nothing was changed.
    pub fn apply(
        &mut self,
        learner: LearnerId,
        fact: &Fact,
        id: &EditionId,
        edition: Option<&Edition>,
    ) -> Result<(), Rejection> {
        let (Some((course, _, _)), Some(edition)) = (fact.place(), edition) else {
            self.unread.insert((learner, *id));
            return Ok(());
        };
        if *course != edition.course.id {
            return Err(Rejection::UnknownActivity);
        }
        if edition.course.placement {
            // Judged as any other, but it leaves no row: a placement is no course, and nobody's result is counted.
            return CourseProgress::default().apply(fact, Some(edition));
        }
        let row = self.rows.entry((learner, course.clone())).or_default();
        let done = row.state.apply(fact, Some(edition));
        row.changed |= done.is_ok();
        done
    }

    /// Ends a page: what its statements have newly reached counts from the moment it was received.
    pub fn close_page(&mut self, learner: LearnerId, at: i64, editions: &Found) {
        let unit = self.units.get(&learner).cloned().unwrap_or_default();
        for ((whose, course), row) in &mut self.rows {
            if *whose != learner || !row.changed {
                continue;
            }
            let new = row.reach(at, editions);
            if new.contains(&true) {
                let tally = self.tallies.entry((course.clone(), unit.clone(), month(at))).or_default();
                tally.iter_mut().zip(new).for_each(|(count, new)| *count += i64::from(new));
            }
        }
    }

    /// Writes what has changed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn write(self, tx: &mut Tx) -> Result<(), Fault> {
        let changed = self.rows.iter().filter(|(_, row)| row.changed);
        let rows =
            changed.map(|((learner, course), row)| progress_row(*learner, course, row)).collect::<Result<_, _>>()?;
        write_progress(tx, rows).await?;
        write_unread(tx, self.unread).await?;
        write_tallies(tx, self.tallies).await
    }
}

fn progress_row(learner: LearnerId, course: &CourseId, row: &CourseRow) -> Result<Vec<Value>, Fault> {
    let state = serde_json::to_string(&row.state).map_err(|error| Fault::Io(error.to_string()))?;
    let [started, completed, mastered] = row.times;
    Ok(values![learner.to_string(), course.to_string(), state, started, completed, mastered])
}

async fn write_progress(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), Fault> {
    tx.run_rows(
        "INSERT INTO course_progress (learner, course, state, started_at, completed_at, mastered_at) VALUES",
        rows,
        "ON CONFLICT (learner, course) DO UPDATE SET state = excluded.state, started_at = excluded.started_at, \
         completed_at = excluded.completed_at, mastered_at = excluded.mastered_at",
    )
    .await
    .map(drop)
}

async fn write_unread(tx: &mut Tx, unread: BTreeSet<(LearnerId, EditionId)>) -> Result<(), Fault> {
    let rows = unread.into_iter().map(|(learner, edition)| values![learner.to_string(), edition.to_string()]).collect();
    tx.run_rows(
        "INSERT INTO unread_edition (learner, edition) VALUES",
        rows,
        "ON CONFLICT (learner, edition) DO NOTHING",
    )
    .await
    .map(drop)
}

/// Adds to the tallies; rows that come to nothing go, so that adding and counting anew leave the same rows.
async fn write_tallies(tx: &mut Tx, tallies: Tallies) -> Result<(), Fault> {
    let shrinks = tallies.values().flatten().any(|count| *count < 0);
    let rows = tallies.into_iter().filter(|(_, counts)| *counts != [0; 3]).map(
        |((course, unit, month), [started, completed, mastered])| {
            values![course.to_string(), unit, month, started, completed, mastered]
        },
    );
    tx.run_rows(
        "INSERT INTO tally (course, unit, month, started, completed, mastered) VALUES",
        rows.collect(),
        "ON CONFLICT (course, unit, month) DO UPDATE SET started = tally.started + excluded.started, \
         completed = tally.completed + excluded.completed, mastered = tally.mastered + excluded.mastered",
    )
    .await?;
    if shrinks {
        tx.run("DELETE FROM tally WHERE started = 0 AND completed = 0 AND mastered = 0", vec![]).await?;
    }
    Ok(())
}

/// Everything derived from one learner's statements.
#[derive(Default)]
struct Folded {
    rows: BTreeMap<CourseId, CourseRow>,
    /// Unit by the moment from which it holds; empty where it was taken back.
    units: BTreeMap<i64, String>,
    unread: BTreeSet<EditionId>,
}

impl Folded {
    /// Folds statements as they were received: `(received_at, device, text)`, ordered by the first.
    fn of(statements: &[(i64, String, String)], editions: &Found) -> Self {
        let mut folded = Self::default();
        let mut declared: Option<(u32, String, u32, u32, Declared)> = None;
        for page in statements.chunk_by(|a, b| a.0 == b.0) {
            let at = page.first().map_or(0, |first| first.0);
            for (_, device, text) in page {
                let Ok(Reading::Known(statement)) = read(text) else { continue };
                match &statement.did {
                    Fact::Declared(said) => {
                        let rank = (said.revision, device.clone(), statement.epoch, statement.seq);
                        if declared.as_ref().is_none_or(|d| (d.0, d.1.clone(), d.2, d.3) < rank) {
                            declared = Some((rank.0, rank.1, rank.2, rank.3, said.clone()));
                        }
                    }
                    // Kept as a receipt; no table counts by it.
                    Fact::Consented(_) => {}
                    fact @ (Fact::Initialized(_) | Fact::Experienced(_) | Fact::Answered(_)) => {
                        folded.apply(fact, editions)
                    }
                }
            }
            if let Some((.., said)) = &declared {
                let unit = said.unit.as_ref().map(ToString::to_string).unwrap_or_default();
                if folded.units.last_key_value().is_none_or(|(_, last)| *last != unit) {
                    folded.units.insert(at, unit);
                }
            }
            for row in folded.rows.values_mut().filter(|row| row.changed) {
                row.reach(at, editions);
                row.changed = false;
            }
        }
        folded
    }

    fn apply(&mut self, fact: &Fact, editions: &Found) {
        let Some((course, id, _)) = fact.place() else { return };
        let Some(edition) = editions.get(id) else {
            self.unread.insert(*id);
            return;
        };
        if edition.course.placement {
            return;
        }
        let mut row = self.rows.get(course).cloned().unwrap_or_default();
        // What doesn't fit was refused when it came; a row that would hold nothing is not made.
        if row.state.apply(fact, Some(edition)).is_ok() {
            row.changed = true;
            self.rows.insert(course.clone(), row);
        }
    }
}

/// What a learner's courses count for, in the unit that held at each moment. The first unit said holds for what came before it.
fn contributions<'a>(
    rows: impl Iterator<Item = (&'a CourseId, Times)>,
    units: &BTreeMap<i64, String>,
    sign: i64,
    into: &mut Tallies,
) {
    for (course, times) in rows {
        for (i, at) in times.into_iter().enumerate() {
            let Some(at) = at else { continue };
            let unit = units.range(..=at).next_back().or_else(|| units.first_key_value()).map(|(_, unit)| unit.clone());
            into.entry((course.clone(), unit.unwrap_or_default(), month(at))).or_default()[i] += sign;
        }
    }
}

/// Folds one learner from the start and replaces what was derived before, tallies included. The caller holds the learner.
///
/// # Errors
/// What the engine says.
pub async fn refold(tx: &mut Tx, server: &Server, learner: &str) -> Result<(), Fault> {
    let mut tallies = Tallies::new();
    let mut old_units = BTreeMap::new();
    for row in tx.rows("SELECT effective_from, unit FROM learner_unit WHERE learner = $1", values![learner]).await? {
        old_units.insert(row.int(0)?, row.text(1)?);
    }
    let mut old_rows: Vec<(CourseId, Times)> = Vec::new();
    let sql = "SELECT course, started_at, completed_at, mastered_at FROM course_progress WHERE learner = $1";
    for row in tx.rows(sql, values![learner]).await? {
        old_rows.push((row.parsed(0)?, [row.int_or_null(1)?, row.int_or_null(2)?, row.int_or_null(3)?]));
    }
    contributions(old_rows.iter().map(|(course, times)| (course, *times)), &old_units, -1, &mut tallies);
    for table in ["course_progress", "learner_unit", "unread_edition"] {
        tx.run(&format!("DELETE FROM {table} WHERE learner = $1"), values![learner]).await?;
    }
    fold_anew(tx, server, learner, &mut tallies).await?;
    write_tallies(tx, tallies).await
}

/// Drops everything derived and folds every learner again. Answers how many there are.
///
/// # Errors
/// What the engine says; then nothing was changed.
pub async fn rebuild(server: &Server) -> Result<usize, Fault> {
    let mut tx = server.store.write().await?;
    tx.hold_all_learners().await?;
    for table in ["course_progress", "learner_unit", "unread_edition", "tally"] {
        tx.run(&format!("DELETE FROM {table}"), vec![]).await?;
    }
    let mut tallies = Tallies::new();
    let learners = tx.rows("SELECT learner FROM learner ORDER BY learner", vec![]).await?;
    for row in &learners {
        fold_anew(&mut tx, server, &row.text(0)?, &mut tallies).await?;
    }
    write_tallies(&mut tx, tallies).await?;
    tx.commit().await?;
    Ok(learners.len())
}

async fn fold_anew(tx: &mut Tx, server: &Server, learner: &str, tallies: &mut Tallies) -> Result<(), Fault> {
    let sql =
        "SELECT received_at, device, text FROM statement WHERE learner = $1 ORDER BY received_at, device, epoch, seq";
    let rows = tx.rows(sql, values![learner]).await?;
    let statements =
        rows.iter().map(|row| Ok((row.int(0)?, row.text(1)?, row.text(2)?))).collect::<Result<Vec<_>, Fault>>()?;
    let named = statements.iter().filter_map(|(_, _, text)| match read(text) {
        Ok(Reading::Known(statement)) => statement.did.place().map(|(_, id, _)| *id),
        Ok(Reading::Later { .. }) | Err(_) => None,
    });
    let named: BTreeSet<EditionId> = named.collect();
    let editions = server.shelf.find(&server.store, &named).await?;
    let folded = Folded::of(&statements, &editions);
    contributions(folded.rows.iter().map(|(course, row)| (course, row.times)), &folded.units, 1, tallies);
    let id: LearnerId = learner.parse().map_err(|_| Fault::Damaged("a learner's id can't be read".into()))?;
    let rows = folded.rows.iter().map(|(course, row)| progress_row(id, course, row)).collect::<Result<_, _>>()?;
    write_progress(tx, rows).await?;
    let units = folded.units.into_iter().map(|(at, unit)| values![learner, at, unit]).collect();
    tx.run_rows("INSERT INTO learner_unit (learner, effective_from, unit) VALUES", units, "").await?;
    write_unread(tx, folded.unread.into_iter().map(|edition| (id, edition)).collect()).await
}
