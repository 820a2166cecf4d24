//! Who is at the desk: signing in, invitations, staff. Also what a page does when the server no longer knows the person.

pub mod fault;
pub mod invitation_page;
pub mod invite_page;
pub mod roles;
pub mod session;
pub mod sign_in_page;
pub mod staff_page;
pub mod unit_choice;
pub mod waiting;
