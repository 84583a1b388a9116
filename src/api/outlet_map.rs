//! Outlets by place: near a point, in a box for the map, and what today says about them.

use axum::{extract::State, response::Response};
use fieldbeat_domain::position::LatLng;
use serde::{Deserialize, Serialize};

use super::{
    Api,
    auth::{Allow, ReadField, ReadTrade},
    input::Args,
    page,
    problem::{Problem, ProblemBody},
    write,
};
use crate::{
    store::{
        outlet::{self, Bounds, NearOutlet},
        outlet_view::{self, OutletToday},
    },
    wire,
};

/// The map shows no more at once.
const MAP_MAX: i64 = 20_000;
const RADIUS_MAX_M: f64 = 50_000.0;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NearArgs {
    lat: f64,
    lng: f64,
    /// 1–50 000, 500 by default.
    radius_m: Option<f64>,
    /// 1–1000, 100 by default.
    limit: Option<u32>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct NearList {
    items: Vec<NearOutlet>,
}

/// Open outlets round a point, nearest first.
#[utoipa::path(get, path = "/outlets/near", operation_id = "outlet_near", tag = "outlets", params(NearArgs),
    responses((status = 200, body = NearList), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn near(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<NearArgs>,
) -> Result<Response, Problem> {
    let centre = LatLng::from_degrees(args.lat, args.lng)
        .ok_or_else(|| Problem::query("lat", "out_of_range"))?;
    let radius = args.radius_m.unwrap_or(500.0);
    if !(1.0..=RADIUS_MAX_M).contains(&radius) {
        return Err(Problem::query("radius_m", "out_of_range"));
    }
    let limit = usize::try_from(page::limit(args.limit)?).unwrap_or(1);
    let items = outlet::near(
        api.db(),
        &allow.scope,
        api.now().today,
        centre,
        radius,
        limit,
    )
    .await?;
    write::shown(&NearList { items })
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BoxArgs {
    /// `west,south,east,north` in degrees.
    bbox: String,
}

fn bounds(args: &BoxArgs) -> Result<Bounds, Problem> {
    let [south_west, north_east] =
        wire::bounds::parse(&args.bbox).ok_or_else(|| Problem::query("bbox", "invalid"))?;
    Ok(Bounds {
        south_west,
        north_east,
    })
}

/// Compact rows for the page.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MapView {
    /// `[id, lng, lat, name, class]`
    #[schema(value_type = Vec<Vec<Object>>)]
    outlets: Vec<(i32, f64, f64, String, String)>,
    /// There are more in the box.
    truncated: bool,
}

/// Open outlets with a pin in a box.
#[utoipa::path(get, path = "/outlets/map", operation_id = "outlet_map", tag = "outlets", params(BoxArgs),
    responses((status = 200, body = MapView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn map(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<BoxArgs>,
) -> Result<Response, Problem> {
    let bounds = bounds(&args)?;
    let mut rows =
        outlet::in_bounds(api.db(), &allow.scope, api.now().today, bounds, MAP_MAX + 1).await?;
    let most = usize::try_from(MAP_MAX).unwrap_or(usize::MAX);
    let truncated = rows.len() > most;
    rows.truncate(most);
    let outlets = rows
        .into_iter()
        .map(|o| {
            (
                o.id,
                f64::from(o.lng_e7) / 1e7,
                f64::from(o.lat_e7) / 1e7,
                o.name,
                o.class,
            )
        })
        .collect();
    write::shown(&MapView { outlets, truncated })
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct OutletState {
    outlet_id: i32,
    /// planned | in_progress | visited | review | invalid | missed
    state: &'static str,
}

impl From<OutletToday> for OutletState {
    /// The best that happened there today wins over what is still to come.
    fn from(o: OutletToday) -> Self {
        let state = match o {
            OutletToday {
                visit_open: true, ..
            } => "in_progress",
            OutletToday { valid: true, .. } => "visited",
            OutletToday { review: true, .. } => "review",
            OutletToday { invalid: true, .. } => "invalid",
            OutletToday { missed: true, .. } => "missed",
            OutletToday { .. } => "planned",
        };
        Self {
            outlet_id: o.outlet_id,
            state,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TodayView {
    items: Vec<OutletState>,
}

/// Outlets of today's plans and visits in a box. Outlets without a row have neither.
#[utoipa::path(get, path = "/outlets/today", operation_id = "outlet_today", tag = "outlets", params(BoxArgs),
    responses((status = 200, body = TodayView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn today(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<BoxArgs>,
) -> Result<Response, Problem> {
    let bounds = bounds(&args)?;
    let rows = outlet_view::today(api.db(), &allow.scope, api.now().today, bounds, MAP_MAX).await?;
    let items = rows.into_iter().map(OutletState::from).collect();
    write::shown(&TodayView { items })
}
