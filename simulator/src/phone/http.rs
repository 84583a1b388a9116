//! The HTTP doors of a device: frames in one request, and enrolment.
//!
//! For batch delivery beside a live socket: a request never supersedes one.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    frame::{FRAME_BYTES, Frame},
    queue::AckResult,
};

/// Attempts while the server says 429 or 503, or does not answer.
const ATTEMPTS: u32 = 8;

/// The answer to one request: everything in frames ≤ `n` is committed or individually refused.
#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    pub n: u64,
    #[serde(default)]
    pub results: Vec<AckResult>,
    #[serde(default)]
    pub cursor: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("{0}")]
    Request(#[from] reqwest::Error),
    #[error("the server answered {status}: {body}")]
    Status { status: u16, body: String },
}

/// Posts to `/v1/device/frames` under one token.
#[derive(Clone, Debug)]
pub struct FramesDoor {
    client: reqwest::Client,
    url: String,
    token: String,
}

impl FramesDoor {
    pub fn new(client: reqwest::Client, base: &str, token: &str) -> Self {
        Self {
            client,
            url: format!("{}/v1/device/frames", base.trim_end_matches('/')),
            token: token.to_owned(),
        }
    }

    /// Sends all frames, in order, in as few requests as the body limit allows. Waits and repeats
    /// where the server asks for patience; what it answered is durable. Each request's frames
    /// (numbered from 1) with the results about them.
    pub async fn post<'f>(
        &self,
        frames: &'f [Frame],
        sent_at: i64,
    ) -> Result<Vec<(&'f [Frame], Vec<AckResult>)>, HttpError> {
        let mut answers = Vec::new();
        for part in requests(frames) {
            let answer = self.post_part(part, sent_at).await?;
            answers.push((part, answer.results));
        }
        Ok(answers)
    }

    async fn post_part(&self, frames: &[Frame], sent_at: i64) -> Result<Answer, HttpError> {
        let stamped: Vec<String> = (1..)
            .zip(frames)
            .map(|(n, frame)| frame.stamped(n, Some(sent_at)))
            .collect();
        let body = format!("{{\"frames\":[{}]}}", stamped.join(","));
        let mut attempt = 0;
        loop {
            attempt += 1;
            let sent = self
                .client
                .post(&self.url)
                .bearer_auth(&self.token)
                .header(reqwest::header::CONTENT_TYPE, "application/json")
                .body(body.clone())
                .send()
                .await;
            let response = match sent {
                Ok(response) => response,
                Err(e) if attempt < ATTEMPTS && e.is_connect() => {
                    patience(attempt, None).await;
                    continue;
                }
                Err(e) => return Err(e.into()),
            };
            let status = response.status().as_u16();
            if response.status().is_success() {
                return Ok(response.json().await?);
            }
            if !matches!(status, 429 | 503) || attempt >= ATTEMPTS {
                let body = response.text().await.unwrap_or_default();
                return Err(HttpError::Status { status, body });
            }
            let asked = response
                .headers()
                .get(reqwest::header::RETRY_AFTER)
                .and_then(|v| v.to_str().ok()?.parse().ok());
            patience(attempt, asked).await;
        }
    }
}

/// Photos, under one token.
#[derive(Clone, Debug)]
pub struct BlobsDoor {
    client: reqwest::Client,
    base: String,
    token: String,
}

impl BlobsDoor {
    pub fn new(client: reqwest::Client, base: &str, token: &str) -> Self {
        Self {
            client,
            base: format!("{}/v1/device/blobs", base.trim_end_matches('/')),
            token: token.to_owned(),
        }
    }

    /// Sends a file whole; answers the name that a record calls it by.
    pub async fn put(&self, file: Vec<u8>) -> Result<String, HttpError> {
        let name = hex::encode(Sha256::digest(&file));
        let url = format!("{}/{name}", self.base);
        let mut attempt = 0;
        loop {
            attempt += 1;
            let request = self.client.put(&url).bearer_auth(&self.token);
            let response = match request.body(file.clone()).send().await {
                Ok(response) => response,
                Err(e) if attempt < ATTEMPTS && e.is_connect() => {
                    patience(attempt, None).await;
                    continue;
                }
                Err(e) => return Err(e.into()),
            };
            let status = response.status().as_u16();
            if response.status().is_success() {
                return Ok(name);
            }
            if !matches!(status, 429 | 503) || attempt >= ATTEMPTS {
                let body = response.text().await.unwrap_or_default();
                return Err(HttpError::Status { status, body });
            }
            patience(attempt, None).await;
        }
    }
}

async fn patience(attempt: u32, retry_after_s: Option<u64>) {
    let wait = retry_after_s.map_or(Duration::from_millis(250) * attempt, Duration::from_secs);
    tokio::time::sleep(wait.min(Duration::from_secs(30))).await;
}

/// Cuts frames into runs that fit one body.
fn requests(frames: &[Frame]) -> Vec<&[Frame]> {
    let mut parts = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (place, frame) in frames.iter().enumerate() {
        if bytes + frame.len() > FRAME_BYTES - 64 && place > start {
            parts.extend(frames.get(start..place));
            (start, bytes) = (place, 0);
        }
        bytes += frame.len();
    }
    parts.extend(frames.get(start..).filter(|rest| !rest.is_empty()));
    parts
}

/// Exchanges an enrolment code for (`device_id`, `token`).
pub async fn enroll(
    client: &reqwest::Client,
    base: &str,
    code: &str,
    install: Uuid,
) -> Result<(Value, String), HttpError> {
    #[derive(Deserialize)]
    struct Enrolled {
        device_id: Value,
        token: String,
    }
    let url = format!("{}/v1/device/enroll", base.trim_end_matches('/'));
    let body = json!({"code": code, "install": install});
    let response = client.post(url).json(&body).send().await?;
    let status = response.status();
    if !status.is_success() {
        return Err(HttpError::Status {
            status: status.as_u16(),
            body: response.text().await.unwrap_or_default(),
        });
    }
    let enrolled: Enrolled = response.json().await?;
    Ok((enrolled.device_id, enrolled.token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_goes_in_several_bodies_in_order() {
        let big = Frame::raw(&json!({"type": "record", "body": "x".repeat(400_000)}));
        let frames: Vec<Frame> = (0..5).map(|tag| big.clone().tagged(tag)).collect();
        let parts = requests(&frames);
        assert_eq!(parts.iter().map(|p| p.len()).collect::<Vec<_>>(), [2, 2, 1]);
        let order: Vec<u64> = parts.concat().iter().map(|f| f.tag).collect();
        assert_eq!(order, [0, 1, 2, 3, 4]);
        assert!(requests(&[]).is_empty());
    }
}
