//! All territories in a file of GeoJSON, and back.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use fieldbeat_planning::territory::contained;
use serde::{Deserialize, Serialize};
use serde_json::{json, value::RawValue};

use super::{
    CORNERS_MAX, Territories, drawn,
    geojson::{self, FeatureCollection, FeatureFile, Source},
    measure, pins, too_large, turn, work,
};
use crate::{
    api::{
        Api,
        auth::{Allow, ManageRoutes, ReadScenarios},
        input::{Args, Body},
        master::{self, Master},
        problem::{Problem, ProblemBody},
        write::{self, Begun},
    },
    store::{
        snapshot,
        territory::{
            Territory, TerritoryFilter,
            pin::Pins,
            put::{self, TerritoryPut},
            sketch,
        },
        upsert::{Fault, Mode, RowResult, RowStatus},
    },
};

/// Features of a file, out and in. In, a file has at most 16 MiB.
const FEATURES_MAX: usize = 1_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportArgs {
    /// Part of code or name.
    q: Option<String>,
    code: Option<String>,
    rep_id: Option<i32>,
    org_unit_id: Option<i32>,
}

/// Territories in scope as a GeoJSON `FeatureCollection` (RFC 7946), which the import reads. One of cells is drawn by their
/// outline and names them in `h3_cells`. At most 1,000.
#[utoipa::path(get, path = "/territories/export.geojson", operation_id = "territory_export", tag = "territories", params(ExportArgs),
    responses((status = 200, body = FeatureCollection, content_type = "application/geo+json"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn export(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Args(args): Args<ExportArgs>,
) -> Result<Response, Problem> {
    let filter = TerritoryFilter {
        ids: None,
        q: args.q,
        code: args.code,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
    };
    let now = api.now();
    let turn = turn().await?;
    let mut seen = snapshot(api.db()).await?;
    let most = i64::try_from(FEATURES_MAX).unwrap_or(i64::MAX);
    let territories = drawn(&mut seen, &allow.scope, &filter, most).await?;
    let pins = pins(&mut seen, &allow.scope, now).await?;
    seen.commit().await?;
    let body = work(turn, move || file(territories, &pins)).await??;
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/geo+json");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = format!("attachment; filename=\"territories-{}.geojson\"", now.today);
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    let no_store = HeaderValue::from_static("no-store");
    headers.insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}

fn file(territories: Vec<Territory>, pins: &Pins) -> Result<Vec<u8>, Problem> {
    let mut read = Vec::with_capacity(territories.len());
    for territory in &territories {
        let shape = territory.shape.as_ref().ok_or_else(Problem::not_found)?;
        let ground = shape.read().map_err(|refused| {
            let fault = sketch::fault(&refused);
            Problem::invalid(vec![fault]).detail(format!("{}: {refused}", territory.code))
        })?;
        read.push(ground);
    }
    let held = contained(&read, &pins.at);
    let features = territories.into_iter().zip(&read).zip(held);
    let features =
        features.map(|((territory, ground), held)| geojson::feature(territory, ground, held.len()));
    serde_json::to_vec(&FeatureCollection::of(features.collect())).map_err(Problem::internal)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportArgs {
    /// Says what would become of each feature, and changes nothing.
    dry_run: Option<bool>,
    /// Of features that name no `org_unit_code`.
    org_unit_code: Option<String>,
}

/// What became of a file.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TerritoryImport {
    dry_run: bool,
    created: usize,
    updated: usize,
    unchanged: usize,
    errors: usize,
    /// One per feature, in order; pointers lead into the feature.
    results: Vec<RowResult>,
}

/// Creates or changes territories from a GeoJSON `FeatureCollection` in WGS 84, by the property `code`; what no feature names
/// stays. A feature that is refused costs itself. At most 1,000 features, 500,000 positions together, 16 MiB.
#[utoipa::path(post, path = "/territories/import", operation_id = "territory_import", tag = "territories", params(ImportArgs),
    request_body = FeatureFile,
    responses((status = 200, body = TerritoryImport), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn import(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Args(args): Args<ImportArgs>,
    body: Body<FeatureFile>,
) -> Result<Response, Problem> {
    let file = body.value;
    if file.kind != "FeatureCollection" {
        return Err(Problem::field("/type", "not_a_feature_collection"));
    }
    if file.features.len() > FEATURES_MAX {
        return Err(Problem::field("/features", "too_many"));
    }
    let unit = args.org_unit_code;
    let turn = turn().await?;
    let read = move || rows(&file.features, unit.as_deref());
    let read = work(turn, read).await??;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let mut results = put::upsert(write.tx(), &allow.scope, now, Mode::Upsert, &read.puts).await?;
    for (result, (place, row)) in results.iter_mut().zip(&read.features) {
        result.index = *place;
        let faults = result.error.take();
        let told = |faults: Vec<Fault>| faults.into_iter().map(|fault| row.fault(fault)).collect();
        result.error = faults.map(told);
    }
    results.extend(read.refused);
    results.sort_by_key(|result| result.index);
    let count = |status| results.iter().filter(|row| row.status == status).count();
    let mut report = TerritoryImport {
        dry_run: args.dry_run == Some(true),
        created: count(RowStatus::Created),
        updated: count(RowStatus::Updated),
        unchanged: count(RowStatus::Unchanged),
        errors: count(RowStatus::Error),
        results,
    };
    if report.dry_run {
        // The transaction is dropped: nothing of it happened.
        for row in &mut report.results {
            row.id = row.id.filter(|_| row.status != RowStatus::Created);
        }
        return write::shown(&report);
    }
    master::tell(&mut write, Territories::COLLECTION, &report.results).await?;
    let detail =
        json!({"created": report.created, "updated": report.updated, "errors": report.errors});
    write
        .audit("territories.import", Territories::COLLECTION, detail)
        .await?;
    write.commit(StatusCode::OK, &report).await
}

/// Features that can be read, each with its place in the file, side by side with their rows; and what is told of the others.
#[derive(Default)]
struct Read {
    features: Vec<(usize, Source)>,
    puts: Vec<TerritoryPut>,
    refused: Vec<RowResult>,
}

fn rows(features: &[Box<RawValue>], unit: Option<&str>) -> Result<Read, Problem> {
    let mut read = Read::default();
    let mut positions = 0;
    for (at, feature) in features.iter().enumerate() {
        match geojson::row(feature, unit) {
            Ok((put, source)) => {
                positions += put.shape.as_ref().map_or(0, |s| sketch::corners(s.shape()));
                read.features.push((at, source));
                read.puts.push(put);
            }
            Err(faults) => read.refused.push(RowResult::refused(at, "", faults)),
        }
    }
    if i64::try_from(positions).unwrap_or(i64::MAX) > CORNERS_MAX {
        return Err(too_large(format!(
            "There are {positions} positions; a file has at most {CORNERS_MAX}. Cut it into several."
        )));
    }
    measure(&read.puts);
    Ok(read)
}
