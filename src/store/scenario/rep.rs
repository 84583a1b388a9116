//! Reps of a scenario: where and when their days begin and end, how many calls they make, and where they may.

use std::collections::HashMap;

use fieldbeat_domain::position::LatLng;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{
    error::StoreError,
    route::window,
    route_leg::minute,
    upsert::{ChangeError, Fault, Field, field},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ScenarioRep {
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    /// Where the days begin and end; null: in the middle of today's outlets.
    pub home_lat: Option<f64>,
    pub home_lng: Option<f64>,
    /// `["08:00", "17:30"]`
    pub hours: [String; 2],
    pub calls_max: Option<i16>,
    /// From Monday on.
    pub days_a_week: i16,
    /// Classes of outlets that this rep may call at; null: all.
    pub classes: Option<Vec<String>>,
    /// Outlets of today.
    pub outlets: i64,
}

/// A change of one rep; absent fields stay.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioRepPut {
    pub rep_id: i32,
    /// Both or neither; null: in the middle of today's outlets.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<f64>)]
    pub home_lat: Field<f64>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<f64>)]
    pub home_lng: Field<f64>,
    pub hours: Option<[String; 2]>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i16>)]
    pub calls_max: Field<i16>,
    pub days_a_week: Option<i16>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<Vec<String>>)]
    pub classes: Field<Vec<String>>,
}

/// A rep as the planner takes it.
#[derive(Clone, Debug)]
pub struct RepInput {
    pub rep_id: i32,
    pub home: Option<LatLng>,
    pub from_min: i16,
    pub to_min: i16,
    pub calls_max: Option<i16>,
    pub days_a_week: i16,
    pub classes: Option<Vec<String>>,
}

pub async fn list(db: impl PgExecutor<'_>, scenario: i32) -> Result<Vec<ScenarioRep>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select x.rep_id, r.code, r.name, x.home_lat_e7, x.home_lng_e7, x.from_min, x.to_min, x.calls_max, x.days_a_week, x.classes,
          coalesce(o.outlets, 0) as "outlets!"
        from scenario_rep x join rep r on r.id = x.rep_id
        left join (select rep_id, count(*) as outlets from scenario_outlet where scenario_id = $1 group by rep_id) o
          on o.rep_id = x.rep_id
        where x.scenario_id = $1 order by r.code
        "#,
        scenario
    )
    .fetch_all(db)
    .await?;
    let reps = rows.into_iter().map(|r| ScenarioRep {
        rep_id: r.rep_id,
        rep_code: r.code,
        rep_name: r.name,
        home_lat: r.home_lat_e7.map(degrees),
        home_lng: r.home_lng_e7.map(degrees),
        hours: window(Some(r.from_min), Some(r.to_min)).unwrap_or_default(),
        calls_max: r.calls_max,
        days_a_week: r.days_a_week,
        classes: r.classes,
        outlets: r.outlets,
    });
    Ok(reps.collect())
}

pub async fn inputs(db: impl PgExecutor<'_>, scenario: i32) -> Result<Vec<RepInput>, StoreError> {
    let rows = sqlx::query!(
        "select rep_id, home_lat_e7, home_lng_e7, from_min, to_min, calls_max, days_a_week, classes
         from scenario_rep where scenario_id = $1 order by rep_id",
        scenario
    )
    .fetch_all(db)
    .await?;
    let reps = rows.into_iter().map(|r| RepInput {
        rep_id: r.rep_id,
        home: r
            .home_lat_e7
            .zip(r.home_lng_e7)
            .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 }),
        from_min: r.from_min,
        to_min: r.to_min,
        calls_max: r.calls_max,
        days_a_week: r.days_a_week,
        classes: r.classes,
    });
    Ok(reps.collect())
}

/// Changes reps of the scenario, all or none.
pub async fn change(
    tx: &mut PgConnection,
    scenario: i32,
    puts: &[ScenarioRepPut],
) -> Result<(), ChangeError> {
    let mut faults = Vec::new();
    let mut known: HashMap<i32, RepInput> = (inputs(&mut *tx, scenario).await?.into_iter())
        .map(|rep| (rep.rep_id, rep))
        .collect();
    for (at, put) in puts.iter().enumerate() {
        let mut fault = |name: &str, code: &'static str| {
            faults.push(Fault::new(format!("/items/{at}/{name}"), code));
        };
        let Some(rep) = known.get_mut(&put.rep_id) else {
            fault("rep_id", "unknown");
            continue;
        };
        match (put.home_lat, put.home_lng) {
            (None, None) => {}
            (Some(None), Some(None)) => rep.home = None,
            (Some(Some(lat)), Some(Some(lng))) => match LatLng::from_degrees(lat, lng) {
                Some(home) => rep.home = Some(home),
                None => fault("home_lat", "out_of_range"),
            },
            _ => fault("home_lat", "both_or_neither"),
        }
        if let Some([from, to]) = &put.hours {
            match (minute(from), minute(to)) {
                (Some(from), Some(to)) if from < to => (rep.from_min, rep.to_min) = (from, to),
                _ => fault("hours", "invalid"),
            }
        }
        match put.calls_max {
            Some(Some(calls)) if !(1..=200).contains(&calls) => fault("calls_max", "out_of_range"),
            Some(calls) => rep.calls_max = calls,
            None => {}
        }
        match put.days_a_week {
            Some(days) if !(1..=7).contains(&days) => fault("days_a_week", "out_of_range"),
            Some(days) => rep.days_a_week = days,
            None => {}
        }
        match &put.classes {
            Some(Some(classes)) if classes.is_empty() || classes.len() > CLASSES_MAX => {
                fault("classes", "out_of_range");
            }
            Some(classes) => rep.classes.clone_from(classes),
            None => {}
        }
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    for put in puts {
        if let Some(rep) = known.get(&put.rep_id) {
            write(tx, scenario, rep).await?;
        }
    }
    Ok(())
}

/// Classes named for a rep.
pub const CLASSES_MAX: usize = 50;

async fn write(tx: &mut PgConnection, scenario: i32, rep: &RepInput) -> Result<(), StoreError> {
    sqlx::query!(
        "update scenario_rep set home_lat_e7 = $3, home_lng_e7 = $4, from_min = $5, to_min = $6, calls_max = $7,
           days_a_week = $8, classes = $9 where scenario_id = $1 and rep_id = $2",
        scenario,
        rep.rep_id,
        rep.home.map(|home| home.lat_e7),
        rep.home.map(|home| home.lng_e7),
        rep.from_min,
        rep.to_min,
        rep.calls_max,
        rep.days_a_week,
        rep.classes.as_deref(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// As the API shows a stored coordinate.
pub(in crate::store) fn degrees(e7: i32) -> f64 {
    f64::from(e7) / 1e7
}
