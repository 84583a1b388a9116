//! Outlets of a scenario: how often and how long they are called at, by whom today, and who stays.

use std::collections::{HashMap, HashSet};

use fieldbeat_domain::position::LatLng;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use super::rep::degrees;
use crate::store::{
    error::StoreError,
    route::window,
    route_leg::minute,
    upsert::{Fault, Field, RowResult, RowStatus, field},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ScenarioOutlet {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub class: String,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    /// Today's.
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    /// Stays with today's rep.
    pub locked: bool,
    /// In four weeks.
    pub visits: i16,
    pub service_minutes: i16,
    /// `["08:00", "10:00"]`
    pub window: Option<[String; 2]>,
    /// Ordered in four weeks.
    pub value_minor: i64,
}

/// A change of one outlet, by id or code; absent fields stay.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioOutletPut {
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    pub locked: Option<bool>,
    /// 1–28 in four weeks.
    pub visits: Option<i16>,
    /// 1–480
    pub service_minutes: Option<i16>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<[String; 2]>)]
    pub window: Field<[String; 2]>,
}

/// An outlet as the planner takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct OutletInput {
    pub outlet_id: i32,
    pub class: String,
    pub at: Option<LatLng>,
    pub rep_id: Option<i32>,
    pub locked: bool,
    pub visits: i16,
    pub service_min: i16,
    pub window_min: Option<(i16, i16)>,
    pub value: i64,
}

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct OutletFilter {
    pub q: Option<String>,
    pub rep_id: Option<i32>,
    pub class: Option<String>,
    pub locked: Option<bool>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scenario: i32,
    after: i32,
    fetch: i64,
    filter: &OutletFilter,
) -> Result<Vec<ScenarioOutlet>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select x.outlet_id, o.code, o.name, x.class, x.lat_e7, x.lng_e7, x.rep_id, r.code as "rep_code?", x.locked, x.visits,
          x.service_min, x.window_from_min, x.window_to_min, x.value
        from scenario_outlet x join outlet o on o.id = x.outlet_id left join rep r on r.id = x.rep_id
        where x.scenario_id = $1 and x.outlet_id > $2
          and ($4::text is null or strpos(folded(o.code || ' ' || o.name), folded($4)) > 0)
          and ($5::int4 is null or x.rep_id = $5) and ($6::text is null or x.class = $6)
          and ($7::bool is null or x.locked = $7)
        order by x.outlet_id limit $3
        "#,
        scenario,
        after,
        fetch,
        filter.q,
        filter.rep_id,
        filter.class,
        filter.locked,
    )
    .fetch_all(db)
    .await?;
    let outlets = rows.into_iter().map(|r| ScenarioOutlet {
        outlet_id: r.outlet_id,
        outlet_code: r.code,
        outlet_name: r.name,
        class: r.class,
        lat: r.lat_e7.map(degrees),
        lng: r.lng_e7.map(degrees),
        rep_id: r.rep_id,
        rep_code: r.rep_code,
        locked: r.locked,
        visits: r.visits,
        service_minutes: r.service_min,
        window: window(r.window_from_min, r.window_to_min),
        value_minor: r.value,
    });
    Ok(outlets.collect())
}

pub async fn inputs(
    db: impl PgExecutor<'_>,
    scenario: i32,
) -> Result<Vec<OutletInput>, StoreError> {
    let rows = sqlx::query!(
        "select outlet_id, class, lat_e7, lng_e7, rep_id, locked, visits, service_min, window_from_min, window_to_min, value
         from scenario_outlet where scenario_id = $1 order by outlet_id",
        scenario
    )
    .fetch_all(db)
    .await?;
    let outlets = rows.into_iter().map(|r| OutletInput {
        outlet_id: r.outlet_id,
        class: r.class,
        at: r
            .lat_e7
            .zip(r.lng_e7)
            .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 }),
        rep_id: r.rep_id,
        locked: r.locked,
        visits: r.visits,
        service_min: r.service_min,
        window_min: r.window_from_min.zip(r.window_to_min),
        value: r.value,
    });
    Ok(outlets.collect())
}

/// Outlets of the scenario by their code.
pub async fn by_code(
    db: impl PgExecutor<'_>,
    scenario: i32,
    codes: &[String],
) -> Result<HashMap<String, i32>, StoreError> {
    let rows = sqlx::query!(
        "select o.code, o.id from scenario_outlet x join outlet o on o.id = x.outlet_id
         where x.scenario_id = $1 and o.code = any($2)",
        scenario,
        codes
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.id)).collect())
}

/// Changes outlets of the scenario row by row; a bad row costs that row.
pub async fn change(
    tx: &mut PgConnection,
    scenario: i32,
    puts: &[ScenarioOutletPut],
) -> Result<Vec<RowResult>, StoreError> {
    let codes: Vec<String> = puts
        .iter()
        .filter_map(|put| put.outlet_code.clone())
        .collect();
    let by_code = by_code(&mut *tx, scenario, &codes).await?;
    let known: HashMap<i32, OutletInput> = inputs(&mut *tx, scenario)
        .await?
        .into_iter()
        .map(|outlet| (outlet.outlet_id, outlet))
        .collect();
    let mut results = Vec::with_capacity(puts.len());
    let mut columns = Columns::default();
    let mut seen = HashSet::new();
    for (index, put) in puts.iter().enumerate() {
        let named = put.outlet_code.as_deref();
        let code = named.unwrap_or_default();
        let id = put.outlet_id.or_else(|| by_code.get(named?).copied());
        let Some(was) = id.and_then(|id| known.get(&id)) else {
            let fault = Fault::new("/outlet_code", "unknown");
            results.push(RowResult::refused(index, code, vec![fault]));
            continue;
        };
        if !seen.insert(was.outlet_id) {
            let fault = Fault::new("/outlet_code", "repeated");
            results.push(RowResult::refused(index, code, vec![fault]));
            continue;
        }
        match changed(was, put) {
            Ok(new) if new == *was => {
                let status = RowStatus::Unchanged;
                results.push(RowResult::done(index, code, status, was.outlet_id));
            }
            Ok(new) => {
                results.push(RowResult::done(
                    index,
                    code,
                    RowStatus::Updated,
                    was.outlet_id,
                ));
                columns.push(&new);
            }
            Err(faults) => results.push(RowResult::refused(index, code, faults)),
        }
    }
    columns.write(tx, scenario).await?;
    Ok(results)
}

fn changed(was: &OutletInput, put: &ScenarioOutletPut) -> Result<OutletInput, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut new = was.clone();
    match put.locked {
        Some(true) if was.rep_id.is_none() => faults.push(Fault::new("/locked", "no_rep")),
        Some(locked) => new.locked = locked,
        None => {}
    }
    match put.visits {
        Some(visits) if !(1..=28).contains(&visits) => {
            faults.push(Fault::new("/visits", "out_of_range"));
        }
        Some(visits) => new.visits = visits,
        None => {}
    }
    match put.service_minutes {
        Some(min) if !(1..=480).contains(&min) => {
            faults.push(Fault::new("/service_minutes", "out_of_range"));
        }
        Some(min) => new.service_min = min,
        None => {}
    }
    match &put.window {
        Some(Some([from, to])) => match (minute(from), minute(to)) {
            (Some(from), Some(to)) if from < to => new.window_min = Some((from, to)),
            _ => faults.push(Fault::new("/window", "invalid")),
        },
        Some(None) => new.window_min = None,
        None => {}
    }
    if faults.is_empty() {
        Ok(new)
    } else {
        Err(faults)
    }
}

#[derive(Default)]
struct Columns {
    outlet: Vec<i32>,
    locked: Vec<bool>,
    visits: Vec<i16>,
    service: Vec<i16>,
    from: Vec<Option<i16>>,
    to: Vec<Option<i16>>,
}

impl Columns {
    fn push(&mut self, new: &OutletInput) {
        self.outlet.push(new.outlet_id);
        self.locked.push(new.locked);
        self.visits.push(new.visits);
        self.service.push(new.service_min);
        self.from.push(new.window_min.map(|w| w.0));
        self.to.push(new.window_min.map(|w| w.1));
    }

    async fn write(&self, tx: &mut PgConnection, scenario: i32) -> Result<(), StoreError> {
        if self.outlet.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            r#"
            update scenario_outlet x set locked = t.locked, visits = t.visits, service_min = t.service_min,
              window_from_min = t.from_min, window_to_min = t.to_min
            from unnest($2::int4[], $3::bool[], $4::int2[], $5::int2[], $6::int2[], $7::int2[])
              t(id, locked, visits, service_min, from_min, to_min)
            where x.scenario_id = $1 and x.outlet_id = t.id
            "#,
            scenario,
            &self.outlet,
            &self.locked,
            &self.visits,
            &self.service,
            &self.from as _,
            &self.to as _,
        )
        .execute(tx)
        .await?;
        Ok(())
    }
}
