//! `congdanso`: one small binary that an office can run.

use clap::Parser;
use server::config::Cli;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match server::command::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("congdanso: {fault}");
            ExitCode::FAILURE
        }
    }
}
