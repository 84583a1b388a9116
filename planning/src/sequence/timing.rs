//! The times of an order: the rep leaves as late as the first call allows, and waits where a window has not
//! opened.

use super::{Day, Sequence, Stop, Timed};
use crate::travel::Travel;

/// `None` in the order is the break. `None` where an order names what is not there.
pub(super) fn time(
    travel: &(impl Travel + ?Sized),
    day: &Day,
    stops: &[Stop],
    order: &[Option<usize>],
) -> Option<Sequence> {
    let mut new = Sequence {
        leave_s: day.from_s,
        back_s: day.from_s,
        ..Sequence::default()
    };
    if let Some(Some(first)) = order.first() {
        let stop = stops.get(*first)?;
        let way = travel.leg(day.start, stop.place)?.seconds;
        let opens = stop.window_s.map_or(0, |window| window.0);
        new.leave_s = opens.saturating_sub(way).max(day.from_s);
    }
    let (mut here, mut now) = (day.start, new.leave_s);
    for item in order {
        let Some(index) = item else {
            let pause = day.pause?;
            let begin = now.max(pause.window_s.0);
            now = begin + pause.seconds;
            new.pause = Some((begin, now));
            continue;
        };
        let stop = stops.get(*index)?;
        let leg = travel.leg(here, stop.place)?;
        let arrive_s = now + leg.seconds;
        let begin_s = arrive_s.max(stop.window_s.map_or(0, |window| window.0));
        now = begin_s + stop.service_s;
        new.metres += u64::from(leg.metres);
        new.travel_s += u64::from(leg.seconds);
        new.calls.push(Timed {
            stop: *index,
            arrive_s,
            begin_s,
            leave_s: now,
        });
        here = stop.place;
    }
    if let Some(end) = day.end.filter(|_| !new.calls.is_empty()) {
        let leg = travel.leg(here, end)?;
        now += leg.seconds;
        new.metres += u64::from(leg.metres);
        new.travel_s += u64::from(leg.seconds);
    }
    new.back_s = now;
    Some(new)
}
