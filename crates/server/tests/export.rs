//! The site as plain files: whole, and good for a server that knows nothing but folders.

mod house;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::edition::{Catalogue, Edition, sha256};
use house::House;
use house::apps::{content_courses, links};
use server::export::export;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { all.extend(files(&entry)) } else { all.push(entry) }
    }
    all
}

/// What a plain server answers with at an address.
fn at(site: &Path, address: &str) -> PathBuf {
    let path = site.join(address.trim_start_matches('/'));
    if address.ends_with('/') { path.join("index.html") } else { path }
}

async fn exported(house: House) -> (House, PathBuf) {
    let house = house.with_apps().await;
    house.publishes_content().await;
    let site = house.file("site");
    let written = export(&house.server, &site).await.unwrap();
    assert_eq!(written, files(&site).len());
    (house, site)
}

#[tokio::test]
async fn every_internal_link_leads_to_a_file() {
    for house in House::all().await {
        let (house, site) = exported(house).await;
        let pages: Vec<PathBuf> =
            files(&site).into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "html")).collect();
        assert!(pages.len() >= 2 * (3 + 1 + 5 + 5) + 2, "{} pages", pages.len());
        for page in pages {
            let html = fs::read_to_string(&page).unwrap();
            for link in links(&html) {
                assert!(at(&site, &link).is_file(), "{} of {} on {}", link, page.display(), house.engine);
            }
        }
    }
}

#[tokio::test]
async fn everything_that_the_app_asks_for_is_there_to_the_byte() {
    let (_house, site) = exported(House::on_sqlite().await).await;
    let catalogue: Catalogue = serde_json::from_slice(&fs::read(site.join("catalogue.json")).unwrap()).unwrap();
    assert_eq!(catalogue.courses.len(), content_courses());
    for entry in catalogue.courses.iter().flat_map(|course| &course.editions) {
        let bytes = fs::read(at(&site, &Edition::path(&entry.edition))).unwrap();
        for picture in Edition::read(entry.edition, &bytes).unwrap().course.pictures() {
            let bytes = fs::read(at(&site, &picture.path())).unwrap();
            assert_eq!(domain::edition::media_id(&bytes), picture.media);
        }
    }
    for name in [
        "units/52.json",
        "units/51.json",
        "units/provinces.json",
        "manifest.webmanifest",
        "404.html",
        "learn-0123456789abcdef_bg.wasm",
        "sw-retire.js",
    ] {
        assert!(site.join(name).is_file(), "{name}");
    }
    assert!(!site.join("desk").exists(), "the desk needs the API");
}

#[tokio::test]
async fn each_page_carries_its_policy_before_its_first_script() {
    let (_house, site) = exported(House::on_sqlite().await).await;
    for page in [
        "index.html",
        "en/index.html",
        "courses/an-toan-tren-mang/ma-otp/index.html",
        "settings/index.html",
        "shell.html",
    ] {
        let html = fs::read_to_string(site.join(page)).unwrap();
        let (before, after) = html.split_once("<meta http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
        assert!(before.len() < 1024 && !before.contains("<script") && before.contains("<meta charset"), "{page}");
        let policy = after.split('"').next().unwrap();
        let script = html.split("<script type=\"module\">").nth(1).unwrap().split("</script>").next().unwrap();
        let hash = format!("sha256-{}", STANDARD.encode(sha256(script.as_bytes())));
        assert!(policy.replace("&#39;", "'").contains(&format!("'{hash}'")), "{page}: {policy}");
        assert!(policy.contains("default-src") && !policy.contains("frame-ancestors"), "{page}");
    }
}

#[tokio::test]
async fn the_service_worker_lists_the_shell_as_it_was_written() {
    let (_house, site) = exported(House::on_sqlite().await).await;
    let worker = fs::read_to_string(site.join("sw.js")).unwrap();
    let shell = fs::read(site.join("shell.html")).unwrap();
    let entry = format!("[\"/shell.html\", \"sha256-{}\"]", STANDARD.encode(sha256(&shell)));
    assert!(worker.contains(&entry) && !worker.contains("/index.html"), "{worker}");
    assert!(!worker.contains("00000000feedbeef") && worker.contains("const BUILD = \""), "another build: {worker}");
    assert_ne!(shell, fs::read(site.join("index.html")).unwrap(), "the first page is a real one");
}

#[tokio::test]
async fn compressed_twins_lie_beside_their_files() {
    let (_house, site) = exported(House::on_sqlite().await).await;
    let mut seen = 0;
    for twin in files(&site).iter().filter(|file| file.extension().is_some_and(|ending| ending == "br")) {
        let original = fs::read(twin.with_extension("")).unwrap();
        let packed = fs::read(twin).unwrap();
        if packed != b"the brotli twin" {
            let mut unpacked = Vec::new();
            brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
            assert!(unpacked == original && packed.len() < original.len(), "{}", twin.display());
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[tokio::test]
async fn two_exports_of_the_same_content_are_the_same() {
    let (house, site) = exported(House::on_sqlite().await).await;
    let again = house.file("again");
    export(&house.server, &again).await.unwrap();
    for file in files(&site) {
        let name = file.strip_prefix(&site).unwrap();
        assert_eq!(fs::read(&file).unwrap(), fs::read(again.join(name)).unwrap(), "{}", name.display());
    }
}

#[tokio::test]
async fn a_folder_with_something_in_it_is_left_alone() {
    let house = House::on_sqlite().await.with_apps().await;
    let folder = house.file("full");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("mine.txt"), "mine").unwrap();
    let fault = export(&house.server, &folder).await.unwrap_err();
    assert!(fault.to_string().contains("not empty"), "{fault}");
    assert_eq!(files(&folder).len(), 1);
}

#[tokio::test]
async fn without_the_apps_there_is_nothing_to_export() {
    let house = House::on_sqlite().await;
    let folder = house.file("site");
    let fault = export(&house.server, &folder).await.unwrap_err();
    assert!(fault.to_string().contains("cargo xtask build") && !folder.exists(), "{fault}");
}
