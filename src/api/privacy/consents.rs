//! Who answered the privacy notice, and how.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};

use crate::{
    api::{
        Api,
        auth::{Allow, ReadPrivacy},
        input::Args,
        page::{Asked, Listing, Page},
        problem::{Problem, ProblemBody},
        write,
    },
    store::{
        privacy::{
            consent::{self, ConsentCounts, RepConsent, Standing},
            notice,
        },
        setting,
    },
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    rep_id: Option<i32>,
    standing: Option<Standing>,
}

/// Active reps with their newest answer, by id.
#[utoipa::path(get, path = "/privacy/consents", operation_id = "consent_list", tag = "privacy", params(ListArgs),
    responses((status = 200, body = Page<RepConsent>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadPrivacy>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let filter = (args.rep_id, args.standing);
    let listing = Listing::<i32>::begin(&api, "privacy/consents", asked, &filter).await?;
    let slice = (listing.after.unwrap_or(0), listing.fetch());
    let today = api.now().today;
    let rows = consent::list(api.db(), &allow.scope, today, filter, slice).await?;
    write::shown(&listing.page(rows, |r| r.rep_id))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ConsentSummary {
    /// The setting `consent` of today: `off`, `asked` or `required`.
    policy: String,
    /// The notice in force; null while none was published.
    version: Option<i32>,
    counts: ConsentCounts,
}

/// How many active reps stand where.
#[utoipa::path(get, path = "/privacy/consents/summary", operation_id = "consent_summary", tag = "privacy",
    responses((status = 200, body = ConsentSummary), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn summary(
    State(api): State<Api>,
    allow: Allow<ReadPrivacy>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    write::shown(&ConsentSummary {
        policy: setting::consent(api.db(), today).await?,
        version: notice::newest(api.db()).await?.map(|n| n.version),
        counts: consent::counts(api.db(), &allow.scope, today).await?,
    })
}
