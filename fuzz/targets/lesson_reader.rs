//! A lesson file: any bytes give a draft, and whatever could be published can be kept, read again and answered.
#![no_main]

use authoring::Source;
use domain::edition::Edition;
use domain::item::score;
use domain::score::Score;
use libfuzzer_sys::fuzz_target;

const COURSE: &str = "id = \"thu\"\ntitle = \"Thử\"\nsummary = \"Thử.\"\nlanguage = \"vi\"\nlicence = \"CC-BY-4.0\"\naudience = \"Mọi người\"\n\
    teaches = [\"Thử\"]\ncompetences = [\"4.2\"]\nlevel = 1\nmastery = 0.8\n[[chapters]]\nfolder = \"1-mot\"\ntitle = \"Một\"\n";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 180\"><path d=\"\"/></svg>";

fuzz_target!(|bytes: &[u8]| {
    let mut source = Source::default();
    source.files.insert("course.toml".into(), COURSE.into());
    source.files.insert("media/a.svg".into(), SVG.into());
    source.files.insert("1-mot/1-mot.md".into(), bytes.to_vec());
    let draft = authoring::read(&source);
    assert!(draft.diagnostics.iter().all(|found| !found.what.is_empty() && !found.todo.is_empty()));
    for course in &draft.courses {
        let (id, written) = Edition::write(course).expect("a draft can be written");
        assert_eq!(Edition::read(id, &written).expect("what was written can be read").course, *course);
        for (_, item) in course.lessons().flat_map(|lesson| lesson.items()).filter(|_| draft.publishable()) {
            let outcome = score(item, &item.kind.key().expect("an item has a key"));
            assert_eq!(outcome.map(|outcome| outcome.score), Ok(Score::FULL), "{item:?}");
        }
    }
});
