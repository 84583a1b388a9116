//! E-mail as people read it: an activity's message, and the exchange it is part of. Who may read more than the subject
//! is kept with each.

use serde::Serialize;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::store::{error::StoreError, instant::Instant, mailbox::keep::Attachment, scope::Scope};

/// Messages of an exchange.
pub const THREAD_MAX: i64 = 50;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Email {
    pub activity_id: Uuid,
    pub at: Instant,
    /// in | out
    pub direction: String,
    pub subject: String,
    /// Only its subject is for who asks: it lay in the mailbox of another person.
    pub withheld: bool,
    pub sender: Option<String>,
    pub recipients: Vec<String>,
    pub contacts: Vec<String>,
    pub text: Option<String>,
    /// There is more of it in the mailbox.
    pub text_cut: bool,
    #[schema(value_type = Vec<Attachment>)]
    pub attachments: Json<Vec<Attachment>>,
    /// When the message says that it was written.
    pub said_at: Option<Instant>,
    /// That is over a day from when it was received, or absent.
    pub date_doubtful: bool,
    /// The mailbox; null where it was removed.
    pub mailbox_name: Option<String>,
    /// The other messages of the exchange with this customer, oldest first.
    pub thread: Vec<ThreadItem>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ThreadItem {
    pub activity_id: Uuid,
    pub at: Instant,
    /// in | out
    pub direction: String,
    pub subject: String,
}

/// The message behind an activity in scope.
pub async fn get(db: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<Email, StoreError> {
    let row = sqlx::query!(
        r#"
        select a.at as "at!: Instant", m.direction, a.subject, m.readers is null or $4 = any(m.readers) as "open!", m.sender, m.recipients,
          array(select p.name from contact p where p.id = any(m.contact_ids) order by array_position(m.contact_ids, p.id)) as "contacts!",
          m.text, m.text_cut, m.attachments as "attachments: Json<Vec<Attachment>>", m.said_at as "said_at: Instant", m.date_doubtful,
          b.name as "mailbox_name?", m.customer_id, m.thread_key
        from email m join activity a on a.id = m.activity_id left join mailbox b on b.id = m.mailbox_id
        where m.activity_id = $1 and ($2::int4[] is null or a.org_unit_id = any($2)) and ($3::int4 is null or a.rep_id = $3)
        "#,
        id,
        scope.units() as _,
        scope.rep_id(),
        scope.user_id().unwrap_or_default(),
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(StoreError::NotFound)?;
    let thread = sqlx::query_as!(
        ThreadItem,
        r#"
        select a.id as activity_id, a.at as "at!: Instant", m.direction, a.subject
        from email m join activity a on a.id = m.activity_id
        where m.customer_id = $1 and m.thread_key = $2 and m.activity_id <> $3
          and ($4::int4[] is null or a.org_unit_id = any($4)) and ($5::int4 is null or a.rep_id = $5)
        order by a.at, a.id limit $6
        "#,
        row.customer_id,
        row.thread_key,
        id,
        scope.units() as _,
        scope.rep_id(),
        THREAD_MAX,
    )
    .fetch_all(db)
    .await?;
    let open = row.open;
    Ok(Email {
        activity_id: id,
        at: row.at,
        direction: row.direction,
        subject: row.subject,
        withheld: !open,
        sender: open.then_some(row.sender),
        recipients: if open { row.recipients } else { Vec::new() },
        contacts: row.contacts,
        text: open.then_some(row.text),
        text_cut: open && row.text_cut,
        attachments: if open {
            row.attachments
        } else {
            Json(Vec::new())
        },
        said_at: row.said_at,
        date_doubtful: row.date_doubtful,
        mailbox_name: row.mailbox_name,
        thread,
    })
}
