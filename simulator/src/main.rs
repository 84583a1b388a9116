//! `fieldbeat-sim`: the command line. Decides nothing; each command has its own module. Exit code 0
//! done, 1 refused or failed, 2 wrong usage.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use fieldbeat_sim::{console, demo, load, replay, run, score};

#[derive(Parser)]
#[command(name = "fieldbeat-sim", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Drive a seeded fleet over real WebSockets and ask the oracle afterwards
    Run(run::RunArgs),
    /// Stream real traces as devices, rebased to end now
    Replay(replay::ReplayArgs),
    /// Measure acknowledgement and viewing latency under load, or memory of idle connections
    Load(load::LoadArgs),
    /// Stream a labelled data set through a server and score what it judged against the labels
    Score(score::ScoreArgs),
    /// Load a demo company that is always at work, and drive its fleet until interrupted
    Demo(demo::DemoArgs),
}

#[tokio::main]
async fn main() -> ExitCode {
    match execute(Cli::parse().command).await {
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
        Command::Replay(args) => replay::run(args).await.map(|()| true),
        Command::Load(args) => load::load(args).await,
        Command::Score(args) => score::run(args).await.map(|()| true),
        Command::Demo(args) => demo::demo(args).await.map(|()| true),
    }
}
