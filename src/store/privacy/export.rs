//! All that is kept about one rep, part by part, as rows of JSON: what each table has, without secrets. Tracks are
//! `track`'s, pictures `photos`'.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::photo::Digest;
use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};
use strum::VariantArray;
use uuid::Uuid;

use crate::store::error::StoreError;

/// One file of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::AsRefStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Part {
    Profile,
    OrgUnits,
    Login,
    Devices,
    Routes,
    Sessions,
    Breaks,
    TimeCorrections,
    Absences,
    Days,
    Marks,
    Records,
    Visits,
    VisitHistory,
    Reviews,
    Appeals,
    Orders,
    Collections,
    HandIns,
    Expenses,
    Deliveries,
    StockCounts,
    Surveys,
    CompetitorObservations,
    Activities,
    Tasks,
    Photos,
    Messages,
    Exceptions,
    Targets,
    Commissions,
    PinProposals,
    OutletRequests,
    UnreadRecords,
    Consents,
    Accesses,
    Erasures,
    Departures,
}

impl Part {
    pub const ALL: &[Self] = Self::VARIANTS;
}

/// Whose, and of which company dates, both included; `from_at` and `to_at` are their edges.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub rep: i32,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub from_at: DateTime<Utc>,
    pub to_at: DateTime<Utc>,
}

type Rows<'c> = BoxStream<'c, Result<Value, sqlx::Error>>;

/// The rows of a part. The caller has found the rep in its scope.
#[expect(clippy::too_many_lines, reason = "as long as it has parts")]
pub fn rows(
    conn: &mut PgConnection,
    part: Part,
    w: Window,
) -> BoxStream<'_, Result<Value, StoreError>> {
    // By rep; by rep and dates; by rep and times.
    macro_rules! of_rep {
        ($sql:literal) => {
            sqlx::query_scalar!($sql, w.rep).fetch(conn).boxed()
        };
    }
    macro_rules! by_date {
        ($sql:literal) => {
            sqlx::query_scalar!($sql, w.rep, w.from, w.to)
                .fetch(conn)
                .boxed()
        };
    }
    macro_rules! by_time {
        ($sql:literal) => {
            sqlx::query_scalar!($sql, w.rep, w.from_at, w.to_at)
                .fetch(conn)
                .boxed()
        };
    }
    let rows: Rows<'_> = match part {
        Part::Profile => {
            of_rep!(r#"select to_jsonb(r) - 'xid' as "row!" from rep r where r.id = $1"#)
        }
        Part::OrgUnits => of_rep!(
            r#"select jsonb_build_object('org_unit', u.code, 'name', u.name, 'valid', a.valid, 'recorded_at', a.recorded_at, 'retired_at', a.retired_at) as "row!"
               from rep_org_unit a join org_unit u on u.id = a.org_unit_id where a.rep_id = $1 order by a.id"#
        ),
        Part::Login => of_rep!(
            r#"select to_jsonb(u) - 'xid' - 'password_hash' as "row!" from app_user u join rep r on r.user_id = u.id where r.id = $1"#
        ),
        Part::Devices => of_rep!(
            r#"select to_jsonb(d) - 'xid' - 'token_hash' || jsonb_build_object('bound', b.valid, 'health', to_jsonb(h)) as "row!"
               from device_binding b join device d on d.id = b.device_id left join device_health h on h.device_id = d.id where b.rep_id = $1 order by b.id"#
        ),
        Part::Routes => of_rep!(
            r#"select jsonb_build_object('route', t.code, 'name', t.name, 'valid', x.valid, 'recorded_at', x.recorded_at, 'retired_at', x.retired_at) as "row!"
               from route_rep x join route t on t.id = x.route_id where x.rep_id = $1 order by x.id"#
        ),
        Part::Sessions => by_time!(
            r#"select to_jsonb(s) as "row!" from work_session s where s.rep_id = $1 and s.started_at >= $2 and s.started_at < $3 order by s.started_at"#
        ),
        Part::Breaks => by_time!(
            r#"select to_jsonb(s) as "row!" from work_break s where s.rep_id = $1 and s.started_at >= $2 and s.started_at < $3 order by s.started_at"#
        ),
        Part::TimeCorrections => by_date!(
            r#"select to_jsonb(x) as "row!" from time_correction x where x.rep_id = $1 and x.date between $2 and $3 order by x.id"#
        ),
        Part::Absences => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from absence x where x.rep_id = $1 and x.to_date >= $2 and x.from_date <= $3 order by x.from_date, x.id"#
        ),
        Part::Days => by_date!(
            r#"select to_jsonb(x) as "row!" from rep_day x where x.rep_id = $1 and x.date between $2 and $3 order by x.date"#
        ),
        Part::Marks => by_date!(
            r#"select to_jsonb(x) as "row!" from mark x where x.rep_id = $1 and x.date between $2 and $3 order by x.at, x.type, x.id"#
        ),
        Part::Records => by_date!(
            r#"select to_jsonb(x) as "row!" from device_record x where x.rep_id = $1 and x.date between $2 and $3 order by x.at, x.kind, x.id"#
        ),
        Part::Visits => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from visit x where x.rep_id = $1 and x.date between $2 and $3 order by x.started_at, x.id"#
        ),
        Part::VisitHistory => by_date!(
            r#"select to_jsonb(x) as "row!" from visit_revision x where x.rep_id = $1 and x.date between $2 and $3 order by x.id"#
        ),
        Part::Reviews => by_date!(
            r#"select to_jsonb(x) as "row!" from visit_review x join visit v on v.id = x.visit_id where v.rep_id = $1 and v.date between $2 and $3 order by x.id"#
        ),
        Part::Appeals => by_time!(
            r#"select to_jsonb(x) as "row!" from visit_appeal x where x.rep_id = $1 and x.appealed_at >= $2 and x.appealed_at < $3 order by x.id"#
        ),
        Part::Orders => by_date!(
            r#"select to_jsonb(x) - 'xid' || jsonb_build_object('lines', (select jsonb_agg(to_jsonb(l) order by l.line) from sales_order_line l where l.order_id = x.id)) as "row!"
               from sales_order x where x.rep_id = $1 and x.date between $2 and $3 order by x.ordered_at, x.id"#
        ),
        Part::Collections => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from collection x where x.rep_id = $1 and x.date between $2 and $3 order by x.collected_at, x.id"#
        ),
        Part::HandIns => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from settlement x where x.rep_id = $1 and x.date between $2 and $3 order by x.date, x.id"#
        ),
        Part::Expenses => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from expense x where x.rep_id = $1 and x.date between $2 and $3 order by x.date, x.id"#
        ),
        Part::Deliveries => by_time!(
            r#"select to_jsonb(x) as "row!" from delivery x where x.rep_id = $1 and x.delivered_at >= $2 and x.delivered_at < $3 order by x.delivered_at, x.id"#
        ),
        Part::StockCounts => by_date!(
            r#"select to_jsonb(x) - 'xid' || jsonb_build_object('lines', (select jsonb_agg(to_jsonb(l) order by l.line) from stock_count_line l where l.count_id = x.id)) as "row!"
               from stock_count x where x.rep_id = $1 and x.date between $2 and $3 order by x.counted_at, x.id"#
        ),
        Part::Surveys => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from form_response x where x.rep_id = $1 and x.date between $2 and $3 order by x.answered_at, x.id"#
        ),
        Part::CompetitorObservations => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from competitor_observation x where x.rep_id = $1 and x.date between $2 and $3 order by x.observed_at, x.id"#
        ),
        Part::Activities => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from activity x where x.rep_id = $1 and x.date between $2 and $3 order by x.date, x.id"#
        ),
        Part::Tasks => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from task x where x.rep_id = $1 and x.due_date between $2 and $3 order by x.due_date, x.id"#
        ),
        Part::Photos => by_date!(
            r#"select to_jsonb(x) - 'xid' - 'digest' || jsonb_build_object('camera_at', u.camera_at, 'camera_lat_e7', u.camera_lat_e7, 'camera_lng_e7', u.camera_lng_e7) as "row!"
               from photo x left join photo_upload u on u.rep_id = x.rep_id and u.digest = x.digest
               where x.rep_id = $1 and x.date between $2 and $3 order by x.taken_at, x.id"#
        ),
        Part::Messages => by_time!(
            r#"select to_jsonb(x) as "row!" from message x where x.rep_id = $1 and x.sent_at >= $2 and x.sent_at < $3 order by x.id"#
        ),
        Part::Exceptions => by_date!(
            r#"select to_jsonb(x) as "row!" from field_exception x where x.rep_id = $1 and x.date between $2 and $3 order by x.opened_at, x.id"#
        ),
        Part::Targets => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from target x where x.rep_id = $1 and x.month between date_trunc('month', $2::date) and $3 order by x.month, x.id"#
        ),
        Part::Commissions => by_date!(
            r#"select to_jsonb(x) - 'xid' as "row!" from commission_statement x where x.rep_id = $1 and x.month between date_trunc('month', $2::date) and $3 order by x.month, x.id"#
        ),
        Part::PinProposals => by_time!(
            r#"select to_jsonb(x) - 'xid' as "row!" from pin_proposal x where x.rep_id = $1 and x.proposed_at >= $2 and x.proposed_at < $3 order by x.id"#
        ),
        Part::OutletRequests => by_time!(
            r#"select to_jsonb(x) - 'xid' - 'photo' as "row!" from outlet_request x where x.rep_id = $1 and x.requested_at >= $2 and x.requested_at < $3 order by x.requested_at, x.id"#
        ),
        Part::UnreadRecords => by_time!(
            r#"select to_jsonb(x) as "row!" from quarantined_record x where x.rep_id = $1 and x.received_at >= $2 and x.received_at < $3 order by x.id"#
        ),
        Part::Consents => of_rep!(
            r#"select to_jsonb(x) || jsonb_build_object('text', n.texts->x.language) as "row!"
               from consent_answer x join privacy_notice n on n.version = x.version where x.rep_id = $1 order by x.at, x.id"#
        ),
        Part::Accesses => by_time!(
            r#"select jsonb_build_object('at', l.recorded_at, 'what', l.action, 'by', u.name, 'role', u.role, 'detail', l.detail) as "row!"
               from audit_log l left join app_user u on u.id = l.user_id
               where (l.action = 'track.read' and coalesce(l.detail->>'rep_id', substr(l.subject, 6)) = $1::int4::text
                   or l.subject = 'reps/' || $1::int4::text)
                 and l.recorded_at >= $2 and l.recorded_at < $3 order by l.id"#
        ),
        Part::Erasures => of_rep!(
            r#"select to_jsonb(x) - 'digest' as "row!" from track_erasure x where x.rep_id = $1 order by x.id"#
        ),
        Part::Departures => of_rep!(
            r#"select to_jsonb(x) as "row!" from rep_departure x where x.rep_id = $1 order by x.id"#
        ),
    };
    rows.map_err(StoreError::from).boxed()
}

/// A picture that goes with an export.
pub struct Picture {
    pub photo: Uuid,
    pub digest: Digest,
}

/// Photos of the window that are still there, at most `limit`.
pub async fn pictures(
    db: impl PgExecutor<'_>,
    w: &Window,
    limit: i64,
) -> Result<Vec<Picture>, StoreError> {
    let rows = sqlx::query!(
        "select p.id, p.digest from photo p join photo_blob b on b.digest = p.digest
         where p.rep_id = $1 and p.date between $2 and $3 and b.removed_at is null order by p.taken_at, p.id limit $4",
        w.rep,
        w.from,
        w.to,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(Picture {
                photo: r.id,
                digest: r.digest.try_into().ok()?,
            })
        })
        .collect())
}
