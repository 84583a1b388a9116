//! `fieldbeat-sim score`: a labelled data set through an engine, and its judgements against the labels.
//!
//! Three engines answer the same scenes: the server over its public doors (the default), the domain
//! called directly, and a plain detector that is the documented baseline.

mod company;
mod dense;
mod direct;
mod fraud;
mod judged;
mod matrix;
mod mobility;
mod place;
mod plain;
mod private;
mod rebase;
mod report;
mod scene;
mod server;
mod stationary;
mod stops;
mod visits;

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::dataset::{mobilitynet, ssi};
use company::Company;
use private::PrivateServer;
use scene::{Observed, Scene};

/// Which layout the folder has.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Layout {
    Mobilitynet,
    Ssi,
    /// No folder: simulated days without a check-in on the dense streets of Hanoi
    Dense,
    /// No folder: honest and faked visits over radius, accuracy, pin error and kind of phone
    Place,
    /// No folder: honest and cheating rep-days, and what each detector makes of them
    Fraud,
}

/// Streams a labelled data set through a server (a private one without `--url`) and scores it; or
/// scores simulated days, whose truth is known, by the rules directly.
#[derive(Args, Debug)]
pub struct ScoreArgs {
    /// What is scored: a folder of this layout, or simulated days
    layout: Layout,
    /// The folder
    #[arg(required_if_eq_any([("layout", "mobilitynet"), ("layout", "ssi")]))]
    dir: Option<PathBuf>,
    /// First seed of simulated days
    #[arg(long, default_value_t = 101)]
    first_seed: u64,
    /// Seeds of simulated days
    #[arg(long, default_value_t = 20)]
    seeds: u64,
    /// A running server instead of a private one
    #[arg(long)]
    url: Option<String>,
    /// Administrator of that server
    #[arg(long, requires = "url")]
    login: Option<String>,
    #[arg(long, requires = "login", env = "FIELDBEAT_PASSWORD")]
    password: Option<String>,
    /// Call the rules directly, without a server
    #[arg(long, conflicts_with_all = ["url", "plain"])]
    direct: bool,
    /// The baseline: in at the margin, out after two fixes outside
    #[arg(long, conflicts_with = "url")]
    plain: bool,
    /// Write the figures to this file as one flat JSON object, beside what it holds
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// List every miss, repeat and false visit
    #[arg(long)]
    explain: bool,
}

impl ScoreArgs {
    fn folder(&self) -> Result<&Path> {
        self.dir.as_deref().context("a folder is needed")
    }

    fn seed_range(&self) -> Range<u64> {
        self.first_seed..self.first_seed.saturating_add(self.seeds)
    }
}

/// Runs the command.
pub async fn run(args: ScoreArgs) -> Result<()> {
    let report = match args.layout {
        Layout::Mobilitynet => score_mobilitynet(&args).await?,
        Layout::Ssi => score_ssi(&args).await?,
        Layout::Dense => score_dense(&args)?,
        Layout::Place => matrix::score(&args.seed_range())?,
        Layout::Fraud => fraud::score(&args.seed_range())?,
    };
    report.print(args.explain)?;
    if let Some(path) = &args.json {
        report.write_json(path)?;
    }
    Ok(())
}

async fn score_mobilitynet(args: &ScoreArgs) -> Result<report::Report> {
    let data = mobilitynet::load(args.folder()?)?;
    let eras = mobility::eras(&data);
    let scenes = mobility::scenes(&data, &eras);
    let observed = judge(args, &scenes).await?;
    let baseline: Vec<_> = scenes.iter().map(plain::judge).collect();
    Ok(report::mobilitynet(
        &mobility::score(&data, &eras, &observed),
        &mobility::score(&data, &eras, &baseline),
    ))
}

async fn score_ssi(args: &ScoreArgs) -> Result<report::Report> {
    let days = ssi::load(args.folder()?)?;
    let scenes = [stops::scene(&days, mobility::DWELLS_S[0])];
    let observed = judge(args, &scenes).await?;
    let empty = Vec::new();
    let seen = observed.first().unwrap_or(&empty);
    Ok(report::ssi(&stops::score(&days, seen)))
}

/// Outlets that one territory's plans are drawn from, and how many of the seeds show it.
const TERRITORY: usize = 60;
const TERRITORY_SEEDS: u64 = 5;

fn score_dense(args: &ScoreArgs) -> Result<report::Report> {
    let mut report = report::Report::default();
    let dense = dense::Dense::new()?;
    let (outlets, on_road) = dense.outlets();
    report.line(format!("{outlets} outlets, {on_road} on the roads"));
    let seeds = args.seed_range();
    let few = seeds.start..seeds.end.min(seeds.start.saturating_add(TERRITORY_SEEDS));
    for (key, pool, seeds) in [
        ("dense", usize::MAX, seeds.clone()),
        ("dense_territory", TERRITORY, few),
    ] {
        let setup = dense::Setup {
            reps: 50,
            days: 5,
            seeds,
            pool,
        };
        dense::table::dense(&mut report, key, &setup, &dense.score(&setup)?);
    }
    dense::table::walk(&mut report, dense.walk_past(seeds)?);
    Ok(report)
}

async fn judge(args: &ScoreArgs, scenes: &[Scene]) -> Result<Vec<Vec<Observed>>> {
    if args.plain {
        return Ok(scenes.iter().map(plain::judge).collect());
    }
    if args.direct {
        return scenes.iter().map(direct::judge).collect();
    }
    let dwell_s = mobility::DWELLS_S[0];
    if let Some(url) = &args.url {
        let (Some(login), Some(password)) = (&args.login, &args.password) else {
            bail!("--url needs --login and --password of an administrator");
        };
        let company = Company::at(url)?;
        company.log_in(login, password).await?;
        return server::judge(&company, scenes, dwell_s).await;
    }
    let private = PrivateServer::start().await?;
    let observed = server::judge(&private.company, scenes, dwell_s).await;
    private.stop().await?;
    observed
}
