//! Imports from file to database and back. A batch is checked, committed and reverted by its id, by the
//! command line and the server alike; each is one transaction, and what it came to is kept with the batch.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use chrono::NaiveDate;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::{
    diff::{self, Action, Diff},
    headings::HeadingError,
    held::State,
    kind::{Kind, Options},
    leg_diff::{self, Terms},
    price_diff,
    rows::{self, Table},
    sheet::{self, SheetError},
    stock_diff,
    write::{self, Hand},
};
use crate::store::{
    StoreError, audit,
    erp_owned::Owned,
    event::{self, NewEvent},
    import_batch::{self, ChangeColumns, Counts, FaultColumns, Work},
    import_undo,
    role::Right,
    scope::Scope,
    upsert::Now,
};

/// Faults kept of one file, errors first.
const FAULTS_MAX: usize = 10_000;
const CHANGES_CHUNK: usize = 5_000;

/// Why an import did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error(transparent)]
    Heading(#[from] HeadingError),
    #[error("there is no saved mapping {0:?} for this kind of file")]
    NoMapping(String),
    #[error("{0} rows are bad; correct them, or ask for the good ones alone (skip_bad_rows)")]
    BadRows(usize),
    #[error("{0} rows are bad, so it is not known what the file does not name; correct them first")]
    BadRowsWithEnd(usize),
    #[error("somebody is working on this import; wait for it to end")]
    Running,
    #[error("the import is {0}")]
    State(String),
    #[error("changed since by somebody else, so nothing was taken back: {0}")]
    Changed(String),
    #[error("in use by now, so nothing was taken back: {0}")]
    InUse(String),
    #[error("{0} was refused ({1}), so nothing was stored; check the file again")]
    Refused(String, String),
    #[error("the work was interrupted")]
    Interrupted,
}

impl ImportError {
    /// Stable.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(StoreError::NotFound) => "not_found",
            Self::Store(_) => "database",
            Self::Sheet(_) => "unreadable_file",
            Self::Heading(_) => "unreadable_headings",
            Self::NoMapping(_) => "unknown_mapping",
            Self::BadRows(_) => "import_has_bad_rows",
            Self::BadRowsWithEnd(_) => "bad_rows_with_end_missing",
            Self::Running => "import_running",
            Self::State(_) => "import_state",
            Self::Changed(_) => "changed_since",
            Self::InUse(_) => "in_use",
            Self::Refused(..) => "row_refused",
            Self::Interrupted => "interrupted",
        }
    }
}

impl From<sqlx::Error> for ImportError {
    fn from(e: sqlx::Error) -> Self {
        Self::Store(e.into())
    }
}

/// Tells how far a batch has come, beside its transaction.
pub struct Progress<'a> {
    pool: &'a PgPool,
    id: i32,
    state: &'static str,
    done: AtomicUsize,
    total: usize,
    shown: &'a (dyn Fn(usize, usize) + Send + Sync),
}

impl Progress<'_> {
    pub(super) async fn step(&self, rows: usize) -> Result<(), StoreError> {
        let done = self.done.fetch_add(rows, Ordering::Relaxed) + rows;
        let done = done.min(self.total);
        (self.shown)(done, self.total);
        import_batch::tell(self.pool, self.id, self.state, done, self.total).await
    }
}

/// Who works on a batch, and how it shows how far it has come.
pub struct Worker<'a> {
    pub pool: &'a PgPool,
    pub scope: &'a Scope,
    pub now: Now,
    pub shown: &'a (dyn Fn(usize, usize) + Send + Sync),
}

/// The right that a kind of file needs.
pub const fn right(kind: Kind) -> Right {
    match kind {
        Kind::Outlets | Kind::Customers => Right::ManageOutlets,
        Kind::Reps => Right::ManageReps,
        Kind::Routes => Right::ManageRoutes,
        Kind::Products | Kind::Prices => Right::ManageCatalogue,
        Kind::Stock => Right::ManageStock,
    }
}

/// The right to read what a kind of file holds.
pub const fn read_right(kind: Kind) -> Right {
    match kind {
        Kind::Reps | Kind::Routes => Right::ReadField,
        Kind::Outlets | Kind::Customers | Kind::Products | Kind::Prices | Kind::Stock => {
            Right::ReadTrade
        }
    }
}

/// A batch read and compared.
struct Compared {
    table: Table,
    diff: Diff,
    state: State,
}

impl Compared {
    fn counts(&self) -> Counts {
        let int = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let of = |a: Action| int(self.diff.changes.iter().filter(|c| c.action == a).count());
        Counts {
            created: of(Action::Created),
            updated: of(Action::Updated),
            ended: of(Action::Ended),
            unchanged: int(self.diff.unchanged),
            bad_rows: int(self.table.bad_rows()),
        }
    }
}

/// As a batch keeps it: the code, then the text.
fn failure_of(error: &ImportError) -> String {
    format!("{}: {error}", error.code())
}

impl Worker<'_> {
    /// The dry run: what the file would change, and what is wrong with it. Changes nothing else.
    pub async fn check(&self, id: i32) -> Result<Counts, ImportError> {
        self.noting(id, "failed", self.run(id, false)).await?
    }

    /// Stores what the file changes as things are now, all of it or nothing.
    pub async fn commit(&self, id: i32) -> Result<Counts, ImportError> {
        self.noting(id, "ready", self.run(id, true)).await?
    }

    /// Takes a committed batch back, where nobody has built on it.
    pub async fn revert(&self, id: i32) -> Result<(), ImportError> {
        self.noting(id, "committed", self.take_back(id)).await
    }

    /// Keeps with the batch why work on it came to nothing, and where it stands then.
    async fn noting<T>(
        &self,
        id: i32,
        state: &str,
        work: impl Future<Output = Result<T, ImportError>>,
    ) -> Result<T, ImportError> {
        let done = work.await;
        if let Err(e) = &done
            && !matches!(
                e,
                ImportError::Running
                    | ImportError::State(_)
                    | ImportError::Store(StoreError::NotFound)
            )
        {
            let state = match e {
                ImportError::Sheet(_) | ImportError::Heading(_) | ImportError::NoMapping(_) => {
                    "failed"
                }
                _ => state,
            };
            import_batch::fail(self.pool, id, state, &failure_of(e)).await?;
        }
        done
    }

    /// The inner fault is a commit that was refused for what stands in the file: the batch is ready again and says
    /// so already, in one step, for whoever waits for either.
    async fn run(&self, id: i32, write: bool) -> Result<Result<Counts, ImportError>, ImportError> {
        let wanted: &[&str] = if write {
            &["checking", "ready", "committing"]
        } else {
            &["checking"]
        };
        let work = {
            let mut tx = self.pool.begin().await?;
            let work = taken(&mut tx, self.scope, id, wanted).await?;
            tx.rollback().await?;
            work
        };
        let kind = kind_of(&work)?;
        let options = options_of(&work);
        let at_work = if write { "committing" } else { "checking" };
        import_batch::tell(self.pool, id, at_work, 0, 0).await?;
        let mapping = self.mapping(kind, &options).await?;
        let table = read_file(
            kind,
            work.file.unwrap_or_default(),
            options.clone(),
            mapping,
        )
        .await?;

        let mut tx = self.pool.begin().await?;
        taken(&mut tx, self.scope, id, wanted).await?;
        let effective = options.valid_from.unwrap_or(self.now.today);
        let mut state = State::load(&mut tx, self.scope, kind, effective).await?;
        // What the ERP owns today, whenever the file is to act.
        state.owned = Owned::load(&mut *tx, self.scope, self.now).await?;
        let compared = compare(kind, table, state, effective, options.clone()).await?;
        let counts = compared.counts();
        import_batch::forget(&mut tx, id).await?;
        keep_faults(&mut tx, id, &compared.table).await?;
        let total = compared.diff.changes.len();
        import_batch::tell(self.pool, id, at_work, 0, total).await?;
        // Bad rows are kept with the batch, as a check would.
        let refused = if write {
            may_commit(&compared, &options).err()
        } else {
            None
        };
        let write = write && refused.is_none();
        let ids = if write {
            let progress = self.progress(id, "committing", total);
            let hand = Hand {
                id,
                scope: self.scope,
                now: Now {
                    at: self.now.at,
                    today: effective,
                },
                owned: &compared.state.owned,
                progress: &progress,
            };
            write::all(&mut tx, &hand, kind, &compared.diff, &compared.state).await?
        } else {
            std::collections::HashMap::new()
        };
        keep_changes(&mut tx, id, &compared.diff, &ids).await?;
        if write {
            import_undo::keep_versions(&mut tx, id, kind.as_str()).await?;
            import_batch::committed(&mut tx, id, counts, effective, self.now.at).await?;
            let detail = json!({"kind": kind, "counts": counts, "valid_from": effective});
            self.audit(&mut tx, "import.commit", id, &detail).await?;
            let rows = counts.created + counts.updated + counts.ended;
            self.tell(&mut tx, id, kind, i64::from(rows)).await?;
        } else {
            import_batch::ready(&mut tx, id, counts, effective).await?;
        }
        if let Some(refused) = &refused {
            import_batch::fail(&mut *tx, id, "ready", &failure_of(refused)).await?;
        }
        tx.commit().await?;
        Ok(refused.map_or(Ok(counts), Err))
    }

    async fn take_back(&self, id: i32) -> Result<(), ImportError> {
        let mut tx = self.pool.begin().await?;
        let work = taken(&mut tx, self.scope, id, &["committed", "reverting"]).await?;
        let kind = kind_of(&work)?;
        let name = kind.as_str();
        let changed = import_undo::changed_since(&mut tx, id, name).await?;
        if !changed.is_empty() {
            return Err(ImportError::Changed(some_of(&changed)));
        }
        let used = match kind {
            Kind::Outlets => import_undo::outlets_in_use(&mut tx, id).await?,
            Kind::Reps => import_undo::reps_in_use(&mut tx, id).await?,
            Kind::Customers => import_undo::customers_in_use(&mut tx, id).await?,
            Kind::Products => import_undo::products_in_use(&mut tx, id).await?,
            Kind::Routes | Kind::Prices | Kind::Stock => Vec::new(),
        };
        if !used.is_empty() {
            return Err(ImportError::InUse(some_of(&used)));
        }
        let done = import_undo::done(&mut tx, id).await?;
        let progress = self.progress(id, "reverting", done.len());
        let owned = Owned::load(&mut *tx, self.scope, self.now).await?;
        import_batch::tell(self.pool, id, "reverting", 0, done.len()).await?;
        let hand = Hand {
            id,
            scope: self.scope,
            now: Now {
                at: self.now.at,
                today: work.effective_from.unwrap_or(self.now.today),
            },
            owned: &owned,
            progress: &progress,
        };
        let then = work.committed_at.unwrap_or(self.now.at);
        write::back(&mut tx, &hand, kind, &done, then).await?;
        import_undo::hand_back(&mut tx, id, name).await?;
        import_batch::reverted(&mut tx, id, self.now.at).await?;
        self.audit(
            &mut tx,
            "import.revert",
            id,
            &json!({"kind": kind, "rows": done.len()}),
        )
        .await?;
        let rows = i64::try_from(done.len()).unwrap_or(i64::MAX);
        self.tell(&mut tx, id, kind, rows).await?;
        tx.commit().await?;
        Ok(())
    }

    fn progress(&self, id: i32, state: &'static str, total: usize) -> Progress<'_> {
        Progress {
            pool: self.pool,
            id,
            state,
            done: AtomicUsize::new(0),
            total,
            shown: self.shown,
        }
    }

    /// The event of masters that a file changed or that were taken back; what was counted is in moves of goods.
    async fn tell(
        &self,
        tx: &mut sqlx::PgConnection,
        id: i32,
        kind: Kind,
        rows: i64,
    ) -> Result<(), StoreError> {
        let collection = match kind {
            Kind::Stock => return Ok(()),
            Kind::Prices => "price-lists",
            other => other.as_str(),
        };
        if rows == 0 {
            return Ok(());
        }
        let event = NewEvent {
            kind: "master_changed",
            org_unit_id: None,
            rep_id: None,
            subject_id: collection.to_owned(),
            body: &json!({"collection": collection, "import": id, "rows": rows}),
        };
        event::insert(tx, self.now.at, &event).await?;
        Ok(())
    }

    async fn audit(
        &self,
        conn: &mut sqlx::PgConnection,
        action: &str,
        id: i32,
        detail: &Value,
    ) -> Result<(), StoreError> {
        let subject = format!("import/{id}");
        audit::record(conn, self.scope, self.now.at, action, &subject, detail).await
    }

    async fn mapping(
        &self,
        kind: Kind,
        options: &Options,
    ) -> Result<BTreeMap<String, Option<String>>, ImportError> {
        let mut columns = BTreeMap::new();
        if let Some(name) = &options.mapping {
            let saved = match import_batch::mapping(self.pool, kind.as_str(), name).await {
                Err(StoreError::NotFound) => return Err(ImportError::NoMapping(name.clone())),
                other => other?,
            };
            columns = serde_json::from_value(saved.columns).unwrap_or_default();
        }
        columns.extend(options.columns.clone());
        Ok(columns)
    }
}

fn may_commit(compared: &Compared, options: &Options) -> Result<(), ImportError> {
    match compared.table.bad_rows() {
        0 => Ok(()),
        bad if options.end_missing => Err(ImportError::BadRowsWithEnd(bad)),
        bad if !options.skip_bad_rows => Err(ImportError::BadRows(bad)),
        _ => Ok(()),
    }
}

/// At most ten of what may be thousands.
fn some_of(codes: &[String]) -> String {
    let shown: Vec<&str> = codes.iter().take(10).map(String::as_str).collect();
    let more = codes.len() - shown.len();
    if more == 0 {
        shown.join(", ")
    } else {
        format!("{} and {more} more", shown.join(", "))
    }
}

async fn taken(
    conn: &mut sqlx::PgConnection,
    scope: &Scope,
    id: i32,
    wanted: &[&str],
) -> Result<Work, ImportError> {
    let work = import_batch::take(conn, scope, id)
        .await?
        .ok_or(ImportError::Running)?;
    // Whoever lacks the right for this kind does not find it.
    if !scope.may(right(kind_of(&work)?)) {
        return Err(StoreError::NotFound.into());
    }
    if wanted.contains(&work.state.as_str()) {
        Ok(work)
    } else {
        Err(ImportError::State(work.state))
    }
}

fn kind_of(work: &Work) -> Result<Kind, ImportError> {
    work.kind.parse().map_err(|()| StoreError::NotFound.into())
}

fn options_of(work: &Work) -> Options {
    serde_json::from_value(work.options.clone()).unwrap_or_default()
}

async fn read_file(
    kind: Kind,
    file: Vec<u8>,
    options: Options,
    mapping: BTreeMap<String, Option<String>>,
) -> Result<Table, ImportError> {
    let read = move || -> Result<Table, ImportError> {
        let sheet = sheet::read(
            &file,
            kind,
            options.sheet.as_deref(),
            options.encoding.as_deref(),
        )?;
        Ok(rows::read(kind, sheet, &mapping, &options)?)
    };
    tokio::task::spawn_blocking(read)
        .await
        .map_err(|_| ImportError::Interrupted)?
}

async fn compare(
    kind: Kind,
    mut table: Table,
    state: State,
    effective: NaiveDate,
    options: Options,
) -> Result<Compared, ImportError> {
    let compare = move || {
        let diff = match kind {
            Kind::Outlets | Kind::Reps | Kind::Customers | Kind::Products => {
                diff::masters(kind, &mut table, &state, options.end_missing)
            }
            Kind::Prices => price_diff::prices(&mut table, &state, options.end_missing),
            Kind::Stock => stock_diff::counts(&mut table, &state, options.end_missing),
            Kind::Routes => {
                let terms = Terms {
                    effective,
                    weeks: options.weeks,
                    end_missing: options.end_missing,
                };
                leg_diff::routes(&mut table, &state, terms)
            }
        };
        Compared { table, diff, state }
    };
    tokio::task::spawn_blocking(compare)
        .await
        .map_err(|_| ImportError::Interrupted)
}

async fn keep_faults(
    conn: &mut sqlx::PgConnection,
    id: i32,
    table: &Table,
) -> Result<(), StoreError> {
    let mut faults: Vec<&rows::Fault> = table.faults.iter().collect();
    faults.sort_by_key(|f| (!f.is_error, f.line));
    faults.truncate(FAULTS_MAX);
    let mut columns = FaultColumns::default();
    for fault in faults {
        let (cell, heading) = table.place(fault).unzip();
        columns
            .line
            .push(i32::try_from(fault.line).unwrap_or(i32::MAX));
        columns.cell.push(cell);
        columns.heading.push(heading.map(str::to_owned));
        columns.field.push(Some(fault.field.as_str().to_owned()));
        columns
            .severity
            .push(if fault.is_error { "error" } else { "warning" }.to_owned());
        columns.code.push(fault.code.to_owned());
        columns.value.push(fault.value.clone());
    }
    import_batch::add_faults(conn, id, &columns).await
}

async fn keep_changes(
    conn: &mut sqlx::PgConnection,
    id: i32,
    diff: &Diff,
    ids: &std::collections::HashMap<String, i32>,
) -> Result<(), StoreError> {
    let mut position = 0;
    for chunk in diff.changes.chunks(CHANGES_CHUNK) {
        let mut columns = ChangeColumns::default();
        for change in chunk {
            position += 1;
            columns.position.push(position);
            columns
                .line
                .push(change.line.and_then(|l| i32::try_from(l).ok()));
            columns.action.push(change.action.as_str().to_owned());
            columns.code.push(change.code.clone());
            columns.outlet_code.push(change.outlet_code.clone());
            columns
                .fields
                .push(serde_json::to_value(&change.fields).unwrap_or_default());
            columns.subject.push(ids.get(&change.code).copied());
            columns.outlet.push(change.outlet_id);
            columns.part.push(change.part.clone());
            let (product, unit) = change.priced.clone().unzip();
            columns.product.push(product);
            columns.unit.push(unit);
        }
        import_batch::add_changes(conn, id, &columns).await?;
    }
    Ok(())
}
