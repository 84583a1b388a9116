//! One track sent twice, two phones in one bag; and what a flag may do to a verdict.

use fieldbeat_domain::{
    finding::{Finding, OtherDay},
    id::RepId,
    mark::{MarkKind, VisitType},
    outcome::Amendment,
    same_track::{SameTrack, Seen, carried_together, replayed},
    verdict::{Figure, IntegrityFlag, IntegrityVerdict, Overall, Severity},
};
use proptest::prelude::*;

use crate::support::{Day, at, date, place};

/// Rides of four minutes along streets, with a call after each; how long it lasts is `call_min`'s.
fn ride(from_min: f64, calls_min: &[f64], shake_m: f64) -> Vec<Seen> {
    let mut track = Vec::new();
    let (mut minute, mut east, mut north) = (from_min, 0.0, 0.0);
    for (leg, call_min) in calls_min.iter().enumerate() {
        for step in 0..16 {
            let off = if step % 2 == 0 { shake_m } else { -shake_m };
            track.push(Seen {
                at: at(minute),
                position: place(east + off, north - off),
            });
            minute += 0.25;
            if leg % 2 == 0 {
                east += 90.0;
            } else {
                north += 90.0;
            }
        }
        minute += call_min;
    }
    track
}

const MONDAY: [f64; 10] = [5.0, 12.0, 4.0, 9.0, 17.0, 3.0, 6.0, 14.0, 8.0, 5.0];
const TUESDAY: [f64; 10] = [9.0, 4.0, 11.0, 5.0, 6.0, 15.0, 3.0, 7.0, 18.0, 4.0];

#[test]
fn a_day_sent_again_later_and_shaken_is_found_with_its_shift() {
    let again = ride(17.0, &MONDAY, 5.0);
    let shared = replayed(&again, &ride(0.0, &MONDAY, 0.0)).unwrap();
    assert_eq!(shared.flag, IntegrityFlag::ReplayedTrack);
    assert!(
        (shared.shift_ms - 17 * 60_000).abs() <= 15_000,
        "{shared:?}"
    );
    assert!(shared.moving > 120, "{shared:?}");
}

#[test]
fn the_same_round_with_calls_of_its_own_is_no_replay() {
    let (tuesday, monday) = (ride(0.0, &TUESDAY, 3.0), ride(0.0, &MONDAY, 0.0));
    assert_eq!(replayed(&tuesday, &monday), None);
}

#[test]
fn two_phones_that_move_as_one_are_found_unless_the_visits_were_joint() {
    let (own, other) = (ride(0.0, &MONDAY, 10.0), ride(0.0, &MONDAY, 0.0));
    let shared = carried_together(&own, &other, &[]).unwrap();
    assert_eq!(shared.flag, IntegrityFlag::SharedDevice);
    let joint = at(0.0)..at(600.0);
    assert_eq!(carried_together(&own, &other, &[joint]), None);
    assert_eq!(carried_together(&own, &ride(0.0, &TUESDAY, 0.0), &[]), None);
}

/// The rep's track between the minutes is that of another on the day before.
fn same(from: f64, to: f64) -> SameTrack {
    SameTrack {
        flag: IntegrityFlag::ReplayedTrack,
        from_at: at(from),
        to_at: at(to),
        moving: 99,
        shift_ms: 86_400_000,
        other: OtherDay {
            rep: RepId(8),
            date: date().pred_opt().unwrap(),
        },
    }
}

#[test]
fn a_track_that_is_another_s_flags_the_visits_of_the_stretch_but_joint_ones() {
    let call = |visit_type, same_tracks| {
        let check_in = MarkKind::CheckIn {
            outlet: Some(fieldbeat_domain::id::OutletId(1)),
            visit_type,
            fix: None,
        };
        let mut day = Day::with_outlet()
            .still(0.0, 10.0, 0.5, 5.0, 0.0)
            .mark(1.0, 1, check_in)
            .check_out(9.0, 1);
        day.same_tracks = same_tracks;
        day.visit()
    };
    let flagged = call(VisitType::Sales, vec![same(5.0, 90.0)]);
    assert_eq!(flagged.verdict.overall, Overall::Review);
    assert_eq!(flagged.verdict.reasons, ["replayed_track"]);
    let finding = &flagged.evidence.findings[0];
    assert_eq!(finding.severity, Severity::Review);
    assert_eq!(finding.other, Some(same(0.0, 0.0).other));
    let minutes = finding
        .compared
        .iter()
        .find(|c| c.figure == Figure::SharedMinutes);
    assert_eq!(minutes.map(|c| (c.value, c.threshold)), Some((85, 45)));
    for clean in [
        call(VisitType::Sales, vec![same(20.0, 90.0)]),
        call(VisitType::Joint, vec![same(5.0, 90.0)]),
    ] {
        assert_eq!(clean.verdict.overall, Overall::Valid);
        assert!(clean.evidence.findings.is_empty());
    }
}

proptest! {
    #[test]
    fn only_the_two_hard_flags_take_a_verdict_beyond_review(chosen in prop::collection::vec(0..12_usize, 0..8)) {
        let mut visit = Day::with_outlet()
            .still(0.0, 10.0, 0.5, 5.0, 0.0)
            .check_in(1.0, 1, 1)
            .check_out(9.0, 1)
            .visit();
        prop_assert_eq!(visit.verdict.overall, Overall::Valid);
        let flags: Vec<IntegrityFlag> = chosen.iter().map(|i| IntegrityFlag::ALL[*i]).collect();
        for flag in &flags {
            let finding = Finding::new(*flag, at(1.0), at(2.0));
            visit.amend(&Amendment::Flag(Box::new(finding)));
        }
        let found: Vec<IntegrityFlag> = visit.evidence.findings.iter().map(|f| f.flag).collect();
        prop_assert_eq!(&found[..], &visit.verdict.integrity_flags[..], "each flag has its evidence");
        let hard = |f: &IntegrityFlag| {
            matches!(f, IntegrityFlag::MockProvider | IntegrityFlag::Emulator)
        };
        let (overall, integrity) = if flags.iter().any(hard) {
            (Overall::Invalid, IntegrityVerdict::Blocked)
        } else if flags.is_empty() {
            (Overall::Valid, IntegrityVerdict::Clean)
        } else {
            (Overall::Review, IntegrityVerdict::Suspect)
        };
        prop_assert_eq!(visit.verdict.overall, overall);
        prop_assert_eq!(visit.verdict.integrity, integrity);
    }
}
