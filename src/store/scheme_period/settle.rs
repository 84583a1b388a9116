//! The end of a period: what each outlet is due, within its cap and all within the budget, credited to its customer.
//! Goods are credited at what they would have cost. What came later changes nothing of it.

use fieldbeat_domain::time::CompanyTime;
use fieldbeat_pricing::{
    ask::{Ask, AskLine},
    cumulative::{self, Bought, Claimed, Due, PeriodTier},
};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{Cumulative, Period, cumulative as scheme_of};
use crate::store::{
    catalogue::book,
    error::StoreError,
    order::price,
    receivable::credit_note::{self, Kind, Making, Owner},
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

/// Outlets of one settlement.
pub const OUTLETS_MAX: i64 = 5_000;

/// What becomes of one outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SchemeOutcome {
    /// It is credited.
    Settled,
    /// It was before.
    SettledAlready,
    /// It has no customer to credit.
    NoCustomer,
    /// The goods that it is due have no price there.
    NoPrice,
    /// Nothing is left of the cap or the budget.
    NothingLeft,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SchemeSettlementRow {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub customer_id: Option<i32>,
    pub bought_milli: i64,
    pub value_minor: i64,
    /// That it reached.
    #[schema(value_type = PeriodTier)]
    pub tier: PeriodTier,
    pub due_minor: i64,
    pub credit_minor: i64,
    pub outcome: SchemeOutcome,
}

struct Found {
    row: SchemeSettlementRow,
    partner: Option<i32>,
    cap_left: Option<i64>,
}

/// What is due for a period that is over to every outlet that reached a tier, by id. The scheme is locked before
/// anything of it is read: whoever waited for another settlement, or for a change of its terms, sees what came of it.
/// Nothing is written.
pub async fn due(
    tx: &mut PgConnection,
    now: Now,
    time: &CompanyTime,
    scheme: i32,
) -> Result<Settling, ChangeError> {
    price::lock(&mut *tx, &[scheme]).await?;
    let scheme = scheme_of(&mut *tx, scheme).await?;
    if scheme.to >= now.today {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/valid_to",
            "not_over",
        )]));
    }
    let spent = sqlx::query_scalar!(
        "select minor from scheme_spent where scheme_id = $1 and outlet_id = 0",
        scheme.id
    )
    .fetch_optional(&mut *tx)
    .await?;
    let budget_left = (scheme.budget_minor).map(|b| (b - spent.unwrap_or_default()).max(0));
    let period = Period::of(time, scheme.from, scheme.to);
    let mut found = reached(&mut *tx, now, &scheme, period).await?;
    for one in &mut found {
        if one.row.outcome == SchemeOutcome::Settled {
            worth(&mut *tx, &scheme, one).await?;
        }
    }
    let claimed: Vec<Claimed> = (found.iter())
        .filter(|f| f.row.outcome == SchemeOutcome::Settled)
        .map(|f| Claimed {
            outlet: f.row.outlet_id,
            due_minor: f.row.due_minor,
            cap_left_minor: f.cap_left,
        })
        .collect();
    let grants = cumulative::grants(&claimed, budget_left);
    for one in &mut found {
        let Some(minor) = grants.get(&one.row.outlet_id) else {
            continue;
        };
        one.row.credit_minor = *minor;
        if *minor == 0 {
            one.row.outcome = SchemeOutcome::NothingLeft;
        }
    }
    Ok(Settling {
        scheme,
        found,
        budget_left,
    })
}

/// What a settlement comes to.
pub struct Settling {
    pub scheme: Cumulative,
    found: Vec<Found>,
    pub budget_left: Option<i64>,
}

impl Settling {
    pub fn rows(&self) -> Vec<SchemeSettlementRow> {
        self.found.iter().map(|f| f.row.clone()).collect()
    }

    fn settled(&self) -> impl Iterator<Item = &Found> {
        (self.found.iter()).filter(|f| f.row.outcome == SchemeOutcome::Settled)
    }
}

/// Outlets that reached a tier.
async fn reached(
    tx: &mut PgConnection,
    now: Now,
    scheme: &Cumulative,
    period: Period,
) -> Result<Vec<Found>, ChangeError> {
    let lowest = |by_value: bool| {
        let tiers = (scheme.tiers.iter())
            .filter(|t| matches!(t, PeriodTier::Value(_)) == by_value)
            .map(PeriodTier::at_least);
        tiers.min().unwrap_or(i64::MAX)
    };
    let rows = sqlx::query!(
        r#"
        select o.id, o.code, o.name, o.customer_id, u.partner_id as "partner_id?", b.milli as "milli!", b.minor as "minor!",
          $7::int8 - coalesce(h.minor, 0) as cap_left,
          exists (select from scheme_settlement t where t.scheme_id = s.id and t.outlet_id = o.id
            and daterange(t.from_date, t.to_date, '[]') && daterange($2, $3, '[]')) as "settled!"
        from scheme s cross join scheme_bought(s.id, $4, $5, null) b join outlet o on o.id = b.outlet_id
        left join outlet_supplier u on u.outlet_id = o.id and u.retired_at is null and u.valid @> $8::date
        left join scheme_spent h on h.scheme_id = s.id and h.outlet_id = o.id
        where s.id = $1 and (b.milli >= $6 or b.minor >= $10) and scheme_is_for(s, o)
        order by o.id limit $9
        "#,
        scheme.id,
        period.from,
        period.to,
        period.since,
        period.until,
        lowest(false),
        scheme.outlet_cap_minor,
        now.today,
        OUTLETS_MAX + 1,
        lowest(true),
    )
    .fetch_all(tx)
    .await?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > OUTLETS_MAX {
        return Err(ChangeError::Invalid(vec![Fault::new("/rule", "too_many")]));
    }
    Ok((rows.into_iter())
        .filter_map(|r| {
            let bought = Bought {
                milli: r.milli,
                value_minor: r.minor,
            };
            let tier = cumulative::progress(&scheme.tiers, bought).reached?.clone();
            let outcome = match r.customer_id {
                _ if r.settled => SchemeOutcome::SettledAlready,
                None => SchemeOutcome::NoCustomer,
                Some(_) => SchemeOutcome::Settled,
            };
            let row = SchemeSettlementRow {
                outlet_id: r.id,
                outlet_code: r.code,
                outlet_name: r.name,
                customer_id: r.customer_id,
                bought_milli: r.milli,
                value_minor: r.minor,
                tier,
                due_minor: 0,
                credit_minor: 0,
                outcome,
            };
            Some(Found {
                row,
                partner: r.partner_id,
                cap_left: r.cap_left,
            })
        })
        .collect())
}

/// What an outlet is due in money: its share, or the goods at the price of the last day.
async fn worth(
    tx: &mut PgConnection,
    scheme: &Cumulative,
    found: &mut Found,
) -> Result<(), StoreError> {
    let row = &mut found.row;
    let bought = Bought {
        milli: row.bought_milli,
        value_minor: row.value_minor,
    };
    let due = cumulative::due(&scheme.tiers, bought);
    let minor = match due {
        None => Some(0),
        Some(Due::Money { minor }) => Some(minor),
        Some(Due::Goods {
            product,
            unit,
            quantity_milli,
        }) => {
            let buyer = book::buyer(&mut *tx, &Scope::system(), row.outlet_id, scheme.to).await?;
            let outlet = Some(row.outlet_id);
            let mut book =
                book::book(&mut *tx, outlet, &buyer, scheme.to, &[product], None).await?;
            // Nothing more is given on what is given.
            book.schemes.clear();
            let ask = Ask {
                date: scheme.to,
                buyer,
                cash: false,
                lines: vec![AskLine {
                    product,
                    unit: unit.to_owned(),
                    quantity_milli,
                }],
            };
            let priced = fieldbeat_pricing::price(&book, &ask);
            priced.ok().map(|p| p.total_minor)
        }
    };
    match minor {
        None => row.outcome = SchemeOutcome::NoPrice,
        Some(0) => row.outcome = SchemeOutcome::NothingLeft,
        Some(minor) => row.due_minor = minor,
    }
    Ok(())
}

/// Credits every outlet that gets something.
pub async fn settle(
    tx: &mut PgConnection,
    now: Now,
    settling: &Settling,
    user: Option<i32>,
) -> Result<(), StoreError> {
    let scheme = &settling.scheme;
    let owner = |found: &Found| -> Option<Owner> { Some((found.row.customer_id?, found.partner)) };
    let wanted = settling.settled().filter_map(owner).collect();
    let accounts = credit_note::lock_accounts(&mut *tx, &wanted).await?;
    for found in settling.settled() {
        let Some(account) = owner(found).and_then(|key| accounts.get(&key).copied()) else {
            return Err(StoreError::NotFound);
        };
        let row = &found.row;
        let id = Uuid::now_v7();
        sqlx::query!(
            r#"
            with made as (
              insert into scheme_settlement (id, scheme_id, scheme_version, from_date, to_date, outlet_id, customer_id, bought_milli,
                value_minor, tier, due_minor, credit_minor, settled_by, settled_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14))
            insert into scheme_spent as s (scheme_id, outlet_id, minor) values ($2, 0, $12), ($2, $6, $12)
            on conflict (scheme_id, outlet_id) do update set minor = s.minor + excluded.minor
            "#,
            id,
            scheme.id,
            scheme.version,
            scheme.from,
            scheme.to,
            row.outlet_id,
            row.customer_id,
            row.bought_milli,
            row.value_minor,
            Json(&row.tier) as _,
            row.due_minor,
            row.credit_minor,
            user,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
        let making = Making {
            account,
            kind: Kind::Scheme,
            document: id,
            minor: row.credit_minor,
            user,
        };
        credit_note::make(&mut *tx, now, &making).await?;
    }
    Ok(())
}
