//! Lists from files: rows in the columns of the file that the list is written to (`sheet_rows`), put in by the rules of its
//! batch in one transaction. A dry run does all of it and keeps nothing.
//!
//! Never decides what a row may be. Masters with effects on verdicts have imports of their own (`imports`).

use std::collections::BTreeSet;

use axum::{
    Router,
    extract::{FromRequest, Request, State},
    http::StatusCode,
    response::Response,
    routing::post,
};
use bytes::Bytes;
use fieldbeat_trade::currency;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::openapi::OpenApi;

use super::{
    Api,
    auth::{
        Allow, KeepRelations, ManageCatalogue, ManageOrgUnits, ManageReceivables, ManageSchemes,
        ManageSegments, ManageStock, ManageTargets, Needed,
    },
    catalogue::{must_sell_lists::MustSellLists, partners::Partners, schemes::Schemes},
    contacts::Contacts,
    contracts::Contracts,
    documents::Documents,
    export, export_lists,
    input::{Args, Identity, identity, read},
    invoices_by_code::Invoices,
    master,
    org_units::OrgUnits,
    problem::{Problem, ProblemBody},
    receivables::Terms,
    segments::Segments,
    sheet_rows::{Rows, SheetFault, SheetRows, unreadable},
    stock_locations::Locations,
    targets::Targets,
    write::{self, Begun},
};
use crate::{
    imports::{headings::folded, sheet},
    store::{order, upsert::RowStatus},
};

/// Faults that are told; all are counted.
const FAULTS_TOLD: usize = 500;

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
    pub file: Bytes,
    pub request: Identity,
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
    Schemes: ManageSchemes,
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
    // All at once: locks are taken in one order, and a code that comes twice is found.
    let mut results = S::put(write.tx(), &allow.scope, now, &rows.puts).await?;
    for result in &mut results {
        let line = rows.lines.get(result.index).copied().unwrap_or_default();
        match result.status {
            RowStatus::Created => answer.created += 1,
            RowStatus::Updated => answer.updated += 1,
            RowStatus::Unchanged => answer.unchanged += 1,
            RowStatus::Error => {
                bad.insert(line);
                let faults = result.error.take().unwrap_or_default();
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
    if S::IS_MASTER {
        master::tell(&mut write, S::LIST, &results).await?;
    }
    write.commit(StatusCode::OK, &answer).await
}
