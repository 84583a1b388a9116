//! Spans reach a collector that is named, and say nothing of whom they are about.

use fieldbeat_domain::time::At;
use reqwest::StatusCode;
use uuid::Uuid;

use crate::{
    nothing_lost::zone,
    support::{
        company::{Company, TestPhone, fix, pin},
        data_dir::DataDir,
        database::TestDatabase,
        eventually, front_door,
        process::Process,
        receiver::Receiver,
    },
};

/// Spans are protobuf, whose texts stand as they are.
fn says(bodies: &[u8], text: &str) -> bool {
    bodies
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_and_a_batch_reach_the_collector_and_no_name_number_or_token() {
    let (collector, database, home) = (
        Receiver::start().await,
        TestDatabase::new().await,
        DataDir::new(),
    );
    let args = [
        format!("--database-url={}", database.url),
        format!("--otlp-url={}", collector.url),
        "--otlp-share-pct=100".to_owned(),
    ];
    let server = Process::serve(home.path(), &args.each_ref().map(String::as_str));
    let client = server.client();
    let link = server.first_run_link.as_ref().unwrap();
    front_door::first_run(&client, link, &zone(), ["00:00", "23:59"]).await;
    let company = Company::found(database.pool()).await;
    company.outlets(1).await;
    let device = company.enrolled("R-secret-7").await;
    let now = At(chrono::Utc::now().timestamp_millis() - 60_000);
    let mut phone = TestPhone::connect(&client, &device.token).await;
    phone.mark("session_start", Uuid::new_v4(), now, None).await;
    phone.fixes(&[fix(now.plus_ms(1_000), pin(0))]).await;
    phone.ack_all().await;
    let missing = client
        .get("/api/v1/outlets/424242424?q=word-of-a-person")
        .await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    let sent = || -> Vec<u8> {
        let requests = collector.seen();
        requests
            .iter()
            .flat_map(|request| request.body.to_vec())
            .collect()
    };
    eventually("spans come to the collector", async || {
        let sent = sent();
        let expected = [
            "GET /api/v1/outlets/{id}",
            "batch",
            "commit_ms",
            "reading of a rep",
        ];
        expected.iter().all(|text| says(&sent, text)).then_some(())
    })
    .await;
    // What waits is sent at the end.
    let _ = client.get("/api/v1/reps").await;
    assert_eq!(server.terminate(), Some(0));
    let sent = sent();
    assert!(says(&sent, "GET /api/v1/reps"));
    for secret in ["424242424", "word-of-a-person", "R-secret-7", &device.token] {
        assert!(!says(&sent, secret), "{secret} went to the collector");
    }
}
