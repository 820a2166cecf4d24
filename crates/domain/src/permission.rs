//! Who may do what: one table, read by every endpoint and by the desk.

use crate::people::{Role, StaffMember};
use crate::unit::UnitKey;
use Act::*;
use Proof::{Fresh, Session};
use Scope::{All, Below, No, Own};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular.
    Anonymous,
    /// A learner's device, which speaks for that learner alone.
    Learner,
    /// A signed-in member of staff.
    Staff(StaffMember),
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Push and pull one's own statements.
    SyncOwnStatements,
    /// See one's own account and sessions, end them, set up the second step for the first time.
    UseOwnAccount,
    /// Change one's own password, second step and recovery codes.
    ChangeOwnKeys,
    /// See who has an account.
    SeeStaff,
    /// Invite people, give and take roles, disable and enable accounts.
    ManageStaff,
    /// See courses with everything published of them.
    SeeCourses,
    /// Upload, check, publish and withdraw courses.
    ManageCourses,
    /// Vouch for a learner in person, which opens the code that was left for it.
    Vouch,
    /// See completion by unit.
    SeeCompletion,
    /// Take the same figures away as a file.
    ExportCompletion,
    /// Read what privileged acts were done.
    ReadAudit,
    /// Take that away as a file.
    ExportAudit,
}

/// How far an act reaches, the narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Not at all.
    No,
    /// To what is one's own.
    Own,
    /// To one's own unit and the units below it.
    Below,
    /// To everything.
    All,
}

/// What must have been shown before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Proof {
    /// A session that lives.
    Session,
    /// A password or a code within [`FRESH`].
    Fresh,
}

/// How long a password or a code counts as fresh, in milliseconds: 10 minutes.
pub const FRESH: i64 = 10 * 60 * 1000;

/// One act: how far it reaches for each kind of person, and what they must have shown.
#[derive(Debug)]
pub struct Line {
    /// The act.
    pub act: Act,
    /// Anonymous, learner, any member of staff, and then the roles in the order of [`Role::ALL`].
    pub reach: [Scope; 7],
    /// What they must have shown.
    pub proof: Proof,
}

/// The table. A person's reach is the widest that any of their columns gives.
#[rustfmt::skip]
pub const TABLE: [Line; 12] = [
    //                               anyone learner staff  admin  trainer reviewer official
    line(SyncOwnStatements, Session, [No,   Own,    No,    No,    No,     No,      No   ]),
    line(UseOwnAccount,     Session, [No,   No,     Own,   No,    No,     No,      No   ]),
    line(ChangeOwnKeys,     Fresh,   [No,   No,     Own,   No,    No,     No,      No   ]),
    line(SeeStaff,          Session, [No,   No,     No,    All,   No,     No,      No   ]),
    line(ManageStaff,       Fresh,   [No,   No,     No,    All,   No,     No,      No   ]),
    line(SeeCourses,        Session, [No,   No,     No,    No,    All,    All,     No   ]),
    line(ManageCourses,     Session, [No,   No,     No,    No,    All,    No,      No   ]),
    line(Vouch,             Fresh,   [No,   No,     No,    No,    All,    No,      No   ]),
    line(SeeCompletion,     Session, [No,   No,     No,    All,   No,     No,      Below]),
    line(ExportCompletion,  Fresh,   [No,   No,     No,    All,   No,     No,      Below]),
    line(ReadAudit,         Session, [No,   No,     No,    All,   No,     No,      No   ]),
    line(ExportAudit,       Fresh,   [No,   No,     No,    All,   No,     No,      No   ]),
];

const fn line(act: Act, proof: Proof, reach: [Scope; 7]) -> Line {
    Line { act, reach, proof }
}

/// How far an act reaches for somebody, whatever they have shown so far.
#[must_use]
pub fn reach(actor: &Actor, act: Act) -> Scope {
    let line = TABLE.iter().find(|line| line.act == act);
    line.map_or(No, |Line { reach: [anyone, learner, staff, roles @ ..], .. }| match actor {
        Actor::Anonymous => *anyone,
        Actor::Learner => *learner,
        Actor::Staff(person) => {
            let held = Role::ALL.iter().zip(roles).filter(|(role, _)| person.roles.contains(role));
            held.map(|(_, scope)| *scope).fold(*staff, Scope::max)
        }
    })
}

/// Whether somebody may do something at all.
#[must_use]
pub fn allows(actor: &Actor, act: Act) -> bool {
    reach(actor, act) != No
}

/// What a signed-in member of staff has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Whether their second step is set up (each sign-in then asks for it).
    pub second_step: bool,
    /// Whether their password is so short that it holds beside a second step only.
    pub short_password: bool,
    /// Whether a password or a code is less than [`FRESH`] ago.
    pub fresh: bool,
}

/// Why something may not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// No role of theirs includes it.
    Role,
    /// A role of theirs, or their short password, needs a second step first.
    SecondStep,
    /// They must show once more who they are.
    Proof,
}

/// Whether a signed-in member of staff may do something now, and how far it reaches.
///
/// # Errors
/// [`Denied`].
pub fn decide(staff: &StaffMember, act: Act, shown: Shown) -> Result<Scope, Denied> {
    let scope = reach(&Actor::Staff(staff.clone()), act);
    let proof = TABLE.iter().find(|line| line.act == act).map_or(Fresh, |line| line.proof);
    match scope {
        No => Err(Denied::Role),
        // Without their own account nobody could set the second step up.
        Below | All if (staff.needs_second_step() || shown.short_password) && !shown.second_step => {
            Err(Denied::SecondStep)
        }
        Own | Below | All if proof == Fresh && !shown.fresh => Err(Denied::Proof),
        Own | Below | All => Ok(scope),
    }
}

/// Whether a member of staff may look at a unit. `path` is the unit and all above it; empty is the whole country.
#[must_use]
pub fn sees_unit(staff: &StaffMember, path: &[UnitKey]) -> bool {
    match reach(&Actor::Staff(staff.clone()), SeeCompletion) {
        All => true,
        Below => staff.unit.as_ref().is_none_or(|own| path.contains(own)),
        No | Own => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::StaffId;

    fn staff(roles: &[Role], unit: Option<&str>) -> StaffMember {
        StaffMember {
            id: StaffId::from_bytes([0; 16]),
            name: "a.b".into(),
            roles: roles.iter().copied().collect(),
            unit: unit.map(|key| key.parse().unwrap()),
        }
    }

    const ALL_SHOWN: Shown = Shown { second_step: true, short_password: false, fresh: true };

    #[test]
    fn every_actor_and_act_has_its_place_in_the_table() {
        let own = [UseOwnAccount, ChangeOwnKeys];
        let cases: [(&[Role], &[Act]); 6] = [
            (&[], &[]),
            (&[Role::Administrator], &[SeeStaff, ManageStaff, SeeCompletion, ExportCompletion, ReadAudit, ExportAudit]),
            (&[Role::Trainer], &[SeeCourses, ManageCourses, Vouch]),
            (&[Role::Reviewer], &[SeeCourses]),
            (&[Role::Official], &[SeeCompletion, ExportCompletion]),
            (&[Role::Reviewer, Role::Official], &[SeeCourses, SeeCompletion, ExportCompletion]),
        ];
        for act in TABLE.iter().map(|line| line.act) {
            assert!(!allows(&Actor::Anonymous, act), "{act:?}");
            assert_eq!(allows(&Actor::Learner, act), act == SyncOwnStatements, "{act:?}");
            for (roles, may) in cases {
                let allowed = allows(&Actor::Staff(staff(roles, None)), act);
                assert_eq!(allowed, may.contains(&act) || own.contains(&act), "{roles:?} {act:?}");
            }
        }
    }

    #[test]
    fn no_act_stands_in_the_table_twice() {
        let acts: std::collections::HashSet<_> = TABLE.iter().map(|line| line.act).collect();
        assert_eq!(acts.len(), TABLE.len());
    }

    #[test]
    fn a_role_that_needs_a_second_step_does_nothing_before_it_but_set_it_up() {
        let shown = Shown { second_step: false, ..ALL_SHOWN };
        for role in [Role::Trainer, Role::Reviewer, Role::Official] {
            // Another role doesn't open a way around it.
            let person = staff(&[role, Role::Administrator], None);
            for line in &TABLE {
                let expected = match reach(&Actor::Staff(person.clone()), line.act) {
                    No => Err(Denied::Role),
                    Own => Ok(Own),
                    Below | All => Err(Denied::SecondStep),
                };
                assert_eq!(decide(&person, line.act, shown), expected, "{role:?} {:?}", line.act);
            }
        }
        let administrator = staff(&[Role::Administrator], None);
        assert_eq!(decide(&administrator, ManageStaff, shown), Ok(All));
        let short = Shown { short_password: true, ..shown };
        assert_eq!(decide(&administrator, ManageStaff, short), Err(Denied::SecondStep));
    }

    #[test]
    fn roles_keys_vouching_and_exports_ask_once_more_who_it_is() {
        let person = staff(&Role::ALL, None);
        let stale = Shown { fresh: false, ..ALL_SHOWN };
        for line in TABLE.iter().filter(|line| line.act != SyncOwnStatements) {
            let again = [ChangeOwnKeys, ManageStaff, Vouch, ExportCompletion, ExportAudit].contains(&line.act);
            assert!(decide(&person, line.act, ALL_SHOWN).is_ok(), "{:?}", line.act);
            assert_eq!(decide(&person, line.act, stale) == Err(Denied::Proof), again, "{:?}", line.act);
        }
    }

    #[test]
    fn an_official_sees_their_unit_and_what_is_below_it() {
        let official = staff(&[Role::Official], Some("52@2025-07-01"));
        let key = |text: &str| text.parse::<UnitKey>().unwrap();
        assert!(sees_unit(&official, &[key("21553@2025-07-01"), key("52@2025-07-01")]));
        assert!(sees_unit(&official, &[key("52@2025-07-01")]));
        assert!(!sees_unit(&official, &[key("51@2025-07-01")]));
        assert!(!sees_unit(&official, &[key("52@1900-01-01")]));
        assert!(!sees_unit(&official, &[]));
        assert!(!sees_unit(&staff(&[Role::Trainer], Some("52@2025-07-01")), &[key("52@2025-07-01")]));
        assert!(sees_unit(&staff(&[Role::Administrator], Some("52@2025-07-01")), &[]));
    }
}
