//! One live socket: a task that owns its viewer and waits for nobody else's.
//!
//! Frames are made from the board at the moment they can be sent and never queue: at most
//! [`super::flow::WINDOW`] batches are unread, and only a first one is large, whatever the network holds.

use std::sync::Arc;

use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket},
    http::HeaderMap,
};
use futures_util::{FutureExt, SinkExt, future};
use tokio::{
    sync::{broadcast, watch},
    task::JoinHandle,
    time::{Duration, Instant, sleep_until, timeout},
};

use super::{
    auth::{Denied, Grant, LiveAuth},
    door::MAX_MESSAGE,
    flow::{Budget, Flow},
    hub::Hub,
    publisher::Heard,
    viewer::Viewer,
};
use crate::wire::{
    live::{Frame, encode},
    websocket,
};

/// Events in one batch; the rest waits in the ring.
const MAX_EVENTS: usize = 256;

/// Why a live socket ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The viewer went away.
    Gone,
    Restart,
    Overloaded,
    Unauthenticated,
    Forbidden,
    Stalled,
    Flooding,
    /// What came was no WebSocket as RFC 6455 has it: the close code that it asks for.
    Fault(u16),
}

impl End {
    const fn code(self) -> Option<(u16, &'static str)> {
        match self {
            Self::Gone => None,
            Self::Restart => Some((1012, "restart")),
            Self::Overloaded => Some((1013, "try later")),
            Self::Unauthenticated => Some((4401, "not signed in")),
            Self::Forbidden => Some((4403, "not allowed")),
            Self::Stalled => Some((4408, "no progress")),
            Self::Flooding => Some((4429, "too many")),
            Self::Fault(code) => Some((code, "not readable")),
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Restart => "1012",
            Self::Overloaded => "1013",
            Self::Unauthenticated => "4401",
            Self::Forbidden => "4403",
            Self::Stalled => "4408",
            Self::Flooding => "4429",
            Self::Fault(websocket::TOO_BIG) => "1009",
            Self::Fault(websocket::NOT_UTF8) => "1007",
            Self::Fault(_) => "1002",
        }
    }
}

/// Says why, or answers the viewer's own goodbye, and waits a little for the end.
pub async fn close(socket: &mut WebSocket, end: End, farewell: Duration) {
    let goodbye = async {
        if let Some((code, reason)) = end.code() {
            let frame = CloseFrame {
                code,
                reason: Utf8Bytes::from_static(reason),
            };
            socket.send(Message::Close(Some(frame))).await?;
        }
        while let Some(Ok(_)) = socket.recv().await {}
        Ok::<_, axum::Error>(())
    };
    // A viewer that does not answer is dropped.
    let _ = timeout(farewell, goodbye).await;
}

type Check = JoinHandle<Result<Grant, Denied>>;

pub struct Session<'a> {
    socket: &'a mut WebSocket,
    pub(super) hub: Hub,
    pub(super) auth: Arc<dyn LiveAuth>,
    credentials: HeaderMap,
    pub(super) grant: Grant,
    /// Whether the viewer takes binary columns.
    pub(super) columns: bool,
    /// `None` until the first subscription.
    pub(super) viewer: Option<Viewer>,
    /// Followed before the first subscription.
    pub(super) early: Vec<fieldbeat_domain::id::RepId>,
    pub(super) events: broadcast::Receiver<Arc<Heard>>,
    bell: watch::Receiver<u64>,
    /// Something may be new for the viewer.
    pub(super) due: bool,
    flow: Flow,
    budget: Budget,
    sent_at: Instant,
    /// When the viewer counts as stalled; `None`: it owes nothing.
    stalls_at: Option<Instant>,
    check: Option<Check>,
    check_at: Instant,
    checked_at: Instant,
}

/// What woke the task.
enum Woken {
    Shutdown,
    Stalled,
    Received(Option<Result<Message, axum::Error>>),
    Bell,
    CheckDue,
    Checked(Result<Grant, Denied>),
}

impl<'a> Session<'a> {
    pub fn new(
        socket: &'a mut WebSocket,
        hub: Hub,
        auth: Arc<dyn LiveAuth>,
        credentials: HeaderMap,
        grant: Grant,
        columns: bool,
    ) -> Self {
        let now = Instant::now();
        let timing = *hub.timing();
        Self {
            socket,
            events: hub.publisher().listen(),
            bell: hub.bell(),
            hub,
            auth,
            credentials,
            grant,
            columns,
            viewer: None,
            early: Vec::new(),
            due: false,
            flow: Flow::default(),
            budget: Budget::new(now),
            sent_at: now,
            stalls_at: Some(now + timing.stall),
            check: None,
            check_at: now + timing.recheck,
            checked_at: now,
        }
    }

    pub async fn run(&mut self) -> End {
        loop {
            let step = match self.next().await {
                Woken::Shutdown => Err(End::Restart),
                Woken::Stalled => Err(End::Stalled),
                Woken::Received(message) => self.receive(message).await,
                Woken::Bell => {
                    self.due = true;
                    if !self.flow.open() {
                        metrics::counter!("fieldbeat_live_conflated_frames_total").increment(1);
                    }
                    Ok(())
                }
                Woken::CheckDue => {
                    self.start_check();
                    Ok(())
                }
                Woken::Checked(outcome) => self.checked(outcome),
            };
            if let Err(end) = step {
                return end;
            }
            if self.due
                && self.flow.open()
                && let Err(end) = self.push().await
            {
                return end;
            }
        }
    }

    async fn next(&mut self) -> Woken {
        let stalls_at = self.stalls_at;
        let stalled = async {
            match stalls_at {
                Some(at) => sleep_until(at).await,
                None => future::pending().await,
            }
        };
        let checking = self.check.is_some();
        let check = async {
            match &mut self.check {
                Some(check) => check.await.unwrap_or(Err(Denied::Unavailable)),
                None => future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = self.hub.shutdown().cancelled() => Woken::Shutdown,
            message = self.socket.recv() => Woken::Received(message),
            () = stalled => Woken::Stalled,
            outcome = check => Woken::Checked(outcome),
            () = sleep_until(self.check_at), if !checking => Woken::CheckDue,
            // The bell hangs with the hub, which this task holds: it cannot fail.
            _ = self.bell.changed() => Woken::Bell,
        }
    }

    /// Sends what is new now.
    async fn push(&mut self) -> Result<(), End> {
        self.due = false;
        let Some(viewer) = &mut self.viewer else {
            return Ok(());
        };
        let beat = self.sent_at.elapsed() >= self.hub.timing().beat;
        let mut frames = viewer.compose(&self.hub.board(), beat);
        self.hear(&mut frames);
        if frames.is_empty() {
            return Ok(());
        }
        self.deliver(frames).await
    }

    /// Adds the events that this viewer may and wants to hear. One that missed some must be told
    /// before it hears the next, for it goes on from the last cursor it knows.
    fn hear(&mut self, frames: &mut Vec<Frame>) {
        let Some(viewer) = &mut self.viewer else {
            return;
        };
        for _ in 0..MAX_EVENTS {
            match self.events.try_recv() {
                Ok(heard) => match &*heard {
                    Heard::Event { unit, tail } => {
                        if viewer.hears(*unit) {
                            frames.push(Frame::Text(encode::event(viewer.sub(), tail)));
                        }
                    }
                    Heard::Lost => {
                        viewer.resync();
                        self.due = true;
                        return;
                    }
                },
                Err(broadcast::error::TryRecvError::Lagged(missed)) => {
                    metrics::counter!("fieldbeat_live_events_missed_total").increment(missed);
                    viewer.resync();
                    self.due = true;
                    return;
                }
                Err(_) => return,
            }
        }
        self.due = true;
    }

    async fn deliver(&mut self, frames: Vec<Frame>) -> Result<(), End> {
        let timing = *self.hub.timing();
        let now = Instant::now();
        self.sent_at = now;
        if self.flow.idle() {
            self.stalls_at = Some(now + timing.stall);
        }
        metrics::counter!("fieldbeat_live_frames_total").increment(frames.len() as u64);
        let bytes = frames.iter().map(Frame::len).sum();
        let ping = self.flow.next(bytes).to_vec();
        let socket = &mut *self.socket;
        let write = async {
            for frame in frames {
                let message = match frame {
                    Frame::Text(text) => Message::Text(text.into()),
                    Frame::Binary(bytes) => Message::Binary(bytes.into()),
                };
                socket.feed(message).await?;
            }
            socket.feed(Message::Ping(ping.into())).await?;
            socket.flush().await
        };
        tokio::select! {
            biased;
            () = self.hub.shutdown().cancelled() => Err(End::Restart),
            written = timeout(timing.stall, write) => match written {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(End::Gone),
                Err(_) => Err(End::Stalled),
            },
        }
    }

    async fn receive(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        let message = match message {
            Some(Ok(message)) => message,
            Some(Err(e)) => return Err(websocket::fault(&e).map_or(End::Gone, End::Fault)),
            None => return Err(End::Gone),
        };
        let now = Instant::now();
        if let Message::Pong(payload) = &message
            && self.flow.pong(payload)
        {
            let owes = !self.flow.idle();
            self.stalls_at = owes.then(|| now + self.hub.timing().stall);
            return Ok(());
        }
        if !self.budget.take(now) {
            return Err(End::Flooding);
        }
        match message {
            Message::Text(text) if text.len() > MAX_MESSAGE => Err(End::Fault(websocket::TOO_BIG)),
            Message::Text(text) => {
                if let Err(refusal) = self.ask(text.as_str()).await {
                    self.answer(refusal).await?;
                }
                Ok(())
            }
            Message::Binary(_) => {
                let refusal = self.malformed("send text frames");
                self.answer(refusal).await
            }
            Message::Close(_) => Err(End::Gone),
            Message::Ping(_) | Message::Pong(_) => Ok(()),
        }
    }

    /// One small frame, outside the window: the budget bounds how many there are.
    async fn answer(&mut self, frame: String) -> Result<(), End> {
        let stall = self.hub.timing().stall;
        let socket = &mut *self.socket;
        tokio::select! {
            biased;
            () = self.hub.shutdown().cancelled() => Err(End::Restart),
            sent = timeout(stall, socket.send(Message::Text(frame.into()))) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(End::Gone),
                Err(_) => Err(End::Stalled),
            },
        }
    }

    /// Asks again for the viewer's rights, in a task of its own: a database call that is cut off
    /// halfway would poison its connection.
    fn start_check(&mut self) {
        let auth = Arc::clone(&self.auth);
        let credentials = self.credentials.clone();
        let check = async move { auth.authenticate(&credentials).await };
        self.check = Some(tokio::spawn(check.boxed()));
        self.check_at = Instant::now() + self.hub.timing().recheck;
    }

    fn checked(&mut self, outcome: Result<Grant, Denied>) -> Result<(), End> {
        self.check = None;
        let timing = self.hub.timing();
        match outcome {
            Ok(grant) => {
                self.checked_at = Instant::now();
                if grant.reach != self.grant.reach
                    && let Some(viewer) = &mut self.viewer
                {
                    viewer.set_reach(grant.reach.clone());
                    self.due = true;
                }
                self.grant = grant;
                Ok(())
            }
            Err(Denied::Unauthenticated) => Err(End::Unauthenticated),
            Err(Denied::Forbidden) => Err(End::Forbidden),
            Err(Denied::Unavailable) => {
                if self.checked_at.elapsed() + timing.recheck > timing.recheck_limit {
                    return Err(End::Overloaded);
                }
                Ok(())
            }
        }
    }

    /// The viewer subscribed: from now on only unanswered pings stall it.
    pub(super) fn subscribed(&mut self, viewer: Viewer) {
        if self.viewer.is_none() {
            self.stalls_at = None;
            self.events = self.hub.publisher().listen();
        }
        self.viewer = Some(viewer);
        self.due = true;
    }
}
