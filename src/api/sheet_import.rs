//! Lists from files: the columns of the file that the list is written to, read row by row into what its batch takes,
//! and put in by the batch's own rules in one transaction. A dry run does all of it and keeps nothing.
//!
//! Never decides what a row may be. Masters with effects on verdicts have imports of their own (`imports`).

use std::{collections::BTreeSet, future::Future};

use axum::{
    Router,
    extract::{FromRequest, Request, State},
    http::StatusCode,
    response::Response,
    routing::post,
};
use bytes::Bytes;
use fieldbeat_trade::currency;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;
use utoipa::openapi::OpenApi;

use super::{
    Api,
    auth::{
        Allow, KeepRelations, ManageCatalogue, ManageOrgUnits, ManageReceivables, ManageSegments,
        ManageStock, ManageTargets, Needed,
    },
    catalogue::{must_sell_lists::MustSellLists, partners::Partners, schemes::Schemes},
    contacts::Contacts,
    contracts::Contracts,
    documents::Documents,
    export,
    export_columns::{Column, List, Read},
    export_lists,
    input::{Args, Identity, identity, read},
    invoices_by_code::Invoices,
    master::Master,
    org_units::OrgUnits,
    problem::{Problem, ProblemBody},
    receivables::Terms,
    segments::Segments,
    stock_locations::Locations,
    targets::Targets,
    write::{self, Begun},
};
use crate::{
    imports::{
        headings::folded,
        sheet::{self, Line, Sheet},
    },
    store::{
        error::StoreError,
        order,
        scope::Scope,
        upsert::{Fault, Mode, Now, RowResult, RowStatus},
    },
};

/// Rows of one file.
pub const ROWS_MAX: usize = 20_000;
/// Faults that are told; all are counted.
const FAULTS_TOLD: usize = 500;

/// What rows of a file are put into.
pub trait SheetRows: Send + Sync + 'static {
    type Put: DeserializeOwned + Send + Sync;
    /// Path of the list.
    const LIST: &'static str;
    /// As [`Master::JUDGED_AGAINST`].
    const JUDGED_AGAINST: bool = false;
    /// What a file says, and its batch would not take.
    fn tidy(_: &mut Map<String, Value>) {}

    fn put<'a>(
        tx: &'a mut PgConnection,
        scope: &'a Scope,
        now: Now,
        rows: &'a [Self::Put],
    ) -> impl Future<Output = Result<Vec<RowResult>, StoreError>> + Send + 'a;
}

impl<M: Master> SheetRows for M {
    type Put = M::Put;
    const LIST: &'static str = M::COLLECTION;
    const JUDGED_AGAINST: bool = M::JUDGED_AGAINST;

    fn put<'a>(
        tx: &'a mut PgConnection,
        scope: &'a Scope,
        now: Now,
        rows: &'a [M::Put],
    ) -> impl Future<Output = Result<Vec<RowResult>, StoreError>> + Send + 'a {
        M::upsert(tx, scope, now, Mode::Upsert, rows)
    }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SheetArgs {
    /// Says what would become of each row, and keeps nothing.
    #[serde(default)]
    dry_run: bool,
    /// Keeps the good rows where others are refused; else one bad row keeps all out.
    #[serde(default)]
    skip_bad_rows: bool,
    /// Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`.
    encoding: Option<String>,
    /// Of a workbook.
    sheet: Option<String>,
}

/// One thing that is wrong with a row.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SheetFault {
    /// Where a person finds the row in the file.
    line: u32,
    /// Heading as the file has it; null: the row as a whole.
    column: Option<String>,
    /// Field of the list's items.
    field: Option<String>,
    code: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SheetAnswer {
    dry_run: bool,
    rows: usize,
    created: usize,
    updated: usize,
    unchanged: usize,
    /// Rows that something is wrong with.
    refused: usize,
    /// The first 500.
    faults: Vec<SheetFault>,
    /// Headings that mean no column of the list.
    unknown_columns: Vec<String>,
}

/// The file and what makes its upload repeatable.
pub struct Raw {
    file: Bytes,
    request: Identity,
}

impl FromRequest<Api> for Raw {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let file = read(body).await?;
        let target = parts.uri.path_and_query().map_or("", |p| p.as_str());
        let request = identity(&parts.method, target, &parts.headers, &file)?;
        Ok(Self { file, request })
    }
}

/// Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
/// of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
/// all out (422 with the faults as `/lines/{line}/{field}`).
#[utoipa::path(post, path = "/api/v1/{collection}/import", operation_id = "list_import", tag = "imports",
    params(("collection" = String, Path), SheetArgs), request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = SheetAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
#[expect(
    dead_code,
    reason = "stands in the document for every route of `routes`"
)]
pub fn document() {}

/// The lists that can be read from a file, each with the right that its batch asks for.
macro_rules! lists {
    ($($rows:ty: $right:ty),* $(,)?) => {
        const PATHS: &[&str] = &[$(<$rows as SheetRows>::LIST),*];

        pub fn routes() -> Router<Api> {
            Router::new()
                $(.route(
                    &format!("/api/v1/{}/import", <$rows as SheetRows>::LIST),
                    post(take::<$rows, $right>),
                ))*
        }
    };
}

lists! {
    OrgUnits: ManageOrgUnits,
    Partners: ManageCatalogue,
    Schemes: ManageCatalogue,
    MustSellLists: ManageCatalogue,
    Locations: ManageStock,
    Contacts: KeepRelations,
    Contracts: KeepRelations,
    Documents: KeepRelations,
    Segments: ManageSegments,
    Targets: ManageTargets,
    Terms: ManageReceivables,
    Invoices: ManageReceivables,
}

/// Puts the route of each list in the place of the one that stands for all.
pub fn describe(document: &mut OpenApi) {
    export::describe_each(document, "import", PATHS.iter().copied());
}

async fn take<S: SheetRows, R: Needed + 'static>(
    State(api): State<Api>,
    allow: Allow<R>,
    Args(args): Args<SheetArgs>,
    raw: Raw,
) -> Result<Response, Problem> {
    let list = export_lists::of(S::LIST).ok_or_else(Problem::not_found)?;
    let digits = {
        let mut conn = api.conn().await?;
        currency::digits(&order::inbox::currency(&mut conn).await?)
    };
    let (file, encoding, name) = (raw.file, args.encoding, args.sheet);
    let read = move || -> Result<Rows<S::Put>, Problem> {
        let is_named = |sheet: &str| folded(sheet) == folded(S::LIST);
        let sheet = sheet::read_named(&file, is_named, name.as_deref(), encoding.as_deref());
        let sheet = sheet.map_err(|error| unreadable(error.to_string()))?;
        Rows::read::<S>(list, &sheet, digits)
    };
    let rows = tokio::task::spawn_blocking(read)
        .await
        .map_err(Problem::internal)??;
    let mut write = match write::begin(&api, &allow.scope, raw.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let mut answer = SheetAnswer {
        dry_run: args.dry_run,
        rows: rows.count,
        created: 0,
        updated: 0,
        unchanged: 0,
        refused: 0,
        faults: rows.faults,
        unknown_columns: rows.unknown_columns,
    };
    let mut bad: BTreeSet<u32> = answer.faults.iter().map(|f| f.line).collect();
    // All at once, so that what a row leans on may stand below it, and locks are taken in one order.
    for result in S::put(write.tx(), &allow.scope, now, &rows.puts).await? {
        let line = rows.lines.get(result.index).copied().unwrap_or_default();
        match result.status {
            RowStatus::Created => answer.created += 1,
            RowStatus::Updated => answer.updated += 1,
            RowStatus::Unchanged => answer.unchanged += 1,
            RowStatus::Error => {
                bad.insert(line);
                let faults = result.error.unwrap_or_default();
                let told = faults.iter().map(|fault| rows.columns.told(line, fault));
                answer.faults.extend(told);
            }
        }
    }
    answer.refused = bad.len();
    answer.faults.sort_by_key(|fault| fault.line);
    if args.dry_run {
        answer.faults.truncate(FAULTS_TOLD);
        return write::shown(&answer);
    }
    if !bad.is_empty() && !args.skip_bad_rows {
        let told = answer.faults.into_iter().take(FAULTS_TOLD);
        return Err(Problem::invalid(told.map(SheetFault::into_fault).collect()));
    }
    answer.faults.truncate(FAULTS_TOLD);
    let detail = json!({
        "created": answer.created, "updated": answer.updated, "errors": answer.refused,
    });
    write.audit("import", S::LIST, detail).await?;
    let answer = write.commit(StatusCode::OK, &answer).await?;
    if S::JUDGED_AGAINST {
        api.services.ingest.world_changed().await;
    }
    Ok(answer)
}

impl SheetFault {
    fn into_fault(self) -> Fault {
        let field = self
            .field
            .map_or(String::new(), |field| format!("/{field}"));
        Fault {
            pointer: format!("/lines/{}{field}", self.line).into(),
            code: self.code.into(),
        }
    }
}

/// Which column of a file means which of the list.
struct Columns {
    /// By position; what is passed over is none.
    meant: Vec<Option<&'static Column>>,
    headings: Vec<String>,
}

impl Columns {
    fn of(list: &'static List, headings: &[String]) -> Result<Self, Problem> {
        let columns = list.columns();
        let meant: Vec<Option<&'static Column>> = (headings.iter())
            .map(|heading| columns.iter().find(|column| column.is_meant(heading)))
            .collect();
        let mut seen = BTreeSet::new();
        let twice = (meant.iter().flatten()).find(|column| !seen.insert(column.field()));
        if let Some(column) = twice {
            return Err(unreadable(format!(
                "Two columns say {}; remove one.",
                column.field()
            )));
        }
        if seen.is_empty() {
            return Err(unreadable(
                "No heading of the first row names a column of this list; its export has them all.",
            ));
        }
        Ok(Self {
            meant,
            headings: headings.to_vec(),
        })
    }

    /// A fault of a row's field, as who has the file before them knows it.
    fn told(&self, line: u32, fault: &Fault) -> SheetFault {
        let named = (fault.pointer.split('/').nth(1)).filter(|field| !field.is_empty());
        let place =
            |field: &str| (self.meant.iter()).position(|c| c.is_some_and(|c| c.field() == field));
        // A file says by its code what the API may name by its id.
        let code = named.and_then(|field| Some(format!("{}_code", field.strip_suffix("_id")?)));
        let field = code.as_deref().filter(|code| place(code).is_some());
        let field = field.or(named);
        let column = field.and_then(|field| self.headings.get(place(field)?).cloned());
        SheetFault {
            line,
            column,
            field: field.map(str::to_owned),
            code: fault.code.clone().into_owned(),
        }
    }
}

/// What a file says: the rows that can be put in, each with the line that it stands on, and what is wrong with the others.
struct Rows<P> {
    count: usize,
    lines: Vec<u32>,
    puts: Vec<P>,
    faults: Vec<SheetFault>,
    columns: Columns,
    unknown_columns: Vec<String>,
}

impl<P: DeserializeOwned> Rows<P> {
    fn read<S: SheetRows<Put = P>>(
        list: &'static List,
        sheet: &Sheet,
        digits: u32,
    ) -> Result<Self, Problem> {
        if sheet.lines.len() > ROWS_MAX {
            return Err(Problem::field("/rows", "too_many"));
        }
        let columns = Columns::of(list, &sheet.headings)?;
        let unknown_columns = (columns.meant.iter().zip(&sheet.headings))
            .filter(|(column, heading)| column.is_none() && !heading.is_empty())
            .map(|(_, heading)| heading.clone())
            .collect();
        let mut rows = Self {
            count: sheet.lines.len(),
            lines: Vec::with_capacity(sheet.lines.len()),
            puts: Vec::with_capacity(sheet.lines.len()),
            faults: Vec::new(),
            columns,
            unknown_columns,
        };
        for line in &sheet.lines {
            match rows.columns.row::<S>(line, digits) {
                Ok(put) => {
                    rows.lines.push(line.line);
                    rows.puts.push(put);
                }
                Err(faults) => {
                    let told = faults
                        .iter()
                        .map(|fault| rows.columns.told(line.line, fault));
                    rows.faults.extend(told);
                }
            }
        }
        Ok(rows)
    }
}

impl Columns {
    fn row<S: SheetRows>(&self, line: &Line, digits: u32) -> Result<S::Put, Vec<Fault>> {
        let mut said = Map::new();
        let mut faults = Vec::new();
        for (column, cell) in self.meant.iter().zip(&line.cells) {
            let Some(column) = column else { continue };
            match column.read(cell, digits) {
                Ok(Read::Keep) => {}
                Ok(Read::Says(value)) => {
                    said.insert(column.field().to_owned(), value);
                }
                Err(code) => faults.push(Fault::new(format!("/{}", column.field()), code)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        S::tidy(&mut said);
        serde_path_to_error::deserialize(Value::Object(said)).map_err(|error| {
            let field = error.path().iter().next().map(ToString::to_string);
            let pointer = field.map_or(String::new(), |field| format!("/{field}"));
            vec![Fault::new(pointer, "invalid_type")]
        })
    }
}

fn unreadable(why: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable_file").detail(why)
}
