//! What is offered at one moment, and the files made from it: catalogue, editions, pictures, clips, units and pages.
//!
//! A file is made when it is first asked for and kept within a bound; the whole offer is thrown away when the next one comes.

use super::Site;
use super::file::{File, Keep};
use crate::error::Fault;
use crate::store::Store;
use crate::{Server, units, values};
use domain::api::{CATALOGUE, PROVINCES};
use domain::course::{Course, Language};
use domain::curriculum::CurriculumMap;
use domain::edition::{Catalogue, CatalogueCourse, CatalogueEdition, Edition};
use domain::id::{CourseId, EditionId, MediaId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// The most bytes of files (without their twins) that are kept in memory.
const MOST_KEPT: usize = 16 << 20;
/// Authors' pictures and clips opened as pages of their own may show themselves and nothing else.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// A course on offer, its newest edition in each language, the default language first.
pub struct Offered {
    /// The course.
    pub id: CourseId,
    /// The editions.
    pub editions: Vec<Arc<Edition>>,
}

impl Offered {
    /// Whether it is the pool that placement draws from: offered, but never listed as a course.
    #[must_use]
    pub fn placement(&self) -> bool {
        self.editions.iter().any(|edition| edition.course.placement)
    }

    /// Where it stands among all: by level, then as its authors say, then as first published.
    fn place(&self) -> (u8, u8) {
        let course = self.editions.first().map(|edition| &edition.course);
        course.map_or((u8::MAX, u8::MAX), |course| (course.level, course.order.unwrap_or(u8::MAX)))
    }

    /// The edition in a language, or else in the default language, or else any.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Option<&Arc<Edition>> {
        let by = |wanted| self.editions.iter().find(|edition| edition.course.language == wanted);
        by(language).or_else(|| by(Language::default())).or_else(|| self.editions.first())
    }
}

/// Everything on offer.
pub struct Offer {
    revision: Option<String>,
    courses: Vec<Offered>,
    home_province: Option<String>,
    catalogue: OnceCell<Catalogue>,
    kept: Mutex<BTreeMap<String, Arc<File>>>,
}

/// Which offer the store holds: another text whenever something was published or withdrawn.
///
/// # Errors
/// What the engine says.
pub async fn revision(store: &Store) -> Result<Option<String>, Fault> {
    let row = store.row("SELECT value FROM store WHERE name = 'site_revision'", vec![]).await?;
    row.map(|row| row.text(0)).transpose()
}

/// For each course in the order in which they were first published: the newest edition of each language that isn't withdrawn.
///
/// # Errors
/// What the engine says.
pub async fn newest(store: &Store) -> Result<Vec<(CourseId, BTreeMap<String, EditionId>)>, Fault> {
    let sql =
        "SELECT edition, course, language, published_at, withdrawn_at FROM edition ORDER BY published_at, edition";
    let mut first: BTreeMap<CourseId, i64> = BTreeMap::new();
    let mut offered: BTreeMap<CourseId, BTreeMap<String, EditionId>> = BTreeMap::new();
    for row in store.rows(sql, vec![]).await? {
        let course: CourseId = row.parsed(1)?;
        first.entry(course.clone()).or_insert(row.int(3)?);
        if row.int_or_null(4)?.is_none() {
            offered.entry(course).or_default().insert(row.text(2)?, row.parsed(0)?);
        }
    }
    let mut offered: Vec<_> = offered.into_iter().collect();
    offered.sort_by_key(|(course, _)| (first.get(course).copied(), course.clone()));
    Ok(offered)
}

impl Offer {
    /// Reads what the store offers.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn read(server: &Server) -> Result<Self, Fault> {
        let store = &server.store;
        // First the revision: whatever is published from here on makes another one.
        let revision = revision(store).await?;
        let newest = newest(store).await?;
        let ids: BTreeSet<EditionId> = newest.iter().flat_map(|(_, editions)| editions.values().copied()).collect();
        let found = server.shelf.find(store, &ids).await?;
        let courses = newest.into_iter().map(|(id, editions)| {
            let mut editions: Vec<_> = editions.values().filter_map(|id| found.get(id).cloned()).collect();
            editions.sort_by_key(|edition| edition.course.language);
            Offered { id, editions }
        });
        let mut courses: Vec<Offered> = courses.collect();
        courses.sort_by_key(Offered::place);
        Ok(Self {
            revision,
            courses,
            home_province: units::home_province(store).await?,
            catalogue: OnceCell::new(),
            kept: Mutex::default(),
        })
    }

    /// Which offer it is.
    #[must_use]
    pub fn revision(&self) -> Option<String> {
        self.revision.clone()
    }

    /// Everything on offer, placement pools too.
    #[must_use]
    pub fn everything(&self) -> &[Offered] {
        &self.courses
    }

    /// The courses to choose from: all but placement pools, which have no pages to read.
    pub fn courses(&self) -> impl Iterator<Item = &Offered> {
        self.courses.iter().filter(|offered| !offered.placement())
    }

    /// The file at an address, made now or before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn find(&self, server: &Server, site: &Site, address: &str) -> Result<Option<Arc<File>>, Fault> {
        if let Some(file) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(address) {
            return Ok(Some(Arc::clone(file)));
        }
        let Some(file) = self.make(server, site, address).await? else { return Ok(None) };
        // Clips are many and each is heard by few: what they would push out is dearer to make again.
        let is_clip = address.ends_with(".opus");
        Ok(Some(if is_clip { Arc::new(file) } else { self.keep(address, file) }))
    }

    fn keep(&self, address: &str, file: File) -> Arc<File> {
        let file = Arc::new(file);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: usize = kept.values().map(|file| file.bytes().len()).sum();
        if bytes + file.bytes().len() > MOST_KEPT {
            kept.clear();
        }
        kept.insert(address.to_owned(), Arc::clone(&file));
        file
    }

    async fn make(&self, server: &Server, site: &Site, address: &str) -> Result<Option<File>, Fault> {
        let store = &server.store;
        let (folder, name) = address.rsplit_once('/').unwrap_or_default();
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        match folder {
            _ if address == CATALOGUE => {
                let catalogue = self.catalogue(server).await?;
                json(address, catalogue, Keep::Asking).map(Some)
            }
            "/editions" if ending == "json" => edition(store, address, stem).await,
            "/media" => media(store, address, stem, ending).await,
            "/units" if address == PROVINCES => json(address, &units::provinces(store).await?, Keep::Asking).map(Some),
            "/curriculum" if ending == "json" => {
                match Language::ALL.into_iter().find(|language| language.tag() == stem) {
                    Some(language) => json(address, &self.curriculum(language), Keep::Asking).map(Some),
                    None => Ok(None),
                }
            }
            "/units" if ending == "json" => province(store, address, stem).await,
            _ => {
                let Some(built) = site.built() else { return Ok(None) };
                let page = site.page(server, self, &built.shell, address).await?;
                Ok(page.map(|html| File::new("index.html", html, Keep::Never).under(built.shell.policy())))
            }
        }
    }

    /// Which lessons teach which competence, each course in a language or the one that it has.
    #[must_use]
    pub fn curriculum(&self, language: Language) -> CurriculumMap {
        let courses = self.courses().filter_map(|offered| offered.in_language(language));
        CurriculumMap::of(courses.map(|edition| &edition.course))
    }

    /// The catalogue.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn catalogue(&self, server: &Server) -> Result<&Catalogue, Fault> {
        self.catalogue.get_or_try_init(|| self.make_catalogue(&server.store)).await
    }

    async fn make_catalogue(&self, store: &Store) -> Result<Catalogue, Fault> {
        let mut sizes: BTreeMap<MediaId, u64> = BTreeMap::new();
        let sql = "SELECT media, CAST(length(body) AS BIGINT) FROM media WHERE ending <> 'opus'";
        for row in store.rows(sql, vec![]).await? {
            sizes.insert(row.parsed(0)?, u64::try_from(row.int(1)?).unwrap_or(0));
        }
        let mut courses = Vec::new();
        for offered in &self.courses {
            let mut editions = Vec::new();
            for each in &offered.editions {
                let address = Edition::path(&each.id);
                let file = edition(store, &address, &each.id.to_string()).await?;
                let file = file.ok_or_else(|| Fault::Damaged(format!("the edition {} is gone", each.id)))?;
                let weight = self.keep(&address, file).weight() as u64;
                let pictures = each.course.pictures();
                let pictures: u64 = pictures.iter().filter_map(|picture| sizes.get(&picture.media)).sum();
                editions.push(entry(each.id, &each.course, weight + pictures));
            }
            courses.push(CatalogueCourse { course: offered.id.clone(), placement: offered.placement(), editions });
        }
        Ok(Catalogue { courses, home_province: self.home_province.clone() })
    }
}

fn entry(edition: EditionId, course: &Course, bytes: u64) -> CatalogueEdition {
    CatalogueEdition {
        edition,
        language: course.language,
        title: course.title.clone(),
        summary: course.summary.clone(),
        teaches: Vec::new(),
        minutes: course.minutes(),
        lessons: u32::try_from(course.lessons().count()).unwrap_or(u32::MAX),
        level: course.level,
        competences: course.competences.clone(),
        bytes,
        picture: course.picture.clone(),
        voices: course.voices.clone(),
    }
}

fn json(address: &str, content: &impl serde::Serialize, keep: Keep) -> Result<File, Fault> {
    let bytes = serde_json::to_vec(content).map_err(|fault| Fault::Io(fault.to_string()))?;
    Ok(File::new(address, bytes, keep))
}

/// Any edition that was ever published: phones may hold on to one that was withdrawn.
async fn edition(store: &Store, address: &str, id: &str) -> Result<Option<File>, Fault> {
    let Ok(id) = id.parse::<EditionId>() else { return Ok(None) };
    let row = store.row("SELECT body FROM edition WHERE edition = $1", values![id.to_string()]).await?;
    row.map(|row| Ok(File::new(address, row.text(0)?, Keep::ForEver))).transpose()
}

async fn media(store: &Store, address: &str, id: &str, ending: &str) -> Result<Option<File>, Fault> {
    let Ok(id) = id.parse::<MediaId>() else { return Ok(None) };
    let sql = "SELECT body FROM media WHERE media = $1 AND ending = $2";
    let row = store.row(sql, values![id.to_string(), ending]).await?;
    row.map(|row| Ok(File::new(address, row.bytes(0)?, Keep::ForEver).under(PICTURE_POLICY))).transpose()
}

async fn province(store: &Store, address: &str, code: &str) -> Result<Option<File>, Fault> {
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    match units::province_units(store, code).await {
        Ok(communes) => json(address, &communes, Keep::Asking).map(Some),
        Err(Fault::NotFound(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}
