//! The debt statement of an account over a period, and how old what is open is.

use chrono::NaiveDate;
use fieldbeat_trade::ageing::Ageing;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::error::StoreError;

/// Entries of one statement; a longer one says that it was cut.
const ENTRIES_MAX: i64 = 5_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StatementEntry {
    pub date: NaiveDate,
    /// invoice | opening | collection | return | credit_note
    pub kind: String,
    pub document_id: Uuid,
    /// Of an invoice.
    pub number: Option<String>,
    /// What a credit note is for: claim | display | scheme
    pub source_kind: Option<String>,
    pub source_id: Option<Uuid>,
    /// Debits above zero, credits below.
    pub minor: i64,
    /// After it.
    pub balance_minor: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Statement {
    pub account_id: i32,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub opening_minor: i64,
    pub entries: Vec<StatementEntry>,
    /// There are more entries than are told; the closing balance counts them all.
    pub truncated: bool,
    pub closing_minor: i64,
    /// Of what is open today.
    pub ageing: Ageing,
    /// Collections, returns and credit notes not set against invoices, of today.
    pub on_account_minor: i64,
}

/// The statement of an account that the caller has seen.
pub async fn of(
    db: &mut PgConnection,
    account: i32,
    from: NaiveDate,
    to: NaiveDate,
    today: NaiveDate,
) -> Result<Statement, StoreError> {
    let sums = sqlx::query!(
        r#"select coalesce(sum(minor) filter (where date < $2), 0)::int8 as "opening!",
          coalesce(sum(minor) filter (where date <= $3), 0)::int8 as "closing!"
        from ledger_entry where account_id = $1"#,
        account,
        from,
        to
    )
    .fetch_one(&mut *db)
    .await?;
    let rows = sqlx::query!(
        r#"
        select e.date, e.kind, e.document_id, i.number as "number?", e.minor, n.kind as "source_kind?", n.document_id as "source_id?"
        from ledger_entry e left join invoice i on i.id = e.document_id
        left join credit_note n on e.kind = 'credit_note' and n.id = e.document_id
        where e.account_id = $1 and e.date between $2 and $3 order by e.date, e.id limit $4
        "#,
        account,
        from,
        to,
        ENTRIES_MAX + 1,
    )
    .fetch_all(&mut *db)
    .await?;
    let most = usize::try_from(ENTRIES_MAX).unwrap_or(usize::MAX);
    let truncated = rows.len() > most;
    let mut balance = sums.opening;
    let entries = (rows.into_iter().take(most))
        .map(|r| {
            balance += r.minor;
            StatementEntry {
                date: r.date,
                kind: r.kind,
                document_id: r.document_id,
                number: r.number,
                source_kind: r.source_kind,
                source_id: r.source_id,
                minor: r.minor,
                balance_minor: balance,
            }
        })
        .collect();
    let open = sqlx::query!(
        r#"select due, sum(total_minor - paid_minor)::int8 as "minor!" from invoice
        where account_id = $1 and paid_minor < total_minor group by due"#,
        account
    )
    .fetch_all(&mut *db)
    .await?;
    let mut ageing = Ageing::default();
    for invoice in open {
        ageing.add(invoice.due, invoice.minor, today);
    }
    let on_account = sqlx::query_scalar!(
        r#"
        select (coalesce((select sum(on_account_minor) from collection where account_id = $1), 0)
          + coalesce((select sum(t.on_account_minor) from sales_return t join sales_order s on s.id = t.order_id
              where s.account_id = $1), 0)
          + coalesce((select sum(on_account_minor) from credit_note where account_id = $1), 0))::int8 as "minor!"
        "#,
        account
    )
    .fetch_one(db)
    .await?;
    Ok(Statement {
        account_id: account,
        from,
        to,
        opening_minor: sums.opening,
        entries,
        truncated,
        closing_minor: sums.closing,
        ageing,
        on_account_minor: on_account,
    })
}
