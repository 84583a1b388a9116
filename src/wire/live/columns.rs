//! Positions in binary columns: the frames of `fieldbeat.live.v1.bin` that are not text.
//!
//! Owns the bytes that `docs/protocol-live.md` draws in "Binary columns". Columns stand wide to
//! narrow, so that each begins where a typed array may. Never holds what hardly changes: that is
//! told once, in a `roster` ([`super::encode::roster`]).

use fieldbeat_domain::id::RepId;

use super::{Presence, RepLive};

/// The first byte of every frame; no text begins with it.
pub const MAGIC: u8 = 0xfb;
/// The layout of all that follows.
pub const LAYOUT: u8 = 1;
/// Bytes before the first column.
pub const HEADER: usize = 24;
/// Bytes of a rep, and of one that is gone.
pub const ROW: usize = 38;
const GONE: usize = 4;

/// Unknown accuracy or speed.
const NONE_I32: i32 = -1;
/// Unknown bearing.
const NONE_U16: u16 = u16::MAX;
/// Unknown battery.
const NONE_U8: u8 = u8::MAX;

/// What moves of one rep, made once per change however many watch it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Row {
    at_ms: f64,
    id: i32,
    lat_e7: i32,
    lng_e7: i32,
    accuracy_dm: i32,
    speed_cmps: i32,
    bearing_cdeg: u16,
    visited: u16,
    planned: u16,
    battery_pct: u8,
    presence: u8,
    activity: u8,
    flags: u8,
}

impl Row {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of this era are far below 2^53"
    )]
    pub fn of(rep: &RepLive, presence: Presence) -> Self {
        Self {
            at_ms: rep.at.0 as f64,
            id: rep.rep.0,
            lat_e7: rep.position.lat_e7,
            lng_e7: rep.position.lng_e7,
            accuracy_dm: rep.accuracy_dm.unwrap_or(NONE_I32),
            speed_cmps: rep.speed_cmps.unwrap_or(NONE_I32),
            bearing_cdeg: (rep.bearing_cdeg)
                .and_then(|bearing| u16::try_from(bearing).ok())
                .unwrap_or(NONE_U16),
            visited: rep.visited,
            planned: rep.planned,
            battery_pct: (rep.battery_pct)
                .and_then(|battery| u8::try_from(battery).ok())
                .unwrap_or(NONE_U8),
            presence: presence as u8,
            activity: rep.activity as u8,
            flags: rep.flags.to_le_bytes()[0],
        }
    }
}

/// One frame. `seq`: the number of a delta; `None`: a snapshot.
pub fn frame(sub: u64, seq: Option<u64>, rows: &[Row], gone: &[RepId]) -> Vec<u8> {
    let size = HEADER + rows.len() * ROW + gone.len() * GONE;
    let mut out = Vec::with_capacity(size);
    let kind = if seq.is_some() { 2 } else { 1 };
    out.extend([MAGIC, LAYOUT, kind, 0]);
    out.extend(count(rows.len()).to_le_bytes());
    out.extend(exact(sub).to_le_bytes());
    let seq = seq.unwrap_or(0);
    out.extend(u32::try_from(seq).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(count(gone.len()).to_le_bytes());
    column(&mut out, rows, |row| row.at_ms.to_le_bytes());
    column(&mut out, rows, |row| row.id.to_le_bytes());
    column(&mut out, rows, |row| row.lat_e7.to_le_bytes());
    column(&mut out, rows, |row| row.lng_e7.to_le_bytes());
    column(&mut out, rows, |row| row.accuracy_dm.to_le_bytes());
    column(&mut out, rows, |row| row.speed_cmps.to_le_bytes());
    column(&mut out, gone, |rep| rep.0.to_le_bytes());
    column(&mut out, rows, |row| row.bearing_cdeg.to_le_bytes());
    column(&mut out, rows, |row| row.visited.to_le_bytes());
    column(&mut out, rows, |row| row.planned.to_le_bytes());
    column(&mut out, rows, |row| [row.battery_pct]);
    column(&mut out, rows, |row| [row.presence]);
    column(&mut out, rows, |row| [row.activity]);
    column(&mut out, rows, |row| [row.flags]);
    out
}

fn column<T, const N: usize>(out: &mut Vec<u8>, items: &[T], bytes: impl Fn(&T) -> [u8; N]) {
    out.extend(items.iter().flat_map(bytes));
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// A `sub` is at most 2^53−1.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
const fn exact(sub: u64) -> f64 {
    sub as f64
}
