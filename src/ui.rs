//! Buttons, fields, notices and the address bar: parts of any page. Knows no noun of `domain`.

pub mod address_bar;
pub mod copy_field;
pub mod dialog;
pub mod file_field;
pub mod focus;
pub mod frame;
pub mod heading;
pub mod hear;
pub mod icon;
pub mod line_field;
pub mod notice;
pub mod page_title;
pub mod password_field;
pub mod picks;
pub mod qr;
pub mod speech;
pub mod steps;
pub mod tag;
pub mod take_over;
pub mod text_field;
