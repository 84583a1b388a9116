//! The rules of Fieldbeat: what a fix, a mark, a plan and an outlet mean together.
//!
//! Owns every decision about visits, plans and distances. Never reads a clock, never waits,
//! never speaks SQL or a wire format; compiles to WebAssembly. Time is always an argument.

mod amend;
mod check_ins;
pub mod consent;
pub mod day;
pub mod device_health;
pub mod diagnosis;
pub mod duplicate;
pub mod evidence;
pub mod exception;
pub mod fence;
mod fence_grid;
pub mod finding;
pub mod fix;
pub mod id;
pub mod input;
mod integrity;
pub mod judge;
pub mod kpi;
pub mod mark;
pub mod notify;
pub mod outcome;
pub mod outlet;
mod outlet_box;
pub mod outlet_code;
pub mod outlet_index;
mod overall;
pub mod part_day;
pub mod pattern;
pub mod photo;
pub mod pin;
mod place;
pub mod plan;
pub mod position;
mod presence;
pub mod record;
mod resolve;
pub mod rules;
pub mod same_track;
mod sample;
pub mod schedule;
mod shift;
mod stay;
mod tight;
pub mod time;
pub mod timesheet;
pub mod track;
pub mod tracker;
pub mod verdict;
pub mod visit;
mod visit_now;
pub mod which_outlet;
pub mod working_time;
pub mod world;
