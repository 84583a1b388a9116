//! Stored rep-days computed again: to prove that nothing was changed, or to see what other rules
//! would have said. Each is the day's inputs folded in the world as it was known when the verdict
//! was made. Reads in batches, folds on every core, and writes nothing but what `rejudge` adopts.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::NaiveDate;
use fieldbeat_domain::{
    evidence::{Digest, SealedDay, outlets_digest},
    id::{OutletId, RepId},
    input::Input,
    plan::DayPlan,
    rules::Rules,
    time::At,
    world::{DayContext, World},
};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value};
use sqlx::PgPool;

use crate::{
    ingest::{
        stored,
        world::{Epochs, Snapshot},
    },
    store::{
        StoreError, evidence,
        evidence_batch::{self, Entry, StoredDay},
        setting,
        world::{self, Epoch},
    },
};

pub mod file;
pub mod rejudge;
pub mod verify;

/// Days and reps of one batch: the window in which a device's clock may be wrong is read once for
/// all days of a batch, and a batch holds a few tens of megabytes.
const BATCH_DAYS: i64 = 14;
const BATCH_REPS: usize = 16;
/// Sets of outlets kept in memory.
const MAX_SETS: usize = 20_000;
/// Outlet indexes kept in memory.
const MAX_EPOCHS: usize = 16;
/// Rule versions a company may have.
const MAX_VERSIONS: i64 = 100_000;

/// How far a run is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    pub rep_days: u64,
    pub of_rep_days: u64,
    pub fixes: u64,
}

/// Told after every batch.
pub type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);

/// Rules other than its own that a rep-day is also folded under.
#[derive(Clone, Debug)]
pub enum Trial {
    None,
    /// Its own with some settings changed.
    Patched(Map<String, Value>),
    /// Those in force on its date now.
    InForce,
}

struct Version {
    id: i32,
    effective_from: NaiveDate,
    rules: Arc<Rules>,
    tried: Option<Arc<Rules>>,
}

/// What all rep-days of a run share.
pub struct Archive {
    db: PgPool,
    versions: Vec<Version>,
    trial: Trial,
    epochs: Epochs,
    sets: Mutex<HashMap<Digest, Arc<BTreeSet<OutletId>>>>,
    /// Raw fixes before it were removed on purpose.
    pub floor: At,
    reps: HashMap<i32, String>,
    routes: HashMap<i32, String>,
}

/// The world of a sealed rep-day, as far as it is still known.
pub struct SealedWorld {
    pub rules: Arc<Rules>,
    pub snapshot: Arc<Snapshot>,
    pub context: DayContext,
    pub epoch: Epoch,
    pub own: Arc<BTreeSet<OutletId>>,
    pub routed: Arc<BTreeSet<OutletId>>,
}

impl SealedWorld {
    pub fn world(&self) -> World<'_> {
        World {
            rules: &self.rules,
            day: &self.context,
            outlets: &self.snapshot.index,
        }
    }

    pub fn inputs(&self, day: &StoredDay) -> Vec<Input> {
        stored::sorted(
            &day.fixes,
            &day.marks,
            &day.records,
            &self.snapshot,
            &self.rules,
        )
    }
}

/// A stored rep-day with its newest seal and the world that this names.
pub struct Unsealed {
    pub rep: RepId,
    pub date: NaiveDate,
    pub bounds: Range<At>,
    pub stored: StoredDay,
    pub sealed: Option<SealedDay>,
    /// None where a part of it is gone; `missing` says which.
    pub world: Option<SealedWorld>,
    pub missing: Option<&'static str>,
    /// The same world under the rules that are tried.
    pub tried: Option<SealedWorld>,
}

impl Archive {
    pub async fn open(db: &PgPool, trial: Trial) -> Result<Self, StoreError> {
        // Days judged before there was any version.
        let mut versions = vec![Version {
            id: 0,
            effective_from: NaiveDate::MIN,
            rules: Arc::default(),
            tried: patched(&trial, &Rules::default()),
        }];
        for row in setting::versions(db, MAX_VERSIONS).await? {
            if let Ok(rules) = row.rules() {
                versions.push(Version {
                    id: row.id,
                    effective_from: row.effective_from,
                    tried: patched(&trial, &rules),
                    rules: Arc::new(rules),
                });
            }
        }
        let (reps, routes) = evidence_batch::codes(db).await?;
        Ok(Self {
            floor: evidence::floor(db).await?,
            db: db.clone(),
            versions,
            trial,
            epochs: Epochs::keeping(MAX_EPOCHS),
            sets: Mutex::default(),
            reps,
            routes,
        })
    }

    pub fn rep_code(&self, rep: RepId) -> &str {
        self.reps.get(&rep.0).map_or("?", String::as_str)
    }

    pub fn route_code(&self, route: i32) -> &str {
        self.routes.get(&route).map_or("?", String::as_str)
    }

    /// Runs `work` over the rep-days of a range, in parallel, and gives `sink` the answers batch by
    /// batch, in one order whatever the cores did.
    pub async fn each<T: Send + 'static>(
        self: &Arc<Self>,
        range: (NaiveDate, NaiveDate),
        on_progress: OnProgress<'_>,
        work: impl Fn(&Self, Unsealed) -> T + Clone + Send + 'static,
        mut sink: impl AsyncFnMut(Vec<T>) -> Result<(), StoreError>,
    ) -> Result<Progress, StoreError> {
        let days = evidence_batch::rep_days(&self.db, range.0, range.1).await?;
        let mut progress = Progress {
            of_rep_days: days.len() as u64,
            ..Progress::default()
        };
        on_progress(progress);
        let mut running = stream::iter(batches(&days))
            .map(|batch| {
                let (archive, work) = (Arc::clone(self), work.clone());
                async move {
                    let batch = tokio::spawn(async move { archive.batch(&batch, work).await });
                    batch.await.map_err(|_| stopped())?
                }
            })
            .buffered(parallel());
        while let Some((some, fixes)) = running.try_next().await? {
            progress.rep_days += some.len() as u64;
            progress.fixes += fixes;
            sink(some).await?;
            on_progress(progress);
        }
        Ok(progress)
    }

    async fn batch<T: Send + 'static>(
        self: Arc<Self>,
        days: &[(NaiveDate, RepId)],
        work: impl Fn(&Self, Unsealed) -> T + Send + 'static,
    ) -> Result<(Vec<T>, u64), StoreError> {
        let bounds = self.bounds(days);
        let mut conn = self.db.acquire().await?;
        let entries = evidence_batch::read(&mut conn, days, &bounds).await?;
        let epochs: Vec<i64> = entries
            .iter()
            .filter_map(|(_, d)| d.seals.last().map(|s| s.epoch))
            .collect();
        let epochs = world::epochs(&mut conn, &epochs).await?;
        let mut fixes = 0;
        let mut ready = Vec::with_capacity(entries.len());
        for entry in entries {
            fixes += entry.1.fixes.len() as u64;
            ready.push(self.unseal(&mut conn, entry, &epochs, &bounds).await?);
        }
        drop(conn);
        let archive = Arc::clone(&self);
        let folding = tokio::task::spawn_blocking(move || {
            ready.into_iter().map(|u| work(&archive, u)).collect()
        });
        Ok((folding.await.map_err(|_| stopped())?, fixes))
    }

    /// A company day is cut by its rules; how a day is cut never changes once it was judged.
    fn bounds(&self, days: &[(NaiveDate, RepId)]) -> Vec<(NaiveDate, Range<At>)> {
        let mut dates: Vec<NaiveDate> = days.iter().map(|(date, _)| *date).collect();
        dates.dedup();
        let time = |date: NaiveDate| {
            self.in_force(date)
                .map_or(Rules::default().time, |v| v.rules.time)
        };
        dates
            .into_iter()
            .map(|date| (date, time(date).day_bounds(date)))
            .collect()
    }

    /// The newest version effective by then; before the first, the first.
    fn in_force(&self, date: NaiveDate) -> Option<&Version> {
        let real = || self.versions.iter().filter(|v| v.id != 0);
        real()
            .filter(|v| v.effective_from <= date)
            .max_by_key(|v| (v.effective_from, v.id))
            .or_else(|| real().min_by_key(|v| (v.effective_from, v.id)))
            .or_else(|| self.versions.first())
    }

    async fn unseal(
        &self,
        conn: &mut sqlx::PgConnection,
        ((rep, date), stored): Entry,
        epochs: &[Epoch],
        bounds: &[(NaiveDate, Range<At>)],
    ) -> Result<Unsealed, StoreError> {
        let bounds = bounds
            .iter()
            .find(|(d, _)| *d == date)
            .map_or(At(0)..At(0), |(_, b)| b.clone());
        let newest = stored.seals.last();
        let sealed: Option<SealedDay> =
            newest.and_then(|s| serde_json::from_value(s.day.clone()).ok());
        let epoch = newest.and_then(|s| epochs.iter().find(|e| e.id == s.epoch));
        let (mut world, mut missing, mut tried) = (None, None, None);
        if let Some(sealed) = &sealed {
            match self.world_of(conn, sealed, epoch).await? {
                Ok(found) => {
                    tried = self.tried(conn, sealed, &found).await?;
                    world = Some(found);
                }
                Err(what) => missing = Some(what),
            }
        }
        Ok(Unsealed {
            rep,
            date,
            bounds,
            stored,
            sealed,
            world,
            missing,
            tried,
        })
    }

    async fn world_of(
        &self,
        conn: &mut sqlx::PgConnection,
        sealed: &SealedDay,
        epoch: Option<&Epoch>,
    ) -> Result<Result<SealedWorld, &'static str>, StoreError> {
        let Some(epoch) = epoch else {
            return Ok(Err("the moment up to which outlets were known is gone"));
        };
        let version = |v: &&Version| v.id == sealed.rule_version.0;
        let Some(rules) = self.versions.iter().find(version).map(|v| &v.rules) else {
            return Ok(Err("the rule version is gone or does not read"));
        };
        let own = self.set(conn, sealed.own_outlets).await?;
        let routed = self.set(conn, sealed.routed_outlets).await?;
        let Some((own, routed)) = own.zip(routed) else {
            return Ok(Err("a set of routed outlets is gone or was changed"));
        };
        let snapshot = self.epochs.at(conn, epoch, rules).await?;
        Ok(Ok(SealedWorld {
            context: context(sealed, rules, &own, &routed),
            rules: Arc::clone(rules),
            snapshot,
            epoch: epoch.clone(),
            own,
            routed,
        }))
    }

    async fn tried(
        &self,
        conn: &mut sqlx::PgConnection,
        sealed: &SealedDay,
        world: &SealedWorld,
    ) -> Result<Option<SealedWorld>, StoreError> {
        let version = match self.trial {
            Trial::None => return Ok(None),
            Trial::Patched(_) => {
                let version = |v: &&Version| v.id == sealed.rule_version.0;
                let version = self.versions.iter().find(version);
                version.and_then(|v| v.tried.as_ref())
            }
            Trial::InForce => self.in_force(sealed.date).map(|v| &v.rules),
        };
        let Some(rules) = version else {
            return Ok(None);
        };
        Ok(Some(SealedWorld {
            context: world.context.clone(),
            rules: Arc::clone(rules),
            snapshot: self.epochs.at(conn, &world.epoch, rules).await?,
            epoch: world.epoch.clone(),
            own: world.own.clone(),
            routed: world.routed.clone(),
        }))
    }

    async fn set(
        &self,
        conn: &mut sqlx::PgConnection,
        digest: Digest,
    ) -> Result<Option<Arc<BTreeSet<OutletId>>>, StoreError> {
        if let Some(known) = self
            .sets
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&digest)
        {
            return Ok(Some(known.clone()));
        }
        let found = evidence::outlet_sets(conn, &[digest]).await?;
        let Some((_, outlets)) = found.into_iter().next() else {
            return Ok(None);
        };
        let set: BTreeSet<OutletId> = outlets.into_iter().collect();
        if outlets_digest(&set) != digest {
            return Ok(None);
        }
        let set = Arc::new(set);
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if sets.len() >= MAX_SETS {
            sets.clear();
        }
        sets.insert(digest, set.clone());
        Ok(Some(set))
    }
}

fn context(
    sealed: &SealedDay,
    rules: &Rules,
    own: &Arc<BTreeSet<OutletId>>,
    routed: &Arc<BTreeSet<OutletId>>,
) -> DayContext {
    DayContext {
        rep: sealed.rep,
        plan: DayPlan {
            rep: sealed.rep,
            date: sealed.date,
            stops: sealed.stops.clone(),
        },
        bounds: rules.time.day_bounds(sealed.date),
        own_outlets: own.clone(),
        routed_outlets: routed.clone(),
        grade: sealed.grade,
        can_declare: sealed.can_declare,
        same_tracks: sealed.same_tracks.clone(),
    }
}

/// Blocks of days, and in each some reps at a time.
fn batches(days: &[(NaiveDate, RepId)]) -> Vec<Vec<(NaiveDate, RepId)>> {
    let Some((first, _)) = days.first() else {
        return Vec::new();
    };
    let block = |date: NaiveDate| (date - *first).num_days().div_euclid(BATCH_DAYS);
    let mut out = Vec::new();
    for block in days.chunk_by(|a, b| block(a.0) == block(b.0)) {
        let reps: BTreeSet<RepId> = block.iter().map(|(_, rep)| *rep).collect();
        let reps: Vec<RepId> = reps.into_iter().collect();
        for some in reps.chunks(BATCH_REPS) {
            let mine = |(_, rep): &&(NaiveDate, RepId)| some.binary_search(rep).is_ok();
            out.push(block.iter().filter(mine).copied().collect());
        }
    }
    out
}

/// Batches under way at a time: while one is read another is folded.
fn parallel() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get) + 1
}

fn stopped() -> StoreError {
    StoreError::Unavailable(sqlx::Error::PoolClosed)
}

/// Per second.
pub fn rate(count: u64, took: Duration) -> u64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate"
    )]
    let rate = (count as f64 / took.as_secs_f64().max(1e-3)) as u64;
    rate
}

/// Rules with some settings changed; they keep the version of those they were made from.
fn patched(trial: &Trial, rules: &Rules) -> Option<Arc<Rules>> {
    let Trial::Patched(patch) = trial else {
        return None;
    };
    let mut document = serde_json::to_value(rules).ok()?;
    if let Value::Object(map) = &mut document {
        map.extend(patch.clone());
    }
    let patched: Rules = serde_json::from_value(document).ok()?;
    Some(Arc::new(Rules {
        version: rules.version,
        ..patched
    }))
}
