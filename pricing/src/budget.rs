//! What is left of the schemes' budgets and caps while one order is priced.

use std::collections::BTreeMap;

use crate::scheme::Scheme;

#[derive(Default)]
pub struct Budgets(BTreeMap<i32, i64>);

impl Budgets {
    pub fn of<'a>(schemes: impl IntoIterator<Item = &'a Scheme>) -> Self {
        let limited = schemes.into_iter();
        Self(
            limited
                .filter_map(|s| Some((s.id, s.left_minor()?)))
                .collect(),
        )
    }

    /// At most so much.
    pub fn cap(&self, scheme: &Scheme, minor: i64) -> i64 {
        self.0
            .get(&scheme.id)
            .map_or(minor, |left| minor.min(*left))
    }

    /// At most so many whole benefits of this value.
    pub fn times(&self, scheme: &Scheme, times: i64, value_minor: i64) -> i64 {
        match self.0.get(&scheme.id) {
            Some(left) if value_minor > 0 => times.min(left / value_minor),
            _ => times,
        }
    }

    pub fn charge(&mut self, scheme: i32, minor: i64) {
        if let Some(left) = self.0.get_mut(&scheme) {
            *left -= minor;
        }
    }
}
