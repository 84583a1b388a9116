//! Routes by vrp-core: the model that everything here is put into, and how the library is driven so that
//! the same input gives the same routes.
//!
//! The library owns insertion, constraints, schedules and the evolution with its budget in generations. Two
//! operators of ours work inside it: [`region`] anneals a few neighbouring routes at a time, [`polish`] a single
//! route that is short enough.

mod build;
mod insert;
pub(crate) mod line;
mod pause;
mod polish;
pub mod random;
mod region;

use std::sync::Arc;

use thiserror::Error;

pub use build::solve;

/// Something to be called at.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Index into the matrices; `None` is a pause, taken wherever one is.
    pub place: Option<usize>,
    pub demand: i32,
    pub service: f64,
    /// Earliest and latest start of the service.
    pub window: (f64, f64),
}

/// One route's vehicle, or one rep's day.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    pub start: usize,
    pub end: usize,
    pub capacity: i32,
    pub from: f64,
    pub to: f64,
}

/// What is to be routed.
#[derive(Clone, Debug)]
pub struct Problem {
    pub places: usize,
    /// Row by row: what is minimised between two places.
    pub costs: Arc<[f64]>,
    /// Row by row: what travel takes.
    pub times: Arc<[f64]>,
    pub calls: Vec<Call>,
    pub vehicles: Vec<Vehicle>,
    /// Do windows, services and ends of shifts bind?
    pub timed: bool,
}

/// How long and how is searched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    pub seed: u64,
    pub generations: usize,
    /// Ruin and recreate steps of a generation.
    pub steps: usize,
    /// Temperature at the start and at the end, in mean costs of a leg.
    pub heat: (f64, f64),
    /// Steps on plain numbers of a generation, where there is a single route.
    pub kicks: usize,
    /// Neighbouring routes that a step may change.
    pub routes: usize,
}

/// One vehicle's calls in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub vehicle: usize,
    pub calls: Vec<usize>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Routes {
    pub cost: f64,
    pub routes: Vec<Route>,
    /// Calls that found no place, ascending.
    pub left: Vec<usize>,
}

/// Why nothing was searched.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RoutingError {
    #[error("the matrices do not have one row and column a place")]
    Matrix,
    #[error("a call or a vehicle names a place that is not there")]
    Place,
    #[error("the solver refused the problem: {0}")]
    Refused(String),
}
