//! Proposed pins as read, and how one is kept. What makes a proposal is `pin_proposal_find` and
//! `pin_proposal_inbox`; deciding is `pin_decision`.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    pin::{Cluster, NEAR_MM},
    position::{LatLng, distance_mm},
};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, page::Slice, scope::Scope};

/// A proposed pin beside the one it would replace.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PinProposal {
    pub id: i32,
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub org_unit_id: i32,
    /// rep | visits | rollback
    pub source: String,
    /// Who proposed it from the field.
    pub rep_id: Option<i32>,
    pub rep_name: Option<String>,
    pub reason: Option<String>,
    /// The proposal that a rollback takes back.
    pub undoes_id: Option<i32>,
    /// The pin there is, or was when this was decided; null: none.
    pub old_lat: Option<f64>,
    pub old_lng: Option<f64>,
    pub new_lat: Option<f64>,
    pub new_lng: Option<f64>,
    /// The outlet's own radius today; null: by class or neighbourhood.
    pub radius_m: Option<i32>,
    /// Between old and new; null where one is missing.
    pub distance_m: Option<f64>,
    /// Visits whose positions lie at the new pin.
    pub visits: Vec<Uuid>,
    /// Who made them, counted.
    pub reps: i32,
    /// From the new pin to the farthest of those positions.
    pub spread_m: f64,
    pub proposed_at: Instant,
    /// open | approved | refused | superseded
    pub state: String,
    /// Whether a supervisor may approve it; else a planner must.
    pub is_near: bool,
    pub decided_by: Option<String>,
    pub decided_at: Option<Instant>,
    pub decision_reason: Option<String>,
    /// First day of the approved pin.
    pub effective_from: Option<NaiveDate>,
    /// Visits that were decided again because of it.
    pub redecided: i64,
    pub version: i32,
}

#[derive(Clone, Debug, Default)]
pub struct PinProposalFilter {
    pub id: Option<i32>,
    pub state: Option<String>,
    pub source: Option<String>,
    pub outlet_id: Option<i32>,
    pub org_unit_id: Option<i32>,
}

/// By id, of outlets in scope; a rep sees what it proposed itself.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    slice: Slice,
    filter: &PinProposalFilter,
) -> Result<Vec<PinProposal>, StoreError> {
    Ok(sqlx::query_as!(
        PinProposal,
        r#"
        select p.id, p.outlet_id, o.code as outlet_code, o.name as outlet_name, o.org_unit_id, p.source,
          p.rep_id, r.name as "rep_name?", p.reason, p.undoes_id,
          p.old_lat_e7::float8 / 1e7 as old_lat, p.old_lng_e7::float8 / 1e7 as old_lng,
          p.lat_e7::float8 / 1e7 as new_lat, p.lng_e7::float8 / 1e7 as new_lng, c.radius_m as "radius_m?",
          p.distance_mm::float8 / 1e3 as distance_m, p.visits, p.reps, p.spread_mm::float8 / 1e3 as "spread_m!",
          p.proposed_at as "proposed_at: Instant", p.state, coalesce(p.distance_mm, 0) <= $11 as "is_near!",
          u.name as "decided_by?", p.decided_at as "decided_at?: Instant", p.decision_reason, p.effective_from,
          (select count(*) from visit_review v where v.pin_proposal_id = p.id) as "redecided!", p.version
        from pin_proposal p
        join outlet o on o.id = p.outlet_id
        left join outlet_pin c on c.outlet_id = o.id and c.retired_at is null and c.valid @> $3::date
        left join rep r on r.id = p.rep_id
        left join app_user u on u.id = p.decided_by
        where p.id > $1 and ($4::int4[] is null or o.org_unit_id = any($4)) and ($5::int4 is null or p.rep_id = $5)
          and ($6::timestamptz is null or p.updated_at >= $6) and ($7::int8 is null or p.xid >= $7::int8::text::xid8)
          and ($8::text is null or p.state = $8) and ($9::text is null or p.source = $9)
          and ($10::int4 is null or p.outlet_id = $10) and ($12::int4 is null or o.org_unit_id = $12)
          and ($13::int4 is null or p.id = $13)
        order by p.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        today,
        scope.units() as _,
        scope.rep_id() as _,
        slice.time(),
        slice.xid(),
        filter.state,
        filter.source,
        filter.outlet_id,
        NEAR_MM,
        filter.org_unit_id,
        filter.id,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    id: i32,
) -> Result<PinProposal, StoreError> {
    let filter = PinProposalFilter {
        id: Some(id),
        ..PinProposalFilter::default()
    };
    let one = Slice {
        after: 0,
        limit: 1,
        since: super::page::Since::Ever,
    };
    list(db, scope, today, one, &filter)
        .await?
        .pop()
        .ok_or(StoreError::NotFound)
}

/// Who proposes.
pub(super) enum From<'a> {
    Visits,
    Rep {
        rep: i32,
        record: Uuid,
        reason: Option<&'a str>,
    },
}

/// Keeps a proposal; answers its id. A rep's new one takes the place of its open one at the outlet;
/// `None` where the server's own is open already.
pub(super) async fn keep(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    from: &From<'_>,
    outlet: i32,
    old: Option<LatLng>,
    found: &Cluster,
) -> Result<Option<i32>, StoreError> {
    let (source, rep, record, reason) = match *from {
        From::Visits => ("visits", None, None, None),
        From::Rep {
            rep,
            record,
            reason,
        } => ("rep", Some(rep), Some(record), reason),
    };
    if rep.is_some() {
        sqlx::query!(
            "update pin_proposal set state = 'superseded', version = version + 1, updated_at = $3
            where outlet_id = $1 and rep_id = $2 and source = 'rep' and state = 'open'",
            outlet,
            rep,
            now
        )
        .execute(&mut *tx)
        .await?;
    }
    let visits: Vec<Uuid> = found.visits.iter().map(|v| v.0).collect();
    Ok(sqlx::query_scalar!(
        r#"
        insert into pin_proposal (outlet_id, source, rep_id, record_id, reason, old_lat_e7, old_lng_e7, lat_e7, lng_e7,
          distance_mm, visits, reps, spread_mm, proposed_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
        on conflict do nothing returning id
        "#,
        outlet,
        source,
        rep,
        record,
        reason,
        old.map(|p| p.lat_e7),
        old.map(|p| p.lng_e7),
        found.pin.lat_e7,
        found.pin.lng_e7,
        old.map(|p| distance_mm(p, found.pin)),
        &visits,
        i32::try_from(found.reps).unwrap_or(i32::MAX),
        found.spread_mm,
        now,
    )
    .fetch_optional(tx)
    .await?)
}
