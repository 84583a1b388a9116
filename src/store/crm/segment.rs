//! Segments: saved rules, kept by code. Whom one finds is looked up anew each time, within the caller's scope.

use std::collections::HashMap;

use fieldbeat_trade::crm::segment::Rule;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor, types::Json};

use crate::store::{
    error::StoreError,
    page::Slice,
    upsert::{Fault, Mode, Now, RowResult, RowStatus, check_code, check_text, repeated_codes},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Segment {
    pub id: i32,
    pub code: String,
    pub name: String,
    #[schema(value_type = Rule)]
    pub rule: Json<Rule>,
    pub active: bool,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct SegmentPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    pub rule: Option<Rule>,
    pub active: Option<bool>,
}

/// By id. Rules are the whole company's; whom they find is not.
pub async fn list(db: impl PgExecutor<'_>, slice: Slice) -> Result<Vec<Segment>, StoreError> {
    Ok(sqlx::query_as!(
        Segment,
        r#"
        select id, code, name, rule as "rule: Json<Rule>", active, version from segment
        where id > $1 and ($3::timestamptz is null or updated_at >= $3) and ($4::int8 is null or xid >= $4::int8::text::xid8)
        order by id limit $2
        "#,
        slice.after,
        slice.fetch(),
        slice.time(),
        slice.xid(),
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, id: i32) -> Result<Segment, StoreError> {
    sqlx::query_as!(
        Segment,
        r#"select id, code, name, rule as "rule: Json<Rule>", active, version from segment where id = $1"#,
        id
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// Creates or changes any number of segments by code.
pub async fn upsert(
    tx: &mut PgConnection,
    now: Now,
    mode: Mode,
    rows: &[SegmentPut],
) -> Result<Vec<RowResult>, StoreError> {
    let codes: Vec<String> = (rows.iter())
        .filter(|r| !r.code.contains('\0'))
        .map(|r| r.code.clone())
        .collect();
    let old: HashMap<String, Segment> = sqlx::query_as!(
        Segment,
        r#"select id, code, name, rule as "rule: Json<Rule>", active, version from segment
        where code = any($1) order by id for update"#,
        &codes,
    )
    .fetch_all(&mut *tx)
    .await?
    .into_iter()
    .map(|s| (s.code.clone(), s))
    .collect();
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    for (index, (put, repeated)) in rows.iter().zip(repeated).enumerate() {
        let was = old.get(&put.code);
        let faults = check(put, was, mode, repeated);
        let rule = put.rule.clone().or_else(|| was.map(|w| w.rule.0.clone()));
        let Some(rule) = rule.filter(|_| faults.is_empty()) else {
            results.push(RowResult::refused(index, &put.code, faults));
            continue;
        };
        let name = put.name.clone().or_else(|| was.map(|w| w.name.clone()));
        let name = name.unwrap_or_default();
        let active = put.active.or(was.map(|w| w.active)).unwrap_or(true);
        let same = was.filter(|w| w.name == name && w.rule.0 == rule && w.active == active);
        let (status, id) = match (same, was) {
            (Some(same), _) => (RowStatus::Unchanged, same.id),
            (None, was) => {
                let id = write(tx, now, &put.code, &name, &rule, active).await?;
                let status = if was.is_some() {
                    RowStatus::Updated
                } else {
                    RowStatus::Created
                };
                (status, id)
            }
        };
        results.push(RowResult::done(index, &put.code, status, id));
    }
    Ok(results)
}

fn check(put: &SegmentPut, was: Option<&Segment>, mode: Mode, repeated: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_code(&put.code, &mut faults);
    if repeated {
        faults.push(Fault::new("/code", "repeated"));
    }
    if was.is_some() && mode == Mode::Create {
        faults.push(Fault::new("/code", "code_taken"));
    }
    check_text("/name", put.name.as_deref(), was.is_none(), &mut faults);
    match &put.rule {
        None if was.is_none() => faults.push(Fault::new("/rule", "required")),
        Some(rule) if !rule.is_sound() => faults.push(Fault::new("/rule", "invalid")),
        None | Some(_) => {}
    }
    faults
}

async fn write(
    tx: &mut PgConnection,
    now: Now,
    code: &str,
    name: &str,
    rule: &Rule,
    active: bool,
) -> Result<i32, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into segment (code, name, rule, active, updated_at) values ($1, $2, $3, $4, $5)
        on conflict (code) do update set name = excluded.name, rule = excluded.rule, active = excluded.active,
          version = segment.version + 1, updated_at = excluded.updated_at
        returning id
        "#,
        code,
        name.trim(),
        Json(rule) as _,
        active,
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

/// Whether one is in use, where one is named.
pub async fn check_known(
    tx: &mut PgConnection,
    id: Option<i32>,
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    let known = sqlx::query_scalar!(
        r#"select $1::int4 is null or exists (select from segment where id = $1 and active) as "known!""#,
        id
    )
    .fetch_one(tx)
    .await?;
    if !known {
        faults.push(Fault::new("/segment_id", "unknown"));
    }
    Ok(())
}
