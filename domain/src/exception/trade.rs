//! Exceptions of orders and money.

use super::{Finding, Thresholds};
use crate::time::At;

const MINUTE_MS: i64 = 60_000;

/// An order waits for a release; minutes.
pub fn order_held(since: At, set: &Thresholds, now: At) -> Option<Finding> {
    let value = (now.0 - since.0) / MINUTE_MS;
    let limit = i64::from(set.order_held.after_min);
    (set.order_held.on && value >= limit).then(|| Finding::of(value, limit, Some(since)))
}

/// Money that a rep took and carries still, by its oldest; hours.
pub fn not_handed_in(since: At, set: &Thresholds, now: At) -> Option<Finding> {
    let value = (now.0 - since.0) / (60 * MINUTE_MS);
    let limit = i64::from(set.collection_not_handed_in.after_h);
    (set.collection_not_handed_in.on && value >= limit)
        .then(|| Finding::of(value, limit, Some(since)))
}

/// More cash on a rep than the company wants there; minor units.
pub fn cash_limit(carried_minor: i64, since: At, set: &Thresholds) -> Option<Finding> {
    let limit = set.cash_limit.above_minor;
    (set.cash_limit.on && limit > 0 && carried_minor > limit)
        .then(|| Finding::of(carried_minor, limit, Some(since)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_opens_at_its_limit() {
        let set = Thresholds::default();
        let since = At(0);
        let at = |minutes: i64| At(minutes * MINUTE_MS);
        assert_eq!(order_held(since, &set, at(14)), None);
        assert_eq!(
            order_held(since, &set, at(15)),
            Some(Finding::of(15, 15, Some(since)))
        );
        assert_eq!(not_handed_in(since, &set, at(24 * 60 - 1)), None);
        assert_eq!(not_handed_in(since, &set, at(24 * 60)).unwrap().value, 24);
        assert_eq!(cash_limit(i64::MAX, since, &set), None, "no limit is set");
        let mut set = set;
        set.cash_limit.above_minor = 100;
        assert_eq!(cash_limit(100, since, &set), None);
        assert_eq!(cash_limit(101, since, &set).unwrap().limit, 100);
    }
}
