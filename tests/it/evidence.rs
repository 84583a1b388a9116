//! A finished day is sealed; whatever is changed afterwards is found and named; other rules can be
//! tried without a trace, and adopted with one.

use std::time::Duration;

use chrono::NaiveDate;
use fieldbeat::{
    clock::Clock,
    evidence::{
        rejudge,
        verify::{Verified, verify},
    },
};
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};
use sqlx::{PgPool, Row};
use uuid::Uuid;

use crate::support::{
    client::expect,
    company::{Company, Enrolled, TestPhone, fix, pin},
    day::{happened, rep_day},
    eventually,
    front_door::{PASSWORD, problem, send},
    process::fieldbeat,
    server::TestServer,
};

const OUTLETS: i32 = 5;
const HOUR_MS: i64 = 3_600_000;

/// A company whose rep has lived one day on a device socket; the day is over and sealed.
struct Lived {
    server: TestServer,
    company: Company,
    phone: Enrolled,
    clock: Clock,
    date: NaiveDate,
}

impl Lived {
    async fn day() -> Self {
        let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
        let morning = At(midnight * 1000 + 2 * HOUR_MS);
        let clock = Clock::at(morning);
        let server = TestServer::plan()
            .set("judge_quiet_ms", "0")
            .set("judge_at_most_ms", "0")
            .clock(&clock)
            .start()
            .await;
        let company = Company::found(server.database.pool()).await;
        company.outlets(OUTLETS).await;
        let phone = company.enrolled("R1").await;
        server.services.ingest.world_changed().await;
        let date = server.services.rules.load().time.date_of(morning);
        let mut socket = TestPhone::connect(&server.client(), &phone.token).await;
        for frame in rep_day(7, morning, OUTLETS, 20) {
            let at = chrono::DateTime::parse_from_rfc3339(&happened(&frame)).unwrap();
            let ahead = At(at.timestamp_millis()).since_ms(clock.now()).max(0);
            clock.advance(Duration::from_millis(ahead.unsigned_abs()));
            socket.send(frame).await;
            socket.ack_all().await;
        }
        clock.advance(Duration::from_hours(20));
        let lived = Self {
            server,
            company,
            phone,
            clock,
            date,
        };
        lived.settled(1).await;
        lived
    }

    fn pool(&self) -> &PgPool {
        &self.company.pool
    }

    /// Until the day has so many sealed revisions and nothing waits.
    async fn settled(&self, revisions: i64) {
        eventually("the day is sealed and settled", async || {
            let row = sqlx::query(
                "select (select count(*) from rep_day_seal where date = $1),
                   (select count(*) from rep_day_dirty) + (select count(*) from device_record where status = 'received')",
            )
            .bind(self.date)
            .fetch_one(self.pool())
            .await
            .unwrap();
            ((row.get::<i64, _>(0), row.get::<i64, _>(1)) == (revisions, 0)).then_some(())
        })
        .await;
    }

    async fn verify(&self) -> Verified {
        verify(self.pool(), (self.date, self.date), &|_| {})
            .await
            .unwrap()
            .0
    }

    async fn run(&self, sql: &str) -> u64 {
        sqlx::query(sql)
            .execute(self.pool())
            .await
            .unwrap()
            .rows_affected()
    }

    /// The one thing that verify finds after `sql`, which it then takes back.
    async fn found_after(&self, sql: &str, back: &str) -> (String, Option<Uuid>) {
        assert!(self.run(sql).await > 0, "{sql}");
        let found = self.verify().await;
        assert_eq!(found.mismatched, 1, "{sql}: {found:?}");
        let first = &found.mismatches[0];
        assert_eq!((first.date, first.rep.as_str()), (self.date, "R1"));
        let first = (first.code.to_owned(), first.visit);
        assert!(self.run(back).await > 0, "{back}");
        assert_eq!(self.verify().await.identical, 1, "{back}");
        first
    }

    async fn everything(&self) -> Value {
        let mut all = Vec::new();
        for table in [
            "visit",
            "visit_revision",
            "rep_day",
            "rep_day_seal",
            "visit_seal",
            "rule_version",
            "rep_day_dirty",
            "event",
        ] {
            let sql = format!(
                "select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]') from {table} t"
            );
            let rows: Value = sqlx::query(&sql)
                .fetch_one(self.pool())
                .await
                .unwrap()
                .get(0);
            all.push(rows);
        }
        Value::Array(all)
    }
}

fn longer_dwell() -> Map<String, Value> {
    Map::from_iter([("dwell_min_s".to_owned(), json!(1_500))])
}

#[tokio::test]
async fn what_is_changed_after_sealing_is_found_and_told_apart() {
    let lived = Lived::day().await;
    let sound = lived.verify().await;
    assert_eq!(
        (sound.rep_days, sound.identical, sound.mismatched),
        (1, 1, 0),
        "{sound:?}"
    );
    assert!(sound.visits >= 4 && sound.fixes > 100, "{sound:?}");
    let visit: Uuid = sqlx::query("select visit_id from visit_seal where position = 2")
        .fetch_one(lived.pool())
        .await
        .unwrap()
        .get(0);

    // One bit of one fix of one visit.
    let inside = "(select f.ctid from fix f join visit v on v.id = (select visit_id from visit_seal where position = 2) \
        where f.at between v.started_at + interval '2 minutes' and v.started_at + interval '3 minutes' order by f.at limit 1)";
    let flip = format!("update fix set lat_e7 = lat_e7 # 1 where ctid = any(array{inside})");
    let (code, named) = lived.found_after(&flip, &flip).await;
    assert_eq!((code.as_str(), named), ("fix_changed", Some(visit)));

    let change = |to: &str| {
        format!(
            "update visit set overall = '{to}', visit = jsonb_set(visit, '{{verdict,overall}}', '\"{to}\"') where id = '{visit}'"
        )
    };
    let was: String = sqlx::query("select overall from visit where id = $1")
        .bind(visit)
        .fetch_one(lived.pool())
        .await
        .unwrap()
        .get(0);
    let (code, named) = lived.found_after(&change("invalid"), &change(&was)).await;
    assert_eq!((code.as_str(), named), ("verdict_changed", Some(visit)));
    let column = |to: &str| format!("update visit set overall = '{to}' where id = '{visit}'");
    let (code, _) = lived.found_after(&column("invalid"), &column(&was)).await;
    assert_eq!(code, "verdict_changed");

    lived.run("create table kept as select * from visit").await;
    // Generated columns fill themselves.
    let columns: String = sqlx::query(
        "select string_agg(attname, ', ') from pg_attribute
         where attrelid = 'visit'::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
    )
    .fetch_one(lived.pool())
    .await
    .unwrap()
    .get(0);
    let (code, named) = lived
        .found_after(
            &format!("delete from visit where id = '{visit}'"),
            &format!(
                "insert into visit ({columns}) select {columns} from kept where id = '{visit}'"
            ),
        )
        .await;
    assert_eq!((code.as_str(), named), ("visit_missing", Some(visit)));

    let turn =
        "update visit_seal set hash = set_byte(hash, 3, get_byte(hash, 3) # 1) where position = 2";
    let (code, named) = lived.found_after(turn, turn).await;
    assert_eq!((code.as_str(), named), ("chain_broken", Some(visit)));
    let turn = "update visit_seal set fixes = set_byte(fixes, 9, get_byte(fixes, 9) # 1) where position = 2";
    let (code, named) = lived.found_after(turn, turn).await;
    assert_eq!((code.as_str(), named), ("evidence_changed", Some(visit)));
    let can = |to: bool| {
        format!("update rep_day_seal set day = jsonb_set(day, '{{can_declare}}', '{to}')")
    };
    let (code, _) = lived.found_after(&can(false), &can(true)).await;
    assert_eq!(code, "seal_changed");
    let mark = |s: i32| {
        format!("update mark set at = at + interval '{s} seconds' where type = 'check_in'")
    };
    let (code, _) = lived.found_after(&mark(1), &mark(-1)).await;
    assert_eq!(code, "mark_changed");
    let pin = |by: i32| format!("update outlet_pin set lat_e7 = lat_e7 + {by}");
    let (code, _) = lived.found_after(&pin(10), &pin(-10)).await;
    assert_eq!(code, "world_changed");
    let dwell = |s: i32| {
        format!("update rule_version set settings = jsonb_set(settings, '{{dwell_min_s}}', '{s}')")
    };
    let (code, _) = lived.found_after(&dwell(170), &dwell(180)).await;
    assert_eq!(code, "rules_changed");
    lived.server.finish().await;
}

#[tokio::test]
async fn an_old_verdict_keeps_its_pin_and_its_rules_and_still_verifies() {
    let lived = Lived::day().await;
    let before = lived.company.visits(lived.phone.rep).await;
    // Every pin 400 m away, as of ever, another class, one outlet closed long ago, another rule in force.
    lived.run("update outlet_pin set retired_at = now()").await;
    lived
        .run("insert into outlet_pin (outlet_id, lat_e7, lng_e7, valid) select outlet_id, lat_e7 + 36000, lng_e7, valid from outlet_pin")
        .await;
    lived
        .run("update outlet set class = 'rural', closed_at = '2001-01-01' where code = 'O1'")
        .await;
    lived
        .run("insert into rule_version (effective_from, settings) select '2000-01-01', settings || '{\"dwell_min_s\": 1500}' from rule_version order by id desc limit 1")
        .await;
    lived.server.services.ingest.world_changed().await;
    let found = lived.verify().await;
    assert_eq!((found.identical, found.mismatched), (1, 0), "{found:?}");
    assert_eq!(before, lived.company.visits(lived.phone.rep).await);

    // A mark that comes late has the day judged anew, in the world as it is known now: a revision
    // chained to the first, which stays as it was.
    let mut socket = TestPhone::connect(&lived.server.client(), &lived.phone.token).await;
    let late = json!({ "type": "fixes", "fixes": [fix(lived.clock.now().plus_ms(-19 * HOUR_MS), pin(0))] });
    let session = lived.clock.now().plus_ms(-22 * HOUR_MS);
    socket
        .mark("session_start", Uuid::new_v4(), session, None)
        .await;
    socket.send(late).await;
    socket.ack_all().await;
    lived.settled(2).await;
    let found = lived.verify().await;
    assert_eq!((found.identical, found.mismatched), (1, 0), "{found:?}");
    assert_ne!(before, lived.company.visits(lived.phone.rep).await);
    let copies: i64 =
        sqlx::query("select count(*) from visit_seal where revision = 1 and fixes is not null")
            .fetch_one(lived.pool())
            .await
            .unwrap()
            .get(0);
    assert_eq!(copies, 0, "only the newest revision keeps copies of fixes");
    // The first revision cannot go unseen either.
    lived.run("delete from visit_seal where revision = 1").await;
    lived
        .run("delete from rep_day_seal where revision = 1")
        .await;
    assert_eq!(lived.verify().await.mismatches[0].code, "revision_missing");
    lived.server.finish().await;
}

#[tokio::test]
async fn a_day_whose_late_data_waits_is_not_settled_and_one_without_raw_fixes_says_so() {
    let lived = Lived::day().await;
    // Far ahead, so that nobody judges it meanwhile.
    lived
        .run("insert into rep_day_dirty (rep_id, date, marked_at, touched_at) select rep_id, date, now() + interval '1 year', now() + interval '1 year' from rep_day")
        .await;
    lived.run("delete from fix where lat_e7 % 7 = 0").await;
    let found = lived.verify().await;
    assert_eq!((found.not_settled, found.mismatched), (1, 0), "{found:?}");
    lived.run("delete from rep_day_dirty").await;
    assert_eq!(lived.verify().await.mismatched, 1);
    lived
        .run("insert into raw_fix_floor (kept_from) values (current_date + 2) on conflict (id) do update set kept_from = excluded.kept_from")
        .await;
    lived.run("delete from fix").await;
    let found = lived.verify().await;
    assert_eq!((found.no_raw_data, found.mismatched), (1, 0), "{found:?}");
    let asked = (lived.date, lived.date);
    let (tried, _) = rejudge::rejudge(lived.pool(), asked, &longer_dwell(), &|_| {})
        .await
        .unwrap();
    assert_eq!(tried.no_raw_data, [(lived.date, "R1".to_owned())]);
    assert_eq!(tried.judged, 0);
    lived.server.finish().await;
}

#[tokio::test]
async fn settings_are_tried_from_the_page_before_they_hold() {
    let lived = Lived::day().await;
    let secret = fieldbeat::store::secret::Secret::random("fbt_");
    sqlx::query(
        "with u as (insert into app_user (login, name, password_hash, role, org_unit_id) values ('a', 'a', '', 'administrator', $1) returning id)
         insert into api_token (token_hash, user_id, name) select $2, id, 'test' from u",
    )
    .bind(lived.company.org_unit)
    .bind(secret.hash.as_slice())
    .execute(lived.pool())
    .await
    .unwrap();
    let bearer = format!("Bearer {}", secret.text);
    let client = lived.server.client();
    let ask = async |method: Method, path: &str, body: Value| {
        let headers = [("authorization", bearer.as_str())];
        send(&client, method, path, &headers, &body).await
    };
    let asked =
        |settings: Value| json!({"from": lived.date, "to": lived.date, "settings": settings});
    let trials = "/api/v1/settings/trials";
    problem(
        ask(Method::POST, trials, asked(json!({"currency": "USD"}))).await,
        422,
        "invalid",
    )
    .await;
    let refused = ask(Method::POST, trials, asked(json!({"dwell_min_s": -1}))).await;
    assert_eq!(
        problem(refused, 422, "invalid").await["errors"][0]["pointer"],
        "/settings/dwell_min_s"
    );
    let before = lived.everything().await;
    let settings = json!({"dwell_min_s": 1_500, "currency": "USD"});
    let begun = ask(Method::POST, trials, asked(settings)).await;
    let begun = expect(begun, StatusCode::ACCEPTED).await;
    assert_eq!(begun["untried"], json!(["currency"]));
    let path = format!("{trials}/{}", begun["id"].as_str().unwrap());
    let done = eventually("the trial is done", async || {
        let trial = expect(ask(Method::GET, &path, json!({})).await, StatusCode::OK).await;
        (trial["state"] != "running").then_some(trial)
    })
    .await;
    assert_eq!(
        (&done["state"], &done["done"], &done["of"]),
        (&json!("done"), &json!(1), &json!(1))
    );
    // What the command says.
    let range = (lived.date, lived.date);
    let (said, _) = rejudge::rejudge(lived.pool(), range, &longer_dwell(), &|_| {})
        .await
        .unwrap();
    let result = &done["result"];
    assert!(!said.flips.is_empty());
    assert_eq!(result["flips"], serde_json::to_value(&said.flips).unwrap());
    assert_eq!(result["total"], serde_json::to_value(&said.total).unwrap());
    assert_eq!(result["reps"][0]["code"], "R1");
    assert_eq!(before, lived.everything().await, "a trial changes nothing");
    expect(
        ask(Method::DELETE, &path, json!({})).await,
        StatusCode::NO_CONTENT,
    )
    .await;
    problem(
        ask(Method::GET, &format!("{trials}/{}", Uuid::nil()), json!({})).await,
        404,
        "not_found",
    )
    .await;
    lived.server.finish().await;
}

#[tokio::test]
async fn other_rules_are_tried_without_a_trace_and_adopted_as_revisions() {
    let lived = Lived::day().await;
    let range = (lived.date, lived.date);
    let try_it = async || {
        rejudge::rejudge(lived.pool(), range, &longer_dwell(), &|_| {})
            .await
            .unwrap()
            .0
    };
    let reviewed = lived.company.visits(lived.phone.rep).await[0]["id"].clone();
    let reviewed: Uuid = serde_json::from_value(reviewed).unwrap();
    sqlx::query("insert into app_user (login, name, password_hash, role, org_unit_id) values ('s', 's', '', 'supervisor', $1)")
        .bind(lived.company.org_unit)
        .execute(lived.pool())
        .await
        .unwrap();
    sqlx::query("insert into visit_review (visit_id, user_id, decision, reason) select $1, id, 'valid', 'seen' from app_user where login = 's'")
        .bind(reviewed)
        .execute(lived.pool())
        .await
        .unwrap();

    let before = lived.everything().await;
    let tried = try_it().await;
    assert_eq!(tried, try_it().await);
    assert_eq!(before, lived.everything().await, "a trial changes nothing");
    assert!(tried.flips.len() >= 3, "{tried:#?}");
    assert!(
        tried
            .flips
            .iter()
            .any(|f| f.visit == reviewed && f.reviewed)
    );
    assert_eq!(tried.reps["R1"], tried.total);

    let now = lived.clock.now();
    let adopted = rejudge::adopt(lived.pool(), lived.date, &longer_dwell(), now, &|_| {})
        .await
        .unwrap();
    assert_eq!(
        (
            adopted.rule_versions.len(),
            adopted.rep_days,
            adopted.marked
        ),
        (1, 1, 0)
    );
    lived.settled(2).await;
    let found = lived.verify().await;
    assert_eq!((found.identical, found.mismatched), (1, 0), "{found:?}");
    let row = sqlx::query("select rule_version, revision from rep_day")
        .fetch_one(lived.pool())
        .await
        .unwrap();
    assert_eq!(row.get::<i32, _>(0), adopted.rule_versions[0].0);
    for flip in &tried.flips {
        let now: Option<String> = sqlx::query("select overall from visit where id = $1")
            .bind(flip.visit)
            .fetch_optional(lived.pool())
            .await
            .unwrap()
            .map(|r| r.get(0));
        let said = flip.after.map(|o| serde_json::to_value(o).unwrap());
        assert_eq!(now.map(Value::String), said);
    }
    // The decision of the person stays, and what is adopted needs no second time.
    assert_eq!(lived.company.count("visit_review").await, 1);
    let again = rejudge::adopt(lived.pool(), lived.date, &Map::new(), now, &|_| {})
        .await
        .unwrap();
    assert_eq!((again.rule_versions.len(), again.rep_days), (0, 0));
    lived.server.finish().await;
}

#[tokio::test]
async fn the_commands_end_as_they_should() {
    let lived = Lived::day().await;
    let url = format!("--database-url={}", lived.server.database.url);
    let home = tempfile::tempdir().unwrap();
    let day = lived.date.to_string();
    let run = |args: &[&str]| {
        let args: Vec<&str> = args.iter().copied().chain([url.as_str()]).collect();
        fieldbeat(home.path(), &args, "")
    };
    let verify = ["verify", "--from", &day, "--to", &day];
    let sound = run(&verify);
    let said = String::from_utf8_lossy(&sound.stdout).into_owned();
    assert_eq!(sound.status.code(), Some(0), "{said}");
    assert!(said.contains("1 identical"), "{said}");
    let rejudge = [
        "rejudge",
        "--from",
        &day,
        "--to",
        &day,
        "--set",
        "dwell_min_s=1500",
    ];
    let (one, two) = (run(&rejudge), run(&rejudge));
    assert_eq!(
        one.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&one.stderr)
    );
    assert!(!one.stdout.is_empty() && one.stdout == two.stdout);
    let wrong = run(&[
        "rejudge",
        "--from",
        &day,
        "--to",
        &day,
        "--set",
        "time_zone=Europe/Berlin",
    ]);
    assert_eq!(wrong.status.code(), Some(2));
    lived
        .run("update fix set lng_e7 = lng_e7 # 4 where at = (select max(f.at) from fix f join visit v on v.id = (select visit_id from visit_seal where position = 3) where f.at < v.ended_at)")
        .await;
    let visit: Uuid = sqlx::query("select visit_id from visit_seal where position = 3")
        .fetch_one(lived.pool())
        .await
        .unwrap()
        .get(0);
    let broken = run(&verify);
    let said = String::from_utf8_lossy(&broken.stdout).into_owned();
    assert_eq!(broken.status.code(), Some(1), "{said}");
    assert!(
        said.contains(&format!("{day} R1 visit {visit}: the fix of device")),
        "{said}"
    );
    let told = run(&["verify", "--json", "--from", &day, "--to", &day]);
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert!(
        told["mismatches"]
            .as_array()
            .unwrap()
            .iter()
            .any(|m| m["visit"] == json!(visit))
    );
    lived.server.finish().await;
}

#[tokio::test]
async fn the_evidence_of_a_visit_proves_itself_in_a_file() {
    let lived = Lived::day().await;
    let hash = fieldbeat::secret::password_hash(PASSWORD).unwrap();
    sqlx::query("insert into app_user (login, name, password_hash, role, org_unit_id) values ('a', 'a', $1, 'supervisor', $2)")
        .bind(hash)
        .bind(lived.company.org_unit)
        .execute(lived.pool())
        .await
        .unwrap();
    let client = lived.server.client();
    let login = json!({ "login": "a", "password": PASSWORD });
    assert_eq!(client.post("/api/v1/session", &login).await.status(), 200);
    let visit: Uuid = sqlx::query("select visit_id from visit_seal where position = 2")
        .fetch_one(lived.pool())
        .await
        .unwrap()
        .get(0);
    let shown = client.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(shown["seal"]["position"], 2, "{}", shown["seal"]);
    assert_eq!(shown["seal"]["pin"], shown["evidence"]["pin"]);
    let day = format!("/api/v1/reps/{}/days/{}", lived.phone.rep, lived.date);
    let day = client.json(&day).await;
    assert_eq!(day["seal"]["seal"], shown["seal"]["day_seal"]);
    let file = client
        .json(&format!("/api/v1/visits/{visit}/evidence"))
        .await;
    assert_eq!(file["seal"], day["seal"]["seal"]);
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("evidence.json");
    let check = |file: &Value| {
        std::fs::write(&path, file.to_string()).unwrap();
        let args = ["verify", "--file", path.to_str().unwrap()];
        fieldbeat(home.path(), &args, "").status.code()
    };
    assert_eq!(check(&file), Some(0));
    for path in [
        "/fixes/3/4",
        "/visit/visit/dwell_ms",
        "/day/can_declare",
        "/chain/0",
        "/previous",
        "/seal",
    ] {
        let mut other = file.clone();
        let part = other.pointer_mut(path).unwrap();
        *part = match part {
            Value::Number(n) => json!(n.as_i64().unwrap() + 1),
            Value::Bool(b) => json!(!*b),
            _ => json!("11".repeat(32)),
        };
        assert_eq!(check(&other), Some(1), "{path}");
    }
    lived.server.finish().await;
}
