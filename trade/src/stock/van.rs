//! A van's day, product by product: what was in it in the morning, what came and went, what should be there in
//! the evening, and what was counted. Thousandths of the base unit throughout.

use chrono::NaiveDate;

use crate::quantity::half_up;

/// Why goods came into a van or left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// From a warehouse, another van or outside, also to be delivered on a trip.
    Loaded,
    /// Back to a warehouse or into another van.
    Unloaded,
    /// Sold on the spot.
    Sold,
    /// Brought to customers who ordered before, and given out otherwise.
    Delivered,
    /// Taken back from customers.
    Returned,
    /// The book put right.
    Corrected,
}

/// A product over a day. What left is above zero where it left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    pub opening_milli: i64,
    pub loaded_milli: i64,
    pub unloaded_milli: i64,
    pub sold_milli: i64,
    pub delivered_milli: i64,
    pub returned_milli: i64,
    pub corrected_milli: i64,
}

impl Day {
    /// Adds a change of what is in the van. One that undoes another belongs where that is.
    pub const fn add(&mut self, flow: Flow, change_milli: i64) {
        match flow {
            Flow::Loaded => self.loaded_milli += change_milli,
            Flow::Unloaded => self.unloaded_milli -= change_milli,
            Flow::Sold => self.sold_milli -= change_milli,
            Flow::Delivered => self.delivered_milli -= change_milli,
            Flow::Returned => self.returned_milli += change_milli,
            Flow::Corrected => self.corrected_milli += change_milli,
        }
    }

    /// What should be in the van at the end.
    pub const fn expected_milli(&self) -> i64 {
        self.opening_milli + self.loaded_milli + self.returned_milli + self.corrected_milli
            - self.unloaded_milli
            - self.sold_milli
            - self.delivered_milli
    }

    /// Whether there is anything to tell of the product.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A change of what is in a van, with its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub date: NaiveDate,
    pub flow: Flow,
    pub change_milli: i64,
}

/// A day of a product, of which the book says `now_milli` after all of `moves`; those before the day may be left out.
pub fn day(now_milli: i64, moves: &[Moved], date: NaiveDate) -> Day {
    let since = moves.iter().filter(|m| m.date >= date);
    let mut day = Day {
        opening_milli: now_milli - since.map(|m| m.change_milli).sum::<i64>(),
        ..Day::default()
    };
    for m in moves.iter().filter(|m| m.date == date) {
        day.add(m.flow, m.change_milli);
    }
    day
}

/// What so much more or less is worth at the price of a unit of `pieces`, half away from zero.
pub fn worth(milli: i64, minor: i64, pieces: i32) -> Option<i64> {
    let exact = i128::from(milli.unsigned_abs()) * i128::from(minor);
    let worth = half_up(exact, 1_000 * i128::from(pieces.max(1)))?;
    Some(if milli < 0 { -worth } else { worth })
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    const FLOWS: [Flow; 6] = [
        Flow::Loaded,
        Flow::Unloaded,
        Flow::Sold,
        Flow::Delivered,
        Flow::Returned,
        Flow::Corrected,
    ];

    fn date(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 2).unwrap() + Days::new(n)
    }

    fn moves() -> impl Strategy<Value = Vec<Moved>> {
        let one =
            (0..5_u64, 0..FLOWS.len(), -50_000..50_000_i64).prop_map(|(day, flow, change)| Moved {
                date: date(day),
                flow: FLOWS[flow],
                change_milli: change,
            });
        prop::collection::vec(one, 0..40)
    }

    proptest! {
        /// Every day begins with what the one before should have ended with, and the last ends with the book.
        #[test]
        fn the_parts_of_all_days_add_up(before in -10_000..100_000_i64, moves in moves()) {
            let now = before + moves.iter().map(|m| m.change_milli).sum::<i64>();
            let mut held = before;
            for n in 0..5 {
                let day = day(now, &moves, date(n));
                prop_assert_eq!(day.opening_milli, held);
                let moved = moves.iter().filter(|m| m.date == date(n)).map(|m| m.change_milli).sum::<i64>();
                held = day.expected_milli();
                prop_assert_eq!(held - day.opening_milli, moved);
            }
            prop_assert_eq!(held, now);
        }

        /// What was counted and is booked as a correction is what the next day begins with.
        #[test]
        fn a_corrected_day_hands_on_what_was_counted(before in 0..100_000_i64, mut moves in moves(), counted in 0..200_000_i64) {
            let now = before + moves.iter().map(|m| m.change_milli).sum::<i64>();
            let missing = counted - day(now, &moves, date(2)).expected_milli();
            moves.push(Moved { date: date(2), flow: Flow::Corrected, change_milli: missing });
            prop_assert_eq!(day(now + missing, &moves, date(2)).expected_milli(), counted);
            prop_assert_eq!(day(now + missing, &moves, date(3)).opening_milli, counted);
        }
    }

    #[test]
    fn a_move_that_is_undone_leaves_no_trace_where_it_was() {
        let mut day = Day::default();
        day.add(Flow::Loaded, 24_000);
        day.add(Flow::Loaded, -24_000);
        assert!(day.is_empty());
    }

    #[test]
    fn a_carton_is_worth_its_price_and_a_piece_its_part() {
        assert_eq!(worth(-24_000, 240_000, 24), Some(-240_000));
        assert_eq!(worth(1_000, 100, 24), Some(4));
        assert_eq!(worth(-500, 1, 1), Some(-1));
        assert_eq!(worth(i64::MAX, i64::MAX, 1), None);
    }
}
