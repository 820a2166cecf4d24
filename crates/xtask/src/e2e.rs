//! The e2e suite: Playwright drives Debian's Chromium against the real server. The suite itself is in tests/e2e.

use crate::fault::Fault;
use crate::step::{overheard, program, root, target};
use crate::tally::{Runner, Tally};
use crate::{tools, web};
use std::path::Path;
use std::process::Command;

/// Runs the suite against `server`; `words` go to Playwright.
pub fn run(server: &Path, words: &[&str]) -> Result<Tally, Fault> {
    let mut tally = Tally::default();
    let ended =
        overheard(playwright(server)?.arg("test").args(words), |line| tally += Tally::of(Runner::Playwright, line));
    match ended {
        // The failures are counted; a suite that fails without any (no browser, a broken file) is one itself.
        Err(Fault::Failed(_)) if tally.failed > 0 => Ok(tally),
        ended => ended.map(|()| tally),
    }
}

/// Playwright, told where everything is.
pub fn playwright(server: &Path) -> Result<Command, Fault> {
    tools::npm_packages()?;
    let mut command = program(root().join("tests/e2e/node_modules/.bin/playwright"));
    command.current_dir(root().join("tests/e2e")).env("CHROMIUM", tools::chromium()?).env("CONGDANSO", server);
    command.env("CONGDANSO_DIST", web::folder()).env("CONGDANSO_CONTENT", root().join("content"));
    command.env("CONGDANSO_RESULTS", target());
    Ok(command)
}
