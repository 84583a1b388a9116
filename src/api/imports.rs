//! Imports. An upload is checked at once, in the background; what it would change is
//! read page by page, then it is committed, and may be taken back. Work goes on when the caller leaves.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::PgExecutor;

use super::{
    Api,
    auth::{Allow, ReadTrade},
    etag::IfMatch,
    import_upload::{Upload, UploadForm},
    input::{Args, Bare, Body, Identity, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::{
    imports::{
        Field, ImportError, Kind, rows,
        run::{Worker, right},
    },
    store::{
        StoreError,
        import_batch::{self, ImportBatch, ImportChange, ImportFault, ImportMapping, NewBatch},
        scope::Scope,
        snapshot,
        upsert::check_text,
    },
};

/// Headings of one mapping.
const MAPPING_MAX: usize = 256;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

impl ListArgs {
    const fn asked(&self) -> Asked<'_> {
        Asked {
            limit: self.limit,
            cursor: match &self.cursor {
                Some(cursor) => Some(cursor.as_str()),
                None => None,
            },
            updated_since: None,
        }
    }
}

pub(super) fn may(scope: &Scope, kind: Kind) -> Result<(), Problem> {
    if scope.may(right(kind)) {
        Ok(())
    } else {
        Err(Problem::forbidden())
    }
}

/// The kinds that somebody may import; 403 where there are none.
fn kinds(scope: &Scope) -> Result<Vec<Kind>, Problem> {
    let kinds: Vec<Kind> = (Kind::ALL.into_iter())
        .filter(|kind| scope.may(right(*kind)))
        .collect();
    if kinds.is_empty() {
        Err(Problem::forbidden())
    } else {
        Ok(kinds)
    }
}

/// An import of a kind that its reader may import; another is not found.
async fn batch_of(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<ImportBatch, Problem> {
    let kinds = kinds(scope)?;
    let batch = import_batch::get(db, scope, id).await?;
    if kinds.iter().any(|kind| kind.as_str() == batch.kind) {
        Ok(batch)
    } else {
        Err(Problem::not_found())
    }
}

/// Imports in scope of the kinds that one may import, newest first.
#[utoipa::path(get, path = "/imports", operation_id = "import_list", tag = "imports", params(ListArgs),
    responses((status = 200, body = Page<ImportBatch>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let kinds: Vec<String> = (kinds(&allow.scope)?.into_iter())
        .map(|kind| kind.as_str().to_owned())
        .collect();
    let listing = Listing::<i32>::begin(&api, "imports", args.asked(), &()).await?;
    let before = listing.after.unwrap_or(i32::MAX);
    let fetch = listing.fetch();
    let rows = import_batch::list(api.db(), &allow.scope, &kinds, before, fetch).await?;
    write::shown(&listing.page(rows, |b| b.id))
}

/// Uploads a file and checks it in the background: a dry run. Changes nothing until it is committed.
#[utoipa::path(post, path = "/imports", operation_id = "import_create", tag = "imports",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 202, body = ImportBatch), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    upload: Upload,
) -> Result<Response, Problem> {
    may(&allow.scope, upload.kind)?;
    let mut write = match write::begin(&api, &allow.scope, upload.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let options = serde_json::to_value(&upload.options).map_err(Problem::internal)?;
    let new = NewBatch {
        kind: upload.kind.as_str(),
        file_name: &upload.file_name,
        file: &upload.file,
        options: &options,
    };
    let at = write.now.at;
    let id = import_batch::create(write.tx(), &allow.scope, at, new).await?;
    write
        .audit(
            "import.upload",
            &format!("import/{id}"),
            json!({"kind": upload.kind}),
        )
        .await?;
    let batch = import_batch::get(write.tx(), &allow.scope, id).await?;
    let answer = write.commit(StatusCode::ACCEPTED, &batch).await?;
    work(&api, allow.scope, id, Task::Check);
    Ok(answer)
}

/// One import: how far it is, and what it came to.
#[utoipa::path(get, path = "/imports/{id}", operation_id = "import_get", tag = "imports", params(("id" = i32, Path)),
    responses((status = 200, body = ImportBatch), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    write::shown(&batch_of(api.db(), &allow.scope, id).await?)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangeArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// created | updated | ended
    action: Option<String>,
}

/// What an import changes, in the order of the file.
#[utoipa::path(get, path = "/imports/{id}/changes", operation_id = "import_changes", tag = "imports",
    params(("id" = i32, Path), ChangeArgs),
    responses((status = 200, body = Page<ImportChange>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn changes(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
    Args(args): Args<ChangeArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let action = args.action.as_deref();
    let listing = Listing::<i32>::begin(&api, "import_changes", asked, &(id, action)).await?;
    let mut seen = snapshot(api.db()).await?;
    batch_of(&mut *seen, &allow.scope, id).await?;
    let after = listing.after.unwrap_or(0);
    let rows = import_batch::changes(&mut *seen, id, after, listing.fetch(), action).await?;
    write::shown(&listing.page(rows, |c| c.position))
}

/// A fault with what it says.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FaultView {
    #[serde(flatten)]
    #[schema(inline)]
    fault: ImportFault,
    /// In English; `code` is what programs go by.
    text: &'static str,
}

/// What is wrong with rows of an import, and what is worth knowing: errors first, by line.
#[utoipa::path(get, path = "/imports/{id}/faults", operation_id = "import_faults", tag = "imports",
    params(("id" = i32, Path), ListArgs),
    responses((status = 200, body = Page<FaultView>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn faults(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let listing = Listing::<i32>::begin(&api, "import_faults", args.asked(), &id).await?;
    let mut seen = snapshot(api.db()).await?;
    batch_of(&mut *seen, &allow.scope, id).await?;
    let after = listing.after.unwrap_or(0);
    let rows = import_batch::faults(&mut *seen, id, after, listing.fetch()).await?;
    let rows = rows
        .into_iter()
        .map(|fault| FaultView {
            text: rows::text(&fault.code),
            fault,
        })
        .collect();
    write::shown(&listing.page(rows, |f: &FaultView| f.fault.position))
}

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct CommitAsk {
    /// The good rows alone, although others are bad.
    skip_bad_rows: Option<bool>,
}

/// Stores what the file changes as things are now: all of it or nothing. Goes on in the background.
#[utoipa::path(post, path = "/imports/{id}/commit", operation_id = "import_commit", tag = "imports",
    params(("id" = i32, Path)), request_body = CommitAsk,
    responses((status = 202, body = ImportBatch), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn commit(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
    body: Body<CommitAsk>,
) -> Result<Response, Problem> {
    let options = match body.value.skip_bad_rows {
        Some(skip) => json!({"skip_bad_rows": skip}),
        None => json!({}),
    };
    start(&api, allow.scope, id, body.request, Task::Commit, &options).await
}

/// Takes a committed import back, where nobody has built on it. Goes on in the background.
#[utoipa::path(post, path = "/imports/{id}/revert", operation_id = "import_revert", tag = "imports",
    params(("id" = i32, Path)),
    responses((status = 202, body = ImportBatch), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn revert(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    start(&api, allow.scope, id, request, Task::Revert, &json!({})).await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Check,
    Commit,
    Revert,
}

async fn start(
    api: &Api,
    scope: Scope,
    id: i32,
    request: Identity,
    task: Task,
    options: &Value,
) -> Result<Response, Problem> {
    let mut write = match write::begin(api, &scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let batch = batch_of(&mut *write.tx(), &scope, id).await?;
    let interrupted = batch.state == "interrupted";
    let (from, at_work): (&[&str], _) = match task {
        Task::Check => (&[], "checking"),
        Task::Commit if interrupted => (&["checking", "committing"], "committing"),
        Task::Commit => (&["ready"], "committing"),
        Task::Revert if interrupted => (&["reverting"], "reverting"),
        Task::Revert => (&["committed"], "reverting"),
    };
    if !import_batch::begin(write.tx(), id, from, at_work, options).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "import_state")
            .detail(format!("The import is {}.", batch.state)));
    }
    let batch = import_batch::get(write.tx(), &scope, id).await?;
    let answer = write.commit(StatusCode::ACCEPTED, &batch).await?;
    work(api, scope, id, task);
    Ok(answer)
}

/// Works on a batch beside the request. What it comes to is kept with the batch.
fn work(api: &Api, scope: Scope, id: i32, task: Task) {
    let services = api.services.clone();
    let now = api.now();
    api.services.shutdown.spawn("import", async move {
        let worker = Worker {
            pool: &services.db,
            scope: &scope,
            now,
            shown: &|_, _| {},
        };
        let done = match task {
            Task::Check => worker.check(id).await.map(drop),
            Task::Commit => worker.commit(id).await.map(drop),
            Task::Revert => worker.revert(id).await,
        };
        match done {
            Ok(()) if task == Task::Check => {}
            Ok(()) => services.ingest.world_changed().await,
            Err(ImportError::Store(StoreError::Other(e))) => {
                tracing::error!(import = id, error = %e, "an import failed");
            }
            Err(e) => tracing::info!(import = id, code = e.code(), "an import was refused"),
        }
    });
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Mappings {
    items: Vec<ImportMapping>,
}

/// Saved mappings of headings, of the whole company.
#[utoipa::path(get, path = "/import-mappings", operation_id = "import_mapping_list", tag = "imports",
    responses((status = 200, body = Mappings), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn mappings(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
) -> Result<Response, Problem> {
    kinds(&allow.scope)?;
    let items = import_batch::mappings(api.db()).await?;
    write::shown(&Mappings { items })
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct MappingPut {
    kind: Kind,
    name: String,
    /// `{heading: column}`; a null column is passed over.
    columns: BTreeMap<String, Option<String>>,
}

/// Saves a mapping; one of the same kind and name is replaced.
#[utoipa::path(post, path = "/import-mappings", operation_id = "import_mapping_save", tag = "imports",
    request_body = MappingPut,
    responses((status = 200, body = ImportMapping), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn save_mapping(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    body: Body<MappingPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    may(&allow.scope, put.kind)?;
    let mut faults = Vec::new();
    check_text("/name", Some(&put.name), true, &mut faults);
    let is_column = |name: &str| {
        name == Field::Position.as_str() && put.kind == Kind::Outlets
            || put.kind.fields().iter().any(|f| f.as_str() == name)
    };
    let all_known = put.columns.values().flatten().all(|c| is_column(c));
    if put.columns.is_empty() || put.columns.len() > MAPPING_MAX || !all_known {
        faults.push(crate::store::upsert::Fault::new("/columns", "unknown"));
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let columns = serde_json::to_value(&put.columns).map_err(Problem::internal)?;
    let (at, kind) = (write.now.at, put.kind.as_str());
    let saved = import_batch::put_mapping(write.tx(), at, kind, &put.name, &columns).await?;
    let subject = format!("import-mapping/{kind}/{}", put.name);
    write
        .audit("import_mapping.save", &subject, json!({}))
        .await?;
    write.commit(StatusCode::OK, &saved).await
}

/// Deletes a mapping. Needs `If-Match`.
#[utoipa::path(delete, path = "/import-mappings/{kind}/{name}", operation_id = "import_mapping_delete", tag = "imports",
    params(("kind" = Kind, Path), ("name" = String, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete_mapping(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg((kind, name)): Seg<(Kind, String)>,
    seen: IfMatch,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    may(&allow.scope, kind)?;
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let kind = kind.as_str();
    let saved = import_batch::mapping(api.db(), kind, &name).await?;
    seen.check(saved.version)?;
    import_batch::delete_mapping(write.tx(), kind, &name, saved.version)
        .await?
        .map_err(Problem::stale)?;
    let subject = format!("import-mapping/{kind}/{name}");
    write
        .audit("import_mapping.delete", &subject, json!({}))
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}
