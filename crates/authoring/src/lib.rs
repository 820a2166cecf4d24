//! From trainers files to editions.
