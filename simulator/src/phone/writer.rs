//! The writing half of a connection: heartbeats and queued frames out, in bursts.
//!
//! Never waits with a frame taken from the queue: what is taken is handed to the socket at once.

use std::{collections::VecDeque, future::poll_fn};

use futures_util::{SinkExt, stream::SplitSink};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message as WsMessage;

use super::{
    Config, Heartbeat,
    backoff::End,
    link::{self, Socket},
    queue::Queue,
};

/// Frames written before reading gets its turn.
pub const BURST: usize = 32;

/// The writing half with what it still has to write beside the queue.
pub struct Writer {
    pub sink: SplitSink<Socket, WsMessage>,
    pub beats: VecDeque<Heartbeat>,
    /// Something was written and not flushed.
    pub dirty: bool,
}

impl Writer {
    pub fn has_work(&self, queue: &Queue) -> bool {
        self.dirty || !self.beats.is_empty() || queue.has_sendable()
    }

    /// Writes a burst, or flushes when there is nothing to write. Cancel-safe: a frame is taken
    /// only when there is room to write it.
    pub async fn progress(&mut self, queue: &mut Queue, config: &Config) -> Result<(), End> {
        for _ in 0..BURST {
            if self.beats.is_empty() && !queue.has_sendable() {
                let flushed = self.sink.flush().await;
                self.dirty = false;
                return flushed.map_err(|e| link::end_of(&e));
            }
            poll_fn(|cx| self.sink.poll_ready_unpin(cx))
                .await
                .map_err(|e| link::end_of(&e))?;
            let text = if let Some(beat) = self.beats.pop_front() {
                heartbeat(beat, queue, (config.clock)())
            } else if let Some((n, frame)) = queue.next_to_send() {
                frame.stamped(n, Some((config.clock)()))
            } else {
                continue;
            };
            self.dirty = true;
            self.sink
                .start_send_unpin(WsMessage::text(text))
                .map_err(|e| link::end_of(&e))?;
        }
        Ok(())
    }
}

fn heartbeat(mut beat: Heartbeat, queue: &mut Queue, now: i64) -> String {
    beat.backlog = beat.backlog.or(Some(queue.len() as u64));
    let mut body = json!({"type": "heartbeat", "n": queue.take_n(), "at": now, "sent_at": now});
    if let (Some(body), Ok(Value::Object(fields))) =
        (body.as_object_mut(), serde_json::to_value(&beat))
    {
        body.extend(fields);
    }
    body.to_string()
}
