//! The index against brute force.

use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{OrgUnitId, OutletId},
    outlet::{Geofence, Outlet},
    outlet_index::{FOLLOWED_MAX, Near, OutletIndex},
    position::{LatLng, Plane, distance_mm},
    rules::Rules,
};
use proptest::prelude::*;
use smallvec::SmallVec;

use crate::support::date;

fn outlet(id: i32, lat: i32, lng: i32, radius_m: Option<i32>) -> Outlet {
    Outlet {
        id: OutletId(id),
        pin: Some(LatLng {
            lat_e7: lat,
            lng_e7: lng,
        }),
        geofence: Geofence::Circle { radius_m },
        class: "general".into(),
        org_unit: OrgUnitId(1),
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        valid_to: None,
    }
}

/// Clusters in Hanoi, on the date line and near the pole.
fn cluster() -> impl Strategy<Value = (i32, i32)> {
    prop_oneof![
        Just((210_285_000, 1_058_542_000)),
        Just((-170_000_000, 1_799_999_000)),
        Just((890_000_000, 0))
    ]
}

fn outlets() -> impl Strategy<Value = (Vec<Outlet>, Vec<LatLng>)> {
    cluster().prop_flat_map(|(lat, lng)| {
        let near =
            (-20_000..20_000, -20_000..20_000).prop_map(move |(a, b)| (lat + a, wrap(lng + b)));
        let pins = prop::collection::vec((near.clone(), prop::option::of(5..300)), 1..60);
        let probes = prop::collection::vec(near, 1..10);
        (pins, probes).prop_map(|(pins, probes)| {
            let outlets = pins
                .into_iter()
                .zip(1..)
                .map(|(((a, b), r), id)| outlet(id, a, b, r))
                .collect();
            (
                outlets,
                probes
                    .into_iter()
                    .map(|(a, b)| LatLng {
                        lat_e7: a,
                        lng_e7: b,
                    })
                    .collect(),
            )
        })
    })
}

fn wrap(lng: i32) -> i32 {
    let lng = i64::from(lng);
    i32::try_from(if lng > 1_800_000_000 {
        lng - 3_600_000_000
    } else {
        lng
    })
    .unwrap()
}

fn automatic(outlets: &[Outlet], i: usize) -> i64 {
    let own = outlets[i].pin.unwrap();
    let mut d: Vec<i64> = outlets
        .iter()
        .filter(|o| o.id != outlets[i].id)
        .map(|o| distance_mm(own, o.pin.unwrap()))
        .collect();
    d.sort_unstable();
    d.truncate(5);
    d.get(d.len() / 2)
        .map_or(100_000, |m| (2 * m).clamp(40_000, 100_000))
}

proptest! {
    #[test]
    fn index_equals_brute_force((outlets, probes) in outlets(), reach_m in 0..400_i64) {
        let index = OutletIndex::build(outlets.clone(), &Rules::default());
        let radius = |i: usize| match outlets[i].geofence {
            Geofence::Circle { radius_m: Some(m) } => i64::from(m) * 1000,
            _ => automatic(&outlets, i),
        };
        for p in probes {
            let mut near: Vec<(i64, OutletId)> = outlets.iter()
                .map(|o| (distance_mm(o.pin.unwrap(), p), o.id)).filter(|(d, _)| *d <= reach_m * 1000).collect();
            near.sort_unstable();
            let found: Vec<_> = index.near(p, reach_m * 1000, date()).into_iter().map(|(o, d)| (d, o.id)).collect();
            prop_assert_eq!(found, near);

            // The second is the tracker's own question, which is answered by cells.
            for reach_mm in [reach_m * 1000, 30_000] {
                let mut within: Vec<(i64, OutletId)> = outlets.iter().enumerate()
                    .map(|(i, o)| (distance_mm(o.pin.unwrap(), p) - radius(i), o.id)).filter(|(b, _)| *b <= reach_mm).collect();
                within.sort_unstable();
                prop_assert!(within.is_empty() || !index.is_clear(p, reach_mm));
                within.truncate(FOLLOWED_MAX);
                let mut list: SmallVec<[Near; 8]> = SmallVec::new();
                index.candidates(&Plane::at(p), reach_mm, date(), |_| false, &mut list);
                let found: Vec<_> = list.into_iter().map(|n| (n.beyond_mm, n.id)).collect();
                prop_assert_eq!(found, within);
            }
        }
    }
}

#[test]
fn an_outlet_is_found_by_id_and_date() {
    let mut old = outlet(1, 0, 0, None);
    old.valid_to = Some(date());
    let mut new = outlet(1, 1000, 0, None);
    new.valid_from = date();
    let index = OutletIndex::build(vec![new, old], &Rules::default());
    assert_eq!(
        index.get(OutletId(1), date()).unwrap().pin.unwrap().lat_e7,
        1000
    );
    assert_eq!(
        index
            .get(OutletId(1), date().pred_opt().unwrap())
            .unwrap()
            .pin
            .unwrap()
            .lat_e7,
        0
    );
    assert!(index.get(OutletId(2), date()).is_none());
}
