//! Deciding on new outlets that were asked for. An approval makes outlet, pin, customer and place on
//! a route in one transaction; it is taken back while nothing stands on them.

use chrono::{Datelike, NaiveDate};
use fieldbeat_domain::outlet_code::{self, Scheme};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    customer::{self, CustomerPut},
    error::StoreError,
    import_leg::{retire, touch_routes},
    outlet::{self, Outlet},
    outlet_put::{self, OutletPut},
    outlet_request::{self, OutletRequest},
    record_inbox::{self, Retold},
    route_leg::RouteOutletPut,
    route_leg_put,
    scope::Scope,
    setting,
    upsert::{ChangeError, Fault, Mode, Now, RowResult},
    visit_link,
};

/// What a person approves, over what was asked for.
#[derive(Debug)]
pub struct Approval {
    /// Without a code the company's scheme makes one.
    pub outlet: OutletPut,
    /// A customer to be made; without a code it gets the outlet's.
    pub customer: Option<CustomerPut>,
    pub route: Option<OnRoute>,
    /// First day of pin and route.
    pub from: NaiveDate,
    pub reason: Option<String>,
}

/// A place on a route.
#[derive(Debug)]
pub struct OnRoute {
    pub route_id: Option<i32>,
    pub route_code: Option<String>,
    pub leg: RouteOutletPut,
}

/// A request after a decision, and what its phone is to be told.
pub struct Decided {
    pub request: OutletRequest,
    pub retold: Option<Retold>,
}

/// Locks the request: two decisions about it come one after the other.
pub async fn hold(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<OutletRequest, StoreError> {
    sqlx::query_scalar!("select id from outlet_request where id = $1 for update", id)
        .fetch_optional(&mut *tx)
        .await?;
    outlet_request::get(tx, scope, id).await
}

pub async fn approve(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    held: &OutletRequest,
    approval: Approval,
) -> Result<Decided, ChangeError> {
    let mut put = named(tx, now, held, approval.outlet, approval.from).await?;
    if let Some(wish) = approval.customer {
        let customer = customer_of(&put, wish);
        let made = customer::upsert(
            tx,
            scope,
            now,
            Mode::Create,
            std::slice::from_ref(&customer),
        );
        one(made.await?, "/customer")?;
        put.customer_code = Some(customer.code);
    }
    let made = outlet_put::upsert(tx, scope, now, Mode::Create, std::slice::from_ref(&put)).await?;
    let outlet = one(made, "")?;
    if let Some(route) = &approval.route {
        join_route(tx, scope, now, route, (outlet, &put.code), approval.from).await?;
    }
    let outlet = outlet::get(&mut *tx, scope, now.today, outlet).await?;
    sqlx::query!(
        r#"update outlet_request set state = 'approved', outlet_id = $2, outlet_version = $3, decided_by = $4, decided_at = $5,
          reason = $6, effective_from = $7, version = version + 1, updated_at = $5 where id = $1"#,
        held.id,
        outlet.id,
        outlet.version,
        scope.user_id() as _,
        now.at,
        approval.reason,
        approval.from,
    )
    .execute(&mut *tx)
    .await?;
    link(tx, now, held, outlet.id, outlet.customer_id).await?;
    let told = json!({"state": "approved", "outlet": named_outlet(&outlet), "effective_from": approval.from});
    Ok(finish(tx, scope, now, held.id, told).await?)
}

/// Refuses; where the shop is an outlet already, the visit made there becomes that outlet's.
pub async fn refuse(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    held: &OutletRequest,
    reason: &str,
    same_as: Option<i32>,
) -> Result<Decided, ChangeError> {
    let outlet = match same_as {
        None => None,
        Some(id) => match outlet::get(&mut *tx, scope, now.today, id).await {
            Err(StoreError::NotFound) => {
                return Err(fault("/outlet_id", "unknown"));
            }
            found => Some(found?),
        },
    };
    sqlx::query!(
        r#"update outlet_request set state = 'refused', outlet_id = $2, decided_by = $3, decided_at = $4, reason = $5,
          version = version + 1, updated_at = $4 where id = $1"#,
        held.id,
        same_as,
        scope.user_id() as _,
        now.at,
        reason,
    )
    .execute(&mut *tx)
    .await?;
    if let Some(outlet) = &outlet {
        link(tx, now, held, outlet.id, outlet.customer_id).await?;
    }
    let told =
        json!({"state": "refused", "reason": reason, "outlet": outlet.as_ref().map(named_outlet)});
    Ok(finish(tx, scope, now, held.id, told).await?)
}

/// Opens a decided request again. What an approval made is closed and leaves its route; `None` where
/// something stands on it by now.
pub async fn roll_back(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    held: &OutletRequest,
) -> Result<Option<Decided>, ChangeError> {
    if held.state == "approved" && !take_back(tx, now, held.id).await? {
        return Ok(None);
    }
    visit_link::loosen(tx, now.at, held.id).await?;
    sqlx::query!(
        r#"update outlet_request set state = 'open', outlet_id = null, outlet_version = null, decided_by = null, decided_at = null,
          reason = null, effective_from = null, version = version + 1, updated_at = $2 where id = $1"#,
        held.id,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let told = json!({"state": "open"});
    Ok(Some(finish(tx, scope, now, held.id, told).await?))
}

async fn finish(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    told: Value,
) -> Result<Decided, StoreError> {
    let retold = record_inbox::tell_again(tx, now.at, "outlet_request", id, told).await?;
    Ok(Decided {
        request: outlet_request::get(tx, scope, id).await?,
        retold,
    })
}

fn named_outlet(outlet: &Outlet) -> Value {
    json!({"id": outlet.id, "code": outlet.code, "name": outlet.name})
}

fn fault(pointer: &'static str, code: &'static str) -> ChangeError {
    ChangeError::Invalid(vec![Fault::new(pointer, code)])
}

/// The id of the one row that was written; its faults under the pointer of where it came from.
fn one(results: Vec<RowResult>, under: &str) -> Result<i32, ChangeError> {
    let result = results.into_iter().next().ok_or(StoreError::NotFound)?;
    match (result.error, result.id) {
        (None, Some(id)) => Ok(id),
        (faults, _) => Err(ChangeError::Invalid(
            faults
                .unwrap_or_default()
                .into_iter()
                .map(|f| Fault {
                    pointer: format!("{under}{}", f.pointer).into(),
                    ..f
                })
                .collect(),
        )),
    }
}

/// The outlet to be: what was asked for, what the approver says over it, and a code.
async fn named(
    tx: &mut PgConnection,
    now: Now,
    held: &OutletRequest,
    put: OutletPut,
    from: NaiveDate,
) -> Result<OutletPut, StoreError> {
    let mut put = OutletPut {
        name: put.name.or_else(|| Some(held.name.clone())),
        class: put.class.or_else(|| Some(held.class.clone())),
        phone: put.phone.or_else(|| Some(held.phone.clone())),
        address: put.address.or_else(|| Some(held.address.clone())),
        channel: put.channel.or_else(|| Some(held.channel.clone())),
        lat: put.lat.or(Some(held.lat)),
        lng: put.lng.or(Some(held.lng)),
        valid_from: Some(from),
        ..put
    };
    if put.org_unit_id.is_none() && put.org_unit_code.is_none() {
        put.org_unit_id = Some(held.org_unit_id);
    }
    if put.code.is_empty() {
        put.code = next_code(tx, now, &put).await?;
    }
    Ok(put)
}

/// The next free code of the company's scheme. One writer at a time: the company row is the lock.
async fn next_code(tx: &mut PgConnection, now: Now, put: &OutletPut) -> Result<String, StoreError> {
    sqlx::query!("select id from company for update")
        .fetch_optional(&mut *tx)
        .await?;
    let settings = setting::effective(&mut *tx, now.today).await?.settings;
    let kept = settings.get("outlet_code").and_then(Value::as_str);
    let scheme: Scheme = kept
        .unwrap_or(outlet_code::DEFAULT)
        .parse()
        .map_err(|e: outlet_code::NoScheme| StoreError::Other(sqlx::Error::Decode(Box::new(e))))?;
    let unit = sqlx::query_scalar!(
        "select code from org_unit where id = $1 or code = $2",
        put.org_unit_id,
        put.org_unit_code,
    )
    .fetch_optional(&mut *tx)
    .await?
    .unwrap_or_default();
    let prefix = scheme.prefix(&unit, now.today.year());
    let last = sqlx::query_scalar!(
        r#"select coalesce(max(substr(code, length($1) + 1)::int8), 0) as "last!" from outlet
        where starts_with(code, $1) and substr(code, length($1) + 1) ~ '^[0-9]{1,9}$'"#,
        prefix
    )
    .fetch_one(tx)
    .await?;
    let next = u64::try_from(last).unwrap_or(0) + 1;
    Ok(scheme.code(&prefix, next))
}

fn customer_of(outlet: &OutletPut, wish: CustomerPut) -> CustomerPut {
    let unit = wish.org_unit_id.is_none() && wish.org_unit_code.is_none();
    CustomerPut {
        code: if wish.code.is_empty() {
            outlet.code.clone()
        } else {
            wish.code
        },
        name: wish.name.or_else(|| outlet.name.clone()),
        phone: wish.phone.or_else(|| outlet.phone.clone()),
        org_unit_id: wish.org_unit_id.or(outlet.org_unit_id.filter(|_| unit)),
        org_unit_code: wish
            .org_unit_code
            .or_else(|| outlet.org_unit_code.clone().filter(|_| unit)),
        active: wish.active,
        industry: wish.industry,
        since: wish.since,
    }
}

async fn join_route(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    on: &OnRoute,
    (outlet, code): (i32, &str),
    from: NaiveDate,
) -> Result<(), ChangeError> {
    let route = sqlx::query_scalar!(
        "select id from route where (id = $1 or code = $2) and ($3::int4[] is null or org_unit_id = any($3)) for update",
        on.route_id,
        on.route_code,
        scope.units() as _,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(route) = route else {
        return Err(fault("/route", "unknown"));
    };
    let added = route_leg_put::add_leg(tx, now, route, (outlet, code), &on.leg, from).await?;
    added.map_err(|faults| {
        let under = |f: Fault| Fault {
            pointer: f.pointer.replacen("/outlets/0", "/route", 1).into(),
            ..f
        };
        ChangeError::Invalid(faults.into_iter().map(under).collect())
    })?;
    Ok(touch_routes(tx, now.at, &[route]).await?)
}

/// The visit made there, and its orders, become the outlet's.
async fn link(
    tx: &mut PgConnection,
    now: Now,
    held: &OutletRequest,
    outlet: i32,
    customer: Option<i32>,
) -> Result<(), StoreError> {
    let Some((visit, rep)) = held.visit_id.zip(held.rep_id) else {
        return Ok(());
    };
    let link = visit_link::Link {
        visit,
        rep,
        outlet,
        customer,
        request: held.id,
    };
    visit_link::tie(tx, now.at, &link).await
}

/// Closes the outlet that the approval made and takes it off its routes; false where anything but the
/// request's own visit stands on it.
async fn take_back(tx: &mut PgConnection, now: Now, request: Uuid) -> Result<bool, StoreError> {
    let made = sqlx::query!(
        r#"
        select o.id, o.version = q.outlet_version as "untouched!",
          exists (select from visit v where v.outlet_id = o.id)
          or exists (select from visit_link l where l.outlet_id = o.id and l.retired_at is null and l.request_id <> q.id)
          or exists (select from day_stop s where s.outlet_id = o.id)
          or exists (select from sales_order s where s.outlet_id = o.id and s.visit_id is distinct from q.visit_id)
          or exists (select from pin_proposal p where p.outlet_id = o.id)
          or exists (select from plan_exception e where e.outlet_id = o.id)
          or exists (select from route_outlet x where x.outlet_id = o.id and x.retired_at is null and x.recorded_at > q.decided_at)
          as "in_use!"
        from outlet_request q join outlet o on o.id = q.outlet_id where q.id = $1 for update of o
        "#,
        request
    )
    .fetch_one(&mut *tx)
    .await?;
    if made.in_use || !made.untouched {
        return Ok(false);
    }
    let legs = sqlx::query!(
        "select id, route_id from route_outlet where outlet_id = $1 and retired_at is null",
        made.id
    )
    .fetch_all(&mut *tx)
    .await?;
    let ids: Vec<i64> = legs.iter().map(|l| l.id).collect();
    let routes: Vec<i32> = legs.iter().map(|l| l.route_id).collect();
    retire(tx, now.at, &ids).await?;
    touch_routes(tx, now.at, &routes).await?;
    sqlx::query!(
        "update outlet set closed_at = $2, version = version + 1, updated_at = $2 where id = $1",
        made.id,
        now.at
    )
    .execute(tx)
    .await?;
    Ok(true)
}
