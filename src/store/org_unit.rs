//! The company tree. Owns its rows; never decides who may see them (`scope` does).

use std::collections::HashMap;

use fieldbeat_domain::id::OrgUnitId;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    known::{Known, Reference, Wanted},
    page::Slice,
    scope::Scope,
    upsert::{Fault, Mode, Now, RowResult, RowStatus, check_code, check_text, repeated_codes},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OrgUnit {
    pub id: i32,
    pub code: String,
    pub name: String,
    /// company | region | branch | team
    pub kind: String,
    pub parent_id: Option<i32>,
    pub parent_code: Option<String>,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct OrgUnitPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    /// region | branch | team
    pub kind: Option<String>,
    pub parent_id: Option<i32>,
    pub parent_code: Option<String>,
}

const KINDS: [&str; 4] = ["company", "region", "branch", "team"];

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    slice: Slice,
    q: Option<&str>,
) -> Result<Vec<OrgUnit>, StoreError> {
    Ok(sqlx::query_as!(
        OrgUnit,
        r#"
        select u.id, u.code, u.name, u.kind, u.parent_id, p.code as "parent_code?", u.version
        from org_unit u left join org_unit p on p.id = u.parent_id
        where u.id > $1 and ($3::int4[] is null or u.id = any($3))
          and ($4::timestamptz is null or u.updated_at >= $4)
          and ($5::int8 is null or u.xid >= $5::int8::text::xid8)
          and ($6::text is null or strpos(folded(u.code || ' ' || u.name), folded($6)) > 0)
        order by u.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        slice.time(),
        slice.xid(),
        q,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<OrgUnit, StoreError> {
    sqlx::query_as!(
        OrgUnit,
        r#"
        select u.id, u.code, u.name, u.kind, u.parent_id, p.code as "parent_code?", u.version
        from org_unit u left join org_unit p on p.id = u.parent_id
        where u.id = $1 and ($2::int4[] is null or u.id = any($2))
        "#,
        id,
        scope.units() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// The org units named, as far as the scope reaches.
pub async fn known(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    wanted: &Wanted,
) -> Result<Known, StoreError> {
    let mut known = Known::default();
    if wanted.is_empty() {
        return Ok(known);
    }
    let rows = sqlx::query!(
        "select id, code from org_unit where (id = any($1) or code = any($2)) and ($3::int4[] is null or id = any($3))",
        &wanted.ids,
        &wanted.codes,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        known.add(row.id, row.code);
    }
    Ok(known)
}

/// The root, whom company-wide defaults belong to.
pub async fn root(db: impl PgExecutor<'_>) -> Result<i32, StoreError> {
    sqlx::query_scalar!("select id from org_unit where parent_id is null order by id limit 1")
        .fetch_optional(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// The unit named for something new, else that of the user; nothing out of scope.
pub async fn named_or_own(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    user: i32,
    named: Option<i32>,
) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select u.id from org_unit u where u.id = coalesce($1, (select x.org_unit_id from app_user x where x.id = $3))
          and ($2::int4[] is null or u.id = any($2))"#,
        named,
        scope.units() as _,
        user,
    )
    .fetch_optional(db)
    .await?)
}

/// A unit and everything below it; empty when there is none such.
pub async fn subtree(db: impl PgExecutor<'_>, unit: i32) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        with recursive below as (
          select id from org_unit where id = $1
          union all select c.id from org_unit c join below b on c.parent_id = b.id
        ) select id as "id!" from below order by id
        "#,
        unit
    )
    .fetch_all(db)
    .await?)
}

/// Creates or changes units one after another, so that a row may name a parent made by an earlier
/// row of the same batch. Trees are small; the other masters go by the thousand.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[OrgUnitPut],
) -> Result<Vec<RowResult>, StoreError> {
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));
    let mut made: HashMap<String, i32> = HashMap::new();
    let mut results = Vec::with_capacity(rows.len());
    for (index, (row, repeated)) in rows.iter().zip(repeated).enumerate() {
        let mut faults = Vec::new();
        check_code(&row.code, &mut faults);
        if repeated {
            faults.push(Fault::new("/code", "repeated"));
        }
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &row.code, faults));
            continue;
        }
        let result = upsert_one(tx, scope, now, mode, index, row, &made).await?;
        if let (RowStatus::Created, Some(id)) = (result.status, result.id) {
            made.insert(row.code.clone(), id);
        }
        results.push(result);
    }
    Ok(results)
}

async fn upsert_one(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    index: usize,
    row: &OrgUnitPut,
    made: &HashMap<String, i32>,
) -> Result<RowResult, StoreError> {
    let old = sqlx::query!(
        "select id, name, kind, parent_id from org_unit where code = $1 for update",
        row.code
    )
    .fetch_optional(&mut *tx)
    .await?;
    let mut faults = Vec::new();
    check_text("/name", row.name.as_deref(), old.is_none(), &mut faults);
    if row.kind.as_deref().is_some_and(|k| !KINDS.contains(&k)) {
        faults.push(Fault::new("/kind", "unknown"));
    }
    let parent = if let Some(&id) = row.parent_code.as_ref().and_then(|c| made.get(c)) {
        Reference::Found(id)
    } else {
        let mut wanted = Wanted::default();
        wanted.add(row.parent_id, row.parent_code.as_deref());
        known(&mut *tx, scope, &wanted)
            .await?
            .find(row.parent_id, row.parent_code.as_deref())
    };
    if parent == Reference::Unknown {
        faults.push(Fault::new("/parent_code", "unknown"));
    }
    let Some(old) = old else {
        if parent == Reference::Absent {
            faults.push(Fault::new("/parent_code", "required"));
        }
        if !faults.is_empty() {
            return Ok(RowResult::refused(index, &row.code, faults));
        }
        let id = sqlx::query_scalar!(
            "insert into org_unit (code, name, kind, parent_id, updated_at) values ($1, $2, $3, $4, $5) returning id",
            row.code,
            row.name.as_deref().unwrap_or(&row.code),
            row.kind.as_deref().unwrap_or("team"),
            parent.id(),
            now.at,
        )
        .fetch_one(&mut *tx)
        .await?;
        return Ok(RowResult::done(index, &row.code, RowStatus::Created, id));
    };
    if mode == Mode::Create || !scope.covers(OrgUnitId(old.id)) {
        faults.push(Fault::new("/code", "code_taken"));
    }
    let parent_id = parent.id().or(old.parent_id);
    if parent_id != old.parent_id
        && (old.parent_id.is_none() || below(tx, old.id, parent_id).await?)
    {
        faults.push(Fault::new("/parent_code", "cycle"));
    }
    if !faults.is_empty() {
        return Ok(RowResult::refused(index, &row.code, faults));
    }
    let changed = sqlx::query!(
        r#"
        update org_unit set name = coalesce($2, name), kind = coalesce($3, kind), parent_id = $4,
          version = version + 1, updated_at = $5
        where id = $1 and (name, kind, parent_id) is distinct from (coalesce($2, name), coalesce($3, kind), $4)
        "#,
        old.id,
        row.name,
        row.kind,
        parent_id,
        now.at,
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let status = if changed > 0 {
        RowStatus::Updated
    } else {
        RowStatus::Unchanged
    };
    Ok(RowResult::done(index, &row.code, status, old.id))
}

/// Whether `candidate` is `unit` itself or below it.
async fn below(
    tx: &mut PgConnection,
    unit: i32,
    candidate: Option<i32>,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        with recursive up as (
          select id, parent_id from org_unit where id = $2
          union all select o.id, o.parent_id from org_unit o join up on o.id = up.parent_id
        ) select exists (select 1 from up where id = $1) as "found!"
        "#,
        unit,
        candidate,
    )
    .fetch_one(&mut *tx)
    .await?)
}
