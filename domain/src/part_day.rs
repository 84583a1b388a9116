//! Which stops an absence of a few hours touches. Pure; who is away and who stands in is the store's
//! matter.

/// When a stop is planned, as far as its plan says. Minutes are after local midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopTime {
    pub window_from_min: Option<u16>,
    pub window_to_min: Option<u16>,
}

/// Of the stops of a day in their order, those that lie in the part of the day from `part.0` up to
/// `part.1`. A stop with a window lies where its middle lies; the others are spread evenly over the
/// working hours by their place in the day. So parts that follow each other share no stop, and a
/// part that holds the working hours and every window holds every stop.
pub fn touched(stops: &[StopTime], working: (u16, u16), part: (u16, u16)) -> Vec<bool> {
    let (from, to) = (i64::from(working.0), i64::from(working.1));
    let length = (to - from).max(0);
    let count = i64::try_from(stops.len()).unwrap_or(i64::MAX).max(1);
    let inside = |twice: i64| (2 * i64::from(part.0)..2 * i64::from(part.1)).contains(&twice);
    (0..)
        .zip(stops)
        .map(|(place, stop): (i64, _)| {
            // Twice the minute, so that a middle between two minutes is whole.
            let twice = match (stop.window_from_min, stop.window_to_min) {
                (None, None) => 2 * from + (2 * place + 1) * length / count,
                (opens, closes) => opens.map_or(from, i64::from) + closes.map_or(to, i64::from),
            };
            inside(twice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORKING: (u16, u16) = (480, 1020);

    fn stop(window: Option<(u16, u16)>) -> StopTime {
        StopTime {
            window_from_min: window.map(|w| w.0),
            window_to_min: window.map(|w| w.1),
        }
    }

    #[test]
    fn a_morning_off_takes_the_first_stops_and_those_with_a_window_then() {
        let stops = [None, None, Some((900, 960)), None, None, Some((480, 540))].map(stop);
        assert_eq!(
            touched(&stops, WORKING, (480, 750)),
            [true, true, false, false, false, true]
        );
        assert_eq!(touched(&[], WORKING, (480, 750)), [false; 0]);
    }

    #[test]
    fn an_open_window_ends_with_the_working_hours() {
        let late = StopTime {
            window_from_min: Some(900),
            window_to_min: None,
        };
        assert_eq!(touched(&[late], WORKING, (750, 1020)), [true]);
    }

    proptest! {
        #[test]
        fn parts_that_follow_each_other_share_no_stop_and_leave_none_out(
            windows in prop::collection::vec(prop::option::of((480_u16..1000, 1_u16..20)), 0..30),
            cut in 480_u16..1020,
        ) {
            let stops: Vec<StopTime> = windows.iter().map(|w| stop(w.map(|(from, long)| (from, from + long)))).collect();
            let before = touched(&stops, WORKING, (WORKING.0, cut));
            let after = touched(&stops, WORKING, (cut, WORKING.1));
            for (one, other) in before.iter().zip(&after) {
                prop_assert!(one ^ other);
            }
        }
    }
}
