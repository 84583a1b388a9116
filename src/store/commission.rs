//! Commissions: plans by version, and statements of a month that stay as they were made. What counts is what
//! the ledger booked in the month, so that nothing can be added to one that is over.

use chrono::{Months, NaiveDate};
use fieldbeat_trade::commission::{Band, Tier, earned};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

/// Tiers of a plan.
const TIERS_MAX: usize = 20;
/// Documents of one statement.
const DOCUMENTS_MAX: i64 = 100_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CommissionBasis)]
pub enum Basis {
    /// Posted collections.
    Collected,
    /// Invoices less returns, with tax.
    Billed,
}

impl Basis {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::Billed => "billed",
        }
    }

    /// The table checks the words.
    fn of(plan: &CommissionPlan) -> Self {
        if plan.basis == "collected" {
            Self::Collected
        } else {
            Self::Billed
        }
    }

    /// Kinds of ledger entries, and the sign with which they count.
    const fn counts(self) -> (&'static [&'static str], i64) {
        match self {
            Self::Collected => (&["collection"], -1),
            Self::Billed => (&["invoice", "return"], 1),
        }
    }
}

/// A new version of a plan.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommissionPlanPut {
    pub name: String,
    #[schema(inline)]
    pub basis: Basis,
    pub tiers: Vec<Tier>,
    /// Each band at its own rate; else the highest tier reached for the whole value.
    pub cumulative: bool,
    /// Plan compliance of the month below which nothing is earned, percent.
    pub least_compliance_pct: Option<i32>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CommissionPlan {
    pub code: String,
    pub version: i32,
    pub name: String,
    /// collected | billed
    pub basis: String,
    #[schema(value_type = Vec<Tier>)]
    pub tiers: Json<Vec<Tier>>,
    pub cumulative: bool,
    pub least_compliance_pct: Option<i32>,
    pub created_at: Instant,
}

/// The newest version of every plan, or all versions of one.
pub async fn plans(
    db: &mut PgConnection,
    code: Option<&str>,
) -> Result<Vec<CommissionPlan>, StoreError> {
    Ok(sqlx::query_as!(
        CommissionPlan,
        r#"
        select code, version, name, basis, tiers as "tiers: Json<Vec<Tier>>", cumulative, least_compliance_pct,
          created_at as "created_at: Instant"
        from commission_plan p
        where code = $1 or $1::text is null and version = (select max(version) from commission_plan x where x.code = p.code)
        order by code, version desc
        "#,
        code
    )
    .fetch_all(db)
    .await?)
}

/// Adds a version; statements made by earlier ones stay.
pub async fn put_plan(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    code: &str,
    put: &CommissionPlanPut,
) -> Result<(), ChangeError> {
    let mut faults = Vec::new();
    super::upsert::check_code(code, &mut faults);
    super::upsert::check_text("/name", Some(&put.name), true, &mut faults);
    if put.tiers.is_empty() || put.tiers.len() > TIERS_MAX {
        faults.push(Fault::new("/tiers", "out_of_range"));
    }
    for (i, tier) in put.tiers.iter().enumerate() {
        let again = put
            .tiers
            .iter()
            .take(i)
            .any(|t| t.from_minor == tier.from_minor);
        if again || tier.from_minor < 0 || !(0..=10_000).contains(&tier.basis_points) {
            faults.push(Fault::new(format!("/tiers/{i}"), "out_of_range"));
        }
    }
    if put
        .least_compliance_pct
        .is_some_and(|p| !(1..=100).contains(&p))
    {
        faults.push(Fault::new("/least_compliance_pct", "out_of_range"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        r#"
        insert into commission_plan (code, version, name, basis, tiers, cumulative, least_compliance_pct, created_by, created_at)
        select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8 from commission_plan where code = $1
        "#,
        code,
        put.name.trim(),
        put.basis.as_str(),
        Json(&put.tiers) as _,
        put.cumulative,
        put.least_compliance_pct,
        scope.user_id(),
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CommissionStatement {
    pub id: Uuid,
    pub rep_id: i32,
    pub rep_name: String,
    /// Its first date.
    pub month: NaiveDate,
    pub plan_code: String,
    pub plan_version: i32,
    pub currency: String,
    /// What it is earned on.
    pub value_minor: i64,
    /// Calls made and due, where the plan asks for them.
    pub calls_made: Option<i32>,
    pub calls_due: Option<i32>,
    #[schema(value_type = Vec<Band>)]
    pub bands: Json<Vec<Band>>,
    pub earned_minor: i64,
    pub created_at: Instant,
}

/// One document that a statement counts.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CommissionDocument {
    /// invoice | return | collection
    pub kind: String,
    pub document_id: Uuid,
    pub date: NaiveDate,
    /// With the sign with which it counts.
    pub minor: i64,
    /// Of an invoice.
    pub number: Option<String>,
    /// Of an invoice and a return.
    pub order_id: Option<Uuid>,
    pub account_id: Option<i32>,
    pub customer_name: Option<String>,
}

/// The same, as it is kept.
#[derive(Serialize)]
struct Counted<'a> {
    kind: &'a str,
    document_id: Uuid,
    date: NaiveDate,
    minor: i64,
}

/// Calls made and due of reps in a month, for plans that ask for them.
pub type Calls = std::collections::HashMap<i32, (i32, i32)>;

/// What a statement is to be made of.
pub struct Making<'a> {
    pub plan: &'a CommissionPlan,
    /// First date of a month that is over.
    pub month: NaiveDate,
    /// `None`: every rep in scope with something to count.
    pub rep: Option<i32>,
    pub calls: &'a Calls,
    pub currency: &'a str,
}

/// Makes the statements of a month that are not made yet; answers their ids.
pub async fn make(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    making: &Making<'_>,
) -> Result<Vec<Uuid>, ChangeError> {
    let next = making.month + Months::new(1);
    if next > now.today {
        return Err(ChangeError::Invalid(vec![Fault::new("/month", "not_over")]));
    }
    let (kinds, sign) = Basis::of(making.plan).counts();
    let kinds: Vec<String> = kinds.iter().map(|k| (*k).to_owned()).collect();
    // A collection is of who took it; an invoice and a return of whose order it was.
    let rows = sqlx::query!(
        r#"
        select w.rep_id as "rep_id!", a.org_unit_id, e.kind, e.document_id, e.date, e.minor * $5::int8 as "minor!"
        from ledger_entry e
        left join collection m on e.kind = 'collection' and m.id = e.document_id
        left join invoice i on e.kind = 'invoice' and i.id = e.document_id
        left join sales_return t on e.kind = 'return' and t.id = e.document_id
        left join sales_order s on s.id = coalesce(i.order_id, t.order_id)
        cross join lateral (select coalesce(m.rep_id, s.rep_id) as rep_id) w
        join rep_org_unit a on a.rep_id = w.rep_id and a.retired_at is null and a.valid @> ($2::date - 1)
        where e.date >= $1 and e.date < $2 and e.kind = any($4)
          and ($3::int4 is null or w.rep_id = $3) and ($6::int4[] is null or a.org_unit_id = any($6))
          and not exists (select from commission_statement c where c.rep_id = w.rep_id and c.month = $1 and c.plan_code = $7)
        order by w.rep_id, e.date, e.id limit $8
        "#,
        making.month,
        next,
        making.rep,
        &kinds,
        sign,
        scope.units() as _,
        making.plan.code,
        DOCUMENTS_MAX,
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut made = Vec::new();
    for of_rep in rows.chunk_by(|a, b| a.rep_id == b.rep_id) {
        let Some(first) = of_rep.first() else {
            continue;
        };
        let value: i64 = of_rep.iter().map(|r| r.minor).sum();
        let calls = making.calls.get(&first.rep_id).copied();
        let passes = making.plan.least_compliance_pct.is_none_or(|least| {
            calls.is_some_and(|(done, due)| {
                i64::from(done) * 100 >= i64::from(least) * i64::from(due)
            })
        });
        let bands = if passes {
            earned(&making.plan.tiers, making.plan.cumulative, value)
        } else {
            Vec::new()
        };
        let id = Uuid::now_v7();
        sqlx::query!(
            r#"
            insert into commission_statement (id, rep_id, org_unit_id, month, plan_code, plan_version, currency, value_minor, calls_made,
              calls_due, bands, earned_minor, created_by, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            "#,
            id,
            first.rep_id,
            first.org_unit_id,
            making.month,
            making.plan.code,
            making.plan.version,
            making.currency,
            value,
            calls.map(|c| c.0),
            calls.map(|c| c.1),
            Json(&bands) as _,
            bands.iter().map(|b| b.earned_minor).sum::<i64>(),
            scope.user_id(),
            now.at,
        )
        .execute(&mut *tx)
        .await?;
        let documents: Vec<Counted<'_>> = (of_rep.iter())
            .map(|r| Counted {
                kind: &r.kind,
                document_id: r.document_id,
                date: r.date,
                minor: r.minor,
            })
            .collect();
        sqlx::query!(
            r#"insert into commission_document (statement_id, kind, document_id, date, minor)
            select $1, * from jsonb_to_recordset($2) as t(kind text, document_id uuid, date date, minor int8)"#,
            id,
            Json(&documents) as _,
        )
        .execute(&mut *tx)
        .await?;
        let of = (first.rep_id, first.org_unit_id);
        issued(&mut *tx, now, making, (id, value, &bands), of).await?;
        made.push(id);
    }
    Ok(made)
}

/// The event of a statement that was made.
async fn issued(
    tx: &mut PgConnection,
    now: Now,
    making: &Making<'_>,
    (id, value, bands): (Uuid, i64, &[Band]),
    (rep, unit): (i32, i32),
) -> Result<(), StoreError> {
    let told = json!({"commission": id, "month": making.month, "plan": making.plan.code, "value_minor": value,
        "earned_minor": bands.iter().map(|b| b.earned_minor).sum::<i64>()});
    let event = NewEvent {
        kind: "commission_issued",
        org_unit_id: Some(unit),
        rep_id: Some(rep),
        subject_id: id.to_string(),
        body: &told,
    };
    event::insert(tx, now.at, &event).await?;
    Ok(())
}

/// Which statements; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct StatementFilter {
    pub ids: Option<Vec<Uuid>>,
    pub rep_id: Option<i32>,
    pub month: Option<NaiveDate>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// Newest month first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &StatementFilter,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<CommissionStatement>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        CommissionStatement,
        r#"
        select c.id, c.rep_id, r.name as rep_name, c.month, c.plan_code, c.plan_version, c.currency, c.value_minor, c.calls_made,
          c.calls_due, c.bands as "bands: Json<Vec<Band>>", c.earned_minor, c.created_at as "created_at: Instant"
        from commission_statement c join rep r on r.id = c.rep_id
        where ($1::int4[] is null or c.org_unit_id = any($1)) and ($2::int4 is null or c.rep_id = $2)
          and ($3::uuid[] is null or c.id = any($3)) and ($4::int4 is null or c.rep_id = $4) and ($5::date is null or c.month = $5)
          and ($9::timestamptz is null or c.created_at >= $9)
          and ($10::int8 is null or c.xid >= $10::int8::text::xid8)
          and ($11::date is null or c.month + interval '1 month' > $11) and ($12::date is null or c.month <= $12)
          and c.month <= coalesce($6::date, 'infinity') and ($6::date is null or c.month < $6 or c.id > $7)
        order by c.month desc, c.id limit $8
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.ids.as_deref() as _,
        filter.rep_id,
        filter.month,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        since_time,
        since_xid,
        filter.from,
        filter.to,
    )
    .fetch_all(db)
    .await?)
}

/// The documents of a statement that the caller has seen.
pub async fn documents(
    db: &mut PgConnection,
    statement: Uuid,
) -> Result<Vec<CommissionDocument>, StoreError> {
    Ok(sqlx::query_as!(
        CommissionDocument,
        r#"
        select d.kind, d.document_id, d.date, d.minor, i.number as "number?", coalesce(i.order_id, t.order_id) as order_id,
          a.id as "account_id?", c.name as "customer_name?"
        from commission_document d
        left join invoice i on d.kind = 'invoice' and i.id = d.document_id
        left join sales_return t on d.kind = 'return' and t.id = d.document_id
        left join collection m on d.kind = 'collection' and m.id = d.document_id
        left join sales_order s on s.id = t.order_id
        left join credit_account a on a.id = coalesce(i.account_id, m.account_id, s.account_id)
        left join customer c on c.id = a.customer_id
        where d.statement_id = $1 order by d.date, d.document_id
        "#,
        statement
    )
    .fetch_all(db)
    .await?)
}
