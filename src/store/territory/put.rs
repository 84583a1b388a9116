//! Writing territories, any number at a time, by code.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use fieldbeat_planning::territory::Shape;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use super::sketch::{self, Sketch};
use crate::store::{
    error::StoreError,
    known::{Known, Reference, Wanted},
    org_unit, rep,
    scope::Scope,
    upsert::{
        Fault, Field, Mode, Now, RowResult, RowStatus, check_code, check_text, field,
        repeated_codes,
    },
};

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct TerritoryPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    pub org_unit_id: Option<i32>,
    pub org_unit_code: Option<String>,
    /// Null, here or as a code: nobody's.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i32>)]
    pub rep_id: Field<i32>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub rep_code: Field<String>,
    /// `{"kind": "cells", "cells": ["8a41…"]}` (H3, of one resolution) or
    /// `{"kind": "polygons", "polygons": [[[[lng, lat], …]]]}` (of each the outer ring, then its holes).
    #[schema(value_type = Option<Object>)]
    pub shape: Option<Sketch>,
}

struct Old {
    id: i32,
    code: String,
    name: String,
    org_unit_id: i32,
    rep_id: Option<i32>,
    digest: Vec<u8>,
    reached: bool,
}

/// Whose it shall be.
#[derive(Clone, Copy, PartialEq)]
enum Whose {
    Stays,
    Nobodys,
    Of(Reference),
}

impl Whose {
    fn read(put: &TerritoryPut, reps: &Known) -> Self {
        match (put.rep_id, put.rep_code.as_ref()) {
            (None, None) => Self::Stays,
            (Some(None), None | Some(None)) | (None, Some(None)) => Self::Nobodys,
            (id, code) => {
                let code = code.and_then(Option::as_deref);
                Self::Of(reps.find(id.flatten(), code))
            }
        }
    }
}

/// Creates or changes any number of territories by code. A shape that is refused costs its row.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[TerritoryPut],
) -> Result<Vec<RowResult>, StoreError> {
    let (units, reps) = references(tx, scope, now.today, rows).await?;
    let old = load(tx, scope, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|row| row.code.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    let mut written: Vec<Written<'_>> = Vec::new();
    for (index, (row, repeated)) in rows.iter().zip(repeated).enumerate() {
        let was = old.get(&row.code);
        let unit = units.find(row.org_unit_id, row.org_unit_code.as_deref());
        let whose = Whose::read(row, &reps);
        let mut faults = Vec::new();
        if repeated {
            faults.push(Fault::new("/code", "repeated"));
        }
        check(row, was, mode, (unit, whose), &mut faults);
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &row.code, faults));
            continue;
        }
        let new = Written {
            index,
            id: was.map(|was| was.id),
            code: &row.code,
            name: row
                .name
                .clone()
                .or_else(|| was.map(|was| was.name.clone()))
                .unwrap_or_default(),
            unit: unit
                .id()
                .or_else(|| was.map(|was| was.org_unit_id))
                .unwrap_or_default(),
            rep: match whose {
                Whose::Stays => was.and_then(|was| was.rep_id),
                Whose::Nobodys => None,
                Whose::Of(rep) => rep.id(),
            },
            // The same ground again is left as it is.
            sketch: row.shape.as_ref().filter(|sketch| {
                was.is_none_or(|was| sketch.measured().is_ok_and(|now| now.digest != was.digest))
            }),
        };
        results.push(match was {
            None => RowResult::done(index, &row.code, RowStatus::Created, 0),
            Some(was) if new.changes(was) => {
                RowResult::done(index, &row.code, RowStatus::Updated, was.id)
            }
            Some(was) => RowResult::done(index, &row.code, RowStatus::Unchanged, was.id),
        });
        if was.is_none_or(|was| new.changes(was)) {
            written.push(new);
        }
    }
    for new in written {
        let id = new.write(tx, now).await?;
        if let Some(result) = results.get_mut(new.index) {
            result.id = Some(id);
        }
    }
    Ok(results)
}

async fn references(
    tx: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    rows: &[TerritoryPut],
) -> Result<(Known, Known), StoreError> {
    let (mut units, mut reps) = (Wanted::default(), Wanted::default());
    for row in rows {
        units.add(row.org_unit_id, row.org_unit_code.as_deref());
        reps.add(
            row.rep_id.flatten(),
            row.rep_code.as_ref().and_then(Option::as_deref),
        );
    }
    let units = org_unit::known(&mut *tx, scope, &units).await?;
    let reps = rep::known(&mut *tx, scope, today, &reps).await?;
    Ok((units, reps))
}

fn check(
    row: &TerritoryPut,
    was: Option<&Old>,
    mode: Mode,
    (unit, whose): (Reference, Whose),
    faults: &mut Vec<Fault>,
) {
    check_code(&row.code, faults);
    check_text("/name", row.name.as_deref(), was.is_none(), faults);
    if unit == Reference::Unknown {
        faults.push(Fault::new("/org_unit_code", "unknown"));
    }
    if whose == Whose::Of(Reference::Unknown) {
        faults.push(Fault::new("/rep_code", "unknown"));
    }
    match row.shape.as_ref().map(Sketch::measured) {
        None if was.is_none() => faults.push(Fault::new("/shape", "required")),
        Some(Err(refused)) => faults.push(sketch::fault(refused)),
        None | Some(Ok(_)) => {}
    }
    match was {
        None if unit == Reference::Absent => faults.push(Fault::new("/org_unit_code", "required")),
        Some(was) if mode == Mode::Create || !was.reached => {
            faults.push(Fault::new("/code", "code_taken"));
        }
        None | Some(_) => {}
    }
}

async fn load(
    tx: &mut PgConnection,
    scope: &Scope,
    rows: &[TerritoryPut],
) -> Result<HashMap<String, Old>, StoreError> {
    let codes = rows.iter().map(|row| row.code.clone());
    let codes: Vec<String> = codes.filter(|code| !code.contains('\0')).collect();
    let old = sqlx::query_as!(
        Old,
        r#"
        select id, code, name, org_unit_id, rep_id, digest, ($2::int4[] is null or org_unit_id = any($2)) as "reached!"
        from territory where code = any($1) and active order by id for update
        "#,
        &codes,
        scope.units() as _,
    )
    .fetch_all(tx)
    .await?;
    Ok(old.into_iter().map(|was| (was.code.clone(), was)).collect())
}

/// A row as it shall be.
struct Written<'a> {
    index: usize,
    id: Option<i32>,
    code: &'a str,
    name: String,
    unit: i32,
    rep: Option<i32>,
    /// None: as it is.
    sketch: Option<&'a Sketch>,
}

impl Written<'_> {
    fn changes(&self, was: &Old) -> bool {
        self.sketch.is_some()
            || self.name != was.name
            || self.unit != was.org_unit_id
            || self.rep != was.rep_id
    }

    /// One statement a row: a thousand shapes side by side would be held twice over.
    async fn write(&self, tx: &mut PgConnection, now: Now) -> Result<i32, StoreError> {
        let measured = self.sketch.and_then(|sketch| sketch.measured().ok());
        let shape: Option<Json<&Shape>> = self.sketch.map(|sketch| Json(sketch.shape()));
        let digest = measured.map(|measured| measured.digest.as_slice());
        let corners = measured.map(|measured| measured.corners);
        let area_m2 = measured.map(|measured| measured.area_m2);
        let Some(id) = self.id else {
            return Ok(sqlx::query_scalar!(
                "insert into territory (code, name, org_unit_id, rep_id, shape, digest, corners, area_m2, updated_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
                self.code,
                self.name,
                self.unit,
                self.rep,
                shape as _,
                digest,
                corners,
                area_m2,
                now.at,
            )
            .fetch_one(tx)
            .await?);
        };
        sqlx::query!(
            "update territory set name = $2, org_unit_id = $3, rep_id = $4, shape = coalesce($5, shape), digest = coalesce($6, digest),
               corners = coalesce($7, corners), area_m2 = coalesce($8, area_m2), version = version + 1, updated_at = $9
             where id = $1",
            id,
            self.name,
            self.unit,
            self.rep,
            shape as _,
            digest,
            corners,
            area_m2,
            now.at,
        )
        .execute(tx)
        .await?;
        Ok(id)
    }
}

/// Which of these codes are there, in scope or not.
pub async fn known(db: &mut PgConnection, codes: &[String]) -> Result<HashSet<String>, StoreError> {
    let known = sqlx::query_scalar!(
        "select code from territory where code = any($1) and active",
        codes
    )
    .fetch_all(db)
    .await?;
    Ok(known.into_iter().collect())
}
