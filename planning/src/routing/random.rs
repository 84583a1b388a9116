//! Chance from a seed, for the solver and for what is drawn beside it.

use std::sync::atomic::{AtomicU64, Ordering};

use rosomaxa::utils::{Random, RandomGen};

/// SplitMix64: small, fast and the same everywhere.
#[derive(Debug)]
pub struct Seeded(AtomicU64);

impl Seeded {
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub fn next(&self) -> u64 {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut z = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 (with) to `below` (without); 0 where `below` is 0.
    pub fn below(&self, below: usize) -> usize {
        let wide = u128::from(self.next()) * u128::try_from(below).unwrap_or(0);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// 0 (with) to 1 (without).
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub fn unit(&self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl Random for Seeded {
    fn uniform_int(&self, min: i32, max: i32) -> i32 {
        let span = usize::try_from(i64::from(max) - i64::from(min)).unwrap_or(0);
        min.saturating_add(i32::try_from(self.below(span + 1)).unwrap_or(0))
    }

    fn uniform_real(&self, min: f64, max: f64) -> f64 {
        min + (max - min) * self.unit()
    }

    fn is_head_not_tails(&self) -> bool {
        self.next() & 1 == 1
    }

    fn is_hit(&self, probability: f64) -> bool {
        self.unit() < probability
    }

    fn weighted(&self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// Of the library's own; nothing used here asks for it, as its seed is one for all.
    fn get_rng(&self) -> RandomGen {
        RandomGen::new_repeatable()
    }
}
