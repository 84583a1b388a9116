//! What the network does to a day's deliveries: dead zones, breaks, lateness, repeats, shuffling.
//!
//! Never changes what is true and never loses anything: every delivery happens at last.

use rand::{Rng, RngCore, seq::SliceRandom};

use super::plan::{Delivery, Faults, Item};

const MINUTE: i64 = 60_000;

struct Rates {
    dead_zones: std::ops::RangeInclusive<u32>,
    dead_zone_ms: std::ops::Range<i64>,
    cuts: std::ops::RangeInclusive<u32>,
    late: f64,
    repeated: f64,
    shuffled: f64,
    late_ms: std::ops::Range<i64>,
}

fn rates(faults: Faults) -> Option<Rates> {
    match faults {
        Faults::None => None,
        Faults::Mild => Some(Rates {
            dead_zones: 0..=1,
            dead_zone_ms: 2 * MINUTE..7 * MINUTE,
            cuts: 0..=2,
            late: 0.005,
            repeated: 0.005,
            shuffled: 0.0,
            late_ms: 30_000..5 * MINUTE,
        }),
        Faults::Harsh => Some(Rates {
            dead_zones: 2..=4,
            dead_zone_ms: 5 * MINUTE..40 * MINUTE,
            cuts: 3..=8,
            late: 0.03,
            repeated: 0.03,
            shuffled: 0.05,
            late_ms: MINUTE..25 * MINUTE,
        }),
    }
}

/// Disturbs the deliveries of one rep between `from` and `to`; in order of time again.
pub fn disturb(
    deliveries: &mut Vec<Delivery>,
    (from, to): (i64, i64),
    faults: Faults,
    rng: &mut impl RngCore,
) {
    let Some(rates) = rates(faults) else { return };
    if to - from < 10 * MINUTE {
        return;
    }
    let mut repeats = Vec::new();
    for delivery in deliveries.iter_mut() {
        let Item::Fixes { fixes, .. } = &mut delivery.what else {
            // A mark that arrives after what it opens: the fixes name their session.
            if faults == Faults::Harsh && rng.random_bool(0.1) {
                delivery.at += rng.random_range(rates.late_ms.clone());
            }
            continue;
        };
        if rng.random_bool(rates.shuffled) {
            fixes.shuffle(rng);
        }
        if rng.random_bool(rates.repeated) {
            let mut again = delivery.clone();
            again.at += rng.random_range(rates.late_ms.clone());
            repeats.push(again);
        }
        if rng.random_bool(rates.late) {
            delivery.at += rng.random_range(rates.late_ms.clone());
        }
    }
    deliveries.append(&mut repeats);
    connection_faults(deliveries, (from, to), &rates, rng);
    deliveries.sort_by_key(|delivery| (delivery.at, delivery.device));
    end_online(deliveries);
}

fn connection_faults(
    deliveries: &mut Vec<Delivery>,
    (from, to): (i64, i64),
    rates: &Rates,
    rng: &mut impl RngCore,
) {
    let mut push = |at, what| {
        deliveries.push(Delivery {
            at,
            device: 0,
            what,
        });
    };
    // One after the other, so that a dead zone never ends inside another.
    let zones = rng.random_range(rates.dead_zones.clone());
    let share = (to - from) / i64::from(zones.max(1));
    for zone in 0..i64::from(zones) {
        let length = rng.random_range(rates.dead_zone_ms.clone()).min(share / 2);
        let begins = from + zone * share + rng.random_range(0..(share - length).max(1));
        push(begins, Item::Offline);
        push(begins + length, Item::Online);
    }
    for _ in 0..rng.random_range(rates.cuts.clone()) {
        push(rng.random_range(from..to), Item::Cut);
    }
}

fn end_online(deliveries: &mut Vec<Delivery>) {
    if let Some(last) = deliveries.last() {
        let at = last.at + 1;
        deliveries.push(Delivery {
            at,
            device: 0,
            what: Item::Online,
        });
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::fleet::plan::PlanFix;

    fn day() -> Vec<Delivery> {
        (0..800)
            .map(|k| Delivery {
                at: k * 30_000,
                device: 0,
                what: Item::Fixes {
                    session: "s".into(),
                    fixes: vec![PlanFix {
                        t: k * 30_000,
                        lat_e7: 0,
                        lng_e7: 0,
                        accuracy_dm: 50,
                        speed_cmps: 0,
                        bearing_cdeg: 0,
                        battery_pct: 50,
                    }],
                },
            })
            .collect()
    }

    fn instants(deliveries: &[Delivery]) -> Vec<i64> {
        let mut all: Vec<i64> = deliveries
            .iter()
            .flat_map(|d| match &d.what {
                Item::Fixes { fixes, .. } => fixes.iter().map(|f| f.t).collect(),
                _ => vec![],
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    #[test]
    fn faults_lose_nothing_and_leave_the_phone_online() {
        for seed in 0..20 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut deliveries = day();
            disturb(&mut deliveries, (0, 24_000_000), Faults::Harsh, &mut rng);
            assert_eq!(instants(&deliveries), instants(&day()));
            assert!(deliveries.len() > 800);
            assert!(deliveries.is_sorted_by_key(|d| d.at));
            let last = deliveries
                .iter()
                .rev()
                .find(|d| matches!(d.what, Item::Offline | Item::Online));
            assert_eq!(last.unwrap().what, Item::Online);
        }
    }

    #[test]
    fn without_faults_nothing_changes() {
        let mut deliveries = day();
        disturb(
            &mut deliveries,
            (0, 24_000_000),
            Faults::None,
            &mut ChaCha8Rng::seed_from_u64(1),
        );
        assert_eq!(deliveries, day());
    }
}
