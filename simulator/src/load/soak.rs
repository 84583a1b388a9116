//! A soak: phones and viewers that come and go for long, and whether the server's memory, descriptors and tasks stay.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result};
use serde::Serialize;
use tokio::{
    task::JoinHandle,
    time::{MissedTickBehavior, interval, sleep},
};

use super::{LoadArgs, Meter, process, sender, sender::Sender, setup, setup::LoadDevice, viewer};
use crate::{console, rest::Rest};

const CONNECT: Duration = Duration::from_mins(2);
/// Memory is looked at, and phones and viewers come and go.
const ROUND: Duration = Duration::from_mins(1);
/// One minute of so many goes by before memory is taken to have grown to what the load needs.
const WARM_UP_OF: usize = 6;
/// Time for the server to notice that everybody is gone.
const LEAVE: Duration = Duration::from_mins(1);

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    pub soak_minutes: u64,
    pub soak_devices: usize,
    pub soak_viewers: usize,
    /// Phones that were cut off or said goodbye, and came back.
    pub soak_churned: u64,
    pub soak_rss_first_kib: u64,
    pub soak_rss_last_kib: u64,
    /// Of the line through all samples after the warm-up.
    pub soak_rss_kib_per_10_min: f64,
    pub soak_descriptors_before: usize,
    pub soak_descriptors_after: usize,
    pub soak_tasks_before: u64,
    pub soak_tasks_after: u64,
    pub soak_unacknowledged: u64,
    pub errors: u64,
}

struct Viewers {
    places: Vec<[f64; 4]>,
    running: Vec<JoinHandle<()>>,
    cookie: String,
    url: String,
    meter: Arc<Meter>,
}

impl Viewers {
    fn watch(&self, place: [f64; 4]) -> JoinHandle<()> {
        let (url, cookie) = (self.url.clone(), self.cookie.clone());
        tokio::spawn(viewer::watch(url, cookie, place, self.meter.clone(), 0))
    }

    fn all_come(&mut self) {
        self.running = self.places.iter().map(|place| self.watch(*place)).collect();
    }

    /// The `n`-th goes, without a word, and another comes in its place.
    fn replace(&mut self, n: usize) {
        let Some(place) = self.places.get(n).copied() else {
            return;
        };
        let next = self.watch(place);
        if let Some(running) = self.running.get_mut(n) {
            std::mem::replace(running, next).abort();
        }
    }

    fn all_go(&mut self) {
        for running in self.running.drain(..) {
            running.abort();
        }
    }
}

pub async fn hold(args: &LoadArgs, rest: &Rest, minutes: u64) -> Result<Report> {
    let pid = args.server_pid.context("a soak needs --server-pid")?;
    console::progress(format!("setting up {} devices", args.devices));
    let devices = setup::devices(rest, args.devices).await?;
    let url = args.access.url.clone();
    let cookie = Rest::cookie(&url, &args.access.login, &args.access.password).await?;
    let mut viewers = Viewers {
        places: viewer::places(args.viewers, args.devices, args.reps_in_view),
        running: Vec::new(),
        cookie,
        url,
        meter: Arc::new(Meter::new(Duration::ZERO, Duration::ZERO)?),
    };

    // Everybody comes and goes once: pools and tables are as large as they get.
    let senders = sender::connect(args, &devices, CONNECT).await?;
    viewers.all_come();
    sleep(Duration::from_secs(5)).await;
    let mut report = Report {
        soak_minutes: minutes,
        soak_devices: devices.len(),
        soak_viewers: args.viewers,
        ..Report::default()
    };
    viewers.all_go();
    report.soak_unacknowledged += leave(senders).await;
    sleep(LEAVE).await;
    report.soak_descriptors_before = process::descriptors(pid)?;
    report.soak_tasks_before = tasks(rest).await?;

    let mut senders = sender::connect(args, &devices, CONNECT).await?;
    viewers.all_come();
    let samples = run(args, pid, &devices, &mut senders, &mut viewers, &mut report).await?;
    let warm_up = samples.len().div_ceil(WARM_UP_OF);
    let kept = samples.get(warm_up..).unwrap_or_default();
    report.soak_rss_first_kib = kept.first().copied().unwrap_or_default();
    report.soak_rss_last_kib = kept.last().copied().unwrap_or_default();
    report.soak_rss_kib_per_10_min = slope(kept) * 10.0;

    viewers.all_go();
    report.soak_unacknowledged += leave(senders).await;
    sleep(LEAVE).await;
    report.soak_descriptors_after = process::descriptors(pid)?;
    report.soak_tasks_after = tasks(rest).await?;
    report.errors = report.soak_unacknowledged;
    Ok(report)
}

/// Positions at the rate that was asked for, and each minute a part of phones and viewers that goes and comes; resident KiB of
/// each minute.
async fn run(
    args: &LoadArgs,
    pid: u32,
    devices: &[LoadDevice],
    senders: &mut [Sender],
    viewers: &mut Viewers,
    report: &mut Report,
) -> Result<Vec<u64>> {
    let rounds = usize::try_from(report.soak_minutes)?;
    let churned = share_of(devices.len(), args.churn_percent);
    let replaced = share_of(viewers.places.len(), args.churn_percent);
    let mut ticks = interval(Duration::from_secs_f64(
        f64::from(args.batch) / args.rate.max(0.001),
    ));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut samples = Vec::with_capacity(rounds);
    let (mut next, mut next_viewer, mut due) = (0, 0, 0);
    for round in 0..rounds {
        let end = tokio::time::Instant::now() + ROUND;
        while tokio::time::Instant::now() < end {
            ticks.tick().await;
            if let Some(sender) = senders.get(due) {
                sender.send_now(args, devices.len()).await?;
            }
            due = (due + 1) % senders.len().max(1);
        }
        for turn in 0..churned {
            let Some((device, sender)) = devices.get(next).zip(senders.get_mut(next)) else {
                break;
            };
            report.soak_churned += 1;
            if turn % 2 == 0 {
                sender.cut().await;
            } else {
                let again = sender::start(&args.access.url, device);
                let left = std::mem::replace(sender, again);
                report.soak_unacknowledged += left.leave().await;
                sender.begin().await?;
            }
            next = (next + 1) % devices.len();
        }
        for _ in 0..replaced {
            viewers.replace(next_viewer);
            next_viewer = (next_viewer + 1) % viewers.places.len().max(1);
        }
        samples.push(process::rss_kib(pid)?);
        console::progress(format!(
            "minute {} of {rounds}: {} KiB",
            round + 1,
            samples.last().copied().unwrap_or_default()
        ));
    }
    Ok(samples)
}

async fn leave(senders: Vec<Sender>) -> u64 {
    let mut unacknowledged = 0;
    for sender in senders {
        unacknowledged += sender.leave().await;
    }
    unacknowledged
}

/// Tasks of the server, as it says itself.
async fn tasks(rest: &Rest) -> Result<u64> {
    let url = format!("{}/metrics", rest.base());
    let text = rest
        .http()
        .get(url)
        .send()
        .await?
        .error_for_status()?
        .text()
        .await?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("fieldbeat_tasks "));
    Ok(line
        .context("the server tells no fieldbeat_tasks")?
        .trim()
        .parse()?)
}

fn share_of(count: usize, percent: usize) -> usize {
    (count * percent).div_ceil(100)
}

/// Of the straight line that fits best: KiB a sample.
#[expect(
    clippy::cast_precision_loss,
    reason = "kibibytes of a process, minutes of a run"
)]
fn slope(samples: &[u64]) -> f64 {
    let n = samples.len() as f64;
    let mean_x = (n - 1.0) / 2.0;
    let mean_y = samples.iter().sum::<u64>() as f64 / n.max(1.0);
    let (mut covariance, mut variance) = (0.0, 0.0);
    for (x, y) in samples.iter().enumerate() {
        let dx = x as f64 - mean_x;
        covariance += dx * (*y as f64 - mean_y);
        variance += dx * dx;
    }
    if variance > 0.0 {
        covariance / variance
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_that_of_the_line_through_all_samples() {
        assert!((slope(&[100, 103, 106, 109]) - 3.0).abs() < 1e-9);
        assert!((slope(&[200, 100, 200, 100, 200]) - 0.0).abs() < 1e-9);
        assert!(slope(&[]).abs() < 1e-9 && slope(&[7]).abs() < 1e-9);
    }

    #[test]
    fn a_share_of_few_is_one_at_least() {
        assert_eq!(
            (share_of(1_000, 5), share_of(3, 5), share_of(3, 0)),
            (50, 1, 0)
        );
        assert_eq!(share_of(0, 5), 0);
    }
}
