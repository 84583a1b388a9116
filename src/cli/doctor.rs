//! `fieldbeat doctor`: looks at everything that the server stands on, and says what to do about what it finds. Changes
//! nothing; works beside a running server.

use std::{path::Path, time::Duration};

use rustix::process::Resource;
use serde::Serialize;
use sqlx::ConnectOptions;

use super::{Failure, print};
use crate::{
    clock::Clock,
    config::{Config, TlsFiles},
    nodes,
    server::{Database, tls::Tls},
    store::{
        checkup::{self, Checkup, Schema},
        partition::TimescaleChoice,
    },
};

mod backups;

const GIB: u64 = 1 << 30;
/// A certificate that ends within so many days is told of: those of an ACME client are renewed 30 days before.
const CERTIFICATE_DAYS: i64 = 21;
const REACH_WITHIN: Duration = Duration::from_secs(5);
/// Beside the pool of requests: writers, rounds, the probe, the node.
const OTHER_CONNECTIONS: i64 = 14;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    Ok,
    /// It works, and will not for long, or not under load.
    Warning,
    /// It does not work, or may lose something.
    Wrong,
}

#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    level: Level,
    /// What was found.
    found: String,
    /// What to do; empty where nothing is to be done.
    remedy: String,
}

fn finding(check: &'static str, level: Level, found: String, remedy: &str) -> Finding {
    let remedy = match level {
        Level::Ok => String::new(),
        Level::Warning | Level::Wrong => remedy.to_owned(),
    };
    Finding {
        check,
        level,
        found,
        remedy,
    }
}

/// `Wrong` or `Warning` where the condition holds.
fn when(condition: bool, level: Level) -> Level {
    if condition { level } else { Level::Ok }
}

pub(super) async fn examine(config: &Config, json: bool) -> Result<(), Failure> {
    let mut findings = of_machine(config);
    match of_database(config).await {
        Ok(found) => findings.extend(found),
        Err(error) => findings.push(finding(
            "database",
            Level::Wrong,
            error,
            "start it, or mend database_url; runbook: database away",
        )),
    }
    findings.extend(backups::of_backups(config, Clock::system().utc()));
    findings.extend(of_neighbours(config).await);
    if json {
        print(&serde_json::to_string_pretty(&findings)?)?;
    } else {
        let lines: Vec<String> = findings.iter().map(line).collect();
        print(&lines.join("\n"))?;
    }
    let wrong = findings.iter().filter(|f| f.level == Level::Wrong).count();
    match wrong {
        0 => Ok(()),
        1 => Err(Failure::Failed("1 thing is wrong".to_owned())),
        more => Err(Failure::Failed(format!("{more} things are wrong"))),
    }
}

fn line(f: &Finding) -> String {
    let sign = match f.level {
        Level::Ok => "ok     ",
        Level::Warning => "warning",
        Level::Wrong => "WRONG  ",
    };
    let (check, found) = (f.check, &f.found);
    match f.remedy.as_str() {
        "" => format!("{sign}  {check:<14} {found}"),
        remedy => format!("{sign}  {check:<14} {found}\n{:>25}→ {remedy}", ""),
    }
}

fn of_machine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![disk(&config.data_dir), open_files()];
    if let Some(files) = config.tls.clone() {
        findings.push(certificate(files));
    }
    let is_public = !config.listen.ip().is_loopback();
    let plain = is_public && config.tls.is_none() && config.trusted_proxies.is_empty();
    findings.push(finding(
        "public address",
        when(plain, Level::Warning),
        format!("listens on {}", config.listen),
        "others reach it over plain HTTP: set tls_certificate, or put a proxy before it and name it in trusted_proxies",
    ));
    findings
}

fn certificate(files: TlsFiles) -> Finding {
    let tls = match Tls::open(files) {
        Ok(tls) => tls,
        Err(error) => {
            let remedy =
                "put the chain and its key, both as PEM, where tls_certificate and tls_key say";
            return finding("tls", Level::Wrong, error.to_string(), remedy);
        }
    };
    let left_days = tls.ends_at().since_ms(Clock::system().now()) / 86_400_000;
    let (level, found) = match left_days {
        ..0 => (Level::Wrong, "the certificate has ended".to_owned()),
        0..CERTIFICATE_DAYS => (
            Level::Warning,
            format!("the certificate ends in {left_days} days"),
        ),
        _ => (
            Level::Ok,
            format!("certificate and key read, good for {left_days} days"),
        ),
    };
    finding(
        "tls",
        level,
        found,
        "put a newer chain in its place: it is read again by itself",
    )
}

/// Of the data directory, or of where it will be.
fn disk(data_dir: &Path) -> Finding {
    let there = data_dir
        .ancestors()
        .find(|p| p.exists())
        .unwrap_or(Path::new("/"));
    let Ok(stat) = rustix::fs::statvfs(there) else {
        let remedy = "see that data_dir can be entered";
        return finding(
            "disk",
            Level::Wrong,
            format!("{} cannot be looked at", there.display()),
            remedy,
        );
    };
    let free = stat.f_bavail * stat.f_frsize;
    let total = (stat.f_blocks * stat.f_frsize).max(1);
    let level = if free < GIB {
        Level::Wrong
    } else {
        when(free < 5 * GIB || free * 10 < total, Level::Warning)
    };
    let found = format!(
        "{:.1} GiB free of {:.1} under {}",
        gib(free),
        gib(total),
        there.display()
    );
    finding(
        "disk",
        level,
        found,
        "make room: a full disk stops every commit (raw_fix_days keeps less)",
    )
}

#[expect(clippy::cast_precision_loss, reason = "to be read by people")]
fn gib(bytes: u64) -> f64 {
    bytes as f64 / GIB as f64
}

fn open_files() -> Finding {
    let limit = rustix::process::getrlimit(Resource::Nofile).maximum;
    let level = when(limit.is_some_and(|n| n < 16_384), Level::Warning);
    let found = limit.map_or("no limit of open files".to_owned(), |n| {
        format!("{n} files may be open")
    });
    finding(
        "open files",
        level,
        found,
        "every phone and viewer is one: LimitNOFILE= in the unit, or ulimit -Hn",
    )
}

async fn of_database(config: &Config) -> Result<Vec<Finding>, String> {
    let database = Database::open(config).await.map_err(|e| e.to_string())?;
    let clock = Clock::system();
    let looked = async {
        let mut conn = tokio::time::timeout(REACH_WITHIN, database.options.connect())
            .await
            .map_err(|_| "no answer within 5 s".to_owned())?
            .map_err(|e| crate::store::StoreError::from(e).to_string())?;
        let asked = clock.utc();
        let found = checkup::of(&mut conn).await.map_err(|e| e.to_string())?;
        let skew_s = (found.now - asked).as_seconds_f64();
        Ok::<_, String>(judge(&found, config, skew_s))
    };
    let findings = looked.await;
    database.close().await.map_err(|e| e.to_string())?;
    findings
}

/// What the facts of a database mean.
fn judge(db: &Checkup, config: &Config, skew_s: f64) -> Vec<Finding> {
    let mut out = vec![
        finding(
            "database",
            when(db.version < 150_000, Level::Wrong),
            format!("PostgreSQL {}.{}", db.version / 10_000, db.version % 10_000),
            "PostgreSQL 15 or newer is needed",
        ),
        schema(db),
        finding(
            "encoding",
            when(db.encoding != "UTF8", Level::Wrong),
            db.encoding.clone(),
            "make the database with encoding UTF8: names are Vietnamese and Chinese",
        ),
        finding(
            "durability",
            when(!db.fsync || !db.full_page_writes, Level::Wrong),
            format!(
                "fsync {}, full_page_writes {}",
                on(db.fsync),
                on(db.full_page_writes)
            ),
            "turn both on: without them a crash loses what phones were told is safe",
        ),
        finding(
            "role",
            when(db.in_recovery, Level::Wrong),
            if db.in_recovery {
                "a standby"
            } else {
                "a primary"
            }
            .to_owned(),
            "database_url must lead to the primary; runbook: failover",
        ),
        connections(db, config),
        finding(
            "clock",
            when(skew_s.abs() > 2.0, Level::Wrong),
            format!("the database's differs by {skew_s:.1} s"),
            "run chrony or systemd-timesyncd on both: times of visits come from these clocks",
        ),
        finding(
            "transactions",
            if db.wraparound_pct > 50.0 {
                Level::Wrong
            } else {
                when(db.oldest_transaction_s > 600.0, Level::Warning)
            },
            format!(
                "oldest open for {:.0} s, {:.0} % of their numbers used",
                db.oldest_transaction_s, db.wraparound_pct
            ),
            "end what is open for long (pg_stat_activity): it keeps vacuum from its work and the event feed back",
        ),
    ];
    out.extend(standby(db));
    if config.wal_archive.is_some() && !db.archiving {
        let found = "wal_archive is set, and the database was started without it".to_owned();
        let remedy = "restart the server, so that its database starts anew";
        out.push(finding("archive", Level::Wrong, found, remedy));
    }
    out.push(timescale(db, config));
    out.push(finding(
        "judging",
        when(db.oldest_dirty_s > 600.0, Level::Warning),
        format!(
            "{} rep-days wait, the oldest for {:.0} s",
            db.days_dirty, db.oldest_dirty_s
        ),
        "see that a server runs and has cores left; runbook: days pile up",
    ));
    let alone = config.nats_url.is_none() && db.nodes > 1;
    out.push(finding(
        "servers",
        when(alone, Level::Wrong),
        format!("{} at work", db.nodes),
        "several servers need one nats_url: set it for all",
    ));
    out
}

fn on(is: bool) -> &'static str {
    if is { "on" } else { "off" }
}

fn schema(db: &Checkup) -> Finding {
    let (level, found, remedy) = match db.schema {
        Schema::Current => (Level::Ok, "up to date".to_owned(), ""),
        Schema::None => (
            Level::Warning,
            "empty".to_owned(),
            "fieldbeat serve, or fieldbeat migrate, makes it",
        ),
        Schema::Behind(n) => (
            Level::Warning,
            format!("{n} migrations behind this version"),
            "back up, then fieldbeat migrate: there is no way back but the backup",
        ),
        Schema::Newer => (
            Level::Wrong,
            "made by a newer version".to_owned(),
            "run that version, or restore the backup from before the upgrade",
        ),
    };
    finding("schema", level, found, remedy)
}

fn connections(db: &Checkup, config: &Config) -> Finding {
    let need = i64::from(config.database_connections) + OTHER_CONNECTIONS;
    let max = i64::from(db.max_connections);
    let level = if need > max {
        Level::Wrong
    } else {
        when(db.connections * 10 > max * 8, Level::Warning)
    };
    let found = format!(
        "{} of {max} in use, a server takes up to {need}",
        db.connections
    );
    finding(
        "connections",
        level,
        found,
        "raise max_connections, or lower database_connections",
    )
}

fn standby(db: &Checkup) -> Vec<Finding> {
    let mut out = Vec::new();
    if db.standby_names.is_empty() {
        let found =
            "none: what is acknowledged survives a crash, not the loss of the disk".to_owned();
        out.push(finding("standby", Level::Ok, found, ""));
    } else {
        out.push(finding(
            "standby",
            when(db.synchronous_standbys == 0, Level::Wrong),
            format!("commits wait for {} ({} connected)", db.standby_names, db.synchronous_standbys),
            "bring the standby back, or empty synchronous_standby_names: until then nothing is acknowledged; runbook: standby away",
        ));
    }
    if db.idle_slots > 0 {
        out.push(finding(
            "slots",
            Level::Warning,
            format!("{} replication slots without a consumer", db.idle_slots),
            "drop those that nobody comes back to: their log fills the disk",
        ));
    }
    if db.archiving {
        out.push(finding(
            "archive",
            when(db.archive_fails, Level::Wrong),
            if db.archive_fails { "the newest try failed" } else { "works" }.to_owned(),
            "see archive_command and the database's log: without it no restore to a point in time, and the log fills the disk",
        ));
    }
    out
}

fn timescale(db: &Checkup, config: &Config) -> Finding {
    let mode = db.mode.map_or("not chosen yet", |m| m.as_str());
    let wanted = config.timescale == TimescaleChoice::On && db.timescale_offered.is_none();
    let found = match (&db.timescale_installed, &db.timescale_offered) {
        (Some(version), _) => format!("{version}, fixes are stored in mode {mode}"),
        (None, Some(version)) => {
            format!("{version} could be installed, fixes are stored in mode {mode}")
        }
        (None, None) => format!("not there, fixes are stored in mode {mode}"),
    };
    finding(
        "timescaledb",
        when(wanted, Level::Wrong),
        found,
        "install it, or set timescale = \"off\"",
    )
}

async fn of_neighbours(config: &Config) -> Vec<Finding> {
    let Some(addresses) = config.nats_url.as_deref().and_then(nodes::addresses) else {
        return Vec::new();
    };
    let answer = tokio::time::timeout(REACH_WITHIN, nodes::reachable(addresses)).await;
    let (level, found) = match answer {
        Ok(Ok(())) => (Level::Ok, "answers".to_owned()),
        Ok(Err(error)) => (Level::Wrong, error.to_string()),
        Err(_) => (Level::Wrong, "no answer within 5 s".to_owned()),
    };
    let remedy = "start it: until then nodes poll, and maps show the reps of their own node alone; runbook: NATS away";
    vec![finding("nats", level, found, remedy)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Given;

    fn fit() -> Checkup {
        Checkup {
            version: 150_018,
            encoding: "UTF8".to_owned(),
            fsync: true,
            full_page_writes: true,
            in_recovery: false,
            max_connections: 100,
            connections: 20,
            now: chrono::DateTime::UNIX_EPOCH,
            oldest_transaction_s: 0.1,
            wraparound_pct: 1.0,
            standby_names: "*".to_owned(),
            synchronous_standbys: 1,
            idle_slots: 0,
            archiving: true,
            archive_fails: false,
            timescale_offered: None,
            timescale_installed: None,
            mode: None,
            schema: Schema::Current,
            days_dirty: 3,
            oldest_dirty_s: 2.0,
            nodes: 1,
        }
    }

    fn wrong(change: impl FnOnce(&mut Checkup)) -> Vec<&'static str> {
        let config = Config::resolve(&Given::with(&[])).unwrap().config;
        let mut checkup = fit();
        change(&mut checkup);
        let findings = judge(&checkup, &config, 0.1);
        let bad = findings.into_iter().filter(|f| f.level > Level::Ok);
        bad.map(|f| {
            assert!(!f.remedy.is_empty(), "{}", f.check);
            f.check
        })
        .collect()
    }

    #[test]
    fn each_fault_is_found_by_itself_and_has_a_remedy() {
        assert_eq!(wrong(|_| {}), Vec::<&str>::new());
        assert_eq!(wrong(|c| c.version = 140_000), ["database"]);
        assert_eq!(wrong(|c| c.schema = Schema::Behind(2)), ["schema"]);
        assert_eq!(wrong(|c| c.schema = Schema::Newer), ["schema"]);
        assert_eq!(wrong(|c| c.encoding = "SQL_ASCII".to_owned()), ["encoding"]);
        assert_eq!(wrong(|c| c.fsync = false), ["durability"]);
        assert_eq!(wrong(|c| c.in_recovery = true), ["role"]);
        assert_eq!(wrong(|c| c.max_connections = 20), ["connections"]);
        assert_eq!(wrong(|c| c.connections = 95), ["connections"]);
        assert_eq!(
            wrong(|c| c.oldest_transaction_s = 3_600.0),
            ["transactions"]
        );
        assert_eq!(wrong(|c| c.synchronous_standbys = 0), ["standby"]);
        assert_eq!(wrong(|c| c.idle_slots = 1), ["slots"]);
        assert_eq!(wrong(|c| c.archive_fails = true), ["archive"]);
        assert_eq!(wrong(|c| c.oldest_dirty_s = 3_600.0), ["judging"]);
        assert_eq!(wrong(|c| c.nodes = 2), ["servers"]);
    }

    #[test]
    fn clocks_that_differ_are_told() {
        let config = Config::resolve(&Given::with(&[])).unwrap().config;
        let findings = judge(&fit(), &config, -3.0);
        let clock = findings.iter().find(|f| f.check == "clock").unwrap();
        assert_eq!(
            (clock.level, clock.found.as_str()),
            (Level::Wrong, "the database's differs by -3.0 s")
        );
    }
}
