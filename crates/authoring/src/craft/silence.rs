//! Silencing a rule where it is wrong for once: in one place, `course.toml`, with the reason.
//!
//! ```toml
//! [[silenced]]
//! rule = "long-sentence"
//! file = "1-nhan-ra/2-tin-nhan-gia.md"
//! reason = "It quotes a notice as people get it."
//! ```
//! Only warnings can be silenced. A silence that silences nothing is itself told, so that none outlives its reason.

use crate::diagnostic::{Code, Findings, shortened};
use crate::fields::Fields;
use domain::api::{Diagnostic, Severity};

/// The most silences in a course.
const MOST: usize = 50;

/// A rule that is silenced in a file, or in the whole course.
pub struct Silenced {
    rule: String,
    file: Option<String>,
    line: u32,
}

/// Reads the tables `silenced`.
pub fn read(fields: &mut Fields, findings: &mut Findings) -> Vec<Silenced> {
    let mut all = Vec::new();
    if !fields.has("silenced") {
        return all;
    }
    for mut table in fields.tables("silenced", MOST, findings) {
        let line = table.line();
        let rule = table.text("rule", 60, findings);
        let file = table.optional_text("file", 200, findings).map(|file| file.value);
        table.text("reason", 300, findings);
        table.finish(findings);
        match Code::ALL.iter().find(|code| code.word() == rule) {
            Some(code) if code.severity() == Severity::Warning => all.push(Silenced { rule, file, line }),
            Some(_) => {
                let what = format!("“{rule}” is an error, which can't be silenced");
                findings.say(Code::BadSilence, line, what, "mend what it says, and remove this");
            }
            None if rule.is_empty() => {}
            None => {
                let what = format!("there is no rule “{}”", shortened(&rule));
                findings.say(Code::BadSilence, line, what, "write a rule as it stands in brackets after `warning`");
            }
        }
    }
    all
}

/// Takes out what is silenced, and tells what silences nothing.
pub fn apply(silenced: &[Silenced], diagnostics: &mut Vec<Diagnostic>) {
    let mut used = vec![false; silenced.len()];
    diagnostics.retain(|found| {
        let by = silenced
            .iter()
            .position(|s| s.rule == found.code && s.file.as_ref().is_none_or(|file| *file == found.file));
        if let Some(used) = by.and_then(|by| used.get_mut(by)) {
            *used = true;
        }
        by.is_none()
    });
    let mut findings = Findings::of("course.toml");
    for (silence, _) in silenced.iter().zip(used).filter(|(_, used)| !used) {
        let what = format!("nothing is left that “{}” would say here", silence.rule);
        findings.say(Code::SilenceUnused, silence.line, what, "remove this `[[silenced]]`");
    }
    diagnostics.extend(findings.into_vec());
}
