//! The editions in memory: what is scored against. They never change, so a copy is as good as the store's.

use crate::error::Fault;
use crate::store::{Row, Store};
use domain::edition::Edition;
use domain::id::EditionId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

/// Editions by id; found ones are shared.
pub type Found = BTreeMap<EditionId, Arc<Edition>>;

/// The editions that have been asked for so far.
#[derive(Default)]
pub struct Shelf(RwLock<Found>);

fn read(row: &Row) -> Result<Edition, Fault> {
    let id: EditionId = row.parsed(0)?;
    Edition::read(id, row.text(1)?.as_bytes()).map_err(|fault| Fault::Damaged(fault.to_string()))
}

impl Shelf {
    /// Takes the editions on offer into memory.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn load_offered(&self, store: &Store) -> Result<(), Fault> {
        for row in store.rows("SELECT edition, body FROM edition WHERE withdrawn_at IS NULL", vec![]).await? {
            self.put(read(&row)?);
        }
        Ok(())
    }

    /// Adds an edition that was just published.
    pub fn put(&self, edition: Edition) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(edition.id, Arc::new(edition));
    }

    /// Takes an edition off again whose publishing failed.
    pub fn take_off(&self, edition: &EditionId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(edition);
    }

    /// The editions of some ids, from memory or else from the store; those not known anywhere are left out.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn find(&self, store: &Store, ids: &BTreeSet<EditionId>) -> Result<Found, Fault> {
        let mut found = Found::new();
        let mut missing = Vec::new();
        {
            let shelf = self.0.read().unwrap_or_else(PoisonError::into_inner);
            for id in ids {
                match shelf.get(id) {
                    Some(edition) => drop(found.insert(*id, Arc::clone(edition))),
                    None => missing.push(*id),
                }
            }
        }
        for id in missing {
            let row = store
                .row("SELECT edition, body FROM edition WHERE edition = $1", crate::values![id.to_string()])
                .await?;
            if let Some(row) = row {
                let edition = Arc::new(read(&row)?);
                self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&edition));
                found.insert(id, edition);
            }
        }
        Ok(found)
    }
}
