//! Trainers' pages: courses with their editions, checking an uploaded course, publishing, withdrawing, vouching for a learner.

pub mod courses_page;
mod diagnostics;
mod rules;
pub mod upload_page;
pub mod vouch_page;
mod withdraw_dialog;

use crate::words::Words;
use domain::course::Language;

/// What a language is called.
const fn language_name(words: Words, language: Language) -> &'static str {
    match language {
        Language::Vi => words.language_vi(),
        Language::En => words.language_en(),
    }
}
