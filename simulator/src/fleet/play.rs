//! Playing a plan: turning deliveries into frames and handing them to phones when they are due.

use std::time::Duration;

use anyhow::{Context, Result};
use uuid::Uuid;

use super::{
    ids::Ids,
    plan::{Delivery, Item, PlanFix, RepPlan, Truth},
};
use crate::{
    clock,
    phone::{Frame, Heartbeat, Message, OutletRef, Phone, WireFix},
};

/// Fixes that late frames are joined into.
const JOINED: usize = 200;
/// How long a phone that is about to fall silent is waited for.
const BEFORE_SILENCE: Duration = Duration::from_mins(2);

/// When a plan's instants happen on the wall clock, in epoch milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// What the plan's 0 is called in the items (`at`).
    pub start_ms: i64,
    /// When the plan's 0 is played.
    wall_ms: i64,
    speed: f64,
}

impl Pace {
    /// As it happens; what is past is handed over at once.
    pub fn real_time(start_ms: i64) -> Self {
        Self {
            start_ms,
            wall_ms: start_ms,
            speed: 1.0,
        }
    }

    /// Starts now, `speed` times as fast, and ends with the last item being of now: nothing is
    /// ever dated in the future.
    pub fn hastened(now_ms: i64, length_ms: i64, speed: f64) -> Self {
        let speed = speed.max(1.0);
        Self {
            start_ms: now_ms - scaled(length_ms, 1.0 - 1.0 / speed),
            wall_ms: now_ms,
            speed,
        }
    }

    /// Plays at the same times, but dates the items from another start.
    #[must_use]
    pub fn dated(self, start_ms: i64) -> Self {
        Self { start_ms, ..self }
    }

    pub fn due(&self, t: i64) -> i64 {
        self.wall_ms + scaled(t, 1.0 / self.speed)
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "milliseconds of days"
)]
fn scaled(ms: i64, by: f64) -> i64 {
    (ms as f64 * by).round() as i64
}

/// Makes the frames of one rep's plan.
#[derive(Clone, Debug)]
pub struct Encoder<'a> {
    ids: Ids,
    truth: &'a Truth,
    start_ms: i64,
}

impl<'a> Encoder<'a> {
    pub fn new(company: &str, plan: &'a RepPlan, start_ms: i64) -> Self {
        Self {
            ids: Ids::new(company, &plan.rep, start_ms),
            truth: &plan.truth,
            start_ms,
        }
    }

    /// The UUID of a visit of the plan: of version 7 by its check-in.
    pub fn visit_id(&self, key: &str) -> Uuid {
        let declared = self.truth.visits.iter().find(|v| v.visit == key);
        match declared.and_then(|visit| visit.declared) {
            Some((check_in, _)) => self.ids.id(key, self.start_ms + check_in),
            None => self.ids.named(key),
        }
    }

    /// The UUID of a record made at `t`.
    pub fn record_id(&self, key: &str, t: i64) -> Uuid {
        self.ids.id(key, self.start_ms + t)
    }

    fn wire(&self, fix: &PlanFix) -> WireFix {
        let position = fix.position();
        WireFix {
            at: self.start_ms + fix.t,
            lat: position.lat,
            lng: position.lng,
            accuracy_m: Some(f64::from(fix.accuracy_dm) / 10.0),
            speed_mps: Some(f64::from(fix.speed_cmps) / 100.0),
            bearing_deg: Some(f64::from(fix.bearing_cdeg) / 100.0),
            battery_pct: Some(fix.battery_pct),
            ..WireFix::default()
        }
    }

    /// The message of an item; none for what is no message.
    pub fn message(&self, item: &Item) -> Option<Message> {
        let at = |t: &i64| self.start_ms + t;
        Some(match item {
            Item::Fixes { session, fixes } => Message::Fixes {
                session: (!session.is_empty()).then(|| self.ids.named(session)),
                fixes: fixes.iter().map(|fix| self.wire(fix)).collect(),
            },
            Item::SessionStart { session, t } => Message::SessionStart {
                id: self.ids.named(session),
                at: at(t),
            },
            Item::SessionEnd { session, t } => Message::SessionEnd {
                id: self.ids.named(session),
                at: at(t),
            },
            Item::BreakStart { id, t } => Message::BreakStart {
                id: self.ids.named(id),
                at: at(t),
            },
            Item::BreakEnd { id, t } => Message::BreakEnd {
                id: self.ids.named(id),
                at: at(t),
            },
            Item::CheckIn {
                visit,
                outlet,
                t,
                fix,
            } => Message::CheckIn {
                id: self.visit_id(visit),
                outlet: OutletRef::Code(outlet.clone()),
                visit_type: None,
                at: at(t),
                fix: Some(self.wire(fix)),
            },
            Item::CheckOut {
                visit,
                t,
                fix,
                reason,
            } => Message::CheckOut {
                id: self.visit_id(visit),
                at: at(t),
                fix: Some(self.wire(fix)),
                reason: reason.clone(),
            },
            Item::StopMissed {
                id,
                outlet,
                t,
                reason,
            } => Message::StopMissed {
                id: self.ids.named(id),
                outlet: OutletRef::Code(outlet.clone()),
                at: at(t),
                reason: reason.clone(),
            },
            Item::Record {
                kind,
                id,
                visit,
                t,
                body,
            } => Message::Record {
                kind: kind.clone(),
                id: self.record_id(id, *t),
                visit_id: Some(self.visit_id(visit)),
                at: at(t),
                body: body.clone(),
            },
            Item::Offline | Item::Online | Item::Cut | Item::Heartbeat { .. } | Item::Health(_) => {
                return None;
            }
        })
    }

    /// All messages of one device, in the order they are handed over.
    pub fn frames<'b>(
        &'b self,
        deliveries: &'b [Delivery],
        device: u8,
    ) -> impl Iterator<Item = Frame> + 'b {
        joined(deliveries, device).filter_map(|item| self.message(&item).map(|m| Frame::new(&m)))
    }
}

/// The items of a device, successive fixes of one session joined into larger frames.
fn joined(deliveries: &[Delivery], device: u8) -> impl Iterator<Item = Item> {
    let mut own = deliveries
        .iter()
        .filter(move |delivery| delivery.device == device)
        .peekable();
    std::iter::from_fn(move || {
        let mut item = own.next()?.what.clone();
        if let Item::Fixes { session, fixes } = &mut item {
            let fits = |next: &&Delivery, held: usize| match &next.what {
                Item::Fixes {
                    session: other,
                    fixes: more,
                } => other == session && held + more.len() <= JOINED,
                _ => false,
            };
            while let Some(next) = own.next_if(|next| fits(next, fixes.len())) {
                if let Item::Fixes { fixes: more, .. } = &next.what {
                    fixes.extend_from_slice(more);
                }
            }
        }
        Some(item)
    })
}

/// Plays one rep's plan on its phones (one for each device). What is long past goes at once, in
/// large frames. Returns when the last item is handed over.
pub async fn play(plan: &RepPlan, company: &str, phones: &[Phone], pace: Pace) -> Result<()> {
    let encoder = Encoder::new(company, plan, pace.start_ms);
    let now = clock::now_ms();
    let past = plan.deliveries.partition_point(|d| pace.due(d.at) <= now);
    let (past, coming) = plan.deliveries.split_at(past);
    for (device, phone) in (0_u8..).zip(phones) {
        catch_up(&encoder, past, device, phone).await?;
    }
    for delivery in coming {
        let wait = pace.due(delivery.at) - clock::now_ms();
        if let Ok(wait) = u64::try_from(wait) {
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        let phone = phones
            .get(usize::from(delivery.device))
            .context("the plan names a device that has no phone")?;
        hand_over(&encoder, &delivery.what, phone).await?;
    }
    Ok(())
}

/// Hands over what is past. Dead zones that are over are not played again; one that is not, is.
async fn catch_up(
    encoder: &Encoder<'_>,
    past: &[Delivery],
    device: u8,
    phone: &Phone,
) -> Result<()> {
    let offline_now = past
        .iter()
        .rev()
        .filter(|d| d.device == device)
        .find(|d| matches!(d.what, Item::Offline | Item::Online))
        .is_some_and(|d| d.what == Item::Offline);
    for item in joined(past, device) {
        if !matches!(item, Item::Offline | Item::Online | Item::Cut) {
            hand_over(encoder, &item, phone).await?;
        }
    }
    if offline_now {
        phone.settled(BEFORE_SILENCE).await;
        phone.go_offline().await;
    }
    Ok(())
}

async fn hand_over(encoder: &Encoder<'_>, item: &Item, phone: &Phone) -> Result<()> {
    match item {
        Item::Offline => phone.go_offline().await,
        Item::Online => phone.go_online().await,
        Item::Cut => phone.cut().await,
        Item::Health(health) => phone.feels(health.clone()).await,
        Item::Heartbeat { backlog } => {
            phone.settled(BEFORE_SILENCE).await;
            let before = phone.status().alives;
            let beat = Heartbeat {
                backlog: Some(*backlog),
                ..Heartbeat::default()
            };
            phone.heartbeat(beat).await;
            phone
                .wait_for(Duration::from_secs(10), |s| s.alives > before)
                .await;
        }
        _ => {
            if let Some(message) = encoder.message(item) {
                phone.send(Frame::new(&message)).await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixes(t: i64, count: i64) -> Delivery {
        let fix = |t| PlanFix {
            t,
            lat_e7: 210_300_000,
            lng_e7: 1_058_500_000,
            accuracy_dm: 80,
            speed_cmps: 0,
            bearing_cdeg: 0,
            battery_pct: 80,
        };
        Delivery {
            at: t,
            device: 0,
            what: Item::Fixes {
                session: "s0".into(),
                fixes: (t..t + count).map(fix).collect(),
            },
        }
    }

    #[test]
    fn a_hastened_run_is_never_dated_in_the_future() {
        let pace = Pace::hastened(1_000_000_000, 36_000_000, 60.0);
        for t in (0..=36_000_000).step_by(600_000) {
            assert!(pace.start_ms + t <= pace.due(t) + 1);
        }
        assert_eq!(pace.due(36_000_000), 1_000_600_000);
    }

    #[test]
    fn late_fixes_are_joined_and_marks_keep_their_place() {
        let mark = Delivery {
            at: 250,
            device: 0,
            what: Item::SessionEnd {
                session: "s0".into(),
                t: 250,
            },
        };
        let deliveries = vec![
            fixes(0, 90),
            fixes(100, 90),
            fixes(200, 40),
            mark,
            fixes(300, 5),
        ];
        let sizes: Vec<usize> = joined(&deliveries, 0)
            .map(|item| match item {
                Item::Fixes { fixes, .. } => fixes.len(),
                _ => 0,
            })
            .collect();
        assert_eq!(sizes, [180, 40, 0, 5]);
    }

    #[test]
    fn a_check_in_its_check_out_and_its_order_name_one_visit() {
        let visit = crate::fleet::plan::TrueVisit {
            visit: "v0".into(),
            outlet: "O".into(),
            arrived: 0,
            departed: 900,
            declared: Some((100, 800)),
            order: None,
            expect: crate::fleet::plan::Expect::default(),
        };
        let plan = RepPlan {
            rep: "R".into(),
            devices: 1,
            truth: Truth {
                visits: vec![visit],
                ..Truth::default()
            },
            deliveries: vec![],
        };
        let encoder = Encoder::new("c", &plan, 1_700_000_000_000);
        assert_eq!(encoder.visit_id("v0"), encoder.visit_id("v0"));
        assert_eq!(encoder.visit_id("v0").get_version_num(), 7);
        assert_ne!(encoder.visit_id("v0"), encoder.record_id("o0", 500));
    }
}
