//! How targets stand: what was reached of each by now, beside what the working days that have passed let expect.
//! The rows behind a number are `target_rows`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use chrono::{Months, NaiveDate};
use fieldbeat_domain::kpi::{Definition, Figures, Language};
use fieldbeat_trade::target::{Days, Measure, Progress, first_of, progress};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Args,
    kpi,
    problem::{Problem, ProblemBody},
    sheet_file::{Cell, Format, Shape},
    write,
};
use crate::store::{
    holiday,
    kpi::{
        Ask, Directory, Facts, Grain, Named, Organised,
        directory::{self, OfOutlets},
        facts,
    },
    page::{Since, Slice},
    scope::Scope,
    snapshot,
    target::{
        self, Target, TargetFilter,
        actual::{self, Booked, Handled, Of, Span},
    },
};

/// Targets of one month told of at once.
const TARGETS_MAX: i64 = 20_000;
/// Reports worked on at once: each reads a month of a company.
pub(super) static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProgressArgs {
    /// Any date of it; that of today where absent.
    month: Option<NaiveDate>,
    measure: Option<Measure>,
    rep_id: Option<i32>,
    /// This org unit, those below it and their reps.
    org_unit_id: Option<i32>,
    /// json | csv | xlsx; else by `Accept`.
    format: Option<String>,
    /// Of headings in csv and xlsx: en | vi | zh
    language: Option<Language>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TargetStand {
    /// Null where no target was set and those of the unit's reps are added up.
    target_id: Option<i32>,
    measure: Measure,
    /// Null: of the org unit and all below it.
    rep: Option<Named>,
    org_unit: Named,
    #[serde(flatten)]
    progress: Progress,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TargetReport {
    /// Its first date.
    month: NaiveDate,
    days: Days,
    /// By what they are of, then org unit, the unit's own first.
    rows: Vec<TargetStand>,
    /// Whether there are more than 20,000 targets.
    truncated: bool,
}

/// Days of a month up to today, where any has begun.
pub(super) fn span(month: NaiveDate, today: NaiveDate) -> Option<Span> {
    let last = (month + Months::new(1)).pred_opt().unwrap_or(month);
    (month <= today).then_some((month, last.min(today)))
}

/// What a month holds, as far as its targets ask for it.
#[derive(Default)]
pub(super) struct Reached {
    /// With what decides which visits count.
    pub facts: Option<(Facts, fieldbeat_domain::kpi::Terms)>,
    booked: Vec<Booked>,
    pub handled: Vec<Handled>,
}

/// Reads what was reached in one snapshot; of one rep where only that is asked for.
pub(super) async fn reached(
    api: &Api,
    scope: &Scope,
    span: Option<Span>,
    measures: &BTreeSet<Measure>,
    of: Of,
) -> Result<(Reached, Directory), Problem> {
    let mut seen = snapshot(api.db()).await?;
    let directory = directory::read(&mut seen, OfOutlets::default()).await?;
    let mut found = Reached::default();
    let Some((from, to)) = span else {
        seen.commit().await?;
        return Ok((found, directory));
    };
    let today = api.now().today;
    if measures.iter().any(|m| m.kpi().is_some()) {
        let ask = Ask {
            from,
            to,
            reps: of.rep_id.map(|rep| vec![rep]),
            organised: Organised::Then,
            known_at: None,
            today,
            time: api.rules().time,
        };
        let terms = kpi::terms(&mut seen, today).await?;
        found.facts = Some((facts(&mut seen, scope, &ask).await?, terms));
    }
    if measures.contains(&Measure::Billed) || measures.contains(&Measure::Collected) {
        found.booked = actual::booked(&mut *seen, scope, (from, to)).await?;
    }
    if measures.contains(&Measure::MustSell) {
        found.handled = actual::handled(&mut *seen, scope, (from, to), of).await?;
    }
    seen.commit().await?;
    Ok((found, directory))
}

/// What was reached by reps and by units, each once however many targets ask for it.
struct Sums {
    reps: HashMap<i32, Figures>,
    units: HashMap<i32, Figures>,
    minor: HashMap<(Measure, Owner), i64>,
    handled: HashMap<Owner, i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Owner {
    Unit(i32),
    Rep(i32),
}

impl Sums {
    /// Of all reps, and of those units that are asked for.
    fn of(found: &Reached, directory: &Directory, units: &BTreeSet<i32>) -> Self {
        let mut sums = Self {
            reps: HashMap::new(),
            units: HashMap::new(),
            minor: HashMap::new(),
            handled: HashMap::new(),
        };
        let above = |unit: i32| directory.above(unit).filter(|u| units.contains(u));
        if let Some((facts, terms)) = &found.facts {
            facts.tell(*terms, Grain::Whole, |c| {
                sums.reps.entry(c.place.rep.0).or_default().count(c);
                for unit in above(c.place.org_unit.0) {
                    sums.units.entry(unit).or_default().count(c);
                }
            });
        }
        for one in &found.booked {
            let measure = if one.collected {
                Measure::Collected
            } else {
                Measure::Billed
            };
            let owners = above(one.org_unit_id).map(Owner::Unit);
            for owner in owners.chain([Owner::Rep(one.rep_id)]) {
                *sums.minor.entry((measure, owner)).or_default() += one.minor;
            }
        }
        for one in &found.handled {
            let reps = one.reps.iter().copied().map(Owner::Rep);
            for owner in above(one.org_unit_id).map(Owner::Unit).chain(reps) {
                *sums.handled.entry(owner).or_default() += 1;
            }
        }
        sums
    }

    fn get(&self, measure: Measure, owner: Owner) -> i64 {
        let Some(kpi) = measure.kpi().and_then(Definition::find) else {
            let found = match measure {
                Measure::MustSell => self.handled.get(&owner),
                money => self.minor.get(&(money, owner)),
            };
            return found.copied().unwrap_or(0);
        };
        let figures = match owner {
            Owner::Rep(id) => self.reps.get(&id),
            Owner::Unit(id) => self.units.get(&id),
        };
        figures.map_or(0, |f| f.kpi(kpi).numerator)
    }
}

/// Rows as they are told: each target, and of units without one the sum of those of its reps.
fn stands(targets: &[Target], sums: &Sums, days: Days) -> Vec<TargetStand> {
    let unit = |t: &Target| Named {
        id: t.org_unit_id,
        code: t.org_unit_code.clone(),
        name: t.org_unit_name.clone(),
    };
    let mut rows: BTreeMap<(Measure, String, i32, Option<String>, Owner), TargetStand> =
        BTreeMap::new();
    let mut of_reps: BTreeMap<(Measure, i32), (i64, i64, Named)> = BTreeMap::new();
    for target in targets {
        let (Some(measure), Some(value)) = (target.measure(), target.value) else {
            continue;
        };
        let owner = target
            .rep_id
            .map_or(Owner::Unit(target.org_unit_id), Owner::Rep);
        let actual = sums.get(measure, owner);
        let rep = target.rep_id.map(|id| Named {
            id,
            code: target.rep_code.clone().unwrap_or_default(),
            name: target.rep_name.clone().unwrap_or_default(),
        });
        if rep.is_some() {
            let sum = of_reps
                .entry((measure, target.org_unit_id))
                .or_insert_with(|| (0, 0, unit(target)));
            sum.0 = sum.0.saturating_add(value);
            sum.1 = sum.1.saturating_add(actual);
        }
        let key = (
            measure,
            target.org_unit_name.clone(),
            target.org_unit_id,
            target.rep_name.clone(),
            owner,
        );
        let stand = TargetStand {
            target_id: Some(target.id),
            measure,
            rep,
            org_unit: unit(target),
            progress: progress(value, actual, days),
        };
        rows.insert(key, stand);
    }
    for ((measure, id), (value, actual, org_unit)) in of_reps {
        let key = (measure, org_unit.name.clone(), id, None, Owner::Unit(id));
        rows.entry(key).or_insert_with(|| TargetStand {
            target_id: None,
            measure,
            rep: None,
            org_unit,
            progress: progress(value, actual, days),
        });
    }
    rows.into_values().collect()
}

/// Targets in scope with what was reached, as far as the caller sees it, and what the working days that have passed
/// let expect.
#[utoipa::path(get, path = "/targets/progress", operation_id = "target_progress", tag = "targets", params(ProgressArgs),
    responses((status = 200, body = TargetReport), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn report(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    headers: HeaderMap,
    Args(args): Args<ProgressArgs>,
) -> Result<Response, Problem> {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    let format = Format::choose(args.format.as_deref(), accept.unwrap_or_default())?;
    let today = api.now().today;
    let month = first_of(args.month.unwrap_or(today));
    let filter = TargetFilter {
        id: None,
        month: Some(month),
        measure: args.measure,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
    };
    let slice = Slice {
        after: 0,
        limit: TARGETS_MAX,
        since: Since::Ever,
    };
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let mut targets = target::list(api.db(), &allow.scope, today, &filter, slice).await?;
    let most = usize::try_from(TARGETS_MAX).unwrap_or(usize::MAX);
    let truncated = targets.len() > most;
    targets.truncate(most);
    let measures: BTreeSet<Measure> = targets.iter().filter_map(Target::measure).collect();
    let of = Of {
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
    };
    let (found, directory) = reached(&api, &allow.scope, span(month, today), &measures, of).await?;
    let holidays = holiday::of_month(api.db(), month).await?;
    let days = Days::of(month, today, |day| holidays.is_working(day));
    let rows = tokio::task::spawn_blocking(move || {
        let units = (targets.iter())
            .filter(|t| t.rep_id.is_none())
            .map(|t| t.org_unit_id)
            .collect();
        stands(&targets, &Sums::of(&found, &directory, &units), days)
    })
    .await
    .map_err(Problem::internal)?;
    if let Some(format) = format {
        let name = format!("targets-{}", month.format("%Y-%m"));
        return format.file(&table(&rows, args.language.unwrap_or(Language::En)), &name);
    }
    write::shown(&TargetReport {
        month,
        days,
        rows,
        truncated,
    })
}

fn table(rows: &[TargetStand], language: Language) -> Vec<Vec<Cell>> {
    let word = |[en, vi, zh]: [&str; 3]| {
        let word = match language {
            Language::En => en,
            Language::Vi => vi,
            Language::Zh => zh,
        };
        Cell::Text(word.to_owned())
    };
    #[expect(clippy::cast_precision_loss, reason = "shown, not computed with")]
    let whole = |n: i64| Cell::Number(n as f64, Shape::Whole);
    #[expect(clippy::cast_precision_loss, reason = "shown, not computed with")]
    let percent = |bp: i64| Cell::Number(bp as f64 / 10_000.0, Shape::Percent);
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut table = vec![vec![
        word(["Target of", "Chỉ tiêu", "目标项"]),
        word(["Org unit", "Đơn vị", "组织单位"]),
        word(["Name", "Tên", "名称"]),
        word(["Rep code", "Mã NVBH", "业务员编码"]),
        word(["Rep", "NVBH", "业务员"]),
        word(["Target", "Kế hoạch", "目标"]),
        word(["Reached", "Thực đạt", "达成"]),
        word(["Reached ÷ target", "Tỷ lệ đạt", "达成率"]),
        word(["Expected by now", "Cần đạt đến nay", "当前应达"]),
        word(["Forecast", "Dự báo", "预测"]),
    ]];
    for row in rows {
        let rep = |of: fn(&Named) -> &str| row.rep.as_ref().map_or(Cell::Empty, |r| text(of(r)));
        let p = &row.progress;
        table.push(vec![
            text(row.measure.as_str()),
            text(&row.org_unit.code),
            text(&row.org_unit.name),
            rep(|r| &r.code),
            rep(|r| &r.name),
            whole(p.target),
            whole(p.actual),
            percent(p.reached_bp),
            whole(p.expected),
            p.forecast.map_or(Cell::Empty, whole),
        ]);
    }
    table
}
