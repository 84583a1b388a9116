//! Targets of a month: kept for a rep or an org unit by what they are of, every value that one ever had with who
//! set it. What was reached is read by [`actual`]; what that means is `fieldbeat_trade::target`'s.

pub mod actual;

use std::collections::HashMap;

use chrono::NaiveDate;
use fieldbeat_trade::target::{Measure, first_of};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    instant::Instant,
    page::Slice,
    scope::Scope,
    upsert::{Fault, Now, RowResult, RowStatus},
};

/// Any value that is a target; sums of a company's stay exact.
const VALUE_MAX: i64 = 9_000_000_000_000_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Target {
    pub id: i32,
    /// Its first date.
    pub month: NaiveDate,
    pub measure: String,
    /// Null: of the org unit and all below it.
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    pub rep_name: Option<String>,
    /// Of a rep, where it works now, or in the month where that is not now.
    pub org_unit_id: i32,
    pub org_unit_code: String,
    pub org_unit_name: String,
    /// A number, or minor units; null: withdrawn.
    pub value: Option<i64>,
    /// Who set it last.
    pub set_by: Option<String>,
    pub updated_at: Instant,
    pub version: i32,
}

impl Target {
    pub fn measure(&self) -> Option<Measure> {
        Measure::parse(&self.measure)
    }
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetPut {
    /// Any date of the month.
    pub month: NaiveDate,
    pub measure: Measure,
    /// One of the two.
    pub rep_code: Option<String>,
    pub org_unit_code: Option<String>,
    /// A number, or minor units; null withdraws it.
    pub value: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub struct TargetFilter {
    pub id: Option<i32>,
    /// Its first date.
    pub month: Option<NaiveDate>,
    pub measure: Option<Measure>,
    pub rep_id: Option<i32>,
    /// Of this unit and all below it.
    pub org_unit_id: Option<i32>,
}

/// In scope, by id. Those that were withdrawn only where one is asked for by id or by what has changed.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    filter: &TargetFilter,
    slice: Slice,
) -> Result<Vec<Target>, StoreError> {
    Ok(sqlx::query_as!(
        Target,
        r#"
        select t.id, t.month, t.measure, t.rep_id, r.code as "rep_code?", r.name as "rep_name?", u.id as org_unit_id,
          u.code as org_unit_code, u.name as org_unit_name, t.value, x.name as "set_by?", t.updated_at as "updated_at: Instant", t.version
        from target t left join rep r on r.id = t.rep_id
        left join rep_org_unit a on a.rep_id = t.rep_id and a.retired_at is null
          and a.valid @> least(greatest($4::date, t.month), (t.month + interval '1 month')::date - 1)
        join org_unit u on u.id = coalesce(t.org_unit_id, a.org_unit_id)
        left join target_version v on v.target_id = t.id and v.version = t.version left join app_user x on x.id = v.user_id
        where t.id > $1 and ($2::int4[] is null or u.id = any($2)) and ($3::int4 is null or t.rep_id = $3)
          and ($5::int4 is null or t.id = $5) and ($6::date is null or t.month = $6) and ($7::text is null or t.measure = $7)
          and ($8::int4 is null or t.rep_id = $8)
          and ($9::int4 is null or u.id in (with recursive below as (
            select $9::int4 as id union all select o.id from org_unit o join below b on o.parent_id = b.id) select id from below))
          and ($10::timestamptz is null or t.updated_at >= $10) and ($11::int8 is null or t.xid >= $11::int8::text::xid8)
          and (t.value is not null or $5::int4 is not null or $10::timestamptz is not null or $11::int8 is not null)
        order by t.id limit $12
        "#,
        slice.after,
        scope.units() as _,
        scope.rep_id(),
        today,
        filter.id,
        filter.month,
        filter.measure.map(Measure::as_str),
        filter.rep_id,
        filter.org_unit_id,
        slice.time(),
        slice.xid(),
        slice.fetch(),
    )
    .fetch_all(db)
    .await?)
}

/// A value that a target had.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TargetVersion {
    pub version: i32,
    /// Null: withdrawn.
    pub value: Option<i64>,
    pub set_by: Option<String>,
    pub at: Instant,
}

/// Of a target that the caller has seen, newest first.
pub async fn versions(
    db: impl PgExecutor<'_>,
    target: i32,
) -> Result<Vec<TargetVersion>, StoreError> {
    Ok(sqlx::query_as!(
        TargetVersion,
        r#"select v.version, v.value, u.name as "set_by?", v.at as "at: Instant"
        from target_version v left join app_user u on u.id = v.user_id where v.target_id = $1 order by v.version desc"#,
        target
    )
    .fetch_all(db)
    .await?)
}

/// Sets or withdraws any number of them; a value that is there already changes nothing.
pub async fn put(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rows: &[TargetPut],
) -> Result<Vec<RowResult>, StoreError> {
    let whose = whose(&mut *tx, scope, now.today, rows).await?;
    let mut told: HashMap<(NaiveDate, Measure, Whose), usize> = HashMap::new();
    let mut results = Vec::with_capacity(rows.len());
    for (index, (put, whose)) in rows.iter().zip(whose).enumerate() {
        let month = first_of(put.month);
        let named = (put.rep_code.as_deref()).or(put.org_unit_code.as_deref());
        let code = format!(
            "{}/{}/{}",
            month.format("%Y-%m"),
            put.measure.as_str(),
            named.unwrap_or_default()
        );
        let mut faults = Vec::new();
        match (&put.rep_code, &put.org_unit_code, whose) {
            (Some(_), Some(_), _) => faults.push(Fault::new("/org_unit_code", "one_only")),
            (None, None, _) => faults.push(Fault::new("/rep_code", "required")),
            (Some(_), None, None) => faults.push(Fault::new("/rep_code", "unknown_rep")),
            (None, Some(_), None) => faults.push(Fault::new("/org_unit_code", "unknown")),
            _ => {}
        }
        if put.value.is_some_and(|v| !(1..=VALUE_MAX).contains(&v)) {
            faults.push(Fault::new("/value", "out_of_range"));
        }
        let whose = whose.filter(|_| faults.is_empty());
        if let Some(whose) = whose
            && told.insert((month, put.measure, whose), index).is_some()
        {
            faults.push(Fault::new("", "repeated"));
        }
        let Some(whose) = whose.filter(|_| faults.is_empty()) else {
            results.push(RowResult::refused(index, &code, faults));
            continue;
        };
        let (status, id) =
            write(&mut *tx, scope, now, (month, put.measure, whose), put.value).await?;
        results.push(RowResult::done(index, &code, status, id));
    }
    Ok(results)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Whose {
    Rep(i32),
    Unit(i32),
}

/// Of each row whose it is, where that is in scope in its month.
async fn whose(
    tx: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    rows: &[TargetPut],
) -> Result<Vec<Option<Whose>>, StoreError> {
    let clean = |code: &Option<String>| code.as_ref().map(|c| c.replace('\0', ""));
    let reps: Vec<Option<String>> = rows.iter().map(|r| clean(&r.rep_code)).collect();
    let units: Vec<Option<String>> = rows.iter().map(|r| clean(&r.org_unit_code)).collect();
    let months: Vec<NaiveDate> = (rows.iter()).map(|r| first_of(r.month)).collect();
    let found = sqlx::query!(
        r#"
        select r.id as "rep?", u.id as "unit?"
        from unnest($1::text[], $2::text[], $3::date[]) with ordinality as x(rep, unit, month, place)
        left join rep r on r.code = x.rep and exists (select from rep_org_unit a where a.rep_id = r.id and a.retired_at is null
          and a.valid @> least(greatest($4::date, x.month), (x.month + interval '1 month')::date - 1)
          and ($5::int4[] is null or a.org_unit_id = any($5)))
        left join org_unit u on u.code = x.unit and ($5::int4[] is null or u.id = any($5))
        order by x.place
        "#,
        &reps as _,
        &units as _,
        &months,
        today,
        scope.units() as _,
    )
    .fetch_all(tx)
    .await?;
    Ok((found.into_iter())
        .map(|row| row.rep.map(Whose::Rep).or(row.unit.map(Whose::Unit)))
        .collect())
}

async fn write(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (month, measure, whose): (NaiveDate, Measure, Whose),
    value: Option<i64>,
) -> Result<(RowStatus, i32), StoreError> {
    let (rep, unit) = match whose {
        Whose::Rep(id) => (Some(id), None),
        Whose::Unit(id) => (None, Some(id)),
    };
    let set = sqlx::query!(
        r#"
        insert into target (month, measure, rep_id, org_unit_id, value, updated_at) values ($1, $2, $3, $4, $5, $6)
        on conflict on constraint target_once do update set value = excluded.value, version = target.version + 1,
          updated_at = excluded.updated_at where target.value is distinct from excluded.value
        returning id, version
        "#,
        month,
        measure.as_str(),
        rep,
        unit,
        value,
        now.at,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(set) = set else {
        let id = sqlx::query_scalar!(
            "select id from target where month = $1 and measure = $2 and rep_id is not distinct from $3
            and org_unit_id is not distinct from $4",
            month,
            measure.as_str(),
            rep,
            unit,
        )
        .fetch_one(tx)
        .await?;
        return Ok((RowStatus::Unchanged, id));
    };
    sqlx::query!(
        "insert into target_version (target_id, version, value, user_id, at) values ($1, $2, $3, $4, $5)",
        set.id,
        set.version,
        value,
        scope.user_id(),
        now.at,
    )
    .execute(tx)
    .await?;
    let status = if set.version == 1 {
        RowStatus::Created
    } else {
        RowStatus::Updated
    };
    Ok((status, set.id))
}
