//! Texts into settings: each parsed, each fault noted with what would do.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::http::Uri;
use reqwest::Url;

use super::{
    Basemap, Config, Fault, JudgePace, MailSettings, Setting, Value,
    masked::{shown, without_password},
};
use crate::{
    alerts::{MailFault, Mailer, is_contact},
    forward::{self, Destination},
    planning::RoutingEngine,
    store::partition::TimescaleChoice,
    telemetry::{LogFormat, is_log_filter, spans::Collector},
};

pub(super) struct Reader<'a> {
    pub(super) values: &'a [(&'static Setting, Value)],
    pub(super) faults: Vec<Fault>,
}

impl Reader<'_> {
    pub(super) fn value(&self, key: &str) -> Value {
        self.values
            .iter()
            .find(|(s, _)| s.key == key)
            .map_or_else(Value::default, |(_, v)| v.clone())
    }

    pub(super) fn fault(&mut self, key: &str, problem: impl Into<String>) {
        self.faults.push(Fault {
            key: key.to_owned(),
            source: self.value(key).source,
            problem: problem.into(),
        });
    }

    /// The setting parsed, or `fallback` with a fault that says what would do.
    pub(super) fn parse<T>(
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

    pub(super) fn optional(&self, key: &str) -> Option<String> {
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

    pub(super) fn read(&mut self) -> Config {
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
        let data_dir = PathBuf::from(self.value("data_dir").text);
        if data_dir.as_os_str().is_empty() {
            self.fault("data_dir", "is empty; name a directory");
        } else if data_dir.exists() && !data_dir.is_dir() {
            self.fault(
                "data_dir",
                format!("{} is a file; name a directory", data_dir.display()),
            );
        }
        let public_url = self.public_url();
        Config {
            listen,
            compat_listen: self.compat_listen(),
            tls: self.tls(),
            trusted_proxies: self.trusted_proxies(),
            connections_per_address: self.connections_per_address(),
            client_patience: self.client_patience(),
            single_sign_on: self.single_sign_on(public_url.as_deref()),
            public_url,
            database_url: self.database_url(),
            nats_url: self.nats_url(),
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
            roads: self.roads(),
            routing_engine: self.routing_engine(),
            photos: self.photo_place(&data_dir),
            backups: self.backups(),
            wal_archive: self.wal_archive(),
            collector: self.collector(),
            data_dir,
            mail: self.mail(),
            push_contact: self.push_contact(),
            webhook_private_addresses: self.flag("webhook_private_addresses"),
            forward: self.forward(),
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

    fn compat_listen(&mut self) -> Option<SocketAddr> {
        let text = self.optional("compat_listen")?;
        let address = text.parse().ok();
        if address.is_none() {
            self.fault(
                "compat_listen",
                "is not an address and port like 0.0.0.0:5055",
            );
        }
        address
    }

    fn forward(&mut self) -> Option<Destination> {
        let header = self.optional("forward_header");
        let Some(url) = self.optional("forward_url") else {
            if header.is_some() {
                self.fault("forward_header", "nothing sends it: set forward_url too");
            }
            return None;
        };
        let url = match url.parse::<Url>() {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
            _ => {
                // It may hold a password.
                self.fault(
                    "forward_url",
                    "is not a URL like https://tracking.example.com/positions",
                );
                return None;
            }
        };
        let header = match header.map(|text| forward::header(&text)) {
            None => None,
            Some(Some(header)) => Some(header),
            Some(None) => {
                self.fault(
                    "forward_header",
                    "is not a header like Authorization: Bearer …",
                );
                return None;
            }
        };
        Some(Destination { url, header })
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

    fn nats_url(&mut self) -> Option<String> {
        let text = self.optional("nats_url")?;
        if crate::nodes::addresses(&text).is_none() {
            let shown = shown("nats_url", &text);
            self.fault(
                "nats_url",
                format!("\"{shown}\" is not like nats://user:password@host:4222, several with commas between them"),
            );
        }
        Some(text)
    }

    fn collector(&mut self) -> Option<Collector> {
        let share_pct = self.parse("otlp_share_pct", 10, "a number of per cent", |t| {
            t.parse().ok().filter(|pct| *pct <= 100)
        });
        let text = self.optional("otlp_url")?;
        let collector = Collector::new(&text, share_pct);
        if collector.is_none() {
            let shown = without_password(&text);
            self.fault(
                "otlp_url",
                format!("\"{shown}\" is not like http://127.0.0.1:4318, without a user: keep a collector beside the server where another one asks for a password"),
            );
        }
        collector
    }

    fn push_contact(&mut self) -> Option<String> {
        let text = self.optional("push_contact")?;
        if !is_contact(&text) {
            self.fault(
                "push_contact",
                format!(
                    "\"{text}\" is neither like mailto:it@example.com nor like https://example.com"
                ),
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

    fn roads(&mut self) -> Option<PathBuf> {
        let path = PathBuf::from(self.optional("roads")?);
        if !path.is_file() {
            let shown = path.display();
            self.fault(
                "roads",
                format!("\"{shown}\" is not an existing .osm.pbf file"),
            );
        }
        Some(path)
    }

    fn routing_engine(&mut self) -> Option<String> {
        let text = self.optional("routing_engine")?;
        if RoutingEngine::parse(&text).is_none() {
            let shown = without_password(&text);
            self.fault(
                "routing_engine",
                format!("\"{shown}\" is no address like osrm+http://127.0.0.1:5000#driving"),
            );
        }
        Some(text)
    }
}
