//! The rep's working time as the marks declare it: sessions, breaks, automatic start and end.
//!
//! The session belongs to the rep, not to the device. Knows nothing of places.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{day::WorkInterval, id::RepId, time::At, world::World};

/// A forgotten session ends this long after the last movement, if that is after the latest end.
const STILL_END_MS: i64 = 2 * 3_600_000;

/// What the rep is doing by declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    #[default]
    Off,
    Working(Session),
    OnBreak {
        session: Session,
        /// Short beside the day, hence apart.
        pause: Box<WorkInterval>,
    },
}

/// A running session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub interval: WorkInterval,
    /// When it ends by itself if nothing moves any more.
    pub latest_end_at: At,
    /// True for working hours: those end on the minute.
    pub fixed_end: bool,
}

/// Working time and the few facts that outlive a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub phase: Phase,
    /// Once the rep declared a session, working hours no longer gate.
    pub declared: bool,
}

impl Shift {
    pub const fn session(&self) -> Option<&Session> {
        match &self.phase {
            Phase::Off => None,
            Phase::Working(session) | Phase::OnBreak { session, .. } => Some(session),
        }
    }
    pub(crate) const fn heap_bytes(&self) -> usize {
        match self.phase {
            Phase::OnBreak { .. } => size_of::<WorkInterval>(),
            Phase::Off | Phase::Working(_) => 0,
        }
    }
    pub const fn is_working(&self) -> bool {
        matches!(self.phase, Phase::Working(_))
    }

    /// When the running session ends by itself: the later of `session_latest_end` and two hours
    /// after the last movement, but never after the day.
    pub fn ends_at(&self, moved_at: Option<At>, day_end: At) -> Option<At> {
        let session = self.session()?;
        if session.fixed_end {
            return Some(session.latest_end_at.min(day_end));
        }
        let moved = moved_at.map_or(session.interval.started_at, |m| {
            m.max(session.interval.started_at)
        });
        Some(
            moved
                .plus_ms(STILL_END_MS)
                .max(session.latest_end_at)
                .min(day_end),
        )
    }
}

/// A session that begins at `at`.
pub fn session(id: Uuid, at: At, auto_started: bool, world: &World<'_>) -> Session {
    let rules = world.rules;
    Session {
        interval: WorkInterval {
            id,
            started_at: at,
            ended_at: None,
            auto_started,
            auto_ended: false,
        },
        latest_end_at: rules
            .time
            .local(world.day.plan.date, rules.session_latest_end_min),
        fixed_end: false,
    }
}

/// The working hours of a source that cannot declare, if `at` lies in them.
pub fn working_hours(at: At, world: &World<'_>) -> Option<Session> {
    let rules = world.rules;
    let (from, to) = rules.working_hours_min;
    let date = world.day.plan.date;
    let (from, to) = (rules.time.local(date, from), rules.time.local(date, to));
    (from <= at && at < to).then(|| Session {
        interval: WorkInterval {
            id: automatic_id(world.day.rep, from),
            started_at: at,
            ended_at: None,
            auto_started: true,
            auto_ended: false,
        },
        latest_end_at: to,
        fixed_end: true,
    })
}

/// Name-based, so that every fold of the day gives an undeclared session the same id.
pub fn automatic_id(rep: RepId, at: At) -> Uuid {
    Uuid::new_v5(
        &Uuid::NAMESPACE_OID,
        format!("fieldbeat/session/{rep}/{}", at.0).as_bytes(),
    )
}
