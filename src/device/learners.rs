//! The learners of this phone: who they are to each other, and passing from one to another.
//!
//! A page speaks for one learner for as long as it holds a [`Device`]; another learner is another `Device` over the same
//! shelves. So what is still being written or sent when somebody else takes the phone ends in the journal in which it began.

use super::fold::Fold;
use super::journal::{self, Journal};
use super::lock::LockState;
use super::profile::Profile;
use super::sender::{Home, round};
use super::store::{Put, Shelf, Store, StoreFault};
use super::{Device, DeviceFault, Inner, Keeping, browser};
use domain::id::{DeviceId, Incarnation};
use domain::json;
use leptos::prelude::*;
use std::rc::Rc;

/// The pictures by which learners of one phone tell each other apart, as drawings of `style/icons.svg` are called.
pub const PICTURES: [&str; 12] =
    ["buffalo", "boat", "coffee", "hat", "drum", "fish", "flower", "sun", "mango", "bird", "hill", "rice"];

/// How a learner looks to the others on this phone. Never leaves it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Face {
    /// The place of the picture in [`PICTURES`].
    pub picture: u8,
    /// A nickname (`domain::people::nickname`); empty where none was given.
    pub name: String,
}

impl Face {
    /// As it is kept: by hand, since a nickname holds no slash that matters and every derived form is a kilobyte.
    fn write(&self) -> String {
        format!("{}/{}", self.picture, self.name)
    }

    fn read(text: &str) -> Option<Self> {
        let (picture, name) = text.split_once('/')?;
        Some(Self { picture: picture.parse().ok()?, name: name.into() })
    }
}

/// What a page shows of its learner before anything else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// How they look.
    pub face: Face,
    /// How their lock stands.
    pub lock: LockState,
    /// When a trainer vouched for them, which they haven't read yet.
    pub vouched: Option<i64>,
    /// They were erased elsewhere, and so many statements had not been sent.
    pub gone: Option<i64>,
}

/// A learner of this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The learner's place on this phone.
    pub device: DeviceId,
    /// How they look.
    pub face: Face,
    /// Whether this page speaks for them.
    pub present: bool,
}

impl Device {
    /// The learner of this page: face, lock, and whether they are still there.
    #[must_use]
    pub fn person(&self) -> ReadSignal<Person> {
        self.inner.person.read_only().into()
    }

    /// Keeps another picture or nickname.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`]; it holds for this page all the same.
    pub async fn change_face(&self, face: Face) -> Result<(), DeviceFault> {
        let put = face_put(self.inner.journal.profile().device, &face);
        self.inner.person.update(|person| person.face = face);
        self.inner.journal.store().put(vec![put]).await.map_err(|fault| DeviceFault::NotStored(fault.0))
    }

    /// Everybody who learns on this phone.
    pub async fn neighbours(&self) -> Vec<Neighbour> {
        let (present, store) = (self.inner.journal.profile().device, self.inner.journal.store());
        let joined = store.all(Shelf::Setting, JOINED).await.unwrap_or_default();
        let faces = store.all(Shelf::Setting, FACES).await.unwrap_or_default();
        let face = |device: &DeviceId| {
            let key = face_key(*device);
            let text = faces.iter().find(|(found, _)| *found == key);
            text.and_then(|(_, text)| Face::read(text)).unwrap_or_default()
        };
        let neighbour = |device: DeviceId| Neighbour { device, face: face(&device), present: device == present };
        let shown = |profile: &Profile| !joined.iter().any(|(key, _)| *key == joined_key(profile.device));
        learners(&store)
            .await
            .iter()
            .filter(|profile| shown(profile))
            .map(|profile| neighbour(profile.device))
            .collect()
    }

    /// The phone in the hands of another of its learners.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`]; then everything is as before.
    pub async fn turn_to(&self, device: DeviceId) -> Result<Self, DeviceFault> {
        self.pass(device, vec![]).await
    }

    /// The phone in the hands of somebody who learns here for the first time.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`]; then everything is as before.
    pub async fn welcome(&self, face: &Face) -> Result<Self, DeviceFault> {
        let profile = Profile::new(browser::dice);
        self.pass(profile.device, vec![journal::profile_put(&profile), face_put(profile.device, face)]).await
    }

    pub(super) async fn pass(&self, device: DeviceId, puts: Vec<Put>) -> Result<Self, DeviceFault> {
        let (inner, store) = (&self.inner, self.inner.journal.store());
        let passed = async {
            if !puts.is_empty() {
                store.put(puts).await?;
            }
            let journal = Journal::open_as(store.clone(), device, browser::dice, inner.journal.saved()).await?;
            // Last: a start must never look for a learner who can't be read.
            store.put(vec![journal::current_put(device)]).await.map(|()| journal)
        };
        let journal = passed.await.map_err(|fault: StoreFault| DeviceFault::NotStored(fault.0))?;
        let keeping = if journal.saved() { Keeping::Saved } else { Keeping::NotSaved };
        let fold = Fold::beside(&inner.fold.borrow());
        // From here on nothing new is begun for the one who leaves; a page of theirs under way is still answered.
        inner.close().await;
        inner.left.set(true);
        Ok(Self::of(Rc::clone(&inner.phone), journal, keeping, fold).await)
    }
}

impl Inner {
    pub(super) async fn load_face(&self) {
        let key = face_key(self.journal.profile().device);
        let text = self.journal.store().get(Shelf::Setting, &key).await.ok().flatten();
        if let Some(face) = text.and_then(|text| Face::read(&text)) {
            self.person.update(|person| person.face = face);
        }
    }

    /// Sends what the other learners of this phone have waiting, each with a token and series of their own: the phone may be in
    /// one pair of hands for days.
    pub(super) async fn send_for_others(&self) {
        let store = self.journal.store();
        for Profile { device, .. } in learners(&store).await {
            if device == self.journal.profile().device {
                continue;
            }
            // One that can't be read now is read when its learner comes back.
            let Ok(journal) = Journal::open_as(store.clone(), device, browser::dice, true).await else { continue };
            if journal.ledger().counts().0 > 0 {
                round(&journal, &Home { hurried: false }, false, browser::now).await;
            }
        }
    }
}

/// All learners on these shelves, also those who were joined into another.
pub async fn learners(store: &Store) -> Vec<Profile> {
    let all = store.all(Shelf::Learner, "").await.unwrap_or_default();
    all.iter().filter_map(|(_, text)| json::read(text).ok()).collect()
}

const FACES: &str = "face/";
/// Learners of this phone who were joined into another: into which, and in which life of the server's store.
const JOINED: &str = "joined/";

fn face_key(device: DeviceId) -> String {
    format!("{FACES}{device}")
}

/// How a learner looks, as it is kept.
pub fn face_put(device: DeviceId, face: &Face) -> Put {
    Put { shelf: Shelf::Setting, key: face_key(device), text: face.write() }
}

fn joined_key(device: DeviceId) -> String {
    format!("{JOINED}{device}")
}

/// That a learner was joined into another, as it is kept.
pub fn joined_put(goes: DeviceId, stays: DeviceId, incarnation: Option<Incarnation>) -> Put {
    let life = incarnation.map(|life| life.to_string()).unwrap_or_default();
    Put { shelf: Shelf::Setting, key: joined_key(goes), text: format!("{stays}/{life}") }
}

/// The learners who were joined into one, each with the life of the server's store in which that was.
pub async fn joined_into(store: &Store, stays: DeviceId) -> Vec<(DeviceId, Option<Incarnation>)> {
    let all = store.all(Shelf::Setting, JOINED).await.unwrap_or_default();
    let read = |(key, text): &(String, String)| {
        let (into, life) = text.split_once('/')?;
        (into == stays.to_string()).then_some(())?;
        Some((key.strip_prefix(JOINED)?.parse().ok()?, life.parse().ok()))
    };
    all.iter().filter_map(read).collect()
}
