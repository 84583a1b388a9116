//! Idle device connections, and what each costs the server in memory.

use std::time::Duration;

use anyhow::Result;
use futures_util::future::try_join_all;
use serde::Serialize;
use tokio::time::sleep;

use super::{LoadArgs, process::rss_kib, sender, setup};
use crate::{console, phone::Phase, rest::Rest};

/// Connections made first, so that pools and tables have grown before memory is read.
const WARM_UP: usize = 200;
const CONNECTING: usize = 200;
const CONNECT: Duration = Duration::from_mins(1);
/// Time for allocations of connecting to be given back.
const REST: Duration = Duration::from_secs(10);

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    pub idle_connections: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_rss_before_kib: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_rss_after_kib: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_connection_kib: Option<f64>,
    pub errors: u64,
}

pub async fn hold(args: &LoadArgs, rest: &Rest, count: usize) -> Result<Report> {
    console::progress(format!("setting up {} devices", count + WARM_UP));
    let devices = setup::devices(rest, count + WARM_UP).await?;
    let url = &args.access.url;
    let (first, measured) = devices.split_at(WARM_UP.min(devices.len()));
    let mut phones = Vec::with_capacity(devices.len());
    phones.extend(try_join_all(first.iter().map(|d| sender::connect_idle(url, d, CONNECT))).await?);
    sleep(REST).await;
    let before = args.server_pid.map(rss_kib).transpose()?;
    for part in measured.chunks(CONNECTING) {
        let opening = part.iter().map(|d| sender::connect_idle(url, d, CONNECT));
        phones.extend(try_join_all(opening).await?);
    }
    console::progress(format!("{} connections are open", phones.len()));
    sleep(REST + Duration::from_secs(args.seconds)).await;
    let after = args.server_pid.map(rss_kib).transpose()?;
    let gone = phones
        .iter()
        .filter(|phone| phone.status().phase != Phase::Connected)
        .count();
    Ok(Report {
        idle_connections: measured.len(),
        server_rss_before_kib: before,
        server_rss_after_kib: after,
        idle_connection_kib: before.zip(after).map(|(b, a)| each(b, a, measured.len())),
        errors: gone as u64,
    })
}

fn each(before: u64, after: u64, count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "kibibytes of a process")]
    let kib = after.saturating_sub(before) as f64;
    (kib / f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX)) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_shared_out() {
        assert!((each(1_000, 9_000, 1_000) - 8.0).abs() < 1e-9);
    }
}
