//! The device socket: one task per connection. Reads frames within its budgets, hands them to the
//! shards, sends what is acknowledged. Never judges and never answers before the commit.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::HeaderMap,
    response::Response,
};
use fieldbeat_domain::{device_health::Health, id::RepId, time::At};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout};

use super::{
    Ingest,
    ack::Acks,
    device_health,
    http::WIPE,
    intake::{self, Intake, Source},
    registry::Admission,
    work::AcksRef,
};
use crate::{
    store::{
        device_auth::{self, AuthenticatedDevice, DeviceIdentity, HelloFacts},
        device_lost, device_token,
    },
    wire::{
        device::{self, Body, Hello, KNOWN_TYPES},
        device_check::Receipt,
        device_reply::{Code, Reply, Welcome, close, rfc3339},
        heartbeat::Heartbeat,
        nodes::Note,
        websocket,
    },
};

/// Largest text frame.
pub const MAX_FRAME_BYTES: usize = 1 << 20;
/// What is read of a frame that is too large. Beyond it the connection breaks before the reason is
/// told, since what is still on its way makes the peer's system drop what it had received.
const READ_BYTES: usize = 2 * MAX_FRAME_BYTES;
/// A connection that said nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(90);
const HELLO_WITHIN: Duration = Duration::from_secs(10);
const SEND_WITHIN: Duration = Duration::from_secs(10);
/// What a phone is told to wait while the server is behind.
const RETRY_AFTER_S: u32 = 2;
/// Unreadable frames in a row before the connection is closed.
const MAX_MALFORMED: u32 = 20;
const SUBPROTOCOL: &str = "fieldbeat.device.v1";
/// Held by each phone, idle or not: a frame of ten fixes fits, a longer one is read in several.
const READ_BUFFER_BYTES: usize = 2_048;

pub async fn upgrade(
    State(ingest): State<Ingest>,
    headers: HeaderMap,
    ws: WebSocketUpgrade,
) -> Response {
    let bearer = bearer(&headers).map(str::to_owned);
    ws.protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(4096)
        .max_write_buffer_size(2 * MAX_FRAME_BYTES)
        .max_message_size(READ_BYTES)
        .max_frame_size(READ_BYTES)
        // A task of its own: those of upgrade and greeting are large, and end before its long idle life.
        .on_upgrade(move |socket| async move {
            if let Some(connection) = Box::pin(Connection::greeted(ingest, socket, bearer)).await {
                tokio::spawn(connection.live());
            }
        })
}

/// The token of an `Authorization: Bearer` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(axum::http::header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

/// Why a connection ends.
type Close = (u16, &'static str);
/// The phone ended it.
const GONE: u16 = 1000;

struct Connection {
    ingest: Ingest,
    socket: WebSocket,
    acks: Arc<Acks>,
    device: Arc<DeviceIdentity>,
    rep: RepId,
    registration: u64,
    emulator: bool,
    clock_offset_ms: i64,
    last_n: Option<u64>,
    frames: u64,
    malformed_in_a_row: u32,
    backlog: Option<i32>,
}

impl Connection {
    /// `None` where it has ended already.
    async fn greeted(
        ingest: Ingest,
        mut socket: WebSocket,
        bearer: Option<String>,
    ) -> Option<Self> {
        let (greeting, reply) = match greet(&ingest, &mut socket, bearer).await {
            Ok(ok) => ok,
            Err(why) => {
                finish(socket, why).await;
                return None;
            }
        };
        let mut connection = Self {
            acks: greeting.acks,
            device: greeting.device.identity,
            rep: greeting.device.rep,
            registration: greeting.registration,
            emulator: greeting.device.emulator,
            clock_offset_ms: greeting.clock_offset_ms,
            last_n: None,
            frames: 1,
            malformed_in_a_row: 0,
            backlog: greeting.backlog,
            ingest,
            socket,
        };
        let token = greeting.token.map(|token| Reply::Token { token });
        for reply in std::iter::once(reply).chain(token) {
            if let Err(why) = connection.send(&reply).await {
                connection.leave(why).await;
                return None;
            }
        }
        Some(connection)
    }

    async fn live(mut self) {
        let why = self.serve().await;
        Box::pin(self.leave(why)).await;
    }

    async fn serve(&mut self) -> Close {
        let mut silent_at = Instant::now() + SILENCE;
        let acks = self.acks.clone();
        loop {
            if let Err(why) = self.send_ready().await {
                return why;
            }
            let full = acks.full();
            let message = tokio::select! {
                biased;
                () = acks.ready() => continue,
                message = self.socket.next(), if !full => message,
                () = tokio::time::sleep_until(silent_at), if !full => {
                    return (close::SILENT, "90 s of silence");
                }
            };
            silent_at = Instant::now() + SILENCE;
            let handled = match message {
                None => return (GONE, "gone"),
                Some(Err(e)) => return read_error(&e),
                Some(Ok(Message::Text(text))) if text.len() > MAX_FRAME_BYTES => Err(TOO_BIG),
                Some(Ok(Message::Text(text))) => self.text(text.as_str()).await,
                Some(Ok(Message::Binary(_))) => Err((close::PROTOCOL_ERROR, "binary frame")),
                Some(Ok(Message::Close(_))) => return (GONE, "bye"),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            };
            if let Err(why) = handled {
                return why;
            }
        }
    }

    async fn text(&mut self, text: &str) -> Result<(), Close> {
        self.frames += 1;
        let received_at = self.ingest.clock.now();
        let frame = match device::decode(text) {
            Ok(frame) => frame,
            Err(device::Malformed(detail)) => return self.malformed(detail).await,
        };
        if let Body::Hello(_) = frame.body {
            return Err((close::PROTOCOL_ERROR, "second hello"));
        }
        if self.last_n.is_some_and(|last| frame.n <= last) {
            return self.malformed("n does not increase").await;
        }
        self.malformed_in_a_row = 0;
        self.last_n = Some(frame.n);
        self.measure_clock(frame.sent_at, received_at);
        let n = frame.n;
        // Nothing delays a heartbeat but the network, so only its clock is measured anew.
        let offset_ms = match frame.body {
            Body::Heartbeat(_) => frame.sent_at.map(|t| received_at.since_ms(t)),
            _ => None,
        };
        let word = device_health::word(&frame, received_at, offset_ms);
        self.ingest.device_health.note(self.device.id, word);
        if let Body::Heartbeat(beat) = &frame.body {
            self.acks.register(n, 0, Vec::new(), None);
            return self.heartbeat(beat, received_at).await;
        }
        // Bytes in flight are taken before the frame becomes rows; beyond the budget the socket
        // simply is not read, and TCP tells the phone.
        let bytes = if let Some(bytes) = self.ingest.try_bytes(text.len()) {
            Some(bytes)
        } else {
            let behind = Reply::Error {
                code: Code::RateLimited,
                detail: Some("nothing is refused, the server reads later".to_owned()),
                frame: None,
                retry_after_s: Some(RETRY_AFTER_S),
            };
            self.send(&behind).await?;
            self.ingest.take_bytes(text.len()).await
        };
        let acks = AcksRef(self.acks.clone());
        let rules = self.ingest.rules.load_full();
        let Intake { works, results } = intake::take(
            frame,
            text,
            &Source {
                device: &self.device,
                receipt: Receipt {
                    device: self.device.id,
                    received_at,
                    clock_offset_ms: self.clock_offset_ms,
                    emulator: self.emulator,
                },
                rules: &rules,
                acks: &acks,
            },
        );
        self.ingest.metrics.count(&results);
        let parts = u32::try_from(works.len()).unwrap_or(u32::MAX);
        self.acks.register(n, parts, results, bytes);
        for work in works {
            self.ingest
                .submit(work)
                .await
                .map_err(|()| (close::RESTART, "server restart"))?;
        }
        Ok(())
    }

    /// The delay on the way can only make a device's clock look slower, so the smallest offset
    /// seen is the best one: a clock that was set forward shows at once.
    fn measure_clock(&mut self, sent_at: Option<At>, received_at: At) {
        let trust_ms = i64::from(self.ingest.rules.load().clock_trust_s) * 1_000;
        if let Some(sent_at) = sent_at {
            let offset = received_at.since_ms(sent_at);
            if offset < self.clock_offset_ms - trust_ms {
                self.clock_offset_ms = offset;
            }
        }
    }

    async fn heartbeat(&mut self, beat: &Heartbeat, now: At) -> Result<(), Close> {
        if let Some(backlog) = beat.backlog {
            if self.backlog != Some(backlog) {
                self.ingest.note_backlog(self.device.id, self.rep, backlog);
            }
            self.backlog = Some(backlog);
        }
        let alive = Reply::Alive {
            server_time: rfc3339(now),
        };
        self.send(&alive).await
    }

    async fn malformed(&mut self, detail: &str) -> Result<(), Close> {
        self.malformed_in_a_row += 1;
        self.ingest.metrics.refused(Code::Malformed);
        let error = Reply::Error {
            code: Code::Malformed,
            detail: Some(detail.to_owned()),
            frame: Some(self.frames),
            retry_after_s: None,
        };
        self.send(&error).await?;
        if self.malformed_in_a_row >= MAX_MALFORMED {
            return Err((close::PROTOCOL_ERROR, "20 malformed frames in a row"));
        }
        Ok(())
    }

    async fn send_ready(&mut self) -> Result<(), Close> {
        let ready = self.acks.take();
        if let Some(ack) = &ready.ack {
            self.send(ack).await?;
        }
        for reply in &ready.pushed {
            self.send(reply).await?;
        }
        ready.close.map_or(Ok(()), Err)
    }

    async fn send(&mut self, reply: &Reply) -> Result<(), Close> {
        send(&mut self.socket, reply).await
    }

    /// Says why, after what is still in flight was answered where that is possible.
    async fn leave(mut self, why: Close) {
        if why.0 == close::RESTART {
            let _ = timeout(SEND_WITHIN, self.acks.drained()).await;
            if let Some(ack) = self.acks.take().ack {
                let _ = send(&mut self.socket, &ack).await;
            }
        }
        self.ingest
            .registry
            .leave(self.device.id, self.registration);
        // Before the row of the device is touched: somebody else may be writing to it.
        goodbye(&mut self.socket, why).await;
        let now = self.ingest.clock.now();
        if let Err(e) =
            device_auth::note_seen(&self.ingest.db, self.device.id, self.backlog, now).await
        {
            tracing::debug!(error = %e, "last sight of a device not noted");
        }
        hear_out(self.socket).await;
    }
}

struct Greeting {
    device: AuthenticatedDevice,
    acks: Arc<Acks>,
    registration: u64,
    clock_offset_ms: i64,
    backlog: Option<i32>,
    /// A new one, where the one in use is old and the app takes another.
    token: Option<String>,
}

/// Hello within 10 s, then who it is, then `welcome`.
async fn greet(
    ingest: &Ingest,
    socket: &mut WebSocket,
    bearer: Option<String>,
) -> Result<(Greeting, Reply), Close> {
    let hello = timeout(HELLO_WITHIN, hear_hello(socket))
        .await
        .map_err(|_| (close::SILENT, "no hello within 10 s"))??;
    if hello.protocol != 1 {
        return Err((close::UPGRADE, "protocol unknown, please upgrade"));
    }
    let now = ingest.clock.now();
    let token = bearer
        .or_else(|| hello.token.clone())
        .ok_or((close::BAD_TOKEN, "no token"))?;
    let device = device_auth::by_token(&ingest.db, &token, now)
        .await
        .map_err(|_| (close::OVERLOADED, "try later"))?;
    let Some(device) = device else {
        let wipe = device_lost::must_wipe(&ingest.db, &token, now)
            .await
            .map_err(|_| (close::OVERLOADED, "try later"))?;
        let why = if wipe {
            WIPE
        } else {
            "token unknown or revoked"
        };
        return Err((close::BAD_TOKEN, why));
    };
    let facts = facts(&hello);
    device_auth::note_hello(&ingest.db, device.identity.id, &facts, now)
        .await
        .map_err(|_| (close::OVERLOADED, "try later"))?;
    let acks = Arc::new(Acks::default());
    let registration =
        match ingest
            .registry
            .enter(device.identity.id, device.rep, hello.install, &acks, now)
        {
            Admission::Admitted(id) => id,
            Admission::Flapping => return Err((close::FLOODING, "too many connections")),
            Admission::Draining => return Err((close::RESTART, "server restart")),
        };
    ingest.nodes.tell(&Note::Entered {
        device: device.identity.id.0,
        install: hello.install,
    });
    ingest
        .registry
        .note_backlog(device.identity.id, facts.backlog.unwrap_or_default());
    let measured_ms = hello.sent_at.map(|t| now.since_ms(t.0));
    let clock_offset_ms = measured_ms.unwrap_or(0);
    ingest.device_health.note(
        device.identity.id,
        Health {
            clock_offset_ms: measured_ms,
            backlog: facts.backlog,
            ..Health::contact(now)
        },
    );
    let known = ingest
        .greeting(device.rep, now)
        .await
        .map_err(|_| (close::OVERLOADED, "try later"))?;
    ingest.registry.note_store(device.identity.id, known.store);
    let welcome = Welcome {
        server_time: rfc3339(now),
        clock_offset_ms,
        device_id: device.identity.id.0,
        rep: known.rep,
        config: known.config,
        types: KNOWN_TYPES,
        session: known.session,
        open_visit: known.open_visit,
        plan: known.plan,
        cursor: known.cursor,
        durability: ingest.durability(),
        store: known.store,
    };
    let old = (device.token_since)
        .is_some_and(|since| now.since_ms(since) >= device_token::ROTATE_AFTER_MS);
    let token = if old && hello.takes_token {
        let next = device_token::next(&ingest.db, device.identity.id).await;
        Some(next.map_err(|_| (close::OVERLOADED, "try later"))?)
    } else {
        None
    };
    let greeting = Greeting {
        token,
        device,
        acks,
        registration,
        clock_offset_ms,
        backlog: facts.backlog,
    };
    Ok((greeting, Reply::Welcome(Box::new(welcome))))
}

/// A ping may come at any time (RFC 6455 §5.5.2), before `hello` too.
async fn hear_hello(socket: &mut WebSocket) -> Result<Hello, Close> {
    loop {
        return match socket.next().await {
            None => Err((GONE, "gone")),
            Some(Err(e)) => Err(read_error(&e)),
            Some(Ok(Message::Text(text))) if text.len() > MAX_FRAME_BYTES => Err(TOO_BIG),
            Some(Ok(Message::Text(text))) => read_hello(text.as_str()),
            Some(Ok(Message::Binary(_))) => Err((close::PROTOCOL_ERROR, "binary frame")),
            Some(Ok(Message::Close(_))) => Err((GONE, "bye")),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
        };
    }
}

fn read_hello(text: &str) -> Result<Hello, Close> {
    match device::decode(text).map(|f| f.body) {
        Ok(Body::Hello(Ok(hello))) => Ok(hello),
        Ok(Body::Hello(Err(_))) => Err((close::PROTOCOL_ERROR, "hello not readable")),
        _ => Err((close::PROTOCOL_ERROR, "hello comes first")),
    }
}

fn facts(hello: &Hello) -> HelloFacts {
    let short = |s: &Option<String>| {
        s.as_ref()
            .map(|s| s.chars().filter(|c| *c != '\0').take(80).collect())
    };
    let device = hello.device.as_ref();
    HelloFacts {
        install: hello.install,
        model: device.and_then(|d| short(&d.model)),
        os: device.and_then(|d| short(&d.os)),
        app: short(&hello.app),
        app_version: short(&hello.app_version),
        emulator: device.and_then(|d| d.emulator),
        backlog: hello.backlog.and_then(|b| i32::try_from(b).ok()),
    }
}

const TOO_BIG: Close = (websocket::TOO_BIG, "frame over 1 MiB, split it");

fn read_error(error: &axum::Error) -> Close {
    match websocket::fault(error) {
        Some(websocket::TOO_BIG) => TOO_BIG,
        Some(code) => (code, "not readable"),
        None => (GONE, "gone"),
    }
}

async fn send(socket: &mut WebSocket, reply: &Reply) -> Result<(), Close> {
    let text = serde_json::to_string(reply).map_err(|_| (1011, "not writable"))?;
    match timeout(SEND_WITHIN, socket.send(Message::Text(text.into()))).await {
        Ok(Ok(())) => Ok(()),
        _ => Err((GONE, "gone")),
    }
}

async fn finish(mut socket: WebSocket, why: Close) {
    goodbye(&mut socket, why).await;
    hear_out(socket).await;
}

/// Says why as the close code. A phone that said goodbye itself, or is gone, is told nothing.
async fn goodbye(socket: &mut WebSocket, (code, reason): Close) {
    if code == GONE {
        return;
    }
    let frame = CloseFrame {
        code,
        reason: reason.into(),
    };
    let _ = timeout(SEND_WITHIN, socket.send(Message::Close(Some(frame)))).await;
}

/// A close is complete when the other side has answered it; what it still sends is dropped. Reading on also sends the
/// answer to a phone's own goodbye.
async fn hear_out(mut socket: WebSocket) {
    let _ = timeout(SEND_WITHIN, async {
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
}
