//! The shared world of the shards: one immutable snapshot of outlets at a time, swapped whole.
//! A rep-day keeps the snapshot it was folded with; judging again takes the newest, verifying the
//! one that was known then.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;
use chrono::NaiveDate;
use fieldbeat_domain::{
    evidence::{Digest, FenceSettings, outlets_digest},
    id::{OrgUnitId, OutletId, RepId},
    outlet_index::OutletIndex,
    rules::Rules,
    time::At,
    world::{DayContext, World},
};
use sqlx::{PgConnection, PgPool};

use crate::{
    store::{
        self, StoreError, day_plan, fix,
        world::{Epoch, StoredOutlets},
    },
    wire::device::WireOutlet,
};

/// Dates whose routed outlets are kept in memory.
const MAX_ROUTED_DATES: usize = 16;

/// Outlets as one moment knew them.
pub struct Snapshot {
    pub index: OutletIndex,
    pub epoch: Epoch,
    /// Of the contents as read: the epoch's, unless somebody changed the past.
    pub digest: Digest,
    by_code: HashMap<String, OutletId>,
    ids: BTreeSet<OutletId>,
    fences: FenceSettings,
    version: i64,
}

impl Snapshot {
    pub fn build(stored: StoredOutlets, epoch: Epoch, rules: &Rules, version: i64) -> Self {
        Self {
            index: OutletIndex::build(stored.versions, rules),
            epoch,
            digest: stored.digest,
            by_code: stored.by_code,
            ids: stored.ids,
            fences: FenceSettings::of(rules),
            version,
        }
    }
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
    /// Of `context.routed_outlets`.
    pub routed_digest: Digest,
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

type Routed = (Arc<BTreeSet<OutletId>>, Digest);

/// Indexes of other fence settings than the newest's that a server keeps in memory.
const MAX_EPOCHS: usize = 4;

/// Outlets as known at any epoch: rep-days of one epoch and the same fence settings share an index.
pub struct Epochs {
    max: usize,
    kept: tokio::sync::Mutex<VecDeque<Arc<Snapshot>>>,
}

impl Epochs {
    /// At most so many indexes.
    pub fn keeping(max: usize) -> Self {
        Self {
            max,
            kept: tokio::sync::Mutex::default(),
        }
    }

    /// Waits for another that builds: two would build the same.
    pub async fn at(
        &self,
        conn: &mut PgConnection,
        epoch: &Epoch,
        rules: &Rules,
    ) -> Result<Arc<Snapshot>, StoreError> {
        let mut kept = self.kept.lock().await;
        let fences = FenceSettings::of(rules);
        let fits = |s: &&Arc<Snapshot>| s.epoch.id == epoch.id && s.fences == fences;
        if let Some(known) = kept.iter().find(fits) {
            return Ok(known.clone());
        }
        let stored = store::world::outlets_known(conn, epoch.id).await?;
        let (epoch, rules) = (epoch.clone(), rules.clone());
        let built = tokio::task::spawn_blocking(move || Snapshot::build(stored, epoch, &rules, 0));
        let built = built
            .await
            .map_err(|_| StoreError::Unavailable(sqlx::Error::PoolClosed))?;
        let built = Arc::new(built);
        if kept.len() >= self.max {
            kept.pop_front();
        }
        kept.push_back(built.clone());
        Ok(built)
    }
}

pub struct Worlds {
    pool: PgPool,
    rules: Arc<ArcSwap<Rules>>,
    snapshot: ArcSwap<Snapshot>,
    epochs: Epochs,
    routed: Mutex<Vec<(NaiveDate, Routed)>>,
}

impl Worlds {
    pub async fn load(pool: PgPool, rules: Arc<ArcSwap<Rules>>) -> Result<Self, StoreError> {
        let snapshot = read(&pool, &rules.load()).await?;
        Ok(Self {
            epochs: Epochs::keeping(MAX_EPOCHS),
            pool,
            rules,
            snapshot: ArcSwap::from_pointee(snapshot),
            routed: Mutex::default(),
        })
    }

    /// The newest outlets, with fences as `rules` shape them.
    async fn snapshot_for(
        &self,
        conn: &mut PgConnection,
        rules: &Rules,
    ) -> Result<Arc<Snapshot>, StoreError> {
        let newest = self.snapshot.load_full();
        if newest.fences == FenceSettings::of(rules) {
            return Ok(newest);
        }
        self.epochs.at(conn, &newest.epoch, rules).await
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
        let (routed_outlets, routed_digest) = self.routed(conn, date).await?;
        let context = DayContext {
            rep,
            plan: on.plan,
            bounds: rules.time.day_bounds(date),
            own_outlets: Arc::new(on.own_outlets),
            routed_outlets,
            grade: on.grade,
            can_declare: on.can_declare,
            same_tracks: store::screening::found(&mut *conn, rep, date).await?,
        };
        Ok(RepDay {
            code: on.code.into(),
            name: on.name.into(),
            org_unit: on.org_unit,
            context,
            snapshot: self.snapshot_for(conn, &rules).await?,
            rules: Arc::new(rules),
            routed_digest,
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
        let routed = store::world::routed_outlets(conn, date).await?;
        let digest = outlets_digest(&routed);
        let routed: Routed = (Arc::new(routed), digest);
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
    let (stored, epoch) = store::world::newest(pool).await?;
    Ok(Snapshot::build(stored, epoch, rules, version))
}
