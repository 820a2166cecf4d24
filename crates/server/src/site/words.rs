//! What pages say besides the authors' words, from the same `locales/` as the app, so that taking over changes no word.
//!
//! A word that is missing is noticed at the start, not on a page: every word of [`Words`] must be there in every language.

use crate::error::Fault;
use domain::course::Language;
use serde::Deserialize;

macro_rules! words {
    ($($name:ident),* $(,)?) => {
        /// The words of one language.
        #[derive(Deserialize)]
        pub struct Words {
            #[serde(skip)]
            language: Language,
            $(#[allow(missing_docs, reason = "the key of a text in locales/")] pub $name: String,)*
        }
    };
}

words! {
    app_name, app_promise, skip_to_content, main_navigation, to_home, to_progress, to_settings, other_language,
    footer_line, page_title, minutes, lessons_count, missing_title, missing_text, back_to_home,
    home_title, home_lead, levels_1, levels_2, levels_3, levels_4, home_none, course_teaches, course_size, course_new, course_start,
    course_audience, course_lessons, course_other_language, lesson_step, choice_one, choice_several, ordering_how,
    matching_how, grouping_how, gaps_how, hotspot_one, hotspot_several, inspect_how, dialogue_how, practice_band, text_label, unknown_item, hint_label, explanation_label, key_label, end_title, end_next,
    map_title, map_lead, map_count, map_none, area_1, area_2, area_3, area_4, area_5,
    competence_1_1, competence_1_2, competence_1_3, competence_2_1, competence_2_2, competence_2_3, competence_2_4,
    competence_2_5, competence_2_6, competence_3_1, competence_3_2, competence_3_3, competence_3_4, competence_4_1,
    competence_4_2, competence_4_3, competence_4_4, competence_5_1, competence_5_2, competence_5_3, competence_5_4,
    check_intro, start_title, review_title, progress_title, settings_title, profiles_title, needs_script,
}

const TEXTS: [(Language, [&str; 2]); 2] = [
    (
        Language::Vi,
        [include_str!("../../../../locales/vi/learn.toml"), include_str!("../../../../locales/vi/site.toml")],
    ),
    (
        Language::En,
        [include_str!("../../../../locales/en/learn.toml"), include_str!("../../../../locales/en/site.toml")],
    ),
];

impl Words {
    /// The words of every language, the default first.
    ///
    /// # Errors
    /// When one is missing: a fault of the build.
    pub fn all() -> Result<Vec<Self>, Fault> {
        let read = |(language, texts): (Language, [&str; 2])| {
            let words: Result<Self, _> = toml::from_str(&texts.join("\n"));
            let words = words.map_err(|fault| Fault::Io(format!("locales/{}: {fault}", language.tag())))?;
            Ok(Self { language, ..words })
        };
        TEXTS.into_iter().map(read).collect()
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Every DigComp 2.2 competence: its code and what it is in plain words.
    #[must_use]
    pub fn competences(&self) -> [(&'static str, &str); 21] {
        [
            ("1.1", &self.competence_1_1),
            ("1.2", &self.competence_1_2),
            ("1.3", &self.competence_1_3),
            ("2.1", &self.competence_2_1),
            ("2.2", &self.competence_2_2),
            ("2.3", &self.competence_2_3),
            ("2.4", &self.competence_2_4),
            ("2.5", &self.competence_2_5),
            ("2.6", &self.competence_2_6),
            ("3.1", &self.competence_3_1),
            ("3.2", &self.competence_3_2),
            ("3.3", &self.competence_3_3),
            ("3.4", &self.competence_3_4),
            ("4.1", &self.competence_4_1),
            ("4.2", &self.competence_4_2),
            ("4.3", &self.competence_4_3),
            ("4.4", &self.competence_4_4),
            ("5.1", &self.competence_5_1),
            ("5.2", &self.competence_5_2),
            ("5.3", &self.competence_5_3),
            ("5.4", &self.competence_5_4),
        ]
    }

    /// A whole number as the app writes it: `1.234` or `1,234`.
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        let separator = match self.language {
            Language::Vi => '.',
            Language::En => ',',
        };
        let digits = number.to_string();
        let mut text = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// A size as the app writes it: kilobytes of 1000 bytes, rounded up; from 10,000 kB on megabytes.
    #[must_use]
    pub fn size(&self, bytes: u64) -> String {
        if bytes < 10_000_000 {
            format!("{} kB", self.number(bytes.div_ceil(1000)))
        } else {
            format!("{} MB", self.number(bytes.div_ceil(1_000_000)))
        }
    }
}

/// Puts values into a text: `{n}` is the value, `{n:minute|minutes}` the first word where it is `1`, else the second.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled += before;
        let (inside, behind) = after.split_once('}').unwrap_or((after, ""));
        let (name, forms) = inside.split_once(':').map_or((inside, None), |(name, forms)| (name, Some(forms)));
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
        filled += match forms.and_then(|forms| forms.split_once('|')) {
            Some((one, _)) if value == "1" => one,
            Some((_, other)) => other,
            None => value,
        };
        rest = behind;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_pages_say_is_there_in_every_language() {
        let languages: Vec<Language> = Words::all().unwrap().iter().map(Words::language).collect();
        assert_eq!(languages, Language::ALL);
    }

    #[test]
    fn a_value_chooses_between_one_and_many() {
        assert_eq!(fill("{n} {n:lesson|lessons}", &[("n", "1")]), "1 lesson");
        assert_eq!(fill("{n} {n:lesson|lessons}!", &[("n", "12")]), "12 lessons!");
        assert_eq!(fill("{title} – Công dân số", &[("title", "A {n}")]), "A {n} – Công dân số");
    }
}
