//! What a part of a line is worth.

/// `numerator ÷ denominator`, half up, the denominator above zero; `None` beyond `i64`.
pub(crate) fn half_up(numerator: i128, denominator: i128) -> Option<i64> {
    i64::try_from((2 * numerator + denominator).div_euclid(2 * denominator)).ok()
}

/// The value of the units from `before` to `after` of a line of `whole` units: what the first `after`
/// are worth less what the first `before` are, each rounded half up. So parts add up to the line,
/// however it is cut.
pub fn part_minor(total_minor: i64, whole_milli: i64, before_milli: i64, after_milli: i64) -> i64 {
    let first = |milli: i64| -> i64 {
        if whole_milli <= 0 || milli >= whole_milli {
            return total_minor;
        }
        let exact = i128::from(total_minor) * i128::from(milli.max(0));
        // At most the total.
        half_up(exact, i128::from(whole_milli)).unwrap_or(total_minor)
    };
    if before_milli >= after_milli {
        return 0;
    }
    first(after_milli)
        - if before_milli <= 0 {
            0
        } else {
            first(before_milli)
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_third_is_rounded_and_the_last_takes_the_rest() {
        assert_eq!(part_minor(100, 3_000, 0, 1_000), 33);
        assert_eq!(part_minor(100, 3_000, 1_000, 2_000), 34);
        assert_eq!(part_minor(100, 3_000, 2_000, 3_000), 33);
        assert_eq!(part_minor(100, 3_000, 2_000, 2_000), 0);
    }

    proptest! {
        #[test]
        fn parts_add_up_however_a_line_is_cut(
            total in 0..1_000_000_000_000i64, whole in 1..100_000_000i64, cuts in proptest::collection::vec(0..100_000_000i64, 0..10)
        ) {
            let mut cuts: Vec<i64> = cuts.into_iter().map(|c| c.min(whole)).collect();
            cuts.extend([0, whole]);
            cuts.sort_unstable();
            let parts: Vec<i64> = cuts.windows(2).map(|w| part_minor(total, whole, w[0], w[1])).collect();
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            prop_assert!(parts.iter().all(|p| *p >= 0));
        }
    }
}
