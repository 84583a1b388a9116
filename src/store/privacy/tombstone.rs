//! What remains of a rep-day whose places were erased: a digest of its visits as they stand, so that what was not erased
//! can still be proven. The seals themselves are never touched.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fieldbeat_domain::evidence::{Digest, canonical, link};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::erasure::Target;
use crate::store::error::StoreError;

/// Over visits in the order of their ids.
pub fn digest<'a>(visits: impl IntoIterator<Item = (Uuid, &'a Value)>) -> Digest {
    let sorted: BTreeMap<Uuid, &Value> = visits.into_iter().collect();
    sorted.values().fold(Digest::ZERO, |before, visit| {
        link(before, Digest::of(&canonical(visit)))
    })
}

/// Says of every day of the rep that its places are being erased.
pub(super) async fn announce(conn: &mut PgConnection, target: &Target) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into rep_day_tombstone (rep_id, date, erasure_id)
         select $1, d.date, $3 from (
           select date from rep_day where rep_id = $1 and date < $2
           union select date from rep_day_seal where rep_id = $1 and date < $2
           union select date from visit where rep_id = $1 and date < $2) d
         on conflict (rep_id, date) do update set digest = null, erasure_id = excluded.erasure_id",
        target.rep,
        target.before,
        target.erasure,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the digests of what is left; answers one over all of them, by date.
pub(super) async fn set(conn: &mut PgConnection, target: &Target) -> Result<Digest, StoreError> {
    let rows = sqlx::query!(
        r#"select t.date, v.id as "id?", v.visit as "visit?" from rep_day_tombstone t
           left join visit v on v.rep_id = t.rep_id and v.date = t.date
           where t.rep_id = $1 and t.date < $2"#,
        target.rep,
        target.before,
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut days: BTreeMap<NaiveDate, Vec<(Uuid, Value)>> = BTreeMap::new();
    for row in rows {
        let visits = days.entry(row.date).or_default();
        visits.extend(row.id.zip(row.visit));
    }
    let mut over_all = Digest::ZERO;
    let (mut dates, mut digests) = (Vec::new(), Vec::new());
    for (date, visits) in &days {
        let digest = digest(visits.iter().map(|(id, visit)| (*id, visit)));
        over_all = link(over_all, digest);
        dates.push(*date);
        digests.push(digest.0.to_vec());
    }
    sqlx::query!(
        "update rep_day_tombstone t set digest = x.digest from unnest($2::date[], $3::bytea[]) x (date, digest)
         where t.rep_id = $1 and t.date = x.date",
        target.rep,
        &dates,
        &digests,
    )
    .execute(conn)
    .await?;
    Ok(over_all)
}
