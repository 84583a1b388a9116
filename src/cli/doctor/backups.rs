//! What the doctor says of backups: whether there are any, how old the newest is, whether anybody tried the way back.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Finding, Level, finding};
use crate::{
    backup::{self, Kept},
    config::Config,
};

/// One a day, and some hours.
const OLD: TimeDelta = TimeDelta::hours(26);
/// A rehearsal says little of today's copies after so long.
const STALE: TimeDelta = TimeDelta::days(90);

pub(super) fn of_backups(config: &Config, now: DateTime<Utc>) -> Vec<Finding> {
    let Some(plan) = &config.backups else {
        let found = "the server makes none by itself".to_owned();
        // A database of the operator's may have its own.
        let level = match config.database_url {
            None => Level::Warning,
            Some(_) => Level::Ok,
        };
        let remedy = "set backup_dir, best to another machine's disk; docs/backup.md";
        return vec![finding("backup", level, found, remedy)];
    };
    match backup::backups(&plan.dir) {
        Ok(all) => judge(&all, now),
        Err(error) => vec![finding(
            "backup",
            Level::Wrong,
            error.to_string(),
            "see that the server can write to backup_dir; the log says why the last one failed",
        )],
    }
}

fn judge(all: &[Kept], now: DateTime<Utc>) -> Vec<Finding> {
    let Some(newest) = all.last() else {
        let found = "there is none yet".to_owned();
        let remedy = "look at the server's log, or make one: fieldbeat backup";
        return vec![finding("backup", Level::Wrong, found, remedy)];
    };
    let age = now - newest.ended_at;
    let level = if age > OLD { Level::Wrong } else { Level::Ok };
    let found = format!(
        "{} there, the newest {} h old: {}",
        all.len(),
        age.num_hours(),
        newest.name
    );
    let remedy = "the log says why the last one failed; runbook: backup fails";
    vec![finding("backup", level, found, remedy), rehearsal(all, now)]
}

fn rehearsal(all: &[Kept], now: DateTime<Utc>) -> Finding {
    let remedy = "fieldbeat restore --drill --from BACKUP, every month: a backup that nobody put back is a hope";
    let newest = all
        .iter()
        .filter_map(|b| b.rehearsed.as_ref())
        .max_by_key(|r| r.at);
    let (level, found) = match newest {
        None => (Level::Warning, "the way back was never tried".to_owned()),
        Some(how) => {
            let days = (now - how.at).num_days();
            match how.whole {
                false => (Level::Wrong, format!("the way back failed {days} days ago")),
                true if now - how.at > STALE => (
                    Level::Warning,
                    format!("the way back was last tried {days} days ago"),
                ),
                true => (
                    Level::Ok,
                    format!(
                        "the way back was tried {days} days ago and took {:.0} s",
                        how.took_s
                    ),
                ),
            }
        }
    };
    finding("rehearsal", level, found, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::Rehearsed;

    fn levels(age_h: i64, rehearsed: Option<(i64, bool)>) -> Vec<Level> {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let kept = Kept {
            ended_at: now - TimeDelta::hours(age_h),
            rehearsed: rehearsed.map(|(days, whole)| Rehearsed {
                at: now - TimeDelta::days(days),
                whole,
                took_s: 1.0,
            }),
            ..Kept::default()
        };
        judge(&[kept], now).iter().map(|f| f.level).collect()
    }

    #[test]
    fn old_backups_and_ways_back_that_nobody_tried_are_told() {
        assert_eq!(levels(3, Some((5, true))), [Level::Ok, Level::Ok]);
        assert_eq!(levels(27, Some((91, true))), [Level::Wrong, Level::Warning]);
        assert_eq!(levels(3, None), [Level::Ok, Level::Warning]);
        assert_eq!(levels(3, Some((1, false))), [Level::Ok, Level::Wrong]);
        let none = judge(&[], DateTime::UNIX_EPOCH);
        assert_eq!(none.len(), 1);
        assert_eq!(none[0].level, Level::Wrong);
    }
}
