//! Which backups go when a newer one is whole. Pure: names and times in, names out.

use super::Kept;

/// Those of the installation `system_identifier` beyond its `keep` newest. Others' backups in the same directory stay, and so
/// does whatever could not be read.
pub fn leaving<'a>(backups: &'a [Kept], system_identifier: &str, keep: usize) -> Vec<&'a Kept> {
    // The newest stays, whatever is asked.
    beyond(backups, system_identifier, keep.max(1))
}

/// The same before the next one is made, which will be one of those that stay.
pub fn would_leave<'a>(backups: &'a [Kept], system_identifier: &str, keep: usize) -> Vec<&'a Kept> {
    beyond(backups, system_identifier, keep.saturating_sub(1))
}

fn beyond<'a>(backups: &'a [Kept], system_identifier: &str, newest: usize) -> Vec<&'a Kept> {
    let mut own: Vec<&Kept> = backups
        .iter()
        .filter(|b| b.system_identifier == system_identifier)
        .collect();
    own.sort_by(|a, b| (b.ended_at, &b.name).cmp(&(a.ended_at, &a.name)));
    own.split_off(own.len().min(newest))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};

    use super::*;

    fn kept(of: &str, at_s: i64) -> Kept {
        Kept {
            name: format!("fieldbeat-{at_s:016}"),
            system_identifier: of.to_owned(),
            ended_at: DateTime::UNIX_EPOCH + TimeDelta::seconds(at_s),
            ..Kept::default()
        }
    }

    #[test]
    fn the_newest_of_this_installation_stay_whatever_the_order() {
        let seed: u64 = rand::random();
        eprintln!("seed {seed}");
        let mut random = StdRng::seed_from_u64(seed);
        for _ in 0..500 {
            let mut all: Vec<Kept> = (0..random.random_range(0..12))
                .map(|i| kept(if random.random_bool(0.6) { "a" } else { "b" }, i))
                .collect();
            all.shuffle(&mut random);
            let keep = random.random_range(0..6_usize);
            let gone: Vec<_> = leaving(&all, "a", keep).into_iter().cloned().collect();
            let own = all.iter().filter(|b| b.system_identifier == "a").count();
            assert_eq!(gone.len(), own.saturating_sub(keep.max(1)));
            assert!(gone.iter().all(|b| b.system_identifier == "a"));
            let stays = all
                .iter()
                .filter(|b| b.system_identifier == "a" && !gone.contains(b));
            let oldest = stays.map(|b| b.ended_at).min();
            assert!(gone.iter().all(|b| Some(b.ended_at) < oldest));
        }
    }
}
