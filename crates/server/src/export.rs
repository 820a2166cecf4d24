//! `congdanso export-site`: everything that a citizen needs as plain files, for any web server that knows no more than
//! folders with an `index.html`. Sync waits quietly there; learning works.

use crate::Server;
use crate::command::is_free;
use crate::error::Fault;
use crate::site::built::Built;
use crate::site::file::{File, Keep};
use crate::site::{missing, pages};
use crate::units;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::api::{CATALOGUE, PROVINCES, units_path};
use domain::course::Language;
use domain::curriculum::CurriculumMap;
use domain::edition::{Edition, sha256};
use domain::voice::{ClipIndex, Voice, clip_path};
use std::collections::BTreeSet;
use std::path::Path;

/// The app's page as the service worker keeps it. On a plain server `/index.html` is the first real page.
const SHELL: &str = "/shell.html";
const WORKER: &str = "/sw.js";

/// Writes the site into a new or empty folder; answers how many files it has.
///
/// # Errors
/// When the folder isn't free or can't be written, or the apps aren't built.
pub async fn export(server: &Server, folder: &Path) -> Result<usize, Fault> {
    if !is_free(folder) {
        return Err(Fault::Conflict(format!("{} is not empty: name a new folder", folder.display())));
    }
    server.site.load()?;
    let built = server.site.built();
    let built = built.ok_or_else(|| Fault::Io("the apps are not built: `cargo xtask build` builds them".into()))?;
    let mut written = 0;
    let mut put = |address: &str, file: &File| {
        written += 1;
        write(folder, address, file.bytes())?;
        // Many servers send a compressed twin where it lies beside its file.
        file.twins().into_iter().try_for_each(|(ending, twin)| {
            written += 1;
            write(folder, &format!("{address}.{ending}"), twin)
        })
    };
    let html = |html: String| File::new("index.html", html, Keep::Never);
    let shell = built.shell.with_policy_inside();
    for (address, file) in built.files.iter().filter(|(address, _)| is_exported(address)) {
        put(address, file)?;
    }
    put(SHELL, &html(shell.html().to_owned()))?;
    put(WORKER, &File::new(WORKER, service_worker(built, shell.html())?, Keep::Asking))?;
    put("/404.html", &html(missing::page(&server.site, "/").into_string()))?;

    let offer = server.site.offer(server).await?;
    for address in pages::addresses(&offer) {
        let page = server.site.page(server, &offer, &shell, &address).await?;
        let page = page.ok_or_else(|| Fault::Damaged(format!("no page could be written for {address}")))?;
        put(&format!("{address}index.html"), &html(page))?;
    }
    for address in addresses(server).await? {
        let file = server.site.find(server, &address).await?;
        let file = file.ok_or_else(|| Fault::Damaged(format!("the store holds no {address}")))?;
        put(&address, &file)?;
    }
    Ok(written)
}

/// The desk needs the API; the page and the worker are written anew.
fn is_exported(address: &str) -> bool {
    !address.starts_with("/desk/") && !matches!(address, "/index.html" | WORKER)
}

/// What the pages and the app ask for besides the app itself.
async fn addresses(server: &Server) -> Result<BTreeSet<String>, Fault> {
    let mut all = BTreeSet::from([CATALOGUE.to_owned(), PROVINCES.to_owned()]);
    all.extend(Language::ALL.map(CurriculumMap::path));
    let offer = server.site.offer(server).await?;
    for edition in offer.everything().iter().flat_map(|offered| &offered.editions) {
        all.insert(Edition::path(&edition.id));
        all.extend(edition.course.pictures().into_iter().map(domain::prose::Picture::path));
        for voice in &edition.course.voices {
            all.extend(clips(server, voice).await?);
        }
    }
    let provinces = units::provinces(&server.store).await?;
    all.extend(provinces.iter().map(|province| units_path(&province.unit.code)));
    Ok(all)
}

/// The index of a voice, and every clip it names.
async fn clips(server: &Server, voice: &Voice) -> Result<Vec<String>, Fault> {
    let address = voice.index_path();
    let damaged = || Fault::Damaged(format!("the store holds no {address}, or it can't be read"));
    let file = server.site.find(server, &address).await?.ok_or_else(damaged)?;
    let index: ClipIndex = serde_json::from_slice(file.bytes()).map_err(|_| damaged())?;
    Ok(index.values().map(clip_path).chain([address]).collect())
}

/// The service worker with the exported shell in its list, and a build of its own.
fn service_worker(built: &Built, shell: &str) -> Result<String, Fault> {
    let unfit = || Fault::Io("sw.js of the built apps doesn't list index.html: build them again".into());
    let worker = built.files.get(WORKER).ok_or_else(unfit)?;
    let worker = std::str::from_utf8(worker.bytes()).map_err(|_| unfit())?;
    let digest = |bytes: &[u8]| format!("sha256-{}", STANDARD.encode(sha256(bytes)));
    let old = digest(built.shell.html().as_bytes());
    if worker.contains("const BUILD = \"\"") {
        // A developer's worker keeps nothing and lists nothing.
        return Ok(worker.to_owned());
    }
    if !worker.contains("\"/index.html\"") || !worker.contains(&old) {
        return Err(unfit());
    }
    let worker = worker.replace("\"/index.html\"", &format!("\"{SHELL}\"")).replace(&old, &digest(shell.as_bytes()));
    let build = crate::secret::hex(&sha256(worker.as_bytes()));
    let (before, rest) = worker.split_once("const BUILD = \"").ok_or_else(unfit)?;
    let (_, after) = rest.split_once('"').ok_or_else(unfit)?;
    Ok(format!("{before}const BUILD = \"{}\"{after}", build.get(..16).unwrap_or(&build)))
}

fn write(top: &Path, address: &str, bytes: &[u8]) -> Result<(), Fault> {
    let path = top.join(address.trim_start_matches('/'));
    let told = |fault: std::io::Error| Fault::Io(format!("{} can't be written: {fault}", path.display()));
    path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(told)?;
    std::fs::write(&path, bytes).map_err(told)
}
