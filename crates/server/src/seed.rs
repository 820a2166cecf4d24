//! Made-up learners, so that reports have something to show; a store that holds them says so on every page of the desk.

use crate::error::Fault;
use crate::store::Store;

/// Whether the store holds made-up learners.
///
/// # Errors
/// What the engine says.
pub async fn is_demo(store: &Store) -> Result<bool, Fault> {
    Ok(store.row("SELECT value FROM store WHERE name = 'demo'", vec![]).await?.is_some())
}
