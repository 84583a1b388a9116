//! Who looked at or changed what.

use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    Api,
    auth::{Allow, ReadAudit},
    input::Args,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::audit::{self, AuditEntry, AuditFilter};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// e.g. `track.read`; `track.` means all that begin so
    action: Option<String>,
    /// e.g. `reps/17`; `reps/` means all that begin so
    subject: Option<String>,
    user_id: Option<i32>,
    from: Option<DateTime<Utc>>,
    /// Not included.
    to: Option<DateTime<Utc>>,
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
    let filter = AuditFilter {
        action: args.action,
        subject: args.subject,
        user_id: args.user_id,
        from: args.from,
        to: args.to,
    };
    let listing = Listing::<i64>::begin(&api, "audit-log", asked, &filter).await?;
    let slice = (listing.after.unwrap_or(i64::MAX), listing.fetch());
    let rows = audit::list(api.db(), &allow.scope, slice, &filter).await?;
    write::shown(&listing.page(rows, |e| e.id))
}
