//! Key figures through the front door, of a small company whose figures are worked out by hand.

use std::io::Read;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat::clock::Clock;
use reqwest::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, user},
    history::{call, day, order},
    server::TestServer,
};

const OCTOBER: &str = "from=2026-10-01&to=2026-10-31";

pub fn date(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).unwrap()
}

/// 16 November 2026, ten in the morning in Hanoi.
pub fn clock() -> Clock {
    let at: DateTime<Utc> = "2026-11-16T03:00:00Z".parse().unwrap();
    Clock::at(at.into())
}

pub struct Story {
    pub server: TestServer,
    pub admin: Client,
    pub pool: PgPool,
    /// Of R1's two days, by start.
    pub visits: Vec<Uuid>,
}

/// T1: R1 with O1 O2 O3 on route A, R2 with O4 O5 on route B. T2: R3 with O6 on route C. O7 is on none.
pub async fn story() -> Story {
    let server = TestServer::plan().clock(&clock()).start().await;
    let admin = found(&server).await;
    let reps = json!([{"code": "R1", "name": "=1+1", "org_unit_code": "T1"}, {"code": "R2", "name": "Bình", "org_unit_code": "T1"},
        {"code": "R3", "name": "Chi", "org_unit_code": "T2"}]);
    batch(&admin, "reps", reps).await;
    let outlets: Vec<Value> = (1..=7)
        .map(|n| json!({"code": format!("O{n}"), "name": format!("Shop {n}"), "org_unit_code": if n == 6 { "T2" } else { "T1" },
            "class": if n == 1 { "gold" } else { "general" }, "lat": 21.0 + f64::from(n) / 100.0, "lng": 105.8}))
        .collect();
    batch(&admin, "outlets", json!(outlets)).await;
    let leg = |o: &str| json!({"outlet_code": o, "pattern": "F24"});
    let routes = json!([
        {"code": "A", "name": "A", "org_unit_code": "T1", "rep_code": "R1", "outlets": [leg("O1"), leg("O2"), leg("O3")], "valid_from": "2026-01-01"},
        {"code": "B", "name": "B", "org_unit_code": "T1", "rep_code": "R2", "outlets": [leg("O4"), leg("O5")], "valid_from": "2026-01-01"},
        {"code": "C", "name": "C", "org_unit_code": "T2", "rep_code": "R3", "outlets": [leg("O6")], "valid_from": "2026-01-01"},
    ]);
    batch(&admin, "routes", routes).await;
    let pool = server.services.db.clone();
    // All was recorded before the month began.
    for table in ["route_rep", "route_outlet", "rep_org_unit"] {
        let sql = format!(
            "update {table} set recorded_at = '2026-01-01', valid = daterange('2026-01-01', null)"
        );
        sqlx::query(&sql).execute(&pool).await.unwrap();
    }
    let units: Vec<i32> =
        sqlx::query_scalar("select id from org_unit where code in ('T1', 'T2') order by code")
            .fetch_all(&pool)
            .await
            .unwrap();
    let (t1, t2) = (units[0], units[1]);
    let monday = date(10, 5);
    let tuesday = date(10, 6);
    let mut visits = day(
        &pool,
        1,
        t1,
        monday,
        1,
        &[1, 2, 3],
        &[
            call(1, "on_plan", "valid"),
            call(2, "on_plan", "review"),
            call(3, "on_plan", "invalid"),
            call(7, "unrouted", "valid"),
        ],
    )
    .await;
    // O2 before O1, planned the other way round.
    visits.extend(
        day(
            &pool,
            1,
            t1,
            tuesday,
            1,
            &[1, 2],
            &[call(2, "on_plan", "valid"), call(1, "on_plan", "valid")],
        )
        .await,
    );
    let lines = [("MILK", 60_000), ("TEA", 40_000), ("GIFT", 0)];
    order(&pool, 1, t1, monday, 1, Some(visits[0]), &lines).await;
    day(
        &pool,
        2,
        t1,
        tuesday,
        2,
        &[4, 5],
        &[call(4, "on_plan", "valid")],
    )
    .await;
    order(&pool, 2, t1, tuesday, 4, None, &[("TEA", 50_000)]).await;
    day(
        &pool,
        3,
        t2,
        tuesday,
        3,
        &[6],
        &[call(6, "on_plan", "valid")],
    )
    .await;
    Story {
        server,
        admin,
        pool,
        visits,
    }
}

fn pair(kpis: &Value, code: &str) -> (i64, Option<i64>) {
    let k = &kpis[code];
    (k["numerator"].as_i64().unwrap(), k["denominator"].as_i64())
}

fn row<'a>(report: &'a Value, dim: &str, key: &str) -> &'a Value {
    let is = |r: &&Value| r["key"][dim] == key || r["key"][dim]["code"] == key;
    &report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(is)
        .unwrap_or_else(|| panic!("{key} in {report}"))["kpis"]
}

#[tokio::test]
async fn figures_of_a_small_company_are_those_worked_out_by_hand() {
    let s = story().await;
    let by_rep = s
        .admin
        .json(&format!("/api/v1/kpis?{OCTOBER}&by=rep"))
        .await;
    let r1 = row(&by_rep, "rep", "R1");
    for (code, numerator, denominator) in [
        ("plan_compliance", 4, Some(5)),
        ("call_compliance", 4, Some(5)),
        ("sequence_compliance", 3, Some(4)),
        ("tc", 5, None),
        ("utc", 3, None),
        ("pc", 1, None),
        ("strike_rate", 1, Some(5)),
        ("assigned_strike_rate", 1, Some(4)),
        ("lppc", 2, Some(1)),
        ("drop_size", 100_000, Some(1)),
        ("eco_aso", 1, Some(3)),
        ("coverage", 2, Some(3)),
        ("missed_stops", 1, None),
        ("valid_visits", 4, None),
        ("accepted_visits", 1, None),
        ("pending_visits", 0, None),
        ("invalid_visits", 1, None),
        ("sales_value", 100_000, None),
        ("first_call", 2 * 8 * 3_600_000, Some(2)),
        ("time_in_market", 2 * 21_600_000, None),
        ("distance", 3_000_000, None),
    ] {
        assert_eq!(pair(r1, code), (numerator, denominator), "{code}");
    }
    assert_eq!(r1["plan_compliance"]["value"], 0.8);
    let total = &by_rep["total"];
    assert_eq!(pair(total, "plan_compliance"), (6, Some(8)));
    assert_eq!(pair(total, "coverage"), (4, Some(6)));
    assert_eq!(pair(total, "eco_aso"), (2, Some(6)));

    // Outlets are counted once over days, whatever the cut.
    let by_day = s
        .admin
        .json(&format!("/api/v1/kpis?{OCTOBER}&by=rep,day&rep_id=1"))
        .await;
    let utc: Vec<i64> = by_day["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| pair(&r["kpis"], "utc").0)
        .filter(|n| *n > 0)
        .collect();
    assert_eq!((utc, pair(&by_day["total"], "utc").0), (vec![3, 2], 3));
    let by_week = s
        .admin
        .json(&format!("/api/v1/kpis?{OCTOBER}&by=week,team"))
        .await;
    let weeks: Vec<&Value> = by_week["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["kpis"]["tc"]["numerator"] != 0)
        .collect();
    assert_eq!(
        (weeks.len(), &weeks[0]["key"]["week"]),
        (2, &json!("2026-W41"))
    );
    let by_class = s
        .admin
        .json(&format!("/api/v1/kpis?{OCTOBER}&by=outlet_class"))
        .await;
    assert_eq!(
        pair(row(&by_class, "outlet_class", "gold"), "pc"),
        (1, None)
    );
    assert!(
        row(&by_class, "outlet_class", "gold")
            .get("distance")
            .is_none(),
        "of no outlet"
    );
    let by_route = s
        .admin
        .json(&format!("/api/v1/kpis?{OCTOBER}&by=route"))
        .await;
    assert_eq!(pair(row(&by_route, "route", "A"), "tc"), (4, None));

    // The rep's day says the same.
    let page = s.admin.json("/api/v1/reps/1/days/2026-10-05").await;
    assert_eq!(
        (&page["kpis"]["planned_visited"], &page["kpis"]["planned"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(
        (&page["kpis"]["tc"], &page["kpis"]["pc"]),
        (&json!(3), &json!(1))
    );
    s.server.finish().await;
}

async fn drill(client: &Client, query: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client
            .json(&format!("/api/v1/kpis/rows?{query}&limit=2{cursor}"))
            .await;
        rows.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
    }
}

#[tokio::test]
async fn every_number_drills_down_to_the_rows_it_counts() {
    let s = story().await;
    let report = s.admin.json(&format!("/api/v1/kpis?{OCTOBER}")).await;
    let dictionary = s.admin.json("/api/v1/kpis/definitions").await;
    let mut seen = 0;
    for d in dictionary["items"].as_array().unwrap() {
        let code = d["code"].as_str().unwrap();
        for part in ["numerator", "denominator"] {
            let Some(number) = report["total"][code][part].as_i64() else {
                continue;
            };
            let rows = drill(&s.admin, &format!("{OCTOBER}&kpi={code}&part={part}")).await;
            let distinct: std::collections::BTreeSet<String> =
                rows.iter().map(Value::to_string).collect();
            assert_eq!(distinct.len(), rows.len(), "{code} {part}: a row twice");
            let is_sum =
                part == "numerator" && !["share", "count"].contains(&d["unit"].as_str().unwrap());
            let told = if is_sum {
                rows.iter().map(|r| r["amount"].as_i64().unwrap()).sum()
            } else {
                rows.len() as i64
            };
            assert_eq!(told, number, "{code} {part}: {rows:?}");
            seen += usize::from(number > 0);
        }
    }
    assert!(seen > 35, "{seen}");
    // In a part of the company too.
    let rows = drill(
        &s.admin,
        &format!("{OCTOBER}&kpi=plan_compliance&part=denominator&rep_id=1"),
    )
    .await;
    assert_eq!(rows.len(), 5);
    assert_eq!(
        (
            &rows[0]["kind"],
            &rows[0]["outlet"]["code"],
            &rows[0]["rep"]["code"]
        ),
        (&json!("stop"), &json!("O1"), &json!("R1"))
    );
    problem(
        s.admin
            .get(&format!(
                "/api/v1/kpis/rows?{OCTOBER}&kpi=tc&part=denominator"
            ))
            .await,
        400,
        "invalid_query",
    )
    .await;
    s.server.finish().await;
}

#[tokio::test]
async fn a_supervisor_counts_the_own_team_only() {
    let s = story().await;
    let supervisor = user(&s.server, &s.admin, "sup2", "supervisor", "T2").await;
    for organised in ["then", "now"] {
        let report = supervisor
            .json(&format!(
                "/api/v1/kpis?{OCTOBER}&by=rep&organised={organised}"
            ))
            .await;
        assert_eq!(
            pair(&report["total"], "plan_compliance"),
            (1, Some(1)),
            "{organised}"
        );
        assert_eq!(
            pair(&report["total"], "coverage"),
            (1, Some(1)),
            "{organised}"
        );
        assert!(!report.to_string().contains("R1"), "{report}");
    }
    let rows = drill(&supervisor, &format!("{OCTOBER}&kpi=tc&rep_id=1")).await;
    assert!(rows.is_empty());
    s.server.finish().await;
}

#[tokio::test]
async fn a_report_known_at_a_time_knows_no_later_review_and_no_later_judgement() {
    let s = story().await;
    let then = "2026-10-07T12:00:00Z";
    let path = format!("/api/v1/kpis?{OCTOBER}&by=rep&known_at={then}");
    let before = s.admin.json(&path).await;
    assert_eq!(
        pair(row(&before, "rep", "R1"), "pending_visits"),
        (1, None),
        "two days later it waits still"
    );
    let review = json!({"decision": "invalid", "reason": "seen elsewhere"});
    let sent = s
        .admin
        .post(&format!("/api/v1/visits/{}/reviews", s.visits[1]), &review)
        .await;
    expect(sent, StatusCode::CREATED).await;
    // Judged again, the first visit turns invalid; another is withdrawn.
    for (visit, after) in [
        (
            s.visits[0],
            "'{\"verdict\":{\"overall\":\"invalid\",\"plan\":\"on_plan\",\"outcome\":\"non_productive\"}}'",
        ),
        (s.visits[4], "null"),
    ] {
        let sql = format!("insert into visit_revision (visit_id, rep_id, date, revision, change, before, after, recorded_at)
            select id, rep_id, date, 2, 'changed', visit, {after}, '2026-11-10' from visit where id = $1");
        sqlx::query(&sql)
            .bind(visit)
            .execute(&s.pool)
            .await
            .unwrap();
    }
    sqlx::query("update visit set overall = 'invalid' where id = $1")
        .bind(s.visits[0])
        .execute(&s.pool)
        .await
        .unwrap();
    sqlx::query("delete from visit where id = $1")
        .bind(s.visits[4])
        .execute(&s.pool)
        .await
        .unwrap();
    assert_eq!(s.admin.json(&path).await, before, "to the digit");
    let now = s
        .admin
        .json(&format!("/api/v1/kpis?{OCTOBER}&by=rep"))
        .await;
    assert_eq!(pair(row(&now, "rep", "R1"), "tc"), (2, None));
    assert_eq!(pair(row(&now, "rep", "R1"), "invalid_visits"), (3, None));
    s.server.finish().await;
}

#[tokio::test]
async fn moving_500_outlets_leaves_last_month_as_then_and_moves_it_as_now() {
    let server = TestServer::plan().clock(&clock()).start().await;
    let admin = found(&server).await;
    let reps: Vec<Value> = (1..=10)
        .map(|n| json!({"code": format!("R{n}"), "name": format!("Rep {n}"), "org_unit_code": if n <= 5 { "T1" } else { "T2" }}))
        .collect();
    batch(&admin, "reps", json!(reps)).await;
    let outlets: Vec<Value> = (1..=500)
        .map(|n| json!({"code": format!("O{n}"), "name": format!("Shop {n}"), "org_unit_code": "T1", "lat": 21.0, "lng": 105.0 + f64::from(n) / 1000.0}))
        .collect();
    batch(&admin, "outlets", json!(outlets)).await;
    let routes = |shift: i32, from: &str| -> Value {
        let route = |n: i32| {
            let legs: Vec<Value> = (1..=100)
                .map(
                    |o| json!({"outlet_code": format!("O{}", (n - 1) * 100 + o), "pattern": "F24"}),
                )
                .collect();
            json!({"code": format!("A{n}"), "name": "A", "org_unit_code": "T1", "rep_code": format!("R{}", n + shift), "outlets": legs, "valid_from": from})
        };
        (1..=5).map(route).collect::<Vec<_>>().into()
    };
    batch(&admin, "routes", routes(0, "2026-01-01")).await;
    let pool = server.services.db.clone();
    let t1: i32 = sqlx::query_scalar("select id from org_unit where code = 'T1'")
        .fetch_one(&pool)
        .await
        .unwrap();
    for table in ["route_rep", "route_outlet", "rep_org_unit"] {
        let sql = format!("update {table} set valid = daterange('2026-01-01', null)");
        sqlx::query(&sql).execute(&pool).await.unwrap();
    }
    for rep in 1..=5 {
        let stops: Vec<i32> = (1..=100).map(|o| (rep - 1) * 100 + o).collect();
        let calls: Vec<_> = stops
            .iter()
            .take(60 + rep as usize)
            .map(|o| call(*o, "on_plan", "valid"))
            .collect();
        let visits = day(&pool, rep, t1, date(10, 5), rep, &stops, &calls).await;
        order(
            &pool,
            rep,
            t1,
            date(10, 5),
            stops[0],
            Some(visits[0]),
            &[("TEA", 1_000)],
        )
        .await;
    }
    let cuts = ["rep", "route,team", "team,month", "day,rep", "region,week"];
    let mut before = Vec::new();
    for by in cuts {
        before.push(admin.json(&format!("/api/v1/kpis?{OCTOBER}&by={by}")).await);
    }
    assert_eq!(
        pair(row(&before[0], "rep", "R1"), "plan_compliance"),
        (61, Some(100))
    );
    // From today on all 500 belong to the reps of the other team.
    batch(&admin, "routes", routes(5, "2026-11-16")).await;
    for (by, before) in cuts.iter().zip(&before) {
        let after = admin.json(&format!("/api/v1/kpis?{OCTOBER}&by={by}")).await;
        assert_eq!(&after, before, "{by}");
    }
    let now = admin
        .json(&format!("/api/v1/kpis?{OCTOBER}&by=rep&organised=now"))
        .await;
    assert_eq!(
        pair(row(&now, "rep", "R6"), "plan_compliance"),
        (61, Some(100))
    );
    assert_eq!(pair(row(&now, "rep", "R6"), "coverage"), (61, Some(100)));
    assert_eq!(
        pair(row(&now, "rep", "R1"), "plan_compliance"),
        (0, Some(0))
    );
    let teams = admin
        .json(&format!("/api/v1/kpis?{OCTOBER}&by=team&organised=now"))
        .await;
    assert_eq!(pair(row(&teams, "team", "T2"), "tc"), (315, None));
    assert_eq!(
        teams["total"]["tc"], before[0]["total"]["tc"],
        "the whole is the same"
    );
    server.finish().await;
}

#[tokio::test]
async fn files_hold_no_formula() {
    let s = story().await;
    let csv = s
        .admin
        .get(&format!(
            "/api/v1/kpis?{OCTOBER}&by=rep&format=csv&language=vi"
        ))
        .await;
    assert_eq!(csv.headers()["content-type"], "text/csv; charset=utf-8");
    let text = csv.text().await.unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("Nhân viên,Nhân viên (2),Tuân thủ kế hoạch (PJP)"),
        "{text}"
    );
    assert!(
        lines.next().unwrap().starts_with("R1,'=1+1,0.8000,4,5"),
        "{text}"
    );
    let request = s.admin.request(
        reqwest::Method::GET,
        &format!("/api/v1/kpis?{OCTOBER}&by=rep"),
    );
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let xlsx = request.header("accept", kind).send().await.unwrap();
    assert_eq!(xlsx.headers()["content-type"], kind);
    let bytes = xlsx.bytes().await.unwrap();
    assert_eq!(&bytes[..2], b"PK");
    let mut head = [0; 4];
    bytes.as_ref().read_exact(&mut head).unwrap();
    for bad in [
        "by=rep,route,day",
        "by=nothing",
        "format=pdf",
        "known_at=yesterday",
        "to=2025-01-01",
    ] {
        let from = if bad.starts_with("to") {
            "from=2026-10-01"
        } else {
            OCTOBER
        };
        problem(
            s.admin.get(&format!("/api/v1/kpis?{from}&{bad}")).await,
            400,
            "invalid_query",
        )
        .await;
    }
    s.server.finish().await;
}
