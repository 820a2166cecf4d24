//! Copies of the store in one file, and the way back. What phones hold that a backup lacks comes in again by itself: a
//! restored store begins a new incarnation, and every phone then sends everything it has kept.
//!
//! On PostgreSQL the engine's own tools copy (`pg_dump`, `pg_restore`); only the new incarnation is ours.

use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::store::Store;
use crate::{secret, values};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

/// Copies the store into a new file, while it is in use. The file appears under its name only when it is whole and on the disk.
///
/// # Errors
/// [`Fault::Conflict`] where the file is there; on PostgreSQL; when the disk is full.
pub async fn backup(store: &Store, now: i64, file: &Path) -> Result<(), Fault> {
    if file.exists() {
        return Err(Fault::Conflict(format!("{} is there already: choose another name", file.display())));
    }
    let part = beside(file, "part");
    remove(&part)?;
    let mut tx = store.write().await?;
    audit::write(&mut tx, now, Doer::Command, "backed_up", &name(file)).await?;
    tx.commit().await?;
    store.copy_to(&part.to_string_lossy()).await?;
    on_disk(&part)?;
    fs::rename(&part, file).map_err(|error| failed(file, &error))?;
    on_disk(folder(file))
}

/// Puts a backup in the place of a store (`database` as `--database` or the file in the data directory names it) that nobody
/// has open, and begins a new incarnation. Answers where the replaced store is kept. Without a file only the incarnation is new.
///
/// # Errors
/// [`Fault::Invalid`] where the file is no backup of ours, [`Fault::Conflict`] where a server is running; then nothing was changed.
pub async fn restore(database: &str, file: Option<&Path>, now: i64) -> Result<Option<PathBuf>, Fault> {
    let Some(file) = file else {
        let store = Store::open(database).await?;
        begin_incarnation(&store, now, "the store as it is").await?;
        store.close().await;
        return Ok(None);
    };
    if database.contains("://") {
        let what = "on PostgreSQL restore with pg_restore, then run `congdanso restore` without a file";
        return Err(Fault::Invalid(what.into()));
    }
    let target = Path::new(database);
    fs::create_dir_all(folder(target)).map_err(|error| failed(folder(target), &error))?;
    let fresh = beside(target, "restoring");
    let prepared = prepare(file, &fresh, now).await;
    let swapped = match prepared {
        Ok(()) => swap(target, &fresh, now).await,
        Err(fault) => Err(fault),
    };
    for leftover in [fresh.clone(), beside(&fresh, "wal"), beside(&fresh, "shm")] {
        remove(&leftover)?;
    }
    swapped
}

/// Copies a backup beside the store and makes the copy ready to serve: checked, brought up to date, a new incarnation.
async fn prepare(file: &Path, fresh: &Path, now: i64) -> Result<(), Fault> {
    let no_backup = |why: String| Fault::Invalid(format!("{} is no backup of this program: {why}", file.display()));
    if fs::metadata(file).map_err(|error| failed(file, &error))?.len() == 0 {
        return Err(no_backup("it is empty".into()));
    }
    fs::copy(file, fresh).map_err(|error| failed(fresh, &error))?;
    let store = Store::open(&fresh.to_string_lossy()).await.map_err(|fault| no_backup(fault.to_string()))?;
    let known = store.row("SELECT value FROM store WHERE name = 'incarnation'", vec![]).await;
    if !matches!(known, Ok(Some(_))) {
        store.close().await;
        return Err(no_backup("it holds no store".into()));
    }
    let ready = async {
        store.migrate().await?;
        audit::verify(&store).await?;
        begin_incarnation(&store, now, &name(file)).await
    };
    let ready = ready.await;
    store.close().await;
    ready?;
    Store::settle(&fresh.to_string_lossy()).await?;
    on_disk(fresh)
}

/// Begins a new incarnation. Sessions end, and invitations not yet used are void: the backup can't know which were used since.
async fn begin_incarnation(store: &Store, now: i64, from: &str) -> Result<(), Fault> {
    let mut tx = store.write().await?;
    let incarnation = secret::hex(&secret::random::<16>()?);
    tx.run("UPDATE store SET value = $1 WHERE name = 'incarnation'", values![incarnation]).await?;
    tx.run("DELETE FROM session", vec![]).await?;
    tx.run("DELETE FROM invitation WHERE used_at IS NULL", vec![]).await?;
    audit::write(&mut tx, now, Doer::Command, "restored", from).await?;
    tx.commit().await
}

/// Keeps the old store under a dated name and puts the fresh one in its place.
async fn swap(target: &Path, fresh: &Path, now: i64) -> Result<Option<PathBuf>, Fault> {
    if !target.exists() {
        fs::rename(fresh, target).map_err(|error| failed(target, &error))?;
        return on_disk(folder(target)).map(|()| None);
    }
    // Any other fault: a damaged store is what backups are for.
    if let Err(Fault::Busy) = Store::settle(&target.to_string_lossy()).await {
        return Err(Fault::Conflict("the store is in use: stop the server first, then restore".into()));
    }
    let kept = beside(target, &format!("before-{}", stamp(now)));
    // A second name for the same bytes, or a copy where the disk can't: at no moment is there no store under its own name.
    let linked = fs::hard_link(target, &kept).or_else(|_| fs::copy(target, &kept).map(drop));
    linked.map_err(|error| failed(&kept, &error))?;
    // What a damaged store left of its journal belongs to it alone: beside the fresh one it would spoil that too.
    for part in ["wal", "shm"] {
        match fs::rename(beside(target, part), beside(&kept, part)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(target, &error)),
            Ok(()) | Err(_) => {}
        }
    }
    fs::rename(fresh, target).map_err(|error| failed(target, &error))?;
    on_disk(folder(target))?;
    Ok(Some(kept))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-");
    name.push(ending);
    PathBuf::from(name)
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn stamp(now: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(now.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (month, day) = (u8::from(at.month()), at.day());
    format!("{:04}{month:02}{day:02}T{:02}{:02}{:02}Z", at.year(), at.hour(), at.minute(), at.second())
}

fn remove(file: &Path) -> Result<(), Fault> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(file, &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Waits until a file, or the names in a folder, would survive a power cut.
fn on_disk(path: &Path) -> Result<(), Fault> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Fault {
    if error.kind() == ErrorKind::StorageFull {
        return Fault::Full;
    }
    Fault::Io(format!("{}: {error}", path.display()))
}
