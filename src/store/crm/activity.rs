//! Activities: calls, messages, notes, meetings, greetings and gifts with customers, planned or told afterwards. How they
//! are written is `activity_write`'s.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::crm::activity::{GRACE, Kind, Standing, State, standing};
use serde::Serialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    instant::Instant,
    page::Since,
    scope::Scope,
    upsert::{Fault, Now},
};

/// Length limit of notes.
pub const NOTE_MAX: usize = 2_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ActivityRow {
    pub id: Uuid,
    /// call | email | sms | note | meeting | greeting | gift
    pub kind: String,
    /// planned | held | not_held | withdrawn
    pub state: String,
    pub rep_id: i32,
    pub rep_name: String,
    pub customer_id: Option<i32>,
    pub customer_name: Option<String>,
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub contact_id: Option<i32>,
    pub contact_name: Option<String>,
    pub visit_id: Option<Uuid>,
    pub subject: String,
    pub note: Option<String>,
    /// Null: nobody had planned it.
    pub due_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    /// Company date of its plan; without one, of its end.
    pub date: NaiveDate,
    /// What the list is ordered by: when it ended, else when it is due.
    pub at: Instant,
    pub duration_min: Option<i32>,
    pub outcome: Option<String>,
    /// Why it was not held.
    pub reason: Option<String>,
    /// Of a gift: all of it.
    pub value_minor: Option<i64>,
    pub item: Option<String>,
    pub quantity: Option<i32>,
    pub occasion_id: Option<Uuid>,
    pub occasion_name: Option<String>,
    pub occasion_year: Option<i32>,
    /// Of what an occasion planned: visit | call | sms | zalo | email
    pub way: Option<String>,
    /// What speaks against a gift that a phone told of: no_value | over_value_max | over_budget
    pub doubt: Option<String>,
    pub version: i32,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Activity {
    #[serde(flatten)]
    pub row: ActivityRow,
    /// Against its plan, as of now.
    pub standing: Standing,
}

impl Activity {
    fn of(row: ActivityRow, now: DateTime<Utc>) -> Self {
        let (due, ended) = (row.due_at.map(|d| d.0), row.ended_at.map(|e| e.0));
        let standing = standing(state_of(&row.state), due, ended, now);
        Self { row, standing }
    }
}

/// A state as stored; the table holds no other word.
pub(super) fn state_of(word: &str) -> State {
    let known = State::ALL.into_iter().find(|s| s.as_str() == word);
    known.unwrap_or(State::Planned)
}

pub(super) fn check_note(note: Option<&str>, faults: &mut Vec<Fault>) {
    match note {
        Some(n) if n.chars().count() > NOTE_MAX => faults.push(Fault::new("/note", "too_long")),
        Some(n) if n.contains('\0') => faults.push(Fault::new("/note", "invalid_text")),
        None | Some(_) => {}
    }
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct ActivityFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub contact_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub kind: Option<Kind>,
    pub state: Option<State>,
    pub standing: Option<Standing>,
    pub occasion_id: Option<Uuid>,
    pub occasion_year: Option<i32>,
    /// Whether something speaks against it.
    pub doubtful: Option<bool>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

const fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Overdue => "overdue",
        Standing::InTime => "in_time",
        Standing::Late => "late",
        Standing::NotHeld => "not_held",
        Standing::Unplanned => "unplanned",
        Standing::Withdrawn => "withdrawn",
    }
}

/// In scope, newest first, then by id. Which standing a row has is `trade::crm`'s to say; the filter says
/// the same of rows that are not read.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    filter: &ActivityFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Activity>, StoreError> {
    let (since, xid) = filter.since.parts();
    let rows = sqlx::query_as!(
        ActivityRow,
        r#"
        select a.id, a.kind, a.state, a.rep_id, r.name as rep_name, a.customer_id, c.name as "customer_name?", a.outlet_id,
          o.name as "outlet_name?", a.contact_id, p.name as "contact_name?", a.visit_id, a.subject, a.note,
          a.due_at as "due_at: Instant", a.ended_at as "ended_at: Instant", a.date, a.at as "at!: Instant", a.duration_min,
          a.outcome, a.reason, a.value_minor, a.item, a.quantity, a.occasion_id, n.name as "occasion_name?", a.occasion_year,
          case when a.state = 'planned' then way_now(a.way, p.opted_out, coalesce(nullif(trim(p.phone), ''), c.phone)) else a.way end as way, a.doubt, a.version
        from activity a join rep r on r.id = a.rep_id left join customer c on c.id = a.customer_id
        left join outlet o on o.id = a.outlet_id left join contact p on p.id = a.contact_id
        left join occasion n on n.id = a.occasion_id
        where ($1::int4[] is null or a.org_unit_id = any($1)) and ($2::int4 is null or a.rep_id = $2)
          and ($3::uuid is null or a.id = $3) and ($4::int4 is null or a.rep_id = $4)
          and ($5::int4 is null or a.customer_id = $5) and ($6::int4 is null or a.outlet_id = $6)
          and ($7::int4 is null or a.contact_id = $7) and ($8::uuid is null or a.visit_id = $8)
          and ($9::text is null or a.kind = $9) and ($10::text is null or a.state = $10)
          and ($11::date is null or a.date >= $11) and ($12::date is null or a.date <= $12)
          and ($13::timestamptz is null or a.updated_at >= $13) and ($14::int8 is null or a.xid >= $14::int8::text::xid8)
          and ($15::timestamptz is null or a.at < $15 or (a.at = $15 and a.id > $16))
          and ($17::text is null or $17 = case when a.due_at is null then 'unplanned' when a.state in ('not_held', 'withdrawn') then a.state
            when a.state = 'planned' then case when $18::timestamptz > a.due_at + make_interval(mins => $19) then 'overdue' else 'open' end
            when a.ended_at > a.due_at + make_interval(mins => $19) then 'late' else 'in_time' end)
          and ($21::uuid is null or a.occasion_id = $21) and ($22::int4 is null or a.occasion_year = $22)
          and ($23::bool is null or (a.doubt is not null) = $23)
        order by a.at desc, a.id limit $20
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.customer_id,
        filter.outlet_id,
        filter.contact_id,
        filter.visit_id,
        filter.kind.map(Kind::as_str),
        filter.state.map(State::as_str),
        filter.from,
        filter.to,
        since,
        xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        filter.standing.map(standing_word),
        now.at,
        grace_min(),
        limit,
        filter.occasion_id,
        filter.occasion_year,
        filter.doubtful,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|row| Activity::of(row, now.at))
        .collect())
}

fn grace_min() -> i32 {
    i32::try_from(GRACE.num_minutes()).unwrap_or_default()
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    id: Uuid,
) -> Result<Activity, StoreError> {
    let filter = ActivityFilter {
        id: Some(id),
        ..ActivityFilter::default()
    };
    let found = list(db, scope, now, &filter, None, 1).await?.pop();
    found.ok_or(StoreError::NotFound)
}
