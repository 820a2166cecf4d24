//! All that this phone remembers: the journal of statements, the library of editions, settings and places.
//!
//! The only storage of the web app. This file is what pages see; below it `journal` writes statements down, `sync` decides
//! what is sent and `post` when, `library` keeps editions. How a lesson looks is none of its business.

mod browser;
mod clips;
mod consents;
mod erase;
mod export;
#[cfg(test)]
mod faults;
mod fold;
mod handover;
mod journal;
mod learners;
mod ledger;
mod library;
mod lock;
mod post;
mod profile;
mod reading;
mod review;
mod sender;
mod service_worker;
mod settings;
mod store;
mod sync;
mod zip;

pub use consents::Receipt;
use domain::course::Language;
use domain::edition::{Catalogue, Edition};
use domain::id::{CourseId, EditionId};
use domain::json;
use domain::progress::CourseProgress;
use domain::statement::Fact;
use domain::unit::UnitKey;
use fold::Fold;
pub use handover::ArrivalFault;
use journal::{Journal, News, Opened};
pub use learners::{Face, Neighbour, PICTURES, Person};
use ledger::RowState;
use leptos::prelude::*;
pub use lock::{LockState, MINUTES, Tapped};
use post::Post;
use profile::Profile;
use send_wrapper::SendWrapper;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use store::Store;

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
    /// Whether texts are read aloud slowly.
    pub slow: bool,
    /// In which language courses are heard where they can be, as a BCP 47 tag; `None` is that of their words.
    pub heard_in: Option<String>,
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

/// This phone, as pages see it. A cheap clone, provided by context.
#[derive(Clone)]
pub struct Device {
    inner: SendWrapper<Rc<Inner>>,
}

/// One learner on this phone, for as long as the page speaks for them. Another learner gets another: what is still under
/// way here ends where it began (`learners`).
struct Inner {
    phone: Rc<Phone>,
    journal: Journal,
    fold: RefCell<Fold>,
    post: Post,
    /// Whether the page speaks for another learner by now: nothing new is begun here.
    left: Cell<bool>,
    channel: OnceCell<browser::Channel>,
    keeping: ArcRwSignal<Keeping>,
    line: ArcRwSignal<SyncLine>,
    settings: ArcRwSignal<Settings>,
    person: ArcRwSignal<Person>,
    /// Of which vouching of a trainer the learner has read.
    heard_of: Cell<i64>,
    /// When the phone was last touched.
    touched: Cell<i64>,
    progress: ArcRwSignal<BTreeMap<CourseId, CourseProgress>>,
}

/// What all learners of this phone have together: what there is to read, and the app itself.
#[derive(Default)]
struct Phone {
    catalogue: RefCell<Option<Rc<Catalogue>>>,
    refreshed: Cell<i64>,
    persisted: Cell<bool>,
    /// Who is about to come from another phone.
    arriving: Cell<Option<Profile>>,
    kept: ArcRwSignal<BTreeSet<EditionId>>,
    update: ArcRwSignal<bool>,
}

impl Device {
    /// Opens the storage, makes the learner on first use and starts to send what is waiting. Never fails: where nothing can
    /// be kept, [`Device::keeping`] says so and the app works in memory.
    pub async fn open() -> Self {
        let (journal, opened) = Journal::open(Store::open().await, browser::dice).await;
        let keeping = match opened {
            Opened::NotSaved => Keeping::NotSaved,
            Opened::Made if browser::mark() => Keeping::Evicted,
            Opened::Made | Opened::Found => Keeping::Saved,
        };
        let device = Self::of(Rc::default(), journal, keeping, Fold::default()).await;
        device.inner.load_downloads().await;
        service_worker::start(device.inner.phone.update.clone());
        device
    }

    /// The phone, speaking for the learner of this journal.
    async fn of(phone: Rc<Phone>, journal: Journal, keeping: Keeping, fold: Fold) -> Self {
        let inner = Rc::new(Inner {
            phone,
            journal,
            fold: RefCell::new(fold),
            post: Post::default(),
            left: Cell::new(false),
            channel: OnceCell::new(),
            keeping: ArcRwSignal::new(keeping),
            line: ArcRwSignal::default(),
            settings: ArcRwSignal::default(),
            person: ArcRwSignal::default(),
            heard_of: Cell::default(),
            touched: Cell::new(browser::now()),
            progress: ArcRwSignal::default(),
        });
        let device = Self { inner: SendWrapper::new(inner) };
        device.inner.load_settings().await;
        device.inner.load_progress().await;
        device.inner.listen();
        post::start(&device.inner);
        lock::start(&device.inner);
        device
    }

    /// Whether what the learner does is kept on this phone.
    #[must_use]
    pub fn keeping(&self) -> ReadSignal<Keeping> {
        self.inner.keeping.read_only().into()
    }

    /// What the quiet line says.
    #[must_use]
    pub fn sync_line(&self) -> ReadSignal<SyncLine> {
        self.inner.line.read_only().into()
    }

    /// What the person has set.
    #[must_use]
    pub fn settings(&self) -> ReadSignal<Settings> {
        self.inner.settings.read_only().into()
    }

    /// What everything in the journal adds up to, by course.
    #[must_use]
    pub fn progress(&self) -> ReadSignal<BTreeMap<CourseId, CourseProgress>> {
        self.inner.progress.read_only().into()
    }

    /// The editions downloaded whole, with all their pictures.
    #[must_use]
    pub fn kept_editions(&self) -> ReadSignal<BTreeSet<EditionId>> {
        self.inner.phone.kept.read_only().into()
    }

    /// The editions in memory, for judging [`Device::progress`] by (`domain::progress::Editions`).
    #[must_use]
    pub fn editions_at_hand(&self) -> Vec<Rc<Edition>> {
        self.inner.fold.borrow().editions().to_vec()
    }

    /// Writes down what the learner did. `Ok` only after the phone's transaction has completed; then
    /// [`Device::progress`] moves.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`] when it is nothing that anybody would accept, as a text of 5,000 letters.
    pub async fn record(&self, fact: Fact) -> Result<(), DeviceFault> {
        let appended = self.inner.journal.append(&fact, browser::now()).await;
        appended.map_err(|fault| DeviceFault::NotStored(fault.0))?;
        if !self.inner.journal.saved() {
            self.inner.keeping.set(Keeping::NotSaved);
        }
        if self.inner.fold.borrow().completed(&fact) {
            self.ask_to_persist();
        }
        post::recorded(&self.inner);
        Ok(())
    }

    /// Bytes used on this phone, where it tells.
    pub async fn storage_used(&self) -> Option<u64> {
        browser::used().await
    }

    /// Sends what is waiting now.
    pub fn send_now(&self) {
        post::now(&self.inner);
    }

    /// Whether a newer build of the app is ready to take over.
    #[must_use]
    pub fn update_waiting(&self) -> ReadSignal<bool> {
        self.inner.phone.update.read_only().into()
    }

    /// Lets the newer build take over and loads the page again. Only because the person tapped.
    pub fn apply_update(&self) {
        service_worker::apply();
    }

    /// Once there is something to lose, and once a page: the browser may ask the person.
    fn ask_to_persist(&self) {
        if !self.inner.phone.persisted.replace(true) {
            wasm_bindgen_futures::spawn_local(browser::persist());
        }
    }
}

impl Inner {
    /// Hears of every change: its own, to pass it on, and those of other tabs.
    fn listen(self: &Rc<Self>) {
        let me = Rc::downgrade(self);
        self.journal.listen(move |news, fresh| {
            let Some(me) = me.upgrade() else { return };
            me.took(news, fresh);
            if let Some(channel) = me.channel.get() {
                channel.tell(&json::write(news));
            }
        });
        let me = Rc::downgrade(self);
        let channel = browser::Channel::open("congdanso", move |text| {
            let (Some(me), Ok(news)) = (me.upgrade(), json::read::<News>(&text)) else { return };
            me.heard(&news);
        });
        // Set once: this is called once.
        self.channel.set(channel).ok();
    }

    /// Takes in what another tab did.
    fn heard(self: &Rc<Self>, news: &News) {
        let Some(fresh) = self.journal.heard(news) else { return };
        match news.closed {
            None => self.took(news, &fresh),
            Some(journal::LOCKED) => self.person.update(|person| person.lock.locked = person.lock.pictures > 0),
            Some(unsent) => {
                self.left.set(true);
                self.person.update(|person| person.gone = Some(unsent));
            }
        }
    }

    /// Moves what is shown after the journal has changed.
    fn took(self: &Rc<Self>, news: &News, fresh: &[String]) {
        let refused = news.rows.iter().any(|(_, row)| matches!(row.state, RowState::Quarantined { .. }));
        {
            let mut fold = self.fold.borrow_mut();
            if refused {
                fold.again(self.journal.ledger().texts());
            } else {
                fresh.iter().for_each(|text| fold.take(text));
            }
        }
        self.show();
        if !self.fold.borrow().missing().is_empty() {
            reading::fetch_missing(self);
        }
    }

    /// Shows progress and the quiet line as they are now.
    fn show(&self) {
        let progress = self.fold.borrow().progress().clone();
        if self.progress.with_untracked(|shown| *shown != progress) {
            self.progress.set(progress);
        }
        self.show_vouching();
        let (waiting, quarantined) = self.journal.ledger().counts();
        let last_sent = self.journal.standing().last_sent;
        let line = SyncLine {
            online: browser::online(),
            waiting,
            quarantined,
            sending: self.post.sending() && waiting > 0,
            last_sent,
            no_server: self.post.no_server(),
        };
        if self.line.get_untracked() != line {
            self.line.set(line);
        }
    }

    /// Folds the whole journal, with the editions that are kept; the rest is fetched behind.
    async fn load_progress(self: &Rc<Self>) {
        self.fold.borrow_mut().again(self.journal.ledger().texts());
        let missing = self.fold.borrow().missing();
        for id in &missing {
            if let Some(edition) = library::kept_edition(id).await {
                self.fold.borrow_mut().meet(edition);
            }
        }
        self.show();
        if !self.fold.borrow().missing().is_empty() {
            reading::fetch_missing(self);
        }
    }
}
