//! What each rule of course files means, in the reader's language. The server's own words follow it, with the particulars.

use crate::words::Words;

/// What the rule of that code says; nothing for a rule that this build doesn't know yet.
pub fn meaning(words: Words, code: &str) -> Option<&'static str> {
    RULES.iter().find(|(rule, _)| *rule == code).map(|(_, meaning)| meaning(words))
}

type Meaning = fn(Words) -> &'static str;

const RULES: &[(&str, Meaning)] = &[
    ("archive-unreadable", Words::rule_archive_unreadable),
    ("archive-too-large", Words::rule_archive_too_large),
    ("archive-ratio", Words::rule_archive_ratio),
    ("archive-encrypted", Words::rule_archive_encrypted),
    ("archive-link", Words::rule_archive_link),
    ("unsafe-path", Words::rule_unsafe_path),
    ("duplicate-file", Words::rule_duplicate_file),
    ("name-not-utf8", Words::rule_name_not_utf8),
    ("too-many", Words::rule_too_many),
    ("no-course", Words::rule_no_course),
    ("unknown-file", Words::rule_unknown_file),
    ("file-name", Words::rule_file_name),
    ("duplicate-number", Words::rule_duplicate_number),
    ("chapter-not-listed", Words::rule_chapter_not_listed),
    ("bad-folder", Words::rule_bad_folder),
    ("empty-chapter", Words::rule_empty_chapter),
    ("empty-file", Words::rule_empty_file),
    ("too-large", Words::rule_too_large),
    ("not-utf8", Words::rule_not_utf8),
    ("legacy-font", Words::rule_legacy_font),
    ("control-character", Words::rule_control_character),
    ("bidi-control", Words::rule_bidi_control),
    ("not-composed", Words::rule_not_composed),
    ("toml-syntax", Words::rule_toml_syntax),
    ("missing-field", Words::rule_missing_field),
    ("unknown-field", Words::rule_unknown_field),
    ("wrong-type", Words::rule_wrong_type),
    ("empty-field", Words::rule_empty_field),
    ("too-long", Words::rule_too_long),
    ("out-of-range", Words::rule_out_of_range),
    ("bad-id", Words::rule_bad_id),
    ("duplicate-id", Words::rule_duplicate_id),
    ("unknown-language", Words::rule_unknown_language),
    ("unknown-competence", Words::rule_unknown_competence),
    ("no-front-matter", Words::rule_no_front_matter),
    ("front-matter-unclosed", Words::rule_front_matter_unclosed),
    ("text-before-heading", Words::rule_text_before_heading),
    ("no-activities", Words::rule_no_activities),
    ("missing-id", Words::rule_missing_id),
    ("wrong-heading", Words::rule_wrong_heading),
    ("unknown-class", Words::rule_unknown_class),
    ("unknown-attribute", Words::rule_unknown_attribute),
    ("bad-attribute", Words::rule_bad_attribute),
    ("empty-activity", Words::rule_empty_activity),
    ("lesson-too-heavy", Words::rule_lesson_too_heavy),
    ("raw-html", Words::rule_raw_html),
    ("unsafe-link", Words::rule_unsafe_link),
    ("empty-link", Words::rule_empty_link),
    ("code-block", Words::rule_code_block),
    ("unclosed-fence", Words::rule_unclosed_fence),
    ("unsupported-markup", Words::rule_unsupported_markup),
    ("too-deep", Words::rule_too_deep),
    ("picture-in-text", Words::rule_picture_in_text),
    ("table-outside-matching", Words::rule_table_outside_matching),
    ("box-outside-item", Words::rule_box_outside_item),
    ("note-outside-item", Words::rule_note_outside_item),
    ("mark-missed", Words::rule_mark_missed),
    ("unknown-note", Words::rule_unknown_note),
    ("no-key", Words::rule_no_key),
    ("two-keys", Words::rule_two_keys),
    ("box-missing", Words::rule_box_missing),
    ("text-after-item", Words::rule_text_after_item),
    ("feedback-not-indented", Words::rule_feedback_not_indented),
    ("feedback-misplaced", Words::rule_feedback_misplaced),
    ("no-feedback", Words::rule_no_feedback),
    ("no-numbered-list", Words::rule_no_numbered_list),
    ("no-table", Words::rule_no_table),
    ("not-two-columns", Words::rule_not_two_columns),
    ("no-answers", Words::rule_no_answers),
    ("answer-not-plain", Words::rule_answer_not_plain),
    ("bad-choice", Words::rule_bad_choice),
    ("bad-ordering", Words::rule_bad_ordering),
    ("bad-matching", Words::rule_bad_matching),
    ("bad-text", Words::rule_bad_text),
    ("bad-grouping", Words::rule_bad_grouping),
    ("bad-gaps", Words::rule_bad_gaps),
    ("bad-hotspot", Words::rule_bad_hotspot),
    ("bad-inspect", Words::rule_bad_inspect),
    ("bad-dialogue", Words::rule_bad_dialogue),
    ("bad-practice", Words::rule_bad_practice),
    ("nothing-wrong", Words::rule_nothing_wrong),
    ("missing-picture", Words::rule_missing_picture),
    ("missing-alt", Words::rule_missing_alt),
    ("unused-picture", Words::rule_unused_picture),
    ("picture-kind", Words::rule_picture_kind),
    ("picture-broken", Words::rule_picture_broken),
    ("picture-too-large", Words::rule_picture_too_large),
    ("picture-metadata", Words::rule_picture_metadata),
    ("unsafe-svg", Words::rule_unsafe_svg),
    ("unknown-voice", Words::rule_unknown_voice),
    ("clip-name", Words::rule_clip_name),
    ("clip-broken", Words::rule_clip_broken),
    ("clip-too-large", Words::rule_clip_too_large),
    ("clip-without-text", Words::rule_clip_without_text),
    ("text-without-clip", Words::rule_text_without_clip),
    ("missing-translation", Words::rule_missing_translation),
    ("no-original", Words::rule_no_original),
    ("translation-differs", Words::rule_translation_differs),
    ("translation-older", Words::rule_translation_older),
    ("long-sentence", Words::rule_long_sentence),
    ("long-words", Words::rule_long_words),
    ("hollow-option", Words::rule_hollow_option),
    ("key-stands-out", Words::rule_key_stands_out),
    ("key-place", Words::rule_key_place),
    ("repeated-feedback", Words::rule_repeated_feedback),
    ("no-hint", Words::rule_no_hint),
    ("nothing-said", Words::rule_nothing_said),
    ("competence-not-assessed", Words::rule_competence_not_assessed),
    ("bad-silence", Words::rule_bad_silence),
    ("silence-unused", Words::rule_silence_unused),
    ("pool-has-reading", Words::rule_pool_has_reading),
    ("pool-too-small", Words::rule_pool_too_small),
    ("check-not-last", Words::rule_check_not_last),
    ("bad-placement", Words::rule_bad_placement),
    ("pool-uneven", Words::rule_pool_uneven),
    ("more-findings", Words::rule_more_findings),
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::course::Language;

    #[test]
    fn every_rule_that_the_check_knows_has_its_meaning_in_every_language() {
        for code in authoring::diagnostic::Code::ALL {
            for language in Language::ALL {
                assert!(meaning(Words::new(language), code.word()).is_some(), "{}", code.word());
            }
        }
    }

    #[test]
    fn a_rule_of_a_later_check_has_none() {
        assert_eq!(meaning(Words::new(Language::Vi), "brand-new"), None);
    }
}
