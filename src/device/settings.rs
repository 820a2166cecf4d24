//! What a person has set, and where each lesson was left.

use super::store::{Put, Shelf};
use super::{Device, DeviceFault, Inner, Settings};
use domain::id::{ActivityId, CourseId, LessonId};
use domain::json;
use domain::statement::{Consent, Declared, Fact};
use domain::unit::UnitKey;
use leptos::prelude::*;

impl Device {
    /// Keeps other settings. The commune is changed by [`Device::declare_commune`] only.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`]; the settings hold for this page all the same.
    pub async fn change_settings(&self, settings: Settings) -> Result<(), DeviceFault> {
        let commune = self.inner.settings.with_untracked(|known| known.commune.clone());
        self.inner.keep_settings(Settings { commune, ..settings }).await
    }

    /// Keeps where the learner lives and writes the statement that says so; `None` takes it back.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn declare_commune(&self, commune: Option<(UnitKey, String)>) -> Result<(), DeviceFault> {
        let known = self.inner.settings.get_untracked();
        if known.commune == commune {
            return Ok(());
        }
        let revision = self.inner.journal.ledger().revision().saturating_add(1);
        let unit = commune.as_ref().map(|(unit, _)| unit.clone());
        let given = unit.is_some();
        self.record(Fact::Declared(Declared { unit, revision })).await?;
        self.consent(Consent::Commune(given)).await?;
        self.inner.keep_settings(Settings { commune, ..known }).await
    }

    /// The commune that was declared on another of the learner's phones, where this one hasn't its name yet.
    #[must_use]
    pub fn unnamed_commune(&self) -> Option<UnitKey> {
        let named = self.inner.settings.with_untracked(|known| known.commune.is_some());
        if named { None } else { self.inner.journal.ledger().unit() }
    }

    /// Keeps the name of [`Device::unnamed_commune`].
    pub async fn name_commune(&self, unit: UnitKey, name: String) {
        let known = self.inner.settings.get_untracked();
        // Not kept, it is looked up again.
        self.inner.keep_settings(Settings { commune: Some((unit, name)), ..known }).await.ok();
    }

    /// The activity at which the learner left a lesson.
    pub async fn place(&self, course: &CourseId, lesson: &LessonId) -> Option<ActivityId> {
        let key = self.inner.own_key(&format!("{course}/{lesson}"));
        self.inner.journal.store().get(Shelf::Place, &key).await.ok().flatten()?.parse().ok()
    }

    /// Remembers the activity on the screen.
    pub async fn keep_place(&self, course: &CourseId, lesson: &LessonId, activity: &ActivityId) {
        let place = format!("{course}/{lesson}");
        let puts = vec![
            Put { shelf: Shelf::Place, key: self.inner.own_key(&place), text: activity.to_string() },
            Put { shelf: Shelf::Setting, key: self.inner.own_key("last"), text: place },
        ];
        // Lost, the lesson opens at its first activity that isn't done.
        self.inner.journal.store().put(puts).await.ok();
    }

    /// The lesson in which the learner was last.
    pub async fn last_place(&self) -> Option<(CourseId, LessonId)> {
        let place = self.inner.journal.store().get(Shelf::Setting, &self.inner.own_key("last")).await.ok().flatten()?;
        let (course, lesson) = place.split_once('/')?;
        Some((course.parse().ok()?, lesson.parse().ok()?))
    }
}

impl Inner {
    pub(super) async fn load_settings(&self) {
        let text = self.journal.store().get(Shelf::Setting, &self.own_key("settings")).await.ok().flatten();
        // Unreadable (from a newer build), they are as if never set.
        if let Some(settings) = text.and_then(|text| json::read(&text).ok()) {
            self.settings.set(settings);
        }
        self.load_face().await;
        self.load_lock().await;
        self.load_vouching().await;
    }

    async fn keep_settings(&self, settings: Settings) -> Result<(), DeviceFault> {
        let text = json::write(&settings);
        self.settings.set(settings);
        let put = Put { shelf: Shelf::Setting, key: self.own_key("settings"), text };
        self.journal.store().put(vec![put]).await.map_err(|fault| DeviceFault::NotStored(fault.0))
    }

    /// Several learners may share a phone: each has keys of its own.
    pub(super) fn own_key(&self, name: &str) -> String {
        format!("{}/{name}", self.journal.profile().device)
    }
}
