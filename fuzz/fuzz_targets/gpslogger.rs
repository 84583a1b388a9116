//! A request of GPSLogger: its query, a line break, its body.
#![no_main]

use fieldbeat_fuzz::{app, wire::compat::App};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| app(App::Gpslogger, data));
