//! The settings of the process: flag over `FIELDBEAT_*` environment over `fieldbeat.toml` over default.
//!
//! Reads all of them and reports every fault at once, each with where it came from and what to do.
//! Settings of the company (working hours, radii) are rows of `rule_version` and not here.

use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};

use ipnet::IpNet;

use crate::{
    forward::Destination,
    store::partition::TimescaleChoice,
    telemetry::{LogFormat, spans::Collector},
};

mod backup;
mod masked;
mod photo;
mod reader;
mod settings;
mod single_sign_on;
mod source;
mod tls;

pub use backup::BackupPlan;
pub use photo::{PhotoPlace, S3};
pub use settings::{SETTINGS, Setting};
pub use single_sign_on::{LoginClaim, SingleSignOn};
pub use source::{Given, Source, Value};
pub use tls::TlsFiles;

use masked::{shown, without_password};
use reader::Reader;

/// How eagerly late days are judged again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgePace {
    /// A dirty day is judged when nothing came for so long …
    pub quiet_ms: i64,
    /// … or when it waited so long.
    pub at_most_ms: i64,
}

impl Default for JudgePace {
    fn default() -> Self {
        Self {
            quiet_ms: 5_000,
            at_most_ms: 30_000,
        }
    }
}

/// Settings that are known to make sense together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub listen: SocketAddr,
    /// A port of its own for existing phone apps.
    pub compat_listen: Option<SocketAddr>,
    /// `None`: plain HTTP, as behind a proxy.
    pub tls: Option<TlsFiles>,
    /// Whose word of where a request came from is taken.
    pub trusted_proxies: Vec<IpNet>,
    pub connections_per_address: usize,
    /// For a client's next piece, and until it takes what it is sent.
    pub client_patience: Duration,
    /// Scheme and authority, without a trailing slash.
    pub public_url: Option<String>,
    pub data_dir: PathBuf,
    /// `None`: the embedded cluster.
    pub database_url: Option<String>,
    /// Of a bus between several servers. `None`: this one is alone.
    pub nats_url: Option<String>,
    pub database_connections: u32,
    pub timescale: TimescaleChoice,
    pub raw_fix_days: u64,
    pub judge_pace: JudgePace,
    pub screen_every: Duration,
    pub in_flight_bytes: usize,
    pub compress_after_days: u32,
    pub basemap: Basemap,
    /// An extract of OpenStreetMap: ways of scenarios are measured along its roads.
    pub roads: Option<PathBuf>,
    /// A routing engine by kind, address and profile, known to parse.
    pub routing_engine: Option<String>,
    /// As set; who else may stand in for it decides the server.
    pub push_contact: Option<String>,
    /// `None`: no e-mail.
    pub mail: Option<MailSettings>,
    pub webhook_private_addresses: bool,
    /// `None`: positions are not forwarded.
    pub forward: Option<Destination>,
    pub photos: PhotoPlace,
    /// `None`: the server makes no backups by itself.
    pub backups: Option<BackupPlan>,
    /// Of the embedded database. `None`: its log is kept as long as it needs it itself.
    pub wal_archive: Option<PathBuf>,
    /// `None`: spans go nowhere.
    pub collector: Option<Collector>,
    /// `None`: passwords alone.
    pub single_sign_on: Option<SingleSignOn>,
    pub demo: bool,
    pub drain: Duration,
    pub log: String,
    pub log_format: LogFormat,
}

/// The way of e-mail, known to parse.
#[derive(Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// With its password.
    pub smtp_url: String,
    pub from: String,
}

impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailSettings({})", without_password(&self.smtp_url))
    }
}

/// What lies under the live map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basemap {
    /// Coastlines and borders that come with the page.
    None,
    /// Vector tiles served by this server from one file.
    File(PathBuf),
    /// A style somewhere else: the only setting that lets browsers ask an outside server.
    Style(String),
}

/// One thing wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub key: String,
    pub source: Source,
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.key, self.source, self.problem)
    }
}

/// Settings as they act, and where each came from.
#[derive(Debug)]
pub struct Resolved {
    pub config: Config,
    pub values: Vec<(&'static Setting, Value)>,
    /// Worth saying, not worth stopping for.
    pub warnings: Vec<String>,
}

impl Config {
    /// Merges what is given, checks all of it, and lists every fault where there is one.
    pub fn resolve(given: &Given) -> Result<Resolved, Vec<Fault>> {
        let mut merged = source::merge(given);
        let warnings = std::mem::take(&mut merged.warnings);
        let mut r = Reader {
            values: &merged.values,
            faults: std::mem::take(&mut merged.faults),
        };
        let config = r.read();
        if r.faults.is_empty() {
            Ok(Resolved {
                config,
                values: merged.values,
                warnings,
            })
        } else {
            Err(r.faults)
        }
    }
}

impl Resolved {
    /// Key, value and origin of every setting; a secret, and a password in a URL, show as `***`.
    pub fn effective(&self) -> impl Iterator<Item = (&'static str, String, &Source)> {
        (self.values.iter()).map(|(s, v)| (s.key, shown(s.key, &v.text), &v.source))
    }
}
