//! Nothing lost: phones stream while server and database are killed at random points, again and
//! again; what was acknowledged is stored once, and judged as if nothing had happened.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::Timelike;
use fieldbeat_domain::rules::Rules;
use rand::{Rng, SeedableRng, rngs::StdRng};
use rustix::process::Signal;
use serde_json::Value;
use sqlx::{PgPool, Row, postgres::PgPoolOptions};

use crate::support::{
    company::{Company, Enrolled},
    courier::Courier,
    data_dir::DataDir,
    database::TestDatabase,
    day::{days, difference, judged},
    eventually,
    process::{Process, signal},
    seed,
    server::TestServer,
};

const PHONES: i32 = 4;
const OUTLETS: i32 = 6;
const KILLS: usize = 6;
const WITHIN: Duration = Duration::from_mins(2);

/// A zone in which it is early afternoon now: the day so far lies in one company date.
pub fn zone() -> String {
    let ahead = (14 - i64::from(chrono::Utc::now().hour())).clamp(-12, 14);
    match ahead {
        0 => "Etc/GMT".to_owned(),
        1.. => format!("Etc/GMT-{ahead}"),
        _ => format!("Etc/GMT+{}", -ahead),
    }
}

pub async fn found(pool: &PgPool, zone: &str) -> Vec<Enrolled> {
    let mut rules = serde_json::to_value(Rules::default()).unwrap();
    rules["time"]["time_zone"] = zone.into();
    // One row with the same number everywhere: the version is part of what is hashed.
    sqlx::query("insert into rule_version (effective_from, settings) select '2000-01-01', '{}' where not exists (select from rule_version)")
        .execute(pool)
        .await
        .unwrap();
    sqlx::query("update rule_version set settings = $1")
        .bind(rules)
        .execute(pool)
        .await
        .unwrap();
    let company = Company::found(pool.clone()).await;
    company.outlets(OUTLETS).await;
    let mut phones = Vec::new();
    for i in 1..=PHONES {
        phones.push(company.enrolled(&format!("R{i}")).await);
    }
    phones
}

pub async fn embedded(home: &DataDir) -> PgPool {
    let text = std::fs::read_to_string(home.path().join("postgres/postmaster.pid")).unwrap();
    let host = text.lines().nth(4).unwrap().trim();
    let url = format!("postgres://fieldbeat@localhost/fieldbeat?host={host}");
    PgPoolOptions::new()
        .max_connections(2)
        .connect(&url)
        .await
        .unwrap()
}

/// Everything judged once more from what is stored.
pub async fn judge_all(pool: &PgPool) {
    sqlx::query(
        "insert into rep_day_dirty (rep_id, date) select distinct rep_id, date from mark
         on conflict (rep_id, date) do update set version = rep_day_dirty.version + 1",
    )
    .execute(pool)
    .await
    .unwrap();
    eventually("every day judged", async || {
        let left: i64 = sqlx::query("select count(*) from rep_day_dirty")
            .fetch_one(pool)
            .await
            .ok()?
            .get(0);
        (left == 0).then_some(())
    })
    .await;
}

/// What phones sent beside what is stored: (device, at, lat, lng) of fixes, (device, type, id) of all else.
pub struct Kept {
    pub sent: BTreeSet<String>,
    pub stored: BTreeSet<String>,
    /// Stored once more than once.
    pub duplicates: usize,
}

impl Kept {
    pub async fn of(pool: &PgPool, phones: &[Enrolled], days: &[Vec<Value>]) -> Self {
        let all = stored(pool).await;
        let stored: BTreeSet<String> = all.iter().cloned().collect();
        Self {
            sent: sent(phones, days),
            duplicates: all.len() - stored.len(),
            stored,
        }
    }

    pub fn lost(&self) -> impl Iterator<Item = &String> {
        self.sent.difference(&self.stored)
    }
}

fn sent(phones: &[Enrolled], days: &[Vec<Value>]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (Enrolled { device, .. }, frames) in phones.iter().zip(days) {
        for frame in frames {
            for fix in frame["fixes"].as_array().into_iter().flatten() {
                let e7 = |key: &str| (fix[key].as_f64().unwrap() * 1e7).round() as i64;
                all.insert(format!(
                    "{device} {} {} {}",
                    fix["at"].as_str().unwrap(),
                    e7("lat"),
                    e7("lng")
                ));
            }
            if let Some(id) = frame["id"].as_str() {
                let kind = frame["kind"]
                    .as_str()
                    .unwrap_or(frame["type"].as_str().unwrap());
                all.insert(format!("{device} {kind} {id}"));
            }
        }
    }
    all
}

async fn stored(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select format('%s %s %s %s', device_id, to_char(at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), lat_e7, lng_e7) from fix
         union all select format('%s %s %s', device_id, type, id) from mark
         union all select format('%s %s %s', device_id, kind, id) from device_record",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

#[tokio::test]
async fn what_is_acknowledged_survives_the_death_of_server_and_database() {
    let seed = seed("nothing_lost");
    let mut random = StdRng::seed_from_u64(seed);
    let zone = zone();
    let days = days(seed, PHONES as usize, OUTLETS);

    let home = DataDir::new();
    let pace = ["--judge-quiet-ms=300", "--judge-at-most-ms=1000"];
    let first = Process::serve(home.path(), &pace);
    let listen = format!("--listen={}", first.address);
    let address = first.address;
    let pool = embedded(&home).await;
    let phones = found(&pool, &zone).await;
    pool.close().await;
    first.kill();
    let args = [pace[0], pace[1], listen.as_str()];
    let mut server = Some(Process::serve(home.path(), &args));

    let progress = Arc::new(AtomicUsize::new(0));
    let frames: usize = days.iter().map(Vec::len).sum();
    let running: Vec<_> = phones
        .iter()
        .zip(&days)
        .map(|(p, day)| {
            let install = p.device.unsigned_abs().into();
            let courier = Courier::new(&p.token, install, day.clone(), &progress);
            tokio::spawn(courier.run(address, WITHIN))
        })
        .collect();
    let mut points: Vec<usize> = (0..KILLS)
        .map(|_| random.random_range(0..frames * 9 / 10))
        .collect();
    points.sort_unstable();
    let (mut servers, mut databases) = (0, 0);
    for point in points {
        eventually("the phones get on", async || {
            (progress.load(Ordering::Relaxed) >= point).then_some(())
        })
        .await;
        let whom = random.random_range(0..3);
        let postmaster = home.postmaster().unwrap();
        if whom != 0 {
            signal(postmaster, Signal::KILL);
            databases += 1;
        }
        if whom != 1 {
            server.take().unwrap().kill();
            servers += 1;
            server = Some(Process::serve(home.path(), &args));
        }
        if whom != 0 {
            eventually("another postmaster", async || {
                home.postmaster().filter(|pid| *pid != postmaster)
            })
            .await;
        }
    }
    let mut couriers = Vec::new();
    for courier in running {
        couriers.push(courier.await.unwrap());
    }
    let refused: Vec<&Value> = couriers
        .iter()
        .flat_map(|c| &c.results)
        .filter(|r| r["status"] == "rejected")
        .collect();
    assert!(refused.is_empty(), "{refused:?}");

    let pool = embedded(&home).await;
    judge_all(&pool).await;
    let kept = Kept::of(&pool, &phones, &days).await;
    let (lost, duplicates) = (kept.lost().count(), kept.duplicates);
    let resent: usize = couriers.iter().map(|c| c.sent).sum::<usize>() - frames;
    eprintln!(
        "nothing_lost: {servers} servers and {databases} databases killed; {frames} frames, {} items, {resent} frames resent, {} connections; lost {lost}, duplicates {duplicates}",
        kept.sent.len(),
        couriers.iter().map(|c| c.connects).sum::<usize>(),
    );
    let missing: Vec<&String> = kept.lost().take(40).collect();
    let told: BTreeSet<String> = couriers
        .iter()
        .flat_map(|c| &c.results)
        .map(|r| format!("{} {}", r["status"], r["code"]))
        .collect();
    assert_eq!((lost, duplicates), (0, 0), "{missing:#?}\n{told:?}");
    assert_eq!(kept.sent, kept.stored);
    let disturbed = judged(&pool).await;
    pool.close().await;
    server.take().unwrap().kill();

    // The same day on a server that nobody disturbs.
    let database = Arc::new(TestDatabase::new().await);
    let phones = found(&database.pool(), &zone).await;
    let quiet = TestServer::plan()
        .set("judge_quiet_ms", "300")
        .database(&database)
        .start()
        .await;
    for (phone, day) in phones.iter().zip(&days) {
        let install = phone.device.unsigned_abs().into();
        let courier = Courier::new(&phone.token, install, day.clone(), &progress);
        courier.run(quiet.address, WITHIN).await;
    }
    judge_all(&database.pool()).await;
    let undisturbed = judged(&database.pool()).await;
    assert!(
        undisturbed["visits"].as_array().unwrap().len()
            >= usize::try_from(PHONES * OUTLETS).unwrap()
    );
    let found = difference(&undisturbed, &disturbed);
    assert!(found.is_empty(), "TEST_SEED={seed}\n{}", found.join("\n"));
    quiet.finish().await;
}
