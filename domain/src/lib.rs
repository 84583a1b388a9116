//! The rules of Fieldbeat: what a fix, a mark, a plan and an outlet mean together.
//!
//! Owns every decision about visits, plans and distances. Never reads a clock, never waits,
//! never speaks SQL or a wire format; compiles to WebAssembly. Time is always an argument.

pub mod day;
pub mod fix;
pub mod id;
pub mod input;
pub mod mark;
pub mod outlet;
pub mod plan;
pub mod position;
pub mod record;
pub mod rules;
pub mod time;
pub mod verdict;
pub mod visit;
pub mod world;
