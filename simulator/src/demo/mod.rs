//! `demo`: a company that is always at work, loaded and driven through the public doors only.
//!
//! Running it again goes on with today: everything is made of one seed and the shift's start, which
//! is learned from the server, so what was sent before is sent again and known.

mod audits;
mod back_office;
mod cash;
mod commissions;
mod consent;
mod credit;
mod desk;
mod displays;
mod expenses;
mod found;
mod history;
mod incidents;
mod joint;
mod leave;
mod leaver;
mod newcomers;
mod occasions;
mod other_app;
mod periods;
mod photos;
mod pipeline;
mod relations;
mod sales;
mod scenarios;
mod shift;
mod stock;
mod supply;
mod targets;
mod today;
mod trips;
mod van_day;
mod web_phone;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use clap::Args;
use fieldbeat_domain::time::{At, CompanyTime};
use serde_json::json;
use tokio::time::sleep;

use self::{history::History, incidents::Incidents, sales::Sales, shift::Shift, today::Fleet};
use crate::{
    clock,
    company::{
        Company, catalogue,
        load::{self, Loaded},
    },
    console,
    fleet::PlanFile,
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
    /// Where a company that is founded here has its days.
    #[arg(long, default_value = "Asia/Ho_Chi_Minh", value_parser = zone)]
    pub time_zone: chrono_tz::Tz,
    /// Password of the personas, where a persona switch is not used.
    #[arg(long, default_value = "fieldbeat-demo")]
    pub persona_password: String,
}

fn zone(name: &str) -> Result<chrono_tz::Tz, String> {
    (name.parse()).map_err(|_| "is no time zone such as Asia/Ho_Chi_Minh".to_owned())
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
        expenses::pay_kilometres(&rest, date).await?;
        settings::change(&rest, &date.to_string(), &set).await?;
        leave::agree(&rest, &company, &loaded, shift.date).await?;
        if let Some(tomorrow) = shift.date.succ_opt() {
            leave::ask(&rest, &company, &loaded, tomorrow).await?;
        }
    }
    newcomers::ask(&rest, &company, &loaded).await?;
    console::progress("loading the catalogue");
    let partner = catalogue::load(&rest, &loaded, date).await?;
    let code =
        web_phone::hand_out(&rest, (&company, &loaded), (&roads, &weekdays), partner).await?;
    consent::ask(&rest, &loaded).await?;
    stock::stock_up(&rest, &company, shift.date).await?;
    supply::run_short(&rest, &company, shift.date).await?;
    audits::set_up(&rest).await?;
    let (company, roads, loaded) = (Arc::new(company), Arc::new(roads), Arc::new(loaded));
    let (plan, sales) = planned(&company, &incidents, &shift, &roads).await?;
    let to = (partner, shift.date);
    let on_account = credit::agree(&rest, &company, &loaded, to, sales.as_ref()).await?;
    let mut fleet = Fleet::start(&plan, url, &loaded, &shift);
    let (items, pending) = fleet.morning_is_in().await;
    console::progress(format!(
        "the morning is in: {items} items, {pending} frames waiting"
    ));
    if shift.part == 0 {
        office(
            &rest,
            &company,
            &loaded,
            (&shift, time),
            &args.persona_password,
        )
        .await?;
    }
    other_app::speak(&rest).await?;
    explain(args, &company, &incidents, sales.as_ref(), &fleet);
    console::say(format!("  {}\n", web_phone::line(&args.access.url, &code)));
    let history = History {
        rest: rest.clone(),
        company: company.clone(),
        roads: roads.clone(),
        loaded: loaded.clone(),
        shift,
        time,
        days: args.history_days,
        persona_password: args.persona_password.clone(),
        cut_off: cut_off(sales.as_ref()),
        on_account,
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
        let (plan, sales) = planned(&company, &incidents, &shift, &roads).await?;
        let to = (partner, shift.date);
        credit::agree(&rest, &company, &loaded, to, sales.as_ref()).await?;
        fleet = Fleet::start(&plan, url, &loaded, &shift);
    }
}

/// What desks do once the first morning is in.
async fn office(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    (shift, time): (&Shift, CompanyTime),
    password: &str,
) -> Result<()> {
    desk::take(rest, company, loaded, shift.date, password).await?;
    relations::keep(rest, company, loaded, shift.date).await?;
    pipeline::keep(rest, company, loaded, shift.date).await?;
    leaver::plan(rest, company, loaded, shift.date).await?;
    occasions::plan(rest, company, loaded, shift.date).await?;
    trips::leave(rest, company, loaded, shift.date, password).await?;
    trips::leave_with(rest, company, web_phone::CODE, shift.date, password).await?;
    if let Some(before) = shift::past_days(shift.date, 1).first() {
        let before = shift.on(*before, time);
        cash::collect(rest, company, loaded, &before, password).await?;
        van_day::count(rest, company, loaded, &before).await?;
    }
    Ok(())
}

/// The plan of a shift, with what is planted in the sales of the first of a day.
async fn planned(
    company: &Arc<Company>,
    incidents: &Incidents,
    shift: &Shift,
    roads: &Arc<Roads>,
) -> Result<(PlanFile, Option<Sales>)> {
    let (of, on, how, when) = (company.clone(), roads.clone(), incidents.clone(), *shift);
    let plan = tokio::task::spawn_blocking(move || today::plan(&of, &how, &when, &on));
    let mut plan = plan.await?;
    console::progress(format!(
        "{} reps, {} fixes today",
        plan.reps.len(),
        plan.fix_count()
    ));
    let first = shift.part == 0;
    let sales = first.then(|| Sales::choose(company, &plan)).transpose()?;
    if let Some(sales) = &sales {
        sales.plant(&mut plan);
    }
    Ok((plan, sales))
}

fn cut_off(sales: Option<&Sales>) -> BTreeSet<String> {
    let outlets = sales.into_iter().flat_map(Sales::cut_off);
    outlets.map(str::to_owned).collect()
}

fn explain(
    args: &DemoArgs,
    company: &Company,
    incidents: &Incidents,
    sales: Option<&Sales>,
    fleet: &Fleet,
) {
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
    let sold = sales.into_iter().flat_map(|sales| sales.lines(company));
    for line in sold.chain([
        cash::line(company),
        trips::line(company),
        van_day::line(company),
        supply::line(),
        expenses::line(company),
        commissions::line(company),
        occasions::line(company),
        leaver::line(company),
    ]) {
        console::say(format!("  {line}"));
    }
    if let Some((outlet, name, rep)) = newcomers::twin(company) {
        console::say(format!(
            "  asks for a shop that exists:   {name} ({rep}), outlet {outlet}"
        ));
    }
    if let Some((rep, name)) = photos::passed_off(company) {
        console::say(format!(
            "  used a photo twice:            {name} ({rep}), last working day"
        ));
    }
    if let Some((rep, name)) = stock::found_out(company) {
        console::say(format!(
            "  found the best seller gone:    {name} ({rep}), first stop of the last working day"
        ));
    }
    if let Some((rep, name)) = audits::failed(company) {
        console::say(format!(
            "  audited a shelf that failed:   {name} ({rep}), first stop of the last working day"
        ));
    }
    if let Some((rep, name)) = relations::forgetful(company) {
        console::say(format!(
            "  planned calls nobody made:     {name} ({rep}), page Relations"
        ));
    }
    if let Some((rep, name)) = scenarios::long(company) {
        console::say(format!(
            "  calls of an hour each: {name} ({rep}), page Territories as planner or administrator, once the history is in"
        ));
    }
    if let Some((rep, name)) = targets::behind(company) {
        console::say(format!(
            "  far behind the month's targets: {name} ({rep}), page Targets once the history is in"
        ));
    }
    console::say(
        "Click a rep for the plan and the line driven, a coloured outlet for its verdict.",
    );
    console::say("Ctrl-C ends the fleet.\n");
}
