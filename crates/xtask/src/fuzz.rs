//! `cargo xtask test fuzz`: schemathesis asks every door of the API what its description doesn't promise, and libFuzzer feeds every reader
//! of foreign bytes for a minute. What must hold stands in `fuzz/`. Not part of a whole run: it takes seven minutes.

use crate::fault::Fault;
use crate::house::{House, Place};
use crate::step::{overheard, program, root, step, target};
use crate::tally::Tally;
use crate::{check, tools};
use std::path::Path;

/// How many examples each door is given in each phase.
const EXAMPLES: &str = "100";
/// How long each reader is fed, in seconds.
const SECONDS: u32 = 60;
const READERS: [&str; 5] = ["statement_batch", "lesson_reader", "zip_reader", "text_normaliser", "unit_csv"];
/// What schemathesis looks at. Not whether it is refused what the description doesn't allow: a set may name one thing twice.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
    response_headers_conformance,unsupported_method,allow_header_conformance,use_after_free,missing_required_header";
/// Doors at which somebody who is signed in would end their own session, or be another afterwards.
const ENDING: &str = "^/api/account/(session|sessions|sessions/.*|password|proof|second-step|second-step/.*|invitation/accept)$|^/api/learn/learner$";

/// Everything, each part counted as one test.
pub fn run() -> Result<Tally, Fault> {
    let mut tally = Tally::default();
    doors(&mut tally)?;
    tools::cargo_fuzz()?;
    for reader in READERS {
        tally += judged(&format!("Feeding the {} for {SECONDS} s", reader.replace('_', " ")), || feed(reader));
    }
    Ok(tally)
}

fn doors(tally: &mut Tally) -> Result<(), Fault> {
    let (schemathesis, server) = (tools::schemathesis()?, check::dev_server()?);
    let house = House::open(&server, "fuzz", &[&["seed", "--learners", "60"]], Place::Anywhere)?;
    let ask = |words: &[&str], invitation: &str| {
        let mut command = program(&schemathesis);
        command
            // It leaves its notes where it stands.
            .current_dir(target())
            .env("SCHEMATHESIS_HOOKS", "doors")
            .env("PYTHONPATH", root().join("fuzz"));
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("CONGDANSO", format!("http://127.0.0.1:{}", house.port));
        command.env("CONGDANSO_INVITATION", invitation);
        command.args([
            "run",
            "--max-examples",
            EXAMPLES,
            "--checks",
            CHECKS,
            "--continue-on-failure",
            "--warnings",
            "off",
        ]);
        command.args(["--generation-database", "none"]).args(words);
        overheard(command.arg(format!("http://127.0.0.1:{}/api/openapi.json", house.port)), |_| ())
    };
    *tally += judged("Every door as a stranger", || ask(&[], ""));
    let invitation = house.invitation("administrator,trainer");
    let signed_in = || ask(&["--exclude-path-regex", ENDING], &invitation);
    *tally += judged("Every door as an administrator and trainer, and as a phone", signed_in);
    Ok(())
}

/// Feeds a reader; what is new is kept in the build folder, what crashes it too.
fn feed(reader: &str) -> Result<(), Fault> {
    let (corpus, kept) = (root().join("fuzz/corpus").join(reader), target().join("fuzz-corpus").join(reader));
    std::fs::create_dir_all(&kept).map_err(Fault::file("create", &kept))?;
    let mut command = program("cargo");
    command.env("PATH", tools::path());
    // The compiler's switches for coverage are nightly's; with this a stable one takes them. Our crates have no unsafe code, so the
    // address sanitizer would find nothing but time.
    command.env("RUSTC_BOOTSTRAP", "1").args(["fuzz", "run", "--sanitizer", "none", "--target-dir"]);
    command.arg(target().join("fuzz")).arg(reader).args([&kept, &corpus]).arg("--");
    command.args([format!("-max_total_time={SECONDS}"), artifacts(reader, &target())]);
    overheard(
        command.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=0", "-verbosity=0"]),
        |_| (),
    )
}

fn artifacts(reader: &str, target: &Path) -> String {
    format!("-artifact_prefix={}/{reader}-", target.display())
}

/// A part that counts as one test; what is wrong has been told.
fn judged(what: &str, part: impl FnOnce() -> Result<(), Fault>) -> Tally {
    Tally::one(step(what, part).is_ok())
}
