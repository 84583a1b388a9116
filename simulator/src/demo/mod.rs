//! `demo`: a company that is always at work, loaded and driven through the public doors only.
//!
//! Running it again goes on with today: everything is made of one seed and the shift's start, which
//! is learned from the server, so what was sent before is sent again and known.

mod found;
mod history;
mod incidents;
mod joint;
mod leave;
mod newcomers;
mod shift;
mod stock;
mod today;

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result};
use clap::Args;
use fieldbeat_domain::time::At;
use serde_json::json;
use tokio::time::sleep;

use self::{history::History, incidents::Incidents, today::Fleet};
use crate::{
    clock,
    company::{Company, load},
    console,
    rest::Rest,
    roads::Roads,
    run::{Access, fleet_roads},
    settings,
};

/// All demo days are made of this.
const SEED: u64 = 2025;
/// Prefix of the demo company's external codes.
const KEY: &str = "HN";
const REPS: usize = 60;
const STOPS_MOST: usize = 16;

#[derive(Args, Clone, Debug)]
pub struct DemoArgs {
    #[command(flatten)]
    pub access: Access,
    /// The first-run link or token of a fresh server: founds the company with the login given.
    #[arg(long)]
    pub first_run: Option<String>,
    /// Past working days to fill.
    #[arg(long, default_value_t = 14)]
    pub history_days: usize,
    /// Password of the personas, where a persona switch is not used.
    #[arg(long, default_value = "fieldbeat-demo")]
    pub persona_password: String,
}

/// Runs until interrupted.
pub async fn demo(args: DemoArgs) -> Result<()> {
    if let Some(link) = &args.first_run {
        found::found(&args, found::token(link), At(clock::now_ms())).await?;
    }
    tokio::select! {
        outcome = work(&args) => outcome,
        stopped = tokio::signal::ctrl_c() => {
            stopped?;
            console::progress("stopped");
            Ok(())
        }
    }
}

async fn work(args: &DemoArgs) -> Result<()> {
    let url = &args.access.url;
    let rest = Rest::login(url, &args.access.login, &args.access.password).await?;
    let time = settings::company_time(&rest).await?;
    let roads = fleet_roads().await?;
    let mut company = Company::on_hanoi(KEY, REPS, STOPS_MOST, &roads)?;
    let incidents = Incidents::plant(&mut company, &roads)?;
    let date = time.date_of(At(clock::now_ms()));
    let weekdays: Vec<&str> = shift::weekdays(date)
        .into_iter()
        .map(shift::weekday_code)
        .collect();
    let password = Some(args.persona_password.as_str());
    let loaded = load::load(&rest, &company, &weekdays, password, &mut |step| {
        console::progress(format!("loading {step}"));
    })
    .await?;
    let mut shift = today::shift(&rest, &company, &loaded, time, &roads).await?;
    if shift.part == 0 {
        let hours = shift::working_hours(&shift, time).map(|h| ("working_hours", json!(h)));
        let mut set = vec![("exceptions", shift::exceptions(&shift, time))];
        set.extend(hours);
        settings::change(&rest, &date.to_string(), &set).await?;
        leave::agree(&rest, &company, &loaded, shift.date).await?;
        if let Some(tomorrow) = shift.date.succ_opt() {
            leave::ask(&rest, &company, &loaded, tomorrow).await?;
        }
    }
    newcomers::ask(&rest, &company, &loaded).await?;
    stock::stock_up(&rest, &company, &loaded, shift.date).await?;
    let (company, roads, loaded) = (Arc::new(company), Arc::new(roads), Arc::new(loaded));
    let mut fleet = set_out(&company, &incidents, &shift, &roads, url, &loaded).await?;
    let (items, pending) = fleet.morning_is_in().await;
    console::progress(format!(
        "the morning is in: {items} items, {pending} frames waiting"
    ));
    explain(args, &company, &incidents, &fleet);
    let history = History {
        rest: rest.clone(),
        company: company.clone(),
        roads: roads.clone(),
        loaded: loaded.clone(),
        shift,
        time,
        days: args.history_days,
        persona_password: args.persona_password.clone(),
    };
    let history = tokio::spawn(async move {
        match history.load().await {
            Ok(()) => console::progress("history is complete"),
            Err(e) => console::progress(format!("history stopped: {e:#}")),
        }
    });
    loop {
        fleet.finish().await?;
        shift = shift.on(shift.date.succ_opt().context("the calendar ends")?, time);
        console::progress(format!("the shift is over; the next is on {}", shift.date));
        let wait = shift.start.since_ms(At(clock::now_ms()));
        sleep(Duration::from_millis(u64::try_from(wait).unwrap_or(0))).await;
        if history.is_finished() {
            console::progress("a new shift begins");
        }
        fleet = set_out(&company, &incidents, &shift, &roads, url, &loaded).await?;
    }
}

async fn set_out(
    company: &Arc<Company>,
    incidents: &Incidents,
    shift: &shift::Shift,
    roads: &Arc<Roads>,
    url: &str,
    loaded: &load::Loaded,
) -> Result<Fleet> {
    let (of, on, how, when) = (company.clone(), roads.clone(), incidents.clone(), *shift);
    let plan = tokio::task::spawn_blocking(move || today::plan(&of, &how, &when, &on)).await?;
    console::progress(format!(
        "{} reps, {} fixes today",
        plan.reps.len(),
        plan.fix_count()
    ));
    Ok(Fleet::start(&plan, url, loaded, shift))
}

fn explain(args: &DemoArgs, company: &Company, incidents: &Incidents, fleet: &Fleet) {
    console::say(format!(
        "\nOpen {} : {} reps are on the road.",
        args.access.url,
        fleet.moving()
    ));
    console::say("Log in as (or switch persona on the login page):");
    console::say(format!(
        "  {:<22} {}",
        args.access.login, "administrator, password as given"
    ));
    for person in &company.people {
        console::say(format!(
            "  {:<22} {:<18} {}",
            person.login, person.role, args.persona_password
        ));
    }
    console::say("To be found on the map and in the board:");
    for line in incidents.lines(company) {
        console::say(format!("  {line}"));
    }
    if let Some((outlet, name, rep)) = newcomers::twin(company) {
        console::say(format!(
            "  asks for a shop that exists:   {name} ({rep}), outlet {outlet}"
        ));
    }
    if let Some((rep, name)) = stock::found_out(company) {
        console::say(format!(
            "  found the best seller gone:    {name} ({rep}), first stop of the last working day"
        ));
    }
    console::say(
        "Click a rep for the plan and the line driven, a coloured outlet for its verdict.",
    );
    console::say("Ctrl-C ends the fleet.\n");
}
