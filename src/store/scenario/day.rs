//! The days of a solution, with their calls in order.

use serde::Serialize;
use sqlx::{PgExecutor, types::Json};

use super::rep::degrees;
use crate::store::error::StoreError;

/// One rep's day of a solution.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SolutionDay {
    pub rep_id: i32,
    pub rep_code: String,
    /// 1–4
    pub week: i16,
    /// Monday 1
    pub weekday: i16,
    /// Seconds after midnight.
    pub leave_s: i32,
    pub back_s: i32,
    pub metres: i32,
    pub travel_s: i32,
    pub pause_s: Option<[i32; 2]>,
    pub calls: Vec<SolutionCall>,
}

/// A call of a planned day; times are seconds after midnight.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SolutionCall {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub address: Option<String>,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub arrive_s: i32,
    pub begin_s: i32,
    pub leave_s: i32,
}

/// Filters of days: of one rep at least, or of one day of the cycle.
#[derive(Clone, Copy, Debug, Default)]
pub struct DayFilter {
    pub rep_id: Option<i32>,
    /// 1–4
    pub week: Option<i16>,
    /// Monday 1
    pub weekday: Option<i16>,
}

pub async fn days(
    db: impl PgExecutor<'_>,
    (scenario, ordinal): (i32, i32),
    filter: DayFilter,
    most: i64,
) -> Result<Vec<SolutionDay>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select d.rep_id, r.code, d.week, d.weekday, d.leave_s, d.back_s, d.metres, d.travel_s, d.pause_from_s, d.pause_to_s,
          coalesce((
            select jsonb_agg(jsonb_build_array(o.id, o.code, o.name, o.address, x.lat_e7, x.lng_e7, c.call->1, c.call->2, c.call->3)
              order by c.n)
            from jsonb_array_elements(d.calls) with ordinality c(call, n)
            join outlet o on o.id = (c.call->>0)::int4
            join scenario_outlet x on x.scenario_id = d.scenario_id and x.outlet_id = o.id
          ), '[]') as "calls!: Json<Vec<CallRow>>"
        from scenario_day d join rep r on r.id = d.rep_id
        where d.scenario_id = $1 and d.ordinal = $2 and ($3::int4 is null or d.rep_id = $3)
          and ($4::int2 is null or d.week = $4 - 1) and ($5::int2 is null or d.weekday = $5 - 1)
        order by r.code, d.week, d.weekday limit $6
        "#,
        scenario,
        ordinal,
        filter.rep_id,
        filter.week,
        filter.weekday,
        most,
    )
    .fetch_all(db)
    .await?;
    let days = rows.into_iter().map(|r| SolutionDay {
        rep_id: r.rep_id,
        rep_code: r.code,
        week: r.week + 1,
        weekday: r.weekday + 1,
        leave_s: r.leave_s,
        back_s: r.back_s,
        metres: r.metres,
        travel_s: r.travel_s,
        pause_s: r.pause_from_s.zip(r.pause_to_s).map(<[i32; 2]>::from),
        calls: r.calls.0.into_iter().map(call).collect(),
    });
    Ok(days.collect())
}

/// id, code, name, address, latitude, longitude, arrival, begin and leaving of a call.
type CallRow = (
    i32,
    String,
    String,
    Option<String>,
    Option<i32>,
    Option<i32>,
    i32,
    i32,
    i32,
);

fn call(row: CallRow) -> SolutionCall {
    SolutionCall {
        outlet_id: row.0,
        outlet_code: row.1,
        outlet_name: row.2,
        address: row.3,
        lat: row.4.map(degrees),
        lng: row.5.map(degrees),
        arrive_s: row.6,
        begin_s: row.7,
        leave_s: row.8,
    }
}
