//! Turns `locales/{vi,en}/*.toml` into typed messages: one method on `Words` for each key.
//!
//! A key or placeholder that one language has and the other lacks fails the build with its name. This is not an i18n
//! library: `{n}` puts a value in, `{n:minute|minutes}` picks the first word where `n` prints as `1`, else the second. A
//! method takes its placeholders in the order of the alphabet.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, process};

const LANGUAGES: [(&str, &str); 2] = [("vi", "Vi"), ("en", "En")];

enum Part {
    Text(String),
    Value(String),
    Plural { name: String, one: String, other: String },
}

fn main() {
    println!("cargo::rerun-if-changed=locales");
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // What is called from where, kept for the cut.
        println!("cargo::rustc-link-arg-bin=learn=--emit-relocs");
    }
    if let Err(fault) = generate() {
        eprintln!("locales: {fault}");
        println!("cargo::error=locales: {fault}");
        process::exit(1);
    }
}

fn generate() -> Result<(), String> {
    let mut messages: BTreeMap<String, BTreeMap<&str, (String, String)>> = BTreeMap::new();
    for (language, _) in LANGUAGES {
        let folder = Path::new("locales").join(language);
        let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for path in
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "toml"))
        {
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            for (key, text) in read(&path)? {
                let languages = messages.entry(key.clone()).or_default();
                if let Some((other, _)) = languages.insert(language, (file.clone(), text)) {
                    return Err(format!("{language}: `{key}` stands in {other} and in {file}: rename one"));
                }
            }
        }
    }
    let mut code = String::from("impl Words {\n");
    for (key, languages) in &messages {
        method(&mut code, key, languages)?;
    }
    code.push_str("}\n");
    let out = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: run this through cargo")?;
    fs::write(Path::new(&out).join("words.rs"), code).map_err(|e| e.to_string())
}

fn read(path: &Path) -> Result<Vec<(String, String)>, String> {
    let here = path.display();
    let text = fs::read_to_string(path).map_err(|e| format!("{here}: {e}"))?;
    let table: toml::Table = text.parse().map_err(|e| format!("{here}: {e}"))?;
    table
        .into_iter()
        .map(|(key, value)| {
            let fits = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            match value.as_str() {
                Some(text) if fits => Ok((key, text.to_owned())),
                Some(_) | None => Err(format!("{here}: `{key}` must be a-z, 0-9 and _ with a text as its value")),
            }
        })
        .collect()
}

fn method(code: &mut String, key: &str, languages: &BTreeMap<&str, (String, String)>) -> Result<(), String> {
    let mut parsed = Vec::new();
    for (language, variant) in LANGUAGES {
        let (file, text) = languages.get(language).ok_or_else(|| {
            let (other, (file, _)) = languages.iter().next().expect("every key came from a file");
            format!("`{key}` of locales/{other}/{file} is missing in locales/{language}/{file}: translate it")
        })?;
        let parts = parse(text).map_err(|fault| format!("{language}/{file}: `{key}`: {fault}"))?;
        parsed.push((language, variant, parts));
    }
    let names = |parts: &[Part]| -> BTreeSet<String> {
        let name = |part: &Part| match part {
            Part::Text(_) => None,
            Part::Value(name) | Part::Plural { name, .. } => Some(name.clone()),
        };
        parts.iter().filter_map(name).collect()
    };
    let expected = names(&parsed[0].2);
    for (language, _, parts) in &parsed {
        let found = names(parts);
        if found != expected {
            return Err(format!("`{key}`: the placeholders of vi are {expected:?}, those of {language} {found:?}"));
        }
    }
    let write = |code: &mut String, line: String| writeln!(code, "{line}").map_err(|e| e.to_string());
    // As code, so that rustdoc takes `[x]` for what it is.
    write(code, format!("    /// `{}`", languages["vi"].1.replace(['\n', '`'], " ")))?;
    write(code, "    #[must_use]".into())?;
    if expected.is_empty() {
        write(code, format!("    pub const fn {key}(self) -> &'static str {{\n        match self.language {{"))?;
        for (language, variant, _) in &parsed {
            write(code, format!("            Language::{variant} => {:?},", languages[language].1))?;
        }
    } else {
        let parameters: Vec<String> = expected.iter().map(|name| format!("{name}: impl Display")).collect();
        write(
            code,
            format!("    pub fn {key}(self, {}) -> String {{\n        match self.language {{", parameters.join(", ")),
        )?;
        for (_, variant, parts) in &parsed {
            let parts: Vec<String> = parts.iter().map(expression).collect();
            write(code, format!("            Language::{variant} => fill(&[{}]),", parts.join(", ")))?;
        }
    }
    write(code, "        }\n    }".into())
}

fn expression(part: &Part) -> String {
    match part {
        Part::Text(text) => format!("&{text:?}"),
        Part::Value(name) => format!("&{name}"),
        Part::Plural { name, one, other } => format!("&plural(&{name}, {one:?}, {other:?})"),
    }
}

fn parse(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            parts.push(Part::Text(before.into()));
        }
        let (inside, behind) = after.split_once('}').ok_or("a `{` is not closed")?;
        let (name, forms) = inside.split_once(':').map_or((inside, None), |(name, forms)| (name, Some(forms)));
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return Err(format!("`{{{inside}}}` is not a placeholder: write {{name}} in a-z and _"));
        }
        parts.push(match forms {
            None => Part::Value(name.into()),
            Some(forms) => {
                let (one, other) = forms.split_once('|').ok_or("a plural is written {n:one|other}")?;
                Part::Plural { name: name.into(), one: one.into(), other: other.into() }
            }
        });
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.into()));
    }
    Ok(parts)
}
