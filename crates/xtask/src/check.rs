//! `cargo xtask test`: every check there is, in parts. Goes on after a failure, so that one run tells everything.

use crate::fault::Fault;
use crate::postgres::{self, Postgres};
use crate::step::{cargo, overheard, root, seconds, target};
use crate::tally::{Runner, Tally};
use crate::{budget, e2e, fuzz, tools, web};
use std::path::PathBuf;
use std::time::Instant;

struct Part {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<Tally, Fault>,
    /// The part that must have succeeded before.
    after: Option<&'static str>,
    /// Left out of a whole run, because another part runs it too or it takes too long.
    only_alone: bool,
}

const PARTS: [Part; 12] = [
    part("fmt", "Formatting", fmt),
    part("clippy", "Lints", clippy),
    part("doc", "Documentation", doc),
    part("deny", "Licences, bans and sources of dependencies", deny),
    part("unit", "Unit, property and journey tests", unit),
    Part { only_alone: true, ..part("tidy", "The rules of the house", tidy) },
    part("pages", "Tests in WebAssembly, in Chromium", pages),
    part("content", "The content, as a trainer would check it", content),
    part("web", "Both web apps in release", web_apps),
    Part { after: Some("web"), ..part("budgets", "Budgets", budgets) },
    Part { after: Some("web"), ..part("e2e", "The e2e suite: Chromium as a phone and as a desk", suite) },
    Part {
        only_alone: true,
        ..part("fuzz", "The API and every reader of foreign bytes, fed with what nobody expects", fuzz::run)
    },
];

const fn part(name: &'static str, what: &'static str, run: fn() -> Result<Tally, Fault>) -> Part {
    Part { name, what, run, after: None, only_alone: false }
}

/// Runs the parts asked for, or all; ends with a line for each, and the sum alone on the last line.
pub fn test(asked: &[String]) -> Result<(), Fault> {
    if let Some(unknown) = asked.iter().find(|asked| PARTS.iter().all(|part| part.name != asked.as_str())) {
        let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        return Err(Fault::Usage(format!(
            "no part of the tests is called {unknown:?}; there are {}",
            names.join(", ")
        )));
    }
    let wanted =
        |part: &&Part| if asked.is_empty() { !part.only_alone } else { asked.iter().any(|name| name == part.name) };
    let begun = Instant::now();
    let mut ended: Vec<(&Part, Tally, String)> = Vec::new();
    for part in PARTS.iter().filter(wanted) {
        let began = Instant::now();
        println!("\n==> {} ({})", part.what, part.name);
        let broken = |name| ended.iter().any(|(part, tally, _)| part.name == name && tally.failed > 0);
        let (tally, remark) = if part.after.is_some_and(broken) {
            (Tally::one(false), format!("not run, because {} failed", part.after.unwrap_or_default()))
        } else {
            match (part.run)() {
                Ok(tally) => (tally, String::new()),
                Err(fault) => (Tally::one(false), fault.to_string()),
            }
        };
        ended.push((part, tally, format!("{:>14}  {remark}", seconds(began))));
    }
    println!();
    let mut sum = Tally::default();
    for (part, tally, remark) in &ended {
        println!("{:<8} {:>5} passed {:>4} failed {}", part.name, tally.passed, tally.failed, remark.trim_end());
        sum += *tally;
    }
    println!("in {}\n", seconds(begun));
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 { Ok(()) } else { Err(Fault::Failed("a part of the tests".into())) }
}

fn fmt() -> Result<Tally, Fault> {
    check(&["fmt", "--all", "--check"])
}

/// Natively the whole workspace, and for WebAssembly what only exists there.
fn clippy() -> Result<Tally, Fault> {
    tools::wasm_bindgen()?;
    let mut tally = check(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    let web = ["clippy", "--package", "cong-dan-so", "--target", "wasm32-unknown-unknown", "--lib", "--test", "pages"];
    tally += check(&[web.as_slice(), &["--", "-D", "warnings"]].concat())?;
    Ok(tally)
}

fn doc() -> Result<Tally, Fault> {
    let mut command = cargo();
    command.args(["doc", "--workspace", "--no-deps", "--document-private-items"]).env("RUSTDOCFLAGS", "-D warnings");
    overheard(&mut command, |_| ()).map(|()| Tally::one(true))
}

fn deny() -> Result<Tally, Fault> {
    tools::cargo_deny()?;
    check(&["deny", "--all-features", "--log-level", "error", "check", "licenses", "bans", "sources"])
}

fn unit() -> Result<Tally, Fault> {
    let postgres = Postgres::start()?;
    let tests =
        |words: &[&str], runner| counted(cargo().args(words).env(postgres::VARIABLE, postgres.address()), runner);
    if !tools::nextest() {
        return tests(&["test", "--workspace", "--no-fail-fast"], Runner::Cargo);
    }
    let mut tally = tests(&["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests", "pass"], Runner::Nextest)?;
    tally += tests(&["test", "--workspace", "--doc", "--no-fail-fast"], Runner::Cargo)?;
    Ok(tally)
}

fn tidy() -> Result<Tally, Fault> {
    tests(&["test", "--package", "cong-dan-so", "--test", "tidy"], Runner::Cargo)
}

fn pages() -> Result<Tally, Fault> {
    tools::wasm_bindgen()?;
    let options = target().join("webdriver.json");
    let words = format!(
        r#"{{"goog:chromeOptions": {{"binary": {:?}, "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]}}}}"#,
        tools::chromium()?
    );
    std::fs::write(&options, words).map_err(Fault::file("write", &options))?;
    let mut command = cargo();
    command.args(["test", "--package", "cong-dan-so", "--target", "wasm32-unknown-unknown", "--test", "pages"]);
    command.env("PATH", tools::path()).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    command.env("CHROMEDRIVER", tools::chromedriver()?).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", options);
    // A busy machine is slow; a test that hangs still ends.
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted(&mut command, Runner::Cargo)
}

fn content() -> Result<Tally, Fault> {
    check(&["run", "--quiet", "--package", "server", "--bin", "congdanso", "--", "check", "content"])
}

fn web_apps() -> Result<Tally, Fault> {
    web::build().map(|()| Tally::one(true))
}

/// Run alone, budgets and suite judge today's sources too.
fn budgets() -> Result<Tally, Fault> {
    web::build()?;
    budget::check()
}

fn suite() -> Result<Tally, Fault> {
    web::build()?;
    e2e::run(&dev_server()?, &[])
}

/// The server as the tests have built it already: the release build would cost minutes and show nothing more.
pub fn dev_server() -> Result<PathBuf, Fault> {
    overheard(cargo().args(["build", "--package", "server", "--bin", "congdanso"]), |_| ())?;
    Ok(target().join("debug").join(format!("congdanso{}", std::env::consts::EXE_SUFFIX)))
}

/// A command of cargo that counts as one check.
fn check(words: &[&str]) -> Result<Tally, Fault> {
    overheard(cargo().args(words).current_dir(root()), |_| ()).map(|()| Tally::one(true))
}

fn tests(words: &[&str], runner: Runner) -> Result<Tally, Fault> {
    counted(cargo().args(words), runner)
}

fn counted(command: &mut std::process::Command, runner: Runner) -> Result<Tally, Fault> {
    let mut tally = Tally::default();
    match overheard(command, |line| tally += Tally::of(runner, line)) {
        // The failures are counted; a runner that fails without any (it doesn't compile, say) is one itself.
        Err(Fault::Failed(_)) if tally.failed > 0 => Ok(tally),
        ended => ended.map(|()| tally),
    }
}
