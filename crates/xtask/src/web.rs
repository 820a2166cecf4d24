//! The two web apps: built by Trunk in release, finished by `dist`, and not built again while nothing that feeds them changed.

use crate::fault::Fault;
use crate::step::{program, root, run, step, target, told};
use crate::{dist, split, tools};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// All that the web apps are made from.
const FEEDS: [&str; 15] = [
    "src",
    "style",
    "locales",
    "public",
    "index.html",
    "desk.html",
    "Trunk.toml",
    "build.rs",
    "Cargo.toml",
    "Cargo.lock",
    "crates/domain",
    "crates/xtask/src/web.rs",
    "crates/xtask/src/dist.rs",
    "crates/xtask/src/split.rs",
    ".cargo",
];

/// Where the finished apps lie.
pub fn folder() -> PathBuf {
    root().join("dist")
}

/// Builds both apps into `dist/`, unless they are there already. wasm-opt is not missed: it takes a minute and makes the module
/// 6 % shorter, but not a byte shorter once Brotli has had it (measured in November 2026).
pub fn build() -> Result<(), Fault> {
    tools::for_web()?;
    // Held until the end: a second command that builds at the same time waits, and then finds everything built.
    let lock = target().join("web-lock");
    let held = fs::File::create(&lock).and_then(|file| file.lock().map(|()| file));
    let _held = held.map_err(Fault::file("lock", &lock))?;
    let (stamp_file, stamp) = (target().join("web-stamp"), feeds()?);
    let unchanged = fs::read_to_string(&stamp_file).is_ok_and(|before| before == stamp);
    if unchanged && folder().join("index.html").exists() && dist::kinds_file().exists() {
        println!("==> The web apps are built already (dist/)");
        return Ok(());
    }
    step("Building the citizens' app and the desk", || {
        let stage = root().join("target/web");
        // Absent the first time; a failure to remove shows when Trunk writes.
        fs::remove_dir_all(&stage).ok();
        trunk(&stage, &["index.html"])?;
        trunk(&stage.join("desk"), &["desk.html", "--public-url", "/desk/", "--html-output", "index.html"])?;
        split::split(&stage)?;
        dist::finish(&stage)?;
        // Whoever serves dist/ meanwhile sees the whole old build or the whole new one.
        fs::remove_dir_all(folder()).ok();
        fs::rename(&stage, folder()).map_err(Fault::file("write", &folder()))?;
        fs::write(&stamp_file, &stamp).map_err(Fault::file("write", &stamp_file))
    })
}

fn trunk(to: &Path, words: &[&str]) -> Result<(), Fault> {
    let mut command = program("trunk");
    // An outer build's flags and target folder would reach cargo through Trunk; NO_COLOR=1 is no value that Trunk knows.
    command
        .env("PATH", tools::path())
        .env("TRUNK_TOOLS_WASM_BINDGEN", tools::locked("wasm-bindgen")?)
        .env_remove("NO_COLOR")
        .env("RUST_BACKTRACE", "0");
    command.args(["--quiet", "--skip-version-check", "build", "--release=true", "--offline=true"]).args(words);
    run(command.arg("--dist").arg(to))
}

/// A digest over every file that the apps are made from, and the compiler.
fn feeds() -> Result<String, Fault> {
    let mut digest = Sha256::new();
    digest.update(told(program("rustc").arg("--version")).unwrap_or_default());
    for feed in FEEDS {
        let path = root().join(feed);
        if path.exists() {
            for file in dist::files(&path)? {
                let bytes = fs::read(&file).map_err(Fault::file("read", &file))?;
                digest.update(file.to_string_lossy().as_bytes());
                digest.update((bytes.len() as u64).to_le_bytes());
                digest.update(bytes);
            }
        }
    }
    Ok(dist::hex(&digest.finalize()))
}
