//! The box of a map, as a query names it.
#![no_main]

use fieldbeat_fuzz::wire::bounds;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some([south_west, north_east]) = bounds::parse(text) {
        assert!(south_west.lat() <= north_east.lat(), "{text}");
        assert_eq!(text.split(',').count(), 4, "{text}");
    }
});
