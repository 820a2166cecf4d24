//! The journal: statements are written once, in one transaction with the number they take, and never changed.
//!
//! What is sent when is `sync`'s and `sender`'s business; what it adds up to is `fold`'s.

use super::ledger::{Ledger, Place, Pulled, Row, RowState};
use super::profile::{Dice, Profile};
use super::store::{Put, Shelf, Store, StoreFault};
use super::sync::{Change, Standing};
use domain::edition::media_id;
use domain::id::DeviceId;
use domain::json;
use domain::statement::{Fact, LATEST, Statement, VERSION, read};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

/// Which learner (by device) this phone speaks for now.
pub(super) const CURRENT: &str = "current";

/// What changed in the journal, for other tabs and for whoever shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct News {
    /// Whose journal; other tabs may speak for another.
    pub device: Option<DeviceId>,
    /// Statements written, or whose state changed.
    pub rows: Vec<(Place, Row)>,
    /// Statements that arrived from elsewhere.
    pub pulled: Vec<Pulled>,
    /// How the device stands with the server now, where that changed.
    pub standing: Option<Standing>,
    /// A page must not speak for the learner any more: [`LOCKED`], or erased, and so many statements had not been sent.
    #[serde(default)]
    pub closed: Option<i64>,
}

/// Until the right pictures are tapped.
pub const LOCKED: i64 = -1;

/// How opening went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// The learner was there.
    Found,
    /// The learner was made just now.
    Made,
    /// Nothing can be kept.
    NotSaved,
}

/// Hears what changed, and which texts are new among it.
type Listener = Rc<dyn Fn(&News, &[String])>;

/// The journal of the learner whom this page speaks for.
pub struct Journal {
    store: RefCell<Store>,
    profile: RefCell<Profile>,
    standing: RefCell<Standing>,
    ledger: RefCell<Ledger>,
    dice: Dice,
    saved: Cell<bool>,
    listener: RefCell<Option<Listener>>,
}

impl Journal {
    /// Opens the journal, and makes the learner on first use. Never fails: what can't be kept lives in memory.
    pub async fn open(store: Result<Store, StoreFault>, dice: Dice) -> (Self, Opened) {
        let loaded = match store {
            Ok(store) => load(&store, dice).await.map(|loaded| (store, loaded)),
            Err(fault) => Err(fault),
        };
        let (store, (profile, standing, ledger, opened)) = loaded.unwrap_or_else(|_| {
            let nobody = (Profile::new(dice), Standing::default(), Ledger::default(), Opened::NotSaved);
            (Store::in_memory(), nobody)
        });
        let journal = Self {
            store: RefCell::new(store),
            profile: RefCell::new(profile),
            standing: RefCell::new(standing),
            ledger: RefCell::new(ledger),
            dice,
            saved: Cell::new(opened != Opened::NotSaved),
            listener: RefCell::new(None),
        };
        if opened == Opened::NotSaved {
            journal.begin_in_memory().await;
        }
        (journal, opened)
    }

    /// Opens the journal of a learner who is on these shelves already.
    ///
    /// # Errors
    /// When the phone refuses, or there is no such learner (any more).
    pub async fn open_as(store: Store, device: DeviceId, dice: Dice, saved: bool) -> Result<Self, StoreFault> {
        let (profile, standing, ledger) = load_as(&store, device).await?;
        Ok(Self {
            store: RefCell::new(store),
            profile: RefCell::new(profile),
            standing: RefCell::new(standing),
            ledger: RefCell::new(ledger),
            dice,
            saved: Cell::new(saved),
            listener: RefCell::new(None),
        })
    }

    /// Whether what is written outlives the page.
    #[must_use]
    pub fn saved(&self) -> bool {
        self.saved.get()
    }

    /// The shelves, for what belongs beside the journal.
    #[must_use]
    pub fn store(&self) -> Store {
        self.store.borrow().clone()
    }

    /// The learner.
    #[must_use]
    pub fn profile(&self) -> Profile {
        self.profile.borrow().clone()
    }

    /// How the device stands with the server.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing.borrow().clone()
    }

    /// What is in it. Not to be held over a wait.
    #[must_use]
    pub fn ledger(&self) -> Ref<'_, Ledger> {
        self.ledger.borrow()
    }

    /// Calls `listener` after every change made by this page, with the texts that are new.
    pub fn listen(&self, listener: impl Fn(&News, &[String]) + 'static) {
        *self.listener.borrow_mut() = Some(Rc::new(listener));
    }

    /// Writes a statement down. Complete when the phone's transaction is; where the phone refuses, the page goes on in
    /// memory and [`Journal::saved`] says so.
    ///
    /// # Errors
    /// When the fact is no statement that anybody would accept.
    pub async fn append(&self, fact: &Fact, now: i64) -> Result<(), StoreFault> {
        let before = self.profile.borrow().device;
        let written = match self.write(fact, now).await {
            Ok(written) => written,
            Err(_) => {
                // Of several that failed at once, the first has left already.
                if self.profile.borrow().device == before {
                    self.leave_storage().await;
                }
                self.write(fact, now).await?
            }
        };
        let (profile, place, row) = written?;
        let device = profile.device;
        *self.profile.borrow_mut() = profile;
        self.take_in(News { device: Some(device), rows: vec![(place, row)], ..News::default() });
        Ok(())
    }

    async fn write(&self, fact: &Fact, now: i64) -> Result<Result<(Profile, Place, Row), StoreFault>, StoreFault> {
        let known = self.profile();
        let read_first = [(Shelf::Learner, known.device.to_string()), (Shelf::Setting, erased_key(known.device))];
        let store = self.store();
        let change = store.change(&read_first, |texts| {
            if let [_, Some(_)] = texts {
                return (Vec::new(), Err(StoreFault("this learner was erased".into())));
            }
            let kept = texts.first().and_then(Option::as_deref).and_then(|text| json::read(text).ok());
            // Cleared under our feet: write down again what this page knows, under numbers nobody has used.
            let (mut profile, mut puts) = kept.map_or_else(|| self.again(), |profile: Profile| (profile, Vec::new()));
            match written(&profile, fact, now) {
                Ok(text) => {
                    let place = (profile.epoch, profile.next_seq);
                    let row = Row { text, state: RowState::Waiting };
                    profile.next_seq += 1;
                    puts.extend([profile_put(&profile), row_put(profile.device, place, &row)]);
                    (puts, Ok((profile, place, row)))
                }
                Err(fault) => (Vec::new(), Err(fault)),
            }
        });
        change.await
    }

    /// Writes down what an answer of the server changed, for `device`.
    pub async fn apply(&self, device: DeviceId, change: Change) {
        if self.profile.borrow().device != device {
            return;
        }
        let learner = self.profile.borrow().learner;
        let mut puts: Vec<Put> = change.rows.iter().map(|(place, row)| row_put(device, *place, row)).collect();
        puts.extend(change.pulled.iter().map(|pulled| Put {
            shelf: Shelf::Pulled,
            key: format!("{learner}/{}/{}", pulled.device, media_id(pulled.text.as_bytes())),
            text: json::write(pulled),
        }));
        if change.standing != *self.standing.borrow() {
            puts.push(standing_put(device, &change.standing));
        }
        if puts.is_empty() && change.leave_epoch.is_none() {
            return;
        }
        let leave = |texts: &[Option<String>]| {
            if let [_, Some(_)] = texts {
                return (Vec::new(), self.profile());
            }
            let kept = texts.first().and_then(Option::as_deref).and_then(|text| json::read(text).ok());
            let mut profile: Profile = kept.unwrap_or_else(|| self.profile());
            let mut puts = puts.clone();
            if let Some(epoch) = change.leave_epoch {
                profile.leave_epoch(epoch);
                puts.push(profile_put(&profile));
            }
            (puts, profile)
        };
        let read_first = [(Shelf::Learner, device.to_string()), (Shelf::Setting, erased_key(device))];
        // Not written, it is only asked again at the next start; what the server has, it has.
        if let Ok(profile) = self.store().change(&read_first, leave).await {
            *self.profile.borrow_mut() = profile;
        }
        let (rows, pulled) = (change.rows, change.pulled);
        self.take_in(News { device: Some(device), rows, pulled, standing: Some(change.standing), closed: None });
    }

    /// Takes in what another tab of this phone wrote. → the texts that are new, or `None` where it speaks for another
    /// learner.
    pub fn heard(&self, news: &News) -> Option<Vec<String>> {
        if news.device != Some(self.profile.borrow().device) {
            return None;
        }
        let mut ledger = self.ledger.borrow_mut();
        let mut fresh = Vec::new();
        for (place, row) in &news.rows {
            if ledger.rows.insert(*place, row.clone()).is_none() {
                fresh.push(row.text.clone());
            }
        }
        for pulled in &news.pulled {
            if ledger.pulled.insert(pulled.clone()) {
                fresh.push(pulled.text.clone());
            }
        }
        if let Some(standing) = &news.standing {
            standing.clone_into(&mut self.standing.borrow_mut());
        }
        Some(fresh)
    }

    /// Reads everything again: a page that slept may have missed what others wrote. → what is new.
    ///
    /// # Errors
    /// When the phone refuses.
    pub async fn refresh(&self) -> Result<Option<News>, StoreFault> {
        if !self.saved() {
            return Ok(None);
        }
        let device = self.profile.borrow().device;
        let kept = read_series(&self.store(), &self.profile()).await?;
        let known = self.ledger.borrow();
        let rows = kept.rows.into_iter().filter(|(place, row)| known.rows.get(place) != Some(row)).collect();
        let pulled = kept.pulled.into_iter().filter(|pulled| !known.pulled.contains(pulled)).collect();
        Ok(Some(News { device: Some(device), rows, pulled, ..News::default() }))
    }

    /// Takes everything of the learner off the shelves, and `puts` on them in the same transaction. What other tabs or answers
    /// under way still bring is not written any more.
    ///
    /// # Errors
    /// When the phone refuses.
    pub async fn forget(&self, mut puts: Vec<Put>) -> Result<(), StoreFault> {
        let (device, learner) = (self.profile().device, self.profile().learner);
        let own =
            [Shelf::Learner, Shelf::Statement, Shelf::Setting, Shelf::Place].map(|shelf| (shelf, device.to_string()));
        let mut all = vec![(Shelf::Pulled, format!("{learner}/")), (Shelf::Setting, format!("face/{device}"))];
        all.extend(own);
        puts.push(Put { shelf: Shelf::Setting, key: erased_key(device), text: String::new() });
        self.store().forget(&all, puts).await?;
        *self.ledger.borrow_mut() = Ledger::default();
        Ok(())
    }

    fn take_in(&self, news: News) {
        let Some(fresh) = self.heard(&news) else { return };
        // Cloned first: the listener may come back to the journal.
        let listener = self.listener.borrow().clone();
        if let Some(listener) = listener {
            listener(&news, &fresh);
        }
    }

    /// From here on only in memory: as a series of its own, since the saved one may go on in another tab or tomorrow.
    async fn leave_storage(&self) {
        self.saved.set(false);
        let before = self.profile();
        *self.profile.borrow_mut() = before.elsewhere(self.dice);
        *self.standing.borrow_mut() = Standing::default();
        *self.store.borrow_mut() = Store::in_memory();
        let ledger = self.ledger.take();
        let texts: Vec<Pulled> =
            ledger.texts().map(|text| Pulled { device: before.device, text: text.to_owned() }).collect();
        self.ledger.borrow_mut().pulled.extend(texts);
        self.begin_in_memory().await;
    }

    async fn begin_in_memory(&self) {
        let puts = vec![profile_put(&self.profile()), current_put(self.profile().device)];
        // Memory doesn't refuse.
        self.store().put(puts).await.ok();
    }

    fn again(&self) -> (Profile, Vec<Put>) {
        let mut profile = self.profile();
        profile.leave_epoch(profile.epoch);
        let ledger = self.ledger.borrow();
        let mut puts: Vec<Put> = ledger.rows.iter().map(|(place, row)| row_put(profile.device, *place, row)).collect();
        puts.push(current_put(profile.device));
        (profile, puts)
    }
}

type Loaded = (Profile, Standing, Ledger, Opened);

async fn load(store: &Store, dice: Dice) -> Result<Loaded, StoreFault> {
    let made = Profile::new(dice);
    let read_first = [(Shelf::Setting, CURRENT.to_owned())];
    let current = store.change(&read_first, |texts| match texts.first() {
        Some(Some(device)) => (Vec::new(), device.clone()),
        // Two tabs may open at once for the first time: whoever writes first has made the learner.
        Some(None) | None => (vec![profile_put(&made), current_put(made.device)], made.device.to_string()),
    });
    let current = current.await?.parse().map_err(|_| StoreFault("the learner's id can't be read".into()))?;
    let (profile, standing, ledger) = load_as(store, current).await?;
    let opened = if profile.device == made.device { Opened::Made } else { Opened::Found };
    Ok((profile, standing, ledger, opened))
}

async fn load_as(store: &Store, device: DeviceId) -> Result<(Profile, Standing, Ledger), StoreFault> {
    let device = device.to_string();
    let mut learners = store.all(Shelf::Learner, &device).await?;
    let standing = learners.pop_if(|(key, _)| *key != device).and_then(|(_, text)| json::read(&text).ok());
    let Some(profile) = learners.pop().and_then(|(_, text)| json::read::<Profile>(&text).ok()) else {
        return Err(StoreFault("the learner's profile can't be read".into()));
    };
    let ledger = read_series(store, &profile).await?;
    Ok((profile, standing.unwrap_or_default(), ledger))
}

async fn read_series(store: &Store, profile: &Profile) -> Result<Ledger, StoreFault> {
    let mut ledger = Ledger::default();
    for (key, text) in store.all(Shelf::Statement, &profile.device.to_string()).await? {
        if let (Some(place), Ok(row)) = (place_in(&key), json::read(&text)) {
            ledger.rows.insert(place, row);
        }
    }
    let pulled = store.all(Shelf::Pulled, &profile.learner.to_string()).await?;
    ledger.pulled.extend(pulled.iter().filter_map(|(_, text)| json::read(text).ok()));
    Ok(ledger)
}

/// The text of the next statement, as anybody will ever see it.
fn written(profile: &Profile, fact: &Fact, now: i64) -> Result<String, StoreFault> {
    let (epoch, seq) = (profile.epoch, profile.next_seq);
    let statement = Statement { v: VERSION, epoch, seq, at: now.clamp(0, LATEST), did: fact.clone() };
    let text = json::write(&statement);
    read(&text).map_err(|(_, reason)| StoreFault(reason))?;
    Ok(text)
}

pub(super) fn profile_put(profile: &Profile) -> Put {
    Put { shelf: Shelf::Learner, key: profile.device.to_string(), text: json::write(profile) }
}

pub(super) fn current_put(device: DeviceId) -> Put {
    Put { shelf: Shelf::Setting, key: CURRENT.into(), text: device.to_string() }
}

fn row_put(device: DeviceId, (epoch, seq): Place, row: &Row) -> Put {
    // Ten digits, so that keys sort as numbers do.
    Put { shelf: Shelf::Statement, key: format!("{device}/{epoch:010}/{seq:010}"), text: json::write(row) }
}

/// All that stays of an erased learner.
fn erased_key(device: DeviceId) -> String {
    format!("erased/{device}")
}

/// How a device stands with the server, as it is kept.
pub(super) fn standing_put(device: DeviceId, standing: &Standing) -> Put {
    Put { shelf: Shelf::Learner, key: standing_key(device), text: json::write(standing) }
}

fn standing_key(device: DeviceId) -> String {
    format!("{device}/standing")
}

fn place_in(key: &str) -> Option<Place> {
    let mut parts = key.rsplit('/');
    let (seq, epoch) = (parts.next()?, parts.next()?);
    Some((epoch.parse().ok()?, seq.parse().ok()?))
}
