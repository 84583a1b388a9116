//! The figures as a table for people and as one flat JSON object.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::{
    mobility::MobilityScore,
    stationary::StationaryScore,
    stops::{StopScore, TimeTable},
    visits::{Finding, FindingKind, VisitScore},
};
use crate::dataset::{Span, ssi::Diary};

/// Figures, ready to print and to write.
#[derive(Default)]
pub struct Report {
    lines: Vec<String>,
    explained: Vec<String>,
    figures: Map<String, Value>,
}

impl Report {
    /// Prints the table, and with `explain` what is behind each fault.
    pub fn print(&self, explain: bool) -> Result<()> {
        let mut out = std::io::stdout().lock();
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        if explain {
            for line in &self.explained {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }

    /// Writes the figures into `path`, keeping other keys of an object that is there.
    pub fn write_json(&self, path: &Path) -> Result<()> {
        let mut whole: Map<String, Value> = fs::read_to_string(path)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        whole.extend(self.figures.clone());
        if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent)?;
        }
        let text = serde_json::to_string_pretty(&whole)? + "\n";
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    pub(super) fn line(&mut self, text: impl Into<String>) {
        self.lines.push(text.into());
    }

    pub(super) fn figure(&mut self, key: &str, value: impl Into<Value>) {
        self.figures.insert(key.to_owned(), value.into());
    }

    /// A figure rounded to `digits`; null where nothing could be measured.
    pub(super) fn rounded(&mut self, key: &str, value: Option<f64>, digits: i32) {
        let scale = 10f64.powi(digits);
        let value = value.map(|v| (v * scale).round() / scale);
        self.figures.insert(key.to_owned(), json!(value));
    }
}

pub(super) fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{:.1} %", v * 100.0))
}
fn plain(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{v:.digits$}"))
}

/// The MobilityNet scores beside those of the baseline.
pub fn mobilitynet(score: &MobilityScore, baseline: &MobilityScore) -> Report {
    let mut report = Report::default();
    for ((dwell_s, s), (_, b)) in score.visits.iter().zip(&baseline.visits) {
        visits(&mut report, *dwell_s, s, b);
    }
    if let Some(arrival) = score.visits.first() {
        let error = arrival.1.median_arrival_error_s();
        report.rounded("mobilitynet_arrival_error_s", error, 1);
    }
    if let (Some(s), Some(b)) = (&score.stationary, &baseline.stationary) {
        stationary(&mut report, s, b);
    }
    report
}

fn visits(report: &mut Report, dwell_s: i32, s: &VisitScore, b: &VisitScore) {
    report.line(format!(
        "dwell {dwell_s} s: {} pairs, {} counted",
        s.pairs, s.counted
    ));
    report.line(format!("  {:<28}{:>10}{:>12}", "", "judged", "baseline"));
    let mut row = |name: &str, a: String, b: String| {
        report.line(format!("  {name:<28}{a:>10}{b:>12}"));
    };
    row("recall", percent(s.recall()), percent(b.recall()));
    row(
        "false ÷ counted",
        percent(s.false_rate()),
        percent(b.false_rate()),
    );
    row(
        "detected per true",
        plain(s.per_true(), 3),
        plain(b.per_true(), 3),
    );
    row(
        "median arrival error, s",
        plain(s.median_arrival_error_s(), 1),
        plain(b.median_arrival_error_s(), 1),
    );
    let key = |name: &str| format!("mobilitynet_{dwell_s}s_{name}");
    report.rounded(&key("recall"), s.recall(), 4);
    report.rounded(&key("false_rate"), s.false_rate(), 4);
    report.rounded(&key("per_true"), s.per_true(), 4);
    report.figure(&key("counted_pairs"), s.counted);
    for finding in &s.findings {
        report.explained.push(explain(dwell_s, finding));
    }
}

fn explain(dwell_s: i32, f: &Finding) -> String {
    let what = match f.kind {
        FindingKind::Missed => "missed",
        FindingKind::Repeated => "repeated",
        FindingKind::False => "false",
        FindingKind::LateArrival => "arrival off",
    };
    let spans: Vec<String> = f.detected.iter().map(|s| span(*s)).collect();
    let detected = if f.kind == FindingKind::False {
        String::new()
    } else {
        format!(", detected there [{}]", spans.join(", "))
    };
    format!(
        "{dwell_s} s {what}: {} {} {} {}{detected}",
        f.run,
        f.device,
        f.place,
        span(f.span)
    )
}

/// `HH:MM:SS–HH:MM:SS (n s) @epoch`, in UTC.
fn span(span: Span) -> String {
    let clock = |ms: i64| {
        chrono::DateTime::from_timestamp_millis(ms)
            .map_or_else(String::new, |t| t.format("%dT%H:%M:%S").to_string())
    };
    format!(
        "{}–{} ({} s) @{}",
        clock(span.from_ms),
        clock(span.to_ms),
        span.duration_ms() / 1000,
        span.from_ms / 1000
    )
}

fn stationary(report: &mut Report, s: &StationaryScore, b: &StationaryScore) {
    report.line(format!("stationary: {} periods of a phone", s.periods));
    report.line(format!("  {:<28}{:>10}{:>12}", "", "judged", "baseline"));
    let mut row = |name: &str, a: usize, b: usize| {
        report.line(format!("  {name:<28}{a:>10}{b:>12}"));
    };
    row("visits 150–300 m away", s.false_visits, b.false_visits);
    row("one visit at the median", s.one_visit, b.one_visit);
    row("no visit at the median", s.no_visit, b.no_visit);
    row("leavings", s.leavings, b.leavings);
    report.figure("stationary_periods", s.periods);
    report.figure("stationary_false_visits", s.false_visits);
    report.figure("stationary_leavings", s.leavings);
    report.figure("stationary_one_visit_periods", s.one_visit);
    let lines = s.findings.iter().map(|f| format!("stationary: {f}"));
    report.explained.extend(lines);
}

/// The stop and move scores by day.
pub fn ssi(score: &StopScore) -> Report {
    let mut report = Report::default();
    let row = |name: &str, time: TimeTable| {
        format!(
            "  {name:<44}{:>10}{:>10}{:>12}",
            plain(time.stop_f1(), 3),
            plain(time.move_f1(), 3),
            hours(time)
        )
    };
    report.line(format!(
        "  {:<44}{:>10}{:>10}{:>12}",
        "day", "stop F1", "move F1", "hours"
    ));
    for day in &score.days {
        let diary = match day.diary {
            Diary::Clean => "clean diary",
            Diary::WithCare => "diary with care",
            Diary::None => "no diary, apart",
        };
        report.line(row(&format!("{} ({diary})", day.name), day.time));
    }
    report.line(row("all days with a diary", score.time));
    report.line(row("days with a clean diary", score.clean));
    report.line(row(
        "days without a diary (labels say stop)",
        score.undiaried,
    ));
    report.rounded("ssi_stop_f1", score.time.stop_f1(), 4);
    report.rounded("ssi_move_f1", score.time.move_f1(), 4);
    report.rounded("ssi_clean_stop_f1", score.clean.stop_f1(), 4);
    report
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of days")]
fn hours(time: TimeTable) -> String {
    let ms = time.stop_seen + time.stop_missed + time.move_seen + time.move_missed;
    format!("{:.1}", ms as f64 / 3_600_000.0)
}
