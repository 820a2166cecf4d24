//! Static files and pages.

use crate::Server;
use crate::config::Serve;
use crate::error::Fault;
use crate::store::Store;
use axum::Router;
use std::sync::Arc;

/// What a browser gets without asking the API.
pub struct Site;

impl Site {
    /// Loads the built apps.
    ///
    /// # Errors
    /// When they are not there.
    pub async fn load(_serve: &Serve, _store: &Store) -> Result<Self, Fault> {
        Ok(Self)
    }
}

/// The routes of files and pages.
pub fn files() -> Router<Arc<Server>> {
    Router::new()
}
