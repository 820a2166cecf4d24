//! `cargo xtask voice`: a machine speaks every text that nobody has recorded yet, so that a course can be heard before its readers come.
//! What is made is kept beside the recordings as `<key>.synthetic.opus` and is no part of the repository. Which texts there are, and
//! under which key, says `congdanso check --voice`.

use crate::fault::Fault;
use crate::step::{program, root, step};
use crate::{check, tools};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The languages that a machine speaks. For Jrai and Bahnar there is none: people record them.
const LANGUAGES: [&str; 2] = ["vi", "en"];
const ENDING: &str = ".synthetic.opus";

/// A machine that speaks. Another one (a neural voice, say) is another implementation of this one function.
trait Synthesiser {
    /// A text of a language as sound: the bytes of a WAV file.
    fn speak(&self, text: &str, language: &str) -> Result<Vec<u8>, Fault>;
}

/// espeak-ng: small, quick, without a network, and understood rather than liked.
struct EspeakNg;

impl Synthesiser for EspeakNg {
    fn speak(&self, text: &str, language: &str) -> Result<Vec<u8>, Fault> {
        // A little slower than it likes, for people who are used to listening, not to screens.
        let mut espeak = program("espeak-ng");
        espeak.args(["-v", language, "-s", "150", "-b", "1", "--stdin", "--stdout"]);
        through(&mut espeak, text.as_bytes())
    }
}

/// Sound as a clip: Ogg Opus, mono, 16 kbit/s. The same sound gives the same bytes, or every making would publish a new edition.
fn packed(wav: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut opusenc = program("opusenc");
    opusenc.args(["--quiet", "--ignorelength", "--speech", "--downmix-mono", "--bitrate", "16"]);
    opusenc.args(["--padding", "0", "--serial", "1", "-", "-"]);
    through(&mut opusenc, wav)
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Wish {
    course: Option<String>,
    languages: Vec<&'static str>,
    again: bool,
}

impl Wish {
    /// Reads the command line.
    pub fn read(words: &[String]) -> Result<Self, Fault> {
        let mut wish = Self { course: None, languages: LANGUAGES.to_vec(), again: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| Fault::Usage(format!("{word} needs a value")));
            match word.as_str() {
                "--course" => wish.course = Some(value()?.clone()),
                "--language" => {
                    let given = value()?;
                    let known = LANGUAGES.into_iter().find(|known| known == given);
                    let told = || Fault::Usage(format!("no machine here speaks {given:?}: --language takes vi or en"));
                    wish.languages = vec![known.ok_or_else(told)?];
                }
                "--again" => wish.again = true,
                other => return Err(Fault::Usage(format!("`voice` doesn't know {other:?}"))),
            }
        }
        Ok(wish)
    }
}

/// Speaks what nobody has recorded, and removes what no text needs any more.
pub fn run(wish: &Wish) -> Result<(), Fault> {
    tools::for_voice()?;
    let content = root().join("content");
    let top = wish.course.as_ref().map_or_else(|| content.clone(), |course| content.join(course));
    let server = check::dev_server()?;
    for language in &wish.languages {
        // Before the texts are asked for: what is broken couldn't be made again else.
        if wish.again {
            for folder in folders(&top)? {
                clips(&folder, language)?.values().try_for_each(|clip| remove(clip))?;
            }
        }
        let mut wanted = unrecorded(&server, &top, language)?;
        for folder in folders(&top)? {
            let course = folder.file_name().and_then(OsStr::to_str).unwrap_or_default().to_owned();
            let texts = wanted.remove(&course).unwrap_or_default();
            if !texts.is_empty() || !clips(&folder, language)?.is_empty() {
                step(&format!("Speaking {course} ({language})"), || speak(&EspeakNg, &folder, language, &texts))?;
            }
        }
    }
    Ok(())
}

/// A course's texts of one language that nobody has recorded, by key.
type Texts = BTreeMap<String, String>;

/// Makes the clips of one course and language anew where they are missing.
fn speak(machine: &impl Synthesiser, folder: &Path, language: &str, texts: &Texts) -> Result<(), Fault> {
    let there = clips(folder, language)?;
    let left: Vec<&PathBuf> = there.iter().filter(|(key, _)| !texts.contains_key(*key)).map(|(_, clip)| clip).collect();
    left.iter().try_for_each(|clip| remove(clip))?;
    let place = folder.join("voice").join(language);
    std::fs::create_dir_all(&place).map_err(Fault::file("create", &place))?;
    let mut made = 0;
    for (key, text) in texts.iter().filter(|(key, _)| !there.contains_key(*key)) {
        let clip = packed(&machine.speak(text, language)?)?;
        // Whole or not at all: the reader passes over a file whose name begins with a dot.
        let (half, whole) = (place.join(".half"), place.join(format!("{key}{ENDING}")));
        std::fs::write(&half, clip).map_err(Fault::file("write", &half))?;
        std::fs::rename(&half, &whole).map_err(Fault::file("write", &whole))?;
        made += 1;
    }
    let all = clips(folder, language)?;
    let bytes: u64 = all.values().map(|clip| clip.metadata().map_or(0, |meta| meta.len())).sum();
    println!("    {made} made, {} removed: {} clips of {:.1} MB", left.len(), all.len(), bytes as f64 / 1e6);
    Ok(())
}

/// The courses' folders: the folder itself, or those in it.
fn folders(top: &Path) -> Result<Vec<PathBuf>, Fault> {
    if top.join("course.toml").is_file() {
        return Ok(vec![top.to_owned()]);
    }
    let mut folders = entries(top)?;
    folders.retain(|folder| folder.join("course.toml").is_file());
    Ok(folders)
}

/// What the machine has spoken so far, by key.
fn clips(course: &Path, language: &str) -> Result<BTreeMap<String, PathBuf>, Fault> {
    let place = course.join("voice").join(language);
    if !place.is_dir() {
        return Ok(BTreeMap::new());
    }
    let key = |clip: &PathBuf| Some(clip.file_name()?.to_str()?.strip_suffix(ENDING)?.to_owned());
    Ok(entries(&place)?.into_iter().filter_map(|clip| Some((key(&clip)?, clip))).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let listed = std::fs::read_dir(folder).map_err(Fault::file("read", folder))?;
    let listed: Result<Vec<PathBuf>, _> = listed.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut entries = listed.map_err(Fault::file("read", folder))?;
    entries.sort();
    Ok(entries)
}

fn remove(clip: &Path) -> Result<(), Fault> {
    std::fs::remove_file(clip).map_err(Fault::file("remove", clip))
}

/// Asks the server which texts nobody has recorded, by course.
fn unrecorded(server: &Path, top: &Path, language: &str) -> Result<BTreeMap<String, Texts>, Fault> {
    let mut check = program(server);
    check.arg("check").arg(top).arg(format!("--voice={language}")).stderr(Stdio::inherit());
    let output = check.output().map_err(Fault::file("start", server))?;
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.success() { Ok(listed(&said)) } else { Err(Fault::Failed(format!("{said}congdanso check"))) }
}

/// The lines of the list among all that a check says.
fn listed(said: &str) -> BTreeMap<String, Texts> {
    let mut wanted: BTreeMap<String, Texts> = BTreeMap::new();
    for line in said.lines() {
        if let [course, _, key, _, text] = line.split('\t').collect::<Vec<_>>().as_slice() {
            wanted.entry((*course).to_owned()).or_default().insert((*key).to_owned(), (*text).to_owned());
        }
    }
    wanted
}

/// Sends bytes through a program.
fn through(command: &mut Command, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = || Fault::Failed(name.clone());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(Fault::file("start", Path::new(&name)))?;
    let mut stdin = child.stdin.take().ok_or_else(failed)?;
    std::thread::scope(|scope| {
        // From a thread of its own: a program that writes while it reads would otherwise wait for us, and we for it.
        let writing = scope.spawn(move || stdin.write_all(bytes));
        let output = child.wait_with_output().map_err(Fault::file("hear", Path::new(&name)))?;
        let written = writing.join().is_ok_and(|written| written.is_ok());
        if written && output.status.success() && !output.stdout.is_empty() { Ok(output.stdout) } else { Err(failed()) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn read(words: &str) -> Result<Wish, Fault> {
        Wish::read(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    /// Says its text as bytes.
    struct Parrot;

    impl Synthesiser for Parrot {
        fn speak(&self, text: &str, _: &str) -> Result<Vec<u8>, Fault> {
            Ok(text.as_bytes().to_vec())
        }
    }

    #[test]
    fn every_language_of_every_course_is_spoken_unless_told_otherwise() {
        assert_eq!(
            read("").map(|wish| (wish.course, wish.languages, wish.again)).ok(),
            Some((None, vec!["vi", "en"], false))
        );
        let wish = read("--again --language en --course luyen-tay").unwrap();
        assert_eq!((wish.course.as_deref(), wish.languages, wish.again), (Some("luyen-tay"), vec!["en"], true));
        for words in ["--course", "--language jra", "--loud"] {
            let fault = read(words).expect_err("no sense").to_string();
            assert!(!fault.contains('\n') && fault.contains("cargo xtask help"), "{fault}");
        }
    }

    #[test]
    fn the_list_is_read_from_among_everything_that_a_check_says() {
        let said = "content/a/x.md:3 warning [long-words] a, b — c\ncourse  languages\na  vi en  5\n\
            a\tvi\t00000000000000aa\tnobody\tMã OTP\na\tvi\t00000000000000bb\tsynthetic\tGọi 113\n";
        let listed = listed(said);
        assert_eq!(listed["a"].len(), 2);
        assert_eq!(listed["a"]["00000000000000bb"], "Gọi 113");
    }

    #[test]
    fn what_no_text_needs_is_removed_and_recordings_stay() {
        let folder = std::env::temp_dir().join(format!("congdanso-voice-{}", std::process::id()));
        let place = folder.join("voice/vi");
        fs::create_dir_all(&place).unwrap();
        let files = ["aa.opus", "bb.synthetic.opus", "cc.synthetic.opus"];
        files.iter().for_each(|name| fs::write(place.join(name), "x").unwrap());
        let texts = Texts::from([("bb".to_owned(), "Mã".to_owned())]);
        speak(&Parrot, &folder, "vi", &texts).unwrap();
        let left: Vec<PathBuf> = entries(&place).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left, [place.join("aa.opus"), place.join("bb.synthetic.opus")]);
    }
}
