//! The task behind a phone: one loop that connects, sends, reads and waits.
//!
//! Reading never waits for writing: a server that stops reading (back-pressure) still gets its
//! acknowledgements heard.

use std::{collections::VecDeque, pin::pin, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    sync::mpsc,
    time::{Interval, MissedTickBehavior, interval, sleep, timeout},
};
use tokio_tungstenite::tungstenite::Message as WsMessage;

use super::{
    Config, Control, Frame, Health, Heartbeat, LOG_KEPT, Log, Phase, Shared, Welcome,
    backoff::{Backoff, End, Next},
    link::{self, Incoming, Socket},
    queue::{AckResult, Queue},
    writer::{BURST, Writer},
};

/// How long a stopping phone waits for its close frame to go out.
const GOODBYE: Duration = Duration::from_secs(2);

pub struct Worker {
    config: Config,
    shared: Arc<Shared>,
    frames: mpsc::Receiver<Frame>,
    control: mpsc::Receiver<Control>,
    queue: Queue,
    backoff: Backoff,
    online: bool,
    stop: Option<End>,
    store: Option<String>,
    cursor: Option<String>,
    retry_after: Option<Duration>,
    health: Box<Health>,
}

impl Worker {
    pub fn new(
        config: Config,
        shared: Arc<Shared>,
        frames: mpsc::Receiver<Frame>,
        control: mpsc::Receiver<Control>,
    ) -> Self {
        Self {
            queue: Queue::new(config.window, config.keep_acknowledged),
            backoff: Backoff::new(config.limits, config.seed),
            config,
            shared,
            frames,
            control,
            online: true,
            stop: None,
            store: None,
            cursor: None,
            health: Box::default(),
            retry_after: None,
        }
    }

    pub async fn run(mut self) -> Vec<Frame> {
        while self.stop.is_none() {
            if !self.online {
                self.phase(Phase::Offline);
                self.wait(None).await;
                continue;
            }
            self.phase(Phase::Connecting);
            let end = match self.open().await {
                Some(Ok((socket, welcome, early))) => {
                    self.welcomed(welcome);
                    for frame in early {
                        self.heard(frame);
                    }
                    self.serve(socket).await
                }
                Some(Err((end, error))) => {
                    if let Some(error) = error {
                        self.heard(Incoming::Error(error));
                    }
                    end
                }
                None => End::Asked,
            };
            self.ended(end).await;
        }
        self.frames.close();
        while let Some(frame) = self.frames.recv().await {
            self.take(frame);
        }
        let end = self.stop.take().unwrap_or(End::Asked);
        self.phase(Phase::Stopped(end));
        self.queue.into_frames()
    }

    /// Connects; `None` when told to go offline or to stop meanwhile.
    async fn open(&mut self) -> Option<link::Opened> {
        let backlog = self.queue.len() as u64;
        let mut opening = pin!(link::open(&self.config, backlog, self.cursor.as_deref()));
        loop {
            tokio::select! {
                opened = &mut opening => return Some(opened),
                order = self.control.recv() => match order {
                    Some(Control::GoOffline) => { self.online = false; return None }
                    Some(Control::Stop) | None => { self.stop = Some(End::Asked); return None }
                    Some(Control::Health(health)) => self.health = health,
                    Some(Control::GoOnline | Control::Cut | Control::Beat(_)) => {}
                }
            }
        }
    }

    async fn ended(&mut self, end: End) {
        if end == End::Closed(1009) {
            if self.queue.split_largest() {
                self.owe(1);
            } else {
                self.drop_unsendable();
            }
        }
        self.queue.disconnected();
        if let Some(observer) = &self.config.observer {
            observer.ended(&end);
        }
        let next = self.backoff.after(&end, self.retry_after.take());
        self.shared
            .status
            .send_modify(|s| s.last_end = Some(end.clone()));
        match next {
            Next::Stop => self.stop = Some(end),
            Next::Wait(delay) if delay.is_zero() => {}
            Next::Wait(delay) => {
                self.phase(Phase::Connecting);
                self.wait(Some(delay)).await;
            }
        }
    }

    /// 1009 for a frame that cannot be split: it would be closed for ever.
    fn drop_unsendable(&mut self) {
        self.queue.disconnected();
        let queue = std::mem::replace(
            &mut self.queue,
            Queue::new(self.config.window, self.config.keep_acknowledged),
        );
        let mut log = self.shared.log();
        for frame in queue.into_frames() {
            if frame.is_too_large() {
                log.unsendable.push(frame);
                self.shared
                    .pending
                    .send_modify(|n| *n = n.saturating_sub(1));
            } else {
                self.queue.push(frame);
            }
        }
    }

    /// Waits for `delay` (none: until told), still taking frames and orders.
    async fn wait(&mut self, delay: Option<Duration>) {
        let mut over = pin!(async move {
            match delay {
                Some(delay) => sleep(delay).await,
                None => std::future::pending().await,
            }
        });
        while self.stop.is_none() {
            let room = self.queue.len() < self.config.queue_max;
            tokio::select! {
                () = &mut over => return,
                order = self.control.recv() => {
                    let was_online = self.online;
                    self.obey(order.as_ref());
                    if self.online != was_online { return }
                }
                Some(frame) = self.frames.recv(), if room => self.take(frame),
            }
        }
    }

    /// Orders that need no connection. A heartbeat without one is lost, as on a phone.
    fn obey(&mut self, order: Option<&Control>) {
        match order {
            Some(Control::GoOffline) => self.online = false,
            Some(Control::GoOnline) => self.online = true,
            Some(Control::Health(health)) => self.health.clone_from(health),
            Some(Control::Cut | Control::Beat(_)) => {}
            Some(Control::Stop) | None => self.stop = Some(End::Asked),
        }
    }

    async fn serve(&mut self, socket: Socket) -> End {
        let (sink, mut incoming) = socket.split();
        let mut writer = Writer {
            sink,
            beats: VecDeque::new(),
            dirty: false,
        };
        if *self.health != Health::default() {
            writer.beats.push_back(self.beat());
        }
        let mut beats = self.beats();
        loop {
            let room = self.queue.len() < self.config.queue_max;
            let work = writer.has_work(&self.queue);
            tokio::select! {
                biased;
                message = incoming.next() => match message {
                    Some(Ok(WsMessage::Text(text))) => {
                        if let Some(frame) = link::decode(&text) {
                            self.heard(frame);
                        }
                    }
                    Some(Ok(WsMessage::Close(close))) => {
                        return End::Closed(close.map_or(1005, |c| c.code.into()));
                    }
                    // A ping has queued its pong.
                    Some(Ok(_)) => writer.dirty = true,
                    Some(Err(e)) => return link::end_of(&e),
                    None => return End::Lost,
                },
                order = self.control.recv() => {
                    if let Some(end) = self.order(order, &mut writer).await {
                        return end;
                    }
                }
                Some(()) = tick(beats.as_mut()) => writer.beats.push_back(self.beat()),
                progress = writer.progress(&mut self.queue, &self.config), if work => {
                    if let Err(end) = progress {
                        return end;
                    }
                }
                Some(frame) = self.frames.recv(), if room => {
                    self.take(frame);
                    for _ in 0..BURST {
                        let Ok(frame) = self.frames.try_recv() else { break };
                        self.take(frame);
                    }
                }
            }
        }
    }

    /// An order while connected; how the connection ends by it, if it does.
    async fn order(&mut self, order: Option<Control>, writer: &mut Writer) -> Option<End> {
        match order {
            Some(Control::Beat(beat)) => writer.beats.push_back(beat),
            Some(Control::Cut) => return Some(End::Asked),
            Some(Control::Stop) | None => {
                // Without an answer in time the socket is dropped as it is.
                drop(timeout(GOODBYE, writer.sink.close()).await);
                self.stop = Some(End::Asked);
                return Some(End::Asked);
            }
            order @ Some(Control::Health(_)) => {
                self.obey(order.as_ref());
                writer.beats.push_back(self.beat());
            }
            order @ Some(Control::GoOffline | Control::GoOnline) => {
                self.obey(order.as_ref());
                if !self.online {
                    return Some(End::Asked);
                }
            }
        }
        None
    }

    fn take(&mut self, frame: Frame) {
        let parts = self.queue.push(frame);
        self.owe(parts.saturating_sub(1));
    }

    fn beat(&self) -> Heartbeat {
        Heartbeat {
            backlog: None,
            health: (*self.health).clone(),
        }
    }

    fn beats(&self) -> Option<Interval> {
        let every = self.config.heartbeat?;
        let mut beats = interval(every);
        beats.reset();
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Some(beats)
    }

    fn welcomed(&mut self, welcome: Welcome) {
        self.backoff.succeeded();
        if self
            .store
            .as_ref()
            .is_some_and(|known| *known != welcome.store)
        {
            let again = self.queue.store_changed();
            self.owe(again);
        }
        self.store = Some(welcome.store.clone());
        self.queue.types_known(&welcome.types);
        self.shared.status.send_modify(|status| {
            status.phase = Phase::Connected;
            status.connects += 1;
            status.welcome = Some(Arc::new(welcome));
        });
    }

    fn heard(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Ack { n, results } => self.acknowledged(n, results),
            Incoming::Alive(_) => self.shared.status.send_modify(|s| s.alives += 1),
            Incoming::Error(error) => {
                self.retry_after = error.retry_after();
                push_bounded(&mut self.shared.log().errors, error);
            }
            Incoming::Pushed(value) => {
                if let Some(cursor) = value.get("cursor").and_then(Value::as_str) {
                    self.cursor = Some(cursor.to_owned());
                }
                push_bounded(&mut self.shared.log().pushed, value);
            }
            Incoming::Welcome(_) => {}
        }
    }

    fn acknowledged(&mut self, n: u64, results: Vec<AckResult>) {
        let acked = self.queue.acknowledge(n, results);
        if let Some(observer) = &self.config.observer {
            acked.frames.iter().for_each(|f| observer.acknowledged(f));
            acked.results.iter().for_each(|r| observer.result(r));
        }
        let settled = acked.frames.len() as u64;
        note(&mut self.shared.log(), acked);
        self.shared
            .pending
            .send_modify(|n| *n = n.saturating_sub(settled));
    }

    /// More frames are pending than were handed over: one was split, or is sent again.
    fn owe(&self, frames: usize) {
        if frames > 0 {
            self.shared.pending.send_modify(|n| *n += frames as u64);
        }
    }

    fn phase(&self, phase: Phase) {
        self.shared.status.send_if_modified(|status| {
            let changed = status.phase != phase;
            status.phase = phase;
            changed
        });
    }
}

fn note(log: &mut Log, acked: super::queue::Acked) {
    for frame in &acked.frames {
        log.acknowledged_frames += 1;
        log.acknowledged_items += u64::from(frame.items());
    }
    for result in acked.results {
        let key = (result.status.clone(), result.code.clone());
        *log.counts.entry(key).or_default() += 1;
        if log.results.len() < LOG_KEPT {
            log.results.push(result);
        }
    }
}

fn push_bounded<T>(list: &mut VecDeque<T>, item: T) {
    if list.len() >= LOG_KEPT {
        list.pop_front();
    }
    list.push_back(item);
}

async fn tick(beats: Option<&mut Interval>) -> Option<()> {
    match beats {
        Some(beats) => {
            beats.tick().await;
            Some(())
        }
        None => std::future::pending().await,
    }
}
