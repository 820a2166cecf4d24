//! What a citizen sees: courses, lessons, progress, settings. One file a page, and the parts that only these pages have.

pub mod aloud;
pub mod check_end;
pub mod commune_choice;
pub mod competences;
pub mod course_page;
pub mod data_panel;
pub mod download;
pub mod facts;
pub mod hear_panel;
pub mod home_page;
pub mod later;
pub mod lesson_end_page;
pub mod lesson_page;
pub mod map_page;
pub mod opened;
pub mod player;
pub mod progress_page;
pub mod review_page;
pub mod settings_page;
pub mod sitting;
pub mod standing;
pub mod start_page;
pub mod sync_line;
