//! An outlet version as the judge sees it: its fence with the class's radius, its cell. A radius
//! that depends on the neighbours stays open here; the index knows them.

use std::{collections::BTreeSet, sync::Arc};

use h3o::{LatLng as H3LatLng, Resolution};

use crate::{
    fence::Fence,
    outlet::{Geofence, Outlet},
    outlet_index::IndexedOutlet,
    position::LatLng,
    rules::Rules,
};

/// `classes` is what was said of classes before: the few that there are have one text each, which
/// stays in the cache, not one for each outlet.
pub(crate) fn resolve(o: Outlet, rules: &Rules, classes: &mut BTreeSet<Arc<str>>) -> IndexedOutlet {
    let class_m = rules.classes.get(&o.class).and_then(|c| c.geofence_m);
    let (fence, pin) = match (o.geofence, o.pin) {
        (Geofence::Polygon { polygons, margin_m }, pin) => {
            let rings: Box<[Box<[LatLng]>]> = polygons
                .into_iter()
                .flatten()
                .filter(|ring| ring.len() >= 3)
                .map(Vec::into_boxed_slice)
                .collect();
            let pin = pin.or_else(|| middle(&rings));
            if rings.is_empty() {
                (pin.map_or(Fence::None, |pin| circle(pin, class_m)), pin)
            } else {
                (
                    Fence::Polygon {
                        rings,
                        margin_mm: i64::from(margin_m.max(0)) * 1000,
                    },
                    pin,
                )
            }
        }
        (Geofence::Circle { radius_m }, Some(pin)) => {
            (circle(pin, radius_m.or(class_m)), Some(pin))
        }
        (Geofence::Circle { .. }, None) => (Fence::None, None),
    };
    let cell = pin
        .and_then(|p| H3LatLng::new(p.lat(), p.lng()).ok())
        .map(|p| p.to_cell(Resolution::Nine));
    IndexedOutlet {
        id: o.id,
        org_unit: o.org_unit,
        pin,
        fence,
        class: shared(o.class, classes),
        valid_from: o.valid_from,
        valid_to: o.valid_to,
        cell,
    }
}

fn shared(class: String, classes: &mut BTreeSet<Arc<str>>) -> Arc<str> {
    if let Some(known) = classes.get(class.as_str()) {
        return known.clone();
    }
    let class: Arc<str> = class.into();
    classes.insert(class.clone());
    class
}

/// A radius of 0 stands for "automatic" until the neighbours are known.
fn circle(pin: LatLng, radius_m: Option<i32>) -> Fence {
    Fence::Circle {
        pin,
        radius_mm: radius_m.map_or(0, |m| i64::from(m.max(1)) * 1000),
    }
}

fn middle(rings: &[Box<[LatLng]>]) -> Option<LatLng> {
    let vertices = || rings.iter().flatten();
    let mid = |a: i32, b: i32| i32::midpoint(a, b);
    Some(LatLng {
        lat_e7: mid(
            vertices().map(|v| v.lat_e7).min()?,
            vertices().map(|v| v.lat_e7).max()?,
        ),
        lng_e7: mid(
            vertices().map(|v| v.lng_e7).min()?,
            vertices().map(|v| v.lng_e7).max()?,
        ),
    })
}
