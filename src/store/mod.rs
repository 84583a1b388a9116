//! All SQL of the server, one file per noun. Never knows HTTP, sockets or viewers.
//!
//! Every session this module opens carries the limits below, set on the server's side: no database
//! future is ever raced against a client-side timer, since a cancelled `begin` poisons its connection;
//! where a browser goes away all the same, [`pool`] does not hand that connection out again.

use std::{str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, Executor, PgConnection, PgPool, Row,
    postgres::{PgConnectOptions, PgPoolOptions},
};

pub mod absence;
pub mod absence_inbox;
pub mod alert_delivery;
pub mod alert_outbox;
pub mod alert_subscription;
pub mod appeal_inbox;
pub mod audit;
pub mod audit_seal;
pub mod backup;
pub mod backup_run;
pub mod campaign;
pub mod catalogue;
pub mod checkup;
pub mod claim;
pub mod commission;
pub mod competitor;
pub mod copy;
pub mod coverage;
pub mod crm;
pub mod customer;
pub mod customer_timeline;
pub mod day_plan;
pub mod departure;
pub mod device;
pub mod device_auth;
pub mod device_batch;
pub mod device_event;
pub mod device_health;
pub mod device_lost;
pub mod device_token;
pub mod diagnosis;
pub mod dirty;
pub mod display;
pub mod erp_mark;
pub mod erp_owned;
pub mod error;
pub mod event;
pub mod evidence;
pub mod evidence_batch;
pub mod exception;
pub mod exception_action;
pub mod exception_facts;
pub mod exception_round;
pub mod exception_trade;
pub mod expense;
pub mod expense_inbox;
pub mod external_code;
pub mod fence;
pub mod first_run;
pub mod fix;
pub mod fix_pack;
pub mod form;
pub mod gate;
pub mod holiday;
pub mod idempotency;
pub mod import_batch;
pub mod import_leg;
pub mod import_state;
pub mod import_trade;
pub mod import_undo;
pub mod instant;
pub mod joint_visit;
pub mod joint_visit_inbox;
pub mod judged;
pub mod known;
pub mod kpi;
pub mod mailbox;
pub mod mark;
pub mod message;
pub mod migrate;
pub mod node;
pub mod occasion;
pub mod order;
pub mod org_unit;
pub mod outlet;
pub mod outlet_closing;
pub mod outlet_closure;
pub mod outlet_like;
pub mod outlet_pair;
pub mod outlet_pin;
pub mod outlet_put;
pub mod outlet_request;
pub mod outlet_request_decision;
pub mod outlet_request_inbox;
pub mod outlet_view;
pub mod page;
pub mod paper;
pub mod partition;
pub mod password_reset;
pub mod period;
pub mod phone;
pub mod phone_coaching;
pub mod phone_field;
pub mod phone_forms;
pub mod phone_suggested;
pub mod phone_trade;
pub mod phone_work;
pub mod photo;
pub mod pin_decision;
pub mod pin_proposal;
pub mod pin_proposal_find;
pub mod pin_proposal_inbox;
pub mod plan_absence;
pub mod plan_change;
pub mod plan_deviation;
pub mod plan_due;
pub mod plan_lock;
pub mod privacy;
pub mod provision;
pub mod push_key;
pub mod quarantine;
pub mod quotation;
pub mod quotation_inbox;
pub mod reason_count;
pub mod receivable;
pub mod reconciliation;
pub mod record_inbox;
pub mod record_wait;
pub mod rep;
pub mod rep_board;
pub mod rep_day;
pub mod rep_put;
pub mod restored;
pub mod retention;
pub mod review;
pub mod role;
pub mod route;
pub mod route_leg;
pub mod route_leg_put;
pub mod route_put;
pub mod saved_view;
pub mod scenario;
pub mod scheme_period;
pub mod scope;
pub mod screening;
pub mod second_factor;
pub mod secret;
pub mod session;
pub mod setting;
pub mod sos_inbox;
pub mod stock;
pub mod stop_said;
pub mod target;
pub mod territory;
pub mod time_correction;
pub mod timesheet;
pub mod track;
pub mod trip;
pub mod unit;
pub mod unsynced_day;
pub mod upsert;
pub mod user;
pub mod visit;
pub mod visit_link;
pub mod visit_reason;
pub mod world;
pub mod writer;

pub use error::{Fault, StoreError};

/// Limits of one database session.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    pub statement: Duration,
    pub lock: Duration,
    /// A stopped node must not hold its locks for longer.
    pub idle_in_transaction: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            statement: Duration::from_secs(30),
            lock: Duration::from_secs(5),
            idle_in_transaction: Duration::from_secs(5),
        }
    }
}

/// Reads a `postgres://` URL. The error names what is wrong without repeating the URL's password.
pub fn parse_url(url: &str) -> Result<PgConnectOptions, StoreError> {
    Ok(PgConnectOptions::from_str(url)?)
}

/// Puts the session limits on `options`. `synchronous_commit = on` is set here and not left to the
/// server's configuration, because an acknowledgement promises a commit that survives a crash.
pub fn with_limits(options: PgConnectOptions, limits: SessionLimits) -> PgConnectOptions {
    let ms = |d: Duration| d.as_millis().to_string();
    options
        .application_name("fieldbeat")
        .options([
            ("statement_timeout", ms(limits.statement)),
            ("lock_timeout", ms(limits.lock)),
            (
                "idle_in_transaction_session_timeout",
                ms(limits.idle_in_transaction),
            ),
            // A machine that is cut off is found to be gone within a minute, and its locks are free.
            ("tcp_keepalives_idle", "30".to_owned()),
            ("tcp_keepalives_interval", "10".to_owned()),
            ("tcp_keepalives_count", "3".to_owned()),
            ("synchronous_commit", "on".to_owned()),
            // Statements here take milliseconds, and compiling one takes longer.
            ("jit", "off".to_owned()),
            ("timezone", "UTC".to_owned()),
            ("client_min_messages", "warning".to_owned()),
        ])
        .log_statements(tracing::log::LevelFilter::Trace)
        .log_slow_statements(tracing::log::LevelFilter::Debug, Duration::from_secs(1))
}

/// A pool that connects when first used, so that a server starts (and says so on `/readyz`) while
/// its database is away.
pub fn pool(options: PgConnectOptions, connections: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        // Many at once wait their turn; at a storm of phones a warning each would be thousands of lines.
        .acquire_slow_threshold(Duration::from_secs(5))
        .acquire_slow_level(tracing::log::LevelFilter::Debug)
        .idle_timeout(Duration::from_mins(5))
        // In place of the library's own question whether the connection lives.
        .test_before_acquire(false)
        .before_acquire(|conn, _| Box::pin(is_outside_transaction(conn)))
        .connect_lazy_with(options)
}

/// Whether a connection may be handed out; one that may not is closed. sqlx counts a transaction only once its
/// `begin` was answered: whoever stops waiting in between, as for a browser that went away, leaves one open that
/// nobody ends (transact-rs/sqlx#4393), and what the next one writes would be in it, or be refused for ever.
async fn is_outside_transaction(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    // As one message, whose statement begins with its transaction; in one that has failed it is an error.
    let own = "select statement_timestamp() = transaction_timestamp()";
    conn.fetch_one(own).await?.try_get(0)
}

/// A read-only transaction in which every statement sees the same moment: an answer put together from
/// several tables is then never torn by a commit in between.
pub async fn snapshot(
    pool: &PgPool,
) -> Result<sqlx::Transaction<'static, sqlx::Postgres>, StoreError> {
    Ok(pool
        .begin_with("begin isolation level repeatable read, read only")
        .await?)
}

/// What an acknowledgement survives: `replicated` where commits wait for a synchronous standby.
pub async fn durability(pool: &PgPool) -> Result<&'static str, StoreError> {
    let standbys =
        sqlx::query_scalar!(r#"select current_setting('synchronous_standby_names') as "s!""#)
            .fetch_one(pool)
            .await?;
    Ok(if standbys.is_empty() {
        "local"
    } else {
        "replicated"
    })
}
