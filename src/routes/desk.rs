//! Addresses of the desk: the part after `#`, which page it names and in which language, and back.
//!
//! Not a router: the desk's frame listens to the address bar.

use domain::course::Language;
use domain::id::{CourseId, StaffId};
use domain::unit::UnitKey;

/// A page of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskPage {
    /// `#/`: the first page that the person's roles have.
    Start,
    /// `#/invitation`: the token is no longer in the address by then.
    Invitation,
    /// `#/courses`
    Courses,
    /// `#/courses/upload`
    Upload,
    /// `#/vouch`: helping a learner who lost their phone.
    Vouch,
    /// `#/completion?course=&unit=&month=`
    Completion(CompletionQuery),
    /// `#/staff`
    Staff,
    /// `#/staff/invite`
    Invite,
    /// `#/staff/<id>`
    Member(StaffId),
    /// `#/account`
    Account,
    /// `#/audit?person=&act=&day=&before=`
    Audit(AuditQuery),
    /// Anything else.
    Missing,
}

/// Which completion is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompletionQuery {
    /// The course; the first on offer where none is named.
    pub course: Option<CourseId>,
    /// The unit; the highest that the person may see where none is named.
    pub unit: Option<UnitKey>,
    /// A month as `2026-11`; all time where none is named.
    pub month: Option<String>,
}

/// Which privileged acts are looked at; nothing narrows by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditQuery {
    /// A staff id, or `command`.
    pub person: Option<String>,
    /// A stable word, as `roles_changed`.
    pub act: Option<String>,
    /// A day as `2026-11-28`.
    pub day: Option<String>,
    /// Only rows before this number.
    pub before: Option<i64>,
}

/// A page of the desk in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskAddress {
    /// Vietnamese at `#/…`, English at `#/en/…`.
    pub language: Language,
    /// The page.
    pub page: DeskPage,
}

impl DeskAddress {
    /// Reads the part of an address from `#` on.
    #[must_use]
    pub fn read(hash: &str) -> Self {
        let (path, query) = hash.trim_start_matches('#').split_once('?').unwrap_or((hash.trim_start_matches('#'), ""));
        let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let language = if parts.first() == Some(&"en") {
            parts.remove(0);
            Language::En
        } else {
            Language::Vi
        };
        let page = match parts.as_slice() {
            [] => DeskPage::Start,
            ["invitation"] => DeskPage::Invitation,
            ["courses"] => DeskPage::Courses,
            ["courses", "upload"] => DeskPage::Upload,
            ["vouch"] => DeskPage::Vouch,
            ["completion"] => DeskPage::Completion(CompletionQuery::read(query)),
            ["staff"] => DeskPage::Staff,
            ["staff", "invite"] => DeskPage::Invite,
            ["staff", id] => id.parse().map_or(DeskPage::Missing, DeskPage::Member),
            ["account"] => DeskPage::Account,
            ["audit"] => DeskPage::Audit(AuditQuery::read(query)),
            _ => DeskPage::Missing,
        };
        Self { language, page }
    }

    /// The address from `#` on; a missing page leads to the start.
    #[must_use]
    pub fn hash(&self) -> String {
        let root = match self.language {
            Language::Vi => "#/",
            Language::En => "#/en/",
        };
        let path = match &self.page {
            DeskPage::Start | DeskPage::Missing => String::new(),
            DeskPage::Invitation => "invitation".into(),
            DeskPage::Courses => "courses".into(),
            DeskPage::Upload => "courses/upload".into(),
            DeskPage::Vouch => "vouch".into(),
            DeskPage::Completion(query) => format!("completion{}", query.text()),
            DeskPage::Staff => "staff".into(),
            DeskPage::Invite => "staff/invite".into(),
            DeskPage::Member(id) => format!("staff/{id}"),
            DeskPage::Account => "account".into(),
            DeskPage::Audit(query) => format!("audit{}", query.text()),
        };
        format!("{root}{path}")
    }
}

impl DeskPage {
    /// The page alone: only a change of it makes another one of what is shown.
    #[must_use]
    pub fn without_query(self) -> Self {
        match self {
            Self::Completion(_) => Self::Completion(CompletionQuery::default()),
            Self::Audit(_) => Self::Audit(AuditQuery::default()),
            Self::Start
            | Self::Invitation
            | Self::Courses
            | Self::Upload
            | Self::Vouch
            | Self::Staff
            | Self::Invite
            | Self::Member(_)
            | Self::Account
            | Self::Missing => self,
        }
    }
}

/// The address of a page in a language, from `#` on.
#[must_use]
pub fn hash(language: Language, page: DeskPage) -> String {
    DeskAddress { language, page }.hash()
}

/// The token of an invitation's link, `#invitation=<token>`.
#[must_use]
pub fn invitation_token(hash: &str) -> Option<&str> {
    hash.strip_prefix("#invitation=").filter(|token| !token.is_empty())
}

/// The value of a name in the part of an address after `?`.
fn value_of<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn query_text(pairs: [Option<String>; 4]) -> String {
    let pairs: Vec<String> = pairs.into_iter().flatten().collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

impl AuditQuery {
    fn read(text: &str) -> Self {
        let word = |name: &str| {
            let plain =
                |value: &&str| !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            value_of(text, name).filter(plain).map(str::to_owned)
        };
        Self {
            person: word("person"),
            act: word("act"),
            day: value_of(text, "day").filter(|day| domain::unit::is_day(day)).map(Into::into),
            before: value_of(text, "before").and_then(|before| before.parse().ok()),
        }
    }

    /// From `?` on; empty where nothing narrows.
    #[must_use]
    pub fn text(&self) -> String {
        let pair = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name}={value}"));
        let before = self.before.map(|before| format!("before={before}"));
        query_text([pair("person", &self.person), pair("act", &self.act), pair("day", &self.day), before])
    }
}

impl CompletionQuery {
    fn read(text: &str) -> Self {
        let value = |name: &str| value_of(text, name);
        Self {
            course: value("course").and_then(|course| course.parse().ok()),
            unit: value("unit").and_then(|unit| unit.replace("%40", "@").parse().ok()),
            month: value("month").filter(|month| is_month(month)).map(Into::into),
        }
    }

    fn text(&self) -> String {
        let course = self.course.as_ref().map(|course| format!("course={course}"));
        let unit = self.unit.as_ref().map(|unit| format!("unit={unit}"));
        let month = self.month.as_ref().map(|month| format!("month={month}"));
        query_text([course, unit, month, None])
    }
}

fn is_month(text: &str) -> bool {
    domain::unit::is_day(&format!("{text}-01"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_desk_is_found_again_at_its_own_address_in_both_languages() {
        let query = CompletionQuery {
            course: "an-toan".parse().ok(),
            unit: "52@2025-07-01".parse().ok(),
            month: Some("2026-11".into()),
        };
        for page in [
            DeskPage::Start,
            DeskPage::Invitation,
            DeskPage::Courses,
            DeskPage::Upload,
            DeskPage::Vouch,
            DeskPage::Completion(query),
            DeskPage::Completion(CompletionQuery::default()),
            DeskPage::Staff,
            DeskPage::Invite,
            DeskPage::Member(StaffId::from_bytes([7; 16])),
            DeskPage::Account,
            DeskPage::Audit(AuditQuery::default()),
            DeskPage::Audit(AuditQuery {
                person: Some("command".into()),
                act: Some("roles_changed".into()),
                day: Some("2026-11-28".into()),
                before: Some(51),
            }),
        ] {
            for language in Language::ALL {
                let address = DeskAddress { language, page: page.clone() };
                assert_eq!(DeskAddress::read(&address.hash()), address);
            }
        }
    }

    #[test]
    fn a_query_that_makes_no_sense_is_left_out() {
        let DeskPage::Completion(query) = DeskAddress::read("#/completion?course=Mã&unit=x&month=2026-13&other").page
        else {
            panic!("not completion");
        };
        assert_eq!(query, CompletionQuery::default());
        let read = DeskAddress::read("#/audit?person=%2F..&act=a%26b&day=2026-02-32&before=x").page;
        assert_eq!(read, DeskPage::Audit(AuditQuery::default()));
        assert_eq!(DeskAddress::read("#/staff/nobody").page, DeskPage::Missing);
    }

    #[test]
    fn an_invitation_link_carries_its_token_and_other_addresses_none() {
        assert_eq!(invitation_token("#invitation=ab12"), Some("ab12"));
        for other in ["", "#/", "#/invitation", "#invitation="] {
            assert_eq!(invitation_token(other), None, "{other}");
        }
    }
}
