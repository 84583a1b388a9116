//! A missed day as a file, from seeds of KML.
#![no_main]

use fieldbeat_fuzz::track;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| track(data));
