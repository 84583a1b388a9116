//! Builds the server from its settings and takes it down again. Tests start the same one.
//!
//! Owns the wiring, the listener and the order of the end: nothing new is taken, what was promised
//! is finished, then the pool and the database go.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use axum::Router;
use chrono::NaiveDate;
use fieldbeat_domain::{id::RuleVersion, rules::Rules};
use sqlx::PgPool;
use thiserror::Error;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    alerts::{self, Alerts},
    api,
    clock::Clock,
    config::{Basemap, Config},
    forward::{self, Forwarder},
    ingest, live,
    mailboxes::{self, Mailboxes},
    nodes::{JoinError, Joined, Nodes},
    photos::Photos,
    planning::{Planner, RoadMap, RoutingEngine},
    shutdown::Token,
    store::{self, StoreError, provision},
};

mod backups;
mod crowd;
mod database;
pub mod day_close;
mod day_plans;
pub mod departures;
pub mod erasures;
pub mod exceptions;
mod health;
mod housekeeping;
mod inbox;
mod listen;
mod neighbours;
mod occasions;
mod patient;
pub mod photo_keeping;
mod pin_proposals;
mod screen;
pub mod tiles;
mod timed;
pub mod tls;
mod ui;
mod viewers;

pub use database::{Database, DatabaseError};

/// How long a starting server waits for a database of the operator's to come up.
const DATABASE_PATIENCE: Duration = Duration::from_mins(2);

/// What routers share. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub config: Arc<Config>,
    pub clock: Clock,
    pub db: PgPool,
    /// The newest rule version in effect.
    pub rules: Arc<ArcSwap<Rules>>,
    pub ingest: ingest::Ingest,
    pub live: live::Publisher,
    pub hub: live::Hub,
    pub alerts: Alerts,
    pub mailboxes: Mailboxes,
    pub photos: Photos,
    pub planner: Planner,
    /// The basemap this server carries itself.
    pub tiles: Option<Arc<tiles::Tiles>>,
    pub tls: Option<tls::Tls>,
    pub shutdown: Token,
}

/// Why a server did not start.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("cannot listen on {0}: {1}; another process may: choose another address with --listen")]
    Listen(SocketAddr, #[source] std::io::Error),
    #[error(transparent)]
    Alerts(#[from] alerts::NoClient),
    #[error(transparent)]
    Forwarding(#[from] forward::NoClient),
    #[error(transparent)]
    Nodes(#[from] JoinError),
    #[error(transparent)]
    Mailboxes(#[from] mailboxes::NoTls),
    #[error(transparent)]
    Tls(#[from] tls::TlsFault),
    #[error("no client for the routing engine: {0}")]
    Engine(#[source] reqwest::Error),
    #[error("the basemap {0} is no tile archive of vector tiles: {1}")]
    Basemap(std::path::PathBuf, String),
}

impl From<StoreError> for StartError {
    fn from(e: StoreError) -> Self {
        Self::Database(e.into())
    }
}

/// A running server.
pub struct Running {
    pub address: SocketAddr,
    /// That of existing phone apps, where they have one of their own.
    pub compat_address: Option<SocketAddr>,
    pub services: Services,
    /// Where an empty database is set up, to be shown once to whoever started the server.
    pub first_run_link: Option<String>,
    http: JoinHandle<std::io::Result<()>>,
    database: Database,
}

/// Opens the database, brings it up to date, and listens.
pub async fn start(config: Config, clock: Clock) -> Result<Running, StartError> {
    let tiles = open_tiles(&config.basemap).await?;
    // Before the database: a taken port is the commonest fault and the cheapest to find.
    let (listener, address) = bind(config.listen).await?;
    let compat = match config.compat_listen {
        Some(at) => Some(bind(at).await?),
        None => None,
    };
    let compat_address = compat.as_ref().map(|(_, address)| *address);
    let compat = compat.map(|(listener, _)| listener);
    let database = Database::open(&config).await?;
    match start_on(&database, config, clock, tiles, (listener, address), compat).await {
        Ok((services, first_run_link, http)) => Ok(Running {
            address,
            compat_address,
            services,
            first_run_link,
            http,
            database,
        }),
        Err(e) => {
            if let Err(close) = database.close().await {
                tracing::error!(error = %close, "the embedded database did not stop");
            }
            Err(e)
        }
    }
}

async fn bind(at: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let bound = async {
        let listener = TcpListener::bind(at).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    bound.await.map_err(|e| StartError::Listen(at, e))
}

async fn open_tiles(basemap: &Basemap) -> Result<Option<Arc<tiles::Tiles>>, StartError> {
    let Basemap::File(path) = basemap else {
        return Ok(None);
    };
    match tiles::Tiles::open(path).await {
        Ok(tiles) => Ok(Some(Arc::new(tiles))),
        Err(why) => Err(StartError::Basemap(path.clone(), why)),
    }
}

type Started = (Services, Option<String>, JoinHandle<std::io::Result<()>>);

#[expect(
    clippy::too_many_lines,
    reason = "the wiring is as long as it has parts"
)]
async fn start_on(
    database: &Database,
    config: Config,
    clock: Clock,
    tiles: Option<Arc<tiles::Tiles>>,
    (listener, address): (TcpListener, SocketAddr),
    compat: Option<TcpListener>,
) -> Result<Started, StartError> {
    let migrated = migrate_patiently(database, &config, &clock).await?;
    tracing::info!(
        applied = migrated.applied,
        mode = migrated.mode.as_str(),
        "database is ready"
    );
    let db = store::pool(database.options.clone(), config.database_connections);
    let today = clock.utc().date_naive();
    provision::ensure_rules(&db, today).await?;
    let rules = Arc::new(ArcSwap::from_pointee(load_rules(&db, &clock).await?));
    let first_run_link = first_run_link(&db, &config, address).await?;
    let shutdown = Token::new();
    let Joined { nodes, news } = Nodes::join(
        &database.options,
        &db,
        config.nats_url.as_deref(),
        &shutdown,
    )
    .await?;
    let live = if nodes.are_several() {
        live::Publisher::for_several()
    } else {
        live::Publisher::new()
    };
    let hub = live::Hub::start(wiring(&live, &clock, &rules, &shutdown));
    let photos = Photos::new(config.photos.clone(), &config.data_dir);
    let forward = match &config.forward {
        Some(to) => Forwarder::start(to, &db, &shutdown)?,
        None => Forwarder::off(),
    };
    let ingest = ingest::Ingest::start(ingest::Parts {
        photos: photos.clone(),
        clock: clock.clone(),
        db: db.clone(),
        rules: rules.clone(),
        live: live.clone(),
        forward,
        nodes,
        shutdown: shutdown.clone(),
        pace: config.judge_pace,
        in_flight_bytes: config.in_flight_bytes,
        shards: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    })
    .await?;
    let alerts = Alerts::new(
        alert_settings(&config),
        db.clone(),
        clock.clone(),
        rules.clone(),
    )?;
    alerts.start(&shutdown);
    let mailboxes = Mailboxes::new(alerts.guard(), db.clone(), clock.clone(), rules.clone())?;
    mailboxes.start(&shutdown);
    let planner = planner(&config, &db, &clock, &rules)?;
    planner.start(&shutdown);
    let tls = config.tls.clone().map(tls::Tls::open).transpose()?;
    if let Some(tls) = tls.clone() {
        shutdown.spawn("certificate", tls.watch(shutdown.clone()));
    }
    let services = Services {
        alerts,
        mailboxes,
        photos,
        planner,
        config: Arc::new(config),
        clock,
        db,
        rules,
        ingest,
        live,
        hub,
        tiles,
        tls,
        shutdown: shutdown.clone(),
    };
    if let Some(news) = news {
        neighbours::start(&services, news);
    }
    let health = health::watch(&services, database.options.clone());
    housekeeping::start(&services, database.options.clone());
    services.shutdown.spawn(
        "erasures",
        erasures::run(services.clone(), database.options.clone()),
    );
    services.shutdown.spawn(
        "backups",
        backups::run(services.clone(), database.options.clone()),
    );
    services
        .shutdown
        .spawn("departures", departures::run(services.clone()));
    for records in inbox::Inbox::ALL {
        services
            .shutdown
            .spawn(records.name(), records.run(services.clone()));
    }
    services
        .shutdown
        .spawn("day plans", day_plans::run(services.clone()));
    services
        .shutdown
        .spawn("day close", day_close::run(services.clone()));
    services
        .shutdown
        .spawn("pins", pin_proposals::run(services.clone()));
    services
        .shutdown
        .spawn("occasions", occasions::run(services.clone()));
    services
        .shutdown
        .spawn("old photos", photo_keeping::run(services.clone()));
    services
        .shutdown
        .spawn("tracks", screen::run(services.clone()));
    services
        .shutdown
        .spawn("exceptions", exceptions::run(services.clone()));
    let app = router(&services, health);
    let doorman = listen::Doorman::new(&services.config, services.tls.clone(), &shutdown);
    let main = doorman.clone().serve(listener, app);
    let phones = compat.map(|listener| {
        let app = services.ingest.compat_router();
        doorman.serve(listener, app)
    });
    let http = tokio::spawn(async move {
        match phones {
            Some(phones) => tokio::try_join!(main, phones).map(|_| ()),
            None => main.await,
        }
    });
    Ok((services, first_run_link, http))
}

fn planner(
    config: &Config,
    db: &PgPool,
    clock: &Clock,
    rules: &Arc<ArcSwap<Rules>>,
) -> Result<Planner, StartError> {
    let roads = RoadMap::new(config.roads.clone());
    // That it parses was seen when the settings were read.
    let engine = (config.routing_engine.as_deref()).and_then(RoutingEngine::new);
    let engine = engine.transpose().map_err(StartError::Engine)?;
    let (db, clock, rules) = (db.clone(), clock.clone(), rules.clone());
    Ok(Planner::new(db, clock, rules, roads, engine))
}

fn alert_settings(config: &Config) -> alerts::Settings {
    // Checked when the settings were read.
    let mail = config
        .mail
        .as_ref()
        .and_then(|m| alerts::Mailer::new(&m.smtp_url, &m.from).ok());
    let own = || config.public_url.clone().filter(|u| alerts::is_contact(u));
    let push_contact = (config.push_contact.clone())
        .or_else(|| mail.as_ref().map(alerts::Mailer::contact))
        .or_else(own);
    alerts::Settings {
        push_contact,
        public_url: config.public_url.clone(),
        private_addresses: config.webhook_private_addresses,
        mail,
    }
}

/// The live hub's ties to the rest: newest rules, the clock, the end.
fn wiring(
    publisher: &live::Publisher,
    clock: &Clock,
    rules: &Arc<ArcSwap<Rules>>,
    shutdown: &Token,
) -> live::Wiring {
    let (clock, rules, stop) = (clock.clone(), rules.clone(), shutdown.clone());
    let cancelled = tokio_util::sync::CancellationToken::new();
    let cancel = cancelled.clone();
    tokio::spawn(async move {
        stop.started().await;
        cancel.cancel();
    });
    live::Wiring {
        publisher: publisher.clone(),
        clock: Arc::new(move || clock.now()),
        presence: Arc::new(move || {
            let rules = rules.load();
            live::PresenceRule::from_seconds(rules.online_s, rules.stale_s)
        }),
        shutdown: cancelled,
        timing: live::Timing::default(),
    }
}

/// Every route of the server on one page.
fn router(services: &Services, health: health::Health) -> Router {
    Router::new()
        .merge(health::router(health))
        .merge(tiles::router(services.tiles.clone()))
        .merge(api::router(services.clone()))
        .merge(services.ingest.router())
        .merge(live::router(live::Door {
            hub: services.hub.clone(),
            auth: viewers::auth(services),
            origin: Arc::new(live::Origin::new(services.config.public_url.as_deref())),
        }))
        .fallback(ui::serve)
        .layer(axum::middleware::from_fn(timed::observe))
        .layer(axum::middleware::from_fn_with_state(
            api::knock::Doors::new(&services.clock),
            api::knock::knock,
        ))
        .layer(axum::middleware::from_fn_with_state(
            Arc::<[ipnet::IpNet]>::from(services.config.trusted_proxies.clone()),
            api::address::tell,
        ))
        .layer(axum::middleware::from_fn_with_state(
            ui::Policy::of(services),
            ui::secure_headers,
        ))
}

async fn migrate_patiently(
    database: &Database,
    config: &Config,
    clock: &Clock,
) -> Result<store::migrate::Migrated, DatabaseError> {
    let step = Duration::from_secs(2);
    let mut waited = Duration::ZERO;
    loop {
        match database.migrate(config, clock).await {
            Err(error) if error.is_unavailable() && waited < DATABASE_PATIENCE => {
                tracing::warn!(%error, waited_s = waited.as_secs(), "waiting for the database");
                tokio::time::sleep(step).await;
                waited += step;
            }
            done => return done,
        }
    }
}

/// The rule version that acts today, by the company's own idea of today.
pub async fn load_rules(db: &PgPool, clock: &Clock) -> Result<Rules, StoreError> {
    let utc_today = clock.utc().date_naive();
    let rules = rules_on(db, utc_today).await?;
    // A zone ahead of UTC may be in tomorrow already; the zone is known only once rules are read.
    let company_today = rules.time.date_of(clock.now());
    if company_today == utc_today {
        Ok(rules)
    } else {
        rules_on(db, company_today).await
    }
}

async fn rules_on(db: &PgPool, date: NaiveDate) -> Result<Rules, StoreError> {
    let (id, settings) = provision::rules_on(db, date).await?;
    let mut rules: Rules = serde_json::from_value(settings).unwrap_or_else(|error| {
        tracing::error!(%error, rule_version = id, "settings cannot be read: defaults act");
        Rules::default()
    });
    rules.version = RuleVersion(id);
    Ok(rules)
}

async fn first_run_link(
    db: &PgPool,
    config: &Config,
    address: SocketAddr,
) -> Result<Option<String>, StoreError> {
    let (token, hash) = crate::secret::token();
    if !provision::offer_first_run(db, &hash).await? {
        return Ok(None);
    }
    let own = || url(address, config.tls.is_some());
    let base = config.public_url.clone().unwrap_or_else(own);
    Ok(Some(format!("{base}/first-run?token={token}")))
}

/// Where it is found on this machine.
fn url(address: SocketAddr, tls: bool) -> String {
    let scheme = if tls { "https" } else { "http" };
    format!("{scheme}://{address}")
}

impl Running {
    pub fn url(&self) -> String {
        url(self.address, self.services.tls.is_some())
    }

    /// Returns when the server has ended by itself, which it never should.
    pub async fn failed(&mut self) -> String {
        match (&mut self.http).await {
            Ok(Ok(())) => "the listener has ended".to_owned(),
            Ok(Err(e)) => format!("the listener has failed: {e}"),
            Err(e) => format!("the listener has panicked: {e}"),
        }
    }

    /// Takes nothing new, finishes what was promised, closes the database. `false` where something
    /// did not end in time; what was not acknowledged then stays with the phones.
    pub async fn stop(self) -> bool {
        let shutdown = self.services.shutdown.clone();
        shutdown.start();
        let drain = self.services.config.drain;
        let http = self.http;
        let abort = http.abort_handle();
        let ingest = self.services.ingest.clone();
        let devices_left = tokio::spawn(async move { ingest.close(drain).await });
        let http_ended = async {
            if http.is_finished() {
                return true;
            }
            tokio::time::timeout(drain, http).await.is_ok()
        };
        let (_, http_ended, drained) =
            tokio::join!(devices_left, http_ended, shutdown.drain(drain));
        if !http_ended {
            tracing::warn!("requests were still open at the deadline");
            abort.abort();
        }
        if let Err(hanging) = &drained {
            tracing::warn!(?hanging, "work was still open at the deadline");
        }
        // Last: what others take over is written.
        self.services.ingest.nodes.leave().await;
        self.services.db.close().await;
        if let Err(error) = self.database.close().await {
            tracing::error!(%error, "the embedded database did not stop");
            return false;
        }
        http_ended && drained.is_ok()
    }
}
