//! The built apps (`dist/`): found in a folder or inside the program, and held in memory.

use super::file::{File, Keep};
use super::shell::{Shell, policy};
use crate::error::Fault;
use axum::body::Bytes;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Where the service worker lives, and the one that takes its place when it must go.
const WORKER: &str = "/sw.js";
const RETIRING_WORKER: &str = "/sw-retire.js";
/// The citizens' page and the desk's.
const SHELL: &str = "/index.html";
const DESK: &str = "/desk/index.html";

/// Files by their address.
type Found = BTreeMap<String, Bytes>;

/// Both apps.
pub struct Built {
    /// The citizens' page, into which pages are written.
    pub shell: Shell,
    /// Every file by its address, the citizens' page among them as it was built.
    pub files: BTreeMap<String, Arc<File>>,
}

impl Built {
    /// Finds the apps: in the folder named, else in `dist`, else inside the program. `None` where they are in none of these.
    ///
    /// # Errors
    /// When a folder was named and doesn't hold them, or they are not whole.
    pub fn find(named: Option<&Path>) -> Result<Option<Self>, Fault> {
        let in_folder = |folder: &Path| folder.join("index.html").is_file();
        let found = match named {
            Some(folder) if in_folder(folder) => read(folder)?,
            Some(folder) => {
                let folder = folder.display();
                return Err(Fault::Io(format!("{folder} holds no built apps: build them with `cargo xtask build`")));
            }
            None if in_folder(Path::new("dist")) => read(Path::new("dist"))?,
            None => match inside() {
                Some(found) => found,
                None => return Ok(None),
            },
        };
        Self::of(found).map(Some)
    }

    fn of(found: Found) -> Result<Self, Fault> {
        let html = found.get(SHELL).cloned().unwrap_or_default();
        let shell = Shell::read(text(SHELL, &html)?.to_owned())?;
        let mut files = BTreeMap::new();
        for address in found.keys().cloned().collect::<Vec<_>>() {
            // A twin belongs to its file and has no address of its own.
            let of = address.strip_suffix(".br").or_else(|| address.strip_suffix(".gz"));
            if of.is_some_and(|of| found.contains_key(of)) {
                continue;
            }
            let Some(bytes) = found.get(&address).cloned() else { continue };
            let [brotli, gzip] = ["br", "gz"].map(|kind| found.get(&format!("{address}.{kind}")).cloned());
            let mut file = File::new(&address, bytes.clone(), keep(&address)).with_twins(brotli, gzip);
            if address.ends_with(".html") {
                file = file.under(&policy(text(&address, &bytes)?));
            }
            files.insert(address, Arc::new(file));
        }
        if let Some(desk) = files.get(DESK).cloned() {
            files.insert("/desk/".into(), desk);
        }
        Ok(Self { shell, files })
    }

    /// Serves the retiring service worker in the place of the other.
    ///
    /// # Errors
    /// When the build has none.
    pub fn retire_worker(&mut self) -> Result<(), Fault> {
        let retiring = self.files.get(RETIRING_WORKER).cloned();
        let retiring = retiring.ok_or_else(|| Fault::Io("the built apps hold no sw-retire.js".into()))?;
        self.files.insert(WORKER.into(), retiring);
        Ok(())
    }
}

fn text<'a>(address: &str, bytes: &'a Bytes) -> Result<&'a str, Fault> {
    std::str::from_utf8(bytes).map_err(|_| Fault::Io(format!("{address} of the built apps is not UTF-8")))
}

/// Names that follow the content (`learn-0123456789abcdef_bg.wasm`, see xtask's `dist`) are kept for ever, pages never.
fn keep(address: &str) -> Keep {
    if address.ends_with(".html") {
        return Keep::Never;
    }
    let name = address.rsplit('/').next().unwrap_or_default();
    if name.starts_with("icon") {
        return Keep::ADay;
    }
    let stem = name.split('.').next().unwrap_or_default();
    let hash = stem.strip_suffix("_bg").unwrap_or(stem).rsplit_once('-').map_or("", |(_, hash)| hash);
    let hashed = hash.len() == 16 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if hashed { Keep::ForEver } else { Keep::Asking }
}

fn read(top: &Path) -> Result<Found, Fault> {
    let unreadable =
        |path: &Path, fault: std::io::Error| Fault::Io(format!("{} can't be read: {fault}", path.display()));
    let mut found = Found::new();
    let mut folders = vec![top.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|fault| unreadable(&folder, fault))? {
            let path = entry.map_err(|fault| unreadable(&folder, fault))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).map_err(|fault| unreadable(&path, fault))?;
                found.insert(address(path.strip_prefix(top).unwrap_or(&path)), bytes.into());
            }
        }
    }
    Ok(found)
}

fn address(path: &Path) -> String {
    path.components().map(|part| format!("/{}", part.as_os_str().to_string_lossy())).collect()
}

/// The apps inside the program.
#[cfg(feature = "embed-dist")]
fn inside() -> Option<Found> {
    static DIST: include_dir::Dir<'static> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../dist");
    let mut found = Found::new();
    let mut folders = vec![&DIST];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        found.extend(folder.files().map(|file| (address(file.path()), Bytes::from_static(file.contents()))));
    }
    Some(found)
}

/// This program was built without the apps.
#[cfg(not(feature = "embed-dist"))]
fn inside() -> Option<Found> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_follow_the_content_are_kept_for_ever() {
        for (address, expected) in [
            ("/learn-0123456789abcdef_bg.wasm", Keep::ForEver),
            ("/desk/desk-0123456789abcdef.js", Keep::ForEver),
            ("/style-0123456789abcdef.css", Keep::ForEver),
            ("/sw.js", Keep::Asking),
            ("/sw-retire.js", Keep::Asking),
            ("/icon-192.png", Keep::ADay),
            ("/manifest.webmanifest", Keep::Asking),
            ("/index.html", Keep::Never),
        ] {
            assert_eq!(keep(address), expected, "{address}");
        }
    }
}
