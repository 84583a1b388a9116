//! Fixes packed for the sealed evidence: column by column, each value as the difference to the one
//! before, in postcard's variable-length integers. About a quarter of the rows' size. Loses nothing.

use fieldbeat_domain::{
    fix::{Fix, FixFlags},
    id::DeviceId,
    position::LatLng,
    time::At,
};
use serde::{Deserialize, Serialize};

use super::fix::provider_from;

/// Twelve columns: see [`fieldbeat_domain::evidence::fix_integers`], whose order they have. A
/// missing number is `None`.
#[derive(Default, Serialize, Deserialize)]
struct Columns {
    count: u32,
    device: Vec<i32>,
    at: Vec<i64>,
    clock_offset_ms: Vec<i32>,
    lat_e7: Vec<i32>,
    lng_e7: Vec<i32>,
    accuracy_dm: Vec<Option<i32>>,
    altitude_dm: Vec<Option<i32>>,
    speed_cmps: Vec<Option<i32>>,
    bearing_cdeg: Vec<Option<i32>>,
    battery_pct: Vec<Option<i16>>,
    provider: Vec<i16>,
    flags: Vec<i32>,
}

/// Packs fixes in their order.
pub fn pack(fixes: &[Fix]) -> Vec<u8> {
    let mut c = Columns {
        count: u32::try_from(fixes.len()).unwrap_or(u32::MAX),
        ..Columns::default()
    };
    let mut last = (0, 0, 0, 0, 0);
    for f in fixes {
        let p = f.position;
        c.device.push(f.device.0.wrapping_sub(last.0));
        c.at.push(f.at.0.wrapping_sub(last.1));
        c.clock_offset_ms
            .push(f.clock_offset_ms.wrapping_sub(last.2));
        c.lat_e7.push(p.lat_e7.wrapping_sub(last.3));
        c.lng_e7.push(p.lng_e7.wrapping_sub(last.4));
        last = (f.device.0, f.at.0, f.clock_offset_ms, p.lat_e7, p.lng_e7);
        c.accuracy_dm.push(f.accuracy_dm);
        c.altitude_dm.push(f.altitude_dm);
        c.speed_cmps.push(f.speed_cmps);
        c.bearing_cdeg.push(f.bearing_cdeg);
        c.battery_pct.push(f.battery_pct);
        c.provider.push(f.provider as i16);
        c.flags.push(f.flags.0);
    }
    postcard::to_allocvec(&c).unwrap_or_default()
}

/// The fixes again; `None` for bytes that are no packed fixes.
pub fn unpack(bytes: &[u8]) -> Option<Vec<Fix>> {
    let (c, rest) = postcard::take_from_bytes::<Columns>(bytes).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let count = usize::try_from(c.count).ok()?;
    let mut fixes = Vec::with_capacity(count.min(100_000));
    let mut last = (0_i32, 0_i64, 0_i32, 0_i32, 0_i32);
    for i in 0..count {
        last = (
            last.0.wrapping_add(*c.device.get(i)?),
            last.1.wrapping_add(*c.at.get(i)?),
            last.2.wrapping_add(*c.clock_offset_ms.get(i)?),
            last.3.wrapping_add(*c.lat_e7.get(i)?),
            last.4.wrapping_add(*c.lng_e7.get(i)?),
        );
        fixes.push(Fix {
            device: DeviceId(last.0),
            at: At(last.1),
            clock_offset_ms: last.2,
            position: LatLng {
                lat_e7: last.3,
                lng_e7: last.4,
            },
            accuracy_dm: *c.accuracy_dm.get(i)?,
            altitude_dm: *c.altitude_dm.get(i)?,
            speed_cmps: *c.speed_cmps.get(i)?,
            bearing_cdeg: *c.bearing_cdeg.get(i)?,
            battery_pct: *c.battery_pct.get(i)?,
            provider: provider_from(*c.provider.get(i)?),
            flags: FixFlags(*c.flags.get(i)?),
        });
    }
    Some(fixes)
}

#[cfg(test)]
mod tests {
    use fieldbeat_domain::fix::Provider;
    use proptest::prelude::*;

    use super::*;

    fn fix() -> impl Strategy<Value = Fix> {
        let sensors = (
            any::<Option<i32>>(),
            any::<Option<i32>>(),
            any::<Option<i32>>(),
            any::<Option<i32>>(),
            any::<Option<i16>>(),
        );
        let where_when = (
            any::<i32>(),
            any::<i64>(),
            any::<i32>(),
            any::<i32>(),
            any::<i32>(),
        );
        (where_when, sensors, any::<i32>()).prop_map(
            |((device, at, offset, lat, lng), s, flags)| Fix {
                device: DeviceId(device),
                at: At(at),
                clock_offset_ms: offset,
                position: LatLng {
                    lat_e7: lat,
                    lng_e7: lng,
                },
                accuracy_dm: s.0,
                altitude_dm: s.1,
                speed_cmps: s.2,
                bearing_cdeg: s.3,
                battery_pct: s.4,
                provider: Provider::Fused,
                flags: FixFlags(flags),
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(fixes in proptest::collection::vec(fix(), 0..40)) {
            prop_assert_eq!(unpack(&pack(&fixes)).unwrap(), fixes);
        }
    }
}
