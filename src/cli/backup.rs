//! `fieldbeat backup`: a backup made, or those that are there listed. Progress goes to stderr.

use std::{path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::{Failure, print};
use crate::{
    backup::{self, Kept, Manifest, Source, Step, Told, Wanted},
    clock::Clock,
    config::Config,
    server::Database,
};

#[derive(Debug, Args)]
pub(super) struct Backup {
    /// Directory of backups, best on another machine's disk
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Once the new one is verified, keep so many of this installation and remove older ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    /// Make none: name the backups that are there, and with --keep those that the next one would remove
    #[arg(long)]
    list: bool,
}

pub(super) async fn backup(config: &Config, asked: Backup, json: bool) -> Result<(), Failure> {
    if asked.list {
        return list(&asked, json);
    }
    Source::check(config)?;
    let bar = bar();
    let database = Database::open(config).await?;
    let wanted = Wanted {
        to: asked.to,
        keep: asked.keep.map(usize::from),
        gently: false,
        wal: config.wal_archive.clone(),
    };
    let made = async {
        let source = Source::of(config, &database.options)?;
        backup::make(&source, &wanted, &Clock::system(), &told(&bar)).await
    };
    let made = made.await;
    bar.finish_and_clear();
    let closed = database.close().await;
    let made = made?;
    closed?;
    let (path, took_s) = (made.path.display(), made.took.as_secs_f64());
    if json {
        let removed: Vec<_> = made.removed.iter().map(|k| &k.name).collect();
        let told = json!({
            "path": made.path, "bytes": made.manifest.bytes(), "took_s": took_s,
            "manifest": without_files(&made.manifest)?, "removed": removed,
        });
        return print(&serde_json::to_string_pretty(&told)?);
    }
    let mut lines = vec![
        format!(
            "{path}: {}, verified, {took_s:.1} s",
            size(made.manifest.bytes())
        ),
        format!(
            "everything committed until {} is in it",
            made.manifest.complete_until
        ),
    ];
    lines.extend(
        made.manifest
            .left_out
            .iter()
            .map(|l| format!("not in it: {l}")),
    );
    lines.extend(made.removed.iter().map(|k| format!("removed: {}", k.name)));
    lines.push(format!(
        "rehearse it: fieldbeat restore --drill --from {path}"
    ));
    print(&lines.join("\n"))
}

fn without_files(manifest: &Manifest) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(manifest)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("files");
    }
    Ok(value)
}

fn list(asked: &Backup, json: bool) -> Result<(), Failure> {
    let all = backup::backups(&asked.to)?;
    let goes = |k: &Kept| {
        asked.keep.is_some_and(|keep| {
            backup::would_leave(&all, &k.system_identifier, usize::from(keep)).contains(&k)
        })
    };
    if json {
        let told: Result<Vec<Value>, Failure> = all
            .iter()
            .map(|k| {
                let mut value = serde_json::to_value(k)?;
                if let Some(fields) = value.as_object_mut() {
                    fields.insert("would_go".to_owned(), goes(k).into());
                }
                Ok(value)
            })
            .collect();
        return print(&serde_json::to_string_pretty(&told?)?);
    }
    let lines: Vec<String> = all
        .iter()
        .map(|k| {
            let tried = match &k.rehearsed {
                Some(how) if how.whole => format!("rehearsed {}", how.at.date_naive()),
                Some(how) => format!("REHEARSAL FAILED {}", how.at.date_naive()),
                None => "never rehearsed".to_owned(),
            };
            let gone = if goes(k) { ", would go" } else { "" };
            format!("{}  {:>9}  {tried}{gone}", k.name, size(k.bytes))
        })
        .collect();
    print(&lines.join("\n"))
}

#[expect(clippy::cast_precision_loss, reason = "to be read by people")]
pub(super) fn size(bytes: u64) -> String {
    let mib = bytes as f64 / f64::from(1 << 20);
    if mib < 1_024.0 {
        format!("{mib:.1} MiB")
    } else {
        format!("{:.1} GiB", mib / 1_024.0)
    }
}

/// Hides itself where stderr is no terminal.
pub(super) fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes}  {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

pub(super) fn told(bar: &ProgressBar) -> Told {
    let bar = bar.clone();
    Arc::new(move |step| {
        let (done, of, what) = match step {
            Step::Database { kib, of_kib } => (kib << 10, of_kib << 10, "database"),
            Step::Files { done } => (done, done, "files"),
            Step::Verifying { done, of } => (done, of, "verifying"),
            Step::Laying { done, of } => (done, of, "putting in place"),
            Step::Recovering => (0, 0, "PostgreSQL recovers"),
            Step::Looking => (0, 0, "looking at what came back"),
        };
        bar.set_length(of);
        bar.set_position(done);
        bar.set_message(what);
    })
}
