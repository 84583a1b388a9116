//! Looks for pins that the visits contradict. The rule itself is the domain's; here is which visits
//! it sees: closed, without any doubt about the phone, judged against the pin there is, not refused by
//! a person, and made since the last decision about the outlet's pin.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use fieldbeat_domain::{
    fence::Fence,
    id::{OrgUnitId, RepId},
    pin::{self, Sighting},
    position::LatLng,
    visit::Visit,
};
use serde_json::json;
use sqlx::{PgConnection, PgPool, types::Json};

use super::{
    error::StoreError,
    event::{self, NewEvent},
    pin_proposal::{self, From},
    record_inbox::News,
    upsert::Now,
};

/// How far back visits are looked at.
pub const LOOKBACK: TimeDelta = TimeDelta::days(28);

/// An outlet with where its visits took place.
pub(super) struct Seen {
    pub org_unit: i32,
    pub pin: Option<LatLng>,
    pub fence: Fence,
    pub sightings: Vec<Sighting>,
}

/// Outlets of which visits were seen elsewhere than at the pin: one of them, or all without an open
/// proposal of the server's.
pub(super) async fn seen(
    tx: &mut PgConnection,
    now: Now,
    outlet: Option<i32>,
) -> Result<BTreeMap<i32, Seen>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id as outlet_id, o.org_unit_id, v.rep_id, v.visit as "visit: Json<Visit>",
          p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?", p.radius_m as "radius_m?"
        from visit v
        join outlet o on o.id = v.outlet_id and o.closed_at is null
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $2::date
        where v.started_at >= $1 and v.state = 'closed' and p.polygon is null
          and (v.overall <> 'valid' or p.lat_e7 is null)
          and v.visit->'verdict'->>'place' in ('outside', 'no_reference')
          and v.visit->'verdict'->>'integrity' = 'clean'
          and ($3::int4 is null or o.id = $3)
          and not exists (select from visit_decision d where d.visit_id = v.id and d.decision = 'invalid')
          and not exists (
            select from pin_proposal q where q.outlet_id = o.id and (
              (q.state in ('approved', 'refused') and (q.decided_at >= v.started_at or q.effective_from > $2))
              or ($3 is null and q.state = 'open' and q.source = 'visits')))
        "#,
        now.at - LOOKBACK,
        now.today,
        outlet,
    )
    .fetch_all(tx)
    .await?;
    let mut outlets: BTreeMap<i32, Seen> = BTreeMap::new();
    for row in rows {
        let visit = row.visit.0;
        let pin = row
            .lat_e7
            .zip(row.lng_e7)
            .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 });
        if visit.evidence.pin != pin {
            continue;
        }
        let radius_mm = row
            .radius_m
            .map_or(visit.evidence.radius_mm, |m| i64::from(m) * 1000);
        let seen = outlets.entry(row.outlet_id).or_insert_with(|| Seen {
            org_unit: row.org_unit_id,
            pin,
            fence: pin.map_or(Fence::None, |pin| Fence::Circle { pin, radius_mm }),
            sightings: Vec::new(),
        });
        seen.sightings
            .extend(Sighting::of(&visit, RepId(row.rep_id)));
    }
    Ok(outlets)
}

/// One proposal that the server made, to be told to the boards.
pub struct Proposed {
    pub org_unit: OrgUnitId,
    pub news: News,
}

/// Proposes a pin wherever visits agree on another; nothing while one is open.
pub async fn propose(db: &PgPool, now: Now) -> Result<Vec<Proposed>, StoreError> {
    let mut tx = db.begin().await?;
    let mut proposed = Vec::new();
    for (outlet, seen) in seen(&mut tx, now, None).await? {
        let Some(found) = pin::propose(&seen.fence, &seen.sightings) else {
            continue;
        };
        let kept =
            pin_proposal::keep(&mut tx, now.at, &From::Visits, outlet, seen.pin, &found).await?;
        let Some(id) = kept else { continue };
        let org_unit = OrgUnitId(seen.org_unit);
        let news = tell(&mut tx, now.at, (org_unit, None), outlet, id).await?;
        proposed.push(Proposed { org_unit, news });
    }
    tx.commit().await?;
    Ok(proposed)
}

/// The event of a new proposal.
pub(super) async fn tell(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    (org_unit, rep): (OrgUnitId, Option<RepId>),
    outlet: i32,
    id: i32,
) -> Result<News, StoreError> {
    let body = json!({"proposal": id, "outlet": outlet});
    let new = NewEvent {
        kind: "pin_proposed",
        org_unit_id: Some(org_unit.0),
        rep_id: rep.map(|r| r.0),
        subject_id: id.to_string(),
        body: &body,
    };
    let event = event::insert(tx, now, &new).await?;
    Ok(News {
        kind: "pin_proposed",
        body,
        event,
    })
}
