//! What the check found in a course's files, as a table for each file.

use super::rules::meaning;
use crate::ui::icon::icon;
use crate::words::Words;
use domain::api::{Diagnostic, Severity};
use leptos::prelude::*;

/// How many errors and warnings there are.
pub fn counts(found: &[Diagnostic]) -> (usize, usize) {
    let errors = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    (errors, found.len() - errors)
}

/// The diagnostics of each file, in the order given, errors of the whole file first.
fn by_file(found: Vec<Diagnostic>) -> Vec<(String, Vec<Diagnostic>)> {
    let mut files: Vec<(String, Vec<Diagnostic>)> = Vec::new();
    for diagnostic in found {
        match files.iter_mut().find(|(file, _)| *file == diagnostic.file) {
            Some((_, of_file)) => of_file.push(diagnostic),
            None => files.push((diagnostic.file.clone(), vec![diagnostic])),
        }
    }
    for (_, of_file) in &mut files {
        of_file.sort_by_key(|diagnostic| diagnostic.line);
    }
    files
}

/// The tables.
#[component]
pub fn Diagnostics(words: Words, found: Vec<Diagnostic>) -> impl IntoView {
    by_file(found).into_iter().map(|(file, found)| table(words, file, found)).collect_view()
}

fn table(words: Words, file: String, found: Vec<Diagnostic>) -> impl IntoView {
    let (errors, warnings) = counts(&found);
    let told = [(errors, words.upload_errors(errors)), (warnings, words.upload_warnings(warnings))];
    let told: Vec<String> = told.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    view! {
        <section class="panel diagnostics">
            <div class="table-frame">
                <table class="table table-stack">
                    <caption><code>{file}</code> <span class="caption-note">{told.join(" · ")}</span></caption>
                    <thead>
                        <tr>
                            <th scope="col" class="figure">{words.upload_line()}</th>
                            <th scope="col">{words.upload_severity()}</th>
                            <th scope="col">{words.upload_what()}</th>
                            <th scope="col">{words.upload_todo()}</th>
                        </tr>
                    </thead>
                    <tbody>{found.into_iter().map(|diagnostic| row(words, diagnostic)).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(words: Words, diagnostic: Diagnostic) -> impl IntoView {
    let line = match diagnostic.line {
        0 => words.upload_whole_file().to_owned(),
        line => line.to_string(),
    };
    let (mark, drawn, severity) = match diagnostic.severity {
        Severity::Error => ("severity severity-error", "alert", words.upload_error()),
        Severity::Warning => ("severity", "info", words.upload_warning()),
    };
    let meaning = meaning(words, &diagnostic.code);
    view! {
        <tr>
            <th scope="row" class="figure" data-label=words.upload_line()>{line}</th>
            <td data-label=words.upload_severity()>
                <span class=mark>{icon(drawn)}{severity}</span>
            </td>
            <td data-label=words.upload_what()>{meaning} " " <code class="rule">{diagnostic.code}</code></td>
            <td data-label=words.upload_todo() lang="en">
                <p>{sentence(&diagnostic.what)}</p>
                <p class="todo">{sentence(&diagnostic.todo)}</p>
            </td>
        </tr>
    }
}

/// A fragment of the check's words as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, line: u32, severity: Severity) -> Diagnostic {
        let text = String::new;
        Diagnostic { file: file.into(), line, severity, code: text(), what: text(), todo: text() }
    }

    #[test]
    fn diagnostics_stand_together_by_file_in_the_order_of_lines() {
        let all = vec![
            found("b.md", 9, Severity::Error),
            found("a.md", 1, Severity::Warning),
            found("b.md", 0, Severity::Warning),
        ];
        assert_eq!(counts(&all), (1, 2));
        let lines: Vec<_> = by_file(all)
            .into_iter()
            .map(|(file, of_file)| (file, of_file.iter().map(|d| d.line).collect::<Vec<_>>()))
            .collect();
        assert_eq!(lines, [("b.md".to_owned(), vec![0, 9]), ("a.md".to_owned(), vec![1])]);
    }
}
