//! One order of a rep's outlets that agrees with the orders of the days as far as one can: a route has one place for each
//! outlet, whatever the weekday.

use std::collections::{BTreeMap, HashMap};

/// Of each outlet its place, from 1. Days are taken in turn: an outlet that has a place keeps it, another comes right after
/// the one before it on its day.
pub fn places<'a>(days: impl Iterator<Item = &'a [usize]>) -> BTreeMap<usize, i32> {
    // Linked by outlet, so that inserting is cheap; `None` is the head.
    let mut next: HashMap<Option<usize>, Option<usize>> = HashMap::from([(None, None)]);
    for day in days {
        let mut before: Option<usize> = None;
        for outlet in day {
            if !next.contains_key(&Some(*outlet)) {
                let after = next.insert(before, Some(*outlet)).flatten();
                next.insert(Some(*outlet), after);
            }
            before = Some(*outlet);
        }
    }
    let mut places = BTreeMap::new();
    let mut here = next.get(&None).copied().flatten();
    let mut place = 0;
    while let Some(outlet) = here {
        place += 1;
        places.insert(outlet, place);
        here = next.get(&Some(outlet)).copied().flatten();
    }
    places
}

/// Of the pairs of planned outlets that were visited, how many in the order of the plan, and how many there are.
pub fn pairs_kept(planned: &[i32], visited: &[i32]) -> (u64, u64) {
    let at: HashMap<i32, usize> = visited.iter().copied().zip(0..).collect();
    let made: Vec<usize> = planned
        .iter()
        .filter_map(|outlet| at.get(outlet).copied())
        .collect();
    let (mut kept, mut all) = (0, 0);
    for (n, later) in made.iter().enumerate() {
        for earlier in made.iter().take(n) {
            all += 1;
            kept += u64::from(earlier < later);
        }
    }
    (kept, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_count_as_kept_where_both_were_visited_in_order() {
        assert_eq!(pairs_kept(&[1, 2, 3], &[1, 2, 3]), (3, 3));
        assert_eq!(pairs_kept(&[1, 2, 3], &[3, 9, 2, 1]), (0, 3));
        assert_eq!(
            pairs_kept(&[1, 2, 3, 4], &[4, 1, 3]),
            (1, 3),
            "2 was not visited"
        );
        assert_eq!(pairs_kept(&[1], &[1]), (0, 0));
    }

    fn order(days: &[&[usize]]) -> Vec<usize> {
        let mut all: Vec<(i32, usize)> = places(days.iter().copied())
            .into_iter()
            .map(|(outlet, place)| (place, outlet))
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(_, outlet)| outlet).collect()
    }

    #[test]
    fn days_that_agree_are_all_kept() {
        assert_eq!(order(&[&[5, 3, 9], &[5, 7, 9]]), [5, 7, 3, 9]);
        assert_eq!(order(&[&[2, 1], &[4, 2]]), [4, 2, 1]);
        assert_eq!(order(&[]), Vec::<usize>::new());
    }

    #[test]
    fn of_days_that_contradict_each_other_the_first_holds() {
        assert_eq!(order(&[&[1, 2], &[2, 1]]), [1, 2]);
    }
}
