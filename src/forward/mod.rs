//! Sends every stored position on to another tracking server, as Traccar forwards its own (`forward.type = json`).
//!
//! Owns the queue, the lanes and what is tried again; [`body`] the words. Never waits for the receiver where positions are
//! taken in: a queue that is full loses what is new, and counts it. What was sent before is with the receiver.

mod body;

use std::{collections::HashMap, time::Duration};

use fieldbeat_domain::{fix::Fix, id::RepId, time::At};
use reqwest::{
    Client, StatusCode, Url,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
    redirect,
};
use sqlx::PgPool;
use tokio::sync::mpsc;

use crate::{
    shutdown::Token,
    store::device::{self, Sender},
};

/// Positions of one rep go one after the other, those of different reps beside each other.
const LANES: usize = 16;
/// Positions that may wait in a lane: some minutes of a receiver that is away.
const LANE_MAX: usize = 4_096;
/// One POST, from the first byte to the answer.
const ATTEMPT_MAX: Duration = Duration::from_secs(10);
/// Waited before each further attempt; after the last the position is given up.
const RETRIES: [Duration; 4] = [
    Duration::from_millis(500),
    Duration::from_secs(2),
    Duration::from_secs(8),
    Duration::from_secs(30),
];
/// Devices whose names a lane remembers; then it forgets all and asks anew, so that changed names come through.
const NAMES_MAX: usize = 2_000;

/// The client cannot be made, which is a fault of the machine's roots of trust.
#[derive(Debug, thiserror::Error)]
#[error("no TLS client to forward positions: {0}")]
pub struct NoClient(#[from] reqwest::Error);

/// Where positions go, as set for the process.
#[derive(Clone, PartialEq, Eq)]
pub struct Destination {
    pub url: Url,
    /// Added to each request; says who sends.
    pub header: Option<(HeaderName, HeaderValue)>,
}

/// The value of a header is a secret.
impl std::fmt::Debug for Destination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Destination({})",
            self.url.host_str().unwrap_or_default()
        )
    }
}

/// `Name: value`, as HTTP writes it.
pub fn header(text: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = text.split_once(':')?;
    let mut value = HeaderValue::from_str(value.trim()).ok()?;
    value.set_sensitive(true);
    Some((name.trim().parse().ok()?, value))
}

/// A position that was committed.
struct Stored {
    rep: RepId,
    fix: Fix,
    received_at: At,
}

/// A handle for who commits positions. Cheap to clone; [`Self::off`] takes nothing.
#[derive(Clone, Default)]
pub struct Forwarder(Vec<mpsc::Sender<Stored>>);

impl Forwarder {
    pub fn off() -> Self {
        Self::default()
    }

    /// Starts the lanes. They end with the server; what waits then is not sent.
    pub fn start(to: &Destination, db: &PgPool, shutdown: &Token) -> Result<Self, NoClient> {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(ATTEMPT_MAX)
            .referer(false)
            .build()?;
        let lanes = (0..LANES).map(|_| {
            let (sender, receiver) = mpsc::channel(LANE_MAX);
            let lane = Lane {
                to: to.clone(),
                client: client.clone(),
                db: db.clone(),
                names: HashMap::new(),
            };
            let stop = shutdown.clone();
            shutdown.spawn("forwarding", async move {
                tokio::select! {
                    () = lane.run(receiver) => {}
                    () = stop.started() => {}
                }
            });
            sender
        });
        Ok(Self(lanes.collect()))
    }

    pub fn is_on(&self) -> bool {
        !self.0.is_empty()
    }

    /// Leaves a committed position for its lane; never waits.
    pub fn put(&self, rep: RepId, fix: Fix, received_at: At) {
        let lane = rep.0.unsigned_abs() as usize % LANES;
        let Some(lane) = self.0.get(lane) else { return };
        let stored = Stored {
            rep,
            fix,
            received_at,
        };
        if lane.try_send(stored).is_err() {
            metrics::counter!("fieldbeat_forwarded_total", "result" => "queue_full").increment(1);
        }
    }
}

struct Lane {
    to: Destination,
    client: Client,
    db: PgPool,
    names: HashMap<(i32, i32), Sender>,
}

impl Lane {
    async fn run(mut self, mut receiver: mpsc::Receiver<Stored>) {
        while let Some(stored) = receiver.recv().await {
            let result = self.send(&stored).await;
            metrics::counter!("fieldbeat_forwarded_total", "result" => result).increment(1);
        }
    }

    /// Until it is taken, refused for good, or tried often enough; the word says which.
    async fn send(&mut self, stored: &Stored) -> &'static str {
        let mut retries = RETRIES.into_iter();
        loop {
            let outcome = match self.sender(stored).await {
                Ok(Some(sender)) => self.post(stored, &sender).await,
                // Of a device that is gone.
                Ok(None) => return "unknown_device",
                Err(_) => Outcome::Again,
            };
            match (outcome, retries.next()) {
                (Outcome::Taken, _) => return "sent",
                (Outcome::Refused, _) => return "refused",
                (Outcome::Again, None) => return "given_up",
                (Outcome::Again, Some(pause)) => tokio::time::sleep(pause).await,
            }
        }
    }

    async fn sender(
        &mut self,
        stored: &Stored,
    ) -> Result<Option<Sender>, crate::store::StoreError> {
        let key = (stored.fix.device.0, stored.rep.0);
        if let Some(known) = self.names.get(&key) {
            return Ok(Some(known.clone()));
        }
        let found = device::sender(&self.db, stored.fix.device, stored.rep).await?;
        if let Some(found) = &found {
            if self.names.len() >= NAMES_MAX {
                self.names.clear();
            }
            self.names.insert(key, found.clone());
        }
        Ok(found)
    }

    async fn post(&self, stored: &Stored, sender: &Sender) -> Outcome {
        let body = body::of(&stored.fix, stored.received_at, sender);
        let mut request = self
            .client
            .post(self.to.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_string());
        if let Some((name, value)) = &self.to.header {
            request = request.header(name, value);
        }
        match request.send().await.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Outcome::Taken,
            Ok(StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT) | Err(_) => {
                Outcome::Again
            }
            Ok(status) if status.is_server_error() => Outcome::Again,
            Ok(_) => Outcome::Refused,
        }
    }
}

enum Outcome {
    Taken,
    /// The same again would be refused again.
    Refused,
    Again,
}
