//! `fieldbeat-sim`: the command line. Decides nothing; each command has its own module.

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "fieldbeat-sim", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Stream real traces as devices, rebased to end now
    Replay(fieldbeat_sim::replay::ReplayArgs),
    /// Stream a labelled data set through a server and score what it judged against the labels
    Score(fieldbeat_sim::score::ScoreArgs),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Replay(args) => fieldbeat_sim::replay::run(args).await,
        Command::Score(args) => fieldbeat_sim::score::run(args).await,
    }
}
