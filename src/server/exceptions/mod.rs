//! Looks for exceptions of the field every few seconds: reads what is known, asks the domain's rules, has
//! the store open and close, and tells the boards. One server at a time does.

mod reps;
mod trade;
mod visits;

use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};

use chrono::NaiveDate;
use fieldbeat_domain::{
    exception::{Kind, Moment, Step, Thresholds, step},
    rules::Rules,
};
use sqlx::{PgConnection, Postgres, Transaction};
use tokio::time::Instant;

use super::Services;
pub use crate::store::exception_round::Depth;
use crate::{
    live::LiveEvent,
    store::{
        StoreError,
        event::{self, Cursor},
        exception_round::{self as keep, Cause, Changed, Ended},
        setting,
    },
    telemetry,
};

/// Between two looks, whoever makes them.
const EVERY: Duration = Duration::from_secs(10);
/// How often a server asks whether one is due.
const ASK_EVERY: Duration = Duration::from_secs(2);
/// Between two looks at least so many times as long as one takes: of many reps it is the database's longest work.
const REST: u32 = 9;

/// Ends when the server does, between two looks.
pub(super) async fn run(services: Services) {
    loop {
        match look_if_due(&services).await {
            Ok(_) => telemetry::round_done("exceptions", services.clock.now()),
            Err(error) => tracing::warn!(%error, "exceptions will be tried again"),
        }
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(ASK_EVERY) => {}
        }
    }
}

/// The look that is due. `false`: none is, or another server is at it.
pub async fn look_if_due(services: &Services) -> Result<bool, StoreError> {
    let Some(mut turn) = turn(services).await? else {
        return Ok(false);
    };
    match keep::due(&mut turn).await? {
        Some(depth) => look_in(services, turn, depth).await,
        None => Ok(false),
    }
}

/// One look now. `false`: another server is at it.
pub async fn look(services: &Services, depth: Depth) -> Result<bool, StoreError> {
    match turn(services).await? {
        Some(turn) => look_in(services, turn, depth).await,
        None => Ok(false),
    }
}

type Turn = Transaction<'static, Postgres>;

/// In which no other server looks.
async fn turn(services: &Services) -> Result<Option<Turn>, StoreError> {
    let mut tx = services.db.begin().await?;
    Ok(keep::lock(&mut tx).await?.then_some(tx))
}

async fn look_in(services: &Services, mut tx: Turn, depth: Depth) -> Result<bool, StoreError> {
    let started = Instant::now();
    let now = services.clock.now();
    let rules = services.rules.load_full();
    let date = rules.time.date_of(now);
    let set = setting::exceptions(&services.db, date).await?;
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
    let took = started.elapsed();
    keep::done(&mut tx, depth, EVERY.max(took * REST)).await?;
    tx.commit().await?;
    metrics::histogram!("fieldbeat_exceptions_look_seconds").record(took.as_secs_f64());
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
        self.trade(tx, &mut found).await?;
        self.keep(tx, found).await
    }

    /// Whether the day that a cause lies in is no longer looked at.
    fn is_over(&self, kind: Kind, date: NaiveDate) -> bool {
        match kind {
            Kind::OffRoute | Kind::Outside | Kind::ShortVisit | Kind::Integrity => {
                date < self.visits_from()
            }
            Kind::ThreeMisses
            | Kind::Sos
            | Kind::OrderHeld
            | Kind::CollectionNotHandedIn
            | Kind::CashLimit => false,
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
