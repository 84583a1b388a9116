//! What a place will need: demand forecast from what went before, and how much to order so that it lasts.
//! Integers only; the same history gives the same answer. Quantities are thousandths of the base unit.

/// Fixed point of rates inside this module.
const SCALE: i128 = 1_000;
/// How fast the newest week counts, in thousandths.
pub const ALPHA: i128 = 200;
/// Fewer weeks than this are averaged: there is nothing to smooth yet.
pub const SMOOTHED_FROM: usize = 4;
/// Thousandths of weeks from one sale to the next, above which demand is intermittent
/// (Syntetos and Boylan).
pub const INTERMITTENT_FROM: i128 = 1_320;

/// How a forecast was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Nothing was ever sold.
    None,
    Average,
    Smoothing,
    /// Croston's method as Syntetos and Boylan corrected it: how much when anything, and how often.
    Intermittent,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Average => "average",
            Self::Smoothing => "smoothing",
            Self::Intermittent => "intermittent",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    pub method: Method,
    /// Of a week.
    pub weekly_milli: i64,
    /// Standard deviation of a week.
    pub deviation_milli: i64,
}

fn narrow(n: i128) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What a week will need, from past weeks, the oldest first. Weeks before the first sale are not counted:
/// the product was not there yet. Below zero counts as nothing.
pub fn forecast(weeks: &[i64]) -> Forecast {
    let first = weeks.iter().position(|w| *w > 0);
    let Some(weeks) = first.and_then(|first| weeks.get(first..)) else {
        return Forecast {
            method: Method::None,
            weekly_milli: 0,
            deviation_milli: 0,
        };
    };
    let weeks: Vec<i128> = weeks.iter().map(|w| i128::from(*w).max(0)).collect();
    let count = i128::try_from(weeks.len()).unwrap_or(i128::MAX);
    let sum: i128 = weeks.iter().sum();
    let sales = weeks.iter().filter(|w| **w > 0).count();
    let between = count * SCALE / i128::try_from(sales).unwrap_or(1).max(1);
    let (method, weekly) = if weeks.len() < SMOOTHED_FROM {
        (Method::Average, sum / count)
    } else if between >= INTERMITTENT_FROM {
        (Method::Intermittent, intermittent(&weeks))
    } else {
        (Method::Smoothing, smoothed(&weeks))
    };
    // ÷ n: the same weeks are all there is.
    let squares: i128 = weeks.iter().map(|w| w * w).sum();
    let variance = (squares - sum * sum / count) / count;
    Forecast {
        method,
        weekly_milli: narrow(weekly),
        deviation_milli: narrow(variance.max(0).isqrt()),
    }
}

/// `level + α (newest − level)`, in fixed point.
fn toward(level: i128, newest: i128) -> i128 {
    level + ALPHA * (newest - level) / 1_000
}

fn smoothed(weeks: &[i128]) -> i128 {
    let mut level = weeks.first().copied().unwrap_or(0) * SCALE;
    for week in weeks.iter().skip(1) {
        level = toward(level, week * SCALE);
    }
    level / SCALE
}

fn intermittent(weeks: &[i128]) -> i128 {
    let mut size = weeks.first().copied().unwrap_or(0) * SCALE;
    let (mut interval, mut since) = (SCALE, 0);
    for week in weeks.iter().skip(1) {
        since += SCALE;
        if *week > 0 {
            size = toward(size, week * SCALE);
            interval = toward(interval, since);
            since = 0;
        }
    }
    // × (1 − α ÷ 2): without it the method is too high.
    size * (2_000 - ALPHA) / 2_000 / interval.max(1)
}

/// How long goods must last and how sure that must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Days until the next order.
    pub cover_days: i64,
    /// Days from an order to its goods.
    pub lead_days: i64,
    /// Of a hundred times that nothing is missing meanwhile.
    pub service_pct: i64,
}

/// Standard deviations for a service level, in thousandths, for whole percents from 50 on.
fn deviations(service_pct: i64) -> i128 {
    const POINTS: [(i64, i128); 8] = [
        (50, 0),
        (75, 674),
        (85, 1_036),
        (90, 1_282),
        (95, 1_645),
        (97, 1_881),
        (98, 2_054),
        (99, 2_326),
    ];
    let at = service_pct.clamp(50, 99);
    let pairs = POINTS.iter().zip(POINTS.iter().skip(1));
    let mut found = 0;
    for ((from, low), (to, high)) in pairs {
        if (*from..=*to).contains(&at) {
            found = low + (high - low) * i128::from(at - from) / i128::from(to - from);
        }
    }
    found
}

/// What is known of a product at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// When it was last seen; what came since included.
    pub on_hand_milli: i64,
    /// Days since it was seen.
    pub days_since: i64,
    /// Ordered and not delivered.
    pub on_order_milli: i64,
    /// Base units in one of the unit that is ordered in.
    pub pieces: i64,
}

/// How much to order, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Sold since it was seen, as far as the forecast knows; never more than was there.
    pub sold_since_milli: i64,
    /// Kept for weeks that are better than others.
    pub safety_milli: i64,
    /// What must be there or on its way.
    pub target_milli: i64,
    /// In whole units.
    pub units: i64,
    /// Days that lasts what is there and on its way; none where nothing is sold.
    pub days_of_cover: Option<i64>,
}

/// Orders up to what the time to the next goods needs, in whole units, never less than nothing.
pub fn suggest(forecast: &Forecast, standing: &Standing, policy: &Policy) -> Suggestion {
    let weekly = i128::from(forecast.weekly_milli.max(0));
    let days = i128::from(policy.cover_days.max(0)) + i128::from(policy.lead_days.max(0));
    let on_hand = i128::from(standing.on_hand_milli.max(0));
    let sold = (weekly * i128::from(standing.days_since.max(0)) / 7).min(on_hand);
    // √(days ÷ 7) in thousandths.
    let spread = (days * 1_000_000 / 7).isqrt();
    let deviation = i128::from(forecast.deviation_milli.max(0));
    let safety = deviation * deviations(policy.service_pct) / 1_000 * spread / 1_000;
    let target = if weekly == 0 {
        0
    } else {
        weekly * days / 7 + safety
    };
    let there = on_hand - sold + i128::from(standing.on_order_milli.max(0));
    let unit = i128::from(standing.pieces.max(1)) * 1_000;
    let missing = (target - there).max(0);
    Suggestion {
        sold_since_milli: narrow(sold),
        safety_milli: narrow(if weekly == 0 { 0 } else { safety }),
        target_milli: narrow(target),
        units: narrow((missing + unit - 1) / unit),
        days_of_cover: (weekly > 0).then(|| narrow(there * 7 / weekly)),
    }
}

/// So much of a product from one day to another, the first not included; days are counted from any day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub from: i64,
    pub to: i64,
    pub milli: i64,
}

/// What went in each of the `weeks` before the day `end`, the oldest first: a stretch over several weeks
/// is spread evenly over its days, and nothing of it is lost inside the weeks.
pub fn weekly(stretches: &[Stretch], end: i64, weeks: usize) -> Vec<i64> {
    let span = i64::try_from(weeks).unwrap_or(0) * 7;
    let mut days = vec![0_i128; weeks * 7];
    for stretch in stretches {
        let length = (stretch.to - stretch.from).max(1);
        let part = |done: i64| i128::from(stretch.milli) * i128::from(done) / i128::from(length);
        for done in 0..length {
            let day = stretch.from.max(stretch.to - length) + done;
            let place = usize::try_from(day - (end - span)).ok();
            if let Some(day) = place.and_then(|p| days.get_mut(p)) {
                *day += part(done + 1) - part(done);
            }
        }
    }
    let week = |days: &[i128]| narrow(days.iter().sum());
    days.chunks(7).map(week).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: Policy = Policy {
        cover_days: 7,
        lead_days: 1,
        service_pct: 95,
    };

    #[test]
    fn a_steady_seller_is_smoothed_and_a_rare_one_is_intermittent() {
        let steady = forecast(&[10_000; 12]);
        assert_eq!(
            (steady.method, steady.weekly_milli, steady.deviation_milli),
            (Method::Smoothing, 10_000, 0)
        );
        let rare = forecast(&[8_000, 0, 0, 0, 8_000, 0, 0, 0, 8_000, 0, 0, 0]);
        assert_eq!(rare.method, Method::Intermittent);
        // 8 every four weeks is 2 a week; smoothing would still be far from it.
        assert!((2_000..5_000).contains(&rare.weekly_milli), "{rare:?}");
        assert_eq!(forecast(&[0, 0, 6_000, 3_000]).method, Method::Average);
        assert_eq!(forecast(&[0, 0, 6_000, 3_000]).weekly_milli, 4_500);
        assert_eq!(forecast(&[0; 12]).method, Method::None);
        assert_eq!(forecast(&[]).weekly_milli, 0);
    }

    #[test]
    fn an_order_is_what_is_missing_in_whole_units() {
        let f = Forecast {
            method: Method::Smoothing,
            weekly_milli: 14_000,
            deviation_milli: 0,
        };
        let standing = Standing {
            on_hand_milli: 10_000,
            days_since: 2,
            on_order_milli: 1_000,
            pieces: 6,
        };
        let s = suggest(&f, &standing, &POLICY);
        // 8 days need 16; 10 less 4 sold, and 1 on its way: 9 missing, two packs of 6.
        assert_eq!(
            (s.target_milli, s.sold_since_milli, s.units),
            (16_000, 4_000, 2)
        );
        assert_eq!(s.days_of_cover, Some(3));
    }

    #[test]
    fn a_stretch_is_spread_over_its_days() {
        let all = [Stretch {
            from: 0,
            to: 14,
            milli: 14_000,
        }];
        assert_eq!(weekly(&all, 21, 3), [7_000, 7_000, 0]);
        assert_eq!(weekly(&all, 14, 1), [7_000]);
    }

    proptest! {
        #[test]
        fn a_suggestion_is_never_below_zero_and_never_grows_with_what_is_there(
            weeks in proptest::collection::vec(-5_000i64..200_000, 0..20),
            on_hand in -10_000i64..500_000, more in 0i64..100_000, on_order in 0i64..100_000,
            days_since in 0i64..60, pieces in 1i64..48,
        ) {
            let f = forecast(&weeks);
            prop_assert_eq!(f, forecast(&weeks), "the same history");
            prop_assert!(f.weekly_milli >= 0 && f.deviation_milli >= 0);
            let most = weeks.iter().copied().max().unwrap_or(0).max(0);
            prop_assert!(f.weekly_milli <= most, "no week was ever so good: {f:?}");
            let standing = Standing { on_hand_milli: on_hand, days_since, on_order_milli: on_order, pieces };
            let s = suggest(&f, &standing, &POLICY);
            prop_assert!(s.units >= 0 && s.sold_since_milli <= on_hand.max(0));
            let fuller = suggest(&f, &Standing { on_hand_milli: on_hand + more, ..standing }, &POLICY);
            prop_assert!(fuller.units <= s.units);
            let surer = suggest(&f, &standing, &Policy { service_pct: 99, ..POLICY });
            prop_assert!(surer.units >= s.units);
            // What is ordered is enough, and less than a unit too much.
            let there = on_hand.max(0) - s.sold_since_milli + on_order;
            let unit = pieces * 1_000;
            prop_assert!(there + s.units * unit >= s.target_milli);
            prop_assert!(s.units == 0 || there + (s.units - 1) * unit < s.target_milli);
            if f.method == Method::None {
                prop_assert_eq!(s.units, 0);
            }
        }

        #[test]
        fn nothing_is_lost_by_spreading(
            stretches in proptest::collection::vec((0i64..60, 1i64..30, 0i64..100_000), 0..8),
        ) {
            let stretches: Vec<Stretch> = (stretches.into_iter())
                .map(|(from, length, milli)| Stretch { from, to: from + length, milli })
                .collect();
            let all = weekly(&stretches, 98, 14);
            prop_assert_eq!(all.iter().sum::<i64>(), stretches.iter().map(|s| s.milli).sum::<i64>());
            prop_assert!(all.iter().all(|w| *w >= 0));
        }
    }
}
