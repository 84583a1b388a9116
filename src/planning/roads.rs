//! The roads that this server was started with, read once, when they are first asked for.

use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use fieldbeat_planning::{
    roads::{Roads, Snap},
    travel::Matrix,
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

    /// Ways between places on the roads.
    pub fn matrix(&self, roads: &Roads, places: &[Snap]) -> Option<Arc<Matrix>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, matrix)) = &held.newest
            && of == places
        {
            return Some(matrix.clone());
        }
        let matrix = Arc::new(roads.matrix(places)?);
        held.newest = Some((places.to_vec(), matrix.clone()));
        drop(held);
        Some(matrix)
    }
}

fn read(path: &Path) -> Result<Roads, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    Roads::read(BufReader::new(file)).map_err(|e| e.to_string())
}
