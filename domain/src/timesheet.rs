//! What a rep worked on a day: as the machine measured it, and as a supervisor corrected it. A
//! correction replaces what it names and nothing else; the machine's word stays beside it.

use crate::{
    day::{TimeParts, WorkInterval},
    time::At,
};

/// A day's work. `worked_ms` is what lies in sessions and in no break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    pub started_at: Option<At>,
    pub ended_at: Option<At>,
    pub break_ms: i64,
    /// Between sessions.
    pub off_ms: i64,
    pub worked_ms: i64,
}

/// From the first start to the last end of the sessions; a running one counts up to `until`.
pub fn measured(sessions: &[WorkInterval], time: &TimeParts, until: At) -> Worked {
    let started_at = sessions.iter().map(|s| s.started_at).min();
    let ended_at = sessions
        .iter()
        .map(|s| s.ended_at.unwrap_or(until).min(until))
        .max();
    let whole_ms = started_at
        .zip(ended_at)
        .map_or(0, |(from, to)| to.since_ms(from).max(0));
    Worked {
        started_at,
        ended_at,
        break_ms: time.break_ms,
        off_ms: (whole_ms - time.time_in_market_ms).max(0),
        worked_ms: time.time_in_market_ms - time.break_ms,
    }
}

/// What a supervisor says instead; `None` leaves the machine's value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    pub started_at: Option<At>,
    pub ended_at: Option<At>,
    pub break_ms: Option<i64>,
}

/// Why a correction makes no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nonsense {
    /// No start, by the machine or by the correction.
    NoStart,
    NoEnd,
    EndsBeforeStart,
    /// More break than there is time.
    BreakTooLong,
}

/// The measured day with what was corrected. Time between sessions stays off.
pub fn corrected(machine: &Worked, by: &Correction) -> Result<Worked, Nonsense> {
    let from = by.started_at.or(machine.started_at);
    let to = by.ended_at.or(machine.ended_at);
    let from = from.ok_or(Nonsense::NoStart)?;
    let to = to.ok_or(Nonsense::NoEnd)?;
    let whole_ms = to.since_ms(from);
    if whole_ms <= 0 {
        return Err(Nonsense::EndsBeforeStart);
    }
    let off_ms = machine.off_ms.min(whole_ms);
    let break_ms = by.break_ms.unwrap_or(machine.break_ms);
    let worked_ms = whole_ms - off_ms - break_ms;
    if worked_ms < 0 {
        return Err(Nonsense::BreakTooLong);
    }
    Ok(Worked {
        started_at: Some(from),
        ended_at: Some(to),
        break_ms,
        off_ms,
        worked_ms,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const MIN: i64 = 60_000;

    fn session(from: i64, to: Option<i64>) -> WorkInterval {
        WorkInterval {
            id: Uuid::nil(),
            started_at: At(from * MIN),
            ended_at: to.map(|to| At(to * MIN)),
            auto_started: false,
            auto_ended: false,
        }
    }

    /// 08:00–12:00 and 13:00–17:00 with a break of 20 minutes.
    fn day() -> Worked {
        let time = TimeParts {
            time_in_market_ms: 480 * MIN,
            break_ms: 20 * MIN,
            ..TimeParts::default()
        };
        let sessions = [session(480, Some(720)), session(780, Some(1020))];
        measured(&sessions, &time, At(1440 * MIN))
    }

    #[test]
    fn work_is_sessions_without_breaks_and_the_time_between_is_off() {
        let day = day();
        assert_eq!(
            (day.started_at, day.ended_at),
            (Some(At(480 * MIN)), Some(At(1020 * MIN)))
        );
        assert_eq!((day.worked_ms, day.off_ms), (460 * MIN, 60 * MIN));
        let running = TimeParts {
            time_in_market_ms: 100 * MIN,
            ..TimeParts::default()
        };
        let running = measured(&[session(480, None)], &running, At(580 * MIN));
        assert_eq!(
            (running.ended_at, running.worked_ms),
            (Some(At(580 * MIN)), 100 * MIN)
        );
        assert_eq!(
            measured(&[], &TimeParts::default(), At(0)),
            Worked::default()
        );
    }

    #[test]
    fn a_correction_changes_what_it_names() {
        let by = |c| corrected(&day(), &c);
        assert_eq!(by(Correction::default()), Ok(day()));
        let earlier = Correction {
            started_at: Some(At(450 * MIN)),
            ..Correction::default()
        };
        assert_eq!(by(earlier).unwrap().worked_ms, day().worked_ms + 30 * MIN);
        let no_break = Correction {
            break_ms: Some(0),
            ..Correction::default()
        };
        assert_eq!(by(no_break).unwrap().worked_ms, 480 * MIN);
        // A phone that was broken all day.
        let whole = Correction {
            started_at: Some(At(480 * MIN)),
            ended_at: Some(At(1020 * MIN)),
            break_ms: Some(60 * MIN),
        };
        assert_eq!(
            corrected(&Worked::default(), &whole).unwrap().worked_ms,
            480 * MIN
        );
    }

    #[test]
    fn what_makes_no_day_is_refused() {
        let nothing = Worked::default();
        let only_end = Correction {
            ended_at: Some(At(MIN)),
            ..Correction::default()
        };
        assert_eq!(corrected(&nothing, &only_end), Err(Nonsense::NoStart));
        let only_start = Correction {
            started_at: Some(At(MIN)),
            ..Correction::default()
        };
        assert_eq!(corrected(&nothing, &only_start), Err(Nonsense::NoEnd));
        assert_eq!(corrected(&day(), &only_end), Err(Nonsense::EndsBeforeStart));
        let long = Correction {
            break_ms: Some(481 * MIN),
            ..Correction::default()
        };
        assert_eq!(corrected(&day(), &long), Err(Nonsense::BreakTooLong));
    }
}
