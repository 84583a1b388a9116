//! What an outlet sold: between two counts of a product, opening + purchases − returns − closing.

/// A product as counted, in thousandths of the base unit; `at` in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub at: i64,
    pub milli: i64,
}

/// Goods that came (above zero) or were taken back (below).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    pub at: i64,
    pub milli: i64,
}

/// From one count to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: i64,
    pub to: i64,
    pub opening_milli: i64,
    pub purchased_milli: i64,
    pub returned_milli: i64,
    pub closing_milli: i64,
    /// Below zero where more was found than can be: goods came another way, or a count was wrong.
    pub sold_milli: i64,
}

/// The periods between the counts, in their order. Goods that move at the very moment of a count are
/// in it. One count alone says nothing of sales.
pub fn periods(counts: &[Counted], flows: &[Flow]) -> Vec<Period> {
    let mut counts = counts.to_vec();
    counts.sort_by_key(|c| c.at);
    let pairs = counts.iter().zip(counts.iter().skip(1));
    let period = |(opening, closing): (&Counted, &Counted)| {
        let inside = || {
            let within = |f: &&Flow| f.at > opening.at && f.at <= closing.at;
            flows.iter().filter(within).map(|f| f.milli)
        };
        let purchased_milli: i64 = inside().filter(|m| *m > 0).sum();
        let returned_milli: i64 = -inside().filter(|m| *m < 0).sum::<i64>();
        Period {
            from: opening.at,
            to: closing.at,
            opening_milli: opening.milli,
            purchased_milli,
            returned_milli,
            closing_milli: closing.milli,
            sold_milli: opening.milli + purchased_milli - returned_milli - closing.milli,
        }
    };
    pairs.map(period).collect()
}

const DAY_MS: i128 = 86_400_000;

/// For how many whole days the last closing stock lasts at the rate of these periods. `None` where
/// nothing was sold, so that no rate is known.
pub fn days_of_cover(periods: &[Period]) -> Option<i64> {
    let (first, last) = (periods.first()?, periods.last()?);
    let sold: i128 = periods.iter().map(|p| i128::from(p.sold_milli)).sum();
    if sold <= 0 {
        return None;
    }
    let span = i128::from(last.to - first.from);
    i64::try_from(i128::from(last.closing_milli) * span / (sold * DAY_MS)).ok()
}
