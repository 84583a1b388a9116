//! The figures of `score fraud` as a table and as keys.

use std::ops::Range;

use super::{DETECTORS, Fared, Lab};
use crate::score::report::{Report, percent};

/// Prints each detector.
pub fn print(report: &mut Report, seeds: &Range<u64>, lab: &Lab) {
    report.line(format!(
        "{} honest rep-days (seeds {}–{})",
        lab.honest,
        seeds.start,
        seeds.end.saturating_sub(1)
    ));
    report.line(format!(
        "  {:<38}{:>9}{:>9}{:>10}{:>16}{:>11}",
        "detector", "cheats", "caught", "recall", "honest flagged", "precision"
    ));
    for ((name, key), fared) in DETECTORS.iter().zip(&lab.rows) {
        row(report, name, key, fared);
    }
    let share = |part: u32, of: u32| percent((of > 0).then(|| f64::from(part) / f64::from(of)));
    report.line(format!(
        "  honest rep-days with any flag of the declared day: {}",
        share(lab.flagged, lab.honest)
    ));
    let p = &lab.pins;
    report.line(format!(
        "  pins proposed by the server where one rep alone checks in elsewhere: {} of {}; where a shop \
         moved, seen by two reps or three: {} of {}",
        p.lone_proposed, p.lone, p.moved_proposed, p.moved
    ));
    report.figure("fraud_lone_pins_proposed", p.lone_proposed);
}

fn row(report: &mut Report, name: &str, key: &str, f: &Fared) {
    let share = |part: u32, of: u32| (of > 0).then(|| f64::from(part) / f64::from(of));
    let recall = share(f.caught, f.cheating);
    let accused = share(f.accused, f.honest);
    let precision = share(f.caught, f.caught + f.accused);
    report.line(format!(
        "  {name:<38}{:>9}{:>9}{:>10}{:>16}{:>11}",
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
