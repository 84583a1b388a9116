//! What is done to an order that is in the books: released, confirmed, revised, cancelled … . Locks the
//! order first, then schemes, then the account.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use fieldbeat_trade::{
    credit::Approved,
    order::{Action, Hold, State, Status},
};
use serde_json::{Value, json};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    body::{Line, OrderBody},
    goods,
    price::{self, For, Pinned},
    submit::{By, give_back_budgets, holds, insert_lines, state, step, take_budgets, words},
};
use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    receivable::account,
    record_inbox::{self, EventKey, Retold},
    scope::Scope,
    stock::reservation,
    upsert::{ChangeError, Fault, Now},
};

/// An order with its row locked.
pub struct Locked {
    pub id: Uuid,
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub date: NaiveDate,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub supplier_id: Option<i32>,
    pub account_id: Option<i32>,
    pub status: Status,
    pub approved: Approved,
    pub revision: i32,
    pub total_minor: i64,
    pub live_minor: i64,
    /// Paid on the spot: sold from the rep's van, where there is one.
    pub cash: bool,
    pub version: i32,
    ordered_at: chrono::DateTime<chrono::Utc>,
}

/// An order in scope. `seen` is the version that the caller decided on.
pub async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    seen: Option<i32>,
) -> Result<Locked, ChangeError> {
    let row = sqlx::query!(
        r#"
        select id, rep_id, org_unit_id, date, outlet_id, customer_id, supplier_id, account_id, state, holds,
          approved as "approved: Json<Approved>", revision, total_minor, live_minor, cash, version, ordered_at
        from sales_order where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3)
        for update
        "#,
        id,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|s| s != row.version) {
        return Err(ChangeError::Stale(row.version));
    }
    Ok(Locked {
        id: row.id,
        rep_id: row.rep_id,
        org_unit_id: row.org_unit_id,
        date: row.date,
        outlet_id: row.outlet_id,
        customer_id: row.customer_id,
        supplier_id: row.supplier_id,
        account_id: row.account_id,
        status: Status {
            state: state(&row.state),
            holds: row.holds.iter().filter_map(|h| Hold::parse(h)).collect(),
        },
        approved: row.approved.0,
        revision: row.revision,
        total_minor: row.total_minor,
        live_minor: row.live_minor,
        cash: row.cash,
        version: row.version,
        ordered_at: row.ordered_at,
    })
}

/// What a person may do to an order as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Hold,
    Release(Hold),
    Confirm,
    Allocate,
    Dispatch,
    Close,
    Reject,
    Cancel,
}

impl Deed {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Release(_) => "release",
            Self::Confirm => "confirm",
            Self::Allocate => "allocate",
            Self::Dispatch => "dispatch",
            Self::Close => "close",
            Self::Reject => "reject",
            Self::Cancel => "cancel",
        }
    }
}

/// Does it, or says in which state the order is.
pub async fn act(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    order: &Locked,
    deed: Deed,
    reason: Option<&str>,
) -> Result<Status, ChangeError> {
    let mut detail = json!({});
    let action = match deed {
        Deed::Hold => Action::Hold(Hold::Review),
        Deed::Release(hold) => {
            detail = json!({ "hold": hold });
            Action::Release(hold)
        }
        Deed::Confirm => {
            let mut holds = found(&mut *tx, now, order).await?;
            if holds.is_empty() && order.status.state == State::Submitted {
                let short = goods::reserve(&mut *tx, now, order).await?;
                if !short.is_empty() {
                    detail = json!({ "short": short });
                    holds.insert(Hold::Stock);
                }
            }
            Action::Confirm { holds }
        }
        Deed::Allocate => Action::Allocate,
        Deed::Dispatch => Action::Dispatch,
        Deed::Close => Action::Close,
        Deed::Reject => Action::Reject,
        Deed::Cancel => Action::Cancel,
    };
    let status = next(order, action)?;
    if let Deed::Release(hold) = deed {
        approve(&mut *tx, order, hold).await?;
    }
    if matches!(status.state, State::Cancelled | State::Rejected) {
        give_back_budgets(&mut *tx, order.id).await?;
        reservation::release(&mut *tx, now, order.id).await?;
    }
    if deed == Deed::Close {
        drop_rest(&mut *tx, order).await?;
        reservation::release(&mut *tx, now, order.id).await?;
    }
    write(tx, now, by, order, deed.as_str(), &status, reason, detail).await?;
    Ok(status)
}

/// The status after an action; 422 `wrong_state` where it does not fit.
pub(super) fn next(order: &Locked, action: Action) -> Result<Status, ChangeError> {
    (order.status.after(action))
        .map_err(|_| ChangeError::Invalid(vec![Fault::new("/state", "wrong_state")]))
}

/// What the credit gate says now, less what was approved.
async fn found(
    tx: &mut PgConnection,
    now: Now,
    order: &Locked,
) -> Result<BTreeSet<Hold>, StoreError> {
    let Some(account) = order.account_id else {
        return Ok(BTreeSet::new());
    };
    let account = account::lock_id(&mut *tx, account).await?;
    let seen = account::exposure(tx, &account, Some(order.id)).await?;
    Ok(seen.gate(&account, order.live_minor, now.today, order.approved))
}

/// Remembers how far an approver let it go.
async fn approve(tx: &mut PgConnection, order: &Locked, hold: Hold) -> Result<(), StoreError> {
    let mut approved = order.approved;
    match (hold, order.account_id) {
        (Hold::Credit | Hold::Overdue, Some(account)) => {
            let account = account::lock_id(&mut *tx, account).await?;
            let seen = account::exposure(&mut *tx, &account, Some(order.id)).await?;
            if hold == Hold::Credit {
                let with = seen.exposure.total_minor().saturating_add(order.live_minor);
                approved.exposure_minor = Some(with);
            } else {
                approved.oldest_due = seen.oldest_due;
            }
        }
        (Hold::Stock, _) => approved.without_stock = true,
        (Hold::Credit | Hold::Overdue, None) | (Hold::Price | Hold::Review, _) => return Ok(()),
    }
    sqlx::query!(
        "update sales_order set approved = $2 where id = $1",
        order.id,
        Json(approved) as _
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What was not delivered will not be: the order stands for what was.
async fn drop_rest(tx: &mut PgConnection, order: &Locked) -> Result<(), StoreError> {
    sqlx::query!(
        "update sales_order set live_minor = delivered_minor where id = $1",
        order.id
    )
    .execute(tx)
    .await?;
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "a row with its columns")]
pub(in crate::store) async fn write(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    order: &Locked,
    action: &str,
    status: &Status,
    reason: Option<&str>,
    detail: Value,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update sales_order set state = $2, holds = $3, version = version + 1, updated_at = $4 where id = $1",
        order.id,
        status.state.as_str(),
        &words(&status.holds),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    step(tx, now, by, order.id, action, status, reason, detail).await
}

/// New lines before the order is confirmed: priced and gated anew, the old ones kept as a revision.
/// Approvals were for the old ones.
pub async fn revise(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    order: &Locked,
    body: &OrderBody,
    honour: TimeDelta,
) -> Result<Status, ChangeError> {
    let draft = order.status.state == State::Draft;
    // Refused before anything is priced.
    next(
        order,
        Action::Revise {
            holds: BTreeSet::new(),
        },
    )?;
    let (pinned, holds) = reprice(&mut *tx, now, order, body, honour).await?;
    let status = next(order, Action::Revise { holds })?;
    if !draft {
        take_budgets(&mut *tx, order.id, order.outlet_id, &pinned).await?;
    }
    let detail = json!({"revision": order.revision + 1, "was_minor": order.total_minor, "total_minor": pinned.total_minor});
    write(tx, now, by, order, "revise", &status, None, detail).await?;
    Ok(status)
}

/// Submits a draft, at the prices that hold now.
pub async fn submit_draft(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    order: &Locked,
) -> Result<Status, ChangeError> {
    next(
        order,
        Action::Submit {
            holds: BTreeSet::new(),
        },
    )?;
    let body = stored_body(&mut *tx, order.id).await?;
    let (pinned, holds) = reprice(&mut *tx, now, order, &body, TimeDelta::zero()).await?;
    let status = next(order, Action::Submit { holds })?;
    take_budgets(&mut *tx, order.id, order.outlet_id, &pinned).await?;
    let detail = json!({"total_minor": pinned.total_minor});
    write(tx, now, by, order, "submit", &status, None, detail).await?;
    Ok(status)
}

/// What a stored order asks for. Where the catalogue gave its prices, it promises none.
async fn stored_body(tx: &mut PgConnection, order: Uuid) -> Result<OrderBody, StoreError> {
    let head = sqlx::query!(
        r#"select currency, cash, priced is not null as "priced!" from sales_order where id = $1"#,
        order
    )
    .fetch_one(&mut *tx)
    .await?;
    let lines = sqlx::query!(
        r#"select product_code, product_name, (quantity * 1000)::int8 as "quantity_milli!", unit, unit_price_minor
        from sales_order_line where order_id = $1 and not free order by line"#,
        order
    )
    .fetch_all(tx)
    .await?;
    Ok(OrderBody {
        outlet: None,
        currency: head.currency,
        note: None,
        cash: head.cash,
        lines: (lines.into_iter())
            .map(|l| Line {
                product_code: l.product_code,
                product_name: l.product_name,
                quantity_milli: l.quantity_milli,
                unit: l.unit,
                unit_price_minor: Some(l.unit_price_minor).filter(|_| !head.priced),
            })
            .collect(),
        promised_minor: None,
        book_at: None,
    })
}

/// Replaces lines and totals, and says what holds them; what the old ones took from budgets is given back.
async fn reprice(
    tx: &mut PgConnection,
    now: Now,
    order: &Locked,
    body: &OrderBody,
    honour: TimeDelta,
) -> Result<(Pinned, BTreeSet<Hold>), ChangeError> {
    give_back_budgets(&mut *tx, order.id).await?;
    let of = For {
        outlet: order.outlet_id,
        date: order.date,
        ordered_at: order.ordered_at,
        honour,
    };
    let pinned = (price::pin(&mut *tx, of, body).await?).map_err(ChangeError::Invalid)?;
    let account = match order.account_id {
        Some(id) => Some(account::lock_id(&mut *tx, id).await?),
        None => None,
    };
    let holds = holds(&mut *tx, now, account.as_ref(), &pinned, Some(order.id)).await?;
    sqlx::query!(
        r#"
        insert into order_revision (order_id, revision, body, replaced_at)
        select s.id, s.revision, jsonb_build_object('total_minor', s.total_minor, 'tax_minor', s.tax_minor, 'priced', s.priced,
          'lines', (select jsonb_agg(to_jsonb(l) - 'order_id' order by l.line) from sales_order_line l where l.order_id = s.id)), $2
        from sales_order s where s.id = $1
        "#,
        order.id,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("delete from sales_order_line where order_id = $1", order.id)
        .execute(&mut *tx)
        .await?;
    insert_lines(&mut *tx, order.id, &pinned).await?;
    sqlx::query!(
        r#"
        update sales_order set revision = revision + 1, approved = '{}', cash = $2, total_minor = $3, live_minor = $3, tax_minor = $4,
          priced = $5, price_note = $6, note = coalesce($7, note) where id = $1
        "#,
        order.id,
        body.cash,
        pinned.total_minor,
        pinned.tax_minor,
        pinned.priced.as_ref().map(Json) as _,
        pinned.note,
        body.note,
    )
    .execute(tx)
    .await?;
    Ok((pinned, holds))
}

/// What is told of a changed order: to the boards, and to the phone that took it.
pub struct Told {
    pub body: Value,
    pub event: EventKey,
    pub retold: Option<Retold>,
}

/// The event of a changed order, and the new status of the phone's record, if a phone took it.
pub async fn tell(
    tx: &mut PgConnection,
    now: Now,
    order: &Locked,
    status: &Status,
    action: &str,
) -> Result<Told, StoreError> {
    let body = json!({
        "order": order.id, "action": action, "state": status.state, "holds": status.holds,
        "outlet": order.outlet_id, "customer": order.customer_id,
    });
    let event = NewEvent {
        kind: "order_changed",
        org_unit_id: Some(order.org_unit_id),
        rep_id: Some(order.rep_id),
        subject_id: order.id.to_string(),
        body: &body,
    };
    let event = event::insert(&mut *tx, now.at, &event).await?;
    let detail = json!({"state": status.state, "holds": status.holds, "action": action});
    let retold = record_inbox::tell_again(tx, now.at, "order", order.id, detail).await?;
    Ok(Told {
        body,
        event,
        retold,
    })
}
