//! A phone that never gives up: sends its queue in order, resends what was not acknowledged after
//! every loss of the connection, until all of it is.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use uuid::Uuid;

use super::client::{Client, Heard, Socket};

/// Frames sent and not acknowledged.
const WINDOW: usize = 8;

pub struct Courier {
    pub token: String,
    pub install: Uuid,
    pub queue: Vec<Value>,
    /// Over all couriers, for whoever breaks things meanwhile.
    pub progress: Arc<AtomicUsize>,
    pub acked: usize,
    pub sent: usize,
    pub connects: usize,
    pub results: Vec<Value>,
    /// Acknowledged frames after which it connects anew.
    pub patience: Option<usize>,
}

impl Courier {
    pub fn new(token: &str, install: u128, queue: Vec<Value>, progress: &Arc<AtomicUsize>) -> Self {
        Self {
            token: token.to_owned(),
            install: Uuid::from_u128(install),
            queue,
            progress: Arc::clone(progress),
            acked: 0,
            sent: 0,
            connects: 0,
            results: Vec::new(),
            patience: None,
        }
    }

    /// Returns itself when everything is acknowledged.
    pub async fn run(mut self, address: SocketAddr, within: Duration) -> Self {
        let client = Client::new(address);
        let start = Instant::now();
        while self.acked < self.queue.len() {
            assert!(
                start.elapsed() < within,
                "{} of {} acknowledged",
                self.acked,
                self.queue.len()
            );
            self.once(&client).await;
        }
        self
    }

    /// One connection, for as long as it lasts.
    pub async fn run_once(&mut self, address: SocketAddr) {
        self.once(&Client::new(address)).await;
    }

    async fn once(&mut self, client: &Client) {
        if let Some(socket) = self.connect(client).await {
            self.connects += 1;
            self.stream(socket).await;
        }
        // A phone's pause before it tries again.
        tokio::time::sleep(Duration::from_millis(30)).await;
    }

    async fn connect(&self, client: &Client) -> Option<Socket> {
        let mut socket = client.try_socket("/v1/device", &[]).await.ok()?;
        let hello =
            json!({ "type": "hello", "protocol": 1, "token": self.token, "install": self.install });
        if !socket.try_send(&hello).await {
            return None;
        }
        match socket.hear().await {
            Heard::Json(frame) if frame["type"] == "welcome" => Some(socket),
            _ => None,
        }
    }

    async fn stream(&mut self, mut socket: Socket) {
        let mut next = self.acked;
        let until = self.patience.map_or(usize::MAX, |more| self.acked + more);
        while self.acked < self.queue.len().min(until) {
            while next < self.queue.len() && next < self.acked + WINDOW {
                let mut frame = self.queue[next].clone();
                next += 1;
                frame["n"] = Value::from(next);
                self.sent += 1;
                if !socket.try_send(&frame).await {
                    return;
                }
            }
            match socket.hear().await {
                Heard::Json(frame) if frame["type"] == "ack" => {
                    let n = usize::try_from(frame["n"].as_u64().unwrap()).unwrap();
                    assert!(
                        n <= next && n > self.acked,
                        "ack {n} of {next}, {} before",
                        self.acked
                    );
                    self.progress.fetch_add(n - self.acked, Ordering::Relaxed);
                    self.acked = n;
                    self.results
                        .extend(frame["results"].as_array().cloned().unwrap_or_default());
                }
                Heard::Json(frame) => assert_ne!(frame["type"], "error", "{frame}"),
                Heard::Binary(_) | Heard::Closed(..) | Heard::Gone => return,
            }
        }
    }
}
