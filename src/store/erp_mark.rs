//! Where orders, collections and returns stand in the ERP. What it says is appended; the newest stands.
//! Which may follow which is `fieldbeat_trade::erp`'s.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::erp::{self, ErpState, Mark, Said};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    scope::Scope,
    upsert::{Fault, Now, RowStatus, TEXT_MAX},
};

/// A document that an ERP takes from us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
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
    #[schema(value_type = String)]
    pub status: RowStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Vec<Fault>>,
}

type Key = (ErpKind, Uuid);

/// A document with its row locked.
struct Document {
    version: i32,
    /// What the ERP says of it.
    mark: Option<Mark>,
}

/// Keeps what is said of documents in scope, one after the other; all of them are locked before the first.
pub async fn mark(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    items: &[ErpMarkPut],
) -> Result<Vec<ErpMarkResult>, StoreError> {
    let mut documents = lock(&mut *tx, scope, items).await?;
    let mut said = Vec::new();
    let results = items.iter().enumerate().map(|(index, put)| {
        let (status, error) = match follow(&mut documents, put) {
            Ok(Some(next)) => {
                said.push(next);
                (RowStatus::Updated, None)
            }
            Ok(None) => (RowStatus::Unchanged, None),
            Err(fault) => (RowStatus::Error, Some(vec![fault])),
        };
        ErpMarkResult {
            index,
            status,
            error,
        }
    });
    let results = results.collect();
    keep(tx, scope, now, &said).await?;
    Ok(results)
}

/// What is to be kept of a document.
struct Next {
    key: Key,
    said: Said,
    version: i32,
}

/// What follows from what is said now of a document, which then stands so.
fn follow(documents: &mut HashMap<Key, Document>, put: &ErpMarkPut) -> Result<Option<Next>, Fault> {
    for (pointer, text) in [("/number", &put.number), ("/reason", &put.reason)] {
        let text = text.as_deref().unwrap_or("-");
        if text.trim().is_empty() || text.chars().count() > TEXT_MAX || text.contains('\0') {
            return Err(Fault::new(pointer, "invalid_text"));
        }
    }
    let key = (put.kind, put.id);
    let Some(document) = documents.get_mut(&key) else {
        return Err(Fault::new("/id", "unknown"));
    };
    let said = Said {
        state: put.state,
        number: put.number.clone(),
        reason: put.reason.clone(),
    };
    let next =
        erp::follow(document.mark.as_ref(), said).map_err(|code| Fault::new("/state", code))?;
    Ok(next.map(|said| {
        document.mark = Some(Mark {
            said: said.clone(),
            outdated: false,
        });
        Next {
            key,
            said,
            version: document.version,
        }
    }))
}

async fn keep(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    said: &[Next],
) -> Result<(), StoreError> {
    let kinds: Vec<&str> = said.iter().map(|n| n.key.0.as_str()).collect();
    let ids: Vec<Uuid> = said.iter().map(|n| n.key.1).collect();
    let states: Vec<&str> = said.iter().map(|n| n.said.state.as_str()).collect();
    let numbers: Vec<Option<&str>> = said.iter().map(|n| n.said.number.as_deref()).collect();
    let reasons: Vec<Option<&str>> = said.iter().map(|n| n.said.reason.as_deref()).collect();
    let versions: Vec<i32> = said.iter().map(|n| n.version).collect();
    sqlx::query!(
        r#"
        with said as (
          select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int4[])
            with ordinality as t(kind, id, state, number, reason, version, n)
        ), newest as (
          insert into erp_mark as m (kind, document_id, state, number, reason, version, marked_at, marked_by)
          select distinct on (kind, id) kind, id, state, number, reason, version, $7::timestamptz, $8::int4 from said order by kind, id, n desc
          on conflict (kind, document_id) do update set state = excluded.state, number = excluded.number,
            reason = excluded.reason, version = excluded.version, marked_at = excluded.marked_at, marked_by = excluded.marked_by
        )
        insert into erp_mark_step (kind, document_id, seq, state, number, reason, version, at, by)
        select kind, id,
          (select coalesce(max(seq), 0) from erp_mark_step x where x.kind = said.kind and x.document_id = said.id)
            + row_number() over (partition by kind, id order by n),
          state, number, reason, version, $7, $8 from said
        "#,
        &kinds as &[&str],
        &ids,
        &states as &[&str],
        &numbers as &[Option<&str>],
        &reasons as &[Option<&str>],
        &versions,
        now.at,
        scope.user_id() as _,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Locks the documents in scope: orders, then returns, then collections, each by id.
async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    items: &[ErpMarkPut],
) -> Result<HashMap<Key, Document>, StoreError> {
    let units = scope.units();
    let ids = |kind| -> Vec<Uuid> {
        let of_kind = items.iter().filter(|put| put.kind == kind);
        of_kind.map(|put| put.id).collect()
    };
    let mut versions: HashMap<Key, i32> = HashMap::new();
    let orders = sqlx::query!(
        "select id, version from sales_order where id = any($1) and ($2::int4[] is null or org_unit_id = any($2))
        order by id for update",
        &ids(ErpKind::Order),
        units as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    versions.extend((orders.iter()).map(|o| ((ErpKind::Order, o.id), o.version)));
    let returns = sqlx::query!(
        "select r.id, r.version from sales_return r join sales_order s on s.id = r.order_id
        where r.id = any($1) and ($2::int4[] is null or s.org_unit_id = any($2)) order by r.id for update of r",
        &ids(ErpKind::Return),
        units as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    versions.extend((returns.iter()).map(|r| ((ErpKind::Return, r.id), r.version)));
    let collections = sqlx::query!(
        "select id, version from collection where id = any($1) and ($2::int4[] is null or org_unit_id = any($2))
        order by id for update",
        &ids(ErpKind::Collection),
        units as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    versions.extend((collections.iter()).map(|c| ((ErpKind::Collection, c.id), c.version)));

    let mut marks: HashMap<(String, Uuid), (Said, i32)> = sqlx::query!(
        "select kind, document_id, state, number, reason, version from erp_mark where document_id = any($1)",
        &versions.keys().map(|key| key.1).collect::<Vec<_>>(),
    )
    .fetch_all(tx)
    .await?
    .into_iter()
    .map(|m| {
        let said = Said {
            // Stored words are checked by the table.
            state: m.state.parse().unwrap_or(ErpState::Waiting),
            number: m.number,
            reason: m.reason,
        };
        ((m.kind, m.document_id), (said, m.version))
    })
    .collect();
    let document = |(key, version): (Key, i32)| {
        let mark = marks.remove(&(key.0.as_str().to_owned(), key.1));
        let mark = mark.map(|(said, spoken_of)| Mark {
            said,
            outdated: spoken_of < version,
        });
        (key, Document { version, mark })
    };
    Ok(versions.into_iter().map(document).collect())
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
