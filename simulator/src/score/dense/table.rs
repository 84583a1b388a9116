//! The figures of `score dense` as a table and as keys.

use super::{CLASSES, Count, Setup, Tally, Walks};
use crate::score::report::{Report, percent};

/// One setup's table; keys begin with `key`.
pub fn dense(report: &mut Report, key: &str, setup: &Setup, tally: &Tally) {
    let seeds = setup.seeds.end - setup.seeds.start;
    report.line(format!(
        "{} rep-days ({} reps × {} days × seeds {}–{seeds_end}), 20 planned of {}, no check-in",
        tally.days,
        setup.reps,
        setup.days,
        setup.seeds.start,
        if setup.pool == usize::MAX {
            "all outlets on the roads".to_owned()
        } else {
            format!("the {} that lie nearest together", setup.pool)
        },
        seeds_end = setup.seeds.start + seeds - 1,
    ));
    report.line(format!(
        "  {:<22}{:>8}{:>9}{:>9}{:>12}{:>12}{:>9}",
        "spacing ÷ bias σ", "stays", "right", "wrong", "review here", "review off", "nothing"
    ));
    for (kind, counts) in [("planned", &tally.planned), ("unplanned", &tally.unplanned)] {
        let mut from = 0.0;
        for (end, count) in CLASSES.iter().zip(counts) {
            let class = if end.is_finite() {
                format!("{from}–{end}")
            } else {
                format!("{from} and more")
            };
            from = *end;
            row(report, &format!("{kind} {class}"), count);
        }
        row(report, &format!("{kind}, all"), &Tally::whole(counts));
    }
    row(report, "rests elsewhere", &tally.rests);
    report.line(format!(
        "  accepted visits at no stay at all: {}",
        tally.nowhere
    ));
    let mut reasons: Vec<_> = tally.reasons.iter().collect();
    reasons.sort_by_key(|(reason, n)| (std::cmp::Reverse(**n), (*reason).clone()));
    for (reason, n) in reasons.iter().take(6) {
        report.line(format!("  planned in review for {reason}: {n}"));
    }
    let (planned, unplanned) = (Tally::whole(&tally.planned), Tally::whole(&tally.unplanned));
    report.rounded(
        &format!("{key}_right_rate"),
        planned.share(planned.right),
        4,
    );
    report.rounded(
        &format!("{key}_wrong_rate"),
        planned.share(planned.wrong),
        4,
    );
    report.rounded(
        &format!("{key}_unplanned_wrong_rate"),
        unplanned.share(unplanned.wrong),
        4,
    );
}

fn row(report: &mut Report, name: &str, c: &Count) {
    let share = |part| percent(c.share(part));
    report.line(format!(
        "  {name:<22}{:>8}{:>9}{:>9}{:>12}{:>12}{:>9}",
        c.stays,
        share(c.right),
        share(c.wrong),
        share(c.review_right),
        share(c.review_wrong),
        share(c.missed)
    ));
}

/// The walk past shops.
pub fn walk(report: &mut Report, walk: Walks) {
    report.line(format!(
        "{} walks past {} shops without a halt: {} visits",
        walk.walks, walk.passed, walk.visits
    ));
    report.figure("dense_walk_past_visits", walk.visits);
}
