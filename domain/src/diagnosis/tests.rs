//! Every finding by what calls for it, and the order they are told in.

use super::*;
use crate::device_health::{Battery, LocationPermission, Permissions};

const NOW: At = At(1_795_305_600_000);
const MIN: i64 = 60_000;

fn ago(minutes: i64) -> At {
    NOW.plus_ms(-minutes * MIN)
}

/// A phone that was heard a minute ago and has nothing to complain about.
fn well() -> Phone {
    Phone {
        device: DeviceId(1),
        can_declare: true,
        revoked_at: None,
        has_token: true,
        app_version: Some("2.4".to_owned()),
        newest_version: Some("2.4".to_owned()),
        last_contact_at: Some(ago(1)),
        health: Some(Health {
            clock_offset_ms: Some(800),
            backlog: Some(0),
            battery: Some(Battery {
                at: ago(1),
                pct: Some(80),
                charging: Some(false),
            }),
            permissions: Some((ago(1), allowed())),
            ..Health::contact(ago(1))
        }),
        refused: Vec::new(),
    }
}

fn allowed() -> Permissions {
    Permissions {
        location: Some(LocationPermission::Always),
        precise: Some(true),
        location_service: Some(true),
        notifications: Some(true),
        background: Some(true),
        battery_saver: Some(false),
        battery_optimized: Some(false),
    }
}

fn silent(minutes: i64, change: impl FnOnce(&mut Health)) -> Phone {
    let mut phone = well();
    phone.last_contact_at = Some(ago(minutes));
    if let Some(health) = &mut phone.health {
        health.at = ago(minutes);
        if let Some(battery) = &mut health.battery {
            battery.at = ago(minutes);
        }
        change(health);
    }
    phone
}

fn telling(change: impl FnOnce(&mut Permissions)) -> Phone {
    let mut phone = well();
    if let Some((_, told)) = phone.health.as_mut().and_then(|h| h.permissions.as_mut()) {
        change(told);
    }
    phone
}

/// A rep at work who is not seen since an hour.
fn unseen<'a>(rules: &'a Rules, phones: &'a [Phone]) -> Known<'a> {
    Known {
        now: NOW,
        rules,
        phones,
        last_fix_at: Some(ago(60)),
        work: Work::Running {
            on_break_since: None,
        },
        absent: None,
        in_working_hours: true,
    }
}

fn told(known: &Known<'_>) -> Vec<(&'static str, &'static str)> {
    findings(known)
        .iter()
        .map(|f| (f.weight.as_str(), f.cause.code()))
        .collect()
}

fn of_phones(phones: &[Phone]) -> Vec<(&'static str, &'static str)> {
    told(&unseen(&Rules::default(), phones))
}

#[test]
fn a_rep_who_is_seen_and_well_has_no_finding() {
    let (rules, phones) = (Rules::default(), [well()]);
    let known = Known {
        last_fix_at: Some(ago(2)),
        ..unseen(&rules, &phones)
    };
    assert!(known.is_visible());
    assert_eq!(told(&known), []);
}

#[test]
fn without_a_phone_that_could_be_heard_that_is_the_cause() {
    assert_eq!(of_phones(&[]), [("cause", "no_device")]);
    let revoked = Phone {
        revoked_at: Some(ago(100)),
        ..well()
    };
    assert_eq!(
        of_phones(std::slice::from_ref(&revoked)),
        [("cause", "token_revoked")]
    );
    // A second, good phone makes it a note.
    assert_eq!(
        of_phones(&[
            revoked,
            Phone {
                device: DeviceId(2),
                ..well()
            }
        ]),
        [("likely", "online_but_no_fix"), ("note", "token_revoked")]
    );
    let lost = Phone {
        has_token: false,
        ..well()
    };
    assert_eq!(of_phones(&[lost]), [("cause", "token_revoked")]);
    let fresh = Phone {
        last_contact_at: None,
        health: None,
        ..well()
    };
    assert_eq!(of_phones(&[fresh]), [("cause", "never_connected")]);
}

#[test]
fn what_the_rep_declared_comes_before_what_phones_do() {
    let (rules, phones) = (Rules::default(), [well()]);
    let with = |work, absent| {
        told(&Known {
            work,
            absent,
            ..unseen(&rules, &phones)
        })
    };
    let on_break_since = Some(ago(20));
    assert_eq!(
        with(Work::Running { on_break_since }, None),
        [("cause", "on_break")]
    );
    assert_eq!(
        with(Work::Ended { at: ago(50) }, None),
        [("cause", "session_ended")]
    );
    assert_eq!(
        with(Work::NotStarted, Some("leave")),
        [("cause", "absent"), ("cause", "no_session")]
    );
}

#[test]
fn that_no_session_was_heard_of_means_little_while_no_phone_is_heard() {
    let rules = Rules::default();
    let phones = [silent(700, |_| {})];
    let known = Known {
        work: Work::NotStarted,
        ..unseen(&rules, &phones)
    };
    assert_eq!(
        told(&known),
        [("cause", "silent_since"), ("note", "no_session")]
    );
}

#[test]
fn a_tracker_needs_no_session_in_working_hours() {
    let rules = Rules::default();
    let phones = [Phone {
        can_declare: false,
        ..well()
    }];
    let at = |in_working_hours| {
        told(&Known {
            work: Work::NotStarted,
            in_working_hours,
            ..unseen(&rules, &phones)
        })
    };
    assert_eq!(at(true), [("likely", "online_but_no_fix")]);
    assert_eq!(at(false), [("cause", "no_session")]);
}

#[test]
fn each_permission_that_is_wanting_is_told() {
    type Change = fn(&mut Permissions);
    let cases: [(Change, &str, &str); 8] = [
        (
            |p| p.location_service = Some(false),
            "cause",
            "location_service_off",
        ),
        (
            |p| p.location = Some(LocationPermission::Denied),
            "cause",
            "location_denied",
        ),
        (
            |p| p.location = Some(LocationPermission::WhileInUse),
            "likely",
            "location_while_in_use",
        ),
        (
            |p| p.background = Some(false),
            "likely",
            "background_denied",
        ),
        (|p| p.battery_saver = Some(true), "likely", "battery_saver"),
        (
            |p| p.battery_optimized = Some(true),
            "note",
            "battery_optimized",
        ),
        (|p| p.precise = Some(false), "note", "location_imprecise"),
        (
            |p| p.notifications = Some(false),
            "note",
            "notifications_off",
        ),
    ];
    for (change, weight, code) in cases {
        let told = of_phones(&[telling(change)]);
        assert!(told.contains(&(weight, code)), "{code}: {told:?}");
        // A phone that may not see needs no other reason for seeing nothing.
        let sightless = weight == "cause";
        assert_eq!(
            told.contains(&("likely", "online_but_no_fix")),
            !sightless,
            "{code}"
        );
    }
    // What nobody told is no finding.
    assert_eq!(
        of_phones(&[telling(|p| *p = Permissions::default())]),
        [("likely", "online_but_no_fix")]
    );
}

#[test]
fn a_permission_told_before_the_silence_is_no_certain_cause() {
    let phone = silent(120, |h| {
        if let Some((_, told)) = &mut h.permissions {
            told.location = Some(LocationPermission::Denied);
        }
    });
    assert_eq!(
        of_phones(&[phone]),
        [("cause", "silent_since"), ("likely", "location_denied")]
    );
}

#[test]
fn a_low_battery_runs_down_in_silence_unless_it_is_charged() {
    let battery = |minutes, pct, charging| {
        of_phones(&[silent(minutes, |h| {
            h.battery = Some(Battery {
                at: ago(minutes),
                pct: Some(pct),
                charging: Some(charging),
            });
        })])
    };
    assert_eq!(
        battery(90, 12, false),
        [("cause", "battery_likely_empty"), ("cause", "silent_since")]
    );
    assert_eq!(
        battery(30, 12, false),
        [("cause", "silent_since"), ("note", "battery_low")]
    );
    assert_eq!(battery(90, 12, true), [("cause", "silent_since")]);
    assert_eq!(battery(90, 40, false), [("cause", "silent_since")]);
    let mut here = well();
    here.health.as_mut().unwrap().battery.as_mut().unwrap().pct = Some(9);
    assert_eq!(
        of_phones(&[here]),
        [("likely", "online_but_no_fix"), ("note", "battery_low")]
    );
}

#[test]
fn clock_backlog_refusals_and_version_are_told() {
    let mut phone = well();
    phone.newest_version = Some("2.10".to_owned());
    phone.refused = vec![Refused {
        code: "off_session".to_owned(),
        count: 12,
        last_at: ago(3),
    }];
    let health = phone.health.as_mut().unwrap();
    health.clock_offset_ms = Some(-7_200_000);
    health.backlog = Some(37);
    let phones = [phone];
    assert_eq!(
        of_phones(&phones),
        [
            ("likely", "refusals"),
            ("likely", "backlog_waiting"),
            ("likely", "online_but_no_fix"),
            ("note", "clock_skew"),
            ("note", "outdated_app"),
        ]
    );
    let mut hopeless = well();
    hopeless.health.as_mut().unwrap().clock_offset_ms = Some(-90 * 24 * 60 * MIN);
    assert!(of_phones(&[hopeless]).contains(&("likely", "clock_skew")));
    // A rep who is seen is seen in spite of a refusal.
    let rules = Rules::default();
    let seen = Known {
        last_fix_at: Some(ago(1)),
        ..unseen(&rules, &phones)
    };
    assert!(told(&seen).contains(&("note", "refusals")));
}

#[test]
fn codes_are_unique_and_their_places_too() {
    let at = NOW;
    let all = [
        Cause::NoDevice,
        Cause::TokenRevoked { at: None },
        Cause::NeverConnected,
        Cause::Absent {
            kind: String::new(),
        },
        Cause::OnBreak { since: at },
        Cause::SessionEnded { at },
        Cause::NoSession,
        Cause::LocationServiceOff { told_at: at },
        Cause::LocationDenied { told_at: at },
        Cause::BatteryLikelyEmpty { pct: 1, at },
        Cause::SilentSince { at },
        Cause::Refusals { refused: vec![] },
        Cause::ClockSkew { offset_ms: 1 },
        Cause::LocationWhileInUse { told_at: at },
        Cause::BackgroundDenied { told_at: at },
        Cause::BatterySaver { told_at: at },
        Cause::BatteryOptimized { told_at: at },
        Cause::BacklogWaiting { items: 1 },
        Cause::OnlineButNoFix { last_fix_at: None },
        Cause::LocationImprecise { told_at: at },
        Cause::BatteryLow { pct: 1, at },
        Cause::NotificationsOff { told_at: at },
        Cause::OutdatedApp {
            version: String::new(),
            newest: String::new(),
        },
    ];
    let codes: std::collections::BTreeSet<_> = all.iter().map(Cause::code).collect();
    assert_eq!(codes.len(), all.len());
    for (place, cause) in (0..).zip(&all) {
        assert_eq!(cause.words().0, place);
        assert!(!cause.remedy().is_empty());
    }
}
