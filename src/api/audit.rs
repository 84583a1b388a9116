//! Who looked at or changed what.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    Api,
    auth::{Allow, ReadAudit},
    input::Args,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::audit::{self, AuditEntry};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// e.g. `track.read`
    action: Option<String>,
    /// e.g. `reps/17`
    subject: Option<String>,
}

/// The audit log, newest first.
#[utoipa::path(get, path = "/audit-log", operation_id = "audit_log_list", tag = "audit-log", params(ListArgs),
    responses((status = 200, body = Page<AuditEntry>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadAudit>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let filter = (args.action, args.subject);
    let listing = Listing::<i64>::begin(&api, "audit-log", asked, &filter).await?;
    let before = listing.after.unwrap_or(i64::MAX);
    let (action, subject) = (filter.0.as_deref(), filter.1.as_deref());
    let rows = audit::list(
        api.db(),
        &allow.scope,
        before,
        listing.fetch(),
        action,
        subject,
    )
    .await?;
    write::shown(&listing.page(rows, |e| e.id))
}
