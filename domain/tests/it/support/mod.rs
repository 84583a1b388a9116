//! A tiny language for rep-days: metres round a pin in Hanoi, minutes after nine.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use fieldbeat_domain::{
    day::DayReport,
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, OrgUnitId, OutletId, RepId, RouteId},
    input::Input,
    judge::judge_day,
    mark::{Mark, MarkKind, VisitType},
    outlet::{Geofence, Outlet},
    outlet_index::OutletIndex,
    plan::{DayPlan, Stop},
    position::{LatLng, Plane},
    record::{RecordFact, RecordKind},
    rules::Rules,
    same_track::SameTrack,
    time::At,
    verdict::EvidenceGrade,
    visit::Visit,
    world::{DayContext, World},
};
use uuid::Uuid;

pub const HANOI: LatLng = LatLng {
    lat_e7: 210_285_000,
    lng_e7: 1_058_542_000,
};

pub fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// Metres east and north of the first pin.
pub fn place(east: f64, north: f64) -> LatLng {
    #[expect(clippy::cast_possible_truncation)]
    Plane::at(HANOI).position((east * 1000.0) as i64, (north * 1000.0) as i64)
}

/// A day under construction.
#[derive(Clone)]
pub struct Day {
    pub rules: Rules,
    pub outlets: Vec<Outlet>,
    pub plan: Vec<Stop>,
    pub own: BTreeSet<OutletId>,
    pub routed: BTreeSet<OutletId>,
    pub grade: EvidenceGrade,
    pub can_declare: bool,
    pub same_tracks: Vec<SameTrack>,
    pub inputs: Vec<Input>,
}

pub fn at(minute: f64) -> At {
    let rules = Rules::default();
    #[expect(clippy::cast_possible_truncation)]
    rules
        .time
        .local(date(), 9 * 60)
        .plus_ms((minute * 60_000.0) as i64)
}

pub fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

impl Default for Day {
    fn default() -> Self {
        Self {
            rules: Rules::default(),
            outlets: Vec::new(),
            plan: Vec::new(),
            own: BTreeSet::new(),
            routed: BTreeSet::new(),
            grade: EvidenceGrade::NativeApp,
            can_declare: true,
            same_tracks: Vec::new(),
            inputs: Vec::new(),
        }
    }
}

impl Day {
    /// A rep in a session that began at 08:30, one planned outlet of 60 m at the origin.
    pub fn with_outlet() -> Self {
        Self::default()
            .outlet(1, 0.0, 0.0, Some(60))
            .planned(1)
            .session(-30.0)
    }
    /// A tracker that cannot declare, between the same walls.
    pub fn tracker_only() -> Self {
        let mut day = Self::default().outlet(1, 0.0, 0.0, Some(60)).planned(1);
        day.can_declare = false;
        day
    }
    pub fn outlet(mut self, id: i32, east: f64, north: f64, radius_m: Option<i32>) -> Self {
        self.outlets.push(Outlet {
            id: OutletId(id),
            pin: Some(place(east, north)),
            geofence: Geofence::Circle { radius_m },
            class: "general".into(),
            org_unit: OrgUnitId(1),
            valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
            valid_to: None,
        });
        self
    }
    pub fn planned(mut self, id: i32) -> Self {
        let sequence = i32::try_from(self.plan.len()).unwrap() + 1;
        self.plan.push(Stop {
            outlet: OutletId(id),
            route: RouteId(1),
            sequence,
            window_from_min: None,
            window_to_min: None,
            service_min: None,
            excused: false,
        });
        self.own.insert(OutletId(id));
        self.routed.insert(OutletId(id));
        self
    }
    pub fn fix(self, minute: f64, east: f64, north: f64, accuracy_m: i32) -> Self {
        self.fix_of(1, minute, place(east, north), accuracy_m, FixFlags::NONE)
    }
    pub fn fix_of(
        mut self,
        device: i32,
        minute: f64,
        position: LatLng,
        accuracy_m: i32,
        flags: FixFlags,
    ) -> Self {
        self.inputs.push(Input::Fix(raw_fix(
            device, minute, position, accuracy_m, flags,
        )));
        self
    }
    /// Fixes every `step` minutes in `[from, to]` at one place, 3 m of deterministic jitter.
    pub fn still(mut self, from: f64, to: f64, step: f64, east: f64, north: f64) -> Self {
        let mut m = from;
        let mut i = 0;
        while m <= to + 1e-9 {
            let jitter = f64::from(i % 3) * 1.5;
            self = self.fix(m, east + jitter, north - jitter, 8);
            m += step;
            i += 1;
        }
        self
    }
    /// A straight walk or drive from one place to another, a fix every `step` minutes.
    pub fn travel(mut self, from: f64, to: f64, step: f64, a: (f64, f64), b: (f64, f64)) -> Self {
        let mut m = from;
        while m <= to + 1e-9 {
            let t = (m - from) / (to - from);
            self = self.fix(m, a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t, 8);
            m += step;
        }
        self
    }
    pub fn mark(mut self, minute: f64, id: u128, kind: MarkKind) -> Self {
        self.inputs.push(Input::Mark(Mark {
            device: DeviceId(1),
            id: uuid(id),
            at: at(minute),
            clock_offset_ms: 0,
            kind,
        }));
        self
    }
    pub fn session(self, minute: f64) -> Self {
        self.mark(minute, 1000, MarkKind::SessionStart)
    }
    pub fn session_end(self, minute: f64) -> Self {
        self.mark(minute, 1000, MarkKind::SessionEnd)
    }
    pub fn check_in(self, minute: f64, id: u128, outlet: i32) -> Self {
        let outlet = Some(OutletId(outlet));
        self.mark(
            minute,
            id,
            MarkKind::CheckIn {
                outlet,
                visit_type: VisitType::Sales,
                fix: None,
            },
        )
    }
    pub fn check_in_with(self, minute: f64, id: u128, outlet: i32, fix: Fix) -> Self {
        let outlet = Some(OutletId(outlet));
        self.mark(
            minute,
            id,
            MarkKind::CheckIn {
                outlet,
                visit_type: VisitType::Sales,
                fix: Some(fix),
            },
        )
    }
    pub fn check_out(self, minute: f64, id: u128) -> Self {
        self.mark(
            minute,
            id,
            MarkKind::CheckOut {
                reason: None,
                fix: None,
            },
        )
    }
    pub fn check_out_because(self, minute: f64, id: u128, reason: &str) -> Self {
        self.mark(
            minute,
            id,
            MarkKind::CheckOut {
                reason: Some(reason.into()),
                fix: None,
            },
        )
    }
    pub fn record(mut self, minute: f64, visit: u128, kind: RecordKind, order_lines: u32) -> Self {
        let id = uuid(9000 + self.inputs.len() as u128);
        let visit = Some(fieldbeat_domain::id::VisitId(uuid(visit)));
        self.inputs.push(Input::Record(RecordFact {
            id,
            kind,
            visit,
            at: at(minute),
            order_lines,
        }));
        self
    }
    pub fn rules(mut self, change: impl FnOnce(&mut Rules)) -> Self {
        change(&mut self.rules);
        self
    }

    pub fn index(&self) -> OutletIndex {
        OutletIndex::build(self.outlets.clone(), &self.rules)
    }
    pub fn context(&self) -> DayContext {
        DayContext {
            rep: RepId(7),
            plan: DayPlan {
                rep: RepId(7),
                date: date(),
                stops: self.plan.clone(),
            },
            bounds: self.rules.time.day_bounds(date()),
            own_outlets: Arc::new(self.own.clone()),
            routed_outlets: Arc::new(self.routed.clone()),
            grade: self.grade,
            can_declare: self.can_declare,
            same_tracks: self.same_tracks.clone(),
        }
    }
    pub fn judged(&self, as_of_minute: f64) -> DayReport {
        let (index, day) = (self.index(), self.context());
        judge_day(
            &self.inputs,
            World {
                rules: &self.rules,
                day: &day,
                outlets: &index,
            },
            at(as_of_minute),
        )
    }
    /// The only visit at the end of the day.
    pub fn visit(&self) -> Visit {
        let report = self.judged(24.0 * 60.0);
        assert_eq!(report.visits.len(), 1, "{:#?}", report.visits);
        report.visits.into_iter().next().unwrap()
    }
}

pub fn raw_fix(
    device: i32,
    minute: f64,
    position: LatLng,
    accuracy_m: i32,
    flags: FixFlags,
) -> Fix {
    Fix {
        device: DeviceId(device),
        at: at(minute),
        clock_offset_ms: 0,
        position,
        accuracy_dm: (accuracy_m > 0).then_some(accuracy_m * 10),
        altitude_dm: None,
        speed_cmps: None,
        bearing_cdeg: None,
        battery_pct: None,
        provider: Provider::Gps,
        flags,
    }
}

/// Minutes after nine, rounded to a second.
pub fn minute(at_: Option<At>) -> f64 {
    #[expect(clippy::cast_precision_loss)]
    let ms = at_.unwrap().since_ms(at(0.0)) as f64;
    (ms / 1000.0).round() / 60.0
}
