//! A viewer that applies its frames always equals a brute-force filter of the current state, and
//! one of columns equals one of text.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use fieldbeat_domain::{
    id::{OutletId, RepId, VisitId},
    position::LatLng,
    time::At,
};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::{
    live::{
        bucket::cell_of, change::Change, presence::PresenceRule, view::Units, viewer_page::Page,
    },
    wire::live::{
        Absence, Activity, Presence, Reign, RepLive,
        encode::REP_BYTES,
        request::{Bbox, Filter},
    },
};

pub const RULE: PresenceRule = PresenceRule {
    online_ms: 300_000,
    stale_ms: 900_000,
};

/// Forgotten, whatever was known.
pub const GONE: Change = Change::Absent(Absence::always(None));

pub fn state(rep: i32, unit: i32, lat: f64, lng: f64, at: At) -> RepLive {
    RepLive {
        rep: RepId(rep),
        reign: Reign::default(),
        code: Arc::from(format!("NV{rep:05}")),
        name: Arc::from("Nguyễn Văn An"),
        org_unit: OrgUnitId(unit),
        at,
        position: LatLng::from_degrees(lat, lng).unwrap(),
        accuracy_dm: Some(80),
        speed_cmps: Some(420),
        bearing_cdeg: None,
        battery_pct: Some(70),
        activity: Activity::Travelling,
        idle_since: None,
        visit: None,
        outlet: None,
        visited: 1,
        planned: 9,
        flags: 0,
    }
}

/// What the test asks for, kept apart from the code that it judges.
#[derive(Clone, Debug)]
struct Wish {
    reach: Option<Vec<i32>>,
    bbox: [f64; 4],
    units: Option<Vec<i32>>,
    presence: Option<Presence>,
    activity: Option<Activity>,
    cells: bool,
    zoom: f64,
}

impl Wish {
    fn reach(&self) -> Reach {
        match &self.reach {
            None => Reach::All,
            Some(units) => Reach::units(units.iter().copied().map(OrgUnitId)),
        }
    }

    fn view(&self) -> View {
        let [west, south, east, north] = self.bbox;
        let filter = Filter {
            org_units: Vec::new(),
            presence: self.presence.into_iter().collect(),
            activity: self.activity.into_iter().collect(),
        };
        let units = self.units.as_ref();
        View::new(
            self.reach(),
            Bbox {
                west,
                south,
                east,
                north,
            },
            self.zoom,
            &filter,
            units.map(|units| Units::new(units.iter().copied().map(OrgUnitId))),
            self.cells,
        )
    }

    fn may_see(&self, rep: &RepLive) -> bool {
        self.reach
            .as_ref()
            .is_none_or(|units| units.contains(&rep.org_unit.0))
    }

    fn shows(&self, rep: &RepLive, now: At) -> bool {
        let [west, south, east, north] = self.bbox;
        let (lat, lng) = (rep.position.lat(), rep.position.lng());
        let lng_in = if west <= east {
            west <= lng && lng <= east
        } else {
            lng >= west || lng <= east
        };
        let units = self.units.as_ref();
        self.may_see(rep)
            && lng_in
            && south <= lat
            && lat <= north
            && units.is_none_or(|units| units.contains(&rep.org_unit.0))
            && self.presence.is_none_or(|p| p == presence(rep, now))
            && self.activity.is_none_or(|a| a == rep.activity)
    }
}

fn presence(rep: &RepLive, now: At) -> Presence {
    match now.0 - rep.at.0 {
        ..=300_000 => Presence::Online,
        300_001..=900_000 => Presence::Stale,
        _ => Presence::Offline,
    }
}

#[derive(Clone, Debug)]
enum Step {
    Update {
        rep: i32,
        unit: i32,
        lat: f64,
        lng: f64,
        age_ms: i64,
        activity: Activity,
        rest: Rest,
    },
    Forget(i32),
    Tick(i64),
    Ticks(u8),
    Compose,
    Subscribe(Wish),
    Follow(i32),
    Unfollow(Option<i32>),
    Reach(Option<Vec<i32>>),
}

/// What no rule of views looks at.
#[derive(Clone, Debug)]
struct Rest {
    accuracy_dm: Option<i32>,
    speed_cmps: Option<i32>,
    bearing_cdeg: Option<i32>,
    battery_pct: Option<i16>,
    visit: Option<i32>,
    outlet: Option<i32>,
    counts: (u16, u16),
    flags: u32,
    name: u8,
}

fn rest() -> impl Strategy<Value = Rest> {
    use proptest::option::of;
    (
        of(0..=i32::MAX),
        of(0..=i32::MAX),
        of(0..36_000),
        of(0..=100_i16),
        of(0..3),
        of(any::<i32>()),
        any::<(u16, u16)>(),
        0..8_u32,
        0..3_u8,
    )
        .prop_map(
            |(
                accuracy_dm,
                speed_cmps,
                bearing_cdeg,
                battery_pct,
                visit,
                outlet,
                counts,
                flags,
                name,
            )| {
                Rest {
                    accuracy_dm,
                    speed_cmps,
                    bearing_cdeg,
                    battery_pct,
                    visit,
                    outlet,
                    counts,
                    flags,
                    name,
                }
            },
        )
}

impl Rest {
    fn put(self, state: &mut RepLive) {
        state.accuracy_dm = self.accuracy_dm;
        state.speed_cmps = self.speed_cmps;
        state.bearing_cdeg = self.bearing_cdeg;
        state.battery_pct = self.battery_pct;
        let visit = |n| VisitId(uuid::Uuid::from_u128(u128::from(u32::MAX) * n));
        state.visit = (self.visit).map(|n| visit(u128::from(n.unsigned_abs())));
        state.outlet = self.outlet.map(OutletId);
        (state.visited, state.planned) = self.counts;
        state.flags = self.flags;
        state.name = Arc::from(["Nguyễn \"An\"", "Trần", ""][usize::from(self.name)]);
    }
}

fn place() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![
        4 => (21.00..21.08, 105.80..105.88),
        1 => (-10.02..-9.98, 179.96..180.0),
        1 => (-10.02..-9.98, -180.0..-179.96),
    ]
}

fn wish() -> impl Strategy<Value = Wish> {
    let bbox = prop_oneof![
        Just([-180.0, -90.0, 180.0, 90.0]),
        (105.80..105.84, 21.00..21.04, 105.84..105.88, 21.04..21.08)
            .prop_map(|(w, s, e, n)| [w, s, e, n]),
        Just([179.97, -10.01, -179.97, 10.0]),
    ];
    let units = || proptest::option::of(proptest::collection::vec(1..5_i32, 0..4));
    (
        units(),
        bbox,
        units(),
        proptest::option::weighted(0.3, proptest::sample::select(&Presence::ALL[..])),
        proptest::option::weighted(0.3, proptest::sample::select(&Activity::ALL[..])),
        any::<bool>(),
        0.0..20.0,
    )
        .prop_map(
            |(reach, bbox, units, presence, activity, cells, zoom)| Wish {
                reach,
                bbox,
                units,
                presence,
                activity,
                cells,
                zoom,
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    let activity = proptest::sample::select(&Activity::ALL[..]);
    prop_oneof![
        12 => (0..12_i32, 1..5_i32, place(), 0..1_000_000_i64, activity, rest()).prop_map(
            |(rep, unit, (lat, lng), age_ms, activity, rest)| Step::Update {
                rep, unit, lat, lng, age_ms, activity, rest
            }
        ),
        1 => (0..12_i32).prop_map(Step::Forget),
        6 => prop_oneof![Just(250), 0..700_000_i64].prop_map(Step::Tick),
        1 => (100..200_u8).prop_map(Step::Ticks),
        6 => Just(Step::Compose),
        1 => wish().prop_map(Step::Subscribe),
        1 => (0..12_i32).prop_map(Step::Follow),
        1 => proptest::option::of(0..12_i32).prop_map(Step::Unfollow),
        1 => proptest::option::of(proptest::collection::vec(1..5_i32, 0..4)).prop_map(Step::Reach),
    ]
}

struct World {
    board: Board,
    now: At,
    /// Truth as of the last tick.
    truth: BTreeMap<i32, RepLive>,
    pending: Vec<(RepId, Change)>,
    viewer: Viewer,
    wish: Wish,
    followed: BTreeSet<i32>,
    page: Page,
    /// The same viewer, of columns.
    twin: (Viewer, Page),
}

impl World {
    fn new(wish: Wish) -> Self {
        Self {
            board: Board::new(RULE),
            now: At(1_785_000_000_000),
            truth: BTreeMap::new(),
            pending: Vec::new(),
            viewer: Viewer::new(0, wish.view(), Vec::new(), None),
            twin: (
                Viewer::new(0, wish.view(), Vec::new(), Some(Told::default())),
                Page::default(),
            ),
            wish,
            followed: BTreeSet::new(),
            page: Page::default(),
        }
    }

    fn tick(&mut self, ms: i64) {
        self.step(ms);
        self.board.check_invariants();
    }

    fn step(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
        for (rep, change) in &self.pending {
            match change {
                Change::State(state) | Change::Warm(state) => {
                    self.truth.insert(rep.0, state.clone())
                }
                Change::Absent(absence) => {
                    if self
                        .truth
                        .get(&rep.0)
                        .is_some_and(|known| absence.hides(known))
                    {
                        self.truth.remove(&rep.0);
                    }
                    continue;
                }
            };
        }
        self.board.tick(self.now, RULE, self.pending.drain(..));
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Update {
                rep,
                unit,
                lat,
                lng,
                age_ms,
                activity,
                rest,
            } => {
                let mut state = state(rep, unit, lat, lng, self.now.plus_ms(-age_ms));
                state.activity = activity;
                rest.put(&mut state);
                self.pending.push((RepId(rep), Change::State(state)));
            }
            Step::Forget(rep) => self.pending.push((RepId(rep), GONE)),
            Step::Tick(ms) => self.tick(ms),
            Step::Ticks(n) => (0..n).for_each(|_| self.step(250)),
            Step::Compose => self.compose(),
            Step::Subscribe(wish) => {
                let twin = (&mut self.twin.0, &mut self.twin.1);
                for (viewer, page) in [(&mut self.viewer, &mut self.page), twin] {
                    page.again();
                    let (followed, columns) = viewer.hand_over();
                    *viewer = Viewer::new(page.sub, wish.view(), followed, columns);
                }
                self.wish = wish;
            }
            Step::Follow(rep) => {
                self.viewer.follow(RepId(rep));
                self.twin.0.follow(RepId(rep));
                self.followed.insert(rep);
            }
            Step::Unfollow(rep) => {
                self.viewer.unfollow(&self.board, rep.map(RepId));
                self.twin.0.unfollow(&self.board, rep.map(RepId));
                self.followed.retain(|f| rep.is_some_and(|rep| rep != *f));
            }
            Step::Reach(units) => {
                self.wish.reach = units;
                self.viewer.set_reach(self.wish.reach());
                self.twin.0.set_reach(self.wish.reach());
            }
        }
    }

    fn compose(&mut self) {
        for frame in self.viewer.compose(&self.board, false) {
            self.page.apply(&frame);
        }
        for frame in self.twin.0.compose(&self.board, false) {
            self.twin.1.apply(&frame);
        }
        assert_eq!(self.twin.1.next_seq, self.page.next_seq);
        assert_eq!(self.twin.1.reps, self.page.reps);
        assert_eq!(self.twin.1.cells, self.page.cells);
        self.viewer.check_invariants(&self.board);
        assert_eq!(
            self.viewer.compose(&self.board, false).len(),
            0,
            "nothing is left"
        );
        let at_cells = self.viewer.cells.is_some();
        let mut reps = BTreeMap::new();
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for rep in self.truth.values() {
            let shown = self.wish.shows(rep, self.now);
            let follows = self.wish.may_see(rep) && self.followed.contains(&rep.rep.0);
            if follows || shown && !at_cells {
                let mut text = String::with_capacity(REP_BYTES);
                let head = encode::rep_head(rep);
                encode::rep(&mut text, &head, rep, presence(rep, self.now));
                let id = i64::from(rep.rep.0);
                reps.insert(id, serde_json::from_str::<Value>(&text).unwrap());
            }
            if shown && at_cells {
                let cell = cell_of(rep.position).unwrap();
                let cell = cell.parent(self.wish.view().cell_resolution()).unwrap();
                *counts.entry(cell.to_string()).or_default() += 1;
            }
        }
        assert_eq!(self.page.reps, reps);
        let got: BTreeMap<String, u64> = (self.page.cells.iter())
            .map(|(id, cell)| (id.clone(), cell["count"].as_u64().unwrap()))
            .collect();
        assert_eq!(got, counts);
        for cell in self.page.cells.values() {
            for by in ["by_presence", "by_activity"] {
                let parts = cell[by].as_object().unwrap().values();
                let sum: u64 = parts.map(|v| v.as_u64().unwrap()).sum();
                assert_eq!(Some(sum), cell["count"].as_u64());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn snapshot_and_deltas_always_equal_a_filter_of_the_current_state(
        wish in wish(),
        steps in proptest::collection::vec(step(), 1..80),
    ) {
        let mut world = World::new(wish);
        for step in steps {
            world.take(step);
        }
        world.tick(250);
        world.compose();
    }
}

#[path = "viewer_cases.rs"]
mod cases;
