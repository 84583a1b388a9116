//! The small company that every plan is played in: outlets, reps, their phones, and the world that their days are judged in.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

use chrono::NaiveDate;
use fieldbeat::{
    ingest::world::{RepDay, Snapshot},
    store::{
        device_auth::{Binding, DeviceIdentity},
        world::{Epoch, StoredOutlets},
    },
};
use fieldbeat_domain::{
    evidence::Digest,
    id::{DeviceId, OrgUnitId, OutletId, RepId, RouteId},
    outlet::{Geofence, Outlet},
    plan::{DayPlan, Stop},
    position::LatLng,
    rules::Rules,
    time::At,
    verdict::EvidenceGrade,
    world::DayContext,
};

/// Eight in the morning of an ordinary day in Hanoi.
pub const MORNING: At = At(1_795_323_600_000 - 4 * 3_600_000);
/// Reps and the phones of each: the last rep has two.
pub const PHONES: [(i32, i32); 4] = [(11, 1), (21, 2), (31, 3), (32, 3)];
pub const REPS: [RepId; 3] = [RepId(1), RepId(2), RepId(3)];
const OUTLETS: [(f64, f64); 3] = [
    (21.0285, 105.8542),
    (21.0315, 105.8542),
    (21.0315, 105.8580),
];

pub static COMPANY: LazyLock<Company> = LazyLock::new(Company::found);

pub struct Company {
    pub rules: Arc<Rules>,
    pub snapshot: Arc<Snapshot>,
    outlets: Arc<BTreeSet<OutletId>>,
}

/// Where an outlet is, in degrees.
pub fn pin(outlet: usize) -> (f64, f64) {
    OUTLETS[outlet % OUTLETS.len()]
}

/// The code that phones call it by.
pub fn code(outlet: usize) -> String {
    format!("O{}", outlet % OUTLETS.len() + 1)
}

impl Company {
    fn found() -> Self {
        let rules = Rules::default();
        let mut stored = StoredOutlets {
            versions: Vec::new(),
            by_code: HashMap::new(),
            ids: BTreeSet::new(),
            digest: Digest::ZERO,
        };
        for (i, (lat, lng)) in OUTLETS.iter().enumerate() {
            let id = OutletId(i32::try_from(i).unwrap() + 1);
            stored.ids.insert(id);
            stored.by_code.insert(code(i), id);
            stored.versions.push(Outlet {
                id,
                pin: LatLng::from_degrees(*lat, *lng),
                geofence: Geofence::Circle { radius_m: Some(60) },
                class: "general".to_owned(),
                org_unit: OrgUnitId(1),
                valid_from: NaiveDate::MIN,
                valid_to: None,
            });
        }
        let outlets = Arc::new(stored.ids.clone());
        let epoch = Epoch {
            id: 1,
            digest: Digest::ZERO,
            known_at: MORNING,
        };
        Self {
            snapshot: Arc::new(Snapshot::build(stored, epoch, &rules, 1)),
            rules: Arc::new(rules),
            outlets,
        }
    }

    /// The side of the world of a rep's day; stands for `Worlds::rep_day`.
    pub fn rep_day(&self, rep: RepId, date: NaiveDate) -> RepDay {
        let stops = self.outlets.iter().zip(1..).map(|(outlet, sequence)| Stop {
            outlet: *outlet,
            route: RouteId(1),
            sequence,
            window_from_min: None,
            window_to_min: None,
            service_min: None,
            excused: false,
        });
        RepDay {
            code: format!("R{rep}").into(),
            name: format!("Rep {rep}").into(),
            org_unit: OrgUnitId(1),
            context: DayContext {
                rep,
                plan: DayPlan {
                    rep,
                    date,
                    stops: stops.collect(),
                },
                bounds: self.rules.time.day_bounds(date),
                own_outlets: self.outlets.clone(),
                routed_outlets: self.outlets.clone(),
                grade: EvidenceGrade::NativeApp,
                can_declare: true,
                same_tracks: Vec::new(),
            },
            rules: self.rules.clone(),
            snapshot: self.snapshot.clone(),
            routed_digest: Digest::ZERO,
        }
    }

    pub fn date(&self, at: At) -> NaiveDate {
        self.rules.time.date_of(at)
    }
}

/// A phone as the server knows it.
pub fn identity(phone: usize) -> (RepId, Arc<DeviceIdentity>) {
    let (device, rep) = PHONES[phone];
    let identity = DeviceIdentity {
        id: DeviceId(device),
        can_declare: true,
        bindings: vec![Binding {
            rep: RepId(rep),
            from: At(0),
            to: None,
        }],
    };
    (RepId(rep), Arc::new(identity))
}
