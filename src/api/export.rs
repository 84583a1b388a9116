//! Lists as files: the same filters, scope and order as the list, headings in the reader's language. A
//! list is walked page by page through its own handler, so that a file never shows more than the list
//! would; CSV is sent as it is read. Masters have the columns of their import.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::{Stream, stream};
use serde::Deserialize;
use serde_json::Value;
use tower::ServiceExt;
use utoipa::openapi::{OpenApi, RefOr};

use super::{
    Api,
    auth::{Allow, Own},
    export_columns::{Context, List},
    export_lists,
    imports::may,
    input::{Args, Seg},
    problem::{Problem, ProblemBody},
    sheet_file::{Cell, Format},
};
use crate::{
    imports::{Kind, Language, export, held, run::read_right, table},
    store::{order, role::Right, scope::Scope, snapshot},
};

/// Rows of a workbook, which is made whole; more are refused before anything is sent.
pub const XLSX_ROWS_MAX: usize = 50_000;
/// Rows of a CSV. One that is made whole is refused where it has more; one that is sent as it is read breaks
/// off, so that nobody takes it for whole.
pub const CSV_ROWS_MAX: usize = 1_000_000;
/// Rows read at a time: the most that a list gives.
const PAGE: u32 = 1_000;
/// Of one page of a list.
const PAGE_BYTES_MAX: usize = 64 << 20;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportArgs {
    /// csv | xlsx; else by `Accept`, else csv.
    format: Option<String>,
    /// Of the headings: en | vi | zh; en by default.
    language: Option<Language>,
    /// Of masters: part of one of the first two columns. Of documents every filter of the list.
    q: Option<String>,
}

impl ExportArgs {
    fn format(&self, headers: &HeaderMap) -> Result<Format, Problem> {
        let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
        Format::of_file(self.format.as_deref(), accept.unwrap_or_default())
    }
}

/// Masters by the path of their list.
const MASTERS: [(&str, Kind); 7] = [
    ("outlets", Kind::Outlets),
    ("reps", Kind::Reps),
    ("routes", Kind::Routes),
    ("customers", Kind::Customers),
    ("products", Kind::Products),
    ("price-lists", Kind::Prices),
    ("stock-balances", Kind::Stock),
];

/// This list as a file, with the filters of the list. Masters have the columns of their import, which
/// finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
#[utoipa::path(get, path = "/api/v1/{collection}/export", operation_id = "list_export", tag = "exports",
    params(("collection" = String, Path), ExportArgs),
    responses((status = 200, content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
#[expect(
    dead_code,
    reason = "stands in the document for every route of `routes`"
)]
pub fn document() {}

/// Puts the route of each list in the place of the one that stands for all.
pub fn describe(document: &mut OpenApi) {
    let masters = MASTERS.iter().map(|(path, _)| *path);
    let all = masters.chain(export_lists::all().map(|list| list.path));
    describe_each(document, "export", all);
}

/// Puts `/{collection}/{what}` of each collection in the place of the one route that stands for all.
pub fn describe_each(
    document: &mut OpenApi,
    what: &str,
    collections: impl Iterator<Item = &'static str>,
) {
    let paths = &mut document.paths.paths;
    let Some(all) = paths.remove(&format!("/api/v1/{{collection}}/{what}")) else {
        return;
    };
    for path in collections {
        let mut item = all.clone();
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            operation.operation_id = Some(format!("{}_{what}", path.replace('-', "_")));
            if let Some(parameters) = &mut operation.parameters {
                parameters.retain(|p| !matches!(p, RefOr::T(p) if p.name == "collection"));
            }
        }
        paths.insert(format!("/api/v1/{path}/{what}"), item);
    }
}

/// The routes of every list that can be a file; `lists` answers the lists themselves.
pub fn routes(lists: &Router) -> Router<Api> {
    let mut router = Router::new();
    for (path, kind) in MASTERS {
        let answer = async move |State(api): State<Api>,
                                 allow: Allow<Own>,
                                 Args(args): Args<ExportArgs>,
                                 headers: HeaderMap| {
            let format = args.format(&headers)?;
            master(&api, &allow.scope, (kind, format), &args).await
        };
        router = router.route(&format!("/api/v1/{path}/export"), get(answer));
    }
    for list in export_lists::all() {
        let lists = lists.clone();
        let answer =
            move |State(api): State<Api>, Args(args): Args<ExportArgs>, request: Request| {
                document_file(lists.clone(), list, api, args, request)
            };
        router = router.route(&format!("/api/v1/{}/export", list.path), get(answer));
    }
    router
}

async fn document_file(
    lists: Router,
    list: &'static List,
    api: Api,
    args: ExportArgs,
    request: Request,
) -> Result<Response, Problem> {
    let format = args.format(request.headers())?;
    let (parts, _) = request.into_parts();
    let context = context(&api, &args).await?;
    Walk::new(lists, list, parts, context)
        .file(format, &api)
        .await
}

/// Masters, prices or stock in scope, as a file that an import would find unchanged.
#[utoipa::path(get, path = "/exports/{kind}", operation_id = "export_get", tag = "exports",
    params(("kind" = Kind, Path), ExportArgs),
    responses((status = 200, content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_kind(
    State(api): State<Api>,
    allow: Allow<Own>,
    Seg(kind): Seg<Kind>,
    Args(args): Args<ExportArgs>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    may(&allow.scope, kind)?;
    let format = args.format(&headers)?;
    master(&api, &allow.scope, (kind, format), &args).await
}

async fn master(
    api: &Api,
    scope: &Scope,
    (kind, format): (Kind, Format),
    args: &ExportArgs,
) -> Result<Response, Problem> {
    // A rep's data are in the phone; masters are read by units.
    if scope.rep.is_some() || !scope.may(read_right(kind)) {
        return Err(Problem::forbidden());
    }
    let today = api.now().today;
    let mut seen = snapshot(api.db()).await?;
    let state = held::State::load(&mut seen, scope, kind, today).await?;
    drop(seen);
    let language = args.language.unwrap_or_default();
    let logins = scope.may(Right::ReadUsers) || scope.may(Right::ManageReps);
    let q = args.q.as_deref().map(str::to_lowercase);
    let write = move || {
        let mut lines = export::lines(kind, &state, language);
        let head = lines.drain(..1).collect::<Vec<_>>();
        if let Some(q) = q {
            let named =
                |line: &Vec<String>| line.iter().take(2).any(|t| t.to_lowercase().contains(&q));
            lines.retain(named);
        }
        if kind == Kind::Reps && !logins {
            lines
                .iter_mut()
                .filter_map(|line| line.last_mut())
                .for_each(String::clear);
        }
        let rows = lines.len();
        lines.splice(..0, head);
        match format {
            _ if is_full(format, rows) => Ok(None),
            Format::Xlsx => export::xlsx(kind, &lines).map(Some),
            Format::Csv => export::csv(kind, &lines).map(Some),
        }
    };
    let bytes = tokio::task::spawn_blocking(write)
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?
        .ok_or_else(|| too_large(format))?;
    let name = format!("{}-{today}", kind.as_str());
    Ok((format.headers(&name), bytes).into_response())
}

const fn rows_max(format: Format) -> usize {
    match format {
        Format::Xlsx => XLSX_ROWS_MAX,
        Format::Csv => CSV_ROWS_MAX,
    }
}

/// Whether so many rows, the head aside, are too many for one file.
const fn is_full(format: Format, rows: usize) -> bool {
    rows > rows_max(format)
}

fn too_large(format: Format) -> Problem {
    let instead = match format {
        Format::Xlsx => ", or take it as CSV",
        Format::Csv => "",
    };
    let max = rows_max(format);
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "export_too_large").detail(format!(
        "This file has at most {max} rows. Narrow the list{instead}."
    ))
}

async fn context(api: &Api, args: &ExportArgs) -> Result<Context, Problem> {
    let mut conn = api.conn().await?;
    let currency = order::inbox::currency(&mut conn).await?;
    Ok(Context {
        language: args.language.unwrap_or_default(),
        zone: api.rules().time.time_zone,
        digits: fieldbeat_trade::currency::digits(&currency),
    })
}

/// A walk over the pages of a list.
struct Walk {
    lists: Router,
    list: &'static List,
    headers: HeaderMap,
    /// Without what is the file's own.
    query: String,
    context: Context,
}

/// Where a walk is.
enum At {
    /// So many rows were sent.
    Cursor(String, usize),
    End,
}

impl Walk {
    fn new(lists: Router, list: &'static List, parts: Parts, context: Context) -> Self {
        let own = ["format=", "language=", "limit=", "cursor="];
        let query = parts.uri.query().unwrap_or_default();
        let kept = (query.split('&'))
            .filter(|part| !part.is_empty() && !own.iter().any(|name| part.starts_with(name)))
            .collect::<Vec<_>>()
            .join("&");
        let mut headers = parts.headers;
        // The page is read here, not sent on.
        for name in [
            header::ACCEPT,
            header::ACCEPT_ENCODING,
            header::IF_NONE_MATCH,
        ] {
            headers.remove(name);
        }
        Self {
            lists,
            list,
            headers,
            query: kept,
            context,
        }
    }

    /// The rows of a page and its cursor; a refusal of the list is the answer to whoever asked.
    async fn page(
        &self,
        cursor: Option<&str>,
    ) -> Result<(Vec<Vec<Cell>>, Option<String>), Response> {
        let mut target = format!("/api/v1/{}?limit={PAGE}", self.list.path);
        if !self.query.is_empty() {
            target.push('&');
            target.push_str(&self.query);
        }
        if let Some(cursor) = cursor {
            target.push_str("&cursor=");
            target.push_str(cursor);
        }
        let uri: Uri = target
            .parse()
            .map_err(|_| Problem::query("q", "invalid").into_response())?;
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        let answer = match self.lists.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        if answer.status() != StatusCode::OK {
            return Err(answer);
        }
        let bytes = to_bytes(answer.into_body(), PAGE_BYTES_MAX)
            .await
            .map_err(|e| Problem::internal(e).into_response())?;
        let mut page: Value =
            serde_json::from_slice(&bytes).map_err(|e| Problem::internal(e).into_response())?;
        let next = page
            .get("next_cursor")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let items = page.get_mut("items").map(Value::take);
        let rows = match items {
            Some(Value::Array(items)) => (items.iter())
                .flat_map(|item| self.list.rows(item, &self.context))
                .collect(),
            _ => Vec::new(),
        };
        Ok((rows, next))
    }

    async fn file(self, format: Format, api: &Api) -> Result<Response, Problem> {
        let name = format!("{}-{}", self.list.path, api.now().today);
        // The first page tells whether the list may be read at all, before anything is sent.
        let (first, next) = match self.page(None).await {
            Ok(page) => page,
            Err(refused) => return Ok(refused),
        };
        let mut rows = vec![self.list.head(self.context.language)];
        rows.extend(first);
        // One of them is the head.
        if is_full(format, rows.len() - 1) {
            return Err(too_large(format));
        }
        if format == Format::Csv {
            let mut begin = table::MARK.to_vec();
            begin.extend(table::csv_lines(&rows).map_err(Problem::internal)?);
            let at = next.map_or(At::End, |cursor| At::Cursor(cursor, rows.len() - 1));
            let body = Body::from_stream(self.stream(begin, at));
            return Ok((format.headers(&name), body).into_response());
        }
        let mut next = next;
        while let Some(cursor) = next {
            let (more, after) = match self.page(Some(&cursor)).await {
                Ok(page) => page,
                Err(refused) => return Ok(refused),
            };
            rows.extend(more);
            if is_full(format, rows.len() - 1) {
                return Err(too_large(format));
            }
            next = after;
        }
        tokio::task::spawn_blocking(move || format.file(&rows, &name))
            .await
            .map_err(Problem::internal)?
    }

    /// The rest of a CSV, page by page as it is taken.
    fn stream(self, begin: Vec<u8>, then: At) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
        let state = (self, Some(begin), then);
        stream::try_unfold(state, async |(walk, begin, at)| {
            if let Some(begin) = begin {
                return Ok(Some((Bytes::from(begin), (walk, None, at))));
            }
            let At::Cursor(cursor, sent) = at else {
                return Ok(None);
            };
            let broken = |why: &str| std::io::Error::other(why.to_owned());
            let page = walk.page(Some(&cursor)).await;
            let (rows, next) = page.map_err(|_| broken("the list ended early"))?;
            let sent = sent + rows.len();
            if is_full(Format::Csv, sent) {
                return Err(broken("too many rows for one file"));
            }
            let at = next.map_or(At::End, |cursor| At::Cursor(cursor, sent));
            let lines = table::csv_lines(&rows).map_err(std::io::Error::other)?;
            Ok(Some((Bytes::from(lines), (walk, None, at))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_has_its_limit_and_a_workbook_a_smaller_one() {
        assert!(!is_full(Format::Csv, CSV_ROWS_MAX) && is_full(Format::Csv, CSV_ROWS_MAX + 1));
        assert!(!is_full(Format::Xlsx, XLSX_ROWS_MAX) && is_full(Format::Xlsx, XLSX_ROWS_MAX + 1));
    }
}
