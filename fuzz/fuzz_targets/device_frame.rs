//! A text frame of the device socket, item by item as the server reads it.
#![no_main]

use fieldbeat_fuzz::{
    check,
    wire::device::{Body, MAX_N, WireRecord, decode},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(frame) = decode(text) else { return };
    assert!(frame.n <= MAX_N);
    match frame.body {
        Body::Fixes { fixes, .. } => fixes.iter().flatten().for_each(check),
        Body::Mark { mark: Ok(mark), .. } => {
            let _ = mark.rescheduled_to();
            if let Some(fix) = mark.position() {
                check(&fix);
            }
        }
        Body::Record => {
            if let Ok(value) = serde_json::from_str(text) {
                let _ = WireRecord::read(&value);
            }
        }
        _ => {}
    }
});
