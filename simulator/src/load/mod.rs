//! `load`: an open-loop load of devices and viewers, with percentiles and a JSON report.
//!
//! Open loop: frames are due by the clock whatever the server does, and latency counts from when a
//! frame was due, so that a server that stalls cannot hide it.

mod idle;
mod process;
mod sender;
mod setup;
mod soak;
mod viewer;

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::Args;
use hdrhistogram::Histogram;
use serde::Serialize;
use tokio::task::JoinSet;

use crate::{clock, console, rest::Rest, run::Access};

/// Latencies above this are counted as this.
const LONGEST_US: u64 = 120_000_000;
/// Time for connections to come up before anything is measured.
const CONNECT: Duration = Duration::from_mins(2);

#[derive(Args, Clone, Debug)]
pub struct LoadArgs {
    #[command(flatten)]
    pub access: Access,
    /// Fixes a second, of all devices together.
    #[arg(long, default_value_t = 1_000.0)]
    pub rate: f64,
    #[arg(long, default_value_t = 200)]
    pub devices: usize,
    /// Fixes in a frame.
    #[arg(long, default_value_t = 10)]
    pub batch: u32,
    #[arg(long, default_value_t = 0)]
    pub viewers: usize,
    /// Reps in a viewer's map, about.
    #[arg(long, default_value_t = 50)]
    pub reps_in_view: usize,
    /// Measured time, after the warm-up.
    #[arg(long, default_value_t = 30)]
    pub seconds: u64,
    #[arg(long, default_value_t = 5)]
    pub warm_up_seconds: u64,
    /// Writes the report there.
    #[arg(long)]
    pub json: Option<PathBuf>,
    /// Instead: holds this many idle device connections and reads the server's memory.
    #[arg(long)]
    pub idle_connections: Option<usize>,
    /// Instead: for so long phones and viewers come and go, and the server's memory, descriptors and tasks are watched.
    #[arg(long)]
    pub soak_minutes: Option<u64>,
    /// Of phones and viewers that go and come in a minute of a soak.
    #[arg(long, default_value_t = 5)]
    pub churn_percent: usize,
    /// Process of the server on this machine, for its memory and processor time.
    #[arg(long)]
    pub server_pid: Option<u32>,
}

/// The flat report; units last.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    pub devices: usize,
    pub viewers: usize,
    pub batch: u32,
    pub seconds: f64,
    pub fixes_per_s: f64,
    pub frames_per_s: f64,
    pub ack_p50_ms: f64,
    pub ack_p90_ms: f64,
    pub ack_p99_ms: f64,
    pub ack_max_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view_p50_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view_p99_ms: Option<f64>,
    pub positions_seen: u64,
    /// Processor time of the server, without its database, in the measured time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_cpu_us_per_fix: Option<f64>,
    pub unacknowledged: u64,
    pub errors: u64,
}

/// What devices and viewers measure together.
#[derive(Debug)]
pub struct Meter {
    /// Due times are microseconds from here.
    origin: Instant,
    /// Only what was due in here counts.
    from_us: u64,
    to_us: u64,
    ack_us: Mutex<Histogram<u64>>,
    view_us: Mutex<Histogram<u64>>,
    fixes: AtomicU64,
    frames: AtomicU64,
    errors: AtomicU64,
}

impl Meter {
    fn new(warm_up: Duration, measured: Duration) -> Result<Self> {
        let histogram = || Histogram::new_with_bounds(1, LONGEST_US, 3);
        let micros = |d: Duration| u64::try_from(d.as_micros()).unwrap_or(u64::MAX);
        Ok(Self {
            origin: clock::instant(),
            from_us: micros(warm_up),
            to_us: micros(warm_up + measured),
            ack_us: Mutex::new(histogram()?),
            view_us: Mutex::new(histogram()?),
            fixes: AtomicU64::new(0),
            frames: AtomicU64::new(0),
            errors: AtomicU64::new(0),
        })
    }

    fn now_us(&self) -> u64 {
        u64::try_from((clock::instant() - self.origin).as_micros()).unwrap_or(u64::MAX)
    }

    fn counts(&self, due_us: u64) -> bool {
        (self.from_us..self.to_us).contains(&due_us)
    }

    /// A frame due then was acknowledged now.
    fn acknowledged(&self, due_us: u64, fixes: u32) {
        if self.counts(due_us) {
            record(&self.ack_us, self.now_us().saturating_sub(due_us));
            self.fixes.fetch_add(u64::from(fixes), Ordering::Relaxed);
            self.frames.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A position due then was seen now.
    fn seen(&self, due_us: u64) {
        if self.counts(due_us) {
            record(&self.view_us, self.now_us().saturating_sub(due_us));
        }
    }

    fn error(&self) {
        self.errors.fetch_add(1, Ordering::Relaxed);
    }

    fn report(&self, args: &LoadArgs, unacknowledged: u64, cpu_s: Option<f64>) -> Report {
        #[expect(clippy::cast_precision_loss, reason = "counts of a run")]
        let count = |n: &AtomicU64| n.load(Ordering::Relaxed) as f64;
        let per_s = |n: &AtomicU64| count(n) / seconds(args);
        let acks = self.ack_us.lock().unwrap_or_else(PoisonError::into_inner);
        let views = self.view_us.lock().unwrap_or_else(PoisonError::into_inner);
        let seen =
            |quantile| (!views.is_empty()).then(|| millis(views.value_at_quantile(quantile)));
        Report {
            devices: args.devices,
            viewers: args.viewers,
            batch: args.batch,
            seconds: seconds(args),
            fixes_per_s: per_s(&self.fixes),
            frames_per_s: per_s(&self.frames),
            ack_p50_ms: millis(acks.value_at_quantile(0.5)),
            ack_p90_ms: millis(acks.value_at_quantile(0.9)),
            ack_p99_ms: millis(acks.value_at_quantile(0.99)),
            ack_max_ms: millis(acks.max()),
            view_p50_ms: seen(0.5),
            view_p99_ms: seen(0.99),
            positions_seen: views.len(),
            server_cpu_us_per_fix: cpu_s.map(|s| s * 1e6 / count(&self.fixes).max(1.0)),
            unacknowledged,
            errors: self.errors.load(Ordering::Relaxed) + unacknowledged,
        }
    }
}

fn record(histogram: &Mutex<Histogram<u64>>, us: u64) {
    let mut histogram = histogram.lock().unwrap_or_else(PoisonError::into_inner);
    histogram.saturating_record(us.max(1));
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a run")]
fn millis(us: u64) -> f64 {
    us as f64 / 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a run")]
fn seconds(args: &LoadArgs) -> f64 {
    args.seconds as f64
}

/// Runs the load; `false` where something went wrong.
pub async fn load(args: LoadArgs) -> Result<bool> {
    let rest = Rest::login(&args.access.url, &args.access.login, &args.access.password).await?;
    if let Some(count) = args.idle_connections {
        let report = idle::hold(&args, &rest, count).await?;
        return finish(&args, &serde_json::to_value(&report)?, report.errors);
    }
    if let Some(minutes) = args.soak_minutes {
        let report = soak::hold(&args, &rest, minutes).await?;
        return finish(&args, &serde_json::to_value(&report)?, report.errors);
    }
    console::progress(format!("setting up {} devices", args.devices));
    let devices = setup::devices(&rest, args.devices).await?;
    let senders = sender::connect(&args, &devices, CONNECT).await?;
    // One login: passwords are slow to check by design.
    let cookie = Rest::cookie(&args.access.url, &args.access.login, &args.access.password).await?;
    let warm_up = Duration::from_secs(args.warm_up_seconds);
    let meter = Arc::new(Meter::new(warm_up, Duration::from_secs(args.seconds))?);
    let epoch_ms = clock::now_ms();
    let mut tasks = JoinSet::new();
    for place in viewer::places(args.viewers, args.devices, args.reps_in_view) {
        let url = args.access.url.clone();
        tasks.spawn(viewer::watch(
            url,
            cookie.clone(),
            place,
            meter.clone(),
            epoch_ms,
        ));
    }
    console::progress(format!(
        "{} devices, {} viewers",
        args.devices, args.viewers
    ));
    let cpu = args
        .server_pid
        .map(|pid| tokio::spawn(process::cpu_between(pid, meter.clone())));
    let unacknowledged = sender::drive(&args, senders, &meter, epoch_ms).await;
    tasks.shutdown().await;
    let cpu_s = match cpu {
        Some(cpu) => Some(cpu.await??),
        None => None,
    };
    let report = meter.report(&args, unacknowledged, cpu_s);
    finish(&args, &serde_json::to_value(&report)?, report.errors)
}

fn finish(args: &LoadArgs, report: &serde_json::Value, errors: u64) -> Result<bool> {
    for (name, value) in report.as_object().into_iter().flatten() {
        console::say(format!("{name:<22} {value}"));
    }
    if let Some(path) = &args.json {
        let text = format!("{report:#}\n");
        fs::write(path, text).with_context(|| path.display().to_string())?;
    }
    Ok(errors == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_due_in_the_measured_time_counts() {
        let meter = Meter::new(Duration::from_secs(1), Duration::from_secs(2)).unwrap();
        meter.acknowledged(999_999, 10);
        meter.acknowledged(1_000_000, 10);
        meter.acknowledged(2_999_999, 10);
        meter.acknowledged(3_000_000, 10);
        assert_eq!(meter.frames.load(Ordering::Relaxed), 2);
        assert_eq!(meter.fixes.load(Ordering::Relaxed), 20);
    }
}
