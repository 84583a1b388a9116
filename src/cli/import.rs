//! `import` and `export`: masters from and to spreadsheets. What was found and changed goes to stdout,
//! progress to stderr.

use std::{collections::BTreeMap, fmt::Write, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use sqlx::PgPool;

use super::{Failure, print, say};
use crate::{
    clock::Clock,
    config::Config,
    imports::{
        ImportError, Kind, Language, Options, WeeksOf, export, held::State, rows, run::Worker,
    },
    server::Database,
    store::{
        self, StoreError,
        import_batch::{self, Counts, ImportChange, ImportFault, NewBatch},
        provision,
        scope::Scope,
        upsert::Now,
        world,
    },
};

const CONNECTIONS: u32 = 3;
/// Rows of one page of changes or faults.
const PAGE: i64 = 1_000;

#[derive(Debug, Subcommand)]
pub(super) enum ImportTask {
    /// Shops with their pins: code,name,lat,lng,radius_m,class,channel,address,customer_code,org_unit
    Outlets(ImportFile),
    /// People: code,name,phone,org_unit,login
    Reps(ImportFile),
    /// Outlets on routes: route_code,route_name,rep_code,outlet_code,sequence,pattern,weekdays,window,
    /// service_minutes,valid_from,valid_to
    Routes(ImportFile),
    /// Who buys and owes: code,name,phone,org_unit
    Customers(ImportFile),
    /// What is sold: code,name,category,tax_percent,units
    Products(ImportFile),
    /// Prices: list_code,list_name,customer_code,class,partner_code,valid_from,valid_to,tax_included,
    /// product_code,unit,price
    Prices(ImportFile),
    /// What was counted in warehouses and vans: location_code,product_code,batch,expiry,quantity,unit
    Stock(ImportFile),
    /// Take an import back, where nobody has built on it
    Undo {
        /// As `import` printed it
        id: i32,
    },
}

#[derive(Debug, Args)]
pub(super) struct ImportFile {
    /// CSV or XLSX; its first row names the columns, in English, Vietnamese or Chinese
    file: PathBuf,
    /// Print what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Import the good rows although others are bad
    #[arg(long)]
    skip_bad_rows: bool,
    /// First date of moved pins and changed assignments [default: today]
    #[arg(long, value_name = "DATE")]
    valid_from: Option<NaiveDate>,
    /// End what the file does not name: outlets close; reps, customers and products become inactive;
    /// outlets leave the routes that the file names, prices their lists; of stock, products of the places
    /// that the file names are gone
    #[arg(long)]
    end_missing: bool,
    /// What the weeks of pattern codes count
    #[arg(long, value_enum, default_value = "cycle")]
    weeks: WeeksOf,
    /// Fill codes of digits up with leading zeros to this many
    #[arg(long, value_name = "DIGITS", value_parser = clap::value_parser!(u8).range(1..=64))]
    code_width: Option<u8>,
    /// A saved mapping of headings
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// A heading of the file and which column it is (none after `=`: pass it over); again for more
    #[arg(long = "column", value_name = "HEADING=COLUMN")]
    columns: Vec<String>,
    /// Save the columns given as a mapping of this name
    #[arg(long, value_name = "NAME")]
    save_mapping: Option<String>,
    /// Sheet of the workbook [default: the one named like the kind, else the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Encoding of a CSV that is not UTF-8, e.g. windows-1258, gb18030
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Exported {
    Outlets,
    Reps,
    Routes,
    Customers,
    Products,
    Prices,
    Stock,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum HeadingLanguage {
    En,
    Vi,
    Zh,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    kind: Exported,
    /// Where to; `.xlsx` is a workbook, anything else CSV
    file: PathBuf,
    /// Of the headings
    #[arg(long, value_enum, default_value = "en")]
    language: HeadingLanguage,
}

pub(super) async fn import(config: &Config, task: ImportTask, json: bool) -> Result<(), Failure> {
    let (kind, asked) = match task {
        ImportTask::Outlets(asked) => (Kind::Outlets, asked),
        ImportTask::Reps(asked) => (Kind::Reps, asked),
        ImportTask::Routes(asked) => (Kind::Routes, asked),
        ImportTask::Customers(asked) => (Kind::Customers, asked),
        ImportTask::Products(asked) => (Kind::Products, asked),
        ImportTask::Prices(asked) => (Kind::Prices, asked),
        ImportTask::Stock(asked) => (Kind::Stock, asked),
        ImportTask::Undo { id } => return undo(config, id, json).await,
    };
    let options = options(&asked)?;
    let bytes = std::fs::read(&asked.file)
        .map_err(|e| Failure::Failed(format!("{}: {e}", asked.file.display())))?;
    on_pool(config, async |db, now| {
        if let Some(name) = &asked.save_mapping {
            let columns = serde_json::to_value(&options.columns)?;
            import_batch::put_mapping(db, now.at, kind.as_str(), name, &columns).await?;
        }
        let name = asked.file.file_name().unwrap_or_default().to_string_lossy();
        let new = NewBatch {
            kind: kind.as_str(),
            file_name: &name,
            file: &bytes,
            options: &serde_json::to_value(&options)?,
        };
        let scope = Scope::system();
        let id = import_batch::create(&mut *db.acquire().await?, &scope, now.at, new).await?;
        let bar = bar();
        let shown = |done, total| told(&bar, done, total);
        let worker = Worker {
            pool: db,
            scope: &scope,
            now,
            shown: &shown,
        };
        let done = if asked.dry_run {
            worker.check(id).await
        } else {
            worker.commit(id).await
        };
        bar.finish_and_clear();
        let counts = match done {
            Ok(counts) => Ok(counts),
            // The rows are told below; then this is why nothing was stored.
            Err(e @ (ImportError::BadRows(_) | ImportError::BadRowsWithEnd(_))) => Err(e),
            Err(e) => return Err(e.into()),
        };
        report(db, id, asked.dry_run, json, &counts).await?;
        match counts {
            Ok(counts) if asked.dry_run && counts.bad_rows > 0 && !asked.skip_bad_rows => {
                Err(Failure::Failed(format!("{} rows are bad", counts.bad_rows)))
            }
            Ok(_) => Ok(()),
            Err(e) => Err(Failure::Failed(format!("nothing was imported: {e}"))),
        }
    })
    .await
}

fn options(asked: &ImportFile) -> Result<Options, Failure> {
    let mut columns = BTreeMap::new();
    for given in &asked.columns {
        let (heading, column) = given
            .split_once('=')
            .ok_or_else(|| Failure::Usage(format!("--column {given}: write HEADING=COLUMN")))?;
        let column = (!column.is_empty()).then(|| column.to_owned());
        columns.insert(heading.to_owned(), column);
    }
    if asked.save_mapping.is_some() && columns.is_empty() {
        return Err(Failure::Usage(
            "--save-mapping saves what --column says; give some".to_owned(),
        ));
    }
    Ok(Options {
        valid_from: asked.valid_from,
        skip_bad_rows: asked.skip_bad_rows,
        end_missing: asked.end_missing,
        weeks: asked.weeks,
        code_width: asked.code_width,
        mapping: asked.mapping.clone(),
        columns,
        sheet: asked.sheet.clone(),
        encoding: asked.encoding.clone(),
    })
}

async fn undo(config: &Config, id: i32, json: bool) -> Result<(), Failure> {
    on_pool(config, async |db, now| {
        let scope = Scope::system();
        let bar = bar();
        let shown = |done, total| told(&bar, done, total);
        let worker = Worker {
            pool: db,
            scope: &scope,
            now,
            shown: &shown,
        };
        let done = worker.revert(id).await;
        bar.finish_and_clear();
        match done {
            Ok(()) if json => print(&json!({"id": id, "state": "reverted"}).to_string()),
            Ok(()) => print(&format!("import {id} was taken back")),
            Err(ImportError::Store(StoreError::NotFound)) => {
                Err(Failure::Failed(format!("there is no import {id}")))
            }
            Err(e) => Err(Failure::Failed(format!("import {id}: {e}"))),
        }
    })
    .await
}

pub(super) async fn export(config: &Config, asked: Export, json: bool) -> Result<(), Failure> {
    let kind = match asked.kind {
        Exported::Outlets => Kind::Outlets,
        Exported::Reps => Kind::Reps,
        Exported::Routes => Kind::Routes,
        Exported::Customers => Kind::Customers,
        Exported::Products => Kind::Products,
        Exported::Prices => Kind::Prices,
        Exported::Stock => Kind::Stock,
    };
    let language = match asked.language {
        HeadingLanguage::En => Language::En,
        HeadingLanguage::Vi => Language::Vi,
        HeadingLanguage::Zh => Language::Zh,
    };
    on_pool(config, async |db, now| {
        let mut tx = store::snapshot(db).await?;
        let state = State::load(&mut tx, &Scope::system(), kind, now.today).await?;
        let lines = export::lines(kind, &state, language);
        let is_book = asked
            .file
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"));
        let bytes = if is_book {
            export::xlsx(kind, &lines)?
        } else {
            export::csv(kind, &lines)?
        };
        std::fs::write(&asked.file, bytes)
            .map_err(|e| Failure::Failed(format!("{}: {e}", asked.file.display())))?;
        let rows = lines.len() - 1;
        if json {
            print(&json!({"rows": rows, "file": asked.file}).to_string())
        } else {
            print(&format!("{rows} rows written to {}", asked.file.display()))
        }
    })
    .await
}

/// Opens and migrates the database for `work`, and leaves it as it was found.
async fn on_pool(
    config: &Config,
    work: impl AsyncFnOnce(&PgPool, Now) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let database = Database::open(config).await?;
    let done = async {
        let clock = Clock::system();
        database.migrate(config, &clock).await?;
        let pool = store::pool(database.options.clone(), CONNECTIONS);
        let mut conn = pool.acquire().await?;
        provision::ensure_company(&mut conn).await?;
        let at = clock.utc();
        let rules = world::rules_on(&mut conn, at.date_naive()).await?;
        drop(conn);
        let now = Now {
            at,
            today: rules.time.date_of(clock.now()),
        };
        let done = work(&pool, now).await;
        pool.close().await;
        done
    }
    .await;
    database.close().await?;
    done
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rows  {elapsed}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn told(bar: &ProgressBar, done: usize, total: usize) {
    bar.set_length(total as u64);
    bar.set_position(done as u64);
}

async fn report(
    db: &PgPool,
    id: i32,
    dry_run: bool,
    json: bool,
    done: &Result<Counts, ImportError>,
) -> Result<(), Failure> {
    let mut faults: Vec<ImportFault> = Vec::new();
    loop {
        let after = faults.last().map_or(0, |f| f.position);
        let page = import_batch::faults(db, id, after, PAGE).await?;
        if page.is_empty() {
            break;
        }
        faults.extend(page);
    }
    let mut changes: Vec<ImportChange> = Vec::new();
    // A commit may change a hundred thousand rows; whoever wants to read them asks for a dry run.
    if dry_run {
        loop {
            let after = changes.last().map_or(0, |c| c.position);
            let page = import_batch::changes(db, id, after, PAGE, None).await?;
            if page.is_empty() {
                break;
            }
            changes.extend(page);
        }
    }
    let batch = import_batch::get(db, &Scope::system(), id).await?;
    if json {
        let answer = json!({"import": batch, "faults": faults, "changes": changes,
            "error": done.as_ref().err().map(ImportError::code)});
        return print(&answer.to_string());
    }
    for fault in &faults {
        say_fault(fault);
    }
    let mut text = String::new();
    for change in &changes {
        change_text(&mut text, change);
    }
    let stored = if dry_run || done.is_err() {
        "; nothing was stored"
    } else {
        ""
    };
    let _ = write!(
        text,
        "import {id}: {} created, {} updated, {} ended, {} unchanged, {} bad{stored}",
        batch.created, batch.updated, batch.ended, batch.unchanged, batch.bad_rows
    );
    print(&text)
}

fn say_fault(f: &ImportFault) {
    let place = f.cell.clone().unwrap_or_else(|| format!("line {}", f.line));
    let heading = f
        .heading
        .as_deref()
        .or(f.field.as_deref())
        .unwrap_or_default();
    let value = if f.value.is_empty() {
        String::new()
    } else {
        format!(" {:?}", f.value)
    };
    say(format_args!(
        "{} line {} {place} {heading}{value}: {} ({})",
        f.severity,
        f.line,
        rows::text(&f.code),
        f.code
    ));
}

fn change_text(text: &mut String, change: &ImportChange) {
    let sign = match change.action.as_str() {
        "created" => '+',
        "ended" => '-',
        _ => '~',
    };
    let _ = write!(text, "{sign} {}", change.code);
    if let Some(part) = change.outlet_code.as_ref().or(change.part.as_ref()) {
        let _ = write!(text, " / {part}");
    }
    for field in change.fields.as_array().into_iter().flatten() {
        let part = |key: &str| {
            field
                .get(key)
                .and_then(|v| v.as_str())
                .unwrap_or("∅")
                .to_owned()
        };
        let _ = match change.action.as_str() {
            "created" => write!(text, "  {}: {}", part("field"), part("to")),
            _ => write!(
                text,
                "  {}: {} → {}",
                part("field"),
                part("from"),
                part("to")
            ),
        };
    }
    text.push('\n');
}
