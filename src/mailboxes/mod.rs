//! Reads mailboxes by IMAP: what was written to people at customers and by them becomes activities.
//!
//! Owns the sessions with mail servers, what is made of messages, and the loop. Which way a message went, when, and
//! what is kept of it decides `trade::crm::email`; whose it is and who may read it `store::mailbox`. Never SQL text,
//! never anything written to a mailbox.

mod message;
mod read;
mod session;
mod trial;

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use fieldbeat_domain::rules::Rules;
use futures_util::future::join_all;
use sqlx::PgPool;

pub use trial::{FolderTrial, Trial};

use crate::{
    alerts::Guard,
    clock::Clock,
    shutdown::Token,
    store::{
        StoreError,
        mailbox::turn::{self, Turn},
    },
};
use read::Ended;
use session::{Fault, Trust};

/// How soon mailboxes that are due are looked at.
const EVERY: Duration = Duration::from_secs(1);
/// After a failure of the database.
const PATIENCE: Duration = Duration::from_secs(5);

/// A handle on what reads. Cheap to clone.
#[derive(Clone)]
pub struct Mailboxes(Arc<Inner>);

struct Inner {
    db: PgPool,
    clock: Clock,
    rules: Arc<ArcSwap<Rules>>,
    guard: Guard,
    trust: Trust,
}

/// TLS cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("no TLS for mailboxes: {0}")]
pub struct NoTls(#[from] rustls::Error);

impl Mailboxes {
    pub fn new(
        guard: Guard,
        db: PgPool,
        clock: Clock,
        rules: Arc<ArcSwap<Rules>>,
    ) -> Result<Self, NoTls> {
        let trust = Trust::of_the_machine()?;
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            rules,
            guard,
            trust,
        })))
    }

    /// Runs until the server ends.
    pub fn start(&self, shutdown: &Token) {
        shutdown.spawn("mailboxes", run(self.clone(), shutdown.clone()));
    }
}

async fn run(mailboxes: Mailboxes, stop: Token) {
    loop {
        let pause = match round(&mailboxes.0, &stop).await {
            Ok(true) => Duration::ZERO,
            Ok(false) => EVERY,
            Err(error) => {
                // That the database is away, others tell.
                if !matches!(error, StoreError::Unavailable(_)) {
                    tracing::warn!(%error, "mailboxes will be read later");
                }
                PATIENCE
            }
        };
        tokio::select! {
            biased;
            () = stop.started() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Whether any was due.
async fn round(inner: &Inner, stop: &Token) -> Result<bool, StoreError> {
    let claimed = turn::claim(&inner.db, inner.clock.utc()).await?;
    let any = !claimed.is_empty();
    let ended = join_all(claimed.into_iter().map(|turn| one(inner, stop, turn))).await;
    ended.into_iter().collect::<Result<(), StoreError>>()?;
    Ok(any)
}

async fn one(inner: &Inner, stop: &Token, turn: Turn) -> Result<(), StoreError> {
    match read::mailbox(inner, stop, &turn).await {
        Ok(more) => turn::done(&inner.db, &turn, inner.clock.utc(), more).await,
        Err(Ended::Fault(fault)) => {
            let refused = fault == Fault::LoginRefused;
            tracing::info!(
                mailbox = turn.id,
                code = fault.code(),
                "a mailbox was not read"
            );
            turn::failed(&inner.db, &turn, inner.clock.utc(), fault.code(), refused).await
        }
        Err(Ended::Store(error)) => Err(error),
        // Somebody else may go on at once.
        Err(Ended::Over) => turn::let_go(&inner.db, &turn, inner.clock.utc()).await,
    }
}
