//! What can go wrong with a command, each in one line that says what to do next. The only error type of this crate.

use std::io;
use std::path::{Path, PathBuf};

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The command line can't be understood.
    #[error("{0}; `cargo xtask help` lists the commands")]
    Usage(String),
    /// A tool is missing and can't be installed from here.
    #[error("{tool} is missing: {remedy}")]
    Missing {
        /// The tool.
        tool: String,
        /// What to type, or where to get it.
        remedy: String,
    },
    /// Another program listens on the port.
    #[error("port {0} is in use: stop the program that listens there, or choose another with --port")]
    PortTaken(u16),
    /// There is no room left.
    #[error("the disk that holds {0} is full: free some space and run the command again")]
    DiskFull(PathBuf),
    /// A file can't be read or written.
    #[error("can't {doing} {path}: {source}")]
    File {
        /// read, write, …
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A program that was started ended badly; its own words stand above.
    #[error("{0} failed; its message is above")]
    Failed(String),
}

impl Fault {
    /// A fault about a file, told apart from a full disk.
    pub fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| {
            if source.kind() == io::ErrorKind::StorageFull {
                Self::DiskFull(path)
            } else {
                Self::File { doing, path, source }
            }
        }
    }
}
