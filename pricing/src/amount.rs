//! Integer money: one half-up rounding, shares by largest remainder.

/// `numerator ÷ denominator`, half up. Both not negative, the denominator above zero; `None` beyond `i64`.
pub fn half_up(numerator: i128, denominator: i128) -> Option<i64> {
    i64::try_from((2 * numerator + denominator) / (2 * denominator)).ok()
}

/// `value × part ÷ whole`, half up; the whole value where there is no whole.
pub fn share(value: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 || part >= whole {
        return value;
    }
    half_up(i128::from(value) * i128::from(part), i128::from(whole)).unwrap_or(value)
}

/// `value × basis points`, half up, at most `value`.
pub fn percent(value: i64, basis_points: i32) -> i64 {
    share(value, i64::from(basis_points), 10_000)
}

/// Tax on top of a value, half up; the rate in basis points may exceed the whole.
pub fn tax(value: i64, basis_points: i64) -> i64 {
    half_up(i128::from(value) * i128::from(basis_points), 10_000).unwrap_or(i64::MAX / 16)
}

/// Splits `amount` in proportion to `weights`, none beyond its weight: whole parts first, the rest one
/// by one to the largest remainders, ties to the earlier. The amount is cut to the sum of the weights.
pub fn split(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if whole <= 0 {
        return vec![0; weights.len()];
    }
    let amount = i128::from(amount).min(whole);
    let parts: Vec<(i128, i128)> = (weights.iter())
        .map(|w| {
            let exact = amount * i128::from(*w);
            (exact / whole, exact % whole)
        })
        .collect();
    let mut left = amount - parts.iter().map(|p| p.0).sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(parts.get(*i).map_or(0, |p| p.1)));
    let mut out: Vec<i128> = parts.iter().map(|p| p.0).collect();
    for i in order {
        if left == 0 {
            break;
        }
        if let Some(part) = out.get_mut(i) {
            *part += 1;
            left -= 1;
        }
    }
    // Each is at most its weight, which is an i64.
    out.into_iter()
        .map(|p| i64::try_from(p).unwrap_or(i64::MAX))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_half_goes_up() {
        assert_eq!(half_up(5, 10), Some(1));
        assert_eq!(half_up(4, 10), Some(0));
        assert_eq!(half_up(15, 10), Some(2));
        assert_eq!(half_up(i128::MAX / 4, 1), None);
    }

    #[test]
    fn the_rest_goes_to_the_largest_remainders() {
        assert_eq!(split(10, &[1, 1, 1]), [1, 1, 1]);
        assert_eq!(split(100, &[333, 333, 334]), [33, 33, 34]);
        assert_eq!(split(2, &[5, 5, 5]), [1, 1, 0]);
        assert_eq!(split(7, &[0, 0]), [0, 0]);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_none_exceeds_its_weight(
            amount in 0..10_000_000i64, weights in proptest::collection::vec(0..1_000_000i64, 0..20)
        ) {
            let parts = split(amount, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), amount.min(weights.iter().sum()));
            prop_assert!(parts.iter().zip(&weights).all(|(p, w)| (0..=*w).contains(p)));
        }
    }
}
