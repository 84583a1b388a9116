//! The settings of the process: flag over `FIELDBEAT_*` environment over `fieldbeat.toml` over default.
//!
//! Reads all of them and reports every fault at once, each with where it came from and what to do.
//! Settings of the company (working hours, radii) are rows of `rule_version` and not here.

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::http::Uri;

use crate::{
    alerts::{MailFault, Mailer},
    store::partition::TimescaleChoice,
    telemetry::{LogFormat, is_log_filter},
};

mod photo;
mod source;

pub use photo::{PhotoPlace, S3};
pub use source::{Given, Source, Value};

/// One setting: its key in `fieldbeat.toml`, from which the name in the environment follows.
#[derive(Debug)]
pub struct Setting {
    pub key: &'static str,
    /// Without its dashes.
    pub flag: &'static str,
    pub default: &'static str,
    pub help: &'static str,
}

/// Every setting. An empty default means "unset".
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "listen",
        flag: "listen",
        default: "127.0.0.1:8080",
        help: "address and port to listen on",
    },
    Setting {
        key: "public_url",
        flag: "public-url",
        default: "",
        help: "what browsers call this server, https://… behind a proxy; their Origin must match it (unset: the Host they name)",
    },
    Setting {
        key: "data_dir",
        flag: "data-dir",
        default: "./data",
        help: "directory of the embedded database and of everything else the server keeps",
    },
    Setting {
        key: "database_url",
        flag: "database-url",
        default: "",
        help: "postgres://… of a server of yours; unset starts an embedded PostgreSQL in the data directory",
    },
    Setting {
        key: "database_connections",
        flag: "database-connections",
        default: "16",
        help: "connections for requests; the writers have their own",
    },
    Setting {
        key: "timescale",
        flag: "timescale",
        default: "auto",
        help: "auto uses TimescaleDB where the database has it, on installs it there, off never uses it; decided once, at the first migrate",
    },
    Setting {
        key: "raw_fix_days",
        flag: "raw-fix-days",
        default: "60",
        help: "days for which raw fixes are kept",
    },
    Setting {
        key: "judge_quiet_ms",
        flag: "judge-quiet-ms",
        default: "5000",
        help: "a rep-day with late data is judged again when nothing came for so long",
    },
    Setting {
        key: "judge_at_most_ms",
        flag: "judge-at-most-ms",
        default: "30000",
        help: "and at the latest after so long",
    },
    Setting {
        key: "screen_every_ms",
        flag: "screen-every-ms",
        default: "600000",
        help: "finished rep-days are compared with the tracks of other days and reps so often",
    },
    Setting {
        key: "in_flight_mib",
        flag: "in-flight-mib",
        default: "64",
        help: "MiB of device frames between their reading and their commit; beyond it phones are read later",
    },
    Setting {
        key: "compress_after_days",
        flag: "compress-after-days",
        default: "8",
        help: "age at which TimescaleDB compresses a day; longer than late_upload_days",
    },
    Setting {
        key: "nats_url",
        flag: "nats-url",
        default: "",
        help: "unset means a single node",
    },
    Setting {
        key: "basemap",
        flag: "basemap",
        default: "",
        help: "a .pmtiles file, the https:// URL of a style, or none; unset uses <data_dir>/basemap.pmtiles where it exists",
    },
    Setting {
        key: "smtp_url",
        flag: "smtp-url",
        default: "",
        help: "mail server for alerts: smtps://user:password@host, or smtp://…?tls=required for STARTTLS; unset means no e-mail",
    },
    Setting {
        key: "mail_from",
        flag: "mail-from",
        default: "",
        help: "who e-mail comes from, such as Fieldbeat <alerts@example.com>; needed with smtp_url",
    },
    Setting {
        key: "webhook_private_addresses",
        flag: "webhook-private-addresses",
        default: "false",
        help: "true lets webhooks go into this network and over plain http://; whoever may subscribe can then reach what this machine reaches",
    },
    Setting {
        key: "photo_store",
        flag: "photo-store",
        default: "",
        help: "where photos are kept: a directory, or s3://bucket/prefix; unset means <data_dir>/photos",
    },
    Setting {
        key: "s3_region",
        flag: "s3-region",
        default: "us-east-1",
        help: "region of the bucket",
    },
    Setting {
        key: "s3_endpoint",
        flag: "s3-endpoint",
        default: "",
        help: "https://… of an S3-compatible store that is not AWS",
    },
    Setting {
        key: "s3_access_key_id",
        flag: "s3-access-key-id",
        default: "",
        help: "unset means the role of the machine",
    },
    Setting {
        key: "s3_secret_access_key",
        flag: "s3-secret-access-key",
        default: "",
        help: "of that key; better in the environment or the file than on the command line",
    },
    Setting {
        key: "demo",
        flag: "demo",
        default: "false",
        help: "persona switch instead of passwords; only on a loopback address",
    },
    Setting {
        key: "drain_s",
        flag: "drain-s",
        default: "20",
        help: "seconds that a stopping server gives to what is under way",
    },
    Setting {
        key: "log",
        flag: "log",
        default: "info,sqlx=warn",
        help: "log filter, such as info or fieldbeat=debug",
    },
    Setting {
        key: "log_format",
        flag: "log-format",
        default: "pretty",
        help: "pretty or json",
    },
];

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
    /// Scheme and authority, without a trailing slash.
    pub public_url: Option<String>,
    pub data_dir: PathBuf,
    /// `None`: the embedded cluster.
    pub database_url: Option<String>,
    pub database_connections: u32,
    pub timescale: TimescaleChoice,
    pub raw_fix_days: u64,
    pub judge_pace: JudgePace,
    pub screen_every: Duration,
    pub in_flight_bytes: usize,
    pub compress_after_days: u32,
    pub basemap: Basemap,
    /// `None`: no e-mail.
    pub mail: Option<MailSettings>,
    pub webhook_private_addresses: bool,
    pub photos: PhotoPlace,
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

/// Settings that are secret as a whole.
const SECRETS: [&str; 1] = ["s3_secret_access_key"];

fn shown(key: &str, text: &str) -> String {
    if SECRETS.contains(&key) && !text.is_empty() {
        "***".to_owned()
    } else {
        without_password(text)
    }
}

fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let masked = match authority.rsplit_once('@') {
        Some((user, host)) => {
            let name = user.split(':').next().unwrap_or_default();
            rest.replacen(&format!("{user}@{host}"), &format!("{name}:***@{host}"), 1)
        }
        None => rest.to_owned(),
    };
    match masked.split_once("password=") {
        Some((before, after)) => {
            let tail = after
                .split_once('&')
                .map_or(String::new(), |(_, t)| format!("&{t}"));
            format!("{scheme}://{before}password=***{tail}")
        }
        None => format!("{scheme}://{masked}"),
    }
}

struct Reader<'a> {
    values: &'a [(&'static Setting, Value)],
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn value(&self, key: &str) -> Value {
        self.values
            .iter()
            .find(|(s, _)| s.key == key)
            .map_or_else(Value::default, |(_, v)| v.clone())
    }

    fn fault(&mut self, key: &str, problem: impl Into<String>) {
        self.faults.push(Fault {
            key: key.to_owned(),
            source: self.value(key).source,
            problem: problem.into(),
        });
    }

    /// The setting parsed, or `fallback` with a fault that says what would do.
    fn parse<T>(
        &mut self,
        key: &str,
        fallback: T,
        wanted: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> T {
        let value = self.value(key);
        parse(&value.text).unwrap_or_else(|| {
            let shown = without_password(&value.text);
            self.fault(key, format!("\"{shown}\" is not {wanted}"));
            fallback
        })
    }

    fn optional(&self, key: &str) -> Option<String> {
        Some(self.value(key).text).filter(|t| !t.is_empty())
    }

    fn flag(&mut self, key: &str) -> bool {
        self.parse(key, false, "true or false", |t| t.parse().ok())
    }

    fn judge_pace(&mut self) -> JudgePace {
        JudgePace {
            quiet_ms: self.parse(
                "judge_quiet_ms",
                5_000,
                "milliseconds from 0 to 60000",
                |t| t.parse().ok().filter(|n| (0..=60_000).contains(n)),
            ),
            at_most_ms: self.parse(
                "judge_at_most_ms",
                30_000,
                "milliseconds from 0 to 600000",
                |t| t.parse().ok().filter(|n| (0..=600_000).contains(n)),
            ),
        }
    }

    fn screen_every(&mut self) -> Duration {
        self.parse(
            "screen_every_ms",
            Duration::from_mins(10),
            "milliseconds from 10 to 86400000",
            |t| {
                t.parse()
                    .ok()
                    .filter(|n| (10..=86_400_000).contains(n))
                    .map(Duration::from_millis)
            },
        )
    }

    fn in_flight_bytes(&mut self) -> usize {
        self.parse("in_flight_mib", 64 << 20, "a number from 1 to 4096", |t| {
            t.parse()
                .ok()
                .filter(|n| (1..=4_096).contains(n))
                .map(|n: usize| n << 20)
        })
    }

    fn read(&mut self) -> Config {
        let fallback = SocketAddr::from(([127, 0, 0, 1], 8080));
        let listen = self.parse(
            "listen",
            fallback,
            "an address and port like 127.0.0.1:8080 or [::]:8080",
            |t| t.parse().ok(),
        );
        let demo = self.flag("demo");
        if demo && !listen.ip().is_loopback() {
            self.fault(
                "demo",
                format!("everybody who reaches {listen} could log in as anybody; listen on 127.0.0.1, or set demo = false"),
            );
        }
        if self.optional("nats_url").is_some() {
            self.fault(
                "nats_url",
                "this version runs as a single node; leave nats_url unset",
            );
        }
        let data_dir = PathBuf::from(self.value("data_dir").text);
        if data_dir.as_os_str().is_empty() {
            self.fault("data_dir", "is empty; name a directory");
        } else if data_dir.exists() && !data_dir.is_dir() {
            self.fault(
                "data_dir",
                format!("{} is a file; name a directory", data_dir.display()),
            );
        }
        Config {
            listen,
            public_url: self.public_url(),
            database_url: self.database_url(),
            database_connections: self.parse(
                "database_connections",
                16,
                "a number from 2 to 1000",
                |t| t.parse().ok().filter(|n| (2..=1000).contains(n)),
            ),
            timescale: self.parse("timescale", TimescaleChoice::Auto, "auto, on or off", |t| {
                t.parse().ok()
            }),
            raw_fix_days: self.parse("raw_fix_days", 60, "a number of days from 8 to 3650", |t| {
                t.parse().ok().filter(|n| (8..=3650).contains(n))
            }),
            judge_pace: self.judge_pace(),
            screen_every: self.screen_every(),
            in_flight_bytes: self.in_flight_bytes(),
            compress_after_days: self.parse(
                "compress_after_days",
                8,
                "a number of days from 2 to 3650",
                |t| t.parse().ok().filter(|n| (2..=3650).contains(n)),
            ),
            basemap: self.basemap(&data_dir),
            photos: self.photo_place(&data_dir),
            data_dir,
            mail: self.mail(),
            webhook_private_addresses: self.flag("webhook_private_addresses"),
            demo,
            drain: self.parse(
                "drain_s",
                Duration::from_secs(20),
                "a number of seconds from 1 to 600",
                |t| {
                    t.parse()
                        .ok()
                        .filter(|n| (1..=600).contains(n))
                        .map(Duration::from_secs)
                },
            ),
            log: self.parse(
                "log",
                String::new(),
                "a log filter such as info or fieldbeat=debug",
                |t| is_log_filter(t).then(|| t.to_owned()),
            ),
            log_format: self.parse(
                "log_format",
                LogFormat::Pretty,
                "pretty or json",
                |t| match t {
                    "pretty" => Some(LogFormat::Pretty),
                    "json" => Some(LogFormat::Json),
                    _ => None,
                },
            ),
        }
    }

    fn public_url(&mut self) -> Option<String> {
        let text = self.optional("public_url")?;
        let uri: Option<Uri> = text.parse().ok();
        let origin = uri.as_ref().and_then(|u| {
            let scheme = u.scheme_str().filter(|s| ["http", "https"].contains(s))?;
            let plain = u.path().trim_matches('/').is_empty() && u.query().is_none();
            let authority = u
                .authority()
                .filter(|a| plain && !a.as_str().contains('@'))?;
            Some(format!(
                "{scheme}://{}",
                authority.as_str().to_ascii_lowercase()
            ))
        });
        if origin.is_none() {
            self.fault(
                "public_url",
                format!("\"{text}\" is not a scheme and host like https://fieldbeat.example.com"),
            );
        }
        origin
    }

    fn database_url(&mut self) -> Option<String> {
        let text = self.optional("database_url")?;
        let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
        if !known || crate::store::parse_url(&text).is_err() {
            let shown = without_password(&text);
            self.fault(
                "database_url",
                format!("\"{shown}\" is not a URL like postgres://user:password@host:5432/fieldbeat; leave it unset for an embedded database"),
            );
        }
        Some(text)
    }

    fn mail(&mut self) -> Option<MailSettings> {
        let from = self.optional("mail_from");
        let Some(smtp_url) = self.optional("smtp_url") else {
            if from.is_some() {
                self.fault("mail_from", "nothing sends it: set smtp_url too");
            }
            return None;
        };
        let Some(from) = from else {
            self.fault(
                "mail_from",
                "is needed with smtp_url: an address such as alerts@example.com",
            );
            return None;
        };
        match Mailer::new(&smtp_url, &from) {
            Ok(_) => Some(MailSettings { smtp_url, from }),
            Err(MailFault::Url) => {
                let shown = without_password(&smtp_url);
                self.fault("smtp_url", format!("\"{shown}\" is not a URL like smtps://user:password@mail.example.com, or smtp://…?tls=required"));
                None
            }
            Err(MailFault::From) => {
                self.fault(
                    "mail_from",
                    format!("\"{from}\" is not an address like Fieldbeat <alerts@example.com>"),
                );
                None
            }
        }
    }

    fn basemap(&mut self, data_dir: &Path) -> Basemap {
        let Some(text) = self.optional("basemap") else {
            let own = data_dir.join("basemap.pmtiles");
            return if own.is_file() {
                Basemap::File(own)
            } else {
                Basemap::None
            };
        };
        if text == "none" {
            return Basemap::None;
        }
        if text.starts_with("https://") || text.starts_with("http://") {
            return Basemap::Style(text);
        }
        let path = PathBuf::from(&text);
        if !path.is_file() || path.extension().is_none_or(|e| e != "pmtiles") {
            self.fault(
                "basemap",
                format!("\"{text}\" is not an existing .pmtiles file, a style URL or none"),
            );
        }
        Basemap::File(path)
    }
}
