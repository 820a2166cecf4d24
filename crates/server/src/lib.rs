//! The server of Công dân số: what happens behind `/api/`, and the files a browser asks for.
//!
//! Cut by the people it serves: [`learn`] (citizens' phones), [`teach`] (trainers), [`oversee`] (officials), with
//! [`account`] for staff and [`site`] for static files and pages. [`store`] is the only file that knows the database engine,
//! [`error`] the only one that turns a fault into HTTP, [`projection`] the only one that writes derived tables.

pub mod account;
pub mod audit;
pub mod backup;
pub mod clock;
pub mod command;
pub mod config;
pub mod connections;
pub mod description;
pub mod editions;
pub mod error;
pub mod export;
pub mod extract;
pub mod http;
pub mod learn;
pub mod oversee;
pub mod projection;
pub mod publication;
pub mod secret;
pub mod seed;
pub mod sign_in;
pub mod site;
pub mod spreadsheet;
pub mod store;
pub mod teach;
pub mod units;

use clock::Clock;
use config::Serve;
use editions::Shelf;
use error::Fault;
use std::sync::Arc;
use store::Store;

/// Everything that a request may need.
pub struct Server {
    /// Where everything is kept.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// The editions in memory.
    pub shelf: Shelf,
    /// How the server was asked to serve.
    pub serve: Serve,
    /// Where pages of statements wait for the writer.
    pub inbox: learn::inbox::Inbox,
    /// How many wrong codes have come of late.
    pub misses: learn::handovers::Misses,
    /// Where passwords are hashed.
    pub hashing: account::hashing::Hashing,
    /// Through what staff may sign in beside their password, if anything.
    pub provider: Option<account::provider::Provider>,
    /// The static files and pages.
    pub site: site::Site,
}

impl Server {
    /// Puts a server together around a migrated store and starts its writer.
    ///
    /// # Errors
    /// When the store can't be read, the system has no thread left, or the provider of identities makes no sense.
    pub async fn start(store: Store, clock: Clock, serve: Serve) -> Result<Arc<Self>, Fault> {
        let shelf = Shelf::default();
        shelf.load_offered(&store).await?;
        let site = site::Site::new(&serve)?;
        let provider = serve.provider.as_ref().map(account::provider::Provider::new).transpose()?;
        let (inbox, waiting) = learn::inbox::open();
        let server = Arc::new(Self {
            store,
            clock,
            shelf,
            serve,
            inbox,
            misses: Default::default(),
            hashing: account::hashing::Hashing::start()?,
            provider,
            site,
        });
        tokio::spawn(learn::inbox::take_in(Arc::clone(&server), waiting));
        Ok(server)
    }
}
