//! Dated pins and fences of outlets: never updated in place.

use chrono::NaiveDate;
use fieldbeat_domain::position::LatLng;
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    error::StoreError,
    fence,
    outlet_put::OutletPut,
    upsert::{Fault, Now, RowResult},
};

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pin {
    pub lat_e7: Option<i32>,
    pub lng_e7: Option<i32>,
    pub radius_m: Option<i32>,
    pub polygon: Option<Value>,
}

/// The pin that a row asks for, over the one there is.
pub(super) fn pin_of(put: &OutletPut, was: Option<&Pin>, faults: &mut Vec<Fault>) -> Pin {
    let mut pin = was.cloned().unwrap_or_default();
    match (put.lat, put.lng) {
        (Some(lat), Some(lng)) => match LatLng::from_degrees(lat, lng) {
            Some(at) => (pin.lat_e7, pin.lng_e7) = (Some(at.lat_e7), Some(at.lng_e7)),
            None => faults.push(Fault::new("/lat", "out_of_range")),
        },
        (None, None) => {}
        (Some(_), None) => faults.push(Fault::new("/lng", "required")),
        (None, Some(_)) => faults.push(Fault::new("/lat", "required")),
    }
    if let Some(radius) = put.radius_m {
        pin.radius_m = radius;
    }
    match &put.polygon {
        Some(Some(shape)) => match fence::from_geojson(shape) {
            Ok(rings) => {
                if pin.lat_e7.is_none()
                    && let Some(middle) = fence::middle(&rings)
                {
                    (pin.lat_e7, pin.lng_e7) = (Some(middle.lat_e7), Some(middle.lng_e7));
                }
                pin.polygon = serde_json::to_value(rings).ok();
            }
            Err(code) => faults.push(Fault::new("/polygon", code)),
        },
        Some(None) => pin.polygon = None,
        None => {}
    }
    pin
}

/// Pins to write, side by side for `UNNEST`.
#[derive(Default)]
pub(super) struct Pins {
    index: Vec<usize>,
    lat: Vec<Option<i32>>,
    lng: Vec<Option<i32>>,
    radius: Vec<Option<i32>>,
    polygon: Vec<Option<Value>>,
    from: Vec<NaiveDate>,
}

impl Pins {
    pub fn push(&mut self, index: usize, pin: &Pin, from: NaiveDate) {
        self.index.push(index);
        self.lat.push(pin.lat_e7);
        self.lng.push(pin.lng_e7);
        self.radius.push(pin.radius_m);
        self.polygon.push(pin.polygon.clone());
        self.from.push(from);
    }
}

/// Retires what overlaps the new range, keeps its part before the date, and adds the new pins.
pub(super) async fn repin(
    tx: &mut PgConnection,
    now: Now,
    pins: &Pins,
    results: &[RowResult],
) -> Result<(), StoreError> {
    if pins.index.is_empty() {
        return Ok(());
    }
    let outlets: Vec<i32> = pins
        .index
        .iter()
        .map(|&i| results.get(i).and_then(|r| r.id).unwrap_or_default())
        .collect();
    let retired = sqlx::query_scalar!(
        r#"
        update outlet_pin p set retired_at = $3
        from unnest($1::int4[], $2::date[]) as t(outlet_id, from_date)
        where p.outlet_id = t.outlet_id and p.retired_at is null and p.valid && daterange(t.from_date, null)
        returning p.id
        "#,
        &outlets,
        &pins.from,
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    if !retired.is_empty() {
        sqlx::query!(
            r#"
            insert into outlet_pin (outlet_id, lat_e7, lng_e7, radius_m, polygon, valid, recorded_at)
            select p.outlet_id, p.lat_e7, p.lng_e7, p.radius_m, p.polygon, p.valid * daterange(null, t.from_date), $4
            from outlet_pin p join unnest($2::int4[], $3::date[]) as t(outlet_id, from_date) on t.outlet_id = p.outlet_id
            where p.id = any($1) and not isempty(p.valid * daterange(null, t.from_date))
            "#,
            &retired,
            &outlets,
            &pins.from,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query!(
        r#"
        insert into outlet_pin (outlet_id, lat_e7, lng_e7, radius_m, polygon, valid, recorded_at)
        select outlet_id, lat, lng, radius, polygon, daterange(from_date, null), $7
        from unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[], $5::jsonb[], $6::date[])
          as t(outlet_id, lat, lng, radius, polygon, from_date)
        "#,
        &outlets,
        &pins.lat as &[Option<i32>],
        &pins.lng as &[Option<i32>],
        &pins.radius as &[Option<i32>],
        &pins.polygon as &[Option<Value>],
        &pins.from,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
