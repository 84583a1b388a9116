//! `verify` and `rejudge`: stored rep-days computed again. What is found goes to stdout and is the same
//! for the same data; progress and rates go to stderr.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value, json};
use sqlx::PgPool;

use super::{Failure, print, say};
use crate::{
    api,
    clock::Clock,
    config::Config,
    evidence::{
        Progress,
        file::EvidenceFile,
        rate,
        rejudge::{self, Figures, Line, Rejudged},
        verify::{self, Verified},
    },
    server::Database,
    store::{self, SessionLimits, evidence_batch, setting},
};

/// Connections of one run: what is read ahead, and one to write.
const CONNECTIONS: u32 = 12;

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// First company date [default: the first judged]
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Last company date, included [default: the last judged]
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Check one visit's downloaded evidence instead, without a database
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to"])]
    pub file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Rejudge {
    /// First company date
    #[arg(long, value_name = "DATE")]
    from: NaiveDate,
    /// Last company date, included
    #[arg(long, value_name = "DATE")]
    to: NaiveDate,
    /// A setting to try, by its name in `/api/v1/settings`; again for more [default: the rules in force]
    #[arg(long = "set", value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Make it so: a new rule version, and new revisions of all days from its effective date on
    #[arg(long)]
    adopt: bool,
    /// First date of the new rule version [default: --from]
    #[arg(long, value_name = "DATE", requires = "adopt")]
    effective: Option<NaiveDate>,
}

pub(super) async fn verify(config: &Config, asked: Verify, json: bool) -> Result<(), Failure> {
    let verified = on_pool(config, async |db| {
        let Some((first, last)) = evidence_batch::judged_range(&db).await? else {
            return Ok(None);
        };
        let range = (asked.from.unwrap_or(first), asked.to.unwrap_or(last));
        let run = Run::begin();
        let (verified, progress) = verify::verify(&db, range, &|p| run.told(p)).await?;
        run.end(progress, verified.visits);
        Ok(Some((range, verified)))
    })
    .await?;
    let Some((range, verified)) = verified else {
        return Err(Failure::Failed("no rep-day was judged yet".to_owned()));
    };
    if json {
        print(&serde_json::to_string_pretty(&verified)?)?;
    } else {
        print(verified_text(range, &verified).trim_end())?;
    }
    match verified.mismatched {
        0 => Ok(()),
        n => Err(Failure::Failed(format!(
            "{n} rep-days are not what was sealed"
        ))),
    }
}

/// Whether a file of evidence proves itself.
pub(super) fn verify_file(path: &Path, json: bool) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| Failure::Failed(format!("{}: {e}", path.display())))?;
    let file: EvidenceFile = serde_json::from_str(&text)
        .map_err(|e| Failure::Failed(format!("{}: no evidence: {e}", path.display())))?;
    let faults = file.faults();
    if json {
        print(&json!({ "faults": faults, "seal": file.seal }).to_string())?;
    } else if faults.is_empty() {
        let fixes = match &file.fixes {
            Some(fixes) => format!("{} fixes", fixes.len()),
            None => "no fixes any more".to_owned(),
        };
        print(&format!(
            "as sealed, with {fixes}; the rep-day's seal is {}",
            file.seal
        ))?;
    } else {
        print(&faults.join("\n"))?;
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::Failed(
            "the evidence is not as it was sealed".to_owned(),
        ))
    }
}

fn verified_text((from, to): (NaiveDate, NaiveDate), v: &Verified) -> String {
    let mut out = String::new();
    for m in &v.mismatches {
        let visit = m.visit.map(|id| format!(" visit {id}")).unwrap_or_default();
        let _ = writeln!(out, "{} {}{visit}: {} ({})", m.date, m.rep, m.text, m.code);
    }
    let _ = writeln!(
        out,
        "{from} to {to}: {} rep-days with {} visits and {} fixes",
        v.rep_days, v.visits, v.fixes
    );
    for (count, what) in [
        (v.identical, "identical"),
        (v.mismatched, "not what was sealed"),
        (v.no_raw_data, "as sealed, no raw data any more"),
        (
            v.other_judge,
            "as sealed, judged by another version of the judge",
        ),
        (
            v.not_settled,
            "not settled: late data waits, or the day is not over",
        ),
        (v.not_sealed, "judged before verdicts were sealed"),
    ] {
        if count > 0 || what == "identical" {
            let _ = writeln!(out, "{count:>9} {what}");
        }
    }
    if let Some(seals) = v.seals {
        let _ = writeln!(out, "seals of the range: {seals}");
    }
    out
}

pub(super) async fn rejudge(config: &Config, asked: Rejudge, json: bool) -> Result<(), Failure> {
    let effective = asked.effective.unwrap_or(asked.from);
    if asked.to < asked.from || effective < asked.from {
        return Err(Failure::Usage(
            "--from must not be after --to or --effective".to_owned(),
        ));
    }
    let given = pairs(&asked.set)?;
    let rejudged = on_pool(config, async |db| {
        let patch = patch(&db, &given, asked.to).await?;
        if asked.adopt {
            refuse_a_gap(&db, asked.to).await?;
        }
        let run = Run::begin();
        let range = (asked.from, asked.to);
        let (mut found, progress) = rejudge::rejudge(&db, range, &patch, &|p| run.told(p)).await?;
        run.end(progress, found.visits);
        if asked.adopt {
            let run = Run::begin();
            let now = Clock::system().now();
            let told = |p: Progress| run.told(p);
            found.adopted = Some(rejudge::adopt(&db, effective, &patch, now, &told).await?);
            run.bar.finish_and_clear();
        }
        Ok(found)
    })
    .await?;
    if json {
        print(&serde_json::to_string_pretty(&rejudged)?)
    } else {
        print(rejudged_text(&asked, &rejudged).trim_end())
    }
}

/// `k=v` as the settings document has it: a number, a list, an object, or else a text.
fn pairs(set: &[String]) -> Result<Map<String, Value>, Failure> {
    set.iter()
        .map(|pair| {
            let (key, value) = pair.split_once('=').ok_or_else(|| {
                Failure::Usage(format!("--set {pair}: a setting is tried as KEY=VALUE"))
            })?;
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
            Ok((key.trim().to_owned(), value))
        })
        .collect()
}

async fn patch(
    db: &PgPool,
    given: &Map<String, Value>,
    on: NaiveDate,
) -> Result<Map<String, Value>, Failure> {
    let document = setting::effective(db, on).await?.settings;
    api::rules_patch(&document, &Value::Object(given.clone())).map_err(|faults| {
        let lines: Vec<String> = faults
            .iter()
            .map(|f| format!("  {}: {}", f.pointer.trim_start_matches('/'), f.code))
            .collect();
        Failure::Usage(format!(
            "these settings cannot be tried:\n{}",
            lines.join("\n")
        ))
    })
}

/// New rules hold from their date on, so every judged day after it must have been looked at.
async fn refuse_a_gap(db: &PgPool, to: NaiveDate) -> Result<(), Failure> {
    match evidence_batch::judged_range(db).await? {
        Some((_, last)) if last > to => Err(Failure::Failed(format!(
            "days up to {last} are judged already, and new rules would hold for them too: give --to {last}"
        ))),
        _ => Ok(()),
    }
}

fn rejudged_text(asked: &Rejudge, r: &Rejudged) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} to {}: {} of {} rep-days judged again, {} visits, {} verdicts flip",
        asked.from, asked.to, r.judged, r.rep_days, r.visits, r.total.flips
    );
    let _ = writeln!(
        out,
        "\n{:<16} {:>7} {:>24} {:>17} {:>17} {:>24}",
        "", "flips", "plan compliance", "TC", "PC", "strike rate"
    );
    line(&mut out, "all", &r.total);
    for (title, lines) in [("rep", &r.reps), ("route", &r.routes)] {
        let changed = lines
            .iter()
            .filter(|(_, l)| l.flips > 0 || l.before != l.after);
        for (code, l) in changed {
            let name = if code.is_empty() { "off plan" } else { code };
            line(&mut out, &format!("{title} {name}"), l);
        }
    }
    if !r.flips.is_empty() {
        out.push('\n');
    }
    for f in &r.flips {
        let word = |o: Option<_>| {
            o.and_then(|o| serde_json::to_value(o).ok())
                .and_then(|v| v.as_str().map(str::to_owned))
                .unwrap_or_else(|| "no visit".to_owned())
        };
        let reviewed = if f.reviewed { ", reviewed: stays" } else { "" };
        let _ = writeln!(
            out,
            "{} {} visit {}: {} → {}{reviewed}",
            f.date,
            f.rep,
            f.visit,
            word(f.before),
            word(f.after)
        );
    }
    for (days, what) in [
        (&r.no_raw_data, "no raw data"),
        (&r.not_settled, "not settled"),
        (&r.not_sealed, "not sealed"),
        (&r.unprovable, "not what was sealed, see verify"),
    ] {
        for (date, rep) in days {
            let _ = writeln!(out, "{date} {rep}: {what}");
        }
    }
    if let Some(a) = &r.adopted {
        for (id, from) in &a.rule_versions {
            let _ = writeln!(out, "rule version {id} is effective from {from}");
        }
        let _ = writeln!(
            out,
            "adopted: {} rep-days revised, {} left to the server's judge",
            a.rep_days, a.marked
        );
    } else {
        let _ = writeln!(out, "nothing was changed");
    }
    out
}

fn line(out: &mut String, name: &str, l: &Line) {
    let percent =
        |v: Option<i64>| v.map_or_else(|| "–".to_owned(), |v| format!("{}.{} %", v / 10, v % 10));
    let both = |f: &dyn Fn(&Figures) -> String| format!("{} → {}", f(&l.before), f(&l.after));
    let _ = writeln!(
        out,
        "{name:<16} {:>7} {:>24} {:>17} {:>17} {:>24}",
        l.flips,
        both(&|f| percent(f.plan_compliance_per_mille)),
        both(&|f| f.tc.to_string()),
        both(&|f| f.pc.to_string()),
        both(&|f| percent(f.strike_rate_per_mille)),
    );
}

/// A run's bar and its clock.
struct Run {
    bar: ProgressBar,
    clock: Clock,
    started: std::time::Instant,
}

impl Run {
    fn begin() -> Self {
        let clock = Clock::system();
        let style = "{bar:40} {pos}/{len} rep-days  {per_sec}  {msg}  ETA {eta}";
        let style =
            ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(0).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(250));
        let started = clock.instant();
        Self {
            bar,
            clock,
            started,
        }
    }

    fn took(&self) -> Duration {
        self.clock.instant().duration_since(self.started)
    }

    fn told(&self, p: Progress) {
        self.bar.set_length(p.of_rep_days);
        self.bar.set_position(p.rep_days);
        self.bar
            .set_message(format!("{} fixes/s", rate(p.fixes, self.took())));
    }

    fn end(&self, p: Progress, visits: u64) {
        let took = self.took();
        self.bar.finish_and_clear();
        say(format_args!(
            "{} rep-days, {visits} visits, {} fixes in {:.1} s: {} rep-days/s, {} visits/s, {} fixes/s",
            p.rep_days,
            p.fixes,
            took.as_secs_f64(),
            rate(p.rep_days, took),
            rate(visits, took),
            rate(p.fixes, took),
        ));
    }
}

/// Opens and migrates the database, does `work` with a pool of its own, and leaves it as it was.
pub(super) async fn on_pool<T>(
    config: &Config,
    work: impl AsyncFnOnce(PgPool) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let database = Database::open(config).await?;
    let done = async {
        database.migrate(config, &Clock::system()).await?;
        // A batch takes as long as it takes; nothing else waits for it.
        let limits = SessionLimits {
            statement: Duration::ZERO,
            idle_in_transaction: Duration::ZERO,
            ..SessionLimits::default()
        };
        let options = store::with_limits(database.options.clone(), limits);
        let pool = store::pool(options, CONNECTIONS);
        let done = work(pool.clone()).await;
        pool.close().await;
        done
    }
    .await;
    database.close().await?;
    done
}
