//! The live map: registry of viewers, conflation, encoding, live socket. It waits for nobody.

pub mod board;
pub mod bucket;
mod cells;
mod held;
pub mod presence;
pub mod view;
pub mod viewer;
