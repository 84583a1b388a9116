//! The SSI layout: one `<user>-<date>.csv.gz` a day, every point labelled stop or moving, with the
//! optional files `segments.csv` and `day_quality.csv`.
//!
//! Without those files segments are runs of equal labels, and a day that says stop from end to end
//! counts as a day on which nobody kept a diary.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDateTime};

use super::{Point, Span, Trace, mobilitynet::trace_files, table::Table};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Stop,
    Move,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub label: Label,
    pub span: Span,
}

/// How far the labels of a day can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Diary {
    Clean,
    WithCare,
    None,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SsiDay {
    pub name: String,
    pub trace: Trace,
    pub segments: Vec<Segment>,
    pub diary: Diary,
}

/// Reads a folder of the layout.
pub fn load(dir: &Path) -> Result<Vec<SsiDay>> {
    let mut segments = read_segments(&dir.join("segments.csv"))?;
    let quality = read_quality(&dir.join("day_quality.csv"))?;
    let mut days = Vec::new();
    for (name, path) in trace_files(dir)? {
        let (trace, derived) = read_day(&name, &path)?;
        let segments = segments.remove(&name).unwrap_or(derived);
        let diary = quality
            .get(&name)
            .copied()
            .unwrap_or_else(|| derived_diary(&segments));
        days.push(SsiDay {
            name,
            trace,
            segments,
            diary,
        });
    }
    if days.is_empty() {
        bail!("{} holds no days (*.csv or *.csv.gz)", dir.display());
    }
    Ok(days)
}

fn derived_diary(segments: &[Segment]) -> Diary {
    if segments.iter().any(|s| s.label == Label::Move) {
        Diary::WithCare
    } else {
        Diary::None
    }
}

fn instant_ms(text: &str) -> Result<i64> {
    DateTime::parse_from_rfc3339(text)
        .map(|t| t.timestamp_millis())
        .or_else(|_| {
            NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f")
                .map(|t| t.and_utc().timestamp_millis())
        })
        .with_context(|| format!("no instant: {text:?}"))
}

fn label_of(text: &str) -> Result<Label> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "stop" | "1" => Ok(Label::Stop),
        "false" | "move" | "0" => Ok(Label::Move),
        other => bail!("no label: {other:?}"),
    }
}

fn read_day(name: &str, path: &Path) -> Result<(Trace, Vec<Segment>)> {
    let table = Table::read(path)?;
    let mut points = Vec::new();
    let mut labels = Vec::new();
    for row in table.rows() {
        let at_ms = instant_ms(row.required_text("timestamp")?)?;
        points.push(Point {
            accuracy_m: row.number("accuracy")?.filter(|a| *a > 0.0),
            ..Point::new(
                at_ms,
                row.required_number("latitude")?,
                row.required_number("longitude")?,
            )
        });
        if let Some(label) = row.text("stop") {
            labels.push((at_ms, label_of(label)?));
        }
    }
    let device = name.to_owned();
    Ok((Trace { device, points }, runs_of_labels(labels)))
}

/// Segments are runs of equal labels by time; the time between two runs belongs to neither.
fn runs_of_labels(mut labels: Vec<(i64, Label)>) -> Vec<Segment> {
    labels.sort_by_key(|l| l.0);
    let mut segments: Vec<Segment> = Vec::new();
    for (at_ms, label) in labels {
        match segments.last_mut() {
            Some(last) if last.label == label => last.span.to_ms = at_ms,
            _ => segments.push(Segment {
                label,
                span: Span {
                    from_ms: at_ms,
                    to_ms: at_ms,
                },
            }),
        }
    }
    segments
}

fn read_segments(path: &Path) -> Result<BTreeMap<String, Vec<Segment>>> {
    let mut days: BTreeMap<String, Vec<Segment>> = BTreeMap::new();
    if !path.exists() {
        return Ok(days);
    }
    for row in Table::read(path)?.rows() {
        let segment = Segment {
            label: label_of(row.required_text("label")?)?,
            span: Span {
                from_ms: super::seconds_to_ms(row.required_number("start_unix")?),
                to_ms: super::seconds_to_ms(row.required_number("end_unix")?),
            },
        };
        days.entry(row.required_text("day")?.to_owned())
            .or_default()
            .push(segment);
    }
    Ok(days)
}

fn read_quality(path: &Path) -> Result<BTreeMap<String, Diary>> {
    let mut days = BTreeMap::new();
    if !path.exists() {
        return Ok(days);
    }
    for row in Table::read(path)?.rows() {
        let verdict = row.required_text("verdict")?;
        let diary = if verdict.starts_with("clean") {
            Diary::Clean
        } else if verdict.starts_with("no ") {
            Diary::None
        } else {
            Diary::WithCare
        };
        days.insert(row.required_text("day")?.to_owned(), diary);
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_derived_from_the_labels_when_no_file_lists_them() {
        let segments = runs_of_labels(vec![
            (3_000, Label::Move),
            (1_000, Label::Stop),
            (2_000, Label::Stop),
            (9_000, Label::Stop),
        ]);
        let spans: Vec<_> = segments
            .iter()
            .map(|s| (s.label, s.span.from_ms, s.span.to_ms))
            .collect();
        assert_eq!(
            spans,
            [
                (Label::Stop, 1_000, 2_000),
                (Label::Move, 3_000, 3_000),
                (Label::Stop, 9_000, 9_000)
            ]
        );
        assert_eq!(derived_diary(&segments), Diary::WithCare);
        assert_eq!(derived_diary(&segments[..1]), Diary::None);
    }
}
