//! Steps: what is being done, and how long it took. Starts programs; knows nothing of what they are for.

use crate::fault::Fault;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Says what it does, does it, says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    println!("==> {what}");
    let begun = Instant::now();
    let result = work();
    let verb = if result.is_ok() { "done" } else { "failed" };
    println!("    {verb} in {}", seconds(begun));
    result
}

/// The time since `begun`, for people.
pub fn seconds(begun: Instant) -> String {
    let seconds = begun.elapsed().as_secs_f64();
    if seconds < 90.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{:.0} min {:02.0} s", (seconds / 60.0).floor(), seconds % 60.0)
    }
}

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_owned).unwrap_or_default()
}

/// Where cargo builds: the folder above the profile's folder that this program was started from.
pub fn target() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|exe| exe.ancestors().nth(2).map(Path::to_owned));
    beside.unwrap_or_else(|| root().join("target"))
}

/// A program, to be started at the top of the repository.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    // Cargo's variables of xtask itself must not reach the programs it starts: build scripts would run again.
    for (key, _) in
        std::env::vars().filter(|(key, _)| key.starts_with("CARGO_PKG_") || key.starts_with("CARGO_MANIFEST_"))
    {
        command.env_remove(key);
    }
    command
}

/// Cargo itself, the one that runs us.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program to its end and lets it talk.
pub fn run(command: &mut Command) -> Result<(), Fault> {
    let ended = command.status().map_err(|source| not_started(command, &source))?;
    if ended.success() { Ok(()) } else { Err(why(command)) }
}

/// Runs a program to its end, lets it talk, and shows each line to `listen` too.
pub fn overheard(command: &mut Command, mut listen: impl FnMut(&str)) -> Result<(), Fault> {
    let here = root();
    let (from, to) = io::pipe().map_err(Fault::file("open a pipe in", &here))?;
    command.env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1").env("FORCE_COLOR", "0").stdin(Stdio::null());
    command.stdout(to.try_clone().map_err(Fault::file("open a pipe in", &here))?).stderr(to);
    let started = command.spawn();
    // The command keeps the pipe's writing end open: let go of it, or the reading would never end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = started.map_err(|source| not_started(command, &source))?;
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        listen(&line);
    }
    let ended = child.wait().map_err(Fault::file("wait in", &here))?;
    if ended.success() { Ok(()) } else { Err(why(command)) }
}

/// What a program prints, without showing it; `None` when it is missing or fails.
pub fn told(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn not_started(command: &Command, source: &io::Error) -> Fault {
    let tool = command.get_program().to_string_lossy().into_owned();
    Fault::Missing { remedy: format!("it can't be started ({source}); install it and put it on PATH"), tool }
}

/// A program that failed for want of room says so in many ways: look for ourselves.
fn why(command: &Command) -> Fault {
    let probe = target().join("room");
    let full = fs::write(&probe, vec![0; 1 << 20]).is_err_and(|fault| fault.kind() == io::ErrorKind::StorageFull);
    // Best effort: a probe left behind is a megabyte in the build folder.
    fs::remove_file(&probe).ok();
    if full {
        return Fault::DiskFull(target());
    }
    let words = command.get_args().take(3).map(|word| word.to_string_lossy());
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    Fault::Failed(std::iter::once(name.into()).chain(words).collect::<Vec<_>>().join(" "))
}
