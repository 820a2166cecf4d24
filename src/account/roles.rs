//! What the roles are called and what they do, in words.

use crate::words::Words;
use domain::people::Role;

/// Every role, in the order in which the desk names them.
pub const ALL: [Role; 4] = [Role::Trainer, Role::Reviewer, Role::Official, Role::Administrator];

/// What a role is called.
#[must_use]
pub const fn name(words: Words, role: Role) -> &'static str {
    match role {
        Role::Administrator => words.role_administrator(),
        Role::Trainer => words.role_trainer(),
        Role::Reviewer => words.role_reviewer(),
        Role::Official => words.role_official(),
    }
}

/// What a person in this role does here.
#[must_use]
pub const fn does(words: Words, role: Role) -> &'static str {
    match role {
        Role::Administrator => words.role_administrator_does(),
        Role::Trainer => words.role_trainer_does(),
        Role::Reviewer => words.role_reviewer_does(),
        Role::Official => words.role_official_does(),
    }
}
