//! All that this phone remembers: the journal of statements, the library of editions, settings and places.
//!
//! The only storage of the web app. What is sent is decided in `sync`; how a lesson looks is none of its business.

use domain::course::Language;
use domain::edition::{Catalogue, CatalogueEdition, Edition};
use domain::id::{ActivityId, CourseId, EditionId, LessonId};
use domain::progress::CourseProgress;
use domain::statement::Fact;
use domain::unit::{ProvinceUnits, UnitKey};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Whether what the learner does is kept on this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keeping {
    /// Written to the phone's storage.
    #[default]
    Saved,
    /// Only in memory, until this page is closed: private mode, no room, or the storage doesn't open.
    NotSaved,
    /// Saved from now on, but what was kept earlier is gone: the phone or somebody cleared it.
    Evicted,
}

/// What the quiet line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SyncLine {
    /// Whether the phone believes that it has a network.
    pub online: bool,
    /// Statements that the server hasn't confirmed yet.
    pub waiting: u32,
    /// Statements that the server refused for good; they are kept and can be exported.
    pub quarantined: u32,
    /// Whether a page is under way now.
    pub sending: bool,
    /// When the server last confirmed something, in milliseconds since 1970.
    pub last_sent: Option<i64>,
    /// Whether the last answer came from something that isn't our server (a static site, a portal): nothing to wait for.
    pub no_server: bool,
}

/// How large the letters are, in four steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// As the phone says.
    #[default]
    Normal,
    /// One step up.
    Large,
    /// Two steps up.
    Larger,
    /// As large as the layout bears.
    Largest,
}

/// The colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the phone says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// The strongest contrast.
    Contrast,
}

/// What a person has set on this phone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The language chosen; `None` where nothing was chosen yet.
    pub language: Option<Language>,
    /// The size of the letters.
    pub text_size: TextSize,
    /// The colours.
    pub theme: Theme,
    /// The commune declared, and its name.
    pub commune: Option<(UnitKey, String)>,
}

/// How far a download is, in bytes over the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DownloadState {
    /// Arrived.
    pub done: u64,
    /// In all.
    pub of: u64,
}

/// What this device could not do, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceFault {
    /// It isn't kept here and there is no network.
    #[error("this is not kept on the phone and there is no network; connect and try again")]
    Offline,
    /// The server has no such thing (any more).
    #[error("the server has no such thing; go back and choose again")]
    NotFound,
    /// The server can't answer now.
    #[error("the server is busy; try again in a minute")]
    Busy,
    /// What arrived is not what was asked for, or can't be read.
    #[error("what arrived is damaged or from a newer app; update the app and try again: {0}")]
    Damaged(String),
    /// The phone has no room or refuses to store.
    #[error("the phone could not store this; make room and try again: {0}")]
    NotStored(String),
}

struct Inner {
    keeping: ArcRwSignal<Keeping>,
    line: ArcRwSignal<SyncLine>,
    settings: ArcRwSignal<Settings>,
    progress: ArcRwSignal<BTreeMap<CourseId, CourseProgress>>,
    kept: ArcRwSignal<BTreeSet<EditionId>>,
    update: ArcRwSignal<bool>,
}

/// This phone, as pages see it. A cheap clone, provided by context.
#[derive(Clone)]
pub struct Device {
    inner: SendWrapper<Rc<Inner>>,
}

impl Device {
    /// Opens the storage, makes the learner on first use and starts to send what is waiting. Never fails: where nothing can
    /// be kept, [`Device::keeping`] says so and the app works in memory.
    pub async fn open() -> Self {
        let inner = Inner {
            keeping: ArcRwSignal::default(),
            line: ArcRwSignal::default(),
            settings: ArcRwSignal::default(),
            progress: ArcRwSignal::default(),
            kept: ArcRwSignal::default(),
            update: ArcRwSignal::default(),
        };
        Self { inner: SendWrapper::new(Rc::new(inner)) }
    }

    /// Whether what the learner does is kept on this phone.
    #[must_use]
    pub fn keeping(&self) -> Signal<Keeping> {
        self.inner.keeping.clone().into()
    }

    /// What the quiet line says.
    #[must_use]
    pub fn sync_line(&self) -> Signal<SyncLine> {
        self.inner.line.clone().into()
    }

    /// What the person has set.
    #[must_use]
    pub fn settings(&self) -> Signal<Settings> {
        self.inner.settings.clone().into()
    }

    /// What everything in the journal adds up to, by course.
    #[must_use]
    pub fn progress(&self) -> Signal<BTreeMap<CourseId, CourseProgress>> {
        self.inner.progress.clone().into()
    }

    /// The editions downloaded whole, with all their pictures.
    #[must_use]
    pub fn kept_editions(&self) -> Signal<BTreeSet<EditionId>> {
        self.inner.kept.clone().into()
    }

    /// The editions in memory, for judging [`Device::progress`] by (`domain::progress::Editions`).
    #[must_use]
    pub fn editions_at_hand(&self) -> BTreeMap<EditionId, Rc<Edition>> {
        BTreeMap::new()
    }

    /// Keeps other settings. The commune is changed by [`Device::declare_commune`] only.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`]; the settings hold for this page all the same.
    pub async fn change_settings(&self, settings: Settings) -> Result<(), DeviceFault> {
        self.inner.settings.set(settings);
        Ok(())
    }

    /// Keeps where the learner lives and writes the statement that says so; `None` takes it back.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn declare_commune(&self, unit: Option<(UnitKey, String)>) -> Result<(), DeviceFault> {
        self.inner.settings.update(|settings| settings.commune = unit);
        Ok(())
    }

    /// Writes down what the learner did. `Ok` only after the phone's transaction has completed; then
    /// [`Device::progress`] moves.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`] when it can be written nowhere.
    pub async fn record(&self, fact: Fact) -> Result<(), DeviceFault> {
        Err(DeviceFault::NotStored(fact.verb().into()))
    }

    /// The activity at which the learner left a lesson.
    pub async fn place(&self, _course: &CourseId, _lesson: &LessonId) -> Option<ActivityId> {
        None
    }

    /// Remembers the activity on the screen.
    pub async fn keep_place(&self, _course: &CourseId, _lesson: &LessonId, _activity: &ActivityId) {}

    /// The lesson in which the learner was last.
    pub async fn last_place(&self) -> Option<(CourseId, LessonId)> {
        None
    }

    /// The courses on offer: the kept copy at once (and refreshed behind), else from the network.
    ///
    /// # Errors
    /// What kept it from arriving.
    pub async fn catalogue(&self) -> Result<Rc<Catalogue>, DeviceFault> {
        Err(DeviceFault::Offline)
    }

    /// An edition: from memory, else the kept copy, else the network, and then kept.
    ///
    /// # Errors
    /// What kept it from arriving.
    pub async fn edition(&self, _id: &EditionId) -> Result<Rc<Edition>, DeviceFault> {
        Err(DeviceFault::Offline)
    }

    /// Downloads an edition with all its pictures, each checked by its hash.
    ///
    /// # Errors
    /// What stopped it; what has arrived stays and isn't fetched again.
    pub async fn download(
        &self,
        _edition: &CatalogueEdition,
        _on: impl Fn(DownloadState),
    ) -> Result<(), DeviceFault> {
        Err(DeviceFault::Offline)
    }

    /// Removes a download: its pictures, unless another download shows them too.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn remove(&self, _edition: &EditionId) -> Result<(), DeviceFault> {
        Ok(())
    }

    /// The communes of a province.
    ///
    /// # Errors
    /// What kept them from arriving.
    pub async fn units(&self, _province: &str) -> Result<Rc<ProvinceUnits>, DeviceFault> {
        Err(DeviceFault::Offline)
    }

    /// Bytes used on this phone, where it tells.
    pub async fn storage_used(&self) -> Option<u64> {
        None
    }

    /// Everything that is kept about the learner, as JSON text.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn export(&self) -> Result<String, DeviceFault> {
        Err(DeviceFault::NotStored(String::new()))
    }

    /// Sends what is waiting now.
    pub fn send_now(&self) {}

    /// Whether a newer build of the app is ready to take over.
    #[must_use]
    pub fn update_waiting(&self) -> Signal<bool> {
        self.inner.update.clone().into()
    }

    /// Lets the newer build take over and loads the page again. Only because the person tapped.
    pub fn apply_update(&self) {}
}
