//! Timesheets: a rep's month day by day, a team's month rep by rep, and supervisors' corrections of
//! working time, which are appended beside what the machine measured.

use std::collections::HashMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    day::DayReport,
    id::RepId,
    kpi::Language,
    rules::Rules,
    time::At,
    timesheet::{self, Correction, Nonsense},
};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, CorrectTime, ReadField},
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    sheet_file::Format,
    timesheet_export as export,
    timesheet_view::{DayView, RepMonth, RepRow, RepView, Totals},
    write::{self, Begun},
};
use crate::store::{
    event::{self, NewEvent},
    period,
    scope::{self, Scope},
    setting, snapshot,
    time_correction::{self, TimeCorrection, Word},
    timesheet::{self as store, JudgedTime, SheetDay},
    upsert::check_text,
};

/// Reps of one file.
const FILE_REPS_MAX: i64 = 2_000;

/// `YYYY-MM` as its first and last date.
fn month(text: &str) -> Result<(NaiveDate, NaiveDate), Problem> {
    NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d")
        .map(period::dates)
        .map_err(|_| Problem::query("month", "invalid"))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RepArgs {
    /// `2026-11`
    month: String,
    /// json | csv | xlsx; else by `Accept`.
    format: Option<String>,
    /// Of headings in csv and xlsx: en | vi | zh
    language: Option<Language>,
}

fn format(asked: Option<&str>, headers: &HeaderMap) -> Result<Option<Format>, Problem> {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    Format::choose(asked, accept.unwrap_or_default())
}

/// A rep's month, day by day: measured, corrected, and why.
#[utoipa::path(get, path = "/reps/{id}/timesheet", operation_id = "rep_timesheet", tag = "timesheets",
    params(("id" = i32, Path), RepArgs),
    responses((status = 200, body = RepMonth), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_rep(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
    Args(args): Args<RepArgs>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let dates = month(&args.month)?;
    let file = format(args.format.as_deref(), &headers)?;
    let mut seen = snapshot(api.db()).await?;
    let reps = store::reps(&mut *seen, &allow.scope, dates, Some(id), None, (0, 1)).await?;
    let rep = reps.first().ok_or_else(Problem::not_found)?;
    let mut found = Found::read(&mut seen, &allow.scope, &[id], dates).await?;
    seen.commit().await?;
    if let Some(today) = today(&api, id, dates).await? {
        found.put(today);
    }
    let days = found.days().remove(&id).unwrap_or_default();
    if let Some(format) = file {
        let rows = export::days(&[(rep, days)], zone(&api), language(args.language));
        return format.file(&rows, &format!("timesheet-{}-{}", rep.code, args.month));
    }
    write::shown(&RepMonth {
        month: args.month,
        rep: RepView::from(rep),
        totals: Totals::of(&days),
        days,
    })
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TeamArgs {
    /// `2026-11`
    month: String,
    /// This org unit and those below it.
    org_unit_id: Option<i32>,
    /// In csv and xlsx, which hold all reps: rep (default, a line each) | day (a line per rep and day)
    by: Option<String>,
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// json | csv | xlsx; else by `Accept`.
    format: Option<String>,
    /// Of headings in csv and xlsx: en | vi | zh
    language: Option<Language>,
}

/// What the reps in scope worked in a month, by rep.
#[utoipa::path(get, path = "/timesheets", operation_id = "timesheet_list", tag = "timesheets", params(TeamArgs),
    responses((status = 200, body = Page<RepRow>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<TeamArgs>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let dates = month(&args.month)?;
    let file = format(args.format.as_deref(), &headers)?;
    if let Some(format) = file {
        return team_file(&api, &allow.scope, &args, dates, format).await;
    }
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let cut = (&args.month, args.org_unit_id);
    let listing = Listing::<i32>::begin(&api, "timesheets", asked, &cut).await?;
    let mut seen = snapshot(api.db()).await?;
    let slice = (listing.after.unwrap_or(0), listing.fetch());
    let reps = store::reps(
        &mut *seen,
        &allow.scope,
        dates,
        None,
        args.org_unit_id,
        slice,
    )
    .await?;
    let page = listing.page(reps, |r| r.id);
    let ids: Vec<i32> = page.items.iter().map(|r| r.id).collect();
    let found = Found::read(&mut seen, &allow.scope, &ids, dates).await?;
    seen.commit().await?;
    let mut days = found.days();
    let row = |rep: &store::SheetRep| RepRow {
        rep: RepView::from(rep),
        totals: Totals::of(&days.remove(&rep.id).unwrap_or_default()),
    };
    write::shown(&Page {
        items: page.items.iter().map(row).collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}

async fn team_file(
    api: &Api,
    scope: &Scope,
    args: &TeamArgs,
    dates: (NaiveDate, NaiveDate),
    format: Format,
) -> Result<Response, Problem> {
    let by_day = match args.by.as_deref() {
        None | Some("rep") => false,
        Some("day") => true,
        Some(_) => return Err(Problem::query("by", "unknown")),
    };
    let mut seen = snapshot(api.db()).await?;
    let all = (0, FILE_REPS_MAX + 1);
    let reps = store::reps(&mut *seen, scope, dates, None, args.org_unit_id, all).await?;
    if i64::try_from(reps.len()).unwrap_or(i64::MAX) > FILE_REPS_MAX {
        return Err(Problem::query("org_unit_id", "too_many_reps"));
    }
    let ids: Vec<i32> = reps.iter().map(|r| r.id).collect();
    let found = Found::read(&mut seen, scope, &ids, dates).await?;
    seen.commit().await?;
    let mut days = found.days();
    let reps: Vec<_> = reps
        .iter()
        .map(|r| (r, days.remove(&r.id).unwrap_or_default()))
        .collect();
    let language = language(args.language);
    let rows = if by_day {
        export::days(&reps, zone(api), language)
    } else {
        export::reps(&reps, language)
    };
    format.file(&rows, &format!("timesheets-{}", args.month))
}

fn language(asked: Option<Language>) -> Language {
    asked.unwrap_or(Language::En)
}

fn zone(api: &Api) -> chrono_tz::Tz {
    api.rules().time.time_zone
}

/// A day that is not over, as it stands now, with the rules it was folded by.
#[derive(Clone)]
struct Today {
    rep: i32,
    day: DayReport,
    as_of: At,
    rules: HashMap<i32, Rules>,
}

/// The rep's today where the dates hold it: what is stored of it may be hours old. The caller has
/// found the rep in its scope and holds no connection.
async fn today(
    api: &Api,
    rep: i32,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Option<Today>, Problem> {
    let now = api.now();
    if !(from..=to).contains(&now.today) {
        return Ok(None);
    }
    let ingest = &api.services.ingest;
    let day = ingest.day_as_it_stands(RepId(rep), now.today).await?;
    let rules = setting::rules_of(api.db(), &[day.rule_version.0]).await?;
    let as_of = now.at.into();
    Ok(Some(Today {
        rep,
        day,
        as_of,
        rules,
    }))
}

/// Days as read, with the rules they were judged by and what was said of them.
struct Found {
    rows: Vec<SheetDay>,
    rules: HashMap<i32, Rules>,
    said: HashMap<(i32, NaiveDate), Vec<TimeCorrection>>,
}

impl Found {
    async fn read(
        db: &mut PgConnection,
        scope: &Scope,
        reps: &[i32],
        dates: (NaiveDate, NaiveDate),
    ) -> Result<Self, Problem> {
        let rows = store::days(&mut *db, scope, reps, dates).await?;
        let mut versions: Vec<i32> = rows
            .iter()
            .filter_map(|d| Some(d.judged.as_ref()?.rule_version))
            .collect();
        versions.sort_unstable();
        versions.dedup();
        let rules = setting::rules_of(&mut *db, &versions).await?;
        let mut said: HashMap<(i32, NaiveDate), Vec<TimeCorrection>> = HashMap::new();
        for word in time_correction::of_days(&mut *db, reps, dates).await? {
            said.entry((word.rep_id, word.date)).or_default().push(word);
        }
        Ok(Self { rows, rules, said })
    }

    /// Puts a day that was folded anew in the place of what is stored of it.
    fn put(&mut self, today: Today) {
        let Today {
            rep,
            day,
            as_of,
            rules,
        } = today;
        let known = |d: &&mut SheetDay| d.rep_id == rep && d.date == day.date;
        match self.rows.iter_mut().find(known) {
            Some(row) => row.judged = Some(JudgedTime::new(&day, as_of)),
            None if day.sessions.is_empty() => {}
            None => {
                let row = SheetDay {
                    judged: Some(JudgedTime::new(&day, as_of)),
                    ..SheetDay::empty(rep, day.date)
                };
                let place = self.rows.partition_point(|d| d.date < day.date);
                self.rows.insert(place, row);
            }
        }
        self.rules.extend(rules);
    }

    /// The only one, whether or not anything happened on it.
    fn day(self, date: NaiveDate) -> DayView {
        let day = self.days().into_values().flatten().next();
        day.unwrap_or_else(|| DayView::of(&SheetDay::empty(0, date), None, Vec::new()))
    }

    /// By rep.
    fn days(mut self) -> HashMap<i32, Vec<DayView>> {
        let mut days: HashMap<i32, Vec<DayView>> = HashMap::new();
        for day in self.rows {
            let said = self
                .said
                .remove(&(day.rep_id, day.date))
                .unwrap_or_default();
            let rules = day
                .judged
                .as_ref()
                .and_then(|j| self.rules.get(&j.rule_version));
            days.entry(day.rep_id)
                .or_default()
                .push(DayView::of(&day, rules, said));
        }
        days
    }
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct CorrectionPut {
    /// Left out: as the machine measured.
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    break_s: Option<u32>,
    /// Gives the machine its word back; then nothing else may be given.
    #[serde(default)]
    withdraw: bool,
    reason: String,
}

/// Says what a rep worked on a day instead of what was measured. Appended: the newest word holds, the
/// machine's stays beside it, and no verdict changes. Answers the day.
#[utoipa::path(post, path = "/reps/{id}/days/{date}/time-corrections", operation_id = "time_correction_create", tag = "timesheets",
    params(("id" = i32, Path), ("date" = NaiveDate, Path)), request_body = CorrectionPut,
    responses((status = 201, body = DayView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn correct(
    State(api): State<Api>,
    allow: Allow<CorrectTime>,
    Seg((id, date)): Seg<(i32, NaiveDate)>,
    body: Body<CorrectionPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let says = says(&api, date, &put)?;
    scope::rep_on(api.db(), &allow.scope, RepId(id), date).await?;
    let stands = today(&api, id, (date, date)).await?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    if date > now.today {
        return Err(Problem::new(StatusCode::CONFLICT, "date_is_to_come"));
    }
    let unit = scope::rep_on(write.tx(), &allow.scope, RepId(id), date).await?;
    if time_correction::month_is_closed(write.tx(), date).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "period_closed"));
    }
    let mut found = Found::read(write.tx(), &allow.scope, &[id], (date, date)).await?;
    if let Some(stands) = &stands {
        found.put(stands.clone());
    }
    let before = found.day(date);
    match says {
        // Whether it makes a day depends on what was measured.
        Some(says) => {
            timesheet::corrected(&before.machine(), &says).map_err(nonsense)?;
        }
        None if !before.is_corrected() => {
            return Err(Problem::new(StatusCode::CONFLICT, "not_corrected"));
        }
        None => {}
    }
    let word = Word {
        rep: RepId(id),
        date,
        unit,
        says,
        reason: put.reason.trim(),
    };
    time_correction::append(write.tx(), &allow.scope, now.at, &word).await?;
    let told = json!({
        "date": date, "started_at": put.started_at, "ended_at": put.ended_at, "break_s": put.break_s,
        "withdrawn": put.withdraw, "reason": word.reason,
    });
    let event = NewEvent {
        kind: "time_corrected",
        org_unit_id: Some(unit.0),
        rep_id: Some(id),
        subject_id: format!("{id}/{date}"),
        body: &told,
    };
    event::insert(write.tx(), now.at, &event).await?;
    let subject = format!("reps/{id}/days/{date}");
    write.audit("time.correct", &subject, told).await?;
    let mut found = Found::read(write.tx(), &allow.scope, &[id], (date, date)).await?;
    if let Some(stands) = stands {
        found.put(stands);
    }
    write.commit(StatusCode::CREATED, &found.day(date)).await
}

/// What is said, as far as it can be checked by itself.
fn says(api: &Api, date: NaiveDate, put: &CorrectionPut) -> Result<Option<Correction>, Problem> {
    let mut faults = Vec::new();
    check_text("/reason", Some(&put.reason), true, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let says = Correction {
        started_at: put.started_at.map(At::from),
        ended_at: put.ended_at.map(At::from),
        break_ms: put.break_s.map(|s| i64::from(s) * 1_000),
    };
    match (put.withdraw, says == Correction::default()) {
        (true, true) => return Ok(None),
        (true, false) => return Err(Problem::field("/withdraw", "not_alone")),
        (false, true) => return Err(Problem::field("/started_at", "required")),
        (false, false) => {}
    }
    let bounds = api.rules().time.day_bounds(date);
    for (pointer, at) in [
        ("/started_at", says.started_at),
        ("/ended_at", says.ended_at),
    ] {
        if at.is_some_and(|at| at < bounds.start || at > bounds.end) {
            return Err(Problem::field(pointer, "outside_day"));
        }
    }
    Ok(Some(says))
}

fn nonsense(what: Nonsense) -> Problem {
    let (pointer, code) = match what {
        Nonsense::NoStart => ("/started_at", "required"),
        Nonsense::NoEnd => ("/ended_at", "required"),
        Nonsense::EndsBeforeStart => ("/ended_at", "before_start"),
        Nonsense::BreakTooLong => ("/break_s", "out_of_range"),
    };
    Problem::field(pointer, code)
}
