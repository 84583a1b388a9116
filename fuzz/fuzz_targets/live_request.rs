//! A text frame of a viewer.
#![no_main]

use fieldbeat_fuzz::wire::live::request::{Request, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(Request::Subscribe(wish)) = parse(text) {
        let b = wish.bbox;
        assert!(
            b.south <= b.north && b.south >= -90.0 && b.north <= 90.0,
            "{b:?}"
        );
        assert!((0.0..=30.0).contains(&wish.zoom));
    }
});
