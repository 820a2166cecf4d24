//! Cuts the citizens' app in two: what a first visit needs, and the pages that come later (src/learn/later.rs). Works on what
//! cargo compiled for Trunk, and puts the result in the place of what Trunk wrote; knows nothing of what the pages are.
//!
//! The cut follows the linker's notes of what calls what (`--emit-relocs`, build.rs). It has to come before wasm-bindgen, for
//! which Trunk has no hook; so wasm-bindgen runs once more, on the first part.

use crate::dist::{hex, read, without_names, write};
use crate::fault::Fault;
use crate::step::{program, run, target};
use crate::tools;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// The script that fetches the later part, as the first part imports it.
const LOADER: &str = "./__wasm_split.js";

/// Cuts `learn` as cargo built it and writes the parts and their script into `stage`.
pub fn split(stage: &Path) -> Result<(), Fault> {
    let (compiled, work) = (target().join("wasm32-unknown-unknown/wasm-release/learn.wasm"), target().join("split"));
    // Absent the first time; a failure to remove shows at the next line that writes.
    fs::remove_dir_all(&work).ok();
    let module = fs::read(&compiled).map_err(Fault::file("read", &compiled))?;
    let first = work.join("learn.wasm");
    let mut options = wasm_split_cli_support::Options::new(&module);
    options.output_dir = &work;
    options.main_out_path = &first;
    options.main_module = "./learn.js";
    options.link_name = LOADER;
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|fault| Fault::Failed(format!("cutting {} ({fault:#})", compiled.display())))?;

    let bound = work.join("bound");
    let words = ["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir"];
    run(program(tools::found("wasm-bindgen")).args(words).arg(&bound).arg(&first))?;

    let mut loader = read(&work.join(LOADER))?;
    for part in parts.split_modules {
        let bytes = without_names(&fs::read(&part).map_err(Fault::file("read", &part))?);
        let old = part.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let new = format!(
            "{}-{}.wasm",
            old.trim_start_matches("split_").trim_end_matches(".wasm"),
            &hex(&Sha256::digest(&bytes))[..16]
        );
        loader = loader.replace(&old, &new);
        write(&stage.join(&new), &bytes)?;
    }
    let script = with_loader(&read(&bound.join("learn.js"))?, &loader)?;
    write(&stage.join("learn.js"), script.as_bytes())?;
    let (from, to) = (bound.join("learn_bg.wasm"), stage.join("learn_bg.wasm"));
    fs::copy(&from, &to).map(drop).map_err(Fault::file("write", &to))
}

/// The script with its loader inside: they import each other, so neither could be named by its content, and each file is a
/// round trip on a poor network.
fn with_loader(script: &str, loader: &str) -> Result<String, Fault> {
    let strange = || Fault::Failed("joining the app's script with the loader of its later part".into());
    let end = format!(" from \"{LOADER}\"");
    let import = script.lines().find(|line| line.ends_with(&end)).ok_or_else(strange)?;
    let name = import.strip_prefix("import * as ").and_then(|rest| rest.strip_suffix(&end)).ok_or_else(strange)?;
    let mut body = String::new();
    let mut exports = Vec::new();
    for line in loader.lines().filter(|line| !line.starts_with("import ") && !line.trim_start().starts_with("//")) {
        let line = match line.strip_prefix("export const ") {
            Some(rest) => {
                exports.push(rest.split(' ').next().unwrap_or_default());
                format!("const {rest}")
            }
            None => line.to_owned(),
        };
        body += &(line + "\n");
    }
    let object = format!("const {name} = (() => {{\n{body}return {{ {} }};\n}})();", exports.join(", "));
    Ok(script.replace(import, &object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_stands_in_the_script_that_imported_it() {
        let script = "import * as import1 from \"./__wasm_split.js\"\n\nexport function initSync() {}\n";
        let loader = "import { initSync } from \"./learn.js\";\n    // why\nlet one = 1;\nexport const load_later = wrap(one);\n";
        let joined = with_loader(script, loader).expect("joined");
        assert!(!joined.contains("import ") && !joined.contains("// why"), "{joined}");
        assert!(
            joined.contains(
                "const import1 = (() => {\nlet one = 1;\nconst load_later = wrap(one);\nreturn { load_later };\n})();"
            ),
            "{joined}"
        );
        assert!(with_loader("export function initSync() {}", loader).is_err());
    }
}
