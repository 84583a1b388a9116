//! Every place in the database that can say where a rep was, one by one: how much of it there is, and how it goes.
//! What commerce needs stays: orders, payments, visits with their outlet and times, working time, figures.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Serialize;
use sqlx::{Connection, PgConnection, PgPool};
use strum::VariantArray;

use super::erasure::Target;
use crate::{
    store::{
        error::StoreError,
        fix::OFFSET_WINDOW_MS,
        partition,
        photo::keep::{Going, going},
    },
    wire::device::KNOWN_KINDS,
};

/// One kind of trace.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    strum::AsRefStr,
    strum::VariantArray,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Trace {
    /// Positions as they came, late ones too.
    RawFixes,
    /// Copies of positions with sealed visits; their digests stay.
    SealedCopies,
    /// Positions of check-ins, check-outs and what else a rep declared.
    MarkPositions,
    /// Positions in the bodies of field records.
    RecordPositions,
    /// Where a visit was seen; outlet, times and verdict stay.
    VisitPositions,
    /// The same in former revisions of visits.
    VisitHistory,
    /// Where the rep stayed, in the report of a day.
    DayStays,
    /// The day as folded so far.
    Checkpoint,
    /// Photos with their notes and decisions. Those that a claim is proven by lose their picture alone.
    Photos,
    /// Where and when a camera said that it was.
    CameraPlaces,
    /// Pins that the rep proposed, or that were found from the rep's visits alone.
    PinProposals,
    /// New outlets asked for and not approved; approved ones keep the outlet's own pin.
    OutletRequests,
    /// What a phone app sent and nobody could read.
    UnreadRecords,
    /// Events and exceptions that tell of a place.
    Events,
    /// Places written in messages to the rep.
    Messages,
    /// Answers kept for repeated requests.
    KeptAnswers,
    /// Where the rep's days start in what-if plans.
    PlannedHomes,
}

/// How many rows of each there are.
pub type Rows = BTreeMap<String, i64>;

/// How much there is of each.
pub async fn count(conn: &mut PgConnection, target: &Target) -> Result<Rows, StoreError> {
    let mut rows = Rows::new();
    for trace in Trace::VARIANTS {
        rows.insert(
            trace.as_ref().to_owned(),
            of(&mut *conn, *trace, target).await?,
        );
    }
    Ok(rows)
}

fn known_kinds() -> Vec<String> {
    KNOWN_KINDS.iter().map(|k| (*k).to_owned()).collect()
}

#[expect(clippy::too_many_lines, reason = "as long as it has classes")]
async fn of(conn: &mut PgConnection, trace: Trace, t: &Target) -> Result<i64, StoreError> {
    let (rep, before, cutoff) = (t.rep, t.before, t.cutoff);
    let n = match trace {
        Trace::RawFixes => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from fix where rep_id = $1 and at < $2
                   and at + clock_offset_ms * interval '1 millisecond' < $3"#,
                rep,
                latest(t),
                cutoff
            )
            .fetch_one(conn)
            .await
        }
        Trace::SealedCopies => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from visit_seal where rep_id = $1 and date < $2 and fixes is not null"#,
                rep,
                before
            )
            .fetch_one(conn)
            .await
        }
        Trace::MarkPositions => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from mark where rep_id = $1 and date < $2 and body <> mark_without_places(body)"#,
                rep,
                before
            )
            .fetch_one(conn)
            .await
        }
        Trace::RecordPositions => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from device_record where rep_id = $1 and date < $2
                   and (body <> record_without_places(kind = any($3), body) or status_detail <> without_places(status_detail))"#,
                rep,
                before,
                &known_kinds()
            )
            .fetch_one(conn)
            .await
        }
        Trace::VisitPositions => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from visit where rep_id = $1 and date < $2 and visit <> visit_without_places(visit)"#,
                rep,
                before
            )
            .fetch_one(conn)
            .await
        }
        Trace::VisitHistory => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from visit_revision where rep_id = $1 and date < $2
                   and (before <> visit_without_places(before) or after <> visit_without_places(after))"#,
                rep,
                before
            )
            .fetch_one(conn)
            .await
        }
        Trace::DayStays => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from rep_day where rep_id = $1 and date < $2 and report->'stays' <> '[]'"#,
                rep,
                before
            )
            .fetch_one(conn)
            .await
        }
        Trace::Checkpoint => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from tracker_checkpoint where rep_id = $1 and date < $2 and state <> ''"#,
                rep,
                before
            )
            .fetch_one(conn)
            .await
        }
        Trace::Photos => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from photo p join photo_blob b on b.digest = p.digest
                   where p.rep_id = $1 and p.date < $2
                     and (b.removed_at is null or not exists (select from claim_line c where c.photo_id = p.id))"#,
                rep,
                before
            )
            .fetch_one(conn)
            .await
        }
        Trace::CameraPlaces => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from photo_upload where rep_id = $1 and uploaded_at < $2 and camera_lat_e7 is not null"#,
                rep,
                cutoff
            )
            .fetch_one(conn)
            .await
        }
        Trace::PinProposals => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from pin_proposal p where p.proposed_at < $3 and p.lat_e7 is not null
                   and (p.source = 'rep' and p.rep_id = $1
                     or p.source = 'visits' and p.reps = 1 and exists (select from visit v where v.id = any(p.visits) and v.rep_id = $1 and v.date < $2))"#,
                rep,
                before,
                cutoff
            )
            .fetch_one(conn)
            .await
        }
        Trace::OutletRequests => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from outlet_request q where q.rep_id = $1 and q.requested_at < $2
                   and (q.state <> 'approved' or q.accuracy_dm is not null)"#,
                rep,
                cutoff
            )
            .fetch_one(conn)
            .await
        }
        Trace::UnreadRecords => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from quarantined_record where rep_id = $1 and least(at, received_at) < $2"#,
                rep,
                cutoff
            )
            .fetch_one(conn)
            .await
        }
        Trace::Events => {
            sqlx::query_scalar!(
                r#"select (select count(*) from event where rep_id = $1 and body <> without_places(body))
                   + (select count(*) from field_exception where rep_id = $1 and date < $2 and evidence <> without_places(evidence)) as "n!""#,
                rep,
                before
            )
            .fetch_one(conn)
            .await
        }
        Trace::Messages => {
            sqlx::query_scalar!(
                r#"select (select count(*) from message where rep_id = $1 and sent_at < $2 and text <> text_without_places(text))
                   + (select count(*) from activity where rep_id = $1 and at < $2
                      and (note <> text_without_places(note) or subject <> text_without_places(subject))) as "n!""#,
                rep,
                cutoff
            )
            .fetch_one(conn)
            .await
        }
        Trace::KeptAnswers => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from idempotency_key where encode(body, 'escape') ~ ('"rep_id":' || $1::text || '[,}]')
                   and encode(body, 'escape') ~ '"(lat|lng|latitude|position|fix|coordinates)"'"#,
                rep.to_string()
            )
            .fetch_one(conn)
            .await
        }
        Trace::PlannedHomes => {
            sqlx::query_scalar!(
                r#"select count(*) as "n!" from scenario_rep where rep_id = $1 and $2 and home_lat_e7 is not null"#,
                rep,
                t.whole
            )
            .fetch_one(conn)
            .await
        }
    }?;
    Ok(n)
}

/// The newest own time that a fix of those days may have.
fn latest(t: &Target) -> DateTime<Utc> {
    t.cutoff + TimeDelta::milliseconds(OFFSET_WINDOW_MS)
}

/// UTC days that may hold fixes to be erased, each a step of its own.
pub(super) async fn fix_days(
    conn: &mut PgConnection,
    t: &Target,
) -> Result<Vec<NaiveDate>, StoreError> {
    let Some(mode) = partition::mode(conn).await? else {
        return Ok(Vec::new());
    };
    let last = latest(t).date_naive();
    let mut days = partition::days(conn, mode).await?;
    days.retain(|day| *day <= last);
    Ok(days)
}

/// Erases the fixes of one UTC day.
pub(super) async fn erase_fixes(
    conn: &mut PgConnection,
    t: &Target,
    day: NaiveDate,
) -> Result<u64, StoreError> {
    let start = day.and_time(NaiveTime::MIN).and_utc();
    let done = sqlx::query!(
        "delete from fix where rep_id = $1 and at >= $2 and at < $3
           and at + clock_offset_ms * interval '1 millisecond' < $4",
        t.rep,
        start,
        start + TimeDelta::days(1),
        t.cutoff,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Erases all traces of a class but raw fixes and the files of photos; answers how many rows went or changed.
#[expect(clippy::too_many_lines, reason = "as long as it has classes")]
pub(super) async fn erase(
    conn: &mut PgConnection,
    trace: Trace,
    t: &Target,
) -> Result<u64, StoreError> {
    let (rep, before, cutoff) = (t.rep, t.before, t.cutoff);
    let done = match trace {
        // By days (`erase_fixes`).
        Trace::RawFixes => return Ok(0),
        Trace::SealedCopies => sqlx::query!(
            "update visit_seal set fixes = null where rep_id = $1 and date < $2 and fixes is not null",
            rep,
            before
        )
        .execute(conn)
        .await,
        Trace::MarkPositions => sqlx::query!(
            "update mark set body = mark_without_places(body)
             where rep_id = $1 and date < $2 and body <> mark_without_places(body)",
            rep,
            before
        )
        .execute(conn)
        .await,
        Trace::RecordPositions => sqlx::query!(
            "update device_record set body = record_without_places(kind = any($3), body), status_detail = without_places(status_detail)
             where rep_id = $1 and date < $2
               and (body <> record_without_places(kind = any($3), body) or status_detail <> without_places(status_detail))",
            rep,
            before,
            &known_kinds()
        )
        .execute(conn)
        .await,
        Trace::VisitPositions => sqlx::query!(
            "update visit set visit = visit_without_places(visit)
             where rep_id = $1 and date < $2 and visit <> visit_without_places(visit)",
            rep,
            before
        )
        .execute(conn)
        .await,
        Trace::VisitHistory => sqlx::query!(
            "update visit_revision set before = visit_without_places(before), after = visit_without_places(after)
             where rep_id = $1 and date < $2
               and (before <> visit_without_places(before) or after <> visit_without_places(after))",
            rep,
            before
        )
        .execute(conn)
        .await,
        Trace::DayStays => sqlx::query!(
            "update rep_day set report = jsonb_set(report, '{stays}', '[]') where rep_id = $1 and date < $2 and report->'stays' <> '[]'",
            rep,
            before
        )
        .execute(conn)
        .await,
        // The row stays: of a day that is open the end is still to come.
        Trace::Checkpoint => sqlx::query!(
            "update tracker_checkpoint set state = '' where rep_id = $1 and date < $2 and state <> ''",
            rep,
            before
        )
        .execute(conn)
        .await,
        Trace::Photos => return photos(conn, t).await,
        Trace::CameraPlaces => sqlx::query!(
            "update photo_upload set camera_lat_e7 = null, camera_lng_e7 = null
             where rep_id = $1 and uploaded_at < $2 and camera_lat_e7 is not null",
            rep,
            cutoff
        )
        .execute(conn)
        .await,
        Trace::PinProposals => return pin_proposals(conn, t).await,
        Trace::OutletRequests => return outlet_requests(conn, t).await,
        Trace::UnreadRecords => sqlx::query!(
            "delete from quarantined_record where rep_id = $1 and least(at, received_at) < $2",
            rep,
            cutoff
        )
        .execute(conn)
        .await,
        Trace::Events => {
            let events = sqlx::query!(
                "update event set body = without_places(body) where rep_id = $1 and body <> without_places(body)",
                rep
            )
            .execute(&mut *conn)
            .await?;
            let exceptions = sqlx::query!(
                "update field_exception set evidence = without_places(evidence)
                 where rep_id = $1 and date < $2 and evidence <> without_places(evidence)",
                rep,
                before
            )
            .execute(conn)
            .await?;
            return Ok(events.rows_affected() + exceptions.rows_affected());
        }
        Trace::Messages => {
            let messages = sqlx::query!(
                "update message set text = text_without_places(text) where rep_id = $1 and sent_at < $2 and text <> text_without_places(text)",
                rep,
                cutoff
            )
            .execute(&mut *conn)
            .await?;
            let notes = sqlx::query!(
                "update activity set note = text_without_places(note), subject = text_without_places(subject), version = version + 1
                 where rep_id = $1 and at < $2 and (note <> text_without_places(note) or subject <> text_without_places(subject))",
                rep,
                cutoff
            )
            .execute(conn)
            .await?;
            return Ok(messages.rows_affected() + notes.rows_affected());
        }
        Trace::KeptAnswers => sqlx::query!(
            r#"delete from idempotency_key where encode(body, 'escape') ~ ('"rep_id":' || $1::text || '[,}]')
               and encode(body, 'escape') ~ '"(lat|lng|latitude|position|fix|coordinates)"'"#,
            rep.to_string()
        )
        .execute(conn)
        .await,
        Trace::PlannedHomes => sqlx::query!(
            "update scenario_rep set home_lat_e7 = null, home_lng_e7 = null where rep_id = $1 and $2 and home_lat_e7 is not null",
            rep,
            t.whole
        )
        .execute(conn)
        .await,
    }?;
    Ok(done.rows_affected())
}

/// Rows of photos; their files go one by one (`next_picture`).
async fn photos(conn: &mut PgConnection, t: &Target) -> Result<u64, StoreError> {
    let mut tx = conn.begin().await?;
    // What another photo was said to repeat is told no more.
    sqlx::query!(
        "update photo set reused_of = null, bits_apart = null where reused_of in (
           select p.id from photo p where p.rep_id = $1 and p.date < $2
             and not exists (select from claim_line c where c.photo_id = p.id))",
        t.rep,
        t.before,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from photo_decision where photo_id in (
           select p.id from photo p where p.rep_id = $1 and p.date < $2
             and not exists (select from claim_line c where c.photo_id = p.id))",
        t.rep,
        t.before,
    )
    .execute(&mut *tx)
    .await?;
    let done = sqlx::query!(
        "delete from photo p where p.rep_id = $1 and p.date < $2
           and not exists (select from claim_line c where c.photo_id = p.id)",
        t.rep,
        t.before,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(done.rows_affected())
}

/// The next picture that no photo shows any more, or only photos of claims from those days; locked until it is gone.
pub(super) async fn next_picture(db: &PgPool, t: &Target) -> Result<Option<Going>, StoreError> {
    let mut tx = db.begin().await?;
    let digest = sqlx::query_scalar!(
        r#"
        update photo_blob set removed_at = now(), likeness = null, band_0 = null, band_1 = null, band_2 = null, band_3 = null
        where digest = (
          select b.digest from photo_upload u join photo_blob b on b.digest = u.digest
          where u.rep_id = $1 and u.uploaded_at < $3 and b.removed_at is null
            and not exists (select from photo p where p.digest = b.digest and (p.rep_id <> $1 or p.date >= $2))
            and not exists (select from photo_upload o where o.digest = b.digest and o.rep_id <> $1)
            and not exists (select from outlet_request q where q.photo = b.digest)
            and not exists (select from expense e where e.photos @> array[encode(b.digest, 'hex')])
            and not exists (select from delivery_stop s where s.photo_sha256 = encode(b.digest, 'hex'))
            and not exists (select from device_record d where d.rep_id = $1 and d.status = 'received' and d.kind = 'photo'
              and d.body->>'blob' = encode(b.digest, 'hex'))
          limit 1 for update of b skip locked)
        returning digest
        "#,
        t.rep,
        t.before,
        t.cutoff,
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(going(tx, digest))
}

/// Of pictures that are gone and that nothing names any more the word of them goes too.
pub(super) async fn forget_pictures(conn: &mut PgConnection, t: &Target) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from photo_blob b using photo_upload u
         where u.digest = b.digest and u.rep_id = $1 and b.removed_at is not null and not exists (select from photo p where p.digest = b.digest)",
        t.rep,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn pin_proposals(conn: &mut PgConnection, t: &Target) -> Result<u64, StoreError> {
    // One that waits could be approved: it goes. One that was decided says that it was, and no more where.
    let done = sqlx::query!(
        r#"
        with his as (
          select p.id, p.state from pin_proposal p where p.proposed_at < $3 and p.lat_e7 is not null
            and (p.source = 'rep' and p.rep_id = $1
              or p.source = 'visits' and p.reps = 1 and exists (select from visit v where v.id = any(p.visits) and v.rep_id = $1 and v.date < $2))),
        gone as (delete from pin_proposal p using his where p.id = his.id and his.state = 'open' returning p.id),
        taken_back as (
          update pin_proposal p set old_lat_e7 = null, old_lng_e7 = null from his where p.undoes_id = his.id returning p.id)
        update pin_proposal p set lat_e7 = null, lng_e7 = null, distance_mm = null, spread_mm = 0 from his
        where p.id = his.id and his.state <> 'open'
        "#,
        t.rep,
        t.before,
        t.cutoff,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

async fn outlet_requests(conn: &mut PgConnection, t: &Target) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        "delete from outlet_request where rep_id = $1 and requested_at < $2 and state <> 'approved'",
        t.rep,
        t.cutoff,
    )
    .execute(&mut *conn)
    .await?;
    // Of an approved one only the outlet's own pin stays.
    let kept = sqlx::query!(
        "update outlet_request q set accuracy_dm = null, lat_e7 = coalesce(p.lat_e7, 0), lng_e7 = coalesce(p.lng_e7, 0)
         from outlet o left join lateral (
           select x.lat_e7, x.lng_e7 from outlet_pin x where x.outlet_id = o.id and x.retired_at is null order by lower(x.valid) desc limit 1) p on true
         where o.id = q.outlet_id and q.rep_id = $1 and q.requested_at < $2 and q.accuracy_dm is not null",
        t.rep,
        t.cutoff,
    )
    .execute(conn)
    .await?;
    Ok(gone.rows_affected() + kept.rows_affected())
}
