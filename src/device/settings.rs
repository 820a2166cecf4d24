//! What a person has set, where each lesson was left, and everything as a file.

use super::ledger::RowState;
use super::store::{Put, Shelf};
use super::{Device, DeviceFault, Inner, Settings, browser};
use domain::id::{ActivityId, CourseId, DeviceId, LearnerId, LessonId};
use domain::json;
use domain::statement::{Declared, Fact};
use domain::unit::UnitKey;
use leptos::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;

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
        self.record(Fact::Declared(Declared { unit, revision })).await?;
        self.inner.keep_settings(Settings { commune, ..known }).await
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

    /// Everything that is kept about the learner, as JSON text. Without the secret and the token, by which whoever holds
    /// the file could speak for the learner.
    ///
    /// # Errors
    /// [`DeviceFault::Damaged`] where something kept can't be read any more.
    pub async fn export(&self) -> Result<String, DeviceFault> {
        let profile = self.inner.journal.profile();
        let ledger = self.inner.journal.ledger().clone();
        let raw = |text: &str| json::read::<Box<RawValue>>(text).map_err(|e| DeviceFault::Damaged(e.to_string()));
        let own = ledger
            .rows
            .values()
            .map(|row| Ok(Exported { device: profile.device, state: Some(&row.state), statement: raw(&row.text)? }));
        let elsewhere = ledger
            .pulled
            .iter()
            .map(|pulled| Ok(Exported { device: pulled.device, state: None, statement: raw(&pulled.text)? }));
        let statements = own.chain(elsewhere).collect::<Result<Vec<_>, DeviceFault>>()?;
        let export = Export {
            learner: profile.learner,
            exported_at: browser::now(),
            settings: self.inner.settings.get_untracked(),
            statements,
        };
        Ok(json::write(&export))
    }
}

#[derive(Serialize)]
struct Export<'a> {
    learner: LearnerId,
    exported_at: i64,
    settings: Settings,
    statements: Vec<Exported<'a>>,
}

#[derive(Serialize)]
struct Exported<'a> {
    device: DeviceId,
    /// What became of it; nothing for what was done on another device.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a RowState>,
    statement: Box<RawValue>,
}

impl Inner {
    pub(super) async fn load_settings(&self) {
        let text = self.journal.store().get(Shelf::Setting, &self.own_key("settings")).await.ok().flatten();
        // Unreadable (from a newer build), they are as if never set.
        if let Some(settings) = text.and_then(|text| json::read(&text).ok()) {
            self.settings.set(settings);
        }
    }

    async fn keep_settings(&self, settings: Settings) -> Result<(), DeviceFault> {
        let text = json::write(&settings);
        self.settings.set(settings);
        let put = Put { shelf: Shelf::Setting, key: self.own_key("settings"), text };
        self.journal.store().put(vec![put]).await.map_err(|fault| DeviceFault::NotStored(fault.0))
    }

    /// Several learners may share a phone: each has keys of its own.
    fn own_key(&self, name: &str) -> String {
        format!("{}/{name}", self.journal.profile().device)
    }
}
