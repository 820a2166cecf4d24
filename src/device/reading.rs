//! What there is to read: the catalogue, editions, downloads and the communes, from memory, the phone or the network.

use super::store::{Put, Shelf};
use super::{Device, DeviceFault, DownloadState, Inner, browser};
use super::{clips, library};
use crate::api;
use domain::api::{CATALOGUE, units_path};
use domain::course::Language;
use domain::curriculum::CurriculumMap;
use domain::edition::{Catalogue, CatalogueEdition, Edition};
use domain::id::EditionId;
use domain::json;
use domain::unit::ProvinceUnits;
use domain::voice::Voice;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const CATALOGUE_KEY: &str = "catalogue";
const DOWNLOADS_KEY: &str = "downloads";
/// How long a catalogue is fresh enough not to be asked for again, in milliseconds.
const FRESH: i64 = 60_000;

/// The editions downloaded whole, each with the addresses of its pictures.
type Downloads = BTreeMap<EditionId, Vec<String>>;

impl Device {
    /// The courses on offer: the kept copy at once (and refreshed behind), else from the network.
    ///
    /// # Errors
    /// What kept it from arriving.
    pub async fn catalogue(&self) -> Result<Rc<Catalogue>, DeviceFault> {
        let known = self.inner.phone.catalogue.borrow().clone();
        let kept = match known {
            Some(catalogue) => Some(catalogue),
            None => self.inner.kept_catalogue().await,
        };
        let Some(catalogue) = kept else { return self.inner.fetch_catalogue().await };
        if browser::now() - self.inner.phone.refreshed.get() > FRESH {
            let inner = Rc::clone(&self.inner);
            // The kept copy is what is shown; a failure shows in the quiet line already.
            spawn_local(async move { inner.fetch_catalogue().await.map_or((), |_| ()) });
        }
        Ok(catalogue)
    }

    /// An edition: from memory, else the kept copy, else the network, and then kept.
    ///
    /// # Errors
    /// What kept it from arriving.
    pub async fn edition(&self, id: &EditionId) -> Result<Rc<Edition>, DeviceFault> {
        self.inner.edition(id).await.map(|(edition, _)| edition)
    }

    /// Downloads an edition with all its pictures, each checked by its hash; with a voice's clips where one is named.
    ///
    /// # Errors
    /// What stopped it; what has arrived stays and isn't fetched again.
    pub async fn download(
        &self,
        entry: &CatalogueEdition,
        voice: Option<&Voice>,
        on: impl Fn(DownloadState),
    ) -> Result<(), DeviceFault> {
        let of = entry.bytes + voice.map_or(0, |voice| voice.bytes);
        on(DownloadState { done: 0, of });
        let (edition, mut done) = self.inner.edition(&entry.edition).await?;
        let path = Edition::path(&edition.id);
        let there = library::addresses().await;
        if !there.contains(&path) {
            library::put_edition(&edition).await?;
        }
        let pictures = edition.course.pictures();
        for picture in &pictures {
            on(DownloadState { done: done.min(of), of });
            if !there.contains(&picture.path()) {
                done += library::fetch_picture(picture).await?;
            }
        }
        let mut addresses: Vec<String> = pictures.iter().map(|picture| picture.path()).collect();
        if let Some(voice) = voice {
            addresses.extend(
                clips::bring(voice, |bytes| on(DownloadState { done: (entry.bytes + bytes).min(of), of })).await?,
            );
        }
        self.inner.change_downloads(|downloads| drop(downloads.insert(edition.id, addresses.clone()))).await?;
        self.inner.phone.kept.update(|kept| kept.extend([edition.id]));
        on(DownloadState { done: of, of });
        self.ask_to_persist();
        Ok(())
    }

    /// Removes a download: its pictures, unless another download shows them too. The text stays where the journal names it:
    /// progress is folded with it.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn remove(&self, edition: &EditionId) -> Result<(), DeviceFault> {
        let (gone, left) = self.inner.change_downloads(|downloads| downloads.remove(edition)).await?;
        let mut shown: BTreeSet<&String> = BTreeSet::new();
        shown.extend(left.values().flatten());
        for address in gone.iter().flatten().filter(|address| !shown.contains(address)) {
            library::delete(address).await;
        }
        if !self.inner.fold.borrow().names(edition) {
            library::delete(&Edition::path(edition)).await;
        }
        self.inner.phone.kept.update(|kept| kept.retain(|kept| kept != edition));
        Ok(())
    }

    /// The communes of a province, the kept copy first.
    ///
    /// # Errors
    /// What kept them from arriving.
    pub async fn units(&self, province: &str) -> Result<Rc<ProvinceUnits>, DeviceFault> {
        if !province.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DeviceFault::NotFound);
        }
        let path = units_path(province);
        let kept = library::get(&path).await.and_then(|bytes| api::read_json(&bytes).ok());
        match kept {
            Some(units) => {
                // Communes merge now and then: the next time it is the new list.
                spawn_local(async move { fetch_units(&path).await.map_or((), |_| ()) });
                Ok(Rc::new(units))
            }
            None => fetch_units(&path).await.map(Rc::new),
        }
    }
}

impl Device {
    /// Which lessons teach which competence, the kept copy first.
    ///
    /// # Errors
    /// What kept it from arriving.
    pub async fn curriculum(&self, language: Language) -> Result<Rc<CurriculumMap>, DeviceFault> {
        let path = CurriculumMap::path(language);
        let fetched = async || {
            let arrived = api::file(&path, true).await?;
            let map = api::read_json(&arrived.bytes).map_err(DeviceFault::Damaged)?;
            // Not kept, it is only fetched again.
            library::put(&path, &arrived.bytes).await.ok();
            Ok(Rc::new(map))
        };
        match fetched().await {
            Err(DeviceFault::Offline | DeviceFault::Busy) => {
                let kept = library::get(&path).await.and_then(|bytes| api::read_json(&bytes).ok());
                kept.map(Rc::new).ok_or(DeviceFault::Offline)
            }
            fresh => fresh,
        }
    }
}

async fn fetch_units(path: &str) -> Result<ProvinceUnits, DeviceFault> {
    let arrived = api::file(path, true).await?;
    let units = api::read_json(&arrived.bytes).map_err(DeviceFault::Damaged)?;
    // Not kept, it is only fetched again.
    library::put(path, &arrived.bytes).await.ok();
    Ok(units)
}

/// Fetches the editions that the journal names and that aren't at hand, behind what the person does.
pub fn fetch_missing(inner: &Rc<Inner>) {
    let inner = Rc::clone(inner);
    spawn_local(async move {
        let missing = inner.fold.borrow().missing();
        for id in &missing {
            // Without a network these lessons show no progress until there is one.
            if inner.edition(id).await.is_err() {
                break;
            }
        }
    });
}

impl Inner {
    async fn edition(&self, id: &EditionId) -> Result<(Rc<Edition>, u64), DeviceFault> {
        let at_hand = self.fold.borrow().edition(id);
        if let Some(edition) = at_hand {
            return Ok((edition, 0));
        }
        let (edition, weight) = library::edition(id).await?;
        self.fold.borrow_mut().meet(Rc::clone(&edition));
        self.show();
        Ok((edition, weight))
    }

    async fn kept_catalogue(&self) -> Option<Rc<Catalogue>> {
        let text = self.journal.store().get(Shelf::Setting, CATALOGUE_KEY).await.ok().flatten()?;
        let catalogue = Rc::new(json::read(&text).ok()?);
        *self.phone.catalogue.borrow_mut() = Some(Rc::clone(&catalogue));
        Some(catalogue)
    }

    async fn fetch_catalogue(&self) -> Result<Rc<Catalogue>, DeviceFault> {
        self.phone.refreshed.set(browser::now());
        let arrived = api::file(CATALOGUE, true).await?;
        let damaged = |reason: String| DeviceFault::Damaged(reason);
        let text = String::from_utf8(arrived.bytes).map_err(|error| damaged(error.to_string()))?;
        let catalogue: Rc<Catalogue> = Rc::new(json::read(&text).map_err(|error| damaged(error.to_string()))?);
        *self.phone.catalogue.borrow_mut() = Some(Rc::clone(&catalogue));
        let put = Put { shelf: Shelf::Setting, key: CATALOGUE_KEY.into(), text };
        // Not kept, it is only fetched again.
        self.journal.store().put(vec![put]).await.ok();
        Ok(catalogue)
    }

    /// Finds out which downloads are whole: the browser may have cleared some of it.
    pub(super) async fn load_downloads(&self) {
        let text = self.journal.store().get(Shelf::Setting, DOWNLOADS_KEY).await.ok().flatten();
        let downloads: Downloads = text.and_then(|text| json::read(&text).ok()).unwrap_or_default();
        if downloads.is_empty() {
            return;
        }
        let there = library::addresses().await;
        let whole = |(edition, pictures): &(&EditionId, &Vec<String>)| {
            there.contains(&Edition::path(edition)) && pictures.iter().all(|picture| there.contains(picture))
        };
        // One by one, here and elsewhere: collecting would sort first, and every sort is 5 kB to download.
        let mut kept = BTreeSet::new();
        kept.extend(downloads.iter().filter(whole).map(|(edition, _)| *edition));
        self.phone.kept.set(kept);
    }

    async fn change_downloads<R>(&self, change: impl Fn(&mut Downloads) -> R) -> Result<(R, Downloads), DeviceFault> {
        let read_first = [(Shelf::Setting, DOWNLOADS_KEY.to_owned())];
        let store = self.journal.store();
        let changed = store.change(&read_first, |texts| {
            let kept = texts.first().and_then(Option::as_deref).and_then(|text| json::read(text).ok());
            let mut downloads: Downloads = kept.unwrap_or_default();
            let done = change(&mut downloads);
            let text = json::write(&downloads);
            (vec![Put { shelf: Shelf::Setting, key: DOWNLOADS_KEY.into(), text }], (done, downloads))
        });
        changed.await.map_err(|fault| DeviceFault::NotStored(fault.0))
    }
}
