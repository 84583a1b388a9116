//! The MobilityNet layout: `<run>.csv.gz` in arrival order, `truth_visits.csv`,
//! `truth_sections.csv`, `places.geojson`, and `stationary_*.csv.gz` in metres from the median.
//!
//! Reads any folder of that layout. Places that differ only in `-v2`, `-v3` are one place.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};

use super::{
    Point, Span, Trace, seconds_to_ms,
    table::{Row, Table},
};

/// A closed ring of (lat, lng) degrees.
pub type Ring = Vec<(f64, f64)>;

/// One feature of `places.geojson`.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// As in the file, e.g. `wurster-bikeshare-station-v2`.
    pub id: String,
    /// Without the version, e.g. `wurster-bikeshare-station`.
    pub name: String,
    /// `[polygon][ring]`, first ring outer.
    pub polygons: Vec<Vec<Ring>>,
    /// When the place exists; `None` is open.
    pub valid_from_ms: Option<i64>,
    pub valid_to_ms: Option<i64>,
}

impl Place {
    /// Whether the place exists at some time of `span`.
    pub fn exists_in(&self, span: Span) -> bool {
        self.valid_from_ms.is_none_or(|from| from <= span.to_ms)
            && self.valid_to_ms.is_none_or(|to| span.from_ms <= to)
    }
}

/// A true stay. `places` holds names without versions: where it began, and where it ended if elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct TrueVisit {
    pub places: Vec<String>,
    pub span: Span,
}

/// Phones carried together on one route.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub name: String,
    pub traces: Vec<Trace>,
    pub visits: Vec<TrueVisit>,
    /// From the first section's start to the last one's end; `None` where the file has none.
    pub window: Option<Span>,
}

/// One phone lying still for one period; coordinates are metres east and north of its median.
#[derive(Clone, Debug, PartialEq)]
pub struct Stationary {
    pub period: String,
    pub device: String,
    pub window: Span,
    /// (time, metres east, metres north, accuracy)
    pub points: Vec<(i64, f64, f64, Option<f64>)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct MobilityNet {
    pub runs: Vec<Run>,
    pub places: Vec<Place>,
    pub stationary: Vec<Stationary>,
}

/// Reads a folder of the layout.
pub fn load(dir: &Path) -> Result<MobilityNet> {
    let mut data = MobilityNet {
        places: read_places(&dir.join("places.geojson"))?,
        ..MobilityNet::default()
    };
    let mut visits = read_visits(&dir.join("truth_visits.csv"))?;
    let windows = read_windows(&dir.join("truth_sections.csv"))?;
    for (name, path) in trace_files(dir)? {
        if name.starts_with("stationary") {
            data.stationary.extend(read_stationary(&path)?);
        } else {
            data.runs.push(Run {
                traces: read_run(&path)?,
                visits: visits.remove(&name).unwrap_or_default(),
                window: windows.get(&name).copied(),
                name,
            });
        }
    }
    if data.runs.is_empty() && data.stationary.is_empty() {
        bail!("{} holds no runs (*.csv or *.csv.gz)", dir.display());
    }
    Ok(data)
}

/// The place without its version: `x-v2` → `x`.
pub fn place_name(id: &str) -> &str {
    match id.rsplit_once("-v") {
        Some((name, version))
            if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) =>
        {
            name
        }
        _ => id,
    }
}

/// Trace files by name, without truth files.
pub(super) fn trace_files(dir: &Path) -> Result<BTreeMap<String, std::path::PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut found = BTreeMap::new();
    for entry in entries {
        let path = entry?.path();
        let file = path
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let Some(name) = file
            .strip_suffix(".csv.gz")
            .or_else(|| file.strip_suffix(".csv"))
        else {
            continue;
        };
        if !name.starts_with("truth_") && name != "day_quality" && name != "segments" {
            found.insert(name.to_owned(), path);
        }
    }
    Ok(found)
}

fn positive(value: Option<f64>) -> Option<f64> {
    value.filter(|v| *v > 0.0)
}
fn not_negative(value: Option<f64>) -> Option<f64> {
    value.filter(|v| *v >= 0.0)
}

fn read_run(path: &Path) -> Result<Vec<Trace>> {
    let table = Table::read(path)?;
    let mut traces: BTreeMap<String, Vec<(f64, Point)>> = BTreeMap::new();
    for row in table.rows() {
        let at = row.required_number("ts")?;
        let point = Point {
            accuracy_m: positive(row.number("accuracy_m")?),
            altitude_m: row.number("altitude_m")?,
            speed_mps: not_negative(row.number("speed_mps")?),
            bearing_deg: not_negative(row.number("bearing_deg")?).filter(|b| *b < 360.0),
            ..Point::new(
                seconds_to_ms(at),
                row.required_number("lat")?,
                row.required_number("lon")?,
            )
        };
        let arrived = row.number("write_ts")?.unwrap_or(at);
        traces
            .entry(row.text("phone").unwrap_or("phone").to_owned())
            .or_default()
            .push((arrived, point));
    }
    Ok(traces
        .into_iter()
        .map(|(device, mut points)| {
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            let points = points.into_iter().map(|(_, p)| p).collect();
            Trace { device, points }
        })
        .collect())
}

fn read_visits(path: &Path) -> Result<BTreeMap<String, Vec<TrueVisit>>> {
    let table = Table::read(path)?;
    let mut visits: BTreeMap<String, Vec<TrueVisit>> = BTreeMap::new();
    for row in table.rows() {
        let mut places = vec![place_name(row.required_text("place_id")?).to_owned()];
        if let Some(other) = row.text("place_id_departure_if_different").map(place_name)
            && !places.iter().any(|p| p == other)
        {
            places.push(other.to_owned());
        }
        let span = Span {
            from_ms: seconds_to_ms(row.required_number("arrive_ts")?),
            to_ms: seconds_to_ms(row.required_number("depart_ts")?),
        };
        let run = row.required_text("run")?.to_owned();
        visits
            .entry(run)
            .or_default()
            .push(TrueVisit { places, span });
    }
    Ok(visits)
}

/// First section's start to last section's end; where a run lists none, its trips or its period.
fn read_windows(path: &Path) -> Result<BTreeMap<String, Span>> {
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let table = Table::read(path)?;
    let mut windows: BTreeMap<String, Span> = BTreeMap::new();
    let kind_of = |row: &Row<'_>| row.text("kind").unwrap_or("section").to_owned();
    for kind in ["section", "trip", "period"] {
        let mut found: BTreeMap<String, Span> = BTreeMap::new();
        for row in table.rows().filter(|r| kind_of(r) == kind) {
            let from_ms = seconds_to_ms(row.required_number("start_ts")?);
            let to_ms = seconds_to_ms(row.required_number("stop_ts")?);
            found
                .entry(row.required_text("run")?.to_owned())
                .and_modify(|w| {
                    w.from_ms = w.from_ms.min(from_ms);
                    w.to_ms = w.to_ms.max(to_ms);
                })
                .or_insert(Span { from_ms, to_ms });
        }
        for (run, span) in found {
            windows.entry(run).or_insert(span);
        }
    }
    Ok(windows)
}

fn read_stationary(path: &Path) -> Result<Vec<Stationary>> {
    let table = Table::read(path)?;
    let mut found: BTreeMap<(String, String), Stationary> = BTreeMap::new();
    let mut arrival: BTreeMap<(String, String), Vec<(f64, usize)>> = BTreeMap::new();
    for row in table.rows() {
        let period = row.required_text("period")?.to_owned();
        let device = row.text("phone").unwrap_or("phone").to_owned();
        let window = Span {
            from_ms: seconds_to_ms(row.required_number("window_start")?),
            to_ms: seconds_to_ms(row.required_number("window_end")?),
        };
        let at = row.required_number("ts")?;
        let key = (period.clone(), device.clone());
        let one = found.entry(key.clone()).or_insert_with(|| Stationary {
            period,
            device,
            window,
            points: Vec::new(),
        });
        let arrived = row.number("write_ts")?.unwrap_or(at);
        arrival
            .entry(key)
            .or_default()
            .push((arrived, one.points.len()));
        one.points.push((
            seconds_to_ms(at),
            row.required_number("east_m")?,
            row.required_number("north_m")?,
            positive(row.number("accuracy_m")?),
        ));
    }
    for (key, mut order) in arrival {
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some(one) = found.get_mut(&key) {
            one.points = order
                .iter()
                .filter_map(|(_, i)| one.points.get(*i).copied())
                .collect();
        }
    }
    Ok(found.into_values().collect())
}

fn read_places(path: &Path) -> Result<Vec<Place>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let collection: geojson::FeatureCollection = text
        .parse::<geojson::GeoJson>()
        .ok()
        .and_then(|g| g.try_into().ok())
        .context("places.geojson is no feature collection")?;
    collection.features.iter().map(read_place).collect()
}

fn read_place(feature: &geojson::Feature) -> Result<Place> {
    let text = |key: &str| feature.property(key).and_then(serde_json::Value::as_str);
    let time = |key: &str| {
        feature
            .property(key)
            .and_then(serde_json::Value::as_f64)
            .map(seconds_to_ms)
    };
    let id = text("place_id")
        .or_else(|| text("name"))
        .context("a place without place_id")?
        .to_owned();
    let polygons = match feature.geometry.as_ref().map(|g| &g.value) {
        Some(geojson::GeometryValue::Polygon { coordinates }) => vec![rings(coordinates)?],
        Some(geojson::GeometryValue::MultiPolygon { coordinates }) => coordinates
            .iter()
            .map(|p| rings(p))
            .collect::<Result<_>>()?,
        _ => bail!("place {id} is no polygon"),
    };
    Ok(Place {
        name: place_name(&id).to_owned(),
        polygons,
        valid_from_ms: time("valid_start_ts"),
        valid_to_ms: time("valid_end_ts"),
        id,
    })
}

fn rings(polygon: &[Vec<geojson::Position>]) -> Result<Vec<Ring>> {
    polygon
        .iter()
        .map(|ring| {
            ring.iter()
                .map(|p| match p.as_slice() {
                    [lng, lat, ..] => Ok((*lat, *lng)),
                    _ => bail!("a position with less than two numbers"),
                })
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::place_name;

    #[test]
    fn a_version_is_cut_from_a_place_and_nothing_else_is() {
        assert_eq!(
            place_name("wurster-bikeshare-station-v3"),
            "wurster-bikeshare-station"
        );
        assert_eq!(place_name("main-street-vault"), "main-street-vault");
        assert_eq!(place_name("hfa-b"), "hfa-b");
    }
}
