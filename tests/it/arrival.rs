//! The order of arrival changes nothing: one day delivered in every way gives the same verdicts,
//! and what comes while its day is being judged is judged.

use std::time::Duration;

use fieldbeat::clock::Clock;
use fieldbeat_domain::{id::RepId, time::At};
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

use crate::support::{
    company::{Company, Enrolled, fix, pin},
    day::{deliver, difference, happened, judged, rep_day, verdicts},
    eventually, seed,
    server::TestServer,
    waiting,
};

const OUTLETS: i32 = 5;
const HOUR_MS: i64 = 3_600_000;

/// Noon in Hanoi, today.
fn noon() -> At {
    let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
    At(midnight * 1000 + 5 * HOUR_MS)
}

struct Stage {
    server: TestServer,
    company: Company,
    phone: Enrolled,
    clock: Clock,
}

impl Stage {
    async fn set(now: At, quiet_ms: &str) -> Self {
        let clock = Clock::at(now);
        let server = TestServer::plan()
            .set("judge_quiet_ms", quiet_ms)
            .set("judge_at_most_ms", quiet_ms)
            .clock(&clock)
            .start()
            .await;
        let company = Company::found(server.database.pool()).await;
        company.outlets(OUTLETS).await;
        let phone = company.enrolled("R1").await;
        server.services.ingest.world_changed().await;
        Self {
            server,
            company,
            phone,
            clock,
        }
    }

    fn date(&self) -> chrono::NaiveDate {
        self.server
            .services
            .rules
            .load()
            .time
            .date_of(self.clock.now())
    }

    /// As a socket would: a frame at a time.
    async fn stream(&self, frames: &[Value]) {
        for frame in frames {
            self.send(std::slice::from_ref(frame)).await;
        }
    }

    /// As it happens: the clock goes with the frames.
    async fn live(&self, frames: &[Value]) {
        for frame in frames {
            let at = chrono::DateTime::parse_from_rfc3339(&happened(frame)).unwrap();
            let ahead = At(at.timestamp_millis()).since_ms(self.clock.now());
            self.clock
                .advance(Duration::from_millis(ahead.unsigned_abs()));
            self.send(std::slice::from_ref(frame)).await;
        }
    }

    async fn send(&self, frames: &[Value]) {
        let results = deliver(&self.server.client(), &self.phone.token, frames, 10).await;
        let refused: Vec<_> = results
            .iter()
            .filter(|r| r["status"] == "rejected")
            .collect();
        assert!(refused.is_empty(), "{refused:?}");
    }

    async fn judge(&self) {
        sqlx::query(
            "insert into rep_day_dirty (rep_id, date) values ($1, $2) on conflict (rep_id, date) do update set version = rep_day_dirty.version + 1",
        )
        .bind(self.phone.rep)
        .bind(self.date())
        .execute(&self.company.pool)
        .await
        .unwrap();
        self.server
            .services
            .ingest
            .judge_now(RepId(self.phone.rep), self.date())
            .await
            .unwrap();
    }

    /// Three hours later, the day judged from what is stored.
    async fn outcome(self) -> Value {
        let later = noon().plus_ms(3 * HOUR_MS).since_ms(self.clock.now());
        self.clock
            .advance(Duration::from_millis(later.unsigned_abs()));
        self.judge().await;
        let outcome = judged(&self.company.pool).await;
        self.server.finish().await;
        outcome
    }
}

/// A break that has begun refuses what comes after it until its end is known, and must: so in any
/// disorder its end comes first.
fn ends_before_starts(frames: &mut [Value]) {
    let place =
        |frames: &[Value], kind: &str| frames.iter().position(|f| f["type"] == kind).unwrap();
    let (start, end) = (place(frames, "break_start"), place(frames, "break_end"));
    if start < end {
        frames.swap(start, end);
    }
}

#[tokio::test]
async fn a_day_is_judged_the_same_however_it_arrives() {
    let seed = seed("arrival");
    let day = rep_day(seed, noon().plus_ms(-4 * HOUR_MS), OUTLETS, 7);
    let all_at = || Stage::set(noon(), "60000");

    let stage = Stage::set(noon().plus_ms(-4 * HOUR_MS), "60000").await;
    // A fix a frame: in a longer one the newest fix can come after a deadline that the oldest came
    // before, and such a day is judged again, which is not what is looked at here.
    stage
        .live(&rep_day(seed, noon().plus_ms(-4 * HOUR_MS), OUTLETS, 1))
        .await;
    let live = judged(&stage.company.pool).await;
    let in_order = stage.outcome().await;
    let visits = verdicts(&in_order);
    assert!(visits.len() >= 5, "{visits:#?}");
    assert!(visits.iter().any(|v| v[2] == "detected") && visits.iter().any(|v| v[2] == "declared"));
    let found = difference(&in_order["visits"], &live["visits"]);
    assert_eq!(
        live["days"],
        json!([]),
        "nothing was judged again before this was read"
    );
    assert!(
        found.is_empty(),
        "TEST_SEED={seed} live state:\n{}",
        found.join("\n")
    );

    let same = |way: &str, other: &Value| {
        let found = difference(&in_order, other);
        assert!(
            found.is_empty(),
            "TEST_SEED={seed} {way}:\n{}",
            found.join("\n")
        );
    };
    let stage = all_at().await;
    let mut shuffled = day.clone();
    shuffled.shuffle(&mut StdRng::seed_from_u64(seed));
    ends_before_starts(&mut shuffled);
    stage.stream(&shuffled).await;
    same("shuffled", &stage.outcome().await);

    let stage = all_at().await;
    stage.send(&day).await;
    stage.send(&day).await;
    same("twice", &stage.outcome().await);

    // Half an hour of it, then nothing for hours, then the rest.
    let split = At(noon().0 - 3 * HOUR_MS - HOUR_MS / 2);
    let early = crate::support::company::time(split);
    let (before, after): (Vec<Value>, Vec<Value>) =
        day.iter().cloned().partition(|f| happened(f) < early);
    assert!(!before.is_empty() && !after.is_empty());
    let stage = Stage::set(split, "0").await;
    stage.send(&before).await;
    stage.clock.advance(Duration::from_hours(3));
    stage.send(&after).await;
    same("the second half hours later", &stage.outcome().await);

    // The later half first, the earlier one two hours after it.
    let stage = Stage::set(noon(), "0").await;
    stage.send(&after).await;
    stage.clock.advance(Duration::from_hours(2));
    stage.send(&before).await;
    same("the first half hours later", &stage.outcome().await);

    // Two devices: the marks and every other hour on one, the rest on the other. The evidence names
    // the device, so only the verdicts can be equal.
    let stage = all_at().await;
    let other = stage.company.device(stage.phone.rep, true).await;
    let on_first = |f: &Value| f["type"] != "fixes" || happened(f) < early;
    let (first, second): (Vec<Value>, Vec<Value>) = day.iter().cloned().partition(on_first);
    stage.send(&first).await;
    deliver(&stage.server.client(), &other.token, &second, 10).await;
    // The id of a detected visit follows from its evidence too (TEST_SEED=77 has one that differs).
    let nameless = |visits: Vec<Value>| -> Vec<Value> {
        let of = |v: &Value| {
            if v[2] == "detected" {
                json!([v[1], v[2], v[3]])
            } else {
                v.clone()
            }
        };
        visits.iter().map(of).collect()
    };
    let split = nameless(verdicts(&stage.outcome().await));
    let found = difference(&json!(nameless(visits)), &json!(split));
    assert!(
        found.is_empty(),
        "TEST_SEED={seed} two devices:\n{}",
        found.join("\n")
    );
}

#[tokio::test]
async fn a_late_fix_that_meets_the_judgement_of_its_day_is_judged() {
    const ROUNDS: i64 = 25;
    let stage = Stage::set(noon(), "0").await;
    let session = Uuid::new_v4();
    let start =
        json!({ "type": "session_start", "id": session, "at": noon().plus_ms(-3 * HOUR_MS).0 });
    let now = json!({ "type": "fixes", "fixes": [fix(noon(), pin(0))] });
    stage.send(&[start, now]).await;
    for round in 0..ROUNDS {
        let at = noon().plus_ms(-2 * HOUR_MS + round * 20_000);
        let late =
            json!({ "type": "fixes", "fixes": [fix(at, pin(1)), fix(at.plus_ms(10_000), pin(1))] });
        // The judge of the background, one that is asked for, and the fix, all at once.
        tokio::join!(stage.judge(), stage.send(std::slice::from_ref(&late)));
    }
    let judged_fixes = eventually("every fix is in the judged day", async || {
        let row = sqlx::query("select (report->>'fixes')::int8 from rep_day where not exists (select from rep_day_dirty)")
            .fetch_optional(&stage.company.pool)
            .await
            .unwrap();
        row.map(|r| r.get::<i64, _>(0))
    })
    .await;
    assert_eq!(judged_fixes, 1 + 2 * ROUNDS);
    stage.server.finish().await;
}

#[tokio::test]
async fn a_late_fix_during_a_held_judgement_is_judged_after_it() {
    let stage = Stage::set(noon(), "0").await;
    let start = json!({ "type": "session_start", "id": Uuid::new_v4(), "at": noon().plus_ms(-3 * HOUR_MS).0 });
    stage
        .send(&[
            start,
            json!({ "type": "fixes", "fixes": [fix(noon(), pin(0))] }),
        ])
        .await;
    stage.judge().await;
    let mut holding = stage.company.pool.begin().await.unwrap();
    sqlx::query("select 1 from rep_day for update")
        .execute(&mut *holding)
        .await
        .unwrap();
    let late = json!({ "type": "fixes", "fixes": [fix(noon().plus_ms(-HOUR_MS), pin(1))] });
    let release = async {
        // Until the judgement hangs on the row.
        waiting(&stage.company.pool, 1).await;
        let sent = stage.server.client();
        let late = tokio::spawn({
            let (token, late) = (stage.phone.token.clone(), late.clone());
            async move { deliver(&sent, &token, &[late], 1).await }
        });
        holding.rollback().await.unwrap();
        late.await.unwrap()
    };
    tokio::join!(stage.judge(), release);
    eventually("judged with it", async || {
        let row = sqlx::query("select (report->>'fixes')::int8 from rep_day where not exists (select from rep_day_dirty)")
            .fetch_optional(&stage.company.pool)
            .await
            .unwrap()?;
        (row.get::<i64, _>(0) == 2).then_some(())
    })
    .await;
    stage.server.finish().await;
}

#[tokio::test]
async fn a_day_that_ends_while_the_rep_is_connected_is_closed() {
    let evening = noon().plus_ms(11 * HOUR_MS + HOUR_MS * 9 / 10);
    let stage = Stage::set(evening, "0").await;
    let (first, second) = (stage.date(), stage.date().succ_opt().unwrap());
    let session = |at: At| json!({ "type": "session_start", "id": Uuid::new_v4(), "at": at.0 });
    let seen = |at: At| json!({ "type": "fixes", "fixes": [fix(at, pin(0))] });
    stage
        .send(&[session(evening.plus_ms(-60_000)), seen(evening)])
        .await;
    // The next frame comes before anybody looked at the clock.
    stage.clock.advance(Duration::from_mins(10));
    let morning = stage.clock.now();
    stage
        .send(&[session(morning.plus_ms(-1_000)), seen(morning)])
        .await;
    assert_eq!(stage.date(), second);
    eventually("the old day is judged as over", async || {
        let row = sqlx::query("select report from rep_day where date = $1")
            .bind(first)
            .fetch_optional(&stage.company.pool)
            .await
            .unwrap()?;
        let report: Value = row.get(0);
        (report["fixes"] == 1).then_some(())
    })
    .await;
    stage.server.finish().await;
}

#[tokio::test]
async fn a_day_that_ends_while_the_server_is_down_is_closed_after_it() {
    let stage = Stage::set(noon(), "0").await;
    let date = stage.date();
    let start =
        json!({ "type": "session_start", "id": Uuid::new_v4(), "at": noon().plus_ms(-HOUR_MS).0 });
    stage
        .send(&[
            start,
            json!({ "type": "fixes", "fixes": [fix(noon(), pin(0))] }),
        ])
        .await;
    assert_eq!(stage.company.count("rep_day").await, 0);
    let database = stage.server.finish().await;
    let clock = Clock::at(noon().plus_ms(24 * HOUR_MS));
    let again = TestServer::plan()
        .set("judge_quiet_ms", "0")
        .clock(&clock)
        .database(&database)
        .start()
        .await;
    eventually("the sweeper closes the day", async || {
        let days: i64 = sqlx::query(
            "select count(*) from rep_day where date = $1 and judged_as_of > $1 + interval '1 day'",
        )
        .bind(date)
        .fetch_one(&stage.company.pool)
        .await
        .unwrap()
        .get(0);
        (days == 1).then_some(())
    })
    .await;
    again.finish().await;
}
