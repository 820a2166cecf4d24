//! The web apps: `learn` for citizens, `desk` for trainers and officials. See ARCHITECTURE.md.

pub mod api;
pub mod device;
pub mod routes;
pub mod ui;
pub mod words;
