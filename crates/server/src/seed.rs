//! Made-up learners, so that reports have something to show; a store that holds them says so on every page of the desk.
//!
//! They come in as real ones do: texts of statements, read, judged, scored and folded by the same code. Only the clock is set
//! by hand, to the last six months. The same dice fall the same way every time.

mod dice;
mod person;

use crate::Server;
use crate::audit::{self, Doer};
use crate::clock::{Clock, month};
use crate::config::Seed;
use crate::error::Fault;
use crate::learn::DeviceBearer;
use crate::learn::push_statements::{Page, read_page, store_pages};
use crate::store::Store;
use crate::{secret, units, values};
use dice::Dice;
use domain::api::{Verdict, push_page};
use domain::edition::Edition;
use domain::id::EditionId;
use domain::unit::UnitKey;
use person::Person;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// What every throw follows from.
const SEED: u64 = 0x00C0_9DA7;
/// Where made-up learners live unless the store has a home province: Gia Lai.
const PROVINCE: &str = "52";
/// The most pages in one transaction.
const TOGETHER: usize = 256;

/// What was made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeded {
    /// Learners.
    pub learners: usize,
    /// Statements.
    pub statements: usize,
}

/// Whether the store holds made-up learners.
///
/// # Errors
/// What the engine says.
pub async fn is_demo(store: &Store) -> Result<bool, Fault> {
    Ok(store.row("SELECT value FROM store WHERE name = 'demo'", vec![]).await?.is_some())
}

/// Fills a store; `None` where made-up learners are in it already. The server's clock must be set by hand: it runs through
/// the months before `now`, and stands there at the end.
///
/// # Errors
/// [`Fault::Conflict`] where there are real learners, [`Fault::Invalid`] where units or courses are missing.
pub async fn seed(server: &Server, asked: &Seed, now: i64) -> Result<Option<Seeded>, Fault> {
    let store = &server.store;
    let Clock::ByHand(hand) = &server.clock else {
        return Err(Fault::Io("made-up learners need a clock that is set by hand".into()));
    };
    if is_demo(store).await? {
        return Ok(None);
    }
    if store.row("SELECT learner FROM learner LIMIT 1", vec![]).await?.is_some() {
        let what = "this store holds real learners: make up others in a data directory of their own (--data)";
        return Err(Fault::Conflict(what.into()));
    }
    let mut people = people(store, &communes(store).await?, &editions(server).await?, asked, now).await?;
    let token_hash = secret::hashed(&secret::token()?);
    register(store, &people, &token_hash, now).await?;
    let statements = live(server, hand, &mut people, &token_hash).await?;
    hand.store(now, Ordering::SeqCst);
    Ok(Some(Seeded { learners: people.len(), statements }))
}

/// The communes of the home province.
async fn communes(store: &Store) -> Result<Vec<UnitKey>, Fault> {
    let home = units::home_province(store).await?.unwrap_or_else(|| PROVINCE.into());
    let communes = units::children(store, Some(&units::today(&home))).await?;
    if communes.is_empty() {
        return Err(Fault::Invalid(format!(
            "province {home} has no communes here: run `congdanso units import` first"
        )));
    }
    Ok(communes.into_iter().map(|commune| commune.unit).collect())
}

/// The newest edition of each course in each language, in the order of languages.
async fn editions(server: &Server) -> Result<Vec<Arc<Edition>>, Fault> {
    let sql =
        "SELECT edition, course, language FROM edition WHERE withdrawn_at IS NULL ORDER BY published_at DESC, edition";
    let (mut newest, mut ids) = (BTreeSet::new(), BTreeSet::<EditionId>::new());
    for row in server.store.rows(sql, vec![]).await? {
        if newest.insert((row.text(1)?, row.text(2)?)) {
            ids.insert(row.parsed(0)?);
        }
    }
    let mut editions: Vec<_> = server.shelf.find(&server.store, &ids).await?.into_values().collect();
    editions.retain(|edition| !edition.course.placement && edition.course.lessons().next().is_some());
    editions.sort_by_key(|edition| (edition.course.language, edition.course.id.clone()));
    if editions.is_empty() {
        return Err(Fault::Invalid("there is no course to learn: run `congdanso publish content` first".into()));
    }
    Ok(editions)
}

async fn people(
    store: &Store,
    communes: &[UnitKey],
    editions: &[Arc<Edition>],
    asked: &Seed,
    now: i64,
) -> Result<Vec<Person>, Fault> {
    let (mut people, mut statements) = (Vec::new(), 0);
    for index in 0.. {
        let enough = asked.statements.map_or(index >= u64::from(asked.learners), |least| statements >= least);
        if enough {
            break;
        }
        let person = Person::made_up(Dice::of(SEED, index), communes, editions, now);
        let person = person.ok_or_else(|| Fault::Invalid("there is no course to learn".into()))?;
        statements += person.statements();
        people.push(person);
    }
    // Marked before anything else is written: a store that was cut short says so too.
    let mut tx = store.write().await?;
    tx.run("INSERT INTO store (name, value) VALUES ('demo', $1)", values![people.len().to_string()]).await?;
    audit::write(&mut tx, now, Doer::Command, "seeded", &format!("{} made-up learners", people.len())).await?;
    tx.commit().await?;
    Ok(people)
}

/// Makes learners and devices known. Nobody holds their secrets: none is kept.
async fn register(store: &Store, people: &[Person], token_hash: &str, now: i64) -> Result<(), Fault> {
    let mut tx = store.write().await?;
    let nobodys = secret::hashed(&secret::token()?);
    let began = |person: &Person| person.sittings.first().copied().unwrap_or(now);
    let learners =
        people.iter().map(|person| values![person.learner.to_string(), &nobodys, began(person), 0_i64, 0_i64]);
    tx.run_rows(
        "INSERT INTO learner (learner, secret_hash, created_at, received_at, statements) VALUES",
        learners.collect(),
        "",
    )
    .await?;
    let devices = people.iter().map(|person| {
        let (learner, device) = (person.learner.to_string(), person.device.to_string());
        values![learner, device, token_hash, began(person), 0_i64, 0_i64, 0_i64, 0_i64, 0_i64]
    });
    tx.run_rows(
        "INSERT INTO device (learner, device, token_hash, created_at, digest_count, digest_a, digest_b, last_epoch, last_seq) VALUES",
        devices.collect(),
        "",
    )
    .await?;
    tx.commit().await
}

/// Lets everybody sit down in the order of time, and stores what they send in groups. Answers how many statements.
async fn live(server: &Server, hand: &AtomicI64, people: &mut [Person], token_hash: &str) -> Result<usize, Fault> {
    let sittings = |(who, person): (usize, &Person)| person.sittings.iter().map(|at| (*at, who)).collect::<Vec<_>>();
    let mut sittings: Vec<(i64, usize)> = people.iter().enumerate().flat_map(sittings).collect();
    sittings.sort_unstable();
    let mut rest = sittings.as_slice();
    let mut statements = 0;
    while let Some((first, _)) = rest.first() {
        let mut there = BTreeSet::new();
        let together =
            |(at, who): &&(i64, usize)| there.len() < TOGETHER && month(*at) == month(*first) && there.insert(*who);
        let (group, later) = rest.split_at(rest.iter().take_while(together).count());
        rest = later;
        let mut pages = Vec::with_capacity(group.len());
        for (at, who) in group {
            let texts = people.get_mut(*who).map(|person| (person.sits_down(*at), person));
            if let Some((texts, person)) = texts.filter(|(texts, _)| !texts.is_empty()) {
                statements += texts.len();
                pages.push(page(person, &texts, token_hash)?);
            }
        }
        hand.store(group.last().map_or(*first, |(at, _)| *at), Ordering::SeqCst);
        for report in store_pages(server, &pages).await? {
            if let Some(refused) = report?.verdicts.iter().find(|verdict| **verdict != Verdict::Accepted) {
                return Err(Fault::Io(format!("a made-up statement was not accepted: {refused:?}")));
            }
        }
    }
    Ok(statements)
}

fn page(person: &Person, texts: &[String], token_hash: &str) -> Result<Page, Fault> {
    let body = push_page(person.learner, person.device, &texts.iter().map(String::as_str).collect::<Vec<_>>());
    let (learner, device, secret_hash) = (person.learner, person.device, token_hash.to_owned());
    read_page(DeviceBearer { learner, device, secret_hash }, body.as_bytes())
}

/// `congdanso seed`
///
/// # Errors
/// As [`seed`] says.
pub async fn run(server: &Server, asked: &Seed) -> Result<(), Fault> {
    match seed(server, asked, Clock::System.now()).await? {
        Some(made) => println!(
            "made up {} learners with {} statements; the desk says so on every page",
            made.learners, made.statements
        ),
        None => println!("the store holds made-up learners already"),
    }
    Ok(())
}
