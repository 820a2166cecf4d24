//! A private PostgreSQL for the server's tests: made in a temporary folder, reached over loopback alone, gone afterwards.

use crate::fault::Fault;
use crate::step::{program, run, step, told};
use crate::tools;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The variable by which the server's tests find it.
pub const VARIABLE: &str = "CONGDANSO_TEST_POSTGRES";

/// A running server; dropping it stops it and removes its files.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start() -> Result<Self, Fault> {
        tools::postgresql()?;
        let folder = std::env::temp_dir().join(format!("congdanso-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(Fault::file("create", &folder))?;
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(Fault::file("find a port for", &folder))?.port();
        let postgres = Self { programs: programs(), folder, port };
        step("Starting a private PostgreSQL", || {
            if is_root() {
                run(program("chown").arg("postgres").arg(&postgres.folder))?;
            }
            let data = postgres.folder.join("data");
            run(postgres
                .program("initdb")
                .args(["--auth=trust", "--username=postgres", "--no-sync", "-D"])
                .arg(&data)
                .stdout(Stdio::null()))?;
            // Durability is SQLite's to show here; a test's database lives for seconds.
            let options = format!(
                "-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400 -k {}",
                postgres.folder.display()
            );
            let mut start = postgres.program("pg_ctl");
            start.args(["start", "--wait", "--silent", "-o", &options, "-l"]).arg(postgres.folder.join("log"));
            run(start.arg("-D").arg(&data).stdout(Stdio::null()))
        })?;
        Ok(postgres)
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// One of PostgreSQL's programs; they refuse to be run by root.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = program("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            program(path)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "-D"]).arg(self.folder.join("data"));
        if run(&mut stop).is_err() {
            println!("    the private PostgreSQL on port {} could not be stopped", self.port);
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn is_root() -> bool {
    told(program("id").arg("-u")).is_some_and(|user| user == "0")
}

/// Debian keeps the programs off PATH; the newest of those installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let bins = versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").exists());
    bins.max().unwrap_or_else(|| Path::new("").into())
}
