//! Seals of judged rep-days: written with the judgement, in its transaction, and shown with it.
//! Reading them in bulk to be checked is `evidence_batch`'s.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_domain::{
    evidence::{Digest, SealedDay},
    id::{OutletId, RepId},
    time::At,
};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, PgPool, types::Json};
use uuid::Uuid;

use super::{
    StoreError, dirty, fix_pack,
    instant::Instant,
    judged::{self, Place},
    unit::{Evidence, JudgedDay},
};

/// Seals a judgement as the next revision of its rep-day. A judgement that came from the same
/// inputs to the same answer adds nothing: the older seal says it already.
pub async fn seal(
    conn: &mut PgConnection,
    place: Place,
    evidence: &Evidence,
) -> Result<(), sqlx::Error> {
    let mut day = evidence.gathered.day.clone();
    let former = sqlx::query!(
        r#"select revision, day as "day: Json<SealedDay>", seal from rep_day_seal
           where rep_id = $1 and date = $2 order by revision desc limit 1 for update"#,
        place.rep.0,
        place.date,
    )
    .fetch_optional(&mut *conn)
    .await?;
    let mut previous = Digest::ZERO;
    if let Some(former) = former {
        if former.day.rule_version > day.rule_version {
            // Rules that came into force while this was judged: they have the last word.
            dirty::mark(conn, &[(place.rep, place.date)], place.now).await?;
        }
        if former.day.says_the_same(&day) {
            return Ok(());
        }
        day.revision = former.revision;
        previous = Digest::from_slice(&former.seal).unwrap_or(Digest::ZERO);
    }
    day.revision += 1;
    for (digest, outlets) in [
        (day.own_outlets, &evidence.own_outlets),
        (day.routed_outlets, &evidence.routed_outlets),
    ] {
        let outlets: Vec<i32> = outlets.iter().map(|o| o.0).collect();
        sqlx::query!(
            "insert into outlet_set (digest, outlets) select $1, $2 where not exists (select from outlet_set where digest = $1)
             on conflict do nothing",
            digest.0.as_slice(),
            &outlets,
        )
        .execute(&mut *conn)
        .await?;
    }
    let seal = day.seal(previous);
    sqlx::query!(
        "insert into rep_day_seal (rep_id, date, revision, epoch_id, day, previous, seal) values ($1, $2, $3, $4, $5, $6, $7)",
        place.rep.0,
        place.date,
        day.revision,
        evidence.epoch,
        serde_json::to_value(&day).unwrap_or_default(),
        previous.0.as_slice(),
        seal.0.as_slice(),
    )
    .execute(&mut *conn)
    .await?;
    seal_visits(conn, place, evidence, day.revision).await
}

/// Stores a rep-day that was judged again under other rules, in a transaction of its own, if it
/// still is what was read: sealed at `revision` and not dirty. Else it is marked to be judged, so
/// that those rules are applied to what came since.
pub async fn adopt(
    pool: &PgPool,
    place: Place,
    day: &JudgedDay,
    revision: i32,
) -> Result<bool, StoreError> {
    let mut tx = pool.begin().await?;
    let newest = sqlx::query_scalar!(
        r#"select revision from rep_day_seal s where rep_id = $1 and date = $2
             and not exists (select from rep_day_dirty d where d.rep_id = s.rep_id and d.date = s.date)
           order by revision desc limit 1 for update"#,
        place.rep.0,
        place.date,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let unchanged = newest == Some(revision);
    if unchanged {
        judged::adopt(&mut tx, place, day, &mut Vec::new()).await?;
    } else {
        dirty::mark(&mut tx, &[(place.rep, place.date)], place.now).await?;
    }
    tx.commit().await?;
    Ok(unchanged)
}

async fn seal_visits(
    conn: &mut PgConnection,
    place: Place,
    evidence: &Evidence,
    revision: i32,
) -> Result<(), sqlx::Error> {
    if revision > 1 {
        // Of a former revision only the digests stay: what a late session end erased must not
        // live on in a copy (rules.md §8).
        sqlx::query!(
            "update visit_seal set fixes = null where rep_id = $1 and date = $2 and revision < $3 and fixes is not null",
            place.rep.0,
            place.date,
            revision,
        )
        .execute(&mut *conn)
        .await?;
    }
    let visits = &evidence.gathered.visits;
    if visits.is_empty() {
        return Ok(());
    }
    let positions: Vec<i32> = (1..).take(visits.len()).collect();
    let ids: Vec<Uuid> = visits.iter().map(|v| v.visit.0).collect();
    let fences: Vec<Option<Value>> = visits
        .iter()
        .map(|v| v.fence.as_ref().and_then(|f| serde_json::to_value(f).ok()))
        .collect();
    let counts: Vec<i32> = visits
        .iter()
        .map(|v| i32::try_from(v.fixes.len()).unwrap_or(i32::MAX))
        .collect();
    let bytes = |d: Digest| d.0.to_vec();
    let fix_digests: Vec<Vec<u8>> = visits.iter().map(|v| bytes(v.fix_digest)).collect();
    let digests: Vec<Vec<u8>> = visits.iter().map(|v| bytes(v.digest)).collect();
    let hashes: Vec<Vec<u8>> = visits.iter().map(|v| bytes(v.hash)).collect();
    let fixes: Vec<Vec<u8>> = visits.iter().map(|v| fix_pack::pack(&v.fixes)).collect();
    sqlx::query!(
        r#"insert into visit_seal (rep_id, date, revision, position, visit_id, visit_revision, fence, fix_count, fix_digest, digest, hash, fixes)
           select $1, $2, $3, x.p, x.v, coalesce(visit.revision, 0), x.fe, x.c, x.fd, x.d, x.h, x.fx
           from unnest($4::int4[], $5::uuid[], $6::jsonb[], $7::int4[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[])
             as x (p, v, fe, c, fd, d, h, fx)
           left join visit on visit.id = x.v and visit.rep_id = $1"#,
        place.rep.0,
        place.date,
        revision,
        &positions,
        &ids,
        &fences as &[Option<Value>],
        &counts,
        &fix_digests,
        &digests,
        &hashes,
        &fixes,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The newest seal of a rep-day.
pub struct DaySeal {
    pub revision: i32,
    pub rule_version: i32,
    pub known_at: Instant,
    pub sealed_at: Instant,
    pub seal: Vec<u8>,
    pub head: String,
}

pub async fn of_day(
    db: impl PgExecutor<'_>,
    rep_id: i32,
    date: NaiveDate,
) -> Result<Option<DaySeal>, StoreError> {
    Ok(sqlx::query!(
        r#"select revision, day as "day: Json<SealedDay>", sealed_at as "sealed_at: Instant", seal
           from rep_day_seal where rep_id = $1 and date = $2 order by revision desc limit 1"#,
        rep_id,
        date,
    )
    .fetch_optional(db)
    .await?
    .map(|r| DaySeal {
        revision: r.revision,
        rule_version: r.day.rule_version.0,
        known_at: Instant::from(r.day.known_at),
        sealed_at: r.sealed_at,
        seal: r.seal,
        head: r.day.head.to_string(),
    }))
}

/// A visit's place in the newest seal of its rep-day.
pub struct VisitSeal {
    pub day: Json<SealedDay>,
    /// As stored, which is what the seal is over.
    pub day_document: Value,
    pub previous: Vec<u8>,
    pub seal: Vec<u8>,
    pub position: i32,
    pub fence: Option<Value>,
    pub fix_count: i32,
    pub fix_digest: Vec<u8>,
    pub digest: Vec<u8>,
    pub hash: Vec<u8>,
    /// Packed; null once `evidence_days` are over.
    pub fixes: Option<Vec<u8>>,
}

pub async fn of_visit(
    db: impl PgExecutor<'_>,
    visit: Uuid,
) -> Result<Option<VisitSeal>, StoreError> {
    Ok(sqlx::query_as!(
        VisitSeal,
        r#"select d.day as "day: Json<SealedDay>", d.day as "day_document", d.previous, d.seal, s.position, s.fence, s.fix_count, s.fix_digest, s.digest, s.hash, s.fixes
           from visit_seal s join rep_day_seal d using (rep_id, date, revision)
           where s.visit_id = $1
             and not exists (select from rep_day_seal n where n.rep_id = s.rep_id and n.date = s.date and n.revision > s.revision)
           order by d.sealed_at desc limit 1"#,
        visit,
    )
    .fetch_optional(db)
    .await?)
}

/// The digests of a revision's visits, in the order of the chain.
pub async fn chain(
    db: impl PgExecutor<'_>,
    rep: RepId,
    date: NaiveDate,
    revision: i32,
) -> Result<Vec<Digest>, StoreError> {
    let rows = sqlx::query_scalar!(
        "select digest from visit_seal where rep_id = $1 and date = $2 and revision = $3 order by position",
        rep.0,
        date,
        revision,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .iter()
        .map(|d| Digest::from_slice(d).unwrap_or(Digest::ZERO))
        .collect())
}

/// Sets of outlets by digest.
pub async fn outlet_sets(
    db: impl PgExecutor<'_>,
    digests: &[Digest],
) -> Result<Vec<(Digest, Vec<OutletId>)>, StoreError> {
    let wanted: Vec<Vec<u8>> = digests.iter().map(|d| d.0.to_vec()).collect();
    let rows = sqlx::query!(
        "select digest, outlets from outlet_set where digest = any($1)",
        &wanted
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            let outlets = r.outlets.into_iter().map(OutletId).collect();
            Some((Digest::from_slice(&r.digest)?, outlets))
        })
        .collect())
}

/// Removes sealed copies of fixes older than `keep_days`; the digests stay, so chains still verify.
pub(super) async fn forget_fixes(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    keep_days: i64,
) -> Result<u64, StoreError> {
    let before = (now - TimeDelta::days(keep_days)).date_naive();
    let done = sqlx::query!(
        "update visit_seal set fixes = null where date < $1 and fixes is not null",
        before
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Notes that raw fixes before a UTC date were removed on purpose.
pub(super) async fn raise_floor(
    conn: &mut PgConnection,
    kept_from: NaiveDate,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into raw_fix_floor (kept_from) values ($1)
         on conflict (id) do update set kept_from = greatest(raw_fix_floor.kept_from, excluded.kept_from)",
        kept_from
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// From when on raw fixes must be there.
pub async fn floor(db: impl PgExecutor<'_>) -> Result<At, StoreError> {
    let kept_from = sqlx::query_scalar!("select kept_from from raw_fix_floor")
        .fetch_optional(db)
        .await?;
    Ok(kept_from.map_or(At(i64::MIN), |d| {
        At::from(d.and_time(chrono::NaiveTime::MIN).and_utc())
    }))
}
