//! Deciding on proposed pins. An approved one becomes a dated pin, and the visits that it explains
//! get a decision of the approver's: appended, never in the machine's place. A rollback is an approval
//! of the pin before.

use chrono::{NaiveDate, TimeDelta};
use fieldbeat_domain::{
    fence::Fence,
    id::{RepId, VisitId},
    pin,
    position::{LatLng, distance_mm},
    rules::Rules,
    visit::Visit,
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    error::StoreError,
    outlet_pin::{Pin, Pins, repin},
    review::{self, Deciding, Decision},
    scope::Scope,
    upsert::{Now, RowResult, RowStatus},
};

/// Visits this old are not decided again.
const EXPLAINED: TimeDelta = TimeDelta::days(90);
/// Visits decided again by one approval.
const EXPLAINED_MAX: i64 = 1_000;

/// A proposal locked for a decision, with the pin there is.
pub struct Held {
    pub id: i32,
    pub outlet: i32,
    pub org_unit: i32,
    pub state: String,
    pub version: i32,
    pub new: Option<LatLng>,
    /// What it replaced, where it was approved.
    pub old: Option<LatLng>,
    /// On the day asked for.
    present: Pin,
    class: String,
}

impl Held {
    /// Between the pin there is and the one to come.
    pub fn moved_mm(&self, to: Option<LatLng>) -> i64 {
        let present = at(self.present.lat_e7, self.present.lng_e7);
        present.zip(to).map_or(0, |(a, b)| distance_mm(a, b))
    }

    /// A drawn fence is what visits are judged by.
    pub const fn is_drawn(&self) -> bool {
        self.present.polygon.is_some()
    }

    /// Whether the proposal's pin is the outlet's on the day asked for.
    pub fn is_present(&self) -> bool {
        at(self.present.lat_e7, self.present.lng_e7) == self.new
    }
}

fn at(lat: Option<i32>, lng: Option<i32>) -> Option<LatLng> {
    lat.zip(lng)
        .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 })
}

/// Locks the outlet, then the proposal: two approvals for one outlet come one after the other.
pub async fn hold(
    tx: &mut PgConnection,
    scope: &Scope,
    id: i32,
    on: NaiveDate,
) -> Result<Held, StoreError> {
    let outlet = sqlx::query_scalar!(
        r#"select o.id from outlet o where o.id = (select outlet_id from pin_proposal where id = $1)
          and ($2::int4[] is null or o.org_unit_id = any($2)) for update"#,
        id,
        scope.units() as _,
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    let row = sqlx::query!(
        r#"
        select q.state, q.version, q.lat_e7, q.lng_e7, q.old_lat_e7, q.old_lng_e7, o.org_unit_id, o.class,
          p.lat_e7 as "present_lat_e7?", p.lng_e7 as "present_lng_e7?", p.radius_m as "radius_m?", p.polygon as "polygon?"
        from pin_proposal q join outlet o on o.id = q.outlet_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $2::date
        where q.id = $1
        "#,
        id,
        on,
    )
    .fetch_one(tx)
    .await?;
    Ok(Held {
        id,
        outlet,
        org_unit: row.org_unit_id,
        state: row.state,
        version: row.version,
        new: at(row.lat_e7, row.lng_e7),
        old: at(row.old_lat_e7, row.old_lng_e7),
        present: Pin {
            lat_e7: row.present_lat_e7,
            lng_e7: row.present_lng_e7,
            radius_m: row.radius_m,
            polygon: row.polygon,
        },
        class: row.class,
    })
}

/// A visit that was decided again.
pub struct Redecided {
    pub visit: VisitId,
    pub rep: RepId,
    pub org_unit: i32,
    pub decision: Decision,
}

/// What a person says to a proposal.
pub struct Saying<'a> {
    pub scope: &'a Scope,
    pub now: Now,
    pub reason: Option<&'a str>,
}

async fn close(
    tx: &mut PgConnection,
    saying: &Saying<'_>,
    held: &Held,
    state: &str,
    from: Option<NaiveDate>,
) -> Result<(), StoreError> {
    // The old pin and the distance as they are now, not as they were when it was proposed.
    sqlx::query!(
        r#"update pin_proposal set state = $2, decided_by = $3, decided_at = $4, decision_reason = $5, effective_from = $6,
          old_lat_e7 = $7, old_lng_e7 = $8, distance_mm = case when $7::int4 is null then null else $9::int8 end,
          version = version + 1, updated_at = $4 where id = $1"#,
        held.id,
        state,
        saying.scope.user_id() as _,
        saying.now.at,
        saying.reason,
        from,
        held.present.lat_e7,
        held.present.lng_e7,
        held.moved_mm(held.new),
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn refuse(
    tx: &mut PgConnection,
    saying: &Saying<'_>,
    held: &Held,
) -> Result<(), StoreError> {
    close(tx, saying, held, "refused", None).await
}

/// Moves the pin from that day on; answers the visits that it explains, decided again.
pub async fn approve(
    tx: &mut PgConnection,
    saying: &Saying<'_>,
    held: &Held,
    from: NaiveDate,
    rules: &Rules,
) -> Result<Vec<Redecided>, StoreError> {
    close(tx, saying, held, "approved", Some(from)).await?;
    sqlx::query!(
        "update pin_proposal set state = 'superseded', version = version + 1, updated_at = $2
        where outlet_id = $1 and state = 'open'",
        held.outlet,
        saying.now.at,
    )
    .execute(&mut *tx)
    .await?;
    set_pin(tx, saying.now, held, held.new, from).await?;
    let explained = explained(tx, saying, held, rules).await?;
    decide(tx, saying, held.id, explained, Decision::Valid).await
}

async fn set_pin(
    tx: &mut PgConnection,
    now: Now,
    held: &Held,
    to: Option<LatLng>,
    from: NaiveDate,
) -> Result<(), StoreError> {
    let mut pins = Pins::default();
    let pin = Pin {
        lat_e7: to.map(|p| p.lat_e7),
        lng_e7: to.map(|p| p.lng_e7),
        ..held.present.clone()
    };
    pins.push(0, &pin, from);
    let outlet = RowResult::done(0, "", RowStatus::Updated, held.outlet);
    repin(tx, now, &pins, &[outlet]).await?;
    // Phones and lists learn of a changed outlet by its version.
    sqlx::query!(
        "update outlet set version = version + 1, updated_at = $2 where id = $1",
        held.outlet,
        now.at
    )
    .execute(tx)
    .await?;
    Ok(())
}

type Found = (Uuid, RepId, i32);

/// Visits in scope on which nobody has decided and that the new pin explains.
async fn explained(
    tx: &mut PgConnection,
    saying: &Saying<'_>,
    held: &Held,
    rules: &Rules,
) -> Result<Vec<Found>, StoreError> {
    let Some(pin) = held.new else {
        return Ok(Vec::new());
    };
    let rows = sqlx::query!(
        r#"
        select v.id, v.rep_id, v.org_unit_id, v.visit as "visit: Json<Visit>" from visit v
        where v.outlet_id = $1 and v.started_at >= $2 and v.overall <> 'valid' and v.state = 'closed'
          and ($3::int4[] is null or v.org_unit_id = any($3))
          and not exists (select from visit_decision d where d.visit_id = v.id and d.decision is not null)
        order by v.started_at desc, v.id limit $4
        "#,
        held.outlet,
        saying.now.at - EXPLAINED,
        saying.scope.units() as _,
        EXPLAINED_MAX,
    )
    .fetch_all(tx)
    .await?;
    let dwell_min_ms = i64::from(rules.dwell_min_s_of(&held.class)) * 1000;
    let own_mm = held.present.radius_m.map(|m| i64::from(m) * 1000);
    let least_mm = i64::from(rules.geofence_auto_min_m) * 1000;
    Ok(rows
        .into_iter()
        .filter(|r| {
            let fence = Fence::Circle {
                pin,
                radius_mm: own_mm.unwrap_or(r.visit.evidence.radius_mm).max(least_mm),
            };
            pin::explains(&fence, &r.visit, dwell_min_ms)
        })
        .map(|r| (r.id, RepId(r.rep_id), r.org_unit_id))
        .collect())
}

async fn decide(
    tx: &mut PgConnection,
    saying: &Saying<'_>,
    proposal: i32,
    visits: Vec<Found>,
    decision: Decision,
) -> Result<Vec<Redecided>, StoreError> {
    let reason = saying
        .reason
        .map_or_else(|| format!("pin #{proposal}"), str::to_owned);
    let decisions: Vec<Deciding<'_>> = visits
        .iter()
        .map(|(visit, ..)| Deciding {
            visit: *visit,
            decision,
            reason: &reason,
            pin_proposal: Some(proposal),
        })
        .collect();
    let made = review::decide(tx, saying.scope, saying.now.at, &decisions).await?;
    Ok(visits
        .into_iter()
        .filter(|(visit, ..)| made.contains_key(visit))
        .map(|(visit, rep, org_unit)| Redecided {
            visit: VisitId(visit),
            rep,
            org_unit,
            decision,
        })
        .collect())
}

/// Returns to the pin before an approved proposal by an approval of its own, and withdraws the
/// decisions that the proposal led to where they still stand. Answers the new proposal's id.
pub async fn roll_back(
    tx: &mut PgConnection,
    saying: &Saying<'_>,
    held: &Held,
    from: NaiveDate,
) -> Result<(i32, Vec<Redecided>), StoreError> {
    let id = sqlx::query_scalar!(
        r#"
        insert into pin_proposal (outlet_id, source, undoes_id, reason, old_lat_e7, old_lng_e7, lat_e7, lng_e7, distance_mm,
          proposed_at, state, decided_by, decided_at, decision_reason, effective_from, updated_at)
        select outlet_id, 'rollback', id, $2, lat_e7, lng_e7, old_lat_e7, old_lng_e7, distance_mm, $3, 'approved', $4, $3, $2, $5, $3
        from pin_proposal where id = $1
        returning id
        "#,
        held.id,
        saying.reason,
        saying.now.at,
        saying.scope.user_id() as _,
        from,
    )
    .fetch_one(&mut *tx)
    .await?;
    set_pin(tx, saying.now, held, held.old, from).await?;
    let standing = sqlx::query!(
        r#"
        select v.id, v.rep_id, v.org_unit_id from visit v join lateral (
          select r.pin_proposal_id from visit_review r where r.visit_id = v.id order by r.id desc limit 1
        ) last on last.pin_proposal_id = $1
        where v.id in (select visit_id from visit_review where pin_proposal_id = $1)
          and ($2::int4[] is null or v.org_unit_id = any($2))
        order by v.id
        "#,
        held.id,
        saying.scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    let standing = standing
        .into_iter()
        .map(|r| (r.id, RepId(r.rep_id), r.org_unit_id))
        .collect();
    let withdrawn = decide(tx, saying, id, standing, Decision::Withdrawn).await?;
    Ok((id, withdrawn))
}
