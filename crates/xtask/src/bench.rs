//! `cargo xtask bench`: the README's figures. Timings belong to a machine and a day, so they are printed, not judged.

use crate::fault::Fault;
use crate::house::{House, Place};
use crate::load::{self, Line};
use crate::step::{overheard, program, run, step, told};
use crate::web;
use crate::{e2e, serve};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Statements in the store that reports are measured on.
const STATEMENTS: &str = "1000000";
const CONNECTIONS: u64 = 64;
const PHONES_A_CONNECTION: u64 = 40;
/// Gia Lai since the reform, as the seed fills it.
const PROVINCE: &str = "52@2025-07-01";

/// A part measures one thing with a release server.
type Part = fn(&Path) -> Result<(), Fault>;

/// Runs the parts asked for, or all.
pub fn bench(asked: &[String]) -> Result<(), Fault> {
    // The generator is this program once more, on a core of its own.
    if let [word, port] = asked
        && word == "load"
    {
        return generate(port);
    }
    let parts: [(&str, Part); 4] =
        [("throughput", throughput), ("report", report), ("memory", memory), ("browser", browser)];
    if let Some(unknown) = asked.iter().find(|asked| parts.iter().all(|(name, _)| name != asked)) {
        return Err(Fault::Usage(format!("no part of the bench is called {unknown:?}")));
    }
    web::build()?;
    let server = serve::release(&[])?;
    print_machine();
    for (_, part) in parts.iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|asked| asked == name)) {
        part(&server)?;
    }
    Ok(())
}

fn throughput(server: &Path) -> Result<(), Fault> {
    step("Pushes of 10 statements, SQLite, server on core 0, generator on core 1", || {
        let house = House::open(server, "throughput", &[], Place::CoreZero)?;
        let mut again = program("taskset");
        let this = std::env::current_exe().map_err(Fault::file("find", Path::new("xtask")))?;
        run(again.args(["-c", "1"]).arg(this).args(["bench", "load", &house.port.to_string()]))
    })
}

fn generate(port: &str) -> Result<(), Fault> {
    let port = port.parse().map_err(|_| Fault::Usage("the generator needs a port".into()))?;
    let figures = load::push(port, CONNECTIONS, PHONES_A_CONNECTION, Duration::from_secs(20))?;
    figures.print(&format!("pushes over {CONNECTIONS} connections"));
    Ok(())
}

fn report(server: &Path) -> Result<(), Fault> {
    step(&format!("The report of a province at {STATEMENTS} statements"), || {
        let house = House::open(server, "report", &[&["seed", "--statements", STATEMENTS]], Place::CoreZero)?;
        let cookie = format!("Cookie: {}\r\n", house.overseer()?);
        let mut line = Line::to(house.port)?;
        let catalogue = load::json(&line.ask("GET", "/catalogue.json", "", "")?.body)?;
        let course = catalogue.pointer("/courses/0/course").and_then(serde_json::Value::as_str).unwrap_or_default();
        let path = format!("/api/oversee/completion?course={course}&unit={PROVINCE}");
        load::get(house.port, &path, &cookie, Duration::from_secs(10))?.print("reports over 1 connection");
        Ok(())
    })
}

fn memory(server: &Path) -> Result<(), Fault> {
    step("Memory of an idle server", || {
        let house = House::open(server, "memory", &[], Place::CoreZero)?;
        Line::to(house.port)?.ask("GET", "/", "", "")?;
        std::thread::sleep(Duration::from_secs(3));
        let path = PathBuf::from(format!("/proc/{}/status", house.process()));
        let status = std::fs::read_to_string(&path).map_err(Fault::file("read", &path))?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        println!("    resident:{resident}");
        Ok(())
    })
}

fn browser(server: &Path) -> Result<(), Fault> {
    step("Chromium as a cheap phone on a poor network", || {
        overheard(e2e::playwright(server)?.args(["test", "--config", "figures.config.ts"]), |_| ())
    })
}

fn print_machine() {
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let day = told(program("date").arg("+%Y-%m-%d")).unwrap_or_default();
    println!("==> {day}, {cores} cores of {}", model.trim_start_matches(['\t', ':', ' ']));
}
