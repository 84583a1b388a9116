//! The server as an engine: scenes go in through REST and device sockets, judged days come out.
//!
//! Scenes that must not see each other lie at different longitudes of one company: turning the globe
//! changes no distance, and each era's places exist only where its phones are. Every track is a rep
//! with one device, rebased into one recent day. A shorter dwell is the outlet class's.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Days, NaiveDate};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    company::Company,
    judged::{self, JudgedTrack},
    place::Fence,
    rebase,
    scene::{Observed, Scene, SceneOutlet, Track},
};
use crate::{
    clock,
    dataset::Point,
    phone::{Config, Frame, Phone, WireFix},
};

/// Degrees between two scenes.
const SCENE_DEGREES: f64 = 2.0;
/// Fixes a frame: few, so that the live path is what is measured.
const BATCH: usize = 20;
/// Devices streaming at a time.
const AT_ONCE: usize = 8;
const SETTLE: Duration = Duration::from_mins(3);

/// A rep that stands for a track.
struct Rep {
    id: i64,
    token: String,
}

/// Judges scenes on a server; `dwell_s` is what its outlets have without a class of their own.
pub async fn judge(
    company: &Company,
    scenes: &[Scene],
    dwell_s: i32,
) -> Result<Vec<Vec<Observed>>> {
    let run = Uuid::now_v7().simple().to_string();
    let tag = run
        .get(run.len().saturating_sub(8)..)
        .unwrap_or("score")
        .to_owned();
    set_classes(company, scenes, dwell_s).await?;
    let units = company.get("org-units").await?;
    let root = units
        .get("items")
        .and_then(Value::as_array)
        .and_then(|items| {
            items
                .iter()
                .find(|u| u.get("kind").is_some_and(|kind| kind == "company"))
        })
        .and_then(|unit| unit.get("id"))
        .context("no org unit of the whole company")?;
    let unit = company
        .create(
            "org-units",
            &json!({"code": format!("SCORE-{tag}"), "name": format!("Score {tag}"), "kind": "team", "parent_id": root}),
        )
        .await?;
    let unit = unit.get("id").cloned().context("an org unit without id")?;
    let date = recent_date()?;
    let mut all = Vec::new();
    for (number, scene) in scenes.iter().enumerate() {
        let turn = turn_degrees(scene, number);
        let places = create_outlets(
            company,
            scene,
            &unit,
            &format!("{tag}-{number}"),
            turn,
            dwell_s,
        )
        .await?;
        let reps = create_reps(company, scene, &unit, &format!("{tag}-{number}")).await?;
        let tracks: Vec<_> = scene.tracks.iter().zip(&reps).collect();
        stream::iter(tracks)
            .map(|(track, rep)| stream_track(company.url(), track, rep, date, turn))
            .buffer_unordered(AT_ONCE)
            .try_collect::<Vec<()>>()
            .await?;
        all.push((scene, reps, places));
    }
    let tracks: Vec<JudgedTrack<'_>> = all
        .iter()
        .flat_map(|(scene, reps, places)| {
            scene
                .tracks
                .iter()
                .zip(reps)
                .map(move |(track, rep)| JudgedTrack {
                    track,
                    rep: rep.id,
                    places,
                    date,
                })
        })
        .collect();
    let mut observed = judged::observe(company, &tracks).await?.into_iter();
    Ok(all
        .iter()
        .map(|(_, reps, _)| observed.by_ref().take(reps.len()).collect())
        .collect())
}

/// Two days ago: whole, past, and younger than any age limit.
fn recent_date() -> Result<NaiveDate> {
    let now = DateTime::from_timestamp_millis(clock::now_ms()).context("the clock")?;
    now.date_naive()
        .checked_sub_days(Days::new(2))
        .context("a date")
}

fn class_of(dwell_s: i32) -> String {
    format!("score-{dwell_s}s")
}

async fn set_classes(company: &Company, scenes: &[Scene], dwell_s: i32) -> Result<()> {
    let mut classes = serde_json::Map::new();
    for scene in scenes.iter().filter(|s| s.dwell_s != dwell_s) {
        classes.insert(
            class_of(scene.dwell_s),
            json!({"dwell_min_s": scene.dwell_s}),
        );
    }
    if classes.is_empty() {
        return Ok(());
    }
    company
        .change_settings(&json!({ "classes": classes }))
        .await
}

/// Turned towards the zero meridian, so that no scene comes to lie across the antimeridian.
fn turn_degrees(scene: &Scene, number: usize) -> f64 {
    let lng = scene
        .tracks
        .iter()
        .flat_map(|t| &t.points)
        .map(|p| p.lng)
        .next()
        .unwrap_or(0.0);
    let degrees = SCENE_DEGREES * f64::from(u16::try_from(number).unwrap_or(0));
    if lng > 0.0 { -degrees } else { degrees }
}

async fn create_outlets(
    company: &Company,
    scene: &Scene,
    unit: &Value,
    tag: &str,
    turn: f64,
    dwell_s: i32,
) -> Result<BTreeMap<i64, String>> {
    let mut places = BTreeMap::new();
    for outlet in &scene.outlets {
        let mut body = outlet_body(outlet, turn);
        if let Some(fields) = body.as_object_mut() {
            fields.insert("code".to_owned(), json!(format!("{tag}-{}", outlet.code)));
            fields.insert("name".to_owned(), json!(outlet.place));
            fields.insert("org_unit_id".to_owned(), unit.clone());
            fields.insert("valid_from".to_owned(), json!("2000-01-01"));
            if scene.dwell_s != dwell_s {
                fields.insert("class".to_owned(), json!(class_of(scene.dwell_s)));
            }
        }
        let made = company.create("outlets", &body).await?;
        places.insert(id_of(&made)?, outlet.place.clone());
    }
    Ok(places)
}

fn outlet_body(outlet: &SceneOutlet, turn: f64) -> Value {
    match &outlet.fence {
        Fence::Pin { lat, lng } => json!({"lat": lat, "lng": lng + turn}),
        Fence::Polygons { polygons, margin_m } => {
            let coordinates: Vec<Vec<Vec<[f64; 2]>>> = polygons
                .iter()
                .map(|rings| {
                    let turned = |ring: &Vec<(f64, f64)>| {
                        ring.iter().map(|(lat, lng)| [lng + turn, *lat]).collect()
                    };
                    rings.iter().map(turned).collect()
                })
                .collect();
            let polygon = match coordinates.as_slice() {
                [one] => json!({"type": "Polygon", "coordinates": one}),
                _ => json!({"type": "MultiPolygon", "coordinates": coordinates}),
            };
            json!({"polygon": polygon, "radius_m": margin_m})
        }
    }
}

async fn create_reps(
    company: &Company,
    scene: &Scene,
    unit: &Value,
    tag: &str,
) -> Result<Vec<Rep>> {
    let mut reps = Vec::new();
    for (number, track) in scene.tracks.iter().enumerate() {
        let name = format!("{} {}", track.run, track.device);
        let rep = json!({"code": format!("{tag}-{number}"), "name": name, "org_unit_id": unit});
        let id = id_of(&company.create("reps", &rep).await?)?;
        let device = json!({"rep_id": id, "label": name, "can_declare": false});
        let device = id_of(&company.create("devices", &device).await?)?;
        let token = company
            .create(&format!("devices/{device}/token"), &json!({}))
            .await?;
        let token = token
            .get("token")
            .and_then(Value::as_str)
            .context("no token")?;
        reps.push(Rep {
            id,
            token: token.to_owned(),
        });
    }
    Ok(reps)
}

fn id_of(made: &Value) -> Result<i64> {
    made.get("id")
        .and_then(Value::as_i64)
        .with_context(|| format!("no id in {made}"))
}

async fn stream_track(
    url: &str,
    track: &Track,
    rep: &Rep,
    date: NaiveDate,
    turn: f64,
) -> Result<()> {
    let shift_ms = rebase::shift_ms(track, judged::day_span(date));
    let points: Vec<Point> = rebase::moved(track, shift_ms).collect();
    let phone = Phone::start(Config::new(url, &rep.token, Uuid::now_v7()));
    for chunk in points.chunks(BATCH) {
        let fixes = chunk.iter().map(|p| wire(p, turn)).collect();
        phone.send(Frame::fixes(None, fixes)).await?;
    }
    let settled = phone.settled(SETTLE).await;
    let log = phone.log();
    phone.stop().await;
    if !settled {
        bail!(
            "{} {}: not everything was acknowledged: {:?}",
            track.run,
            track.device,
            log.errors
        );
    }
    for ((status, code), count) in &log.counts {
        tracing::info!(
            run = track.run,
            device = track.device,
            status,
            code,
            count,
            "not plainly accepted"
        );
    }
    Ok(())
}

fn wire(point: &Point, turn: f64) -> WireFix {
    WireFix {
        at: point.at_ms,
        lat: point.lat,
        lng: point.lng + turn,
        accuracy_m: point.accuracy_m,
        altitude_m: point.altitude_m,
        speed_mps: point.speed_mps,
        bearing_deg: point.bearing_deg,
        ..WireFix::default()
    }
}
