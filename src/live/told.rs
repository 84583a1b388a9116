//! What a viewer of columns has been told of each rep in words: its name, unit and visit.
//!
//! It holds for the life of the connection, whatever the viewer subscribes to: a map that is moved
//! to and fro costs no name twice.

use std::collections::HashMap;

#[derive(Debug, Default)]
pub struct Told(HashMap<u32, u32>);

impl Told {
    /// Notes the edition that the next frame tells of; false when the viewer has it.
    pub fn news(&mut self, slot: u32, edition: u32) -> bool {
        self.0.insert(slot, edition) != Some(edition)
    }
}
