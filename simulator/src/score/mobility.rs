//! A MobilityNet folder as scenes, and its scores from what an engine observed.

use std::collections::BTreeMap;

use super::{
    place::Fence,
    scene::{Observed, Scene, SceneOutlet, Track},
    stationary::{self, StationaryScore},
    visits::{self, Phone, VisitScore},
};
use crate::dataset::{
    Span,
    mobilitynet::{MobilityNet, Place, Run},
};

/// Margin round a place's polygon, as the acceptance says.
const MARGIN_M: i32 = 50;
/// The default dwell, and the shorter one that is scored too.
pub const DWELLS_S: [i32; 2] = [180, 60];

/// Runs that share one set of existing places: they can be judged in one world.
pub struct Era<'a> {
    places: Vec<&'a Place>,
    runs: Vec<&'a Run>,
}

/// What a folder scored, one entry of `visits` per dwell.
pub struct MobilityScore {
    pub visits: Vec<(i32, VisitScore)>,
    pub stationary: Option<StationaryScore>,
}

/// Groups the runs by the places that existed while they went on.
pub fn eras(data: &MobilityNet) -> Vec<Era<'_>> {
    let mut eras: BTreeMap<Vec<&str>, Era<'_>> = BTreeMap::new();
    for run in &data.runs {
        let span = core(run);
        let places: Vec<&Place> = data.places.iter().filter(|p| p.exists_in(span)).collect();
        let key = places.iter().map(|p| p.id.as_str()).collect();
        eras.entry(key)
            .or_insert_with(|| Era {
                places,
                runs: Vec::new(),
            })
            .runs
            .push(run);
    }
    eras.into_values().collect()
}

/// All scenes of a folder: every era at every dwell, then the two stationary ones.
pub fn scenes(data: &MobilityNet, eras: &[Era<'_>]) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for dwell_s in DWELLS_S {
        for (n, era) in eras.iter().enumerate() {
            scenes.push(era_scene(era, n, dwell_s));
        }
    }
    if !data.stationary.is_empty() {
        let default_s = DWELLS_S[0];
        scenes.push(stationary::away_scene(&data.stationary, default_s));
        scenes.push(stationary::median_scene(&data.stationary, default_s));
    }
    scenes
}

/// Scores what an engine observed in [`scenes`], in their order.
pub fn score(data: &MobilityNet, eras: &[Era<'_>], observed: &[Vec<Observed>]) -> MobilityScore {
    let mut answers = observed.iter();
    let visits = DWELLS_S
        .iter()
        .map(|dwell_s| {
            let of_eras: Vec<_> = answers.by_ref().take(eras.len()).collect();
            (*dwell_s, score_eras(eras, &of_eras, *dwell_s))
        })
        .collect();
    let stationary = match (answers.next(), answers.next()) {
        (Some(away), Some(median)) => Some(stationary::score(&data.stationary, away, median)),
        _ => None,
    };
    MobilityScore { visits, stationary }
}

fn era_scene(era: &Era<'_>, number: usize, dwell_s: i32) -> Scene {
    let outlets = era
        .places
        .iter()
        .map(|place| SceneOutlet {
            code: place.id.clone(),
            place: place.name.clone(),
            fence: fence(place),
        })
        .collect();
    Scene {
        name: format!("places {number}, dwell {dwell_s} s"),
        dwell_s,
        outlets,
        tracks: era.runs.iter().flat_map(|run| tracks(run)).collect(),
    }
}

fn fence(place: &Place) -> Fence {
    Fence::Polygons {
        polygons: place.polygons.clone(),
        margin_m: MARGIN_M,
    }
}

fn tracks(run: &Run) -> impl Iterator<Item = Track> {
    run.traces.iter().map(|trace| Track {
        run: run.name.clone(),
        device: trace.device.clone(),
        points: trace.points.clone(),
        core: core(run),
    })
}

/// The sections' window; without one, the true visits or else the points.
fn core(run: &Run) -> Span {
    if let Some(window) = run.window {
        return window;
    }
    let stays = run
        .visits
        .iter()
        .flat_map(|v| [v.span.from_ms, v.span.to_ms]);
    let points = run.traces.iter().flat_map(|t| &t.points).map(|p| p.at_ms);
    let mut times: Vec<i64> = stays.collect();
    if times.is_empty() {
        times = points.collect();
    }
    Span {
        from_ms: times.iter().copied().min().unwrap_or(0),
        to_ms: times.iter().copied().max().unwrap_or(0),
    }
}

fn score_eras(eras: &[Era<'_>], observed: &[&Vec<Observed>], dwell_s: i32) -> VisitScore {
    let fences: Vec<Vec<(String, Fence)>> = eras
        .iter()
        .map(|era| {
            era.places
                .iter()
                .map(|p| (p.name.clone(), fence(p)))
                .collect()
        })
        .collect();
    let mut phones = Vec::new();
    for ((era, fences), observed) in eras.iter().zip(&fences).zip(observed) {
        let traces = era
            .runs
            .iter()
            .flat_map(|run| run.traces.iter().map(move |trace| (run, trace)));
        for ((run, trace), seen) in traces.zip(observed.iter()) {
            phones.push(Phone {
                run: &run.name,
                device: &trace.device,
                points: &trace.points,
                truth: &run.visits,
                window: run.window,
                detected: &seen.visits,
                fences,
            });
        }
    }
    visits::score(&phones, dwell_s)
}
