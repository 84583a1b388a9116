//! Looks for exceptions of the field every few seconds: reads what is known, asks the domain's rules, has
//! the store open and close, and tells the boards. One server at a time does.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};

use chrono::{Days, NaiveDate};
use fieldbeat_domain::{
    exception::{
        DayFlags, Finding, Kind, Moment, Sign, Step, Thresholds, VisitSeen, rep as reps, step,
        visit as visits,
    },
    rules::Rules,
    time::At,
    verdict::IntegrityVerdict,
    visit::VisitState,
};
use sqlx::PgConnection;

use super::Services;
use crate::{
    live::LiveEvent,
    store::{
        StoreError,
        event::{self, Cursor},
        exception_facts::{self as facts, RepFacts, Today},
        exception_round::{self as keep, Cause, Changed, Ended},
        setting,
    },
};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(10);
/// How far everybody is from the own outlets is asked every so many looks, and the misses of outlets, which
/// change once a day.
const TERRITORY_EVERY: u64 = 6;
const MISSES_EVERY: u64 = 60;

/// Ends when the server does, between two looks.
pub(super) async fn run(services: Services) {
    let mut n: u64 = 0;
    loop {
        let depth = Depth {
            territory: n.is_multiple_of(TERRITORY_EVERY),
            misses: n.is_multiple_of(MISSES_EVERY),
        };
        if let Err(error) = look(&services, depth).await {
            tracing::warn!(%error, "exceptions will be tried again");
        }
        n = n.wrapping_add(1);
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// What is asked besides what is asked always.
#[derive(Clone, Copy, Debug, Default)]
pub struct Depth {
    pub territory: bool,
    pub misses: bool,
}

impl Depth {
    pub const FULL: Self = Self {
        territory: true,
        misses: true,
    };
}

/// One look. `false`: another server is at it.
pub async fn look(services: &Services, depth: Depth) -> Result<bool, StoreError> {
    let started = services.clock.instant();
    let now = services.clock.now();
    let rules = services.rules.load_full();
    let date = rules.time.date_of(now);
    let set = setting::exceptions(&services.db, date).await?;
    let mut tx = services.db.begin().await?;
    if !keep::lock(&mut tx).await? {
        return Ok(false);
    }
    let moment = Moment {
        at: now,
        date,
        time: rules.time,
        latest_end_min: rules.session_latest_end_min,
        online_ms: i64::from(rules.online_s) * 1_000,
    };
    let look = Look {
        services,
        set: &set,
        rules: &rules,
        moment,
    };
    let changed = look.round(&mut tx, depth).await?;
    tx.commit().await?;
    metrics::histogram!("fieldbeat_exceptions_look_seconds").record(
        services
            .clock
            .instant()
            .duration_since(started)
            .as_secs_f64(),
    );
    tell(services, changed).await?;
    Ok(true)
}

/// After the commit.
pub(crate) async fn tell(services: &Services, changed: Vec<Changed>) -> Result<(), StoreError> {
    if changed.is_empty() {
        return Ok(());
    }
    let store = event::position(&services.db).await?.store;
    for one in changed {
        let (xid, id) = one.news.event;
        services.live.event(LiveEvent {
            kind: one.news.kind.into(),
            org_unit: Some(one.org_unit),
            rep: Some(one.rep),
            body: one.news.body,
            cursor: Cursor::new(store, xid, id).text(),
        });
    }
    Ok(())
}

/// Causes that hold, by kind and subject, and the kinds of which all causes are known.
#[derive(Default)]
struct Found {
    causes: BTreeMap<(Kind, String), Cause>,
    whole: Vec<Kind>,
}

impl Found {
    fn put(&mut self, cause: Cause) {
        self.causes
            .insert((cause.kind, cause.subject.clone()), cause);
    }
}

struct Look<'a> {
    services: &'a Services,
    set: &'a Thresholds,
    rules: &'a Rules,
    moment: Moment,
}

impl Look<'_> {
    async fn round(&self, tx: &mut PgConnection, depth: Depth) -> Result<Vec<Changed>, StoreError> {
        let mut found = Found::default();
        let known = keep::known(&mut *tx, &[Kind::LeftTerritory, Kind::LowBattery]).await?;
        let standing: HashSet<(Kind, String)> =
            known.into_iter().map(|k| (k.kind, k.subject)).collect();
        for rep in &self.reps(tx, depth).await? {
            self.rep(rep, depth, &standing, &mut found);
        }
        found.whole.extend([
            Kind::NotStarted,
            Kind::Silent,
            Kind::GpsOff,
            Kind::LowBattery,
            Kind::Backlog,
            Kind::Idle,
            Kind::PlanBehind,
        ]);
        if depth.territory {
            found.whole.push(Kind::LeftTerritory);
        }
        self.visits(tx, &mut found).await?;
        if depth.misses {
            self.misses(tx, &mut found).await?;
        }
        self.keep(tx, found).await
    }

    async fn reps(&self, tx: &mut PgConnection, depth: Depth) -> Result<Vec<RepFacts>, StoreError> {
        let bounds = self.moment.time.day_bounds(self.moment.date);
        let today = Today {
            date: self.moment.date,
            start: bounds.start.to_utc().unwrap_or_default(),
            end: bounds.end.to_utc().unwrap_or_default(),
        };
        let at = self.moment.at.to_utc().unwrap_or_default();
        let mut reps = facts::reps(&mut *tx, at, today).await?;
        let idle: HashMap<i32, At> = self
            .services
            .hub
            .idle()
            .into_iter()
            .map(|(rep, since)| (rep.0, since))
            .collect();
        let nearest = if depth.territory {
            facts::nearest_own(&mut *tx, self.moment.date, &reps).await?
        } else {
            HashMap::new()
        };
        for rep in &mut reps {
            rep.now.idle_since = idle.get(&rep.rep_id).copied();
            rep.now.nearest_own_m = nearest.get(&rep.rep_id).copied();
        }
        self.signs(tx, &mut reps).await?;
        Ok(reps)
    }

    /// Since when phones have said what they say now.
    async fn signs(&self, tx: &mut PgConnection, reps: &mut [RepFacts]) -> Result<(), StoreError> {
        let mut before = facts::signs(&mut *tx).await?;
        let (mut fresh, mut gone) = (Vec::new(), Vec::new());
        for rep in reps {
            for sign in Sign::ALL {
                let key = (rep.rep_id, sign);
                let had = before.remove(&key);
                if !sign.shows(&rep.now, self.set, &self.moment, had.is_some()) {
                    gone.extend(had.map(|_| key));
                    continue;
                }
                if had.is_none() {
                    fresh.push(key);
                }
                let since = Some(had.unwrap_or(self.moment.at));
                match sign {
                    Sign::GpsOff => rep.now.gps_off_since = since,
                    Sign::Backlog => rep.now.backlog_since = since,
                }
            }
        }
        // Of reps that are none any more.
        gone.extend(before.into_keys());
        let now = self.moment.at.to_utc().unwrap_or_default();
        facts::keep_signs(tx, now, &fresh, &gone).await
    }

    fn rep(
        &self,
        rep: &RepFacts,
        depth: Depth,
        standing: &HashSet<(Kind, String)>,
        found: &mut Found,
    ) {
        let (set, now) = (self.set, &self.moment);
        let own = format!("rep/{}", rep.rep_id);
        let today = format!("{own}/{}", now.date);
        let stands = |kind| standing.contains(&(kind, own.clone()));
        let away = stands(Kind::LeftTerritory);
        let low = stands(Kind::LowBattery);
        let territory = depth
            .territory
            .then(|| reps::left_territory(&rep.now, set, now, away))
            .flatten();
        for (kind, subject, finding) in [
            (
                Kind::NotStarted,
                &today,
                reps::not_started(&rep.now, set, now),
            ),
            (
                Kind::PlanBehind,
                &today,
                reps::plan_behind(&rep.now, set, now),
            ),
            (Kind::Silent, &own, reps::silent(&rep.now, set, now)),
            (Kind::GpsOff, &own, reps::gps_off(&rep.now, set, now)),
            (
                Kind::LowBattery,
                &own,
                reps::low_battery(&rep.now, set, now, low),
            ),
            (Kind::Backlog, &own, reps::backlog(&rep.now, set, now)),
            (Kind::Idle, &own, reps::idle(&rep.now, set, now)),
            (Kind::LeftTerritory, &own, territory),
        ] {
            if let Some(finding) = finding {
                found.put(Cause {
                    kind,
                    subject: subject.clone(),
                    rep_id: rep.rep_id,
                    org_unit_id: rep.org_unit_id,
                    date: now.date,
                    visit_id: None,
                    outlet_id: None,
                    finding,
                });
            }
        }
    }

    /// The first date of which visits are looked at.
    fn visits_from(&self) -> NaiveDate {
        let today = self.moment.date;
        let days = Days::new(self.set.visit_days.into());
        today.checked_sub_days(days).unwrap_or(today)
    }

    /// Whether the day that a cause lies in is no longer looked at.
    fn is_over(&self, kind: Kind, date: NaiveDate) -> bool {
        match kind {
            Kind::OffRoute | Kind::Outside | Kind::ShortVisit | Kind::Integrity => {
                date < self.visits_from()
            }
            Kind::ThreeMisses | Kind::Sos => false,
            Kind::NotStarted
            | Kind::Silent
            | Kind::GpsOff
            | Kind::LowBattery
            | Kind::Backlog
            | Kind::LeftTerritory
            | Kind::Idle
            | Kind::PlanBehind => date < self.moment.date,
        }
    }

    async fn visits(&self, tx: &mut PgConnection, found: &mut Found) -> Result<(), StoreError> {
        let (rows, whole) = facts::visits(tx, self.visits_from()).await?;
        let mut flags: BTreeMap<(i32, NaiveDate), (i32, DayFlags)> = BTreeMap::new();
        for row in &rows {
            let seen = VisitSeen {
                visit: &row.visit,
                decision: row.decision,
                dwell_min_s: self
                    .rules
                    .dwell_min_s_of(row.outlet_class.as_deref().unwrap_or_default()),
            };
            for (kind, finding) in [
                (Kind::OffRoute, visits::off_route(&seen, self.set)),
                (
                    Kind::Outside,
                    visits::outside(&seen, self.set, self.moment.at),
                ),
                (Kind::ShortVisit, visits::short_visit(&seen, self.set)),
            ] {
                if let Some(finding) = finding {
                    found.put(Cause {
                        kind,
                        subject: format!("visit/{}", row.id),
                        rep_id: row.rep_id,
                        org_unit_id: row.org_unit_id,
                        date: row.date,
                        visit_id: Some(row.id),
                        outlet_id: row.outlet_id,
                        finding,
                    });
                }
            }
            if row.decision.is_none() && row.visit.state != VisitState::Cancelled {
                let (_, day) = flags
                    .entry((row.rep_id, row.date))
                    .or_insert((row.org_unit_id, DayFlags::default()));
                let verdict = &row.visit.verdict;
                day.flags += u32::try_from(verdict.integrity_flags.len()).unwrap_or(u32::MAX);
                day.blocked += u32::from(verdict.integrity == IntegrityVerdict::Blocked);
            }
        }
        for ((rep_id, date), (org_unit_id, day)) in flags {
            if let Some(finding) = visits::integrity(&day, self.set) {
                found.put(Cause {
                    kind: Kind::Integrity,
                    subject: format!("rep/{rep_id}/{date}"),
                    rep_id,
                    org_unit_id,
                    date,
                    visit_id: None,
                    outlet_id: None,
                    finding,
                });
            }
        }
        let kinds = [
            Kind::OffRoute,
            Kind::Outside,
            Kind::ShortVisit,
            Kind::Integrity,
        ];
        self.known_as_a_whole(found, whole, &kinds);
        Ok(())
    }

    async fn misses(&self, tx: &mut PgConnection, found: &mut Found) -> Result<(), StoreError> {
        let (rows, whole) = facts::outlets(tx, self.moment.date).await?;
        for row in rows {
            let finding: Option<Finding> =
                visits::three_misses(row.newest_first.iter().copied(), self.set);
            if let Some(finding) = finding {
                found.put(Cause {
                    kind: Kind::ThreeMisses,
                    subject: format!("outlet/{}", row.outlet_id),
                    rep_id: row.rep_id,
                    org_unit_id: row.org_unit_id,
                    date: row.date,
                    visit_id: None,
                    outlet_id: Some(row.outlet_id),
                    finding,
                });
            }
        }
        self.known_as_a_whole(found, whole, &[Kind::ThreeMisses]);
        Ok(())
    }

    /// Where more may hold than was read, nothing is closed.
    fn known_as_a_whole(&self, found: &mut Found, whole: bool, kinds: &[Kind]) {
        if whole {
            found.whole.extend(kinds);
        } else {
            tracing::warn!(date = %self.moment.date, "more causes of exceptions than are looked at");
        }
    }

    async fn keep(&self, tx: &mut PgConnection, found: Found) -> Result<Vec<Changed>, StoreError> {
        let now = self.moment.at;
        let Found { mut causes, whole } = found;
        let (mut calm, mut back, mut ended) = (Vec::new(), Vec::new(), Vec::new());
        for known in keep::known(&mut *tx, &Kind::ALL).await? {
            let cause = causes.remove(&(known.kind, known.subject));
            if cause.is_none() && !whole.contains(&known.kind) {
                continue;
            }
            match step(
                known.kind,
                Some(known.standing),
                cause.map(|c| c.finding),
                now,
            ) {
                Step::Calm => calm.push(known.id),
                Step::Back => back.push(known.id),
                Step::End(at) => ended.push(Ended {
                    id: known.id,
                    at,
                    why: if self.is_over(known.kind, known.date) {
                        "day_over"
                    } else {
                        "cause_ended"
                    },
                }),
                Step::Nothing | Step::Open(_) => {}
            }
        }
        let at = now.to_utc().unwrap_or_default();
        keep::calm(&mut *tx, Some(at), &calm).await?;
        keep::calm(&mut *tx, None, &back).await?;
        let opening: Vec<Cause> = causes.into_values().take(keep::OPENED_MAX).collect();
        let mut changed = keep::end(&mut *tx, at, &ended).await?;
        changed.extend(keep::open(tx, at, &opening).await?);
        if !changed.is_empty() {
            tracing::debug!(
                changed = changed.len(),
                opened = opening.len(),
                ended = ended.len(),
                "exceptions"
            );
        }
        Ok(changed)
    }
}
