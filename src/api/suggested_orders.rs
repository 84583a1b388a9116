//! What an outlet should order, line by line with its reasons, and its last order to be taken again.

use axum::{extract::State, response::Response};

use super::{
    Api,
    auth::{Allow, ReadTrade},
    input::Seg,
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    outlet, setting, snapshot,
    stock::replenish::{self, RepeatOrder, SuggestedOrder},
};

/// What to order so that it lasts until the next goods: forecast, what is there, what is on its way, and
/// the quantity in whole units. Stores nothing.
#[utoipa::path(get, path = "/outlets/{id}/suggested-order", operation_id = "outlet_suggested_order", tag = "orders",
    params(("id" = i32, Path)),
    responses((status = 200, body = SuggestedOrder), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn suggested(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let now = api.now();
    let mut seen = snapshot(api.db()).await?;
    outlet::get(&mut *seen, &allow.scope, now.today, id).await?;
    let policy = setting::replenishment(&mut *seen, now.today).await?;
    let order = replenish::suggested(&mut seen, now, id, policy).await?;
    seen.commit().await?;
    write::shown(&order)
}

/// The paid lines of the outlet's last order, as far as they are still sold. The price is today's.
#[utoipa::path(get, path = "/outlets/{id}/repeat-order", operation_id = "outlet_repeat_order", tag = "orders",
    params(("id" = i32, Path)),
    responses((status = 200, body = RepeatOrder), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn repeated(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    outlet::get(&mut *seen, &allow.scope, api.now().today, id).await?;
    let order = replenish::repeated(&mut seen, id).await?;
    seen.commit().await?;
    write::shown(&order)
}
