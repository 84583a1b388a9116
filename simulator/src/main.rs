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
    /// Stream a labelled data set through a server and score what it judged against the labels
    Score(fieldbeat_sim::score::ScoreArgs),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Score(args) => fieldbeat_sim::score::run(args).await,
    }
}
