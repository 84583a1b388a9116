//! Puts an order into the books: priced, looked at by the credit gate, its scheme budgets taken. One
//! transaction; locks in the order schemes, account.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_trade::{
    credit::Approved,
    order::{Action, Hold, State, Status},
};
use serde_json::json;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    body::OrderBody,
    price::{self, For, Pinned},
};
use crate::store::{
    error::StoreError,
    receivable::account::{self, Account},
    upsert::{Fault, Now},
};

/// Who does something to an order.
#[derive(Clone, Copy, Debug, Default)]
pub struct By {
    pub user: Option<i32>,
    pub rep: Option<i32>,
}

/// An order that is not in the books yet.
pub struct New {
    pub id: Uuid,
    pub rep_id: i32,
    pub date: NaiveDate,
    /// Whose prices hold: the same date, or that of the quotation.
    pub priced_on: NaiveDate,
    pub org_unit_id: i32,
    pub visit_id: Option<Uuid>,
    pub outlet: Option<i32>,
    pub customer: Option<i32>,
    pub ordered_at: DateTime<Utc>,
    /// phone | desk | quotation
    pub source: &'static str,
    pub quotation: Option<Uuid>,
    /// Kept as a draft: priced, and neither gated nor charged to a budget.
    pub draft: bool,
}

/// Where the order stands now.
#[derive(Debug)]
pub struct Submitted {
    pub status: Status,
    pub total_minor: i64,
}

/// Prices and books an order whose id is new.
pub async fn submit(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    new: &New,
    body: &OrderBody,
    honour: TimeDelta,
) -> Result<Result<Submitted, Vec<Fault>>, StoreError> {
    let of = For {
        outlet: new.outlet,
        date: new.priced_on,
        ordered_at: new.ordered_at,
        honour,
    };
    let pinned = match price::pin(&mut *tx, of, body).await? {
        Ok(pinned) => pinned,
        Err(faults) => return Ok(Err(faults)),
    };
    let account = match new.customer {
        Some(customer) => Some(account::lock(&mut *tx, customer, pinned.supplier).await?),
        None => None,
    };
    let status = if new.draft {
        Status::draft()
    } else {
        let holds = holds(&mut *tx, now, account.as_ref(), &pinned, None).await?;
        after(&Status::draft(), Action::Submit { holds })
    };
    insert(&mut *tx, now, new, body, &pinned, account.as_ref(), &status).await?;
    insert_lines(&mut *tx, new.id, &pinned).await?;
    if !new.draft {
        take_budgets(&mut *tx, new.id, new.outlet, &pinned).await?;
    }
    let action = if new.draft { "draft" } else { "submit" };
    step(
        tx,
        now,
        by,
        new.id,
        action,
        &status,
        None,
        json!({"total_minor": pinned.total_minor}),
    )
    .await?;
    Ok(Ok(Submitted {
        status,
        total_minor: pinned.total_minor,
    }))
}

/// What the price and the credit gate say of an order; `own` is its standing share of the exposure.
pub(super) async fn holds(
    tx: &mut PgConnection,
    now: Now,
    account: Option<&Account>,
    pinned: &Pinned,
    own: Option<Uuid>,
) -> Result<BTreeSet<Hold>, StoreError> {
    let mut holds: BTreeSet<Hold> = pinned.hold.into_iter().collect();
    if let Some(account) = account {
        let seen = account::exposure(tx, account, own).await?;
        let approved = Approved::default();
        holds.extend(seen.gate(account, pinned.total_minor, now.today, approved));
    }
    Ok(holds)
}

/// An action that the states allow by construction.
fn after(status: &Status, action: Action) -> Status {
    status.after(action).unwrap_or_else(|_| status.clone())
}

async fn insert(
    tx: &mut PgConnection,
    now: Now,
    new: &New,
    body: &OrderBody,
    pinned: &Pinned,
    account: Option<&Account>,
    status: &Status,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into sales_order (id, rep_id, date, org_unit_id, visit_id, outlet_id, customer_id, source, quotation_id,
          supplier_id, account_id, state, holds, currency, cash, total_minor, tax_minor, live_minor, priced, price_note, note,
          ordered_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $16, $18, $19, $20, $21, $22)
        "#,
        new.id,
        new.rep_id,
        new.date,
        new.org_unit_id,
        new.visit_id,
        new.outlet,
        new.customer,
        new.source,
        new.quotation,
        pinned.supplier,
        account.map(|a| a.id),
        status.state.as_str(),
        &words(&status.holds),
        body.currency,
        body.cash,
        pinned.total_minor,
        pinned.tax_minor,
        pinned.priced.as_ref().map(Json) as _,
        pinned.note,
        body.note,
        new.ordered_at,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) fn words(holds: &BTreeSet<Hold>) -> Vec<String> {
    holds.iter().map(|h| h.as_str().to_owned()).collect()
}

/// Lines of an order that has none. Free goods get code and name of their product.
pub(super) async fn insert_lines(
    tx: &mut PgConnection,
    order: Uuid,
    pinned: &Pinned,
) -> Result<(), StoreError> {
    let rows: Vec<_> = (pinned.lines.iter().zip(1..))
        .map(|(l, line)| {
            json!({
                "line": line, "code": l.product_code, "name": l.product_name, "product_id": l.product_id,
                "milli": l.quantity_milli, "unit": l.unit, "price": l.unit_price_minor, "discount": l.discount_minor,
                "tax": l.tax_minor, "total": l.total_minor, "free": l.free, "scheme_id": l.scheme_id,
            })
        })
        .collect();
    sqlx::query!(
        r#"
        insert into sales_order_line (order_id, line, product_code, product_name, product_id, quantity, base_milli, unit,
          unit_price_minor, discount_minor, tax_minor, total_minor, free, scheme_id)
        select $1, t.line, coalesce(nullif(t.code, ''), p.code, ''), coalesce(nullif(t.name, ''), p.name, ''), t.product_id,
          t.milli::numeric / 1000, t.milli * (p.units->>t.unit)::int8, t.unit, t.price, t.discount, t.tax, t.total, t.free, t.scheme_id
        from jsonb_to_recordset($2) as t(line int4, code text, name text, product_id int4, milli int8, unit text, price int8,
          discount int8, tax int8, total int8, free bool, scheme_id int4)
        left join product p on p.id = t.product_id
        "#,
        order,
        Json(rows) as _,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Charges what the schemes gave. Of those with a limit, which `price` has locked, the sums, too, and of those that
/// had one: what is given back lowers theirs, and the limit may return. The use comes first: its reference waits for
/// whoever counts the scheme under its lock, and what follows sees that count.
pub(super) async fn take_budgets(
    tx: &mut PgConnection,
    order: Uuid,
    outlet: Option<i32>,
    pinned: &Pinned,
) -> Result<(), StoreError> {
    let applied = pinned.priced.iter().flat_map(|p| &p.applied);
    let rows: Vec<_> = applied
        .map(|a| json!({"scheme": a.scheme, "minor": a.value_minor}))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"
        insert into scheme_use (order_id, scheme_id, outlet_id, minor)
        select $1, t.scheme, $2, sum(t.minor)::int8 from jsonb_to_recordset($3) as t(scheme int4, minor int8)
        group by t.scheme having sum(t.minor) > 0 order by t.scheme
        "#,
        order,
        outlet,
        Json(rows) as _,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into scheme_spent as s (scheme_id, outlet_id, minor)
        select u.scheme_id, k.outlet_id, u.minor from scheme_use u join scheme c on c.id = u.scheme_id
          cross join (select 0 as outlet_id union select $2 where $2::int4 is not null) k
        where u.order_id = $1 and (c.budget_minor is not null or c.outlet_cap_minor is not null
          or exists (select from scheme_spent p where p.scheme_id = c.id and p.outlet_id = 0))
        order by u.scheme_id, k.outlet_id
        on conflict (scheme_id, outlet_id) do update set minor = s.minor + excluded.minor
        "#,
        order,
        outlet,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Gives back what an order took from budgets. Every scheme with a limit that may be charged after it in the same
/// transaction is locked here, too, so that the order of locks stays that of ids.
pub(super) async fn give_back_budgets(
    tx: &mut PgConnection,
    order: Uuid,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        select id from scheme where active and not scheme_is_cumulative(rule) and (budget_minor is not null or outlet_cap_minor is not null)
          or id in (select scheme_id from scheme_use where order_id = $1)
            and (budget_minor is not null or outlet_cap_minor is not null or exists (select from scheme_spent where scheme_id = scheme.id))
        order by id for update
        "#,
        order
    )
    .fetch_all(&mut *tx)
    .await?;
    // Of the others only their being there, as whoever submits an order does after these: to wait for who counts one.
    sqlx::query!(
        "select id from scheme where id in (select scheme_id from scheme_use where order_id = $1) order by id for key share",
        order
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        with gone as (delete from scheme_use where order_id = $1 returning scheme_id, outlet_id, minor)
        update scheme_spent s set minor = s.minor - g.minor from gone g
        where s.scheme_id = g.scheme_id and s.outlet_id in (0, g.outlet_id)
        "#,
        order
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Appends to the history.
#[expect(clippy::too_many_arguments, reason = "a row with its columns")]
pub(super) async fn step(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    order: Uuid,
    action: &str,
    status: &Status,
    reason: Option<&str>,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into order_step (order_id, seq, at, action, state, holds, user_id, rep_id, reason, detail)
        select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 from order_step where order_id = $1
        "#,
        order,
        now.at,
        action,
        status.state.as_str(),
        &words(&status.holds),
        by.user,
        by.rep,
        reason,
        detail,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The state of a stored word; only what `sales_order_state` allows is stored.
pub(super) fn state(word: &str) -> State {
    State::parse(word).unwrap_or(State::Cancelled)
}
