//! The reader of JSON against serde_json's: the same texts are read, to the same values.

use domain::json::read;
use domain::statement::Statement;
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

#[derive(Debug, PartialEq, Deserialize, Default)]
#[serde(default)]
struct All {
    word: String,
    small: u8,
    large: i64,
    maybe: Option<Box<All>>,
    pair: (bool, u32),
    many: Vec<Kind>,
    named: BTreeMap<u16, BTreeSet<String>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Alone,
    Number(u8),
    Both(u8, String),
    Named { a: i8 },
}

const GOOD: &str = r#" {"word":"a\"\\\/\b\f\n\r\tậ\u1ead\ud83d\ude00","small":255,"large":-9007199254740993,
    "maybe":{"maybe":null, "pair" : [ true , 7 ]},"many":["alone",{"number":3},{"both":[1,"x"]},{"named":{"a":-4}},{"alone":null}],
    "named":{"1":["b","a"],"65535":[]},"unknown":[1.5e+3,{"a":[{}],"b":-0}]} "#;

/// Reads as serde_json does, but for half a character escaped in what is passed over: there it is not looked at.
fn same<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) -> Result<(), TestCaseError> {
    let (ours, theirs) = (read::<T>(text).ok(), serde_json::from_str::<T>(text).ok());
    prop_assert!(ours == theirs || (ours.is_none() && text.contains("\\u")), "{}: {:?}, {:?}", text, ours, theirs);
    Ok(())
}

#[test]
fn everything_that_the_program_writes_is_read_as_serde_json_reads_it() {
    assert!(read::<All>(GOOD).is_ok());
    same::<All>(GOOD).unwrap();
    let raw = r#" {"a": [1, "\"" ,2.50]} "#;
    assert_eq!(read::<Box<RawValue>>(raw).unwrap().get(), raw.trim());
}

#[test]
fn what_is_no_json_or_none_of_the_type_is_refused_as_there() {
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    let texts = [
        "",
        " ",
        "nul",
        "tru",
        "01",
        "-",
        "1.",
        "1e",
        "+1",
        ".5",
        "\"",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\u{1}\"",
        "{",
        "{}",
        "[",
        "[1,]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "1 2",
        "\"\\u00g0\"",
        "\"\\u+123\"",
        "\u{feff}1",
    ];
    for text in texts.iter().map(|text| (*text).to_owned()) {
        assert_eq!(read::<String>(&text).ok(), serde_json::from_str::<String>(&text).ok(), "{text}");
        same::<IgnoredAny>(&text).unwrap();
    }
    for text in ["1", "1.0", "256", "-1", "1e2", "true", "\"1\"", "null", "[1]", "9223372036854775808", "-0"] {
        assert_eq!(read::<u8>(text).ok(), serde_json::from_str::<u8>(text).ok(), "{text}");
    }
    assert!(
        read::<IgnoredAny>(&deep(127)).is_ok() && [128, 100_000].iter().all(|n| read::<IgnoredAny>(&deep(*n)).is_err())
    );
    assert_eq!(
        read::<u8>("x").unwrap_err().to_string(),
        "invalid type: nothing of the kind, a number is expected at byte 0"
    );
    assert!(read::<Statement>("[1,1,1,1,null]").is_err(), "nothing of ours is written as an array of its fields");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_changed_anywhere_is_read_or_refused_as_there(
        cuts in prop::collection::vec((0.0_f64..1.0, 0_usize..4, "[ -~\u{1}ậ]{0,3}"), 1..4)
    ) {
        let mut text = GOOD.to_owned();
        for (place, length, new) in cuts {
            let at = (place * text.len() as f64) as usize;
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let end = (at + length..).find(|end| *end >= text.len() || text.is_char_boundary(*end)).unwrap().min(text.len());
            text.replace_range(at..end, &new);
        }
        same::<All>(&text)?;
        same::<IgnoredAny>(&text)?;
    }

    #[test]
    fn any_text_is_refused_or_read_as_there(text in r#"[\[\]{}",:0-9eE.\\+ntu-]{0,24}"#) {
        same::<IgnoredAny>(&text)?;
    }
}

/// `flatten` asks a reader for what it finds there, which this one doesn't answer: no answer of the desk's doors may use it.
#[test]
fn what_the_desk_is_told_of_accounts_is_read_back() {
    use domain::api::{
        Account, AuditPage, AuditPerson, AuditRow, Keys, ListedSession, ListedStaff, ProviderAddress, RecoveryCodes,
    };
    use domain::id::{SessionId, StaffId};
    use domain::people::{Role, StaffMember};
    fn same<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) {
        assert_eq!(domain::json::read::<T>(&domain::json::write(&value)).unwrap(), value);
    }
    let (id, roles) = (StaffId::from_bytes([7; 16]), std::collections::BTreeSet::from(Role::ALL));
    let unit: Option<domain::unit::UnitKey> = "52@2025-07-01".parse().ok();
    let keys = Keys { second_step: true, second_step_needed: true, recovery_codes: 9, fresh: false, linked: true };
    for (unit, disabled_at) in [(None, None), (unit, Some(1_794_718_800_000))] {
        let (name, unit_name) = ("an.tran".to_owned(), unit.as_ref().map(|_| "Tỉnh Gia Lai".to_owned()));
        let staff = Some(StaffMember { id, name: name.clone(), roles: roles.clone(), unit: unit.clone() });
        let provider = unit.as_ref().map(|_| "Cổng của tỉnh".to_owned());
        same(Account { staff, unit_name: unit_name.clone(), keys, provider, demo: false });
        same(ListedStaff { id, name, roles: roles.clone(), unit, unit_name, second_step: true, disabled_at });
    }
    let person = Some(AuditPerson { staff: id, name: "an.tran".into() });
    let row = |person| AuditRow { number: 1, at: 0, person, act: "invited".into(), detail: "=\"x\"\n".into() };
    same(AuditPage {
        rows: vec![row(person), row(None)],
        before: Some(1),
        acts: vec!["invited".into()],
        people: vec![],
    });
    let device = "Chrome · Android".to_owned();
    same(vec![ListedSession {
        session: SessionId::from_bytes([1; 16]),
        created_at: 1,
        seen_at: 2,
        device,
        current: true,
    }]);
    same(ProviderAddress { address: "https://id.example.vn/authorize?scope=openid".into() });
    same(RecoveryCodes { codes: vec!["0000".into()] });
}
