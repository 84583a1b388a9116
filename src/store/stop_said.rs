//! What a rep said of single stops without visiting them, with where it was said: cancellations,
//! rescheduled and missed stops. What it means is the judge's.

use chrono::NaiveDate;
use fieldbeat_domain::{position::LatLng, time::At};
use sqlx::PgConnection;

use super::error::StoreError;

/// The newest word on a stop.
#[derive(Clone, Debug)]
pub struct StopSaid {
    pub outlet_id: i32,
    pub at: At,
    /// Where the phone was, by the mark's own fix.
    pub position: Option<LatLng>,
    /// As the phone told it.
    pub accuracy_m: Option<f64>,
}

pub async fn of_day(
    conn: &mut PgConnection,
    rep: i32,
    date: NaiveDate,
) -> Result<Vec<StopSaid>, StoreError> {
    // The body is the phone's: what does not read as a number is none.
    let rows = sqlx::query!(
        r#"
        select distinct on (o.id) o.id, m.at + make_interval(secs => m.clock_offset_ms / 1000.0) as "at!",
          case when jsonb_typeof(m.body->'fix'->'lat') = 'number' then (m.body->'fix'->>'lat')::float8 end as lat,
          case when jsonb_typeof(m.body->'fix'->'lng') = 'number' then (m.body->'fix'->>'lng')::float8 end as lng,
          case when jsonb_typeof(m.body->'fix'->'accuracy_m') = 'number' then (m.body->'fix'->>'accuracy_m')::float8 end as accuracy
        from mark m join outlet o on case jsonb_typeof(m.body->'outlet')
          when 'string' then o.code = m.body->>'outlet' when 'number' then o.id::text = m.body->>'outlet' else false end
        where m.rep_id = $1 and m.date = $2 and m.type in ('visit_cancel', 'stop_missed')
        order by o.id, m.at desc, m.type, m.id
        "#,
        rep,
        date
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| StopSaid {
            outlet_id: r.id,
            at: At::from(r.at),
            position: r
                .lat
                .zip(r.lng)
                .and_then(|(lat, lng)| LatLng::from_degrees(lat, lng)),
            accuracy_m: r.accuracy.filter(|a| *a >= 0.0),
        })
        .collect())
}
