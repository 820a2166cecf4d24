//! `run` and `build`: from sources to a program that serves. Ends as the server itself.

use crate::fault::Fault;
use crate::step::{cargo, program, root, run as start, step, target, told};
use crate::web;
use crate::{budget, sbom, tools};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `run` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Wish {
    port: u16,
    data: PathBuf,
    demo: bool,
}

impl Wish {
    /// Reads the command line.
    pub fn read(words: &[String]) -> Result<Self, Fault> {
        let mut wish = Self { port: 8080, data: root().join("data"), demo: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| Fault::Usage(format!("{word} needs a value")));
            match word.as_str() {
                "--port" => {
                    let given = value()?;
                    wish.port =
                        given.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
                            Fault::Usage(format!("--port takes a number from 1 to 65535, not {given:?}"))
                        })?;
                }
                // A path is meant from where the person stands; programs are started at the top of the repository.
                "--data" => wish.data = std::path::absolute(value()?).map_err(Fault::file("find", Path::new(".")))?,
                "--demo" => wish.demo = true,
                other => return Err(Fault::Usage(format!("`run` doesn't know {other:?}"))),
            }
        }
        Ok(wish)
    }
}

/// Builds what changed, fills the data folder, and becomes the server.
pub fn run(wish: &Wish) -> Result<(), Fault> {
    // Asked first: nobody should wait for a build to hear of it.
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, wish.port));
    drop(free.map_err(|_| Fault::PortTaken(wish.port))?);
    std::fs::create_dir_all(&wish.data).map_err(Fault::file("create", &wish.data))?;
    tools::for_web()?;
    web::build()?;
    let server = release(&[])?;
    let congdanso = |words: &[&str]| {
        let mut command = program(&server);
        command.arg("--data").arg(&wish.data).args(words);
        command
    };
    step(&format!("Preparing {}", wish.data.display()), || start(&mut congdanso(&["migrate"])))?;
    step("Loading Vietnam's administrative units", || start(&mut congdanso(&["units", "import"])))?;
    step("Publishing content/", || start(&mut congdanso(&["publish", "content"])))?;
    if wish.demo {
        step("Adding synthetic learners (--demo)", || start(&mut congdanso(&["seed"])))?;
    }
    let address = format!("http://127.0.0.1:{}", wish.port);
    let invitation = told(&mut congdanso(&["staff", "invite", "--first-administrator"])).unwrap_or_default();
    println!("==> Serving (Ctrl-C stops)");
    println!("    citizens' app    {address}/");
    println!("    desk             {address}/desk/");
    println!("    API description  {address}/api/openapi.json");
    match invitation.find("/desk/#") {
        // The program doesn't know at which address it will be reached: only the path is its own.
        Some(start) => println!("    set up the first administrator (once)  {address}{}", &invitation[start..]),
        None => println!("    an administrator is set up: sign in at the desk"),
    }
    let port = wish.port.to_string();
    become_the_server(congdanso(&["serve", "--port", &port]).arg("--dist").arg(web::folder()))
}

/// Builds `dist/` and a server that holds it.
pub fn build() -> Result<(), Fault> {
    web::build()?;
    // Cargo doesn't see that what is embedded has changed: the file that embeds it must look newer.
    let embedding = root().join("crates/server/src/site/built.rs");
    let touched = std::fs::File::options().append(true).open(&embedding);
    let touched = touched.and_then(|file| file.set_modified(std::time::SystemTime::now()));
    touched.map_err(Fault::file("touch", &embedding))?;
    let server = release(&["--features", "embed-dist"])?;
    let bill = server.with_file_name("congdanso.cdx.json");
    sbom::write(&bill)?;
    budget::print_sizes()?;
    println!("==> {} says what it is made of (CycloneDX)", bill.display());
    let size = server.metadata().map_or(0, |meta| meta.len());
    println!("==> {} ({:.1} MB) serves by itself: congdanso --data DIR serve", server.display(), size as f64 / 1e6);
    Ok(())
}

/// Builds the server in release and says where it is.
pub fn release(words: &[&str]) -> Result<PathBuf, Fault> {
    step("Building the server", || start(cargo().args(["build", "--release", "--package", "server"]).args(words)))?;
    Ok(target().join("release").join(format!("congdanso{}", std::env::consts::EXE_SUFFIX)))
}

/// From here on this process is the server: Ctrl-C and other signals reach it without anybody passing them on.
#[cfg(unix)]
fn become_the_server(command: &mut Command) -> Result<(), Fault> {
    let fault = std::os::unix::process::CommandExt::exec(command);
    Err(Fault::file("start", Path::new(command.get_program()))(fault))
}

#[cfg(not(unix))]
fn become_the_server(command: &mut Command) -> Result<(), Fault> {
    start(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Wish, Fault> {
        Wish::read(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn run_serves_on_8080_unless_told_otherwise() {
        assert_eq!(read("").map(|wish| wish.port).ok(), Some(8080));
        assert_eq!(read("--demo --port 90").map(|wish| (wish.port, wish.demo)).ok(), Some((90, true)));
    }

    #[test]
    fn a_command_line_that_makes_no_sense_is_answered_in_one_line() {
        for words in ["--port", "--port 70000", "--port 0", "--data", "--hurry"] {
            let fault = read(words).expect_err("no sense").to_string();
            assert!(!fault.contains('\n') && fault.contains("cargo xtask help"), "{fault}");
        }
    }
}
