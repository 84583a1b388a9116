//! The command line of the simulator: parses, runs one command, turns its outcome into an exit
//! code (0 done, 1 refused or failed, 2 wrong usage).

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use fieldbeat_sim::{
    console,
    demo::{self, DemoArgs},
    load::{self, LoadArgs},
    run::{self, RunArgs},
};

#[derive(Parser)]
#[command(
    name = "fieldbeat-sim",
    version,
    about = "Simulates the field for a Fieldbeat server"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Drives a seeded fleet over real WebSockets and asks the oracle afterwards.
    Run(RunArgs),
    /// Measures acknowledgement and viewing latency under load, or memory of idle connections.
    Load(LoadArgs),
    /// Loads a demo company that is always at work, and drives its fleet until interrupted.
    Demo(DemoArgs),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match execute(cli.command).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            console::progress(format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn execute(command: Command) -> Result<bool> {
    match command {
        Command::Run(args) => run::run(args).await,
        Command::Load(args) => load::load(args).await,
        Command::Demo(args) => demo::demo(args).await.map(|()| true),
    }
}
