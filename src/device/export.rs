//! Everything that is kept about the learner, as one file: statements in xAPI's form, progress, consents, and the journal as it is.

use super::consents::Receipt;
use super::ledger::RowState;
use super::zip::zip;
use super::{Device, DeviceFault, Settings, browser};
use domain::edition::sha256;
use domain::id::{DeviceId, LearnerId};
use domain::json;
use domain::statement::{Fact, Reading, Statement, read};
use leptos::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;

impl Device {
    /// Everything in one zip.
    ///
    /// # Errors
    /// [`DeviceFault::Damaged`] where something kept can't be read any more.
    pub fn export_zip(&self) -> Result<Vec<u8>, DeviceFault> {
        let journal = self.export()?;
        let profile = self.inner.journal.profile();
        let ledger = self.inner.journal.ledger();
        let statements = listed(ledger.texts_by_device(profile.device).filter_map(|(device, text)| match read(text) {
            Ok(Reading::Known(statement)) => Some(xapi(profile.learner, device, text, &statement, browser::iso)),
            Ok(Reading::Later { .. }) | Err(_) => None,
        }));
        let progress = self.inner.progress.with_untracked(|all| {
            listed(all.iter().map(|(course, progress)| {
                let lessons = progress.lessons.iter().map(|(lesson, met)| {
                    let met = listed(met.met.iter().map(|activity| format!("\"{activity}\"")));
                    format!(r#"{{"lesson":"{lesson}","met":{met}}}"#)
                });
                format!(r#"{{"course":"{course}","lessons":{}}}"#, listed(lessons))
            }))
        });
        let consents = listed(self.receipts().iter().map(|receipt| {
            let Receipt { consent, wording, at, .. } = receipt;
            format!(r#"{{"consent":{},"wording":{wording},"at":"{}"}}"#, json::write(consent), browser::iso(*at))
        }));
        Ok(zip(&[
            ("statements.json", &statements),
            ("progress.json", &progress),
            ("consents.json", &consents),
            ("journal.json", &journal),
        ]))
    }

    /// The journal and the settings, as JSON text. Without the secret and the token, by which whoever holds the file could
    /// speak for the learner.
    ///
    /// # Errors
    /// [`DeviceFault::Damaged`] where something kept can't be read any more.
    pub fn export(&self) -> Result<String, DeviceFault> {
        let profile = self.inner.journal.profile();
        let ledger = self.inner.journal.ledger().clone();
        let raw = |text: &str| json::read::<Box<RawValue>>(text).map_err(|e| DeviceFault::Damaged(e.to_string()));
        let own = ledger
            .rows
            .values()
            .map(|row| Ok(Exported { device: profile.device, state: Some(&row.state), statement: raw(&row.text)? }));
        let elsewhere = ledger
            .pulled
            .iter()
            .map(|pulled| Ok(Exported { device: pulled.device, state: None, statement: raw(&pulled.text)? }));
        let statements = own.chain(elsewhere).collect::<Result<Vec<_>, DeviceFault>>()?;
        let export = Export {
            learner: profile.learner,
            exported_at: browser::now(),
            settings: self.inner.settings.get_untracked(),
            statements,
        };
        Ok(json::write(&export))
    }
}

#[derive(Serialize)]
struct Export<'a> {
    learner: LearnerId,
    exported_at: i64,
    settings: Settings,
    statements: Vec<Exported<'a>>,
}

#[derive(Serialize)]
struct Exported<'a> {
    device: DeviceId,
    /// What became of it; nothing for what was done on another device.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a RowState>,
    statement: Box<RawValue>,
}

/// A list in JSON.
fn listed(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    format!("[{}]", all.join(",\n"))
}

/// A statement in xAPI's form (IEEE 9274.1.1). Its id follows from the device and the text, so that the same statement has the
/// same id in every file. Ids in it are slugs and hexadecimal digits: nothing needs escaping but what was given.
fn xapi(learner: LearnerId, device: DeviceId, text: &str, statement: &Statement, iso: fn(i64) -> String) -> String {
    let sum = sha256(format!("{device}{text}").as_bytes());
    let hex: String = sum.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let verb = statement.did.verb();
    let (object, result) = match &statement.did {
        Fact::Initialized(it) => (format!("{}/{}", it.course, it.lesson), String::new()),
        Fact::Experienced(it) => (format!("{}/{}/{}", it.course, it.lesson, it.activity), String::new()),
        Fact::Answered(it) => {
            let response = json::write(&json::write(&it.response));
            // A number may have an exponent in JSON, and a duration a fraction: no division is needed.
            let (score, seconds, ms) = (it.score.thousandths(), it.ms / 1000, it.ms % 1000);
            let result = format!(
                r#","result":{{"score":{{"scaled":{score}e-3}},"response":{response},"duration":"PT{seconds}.{ms:03}S"}}"#
            );
            (format!("{}/{}/{}", it.course, it.lesson, it.activity), result)
        }
        Fact::Declared(it) => {
            (it.unit.as_ref().map_or("no-commune".into(), |unit| format!("unit:{unit}")), String::new())
        }
        Fact::Consented(it) => {
            ("consent".into(), format!(r#","result":{{"response":{}}}"#, json::write(&json::write(&it.consent))))
        }
    };
    let verbs = match &statement.did {
        Fact::Declared(_) | Fact::Consented(_) => "urn:congdanso:verbs:",
        Fact::Initialized(_) | Fact::Experienced(_) | Fact::Answered(_) => "http://adlnet.gov/expapi/verbs/",
    };
    format!(
        r#"{{"id":"{}-{}-5{}-8{}-{}","actor":{{"account":{{"homePage":"urn:congdanso","name":"{learner}"}}}},"verb":{{"id":"{verbs}{verb}"}},"object":{{"id":"urn:congdanso:{object}"}}{result},"timestamp":"{}"}}"#,
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..],
        iso(statement.at)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::item::Response;
    use domain::score::Score;
    use domain::statement::{Answered, Declared};

    #[test]
    fn a_statement_in_xapis_form_is_json_with_everything_that_was_given() {
        let said = "“Tứ” \\ \"ba\"\n".to_owned();
        let answered = Answered {
            course: "c".parse().unwrap(),
            edition: domain::id::EditionId::from_bytes([1; 32]),
            lesson: "l".parse().unwrap(),
            activity: "a".parse().unwrap(),
            attempt: 1,
            hints: 0,
            ms: 61_005,
            response: Response::Text(said.clone()),
            score: Score::FULL,
        };
        let (learner, device) = (LearnerId::from_bytes([2; 16]), DeviceId::from_bytes([3; 16]));
        for (did, verb) in [
            (Fact::Answered(answered), "http://adlnet.gov/expapi/verbs/answered"),
            (Fact::Declared(Declared { unit: None, revision: 1 }), "urn:congdanso:verbs:declared"),
        ] {
            let statement = Statement { v: 1, epoch: 1, seq: 1, at: 0, did };
            let text = xapi(learner, device, "text", &statement, |at| format!("{at}"));
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["verb"]["id"], verb);
            assert_eq!(value["id"].as_str().unwrap().len(), 36);
            if verb.ends_with("answered") {
                assert_eq!(value["result"]["score"]["scaled"], 1.0);
                assert_eq!(value["result"]["duration"], "PT61.005S");
                assert_eq!(
                    value["result"]["response"].as_str(),
                    Some(json::write(&Response::Text(said.clone())).as_str())
                );
            }
        }
    }
}
