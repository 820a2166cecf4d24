//! `cargo xtask bench`: the README's figures. Timings belong to a machine and a day, so they are printed, not judged.

use crate::fault::Fault;
use crate::load::{self, Line};
use crate::step::{overheard, program, run, step, target, told};
use crate::web;
use crate::{e2e, serve};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

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
        let house = House::open(server, "throughput", &[])?;
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
        let house = House::open(server, "report", &[&["seed", "--statements", STATEMENTS]])?;
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
        let house = House::open(server, "memory", &[])?;
        Line::to(house.port)?.ask("GET", "/", "", "")?;
        std::thread::sleep(Duration::from_secs(3));
        let path = PathBuf::from(format!("/proc/{}/status", house.child.id()));
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

/// A release server on core 0 with a data folder of its own.
struct House {
    child: Child,
    port: u16,
    data: PathBuf,
    server: PathBuf,
}

impl House {
    fn open(server: &Path, name: &str, also: &[&[&str]]) -> Result<Self, Fault> {
        let data = target().join("bench").join(name);
        std::fs::remove_dir_all(&data).ok();
        std::fs::create_dir_all(&data).map_err(Fault::file("create", &data))?;
        for words in [["migrate"].as_slice(), &["units", "import"], &["publish", "content"]].iter().chain(also) {
            run(program(server).arg("--data").arg(&data).args(*words))?;
        }
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(Fault::file("find a port in", &data))?.port();
        let mut command = program("taskset");
        command.args(["-c", "0"]).arg(server).arg("--data").arg(&data).args([
            "serve",
            "--port",
            &port.to_string(),
            "--dist",
        ]);
        command.arg(web::folder()).stdout(Stdio::null());
        let child = command.spawn().map_err(Fault::file("start", server))?;
        let house = Self { child, port, data, server: server.to_owned() };
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            let healthy = Line::to(port).and_then(|mut line| line.ask("GET", "/healthz", "", ""));
            if healthy.is_ok_and(|reply| reply.status == 200) {
                return Ok(house);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(Fault::Failed("waiting for the server".into()))
    }

    /// The session cookie of an administrator, who needs no second step to see completion.
    fn overseer(&self) -> Result<String, Fault> {
        let mut invite = program(&self.server);
        invite.arg("--data").arg(&self.data).args(["staff", "invite", "--roles", "administrator"]);
        let link = told(&mut invite).unwrap_or_default();
        let token = link.rsplit('=').next().unwrap_or_default();
        let body = format!(r#"{{"token":"{token}","name":"bench","password":"a long enough password"}}"#);
        let reply = Line::to(self.port)?.ask(
            "POST",
            "/api/account/invitation/accept",
            "Content-Type: application/json\r\n",
            &body,
        )?;
        let set_up = Some(reply.cookies).filter(|cookies| !cookies.is_empty());
        set_up.ok_or_else(|| Fault::Failed(format!("setting up an administrator (HTTP {})", reply.status)))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // A server that has ended already is what is wanted.
        self.child.kill().ok();
        self.child.wait().ok();
        std::fs::remove_dir_all(&self.data).ok();
    }
}

fn print_machine() {
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let day = told(program("date").arg("+%Y-%m-%d")).unwrap_or_default();
    println!("==> {day}, {cores} cores of {}", model.trim_start_matches(['\t', ':', ' ']));
}
