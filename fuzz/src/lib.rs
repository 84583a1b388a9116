//! The decoders of the server by themselves, so that an instrumented build takes a minute: the very files that the
//! server is made of, without its sockets and its database. And what the targets share.
#![allow(
    dead_code,
    unused_imports,
    reason = "of the server's files each target takes some"
)]

use fieldbeat_domain::{id::DeviceId, rules::Rules, time::At};

#[path = "../../src/wire"]
pub mod wire {
    pub mod bounds;
    pub mod compat;
    pub mod device;
    pub mod device_check;
    pub mod device_reply;
    pub mod heartbeat;
    pub mod live;
}

#[path = "../../src/imports"]
pub mod imports {
    pub mod headings;
    pub mod kind;
    pub mod sheet;
    pub mod table;
}

use wire::{
    compat::{App, Item, Request},
    device::WireFix,
    device_check::{Receipt, check_fix},
};

/// 2026-11-27T00:00:00Z.
pub const NOW: At = At(1_795_737_600_000);

/// A position that was read is checked as one that a device sent: what passes is on the globe.
pub fn check(fix: &WireFix<'_>) {
    let receipt = Receipt {
        device: DeviceId(1),
        received_at: NOW,
        clock_offset_ms: 0,
        emulator: false,
    };
    if let Ok(fix) = check_fix(fix, &receipt, &Rules::default()) {
        let (lat, lng) = (fix.position.lat(), fix.position.lng());
        assert!((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lng));
    }
}

/// One request of an app: the first line is its query, the rest its body.
pub fn app(app: App, data: &[u8]) {
    let (query, body) = match data.iter().position(|b| *b == b'\n') {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &[][..]),
    };
    let pairs = wire::compat::fields::pairs(query);
    let time = Rules::default().time;
    let request = Request {
        device: DeviceId(1),
        pairs: &pairs,
        body,
        received_at: NOW,
        time: &time,
    };
    for item in app.read(&request) {
        match item {
            Item::Fix(fix) => check(&fix),
            // What is handed on as a frame must be one.
            Item::Frame(mut frame) => {
                frame["n"] = 1.into();
                assert!(wire::device::decode(&frame.to_string()).is_ok(), "{frame}");
            }
            Item::Unread(_) => {}
        }
    }
}

/// A missed day as a file.
pub fn track(data: &[u8]) {
    if let Ok(file) = wire::compat::track_file::read(data, &Rules::default().time) {
        file.fixes.iter().for_each(check);
    }
}
