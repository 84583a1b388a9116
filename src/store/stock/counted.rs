//! Products that somebody counted, as they are told by a desk: each once, so much of it. Never says what a
//! difference means.

use std::collections::{BTreeMap, BTreeSet};

use fieldbeat_trade::stock::quantity::MILLI_MAX;
use serde::Deserialize;

use crate::store::upsert::Fault;

/// So much of a product, counted.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    pub product_id: i32,
    /// Thousandths of the base unit.
    pub milli: i64,
}

/// What was counted, by product, as it stands under `list` in the body; `unknown` is the fault of one that is not among
/// the `known`.
pub fn by_product(
    list: &str,
    lines: &[Counted],
    (known, unknown): (&BTreeSet<i32>, &'static str),
    faults: &mut Vec<Fault>,
) -> BTreeMap<i32, i64> {
    let mut counted = BTreeMap::new();
    for (i, line) in lines.iter().enumerate() {
        let mut fault = |name, code| faults.push(Fault::new(format!("{list}/{i}/{name}"), code));
        if !known.contains(&line.product_id) {
            fault("product_id", unknown);
            continue;
        }
        if !(0..=MILLI_MAX).contains(&line.milli) {
            fault("milli", "out_of_range");
        }
        if counted.insert(line.product_id, line.milli).is_some() {
            fault("product_id", "repeated");
        }
    }
    counted
}
