//! Checked conversion of what a phone sent to domain types: ranges, ages, clocks, quantisation.
//! Pure: the time of receipt and the rules are arguments.

use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::DeviceId,
    position::LatLng,
    rules::Rules,
    time::At,
};

use super::{device::WireFix, device_reply::Code};

/// A fix's own time may lie this far from the server's, whatever its offset says: beyond it the
/// time is nonsense, not a clock that can be corrected, and would make a junk partition.
pub const MAX_CLOCK_OFFSET_MS: i64 = 48 * 3_600_000;

/// What is known of a connection when its items are checked.
#[derive(Clone, Copy, Debug)]
pub struct Receipt {
    pub device: DeviceId,
    pub received_at: At,
    /// Server time − device time, measured when the connection said hello.
    pub clock_offset_ms: i64,
    pub emulator: bool,
}

/// The offset to judge by: the item's own, else the connection's, none for satellite time and
/// none within `clock_trust_s` (rules.md §3 Clocks). Returns the offset and its flags.
pub fn applied_offset(
    own: Option<i64>,
    satellite: bool,
    receipt: &Receipt,
    rules: &Rules,
) -> (i32, FixFlags) {
    if satellite {
        return (0, FixFlags::SATELLITE_TIME);
    }
    let offset = own.unwrap_or(receipt.clock_offset_ms);
    // Unsigned: the smallest integer has no positive counterpart.
    let size = offset.unsigned_abs();
    if size <= u64::from(rules.clock_trust_s.unsigned_abs()) * 1_000 {
        return (0, FixFlags::NONE);
    }
    match i32::try_from(offset) {
        Ok(ms) if size <= MAX_CLOCK_OFFSET_MS.unsigned_abs() => (ms, FixFlags::CLOCK_CORRECTED),
        _ => (0, FixFlags::CLOCK_SUSPECT),
    }
}

/// Turns a sent position into a stored one, or says why never.
pub fn check_fix(wire: &WireFix<'_>, receipt: &Receipt, rules: &Rules) -> Result<Fix, Code> {
    let position = LatLng::from_degrees(wire.lat, wire.lng).ok_or(Code::OutOfRange)?;
    let provider = provider(wire.provider.as_deref());
    let (clock_offset_ms, mut flags) = applied_offset(
        wire.clock_offset_ms,
        provider == Provider::Gps,
        receipt,
        rules,
    );
    let at = wire.at.0;
    let judged = at.plus_ms(i64::from(clock_offset_ms));
    let age_ms = receipt.received_at.since_ms(judged);
    if age_ms < -i64::from(rules.future_skew_s) * 1_000 {
        return Err(Code::FutureTime);
    }
    if age_ms > i64::from(rules.late_upload_days) * 86_400_000 {
        return Err(Code::TooOld);
    }
    let accuracy_dm = quantise(wire.accuracy_m, 10.0).filter(|a| *a > 0);
    if accuracy_dm.is_some_and(|a| a > rules.accuracy_flag_m * 10) {
        flags = flags.with(FixFlags::LOW_ACCURACY);
    }
    if wire.mock == Some(true) {
        flags = flags.with(FixFlags::MOCK);
    }
    if wire.charging == Some(true) {
        flags = flags.with(FixFlags::CHARGING);
    }
    if receipt.emulator {
        flags = flags.with(FixFlags::EMULATOR);
    }
    Ok(Fix {
        device: receipt.device,
        at,
        clock_offset_ms,
        position,
        accuracy_dm,
        altitude_dm: quantise(wire.altitude_m, 10.0),
        speed_cmps: quantise(wire.speed_mps, 100.0).filter(|s| *s >= 0),
        bearing_cdeg: quantise(wire.bearing_deg, 100.0)
            .filter(|b| (0..=36_000).contains(b))
            .map(|b| b % 36_000),
        battery_pct: quantise(wire.battery_pct, 1.0)
            .filter(|b| (0..=100).contains(b))
            .and_then(|b| i16::try_from(b).ok()),
        provider,
        flags,
    })
}

/// Rounds to the column's integer unit; what does not fit is no reading.
fn quantise(value: Option<f64>, per_unit: f64) -> Option<i32> {
    let scaled = (value? * per_unit).round();
    #[expect(clippy::cast_possible_truncation, reason = "range checked")]
    (scaled.abs() <= f64::from(i32::MAX)).then_some(scaled as i32)
}

fn provider(name: Option<&str>) -> Provider {
    match name {
        None => Provider::Unknown,
        Some("gps" | "gnss" | "satellite") => Provider::Gps,
        Some("network" | "wifi" | "cell") => Provider::Network,
        Some("fused") => Provider::Fused,
        Some("browser" | "web") => Provider::Browser,
        Some(_) => Provider::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::device::WireAt;

    const NOW: At = At(1_795_305_600_000);

    fn receipt(offset: i64) -> Receipt {
        Receipt {
            device: DeviceId(1),
            received_at: NOW,
            clock_offset_ms: offset,
            emulator: false,
        }
    }

    fn wire(at: i64, lat: f64, lng: f64) -> WireFix<'static> {
        WireFix {
            at: WireAt(At(at)),
            lat,
            lng,
            accuracy_m: Some(12.34),
            altitude_m: Some(f64::NAN),
            speed_mps: Some(-1.0),
            bearing_deg: Some(360.0),
            battery_pct: Some(250.0),
            charging: None,
            mock: None,
            provider: None,
            clock_offset_ms: None,
        }
    }

    #[test]
    fn ranges_and_ages_are_refused_by_code() {
        let rules = Rules::default();
        let check = |at, lat, lng| check_fix(&wire(at, lat, lng), &receipt(0), &rules);
        assert_eq!(check(NOW.0, 105.8, 21.0), Err(Code::OutOfRange), "swapped");
        assert_eq!(check(NOW.0, f64::NAN, 21.0), Err(Code::OutOfRange));
        assert_eq!(check(0, 21.0, 105.8), Err(Code::TooOld), "1970");
        assert_eq!(
            check(4_102_444_800_000, 21.0, 105.8),
            Err(Code::FutureTime),
            "2100"
        );
        assert_eq!(check(i64::MIN, 21.0, 105.8), Err(Code::TooOld));
        assert_eq!(check(i64::MAX, 21.0, 105.8), Err(Code::FutureTime));
        assert!(check(NOW.0 + 299_000, 21.0, 105.8).is_ok());
    }

    #[test]
    fn readings_outside_their_column_are_no_readings() {
        let fix = check_fix(&wire(NOW.0, 21.0, 105.8), &receipt(0), &Rules::default()).unwrap();
        assert_eq!(fix.accuracy_dm, Some(123));
        assert_eq!(
            (fix.altitude_dm, fix.speed_cmps, fix.battery_pct),
            (None, None, None)
        );
        assert_eq!(fix.bearing_cdeg, Some(0));
    }

    #[test]
    fn a_wrong_clock_is_corrected_and_satellite_time_is_not() {
        let rules = Rules::default();
        let behind = 3 * 3_600_000;
        let w = wire(NOW.0 - behind, 21.0, 105.8);
        let fix = check_fix(&w, &receipt(behind), &rules).unwrap();
        assert_eq!(
            fix.at,
            NOW.plus_ms(-behind),
            "identity keeps the device's time"
        );
        assert_eq!(fix.judged_at(), NOW);
        assert!(fix.flags.contains(FixFlags::CLOCK_CORRECTED));
        let gps = WireFix {
            provider: Some("gps".into()),
            ..w
        };
        assert_eq!(
            check_fix(&gps, &receipt(behind), &rules)
                .unwrap()
                .clock_offset_ms,
            0
        );
        let far = check_fix(&wire(NOW.0, 21.0, 105.8), &receipt(30 * 86_400_000), &rules).unwrap();
        assert!(far.flags.contains(FixFlags::CLOCK_SUSPECT));
        // It has no absolute value.
        let least = WireFix {
            clock_offset_ms: Some(i64::MIN),
            ..wire(NOW.0, 21.0, 105.8)
        };
        let fix = check_fix(&least, &receipt(0), &rules).unwrap();
        assert!(fix.flags.contains(FixFlags::CLOCK_SUSPECT));
    }
}
