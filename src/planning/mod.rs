//! Solves scenarios in the background: one at a time on each server, whichever waits longest. What is asked is read from
//! the store, planned by `fieldbeat_planning` on a thread of its own, and kept solution by solution, so that a restart goes
//! on with the first that is missing. Knows no SQL; HTTP it speaks with a routing
//! engine alone (`engine`).

mod engine;
mod input;
mod order;
mod record;
mod roads;
mod solve;
mod ways;

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use fieldbeat_domain::rules::Rules;
use tokio::sync::Notify;

use crate::{
    clock::Clock,
    shutdown::Token,
    store::scenario::turn::{self, Turn},
};

pub use engine::RoutingEngine;
pub use order::pairs_kept;
pub use record::mark_dominated;
pub use roads::RoadMap;

/// A scenario that another server queued, or lost, is seen after so long.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The planner of this server. Cheap to clone.
#[derive(Clone)]
pub struct Planner {
    db: sqlx::PgPool,
    clock: Clock,
    rules: Arc<ArcSwap<Rules>>,
    roads: Arc<RoadMap>,
    engine: Option<Arc<RoutingEngine>>,
    queued: Arc<Notify>,
}

impl Planner {
    pub fn new(
        db: sqlx::PgPool,
        clock: Clock,
        rules: Arc<ArcSwap<Rules>>,
        roads: RoadMap,
        engine: Option<RoutingEngine>,
    ) -> Self {
        Self {
            db,
            clock,
            rules,
            roads: Arc::new(roads),
            engine: engine.map(Arc::new),
            queued: Arc::default(),
        }
    }

    /// Works until the server ends.
    pub fn start(&self, shutdown: &Token) {
        let (planner, stop) = (self.clone(), shutdown.clone());
        shutdown.spawn("scenarios", async move { planner.run(&stop).await });
    }

    /// A scenario waits: it is taken up at once.
    pub fn queued(&self) {
        self.queued.notify_one();
    }

    async fn run(&self, stop: &Token) {
        loop {
            match turn::claim(&self.db, self.now()).await {
                Ok(Some(turn)) => self.take(turn, stop).await,
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "scenarios will be looked for again"),
            }
            if stop.is_started() {
                return;
            }
            tokio::select! {
                () = stop.started() => return,
                () = self.queued.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    async fn take(&self, turn: Turn, stop: &Token) {
        let ended = match solve::solve(self, turn, stop).await {
            Ok(solve::Ended::Solved) => turn::end(&self.db, turn, "solved", None, self.now()).await,
            Ok(solve::Ended::Cancelled) => {
                turn::end(&self.db, turn, "cancelled", None, self.now()).await
            }
            // Whoever finds it next goes on.
            Ok(solve::Ended::Left) => Ok(()),
            Err(solve::SolveError::Fault(code)) => {
                turn::end(&self.db, turn, "failed", Some(code), self.now()).await
            }
            Err(solve::SolveError::Store(error)) => Err(error),
        };
        // Another scenario may wait behind this one.
        self.queued.notify_one();
        if let Err(error) = ended {
            tracing::warn!(%error, scenario = turn.id, "solving will be tried again");
        }
    }

    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now().to_utc().unwrap_or_default()
    }
}
