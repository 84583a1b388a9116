//! Cuts shops into territories of equal size, and puts a territory's shops in an order to visit.

use crate::plane::Point;

/// Splits `points` into `count` compact groups whose sizes differ by at most one or two; indices
/// into `points`, the groups from west to east.
pub fn split(points: &[Point], count: usize) -> Vec<Vec<usize>> {
    let mut groups = Vec::with_capacity(count);
    bisect(
        points,
        (0..points.len()).collect(),
        count.max(1),
        &mut groups,
    );
    let west = |group: &Vec<usize>| {
        let xs: Vec<f64> = group
            .iter()
            .filter_map(|&i| points.get(i))
            .map(|p| p.x)
            .collect();
        xs.iter().sum::<f64>() / f64::from(u32::try_from(xs.len().max(1)).unwrap_or(1))
    };
    groups.sort_by(|a, b| west(a).total_cmp(&west(b)));
    groups
}

fn bisect(points: &[Point], mut members: Vec<usize>, count: usize, out: &mut Vec<Vec<usize>>) {
    if count <= 1 {
        out.push(members);
        return;
    }
    let at = |&i: &usize| points.get(i).copied().unwrap_or_default();
    let span = |pick: fn(Point) -> f64| {
        let values = || members.iter().map(|i| pick(at(i)));
        values().fold(f64::MIN, f64::max) - values().fold(f64::MAX, f64::min)
    };
    if span(|p| p.x) >= span(|p| p.y) {
        members.sort_by(|a, b| at(a).x.total_cmp(&at(b).x).then(a.cmp(b)));
    } else {
        members.sort_by(|a, b| at(a).y.total_cmp(&at(b).y).then(a.cmp(b)));
    }
    let left = count / 2;
    let rest = members.split_off(members.len() * left / count);
    bisect(points, members, left, out);
    bisect(points, rest, count - left, out);
}

/// Orders a group by always going to the nearest place left, from `start`.
pub fn ordered(points: &[Point], group: &[usize], start: Point) -> Vec<usize> {
    let mut left = group.to_vec();
    let mut here = start;
    let mut order = Vec::with_capacity(left.len());
    while let Some(place) = (0..left.len()).min_by(|&a, &b| {
        let far = |k: usize| {
            let point = left.get(k).and_then(|&i| points.get(i));
            point.map_or(f64::MAX, |p| p.distance(here))
        };
        far(a).total_cmp(&far(b))
    }) {
        let next = left.remove(place);
        here = points.get(next).copied().unwrap_or(here);
        order.push(next);
    }
    order
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn everything_is_in_one_territory_of_about_equal_size(
            xy in prop::collection::vec((-5e3..5e3f64, -5e3..5e3f64), 60..300), count in 1usize..20
        ) {
            let points: Vec<Point> = xy.iter().map(|&(x, y)| Point { x, y }).collect();
            let groups = split(&points, count);
            prop_assert_eq!(groups.len(), count);
            let all: BTreeSet<usize> = groups.iter().flatten().copied().collect();
            prop_assert_eq!(all.len(), points.len());
            let fair = points.len() / count;
            prop_assert!(groups.iter().all(|g| g.len().abs_diff(fair) <= 2));
            for group in &groups {
                let order = ordered(&points, group, Point::default());
                let sorted: BTreeSet<usize> = order.into_iter().collect();
                prop_assert_eq!(sorted, group.iter().copied().collect::<BTreeSet<_>>());
            }
        }
    }
}
