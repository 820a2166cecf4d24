//! The commands: `cargo xtask run | test | build | bench | voice`. What each needs it looks for, and installs where it may.

mod bench;
mod budget;
mod check;
mod dist;
mod e2e;
mod fault;
mod fuzz;
mod house;
mod kinds;
mod load;
mod postgres;
mod sbom;
mod serve;
mod split;
mod step;
mod tally;
mod tools;
mod voice;
mod web;

use fault::Fault;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run [--port N] [--data DIR] [--demo]   build what changed and serve it on http://127.0.0.1:8080
cargo xtask test [PART ...]                        every check, or some: fmt clippy doc deny unit tidy pages content web budgets e2e; fuzz alone
cargo xtask build                                  dist/ and the server with dist inside, ready to be carried away
cargo xtask bench [PART ...]                       the figures of the README: throughput report memory browser
cargo xtask voice [--course ID] [--language vi|en] [--again]
                                                   a machine speaks every text that nobody has recorded (content/README.md)";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let result = match command.as_str() {
        "run" => serve::Wish::read(&rest).and_then(|wish| serve::run(&wish)),
        "test" => check::test(&rest),
        "build" => serve::build(),
        "bench" => bench::bench(&rest),
        "voice" => voice::Wish::read(&rest).and_then(|wish| voice::run(&wish)),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Fault::Usage(format!("no command is called {other:?}"))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}
