//! The matrix as a table and as keys; which corners are missed, and whether any rule could meet them.

use std::ops::Range;

use super::{Cell, Count, PIN_ERRORS_M, Source};
use crate::score::report::Report;

/// The goals, as shares of a cell's visits.
const OUTSIDE_MOST: f64 = 0.01;
const REVIEW_MOST: f64 = 0.03;
const FAKED_MOST: f64 = 0.01;

/// Why a cell is as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Met,
    /// The shop itself lies outside its recorded fence.
    PinOutside,
    /// The error that the phone keeps puts more of the stays beyond the edge than the goal allows
    /// for review.
    KeptBeyond,
    /// Missed without such a cause.
    Missed,
}

impl Standing {
    fn of(cell: &Cell, c: &Count) -> Self {
        let met = c.share(c.outside) <= OUTSIDE_MOST && c.share(c.review) <= REVIEW_MOST;
        if met {
            Self::Met
        } else if cell.pin_error_m > f64::from(cell.radius_m) {
            Self::PinOutside
        } else if c.share(c.beyond) > REVIEW_MOST {
            Self::KeptBeyond
        } else {
            Self::Missed
        }
    }

    const fn sign(self) -> char {
        match self {
            Self::Met => ' ',
            Self::PinOutside => 'p',
            Self::KeptBeyond => 'k',
            Self::Missed => '!',
        }
    }
}

type Scored = (Cell, Count);

/// Table, worst cells and keys.
pub fn print(report: &mut Report, seeds: &Range<u64>, scored: &[Scored]) {
    let visits = scored.first().map_or(0, |(_, c)| c.visits);
    report.line(format!(
        "{} cells, {visits} honest and {visits} faked visits each (seeds {}–{}); honest: outside / in review, %",
        scored.len(),
        seeds.start,
        seeds.end.saturating_sub(1),
    ));
    report.line(
        "  p: the pin is off by more than the radius; k: the error that the phone keeps for a stay, with \
         the pin's, lies beyond the edge in over 3 % of the stays; !: missed without such a cause",
    );
    let header = columns(PIN_ERRORS_M.iter().map(|e| format!("pin {e} m off")));
    report.line(format!("  {:<8}{:>6}{:>6}{header}", "phone", "r", "a"));
    for row in scored.chunks(PIN_ERRORS_M.len()) {
        let Some((first, _)) = row.first() else {
            continue;
        };
        let cells = columns(row.iter().map(honest));
        report.line(format!(
            "  {:<8}{:>6}{:>6}{cells}",
            phone(first.source),
            first.radius_m,
            first.accuracy_m
        ));
    }
    sums(report, scored);
}

/// Right-aligned.
fn columns(cells: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    for cell in cells {
        line.push_str(&" ".repeat(17_usize.saturating_sub(cell.len())));
        line.push_str(&cell);
    }
    line
}

fn sums(report: &mut Report, scored: &[Scored]) {
    let standing = |s: Standing| {
        scored
            .iter()
            .filter(move |(cell, c)| Standing::of(cell, c) == s)
    };
    for (what, key, s) in [
        ("meet the goals for honest visits", "met", Standing::Met),
        ("missed: pin outside", "pin_outside", Standing::PinOutside),
        ("missed: kept error", "kept_beyond", Standing::KeptBeyond),
        ("missed otherwise", "missed", Standing::Missed),
    ] {
        let cells = standing(s).count();
        report.line(format!("  cells, {what}: {cells}"));
        report.figure(&format!("place_cells_{key}"), cells);
        if s != Standing::Met {
            worst(report, "  worst in review", standing(s), |c| c.review);
        }
    }
    worst(report, "worst outside of all", scored.iter(), |c| c.outside);
    worst(report, "worst in review of all", scored.iter(), |c| {
        c.review
    });
    worst(report, "worst faked and valid of all", scored.iter(), |c| {
        c.faked_valid
    });
    let most = |of: fn(&Count) -> u32| {
        let shares = scored.iter().map(|(_, c)| c.share(of(c)));
        shares.fold(0.0, f64::max)
    };
    let faked = most(|c| c.faked_valid);
    let over = scored
        .iter()
        .filter(|(_, c)| c.share(c.faked_valid) > FAKED_MOST);
    report.line(format!(
        "  cells with over 1 % of the faked visits valid: {}",
        over.count()
    ));
    report.rounded("place_outside_worst_rate", Some(most(|c| c.outside)), 4);
    report.rounded("place_review_worst_rate", Some(most(|c| c.review)), 4);
    report.rounded("place_faked_valid_worst_rate", Some(faked), 4);
}

fn worst<'a>(
    report: &mut Report,
    what: &str,
    scored: impl Iterator<Item = &'a Scored>,
    of: fn(&Count) -> u32,
) {
    let Some((cell, c)) = scored.max_by_key(|(_, c)| of(c)) else {
        return;
    };
    report.line(format!(
        "  {what}: {:.1} % ({}, r {} m, a {} m, pin {} m off)",
        100.0 * c.share(of(c)),
        phone(cell.source),
        cell.radius_m,
        cell.accuracy_m,
        cell.pin_error_m
    ));
}

fn honest((cell, c): &Scored) -> String {
    let percent = |part| 100.0 * c.share(part);
    let sign = Standing::of(cell, c).sign();
    format!(
        "{:.1} / {:.1} {sign}",
        percent(c.outside),
        percent(c.review)
    )
}

const fn phone(source: Source) -> &'static str {
    match source {
        Source::Native => "native",
        Source::Web => "web",
    }
}
