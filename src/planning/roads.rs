//! The roads that this server was started with, read once, when they are first asked for.

use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use fieldbeat_planning::{
    roads::{OnRoads, Roads, Snap},
    travel::{Leg, Matrix, Travel},
};

/// An extract of OpenStreetMap, where the server has one, and the newest matrix made of it.
#[derive(Debug, Default)]
pub struct RoadMap {
    extract: Option<PathBuf>,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    roads: Option<Arc<Roads>>,
    /// Solved again with other weights, the same places ask for the same ways.
    newest: Option<(Vec<Snap>, Arc<Matrix>)>,
}

impl RoadMap {
    pub fn new(extract: Option<PathBuf>) -> Self {
        Self {
            extract,
            held: Mutex::default(),
        }
    }

    pub const fn is_there(&self) -> bool {
        self.extract.is_some()
    }

    /// `Err` holds why the extract cannot be read.
    pub fn roads(&self) -> Result<Arc<Roads>, String> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(roads) = &held.roads {
            return Ok(roads.clone());
        }
        let path = self.extract.as_ref().ok_or("no extract is configured")?;
        let roads = Arc::new(read(path)?);
        held.roads = Some(roads.clone());
        drop(held);
        Ok(roads)
    }

    /// Ways between places on the roads; `None`: it was to stop.
    pub fn matrix(
        &self,
        roads: &Arc<Roads>,
        places: &[Snap],
        going: &dyn Fn() -> bool,
    ) -> Option<Arc<Matrix>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, matrix)) = &held.newest
            && of == places
        {
            return Some(matrix.clone());
        }
        let there: Vec<usize> = (0..places.len()).collect();
        let on_roads = OnRoads::snapped(roads.clone(), places.iter().copied().map(Some).collect());
        let mut legs: Vec<Option<Leg>> = Vec::with_capacity(places.len() * places.len());
        for from in &there {
            if !going() {
                return None;
            }
            legs.extend(on_roads.row(*from, &there));
        }
        let matrix = Arc::new(Matrix::new(places.len(), legs)?);
        held.newest = Some((places.to_vec(), matrix.clone()));
        drop(held);
        Some(matrix)
    }
}

fn read(path: &Path) -> Result<Roads, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    Roads::read(BufReader::new(file)).map_err(|e| e.to_string())
}
