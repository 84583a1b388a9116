//! Cumulative schemes over their period: what every outlet has bought, the tier that it reached and what is missing to
//! the next, what it was given. `settle` ends a period.

pub mod settle;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::time::{At, CompanyTime};
use fieldbeat_pricing::{
    cumulative::{self, Bought, Due, PeriodTier},
    scheme::Rule,
};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    outlet,
    receivable::credit_note::CreditNote,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

/// The period of a scheme; its bounds are those of the company's days.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub from: NaiveDate,
    /// Included.
    pub to: NaiveDate,
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

impl Period {
    pub fn of(time: &CompanyTime, from: NaiveDate, to: NaiveDate) -> Self {
        let bound = |at: At| at.to_utc().unwrap_or_default();
        Self {
            from,
            to,
            since: bound(time.day_bounds(from).start),
            until: bound(time.day_bounds(to).end),
        }
    }
}

/// A cumulative scheme.
pub struct Cumulative {
    pub id: i32,
    pub version: i32,
    pub name: String,
    pub tiers: Vec<PeriodTier>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub budget_minor: Option<i64>,
    pub outlet_cap_minor: Option<i64>,
}

/// Any scheme, as it is stored.
struct Row {
    id: i32,
    version: i32,
    name: String,
    rule: Json<Rule>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    budget_minor: Option<i64>,
    outlet_cap_minor: Option<i64>,
}

impl Row {
    fn cumulative(self) -> Result<Cumulative, Fault> {
        let Some(tiers) = PeriodTier::of(self.rule.0) else {
            return Err(Fault::new("/rule", "not_cumulative"));
        };
        let (Some(from), Some(to)) = (self.valid_from, self.valid_to) else {
            return Err(Fault::new("/valid_to", "no_period"));
        };
        Ok(Cumulative {
            id: self.id,
            version: self.version,
            name: self.name,
            tiers,
            from,
            to,
            budget_minor: self.budget_minor,
            outlet_cap_minor: self.outlet_cap_minor,
        })
    }
}

/// A cumulative scheme with its period. 422 `not_cumulative`, `no_period`.
pub async fn cumulative(db: &mut PgConnection, id: i32) -> Result<Cumulative, ChangeError> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, version, name, rule as "rule: Json<Rule>", valid_from, valid_to, budget_minor, outlet_cap_minor
        from scheme where id = $1"#,
        id
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)?;
    (row.cumulative()).map_err(|fault| ChangeError::Invalid(vec![fault]))
}

/// What an outlet was given for a period.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SchemeSettled {
    pub id: Uuid,
    pub bought_milli: i64,
    pub value_minor: i64,
    pub due_minor: i64,
    /// Less than is due where the cap or the budget was.
    pub credit_minor: i64,
    pub settled_at: Instant,
    pub credit: Option<CreditNote>,
}

/// How far an outlet is.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SchemeProgress {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub customer_id: Option<i32>,
    /// Delivered in the period, less what came back in it; thousandths of the base unit.
    pub bought_milli: i64,
    /// With tax.
    pub value_minor: i64,
    /// The highest tier that it reached.
    #[schema(value_type = Option<PeriodTier>)]
    pub reached: Option<PeriodTier>,
    /// The lowest that it has not.
    #[schema(value_type = Option<PeriodTier>)]
    pub next: Option<PeriodTier>,
    /// To that, where quantity reaches the tiers.
    pub missing_milli: Option<i64>,
    /// To that, where value does.
    pub missing_minor: Option<i64>,
    /// By what it has bought so far; null where it is goods, whose price counts when the period ends.
    pub due_minor: Option<i64>,
    pub settled: Option<SchemeSettled>,
}

/// Which outlets; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct ProgressFilter {
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
}

/// Outlets in scope that the scheme is for and that bought in its period, or one that is named, by id.
pub async fn progress(
    db: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (scheme, period): (&Cumulative, Period),
    filter: &ProgressFilter,
    (after, limit): (i32, i64),
) -> Result<Vec<SchemeProgress>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id, o.code, o.name, o.customer_id, coalesce(b.milli, 0) as "milli!", coalesce(b.minor, 0) as "minor!",
          (select jsonb_build_object('id', t.id, 'bought_milli', t.bought_milli, 'value_minor', t.value_minor,
              'due_minor', t.due_minor, 'credit_minor', t.credit_minor, 'settled_at', t.settled_at,
              'credit', credit_note_of('scheme', t.id))
            from scheme_settlement t where t.scheme_id = $1 and t.outlet_id = o.id
              and daterange(t.from_date, t.to_date, '[]') && daterange($2, $3, '[]')
            order by t.settled_at desc limit 1) as "settled: Json<SchemeSettled>"
        from outlet o join scheme s on s.id = $1
        left join scheme_bought($1, $4, $5, case when $6::int4 is null then null else array[$6::int4] end) b on b.outlet_id = o.id
        where o.id > $7 and ($8::int4[] is null or o.org_unit_id = any($8))
          and ($9::int4 is null or exists (select from route_rep rr
            join route_outlet ro on ro.route_id = rr.route_id and ro.retired_at is null and ro.valid @> $10::date
            where rr.rep_id = $9 and rr.retired_at is null and rr.valid @> $10::date and ro.outlet_id = o.id))
          and ($6::int4 is null or o.id = $6) and ($11::int4 is null or o.customer_id = $11)
          and (b.outlet_id is not null or $6::int4 is not null)
          and scheme_is_for(s, o)
        order by o.id limit $12
        "#,
        scheme.id,
        period.from,
        period.to,
        period.since,
        period.until,
        filter.outlet_id,
        after,
        scope.units() as _,
        scope.rep_id() as _,
        now.today,
        filter.customer_id,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| {
            let bought = Bought {
                milli: r.milli,
                value_minor: r.minor,
            };
            let seen = cumulative::progress(&scheme.tiers, bought);
            let due = cumulative::due(&scheme.tiers, bought);
            SchemeProgress {
                outlet_id: r.id,
                outlet_code: r.code,
                outlet_name: r.name,
                customer_id: r.customer_id,
                bought_milli: r.milli,
                value_minor: r.minor,
                reached: seen.reached.cloned(),
                next: seen.next.cloned(),
                missing_milli: seen.missing_milli,
                missing_minor: seen.missing_minor,
                due_minor: match due {
                    None => Some(0),
                    Some(Due::Money { minor }) => Some(minor),
                    Some(Due::Goods { .. }) => None,
                },
                settled: r.settled.map(|s| s.0),
            }
        })
        .collect())
}

/// Schemes of one outlet, and of all outlets of a phone.
const OF_OUTLET_MAX: i64 = 20;
const RUNNING_MAX: i64 = 100;

/// How far an outlet is in one scheme.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OutletProgress {
    pub scheme_id: i32,
    pub scheme_name: String,
    pub from: NaiveDate,
    /// Included.
    pub to: NaiveDate,
    #[serde(flatten)]
    #[schema(inline)]
    pub progress: SchemeProgress,
}

/// Cumulative schemes that run on a day and are for any of these outlets, the ones that end first at the front.
pub(super) async fn running(
    db: &mut PgConnection,
    on: NaiveDate,
    outlets: &[i32],
) -> Result<Vec<Cumulative>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"
        select id, version, name, rule as "rule: Json<Rule>", valid_from, valid_to, budget_minor, outlet_cap_minor
        from scheme where id in (
          select t.id from outlet o cross join lateral (
            select s.id from scheme s
            where s.active and scheme_is_cumulative(s.rule) and $1 between s.valid_from and s.valid_to and scheme_is_for(s, o)
            order by s.valid_to, s.id limit $3) t
          where o.id = any($2))
        order by valid_to, id limit $4
        "#,
        on,
        outlets,
        OF_OUTLET_MAX,
        RUNNING_MAX,
    )
    .fetch_all(db)
    .await?;
    // The statement gives none but those.
    Ok((rows.into_iter())
        .filter_map(|row| row.cumulative().ok())
        .collect())
}

/// What outlets that the scheme is for have bought of it, with nothing where they have not.
pub(super) async fn bought(
    db: &mut PgConnection,
    scheme: i32,
    period: Period,
    outlets: &[i32],
) -> Result<Vec<(i32, Bought)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id, coalesce(b.milli, 0) as "milli!", coalesce(b.minor, 0) as "minor!"
        from scheme s cross join outlet o left join scheme_bought(s.id, $2, $3, $4) b on b.outlet_id = o.id
        where s.id = $1 and o.id = any($4) and scheme_is_for(s, o)
        order by o.id
        "#,
        scheme,
        period.since,
        period.until,
        outlets,
    )
    .fetch_all(db)
    .await?;
    let bought = |milli, value_minor| Bought { milli, value_minor };
    Ok((rows.into_iter())
        .map(|r| (r.id, bought(r.milli, r.minor)))
        .collect())
}

/// How far an outlet in scope is in every scheme that runs today and is for it.
pub async fn of_outlet(
    db: &mut PgConnection,
    scope: &Scope,
    now: Now,
    time: &CompanyTime,
    outlet: i32,
) -> Result<Vec<OutletProgress>, StoreError> {
    outlet::get(&mut *db, scope, now.today, outlet).await?;
    let filter = ProgressFilter {
        outlet_id: Some(outlet),
        customer_id: None,
    };
    let mut out = Vec::new();
    for scheme in running(&mut *db, now.today, &[outlet]).await? {
        let of = (&scheme, Period::of(time, scheme.from, scheme.to));
        let rows = progress(&mut *db, scope, now, of, &filter, (0, 1)).await?;
        out.extend(rows.into_iter().map(|progress| OutletProgress {
            scheme_id: scheme.id,
            scheme_name: scheme.name.clone(),
            from: scheme.from,
            to: scheme.to,
            progress,
        }));
    }
    Ok(out)
}
