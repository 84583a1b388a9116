//! This server among others on the same database: as which node it works, which reps are its own, and what nodes tell
//! each other. Without NATS it is alone, and no second one gets in.
//!
//! PostgreSQL decides (`store::node`); every word on the bus is a hint of what is committed there, and is polled, too.

mod bus;
mod member;
pub mod streams;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use fieldbeat_domain::{id::RepId, time::At};
use sqlx::{ConnectOptions, PgPool, postgres::PgConnectOptions};
use thiserror::Error;
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

pub use self::bus::{Asker, Bus, News, addresses, reachable};
use crate::{
    shutdown::Token,
    store::{
        StoreError,
        node::{self, Claim, Company, Held, Owner},
        provision,
    },
    wire::nodes::{Ask, Note},
};

/// How long a starting server waits for one that is ending.
const DOOR_PATIENCE: Duration = Duration::from_secs(15);
const DOOR_AGAIN: Duration = Duration::from_millis(250);

#[derive(Debug, Error)]
pub enum JoinError {
    #[error(
        "another server works on this database: stop it, or set nats_url for both so that they work as one"
    )]
    Taken,
    #[error("NATS: {0}")]
    Bus(#[from] async_nats::ConnectError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A cheap handle.
#[derive(Clone)]
pub struct Nodes(Arc<Inner>);

struct Inner {
    db: PgPool,
    options: PgConnectOptions,
    name: String,
    /// [`Owner`] as two halves; 0: none at the moment.
    owner: AtomicU64,
    /// Somebody found that this node may not be one any more.
    doubt: Notify,
    /// `None`: alone.
    bus: Option<Bus>,
    shutdown: Token,
    leaving: CancellationToken,
    keeper: Mutex<Option<JoinHandle<()>>>,
}

/// Who this server is to others, and what it hears of them.
pub struct Joined {
    pub nodes: Nodes,
    pub news: Option<mpsc::Receiver<News>>,
}

impl Nodes {
    /// Becomes a node, waiting a little for one that is just ending.
    pub async fn join(
        options: &PgConnectOptions,
        db: &PgPool,
        nats_url: Option<&str>,
        shutdown: &Token,
    ) -> Result<Joined, JoinError> {
        let (bus, news) = match nats_url.and_then(addresses) {
            Some(addresses) => {
                let installation = provision::installation(db).await?;
                let (bus, news) = Bus::connect(addresses, installation).await?;
                (Some(bus), Some(news))
            }
            None => (None, None),
        };
        let company = company(bus.as_ref());
        let mut conn = options.connect().await.map_err(StoreError::from)?;
        let name = format!("{}:{}", host(), std::process::id());
        let mut waited = Duration::ZERO;
        let owner = loop {
            if let Some(owner) = node::join(&mut conn, &name, company).await? {
                break owner;
            }
            if waited >= DOOR_PATIENCE {
                return Err(JoinError::Taken);
            }
            tokio::time::sleep(DOOR_AGAIN).await;
            waited += DOOR_AGAIN;
        };
        let nodes = Self(Arc::new(Inner {
            db: db.clone(),
            options: options.clone(),
            name,
            owner: AtomicU64::new(pack(Some(owner))),
            doubt: Notify::new(),
            bus,
            shutdown: shutdown.clone(),
            leaving: CancellationToken::new(),
            keeper: Mutex::default(),
        }));
        if let Some(bus) = &nodes.0.bus {
            bus.listen(shutdown).await;
            bus.answer_as(owner.node, shutdown).await;
        }
        let keeper = tokio::spawn(member::keep(nodes.clone(), conn));
        *nodes
            .0
            .keeper
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(keeper);
        tracing::info!(node = owner.node, "joined");
        Ok(Joined { nodes, news })
    }

    /// As which node this server folds now. `None`: it was fenced and has not come back yet; what it receives is stored, no more.
    pub fn owner(&self) -> Option<Owner> {
        unpack(self.0.owner.load(Ordering::Acquire))
    }

    pub fn are_several(&self) -> bool {
        self.0.bus.is_some()
    }

    /// Makes a rep this node's, by asking its owner to let go where it has one. `None`: it stays another's.
    pub async fn claim(&self, rep: RepId) -> Result<Option<Held>, StoreError> {
        let Some(me) = self.owner() else {
            return Ok(None);
        };
        let held = |epoch| Some(Held { owner: me, epoch });
        let Some(bus) = &self.0.bus else {
            return Ok(held(0));
        };
        let owner = match node::claim(&self.0.db, rep, me.node).await? {
            Claim::Ours { epoch } => return Ok(held(epoch)),
            Claim::Elsewhere(owner) => owner,
        };
        if owner != 0
            && !bus
                .ask(owner, Ask::Rep { rep })
                .await
                .is_some_and(|a| a.done)
        {
            return Ok(None);
        }
        Ok(match node::claim(&self.0.db, rep, me.node).await? {
            Claim::Ours { epoch } => held(epoch),
            Claim::Elsewhere(_) => None,
        })
    }

    /// Lets go of a rep, everything of which is committed.
    pub async fn release(&self, rep: RepId) -> Result<(), StoreError> {
        match self.owner() {
            Some(me) => node::release(&self.0.db, rep, me.node).await,
            None => Ok(()),
        }
    }

    /// What others asked for without being heard.
    pub async fn calls(&self) -> Result<Vec<node::Call>, StoreError> {
        match (&self.0.bus, self.owner()) {
            (Some(_), Some(me)) => node::calls(&self.0.db, me.node).await,
            _ => Ok(Vec::new()),
        }
    }

    /// Sees to it that the owner of a rep holds nothing of what is being erased.
    pub async fn erased(&self, rep: RepId, until: At) -> Result<(), StoreError> {
        let Some(bus) = &self.0.bus else {
            return Ok(());
        };
        let owner = node::owner_of(&self.0.db, rep).await?;
        let Some(owner) = owner.filter(|owner| self.owner().is_none_or(|me| me.node != *owner))
        else {
            return Ok(());
        };
        if bus
            .ask(owner, Ask::Erased { rep, until })
            .await
            .is_some_and(|a| a.done)
        {
            return Ok(());
        }
        // It reads the rep again when it polls; who does not even poll is fenced by then.
        node::touch(&self.0.db, &[rep.0]).await?;
        tokio::time::sleep(Duration::from_secs_f64(node::SILENT_S)).await;
        Ok(())
    }

    /// A hint to all other nodes.
    pub fn tell(&self, note: &Note) {
        if let Some(bus) = &self.0.bus {
            bus.tell(note);
        }
    }

    pub fn bus(&self) -> Option<&Bus> {
        self.0.bus.as_ref()
    }

    /// A batch found this node fenced, or the database on another timeline.
    pub fn doubt(&self) {
        self.0.doubt.notify_one();
    }

    /// The end: everything is written, and what was this node's is free.
    pub async fn leave(&self) {
        self.0.leaving.cancel();
        let keeper = self
            .0
            .keeper
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(keeper) = keeper {
            let _ = tokio::time::timeout(Duration::from_secs(5), keeper).await;
        }
    }

    fn set(&self, owner: Option<Owner>) {
        self.0.owner.store(pack(owner), Ordering::Release);
    }
}

const fn company(bus: Option<&Bus>) -> Company {
    match bus {
        Some(_) => Company::Several,
        None => Company::Alone,
    }
}

fn pack(owner: Option<Owner>) -> u64 {
    owner.map_or(0, |o| {
        u64::from(o.node.unsigned_abs()) << 32 | u64::from(o.timeline)
    })
}

fn unpack(packed: u64) -> Option<Owner> {
    let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
    let node = i32::try_from(half(packed >> 32))
        .ok()
        .filter(|node| *node != 0)?;
    let timeline = half(packed);
    Some(Owner { node, timeline })
}

/// The name of this machine.
pub fn host() -> String {
    let uname = rustix::system::uname();
    uname.nodename().to_string_lossy().into_owned()
}
