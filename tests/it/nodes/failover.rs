//! What chaos meets by chance, one at a time: a node that dies or stands still inside a transaction, a standby that was
//! promoted without the newest commits, a copy that was put back.

use fieldbeat_domain::time::At;
use reqwest::StatusCode;
use rustix::process::Signal;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::{WATCH, assert_one_writer, zone};
use crate::support::{
    client::Client,
    company::{Company, Enrolled, TestPhone, fix, pin, time},
    data_dir::DataDir,
    eventually, front_door,
    nats::Nats,
    process::{Process, signal},
    standby::Pair,
};

/// A batch that has begun: it holds its node's fence.
const BATCH: &str = "exists (select from pg_locks l where l.pid = a.pid and l.locktype = 'advisory' and l.classid = 1717726770::oid)";

/// Two nodes on a primary that waits for its standby.
struct Stage {
    pair: Pair,
    nodes: Vec<Process>,
    pool: PgPool,
    company: Company,
    _nats: Nats,
    _homes: Vec<DataDir>,
}

impl Stage {
    async fn set() -> Self {
        let (pair, nats) = (Pair::start().await, Nats::start().await);
        let homes = vec![DataDir::new(), DataDir::new()];
        let (bus, database) = (
            format!("--nats-url={}", nats.url),
            format!("--database-url={}", pair.url),
        );
        let args = [
            &*bus,
            &*database,
            "--judge-quiet-ms=300",
            "--judge-at-most-ms=1000",
        ];
        let first = Process::serve(homes[0].path(), &args);
        let link = first.first_run_link.as_ref().unwrap();
        front_door::first_run(&first.client(), link, &zone(), ["00:00", "23:59"]).await;
        let second = Process::serve(homes[1].path(), &args);
        let pool = PgPool::connect(&pair.url).await.unwrap();
        sqlx::raw_sql(WATCH).execute(&pool).await.unwrap();
        let company = Company::found(pool.clone()).await;
        company.outlets(2).await;
        Self {
            pair,
            nodes: vec![first, second],
            pool,
            company,
            _nats: nats,
            _homes: homes,
        }
    }

    /// A phone at the first node, whose beginning of a day is acknowledged.
    async fn phone(&self, beginning: &[Value]) -> (Enrolled, TestPhone) {
        let device = self.company.enrolled("R1").await;
        let mut phone = TestPhone::connect(&self.nodes[0].client(), &device.token).await;
        send(&mut phone, beginning).await;
        taken(&mut phone).await;
        (device, phone)
    }

    fn end(self) {
        for node in self.nodes {
            assert_eq!(node.terminate(), Some(0));
        }
    }

    /// Until a batch waits for something of that kind.
    async fn batch_waits(&self, what: &str) {
        let sql = format!(
            "select exists (select from pg_stat_activity a where a.wait_event_type || '/' || a.wait_event like '{what}' and {BATCH})"
        );
        eventually("a batch waits", async || {
            let waits: bool = sqlx::query_scalar(&sql).fetch_one(&self.pool).await.ok()?;
            waits.then_some(())
        })
        .await;
    }

    async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    /// Everything is there once, judged as one visit, and written by who had the rep.
    async fn assert_whole(&self, day: &[Value]) {
        let of = |kind: &str| {
            day.iter()
                .filter(|f| (f["type"] == kind) == (kind == "fixes"))
                .count() as i64
        };
        assert_eq!(self.count("select count(*) from fix").await, of("fixes"));
        let marks = day.len() as i64 - of("fixes");
        assert_eq!(self.count("select count(*) from mark").await, marks);
        eventually("the day is judged", async || {
            (self.count("select count(*) from rep_day_dirty").await == 0).then_some(())
        })
        .await;
        let visits = "select count(*) from visit";
        assert_eq!(self.count(visits).await, 1);
        assert_one_writer(&self.pool).await;
    }
}

/// A session with a call at the first outlet: each frame with the same content whenever it is sent.
fn day() -> Vec<Value> {
    let start = At(chrono::Utc::now().timestamp_millis() / 1_000 * 1_000).plus_ms(-1_800_000);
    let at = |s: i64| start.plus_ms(s * 1_000);
    let ping = |s| json!({"type": "fixes", "fixes": [fix(at(s), pin(0))]});
    let visit = Uuid::new_v4();
    let mut day = vec![
        json!({"type": "session_start", "id": Uuid::new_v4(), "at": time(at(0))}),
        ping(30),
        json!({"type": "check_in", "id": visit, "at": time(at(60)), "outlet": "O1"}),
    ];
    day.extend((0..20).map(|i| ping(90 + i * 30)));
    day.push(json!({"type": "check_out", "id": visit, "at": time(at(700))}));
    day
}

async fn send(phone: &mut TestPhone, frames: &[Value]) {
    for frame in frames {
        phone.send(frame.clone()).await;
    }
}

/// Everything that was sent is acknowledged, and nothing of it refused.
async fn taken(phone: &mut TestPhone) {
    let results = phone.ack_all().await;
    let refused: Vec<_> = results
        .iter()
        .filter(|r| r["status"] == "rejected")
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
}

async fn ready(client: &Client) {
    eventually("the node is ready", async || {
        (client.get("/readyz").await.status() == 200).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_dies_while_its_commit_waits_for_the_standby_and_the_phone_sends_again_elsewhere() {
    let mut stage = Stage::set().await;
    let day = day();
    let (morning, rest) = day.split_at(3);
    let (device, mut first) = stage.phone(morning).await;
    stage.pair.hold_standby(true).await;
    send(&mut first, rest).await;
    stage.batch_waits("IPC/SyncRep").await;
    stage.nodes.remove(0).kill();
    let (client, token, again) = (stage.nodes[0].client(), device.token, rest.to_vec());
    let resend = tokio::spawn(async move {
        let mut phone = TestPhone::connect(&client, &token).await;
        send(&mut phone, &again).await;
        taken(&mut phone).await;
    });
    // What the dead node had committed and never acknowledged waits on in the database, and so does who comes after it.
    stage.batch_waits("IPC/SyncRep").await;
    assert!(
        !resend.is_finished(),
        "nothing is promised while the standby has nothing"
    );
    stage.pair.hold_standby(false).await;
    resend.await.unwrap();
    stage.assert_whole(&day).await;
    stage.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_stands_still_between_two_statements_and_wakes_up_when_another_has_its_rep() {
    stands_still("mark").await;
}

/// The database waits for rows then, and no time limit of a session ends that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_stands_still_while_it_copies_and_wakes_up_when_another_has_its_rep() {
    stands_still("fix").await;
}

/// A batch of the first node is held at a `table`, the node stopped, and the batch let go on.
async fn stands_still(table: &str) {
    let stage = Stage::set().await;
    let day = day();
    let (device, mut first) = stage.phone(&day[..2]).await;
    let mut holding = stage.pool.begin().await.unwrap();
    sqlx::query(&format!("lock table {table} in access exclusive mode"))
        .execute(&mut *holding)
        .await
        .unwrap();
    send(&mut first, &day[2..]).await;
    stage.batch_waits("Lock/%").await;
    stage.nodes[0].stand_still();
    // Its statement ends, its transaction stays open: the database ends it after a while.
    holding.rollback().await.unwrap();
    let mut second = TestPhone::connect(&stage.nodes[1].client(), &device.token).await;
    send(&mut second, &day[2..]).await;
    taken(&mut second).await;
    eventually("the node that stands still is fenced", async || {
        let fenced = stage
            .count("select count(*) from node where fenced_at is not null")
            .await;
        (fenced > 0).then_some(())
    })
    .await;
    signal(stage.nodes[0].id(), Signal::CONT);
    ready(&stage.nodes[0].client()).await;
    stage.assert_whole(&day).await;
    stage.end();
}

/// What the phone and a program knew before the database went on from another history.
struct Before {
    store: Value,
    since: String,
    cookie: String,
    events: String,
}

impl Stage {
    async fn known(&self, phone: &TestPhone, device: &Enrolled, cookie: String) -> Before {
        let client = self.nodes[0].client();
        let read = ask(&client, "/api/v1/events?limit=1", ("cookie", &cookie)).await;
        let events: Value = read.json().await.unwrap();
        let bearer = format!("Bearer {}", device.token);
        let synced = ask(&client, "/v1/device/sync", ("authorization", &bearer)).await;
        let synced: Value = synced.json().await.unwrap();
        Before {
            store: phone.welcome["store"].clone(),
            since: synced["cursor"].as_str().unwrap().to_owned(),
            cookie,
            events: events["next_cursor"].as_str().unwrap().to_owned(),
        }
    }

    /// The phone is asked to greet anew, hears of another store, and sends everything again; old cursors are lost.
    async fn goes_on(
        &self,
        mut phone: TestPhone,
        device: &Enrolled,
        before: &Before,
        day: &[Value],
    ) {
        assert_eq!(phone.socket.hear_close().await, 1012);
        let client = self.nodes[0].client();
        ready(&client).await;
        let mut phone = TestPhone::connect(&client, &device.token).await;
        assert_ne!(phone.welcome["store"], before.store);
        let bearer = format!("Bearer {}", device.token);
        let old = format!("/v1/device/sync?since={}", before.since);
        let lost = ask(&client, &old, ("authorization", &bearer)).await;
        assert_eq!(lost.status(), StatusCode::GONE);
        let anew = ask(&client, "/v1/device/sync", ("authorization", &bearer)).await;
        assert_eq!(anew.status(), StatusCode::OK);
        let old = format!("/api/v1/events?cursor={}", before.events);
        let lost = ask(&client, &old, ("cookie", &before.cookie)).await;
        assert_eq!(lost.status(), StatusCode::GONE);
        send(&mut phone, day).await;
        taken(&mut phone).await;
        self.assert_whole(day).await;
    }
}

async fn ask(client: &Client, path: &str, header: (&'static str, &str)) -> reqwest::Response {
    let request = client.request(reqwest::Method::GET, path);
    request.header(header.0, header.1).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_is_promoted_that_lacks_what_was_acknowledged_and_phones_send_it_again() {
    let mut stage = Stage::set().await;
    let day = day();
    let (device, mut phone) = stage.phone(&day[..5]).await;
    let cookie = front_door::cookie(&stage.nodes[0].client()).await.unwrap();
    stage.pair.part().await;
    send(&mut phone, &day[5..]).await;
    taken(&mut phone).await;
    let before = stage.known(&phone, &device, cookie).await;
    stage.pair.fail_over().await;
    let left = eventually("the promoted one answers", async || {
        sqlx::query_scalar::<_, i64>("select count(*) from fix")
            .fetch_one(&stage.pool)
            .await
            .ok()
    })
    .await;
    assert!(
        left < 21,
        "the promoted one lacks what the primary acknowledged: {left}"
    );
    Box::pin(stage.goes_on(phone, &device, &before, &day)).await;
    stage.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_put_back_and_nobody_goes_on_from_a_cursor_of_before() {
    let mut stage = Stage::set().await;
    let day = day();
    let (device, mut phone) = stage.phone(&day[..5]).await;
    let cookie = front_door::cookie(&stage.nodes[0].client()).await.unwrap();
    let copy = stage.pair.back_up();
    send(&mut phone, &day[5..]).await;
    taken(&mut phone).await;
    let before = stage.known(&phone, &device, cookie).await;
    stage.pair.restore(copy);
    Box::pin(stage.goes_on(phone, &device, &before, &day)).await;
    stage.end();
}
