//! `fieldbeat-sim replay`: real traces as devices over the device socket, at any speed.
//!
//! Times move by one amount for all traces, so that the last fix is sent at its own time and none
//! lies in the future. Sending, acknowledgement and resending are [`crate::phone`]'s.

mod pace;

use std::{io::Write, path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    clock,
    dataset::{Point, Trace, track_file},
    phone::{Config, Frame, Log, Message, Phone, WireFix},
};
use pace::{Pace, Speed};

/// Most time that the last acknowledgements may take.
const SETTLE: Duration = Duration::from_mins(2);

/// Streams real traces (GPX, GeoJSON, CSV) as devices, rebased to end now.
#[derive(Args, Debug)]
pub struct ReplayArgs {
    /// Files or folders; every track in them is a device
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The server
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Device tokens, one a track in the order of their names
    #[arg(
        long = "token",
        required = true,
        env = "FIELDBEAT_DEVICE_TOKEN",
        value_delimiter = ','
    )]
    tokens: Vec<String>,
    /// Only tracks whose name contains this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Times real time (at least 1), or `max`
    #[arg(long, default_value = "max")]
    speed: Speed,
    /// Fixes a frame
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    batch: u16,
    /// Send no session marks: the server gates by what it knows
    #[arg(long)]
    no_session: bool,
    /// One JSON object with the counts
    #[arg(long)]
    json: bool,
}

/// What a replayed track came to.
struct Outcome {
    device: String,
    fixes: usize,
    settled: bool,
    log: Log,
}

/// Runs the command.
pub async fn run(args: ReplayArgs) -> Result<()> {
    let mut traces = Vec::new();
    for path in &args.paths {
        traces.extend(track_file::read(path)?);
    }
    if let Some(only) = &args.only {
        traces.retain(|t| t.device.contains(only.as_str()));
    }
    traces.sort_by(|a, b| a.device.cmp(&b.device));
    if traces.len() > args.tokens.len() {
        let names: Vec<_> = traces.iter().map(|t| t.device.as_str()).collect();
        bail!(
            "{} tracks and {} tokens; tracks: {}",
            traces.len(),
            args.tokens.len(),
            names.join(", ")
        );
    }
    let pace = Pace::new(
        traces.iter().flat_map(|t| &t.points),
        args.speed,
        clock::now_ms(),
    )
    .context("no points")?;
    let mut running = JoinSet::new();
    for (trace, token) in traces.into_iter().zip(&args.tokens) {
        let config = Config::new(&args.url, token, Uuid::now_v7());
        running.spawn(stream(
            trace,
            config,
            pace.clone(),
            args.batch,
            !args.no_session,
        ));
    }
    let mut outcomes = Vec::new();
    while let Some(done) = running.join_next().await {
        outcomes.push(done??);
    }
    outcomes.sort_by(|a, b| a.device.cmp(&b.device));
    report(&outcomes, args.json)?;
    if outcomes.iter().any(|o| !o.settled) {
        bail!("not everything was acknowledged");
    }
    Ok(())
}

async fn stream(
    trace: Trace,
    config: Config,
    pace: Pace,
    batch: u16,
    declare: bool,
) -> Result<Outcome> {
    let session = declare.then(Uuid::now_v7);
    let phone = Phone::start(config);
    let times = || trace.points.iter().map(|p| pace.rebased(p.at_ms));
    if let (Some(id), Some(at)) = (session, times().min()) {
        phone.send(&Message::SessionStart { id, at }).await?;
    }
    let started = clock::instant();
    for points in trace.points.chunks(usize::from(batch)) {
        if let Some(newest) = points.iter().map(|p| p.at_ms).max() {
            let due = pace.due(newest);
            tokio::time::sleep(due.saturating_sub(started.elapsed())).await;
        }
        let fixes = points.iter().map(|p| wire(p, &pace)).collect();
        phone.send(Frame::fixes(session, fixes)).await?;
    }
    if let (Some(id), Some(at)) = (session, times().max()) {
        phone.send(&Message::SessionEnd { id, at }).await?;
    }
    let settled = phone.settled(SETTLE).await;
    let log = phone.log();
    phone.stop().await;
    Ok(Outcome {
        device: trace.device,
        fixes: trace.points.len(),
        settled,
        log,
    })
}

fn wire(point: &Point, pace: &Pace) -> WireFix {
    WireFix {
        at: pace.rebased(point.at_ms),
        lat: point.lat,
        lng: point.lng,
        accuracy_m: point.accuracy_m,
        altitude_m: point.altitude_m,
        speed_mps: point.speed_mps,
        bearing_deg: point.bearing_deg,
        ..WireFix::default()
    }
}

fn report(outcomes: &[Outcome], json: bool) -> Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        let tracks: Vec<_> = outcomes
            .iter()
            .map(|o| {
                let results: serde_json::Map<_, _> = o
                    .log
                    .counts
                    .iter()
                    .map(|((status, code), n)| (format!("{status}:{code}"), (*n).into()))
                    .collect();
                serde_json::json!({"device": o.device, "fixes": o.fixes, "settled": o.settled,
                    "acknowledged_items": o.log.acknowledged_items, "results": results})
            })
            .collect();
        writeln!(out, "{}", serde_json::json!({ "tracks": tracks }))?;
        return Ok(());
    }
    for o in outcomes {
        let results: Vec<_> = o
            .log
            .counts
            .iter()
            .map(|((status, code), n)| format!("{n} {status} {code}"))
            .collect();
        writeln!(
            out,
            "{}: {} fixes, {} items acknowledged{}{}",
            o.device,
            o.fixes,
            o.log.acknowledged_items,
            if results.is_empty() { "" } else { "; " },
            results.join(", ")
        )?;
    }
    Ok(())
}
