//! A house with built apps: as small as apps can be, but finished as `cargo xtask build` finishes them.

use super::House;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::edition::sha256;
use server::Server;
use server::audit::Doer;
use server::clock::Clock;
use server::config::Serve;
use server::publication::{self, Published, folders};
use server::store::Store;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The app's page. The desk's has another script.
pub const SHELL: &str = r##"<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8">
    <title>Công dân số</title>
    <!--head-->
    <link rel="manifest" href="/manifest.webmanifest">
    <link rel="stylesheet" href="/style-00112233445566ff.css">
    <script type="module">import init from "/learn-0123456789abcdef.js"; init("/learn-0123456789abcdef_bg.wasm");</script>
  </head>
  <body>
    <svg class="sprite"><symbol id="icon-home"></symbol></svg>
    <div id="page"><!--page--></div>
    <div id="app" hidden></div>
  </body>
</html>
"##;

pub const WASM: &str = "/learn-0123456789abcdef_bg.wasm";

/// How many courses the curriculum has.
pub fn content_courses() -> usize {
    let folders = std::fs::read_dir(content()).unwrap().map(|entry| entry.unwrap().path());
    folders.filter(|folder| folder.join("course.toml").is_file()).count()
}

/// The course that comes with the program.
pub fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

fn lay(dist: &Path) {
    let worker = format!(
        "const BUILD = \"00000000feedbeef\";\nconst PRECACHE = [\n  [\"/index.html\", \"sha256-{}\"]\n];\n",
        STANDARD.encode(sha256(SHELL.as_bytes()))
    );
    let files: [(&str, &[u8]); 12] = [
        ("index.html", SHELL.as_bytes()),
        ("learn-0123456789abcdef.js", b"export default () => 'learn learn learn learn learn learn learn learn';"),
        ("learn-0123456789abcdef_bg.wasm", b"\0asm the module itself"),
        ("learn-0123456789abcdef_bg.wasm.br", b"the brotli twin"),
        ("learn-0123456789abcdef_bg.wasm.gz", b"the gzip twin"),
        ("style-00112233445566ff.css", b"body { margin: 0 }"),
        ("sw.js", worker.as_bytes()),
        ("sw-retire.js", b"self.registration.unregister();"),
        ("manifest.webmanifest", b"{}"),
        ("icon.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"),
        ("desk/index.html", b"<!doctype html><title>Desk</title><script>let desk = 1;</script>"),
        ("desk/desk-0123456789abcdef.js", b"export {};"),
    ];
    for (name, bytes) in files {
        let path = dist.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

impl House {
    /// Begins to serve the apps too; `change` may ask for more.
    pub async fn with_apps_but(mut self, change: impl Fn(&mut Serve)) -> Self {
        let dist = self.file("dist");
        lay(&dist);
        let mut serve = Serve {
            host: String::new(),
            port: 0,
            dist: Some(dist),
            tls: false,
            retire_service_worker: false,
            contact: None,
            provider: None,
        };
        change(&mut serve);
        let store = Store::open(&self.database).await.unwrap();
        self.server = Server::start(store, Clock::ByHand(Arc::clone(&self.now)), serve).await.unwrap();
        self.router = server::http::router(Arc::clone(&self.server));
        self
    }

    pub async fn with_apps(self) -> Self {
        self.with_apps_but(|_| {}).await
    }

    /// Publishes the course that comes with the program.
    pub async fn publishes_content(&self) -> Vec<Published> {
        let mut published = Vec::new();
        for found in folders::read_courses(&content()).unwrap() {
            published.extend(publication::publish(&self.server, &found.draft, Doer::Command).await.unwrap());
        }
        published
    }

    /// Asks for a file with some headers.
    pub async fn fetches(&self, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = Request::builder().method(Method::GET).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Opens a page as a browser does.
    pub async fn opens(&self, path: &str) -> (StatusCode, HeaderMap, String) {
        let (status, headers, bytes) =
            self.fetches(path, &[("sec-fetch-mode", "navigate"), ("accept", "text/html")]).await;
        (status, headers, String::from_utf8(bytes).unwrap())
    }

    /// The catalogue as phones read it.
    pub async fn catalogue(&self) -> domain::edition::Catalogue {
        let (status, _, bytes) = self.fetches(domain::api::CATALOGUE, &[]).await;
        assert_eq!(status, StatusCode::OK);
        serde_json::from_slice(&bytes).unwrap()
    }

    /// What is published, to see that nothing changed.
    pub async fn published(&self) -> String {
        self.dump(&[
            ("edition", "edition, course, language, title, lessons, published_at, withdrawn_at, body"),
            ("media", "media, ending"),
            ("audit", "number, hash"),
            ("store", "name, value"),
        ])
        .await
    }
}

/// The addresses on this server that a page links to or shows.
pub fn links(html: &str) -> Vec<String> {
    let values = ["href=\"", "src=\""].into_iter().flat_map(|mark| html.split(mark).skip(1));
    let values = values.filter_map(|rest| rest.split('"').next()).filter(|value| value.starts_with('/'));
    values.map(|value| value.split('#').next().unwrap_or_default().to_owned()).collect()
}
