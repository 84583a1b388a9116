//! One rep's day: the order of its calls, with the times that follow from it.
//!
//! The order comes from [`crate::routing`]; times are counted here in whole seconds after midnight. A call
//! that fits nowhere is left with a reason, and the others are still planned.

pub mod check;
mod timing;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    routing::{self, Call, RoutingError, Search, Vehicle},
    travel::{Leg, Travel},
};

/// More calls a day than anybody makes.
pub const STOPS_MAX: usize = 200;

/// A call to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Index of the place in the travel.
    pub place: usize,
    pub service_s: u32,
    /// Earliest and latest start, seconds after midnight.
    pub window_s: Option<(u32, u32)>,
}

/// A break: so long, begun within these times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub seconds: u32,
    pub window_s: (u32, u32),
}

/// The frame of a rep's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub start: usize,
    /// `None`: the day ends at its last call.
    pub end: Option<usize>,
    pub from_s: u32,
    pub to_s: u32,
    pub pause: Option<Pause>,
    pub calls_max: Option<usize>,
}

/// A call with its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timed {
    /// Index among the stops asked for.
    pub stop: usize,
    pub arrive_s: u32,
    /// Later than the arrival where the window opens later.
    pub begin_s: u32,
    pub leave_s: u32,
}

/// Why a call is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftWhy {
    /// No road leads there and back.
    NoRoad,
    /// Alone, and it would still not fit into its window and the day.
    NeverInTime,
    /// Beside the others there is no time, or no call left, for it.
    NoRoom,
}

/// A day in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    pub leave_s: u32,
    pub calls: Vec<Timed>,
    /// Begin and end of the break.
    pub pause: Option<(u32, u32)>,
    pub back_s: u32,
    pub metres: u64,
    pub travel_s: u64,
    pub left: Vec<(usize, LeftWhy)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SequenceError {
    #[error("{0} calls in a day; at most {STOPS_MAX}")]
    TooMany(usize),
    #[error("the day ends before it begins")]
    Day,
    #[error("the break does not fit into the day")]
    Pause,
    #[error("a place that the travel does not know")]
    Place,
    #[error(transparent)]
    Routing(#[from] RoutingError),
}

/// How hard a day is searched: enough for 40 calls. Every generation anneals anew from the best, which finds
/// more than one run as long as all.
pub const fn effort(seed: u64) -> Search {
    Search {
        seed,
        generations: 8,
        steps: 10,
        heat: (0.3, 0.003),
        kicks: 2_000,
        routes: 1,
    }
}

/// Puts a day in order.
pub fn sequence(
    travel: &(impl Travel + ?Sized),
    day: &Day,
    stops: &[Stop],
    search: &Search,
) -> Result<Sequence, SequenceError> {
    accept(travel, day, stops)?;
    let mut left = Vec::new();
    let mut open = Vec::new();
    for (index, stop) in stops.iter().enumerate() {
        match alone(travel, day, stop) {
            Ok(()) => open.push(index),
            Err(why) => left.push((index, why)),
        }
    }
    let pause = open.len();
    let problem = problem(travel, day, stops, &open);
    let found = routing::solve(&problem, search)?;
    let order: Vec<Option<usize>> = found
        .routes
        .first()
        .map_or(&[][..], |route| &route.calls)
        .iter()
        .filter(|call| **call <= pause)
        .map(|call| open.get(*call).copied())
        .collect();
    left.extend(
        found
            .left
            .iter()
            .filter_map(|call| Some((*open.get(*call)?, LeftWhy::NoRoom))),
    );
    left.sort_unstable();
    let mut sequence = timing::time(travel, day, stops, &order).ok_or(SequenceError::Place)?;
    sequence.left = left;
    Ok(sequence)
}

fn accept(travel: &(impl Travel + ?Sized), day: &Day, stops: &[Stop]) -> Result<(), SequenceError> {
    if stops.len() > STOPS_MAX {
        return Err(SequenceError::TooMany(stops.len()));
    }
    if day.to_s <= day.from_s {
        return Err(SequenceError::Day);
    }
    if let Some(pause) = day.pause {
        let first = pause.window_s.0.max(day.from_s);
        if first > pause.window_s.1 || first.saturating_add(pause.seconds) > day.to_s {
            return Err(SequenceError::Pause);
        }
    }
    let mut places = stops.iter().map(|stop| stop.place);
    let known = |place: usize| place < travel.places();
    if !known(day.start) || !day.end.is_none_or(known) || !places.all(known) {
        return Err(SequenceError::Place);
    }
    Ok(())
}

/// Could this call be made if it were the day's only one?
fn alone(travel: &(impl Travel + ?Sized), day: &Day, stop: &Stop) -> Result<(), LeftWhy> {
    let there = travel.leg(day.start, stop.place).ok_or(LeftWhy::NoRoad)?;
    let back = match day.end {
        Some(end) => travel.leg(stop.place, end).ok_or(LeftWhy::NoRoad)?,
        None => Leg::default(),
    };
    let (opens, closes) = stop.window_s.unwrap_or((0, u32::MAX));
    let begin = day.from_s.saturating_add(there.seconds).max(opens);
    let end = begin
        .saturating_add(stop.service_s)
        .saturating_add(back.seconds);
    if begin > closes || end > day.to_s {
        return Err(LeftWhy::NeverInTime);
    }
    Ok(())
}

/// A day as one route: place 0 is where it starts, 1 where it ends, then the calls; the break comes last.
fn problem(
    travel: &(impl Travel + ?Sized),
    day: &Day,
    stops: &[Stop],
    open: &[usize],
) -> routing::Problem {
    const NO_WAY: f64 = 1e9;
    let mut places = vec![Some(day.start), day.end];
    let chosen = || open.iter().filter_map(|index| stops.get(*index));
    places.extend(chosen().map(|stop| Some(stop.place)));
    // Where the day ends at its last call, its end is no way from anywhere.
    let leg = |from: Option<usize>, to: Option<usize>| match (from, to) {
        (Some(from), Some(to)) => travel.leg(from, to),
        _ => Some(Leg::default()),
    };
    let matrix = |of: fn(Leg) -> u32| -> Arc<[f64]> {
        let pairs = places
            .iter()
            .flat_map(|from| places.iter().map(move |to| (*from, *to)));
        pairs
            .map(|(from, to)| leg(from, to).map_or(NO_WAY, |leg| f64::from(of(leg))))
            .collect()
    };
    let mut calls: Vec<Call> = (2..)
        .zip(chosen())
        .map(|(place, stop)| Call {
            place: Some(place),
            demand: 1,
            service: f64::from(stop.service_s),
            window: stop.window_s.map_or((0.0, f64::from(day.to_s)), |(a, b)| {
                (f64::from(a), f64::from(b.min(day.to_s)))
            }),
        })
        .collect();
    calls.extend(day.pause.map(|pause| Call {
        place: None,
        demand: 0,
        service: f64::from(pause.seconds),
        window: (f64::from(pause.window_s.0), f64::from(pause.window_s.1)),
    }));
    let most = day.calls_max.unwrap_or(STOPS_MAX);
    routing::Problem {
        places: places.len(),
        costs: matrix(|leg| leg.metres),
        times: matrix(|leg| leg.seconds),
        calls,
        vehicles: vec![Vehicle {
            start: 0,
            end: 1,
            capacity: i32::try_from(most).unwrap_or(i32::MAX),
            from: f64::from(day.from_s),
            to: f64::from(day.to_s),
        }],
        timed: true,
    }
}
