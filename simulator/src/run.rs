//! `run`: a fleet over real sockets, and the oracle afterwards.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail};
use chrono::Days;
use clap::Args;
use fieldbeat_domain::time::{At, CompanyTime};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    clock,
    company::{
        Company,
        load::{self, Loaded},
    },
    console,
    fleet::{
        self, Cadence, Faults, PlanFile,
        play::{Pace, play},
    },
    oracle::{self, Question, Report},
    phone::{Config, Phone},
    rest::Rest,
    settings,
};

const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const OUTLETS_PER_REP: usize = 14;
/// A simulated shift, in minutes after midnight.
const SHIFT_FROM_MIN: u16 = 8 * 60;
const SHIFT_MS: i64 = 8 * 3_600_000;
/// A plan may run on after the shift by its late deliveries.
const OVERRUN_MS: i64 = 90 * 60_000;
/// Fast runs stop being watched after this.
const SETTLE: Duration = Duration::from_mins(5);

/// Where the server is and who asks.
#[derive(Args, Clone, Debug)]
pub struct Access {
    #[arg(long, env = "FIELDBEAT_URL", default_value = "http://127.0.0.1:8080")]
    pub url: String,
    /// An administrator.
    #[arg(long, env = "FIELDBEAT_LOGIN", default_value = "admin")]
    pub login: String,
    #[arg(long, env = "FIELDBEAT_PASSWORD", hide_env_values = true)]
    pub password: String,
}

#[derive(Args, Clone, Debug)]
pub struct RunArgs {
    #[command(flatten)]
    pub access: Access,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    #[arg(long, default_value_t = 20)]
    pub reps: usize,
    /// Times real time. Fast runs are dated on the last whole working day.
    #[arg(long, default_value_t = 120.0)]
    pub speed: f64,
    #[arg(long, value_enum, default_value_t = Faults::Mild)]
    pub faults: Faults,
    /// Writes the plan before playing it.
    #[arg(long)]
    pub save: Option<PathBuf>,
    /// Plays a saved plan; seed, reps and faults are those of the file.
    #[arg(long)]
    pub plan: Option<PathBuf>,
    /// Only writes the plan.
    #[arg(long, requires = "save")]
    pub dry_run: bool,
    /// Seconds to wait for late days to be judged again.
    #[arg(long, default_value_t = 90)]
    pub patience: u64,
    /// The oracle's report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Runs and compares; `false` where the server was contradicted.
pub async fn run(args: RunArgs) -> Result<bool> {
    let roads = fleet_roads().await?;
    let (company, plan) = match &args.plan {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            let plan = PlanFile::from_json(&text)?;
            (
                Company::on_hanoi(&plan.company, plan.reps.len(), OUTLETS_PER_REP, &roads)?,
                plan,
            )
        }
        None => make(&args, &roads)?,
    };
    if let Some(path) = &args.save {
        fs::write(path, plan.to_json()?).with_context(|| path.display().to_string())?;
    }
    if args.dry_run {
        return Ok(true);
    }
    let report = play_and_ask(&args, &company, &plan).await?;
    if args.json {
        console::say(serde_json::to_string(&report)?);
    } else {
        oracle::print(&report);
    }
    Ok(report.contradictions.is_empty())
}

pub async fn fleet_roads() -> Result<crate::roads::Roads> {
    Ok(tokio::task::spawn_blocking(crate::roads::Roads::hanoi).await??)
}

fn make(args: &RunArgs, roads: &crate::roads::Roads) -> Result<(Company, PlanFile)> {
    let key = format!("SIM{}", args.seed);
    let company = Company::on_hanoi(&key, args.reps, OUTLETS_PER_REP, roads)?;
    let settings = fleet::Settings {
        seed: args.seed,
        faults: args.faults,
        cadence: Cadence::default(),
        company: key,
        day: "run".to_owned(),
    };
    let plan = fleet::plan(&company.briefs(0, SHIFT_MS), &settings, roads);
    Ok((company, plan))
}

async fn play_and_ask(args: &RunArgs, company: &Company, plan: &PlanFile) -> Result<Report> {
    let rest = Rest::login(&args.access.url, &args.access.login, &args.access.password).await?;
    let loaded = load::load(&rest, company, WEEKDAYS, None, &mut |step| {
        console::progress(format!("loading {step}"));
    })
    .await?;
    let time = settings::company_time(&rest).await?;
    let pace = pace(args.speed, plan, time);
    console::progress(format!(
        "{} reps, {} fixes, about {} s",
        plan.reps.len(),
        plan.fix_count(),
        (pace.due(plan.length_ms) - clock::now_ms()).max(0) / 1000
    ));
    let refused = play_all(plan, &loaded, &args.access.url, pace).await?;
    let question = Question {
        plan,
        start_ms: pace.start_ms,
        time,
        rest: &rest,
        loaded: &loaded,
        patience: Duration::from_secs(args.patience),
    };
    let mut report = question.answer().await?;
    for (rep, detail) in refused {
        report.contradict(&rep, "refused", detail);
    }
    Ok(report)
}

/// Real time runs are of now; faster ones of the last whole shift, so that all of it is past.
fn pace(speed: f64, plan: &PlanFile, time: CompanyTime) -> Pace {
    let now = clock::now_ms();
    if speed <= 1.0 {
        return Pace::real_time(now);
    }
    let mut date = time.date_of(At(now));
    let mut start = time.local(date, SHIFT_FROM_MIN);
    while start.0 + SHIFT_MS + OVERRUN_MS > now {
        let Some(before) = date.checked_sub_days(Days::new(1)) else {
            break;
        };
        date = before;
        start = time.local(date, SHIFT_FROM_MIN);
    }
    Pace::hastened(now, plan.length_ms, speed).dated(start.0)
}

/// Plays all reps; what the server refused without reason, by rep.
async fn play_all(
    plan: &PlanFile,
    loaded: &Loaded,
    url: &str,
    pace: Pace,
) -> Result<Vec<(String, String)>> {
    let mut running = JoinSet::new();
    for rep in &plan.reps {
        let phones = phones(url, &rep.rep, loaded);
        let (rep, company) = (rep.clone(), plan.company.clone());
        running.spawn(async move {
            play(&rep, &company, &phones, pace).await?;
            let mut wrong = Vec::new();
            for (device, phone) in phones.into_iter().enumerate() {
                if !phone.settled(SETTLE).await {
                    bail!(
                        "{}: {} frames are not acknowledged",
                        rep.rep,
                        phone.pending()
                    );
                }
                wrong.extend(refusals(&phone, device).map(|what| (rep.rep.clone(), what)));
                phone.stop().await;
            }
            Ok(wrong)
        });
    }
    let mut refused = Vec::new();
    let (mut done, all) = (0, running.len());
    while let Some(rep) = running.join_next().await {
        refused.extend(rep??);
        done += 1;
        if done % 10 == 0 || done == all {
            console::progress(format!("{done} of {all} reps done"));
        }
    }
    Ok(refused)
}

/// A tracker may send before the rep's session is known; nothing else is ever refused.
fn refusals(phone: &Phone, device: usize) -> impl Iterator<Item = String> {
    let counts = phone.log().counts.into_iter();
    counts.filter_map(move |((status, code), count)| {
        let tolerated = device > 0 && code == "off_session";
        (status == "rejected" && !tolerated).then(|| format!("{count} times {code}"))
    })
}

/// A phone for each device of a rep.
pub fn phones(url: &str, rep: &str, loaded: &Loaded) -> Vec<Phone> {
    let tokens = loaded
        .tokens
        .get(rep)
        .map(Vec::as_slice)
        .unwrap_or_default();
    (0..)
        .zip(tokens)
        .map(|(device, token): (u32, _)| {
            let install = Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{rep}/{device}").as_bytes());
            Phone::start(Config::new(url, token, install))
        })
        .collect()
}

/// A report for `--json` of commands that could not run.
pub fn failure(error: &anyhow::Error) -> Value {
    json!({"error": format!("{error:#}")})
}
