//! What each command does. The commands' words are in [`crate::config`].

use crate::audit::Doer;
use crate::clock::Clock;
use crate::config::{Audit, Cli, Command, Serve};
use crate::error::Fault;
use crate::publication::{self, folders, folders::Listed};
use crate::store::Store;
use crate::{Server, backup, connections, http, secret, values};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Does what was asked.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(cli: Cli) -> Result<(), Fault> {
    match &cli.command {
        Command::Serve(serve) => self::serve(&cli, serve.clone()).await,
        Command::Migrate => open(&cli).await.map(drop),
        Command::Rebuild => {
            let server = idle(&cli, None).await?;
            let learners = crate::projection::rebuild(&server).await?;
            println!("rebuilt what is derived for {learners} learners");
            Ok(())
        }
        Command::Units(asked) => crate::units::run(&open(&cli).await?, asked).await,
        Command::Staff(asked) => {
            let store = open(&cli).await?;
            let link = crate::account::invitation::run(&store, Clock::System.now(), asked).await?;
            link.iter().for_each(|link| println!("{link}"));
            Ok(())
        }
        Command::Map { folder } => publication::map::print(folder),
        Command::Check { folder, voice } => folders::check(
            folder,
            voice.as_deref().map(|tag| if tag.is_empty() { Listed::Begun } else { Listed::Language(tag) }),
        ),
        Command::Audit(Audit::Verify) => {
            let rows = crate::audit::verify(&open(&cli).await?).await?;
            println!("{rows} rows, each as it was written");
            Ok(())
        }
        Command::Publish { folder } => folders::publish(&*idle(&cli, None).await?, folder).await,
        Command::Withdraw { edition } => {
            let id = edition.parse().map_err(|fault: domain::Fault| Fault::BadRequest(fault.to_string()))?;
            publication::withdraw(&*idle(&cli, None).await?, &id, Doer::Command).await?;
            println!("{edition} is off the catalogue; phones that hold it keep it");
            Ok(())
        }
        Command::ExportSite { folder, dist } => {
            let written = crate::export::export(&*idle(&cli, dist.clone()).await?, folder).await?;
            println!("{written} files in {}: any web server can serve them", folder.display());
            Ok(())
        }
        Command::Seed(asked) => {
            let server = idle_at(&cli, None, Clock::ByHand(Arc::default())).await?;
            crate::seed::run(&server, asked).await
        }
        Command::Backup { file } => {
            backup::backup(&open(&cli).await?, Clock::System.now(), file).await?;
            println!("{} holds everything that was stored until now", file.display());
            Ok(())
        }
        Command::Restore { file } => {
            let kept = backup::restore(&cli.store(), file.as_deref(), Clock::System.now()).await?;
            kept.iter().for_each(|kept| println!("the store that was there is kept as {}", kept.display()));
            println!("restored; phones will send again what the store lacks");
            Ok(())
        }
    }
}

/// Opens the store and brings it up to date.
///
/// # Errors
/// When it can't be opened or migrated.
pub async fn open(cli: &Cli) -> Result<Store, Fault> {
    if cli.database.is_none() {
        std::fs::create_dir_all(&cli.data)
            .map_err(|error| Fault::Io(format!("{} can't be made: {error}", cli.data.display())))?;
    }
    let store = Store::open(&cli.store()).await?;
    prepare(&store).await?;
    Ok(store)
}

/// Migrates a store and gives it its incarnation where it has none.
///
/// # Errors
/// When it can't be migrated.
pub async fn prepare(store: &Store) -> Result<(), Fault> {
    store.migrate().await?;
    let mut tx = store.write().await?;
    let incarnation = secret::hex(&secret::random::<16>()?);
    tx.run(
        "INSERT INTO store (name, value) VALUES ('incarnation', $1) ON CONFLICT (name) DO NOTHING",
        values![incarnation],
    )
    .await?;
    tx.commit().await
}

/// A server that answers nobody, for commands that need its parts.
async fn idle(cli: &Cli, dist: Option<PathBuf>) -> Result<Arc<Server>, Fault> {
    idle_at(cli, dist, Clock::System).await
}

async fn idle_at(cli: &Cli, dist: Option<PathBuf>, clock: Clock) -> Result<Arc<Server>, Fault> {
    let store = open(cli).await?;
    let serve = Serve {
        host: String::new(),
        port: 0,
        dist,
        tls: false,
        retire_service_worker: false,
        contact: None,
        provider: None,
    };
    Server::start(store, clock, serve).await
}

async fn serve(cli: &Cli, serve: Serve) -> Result<(), Fault> {
    let store = open(cli).await?;
    let address = format!("{}:{}", serve.host, serve.port);
    let listener = tokio::net::TcpListener::bind(&address).await.map_err(|error| {
        Fault::Io(if error.kind() == std::io::ErrorKind::AddrInUse {
            format!("port {} is in use: stop the other program or choose another with --port", serve.port)
        } else {
            format!("can't listen on {address}: {error}")
        })
    })?;
    let server = Server::start(store.clone(), Clock::System, serve).await?;
    let bound = listener.local_addr().map_err(|error| Fault::Io(error.to_string()))?;
    tokio::spawn(http::keep_metrics_small());
    if !server.site.load()? {
        println!("the apps are not built, so only the API is served: `cargo xtask build` builds them into dist/");
    }
    println!("serving on http://{bound}");
    connections::serve(listener, http::router(server), connections::LONGEST_SILENCE, told_to_stop()).await;
    store.close().await;
    Ok(())
}

/// Ctrl-C or SIGTERM.
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Whether a path is a folder that may be written into: new or empty.
#[must_use]
pub fn is_free(folder: &Path) -> bool {
    std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}
