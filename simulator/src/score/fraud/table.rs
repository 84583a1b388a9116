//! The figures of `score fraud` as a table and as keys.

use std::ops::Range;

use super::{Fared, Lab};
use crate::score::report::{Report, percent};

/// Prints each detector.
pub fn print(report: &mut Report, seeds: &Range<u64>, lab: &Lab) {
    report.line(format!(
        "{} honest rep-days (seeds {}–{})",
        lab.replayed.honest,
        seeds.start,
        seeds.end.saturating_sub(1)
    ));
    report.line(format!(
        "  {:<34}{:>9}{:>9}{:>10}{:>16}{:>11}",
        "detector", "cheats", "caught", "recall", "honest flagged", "precision"
    ));
    for (name, key, fared) in [
        ("replayed track", "replayed", &lab.replayed),
        ("phone handed to a colleague", "shared_phone", &lab.shared),
        ("a street from one café", "one_cafe", &lab.one_cafe),
    ] {
        row(report, name, key, fared);
    }
}

fn row(report: &mut Report, name: &str, key: &str, f: &Fared) {
    let share = |part: u32, of: u32| (of > 0).then(|| f64::from(part) / f64::from(of));
    let recall = share(f.caught, f.cheating);
    let accused = share(f.accused, f.honest);
    let precision = share(f.caught, f.caught + f.accused);
    report.line(format!(
        "  {name:<34}{:>9}{:>9}{:>10}{:>16}{:>11}",
        f.cheating,
        f.caught,
        percent(recall),
        percent(accused),
        percent(precision)
    ));
    report.rounded(&format!("fraud_{key}_recall"), recall, 4);
    report.rounded(&format!("fraud_{key}_false_rate"), accused, 4);
    report.rounded(&format!("fraud_{key}_precision"), precision, 4);
}
