//! The web apps: `learn` for citizens, `desk` for trainers and officials. See ARCHITECTURE.md.

mod account;
pub mod api;
pub mod app;
pub mod desk;
pub mod device;
pub mod items;
pub mod learn;
mod oversee;
pub mod routes;
mod teach;
pub mod ui;
pub mod words;
