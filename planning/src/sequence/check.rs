//! Whether a sequence is one: walked call by call, by no code of the search's.

use thiserror::Error;

use super::{Day, Sequence, Stop};
use crate::travel::Travel;

/// What is wrong with a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Broken {
    #[error("call {0} is made, or left, not exactly once")]
    Count(usize),
    #[error("no way to call {0}")]
    Way(usize),
    #[error("call {0} is reached before the way there is ridden")]
    TooSoon(usize),
    #[error("call {0} begins outside its window")]
    Window(usize),
    #[error("call {0} is shorter than its service")]
    Service(usize),
    #[error("the day begins too early or ends too late")]
    Shift,
    #[error("the break is missing, short or at the wrong time, or work goes on during it")]
    Pause,
    #[error("more calls than a day may have")]
    Calls,
    #[error("metres or travel are not those of the ways")]
    Sum,
}

/// Walks the day.
pub fn check(
    travel: &(impl Travel + ?Sized),
    day: &Day,
    stops: &[Stop],
    day_plan: &Sequence,
) -> Result<(), Broken> {
    let (mut metres, mut seconds) = (0_u64, 0_u64);
    let mut seen = vec![0_usize; stops.len()];
    let (mut here, mut free_s) = (day.start, day_plan.leave_s);
    let mut pause = day_plan.pause;
    if day_plan.leave_s < day.from_s || day_plan.back_s > day.to_s {
        return Err(Broken::Shift);
    }
    for call in &day_plan.calls {
        let stop = stops.get(call.stop).ok_or(Broken::Count(call.stop))?;
        if let Some(count) = seen.get_mut(call.stop) {
            *count += 1;
        }
        let leg = travel.leg(here, stop.place).ok_or(Broken::Way(call.stop))?;
        if let Some((from, to)) = pause.filter(|(from, _)| *from < call.begin_s) {
            // The break lies between the work before and the way to this call.
            if from < free_s {
                return Err(Broken::Pause);
            }
            free_s = to;
            pause = None;
        }
        if call.arrive_s < free_s + leg.seconds || call.begin_s < call.arrive_s {
            return Err(Broken::TooSoon(call.stop));
        }
        let (opens, closes) = stop.window_s.unwrap_or((0, u32::MAX));
        if call.begin_s < opens || call.begin_s > closes {
            return Err(Broken::Window(call.stop));
        }
        if call.leave_s < call.begin_s + stop.service_s {
            return Err(Broken::Service(call.stop));
        }
        metres += u64::from(leg.metres);
        seconds += u64::from(leg.seconds);
        free_s = call.leave_s;
        here = stop.place;
    }
    if let Some((from, to)) = pause {
        if from < free_s {
            return Err(Broken::Pause);
        }
        free_s = to;
    }
    if let (Some(end), false) = (day.end, day_plan.calls.is_empty()) {
        let last = day_plan.calls.last().map_or(0, |call| call.stop);
        let leg = travel.leg(here, end).ok_or(Broken::Way(last))?;
        metres += u64::from(leg.metres);
        seconds += u64::from(leg.seconds);
        free_s += leg.seconds;
    }
    if day_plan.back_s < free_s {
        return Err(Broken::Shift);
    }
    whole(day, day_plan, &mut seen)?;
    if (metres, seconds) != (day_plan.metres, day_plan.travel_s) {
        return Err(Broken::Sum);
    }
    Ok(())
}

/// Every call once, the break as asked for, no more calls than a day may have.
fn whole(day: &Day, day_plan: &Sequence, seen: &mut [usize]) -> Result<(), Broken> {
    for (left, _) in &day_plan.left {
        *seen.get_mut(*left).ok_or(Broken::Count(*left))? += 1;
    }
    if let Some(index) = seen.iter().position(|count| *count != 1) {
        return Err(Broken::Count(index));
    }
    if day_plan.calls.len() > day.calls_max.unwrap_or(usize::MAX) {
        return Err(Broken::Calls);
    }
    let right = match (day.pause, day_plan.pause) {
        (None, None) => true,
        (Some(asked), Some((from, to))) => {
            from >= asked.window_s.0 && from <= asked.window_s.1 && to >= from + asked.seconds
        }
        (Some(_), None) => day_plan.calls.is_empty(),
        (None, Some(_)) => false,
    };
    if right { Ok(()) } else { Err(Broken::Pause) }
}
