//! Rep-days judged again under other rules in the world that their verdicts were made in: which
//! verdicts flip, and what that does to the figures of reps and routes. Writes nothing unless it is
//! told to adopt.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use fieldbeat_domain::{
    day::{DayReport, StopReport},
    evidence::{Known, SealedDay, gather},
    id::{OrgUnitId, OutletId, RepId},
    judge::judge_day,
    kpi::{self, KpiValue, Measure, RepDay, Terms},
    time::{At, CompanyTime},
    verdict::Overall,
    visit::Visit,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::PgPool;
use uuid::Uuid;

use super::{Archive, OnProgress, Progress, SealedWorld, Trial, Unsealed};
use crate::store::{
    StoreError, dirty, evidence,
    evidence_batch::StoredDay,
    judged::Place,
    setting,
    unit::{Evidence, JudgedDay},
};

/// The figures that are compared, by effective verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TrialFigures)]
pub struct Figures {
    pub planned: i64,
    pub planned_visited: i64,
    pub tc: i64,
    pub pc: i64,
    /// Tenths of a percent; null where there is nothing to divide by.
    pub plan_compliance_per_mille: Option<i64>,
    pub strike_rate_per_mille: Option<i64>,
}

impl From<&kpi::Figures> for Figures {
    fn from(k: &kpi::Figures) -> Self {
        let share = |part, whole| {
            let value = KpiValue {
                numerator: k.get(part),
                denominator: Some(k.get(whole)),
            };
            value.per_mille()
        };
        Self {
            planned: k.get(Measure::Planned),
            planned_visited: k.get(Measure::PlannedVisited),
            tc: k.get(Measure::Calls),
            pc: k.get(Measure::ProductiveCalls),
            plan_compliance_per_mille: share(Measure::PlannedVisited, Measure::Planned),
            strike_rate_per_mille: share(Measure::ProductiveCalls, Measure::Calls),
        }
    }
}

/// The figures of a report. What waits for a review counts, so the day of looking does not matter.
fn figures(report: &DayReport, can_declare: bool, time: CompanyTime) -> kpi::Figures {
    let facts = RepDay::of_report(report, OrgUnitId(0), can_declare, &time);
    let terms = Terms {
        as_of: report.date,
        review_days: u16::MAX,
    };
    let mut figures = kpi::Figures::default();
    kpi::tell(&facts, terms, &mut |counted| figures.count(&counted));
    figures
}

/// A verdict that comes out otherwise. `None`: there is no such visit under those rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = VerdictFlip)]
pub struct Flip {
    pub date: NaiveDate,
    pub rep: String,
    pub visit: Uuid,
    pub outlet_id: Option<i32>,
    #[schema(value_type = Option<String>)]
    pub before: Option<Overall>,
    #[schema(value_type = Option<String>)]
    pub after: Option<Overall>,
    /// A person decided on it: that stays, and wins.
    pub reviewed: bool,
}

/// One rep, one route, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TrialLine)]
pub struct Line {
    pub flips: u64,
    pub before: Figures,
    pub after: Figures,
}

#[derive(Clone, Default)]
struct Sum {
    flips: u64,
    before: kpi::Figures,
    after: kpi::Figures,
}

impl Sum {
    fn add(&mut self, other: &Self) {
        self.flips += other.flips;
        self.before = std::mem::take(&mut self.before).plus(&other.before);
        self.after = std::mem::take(&mut self.after).plus(&other.after);
    }
    fn line(&self) -> Line {
        Line {
            flips: self.flips,
            before: (&self.before).into(),
            after: (&self.after).into(),
        }
    }
}

/// A rep-day by date and code.
pub type Named = (NaiveDate, String);

/// What other rules would have said, or now say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rejudged {
    pub rep_days: u64,
    pub judged: u64,
    pub visits: u64,
    pub total: Line,
    /// By rep code.
    pub reps: BTreeMap<String, Line>,
    /// By route code; visits off the plan stand under `""`.
    pub routes: BTreeMap<String, Line>,
    pub flips: Vec<Flip>,
    /// Their raw fixes are gone: they keep their verdicts.
    pub no_raw_data: Vec<Named>,
    pub not_settled: Vec<Named>,
    pub not_sealed: Vec<Named>,
    /// Their inputs or world are not what was sealed: `verify` says what.
    pub unprovable: Vec<Named>,
    pub adopted: Option<Adopted>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Adopted {
    /// New rule versions with their effective dates.
    pub rule_versions: Vec<(i32, NaiveDate)>,
    /// Rep-days that got a new revision.
    pub rep_days: u64,
    /// Changed meanwhile, or not settled: left to the server's judge.
    pub marked: u64,
}

enum Kind {
    Judged,
    NoRawData,
    NotSettled,
    NotSealed,
    Unprovable,
}

struct Turned {
    date: NaiveDate,
    rep: RepId,
    code: String,
    kind: Kind,
    visits: u64,
    flips: Vec<Flip>,
    total: Sum,
    routes: BTreeMap<String, Sum>,
}

/// Runs the rep-days of a range under their own rules with `patch` put in; under those in force on
/// their dates where it is empty.
pub async fn rejudge(
    db: &PgPool,
    range: (NaiveDate, NaiveDate),
    patch: &Map<String, Value>,
    on_progress: OnProgress<'_>,
) -> Result<(Rejudged, Progress), StoreError> {
    let trial = if patch.is_empty() {
        Trial::InForce
    } else {
        Trial::Patched(patch.clone())
    };
    let archive = Arc::new(Archive::open(db, trial).await?);
    let mut turned = Vec::new();
    let progress = archive
        .each(range, on_progress, turn, async |some| {
            turned.extend(some);
            Ok(())
        })
        .await?;
    turned.sort_by(|a: &Turned, b| (a.date, &a.code, a.rep).cmp(&(b.date, &b.code, b.rep)));
    let mut out = Rejudged {
        rep_days: progress.rep_days,
        ..Rejudged::default()
    };
    let mut total = Sum::default();
    let (mut reps, mut routes) = (BTreeMap::new(), BTreeMap::new());
    for day in turned {
        let named = (day.date, day.code.clone());
        match day.kind {
            Kind::Judged => out.judged += 1,
            Kind::NoRawData => out.no_raw_data.push(named),
            Kind::NotSettled => out.not_settled.push(named),
            Kind::NotSealed => out.not_sealed.push(named),
            Kind::Unprovable => out.unprovable.push(named),
        }
        out.visits += day.visits;
        out.flips.extend(day.flips);
        total.add(&day.total);
        reps.entry(day.code)
            .or_insert_with(Sum::default)
            .add(&day.total);
        for (route, sum) in day.routes {
            routes.entry(route).or_insert_with(Sum::default).add(&sum);
        }
    }
    let lines = |sums: BTreeMap<String, Sum>| sums.into_iter().map(|(k, s)| (k, s.line()));
    out.total = total.line();
    out.reps = lines(reps).collect();
    out.routes = lines(routes).collect();
    Ok((out, progress))
}

/// Whether a day can be judged again, and why not.
fn kind(archive: &Archive, day: &Unsealed) -> Kind {
    let over = |j: &crate::store::evidence_batch::JudgedRow| j.judged_as_of >= day.bounds.end;
    match (&day.sealed, &day.world) {
        _ if day.stored.dirty => Kind::NotSettled,
        (None, _) if day.stored.judged.as_ref().is_some_and(over) => Kind::NotSealed,
        (None, _) => Kind::NotSettled,
        _ if day.bounds.start < archive.floor || day.stored.tombstone.is_some() => Kind::NoRawData,
        (Some(sealed), Some(world)) if is_as_sealed(sealed, world, &day.stored) => Kind::Judged,
        _ => Kind::Unprovable,
    }
}

/// Fixes and outlets are those of the verdict; a what-if over others would compare nothing.
fn is_as_sealed(sealed: &SealedDay, world: &SealedWorld, stored: &StoredDay) -> bool {
    let fixes = fieldbeat_domain::evidence::fixes_digest(&stored.fixes);
    fixes == sealed.fixes && world.snapshot.digest == sealed.world
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "work on a batch owns its day"
)]
fn turn(archive: &Archive, day: Unsealed) -> Turned {
    let mut out = Turned {
        date: day.date,
        rep: day.rep,
        code: archive.rep_code(day.rep).to_owned(),
        kind: kind(archive, &day),
        visits: day.stored.visits.len() as u64,
        flips: Vec::new(),
        total: Sum::default(),
        routes: BTreeMap::new(),
    };
    let (Kind::Judged, Some(sealed), Some(tried)) = (&out.kind, &day.sealed, &day.tried) else {
        return out;
    };
    let after = judge_day(&tried.inputs(&day.stored), tried.world(), sealed.as_of);
    let Some(before) = stored_report(&day.stored, &after) else {
        out.kind = Kind::Unprovable;
        return out;
    };
    out.flips = flips(&out, &before, &after, &day.stored);
    let before = effective(before, &day.stored);
    let after = effective(after, &day.stored);
    let can_declare = sealed.can_declare;
    let time = tried.world().rules.time;
    out.total = Sum {
        flips: out.flips.len() as u64,
        before: figures(&before, can_declare, time),
        after: figures(&after, can_declare, time),
    };
    let route_of: BTreeMap<OutletId, String> = sealed
        .stops
        .iter()
        .map(|s| (s.outlet, archive.route_code(s.route.0).to_owned()))
        .collect();
    let route = |outlet: Option<OutletId>| {
        outlet
            .and_then(|o| route_of.get(&o).cloned())
            .unwrap_or_default()
    };
    let mut codes: Vec<String> = route_of.values().cloned().chain([String::new()]).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let part = |report: &DayReport| {
            let mut part = report.clone();
            part.visits.retain(|v| route(v.outlet) == code);
            part.stops.retain(|s| route(Some(s.outlet)) == code);
            figures(&part, can_declare, time)
        };
        let flips = out
            .flips
            .iter()
            .filter(|f| route(f.outlet_id.map(OutletId)) == code);
        let sum = Sum {
            flips: flips.count() as u64,
            before: part(&before),
            after: part(&after),
        };
        let calls = sum.before.get(Measure::Calls) + sum.after.get(Measure::Calls);
        if !code.is_empty() || calls > 0 || sum.flips > 0 {
            out.routes.insert(code, sum);
        }
    }
    out
}

/// The day as stored, in the shape of one that was just judged.
fn stored_report(stored: &StoredDay, like: &DayReport) -> Option<DayReport> {
    let visits: Option<Vec<Visit>> = stored
        .visits
        .iter()
        .map(|v| Visit::deserialize(&v.visit).ok())
        .collect();
    let stops = stored.judged.as_ref()?.report.get("stops")?;
    Some(DayReport {
        visits: visits?,
        stops: Vec::<StopReport>::deserialize(stops).ok()?,
        ..like.clone()
    })
}

fn flips(of: &Turned, before: &DayReport, after: &DayReport, stored: &StoredDay) -> Vec<Flip> {
    let overall = |day: &DayReport, id| {
        let visit = day.visits.iter().find(|v| v.id == id);
        visit.map(|v| v.verdict.overall)
    };
    let mut all: Vec<&Visit> = before.visits.iter().collect();
    all.extend(
        after
            .visits
            .iter()
            .filter(|v| !before.visits.iter().any(|b| b.id == v.id)),
    );
    all.sort_by_key(|v| (v.started_at(), v.id));
    let flip = |v: &&Visit| {
        let (was, is) = (overall(before, v.id), overall(after, v.id));
        let decided =
            |s: &crate::store::evidence_batch::VisitRow| s.id == v.id.0 && s.decision.is_some();
        (was != is).then(|| Flip {
            date: of.date,
            rep: of.code.clone(),
            visit: v.id.0,
            outlet_id: v.outlet.map(|o| o.0),
            before: was,
            after: is,
            reviewed: stored.visits.iter().any(decided),
        })
    };
    all.iter().filter_map(flip).collect()
}

/// Decisions of people put over the machine's verdicts. A stop follows its visits.
fn effective(mut day: DayReport, stored: &StoredDay) -> DayReport {
    for visit in &mut day.visits {
        let row = stored.visits.iter().find(|s| s.id == visit.id.0);
        match row.and_then(|r| r.decision.as_deref()) {
            Some("valid") => visit.verdict.overall = Overall::Valid,
            Some("invalid") => visit.verdict.overall = Overall::Invalid,
            _ => {}
        }
    }
    day
}

/// Makes the rules with `patch` put in those of the company from a date on, and stores what they
/// say of every rep-day from then on. Rep-days that are not settled are marked for the server's
/// judge. Can be run again with an empty patch where it was cut short.
pub async fn adopt(
    db: &PgPool,
    effective: NaiveDate,
    patch: &Map<String, Value>,
    now: At,
    on_progress: OnProgress<'_>,
) -> Result<Adopted, StoreError> {
    let mut adopted = Adopted::default();
    if !patch.is_empty() {
        let mut tx = db.begin().await?;
        let at = now.to_utc().unwrap_or_default();
        adopted.rule_versions = setting::patch_from(&mut tx, at, effective, patch).await?;
        tx.commit().await?;
    }
    let archive = Arc::new(Archive::open(db, Trial::InForce).await?);
    let range = (effective, NaiveDate::MAX);
    let work = |archive: &Archive, day: Unsealed| again(archive, &day);
    archive
        .each(range, on_progress, work, async |some| {
            for todo in some {
                match todo {
                    Todo::Nothing => {}
                    Todo::Mark(rep, date) => {
                        let mut conn = db.acquire().await?;
                        dirty::mark(&mut conn, &[(rep, date)], now).await?;
                        adopted.marked += 1;
                    }
                    Todo::Store(rep, day, revision) => {
                        let place = Place {
                            rep,
                            org_unit: day.org_unit,
                            date: day.date,
                            now,
                        };
                        if evidence::adopt(db, place, &day, revision).await? {
                            adopted.rep_days += 1;
                        } else {
                            adopted.marked += 1;
                        }
                    }
                }
            }
            Ok(())
        })
        .await?;
    Ok(adopted)
}

enum Todo {
    /// Judged by these rules already, or no longer to be judged.
    Nothing,
    Mark(RepId, NaiveDate),
    Store(RepId, Box<JudgedDay>, i32),
}

fn again(archive: &Archive, day: &Unsealed) -> Todo {
    match kind(archive, day) {
        Kind::Judged => {}
        Kind::NotSettled => return Todo::Mark(day.rep, day.date),
        Kind::NoRawData | Kind::NotSealed | Kind::Unprovable => return Todo::Nothing,
    }
    let (Some(sealed), Some(tried)) = (&day.sealed, &day.tried) else {
        return Todo::Nothing;
    };
    if sealed.rule_version == tried.rules.version {
        return Todo::Nothing;
    }
    let inputs = tried.inputs(&day.stored);
    let report = judge_day(&inputs, tried.world(), sealed.as_of);
    let known = Known {
        world: sealed.world,
        known_at: sealed.known_at,
        org_unit: sealed.org_unit,
        own_outlets: sealed.own_outlets,
        routed_outlets: sealed.routed_outlets,
    };
    let gathered = gather(&report, &inputs, &tried.world(), known, sealed.as_of);
    let judged = JudgedDay {
        date: day.date,
        org_unit: sealed.org_unit,
        report: Box::new(report),
        as_of: sealed.as_of,
        // No mark of that version exists: a day with a mark is not adopted.
        dirty_version: 0,
        newer: Vec::new(),
        evidence: Some(Box::new(Evidence {
            gathered,
            epoch: tried.epoch.id,
            own_outlets: tried.own.clone(),
            routed_outlets: tried.routed.clone(),
        })),
    };
    Todo::Store(day.rep, Box::new(judged), sealed.revision)
}
