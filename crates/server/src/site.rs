//! What a browser gets without asking the API: the built apps, the catalogue, editions, pictures, units, and a real page for
//! every address that a citizen can share.
//!
//! Everything is served from memory. [`built`] never changes while the server runs; what is made from the store belongs to
//! one [`offer::Offer`] and is made anew when something was published or withdrawn: at once in the process that did it,
//! within a second in others on the same store.

pub mod built;
pub mod file;
pub mod missing;
pub mod offer;
pub mod pages;
mod range;
pub mod shell;
pub mod words;

use crate::config::Serve;
use crate::error::Fault;
use crate::store::Tx;
use crate::{Server, secret, values};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use built::Built;
use file::File;
use offer::Offer;
use pages::Book;
use shell::Shell;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use words::Words;

/// How often other processes' publishing is looked for, in milliseconds.
const LOOK_EVERY: u64 = 1000;

/// The files and pages.
pub struct Site {
    dist: Option<PathBuf>,
    retire_worker: bool,
    built: OnceLock<Option<Built>>,
    words: Vec<Words>,
    offer: RwLock<Option<Arc<Offer>>>,
    looked_at: AtomicI64,
}

impl Site {
    /// A site that loads nothing yet: most commands need none of it.
    ///
    /// # Errors
    /// When a word is missing in a language: a fault of the build.
    pub fn new(serve: &Serve) -> Result<Self, Fault> {
        Ok(Self {
            dist: serve.dist.clone(),
            retire_worker: serve.retire_service_worker,
            built: OnceLock::new(),
            words: Words::all()?,
            offer: RwLock::default(),
            looked_at: AtomicI64::new(0),
        })
    }

    /// Loads the built apps now; answers whether there are any. Without them there are no pages, but everything else works.
    ///
    /// # Errors
    /// When a folder was named that doesn't hold them, or they are not whole.
    pub fn load(&self) -> Result<bool, Fault> {
        let loaded = self.find_built()?;
        Ok(self.built.get_or_init(|| loaded).is_some())
    }

    fn find_built(&self) -> Result<Option<Built>, Fault> {
        let mut built = Built::find(self.dist.as_deref())?;
        if let Some(built) = built.as_mut().filter(|_| self.retire_worker) {
            built.retire_worker()?;
        }
        Ok(built)
    }

    /// The built apps, where they are at hand.
    #[must_use]
    pub fn built(&self) -> Option<&Built> {
        let find = || {
            self.find_built().unwrap_or_else(|fault| {
                tracing::error!(%fault, "serving without the apps");
                None
            })
        };
        self.built.get_or_init(find).as_ref()
    }

    /// Makes everything anew, since something was published or withdrawn. Where the store fails just now, the next request
    /// tries again.
    pub async fn refresh(&self, server: &Server) {
        match Offer::read(server).await {
            Ok(offer) => self.put(Some(Arc::new(offer))),
            Err(fault) => {
                tracing::warn!(%fault, "the site could not be made anew");
                self.put(None);
            }
        }
    }

    /// What is offered now.
    ///
    /// # Errors
    /// When the store can't be read and never could.
    pub async fn offer(&self, server: &Server) -> Result<Arc<Offer>, Fault> {
        let held = self.offer.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(offer) = held {
            if !self.is_time_to_look(server.clock.now()) {
                return Ok(offer);
            }
            match offer::revision(&server.store).await {
                Ok(revision) if revision == offer.revision() => return Ok(offer),
                Ok(_) => {}
                Err(fault) => {
                    tracing::warn!(%fault, "whether something was published is not known; serving what there was");
                    return Ok(offer);
                }
            }
        }
        let offer = Arc::new(Offer::read(server).await?);
        self.put(Some(Arc::clone(&offer)));
        Ok(offer)
    }

    fn put(&self, offer: Option<Arc<Offer>>) {
        *self.offer.write().unwrap_or_else(PoisonError::into_inner) = offer;
    }

    /// Only one request in a second looks.
    fn is_time_to_look(&self, now: i64) -> bool {
        let last = self.looked_at.load(Ordering::Relaxed);
        let due = now.abs_diff(last) >= LOOK_EVERY;
        due && self.looked_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// The file at an address.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn find(&self, server: &Server, address: &str) -> Result<Option<Arc<File>>, Fault> {
        if let Some(file) = self.built().and_then(|built| built.files.get(address)) {
            return Ok(Some(Arc::clone(file)));
        }
        self.offer(server).await?.find(server, self, address).await
    }

    /// The page at an address, written into a shell.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn page(
        &self,
        server: &Server,
        offer: &Offer,
        shell: &Shell,
        address: &str,
    ) -> Result<Option<String>, Fault> {
        if !pages::is_place(offer, address) {
            return Ok(None);
        }
        let book = Book { offer, catalogue: offer.catalogue(server).await?, words: self.words_at(address) };
        Ok(pages::write(&book, address).map(|page| shell.fill(&page)))
    }

    /// The words of the language in which an address is written.
    #[must_use]
    pub fn words_at(&self, address: &str) -> &Words {
        let (language, _) = pages::language_of(address);
        let spoken = self.words.iter().find(|words| words.language() == language);
        // `Words::all` has every language.
        spoken.unwrap_or(&self.words[0])
    }
}

/// Says in the store that the site has changed, for every process that serves it.
///
/// # Errors
/// What the engine says.
pub async fn announce(tx: &mut Tx) -> Result<(), Fault> {
    let sql = "INSERT INTO store (name, value) VALUES ('site_revision', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.run(sql, values![secret::hex(&secret::random::<8>()?)]).await.map(drop)
}

/// The routes of files and pages: every address that is no door of the API.
pub fn files() -> Router<Arc<Server>> {
    Router::new().fallback(get(serve))
}

async fn serve(State(server): State<Arc<Server>>, uri: Uri, headers: HeaderMap) -> Result<Response, Fault> {
    let (site, tls, address) = (&server.site, server.serve.tls, uri.path());
    if let Some(file) = site.find(&server, address).await? {
        return Ok(file.answer(&headers, StatusCode::OK, tls));
    }
    // Only where there is a page: an address like `//elsewhere` leads nowhere.
    if !address.ends_with('/') && site.find(&server, &format!("{address}/")).await?.is_some() {
        return Ok(moved(&uri));
    }
    Ok(missing::missing(site, address, &headers).answer(&headers, StatusCode::NOT_FOUND, tls))
}

fn moved(uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    match HeaderValue::from_str(&format!("{}/{query}", uri.path())) {
        Ok(to) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
