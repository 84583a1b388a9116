//! Stops and moves from fixes alone against labelled segments: F1 by time.
//!
//! Only labelled time counts, silence inside a segment included. Days without a diary are kept
//! apart: their labels say stop from end to end whatever the person did.

use super::scene::{Observed, Scene, Track};
use crate::dataset::{
    Span,
    ssi::{Diary, Label, Segment, SsiDay},
};

/// Labelled time by label and verdict. Milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeTable {
    pub stop_seen: i64,
    pub stop_missed: i64,
    pub move_seen: i64,
    pub move_missed: i64,
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of days")]
fn f1(hit_ms: i64, miss_ms: i64, false_ms: i64) -> Option<f64> {
    let whole = 2 * hit_ms + miss_ms + false_ms;
    (whole > 0).then(|| 2.0 * hit_ms as f64 / whole as f64)
}

impl TimeTable {
    pub fn stop_f1(self) -> Option<f64> {
        f1(self.stop_seen, self.stop_missed, self.move_missed)
    }
    pub fn move_f1(self) -> Option<f64> {
        f1(self.move_seen, self.move_missed, self.stop_missed)
    }
    fn add(&mut self, other: Self) {
        self.stop_seen += other.stop_seen;
        self.stop_missed += other.stop_missed;
        self.move_seen += other.move_seen;
        self.move_missed += other.move_missed;
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct DayScore {
    pub name: String,
    pub diary: Diary,
    pub time: TimeTable,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct StopScore {
    pub days: Vec<DayScore>,
    /// Over all days with a diary.
    pub time: TimeTable,
    /// Over the days with a clean one.
    pub clean: TimeTable,
    /// Over the days without one, for information.
    pub undiaried: TimeTable,
}

/// One scene without outlets: every day is a rep's.
pub fn scene(days: &[SsiDay], dwell_s: i32) -> Scene {
    let tracks = days
        .iter()
        .map(|day| Track {
            run: day.name.clone(),
            device: day.trace.device.clone(),
            points: day.trace.points.clone(),
            core: whole(day),
        })
        .collect();
    Scene {
        name: "stops and moves".to_owned(),
        dwell_s,
        outlets: Vec::new(),
        tracks,
    }
}

fn whole(day: &SsiDay) -> Span {
    let times = || day.trace.points.iter().map(|p| p.at_ms);
    Span {
        from_ms: times().min().unwrap_or(0),
        to_ms: times().max().unwrap_or(0),
    }
}

/// Scores days; `observed` is in their order.
pub fn score(days: &[SsiDay], observed: &[Observed]) -> StopScore {
    let mut total = StopScore::default();
    for (day, observed) in days.iter().zip(observed) {
        let time = compare(&day.segments, &observed.stays);
        if day.diary == Diary::None {
            total.undiaried.add(time);
        } else {
            total.time.add(time);
        }
        if day.diary == Diary::Clean {
            total.clean.add(time);
        }
        total.days.push(DayScore {
            name: day.name.clone(),
            diary: day.diary,
            time,
        });
    }
    total
}

/// Splits every segment's time into what was seen as a stay and what was not.
fn compare(segments: &[Segment], stays: &[Span]) -> TimeTable {
    let stays = merged(stays);
    let mut time = TimeTable::default();
    for segment in segments {
        let stayed: i64 = stays.iter().map(|s| s.shared_ms(segment.span)).sum();
        let moved = segment.span.duration_ms() - stayed;
        match segment.label {
            Label::Stop => {
                time.stop_seen += stayed;
                time.stop_missed += moved;
            }
            Label::Move => {
                time.move_missed += stayed;
                time.move_seen += moved;
            }
        }
    }
    time
}

/// Overlapping spans joined, so that no time counts twice.
fn merged(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort_by_key(|s| s.from_ms);
    let mut joined: Vec<Span> = Vec::new();
    for span in sorted {
        match joined.last_mut() {
            Some(last) if span.from_ms <= last.to_ms => last.to_ms = last.to_ms.max(span.to_ms),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from_ms: i64, to_ms: i64) -> Span {
        Span { from_ms, to_ms }
    }
    fn segment(label: Label, from_ms: i64, to_ms: i64) -> Segment {
        Segment {
            label,
            span: span(from_ms, to_ms),
        }
    }

    #[test]
    fn f1_is_by_shared_time_and_overlapping_stays_count_once() {
        let segments = [segment(Label::Stop, 0, 100), segment(Label::Move, 120, 200)];
        let time = compare(&segments, &[span(0, 60), span(50, 80), span(110, 140)]);
        assert_eq!(
            time,
            TimeTable {
                stop_seen: 80,
                stop_missed: 20,
                move_seen: 60,
                move_missed: 20
            }
        );
        assert_eq!(time.stop_f1(), Some(0.8));
        assert_eq!(time.move_f1(), Some(0.75));
    }

    #[test]
    fn days_without_a_diary_stay_apart() {
        let day = |diary| SsiDay {
            name: "d".to_owned(),
            trace: crate::dataset::Trace {
                device: "d".to_owned(),
                points: Vec::new(),
            },
            segments: vec![segment(Label::Stop, 0, 100)],
            diary,
        };
        let seen = Observed {
            visits: Vec::new(),
            stays: vec![span(0, 100)],
        };
        let s = score(
            &[day(Diary::Clean), day(Diary::None)],
            &[seen.clone(), Observed::default()],
        );
        assert_eq!(s.time.stop_seen, 100);
        assert_eq!(s.undiaried.stop_missed, 100);
    }
}
