//! `congdanso`: one small binary that an office can run.

use clap::Parser;
use server::config::Cli;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    // Warnings and errors, unless RUST_LOG asks for something else; what commands say to people goes to standard output.
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into()).from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match server::command::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("congdanso: {fault}");
            ExitCode::FAILURE
        }
    }
}
