//! Collections: money that a customer gave. recorded → handed_in → verified → posted; rejected or void
//! before that. Only a posted one is booked and settles invoices.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::{erp::ErpState, settle};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    account, invoice,
    ledger::{self, Entry, Source},
};
use crate::store::{
    erp_mark::ErpSeen,
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    order::submit::By,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

/// More invoices than anybody pays at once.
pub const INVOICES_MAX: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Cash,
    Transfer,
    Cheque,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Transfer => "transfer",
            Self::Cheque => "cheque",
        }
    }
}

/// So much for one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoicePart {
    pub invoice_id: Uuid,
    pub minor: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Collection {
    pub id: Uuid,
    pub rep_id: Option<i32>,
    pub rep_name: Option<String>,
    pub date: NaiveDate,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub account_id: i32,
    pub customer_id: i32,
    pub customer_code: String,
    pub customer_name: String,
    /// cash | transfer | cheque
    pub method: String,
    /// recorded | handed_in | verified | posted | rejected | void
    pub state: String,
    pub currency: String,
    pub amount_minor: i64,
    /// Of a posted one: not yet set against invoices.
    pub on_account_minor: i64,
    /// What the payer wants to be settled; empty is the oldest first.
    #[schema(value_type = Vec<InvoicePart>)]
    pub wanted: Json<Vec<InvoicePart>>,
    /// What it settled.
    #[schema(value_type = Vec<InvoicePart>)]
    pub settled: Json<Vec<InvoicePart>>,
    pub reference: Option<String>,
    pub note: Option<String>,
    /// Why it was rejected or made void.
    pub reason: Option<String>,
    pub settlement_id: Option<Uuid>,
    pub collected_at: Instant,
    /// What the ERP says of it; null waits to be taken.
    #[schema(value_type = Option<ErpSeen>)]
    pub erp: Option<Json<ErpSeen>>,
    pub version: i32,
}

/// A collection that is not in the books yet.
pub struct New<'a> {
    pub id: Uuid,
    pub by: By,
    pub date: NaiveDate,
    pub org_unit_id: i32,
    pub visit_id: Option<Uuid>,
    pub outlet: Option<i32>,
    pub account: i32,
    pub method: Method,
    pub currency: &'a str,
    pub amount_minor: i64,
    pub wanted: &'a [InvoicePart],
    pub reference: Option<&'a str>,
    pub note: Option<&'a str>,
    pub collected_at: DateTime<Utc>,
}

pub async fn insert(tx: &mut PgConnection, now: Now, new: &New<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into collection (id, rep_id, user_id, date, org_unit_id, visit_id, outlet_id, account_id, method, currency,
          amount_minor, wanted, reference, note, collected_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        "#,
        new.id,
        new.by.rep,
        new.by.user,
        new.date,
        new.org_unit_id,
        new.visit_id,
        new.outlet,
        new.account,
        new.method.as_str(),
        new.currency,
        new.amount_minor,
        Json(new.wanted) as _,
        new.reference,
        new.note,
        new.collected_at,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Where money belongs that no rep carries.
pub async fn unit_of_outlet(tx: &mut PgConnection, outlet: i32) -> Result<i32, StoreError> {
    Ok(
        sqlx::query_scalar!("select org_unit_id from outlet where id = $1", outlet)
            .fetch_one(tx)
            .await?,
    )
}

/// A collection with its row locked.
pub struct Locked {
    pub id: Uuid,
    pub rep_id: Option<i32>,
    pub org_unit_id: i32,
    pub account_id: i32,
    pub state: String,
    pub amount_minor: i64,
    on_account_minor: i64,
    wanted: Vec<InvoicePart>,
}

/// A collection in scope.
pub async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    seen: Option<i32>,
) -> Result<Locked, ChangeError> {
    let row = sqlx::query!(
        r#"
        select id, rep_id, org_unit_id, account_id, state, amount_minor, on_account_minor,
          wanted as "wanted: Json<Vec<InvoicePart>>", version
        from collection where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3)
        for update
        "#,
        id,
        scope.units() as _,
        scope.rep_id(),
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
        account_id: row.account_id,
        state: row.state,
        amount_minor: row.amount_minor,
        on_account_minor: row.on_account_minor,
        wanted: row.wanted.0,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CollectionDeed)]
pub enum Deed {
    /// Counted by another than who took it.
    Verify,
    /// Booked.
    Post,
    Reject,
    Void,
}

impl Deed {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Post => "post",
            Self::Reject => "reject",
            Self::Void => "void",
        }
    }

    /// What it leads to; money that no rep carries need not be handed in.
    fn leads(self, was: &str, carried: bool) -> Option<&'static str> {
        match (was, self) {
            ("handed_in", Self::Verify) => Some("verified"),
            ("recorded", Self::Verify) if !carried => Some("verified"),
            ("verified", Self::Post) => Some("posted"),
            ("handed_in" | "verified", Self::Reject) => Some("rejected"),
            ("recorded", Self::Void) => Some("void"),
            _ => None,
        }
    }
}

/// Does it to a locked collection.
pub async fn act(
    tx: &mut PgConnection,
    now: Now,
    one: &Locked,
    deed: Deed,
    reason: Option<&str>,
) -> Result<&'static str, ChangeError> {
    let Some(state) = deed.leads(&one.state, one.rep_id.is_some()) else {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/state",
            "wrong_state",
        )]));
    };
    if matches!(deed, Deed::Reject | Deed::Void) && reason.is_none_or(|r| r.trim().is_empty()) {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/reason", "required",
        )]));
    }
    let on_account = match deed {
        Deed::Post => post(&mut *tx, now, one).await?,
        Deed::Verify | Deed::Reject | Deed::Void => 0,
    };
    sqlx::query!(
        r#"
        update collection set state = $2, reason = coalesce($3, reason), on_account_minor = $4, version = version + 1, updated_at = $5
        where id = $1
        "#,
        one.id,
        state,
        reason,
        on_account,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let event = NewEvent {
        kind: "collection_changed",
        org_unit_id: Some(one.org_unit_id),
        rep_id: one.rep_id,
        subject_id: one.id.to_string(),
        body: &json!({"collection": one.id, "state": state, "amount_minor": one.amount_minor, "reason": reason}),
    };
    event::insert(tx, now.at, &event).await?;
    Ok(state)
}

/// Books the money and settles what was wished for as far as it is still open, else the oldest; answers
/// what stays on account.
async fn post(tx: &mut PgConnection, now: Now, one: &Locked) -> Result<i64, StoreError> {
    account::lock_id(&mut *tx, one.account_id).await?;
    let open = invoice::open_of(&mut *tx, one.account_id).await?;
    let wanted = still_open(&one.wanted, &open, one.amount_minor);
    let settled = if wanted.is_empty() && !one.wanted.is_empty() {
        // What was to be paid is paid: the money waits for a person.
        None
    } else {
        settle::settle(one.amount_minor, &wanted, &open).ok()
    };
    let settled = settled.unwrap_or(settle::Settled {
        parts: Vec::new(),
        on_account_minor: one.amount_minor,
    });
    let entry = Entry {
        account: one.account_id,
        date: now.today,
        kind: "collection",
        document: one.id,
        minor: -one.amount_minor,
    };
    ledger::book(&mut *tx, now, &entry).await?;
    ledger::allocate(tx, now, Source::Collection(one.id), &settled.parts).await?;
    Ok(settled.on_account_minor)
}

/// The wishes cut to what is open and to the amount: an invoice may have been paid since.
fn still_open(wanted: &[InvoicePart], open: &[settle::Open], amount: i64) -> Vec<(Uuid, i64)> {
    let mut left = amount;
    let mut out: Vec<(Uuid, i64)> = Vec::new();
    for wish in wanted {
        let Some(found) = open.iter().find(|o| o.invoice == wish.invoice_id) else {
            continue;
        };
        let taken: i64 = (out.iter().filter(|o| o.0 == wish.invoice_id))
            .map(|o| o.1)
            .sum();
        let minor = wish.minor.min(found.open_minor - taken).min(left);
        if minor > 0 {
            out.push((wish.invoice_id, minor));
            left -= minor;
        }
    }
    out
}

/// Sets credit of a posted collection against invoices, exactly as wished.
pub async fn allocate(
    tx: &mut PgConnection,
    now: Now,
    one: &Locked,
    wanted: &[InvoicePart],
) -> Result<(), ChangeError> {
    if one.state != "posted" {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/state",
            "wrong_state",
        )]));
    }
    account::lock_id(&mut *tx, one.account_id).await?;
    let settled = check(&mut *tx, one.account_id, one.on_account_minor, wanted).await?;
    ledger::allocate(&mut *tx, now, Source::Collection(one.id), &settled.parts).await?;
    sqlx::query!(
        "update collection set on_account_minor = $2, version = version + 1, updated_at = $3 where id = $1",
        one.id,
        settled.on_account_minor,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What wishes would settle; the first that cannot be met is the fault.
pub async fn check(
    tx: &mut PgConnection,
    account: i32,
    amount_minor: i64,
    wanted: &[InvoicePart],
) -> Result<settle::Settled, ChangeError> {
    let open = invoice::open_of(tx, account).await?;
    let wishes: Vec<(Uuid, i64)> = wanted.iter().map(|w| (w.invoice_id, w.minor)).collect();
    settle::settle(amount_minor, &wishes, &open).map_err(|(i, fault)| {
        ChangeError::Invalid(vec![Fault::new(format!("/invoices/{i}"), fault.as_str())])
    })
}

/// Which collections; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct CollectionFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub settlement_id: Option<Uuid>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub state: Option<String>,
    /// Where it is in the ERP; what nobody spoke of is waiting.
    pub erp_state: Option<ErpState>,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &CollectionFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Collection>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Collection,
        r#"
        select m.id, m.rep_id, r.name as "rep_name?", m.date, m.visit_id, m.outlet_id, m.account_id, a.customer_id,
          c.code as customer_code, c.name as customer_name, m.method, m.state, m.currency, m.amount_minor, m.on_account_minor,
          m.wanted as "wanted: Json<Vec<InvoicePart>>",
          (select coalesce(jsonb_agg(jsonb_build_object('invoice_id', x.invoice_id, 'minor', x.minor) order by x.id), '[]')
            from allocation x where x.collection_id = m.id) as "settled!: Json<Vec<InvoicePart>>",
          m.reference, m.note, m.reason, m.settlement_id, m.collected_at as "collected_at: Instant", m.version,
          (select jsonb_build_object('state', e.state, 'number', e.number, 'reason', e.reason, 'version', e.version)
            from erp_mark e where e.kind = 'collection' and e.document_id = m.id) as "erp: Json<ErpSeen>"
        from collection m join credit_account a on a.id = m.account_id join customer c on c.id = a.customer_id
        left join rep r on r.id = m.rep_id
        where ($1::int4[] is null or m.org_unit_id = any($1)) and ($2::int4 is null or m.rep_id = $2)
          and ($3::uuid is null or m.id = $3) and ($4::int4 is null or m.rep_id = $4) and ($5::uuid is null or m.visit_id = $5)
          and ($6::int4 is null or m.outlet_id = $6) and ($7::int4 is null or a.customer_id = $7)
          and ($8::date is null or m.date >= $8) and ($9::date is null or m.date <= $9) and ($10::text is null or m.state = $10)
          and ($11::timestamptz is null or m.updated_at >= $11)
          and ($12::int8 is null or m.xid >= $12::int8::text::xid8)
          and m.collected_at <= coalesce($13::timestamptz, 'infinity') and ($13::timestamptz is null or m.collected_at < $13 or m.id > $14)
          and ($16::uuid is null or m.settlement_id = $16)
          and ($17::text is null or coalesce((select e.state from erp_mark e where e.kind = 'collection' and e.document_id = m.id), 'waiting') = $17)
        order by m.collected_at desc, m.id limit $15
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.visit_id,
        filter.outlet_id,
        filter.customer_id,
        filter.from,
        filter.to,
        filter.state,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.settlement_id,
        filter.erp_state.map(ErpState::as_str),
    )
    .fetch_all(db)
    .await?)
}
