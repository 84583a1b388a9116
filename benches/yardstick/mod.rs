//! The loop without engine: a WebSocket that decodes and checks, copies in batches, acknowledges.
//! No session gate, no tracker, no marks: what ingest costs beyond this is the engine's price.

use axum::{
    Router,
    extract::{
        State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    routing::get,
};
use fieldbeat::{
    store::copy::FixRows,
    wire::{
        device::{Body, decode},
        device_check::{Receipt, check_fix},
    },
};
use fieldbeat_domain::{
    fix::Fix,
    id::{DeviceId, RepId},
    rules::Rules,
    time::At,
};
use futures_util::{SinkExt, StreamExt};
use sqlx::{Connection, PgPool};
use tokio::sync::mpsc;

/// As the server's. What is read at once is wiped before: the library's 128 KiB would cost more than what they bring.
pub const READ_BUFFER_BYTES: usize = 2_048;

struct Job {
    rep: RepId,
    n: u64,
    fixes: Vec<Fix>,
    done: mpsc::Sender<u64>,
}

pub async fn serve(pool: PgPool) -> String {
    let (jobs, queue) = mpsc::channel::<Job>(4_096);
    tokio::spawn(write(pool, queue));
    let app = Router::new().route("/", get(upgrade)).with_state(jobs);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

async fn upgrade(
    State(jobs): State<mpsc::Sender<Job>>,
    ws: WebSocketUpgrade,
) -> axum::response::Response {
    ws.read_buffer_size(READ_BUFFER_BYTES)
        .on_upgrade(move |socket| run(socket, jobs))
}

async fn run(socket: WebSocket, jobs: mpsc::Sender<Job>) {
    let (mut sink, mut source) = socket.split();
    let Some(Ok(Message::Text(hello))) = source.next().await else {
        return;
    };
    let hello: serde_json::Value = serde_json::from_str(&hello).unwrap();
    let id = |key: &str| i32::try_from(hello[key].as_i64().unwrap()).unwrap();
    let (rep, device) = (RepId(id("rep")), DeviceId(id("device_id")));
    sink.send(Message::text(r#"{"type":"welcome"}"#))
        .await
        .unwrap();
    let (done, mut acked) = mpsc::channel::<u64>(1_024);
    tokio::spawn(async move {
        let mut ready = Vec::new();
        while acked.recv_many(&mut ready, 1_024).await > 0 {
            let n = ready.drain(..).max().unwrap();
            let ack = format!(r#"{{"type":"ack","n":{n}}}"#);
            if sink.send(Message::text(ack)).await.is_err() {
                return;
            }
        }
    });
    let rules = Rules::default();
    while let Some(Ok(Message::Text(text))) = source.next().await {
        let frame = decode(&text).unwrap();
        let fixes = match frame.body {
            Body::Fixes { fixes, .. } => fixes,
            _ => Vec::new(),
        };
        let newest = fixes.iter().flatten().map(|f| f.at.0.0).max().unwrap_or(0);
        let receipt = Receipt {
            device,
            received_at: At(newest),
            clock_offset_ms: 0,
            emulator: false,
        };
        let fixes = fixes
            .iter()
            .flatten()
            .map(|f| check_fix(f, &receipt, &rules).unwrap())
            .collect();
        let job = Job {
            rep,
            n: frame.n,
            fixes,
            done: done.clone(),
        };
        jobs.send(job).await.unwrap();
    }
}

async fn write(pool: PgPool, mut queue: mpsc::Receiver<Job>) {
    let mut conn = pool.acquire().await.unwrap().detach();
    let mut rows = FixRows::default();
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, 8_192).await > 0 {
        rows.clear();
        for job in &batch {
            for fix in &job.fixes {
                rows.push(job.rep, fix, fix.at);
            }
        }
        let mut tx = conn.begin().await.unwrap();
        if !rows.is_empty() {
            rows.copy_into(&mut tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        for job in batch.drain(..) {
            let _ = job.done.send(job.n).await;
        }
    }
}
