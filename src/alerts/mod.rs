//! Tells people of events: empties the feed into the outbox and the outbox into webhooks, e-mail and browsers. Sends the messages of
//! campaigns by e-mail and gateways.
//!
//! Owns the channels, their texts and the three loops. Whether an event is told, when, and what is tried
//! again decides `domain::notify`; who may see it `store::scope`. Never SQL, never HTTP of the server's own.

mod campaign;
mod guard;
mod mail;
mod push;
mod send;
mod text;
mod webhook;

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use chrono_tz::Tz;
use fieldbeat_domain::rules::Rules;
use sqlx::PgPool;
use tokio::sync::OnceCell;

pub use campaign::is_signed;
pub use guard::{AddressFault, Guard, UrlFault};
pub use mail::{MailFault, Mailer, is_address};
pub use push::{BrowserKeys, PAYLOAD_MAX, is_contact};
pub use webhook::new_secret;

use crate::{
    clock::Clock,
    shutdown::Token,
    store::{StoreError, alert_outbox, alert_subscription::Channel, push_key},
};

/// How soon new events and due deliveries are looked at.
const EVERY: Duration = Duration::from_millis(500);
/// After a failure of the database.
const PATIENCE: Duration = Duration::from_secs(5);
/// From the first byte to the last answer of one attempt, on every channel. Shorter than a stopping
/// server waits, far shorter than an attempt counts as lost.
pub const ATTEMPT_MAX: Duration = Duration::from_secs(10);

/// What the settings of the process say of alerts.
pub struct Settings {
    /// Scheme and authority of this server, for links.
    pub public_url: Option<String>,
    /// Whether webhooks may go to this network and over plain HTTP.
    pub private_addresses: bool,
    pub mail: Option<Mailer>,
    /// Whom push services ask when this server troubles them: `mailto:` or `https:`.
    pub push_contact: Option<String>,
}

/// A handle on what sends. Cheap to clone.
#[derive(Clone)]
pub struct Alerts(Arc<Inner>);

struct Inner {
    db: PgPool,
    clock: Clock,
    rules: Arc<ArcSwap<Rules>>,
    public_url: Option<String>,
    webhook: webhook::Sender,
    mail: Option<Mailer>,
    push_contact: Option<String>,
    /// Read, or made, at the first use.
    identity: OnceCell<push::Identity>,
}

/// The webhook client cannot be made, which is a fault of the machine's roots of trust.
#[derive(Debug, thiserror::Error)]
#[error("no TLS client for webhooks: {0}")]
pub struct NoClient(#[from] reqwest::Error);

impl Alerts {
    pub fn new(
        settings: Settings,
        db: PgPool,
        clock: Clock,
        rules: Arc<ArcSwap<Rules>>,
    ) -> Result<Self, NoClient> {
        let guard = Guard::new(settings.private_addresses);
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            rules,
            public_url: settings.public_url,
            webhook: webhook::Sender::new(guard)?,
            mail: settings.mail,
            push_contact: settings.push_contact,
            identity: OnceCell::new(),
        })))
    }

    /// Runs until the server ends; what is under way is finished.
    pub fn start(&self, shutdown: &Token) {
        for work in [Work::Outbox, Work::Sending, Work::Campaigns] {
            shutdown.spawn(work.name(), work.run(self.clone(), shutdown.clone()));
        }
    }

    /// What may be a webhook's URL here.
    pub fn guard(&self) -> Guard {
        self.0.webhook.guard()
    }

    /// Scheme and authority of this server, for links.
    pub fn public_url(&self) -> Option<&str> {
        self.0.public_url.as_deref()
    }

    /// Whether this server is set up for a channel.
    pub fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Webhook => true,
            Channel::Email => self.0.mail.is_some(),
            Channel::Push => self.0.push_contact.is_some(),
        }
    }

    /// What browsers subscribe with: the public half of the server's key.
    pub async fn push_key(&self) -> Result<String, StoreError> {
        Ok(self.0.identity().await?.public_key())
    }
}

/// The three loops. Each waits alone where it fails.
#[derive(Clone, Copy)]
enum Work {
    Outbox,
    Sending,
    Campaigns,
}

impl Work {
    const fn name(self) -> &'static str {
        match self {
            Self::Outbox => "alert outbox",
            Self::Sending => "alerts",
            Self::Campaigns => "campaigns",
        }
    }

    /// Repeats rounds, at once while there is more to do.
    async fn run(self, alerts: Alerts, stop: Token) {
        loop {
            let round = match self {
                Self::Outbox => alerts.0.pump().await,
                Self::Sending => send::round(&alerts.0).await,
                Self::Campaigns => campaign::round(&alerts.0).await,
            };
            let pause = match round {
                Ok(true) => Duration::ZERO,
                Ok(false) => EVERY,
                Err(error) => {
                    tracing::warn!(%error, work = self.name(), "alerts will be tried again");
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
}

impl Inner {
    /// Whether there may be more to read at once.
    async fn pump(&self) -> Result<bool, StoreError> {
        let pumped = alert_outbox::pump(&self.db, self.clock.utc(), self.zone()).await?;
        if pumped.suspended > 0 {
            tracing::warn!(
                subscriptions = pumped.suspended,
                "suspended: too much waits for them"
            );
        }
        Ok(i64::try_from(pumped.events).unwrap_or(0) == alert_outbox::PUMP_BATCH)
    }

    async fn identity(&self) -> Result<&push::Identity, StoreError> {
        let made = self.identity.get_or_try_init(async || {
            let kept = push_key::own(&self.db, &push::new_key(), self.clock.utc()).await?;
            push::Identity::from_bytes(&kept)
        });
        made.await
    }

    fn zone(&self) -> Tz {
        self.rules.load().time.time_zone
    }
}

/// Why an attempt failed: a stable code, and whether another one can help.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refusal {
    code: String,
    last: bool,
    /// The receiver wants nothing more, ever.
    gone: bool,
    /// How long the receiver asks to be left alone.
    after_ms: Option<i64>,
}

impl Refusal {
    fn again(code: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            last: false,
            gone: false,
            after_ms: None,
        }
    }

    fn last(code: impl Into<String>) -> Self {
        Self {
            last: true,
            ..Self::again(code)
        }
    }
}
