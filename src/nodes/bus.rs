//! The wire between nodes: core NATS. Nothing waits for it: what does not fit into its queue is dropped and counted as
//! said, so that whoever listens notices. Knows nothing of what the words mean.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber, connection::State};
use futures_util::StreamExt;
use serde::Serialize;
use tokio::sync::mpsc::{self, error::TrySendError};
use uuid::Uuid;

use super::streams::{Heard, Said};
use crate::{
    shutdown::Token,
    wire::{
        live::LiveEvent,
        nodes::{Answer, Ask, Note, Shown, Stream, Told, ToldEvent, ToldReps},
    },
};

/// Words that wait to be sent.
const OUT_MAX: usize = 4_096;
/// Words heard that wait for the server.
const NEWS_MAX: usize = 4_096;
/// Messages of a subscription that wait to be read; NATS drops the rest.
const SUBSCRIPTION_MAX: usize = 16_384;
/// How long an owner may take to let go of a rep: the commit of what it holds.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// The version of [`Shown`] as it travels.
const REPS: &str = "reps2";

/// What the server hears of other nodes.
#[derive(Debug)]
pub enum News {
    Note(Note),
    Asked(Ask, Asker),
    Reps(Vec<Shown>),
    Event(LiveEvent),
    /// Events got lost: viewers read the feed again.
    EventsLost,
    /// Cut off and back: what others said meanwhile is not known.
    Back,
}

/// Whom to answer.
#[derive(Debug)]
pub struct Asker {
    client: Client,
    to: async_nats::Subject,
}

impl Asker {
    pub async fn answer(self, done: bool) {
        let answer = encode(&Answer { done });
        if let Err(error) = self.client.publish(self.to, answer.into()).await {
            tracing::debug!(%error, "an answer to another node was not sent");
        }
    }
}

struct Word {
    subject: String,
    payload: Vec<u8>,
}

/// A cheap handle.
#[derive(Clone)]
pub struct Bus(Arc<Inner>);

struct Inner {
    client: Client,
    /// Of all subjects: other installations may use the same NATS.
    prefix: String,
    out: mpsc::Sender<Word>,
    news: mpsc::Sender<News>,
    said: Mutex<Said>,
    /// How often all was shown.
    shows: AtomicU64,
}

/// Whether a list of addresses reads.
pub fn addresses(text: &str) -> Option<Vec<ServerAddr>> {
    let all = text.split(',').map(|one| one.trim().parse());
    all.collect::<Result<Vec<_>, _>>()
        .ok()
        .filter(|all| !all.is_empty())
}

/// Whether one of these servers answers now.
pub async fn reachable(addresses: Vec<ServerAddr>) -> Result<(), async_nats::ConnectError> {
    let client = ConnectOptions::new()
        .name("fieldbeat doctor")
        .connect(addresses)
        .await?;
    let _ = client.drain().await;
    Ok(())
}

impl Bus {
    /// Connects in the background, again and again.
    pub async fn connect(
        addresses: Vec<ServerAddr>,
        installation: Uuid,
    ) -> Result<(Self, mpsc::Receiver<News>), async_nats::ConnectError> {
        let (out, words) = mpsc::channel(OUT_MAX);
        let (news, heard) = mpsc::channel(NEWS_MAX);
        let back = news.clone();
        let client = ConnectOptions::new()
            .name("fieldbeat")
            .no_echo()
            .retry_on_initial_connect()
            .subscription_capacity(SUBSCRIPTION_MAX)
            .request_timeout(Some(ANSWER_WITHIN))
            .event_callback(move |event| {
                let back = back.clone();
                async move {
                    match event {
                        Event::Connected => {
                            tracing::info!("connected to NATS");
                            let _ = back.send(News::Back).await;
                        }
                        Event::Disconnected => tracing::info!("NATS is away: nodes poll"),
                        // A word lost is noticed by its number.
                        other => tracing::debug!(%other, "NATS"),
                    }
                }
            })
            .connect(addresses)
            .await?;
        let prefix = format!("fieldbeat.{}", installation.simple());
        let sending = client.clone();
        tokio::spawn(send(sending, words));
        let said = Mutex::default();
        let inner = Inner {
            client,
            prefix,
            out,
            news,
            said,
            shows: AtomicU64::default(),
        };
        Ok((Self(Arc::new(inner)), heard))
    }

    /// Hears what is said to all, until the server ends.
    pub async fn listen(&self, until: &Token) {
        match self
            .0
            .client
            .subscribe(format!("{}.all.>", self.0.prefix))
            .await
        {
            Ok(words) => spawn(until, "words of nodes", self.clone().hear_all(words)),
            Err(error) => tracing::error!(%error, "this node hears nothing of others"),
        }
    }

    /// Hears what is asked of `node`, too: the name under which this server goes on.
    pub async fn answer_as(&self, node: i32, until: &Token) {
        match self.0.client.subscribe(self.of_node(node)).await {
            Ok(words) => spawn(until, "questions of nodes", self.clone().hear_own(words)),
            Err(error) => tracing::error!(%error, "this node cannot be asked for its reps"),
        }
    }

    pub fn tell(&self, note: &Note) {
        // What is only a hint may be dropped.
        let _ = self.put("all.note", encode(note));
    }

    pub fn tell_reps(&self, node: i32, unit: i32, what: Vec<Shown>) {
        let seq = self.said(|said| said.next(Stream::Reps(unit)));
        let told: ToldReps = Told { node, seq, what };
        let payload = postcard::to_allocvec(&told).unwrap_or_default();
        let _ = self.put(&format!("all.{REPS}.{unit}"), payload);
    }

    pub fn tell_event(&self, node: i32, event: LiveEvent) {
        let unit = event.org_unit.map_or(0, |unit| unit.0);
        let seq = self.said(|said| said.next(Stream::Events(unit)));
        let told: ToldEvent = Told {
            node,
            seq,
            what: event,
        };
        let _ = self.put(&format!("all.event.{unit}"), encode(&told));
    }

    /// Counts events that were dropped before they came here.
    pub fn events_dropped(&self, count: u64) {
        self.said(|said| said.skip(Stream::Events(0), count));
    }

    pub fn pulse(&self, node: i32) {
        let streams = self.said(|said| said.all());
        let shows = Some(self.0.shows.load(Ordering::Relaxed));
        self.tell(&Note::Pulse {
            node,
            streams,
            shows,
        });
    }

    /// All that this node owns was shown.
    pub fn shown(&self) {
        self.0.shows.fetch_add(1, Ordering::Relaxed);
    }

    /// `None`: the node did not answer.
    pub async fn ask(&self, node: i32, ask: Ask) -> Option<Answer> {
        // Nobody is waited for who cannot be heard.
        if self.0.client.connection_state() != State::Connected {
            return None;
        }
        let subject = self.of_node(node);
        let answer = self
            .0
            .client
            .request(subject, encode(&ask).into())
            .await
            .ok()?;
        serde_json::from_slice(&answer.payload).ok()
    }

    fn of_node(&self, node: i32) -> String {
        format!("{}.node.{node}", self.0.prefix)
    }

    fn said<T>(&self, with: impl FnOnce(&mut Said) -> T) -> T {
        with(&mut self.0.said.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, subject: &str, payload: Vec<u8>) -> Result<(), TrySendError<Word>> {
        let subject = format!("{}.{subject}", self.0.prefix);
        let put = self.0.out.try_send(Word { subject, payload });
        if put.is_err() {
            metrics::counter!("fieldbeat_node_words_dropped_total").increment(1);
        }
        put
    }

    async fn hear_all(self, mut words: Subscriber) {
        let mut heard = Heard::default();
        while let Some(word) = words.next().await {
            let subject = word.subject.as_str();
            let Some(path) = subject.strip_prefix(&self.0.prefix) else {
                continue;
            };
            let mut parts = path.split('.').skip(2);
            let kind = parts.next().unwrap_or_default();
            let unit = parts
                .next()
                .and_then(|u| u.parse().ok())
                .unwrap_or_default();
            match kind {
                "note" => match serde_json::from_slice(&word.payload) {
                    Ok(Note::Pulse {
                        node,
                        streams,
                        shows,
                    }) => {
                        let behind = heard.pulse(node, &streams);
                        if heard.still_owes(node, shows) && behind.is_empty() {
                            self.tell(&Note::Missed { node });
                        }
                        self.missed(node, &behind).await;
                    }
                    Ok(note) => self.news(News::Note(note)).await,
                    // Of a newer version.
                    Err(error) => tracing::debug!(%error, "a word of another node is not known"),
                },
                REPS => {
                    let Ok(told) = postcard::from_bytes::<ToldReps>(&word.payload) else {
                        continue;
                    };
                    let stream = Stream::Reps(unit);
                    let missed = heard.word(told.node, stream, told.seq);
                    self.news(News::Reps(told.what)).await;
                    if missed {
                        self.missed(told.node, &[stream]).await;
                    }
                }
                "event" => {
                    let Ok(told) = serde_json::from_slice::<ToldEvent>(&word.payload) else {
                        continue;
                    };
                    let stream = Stream::Events(unit);
                    let missed = heard.word(told.node, stream, told.seq);
                    if missed {
                        self.missed(told.node, &[stream]).await;
                    }
                    self.news(News::Event(told.what)).await;
                }
                _ => {}
            }
        }
    }

    async fn missed(&self, node: i32, streams: &[Stream]) {
        if streams.iter().any(|s| matches!(s, Stream::Reps(_))) {
            metrics::counter!("fieldbeat_node_streams_repaired_total").increment(1);
            self.tell(&Note::Missed { node });
        }
        if streams.iter().any(|s| matches!(s, Stream::Events(_))) {
            self.news(News::EventsLost).await;
        }
    }

    async fn hear_own(self, mut words: Subscriber) {
        while let Some(word) = words.next().await {
            let ask = serde_json::from_slice(&word.payload);
            if let (Ok(ask), Some(to)) = (ask, word.reply) {
                let client = self.0.client.clone();
                self.news(News::Asked(ask, Asker { client, to })).await;
            }
        }
    }

    async fn news(&self, news: News) {
        // The server has ended otherwise.
        let _ = self.0.news.send(news).await;
    }
}

/// Runs it until the server ends.
fn spawn(until: &Token, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
    let stop = until.clone();
    until.spawn(name, async move {
        tokio::select! {
            () = stop.started() => {}
            () = work => {}
        }
    });
}

async fn send(client: Client, mut words: mpsc::Receiver<Word>) {
    while let Some(Word { subject, payload }) = words.recv().await {
        if let Err(error) = client.publish(subject, payload.into()).await {
            tracing::debug!(%error, "a word to other nodes was not sent");
        }
    }
}

/// Shapes of our own, which always encode.
fn encode<T: Serialize>(what: &T) -> Vec<u8> {
    serde_json::to_vec(what).unwrap_or_default()
}
