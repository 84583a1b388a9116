//! Opportunities: what may be sold to whom, in which stage, since when.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::crm::opportunity::Outcome;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgExecutor, types::Json};
use uuid::Uuid;

use super::{
    about::{self, About, AboutPut},
    activity::check_note,
    opportunity_stage::{self, Stage},
};
use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    order::inbox::currency,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Field, Now, check_text, field},
};

/// Far beyond any deal, so that sums of a board stay within 64 bits.
const AMOUNT_MAX: i64 = 90_000_000_000_000;

/// A move, with how long it stood there.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OpportunityStep {
    pub stage: String,
    pub at: Instant,
    /// Null: it stands there still.
    pub until: Option<Instant>,
    pub by: Option<String>,
    pub reason: Option<String>,
    /// The rep who has it from then on, where it went to another.
    pub handed_to: Option<String>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Opportunity {
    pub id: Uuid,
    pub stage: String,
    /// open | won | lost
    pub outcome: String,
    /// Of its stage, percent.
    pub probability: i32,
    pub rep_id: i32,
    pub rep_name: String,
    pub name: String,
    pub note: Option<String>,
    pub customer_id: Option<i32>,
    pub customer_name: Option<String>,
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub contact_id: Option<i32>,
    pub contact_name: Option<String>,
    pub visit_id: Option<Uuid>,
    pub quotation_id: Option<Uuid>,
    pub currency: String,
    pub amount_minor: i64,
    pub expected_close: Option<NaiveDate>,
    pub lost_reason: Option<String>,
    pub stage_since: Instant,
    pub made_at: Instant,
    pub closed_at: Option<Instant>,
    /// Every move, oldest first.
    #[schema(value_type = Vec<OpportunityStep>)]
    pub steps: Json<Vec<OpportunityStep>>,
    pub version: i32,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct OpportunityPut {
    /// Made by the sender, so that a repeat is the same opportunity.
    pub id: Uuid,
    /// Whose it is; a rep's own where absent.
    pub rep_id: Option<i32>,
    pub name: String,
    pub note: Option<String>,
    #[serde(flatten)]
    pub about: AboutPut,
    /// An open stage; the first of the board where absent.
    pub stage: Option<String>,
    #[serde(default)]
    pub amount_minor: i64,
    pub expected_close: Option<NaiveDate>,
    pub quotation_id: Option<Uuid>,
}

/// A change; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpportunityChange {
    pub stage: Option<String>,
    /// Required of what is lost.
    pub lost_reason: Option<String>,
    pub name: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub note: Field<String>,
    pub amount_minor: Option<i64>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub expected_close: Field<NaiveDate>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<Uuid>)]
    pub quotation_id: Field<Uuid>,
}

#[derive(Clone, Debug, Default)]
pub struct OpportunityFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub stage: Option<String>,
    pub outcome: Option<Outcome>,
    /// Of the expected close.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &OpportunityFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Opportunity>, StoreError> {
    let (since, xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Opportunity,
        r#"
        select a.id, a.stage, s.outcome, s.probability, a.rep_id, r.name as rep_name, a.name, a.note, a.customer_id,
          c.name as "customer_name?", a.outlet_id, o.name as "outlet_name?", a.contact_id, p.name as "contact_name?", a.visit_id,
          a.quotation_id, a.currency, a.amount_minor, a.expected_close, a.lost_reason, a.stage_since as "stage_since: Instant",
          a.made_at as "made_at: Instant", a.closed_at as "closed_at: Instant",
          (select coalesce(jsonb_agg(jsonb_build_object('stage', t.stage, 'at', t.at, 'until', t.until, 'by', t.by,
              'reason', t.reason, 'handed_to', t.handed_to) order by t.seq), '[]')
            from (select x.seq, x.stage, x.at, lead(x.at) over (order by x.seq) as until, coalesce(xu.name, xr.name) as by, x.reason,
                h.name as handed_to
              from opportunity_step x left join app_user xu on xu.id = x.user_id left join rep xr on xr.id = x.rep_id
              left join rep h on h.id = x.handed_to
              where x.opportunity_id = a.id) t) as "steps!: Json<Vec<OpportunityStep>>",
          a.version
        from opportunity a join opportunity_stage s on s.code = a.stage join rep r on r.id = a.rep_id
        left join customer c on c.id = a.customer_id left join outlet o on o.id = a.outlet_id
        left join contact p on p.id = a.contact_id
        where ($1::int4[] is null or a.org_unit_id = any($1)) and ($2::int4 is null or a.rep_id = $2)
          and ($3::uuid is null or a.id = $3) and ($4::int4 is null or a.rep_id = $4)
          and ($5::int4 is null or a.customer_id = $5) and ($6::int4 is null or a.outlet_id = $6)
          and ($7::uuid is null or a.visit_id = $7) and ($8::text is null or a.stage = $8)
          and ($9::text is null or s.outcome = $9)
          and ($10::date is null or a.expected_close >= $10) and ($11::date is null or a.expected_close <= $11)
          and ($12::timestamptz is null or a.updated_at >= $12) and ($13::int8 is null or a.xid >= $13::int8::text::xid8)
          and ($14::timestamptz is null or a.made_at < $14 or (a.made_at = $14 and a.id > $15))
        order by a.made_at desc, a.id limit $16
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.customer_id,
        filter.outlet_id,
        filter.visit_id,
        filter.stage,
        filter.outcome.map(Outcome::as_str),
        filter.from,
        filter.to,
        since,
        xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Uuid,
) -> Result<Opportunity, StoreError> {
    let filter = OpportunityFilter {
        id: Some(id),
        ..OpportunityFilter::default()
    };
    let found = list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or(StoreError::NotFound)
}

/// How much lies in each stage, by code; stages without any are left out.
#[derive(Clone, Debug)]
pub struct StageSum {
    pub stage: String,
    pub count: i64,
    pub amount_minor: i64,
}

/// In scope; of a rep, a customer and a span of expected close where the filter names one. What else it may
/// name is for lists.
pub async fn sums(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &OpportunityFilter,
) -> Result<Vec<StageSum>, StoreError> {
    Ok(sqlx::query_as!(
        StageSum,
        r#"
        select a.stage, count(*) as "count!", sum(a.amount_minor)::int8 as "amount_minor!"
        from opportunity a
        where ($1::int4[] is null or a.org_unit_id = any($1)) and ($2::int4 is null or a.rep_id = $2)
          and ($3::int4 is null or a.rep_id = $3) and ($4::int4 is null or a.customer_id = $4)
          and ($5::date is null or a.expected_close >= $5) and ($6::date is null or a.expected_close <= $6)
        group by a.stage
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.rep_id,
        filter.customer_id,
        filter.from,
        filter.to,
    )
    .fetch_all(db)
    .await?)
}

/// Who moves it.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub user: Option<i32>,
    pub rep: Option<i32>,
}

impl By {
    pub fn of(scope: &Scope) -> Self {
        Self {
            user: scope.user_id(),
            rep: scope.rep_id(),
        }
    }
}

/// An opportunity to be written, everything looked up.
pub struct New<'a> {
    pub rep: i32,
    pub org_unit: i32,
    pub about: About,
    pub put: &'a OpportunityPut,
    pub at: DateTime<Utc>,
}

pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &OpportunityPut,
) -> Result<(), ChangeError> {
    let (rep, org_unit, about) =
        about::at_desk(&mut *tx, scope, now, put.rep_id, &put.about).await?;
    let new = New {
        rep,
        org_unit,
        about,
        put,
        at: now.at,
    };
    insert(tx, scope, By::of(scope), now, &new).await
}

/// What the feed tells of one that was made or moved.
pub(super) fn told(row: &Opportunity) -> Value {
    json!({
        "opportunity": row.id, "stage": row.stage, "outcome": row.outcome, "amount_minor": row.amount_minor,
        "visit": row.visit_id, "outlet": row.outlet_id, "customer": row.customer_id, "at": row.stage_since,
    })
}

/// The event of one that was made or moved at a desk; of phones the inbox tells.
pub async fn tell(tx: &mut PgConnection, now: Now, row: &Opportunity) -> Result<(), StoreError> {
    let unit = sqlx::query_scalar!("select org_unit_id from opportunity where id = $1", row.id)
        .fetch_one(&mut *tx)
        .await?;
    let event = NewEvent {
        kind: "opportunity_moved",
        org_unit_id: Some(unit),
        rep_id: Some(row.rep_id),
        subject_id: row.id.to_string(),
        body: &told(row),
    };
    event::insert(tx, now.at, &event).await?;
    Ok(())
}

/// The stage by its code; without one the first of the board.
fn stage_of<'a>(stages: &'a [Stage], code: Option<&str>) -> Option<&'a Stage> {
    let mut usable = stages.iter().filter(|s| s.active);
    match code {
        Some(code) => usable.find(|s| s.code == code),
        None => usable.find(|s| s.outcome == Outcome::Open.as_str()),
    }
}

async fn check_quotation(
    tx: &mut PgConnection,
    scope: &Scope,
    quotation: Option<Uuid>,
) -> Result<Option<Fault>, ChangeError> {
    let Some(quotation) = quotation else {
        return Ok(None);
    };
    let known = sqlx::query_scalar!(
        r#"select exists (select from quotation where id = $1 and ($2::int4[] is null or org_unit_id = any($2))
          and ($3::int4 is null or rep_id = $3)) as "known!""#,
        quotation,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_one(tx)
    .await?;
    Ok((!known).then(|| Fault::new("/quotation_id", "unknown")))
}

fn check_amount(minor: i64, faults: &mut Vec<Fault>) {
    if !(0..=AMOUNT_MAX).contains(&minor) {
        faults.push(Fault::new("/amount_minor", "out_of_range"));
    }
}

pub(super) async fn insert(
    tx: &mut PgConnection,
    scope: &Scope,
    by: By,
    now: Now,
    new: &New<'_>,
) -> Result<(), ChangeError> {
    let put = new.put;
    let stages = opportunity_stage::list(&mut *tx).await?;
    let stage = stage_of(&stages, put.stage.as_deref());
    let mut faults = Vec::new();
    check_text("/name", Some(&put.name), true, &mut faults);
    check_note(put.note.as_deref(), &mut faults);
    check_amount(put.amount_minor, &mut faults);
    if stage.is_none_or(|s| s.outcome != Outcome::Open.as_str()) {
        faults.push(Fault::new("/stage", "unknown"));
    }
    if new.about.customer_id.is_none() && new.about.outlet_id.is_none() {
        faults.push(Fault::new("/customer_id", "required"));
    }
    faults.extend(check_quotation(&mut *tx, scope, put.quotation_id).await?);
    let Some(stage) = stage.filter(|_| faults.is_empty()) else {
        return Err(ChangeError::Invalid(faults));
    };
    let currency = currency(&mut *tx).await?;
    sqlx::query!(
        r#"
        insert into opportunity (id, stage, rep_id, user_id, org_unit_id, name, note, customer_id, outlet_id, contact_id, visit_id,
          quotation_id, currency, amount_minor, expected_close, stage_since, made_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17)
        "#,
        put.id,
        stage.code,
        new.rep,
        by.user,
        new.org_unit,
        put.name.trim(),
        put.note,
        new.about.customer_id,
        new.about.outlet_id,
        new.about.contact_id,
        new.about.visit_id,
        put.quotation_id,
        currency,
        put.amount_minor,
        put.expected_close,
        new.at,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    step(tx, put.id, &stage.code, by, new.at, None).await?;
    Ok(())
}

async fn step(
    tx: &mut PgConnection,
    id: Uuid,
    stage: &str,
    by: By,
    at: DateTime<Utc>,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into opportunity_step (opportunity_id, seq, stage, at, user_id, rep_id, reason)
        select $1, coalesce(max(seq), 0) + 1, $2, greatest($3, max(at)), $4, $5, $6 from opportunity_step where opportunity_id = $1"#,
        id,
        stage,
        at,
        by.user,
        by.rep,
        reason,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Changes an opportunity in scope; `seen` is the version that the caller knows, `at` when it was moved. Answers whether
/// it stands in another stage.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    by: By,
    (now, at): (Now, DateTime<Utc>),
    id: Uuid,
    seen: Option<i32>,
    put: &OpportunityChange,
) -> Result<bool, ChangeError> {
    let was = sqlx::query!(
        r#"
        select stage, name, note, amount_minor, expected_close, quotation_id, lost_reason, stage_since, closed_at, version
        from opportunity
        where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3) for update
        "#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|v| v != was.version) {
        return Err(ChangeError::Stale(was.version));
    }
    let stages = opportunity_stage::list(&mut *tx).await?;
    let moved = put.stage.as_deref().filter(|code| *code != was.stage);
    let old = opportunity_stage::outcome(&stages, &was.stage);
    let mut faults = Vec::new();
    let outcome = match moved {
        None => old,
        Some(code) if stage_of(&stages, Some(code)).is_none() => {
            faults.push(Fault::new("/stage", "unknown"));
            old
        }
        Some(code) => opportunity_stage::outcome(&stages, code),
    };
    if !old.may_become(outcome) && moved.is_some() {
        faults.push(Fault::new("/stage", "wrong_state"));
    }
    let reason = match outcome {
        Outcome::Lost => put.lost_reason.clone().or(was.lost_reason),
        Outcome::Open | Outcome::Won => None,
    };
    check_text(
        "/lost_reason",
        reason.as_deref(),
        outcome == Outcome::Lost,
        &mut faults,
    );
    check_text("/name", put.name.as_deref(), false, &mut faults);
    check_note(put.note.as_ref().and_then(Option::as_deref), &mut faults);
    check_amount(put.amount_minor.unwrap_or(0), &mut faults);
    faults.extend(check_quotation(&mut *tx, scope, put.quotation_id.flatten()).await?);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    // A phone may tell late of what it did before the last move.
    let at = at.max(was.stage_since);
    let ended =
        (outcome != Outcome::Open).then(|| was.closed_at.filter(|_| moved.is_none()).unwrap_or(at));
    sqlx::query!(
        r#"
        update opportunity set stage = $2, name = $3, note = $4, amount_minor = $5, expected_close = $6, quotation_id = $7,
          lost_reason = $8, stage_since = $9, closed_at = $10, version = version + 1, updated_at = $11
        where id = $1
        "#,
        id,
        moved.unwrap_or(&was.stage),
        put.name.as_deref().map_or(was.name.as_str(), str::trim),
        put.note.clone().unwrap_or(was.note),
        put.amount_minor.unwrap_or(was.amount_minor),
        put.expected_close.unwrap_or(was.expected_close),
        put.quotation_id.unwrap_or(was.quotation_id),
        reason,
        if moved.is_some() { at } else { was.stage_since },
        ended,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    if let Some(stage) = moved {
        step(tx, id, stage, by, at, reason.as_deref()).await?;
    }
    Ok(moved.is_some())
}

/// Open ones of a rep go to another, who works in a unit; which they were. Each keeps its stage and has a step that says so.
pub async fn hand_over(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (rep, to, unit): (i32, i32, i32),
) -> Result<Vec<Uuid>, StoreError> {
    let handed = sqlx::query_scalar!(
        "update opportunity set rep_id = $2, org_unit_id = $3, version = version + 1, updated_at = $4
         where rep_id = $1 and closed_at is null and ($5::int4[] is null or org_unit_id = any($5)) returning id",
        rep,
        to,
        unit,
        now.at,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!(
        r#"insert into opportunity_step (opportunity_id, seq, stage, at, user_id, handed_to)
        select o.id, l.seq + 1, o.stage, greatest($2, l.at), $3, $4
        from opportunity o join lateral (select max(s.seq) as seq, max(s.at) as at from opportunity_step s
          where s.opportunity_id = o.id) l on true
        where o.id = any($1)"#,
        &handed,
        now.at,
        scope.user_id(),
        to,
    )
    .execute(tx)
    .await?;
    Ok(handed)
}
