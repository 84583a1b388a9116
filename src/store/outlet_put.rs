//! Writing outlets, any number at a time. Their pins are `outlet_pin`'s.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    customer,
    erp_owned::Owned,
    error::StoreError,
    instant::Instant,
    known::{Known, Reference, Wanted},
    org_unit,
    outlet_pin::{Pin, Pins, pin_of, repin},
    scope::Scope,
    upsert::{
        Fault, Field, Mode, Now, RowResult, RowStatus, check_code, check_text, field,
        repeated_codes,
    },
};

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct OutletPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    pub class: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub channel: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub address: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub phone: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i32>)]
    pub customer_id: Field<i32>,
    pub customer_code: Option<String>,
    pub org_unit_id: Option<i32>,
    pub org_unit_code: Option<String>,
    /// Both or neither.
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    /// 1–5000
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i32>)]
    pub radius_m: Field<i32>,
    /// GeoJSON Polygon or MultiPolygon.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<Object>)]
    pub polygon: Field<Value>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub closed_at: Field<Instant>,
    /// First date of the pin or fence; today by default.
    pub valid_from: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    name: String,
    class: String,
    channel: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    customer_id: Option<i32>,
    org_unit_id: i32,
    closed_at: Option<Instant>,
}

struct Old {
    id: i32,
    row: Row,
    pin: Pin,
    reached: bool,
}

/// Creates or changes any number of outlets by code in a handful of statements.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[OutletPut],
) -> Result<Vec<RowResult>, StoreError> {
    let owned = Owned::load(&mut *tx, scope, now).await?;
    upsert_but(tx, scope, now, (mode, &owned), rows).await
}

/// As `upsert`, but for what the ERP owns.
pub async fn upsert_but(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (mode, owned): (Mode, &Owned),
    rows: &[OutletPut],
) -> Result<Vec<RowResult>, StoreError> {
    let (units, customers) = references(tx, scope, rows).await?;
    let old = load(tx, scope, now.today, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    let (mut inserts, mut updates, mut pins) =
        (Columns::default(), Columns::default(), Pins::default());
    for (index, (put, repeated)) in rows.iter().zip(repeated).enumerate() {
        let was = old.get(&put.code);
        let unit = units.find(put.org_unit_id, put.org_unit_code.as_deref());
        let customer = customers.find(put.customer_id.flatten(), put.customer_code.as_deref());
        let mut faults = Vec::new();
        if repeated {
            faults.push(Fault::new("/code", "repeated"));
        }
        check(put, was, mode, (unit, customer), &mut faults);
        let pin = pin_of(put, was.map(|w| &w.pin), &mut faults);
        let row = merge(put, was.map(|w| &w.row), unit, customer);
        if let Some(was) = was {
            refuse_owned(owned, &was.row, &row, &mut faults);
        }
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &put.code, faults));
            continue;
        }
        let repinned = was.is_none_or(|w| w.pin != pin);
        if repinned {
            pins.push(index, &pin, put.valid_from.unwrap_or(now.today));
        }
        match was {
            None => {
                inserts.push(index, &put.code, row);
                results.push(RowResult::done(index, &put.code, RowStatus::Created, 0));
            }
            Some(was) if repinned || was.row != row => {
                updates.push(index, &put.code, row);
                results.push(RowResult::done(
                    index,
                    &put.code,
                    RowStatus::Updated,
                    was.id,
                ));
            }
            Some(was) => results.push(RowResult::done(
                index,
                &put.code,
                RowStatus::Unchanged,
                was.id,
            )),
        }
    }
    insert(tx, now, &inserts, &mut results).await?;
    update(tx, now, &updates).await?;
    repin(tx, now, &pins, &results).await?;
    Ok(results)
}

fn refuse_owned(owned: &Owned, was: &Row, will: &Row, faults: &mut Vec<Fault>) {
    let fields = [
        ("name", "/name", will.name != was.name),
        ("class", "/class", will.class != was.class),
        ("channel", "/channel", will.channel != was.channel),
        ("address", "/address", will.address != was.address),
        ("phone", "/phone", will.phone != was.phone),
        (
            "customer_code",
            "/customer_code",
            will.customer_id != was.customer_id,
        ),
        (
            "org_unit",
            "/org_unit_code",
            will.org_unit_id != was.org_unit_id,
        ),
    ];
    owned.refuse("outlets", &fields, faults);
}

async fn references(
    tx: &mut PgConnection,
    scope: &Scope,
    rows: &[OutletPut],
) -> Result<(Known, Known), StoreError> {
    let (mut units, mut customers) = (Wanted::default(), Wanted::default());
    for row in rows {
        units.add(row.org_unit_id, row.org_unit_code.as_deref());
        customers.add(row.customer_id.flatten(), row.customer_code.as_deref());
    }
    Ok((
        org_unit::known(&mut *tx, scope, &units).await?,
        customer::known(&mut *tx, scope, &customers).await?,
    ))
}

fn check(
    put: &OutletPut,
    was: Option<&Old>,
    mode: Mode,
    named: (Reference, Reference),
    faults: &mut Vec<Fault>,
) {
    let (unit, customer) = named;
    check_code(&put.code, faults);
    check_text("/name", put.name.as_deref(), was.is_none(), faults);
    check_text("/class", put.class.as_deref(), false, faults);
    check_text(
        "/channel",
        put.channel.as_ref().and_then(Option::as_deref),
        false,
        faults,
    );
    check_text(
        "/address",
        put.address.as_ref().and_then(Option::as_deref),
        false,
        faults,
    );
    check_text(
        "/phone",
        put.phone.as_ref().and_then(Option::as_deref),
        false,
        faults,
    );
    if unit == Reference::Unknown {
        faults.push(Fault::new("/org_unit_code", "unknown"));
    }
    if customer == Reference::Unknown {
        faults.push(Fault::new("/customer_code", "unknown"));
    }
    if put
        .radius_m
        .flatten()
        .is_some_and(|r| !(1..=5000).contains(&r))
    {
        faults.push(Fault::new("/radius_m", "out_of_range"));
    }
    match was {
        None if unit == Reference::Absent => faults.push(Fault::new("/org_unit_code", "required")),
        Some(was) if mode == Mode::Create || !was.reached => {
            faults.push(Fault::new("/code", "code_taken"));
        }
        None | Some(_) => {}
    }
}

fn merge(put: &OutletPut, was: Option<&Row>, unit: Reference, customer: Reference) -> Row {
    let cleared = put.customer_id == Some(None);
    Row {
        name: put
            .name
            .clone()
            .or_else(|| was.map(|w| w.name.clone()))
            .unwrap_or_default(),
        class: put
            .class
            .clone()
            .or_else(|| was.map(|w| w.class.clone()))
            .unwrap_or_else(|| "general".to_owned()),
        channel: put
            .channel
            .clone()
            .unwrap_or_else(|| was.and_then(|w| w.channel.clone())),
        address: put
            .address
            .clone()
            .unwrap_or_else(|| was.and_then(|w| w.address.clone())),
        phone: put
            .phone
            .clone()
            .unwrap_or_else(|| was.and_then(|w| w.phone.clone())),
        customer_id: customer
            .id()
            .or_else(|| was.and_then(|w| w.customer_id).filter(|_| !cleared)),
        org_unit_id: unit
            .id()
            .or_else(|| was.map(|w| w.org_unit_id))
            .unwrap_or_default(),
        closed_at: put
            .closed_at
            .unwrap_or_else(|| was.and_then(|w| w.closed_at)),
    }
}

async fn load(
    tx: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    rows: &[OutletPut],
) -> Result<HashMap<String, Old>, StoreError> {
    let codes: Vec<String> = rows
        .iter()
        .filter(|r| !r.code.contains('\0'))
        .map(|r| r.code.clone())
        .collect();
    let found = sqlx::query!(
        r#"
        select o.id, o.code, o.name, o.class, o.channel, o.address, o.phone, o.customer_id, o.org_unit_id,
          o.closed_at as "closed_at?: Instant", p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?",
          p.radius_m as "radius_m?", p.polygon as "polygon?",
          ($3::int4[] is null or o.org_unit_id = any($3)) as "reached!"
        from outlet o
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $2::date
        where o.code = any($1) order by o.id for update of o
        "#,
        &codes,
        today,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    let old = found.into_iter().map(|o| {
        let row = Row {
            name: o.name,
            class: o.class,
            channel: o.channel,
            address: o.address,
            phone: o.phone,
            customer_id: o.customer_id,
            org_unit_id: o.org_unit_id,
            closed_at: o.closed_at,
        };
        let pin = Pin {
            lat_e7: o.lat_e7,
            lng_e7: o.lng_e7,
            radius_m: o.radius_m,
            polygon: o.polygon,
        };
        (
            o.code,
            Old {
                id: o.id,
                row,
                pin,
                reached: o.reached,
            },
        )
    });
    Ok(old.collect())
}

/// Rows to write, side by side for `UNNEST`.
#[derive(Default)]
struct Columns {
    index: Vec<usize>,
    code: Vec<String>,
    name: Vec<String>,
    class: Vec<String>,
    channel: Vec<Option<String>>,
    address: Vec<Option<String>>,
    phone: Vec<Option<String>>,
    customer: Vec<Option<i32>>,
    unit: Vec<i32>,
    closed: Vec<Option<Instant>>,
}

impl Columns {
    fn push(&mut self, index: usize, code: &str, row: Row) {
        self.index.push(index);
        self.code.push(code.to_owned());
        self.name.push(row.name);
        self.class.push(row.class);
        self.channel.push(row.channel);
        self.address.push(row.address);
        self.phone.push(row.phone);
        self.customer.push(row.customer_id);
        self.unit.push(row.org_unit_id);
        self.closed.push(row.closed_at);
    }
}

async fn insert(
    tx: &mut PgConnection,
    now: Now,
    c: &Columns,
    results: &mut [RowResult],
) -> Result<(), StoreError> {
    if c.code.is_empty() {
        return Ok(());
    }
    let made = sqlx::query!(
        r#"
        insert into outlet (code, name, class, channel, address, customer_id, org_unit_id, closed_at, phone, updated_at)
        select t.*, $10 from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int4[], $7::int4[],
          $8::timestamptz[], $9::text[]) t
        returning id, code
        "#,
        &c.code,
        &c.name,
        &c.class,
        &c.channel as &[Option<String>],
        &c.address as &[Option<String>],
        &c.customer as &[Option<i32>],
        &c.unit,
        &c.closed as &[Option<Instant>],
        &c.phone as &[Option<String>],
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    let ids: HashMap<String, i32> = made.into_iter().map(|m| (m.code, m.id)).collect();
    for (&index, code) in c.index.iter().zip(&c.code) {
        if let Some(result) = results.get_mut(index) {
            result.id = ids.get(code).copied();
        }
    }
    Ok(())
}

async fn update(tx: &mut PgConnection, now: Now, c: &Columns) -> Result<(), StoreError> {
    if c.code.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"
        update outlet o set name = t.name, class = t.class, channel = t.channel, address = t.address,
          phone = t.phone, customer_id = t.customer, org_unit_id = t.unit, closed_at = t.closed,
          version = o.version + 1, updated_at = $10
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int4[], $7::int4[], $8::timestamptz[], $9::text[])
          as t(code, name, class, channel, address, customer, unit, closed, phone)
        where o.code = t.code
        "#,
        &c.code,
        &c.name,
        &c.class,
        &c.channel as &[Option<String>],
        &c.address as &[Option<String>],
        &c.customer as &[Option<i32>],
        &c.unit,
        &c.closed as &[Option<Instant>],
        &c.phone as &[Option<String>],
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
