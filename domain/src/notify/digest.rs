//! Many events in one message: counts by kind and severity, most urgent first.

use std::collections::BTreeMap;

use super::Severity;

/// So many events of one kind and severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub kind: String,
    pub severity: Severity,
    pub count: usize,
}

/// The counts of a message; they add up to `total`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    pub total: usize,
    pub lines: Vec<Line>,
}

impl Digest {
    pub fn worst(&self) -> Severity {
        self.lines
            .first()
            .map_or(Severity::Info, |line| line.severity)
    }
}

/// Counts events; their order does not matter.
pub fn digest<'a>(events: impl IntoIterator<Item = (&'a str, Severity)>) -> Digest {
    let mut counts: BTreeMap<(std::cmp::Reverse<Severity>, &str), usize> = BTreeMap::new();
    let mut total = 0;
    for (kind, severity) in events {
        *counts
            .entry((std::cmp::Reverse(severity), kind))
            .or_default() += 1;
        total += 1;
    }
    let lines = counts
        .into_iter()
        .map(|((severity, kind), count)| Line {
            kind: kind.to_owned(),
            severity: severity.0,
            count,
        })
        .collect();
    Digest { total, lines }
}
