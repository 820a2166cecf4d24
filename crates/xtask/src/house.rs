//! A real server with a data folder of its own, for what is measured or tried from outside. Ends, and takes its data along, with its value.

use crate::fault::Fault;
use crate::load::Line;
use crate::step::{program, run, target, told};
use crate::web;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How it serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the first core alone, with the built apps: what is measured there stands beside its generator.
    CoreZero,
    /// Anywhere, and only the API.
    Anywhere,
}

/// A server that serves.
pub struct House {
    child: Child,
    /// The port it listens on.
    pub port: u16,
    data: PathBuf,
    server: PathBuf,
}

impl House {
    /// Fills a data folder with units, the content and what `also` says, and serves it.
    pub fn open(server: &Path, name: &str, also: &[&[&str]], place: Place) -> Result<Self, Fault> {
        let data = target().join("houses").join(name);
        std::fs::remove_dir_all(&data).ok();
        std::fs::create_dir_all(&data).map_err(Fault::file("create", &data))?;
        for words in [["migrate"].as_slice(), &["units", "import"], &["publish", "content"]].iter().chain(also) {
            run(program(server).arg("--data").arg(&data).args(*words).stdout(Stdio::null()))?;
        }
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(Fault::file("find a port in", &data))?.port();
        let mut command = match place {
            Place::CoreZero => {
                let mut command = program("taskset");
                command.args(["-c", "0"]).arg(server);
                command
            }
            Place::Anywhere => program(server),
        };
        serve(&mut command, &data, port);
        if place == Place::CoreZero {
            command.arg("--dist").arg(web::folder());
        }
        let child = command.stdout(Stdio::null()).spawn().map_err(Fault::file("start", server))?;
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

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The token of an invitation to somebody with these roles.
    pub fn invitation(&self, roles: &str) -> String {
        let mut invite = program(&self.server);
        invite.arg("--data").arg(&self.data).args(["staff", "invite", "--roles", roles]);
        let link = told(&mut invite).unwrap_or_default();
        link.rsplit('=').next().unwrap_or_default().to_owned()
    }

    /// The session cookie of an administrator, who needs no second step to see completion.
    pub fn overseer(&self) -> Result<String, Fault> {
        let token = self.invitation("administrator");
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

fn serve(command: &mut Command, data: &Path, port: u16) {
    command.arg("--data").arg(data).args(["serve", "--port", &port.to_string()]);
}

impl Drop for House {
    fn drop(&mut self) {
        // A server that has ended already is what is wanted.
        self.child.kill().ok();
        self.child.wait().ok();
        std::fs::remove_dir_all(&self.data).ok();
    }
}
