//! The budgets that don't depend on a clock: bytes that travel to a phone. The rest of them is measured in the browser by
//! tests/e2e/budget.spec.ts.

use crate::dist::{files, kinds_file};
use crate::fault::Fault;
use crate::tally::Tally;
use crate::web;
use std::fs;
use std::path::{Path, PathBuf};

/// The citizens' app's module, compressed by brotli, in bytes.
const LEARN_WASM: u64 = 250_000;
/// The same app's later part: the pages that a first visit doesn't need.
const LATER_WASM: u64 = 100_000;
/// What is a web font.
const FONTS: [&str; 5] = ["woff", "woff2", "ttf", "otf", "eot"];

/// Checks every budget and says every figure, kept or not.
pub fn check() -> Result<Tally, Fault> {
    let all = files(&web::folder())?;
    let mut tally = Tally::default();
    let module = size(&all, |name| name.starts_with("learn-") && name.ends_with(".wasm.br"));
    tally += line("learn, wasm, brotli", module, LEARN_WASM, "bytes");
    kinds(module)?;
    let later = size(&all, |name| name.starts_with("later-") && name.ends_with(".wasm.br"));
    tally += line("its later part, wasm, brotli", later, LATER_WASM, "bytes");
    let fonts =
        all.iter().filter(|file| FONTS.iter().any(|kind| file.extension().is_some_and(|has| has == *kind))).count();
    tally += line("web fonts", fonts as u64, 0, "files");
    // A folder without the modules would keep every budget: nothing was measured then.
    tally += Tally::one(module > 0 && later > 0);
    Ok(tally)
}

/// Prints what each kind of item costs: code, and about how much of the download.
fn kinds(module: u64) -> Result<(), Fault> {
    let file = kinds_file();
    let told = fs::read_to_string(&file).map_err(Fault::file("read", &file))?;
    for line in told.lines() {
        if let [name, bytes, share] = line.split(' ').collect::<Vec<_>>()[..] {
            let share: u64 = share.parse().unwrap_or(0);
            println!("      {name:<9} {bytes:>6} bytes of code, about {:>5} of the download", module * share / 1000);
        }
    }
    Ok(())
}

/// Prints the size of each file of the apps that is compressed, as it travels.
pub fn print_sizes() -> Result<(), Fault> {
    for file in files(&web::folder())?.iter().filter(|file| file.extension().is_some_and(|kind| kind == "br")) {
        let plain = file.with_extension("");
        let shown = plain.strip_prefix(web::folder()).unwrap_or(&plain);
        println!("    {:>9} bytes, {:>8} as brotli  {}", length(&plain), length(file), shown.display());
    }
    Ok(())
}

fn line(what: &str, is: u64, most: u64, unit: &str) -> Tally {
    let kept = is <= most;
    println!("    {} {what}: {is} of {most} {unit}", if kept { "kept" } else { "OVER" });
    Tally::one(kept)
}

fn size(all: &[PathBuf], wanted: impl Fn(&str) -> bool) -> u64 {
    let named = |file: &&PathBuf| file.file_name().is_some_and(|name| wanted(&name.to_string_lossy()));
    all.iter().filter(named).map(|file| length(file)).sum()
}

fn length(file: &Path) -> u64 {
    file.metadata().map_or(0, |meta| meta.len())
}
