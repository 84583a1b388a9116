//! Several servers as one: on one database, with NATS between them, devices and viewers on any of them. At any time one
//! node at most writes what is derived of a rep, whatever stops, dies or is cut off.

mod chaos;
mod failover;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
    server,
};
use fieldbeat_domain::time::At;
use rand::{Rng, SeedableRng, rngs::StdRng};
use reqwest::StatusCode;
use rustix::process::Signal;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{
    nothing_lost::{Kept, found, judge_all, zone},
    support::{
        client::{Heard, Socket, expect},
        company::{Company, Enrolled, TestPhone, fix, pin},
        courier::Courier,
        data_dir::DataDir,
        database::TestDatabase,
        day::{days, difference, judged},
        eventually, front_door,
        nats::Nats,
        process::{Process, signal},
        seed,
        server::TestServer,
    },
};

const OUTLETS: i32 = 6;
const WITHIN: Duration = Duration::from_mins(4);

/// Who writes a visit, a checkpoint or a judged day is the node that owns the rep, and is not fenced: noted by the
/// database itself, from the lock that every batch holds.
const WATCH: &str = "
    create table violation (what text, rep_id int4, writer int4, owner int4, at timestamptz default clock_timestamp());
    create sequence watched;
    create function watch() returns trigger language plpgsql as $$
    declare writer int4; owner int4; fenced timestamptz;
    begin
      perform nextval('watched');
      select objid::int8::int4 into writer from pg_locks where pid = pg_backend_pid() and locktype = 'advisory' and classid = 1717726770::oid;
      select o.node_id into owner from rep_owner o where o.rep_id = new.rep_id;
      select fenced_at into fenced from node where id = writer;
      if writer is null or owner is distinct from writer or fenced is not null then
        insert into violation values (tg_table_name, new.rep_id, writer, owner);
      end if;
      return new;
    end $$;
    create trigger watch before insert or update on visit for each row execute function watch();
    create trigger watch before insert or update on tracker_checkpoint for each row execute function watch();
    create trigger watch before insert or update on rep_day for each row execute function watch();
";

struct Fleet {
    database: Arc<TestDatabase>,
    pool: PgPool,
    nats: Nats,
    phones: Vec<Enrolled>,
}

impl Fleet {
    async fn found() -> Self {
        let mut fleet = Self::empty().await;
        fleet.phones = found(&fleet.pool, &zone()).await;
        fleet
    }

    async fn empty() -> Self {
        let database = Arc::new(TestDatabase::new().await);
        let pool = database.pool();
        sqlx::raw_sql(WATCH).execute(&pool).await.unwrap();
        Self {
            database,
            pool,
            nats: Nats::start().await,
            phones: Vec::new(),
        }
    }

    async fn node(&self) -> TestServer {
        TestServer::plan()
            .set("nats_url", &self.nats.url)
            .set("judge_quiet_ms", "300")
            .set("judge_at_most_ms", "1000")
            .database(&self.database)
            .start()
            .await
    }

    /// Whether a node that is not fenced has not been seen for a while.
    async fn is_silent(&self) -> bool {
        sqlx::query_scalar(
            "select exists (select from node n join node_pulse p on p.node_id = n.id where n.fenced_at is null and p.seen_at < clock_timestamp() - interval '4 s')",
        )
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    async fn owner(&self, rep: i32) -> Option<i32> {
        sqlx::query_scalar("select node_id from rep_owner where rep_id = $1")
            .bind(rep)
            .fetch_optional(&self.pool)
            .await
            .unwrap()
            .flatten()
    }

    async fn assert_one_writer(&self) {
        assert_one_writer(&self.pool).await;
    }

    /// Whether what the nodes made of the days is what a server alone makes of them.
    async fn assert_as_undisturbed(&self, days: &[Vec<Value>]) {
        judge_all(&self.pool).await;
        let disturbed = judged(&self.pool).await;
        let database = Arc::new(TestDatabase::new().await);
        let phones = found(&database.pool(), &zone()).await;
        let quiet = TestServer::plan()
            .set("judge_quiet_ms", "300")
            .database(&database)
            .start()
            .await;
        for (phone, day) in phones.iter().zip(days) {
            let courier = courier(phone, day, &Arc::default());
            courier.run(quiet.address, WITHIN).await;
        }
        judge_all(&database.pool()).await;
        let undisturbed = judged(&database.pool()).await;
        assert!(!undisturbed["visits"].as_array().unwrap().is_empty());
        let found = difference(&undisturbed, &disturbed);
        assert!(found.is_empty(), "{}", found.join("\n"));
        quiet.finish().await;
    }
}

/// What the watch has noted: that it watched, and found nobody but owners.
async fn assert_one_writer(pool: &PgPool) {
    let violations: Vec<String> =
        sqlx::query_scalar("select violation::text from violation order by at limit 20")
            .fetch_all(pool)
            .await
            .unwrap();
    assert!(violations.is_empty(), "{violations:#?}");
    let watched: bool = sqlx::query_scalar("select is_called from watched")
        .fetch_one(pool)
        .await
        .unwrap();
    assert!(watched, "nothing was watched");
}

fn node_of(server: &TestServer) -> i32 {
    server.services.ingest.nodes.owner().unwrap().node
}

fn courier(phone: &Enrolled, day: &[Value], progress: &Arc<AtomicUsize>) -> Courier {
    Courier::new(
        &phone.token,
        phone.device.unsigned_abs().into(),
        day.to_vec(),
        progress,
    )
}

#[tokio::test]
async fn a_phone_that_changes_nodes_in_the_middle_of_a_visit_takes_its_rep_along() {
    let fleet = Fleet::found().await;
    let (a, b) = (fleet.node().await, fleet.node().await);
    let phone = &fleet.phones[0];
    let days = days(seed("nodes"), 1, OUTLETS);
    let progress = Arc::default();
    // In pieces of prime length, so that every kind of frame is a first and a last one somewhere.
    let mut at_a = true;
    for piece in days[0].chunks(7) {
        let server = if at_a { &a } else { &b };
        courier(phone, piece, &progress)
            .run(server.address, WITHIN)
            .await;
        // An owner that is reading the rep anew, or does not answer in time, keeps it: the next frame asks again.
        eventually("who has the phone has the rep", async || {
            if fleet.owner(phone.rep).await == Some(node_of(server)) {
                return Some(());
            }
            let last = &piece[piece.len() - 1..];
            courier(phone, last, &progress)
                .run(server.address, WITHIN)
                .await;
            None
        })
        .await;
        // A node keeps a rep whose phone it still believes to be there.
        eventually("the phone has left", async || {
            (server.services.ingest.connected_devices() == 0).then_some(())
        })
        .await;
        at_a = !at_a;
    }
    fleet.assert_one_writer().await;
    fleet.assert_as_undisturbed(&days).await;
    b.finish().await;
    a.finish().await;
}

#[tokio::test]
async fn two_phones_of_a_rep_on_two_nodes_are_folded_by_one_of_them() {
    let fleet = Fleet::found().await;
    let (a, b) = (fleet.node().await, fleet.node().await);
    let phone = &fleet.phones[0];
    let company = Company::found(fleet.pool.clone()).await;
    let second = company.device(phone.rep, true).await;
    let now = At(chrono::Utc::now().timestamp_millis() - 600_000);
    let mut first = TestPhone::connect(&a.client(), &phone.token).await;
    first.mark("session_start", Uuid::new_v4(), now, None).await;
    first.fixes(&[fix(now.plus_ms(1_000), pin(0))]).await;
    first.ack_all().await;
    let mut other = TestPhone::connect(&b.client(), &second.token).await;
    for i in 0..20 {
        let at = now.plus_ms(10_000 + i * 15_000);
        first.fixes(&[fix(at, pin(0))]).await;
        other.fixes(&[fix(at.plus_ms(3_000), pin(0))]).await;
        let results = other.ack_all().await;
        assert!(results.is_empty(), "{results:?}");
        first.ack_all().await;
    }
    assert_eq!(fleet.owner(phone.rep).await, Some(node_of(&a)));
    let fixes: i64 = sqlx::query_scalar("select count(*) from fix where rep_id = $1")
        .bind(phone.rep)
        .fetch_one(&fleet.pool)
        .await
        .unwrap();
    assert_eq!(fixes, 41);
    eventually("the day is judged from both", async || {
        let inputs: Option<i64> =
            sqlx::query_scalar("select count(*) from rep_day_dirty where rep_id = $1")
                .bind(phone.rep)
                .fetch_one(&fleet.pool)
                .await
                .unwrap();
        (inputs == Some(0)).then_some(())
    })
    .await;
    fleet.assert_one_writer().await;
    // The first is gone: the rep follows the one that is left.
    drop(first);
    eventually("the rep changes hands", async || {
        let at = At(chrono::Utc::now().timestamp_millis());
        other.fixes(&[fix(at, pin(0))]).await;
        other.ack_all().await;
        (fleet.owner(phone.rep).await == Some(node_of(&b))).then_some(())
    })
    .await;
    fleet.assert_one_writer().await;
    b.finish().await;
    a.finish().await;
}

#[tokio::test]
async fn viewers_and_kicks_reach_every_node() {
    let mut fleet = Fleet::empty().await;
    let a = fleet.node().await;
    front_door::found(&a).await;
    let company = Company::found(fleet.pool.clone()).await;
    company.outlets(2).await;
    let phone = company.enrolled("R1").await;
    let now = At(chrono::Utc::now().timestamp_millis() - 60_000);
    let mut device = TestPhone::connect(&a.client(), &phone.token).await;
    device
        .mark("session_start", Uuid::new_v4(), now, None)
        .await;
    device.fixes(&[fix(now.plus_ms(1_000), pin(0))]).await;
    device.ack_all().await;

    // A node that comes later is shown what others have.
    let b = fleet.node().await;
    let viewer = b.client();
    let cookie = front_door::cookie(&viewer).await.unwrap();
    let mut live = viewer.socket("/v1/live", &[("cookie", &cookie)]).await;
    live.send(&json!({"type": "subscribe", "sub": 1})).await;
    see(&mut live, phone.rep, pin(0).0).await;

    // What is lost while NATS is away is shown when it is back.
    fleet.nats.kill();
    device.fixes(&[fix(now.plus_ms(16_000), pin(1))]).await;
    device.ack_all().await;
    fleet.nats.resume().await;
    see(&mut live, phone.rep, pin(1).0).await;

    let path = format!("/api/v1/devices/{}/revoke", phone.device);
    expect(viewer.post(&path, &json!({})).await, StatusCode::OK).await;
    assert_eq!(
        device.socket.hear_close().await,
        4401,
        "revoked at the other node"
    );
    fleet.assert_one_writer().await;
    b.finish().await;
    a.finish().await;
}

/// Until the map shows a rep at that latitude.
async fn see(live: &mut Socket, rep: i32, lat: f64) {
    loop {
        let Heard::Json(frame) = live.hear().await else {
            panic!("the map is closed");
        };
        let reps = frame["reps"].as_array().cloned().unwrap_or_default();
        let is_there = |r: &Value| {
            r["id"] == rep
                && r["lat"]
                    .as_f64()
                    .is_some_and(|seen| (seen - lat).abs() < 1e-6)
        };
        if reps.iter().any(is_there) {
            return;
        }
    }
}

#[tokio::test]
async fn a_fenced_node_stores_what_it_hears_and_comes_back_under_another_name() {
    let fleet = Fleet::found().await;
    let a = fleet.node().await;
    let phone = &fleet.phones[0];
    let days = days(seed("nodes"), 1, OUTLETS);
    let progress = Arc::default();
    let (morning, evening) = days[0].split_at(days[0].len() / 2);
    courier(phone, morning, &progress)
        .run(a.address, WITHIN)
        .await;
    let was = node_of(&a);
    sqlx::query("update node set fenced_at = now() where id = $1")
        .bind(was)
        .execute(&fleet.pool)
        .await
        .unwrap();
    courier(phone, evening, &progress)
        .run(a.address, WITHIN)
        .await;
    eventually("it is a node again", async || {
        (a.services.ingest.nodes.owner()?.node != was).then_some(())
    })
    .await;
    fleet.assert_one_writer().await;
    fleet.assert_as_undisturbed(&days).await;
    a.finish_although(|line| line.contains("was fenced")).await;
}

#[tokio::test]
async fn without_nats_a_second_server_is_turned_away() {
    let first = TestServer::start().await;
    let data = DataDir::new();
    let given = Given::with(&[
        ("listen", "127.0.0.1:0"),
        ("data_dir", data.path().to_str().unwrap()),
        ("database_url", &first.database.url),
    ]);
    let config = Config::resolve(&given).unwrap().config;
    let refused = server::start(config, Clock::system()).await.err().unwrap();
    assert!(refused.to_string().contains("nats_url"), "{refused}");
    assert!(first.services.ingest.nodes.owner().is_some());
    first.finish().await;
}

/// As a load balancer would: any node that listens.
async fn anywhere(
    mut courier: Courier,
    addresses: Arc<Vec<SocketAddr>>,
    mut random: StdRng,
) -> Courier {
    let mut left = courier.queue.len();
    while left > 0 {
        let address = addresses[random.random_range(0..addresses.len())];
        courier.run_once(address).await;
        left = courier.queue.len() - courier.acked;
    }
    courier
}

const ROUNDS: usize = 6;

#[tokio::test]
async fn what_is_acknowledged_survives_the_death_of_nodes_and_of_nats() {
    let seed = seed("nodes");
    let mut random = StdRng::seed_from_u64(seed);
    let mut fleet = Fleet::found().await;
    let days = days(seed, fleet.phones.len(), OUTLETS);
    let homes: Vec<DataDir> = (0..3).map(|_| DataDir::new()).collect();
    let args = |listen: String| {
        [
            listen,
            format!("--nats-url={}", fleet.nats.url),
            format!("--database-url={}", fleet.database.url),
            "--judge-quiet-ms=300".to_owned(),
            "--judge-at-most-ms=1000".to_owned(),
        ]
    };
    let serve = |home: &DataDir, args: &[String]| {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        Process::serve(home.path(), &args)
    };
    let mut nodes: Vec<Process> = homes
        .iter()
        .map(|home| serve(home, &args("--listen=127.0.0.1:0".to_owned())))
        .collect();
    let settings: Vec<_> = nodes
        .iter()
        .map(|node| args(format!("--listen={}", node.address)))
        .collect();
    let addresses = Arc::new(nodes.iter().map(|node| node.address).collect::<Vec<_>>());

    let progress = Arc::new(AtomicUsize::new(0));
    let frames: usize = days.iter().map(Vec::len).sum();
    let running: Vec<_> = (0..)
        .zip(fleet.phones.iter().zip(&days))
        .map(|(i, (phone, day))| {
            let random = StdRng::seed_from_u64(seed.wrapping_add(i));
            let mut courier = courier(phone, day, &progress);
            // So that a day takes its rep from node to node.
            courier.patience = Some(9);
            tokio::spawn(anywhere(courier, addresses.clone(), random))
        })
        .collect();
    let mut points: Vec<usize> = (0..ROUNDS)
        .map(|_| random.random_range(0..frames * 9 / 10))
        .collect();
    points.sort_unstable();
    let (mut killed, mut stopped, mut buses) = (0, 0, 0);
    for point in points {
        eventually("the phones get on", async || {
            (progress.load(Ordering::Relaxed) >= point).then_some(())
        })
        .await;
        let which = random.random_range(0..nodes.len());
        match random.random_range(0..4) {
            0 => {
                fleet.nats.kill();
                buses += 1;
                fleet.nats.resume().await;
            }
            1 => {
                // Longer than it takes to be fenced: it wakes up owning what is another's.
                stopped += 1;
                nodes[which].stand_still();
                // First it is silent, then it is fenced.
                for silent in [true, false] {
                    eventually("a node that stands still is fenced", async || {
                        (fleet.is_silent().await == silent).then_some(())
                    })
                    .await;
                }
                signal(nodes[which].id(), Signal::CONT);
            }
            _ => {
                killed += 1;
                let node = nodes.remove(which);
                node.kill();
                nodes.insert(which, serve(&homes[which], &settings[which]));
            }
        }
        eventually("all are nodes", async || {
            let living: i64 =
                sqlx::query_scalar("select count(*) from node where fenced_at is null")
                    .fetch_one(&fleet.pool)
                    .await
                    .unwrap();
            (living == nodes.len() as i64).then_some(())
        })
        .await;
    }
    let mut couriers = Vec::new();
    for courier in running {
        couriers.push(
            tokio::time::timeout(WITHIN, courier)
                .await
                .expect("the phones end")
                .unwrap(),
        );
    }
    judge_all(&fleet.pool).await;
    let kept = Kept::of(&fleet.pool, &fleet.phones, &days).await;
    let (lost, duplicates) = (kept.lost().count(), kept.duplicates);
    let changes: i64 = sqlx::query_scalar("select coalesce(sum(epoch), 0)::int8 from rep_owner")
        .fetch_one(&fleet.pool)
        .await
        .unwrap();
    eprintln!(
        "nodes: {killed} killed, {stopped} stopped, NATS killed {buses} times; {} connections, reps changed hands {changes} times; lost {lost}, duplicates {duplicates}",
        couriers.iter().map(|c| c.connects).sum::<usize>(),
    );
    assert_eq!((lost, duplicates), (0, 0), "TEST_SEED={seed}");
    fleet.assert_one_writer().await;
    fleet.assert_as_undisturbed(&days).await;
    for node in nodes {
        assert_eq!(node.terminate(), Some(0));
    }
}
