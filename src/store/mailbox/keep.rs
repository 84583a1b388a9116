//! What is kept of messages: an activity of each customer's whom one is with, and the place in the folder, in one
//! transaction. What was kept before, by whatever mailbox, is not kept again.

use chrono::{DateTime, Utc};
use fieldbeat_domain::time::{At, CompanyTime};
use fieldbeat_trade::crm::email::{Dated, Direction};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool, types::Json};
use uuid::Uuid;

use super::turn::{Place, Turn};
use crate::store::{error::StoreError, upsert::Now};

/// "Somebody keeps messages": one reader at a time, so that two with the same message do not miss each other.
const KEEP_LOCK: i64 = 0x6669_656c_6462_0069;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attachment {
    pub name: String,
    /// About as much where it was not read to its end.
    pub bytes: i64,
}

/// A customer whom a message is with, and the people there.
#[derive(Clone, Debug)]
pub struct With {
    pub customer_id: i32,
    /// Who wrote it, else who got it, first.
    pub contact_ids: Vec<i32>,
}

/// A message to be kept.
pub struct NewEmail {
    pub uid: i64,
    pub message_key: [u8; 32],
    pub thread_key: [u8; 32],
    pub direction: Direction,
    pub with: Vec<With>,
    pub sender: String,
    pub recipients: Vec<String>,
    pub subject: String,
    pub text: String,
    pub text_cut: bool,
    pub attachments: Vec<Attachment>,
    pub said_at: Option<DateTime<Utc>>,
    pub dated: Dated,
    /// Contacts who wrote that they want no more.
    pub no_more: Vec<i32>,
}

/// What became of messages of a folder up to a UID.
#[derive(Default)]
pub struct Batch {
    pub place: Place,
    pub emails: Vec<NewEmail>,
    pub unmatched: i64,
    pub automatic: i64,
    pub unreadable: i64,
}

/// Whether it is still this reader's turn; if not, nothing was kept.
pub async fn keep(
    db: &PgPool,
    now: Now,
    time: CompanyTime,
    turn: &Turn,
    folder: &str,
    batch: &Batch,
) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    sqlx::query!("select pg_advisory_xact_lock($1)", KEEP_LOCK)
        .execute(&mut *tx)
        .await?;
    let ours = sqlx::query_scalar!(
        r#"select true as "ours!" from mailbox where id = $1 and turn = $2 for update"#,
        turn.id,
        turn.turn
    )
    .fetch_optional(&mut *tx)
    .await?;
    if ours.is_none() {
        return Ok(false);
    }
    let (mut kept, mut without_rep) = (0_i64, 0_i64);
    for email in &batch.emails {
        let (mut any, mut unkept) = (false, false);
        for with in &email.with {
            match one(&mut tx, now, time, turn, (folder, batch.place), email, with).await? {
                One::Kept => any = true,
                One::Known => {}
                One::NoRep => unkept = true,
            }
        }
        opt_out(&mut tx, now, &email.no_more).await?;
        kept += i64::from(any);
        without_rep += i64::from(unkept && !any);
    }
    sqlx::query!(
        r#"insert into mailbox_folder (mailbox_id, name, uid_validity, last_uid) values ($1, $2, $3, $4)
        on conflict (mailbox_id, name) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid"#,
        turn.id,
        folder,
        batch.place.uid_validity,
        batch.place.last_uid,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"update mailbox set kept = kept + $2, unmatched = unmatched + $3, automatic = automatic + $4, without_rep = without_rep + $5,
          unreadable = unreadable + $6 where id = $1"#,
        turn.id,
        kept,
        batch.unmatched,
        batch.automatic,
        without_rep,
        batch.unreadable,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(true)
}

enum One {
    Kept,
    /// From another folder, another mailbox, or before the folder was numbered anew.
    Known,
    NoRep,
}

async fn one(
    tx: &mut PgConnection,
    now: Now,
    time: CompanyTime,
    turn: &Turn,
    (folder, place): (&str, Place),
    email: &NewEmail,
    with: &With,
) -> Result<One, StoreError> {
    if known(&mut *tx, turn, (folder, place), email, with.customer_id).await? {
        return Ok(One::Known);
    }
    let Some((rep, org_unit)) = whose(&mut *tx, now, turn, with.customer_id).await? else {
        return Ok(One::NoRep);
    };
    let id = Uuid::now_v7();
    sqlx::query!(
        r#"
        insert into activity (id, kind, state, rep_id, user_id, org_unit_id, customer_id, contact_id, subject, ended_at, date, updated_at)
        values ($1, 'email', 'held', $2, $3, $4, $5, $6, $7, $8, $9, $10)
        "#,
        id,
        rep,
        turn.user_id,
        org_unit,
        with.customer_id,
        with.contact_ids.first(),
        email.subject,
        email.dated.at,
        time.date_of(At::from(email.dated.at)),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let readers = turn.user_id.map(|user| vec![user]);
    sqlx::query!(
        r#"
        insert into email (activity_id, customer_id, mailbox_id, folder, uid_validity, uid, message_key, thread_key, direction, sender,
          recipients, contact_ids, text, text_cut, attachments, said_at, date_doubtful, readers)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        "#,
        id,
        with.customer_id,
        turn.id,
        folder,
        place.uid_validity,
        email.uid,
        email.message_key.as_slice(),
        email.thread_key.as_slice(),
        email.direction.as_str(),
        email.sender,
        &email.recipients,
        &with.contact_ids,
        email.text,
        email.text_cut,
        Json(&email.attachments) as _,
        email.said_at,
        email.dated.doubtful,
        readers as _,
    )
    .execute(tx)
    .await?;
    Ok(One::Kept)
}

/// Whether it was kept before; whoever reads this mailbox may then read it, too.
async fn known(
    tx: &mut PgConnection,
    turn: &Turn,
    (folder, place): (&str, Place),
    email: &NewEmail,
    customer: i32,
) -> Result<bool, StoreError> {
    let known = sqlx::query_scalar!(
        r#"update email set readers = case when $3::int4 is null then null
          when readers is null or $3 = any(readers) then readers else readers || $3::int4 end
        where customer_id = $1
          and (message_key = $2 or (mailbox_id = $4 and folder = $5 and uid_validity = $6 and uid = $7)) returning activity_id"#,
        customer,
        email.message_key.as_slice(),
        turn.user_id,
        turn.id,
        folder,
        place.uid_validity,
        email.uid,
    )
    .fetch_optional(tx)
    .await?;
    Ok(known.is_some())
}

/// Whose activity it is, and the unit where that rep works today: the owner of the mailbox, else who calls at the
/// customer, else who was named for such.
async fn whose(
    tx: &mut PgConnection,
    now: Now,
    turn: &Turn,
    customer: i32,
) -> Result<Option<(i32, i32)>, StoreError> {
    let row = sqlx::query!(
        r#"
        with known as (
          (select 1 as rank, r.id as rep_id from rep r where r.user_id = $2)
          union all
          (select 2, rr.rep_id from outlet o
            join route_outlet ro on ro.outlet_id = o.id and ro.retired_at is null and ro.valid @> $4::date
            join route_rep rr on rr.route_id = ro.route_id and rr.retired_at is null and rr.valid @> $4::date
            where o.customer_id = $1 and o.closed_at is null order by o.id, rr.route_id limit 1)
          union all
          (select 3, $3::int4 where $3::int4 is not null)
        )
        select k.rep_id as "rep_id!", a.org_unit_id as "org_unit_id!" from known k
        join rep_org_unit a on a.rep_id = k.rep_id and a.retired_at is null and a.valid @> $4::date
        order by k.rank, k.rep_id limit 1
        "#,
        customer,
        turn.user_id,
        turn.rep_id,
        now.today,
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|r| (r.rep_id, r.org_unit_id)))
}

async fn opt_out(tx: &mut PgConnection, now: Now, contacts: &[i32]) -> Result<(), StoreError> {
    if contacts.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"update contact set opted_out = array(select distinct w from unnest(opted_out || 'email'::text) w order by w),
          version = version + 1, updated_at = $2
        where id = any($1) and not 'email' = any(opted_out)"#,
        contacts,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
