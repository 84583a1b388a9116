//! The devices of a load: each sends its frame when it is due, whatever was acknowledged.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tokio::{
    task::JoinSet,
    time::{sleep, sleep_until},
};
use uuid::Uuid;

use super::{LoadArgs, Meter, setup::LoadDevice};
use crate::{
    clock,
    phone::{Config, End, Frame, ItemResult, Message, Observer, Phone, WireFix},
    plane::{Plane, Point, Position},
};

/// Devices that connect at the same time.
const CONNECTING: usize = 100;
/// The circle a device drives on.
const CIRCLE_M: f64 = 120.0;
const SPEED_MPS: f64 = 8.0;
/// Time for the last acknowledgements.
const SETTLE: Duration = Duration::from_secs(20);

/// A connected device.
pub struct Sender {
    device: LoadDevice,
    phone: Phone,
    session: Uuid,
    heard: Arc<Hearing>,
}

/// Passes acknowledgements to the meter, once there is one.
#[derive(Default)]
struct Hearing {
    meter: Mutex<Option<Arc<Meter>>>,
}

impl Hearing {
    fn meter(&self) -> Option<Arc<Meter>> {
        self.meter
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Observer for Hearing {
    fn acknowledged(&self, frame: &Frame) {
        if let Some(meter) = self.meter().filter(|_| frame.kind() == "fixes") {
            meter.acknowledged(frame.tag, frame.items());
        }
    }

    fn result(&self, result: &ItemResult) {
        if let Some(meter) = self.meter().filter(|_| result.status == "rejected") {
            meter.error();
        }
    }

    fn ended(&self, end: &End) {
        if let Some(meter) = self.meter().filter(|_| *end != End::Asked) {
            meter.error();
        }
    }
}

/// For [`super::soak`]: what a phone does whenever it is told to.
impl Sender {
    /// Declares the session.
    pub async fn begin(&self) -> Result<()> {
        let begin = Message::SessionStart {
            id: self.session,
            at: clock::now_ms() - 60_000,
        };
        Ok(self.phone.send(Frame::new(&begin)).await?)
    }

    /// Sends a frame whose newest position is of now.
    pub async fn send_now(&self, args: &LoadArgs, devices: usize) -> Result<()> {
        let slot = Slot {
            interval: Duration::from_secs_f64(per_device_s(args.rate, devices, args.batch)),
            phase: Duration::ZERO,
            batch: args.batch,
            epoch_ms: clock::now_ms(),
        };
        let fixes = fixes(slot, 0, 0, &Plane::around(self.device.home));
        Ok(self
            .phone
            .send(Frame::fixes(Some(self.session), fixes))
            .await?)
    }

    /// The connection breaks; the phone makes another.
    pub async fn cut(&self) {
        self.phone.cut().await;
    }

    /// Says goodbye; what was not acknowledged.
    pub async fn leave(self) -> u64 {
        self.phone.settled(SETTLE).await;
        let left = self.phone.pending();
        self.phone.stop().await;
        left
    }
}

/// Connects all devices and declares their sessions.
pub async fn connect(
    args: &LoadArgs,
    devices: &[LoadDevice],
    within: Duration,
) -> Result<Vec<Sender>> {
    let mut senders = Vec::with_capacity(devices.len());
    for part in devices.chunks(CONNECTING) {
        let started: Vec<Sender> = part.iter().map(|d| start(&args.access.url, d)).collect();
        for sender in started {
            sender.begin().await?;
            if !sender.phone.settled(within).await {
                bail!(
                    "device {} does not connect: {:?}",
                    sender.device.index,
                    sender.phone.status().phase
                );
            }
            senders.push(sender);
        }
    }
    Ok(senders)
}

pub fn start(url: &str, device: &LoadDevice) -> Sender {
    let install = Uuid::new_v5(
        &Uuid::NAMESPACE_OID,
        format!("load/{}", device.index).as_bytes(),
    );
    let heard = Arc::new(Hearing::default());
    let mut config = Config::new(url, &device.token, install);
    config.observer = Some(heard.clone());
    config.window = 100_000;
    let session = Uuid::new_v5(&install, clock::now_ms().to_string().as_bytes());
    Sender {
        device: device.clone(),
        phone: Phone::start(config),
        session,
        heard,
    }
}

/// Sends until the measured time is over; what was not acknowledged in the end.
pub async fn drive(
    args: &LoadArgs,
    senders: Vec<Sender>,
    meter: &Arc<Meter>,
    epoch_ms: i64,
) -> u64 {
    let count = senders.len();
    let interval = Duration::from_secs_f64(per_device_s(args.rate, count, args.batch));
    let mut running = JoinSet::new();
    for sender in senders {
        let slot = Slot {
            interval,
            phase: interval.mul_f64(share(sender.device.index, count)),
            batch: args.batch,
            epoch_ms,
        };
        running.spawn(send(sender, slot, meter.clone()));
    }
    let mut unacknowledged = 0;
    while let Some(left) = running.join_next().await {
        unacknowledged += left.unwrap_or(1);
    }
    unacknowledged
}

/// Seconds between two frames of a device.
fn per_device_s(rate: f64, devices: usize, batch: u32) -> f64 {
    let devices = f64::from(u32::try_from(devices).unwrap_or(u32::MAX));
    devices * f64::from(batch) / rate.max(0.001)
}

fn share(index: usize, count: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(index) / number(count.max(1))
}

/// When a device's frames are due.
#[derive(Clone, Copy)]
struct Slot {
    interval: Duration,
    phase: Duration,
    batch: u32,
    epoch_ms: i64,
}

async fn send(sender: Sender, slot: Slot, meter: Arc<Meter>) -> u64 {
    *sender
        .heard
        .meter
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = Some(meter.clone());
    let plane = Plane::around(sender.device.home);
    let origin = tokio::time::Instant::from_std(meter.origin);
    let mut number = 0_u32;
    loop {
        let due = slot.phase + slot.interval * number;
        let due_us = u64::try_from(due.as_micros()).unwrap_or(u64::MAX);
        if due_us >= meter.to_us {
            break;
        }
        sleep_until(origin + due).await;
        let frame = Frame::fixes(Some(sender.session), fixes(slot, number, due_us, &plane));
        if sender.phone.send(frame.tagged(due_us)).await.is_err() {
            return 1;
        }
        number += 1;
    }
    // Viewers get their last positions before the sockets go.
    sleep(Duration::from_secs(1)).await;
    sender.phone.settled(SETTLE).await;
    let left = sender.phone.pending();
    *sender
        .heard
        .meter
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = None;
    sender.phone.stop().await;
    left
}

/// Fixes of one frame: evenly back in time from when it is due, on the device's circle.
fn fixes(slot: Slot, number: u32, due_us: u64, plane: &Plane) -> Vec<WireFix> {
    let due_ms = slot.epoch_ms + i64::try_from(due_us / 1000).unwrap_or(0);
    let interval_ms = i64::try_from(slot.interval.as_millis()).unwrap_or(i64::MAX);
    let spacing = (interval_ms / i64::from(slot.batch.max(1))).max(1);
    (0..i64::from(slot.batch))
        .rev()
        .map(|back| {
            let at = due_ms - back * spacing;
            #[expect(clippy::cast_precision_loss, reason = "milliseconds of a run")]
            let angle = (at - slot.epoch_ms) as f64 / 1000.0 * SPEED_MPS / CIRCLE_M;
            let place: Position = plane.position(Point {
                x: CIRCLE_M * angle.cos(),
                y: CIRCLE_M * angle.sin(),
            });
            WireFix {
                at,
                lat: place.lat,
                lng: place.lng,
                accuracy_m: Some(6.0 + f64::from(number % 5)),
                speed_mps: Some(SPEED_MPS),
                battery_pct: Some(80),
                ..WireFix::default()
            }
        })
        .collect()
}

/// Connects a device that only stays; for [`super::idle`].
pub async fn connect_idle(url: &str, device: &LoadDevice, within: Duration) -> Result<Phone> {
    let sender = start(url, device);
    sender
        .phone
        .connected(within)
        .await
        .with_context(|| format!("device {} does not connect", device.index))?;
    Ok(sender.phone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_follow_each_other_without_repeating_an_instant() {
        let slot = Slot {
            interval: Duration::from_secs(1),
            phase: Duration::from_millis(40),
            batch: 10,
            epoch_ms: 1_700_000_000_000,
        };
        let plane = Plane::around(Position {
            lat: 21.0,
            lng: 105.8,
        });
        let all: Vec<i64> = (0..20)
            .flat_map(|k| fixes(slot, k, 40_000 + 1_000_000 * u64::from(k), &plane))
            .map(|fix| fix.at)
            .collect();
        assert_eq!(all.len(), 200);
        assert!(all.windows(2).all(|w| w[1] > w[0]));
        assert_eq!(all[9], 1_700_000_000_040);
    }

    #[test]
    fn the_rate_is_that_of_all_devices_together() {
        assert!((per_device_s(10_000.0, 1_000, 10) - 1.0).abs() < 1e-9);
    }
}
