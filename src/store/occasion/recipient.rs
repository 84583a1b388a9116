//! Whom an occasion means in a year, and who is left out and why: looked up anew each time, within a scope.

use chrono::NaiveDate;
use fieldbeat_domain::{
    id::OrgUnitId,
    time::{At, CompanyTime},
};
use fieldbeat_trade::crm::occasion::{Kind, LeftOut, Reach, Way, day, way};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::Occasion;
use crate::store::{
    crm::{segment, segment_member},
    error::StoreError,
    org_unit,
    scope::{self, Scope},
    upsert::Now,
};

/// Customers whose recipients are told of at once.
pub const CUSTOMERS_MAX: usize = 20_000;
/// Customers looked at by one statement.
pub const CUSTOMERS_AT_ONCE: usize = 2_000;

/// Somebody that an occasion means.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OccasionRecipient)]
pub struct Recipient {
    pub customer_id: i32,
    pub customer_name: String,
    /// Of a birthday whose it is; else who decides there.
    pub contact_id: Option<i32>,
    pub contact_name: Option<String>,
    #[serde(skip)]
    pub key: i32,
    #[serde(skip)]
    pub outlet_id: Option<i32>,
    /// For whom it is planned already.
    #[serde(skip)]
    pub planned_for: Option<i32>,
    /// Who does it.
    pub rep_id: Option<i32>,
    pub rep_name: Option<String>,
    #[serde(skip)]
    pub org_unit_id: Option<i32>,
    /// On which day of the year.
    pub day: Option<NaiveDate>,
    /// visit | call | sms | zalo | email
    pub way: String,
    /// Why not by the way of the occasion: opted_out | no_address
    pub instead: Option<String>,
    /// would_get | left_out | planned | held | not_held | withdrawn
    pub state: String,
    /// Of who is left out: no_date | first_year | no_rep
    pub why: Option<String>,
}

/// What decides whom one means.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: Uuid,
    pub kind: Kind,
    pub way: Way,
    pub dates: Vec<NaiveDate>,
    pub segment: Option<i32>,
    pub org_unit: i32,
}

impl Asked {
    pub fn of(shown: &Occasion) -> Self {
        Self {
            id: shown.id,
            kind: Kind::parse(&shown.kind).unwrap_or(Kind::Date),
            way: Way::parse(&shown.way).unwrap_or(Way::Visit),
            dates: shown.dates.clone(),
            segment: shown.segment_id,
            org_unit: shown.org_unit_id,
        }
    }
}

/// Customers of the occasion that the caller sees, by id.
pub async fn customers(
    db: &mut PgConnection,
    scope: &Scope,
    now: Now,
    time: CompanyTime,
    asked: &Asked,
) -> Result<Vec<i32>, StoreError> {
    let mut units = org_unit::subtree(&mut *db, asked.org_unit).await?;
    units.retain(|unit| scope.covers(OrgUnitId(*unit)));
    let Some(segment) = asked.segment else {
        return Ok(sqlx::query_scalar!(
            "select id from customer where active and org_unit_id = any($1) order by id",
            &units
        )
        .fetch_all(db)
        .await?);
    };
    let seen = Scope {
        org_units: scope::Reach::Units(units.into()),
        ..Scope::system()
    };
    let segment = segment::get(&mut *db, segment).await?;
    let (members, _) = segment_member::members(db, &seen, now, time, &segment.rule.0).await?;
    Ok(members.iter().map(|m| m.customer_id).collect())
}

/// Who they are, by customer, then by contact. A rep is told of whom it calls at.
pub async fn look_up(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    time: CompanyTime,
    (asked, year): (&Asked, i32),
    customers: &[i32],
) -> Result<Vec<Recipient>, StoreError> {
    let (birthday, anniversary) = (
        asked.kind == Kind::Birthday,
        asked.kind == Kind::Anniversary,
    );
    let rows = sqlx::query!(
        r#"
        select c.id as customer_id, c.name as customer_name, c.since, p.id as "contact_id?", p.name as "contact_name?",
          p.birthday as "birthday?", coalesce(p.opted_out, '{}') as "opted_out!",
          coalesce(nullif(trim(p.phone), ''), nullif(trim(c.phone), '')) is not null as "phone!",
          nullif(trim(p.email), '') is not null as "email!",
          case when $3 and c.since is null then (select min(o.ordered_at) from sales_order o
            where o.customer_id = c.id and o.state not in ('draft', 'rejected', 'cancelled')) end as first_at,
          w.outlet_id as "outlet_id?", r.id as "rep_id?", r.name as "rep_name?", a.org_unit_id as "org_unit_id?", x.state as "state?",
          x.rep_id as "planned_for?"
        from customer c
        left join lateral (select q.* from contact q where q.customer_id = c.id and q.active
          order by q.role <> 'decision_maker', q.id limit case when $2 then null else 1 end) p on true
        left join lateral (select o.id as outlet_id, rr.rep_id from outlet o
          join route_outlet ro on ro.outlet_id = o.id and ro.retired_at is null and ro.valid @> $4::date
          join route_rep rr on rr.route_id = ro.route_id and rr.retired_at is null and rr.valid @> $4::date
          where o.customer_id = c.id and o.closed_at is null order by o.id, rr.route_id limit 1) w on true
        left join rep_org_unit a on a.rep_id = w.rep_id and a.retired_at is null and a.valid @> $4::date
        left join rep r on r.id = a.rep_id
        left join activity x on x.occasion_id = $5 and x.occasion_year = $6
          and x.recipient_key = case when $2 then p.id else c.id end
        where c.id = any($1) and c.active and ($7::int4 is null or w.rep_id = $7)
        order by c.id, p.id
        "#,
        customers,
        birthday,
        anniversary,
        now.today,
        asked.id,
        year,
        scope.rep_id(),
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter().map(|row| {
        let known = if birthday {
            row.birthday
        } else {
            row.since
                .or_else(|| row.first_at.map(|at| time.date_of(At::from(at))))
        };
        let on = day(asked.kind, known, &asked.dates, year);
        let reach = Reach {
            opted_out: &row.opted_out,
            phone: row.phone,
            email: row.email,
        };
        let (by, instead) = way(asked.way, &reach);
        let why = match (on, row.rep_id) {
            (Err(why), _) => Some(why.as_str()),
            (Ok(_), None) => Some(LeftOut::NoRep.as_str()),
            (Ok(_), Some(_)) => None,
        };
        let state = match (row.state, why) {
            (Some(state), _) => state,
            (None, Some(_)) => "left_out".to_owned(),
            (None, None) => "would_get".to_owned(),
        };
        Recipient {
            customer_id: row.customer_id,
            customer_name: row.customer_name,
            contact_id: row.contact_id,
            contact_name: row.contact_name,
            key: if birthday {
                row.contact_id.unwrap_or_default()
            } else {
                row.customer_id
            },
            outlet_id: row.outlet_id,
            planned_for: row.planned_for,
            rep_id: row.rep_id,
            rep_name: row.rep_name,
            org_unit_id: row.org_unit_id,
            day: on.ok(),
            way: by.as_str().to_owned(),
            instead: instead.map(|i| i.as_str().to_owned()),
            why: why.filter(|_| state == "left_out").map(str::to_owned),
            state,
        }
    });
    Ok(found.collect())
}
