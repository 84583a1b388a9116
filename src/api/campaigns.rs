//! Campaigns over REST: written, shown as they would go out, approved by another person, stopped; who got a message and
//! who was left out.

use axum::{extract::State as Shared, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use fieldbeat_trade::crm::campaign::{Channel, Deed, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use tokio::sync::SemaphorePermit;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageCampaigns},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::locate,
    page::{Asked as Paging, Listing, Page},
    problem::{Problem, ProblemBody},
    segments,
    write::{self, Begun},
};
use crate::{
    alerts,
    store::{
        alert_subscription,
        campaign::{
            self, Campaign, CampaignChange, CampaignFilter, CampaignPut, Locked, gateway,
            recipient::{self, Asked, RECIPIENTS_MAX, Recipient, RecipientCount},
        },
        page::Since,
        scope::Scope,
        snapshot,
    },
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    state: Option<State>,
}

/// Campaigns of the own unit and those below it, newest first.
#[utoipa::path(get, path = "/campaigns", operation_id = "campaign_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Campaign>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    Shared(api): Shared<Api>,
    allow: Allow<ManageCampaigns>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Paging {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let mut filter = CampaignFilter {
        id: None,
        state: args.state,
        since: Since::Ever,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "campaigns", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = campaign::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |c| (c.made_at.0, c.id)))
}

/// One campaign.
#[utoipa::path(get, path = "/campaigns/{id}", operation_id = "campaign_get", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Campaign), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    Shared(api): Shared<Api>,
    allow: Allow<ManageCampaigns>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    write::shown(&campaign::get(api.db(), &allow.scope, id).await?)
}

/// A new draft. The same id and body again give the first answer.
#[utoipa::path(post, path = "/campaigns", operation_id = "campaign_create", tag = "relations", request_body = CampaignPut,
    responses((status = 201, body = Campaign), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    Shared(api): Shared<Api>,
    allow: Allow<ManageCampaigns>,
    body: Body<CampaignPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let (scope, by) = (&allow.scope, allow.user()?);
    let mut write = match write::begin(&api, scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let (key, _) = alerts::new_secret();
    campaign::create(write.tx(), scope, by, now, &key, &put).await?;
    let shown = campaign::get(&mut *write.tx(), scope, put.id).await?;
    let detail = json!({"channel": shown.channel, "segment_id": shown.segment_id});
    write
        .audit("campaigns.create", &format!("campaigns/{}", put.id), detail)
        .await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "campaigns", put.id);
    Ok(response)
}

/// Changes a draft. Needs `If-Match`.
#[utoipa::path(patch, path = "/campaigns/{id}", operation_id = "campaign_change", tag = "relations",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CampaignChange,
    responses((status = 200, body = Campaign), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    Shared(api): Shared<Api>,
    allow: Allow<ManageCampaigns>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<CampaignChange>,
) -> Result<Response, Problem> {
    let (scope, by) = (&allow.scope, allow.user()?);
    let mut write = match write::begin(&api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let was = campaign::lock(write.tx(), scope, id, seen.0).await?;
    campaign::change(write.tx(), by, now, &was, &body.value).await?;
    let shown = campaign::get(&mut *write.tx(), scope, id).await?;
    let detail = json!({"segment_id": shown.segment_id});
    write
        .audit("campaigns.change", &format!("campaigns/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignAct {
    action: Deed,
}

/// Submits a draft or takes it back, approves what another person wrote and so begins to send it, or stops. Needs
/// `If-Match`.
#[utoipa::path(post, path = "/campaigns/{id}/actions", operation_id = "campaign_act", tag = "relations",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CampaignAct,
    responses((status = 200, body = Campaign), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    Shared(api): Shared<Api>,
    allow: Allow<ManageCampaigns>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<CampaignAct>,
) -> Result<Response, Problem> {
    let (scope, by) = (&allow.scope, allow.user()?);
    let deed = body.value.action;
    let _turn = match deed {
        Deed::Approve => Some(turn().await?),
        Deed::Submit | Deed::Withdraw | Deed::Stop => None,
    };
    let mut write = match write::begin(&api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let was = campaign::lock(write.tx(), scope, id, seen.0).await?;
    campaign::act(write.tx(), by, now, &was, deed).await?;
    if deed == Deed::Approve {
        if !is_set_up(&api, write.tx(), was.channel).await? {
            return Err(Problem::field("/action", "channel_not_configured"));
        }
        let (found, truncated) = look_up(&api, write.tx(), &was).await?;
        if truncated {
            return Err(Problem::field("/action", "too_many"));
        }
        if found.iter().all(|r| r.why.is_some()) {
            return Err(Problem::field("/action", "nobody"));
        }
        recipient::keep(write.tx(), now, id, &found).await?;
    }
    let shown = campaign::get(&mut *write.tx(), scope, id).await?;
    let detail = json!({"action": deed, "messages": shown.messages});
    write
        .audit("campaigns.act", &format!("campaigns/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

/// Whether a message of a channel can leave: e-mail with links by which people opt out, others by their gateway.
async fn is_set_up(api: &Api, db: &mut PgConnection, channel: Channel) -> Result<bool, Problem> {
    let alerts = &api.services.alerts;
    Ok(match channel {
        Channel::Email => {
            alerts.has(alert_subscription::Channel::Email) && alerts.public_url().is_some()
        }
        Channel::Sms | Channel::Zalo => gateway::way(db, channel.as_str()).await?.is_some(),
    })
}

/// Its turn to look at a segment, before anything of the database is held.
async fn turn() -> Result<SemaphorePermit<'static>, Problem> {
    segments::AT_ONCE.acquire().await.map_err(Problem::internal)
}

/// A turn where the segment of a campaign is looked at; what was approved is kept and needs none, and does not go back.
async fn turn_of(
    api: &Api,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<SemaphorePermit<'static>>, Problem> {
    let now = campaign::get(api.db(), scope, id).await?;
    Ok(match Locked::of(&now).state {
        State::Draft | State::Submitted => Some(turn().await?),
        State::Sending | State::Stopped | State::Done => None,
    })
}

async fn look_up(
    api: &Api,
    db: &mut PgConnection,
    of: &Locked,
) -> Result<(Vec<Recipient>, bool), Problem> {
    let reach = campaign::reach(&mut *db, of.org_unit_id).await?;
    let asked = Asked {
        channel: of.channel,
        segment: of.segment_id,
        told_days: of.told_days,
        scope: &reach,
    };
    Ok(recipient::look_up(db, api.now(), api.rules().time, &asked).await?)
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CampaignPreview {
    /// Who would get one now, or got one; and of who is left out why.
    counts: Vec<RecipientCount>,
    /// There are more customers or people than one campaign reaches.
    truncated: bool,
    /// Whether this server can send by its channel. Nothing is sent where it cannot.
    configured: bool,
    people_max: usize,
}

/// A dry run: how many would get a message now and how many would not, and why. Of what was approved as it was then.
#[utoipa::path(get, path = "/campaigns/{id}/preview", operation_id = "campaign_preview", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = CampaignPreview), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn preview(
    Shared(api): Shared<Api>,
    allow: Allow<ManageCampaigns>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let _turn = turn_of(&api, &allow.scope, id).await?;
    let mut seen = snapshot(api.db()).await?;
    let shown = campaign::get(&mut *seen, &allow.scope, id).await?;
    let of = Locked::of(&shown);
    let (counts, truncated) = match of.state {
        State::Draft | State::Submitted => {
            let (found, truncated) = look_up(&api, &mut seen, &of).await?;
            (counted(&found), truncated)
        }
        State::Sending | State::Stopped | State::Done => {
            (recipient::counts(&mut *seen, id).await?, false)
        }
    };
    let configured = is_set_up(&api, &mut seen, of.channel).await?;
    seen.commit().await?;
    write::shown(&CampaignPreview {
        counts,
        truncated,
        configured,
        people_max: RECIPIENTS_MAX,
    })
}

fn counted(found: &[Recipient]) -> Vec<RecipientCount> {
    let mut counts: Vec<RecipientCount> = Vec::new();
    for one in found {
        RecipientCount::add(&mut counts, &one.state, one.why.as_deref());
    }
    counts
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecipientArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// would_get | left_out | pending | sent | delivered | failed | stopped
    state: Option<String>,
}

/// Who would get a message now, or got one, and who is left out, by contact.
#[utoipa::path(get, path = "/campaigns/{id}/recipients", operation_id = "campaign_recipients", tag = "relations",
    params(("id" = Uuid, Path), RecipientArgs),
    responses((status = 200, body = Page<Recipient>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn recipients(
    Shared(api): Shared<Api>,
    allow: Allow<ManageCampaigns>,
    Seg(id): Seg<Uuid>,
    Args(args): Args<RecipientArgs>,
) -> Result<Response, Problem> {
    let asked = Paging {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing =
        Listing::<i32>::begin(&api, "campaign-recipients", asked, &(id, &args.state)).await?;
    let (after, fetch) = (listing.after.unwrap_or(0), listing.fetch());
    let state = args.state.as_deref();
    let _turn = turn_of(&api, &allow.scope, id).await?;
    let mut seen = snapshot(api.db()).await?;
    let shown = campaign::get(&mut *seen, &allow.scope, id).await?;
    let of = Locked::of(&shown);
    let rows = match of.state {
        State::Draft | State::Submitted => {
            let (found, _) = look_up(&api, &mut seen, &of).await?;
            let fetch = usize::try_from(fetch).unwrap_or(usize::MAX);
            (found.into_iter())
                .filter(|r| r.contact_id > after && state.is_none_or(|s| s == r.state))
                .take(fetch)
                .collect()
        }
        State::Sending | State::Stopped | State::Done => {
            recipient::kept(&mut *seen, id, state, after, fetch).await?
        }
    };
    seen.commit().await?;
    write::shown(&listing.page(rows, |r: &Recipient| r.contact_id))
}
