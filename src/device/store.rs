//! Shelves of texts by key, in IndexedDB where the phone lets us and in memory where it doesn't.
//!
//! A change is one transaction: read some texts, decide without waiting, write. It knows nothing of what the texts mean.

use idb::{DatabaseEvent, Factory, KeyRange, ObjectStoreParams, Query, Transaction};
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{IdbDatabase, IdbTransaction};

const NAME: &str = "congdanso";
const VERSION: u32 = 1;
/// How long the storage may take to open: an older tab may block an upgrade, and some browsers hang for ever.
const PATIENCE_MS: i32 = 4_000;

/// What lies where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// Learners on this phone, and how each stands with the server.
    Learner,
    /// The journal: what was done on this phone.
    Statement,
    /// What the learner did elsewhere.
    Pulled,
    /// What was set, and what is kept of the catalogue and downloads.
    Setting,
    /// Where each lesson was left.
    Place,
}

impl Shelf {
    const ALL: [Self; 5] = [Self::Learner, Self::Statement, Self::Pulled, Self::Setting, Self::Place];

    const fn name(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Statement => "statement",
            Self::Pulled => "pulled",
            Self::Setting => "setting",
            Self::Place => "place",
        }
    }
}

/// A text put under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Where.
    pub shelf: Shelf,
    /// Under which key.
    pub key: String,
    /// The text.
    pub text: String,
}

/// What a decision came to: what to write, and what to hand back once it is written.
pub type Decision<R> = (Vec<Put>, R);

type Decide<'a> = dyn FnMut(&[Option<String>]) -> Vec<Put> + 'a;

/// The storage did not do what was asked; in the browser's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StoreFault(pub String);

impl From<idb::Error> for StoreFault {
    /// Which of the many it was is shown to nobody, and its words would be downloaded by everybody.
    fn from(_: idb::Error) -> Self {
        Self("the phone's storage refused".into())
    }
}

impl From<JsValue> for StoreFault {
    fn from(_: JsValue) -> Self {
        Self("the browser refused".into())
    }
}

/// The shelves of this phone. A cheap clone.
#[derive(Clone)]
pub struct Store {
    backing: Rc<RefCell<Backing>>,
}

enum Backing {
    Phone(IdbDatabase),
    Memory(BTreeMap<(Shelf, String), String>),
    /// A phone that takes nothing any more, in tests.
    #[cfg(test)]
    Full,
}

impl Store {
    /// Opens the phone's storage.
    ///
    /// # Errors
    /// When it doesn't open in time: private mode, a full disk, a blocked upgrade, a newer build's storage.
    pub async fn open() -> Result<Self, StoreFault> {
        Ok(Self { backing: Rc::new(RefCell::new(Backing::Phone(connect().await?))) })
    }

    /// Shelves that last as long as the page.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { backing: Rc::new(RefCell::new(Backing::Memory(BTreeMap::new()))) }
    }

    /// Reads some texts and writes what `decide` makes of them, in one transaction: all of it or nothing. Complete only
    /// when the phone says that it is on the disk.
    ///
    /// # Errors
    /// When the phone refuses, also after the connection was opened anew.
    pub async fn change<R>(
        &self,
        read: &[(Shelf, String)],
        decide: impl Fn(&[Option<String>]) -> Decision<R>,
    ) -> Result<R, StoreFault> {
        let mut done = None;
        let mut decided = |texts: &[Option<String>]| {
            let (puts, outcome) = decide(texts);
            done = Some(outcome);
            puts
        };
        self.transact(read, &mut decided).await?;
        done.ok_or_else(|| StoreFault("nothing was decided".into()))
    }

    /// The same for any outcome: compiled once, since every byte of it travels to a phone.
    async fn transact(&self, read: &[(Shelf, String)], decide: &mut Decide<'_>) -> Result<(), StoreFault> {
        let Some(database) = self.database() else { return self.change_memory(read, decide) };
        match change_on(&database, read, decide).await {
            Ok(()) => Ok(()),
            // A phone may drop the connection while the app sleeps: once more with a new one.
            Err(_) => change_on(&self.reconnect().await?, read, decide).await,
        }
    }

    /// Everything on a shelf whose key begins with `prefix`, in the order of keys.
    ///
    /// # Errors
    /// When the phone refuses.
    pub async fn all(&self, shelf: Shelf, prefix: &str) -> Result<Vec<(String, String)>, StoreFault> {
        let Some(database) = self.database() else { return Ok(self.all_memory(shelf, prefix)) };
        match all_on(&database, shelf, prefix).await {
            Ok(all) => Ok(all),
            Err(_) => all_on(&self.reconnect().await?, shelf, prefix).await,
        }
    }

    /// One text.
    ///
    /// # Errors
    /// When the phone refuses.
    pub async fn get(&self, shelf: Shelf, key: &str) -> Result<Option<String>, StoreFault> {
        let all = self.all(shelf, key).await?;
        Ok(all.into_iter().find(|(found, _)| found == key).map(|(_, text)| text))
    }

    /// Writes texts.
    ///
    /// # Errors
    /// When the phone refuses.
    pub async fn put(&self, puts: Vec<Put>) -> Result<(), StoreFault> {
        self.change(&[], |_| (puts.clone(), ())).await
    }

    /// Takes everything off some shelves whose key begins with a prefix, and writes texts, in one transaction.
    ///
    /// # Errors
    /// When the phone refuses.
    pub async fn forget(&self, prefixes: &[(Shelf, String)], puts: Vec<Put>) -> Result<(), StoreFault> {
        if let Some(database) = self.database() {
            return match forget_on(&database, prefixes, &puts).await {
                Ok(()) => Ok(()),
                Err(_) => forget_on(&self.reconnect().await?, prefixes, &puts).await,
            };
        }
        if let Backing::Memory(texts) = &mut *self.backing.borrow_mut() {
            let gone = |shelf: Shelf, key: &str| {
                prefixes.iter().any(|(on, prefix)| *on == shelf && key.starts_with(prefix.as_str()))
            };
            // Written anew: taking out of a tree is two kilobytes that nothing else needs.
            let mut left = BTreeMap::new();
            for ((shelf, key), text) in texts.iter().filter(|((shelf, key), _)| !gone(*shelf, key)) {
                left.insert((*shelf, key.clone()), text.clone());
            }
            *texts = left;
        }
        self.put(puts).await
    }

    /// Takes nothing any more, as a phone without room.
    #[cfg(test)]
    pub fn fill_up(&self) {
        *self.backing.borrow_mut() = Backing::Full;
    }

    /// Loses everything, as when somebody clears the browser's data.
    #[cfg(test)]
    pub fn clear(&self) {
        *self.backing.borrow_mut() = Backing::Memory(BTreeMap::new());
    }

    fn database(&self) -> Option<IdbDatabase> {
        match &*self.backing.borrow() {
            Backing::Phone(database) => Some(database.clone()),
            Backing::Memory(_) => None,
            #[cfg(test)]
            Backing::Full => None,
        }
    }

    async fn reconnect(&self) -> Result<IdbDatabase, StoreFault> {
        let database = connect().await?;
        *self.backing.borrow_mut() = Backing::Phone(database.clone());
        Ok(database)
    }

    fn change_memory(&self, read: &[(Shelf, String)], decide: &mut Decide<'_>) -> Result<(), StoreFault> {
        let mut backing = self.backing.borrow_mut();
        let Backing::Memory(texts) = &mut *backing else { return Err(StoreFault("not in memory".into())) };
        let puts = decide(&read.iter().map(|key| texts.get(key).cloned()).collect::<Vec<_>>());
        texts.extend(puts.into_iter().map(|put| ((put.shelf, put.key), put.text)));
        Ok(())
    }

    fn all_memory(&self, shelf: Shelf, prefix: &str) -> Vec<(String, String)> {
        let backing = self.backing.borrow();
        let Backing::Memory(texts) = &*backing else { return Vec::new() };
        let on_shelf = texts.iter().filter(|((on, key), _)| *on == shelf && key.starts_with(prefix));
        on_shelf.map(|((_, key), text)| (key.clone(), text.clone())).collect()
    }
}

async fn connect() -> Result<IdbDatabase, StoreFault> {
    // Opening goes on even when nobody waits for it any more: an upgrade left halfway would be a store without shelves.
    let opening = future_to_promise(async { opened().await.map(Into::into).map_err(|fault| fault.0.into()) });
    let late = Promise::new(&mut |resolve, _| {
        // Without a timer there is only no limit.
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MS).ok();
    });
    let first = JsFuture::from(Promise::race(&Array::of2(&opening, &late))).await?;
    first.dyn_into().map_err(|_| StoreFault("no answer in time".into()))
}

async fn opened() -> Result<IdbDatabase, StoreFault> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else { return };
        let there = database.store_names();
        for shelf in Shelf::ALL.iter().filter(|shelf| !there.iter().any(|name| name == shelf.name())) {
            // A failure here aborts the upgrade, and opening reports it.
            database.create_object_store(shelf.name(), ObjectStoreParams::new()).ok();
        }
    });
    let database: IdbDatabase = request.await?.into();
    let connection = database.clone();
    // A newer build in another tab wants to upgrade: let it.
    let close = Closure::<dyn Fn()>::new(move || connection.close()).into_js_value();
    database.set_onversionchange(close.dyn_ref());
    Ok(database)
}

/// The transaction of a change. `strict`: complete means on the disk, not in the operating system's hands.
fn transaction(database: &IdbDatabase, shelves: &Array) -> Result<Transaction, StoreFault> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    // web-sys offers the third argument only behind an unstable flag.
    let begin: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let begun: IdbTransaction = begin.call3(database, shelves, &"readwrite".into(), &options)?.dyn_into()?;
    Ok(begun.into())
}

async fn change_on(
    database: &IdbDatabase,
    read: &[(Shelf, String)],
    decide: &mut Decide<'_>,
) -> Result<(), StoreFault> {
    let shelves: Array = Shelf::ALL.iter().map(|shelf| JsValue::from(shelf.name())).collect();
    let transaction = transaction(database, &shelves)?;
    let mut texts = Vec::with_capacity(read.len());
    for (shelf, key) in read {
        // Nothing but the transaction's own requests is awaited here, or the browser would close it.
        let found = transaction.object_store(shelf.name())?.get(Query::Key(key.as_str().into()))?.await?;
        texts.push(found.and_then(|text| text.as_string()));
    }
    if let Err(fault) = decide(&texts).iter().try_for_each(|put| put_on(&transaction, put)) {
        // What was put before would be kept without the rest. Refused only where nothing will be kept anyway.
        transaction.abort().ok();
        return Err(fault);
    }
    let result = transaction.await?;
    if result.is_committed() { Ok(()) } else { Err(StoreFault("the transaction was aborted".into())) }
}

async fn forget_on(database: &IdbDatabase, prefixes: &[(Shelf, String)], puts: &[Put]) -> Result<(), StoreFault> {
    let shelves: Array = Shelf::ALL.iter().map(|shelf| JsValue::from(shelf.name())).collect();
    let transaction = transaction(database, &shelves)?;
    for (shelf, prefix) in prefixes {
        let last = format!("{prefix}\u{ffff}");
        let range = KeyRange::bound(&prefix.as_str().into(), &last.as_str().into(), None, None)?;
        transaction.object_store(shelf.name())?.delete(Query::KeyRange(range))?;
    }
    puts.iter().try_for_each(|put| put_on(&transaction, put))?;
    let result = transaction.await?;
    if result.is_committed() { Ok(()) } else { Err(StoreFault("the transaction was aborted".into())) }
}

fn put_on(transaction: &Transaction, put: &Put) -> Result<(), StoreFault> {
    let shelf = transaction.object_store(put.shelf.name())?;
    shelf.put(&put.text.as_str().into(), Some(&put.key.as_str().into()))?;
    Ok(())
}

async fn all_on(database: &IdbDatabase, shelf: Shelf, prefix: &str) -> Result<Vec<(String, String)>, StoreFault> {
    let names: Array = std::iter::once(JsValue::from(shelf.name())).collect();
    let transaction: Transaction = database.transaction_with_str_sequence(&names)?.into();
    let store = transaction.object_store(shelf.name())?;
    let last = format!("{prefix}\u{ffff}");
    let range = || KeyRange::bound(&prefix.into(), &last.as_str().into(), None, None).map(Query::KeyRange);
    let (keys, texts) = (store.get_all_keys(Some(range()?), None)?, store.get_all(Some(range()?), None)?);
    let (keys, texts) = (keys.await?, texts.await?);
    let pairs = keys.iter().zip(&texts).filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?)));
    Ok(pairs.collect())
}
