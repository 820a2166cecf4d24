//! The tools that the commands need: looked for first, installed where that is possible, named in one line otherwise.

use crate::fault::Fault;
use crate::step::{cargo, program, root, run, step, target, told};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The last Trunk that Rust 1.95 builds.
pub const TRUNK: &str = "0.21.14";
const CARGO_DENY: &str = "^0.20";
const CARGO_FUZZ: &str = "^0.13";
const SCHEMATHESIS: &str = "4.32.5";
/// The test browser's package needs it.
const OLDEST_NODE: u32 = 20;
const WASM: &str = "wasm32-unknown-unknown";

/// What builds the web apps: the wasm target, Trunk, and a wasm-bindgen equal to the locked one.
pub fn for_web() -> Result<(), Fault> {
    wasm_target()?;
    if told(program(found("trunk")).arg("--version")).is_none_or(|said| !said.ends_with(TRUNK)) {
        install("trunk", TRUNK, true)?;
    }
    wasm_bindgen()
}

/// wasm-bindgen and its test runner, equal to the locked library.
pub fn wasm_bindgen() -> Result<(), Fault> {
    wasm_target()?;
    let locked = locked("wasm-bindgen")?;
    let fits = |tool| told(program(found(tool)).arg("--version")).is_some_and(|said| said.ends_with(&locked));
    if fits("wasm-bindgen") && fits("wasm-bindgen-test-runner") {
        return Ok(());
    }
    // Its own lock file names a yanked crate: let cargo choose.
    install("wasm-bindgen-cli", &locked, false)
}

/// cargo-deny, of whatever age: its rules stand in deny.toml.
pub fn cargo_deny() -> Result<(), Fault> {
    if told(program(found("cargo-deny")).arg("--version")).is_some() {
        return Ok(());
    }
    install("cargo-deny", CARGO_DENY, true)
}

/// cargo-fuzz, which builds and runs what is in `fuzz/`.
pub fn cargo_fuzz() -> Result<(), Fault> {
    if told(program(found("cargo-fuzz")).arg("--version")).is_some() {
        return Ok(());
    }
    install("cargo-fuzz", CARGO_FUZZ, true)
}

/// schemathesis, in a Python environment of its own below the build folder; Debian has the environments in a package apart.
pub fn schemathesis() -> Result<PathBuf, Fault> {
    let folder = own().join("schemathesis");
    let tool = folder.join("bin/schemathesis");
    if told(program(&tool).arg("--version")).is_some_and(|said| said.ends_with(SCHEMATHESIS)) {
        return Ok(tool);
    }
    if told(program("python3").args(["-c", "import ensurepip, venv"])).is_none() {
        debian("Python's venv", &["python3-venv"])?;
    }
    step(&format!("Installing schemathesis {SCHEMATHESIS} (once)"), || {
        run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let package = format!("schemathesis=={SCHEMATHESIS}");
        run(program(folder.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check", &package]))
    })?;
    Ok(tool)
}

/// Whether cargo-nextest is there; `cargo test` does without.
pub fn nextest() -> bool {
    told(program("cargo-nextest").args(["nextest", "--version"])).is_some()
}

/// Node and npm.
pub fn node() -> Result<(), Fault> {
    if !on_path("node") || !on_path("npm") {
        debian("Node", &["nodejs", "npm"])?;
    }
    let said = told(program("node").arg("--version")).unwrap_or_default();
    let major: u32 = said.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if major < OLDEST_NODE {
        let remedy = format!("found {said:?}; install Node {OLDEST_NODE} or newer and put it on PATH");
        return Err(Fault::Missing { tool: format!("Node {OLDEST_NODE}"), remedy });
    }
    Ok(())
}

/// Chromium: `CHROMIUM` names another than the one on PATH.
pub fn chromium() -> Result<PathBuf, Fault> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let look = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(which);
    if let Some(found) = look() {
        return Ok(found);
    }
    debian("Chromium", &["chromium"])?;
    look().ok_or_else(|| missing("Chromium", "chromium"))
}

/// ChromeDriver, of the same age as Chromium.
pub fn chromedriver() -> Result<PathBuf, Fault> {
    if which("chromedriver").is_none() {
        debian("ChromeDriver", &["chromium-driver"])?;
    }
    which("chromedriver").ok_or_else(|| missing("ChromeDriver", "chromium-driver"))
}

/// PostgreSQL's programs.
pub fn postgresql() -> Result<(), Fault> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").is_ok_and(|mut folder| folder.next().is_some());
    if installed || on_path("initdb") { Ok(()) } else { debian("PostgreSQL", &["postgresql"]) }
}

/// What speaks, and what packs the sound.
pub fn for_voice() -> Result<(), Fault> {
    if !on_path("espeak-ng") {
        debian("espeak-ng", &["espeak-ng"])?;
    }
    if on_path("opusenc") { Ok(()) } else { debian("opusenc", &["opus-tools"]) }
}

/// The npm packages of the e2e suite, as its lock file names them.
pub fn npm_packages() -> Result<(), Fault> {
    node()?;
    let folder = root().join("tests/e2e");
    let (lock, laid) = (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    let age = |path: &Path| std::fs::metadata(path).and_then(|meta| meta.modified()).ok();
    if age(&laid).is_some_and(|laid| age(&lock).is_some_and(|lock| laid >= lock)) {
        return Ok(());
    }
    step("Fetching the e2e suite's npm packages", || {
        let mut npm = program("npm");
        npm.current_dir(&folder).args(["ci", "--no-fund", "--no-audit"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run(&mut npm)
    })
}

/// PATH with our own tools in front.
pub fn path() -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(own().join("bin")).chain(std::env::split_paths(&path));
    std::env::join_paths(all).unwrap_or(path)
}

/// The version of a package in Cargo.lock.
pub fn locked(package: &str) -> Result<String, Fault> {
    let lock = root().join("Cargo.lock");
    let text = std::fs::read_to_string(&lock).map_err(Fault::file("read", &lock))?;
    let entry = format!("name = \"{package}\"\nversion = \"");
    let version = text.split_once(&entry).and_then(|(_, rest)| rest.split_once('"'));
    let remedy = || format!("Cargo.lock doesn't name it; run `cargo update --package {package}`");
    version
        .map(|(version, _)| version.to_owned())
        .ok_or_else(|| Fault::Missing { tool: package.into(), remedy: remedy() })
}

fn wasm_target() -> Result<(), Fault> {
    let folder = told(cargo_rustc().args(["--print", "target-libdir", "--target", WASM]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    if !on_path("rustup") {
        let remedy = "install Rust's wasm32-unknown-unknown target, or rustup, which can add it";
        return Err(Fault::Missing { tool: WASM.into(), remedy: remedy.into() });
    }
    step("Adding Rust's WebAssembly target", || run(program("rustup").args(["target", "add", WASM])))
}

fn cargo_rustc() -> std::process::Command {
    program(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// Builds a tool from crates.io with a quick profile: its own takes twice as long, and it is run a few seconds a day.
fn install(package: &str, version: &str, by_its_lock: bool) -> Result<(), Fault> {
    step(&format!("Installing {package} {version} (once)"), || {
        let mut command = cargo();
        command.args(["install", package, "--version", version]);
        if by_its_lock {
            command.arg("--locked");
        }
        // A tool of another age on PATH belongs to somebody's other project: ours then lives beside the build.
        let tool = package.trim_end_matches("-cli");
        if on_path(tool) {
            command.arg("--root").arg(own());
        }
        command.env("CARGO_TARGET_DIR", target().join("tools-build"));
        for (key, value) in [("LTO", "off"), ("OPT_LEVEL", "1"), ("CODEGEN_UNITS", "16"), ("DEBUG", "0")] {
            command.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
        }
        run(&mut command)
    })
}

/// Installs Debian packages where this is Debian and we may; otherwise says in one line what to install.
fn debian(tool: &str, packages: &[&str]) -> Result<(), Fault> {
    let root_here = told(program("id").arg("-u")).is_some_and(|id| id == "0");
    if !root_here || !on_path("apt-get") {
        return Err(missing(tool, &packages.join(" ")));
    }
    step(&format!("Installing {tool} ({})", packages.join(", ")), || {
        let quiet = |verb: &str| {
            let mut command = program("apt-get");
            command.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-o", "Dpkg::Use-Pty=0", verb]);
            command
        };
        run(&mut quiet("update"))?;
        run(quiet("install").args(["--yes", "--no-install-recommends"]).args(packages))
    })
}

fn missing(tool: &str, packages: &str) -> Fault {
    Fault::Missing { tool: tool.into(), remedy: format!("on Debian, `sudo apt-get install {packages}`") }
}

fn own() -> PathBuf {
    target().join("tools")
}

/// Our own copy of a tool where we made one, else its bare name.
pub fn found(tool: &str) -> PathBuf {
    let ours = own().join("bin").join(tool);
    if ours.exists() { ours } else { tool.into() }
}

fn which(tool: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|file| file.is_file())
}

fn on_path(tool: &str) -> bool {
    which(tool).is_some()
}
