//! The bytes on the disk: where a rep was outside of work is in no file of the database, in no log and in no backup.

use std::process::Command;

use fieldbeat::{
    clock::Clock,
    embedded_postgres::Cluster,
    store::{migrate, partition::TimescaleChoice},
};
use fieldbeat_domain::time::At;
use serde_json::json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use crate::support::{
    company::{Company, TestPhone, fix, time},
    data_dir::DataDir,
    server::TestServer,
    traces::{in_files, in_text},
};

const MIN_MS: i64 = 60_000;
/// While working: they must be found, or the search would prove nothing.
const WORK: (f64, f64) = (21.045_678_9, 105.845_678_9);
const CHECK_IN: (f64, f64) = (21.047_891_3, 105.847_891_3);
/// Before the session, in a break, after its end; and a mark's own position in the break.
const OFF: [(f64, f64); 3] = [
    (21.012_345_6, 105.812_345_6),
    (21.023_456_7, 105.823_456_7),
    (21.034_567_8, 105.834_567_8),
];
/// Taken as work, and uncovered by an end that came later.
const UNCOVERED: (f64, f64) = (21.056_789_1, 105.856_789_1);

fn pg_dump(host: &str) -> Vec<u8> {
    let done = Command::new(newest_pg_dump())
        .args(["--host", host, "--username", "fieldbeat", "fieldbeat"])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    done.stdout
}

/// That of the newest server that is installed: an older one refuses.
fn newest_pg_dump() -> std::path::PathBuf {
    let mut found: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .map(|e| e.unwrap().path().join("bin/pg_dump"))
        .filter(|p| p.exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| "pg_dump".into())
}

#[tokio::test]
async fn where_a_rep_was_outside_of_work_is_in_no_file() {
    let home = DataDir::new();
    let cluster = Cluster::start(home.path()).await.unwrap();
    let options = cluster.connect_options();
    let host = options.get_socket().unwrap().display().to_string();
    let today = chrono::Utc::now().date_naive();
    migrate::run(&options, TimescaleChoice::Off, 8, today)
        .await
        .unwrap();
    let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
    let noon = At(midnight * 1000 + 5 * 60 * MIN_MS);
    let server = TestServer::plan()
        .set(
            "database_url",
            format!("postgres://fieldbeat@localhost/fieldbeat?host={host}"),
        )
        .set("judge_quiet_ms", "0")
        .clock(&Clock::at(noon))
        .start()
        .await;
    let company = Company::found(server.services.db.clone()).await;
    company.outlets(2).await;
    let enrolled = company.enrolled("R1").await;
    server.services.ingest.world_changed().await;
    let ago = |min: i64| noon.plus_ms(-min * MIN_MS);
    let mut phone = TestPhone::connect(&server.client(), &enrolled.token).await;
    let (session, pause) = (Uuid::new_v4(), Uuid::new_v4());
    phone
        .fixes(&[fix(ago(130), OFF[0]), fix(ago(129), OFF[0])])
        .await;
    phone.mark("session_start", session, ago(120), None).await;
    phone
        .fixes(&[
            fix(ago(119), WORK),
            fix(ago(125), OFF[0]),
            fix(ago(110), WORK),
        ])
        .await;
    let visit = Uuid::new_v4();
    let check_in = json!({"type": "check_in", "id": visit, "at": time(ago(105)), "outlet": "O1", "fix": fix(ago(105), CHECK_IN)});
    phone.send(check_in).await;
    phone
        .fixes(&[fix(ago(104), WORK), fix(ago(100), WORK)])
        .await;
    phone.mark("break_start", pause, ago(90), None).await;
    phone
        .fixes(&[fix(ago(80), OFF[1]), fix(ago(75), OFF[1])])
        .await;
    phone.mark("break_end", pause, ago(70), None).await;
    phone
        .fixes(&[
            fix(ago(85), OFF[1]),
            fix(ago(60), WORK),
            fix(ago(20), UNCOVERED),
        ])
        .await;
    phone.ack_all().await;
    phone.mark("session_end", session, ago(30), None).await;
    // What is declared there is a fact, where it was is not kept.
    for (min, place) in [(82, OFF[1]), (12, OFF[2])] {
        let check_out = json!({"type": "check_out", "id": Uuid::new_v4(), "at": time(ago(min)), "fix": fix(ago(min), place)});
        phone.send(check_out).await;
    }
    phone
        .fixes(&[fix(ago(15), OFF[2]), fix(ago(1), OFF[2])])
        .await;
    phone.ack_all().await;
    // Over HTTP too, where a batch is read as a whole; malformed ones among them.
    let bearer = format!("Bearer {}", enrolled.token);
    let frames = json!({"frames": [
        {"n": 1, "type": "fixes", "fixes": [fix(ago(10), OFF[2]), {"at": "x", "lat": OFF[2].0, "lng": OFF[2].1}]},
        {"n": 2, "type": "check_out", "id": "no uuid", "at": time(ago(5)), "fix": fix(ago(5), OFF[2])},
    ]});
    let sent = server
        .client()
        .request(reqwest::Method::POST, "/v1/device/frames");
    let sent = sent
        .header("authorization", bearer)
        .json(&frames)
        .send()
        .await
        .unwrap();
    assert!(sent.status().is_success(), "{}", sent.text().await.unwrap());
    crate::support::eventually("the day is judged", async || {
        (company.count("rep_day_dirty").await == 0).then_some(())
    })
    .await;
    let log = server.log.all();
    server.finish().await;

    // What a logical backup holds, and then every file: tables, indexes, write-ahead log, logs.
    let mut conn = PgConnection::connect_with(&options).await.unwrap();
    sqlx::query("checkpoint").execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let dump = pg_dump(&host);
    cluster.stop().await.unwrap();
    let work = in_files(home.path(), WORK);
    assert!(work.iter().any(|f| f.contains("pg_wal")), "{work:?}");
    assert!(work.iter().any(|f| f.contains("base/")), "{work:?}");
    let check_in = in_files(home.path(), CHECK_IN);
    assert!(
        check_in
            .iter()
            .any(|f| f.contains("jsonb") && f.contains("base/")),
        "{check_in:?}"
    );
    assert!(!in_text(&dump, WORK).is_empty());
    for place in OFF {
        assert_eq!(
            in_files(home.path(), place),
            Vec::<String>::new(),
            "{place:?}"
        );
        assert!(in_text(&dump, place).is_empty(), "{place:?} in the backup");
        assert!(
            in_text(log.as_bytes(), place).is_empty(),
            "{place:?} in the log"
        );
    }
    // What an end that came later uncovers had been work when it was written: no reader and no backup by rows finds it, while the
    // write-ahead log keeps it until it is used anew (docs/privacy.md).
    assert!(in_text(&dump, UNCOVERED).is_empty());
    assert!(in_text(log.as_bytes(), UNCOVERED).is_empty());
    let lingering = in_files(home.path(), UNCOVERED);
    assert!(
        lingering.iter().any(|f| f.contains("pg_wal")),
        "{lingering:?}"
    );
}
