//! The ledger of an account: every document that changes what is owed, once. Its sum is the balance.

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::invoice;
use crate::store::{error::StoreError, upsert::Now};

/// A document as it is booked.
pub(super) struct Entry {
    pub account: i32,
    pub date: NaiveDate,
    /// invoice | opening | collection | return | credit_note
    pub kind: &'static str,
    pub document: Uuid,
    /// Debits above zero, credits below.
    pub minor: i64,
}

/// Books a document; the account is locked.
pub(super) async fn book(tx: &mut PgConnection, now: Now, entry: &Entry) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into ledger_entry (account_id, date, kind, document_id, minor, recorded_at) values ($1, $2, $3, $4, $5, $6)"#,
        entry.account,
        entry.date,
        entry.kind,
        entry.document,
        entry.minor,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"update credit_account set balance_minor = balance_minor + $2, version = version + 1, updated_at = $3 where id = $1"#,
        entry.account,
        entry.minor,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What settles invoices.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Collection(Uuid),
    Return(Uuid),
    CreditNote(Uuid),
}

/// Sets parts of a collection, a return or a credit note against invoices; the account is locked.
pub(super) async fn allocate(
    tx: &mut PgConnection,
    now: Now,
    source: Source,
    parts: &[(Uuid, i64)],
) -> Result<(), StoreError> {
    if parts.is_empty() {
        return Ok(());
    }
    let (collection, ret, credit_note) = match source {
        Source::Collection(id) => (Some(id), None, None),
        Source::Return(id) => (None, Some(id), None),
        Source::CreditNote(id) => (None, None, Some(id)),
    };
    let invoices: Vec<Uuid> = parts.iter().map(|p| p.0).collect();
    let minors: Vec<i64> = parts.iter().map(|p| p.1).collect();
    sqlx::query!(
        r#"insert into allocation (invoice_id, collection_id, return_id, credit_note_id, minor, at)
        select t.invoice, $3, $4, $6, t.minor, $5 from unnest($1::uuid[], $2::int8[]) as t(invoice, minor)"#,
        &invoices,
        &minors,
        collection,
        ret,
        now.at,
        credit_note,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        update invoice i set paid_minor = paid_minor + t.minor, version = version + 1, updated_at = $3
        from (select invoice, sum(minor)::int8 as minor from unnest($1::uuid[], $2::int8[]) as t(invoice, minor) group by 1) t
        where i.id = t.invoice
        "#,
        &invoices,
        &minors,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    invoice::tell(tx, now, "invoice_changed", &invoices).await
}
