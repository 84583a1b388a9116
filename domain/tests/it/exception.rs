//! Exceptions of the field: when each opens, that it ends with its cause, and that nothing flickers.

use chrono::NaiveDate;
use chrono_tz::Asia::Ho_Chi_Minh;
use fieldbeat_domain::{
    exception::{
        DayFlags, Finding, Kind, Miss, Moment, RepNow, Standing, Step, Thresholds,
        rep::{
            Sign, backlog, gps_off, idle, left_territory, low_battery, not_started, plan_behind,
            silent,
        },
        step,
        visit::{integrity, three_misses},
    },
    time::{At, CompanyTime},
};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;

const TIME: CompanyTime = CompanyTime {
    time_zone: Ho_Chi_Minh,
    day_start_min: 0,
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

/// So many minutes after local midnight.
fn at(minute: i64) -> Moment {
    Moment {
        at: TIME.local(today(), 0).plus_ms(minute * MINUTE),
        date: today(),
        time: TIME,
        latest_end_min: 20 * 60,
        online_ms: 5 * MINUTE,
    }
}

fn working() -> RepNow {
    RepNow {
        due: 18,
        started: true,
        session_since: Some(at(480).at),
        contact_at: Some(at(540).at),
        fix_at: Some(at(540).at),
        ..RepNow::default()
    }
}

#[test]
fn whoever_has_calls_to_make_and_none_begun_is_late_from_the_set_minute_on() {
    let set = Thresholds::default();
    let due = RepNow {
        due: 18,
        ..RepNow::default()
    };
    assert_eq!(not_started(&due, &set, &at(509)), None);
    let found = not_started(&due, &set, &at(510)).unwrap();
    assert_eq!((found.value, found.since), (18, Some(at(510).at)));
    for excused in [
        RepNow { due: 0, ..due },
        RepNow {
            absent: true,
            ..due
        },
        RepNow {
            started: true,
            ..due
        },
    ] {
        assert_eq!(not_started(&excused, &set, &at(600)), None, "{excused:?}");
    }
    let mut off = set;
    off.not_started.on = false;
    assert_eq!(not_started(&due, &off, &at(600)), None);
}

#[test]
fn a_day_that_starts_at_four_reads_earlier_times_as_the_next_mornings() {
    let mut set = Thresholds::default();
    set.not_started.by.0 = 120;
    let due = RepNow {
        due: 1,
        ..RepNow::default()
    };
    let mut night = at(10 * 60);
    night.time.day_start_min = 240;
    assert_eq!(not_started(&due, &set, &night), None);
    night.at = night.at.plus_ms(16 * 60 * MINUTE);
    assert!(not_started(&due, &set, &night).is_some());
}

#[test]
fn silence_counts_in_work_time_only() {
    let set = Thresholds::default();
    let rep = working();
    assert_eq!(silent(&rep, &set, &at(554)), None);
    assert_eq!(silent(&rep, &set, &at(555)).unwrap().value, 15);
    let pause = RepNow {
        on_break: true,
        ..rep
    };
    let off = RepNow {
        session_since: None,
        ..rep
    };
    assert_eq!(silent(&pause, &set, &at(600)), None);
    assert_eq!(silent(&off, &set, &at(600)), None);
    // What was sent before the session began is not its silence.
    let fresh = RepNow {
        session_since: Some(at(595).at),
        ..rep
    };
    assert_eq!(silent(&fresh, &set, &at(600)), None);
    // A forgotten session is over at its latest end.
    assert!(silent(&rep, &set, &at(20 * 60 - 1)).is_some());
    assert_eq!(silent(&rep, &set, &at(20 * 60)), None);
}

#[test]
fn a_stay_is_idle_after_its_time_unless_a_visit_is_open() {
    let set = Thresholds::default();
    let still = RepNow {
        idle_since: Some(at(540).at),
        ..working()
    };
    assert_eq!(idle(&still, &set, &at(554)), None);
    assert!(idle(&still, &set, &at(555)).is_some());
    let visiting = RepNow {
        in_visit: true,
        ..still
    };
    assert_eq!(idle(&visiting, &set, &at(600)), None);
}

#[test]
fn a_phone_without_a_place_is_one_after_two_minutes_of_work_time() {
    let set = Thresholds::default();
    let blind = RepNow {
        gps_off: true,
        gps_off_since: Some(at(540).at),
        ..working()
    };
    assert_eq!(gps_off(&blind, &set, &at(541)), None);
    assert!(gps_off(&blind, &set, &at(542)).is_some());
    let off = RepNow {
        session_since: None,
        ..blind
    };
    assert_eq!(gps_off(&off, &set, &at(600)), None);
}

#[test]
fn a_battery_is_low_until_it_is_well_above() {
    let set = Thresholds::default();
    let told = |pct, standing| {
        let rep = RepNow {
            battery_pct: pct,
            ..working()
        };
        low_battery(&rep, &set, &at(540), standing).is_some()
    };
    assert!(told(Some(14), false) && !told(Some(15), false));
    assert!(told(Some(19), true) && !told(Some(20), true));
    assert!(!told(None, true), "charging, or nobody knows");
}

#[test]
fn a_backlog_counts_while_its_phone_is_heard_and_until_it_has_halved() {
    let set = Thresholds::default();
    let holding = |backlog| RepNow {
        backlog,
        ..working()
    };
    let shows =
        |backlog, minute, before| Sign::Backlog.shows(&holding(backlog), &set, &at(minute), before);
    assert!(shows(50, 541, false) && !shows(49, 541, false));
    assert!(shows(25, 541, true) && !shows(24, 541, true));
    assert!(!shows(500, 546, true), "silence is another exception");
    let held = RepNow {
        backlog_since: Some(at(540).at),
        ..holding(60)
    };
    assert_eq!(backlog(&held, &set, &at(569)), None);
    assert_eq!(backlog(&held, &set, &at(570)).unwrap().value, 60);
}

#[test]
fn half_of_the_plan_is_due_by_two() {
    let set = Thresholds::default();
    let rep = RepNow {
        called: 8,
        ..working()
    };
    assert_eq!(plan_behind(&rep, &set, &at(839)), None);
    let found = plan_behind(&rep, &set, &at(840)).unwrap();
    assert_eq!((found.value, found.limit), (44, 50));
    let half = RepNow { called: 9, ..rep };
    assert_eq!(plan_behind(&half, &set, &at(840)), None);
}

#[test]
fn three_misses_are_counted_from_the_newest_on_and_excuses_are_on_no_side() {
    let set = Thresholds::default();
    let told = |line: &str| {
        let word = |c| match c {
            'm' => Miss::Missed,
            'c' => Miss::Called,
            'u' => Miss::Unknown,
            _ => Miss::Excused,
        };
        three_misses(line.chars().map(word), &set).map(|f| f.value)
    };
    assert_eq!(told("mmm"), Some(3));
    assert_eq!(told("memem"), Some(3));
    assert_eq!(told("mmmmc"), Some(4));
    for no in ["", "mm", "mmc", "cmmm", "ummm", "mmu", "eee"] {
        assert_eq!(told(no), None, "{no}");
    }
}

#[test]
fn one_flag_that_blocks_is_as_good_as_three() {
    let set = Thresholds::default();
    let told = |flags, blocked| integrity(&DayFlags { flags, blocked }, &set).is_some();
    assert!(told(3, 0) && told(1, 1));
    assert!(!told(2, 0));
}

/// What becomes of a cause looked at every ten seconds: (opened, ended) instants.
fn watch(
    kind: Kind,
    mut found: impl FnMut(bool, At) -> Option<Finding>,
    looks: i64,
) -> Vec<(At, Option<At>)> {
    let mut told: Vec<(At, Option<At>)> = Vec::new();
    let mut standing: Option<Standing> = None;
    for i in 0..looks {
        let now = At(i * 10_000);
        match step(kind, standing, found(standing.is_some(), now), now) {
            Step::Open(_) => {
                standing = Some(Standing { calm_since: None });
                told.push((now, None));
            }
            Step::Calm => {
                standing = Some(Standing {
                    calm_since: Some(now),
                });
            }
            Step::Back => standing = Some(Standing { calm_since: None }),
            Step::End(at) => {
                standing = None;
                told.last_mut().unwrap().1 = Some(at);
            }
            Step::Nothing => {}
        }
    }
    told
}

const YES: Option<Finding> = Some(Finding {
    value: 1,
    limit: 1,
    since: None,
});

proptest! {
    #[test]
    fn the_same_rep_at_the_same_time_is_judged_the_same(
        due in 0_u32..30, called in 0_u32..30, minute in 0_i64..1440, contact in 0_i64..1440, session in 0_i64..1440,
        away in 0_i64..10_000, absent: bool, on_break: bool, started: bool,
    ) {
        let rep = RepNow {
            due, called: called.min(due), absent, started, on_break, in_visit: false,
            session_since: started.then(|| at(session).at), contact_at: Some(at(contact).at), fix_at: Some(at(contact).at),
            idle_since: Some(at(contact).at), nearest_own_m: Some(away), ..RepNow::default()
        };
        let (set, now) = (Thresholds::default(), at(minute));
        let all = |rep: &RepNow| (
            not_started(rep, &set, &now), silent(rep, &set, &now), idle(rep, &set, &now),
            left_territory(rep, &set, &now, false), left_territory(rep, &set, &now, true), plan_behind(rep, &set, &now),
        );
        prop_assert_eq!(all(&rep), all(&rep.clone()));
        // What opens an exception keeps it open, too.
        prop_assert!(all(&rep).3.is_none() || all(&rep).4.is_some());
        if absent {
            prop_assert!(all(&rep).0.is_none() && all(&rep).5.is_none());
        }
    }

    /// Shorter gaps than the calm close nothing, whatever their number.
    #[test]
    fn a_cause_that_flickers_is_one_exception(gaps in proptest::collection::vec((1_i64..30, 1_i64..12), 1..20)) {
        // Looks with and without the cause, in turns; a gap of 11 looks lasts less than two minutes.
        let mut looks: Vec<bool> = Vec::new();
        for (held, gone) in gaps {
            looks.extend((0..held).map(|_| true));
            looks.extend((0..gone).map(|_| false));
        }
        let told = watch(Kind::Silent, |_, now| if looks[usize::try_from(now.0 / 10_000).unwrap()] { YES } else { None },
            i64::try_from(looks.len()).unwrap());
        prop_assert_eq!(told.len(), 1);
    }

    /// Round the threshold of the territory nothing opens and closes by turns.
    #[test]
    fn a_distance_round_its_threshold_is_one_exception(noise in proptest::collection::vec(-300_i64..300, 1..400)) {
        let set = Thresholds::default();
        let looks = i64::try_from(noise.len()).unwrap();
        let told = watch(Kind::LeftTerritory, |standing, now| {
            let rep = RepNow {
                nearest_own_m: Some(2_000 + noise[usize::try_from(now.0 / 10_000).unwrap()]),
                fix_at: Some(at(540).at),
                ..working()
            };
            left_territory(&rep, &set, &at(540), standing)
        }, looks);
        prop_assert!(told.len() <= 1, "{:?}", told);
    }

    /// The end is told as the instant at which the cause was first seen gone.
    #[test]
    fn an_exception_ends_when_its_cause_ended(held in 1_i64..50, kind in 0_usize..Kind::ALL.len()) {
        let kind = Kind::ALL[kind];
        let told = watch(kind, |_, now| (now.0 < held * 10_000).then_some(YES).flatten(), held + 20);
        prop_assert_eq!(told, vec![(At(0), Some(At(held * 10_000)))]);
    }
}
