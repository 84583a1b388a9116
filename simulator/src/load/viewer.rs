//! Viewers of a load: each watches a piece of the map and notes how old positions are when seen.
//!
//! A position's `at` is when its frame was due, on the clock of this machine, so its age on arrival
//! is the latency from sending to seeing.

use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::DateTime;
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::json;
use tokio_tungstenite::{
    client_async_with_config,
    tungstenite::{
        Message as WsMessage,
        client::IntoClientRequest,
        http::{HeaderValue, header},
        protocol::WebSocketConfig,
    },
};

use super::{Meter, setup};
use crate::phone::link::{Socket, connect, socket_url};

/// Close enough that reps are shown one by one.
const ZOOM: u32 = 15;

#[derive(Deserialize)]
struct Feed<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
    #[serde(default, borrow)]
    reps: Vec<Seen<'a>>,
}

#[derive(Deserialize)]
struct Seen<'a> {
    #[serde(default, borrow)]
    at: Option<std::borrow::Cow<'a, str>>,
}

/// The boxes of viewers, spread over the reps.
pub fn places(viewers: usize, reps: usize, in_view: usize) -> Vec<[f64; 4]> {
    (0..viewers)
        .map(|viewer| setup::bbox(viewer * reps / viewers.max(1), in_view.min(reps)))
        .collect()
}

/// Watches until aborted; a socket that ends is an error.
pub async fn watch(url: String, cookie: String, bbox: [f64; 4], meter: Arc<Meter>, epoch_ms: i64) {
    // Ends only by a fault: the run aborts its viewers.
    drop(view(&url, &cookie, bbox, &meter, epoch_ms).await);
    meter.error();
}

async fn view(url: &str, cookie: &str, bbox: [f64; 4], meter: &Meter, epoch_ms: i64) -> Result<()> {
    let mut socket = open(url, cookie).await?;
    let subscribe = json!({"type": "subscribe", "sub": 1, "bbox": bbox, "zoom": ZOOM});
    socket.send(WsMessage::text(subscribe.to_string())).await?;
    while let Some(message) = socket.next().await {
        let WsMessage::Text(text) = message? else {
            continue;
        };
        for due_us in positions(&text, epoch_ms) {
            meter.seen(due_us);
        }
    }
    Ok(())
}

/// When the positions of a delta were due, in microseconds from the run's start.
fn positions(text: &str, epoch_ms: i64) -> Vec<u64> {
    let Ok(feed) = serde_json::from_str::<Feed<'_>>(text) else {
        return Vec::new();
    };
    if feed.kind != "delta" {
        return Vec::new();
    }
    let due = |seen: &Seen<'_>| {
        let at = DateTime::parse_from_rfc3339(seen.at.as_deref()?).ok()?;
        u64::try_from(at.timestamp_millis() - epoch_ms)
            .ok()?
            .checked_mul(1000)
    };
    feed.reps.iter().filter_map(due).collect()
}

async fn open(url: &str, cookie: &str) -> Result<Socket> {
    let (live, _) = socket_url(url, "/v1/live").context("want http://host:port")?;
    let origin = url.trim_end_matches('/');
    let mut request = live.into_client_request()?;
    request
        .headers_mut()
        .insert(header::COOKIE, HeaderValue::from_str(cookie)?);
    request
        .headers_mut()
        .insert(header::ORIGIN, HeaderValue::from_str(origin)?);
    let limits = WebSocketConfig::default().read_buffer_size(16 << 10);
    let stream = connect(url, None).await?;
    let (socket, _) = client_async_with_config(request, stream, Some(limits)).await?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_deltas_are_timed() {
        let text = |kind: &str| {
            json!({"type": kind, "sub": 1, "reps": [{"id": 1, "at": "2025-01-01T00:00:00.250Z", "lat": 1.0}]}).to_string()
        };
        let epoch_ms = 1_735_689_600_000;
        assert_eq!(positions(&text("delta"), epoch_ms), [250_000]);
        assert!(positions(&text("snapshot"), epoch_ms).is_empty());
        assert!(positions(&text("delta"), epoch_ms + 1_000).is_empty());
    }

    #[test]
    fn viewers_spread_over_the_reps() {
        let places = places(4, 400, 50);
        assert_eq!(places.len(), 4);
        assert!(
            places
                .windows(2)
                .all(|w| w[0][0] < w[1][0] || w[0][1] < w[1][1])
        );
    }
}
