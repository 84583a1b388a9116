//! What an engine is asked to judge, and what it answers. Knows no labels and no engine.
//!
//! A scene is a set of outlets and the tracks of phones near them. Engines judge every track as a
//! rep of its own, on a recent date of their choice, and answer in the track's own times.

use super::place::Fence;
use crate::dataset::{Point, Span};

/// An outlet of a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneOutlet {
    /// Unique in the scene.
    pub code: String,
    /// The place as the labels know it; several outlets may be one place.
    pub place: String,
    pub fence: Fence,
}

/// One phone on one route.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Run, period or day.
    pub run: String,
    pub device: String,
    /// In order of arrival.
    pub points: Vec<Point>,
    /// What must fall inside one rep-day where it can.
    pub core: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub name: String,
    pub dwell_s: i32,
    pub outlets: Vec<SceneOutlet>,
    pub tracks: Vec<Track>,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Leaving was seen.
    Left,
    /// The track fell silent, or the day ended.
    Silent,
    /// The cap on a visit's length closed it.
    Capped,
}

/// A visit that an engine found.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// The place of the outlet, as the labels know it.
    pub place: String,
    pub span: Span,
    pub ended: Ended,
}

/// What an engine says about one track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    pub visits: Vec<Detection>,
    /// Stationary stretches, at an outlet or not.
    pub stays: Vec<Span>,
}

/// Points by time; equal times keep their order of arrival.
pub fn by_time(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by_key(|p| p.at_ms);
    sorted
}
