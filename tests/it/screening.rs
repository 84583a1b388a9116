//! A day that is sent again, and two phones in one bag: found when the days are over, flagged with
//! their evidence, and sealed so that verify says the same.

use std::time::Duration;

use fieldbeat::{clock::Clock, evidence::verify::verify};
use fieldbeat_domain::time::At;
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

use crate::support::{
    company::{Company, Enrolled, fix, pin, time},
    day::deliver,
    eventually,
    server::TestServer,
};

const HOUR_MS: i64 = 3_600_000;
const EVENING: Duration = Duration::from_hours(8);
const STEP_MS: i64 = 15_000;
/// Degrees of a minute's ride.
const STEP_DEG: f64 = 0.000_9;

/// Two hours and more of riding to and fro between two outlets, a call at each end; what is declared
/// has ids of its own.
fn ride(start: At, seed: u128, visit_type: &str) -> Vec<Value> {
    let (session, mut now) = (Uuid::from_u128(seed << 64), start);
    let mut frames = vec![json!({ "type": "session_start", "id": session, "at": time(now) })];
    let mut waiting = Vec::new();
    let (mut lat, lng) = pin(0);
    for leg in 0..12_i32 {
        for step in 0..36 {
            now = now.plus_ms(STEP_MS);
            // East on even legs, back on odd ones, by another street.
            let along = f64::from(if leg % 2 == 0 { step } else { 35 - step }) * STEP_DEG;
            waiting.push(fix(now, (lat, lng + along)));
        }
        lat += 0.001;
        frames.push(
            json!({ "type": "fixes", "session": session, "fixes": std::mem::take(&mut waiting) }),
        );
        let visit = Uuid::from_u128((seed << 64) + 1 + u128::from(leg.unsigned_abs()));
        now = now.plus_ms(1_000);
        frames.push(json!({ "type": "check_in", "id": visit, "at": time(now), "outlet": "O1", "visit_type": visit_type }));
        now = now.plus_ms(240_000);
        frames.push(json!({ "type": "check_out", "id": visit, "at": time(now) }));
    }
    now = now.plus_ms(1_000);
    frames.push(json!({ "type": "session_end", "id": session, "at": time(now) }));
    frames
}

struct Lived {
    server: TestServer,
    company: Company,
    clock: Clock,
    morning: At,
}

impl Lived {
    async fn begin() -> Self {
        let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
        let morning = At(midnight * 1000 + 2 * HOUR_MS);
        let clock = Clock::at(morning);
        let server = TestServer::plan()
            .set("judge_quiet_ms", "0")
            .set("judge_at_most_ms", "0")
            .set("screen_every_ms", "50")
            .clock(&clock)
            .start()
            .await;
        let company = Company::found(server.database.pool()).await;
        company.outlets(1).await;
        server.services.ingest.world_changed().await;
        // Phones hand over in the evening what the day was.
        clock.advance(EVENING);
        Self {
            server,
            company,
            clock,
            morning,
        }
    }

    async fn live(&self, phone: &Enrolled, frames: &[Value]) {
        deliver(&self.server.client(), &phone.token, frames, 8).await;
    }

    /// Until so many rep-days were compared and nothing waits to be judged.
    async fn screened(&self, days: i64) {
        eventually("the days are sealed, compared and settled", async || {
            let row = sqlx::query(
                "select (select count(*) from rep_day_screening where fixes <> ''), (select count(*) from rep_day_dirty),
                   (select count(*) from rep_day_screening c join lateral (select day from rep_day_seal s
                      where s.rep_id = c.rep_id and s.date = c.date order by revision desc limit 1) s on true
                    where c.found <> coalesce(s.day->'same_tracks', '[]'))",
            )
            .fetch_one(&self.company.pool)
            .await
            .unwrap();
            let counts: (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
            (counts == (days, 0, 0)).then_some(())
        })
        .await;
    }

    async fn verified(&self, days: u64) {
        let from = chrono::NaiveDate::MIN.max(chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap());
        let range = (from, chrono::NaiveDate::from_ymd_opt(2100, 1, 1).unwrap());
        let found = verify(&self.company.pool, range, &|_| {}).await.unwrap().0;
        assert_eq!((found.identical, found.mismatched), (days, 0), "{found:?}");
    }
}

#[tokio::test]
async fn one_installation_that_sends_for_two_reps_is_flagged_on_both() {
    let lived = Lived::begin().await;
    let (one, other) = (
        lived.company.enrolled("R1").await,
        lived.company.enrolled("R2").await,
    );
    sqlx::query("update device set install = $1")
        .bind(Uuid::from_u128(77))
        .execute(&lived.company.pool)
        .await
        .unwrap();
    lived.live(&one, &ride(lived.morning, 1, "sales")).await;
    // Not together: two hours and more later.
    let later = lived.morning.plus_ms(3 * HOUR_MS);
    lived.live(&other, &ride(later, 2, "sales")).await;
    lived.clock.advance(Duration::from_hours(24));
    lived.screened(2).await;
    for (rep, theirs) in [(one.rep, other.rep), (other.rep, one.rep)] {
        let visits = lived.company.visits(rep).await;
        let found: Vec<Value> = flags(&visits, "shared_device")
            .into_iter()
            .flatten()
            .collect();
        assert!(!found.is_empty(), "{visits:#?}");
        assert_eq!(
            (&found[0]["other"]["rep"], &found[0]["compared"]),
            (&json!(theirs), &json!([]))
        );
    }
    lived.verified(2).await;
}

/// Flags and the evidence of the one asked for, of each of a rep's visits of a date by its place in time.
fn flags(visits: &[Value], flag: &str) -> Vec<Option<Value>> {
    let finding = |v: &Value| {
        let has = v["verdict"]["integrity_flags"]
            .as_array()
            .unwrap()
            .contains(&json!(flag));
        let found = v["evidence"]["findings"]
            .as_array()
            .and_then(|f| f.iter().find(|f| f["flag"] == flag));
        assert_eq!(has, found.is_some(), "no flag without evidence: {v}");
        found.cloned()
    };
    visits.iter().map(finding).collect()
}

#[tokio::test]
async fn a_day_sent_again_is_flagged_and_verifies() {
    let lived = Lived::begin().await;
    let phone = lived.company.enrolled("R1").await;
    lived.live(&phone, &ride(lived.morning, 1, "sales")).await;
    lived.clock.advance(Duration::from_hours(24));
    lived.screened(1).await;
    let honest = lived.company.visits(phone.rep).await;
    assert!(honest.len() >= 12);
    assert!(flags(&honest, "replayed_track").iter().all(Option::is_none));

    // The same positions a day and eleven minutes later.
    let again = lived.morning.plus_ms(24 * HOUR_MS + 11 * 60_000);
    lived.live(&phone, &ride(again, 2, "sales")).await;
    lived.clock.advance(Duration::from_hours(24));
    lived.screened(2).await;
    let all = lived.company.visits(phone.rep).await;
    let (first, second) = all.split_at(honest.len());
    assert!(
        flags(first, "replayed_track").iter().all(Option::is_none),
        "the day itself is no copy"
    );
    let found: Vec<Value> = flags(second, "replayed_track")
        .into_iter()
        .flatten()
        .collect();
    assert!(found.len() >= 10, "{second:#?}");
    for (visit, finding) in second.iter().zip(flags(second, "replayed_track")) {
        if finding.is_some() {
            assert_ne!(visit["verdict"]["overall"], "valid");
        }
    }
    assert_eq!(found[0]["severity"], "review");
    assert_eq!(found[0]["other"]["rep"], json!(phone.rep));
    assert_eq!(found[0]["compared"][0]["figure"], "shared_fixes");
    lived.verified(2).await;

    // Another round changes nothing.
    let seals = lived.company.count("rep_day_seal").await;
    lived.clock.advance(Duration::from_hours(1));
    lived.screened(2).await;
    assert_eq!(lived.company.count("rep_day_seal").await, seals);
}

#[tokio::test]
async fn two_phones_in_one_bag_are_flagged_on_both_and_joint_visits_never() {
    for (visit_type, is_shared) in [("sales", true), ("joint", false)] {
        let lived = Lived::begin().await;
        let (one, other) = (
            lived.company.enrolled("R1").await,
            lived.company.enrolled("R2").await,
        );
        lived.live(&one, &ride(lived.morning, 1, "sales")).await;
        lived
            .live(&other, &ride(lived.morning, 2, visit_type))
            .await;
        lived.clock.advance(Duration::from_hours(24));
        lived.screened(2).await;
        for rep in [one.rep, other.rep] {
            let visits = lived.company.visits(rep).await;
            let shared = flags(&visits, "shared_device")
                .into_iter()
                .flatten()
                .count();
            assert_eq!(shared > 0, is_shared, "{visit_type}: {visits:#?}");
        }
        lived.verified(2).await;
    }
}
