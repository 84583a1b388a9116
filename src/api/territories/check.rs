//! What speaks against territories: pieces, holes, overlaps, outlets that nobody has.

use std::collections::HashSet;

use axum::{extract::State, response::Response};
use fieldbeat_planning::territory::{self as ground, Found, Shape};
use serde::{Deserialize, Serialize};

use super::{drawn, pins, turn, work};
use crate::{
    api::{
        Api,
        auth::{Allow, ReadScenarios},
        input::Body,
        problem::{Problem, ProblemBody},
        write,
    },
    store::{
        snapshot,
        territory::{
            Territory, TerritoryFilter,
            pin::{self, PinnedOutlet, Pins},
            sketch,
        },
        upsert::Fault,
    },
};

/// Territories checked at once: each is held against every other.
const TERRITORIES_MAX: i64 = 500;
/// Overlaps that are named, the largest first, and outlets of each; all are counted.
const OVERLAPS_MAX: usize = 1_000;
/// Outlets that are named of those that nobody has, and of an overlap; all are counted.
const OUTLETS_MAX: usize = 1_000;

#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPut {
    /// All in scope where absent; at most 500.
    ids: Option<Vec<i32>>,
}

/// A territory that was checked.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Checked {
    id: i32,
    code: String,
    name: String,
    rep_code: Option<String>,
    /// In it.
    outlets: usize,
    area_m2: u64,
    /// Pieces that do not touch along a border: 1 is contiguous.
    parts: usize,
    /// Polsby–Popper, thousandths of a circle's.
    compactness_permille: u64,
    /// What it encloses without holding it.
    holes: Vec<Hole>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Hole {
    /// `[[lng, lat], …]`, the first position again at the end.
    #[schema(value_type = Vec<Vec<f64>>)]
    ring: ground::Ring,
    area_m2: u64,
}

/// Ground and outlets that two territories both hold.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Overlap {
    id: i32,
    code: String,
    other_id: i32,
    other_code: String,
    area_m2: u64,
    /// In both.
    outlets: usize,
    /// The first 1,000.
    outlet_ids: Vec<i32>,
}

/// A stored shape that cannot be read; the others were checked without it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Unread {
    id: i32,
    code: String,
    /// Stable, such as `crosses_itself`.
    why: String,
    /// Where, and what to do.
    detail: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Unclaimed {
    count: usize,
    /// The first 1,000.
    outlets: Vec<PinnedOutlet>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TerritoryCheck {
    /// Open outlets in scope that have a pin, and those that have none.
    outlets: usize,
    without_pin: usize,
    territories: Vec<Checked>,
    overlapping: usize,
    /// The 1,000 that have most ground in common.
    overlaps: Vec<Overlap>,
    /// Outlets that no territory has; only where all territories were asked for.
    unclaimed: Option<Unclaimed>,
    refused: Vec<Unread>,
}

/// Checks territories against each other and against the outlets in scope. Pieces, holes and overlaps below 100 m² are how
/// borders were rounded.
#[utoipa::path(post, path = "/territories/check", operation_id = "territory_check", tag = "territories", request_body = CheckPut,
    responses((status = 200, body = TerritoryCheck), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn check(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    body: Body<CheckPut>,
) -> Result<Response, Problem> {
    let ids = body.value.ids;
    let all = ids.is_none();
    let most = usize::try_from(TERRITORIES_MAX).unwrap_or(usize::MAX);
    if ids.as_ref().is_some_and(|ids| ids.len() > most) {
        return Err(Problem::field("/ids", "too_many"));
    }
    let turn = turn().await?;
    let mut seen = snapshot(api.db()).await?;
    let filter = TerritoryFilter {
        ids,
        ..TerritoryFilter::default()
    };
    let territories = drawn(&mut seen, &allow.scope, &filter, TERRITORIES_MAX).await?;
    let known: HashSet<i32> = territories.iter().map(|t| t.id).collect();
    let asked = filter.ids.iter().flatten().enumerate();
    let unknown = asked.filter(|(_, id)| !known.contains(id));
    let faults: Vec<Fault> = unknown
        .map(|(at, _)| Fault::new(format!("/ids/{at}"), "unknown"))
        .collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let now = api.now();
    let pins = pins(&mut seen, &allow.scope, now).await?;
    let (mut report, unclaimed) = work(turn, move || judge(territories, &pins)).await?;
    if all {
        let first = unclaimed.get(..OUTLETS_MAX).unwrap_or(&unclaimed);
        report.unclaimed = Some(Unclaimed {
            count: unclaimed.len(),
            outlets: pin::named(&mut *seen, now, first).await?,
        });
    }
    seen.commit().await?;
    write::shown(&report)
}

/// The report, and the outlets that nobody has.
fn judge(mut territories: Vec<Territory>, pins: &Pins) -> (TerritoryCheck, Vec<i32>) {
    let shapes: Vec<(usize, Shape)> = territories
        .iter_mut()
        .enumerate()
        .filter_map(|(at, t)| Some((at, t.shape.take()?.0)))
        .collect();
    let mut found = ground::check(&shapes, &pins.at);
    let ids = |held: &[usize]| -> Vec<i32> {
        let ids = held.iter().filter_map(|at| pins.ids.get(*at).copied());
        ids.collect()
    };
    let of = |at: usize| territories.get(at);
    found.overlaps.sort_by_key(|overlap| {
        let most = (overlap.area_m2, overlap.outlets.len());
        (std::cmp::Reverse(most), overlap.one, overlap.other)
    });
    let overlapping = found.overlaps.len();
    let named = found.overlaps.iter().take(OVERLAPS_MAX);
    let overlaps = named.filter_map(|overlap| {
        let (one, other) = (of(overlap.one)?, of(overlap.other)?);
        let first = overlap.outlets.get(..OUTLETS_MAX);
        Some(Overlap {
            id: one.id,
            code: one.code.clone(),
            other_id: other.id,
            other_code: other.code.clone(),
            area_m2: overlap.area_m2,
            outlets: overlap.outlets.len(),
            outlet_ids: ids(first.unwrap_or(&overlap.outlets)),
        })
    });
    let refused = found.refused.iter().filter_map(|(at, why)| {
        let territory = of(*at)?;
        Some(Unread {
            id: territory.id,
            code: territory.code.clone(),
            why: sketch::code(why),
            detail: sketch::told(why),
        })
    });
    let report = TerritoryCheck {
        outlets: pins.ids.len(),
        without_pin: pins.without,
        overlapping,
        overlaps: overlaps.collect(),
        unclaimed: None,
        refused: refused.collect(),
        territories: found
            .territories
            .into_iter()
            .filter_map(|found| Some(checked(of(found.id)?, found)))
            .collect(),
    };
    (report, ids(&found.unclaimed))
}

fn checked(territory: &Territory, found: Found<usize>) -> Checked {
    let holes = found.holes.into_iter().map(|gap| Hole {
        ring: gap.ring,
        area_m2: gap.area_m2,
    });
    Checked {
        id: territory.id,
        code: territory.code.clone(),
        name: territory.name.clone(),
        rep_code: territory.rep_code.clone(),
        outlets: found.outlets.len(),
        area_m2: found.area_m2,
        parts: found.parts,
        compactness_permille: found.compactness_permille,
        holes: holes.collect(),
    }
}
