//! Activities with customers: planned → held | not held | withdrawn with their occasion, and how much of what was planned was done in time.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// What is begun this much after it was due is still in time: a call has no bell.
pub const GRACE: TimeDelta = TimeDelta::minutes(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Call,
    Email,
    Sms,
    Note,
    Meeting,
    Greeting,
    Gift,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Note => "note",
            Self::Meeting => "meeting",
            Self::Greeting => "greeting",
            Self::Gift => "gift",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ActivityState)]
pub enum State {
    Planned,
    Held,
    NotHeld,
    /// Was planned by an occasion that is not in use any more.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Planned, Self::Held, Self::NotHeld, Self::Withdrawn];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::NotHeld => "not_held",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// What people say became of it. What was held or not held stays so; what was done before somebody heard
    /// that it was withdrawn was done.
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Planned, Self::Held | Self::NotHeld) | (Self::Withdrawn, Self::Held)
        )
    }
}

/// How an activity stands against its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Planned, and there is still time.
    Open,
    /// Planned, and nothing was told of it in time.
    Overdue,
    InTime,
    Late,
    NotHeld,
    /// Held without a plan: in no completion.
    Unplanned,
    /// Nobody was to do it any more: in no completion.
    Withdrawn,
}

pub fn standing(
    state: State,
    due: Option<DateTime<Utc>>,
    ended: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Standing {
    let Some(due) = due else {
        return Standing::Unplanned;
    };
    let until = due + GRACE;
    match state {
        State::Planned if now > until => Standing::Overdue,
        State::Planned => Standing::Open,
        State::NotHeld => Standing::NotHeld,
        State::Withdrawn => Standing::Withdrawn,
        State::Held if ended.is_some_and(|at| at > until) => Standing::Late,
        State::Held => Standing::InTime,
    }
}

/// What became of what was due. Its parts add up to `due`; `unplanned` stands beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Completion {
    pub due: u32,
    pub in_time: u32,
    pub late: u32,
    pub not_held: u32,
    pub overdue: u32,
    pub open: u32,
    pub unplanned: u32,
}

impl Completion {
    pub const fn count(&mut self, standing: Standing) {
        match standing {
            Standing::Open => self.open += 1,
            Standing::Overdue => self.overdue += 1,
            Standing::InTime => self.in_time += 1,
            Standing::Late => self.late += 1,
            Standing::NotHeld => self.not_held += 1,
            Standing::Unplanned => self.unplanned += 1,
            Standing::Withdrawn => {}
        }
        if !matches!(standing, Standing::Unplanned | Standing::Withdrawn) {
            self.due += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_planned_goes_on_and_what_was_done_was_done() {
        for from in State::ALL {
            for to in State::ALL {
                let told = matches!(to, State::Held | State::NotHeld);
                let may =
                    from == State::Planned && told || (from, to) == (State::Withdrawn, State::Held);
                assert_eq!(from.may_become(to), may, "{from:?} → {to:?}");
            }
        }
    }

    #[test]
    fn the_half_hour_after_it_was_due_is_still_in_time() {
        let due = DateTime::from_timestamp(1_700_000_000, 0);
        let at = |minutes| due.map(|d| d + TimeDelta::minutes(minutes));
        for (state, ended, now, expected) in [
            (State::Planned, None, at(0), Standing::Open),
            (State::Planned, None, at(30), Standing::Open),
            (State::Planned, None, at(31), Standing::Overdue),
            (State::Held, at(-600), at(99), Standing::InTime),
            (State::Held, at(30), at(99), Standing::InTime),
            (State::Held, at(31), at(99), Standing::Late),
            (State::NotHeld, at(31), at(99), Standing::NotHeld),
            (State::Withdrawn, None, at(99), Standing::Withdrawn),
        ] {
            let now = now.unwrap_or_default();
            assert_eq!(
                standing(state, due, ended, now),
                expected,
                "{state:?} {ended:?}"
            );
        }
        let now = due.unwrap_or_default();
        assert_eq!(standing(State::Held, None, due, now), Standing::Unplanned);
    }

    #[test]
    fn the_parts_add_up_to_what_was_due() {
        let mut all = Completion::default();
        for standing in [
            Standing::Open,
            Standing::Overdue,
            Standing::InTime,
            Standing::Late,
            Standing::NotHeld,
            Standing::Unplanned,
            Standing::Withdrawn,
        ] {
            all.count(standing);
        }
        assert_eq!((all.due, all.unplanned), (5, 1));
        assert_eq!(
            all.due,
            all.in_time + all.late + all.not_held + all.overdue + all.open
        );
    }
}
