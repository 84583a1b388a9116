//! The shared world of the shards: one immutable snapshot of outlets at a time, swapped whole.
//! A rep-day keeps the snapshot it was folded with; judging again takes the newest.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;
use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{OrgUnitId, OutletId, RepId},
    outlet_index::OutletIndex,
    rules::Rules,
    time::At,
    world::{DayContext, World},
};
use sqlx::{PgConnection, PgPool};

use crate::{
    store::{self, StoreError, day_plan, fix},
    wire::device::WireOutlet,
};

/// Dates whose routed outlets are kept in memory.
const MAX_ROUTED_DATES: usize = 16;

/// Outlets as one moment knew them.
pub struct Snapshot {
    pub index: OutletIndex,
    by_code: HashMap<String, OutletId>,
    ids: BTreeSet<OutletId>,
    version: i64,
}

impl Snapshot {
    /// The outlet that a phone named, by code or id.
    pub fn resolve(&self, named: &WireOutlet) -> Option<OutletId> {
        match named {
            WireOutlet::Code(code) => self.by_code.get(code).copied(),
            WireOutlet::Id(id) => i32::try_from(*id)
                .ok()
                .map(OutletId)
                .filter(|id| self.ids.contains(id)),
        }
    }
}

/// A rep-day's side of the world and the rules it is judged by.
#[derive(Clone)]
pub struct RepDay {
    pub code: Arc<str>,
    pub name: Arc<str>,
    pub org_unit: OrgUnitId,
    pub context: DayContext,
    pub rules: Arc<Rules>,
    pub snapshot: Arc<Snapshot>,
}

impl RepDay {
    pub fn world(&self) -> World<'_> {
        World {
            rules: &self.rules,
            day: &self.context,
            outlets: &self.snapshot.index,
        }
    }
}

type Routed = Arc<BTreeSet<OutletId>>;

pub struct Worlds {
    pool: PgPool,
    rules: Arc<ArcSwap<Rules>>,
    snapshot: ArcSwap<Snapshot>,
    routed: Mutex<Vec<(NaiveDate, Routed)>>,
}

impl Worlds {
    pub async fn load(pool: PgPool, rules: Arc<ArcSwap<Rules>>) -> Result<Self, StoreError> {
        let snapshot = read(&pool, &rules.load()).await?;
        Ok(Self {
            pool,
            rules,
            snapshot: ArcSwap::from_pointee(snapshot),
            routed: Mutex::default(),
        })
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Reads outlets and rules again if anything changed since.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let version = store::world::version(&self.pool).await?;
        if version == self.snapshot.load().version {
            return Ok(false);
        }
        let snapshot = read(&self.pool, &self.rules.load()).await?;
        self.snapshot.store(Arc::new(snapshot));
        self.routed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        Ok(true)
    }

    /// Everything a rep-day is judged against, freezing its plan if that is not done yet.
    pub async fn rep_day(
        &self,
        conn: &mut PgConnection,
        rep: RepId,
        date: NaiveDate,
        now: At,
    ) -> Result<RepDay, StoreError> {
        day_plan::ensure(conn, fix::utc(now), rep, date).await?;
        let rules = store::world::rules_on(conn, date).await?;
        let on = store::world::rep_on(conn, rep, date).await?;
        let context = DayContext {
            rep,
            plan: on.plan,
            bounds: rules.time.day_bounds(date),
            own_outlets: Arc::new(on.own_outlets),
            routed_outlets: self.routed(conn, date).await?,
            grade: on.grade,
            can_declare: on.can_declare,
        };
        Ok(RepDay {
            code: on.code.into(),
            name: on.name.into(),
            org_unit: on.org_unit,
            context,
            rules: Arc::new(rules),
            snapshot: self.snapshot(),
        })
    }

    async fn routed(&self, conn: &mut PgConnection, date: NaiveDate) -> Result<Routed, StoreError> {
        let known = |dates: &[(NaiveDate, Routed)]| {
            dates
                .iter()
                .find(|(d, _)| *d == date)
                .map(|(_, r)| r.clone())
        };
        if let Some(routed) = known(&self.routed.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(routed);
        }
        let routed: Routed = Arc::new(store::world::routed_outlets(conn, date).await?);
        let mut dates = self.routed.lock().unwrap_or_else(PoisonError::into_inner);
        if dates.len() >= MAX_ROUTED_DATES {
            dates.remove(0);
        }
        dates.push((date, routed.clone()));
        Ok(routed)
    }
}

async fn read(pool: &PgPool, rules: &Rules) -> Result<Snapshot, StoreError> {
    let version = store::world::version(pool).await?;
    let stored = store::world::outlets(pool).await?;
    let index = OutletIndex::build(stored.versions, rules);
    Ok(Snapshot {
        index,
        by_code: stored.by_code,
        ids: stored.ids,
        version,
    })
}
