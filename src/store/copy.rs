//! `COPY fix … BINARY`: the fast path of the writer. The statement is not compile-time checked
//! (COPY cannot be), so tests/it/writer.rs runs it against the real table.

use fieldbeat_domain::{fix::Fix, id::RepId, time::At};
use sqlx::PgConnection;

const COPY_FIX: &str = "copy fix (device_id, rep_id, at, clock_offset_ms, lat_e7, lng_e7, \
     accuracy_dm, altitude_dm, speed_cmps, bearing_cdeg, battery_pct, provider, flags, received_at) \
     from stdin (format binary)";
const FIELDS: i16 = 14;
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// 2000-01-01T00:00:00Z, where PostgreSQL's timestamps begin.
pub(super) const POSTGRES_EPOCH_MS: i64 = 946_684_800_000;
/// Bytes handed to the connection at once.
const CHUNK: usize = 256 * 1024;

/// Rows in PostgreSQL's binary copy format, reused from batch to batch.
#[derive(Default)]
pub struct FixRows {
    bytes: Vec<u8>,
    count: u64,
}

impl FixRows {
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.count = 0;
    }

    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn push(&mut self, rep: RepId, fix: &Fix, received_at: At) {
        if self.count == 0 {
            self.bytes.extend_from_slice(HEADER);
        }
        self.count += 1;
        self.bytes.extend_from_slice(&FIELDS.to_be_bytes());
        self.int4(fix.device.0);
        self.int4(rep.0);
        self.instant(fix.at);
        self.int4(fix.clock_offset_ms);
        self.int4(fix.position.lat_e7);
        self.int4(fix.position.lng_e7);
        self.maybe_int4(fix.accuracy_dm);
        self.maybe_int4(fix.altitude_dm);
        self.maybe_int4(fix.speed_cmps);
        self.maybe_int4(fix.bearing_cdeg);
        match fix.battery_pct {
            Some(v) => self.int2(v),
            None => self.null(),
        }
        self.int2(fix.provider as i16);
        self.int4(fix.flags.0);
        self.instant(received_at);
    }

    fn null(&mut self) {
        self.bytes.extend_from_slice(&(-1_i32).to_be_bytes());
    }
    fn int2(&mut self, v: i16) {
        self.bytes.extend_from_slice(&2_i32.to_be_bytes());
        self.bytes.extend_from_slice(&v.to_be_bytes());
    }
    fn int4(&mut self, v: i32) {
        self.bytes.extend_from_slice(&4_i32.to_be_bytes());
        self.bytes.extend_from_slice(&v.to_be_bytes());
    }
    fn maybe_int4(&mut self, v: Option<i32>) {
        match v {
            Some(v) => self.int4(v),
            None => self.null(),
        }
    }
    fn instant(&mut self, at: At) {
        self.bytes.extend_from_slice(&8_i32.to_be_bytes());
        let micros = (at.0 - POSTGRES_EPOCH_MS) * 1_000;
        self.bytes.extend_from_slice(&micros.to_be_bytes());
    }

    /// Copies the rows into `fix` inside the connection's open transaction.
    pub async fn copy_into(&self, conn: &mut PgConnection) -> Result<u64, sqlx::Error> {
        let mut copy = conn.copy_in_raw(COPY_FIX).await?;
        for chunk in self.bytes.chunks(CHUNK) {
            copy.send(chunk).await?;
        }
        copy.send((-1_i16).to_be_bytes().as_slice()).await?;
        copy.finish().await
    }
}
