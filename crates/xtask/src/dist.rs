//! What a finished `dist/` is: names that follow the bytes, one style sheet a page, the service worker's list, compressed
//! twins. Works on the folder that Trunk wrote; knows nothing of how it came about.

use crate::fault::Fault;
use crate::kinds;
use crate::step::target;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is worth compressing.
const TEXTS: [&str; 9] = ["html", "js", "wasm", "css", "svg", "json", "webmanifest", "txt", "xml"];
/// The lines of public/sw.js that are filled in.
const LIST: &str = "const PRECACHE = [];";
const BUILD: &str = "const BUILD = \"\";";

/// Finishes both apps in `stage` (the citizens' at its top, the desk in `desk/`).
pub fn finish(stage: &Path) -> Result<(), Fault> {
    for (folder, at) in [(stage.to_owned(), "/"), (stage.join("desk"), "/desk/")] {
        for file in here(&folder)?.into_iter().filter(|file| has(file, "wasm")) {
            let module = fs::read(&file).map_err(Fault::file("read", &file))?;
            if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("learn")) {
                write(&kinds_file(), kinds::told(&module).as_bytes())?;
            }
            write(&file, &without_names(&module))?;
        }
        let page = folder.join("index.html");
        let mut html = read(&page)?;
        html = one_style_sheet(&folder, at, &html)?;
        for file in here(&folder)?.iter().filter(|file| ["js", "wasm", "css"].iter().any(|kind| has(file, kind))) {
            html = name_by_content(file, at, &html)?;
        }
        write(&page, html.as_bytes())?;
    }
    service_worker(stage)?;
    files(stage)?.iter().filter(|file| TEXTS.iter().any(|kind| has(file, kind))).try_for_each(|file| twins(file))
}

/// Where it is written down what each kind of item costs.
pub fn kinds_file() -> PathBuf {
    target().join("learn-kinds.txt")
}

/// Every file below a folder (or the file itself), in order.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, Fault> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries = entries(path)?;
    entries.sort();
    let mut all = Vec::new();
    for entry in entries {
        all.extend(files(&entry)?);
    }
    Ok(all)
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A module without its custom sections (names, producers): everything that is not code or data.
pub fn without_names(module: &[u8]) -> Vec<u8> {
    const HEADER: usize = 8;
    let mut kept = module.get(..HEADER).unwrap_or(module).to_vec();
    let mut rest = module.get(HEADER..).unwrap_or_default();
    while let [kind, after @ ..] = rest {
        let digits = after.iter().take_while(|byte| **byte >= 0x80).count() + 1;
        let size = after.iter().take(digits).rev().fold(0_usize, |size, byte| size << 7 | usize::from(byte & 0x7f));
        let whole = 1 + digits + size;
        let Some(section) = rest.get(..whole) else {
            // Not a module that we understand: leave it as it is.
            return module.to_vec();
        };
        if *kind != 0 {
            kept.extend_from_slice(section);
        }
        rest = rest.get(whole..).unwrap_or_default();
    }
    kept
}

/// Joins a page's style sheets, in their order, into one: every request costs a round trip on a poor network.
fn one_style_sheet(folder: &Path, at: &str, html: &str) -> Result<String, Fault> {
    let mut sheet = String::new();
    let mut left = String::new();
    let mut rest = html;
    let joined = format!("<link rel=\"stylesheet\" href=\"{at}style.css\">");
    while let Some(start) = rest.find("<link ") {
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        let link = &rest[start..end];
        left.push_str(&rest[..start]);
        match href(link, at).filter(|_| link.contains("rel=\"stylesheet\"") && !link.contains("media=")) {
            Some(name) => {
                let file = folder.join(name);
                if sheet.is_empty() {
                    left.push_str(&joined);
                }
                sheet.push_str(&without_comments(&read(&file)?));
                fs::remove_file(&file).map_err(Fault::file("remove", &file))?;
            }
            None => left.push_str(link),
        }
        rest = &rest[end..];
    }
    left.push_str(rest);
    if !sheet.is_empty() {
        write(&folder.join("style.css"), sheet.as_bytes())?;
    }
    Ok(left)
}

fn href<'a>(link: &'a str, at: &str) -> Option<&'a str> {
    let after = link.split_once("href=\"")?.1.split_once('"')?.0;
    after.strip_prefix(at)
}

/// A style sheet without comments and indentation.
fn without_comments(css: &str) -> String {
    let mut bare = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let lines: Vec<&str> = bare.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n") + "\n"
}

/// Gives a file the name `stem-<hash>` and the page that name: what is cached for ever may never change under its name.
fn name_by_content(file: &Path, at: &str, html: &str) -> Result<String, Fault> {
    let bytes = fs::read(file).map_err(Fault::file("read", file))?;
    let old = name(file);
    let hash = &hex(&Sha256::digest(&bytes))[..16];
    let (stem, kind) = old.rsplit_once('.').unwrap_or((&old, ""));
    let new = match stem.strip_suffix("_bg") {
        Some(app) => format!("{app}-{hash}_bg.{kind}"),
        None => format!("{stem}-{hash}.{kind}"),
    };
    let html_named = html.replace(&format!("{at}{old}"), &format!("{at}{new}"));
    if html_named == html {
        // Not an app's file (the service worker, say): its address is fixed.
        return Ok(html_named);
    }
    fs::rename(file, file.with_file_name(&new)).map_err(Fault::file("rename", file))?;
    Ok(html_named)
}

/// Fills in the service worker's list: every file of the citizens' app with its digest, and a digest over the list.
fn service_worker(stage: &Path) -> Result<(), Fault> {
    let worker = stage.join("sw.js");
    let text = read(&worker)?;
    let mut list = Vec::new();
    for file in files(stage)? {
        let address = file.strip_prefix(stage).map(|path| format!("/{}", path.to_string_lossy())).unwrap_or_default();
        // The workers themselves are fetched by the browser; the desk is never for a phone.
        if !address.starts_with("/sw") && address != "/robots.txt" && !address.starts_with("/desk/") {
            let bytes = fs::read(&file).map_err(Fault::file("read", &file))?;
            list.push(format!("[\"{address}\", \"sha256-{}\"]", STANDARD.encode(Sha256::digest(&bytes))));
        }
    }
    for line in [LIST, BUILD] {
        if !text.contains(line) {
            let remedy = format!("public/sw.js must hold the line {line:?}, which the build fills in");
            return Err(Fault::Missing { tool: "the service worker's list".into(), remedy });
        }
    }
    let listed = list.join(",\n  ");
    // The worker's own words count too: a change of it alone is a new build.
    let build = hex(&Sha256::new().chain_update(&text).chain_update(&listed).finalize());
    let text = text.replace(LIST, &format!("const PRECACHE = [\n  {listed}\n];"));
    write(&worker, text.replace(BUILD, &format!("const BUILD = \"{}\";", &build[..16])).as_bytes())
}

/// Lays compressed twins beside a file, where they are smaller.
fn twins(file: &Path) -> Result<(), Fault> {
    let bytes = fs::read(file).map_err(Fault::file("read", file))?;
    let mut br = Vec::new();
    let settings =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut br, &settings).map_err(Fault::file("compress", file))?;
    let mut gz = GzEncoder::new(Vec::new(), flate2::Compression::best());
    let gz = gz.write_all(&bytes).and_then(|()| gz.finish()).map_err(Fault::file("compress", file))?;
    for (twin, kind) in [(br, "br"), (gz, "gz")] {
        if twin.len() < bytes.len() {
            write(&file.with_file_name(format!("{}.{kind}", name(file))), &twin)?;
        }
    }
    Ok(())
}

fn here(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_file()).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let listed = fs::read_dir(folder).map_err(Fault::file("list", folder))?;
    listed.map(|entry| entry.map(|entry| entry.path()).map_err(Fault::file("list", folder))).collect()
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn has(file: &Path, kind: &str) -> bool {
    file.extension().is_some_and(|extension| extension == kind)
}

/// A file that is text.
pub fn read(file: &Path) -> Result<String, Fault> {
    fs::read_to_string(file).map_err(Fault::file("read", file))
}

/// Writes a file.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    fs::write(file, bytes).map_err(Fault::file("write", file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &[u8] = b"\0asm\x01\0\0\0\x00\x05\x04name\x01\x02ab\x00\x01\x00";
    const PAGE: &str = "<link rel=\"stylesheet\" href=\"/a.css\"/><link rel=\"stylesheet\" href=\"/b.css\"/>\
        <link rel=\"modulepreload\" href=\"/learn.js\"/><script type=\"module\">import init from '/learn.js'; \
        init({ module_or_path: '/learn_bg.wasm' });</script>";

    /// A folder as Trunk leaves it, of its own for each test.
    fn stage(test: &str, script: &str) -> PathBuf {
        let stage = crate::step::target().join("dist-tests").join(test);
        fs::remove_dir_all(&stage).ok();
        fs::create_dir_all(stage.join("desk")).expect("a folder");
        for (name, text) in [
            ("index.html", PAGE),
            ("a.css", "/* first */\n  b { color: var(--ink); }\n"),
            ("b.css", "i { color: var(--ink); }"),
            ("learn.js", script),
            ("desk/index.html", "<p>desk</p>"),
            ("sw.js", "const BUILD = \"\";\nconst PRECACHE = [];\n"),
            ("sw-retire.js", "// off"),
        ] {
            fs::write(stage.join(name), text).expect("a file");
        }
        fs::write(stage.join("learn_bg.wasm"), MODULE).expect("a module");
        finish(&stage).expect("finished");
        stage
    }

    fn names(stage: &Path) -> Vec<String> {
        files(stage).expect("listed").iter().map(|file| name(file)).collect()
    }

    #[test]
    fn names_follow_the_bytes_and_the_page_follows_the_names() {
        let (one, other) = (stage("one", "let a = 1;"), stage("other", "let a = 2;"));
        let script =
            |stage: &Path| names(stage).into_iter().find(|name| name.ends_with(".js") && name.starts_with("learn-"));
        assert_ne!(script(&one).expect("hashed"), script(&other).expect("hashed"));
        let page = read(&one.join("index.html")).expect("a page");
        assert_eq!(page.matches(&script(&one).expect("hashed")).count(), 2);
        assert!(!page.contains("/learn.js") && !page.contains("/learn_bg.wasm"), "{page}");
    }

    #[test]
    fn a_page_has_one_style_sheet_in_the_order_of_its_links() {
        let stage = stage("sheet", "");
        let page = read(&stage.join("index.html")).expect("a page");
        assert_eq!(page.matches("stylesheet").count(), 1);
        let sheet = files(&stage).expect("listed").into_iter().find(|file| has(file, "css")).expect("a sheet");
        assert_eq!(read(&sheet).expect("read"), "b { color: var(--ink); }\ni { color: var(--ink); }\n");
    }

    #[test]
    fn the_worker_lists_the_citizens_app_with_the_digest_of_what_is_served() {
        let stage = stage("worker", "let a = 1;");
        let worker = read(&stage.join("sw.js")).expect("a worker");
        let page = fs::read(stage.join("index.html")).expect("a page");
        assert!(worker.contains(&format!("[\"/index.html\", \"sha256-{}\"]", STANDARD.encode(Sha256::digest(page)))));
        assert_eq!(worker.matches("sha256-").count(), 4, "{worker}");
        assert!(
            !worker.contains("/desk/") && !worker.contains("/sw") && !worker.contains("const BUILD = \"\""),
            "{worker}"
        );
    }

    #[test]
    fn a_module_loses_its_names_and_nothing_else() {
        assert_eq!(without_names(MODULE), b"\0asm\x01\0\0\0\x01\x02ab");
        for cut in 0..MODULE.len() {
            assert!(without_names(&MODULE[..cut]).len() <= cut, "a module cut at {cut}");
        }
    }

    #[test]
    fn twins_unpack_to_what_they_stand_beside() {
        let stage = stage("twins", &"let a = 1;".repeat(99));
        let script = files(&stage).expect("listed").into_iter().find(|file| has(file, "js")).expect("a script");
        let twin = |kind| fs::read(format!("{}.{kind}", script.display())).expect("a twin");
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut twin("br").as_slice(), &mut text).expect("brotli");
        assert_eq!(text, fs::read(&script).expect("read"));
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(twin("gz").as_slice()), &mut text).expect("gzip");
        assert_eq!(text, fs::read(&script).expect("read"));
    }
}
