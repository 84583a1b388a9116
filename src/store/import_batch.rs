//! Import batches: their state, what they change, what is wrong with their rows, and saved mappings.
//! A batch whose worker died is told by the lock that its transaction no longer holds.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};

use super::{error::StoreError, instant::Instant, scope::Scope};

/// Without a lock, a batch at work is interrupted once nobody has touched it for this long.
const TOUCHED_WITHIN_S: f64 = 30.0;
/// Files that nobody has committed by then are forgotten.
const UNCOMMITTED_DAYS: i32 = 7;
/// First key of the advisory locks of batches; the second is the batch.
const LOCK: i32 = 0x494d_5054;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ImportBatch {
    pub id: i32,
    /// outlets | reps | routes | customers | products | prices | stock
    pub kind: String,
    /// checking | ready | failed | committing | committed | reverting | reverted | interrupted
    pub state: String,
    pub file_name: String,
    #[schema(value_type = Object)]
    pub options: Value,
    pub login: Option<String>,
    /// Of `total` rows, while somebody works on it.
    pub done: i32,
    pub total: i32,
    pub created: i32,
    pub updated: i32,
    pub ended: i32,
    pub unchanged: i32,
    pub bad_rows: i32,
    pub failure: Option<String>,
    pub effective_from: Option<NaiveDate>,
    pub created_at: Instant,
    pub committed_at: Option<Instant>,
    pub reverted_at: Option<Instant>,
}

/// Counts of a diff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub created: i32,
    pub updated: i32,
    pub ended: i32,
    pub unchanged: i32,
    pub bad_rows: i32,
}

/// A file to keep.
pub struct NewBatch<'a> {
    pub kind: &'a str,
    pub file_name: &'a str,
    pub file: &'a [u8],
    pub options: &'a Value,
}

/// Keeps a file for checking. The system's batches belong to the company's root.
pub async fn create(
    conn: &mut PgConnection,
    scope: &Scope,
    at: DateTime<Utc>,
    new: NewBatch<'_>,
) -> Result<i32, StoreError> {
    sqlx::query!(
        r#"
        update import_batch set file = null, state = 'failed', failure = 'expired: nobody committed it; upload it again'
        where file is not null and state = 'ready' and created_at < $1::timestamptz - make_interval(days => $2)
        "#,
        at,
        UNCOMMITTED_DAYS,
    )
    .execute(&mut *conn)
    .await?;
    Ok(sqlx::query_scalar!(
        r#"
        insert into import_batch (kind, state, file_name, file, options, user_id, org_unit_id, created_at)
        select $1, 'checking', $2, $3, $4, $5::int4,
          coalesce((select org_unit_id from app_user where id = $5), (select id from org_unit where parent_id is null order by id limit 1)), $6
        returning id
        "#,
        new.kind,
        new.file_name,
        new.file,
        new.options,
        scope.user_id() as _,
        at,
    )
    .fetch_one(conn)
    .await?)
}

/// Of some kinds, newest first, before an id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    kinds: &[String],
    before: i32,
    limit: i64,
) -> Result<Vec<ImportBatch>, StoreError> {
    select(db, scope, (None, Some(kinds)), before, limit).await
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: i32,
) -> Result<ImportBatch, StoreError> {
    let mut found = select(db, scope, (Some(id), None), i32::MAX, 1).await?;
    found.pop().ok_or(StoreError::NotFound)
}

async fn select(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (id, kinds): (Option<i32>, Option<&[String]>),
    before: i32,
    limit: i64,
) -> Result<Vec<ImportBatch>, StoreError> {
    Ok(sqlx::query_as!(
        ImportBatch,
        r#"
        select b.id, b.kind,
          case when b.state in ('checking', 'committing', 'reverting') and b.touched_at < now() - make_interval(secs => $6)
            and not exists (select from pg_locks l where l.locktype = 'advisory' and l.classid = $5::int4::oid
              and l.objid = b.id::oid and l.granted
              and l.database = (select oid from pg_database where datname = current_database()))
            then 'interrupted' else b.state end as "state!",
          b.file_name, b.options, u.login as "login?", b.done, b.total, b.created, b.updated, b.ended, b.unchanged,
          b.bad_rows, b.failure, b.effective_from, b.created_at as "created_at: Instant",
          b.committed_at as "committed_at?: Instant", b.reverted_at as "reverted_at?: Instant"
        from import_batch b left join app_user u on u.id = b.user_id
        where ($1::int4[] is null or b.org_unit_id = any($1)) and ($2::int4 is null or b.id = $2) and b.id < $3
          and ($7::text[] is null or b.kind = any($7))
        order by b.id desc limit $4
        "#,
        scope.units() as _,
        id,
        before,
        limit,
        LOCK,
        TOUCHED_WITHIN_S,
        kinds as _,
    )
    .fetch_all(db)
    .await?)
}

/// What a worker needs of a batch in scope.
pub struct Work {
    pub kind: String,
    pub state: String,
    pub file: Option<Vec<u8>>,
    pub options: Value,
    pub effective_from: Option<NaiveDate>,
    pub committed_at: Option<DateTime<Utc>>,
}

/// Takes a batch for the rest of the transaction. `None`: somebody else works on it.
pub async fn take(
    conn: &mut PgConnection,
    scope: &Scope,
    id: i32,
) -> Result<Option<Work>, StoreError> {
    let free = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock($1, $2) as "free!""#,
        LOCK,
        id
    )
    .fetch_one(&mut *conn)
    .await?;
    if !free {
        return Ok(None);
    }
    sqlx::query_as!(
        Work,
        r#"
        select kind, state, file, options, effective_from, committed_at from import_batch
        where id = $1 and ($2::int4[] is null or org_unit_id = any($2))
        "#,
        id,
        scope.units() as _,
    )
    .fetch_optional(conn)
    .await?
    .map(Some)
    .ok_or(StoreError::NotFound)
}

/// Lets work on a batch begin, where it still is as seen. Options given here win over those of the upload.
pub async fn begin(
    conn: &mut PgConnection,
    id: i32,
    seen: &[&str],
    at_work: &str,
    options: &Value,
) -> Result<bool, StoreError> {
    let seen: Vec<String> = seen.iter().map(|s| (*s).to_owned()).collect();
    let begun = sqlx::query!(
        r#"
        update import_batch set state = $3, options = options || $4, failure = null, done = 0, total = 0, touched_at = now()
        where id = $1 and state = any($2)
        "#,
        id,
        &seen,
        at_work,
        options,
    )
    .execute(conn)
    .await?;
    Ok(begun.rows_affected() > 0)
}

/// Says what is going on, beside the transaction that does it.
pub async fn tell(
    db: impl PgExecutor<'_>,
    id: i32,
    state: &str,
    done: usize,
    total: usize,
) -> Result<(), StoreError> {
    let int = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    sqlx::query!(
        "update import_batch set state = $2, done = $3, total = $4, touched_at = now() where id = $1",
        id,
        state,
        int(done),
        int(total),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends work that came to nothing: back to `state`, with the reason.
pub async fn fail(
    db: impl PgExecutor<'_>,
    id: i32,
    state: &str,
    failure: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update import_batch set state = $2, failure = $3, done = 0, touched_at = now(),
          file = case when $2 = 'failed' then null else file end
        where id = $1
        "#,
        id,
        state,
        failure,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The end of a check.
pub async fn ready(
    conn: &mut PgConnection,
    id: i32,
    counts: Counts,
    effective_from: NaiveDate,
) -> Result<(), StoreError> {
    close(conn, id, counts, effective_from, None).await
}

/// The end of a commit; the file is not needed any longer.
pub async fn committed(
    conn: &mut PgConnection,
    id: i32,
    counts: Counts,
    effective_from: NaiveDate,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    close(conn, id, counts, effective_from, Some(at)).await
}

async fn close(
    conn: &mut PgConnection,
    id: i32,
    counts: Counts,
    effective_from: NaiveDate,
    committed_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update import_batch set state = case when $8::timestamptz is null then 'ready' else 'committed' end,
          created = $2, updated = $3, ended = $4, unchanged = $5, bad_rows = $6, effective_from = $7, committed_at = $8,
          file = case when $8::timestamptz is null then file end, failure = null, done = total, touched_at = now()
        where id = $1
        "#,
        id,
        counts.created,
        counts.updated,
        counts.ended,
        counts.unchanged,
        counts.bad_rows,
        effective_from,
        committed_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn reverted(
    conn: &mut PgConnection,
    id: i32,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update import_batch set state = 'reverted', reverted_at = $2, failure = null, done = total, touched_at = now() where id = $1",
        id,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes what an earlier check of the batch found.
pub async fn forget(conn: &mut PgConnection, id: i32) -> Result<(), StoreError> {
    sqlx::query!("delete from import_change where import_id = $1", id)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from import_fault where import_id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// A change of one row.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ImportChange {
    pub position: i32,
    /// Of the file; null where the row ends because the file does not name it.
    pub line: Option<i32>,
    /// created | updated | ended
    pub action: String,
    pub code: String,
    pub outlet_code: Option<String>,
    /// What of the list or place: product and unit of a price; product and lot of stock.
    pub part: Option<String>,
    /// `[{field, from, to}]`; null is nothing.
    #[schema(value_type = Vec<Object>)]
    pub fields: Value,
}

/// Changes to keep, side by side for `UNNEST`.
#[derive(Debug, Default)]
pub struct ChangeColumns {
    pub position: Vec<i32>,
    pub line: Vec<Option<i32>>,
    pub action: Vec<String>,
    pub code: Vec<String>,
    pub outlet_code: Vec<Option<String>>,
    pub fields: Vec<Value>,
    pub subject: Vec<Option<i32>>,
    pub outlet: Vec<Option<i32>>,
    pub part: Vec<Option<String>>,
    pub product: Vec<Option<i32>>,
    pub unit: Vec<Option<String>>,
}

pub async fn add_changes(
    conn: &mut PgConnection,
    id: i32,
    c: &ChangeColumns,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into import_change (import_id, position, line, action, code, outlet_code, fields, subject_id, outlet_id,
          part, product_id, unit)
        select $1, t.* from unnest($2::int4[], $3::int4[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::int4[], $9::int4[],
          $10::text[], $11::int4[], $12::text[]) t
        "#,
        id,
        &c.position,
        &c.line as &[Option<i32>],
        &c.action,
        &c.code,
        &c.outlet_code as &[Option<String>],
        &c.fields,
        &c.subject as &[Option<i32>],
        &c.outlet as &[Option<i32>],
        &c.part as &[Option<String>],
        &c.product as &[Option<i32>],
        &c.unit as &[Option<String>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn changes(
    db: impl PgExecutor<'_>,
    id: i32,
    after: i32,
    limit: i64,
    action: Option<&str>,
) -> Result<Vec<ImportChange>, StoreError> {
    Ok(sqlx::query_as!(
        ImportChange,
        r#"
        select position, line, action, code, outlet_code, part, fields from import_change
        where import_id = $1 and position > $2 and ($4::text is null or action = $4) order by position limit $3
        "#,
        id,
        after,
        limit,
        action,
    )
    .fetch_all(db)
    .await?)
}

/// What is wrong with a row, or worth knowing.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ImportFault {
    pub position: i32,
    pub line: i32,
    /// As a spreadsheet names it, `D17`.
    pub cell: Option<String>,
    /// The column's heading in the file.
    pub heading: Option<String>,
    /// The column.
    pub field: Option<String>,
    /// error | warning
    pub severity: String,
    /// Stable, snake_case.
    pub code: String,
    /// What stands there.
    pub value: String,
}

/// Faults to keep, side by side for `UNNEST`.
#[derive(Debug, Default)]
pub struct FaultColumns {
    pub line: Vec<i32>,
    pub cell: Vec<Option<String>>,
    pub heading: Vec<Option<String>>,
    pub field: Vec<Option<String>>,
    pub severity: Vec<String>,
    pub code: Vec<String>,
    pub value: Vec<String>,
}

pub async fn add_faults(
    conn: &mut PgConnection,
    id: i32,
    f: &FaultColumns,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into import_fault (import_id, position, line, cell, heading, field, severity, code, value)
        select $1, t.n::int4, t.line, t.cell, t.heading, t.field, t.severity, t.code, t.value
        from unnest($2::int4[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
          with ordinality as t(line, cell, heading, field, severity, code, value, n)
        "#,
        id,
        &f.line,
        &f.cell as &[Option<String>],
        &f.heading as &[Option<String>],
        &f.field as &[Option<String>],
        &f.severity,
        &f.code,
        &f.value,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn faults(
    db: impl PgExecutor<'_>,
    id: i32,
    after: i32,
    limit: i64,
) -> Result<Vec<ImportFault>, StoreError> {
    Ok(sqlx::query_as!(
        ImportFault,
        r#"
        select position, line, cell, heading, field, severity, code, value from import_fault
        where import_id = $1 and position > $2 order by position limit $3
        "#,
        id,
        after,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// Names of columns for the headings of somebody's files.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ImportMapping {
    pub kind: String,
    pub name: String,
    /// `{heading: column}`; a null column is passed over.
    #[schema(value_type = Object)]
    pub columns: Value,
    pub version: i32,
}

pub async fn mappings(db: impl PgExecutor<'_>) -> Result<Vec<ImportMapping>, StoreError> {
    Ok(sqlx::query_as!(
        ImportMapping,
        "select kind, name, columns, version from import_mapping order by kind, name"
    )
    .fetch_all(db)
    .await?)
}

pub async fn mapping(
    db: impl PgExecutor<'_>,
    kind: &str,
    name: &str,
) -> Result<ImportMapping, StoreError> {
    sqlx::query_as!(
        ImportMapping,
        "select kind, name, columns, version from import_mapping where kind = $1 and name = $2",
        kind,
        name
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

pub async fn put_mapping(
    db: impl PgExecutor<'_>,
    at: DateTime<Utc>,
    kind: &str,
    name: &str,
    columns: &Value,
) -> Result<ImportMapping, StoreError> {
    Ok(sqlx::query_as!(
        ImportMapping,
        r#"
        insert into import_mapping (kind, name, columns, updated_at) values ($1, $2, $3, $4)
        on conflict (kind, name) do update set columns = excluded.columns, version = import_mapping.version + 1,
          updated_at = excluded.updated_at
        returning kind, name, columns, version
        "#,
        kind,
        name,
        columns,
        at,
    )
    .fetch_one(db)
    .await?)
}

/// Deletes a mapping that is still at `version`; otherwise says where it is.
pub async fn delete_mapping(
    conn: &mut PgConnection,
    kind: &str,
    name: &str,
    version: i32,
) -> Result<Result<(), i32>, StoreError> {
    let deleted = sqlx::query!(
        "delete from import_mapping where kind = $1 and name = $2 and version = $3",
        kind,
        name,
        version
    )
    .execute(&mut *conn)
    .await?
    .rows_affected();
    if deleted > 0 {
        return Ok(Ok(()));
    }
    Ok(Err(mapping(conn, kind, name).await?.version))
}
