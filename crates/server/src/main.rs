//! `congdanso`: one small binary that an office can run.

use clap::Parser;
use server::config::Cli;
use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    // Warnings and errors, unless RUST_LOG asks for something else; what commands say to people goes to standard output.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,sqlx::query=error"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.with_ansi(std::io::stderr().is_terminal()).init();
    match server::command::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("congdanso: {fault}");
            ExitCode::FAILURE
        }
    }
}
