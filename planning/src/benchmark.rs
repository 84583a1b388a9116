//! Published instances of routing problems (VRPLIB's dialect) as problems of the engine, and the independent
//! judge of its routes: it reads the instance alone; beside the
//! length of a leg it shares nothing with the search.

use std::sync::Arc;

use thiserror::Error;

use crate::routing::{Call, Problem, Vehicle};

/// Why an instance was not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum InstanceError {
    /// Prizes, several depots: kinds the engine's model has no word for.
    #[error("the engine's model does not express {0}")]
    NotExpressed(String),
    #[error("line {0} does not read as what its section holds")]
    Line(usize),
    #[error("{0} is missing or incomplete")]
    Missing(&'static str),
}

/// Why routes are not a solution.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Infeasible {
    #[error("client {0} is visited {1} times")]
    Visits(usize, usize),
    #[error("route {0} carries more than fits")]
    Load(usize),
    #[error("route {0} comes too late to client {1}")]
    Late(usize, usize),
    #[error("more routes than vehicles")]
    Vehicles,
}

/// How a length is made of two positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    Nearest,
    Up,
    /// Down to a tenth.
    Tenth,
}

/// An instance; client 0 is the depot.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    pub kind: String,
    pub at: Vec<(f64, f64)>,
    pub demand: Vec<i32>,
    pub windows: Vec<(f64, f64)>,
    pub service: f64,
    pub capacity: i32,
    pub vehicles: Option<usize>,
    pub rounding: Rounding,
}

impl Instance {
    pub fn read(text: &str) -> Result<Self, InstanceError> {
        let mut new = Self {
            kind: String::new(),
            at: Vec::new(),
            demand: Vec::new(),
            windows: Vec::new(),
            service: 0.0,
            capacity: i32::MAX,
            vehicles: None,
            rounding: Rounding::Nearest,
        };
        let mut section = "";
        for (line, text) in (1..).zip(text.lines().map(str::trim)) {
            let words: Vec<&str> = text.split_whitespace().collect();
            let Some(first) = words.first().filter(|word| **word != "EOF") else {
                continue;
            };
            if first.ends_with("_SECTION") {
                section = first;
                if matches!(
                    section,
                    "PRIZE_SECTION" | "VEHICLES_DEPOT_SECTION" | "SERVICE_TIME_SECTION"
                ) {
                    return Err(InstanceError::NotExpressed(new.kind));
                }
            } else if let Some((key, value)) = text.split_once(':') {
                new.head(key.trim(), value.trim())
                    .ok_or(InstanceError::Line(line))?;
            } else {
                new.row(section, &words).ok_or(InstanceError::Line(line))?;
            }
        }
        new.complete()
    }

    fn head(&mut self, key: &str, value: &str) -> Option<()> {
        match key {
            "TYPE" => value.clone_into(&mut self.kind),
            "CAPACITY" => self.capacity = value.parse().ok()?,
            "VEHICLES" => self.vehicles = Some(value.parse().ok()?),
            "SERVICE_TIME" => self.service = value.parse().ok()?,
            "EDGE_WEIGHT_TYPE" if value == "CEIL_2D" => self.rounding = Rounding::Up,
            "EDGE_WEIGHT_TYPE" if value != "EUC_2D" => return None,
            _ => {}
        }
        Some(())
    }

    fn row(&mut self, section: &str, words: &[&str]) -> Option<()> {
        let number = |at: usize| words.get(at)?.parse::<f64>().ok();
        match section {
            "NODE_COORD_SECTION" => self.at.push((number(1)?, number(2)?)),
            "DEMAND_SECTION" => self.demand.push(words.get(1)?.parse().ok()?),
            "TIME_WINDOW_SECTION" => self.windows.push((number(1)?, number(2)?)),
            _ => {}
        }
        Some(())
    }

    fn complete(mut self) -> Result<Self, InstanceError> {
        let clients = self.at.len();
        if clients < 2 {
            return Err(InstanceError::Missing("NODE_COORD_SECTION"));
        }
        if self.kind == "VRPTW" {
            self.rounding = Rounding::Tenth;
        }
        if self.demand.is_empty() {
            self.demand = vec![0; clients];
        }
        if self.demand.len() != clients {
            return Err(InstanceError::Missing("DEMAND_SECTION"));
        }
        if !self.windows.is_empty() && self.windows.len() != clients {
            return Err(InstanceError::Missing("TIME_WINDOW_SECTION"));
        }
        Ok(self)
    }

    fn length(&self, a: usize, b: usize) -> f64 {
        let (Some(a), Some(b)) = (self.at.get(a), self.at.get(b)) else {
            return f64::MAX;
        };
        let length = libm::sqrt((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1));
        match self.rounding {
            Rounding::Nearest => libm::floor(length + 0.5),
            Rounding::Up => libm::ceil(length),
            Rounding::Tenth => libm::floor(length * 10.0) / 10.0,
        }
    }

    /// As the engine's problem: call n is client n + 1.
    pub fn problem(&self) -> Problem {
        let places = self.at.len();
        let lengths: Arc<[f64]> = (0..places * places)
            .map(|cell| self.length(cell / places, cell % places))
            .collect();
        let whole = (0.0, f64::MAX);
        let window = |client: usize| self.windows.get(client).copied().unwrap_or(whole);
        let needed =
            self.demand.iter().map(|d| i64::from(*d)).sum::<i64>() / i64::from(self.capacity);
        let spare = usize::try_from(needed).unwrap_or(0) + 8;
        let vehicle = Vehicle {
            start: 0,
            end: 0,
            capacity: self.capacity,
            from: window(0).0,
            to: window(0).1,
        };
        Problem {
            places,
            costs: lengths.clone(),
            times: lengths,
            calls: (1..places)
                .map(|client| Call {
                    place: Some(client),
                    demand: self.demand.get(client).copied().unwrap_or(0),
                    service: self.service,
                    window: window(client),
                })
                .collect(),
            vehicles: vec![vehicle; self.vehicles.unwrap_or(spare)],
            timed: !self.windows.is_empty(),
        }
    }

    /// The cost of routes (each a list of clients), or why they are none.
    pub fn judge(&self, routes: &[Vec<usize>]) -> Result<f64, Infeasible> {
        if self.vehicles.is_some_and(|most| routes.len() > most) {
            return Err(Infeasible::Vehicles);
        }
        let mut visits = vec![0; self.at.len()];
        let mut cost = 0.0;
        for (number, route) in (1..).zip(routes) {
            let (mut here, mut now, mut load) = (0, self.opening(0), 0_i64);
            for client in route.iter().chain(&[0]) {
                let length = self.length(here, *client);
                cost += length;
                now = libm::fmax(now + length, self.opening(*client));
                if now > self.windows.get(*client).map_or(f64::MAX, |w| w.1) + 1e-6 {
                    return Err(Infeasible::Late(number, *client));
                }
                now += self.service;
                load += i64::from(self.demand.get(*client).copied().unwrap_or(0));
                if let Some(count) = visits.get_mut(*client).filter(|_| *client > 0) {
                    *count += 1;
                }
                here = *client;
            }
            if load > i64::from(self.capacity) {
                return Err(Infeasible::Load(number));
            }
        }
        match visits.iter().enumerate().skip(1).find(|(_, n)| **n != 1) {
            Some((client, count)) => Err(Infeasible::Visits(client, *count)),
            None => Ok(cost),
        }
    }

    fn opening(&self, client: usize) -> f64 {
        self.windows.get(client).map_or(0.0, |window| window.0)
    }
}
