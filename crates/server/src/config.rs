//! The command line of `congdanso`: what can be asked of it, and where it keeps things.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Serves the apps, takes in statements, publishes courses and reports completion.
#[derive(Debug, Parser)]
#[command(name = "congdanso", version, about)]
pub struct Cli {
    /// Where the store and its backups are kept.
    #[arg(long, global = true, default_value = "data", env = "CONGDANSO_DATA")]
    pub data: PathBuf,
    /// `postgres://…` to keep the store on a PostgreSQL server instead of a file in the data directory.
    #[arg(long, global = true, env = "CONGDANSO_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// The store's address: PostgreSQL's, or the file in the data directory.
    #[must_use]
    pub fn store(&self) -> String {
        self.database.clone().unwrap_or_else(|| self.data.join("congdanso.sqlite3").to_string_lossy().into_owned())
    }
}

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the apps and the API until told to stop (Ctrl-C or SIGTERM).
    Serve(Serve),
    /// Bring the store's tables up to date.
    Migrate,
    /// Read courses and say what is wrong, where, and what to do. Changes nothing.
    Check {
        /// A course's folder, or a folder of courses.
        folder: PathBuf,
        /// List the texts that nobody has recorded, each with the key that names its clip: of every language that has clips (of the
        /// course's own where none has), or of one, as --voice=jra.
        #[arg(long, value_name = "LANGUAGE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
        voice: Option<String>,
    },
    /// Print the curriculum map as a Markdown page: which lessons teach which competence, by each framework in FOLDER/frameworks.
    Map {
        /// A folder of courses.
        folder: PathBuf,
    },
    /// Publish courses: every course without errors becomes an edition.
    Publish {
        /// A course's folder, or a folder of courses.
        folder: PathBuf,
    },
    /// Take an edition off the catalogue. Phones that hold it keep it.
    Withdraw {
        /// The edition's id.
        edition: String,
    },
    /// Write everything a citizen needs as plain files that any web server can serve.
    ExportSite {
        /// An empty or new folder.
        folder: PathBuf,
        /// The built apps; by default those inside the program, or `dist`.
        #[arg(long)]
        dist: Option<PathBuf>,
    },
    /// Administrative units.
    #[command(subcommand)]
    Units(Units),
    /// Staff.
    #[command(subcommand)]
    Staff(Staff),
    /// The record of privileged acts.
    #[command(subcommand)]
    Audit(Audit),
    /// Drop everything that is derived and make it again from the statements.
    Rebuild,
    /// Fill the store with made-up learners, marked as such on every page of the desk.
    Seed(Seed),
    /// Copy the store into one file, while it is in use.
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
    /// Put a backup in the place of the store. Phones then send again what it lacks.
    Restore {
        /// The backup. Left out on PostgreSQL, after `pg_restore`, to begin a new incarnation only.
        file: Option<PathBuf>,
    },
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// The port to listen on.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The built apps; by default those inside the program, or `dist`.
    #[arg(long)]
    pub dist: Option<PathBuf>,
    /// The site stands behind TLS: cookies are `Secure` and browsers are told to insist (HSTS).
    #[arg(long)]
    pub tls: bool,
    /// Serve a service worker that removes itself from phones. Nothing that learners did is touched.
    #[arg(long)]
    pub retire_service_worker: bool,
    /// Where faults of security are reported, for /.well-known/security.txt (RFC 9116): a mailto:, https: or tel: address.
    #[arg(long, env = "CONGDANSO_CONTACT", value_parser = contact)]
    pub contact: Option<String>,
    /// Through what staff may sign in beside their password.
    #[command(flatten)]
    pub provider: Option<Provider>,
}

/// An address that RFC 9116 allows, on one line.
fn contact(typed: &str) -> Result<String, String> {
    let known =
        ["mailto:", "https://", "tel:"].iter().any(|start| typed.len() > start.len() && typed.starts_with(start));
    if known && typed.chars().all(|sign| sign.is_ascii_graphic()) {
        Ok(typed.to_owned())
    } else {
        Err("write it as mailto:…, https://… or tel:…, without blanks".into())
    }
}

/// A provider of identities that speaks OpenID Connect, as VNeID or an office's own. Its addresses and keys are discovered from the issuer.
#[derive(Debug, Clone, Args)]
pub struct Provider {
    /// Its issuer, exactly as it names itself, as `https://id.example.vn`: staff who link an identity of it may sign in through it too.
    #[arg(
        long = "oidc-issuer",
        env = "CONGDANSO_OIDC_ISSUER",
        required = false,
        requires = "client",
        requires = "name"
    )]
    pub issuer: String,
    /// The client id that it gave this site. The address to register there is the site's own, followed by /desk/.
    #[arg(long = "oidc-client", env = "CONGDANSO_OIDC_CLIENT", required = false, requires = "issuer")]
    pub client: String,
    /// The client secret, where it gave one.
    #[arg(long = "oidc-secret", env = "CONGDANSO_OIDC_SECRET", hide_env_values = true, requires = "issuer")]
    pub secret: Option<String>,
    /// What it wants to be asked for beside openid, with commas between.
    #[arg(long = "oidc-scopes", env = "CONGDANSO_OIDC_SCOPES", value_delimiter = ',', requires = "issuer")]
    pub scopes: Vec<String>,
    /// What the button on the sign-in page calls it.
    #[arg(long = "oidc-name", env = "CONGDANSO_OIDC_NAME", required = false, requires = "issuer")]
    pub name: String,
}

/// Administrative units.
#[derive(Debug, Subcommand)]
pub enum Units {
    /// Load the units of Vietnam that came with the program, before and since 1 July 2025.
    Import {
        /// Only this province (code since July 2025, as 52) and what became part of it. Everything by default.
        #[arg(long)]
        province: Option<String>,
    },
    /// The province whose communes learners are offered first.
    Home {
        /// Its code since July 2025, as 52.
        province: String,
    },
}

/// Staff.
#[derive(Debug, Subcommand)]
pub enum Staff {
    /// Print a single-use link with which a person sets up an account.
    Invite {
        /// administrator, trainer, reviewer, official; several with commas.
        #[arg(long, value_delimiter = ',')]
        roles: Vec<String>,
        /// The unit of an official, as 52@2025-07-01.
        #[arg(long)]
        unit: Option<String>,
        /// Only where there is no administrator yet; prints nothing where there is.
        #[arg(long)]
        first_administrator: bool,
    },
    /// Take away the second step of somebody who lost phone and recovery codes, where no administrator is left to do it at the
    /// desk. Their sessions end.
    RemoveSecondStep {
        /// The sign-in name.
        name: String,
    },
}

/// The record of privileged acts.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Follow the chain of the record and say the first row that was changed or taken out, if any (exit code 1).
    Verify,
}

/// How much to make up.
#[derive(Debug, Clone, Args)]
pub struct Seed {
    /// How many learners.
    #[arg(long, default_value_t = 2000)]
    pub learners: u32,
    /// How many statements at least (overrides learners).
    #[arg(long)]
    pub statements: Option<u64>,
}
