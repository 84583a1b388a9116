//! Moving a track in time so that its core lies in the middle of one company day.
//!
//! Every instant moves by the same amount, so what lies between two fixes stays as recorded.

use super::scene::Track;
use crate::dataset::{Point, Span};

/// What to add to a track's times so that the middle of its core meets the middle of `day`.
pub fn shift_ms(track: &Track, day: Span) -> i64 {
    i64::midpoint(day.from_ms, day.to_ms) - i64::midpoint(track.core.from_ms, track.core.to_ms)
}

/// The points of a track, moved, in order of arrival.
pub fn moved(track: &Track, shift_ms: i64) -> impl Iterator<Item = Point> {
    track.points.iter().map(move |p| Point {
        at_ms: p.at_ms + shift_ms,
        ..*p
    })
}

/// A span as the track recorded it.
pub const fn back(span: Span, shift_ms: i64) -> Span {
    Span {
        from_ms: span.from_ms - shift_ms,
        to_ms: span.to_ms - shift_ms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_lands_in_the_middle_of_the_day_and_comes_back() {
        let track = Track {
            run: String::new(),
            device: String::new(),
            points: vec![Point::new(150, 0.0, 0.0)],
            core: Span {
                from_ms: 100,
                to_ms: 200,
            },
        };
        let day = Span {
            from_ms: 10_000,
            to_ms: 20_000,
        };
        let shift = shift_ms(&track, day);
        let at_ms = moved(&track, shift).map(|p| p.at_ms).next();
        assert_eq!(at_ms, Some(15_000));
        let core = Span {
            from_ms: 14_950,
            to_ms: 15_050,
        };
        assert_eq!(back(core, shift), track.core);
    }
}
