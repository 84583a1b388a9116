//! A disk that is full for a while: phones wait, nothing that was acknowledged is lost, and all goes on by itself once there
//! is room. The disk holds tables and log, so each finds no room in turn.

use std::{
    fs::OpenOptions,
    io::Write,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::{
    nothing_lost::{Kept, embedded, found, zone},
    support::{
        courier::Courier, data_dir::DataDir, day::days, eventually, eventually_within,
        process::Process, seed,
    },
};

const DISK_BYTES: u64 = 400 << 20;
const PHONES: usize = 4;
const OUTLETS: i32 = 6;
const WITHIN: Duration = Duration::from_mins(2);

/// Takes what room there is.
fn fill(ballast: &Path) {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(ballast)
        .unwrap();
    for piece in [1 << 20, 4 << 10, 1] {
        while file.write_all(&vec![0; piece]).is_ok() {}
    }
}

#[tokio::test]
async fn phones_wait_while_the_disk_is_full_and_nothing_is_lost() {
    if !rustix::process::getuid().is_root() {
        eprintln!("full_disk: left out, only root can make a small disk");
        return;
    }
    let seed = seed("full_disk");
    let days = days(seed, PHONES, OUTLETS);
    let home = DataDir::with_disk(DISK_BYTES);
    let first = Process::serve(home.path(), &[]);
    let listen = format!("--listen={}", first.address);
    let pool = embedded(&home).await;
    let phones = found(&pool, &zone()).await;
    pool.close().await;
    first.kill();
    let server = Process::serve(home.path(), &[&listen]);
    let client = server.client();

    let progress = Arc::new(AtomicUsize::new(0));
    let frames: usize = days.iter().map(Vec::len).sum();
    let running: Vec<_> = phones
        .iter()
        .zip(&days)
        .map(|(phone, day)| {
            let install = phone.device.unsigned_abs().into();
            let courier = Courier::new(&phone.token, install, day.clone(), &progress);
            tokio::spawn(courier.run(server.address, WITHIN))
        })
        .collect();
    eventually("the phones get on", async || {
        (progress.load(Ordering::Relaxed) >= frames / 4).then_some(())
    })
    .await;
    let ballast = home.path().join("ballast");
    let pool = embedded(&home).await;
    eventually("a table finds no room", async || {
        fill(&ballast);
        let metrics = client.get("/metrics").await.text().await.unwrap();
        let faults = metrics
            .lines()
            .find_map(|line| line.strip_prefix("fieldbeat_writer_faults_total "));
        (faults?.parse::<u64>().unwrap() > 0).then_some(())
    })
    .await;
    assert_eq!(client.get("/healthz").await.status(), 200);
    eventually(
        "the log finds no room, which ends the database",
        async || {
            fill(&ballast);
            // A new segment each time.
            let next =
                "select pg_switch_wal() from pg_logical_emit_message(true, 'full_disk', 'a word')";
            sqlx::query(next).execute(&pool).await.err()
        },
    )
    .await;
    pool.close().await;
    let waiting = progress.load(Ordering::Relaxed);
    assert!(waiting < frames, "phones wait");
    eventually("the server says that it is not ready", async || {
        (client.get("/readyz").await.status() == 503).then_some(())
    })
    .await;
    assert_eq!(client.get("/healthz").await.status(), 200);

    std::fs::remove_file(&ballast).unwrap();
    eventually_within(WITHIN, "ready again, by itself", async || {
        (client.get("/readyz").await.status() == 200).then_some(())
    })
    .await;
    let mut refused = Vec::new();
    for courier in running {
        let results = courier.await.unwrap().results;
        refused.extend(results.into_iter().filter(|r| r["status"] == "rejected"));
    }
    assert!(refused.is_empty(), "{refused:?}");
    let pool = embedded(&home).await;
    let kept = Kept::of(&pool, &phones, &days).await;
    assert_eq!(kept.duplicates, 0, "stored twice");
    assert_eq!(kept.sent, kept.stored, "TEST_SEED={seed}");
    pool.close().await;
    assert_eq!(server.terminate(), Some(0));
}
