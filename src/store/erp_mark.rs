//! Where orders, collections and returns stand in the ERP. What it says is appended; the newest stands.
//! Which may follow which is `fieldbeat_trade::erp`'s.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::erp::{self, ErpState, Mark, Said};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    scope::Scope,
    upsert::{Fault, Now, TEXT_MAX},
};

/// A document that an ERP takes from us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErpKind {
    Order,
    Collection,
    Return,
}

impl ErpKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Collection => "collection",
            Self::Return => "return",
        }
    }
}

/// What is said of one document.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct ErpMarkPut {
    pub kind: ErpKind,
    pub id: Uuid,
    pub state: ErpState,
    /// The ERP's own.
    pub number: Option<String>,
    /// Of a rejection; required there.
    pub reason: Option<String>,
}

/// Where a document stands, as lists of documents show it.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ErpSeen {
    pub state: ErpState,
    /// The ERP's own.
    pub number: Option<String>,
    pub reason: Option<String>,
    /// The document's version that was spoken of: a smaller one than its own has changed since.
    pub version: i32,
}

/// A document with what the ERP says of it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ErpMark {
    /// order | collection | return
    pub kind: String,
    pub document_id: Uuid,
    /// waiting | exported | accepted | rejected
    pub state: String,
    pub number: Option<String>,
    pub reason: Option<String>,
    /// The document has changed since.
    pub outdated: bool,
    /// How often the ERP took it.
    pub attempts: i64,
    pub at: Instant,
    pub by: Option<String>,
    pub date: NaiveDate,
    pub customer_id: Option<i32>,
    pub customer_name: Option<String>,
    pub rep_name: Option<String>,
    pub currency: String,
    pub minor: i64,
}

/// What became of one thing said.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ErpMarkResult {
    /// Position in `items`.
    pub index: usize,
    /// updated | unchanged | error
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Vec<Fault>>,
}

/// Keeps what is said of documents in scope, one after the other.
pub async fn mark(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    items: &[ErpMarkPut],
) -> Result<Vec<ErpMarkResult>, StoreError> {
    let mut results = Vec::with_capacity(items.len());
    for (index, put) in items.iter().enumerate() {
        let (status, error) = match one(&mut *tx, scope, now, put).await? {
            Ok(true) => ("updated", None),
            Ok(false) => ("unchanged", None),
            Err(fault) => ("error", Some(vec![fault])),
        };
        results.push(ErpMarkResult {
            index,
            status,
            error,
        });
    }
    Ok(results)
}

async fn one(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &ErpMarkPut,
) -> Result<Result<bool, Fault>, StoreError> {
    for (pointer, text) in [("/number", &put.number), ("/reason", &put.reason)] {
        let text = text.as_deref().unwrap_or("-");
        if text.trim().is_empty() || text.chars().count() > TEXT_MAX || text.contains('\0') {
            return Ok(Err(Fault::new(pointer, "invalid_text")));
        }
    }
    let kind = put.kind.as_str();
    let Some(version) = lock(&mut *tx, scope, put.kind, put.id).await? else {
        return Ok(Err(Fault::new("/id", "unknown")));
    };
    let was = sqlx::query!(
        "select state, number, reason, version from erp_mark where kind = $1 and document_id = $2",
        kind,
        put.id,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let was = was.map(|w| Mark {
        said: Said {
            // Stored words are checked by the table.
            state: w.state.parse().unwrap_or(ErpState::Waiting),
            number: w.number,
            reason: w.reason,
        },
        outdated: w.version < version,
    });
    let said = Said {
        state: put.state,
        number: put.number.clone(),
        reason: put.reason.clone(),
    };
    let next = match erp::follow(was.as_ref(), said) {
        Ok(Some(next)) => next,
        Ok(None) => return Ok(Ok(false)),
        Err(code) => return Ok(Err(Fault::new("/state", code))),
    };
    sqlx::query!(
        r#"
        with newest as (
          insert into erp_mark as m (kind, document_id, state, number, reason, version, marked_at, marked_by)
          values ($1, $2, $3, $4, $5, $6, $7, $8)
          on conflict (kind, document_id) do update set state = excluded.state, number = excluded.number,
            reason = excluded.reason, version = excluded.version, marked_at = excluded.marked_at, marked_by = excluded.marked_by
          returning kind
        )
        insert into erp_mark_step (kind, document_id, seq, state, number, reason, version, at, by)
        select kind, $2, (select coalesce(max(seq), 0) + 1 from erp_mark_step where kind = $1 and document_id = $2),
          $3, $4, $5, $6, $7, $8 from newest
        "#,
        kind,
        put.id,
        next.state.as_str(),
        next.number,
        next.reason,
        version,
        now.at,
        scope.user_id() as _,
    )
    .execute(tx)
    .await?;
    Ok(Ok(true))
}

/// Locks a document in scope; answers its version.
async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    kind: ErpKind,
    id: Uuid,
) -> Result<Option<i32>, StoreError> {
    let units = scope.units();
    Ok(match kind {
        ErpKind::Order => {
            sqlx::query_scalar!(
                "select version from sales_order where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) for update",
                id,
                units as _,
            )
            .fetch_optional(tx)
            .await?
        }
        ErpKind::Collection => {
            sqlx::query_scalar!(
                "select version from collection where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) for update",
                id,
                units as _,
            )
            .fetch_optional(tx)
            .await?
        }
        ErpKind::Return => {
            sqlx::query_scalar!(
                "select r.version from sales_return r join sales_order s on s.id = r.order_id
                where r.id = $1 and ($2::int4[] is null or s.org_unit_id = any($2)) for update of r",
                id,
                units as _,
            )
            .fetch_optional(tx)
            .await?
        }
    })
}

/// Which marks; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct ErpFilter {
    pub kind: Option<&'static str>,
    pub state: Option<&'static str>,
}

/// Newest first, then by document; goes on after `after`.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &ErpFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<ErpMark>, StoreError> {
    Ok(sqlx::query_as!(
        ErpMark,
        r#"
        select m.kind, m.document_id, m.state, m.number, m.reason,
          m.version < coalesce(s.version, c.version, t.version) as "outdated!",
          (select count(*) from erp_mark_step x where x.kind = m.kind and x.document_id = m.document_id
            and x.state = 'exported') as "attempts!",
          m.marked_at as "at: Instant", u.name as "by?",
          coalesce(s.date, c.date, (t.returned_at at time zone 'utc')::date) as "date!",
          cu.id as "customer_id?", cu.name as "customer_name?", r.name as "rep_name?",
          coalesce(s.currency, c.currency, ts.currency) as "currency!",
          coalesce(s.total_minor, c.amount_minor, t.value_minor) as "minor!"
        from erp_mark m
        left join sales_order s on m.kind = 'order' and s.id = m.document_id
        left join collection c on m.kind = 'collection' and c.id = m.document_id
        left join credit_account a on a.id = c.account_id
        left join sales_return t on m.kind = 'return' and t.id = m.document_id
        left join sales_order ts on ts.id = t.order_id
        left join customer cu on cu.id = coalesce(s.customer_id, a.customer_id, ts.customer_id)
        left join rep r on r.id = coalesce(s.rep_id, c.rep_id, t.rep_id, ts.rep_id)
        left join app_user u on u.id = m.marked_by
        where ($1::int4[] is null or coalesce(s.org_unit_id, c.org_unit_id, ts.org_unit_id) = any($1))
          and ($2::int4 is null or coalesce(s.rep_id, c.rep_id, ts.rep_id) = $2)
          and ($3::text is null or m.kind = $3) and ($4::text is null or m.state = $4)
          and m.marked_at <= coalesce($5::timestamptz, 'infinity')
          and ($5::timestamptz is null or m.marked_at < $5 or m.document_id > $6)
        order by m.marked_at desc, m.document_id limit $7
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.kind,
        filter.state,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?)
}
