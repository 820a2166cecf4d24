//! Who may do what: one table, read by every endpoint.

use crate::people::{Role, StaffMember};
use crate::unit::UnitKey;

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
    /// Sign out, see one's own account.
    UseOwnAccount,
    /// Invite people, list staff.
    ManageStaff,
    /// Upload, check, publish and withdraw courses.
    ManageCourses,
    /// See completion by unit (of one's own unit and below).
    SeeCompletion,
}

impl Act {
    /// Every act, for tables and tests.
    pub const ALL: [Self; 5] =
        [Self::SyncOwnStatements, Self::UseOwnAccount, Self::ManageStaff, Self::ManageCourses, Self::SeeCompletion];
}

/// The table. Reads: administrators manage staff and see completion, trainers manage courses, officials see completion.
#[must_use]
pub fn allows(actor: &Actor, act: Act) -> bool {
    match (actor, act) {
        (Actor::Learner, Act::SyncOwnStatements) | (Actor::Staff(_), Act::UseOwnAccount) => true,
        (Actor::Staff(staff), Act::ManageStaff) => staff.roles.contains(&Role::Administrator),
        (Actor::Staff(staff), Act::ManageCourses) => staff.roles.contains(&Role::Trainer),
        (Actor::Staff(staff), Act::SeeCompletion) => {
            staff.roles.contains(&Role::Official) || staff.roles.contains(&Role::Administrator)
        }
        (
            Actor::Anonymous | Actor::Learner | Actor::Staff(_),
            Act::SyncOwnStatements | Act::UseOwnAccount | Act::ManageStaff | Act::ManageCourses | Act::SeeCompletion,
        ) => false,
    }
}

/// Whether a member of staff may look at a unit: their own or one below it. `path` is the unit and all above it.
#[must_use]
pub fn sees_unit(staff: &StaffMember, path: &[UnitKey]) -> bool {
    match &staff.unit {
        None => staff.roles.contains(&Role::Administrator) || staff.roles.contains(&Role::Official),
        Some(own) => path.contains(own),
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

    #[test]
    fn every_actor_and_act_has_its_answer() {
        use Act::{ManageCourses, ManageStaff, SeeCompletion, SyncOwnStatements, UseOwnAccount};
        let cases = [
            (Actor::Anonymous, vec![]),
            (Actor::Learner, vec![SyncOwnStatements]),
            (Actor::Staff(staff(&[], None)), vec![UseOwnAccount]),
            (Actor::Staff(staff(&[Role::Trainer], None)), vec![UseOwnAccount, ManageCourses]),
            (Actor::Staff(staff(&[Role::Official], None)), vec![UseOwnAccount, SeeCompletion]),
            (Actor::Staff(staff(&[Role::Administrator], None)), vec![UseOwnAccount, ManageStaff, SeeCompletion]),
        ];
        for (actor, may) in cases {
            for act in Act::ALL {
                assert_eq!(allows(&actor, act), may.contains(&act), "{actor:?} {act:?}");
            }
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
    }
}
