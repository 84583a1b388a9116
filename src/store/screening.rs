//! Finished rep-days whose tracks are to be compared with others, and what comparing them found.
//! Never compares.

use std::ops::Range;

use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{OrgUnitId, RepId},
    same_track::SameTrack,
    time::At,
    visit::Visit,
};
use sqlx::{PgConnection, PgExecutor, PgPool, types::Json};

use super::{StoreError, dirty, fix::utc};

/// A finished rep-day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub rep: RepId,
    pub date: NaiveDate,
    pub org_unit: OrgUnitId,
    /// Digest of the fixes that its newest seal was made from.
    pub fixes: String,
}

/// Rep-days since `from` with fixes that were not compared yet, the oldest first. Those that wait
/// to be judged come once they are.
pub async fn due(
    db: impl PgExecutor<'_>,
    from: NaiveDate,
    limit: i64,
) -> Result<Vec<Due>, StoreError> {
    let rows = sqlx::query!(
        r#"select s.rep_id as "rep_id!", s.date as "date!", (s.day->>'org_unit')::int4 as "org_unit!", s.day->>'fixes' as "fixes!"
           from (select distinct on (rep_id, date) rep_id, date, day from rep_day_seal where date >= $1
                 order by rep_id, date, revision desc) s
           left join rep_day_screening c on c.rep_id = s.rep_id and c.date = s.date
           where (s.day->>'fix_count')::int4 > 0
             and c.fixes is distinct from s.day->>'fixes'
             and not exists (select from rep_day_dirty d where d.rep_id = s.rep_id and d.date = s.date)
           order by s.date, s.rep_id limit $2"#,
        from,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Due {
            rep: RepId(r.rep_id),
            date: r.date,
            org_unit: OrgUnitId(r.org_unit),
            fixes: r.fixes,
        })
        .collect())
}

/// Finished days of the rep before `date`, the newest first.
pub async fn earlier(
    db: impl PgExecutor<'_>,
    rep: RepId,
    date: NaiveDate,
    limit: i64,
) -> Result<Vec<NaiveDate>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select distinct date from rep_day_seal where rep_id = $1 and date < $2 order by date desc limit $3",
        rep.0,
        date,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// Other reps of the unit who have finished that day.
pub async fn colleagues(
    db: impl PgExecutor<'_>,
    due: &Due,
    limit: i64,
) -> Result<Vec<RepId>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select distinct rep_id from rep_day_seal
         where date = $1 and rep_id <> $2 and (day->>'org_unit')::int4 = $3 order by rep_id limit $4",
        due.date,
        due.rep.0,
        due.org_unit.0,
        limit,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(RepId)
    .collect())
}

/// Reps for whom the installation of the app on this rep's phone sent fixes as well on that day,
/// both bindings being in force then.
pub async fn same_phone(
    db: impl PgExecutor<'_>,
    rep: RepId,
    day: Range<At>,
) -> Result<Vec<RepId>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select distinct theirs.rep_id as "rep_id!"
           from device_binding mine
           join device d on d.id = mine.device_id
           join device o on o.install = d.install and o.id <> d.id
           join device_binding theirs on theirs.device_id = o.id
           where mine.rep_id = $1 and theirs.rep_id <> $1
             and mine.retired_at is null and mine.valid && tstzrange($2, $3)
             and theirs.retired_at is null and theirs.valid && tstzrange($2, $3)
             and exists (select from fix f where f.device_id = d.id and f.rep_id = $1 and f.at >= $2 and f.at < $3)
             and exists (select from fix f where f.device_id = o.id and f.rep_id = theirs.rep_id and f.at >= $2 and f.at < $3)
           order by 1"#,
        rep.0,
        utc(day.start),
        utc(day.end),
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(RepId)
    .collect())
}

/// From when to when a rep was on joint visits.
pub async fn joint_visits(
    db: impl PgExecutor<'_>,
    rep: RepId,
    date: NaiveDate,
) -> Result<Vec<(At, At)>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"select visit as "visit: Json<Visit>" from visit
           where rep_id = $1 and date = $2 and visit_type = 'joint' and state <> 'cancelled' order by started_at"#,
        rep.0,
        date,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(|v| v.0.span()).collect())
}

/// What was found of a rep-day's track.
pub async fn found(
    db: impl PgExecutor<'_>,
    rep: RepId,
    date: NaiveDate,
) -> Result<Vec<SameTrack>, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select found as "found: Json<Vec<SameTrack>>" from rep_day_screening where rep_id = $1 and date = $2"#,
        rep.0,
        date,
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map_or_else(Vec::new, |f| f.0))
}

/// Keeps what was found of a rep-day, and of `others` whom it speaks of as well. Whose findings
/// change is judged again.
pub async fn keep(
    pool: &PgPool,
    due: &Due,
    found: &[SameTrack],
    others: &[(RepId, SameTrack)],
    now: At,
) -> Result<usize, StoreError> {
    let mut tx = pool.begin().await?;
    let mut changed = Vec::new();
    // Nobody screens but this; the order of locks is that of the reps.
    let mut all: Vec<RepId> = others.iter().map(|(rep, _)| *rep).collect();
    all.push(due.rep);
    all.sort_unstable();
    all.dedup();
    for rep in all {
        let before = self::found(&mut *tx, rep, due.date).await?;
        let after = if rep == due.rep {
            found.to_vec()
        } else {
            let mut after = before.clone();
            for (_, other) in others.iter().filter(|(r, _)| *r == rep) {
                after.retain(|f| f.flag != other.flag);
                after.push(*other);
            }
            after
        };
        let fixes = (rep == due.rep).then_some(due.fixes.as_str());
        put(&mut tx, (rep, due.date), fixes, &after, now).await?;
        if before != after {
            changed.push((rep, due.date));
        }
    }
    if !changed.is_empty() {
        dirty::mark(&mut tx, &changed, now).await?;
    }
    tx.commit().await?;
    Ok(changed.len())
}

/// Without `fixes` the day is still to be compared itself.
async fn put(
    conn: &mut PgConnection,
    (rep, date): (RepId, NaiveDate),
    fixes: Option<&str>,
    found: &[SameTrack],
    now: At,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into rep_day_screening (rep_id, date, fixes, found, screened_at) values ($1, $2, coalesce($3, ''), $4, $5)
         on conflict (rep_id, date) do update
           set fixes = coalesce($3, rep_day_screening.fixes), found = excluded.found, screened_at = excluded.screened_at",
        rep.0,
        date,
        fixes,
        Json(found) as _,
        utc(now),
    )
    .execute(conn)
    .await?;
    Ok(())
}
