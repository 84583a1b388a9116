//! How old a receivable is.

use chrono::NaiveDate;
use serde::Serialize;

/// Open amounts by days beyond the due date, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Ageing {
    pub not_due_minor: i64,
    pub days_1_30_minor: i64,
    pub days_31_60_minor: i64,
    pub days_61_90_minor: i64,
    pub over_90_minor: i64,
}

impl Ageing {
    /// Adds one open invoice.
    pub fn add(&mut self, due: NaiveDate, open_minor: i64, today: NaiveDate) {
        let bucket = match (today - due).num_days() {
            ..=0 => &mut self.not_due_minor,
            1..=30 => &mut self.days_1_30_minor,
            31..=60 => &mut self.days_31_60_minor,
            61..=90 => &mut self.days_61_90_minor,
            _ => &mut self.over_90_minor,
        };
        *bucket = bucket.saturating_add(open_minor);
    }

    pub const fn total_minor(&self) -> i64 {
        self.not_due_minor
            .saturating_add(self.days_1_30_minor)
            .saturating_add(self.days_31_60_minor)
            .saturating_add(self.days_61_90_minor)
            .saturating_add(self.over_90_minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    #[test]
    fn the_due_date_itself_is_not_late() {
        let due = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut ageing = Ageing::default();
        for (days, minor) in [
            (0, 1),
            (1, 10),
            (30, 20),
            (31, 100),
            (60, 200),
            (61, 1_000),
            (90, 2_000),
            (91, 10_000),
        ] {
            ageing.add(due, minor, due.checked_add_days(Days::new(days)).unwrap());
        }
        let want = Ageing {
            not_due_minor: 1,
            days_1_30_minor: 30,
            days_31_60_minor: 300,
            days_61_90_minor: 3_000,
            over_90_minor: 10_000,
        };
        assert_eq!(ageing, want);
        assert_eq!(ageing.total_minor(), 13_331);
    }
}
