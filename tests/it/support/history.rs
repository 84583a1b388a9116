//! Judged days of the past put straight into the database, as the writer leaves them.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use fieldbeat_domain::{
    id::{OutletId, VisitId},
    mark::VisitType,
    time::At,
    verdict::{
        DwellVerdict, EvidenceGrade, IntegrityVerdict, OutcomeVerdict, PlaceVerdict, TimeVerdict,
        Verdict,
    },
    visit::{Evidence, Visit, VisitSource, VisitState},
};
use serde_json::{Value, json};
use smallvec::SmallVec;
use sqlx::PgPool;
use uuid::Uuid;

/// A visit to be: outlet id, plan verdict, overall.
#[derive(Clone, Copy)]
pub struct Call {
    pub outlet: i32,
    pub plan: &'static str,
    pub overall: &'static str,
}

pub fn call(outlet: i32, plan: &'static str, overall: &'static str) -> Call {
    Call {
        outlet,
        plan,
        overall,
    }
}

fn at(date: NaiveDate, minute: i64) -> DateTime<Utc> {
    // 08:00 in Hanoi.
    date.and_hms_opt(1, 0, 0).unwrap().and_utc() + TimeDelta::minutes(minute)
}

/// The document of a visit, in the domain's own form.
pub fn visit_json(id: Uuid, c: Call, started: DateTime<Utc>) -> Value {
    let word = |w: &str| Value::from(w);
    let visit = Visit {
        id: VisitId(id),
        source: VisitSource::Declared,
        state: VisitState::Closed,
        outlet: Some(OutletId(c.outlet)),
        visit_type: VisitType::Sales,
        check_in_at: Some(started.into()),
        check_out_at: Some(At::from(started).plus_ms(600_000)),
        arrived_at: None,
        departed_at: None,
        provisional: false,
        dwell_ms: 600_000,
        verdict: Verdict {
            overall: serde_json::from_value(word(c.overall)).unwrap(),
            plan: serde_json::from_value(word(c.plan)).unwrap(),
            place_check_in: None,
            place_check_out: None,
            place: PlaceVerdict::Inside,
            dwell: DwellVerdict::Ok,
            time: TimeVerdict::InWindow,
            sequence_ok: true,
            integrity: IntegrityVerdict::Clean,
            integrity_flags: SmallVec::default(),
            missing_steps: Vec::new(),
            outcome: OutcomeVerdict::NonProductive,
            outcome_reason: None,
            reasons: Vec::new(),
        },
        evidence: Evidence {
            grade: EvidenceGrade::NativeApp,
            pin: None,
            radius_mm: 0,
            check_in: None,
            check_out: None,
            best: None,
            fixes_inside: 0,
            fixes_seen: 0,
            first_inside_at: None,
            last_inside_at: None,
            shares: Vec::new(),
            findings: Vec::new(),
        },
        absorbed: Vec::new(),
    };
    serde_json::to_value(visit).unwrap()
}

/// A day of a rep: stops of the plan in order, calls 30 minutes apart from 08:00 on. Ends 6 hours later,
/// travelling 1.5 km. Answers the visits' ids.
pub async fn day(
    pool: &PgPool,
    rep: i32,
    org_unit: i32,
    date: NaiveDate,
    route: i32,
    stops: &[i32],
    calls: &[Call],
) -> Vec<Uuid> {
    let night = at(date, 0) + Days::new(1);
    sqlx::query("insert into day_plan (rep_id, date, org_unit_id, rule_version, frozen_at) values ($1, $2, $3, 1, $4)")
        .bind(rep)
        .bind(date)
        .bind(org_unit)
        .bind(at(date, -60))
        .execute(pool)
        .await
        .unwrap();
    for (sequence, outlet) in (1..).zip(stops) {
        sqlx::query("insert into day_stop (rep_id, date, sequence, outlet_id, route_id) values ($1, $2, $3, $4, $5)")
            .bind(rep)
            .bind(date)
            .bind(sequence)
            .bind(outlet)
            .bind(route)
            .execute(pool)
            .await
            .unwrap();
    }
    let mut ids = Vec::new();
    for (n, c) in (0..).zip(calls) {
        let id = Uuid::now_v7();
        let started = at(date, n * 30);
        let visit = visit_json(id, *c, started);
        sqlx::query(
            "insert into visit (id, rep_id, date, org_unit_id, outlet_id, source, state, visit_type, started_at, overall, visit, updated_at)
             values ($1, $2, $3, $4, $5, 'declared', 'closed', 'sales', $6, $7, $8, $6)",
        )
        .bind(id)
        .bind(rep)
        .bind(date)
        .bind(org_unit)
        .bind(c.outlet)
        .bind(started)
        .bind(c.overall)
        .bind(&visit)
        .execute(pool)
        .await
        .unwrap();
        sqlx::query("insert into visit_revision (visit_id, rep_id, date, revision, change, after, recorded_at) values ($1, $2, $3, 1, 'closed', $4, $5)")
            .bind(id)
            .bind(rep)
            .bind(date)
            .bind(&visit)
            .bind(started)
            .execute(pool)
            .await
            .unwrap();
        ids.push(id);
    }
    let said: Vec<Value> = stops
        .iter()
        .map(|outlet| {
            let visited = calls.iter().any(|c| c.outlet == *outlet);
            let state = if visited { "completed" } else { "missed" };
            json!({"outlet": outlet, "sequence": 1, "state": {"state": state, "reason": null}, "visit": null})
        })
        .collect();
    let report = json!({"stops": said, "distance_mm": 1_500_000, "hole_distance_mm": 0,
        "time": {"time_in_market_ms": 21_600_000, "in_store_ms": 7_200_000, "travel_ms": 10_800_000,
            "idle_ms": 1_800_000, "break_ms": 1_800_000, "unobserved_ms": 0}});
    sqlx::query("insert into rep_day (rep_id, date, org_unit_id, rule_version, report, hash, judged_as_of) values ($1, $2, $3, 1, $4, '', $5)")
        .bind(rep)
        .bind(date)
        .bind(org_unit)
        .bind(report)
        .bind(night)
        .execute(pool)
        .await
        .unwrap();
    ids
}

/// An order; lines are (product, unit price).
pub async fn order(
    pool: &PgPool,
    rep: i32,
    org_unit: i32,
    date: NaiveDate,
    outlet: i32,
    visit: Option<Uuid>,
    lines: &[(&str, i64)],
) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query(
        "insert into sales_order (id, rep_id, date, org_unit_id, visit_id, outlet_id, currency, total_minor, ordered_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, 'VND', $7, $8, $8)",
    )
    .bind(id)
    .bind(rep)
    .bind(date)
    .bind(org_unit)
    .bind(visit)
    .bind(outlet)
    .bind(lines.iter().map(|l| l.1).sum::<i64>())
    .bind(at(date, 5))
    .execute(pool)
    .await
    .unwrap();
    for (n, (product, price)) in (1..).zip(lines) {
        sqlx::query("insert into sales_order_line (order_id, line, product_code, quantity, unit_price_minor, total_minor) values ($1, $2, $3, 1, $4, $4)")
            .bind(id)
            .bind(n)
            .bind(product)
            .bind(price)
            .execute(pool)
            .await
            .unwrap();
    }
    id
}
