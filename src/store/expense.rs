//! Expenses of reps: claimed, approved or rejected, paid; claimed kilometres beside those of the judged day.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::expense::{self, Action, Category, Claim, METRES_MAX, State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    order::inbox::currency,
    page::Since,
    photo::bind::{self, OF_RECORD_MAX},
    record_inbox::EventKey,
    scope::Scope,
    setting,
    upsert::{ChangeError, Fault, Now, check_text},
};

/// The most that one expense can be.
const AMOUNT_MAX: i64 = 1_000_000_000_000;
/// How old an expense may be when it is claimed.
const DAYS_MAX: i64 = 92;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Expense {
    pub id: Uuid,
    pub rep_id: i32,
    pub rep_name: String,
    pub date: NaiveDate,
    pub visit_id: Option<Uuid>,
    /// mileage | fuel | parking | toll | meal | lodging | phone | repair | other
    pub category: String,
    pub currency: String,
    /// Of mileage: what the claimed kilometres are worth.
    pub amount_minor: i64,
    /// Of mileage, metres.
    pub claimed_m: Option<i32>,
    /// For a kilometre, as it held on the day.
    pub rate_minor: Option<i64>,
    /// All that the rep claims for that day and was not rejected.
    pub day_claimed_m: Option<i64>,
    /// What the day was measured to be: when it was decided, else now; null where it is not judged.
    pub measured_m: Option<i64>,
    /// Of mileage: the day's claims against what was measured, with the tolerance.
    pub claim: Option<Claim>,
    /// SHA-256 of photos of receipts.
    pub photos: Vec<String>,
    pub note: Option<String>,
    /// submitted | approved | rejected | paid
    pub state: String,
    pub approved_minor: Option<i64>,
    /// Why it was rejected, cut, or approved over what was measured.
    pub reason: Option<String>,
    pub decided_by: Option<String>,
    pub decided_at: Option<Instant>,
    pub paid_by: Option<String>,
    pub paid_at: Option<Instant>,
    pub reference: Option<String>,
    pub spent_at: Instant,
    pub version: i32,
}

/// What is claimed, from a desk or a phone.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Said {
    pub category: Category,
    /// Not of mileage, which is worth its kilometres.
    pub amount_minor: Option<i64>,
    /// Of mileage, metres.
    pub claimed_m: Option<i32>,
    /// SHA-256 of photos of receipts.
    #[serde(default)]
    pub photos: Vec<String>,
    pub note: Option<String>,
}

/// A claim with its circumstances.
pub struct New {
    pub id: Uuid,
    pub rep: i32,
    pub org_unit: i32,
    pub date: NaiveDate,
    pub visit: Option<Uuid>,
    /// Where it was spent; else that of the visit.
    pub outlet: Option<i32>,
    pub user: Option<i32>,
    pub spent_at: DateTime<Utc>,
}

/// The receipts, as they are stored.
fn photos(said: &Said) -> Option<Vec<String>> {
    let names = said.photos.iter().map(|p| bind::digest(p).map(hex::encode));
    let names: Option<Vec<String>> = names.collect();
    names.filter(|names| names.len() <= OF_RECORD_MAX)
}

/// What it is worth and its receipts, or what is wrong with it.
fn worth(said: &Said, rate: i64) -> Result<(i64, Vec<String>), Vec<Fault>> {
    let mut faults = Vec::new();
    let minor = match (said.category, said.claimed_m, said.amount_minor) {
        (Category::Mileage, None, _) => {
            faults.push(Fault::new("/claimed_m", "required"));
            0
        }
        (Category::Mileage, Some(m), None) if (1..=METRES_MAX).contains(&m) => {
            if rate == 0 {
                faults.push(Fault::new("/category", "no_rate"));
            }
            expense::mileage_minor(m, rate)
        }
        (Category::Mileage, Some(_), None) => {
            faults.push(Fault::new("/claimed_m", "out_of_range"));
            0
        }
        (Category::Mileage, Some(_), Some(_)) => {
            faults.push(Fault::new("/amount_minor", "by_kilometres"));
            0
        }
        (_, Some(_), _) => {
            faults.push(Fault::new("/claimed_m", "only_mileage"));
            0
        }
        (_, None, None) => {
            faults.push(Fault::new("/amount_minor", "required"));
            0
        }
        (_, None, Some(minor)) => {
            if !(1..=AMOUNT_MAX).contains(&minor) {
                faults.push(Fault::new("/amount_minor", "out_of_range"));
            }
            minor
        }
    };
    if faults.is_empty() && minor == 0 {
        faults.push(Fault::new("/claimed_m", "out_of_range"));
    }
    let photos = photos(said);
    if photos.is_none() {
        faults.push(Fault::new("/photos", "invalid"));
    }
    check_text("/note", said.note.as_deref(), false, &mut faults);
    match photos {
        Some(photos) if faults.is_empty() => Ok((minor, photos)),
        _ => Err(faults),
    }
}

/// Stores a claim; the rate is that of its day.
pub async fn create(
    tx: &mut PgConnection,
    now: Now,
    new: &New,
    said: &Said,
) -> Result<(Value, EventKey), ChangeError> {
    let age = (now.today - new.date).num_days();
    if !(0..=DAYS_MAX).contains(&age) {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/date",
            "out_of_range",
        )]));
    }
    let rate = setting::km_rate(&mut *tx, new.date).await?;
    let (minor, photos) = worth(said, rate).map_err(ChangeError::Invalid)?;
    let currency = currency(&mut *tx).await?;
    sqlx::query!(
        r#"
        insert into expense (id, rep_id, date, org_unit_id, visit_id, category, currency, amount_minor, claimed_m, rate_minor, photos,
          note, user_id, spent_at, recorded_at, updated_at, outlet_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15,
          coalesce($16, (select v.outlet_id from visit v where v.id = $5)))
        "#,
        new.id,
        new.rep,
        new.date,
        new.org_unit,
        new.visit,
        said.category.as_str(),
        currency,
        minor,
        said.claimed_m,
        said.claimed_m.map(|_| rate),
        &photos,
        said.note,
        new.user,
        new.spent_at,
        now.at,
        new.outlet,
    )
    .execute(&mut *tx)
    .await?;
    told(
        tx,
        now,
        new.id,
        (new.rep, new.org_unit),
        State::Submitted,
        minor,
    )
    .await
}

async fn told(
    tx: &mut PgConnection,
    now: Now,
    id: Uuid,
    (rep, unit): (i32, i32),
    state: State,
    minor: i64,
) -> Result<(Value, EventKey), ChangeError> {
    let body = json!({"expense": id, "state": state, "amount_minor": minor});
    let event = NewEvent {
        kind: "expense_changed",
        org_unit_id: Some(unit),
        rep_id: Some(rep),
        subject_id: id.to_string(),
        body: &body,
    };
    let event = event::insert(tx, now.at, &event).await?;
    Ok((body, event))
}

/// What somebody decides.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExpenseDecision)]
pub struct Decision {
    /// Required to reject, to approve less, and to approve kilometres beyond what was measured.
    pub reason: Option<String>,
    /// What is approved; all of it where absent.
    pub approved_minor: Option<i64>,
    /// Of the payment.
    pub reference: Option<String>,
}

/// Does it to an expense in scope; not to the own one. Answers the rep, for whoever tells the phone.
pub async fn act(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    seen: Option<i32>,
    (action, put): (Action, &Decision),
) -> Result<(), ChangeError> {
    let row = sqlx::query!(
        r#"
        select e.org_unit_id, e.version, r.user_id as "rep_user?" from expense e join rep r on r.id = e.rep_id
        where e.id = $1 and ($2::int4[] is null or e.org_unit_id = any($2)) and ($3::int4 is null or e.rep_id = $3) for update of e
        "#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|s| s != row.version) {
        return Err(ChangeError::Stale(row.version));
    }
    let invalid =
        |pointer: &'static str, code| ChangeError::Invalid(vec![Fault::new(pointer, code)]);
    let filter = ExpenseFilter {
        id: Some(id),
        ..ExpenseFilter::default()
    };
    let one = list(&mut *tx, scope, &filter, None, 1).await?.pop();
    let one = one.ok_or(StoreError::NotFound)?;
    let state = State::parse(&one.state)
        .and_then(|s| s.after(action))
        .ok_or_else(|| invalid("/state", "wrong_state"))?;
    let user = scope.user_id();
    if user.is_some() && user == row.rep_user {
        return Err(invalid("/state", "own_expense"));
    }
    let reason = put
        .reason
        .as_deref()
        .map(str::trim)
        .filter(|r| !r.is_empty());
    let approved = match action {
        Action::Approve => Some(put.approved_minor.unwrap_or(one.amount_minor)),
        Action::Reject => None,
        Action::Pay => one.approved_minor,
    };
    if approved.is_some_and(|a| a <= 0 || a > one.amount_minor) {
        return Err(invalid("/approved_minor", "out_of_range"));
    }
    let cut = approved.is_some_and(|a| a < one.amount_minor);
    let beyond = one.claim == Some(Claim::Over) && !cut;
    let needs_reason = match action {
        Action::Reject => true,
        Action::Approve => cut || beyond,
        Action::Pay => false,
    };
    if needs_reason && reason.is_none() {
        return Err(invalid("/reason", "required"));
    }
    let paid = action == Action::Pay;
    sqlx::query!(
        r#"
        update expense set state = $2, approved_minor = $3, reason = coalesce($4, reason), reference = coalesce($5, reference),
          measured_m = case when $6 then measured_m else $7 end,
          decided_by = case when $6 then decided_by else $8 end, decided_at = case when $6 then decided_at else $9 end,
          paid_by = case when $6 then $8 end, paid_at = case when $6 then $9 end,
          version = version + 1, updated_at = $9
        where id = $1
        "#,
        id,
        state.as_str(),
        approved,
        reason,
        put.reference,
        paid,
        one.measured_m,
        user,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let minor = approved.unwrap_or(one.amount_minor);
    told(tx, now, id, (one.rep_id, row.org_unit_id), state, minor).await?;
    Ok(())
}

/// Which expenses; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct ExpenseFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    /// Of its visit.
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub state: Option<String>,
    pub category: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &ExpenseFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Expense>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    let rows = sqlx::query!(
        r#"
        select e.id, e.rep_id, r.name as rep_name, e.date, e.visit_id, e.category, e.currency, e.amount_minor, e.claimed_m, e.rate_minor,
          case when e.category = 'mileage' then (select sum(x.claimed_m) from expense x
            where x.rep_id = e.rep_id and x.date = e.date and x.category = 'mileage' and (x.state <> 'rejected' or x.id = e.id)) end as day_claimed_m,
          case when e.decided_at is not null then e.measured_m
            else (select (d.report->>'distance_mm')::int8 / 1000 from rep_day d where d.rep_id = e.rep_id and d.date = e.date) end as measured_m,
          (select coalesce((v.settings->>'km_tolerance_pct')::int8, $15) from rule_version v
            order by v.effective_from <= e.date desc, case when v.effective_from <= e.date then v.effective_from end desc nulls last,
              v.effective_from, case when v.effective_from <= e.date then v.id end desc nulls last, v.id limit 1) as tolerance,
          e.photos, e.note, e.state, e.approved_minor, e.reason, u.name as "decided_by?", e.decided_at as "decided_at: Instant",
          p.name as "paid_by?", e.paid_at as "paid_at: Instant", e.reference, e.spent_at as "spent_at: Instant", e.version
        from expense e join rep r on r.id = e.rep_id
        left join app_user u on u.id = e.decided_by left join app_user p on p.id = e.paid_by
        where ($1::int4[] is null or e.org_unit_id = any($1)) and ($2::int4 is null or e.rep_id = $2)
          and ($3::uuid is null or e.id = $3) and ($4::int4 is null or e.rep_id = $4) and ($5::uuid is null or e.visit_id = $5)
          and ($6::text is null or e.state = $6) and ($7::text is null or e.category = $7)
          and ($8::date is null or e.date >= $8) and ($9::date is null or e.date <= $9)
          and ($16::int4 is null or e.outlet_id = $16)
          and ($17::int4 is null or e.outlet_id = any(array(select o.id from outlet o where o.customer_id = $17)))
          and ($10::timestamptz is null or e.updated_at >= $10)
          and ($11::int8 is null or e.xid >= $11::int8::text::xid8)
          and e.spent_at <= coalesce($12::timestamptz, 'infinity') and ($12::timestamptz is null or e.spent_at < $12 or e.id > $13)
        order by e.spent_at desc, e.id limit $14
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.visit_id,
        filter.state,
        filter.category,
        filter.from,
        filter.to,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        setting::KM_TOLERANCE_PCT,
        filter.outlet_id,
        filter.customer_id,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| {
            let claimed = r.day_claimed_m;
            let tolerance = r.tolerance.unwrap_or_default();
            let measured = r.measured_m.filter(|_| r.claimed_m.is_some());
            Expense {
                id: r.id,
                rep_id: r.rep_id,
                rep_name: r.rep_name,
                date: r.date,
                visit_id: r.visit_id,
                category: r.category,
                currency: r.currency,
                amount_minor: r.amount_minor,
                claimed_m: r.claimed_m,
                rate_minor: r.rate_minor,
                day_claimed_m: claimed,
                measured_m: measured,
                claim: claimed.map(|c| expense::claim(c, measured, tolerance)),
                photos: r.photos,
                note: r.note,
                state: r.state,
                approved_minor: r.approved_minor,
                reason: r.reason,
                decided_by: r.decided_by,
                decided_at: r.decided_at,
                paid_by: r.paid_by,
                paid_at: r.paid_at,
                reference: r.reference,
                spent_at: r.spent_at,
                version: r.version,
            }
        })
        .collect())
}
