//! Who is at the desk: signing in, invitations, one's own account, staff, audit. Also what a page does when the server no longer knows the person.

pub mod account_page;
mod acts;
pub mod audit_page;
pub mod fault;
mod identity_panel;
pub mod invitation_page;
pub mod invite_page;
pub mod member_page;
mod password_panel;
pub mod proof_dialog;
pub mod provider_return;
mod provider_sign_in;
pub mod roles;
pub mod second_step_panel;
pub mod session;
mod sessions_panel;
pub mod sign_in_page;
pub mod staff_page;
pub mod unit_choice;
pub mod waiting;
