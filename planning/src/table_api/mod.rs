//! Ways from a routing engine's table API – OSRM or Valhalla – without the HTTP: what to ask, block by block, and
//! what the answers say.

mod osrm;
mod valhalla;

use std::ops::Range;

use fieldbeat_domain::position::LatLng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::travel::{Leg, Matrix};

/// A block's places each way at most: two hundred and more positions still fit a URL of 8 KiB.
pub const SIDE_MAX: usize = 150;
/// An answer to a block is far below.
pub const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Of what an engine says against a request.
const MESSAGE_CHARS: usize = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Osrm,
    Valhalla,
}

/// An engine as it is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    pub kind: Kind,
    /// OSRM's profile, Valhalla's costing.
    pub profile: String,
    /// Places of a block each way, 1 to [`SIDE_MAX`].
    pub side: usize,
    /// Engines move a place to the nearest road, however far: beyond this it is off the network.
    pub off_m: u32,
}

impl Engine {
    /// As `osrm-routed` is started by default: tables of 100 × 100.
    pub fn osrm(profile: &str, off_m: u32) -> Self {
        Self {
            kind: Kind::Osrm,
            profile: profile.to_owned(),
            side: 100,
            off_m,
        }
    }

    /// As Valhalla is set up by default: 2,500 pairs.
    pub fn valhalla(costing: &str, off_m: u32) -> Self {
        Self {
            kind: Kind::Valhalla,
            profile: costing.to_owned(),
            side: 50,
            off_m,
        }
    }

    /// What to ask for the ways between these places.
    pub fn requests(&self, at: &[LatLng]) -> Result<Vec<Request>, TableError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if self.profile.is_empty() || !self.profile.chars().all(plain) {
            return Err(TableError::EngineProfile);
        }
        let side = self.side.clamp(1, SIDE_MAX);
        let starts = || (0..at.len()).step_by(side);
        let block = |start: usize| start..at.len().min(start + side);
        let pairs = starts().flat_map(|row| starts().map(move |column| (row, column)));
        let requests = pairs.map(|(row, column)| {
            let (rows, columns) = (block(row), block(column));
            let from = at.get(rows.clone()).unwrap_or_default();
            let to = at.get(columns.clone()).unwrap_or_default();
            let (method, path_and_query, body) = match self.kind {
                Kind::Osrm => {
                    let to = (rows != columns).then_some(to);
                    (Method::Get, osrm::path(&self.profile, from, to), None)
                }
                Kind::Valhalla => {
                    let body = valhalla::body(&self.profile, from, to);
                    (Method::Post, valhalla::PATH.to_owned(), Some(body))
                }
            };
            Request {
                method,
                path_and_query,
                body,
                rows,
                columns,
            }
        });
        Ok(requests.collect())
    }

    /// What the engine answered to one of them, whatever the status: both engines say in the body what is wrong.
    pub fn read(
        &self,
        request: &Request,
        at: &[LatLng],
        answer: &[u8],
    ) -> Result<Block, TableError> {
        if answer.len() > ANSWER_BYTES_MAX {
            return Err(refuse("the answer is too long"));
        }
        let (rows, columns) = (&request.rows, &request.columns);
        let answer = match self.kind {
            Kind::Osrm => osrm::read(answer)?,
            Kind::Valhalla => {
                let place = |range: &Range<usize>| at.get(range.clone()).unwrap_or_default();
                valhalla::read(answer, place(rows), place(columns))?
            }
        };
        let legs = match answer.cells {
            Some(cells) => cells,
            None => vec![vec![None; columns.len()]; rows.len()],
        };
        if legs.len() != rows.len() || legs.iter().any(|row| row.len() != columns.len()) {
            return Err(refuse("the table is of another size than was asked for"));
        }
        let far = |places: Range<usize>, off_m: Vec<Option<f64>>| {
            let limit = f64::from(self.off_m);
            places
                .zip(off_m)
                .filter(move |(_, off_m)| off_m.is_some_and(|off_m| off_m > limit))
                .map(|(place, _)| place)
        };
        let mut off: Vec<usize> = far(rows.clone(), answer.from_off_m)
            .chain(far(columns.clone(), answer.to_off_m))
            .collect();
        off.sort_unstable();
        off.dedup();
        Ok(Block {
            rows: rows.clone(),
            columns: columns.clone(),
            legs,
            off,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
}

/// One request; the path follows the engine's own URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    pub path_and_query: String,
    /// JSON.
    pub body: Option<String>,
    /// Places that the ways begin at.
    pub rows: Range<usize>,
    /// Places that they lead to.
    pub columns: Range<usize>,
}

/// Ways of a block, and its places that are off the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    rows: Range<usize>,
    columns: Range<usize>,
    legs: Vec<Vec<Option<Leg>>>,
    off: Vec<usize>,
}

/// All ways; those from and to a place off the network lead nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub matrix: Matrix,
    pub off: Vec<usize>,
}

/// Puts blocks together, in whatever order they came.
pub fn assemble(places: usize, blocks: &[Block]) -> Result<Table, TableError> {
    let mut off: Vec<usize> = blocks
        .iter()
        .flat_map(|block| &block.off)
        .copied()
        .collect();
    off.sort_unstable();
    off.dedup();
    let on = |place: &usize| off.binary_search(place).is_err();
    let mut legs: Vec<Option<Leg>> = vec![None; places * places];
    let mut filled: Vec<bool> = vec![false; places * places];
    for block in blocks {
        for (from, row) in block.rows.clone().zip(&block.legs) {
            for (to, leg) in block.columns.clone().zip(row) {
                let index = from * places + to;
                let (true, Some(slot), Some(filled)) =
                    (to < places, legs.get_mut(index), filled.get_mut(index))
                else {
                    return Err(TableError::EngineIncomplete);
                };
                *slot = leg.filter(|_| on(&from) && on(&to));
                *filled = true;
            }
        }
    }
    if !filled.into_iter().all(|filled| filled) {
        return Err(TableError::EngineIncomplete);
    }
    let matrix = Matrix::new(places, legs).ok_or(TableError::EngineIncomplete)?;
    Ok(Table { matrix, off })
}

#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum TableError {
    #[error("a profile is letters, digits, - and _")]
    EngineProfile,
    /// In the engine's own words.
    #[error("the engine refuses: {said} {message}")]
    EngineRefused { said: String, message: String },
    #[error("the engine's answer is not a table: {why}")]
    EngineAnswer { why: String },
    #[error("blocks are missing or do not belong together")]
    EngineIncomplete,
}

fn refuse(why: &str) -> TableError {
    TableError::EngineAnswer {
        why: why.to_owned(),
    }
}

fn refused(said: String, message: &str) -> TableError {
    TableError::EngineRefused {
        said,
        message: message.chars().take(MESSAGE_CHARS).collect(),
    }
}

/// What both engines' answers come to.
struct Answer {
    /// `None`: there is no way between any of them.
    cells: Option<Vec<Vec<Option<Leg>>>>,
    /// How far each place was moved to a road, where the engine says it.
    from_off_m: Vec<Option<f64>>,
    to_off_m: Vec<Option<f64>>,
}

/// A way, where the engine knows time and length of it; rounded up, as everywhere.
fn leg(seconds: Option<f64>, metres: Option<f64>) -> Result<Option<Leg>, TableError> {
    let (Some(seconds), Some(metres)) = (seconds, metres) else {
        return Ok(None);
    };
    Ok(Some(Leg {
        metres: whole(metres)?,
        seconds: whole(seconds)?,
    }))
}

fn whole(value: f64) -> Result<u32, TableError> {
    // To a thousandth first: kilometres times 1,000 are not whole to the last digit.
    let up = ((value * 1e3).round() / 1e3).ceil();
    if !(0.0..=f64::from(u32::MAX)).contains(&up) {
        return Err(refuse("a time or length is out of range"));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "range checked above"
    )]
    Ok(up as u32)
}
