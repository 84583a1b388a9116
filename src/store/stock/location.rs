//! Where goods are kept. Warehouses are the whole company's, as partners are; a van is seen where its rep
//! is, an outlet's observed goods where the outlet is. Outlets get theirs with their first goods or count.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{LocationKind, Place};
use crate::store::{
    catalogue::{self, Coded, keep, partner},
    error::StoreError,
    known::{Known, Reference, Wanted},
    page::{Since, Slice},
    rep,
    scope::Scope,
    upsert::{Fault, Field, Mode, Now, RowResult, check_text, field},
};

/// Codes of outlets' locations begin so; others must not.
pub const OUTLET_PREFIX: &str = "outlet:";

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StockLocation {
    pub id: i32,
    pub code: String,
    pub name: String,
    /// warehouse | van | outlet
    pub kind: String,
    /// Whose warehouse; null is the company's.
    pub partner_id: Option<i32>,
    pub partner_code: Option<String>,
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    pub rep_name: Option<String>,
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    /// Goods for the partner's outlets leave from here.
    pub is_default: bool,
    pub active: bool,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct StockLocationPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    /// warehouse | van; never changes. Outlets get theirs by themselves.
    pub kind: Option<LocationKind>,
    /// Of a warehouse; without one it is the company's.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub partner_code: Field<String>,
    /// Of a van; a rep has one at a time.
    pub rep_code: Option<String>,
    /// Of a warehouse: the one before is no longer.
    pub is_default: Option<bool>,
    pub active: Option<bool>,
}

#[derive(Clone, Debug, Default)]
pub struct LocationFilter {
    pub id: Option<i32>,
    /// Part of code or name.
    pub q: Option<String>,
    pub kind: Option<LocationKind>,
    pub partner_id: Option<i32>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    slice: Slice,
    filter: &LocationFilter,
) -> Result<Vec<StockLocation>, StoreError> {
    Ok(sqlx::query_as!(
        StockLocation,
        r#"
        select l.id, l.code, l.name, l.kind, l.partner_id, p.code as "partner_code?", l.rep_id, r.code as "rep_code?",
          r.name as "rep_name?", l.outlet_id, o.code as "outlet_code?", l.is_default, l.active, l.version
        from stock_location l left join partner p on p.id = l.partner_id left join rep r on r.id = l.rep_id
        left join outlet o on o.id = l.outlet_id
        where l.id > $1 and ($3::timestamptz is null or l.updated_at >= $3)
          and ($4::int8 is null or l.xid >= $4::int8::text::xid8)
          and (l.kind = 'warehouse' or $5::int4[] is null or stock_location_unit(l, $6) = any($5))
          and ($7::int4 is null or l.kind <> 'van' or l.rep_id = $7)
          and ($8::int4 is null or l.id = $8)
          and ($9::text is null or strpos(folded(l.code || ' ' || l.name), folded($9)) > 0)
          and ($10::text is null or l.kind = $10) and ($11::int4 is null or l.partner_id = $11)
          and ($12::int4 is null or l.rep_id = $12) and ($13::int4 is null or l.outlet_id = $13)
        order by l.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        slice.time(),
        slice.xid(),
        scope.units() as _,
        now.today,
        scope.rep_id() as _,
        filter.id,
        filter.q,
        filter.kind.map(LocationKind::as_str),
        filter.partner_id,
        filter.rep_id,
        filter.outlet_id,
    )
    .fetch_all(db)
    .await?)
}

/// `NotFound` out of scope.
pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    id: i32,
) -> Result<StockLocation, StoreError> {
    let slice = Slice {
        after: 0,
        limit: 1,
        since: Since::Ever,
    };
    let filter = LocationFilter {
        id: Some(id),
        ..LocationFilter::default()
    };
    let found = list(db, scope, now, slice, &filter).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// The places of these codes, in use and in scope.
pub async fn places(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    codes: &[String],
) -> Result<HashMap<String, Place>, StoreError> {
    let rows = sqlx::query!(
        r#"select l.id, l.code, l.kind from stock_location l
        where l.code = any($1) and l.active
          and (l.kind = 'warehouse' or $2::int4[] is null or stock_location_unit(l, $3) = any($2))
          and ($4::int4 is null or l.kind <> 'van' or l.rep_id = $4)"#,
        codes,
        scope.units() as _,
        now.today,
        scope.rep_id() as _,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| {
            let place = Place {
                id: r.id,
                kind: LocationKind::stored(&r.kind),
            };
            (r.code, place)
        })
        .collect())
}

pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[StockLocationPut],
) -> Result<Vec<RowResult>, StoreError> {
    let (mut partners, mut reps) = (Wanted::default(), Wanted::default());
    for row in rows {
        partners.add(None, row.partner_code.as_ref().and_then(Option::as_deref));
        reps.add(None, row.rep_code.as_deref());
    }
    let codes: Vec<String> = (rows.iter().map(|r| r.code.clone()))
        .filter(|code| !code.contains('\0'))
        .collect();
    let far = sqlx::query_scalar!(
        r#"select l.code from stock_location l where l.code = any($1)
          and l.kind <> 'warehouse' and $2::int4[] is not null
          and stock_location_unit(l, $3) = any($2) is not true"#,
        &codes,
        scope.units() as _,
        now.today,
    )
    .fetch_all(&mut *tx)
    .await?;
    let known = Others {
        partners: partner::known(&mut *tx, &partners).await?,
        reps: rep::known(&mut *tx, scope, now.today, &reps).await?,
        far: far.into_iter().collect(),
    };
    catalogue::upsert::<Locations>(tx, now, mode, &known, rows).await
}

struct Others {
    partners: Known,
    reps: Known,
    /// Codes of locations out of scope.
    far: HashSet<String>,
}

#[derive(Clone, PartialEq)]
struct Row {
    code: String,
    name: String,
    kind: LocationKind,
    partner_id: Option<i32>,
    rep_id: Option<i32>,
    is_default: bool,
    active: bool,
}

struct Locations;

/// What a reference comes to: what is named, else what was; a fault where it names nothing.
fn named(
    found: Reference,
    was: Option<i32>,
    pointer: &'static str,
    faults: &mut Vec<Fault>,
) -> Option<i32> {
    if found == Reference::Unknown {
        faults.push(Fault::new(pointer, "unknown"));
    }
    match found {
        Reference::Absent => was,
        Reference::Found(id) => Some(id),
        Reference::Unknown => None,
    }
}

impl Coded for Locations {
    type Put = StockLocationPut;
    type Row = Row;
    type Known = Others;

    fn code(put: &StockLocationPut) -> &str {
        &put.code
    }

    fn merge(known: &Others, put: &StockLocationPut, was: Option<&Row>) -> Result<Row, Vec<Fault>> {
        let mut faults = Vec::new();
        check_text("/name", put.name.as_deref(), was.is_none(), &mut faults);
        if known.far.contains(&put.code) {
            faults.push(Fault::new("/code", "code_taken"));
        }
        if put.code.starts_with(OUTLET_PREFIX) {
            faults.push(Fault::new("/code", "outlet_location"));
        }
        let kind = keep(put.kind.as_ref(), was, |w| &w.kind);
        match kind {
            None => faults.push(Fault::new("/kind", "required")),
            Some(LocationKind::Outlet) => faults.push(Fault::new("/kind", "outlet_location")),
            Some(kind) if was.is_some_and(|w| w.kind != kind) => {
                faults.push(Fault::new("/kind", "immutable"));
            }
            Some(LocationKind::Warehouse | LocationKind::Van) => {}
        }
        let kind = kind.unwrap_or(LocationKind::Warehouse);
        let partner_id = match &put.partner_code {
            Some(None) => None,
            other => {
                let found = known
                    .partners
                    .find(None, other.as_ref().and_then(Option::as_deref));
                let before = was.and_then(|w| w.partner_id);
                named(found, before, "/partner_code", &mut faults)
            }
        };
        let found = known.reps.find(None, put.rep_code.as_deref());
        let before = was.and_then(|w| w.rep_id);
        let rep_id = named(found, before, "/rep_code", &mut faults);
        let van = kind == LocationKind::Van;
        if van && found == Reference::Absent && rep_id.is_none() {
            faults.push(Fault::new("/rep_code", "required"));
        }
        if !van && rep_id.is_some() {
            faults.push(Fault::new("/rep_code", "only_of_a_van"));
        }
        let active = keep(put.active.as_ref(), was, |w| &w.active).unwrap_or(true);
        let is_default = keep(put.is_default.as_ref(), was, |w| &w.is_default).unwrap_or(false);
        if van && partner_id.is_some() {
            faults.push(Fault::new("/partner_code", "only_of_a_warehouse"));
        }
        if van && is_default {
            faults.push(Fault::new("/is_default", "only_of_a_warehouse"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Row {
            code: put.code.clone(),
            name: keep(put.name.as_ref(), was, |w| &w.name).unwrap_or_default(),
            kind,
            partner_id,
            rep_id,
            is_default: is_default && active,
            active,
        })
    }

    async fn load(
        tx: &mut PgConnection,
        codes: &[String],
    ) -> Result<HashMap<String, (i32, Row)>, StoreError> {
        let rows = sqlx::query!(
            "select id, code, name, kind, partner_id, rep_id, is_default, active
            from stock_location where code = any($1) order by id for update",
            codes
        )
        .fetch_all(tx)
        .await?;
        Ok((rows.into_iter())
            .map(|r| {
                let row = Row {
                    code: r.code.clone(),
                    name: r.name,
                    kind: LocationKind::stored(&r.kind),
                    partner_id: r.partner_id,
                    rep_id: r.rep_id,
                    is_default: r.is_default,
                    active: r.active,
                };
                (r.code, (r.id, row))
            })
            .collect())
    }

    async fn write(
        tx: &mut PgConnection,
        now: Now,
        rows: &[Row],
    ) -> Result<HashMap<String, i32>, StoreError> {
        let defaults = rows.iter().filter(|r| r.is_default);
        let (codes, partners): (Vec<String>, Vec<i32>) = defaults
            .map(|r| (r.code.clone(), r.partner_id.unwrap_or(0)))
            .unzip();
        sqlx::query!(
            r#"update stock_location set is_default = false, version = version + 1, updated_at = $3
            where is_default and coalesce(partner_id, 0) = any($2) and code <> all($1)"#,
            &codes,
            &partners,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
        let document: Vec<_> = (rows.iter())
            .map(|r| {
                json!({"code": r.code, "name": r.name, "kind": r.kind, "partner_id": r.partner_id,
                    "rep_id": r.rep_id, "is_default": r.is_default, "active": r.active})
            })
            .collect();
        let made = sqlx::query!(
            r#"
            insert into stock_location as l (code, name, kind, partner_id, rep_id, is_default, active, updated_at)
            select t.code, t.name, t.kind, t.partner_id, t.rep_id, t.is_default, t.active, $2
            from jsonb_to_recordset($1) as t(code text, name text, kind text, partner_id int4, rep_id int4,
              is_default bool, active bool)
            on conflict (code) do update set name = excluded.name, partner_id = excluded.partner_id,
              rep_id = excluded.rep_id, is_default = excluded.is_default, active = excluded.active,
              version = l.version + 1, updated_at = excluded.updated_at
            returning id, code
            "#,
            Json(document) as _,
            now.at,
        )
        .fetch_all(&mut *tx)
        .await?;
        Ok(made.into_iter().map(|m| (m.code, m.id)).collect())
    }
}
