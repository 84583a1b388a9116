//! Schemes: trade promotions as the engine reads them, checked when they are written.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use fieldbeat_pricing::{
    ask::Selector,
    scheme::{Audience, Benefit, Rule, Tier, ValueTier},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{Coded, check_span, keep, product};
use crate::store::{
    error::StoreError,
    page::Slice,
    scope::Scope,
    upsert::{Fault, Field, Mode, Now, RowResult, check_text, field},
};

const TIERS_MAX: usize = 20;
const PARTS_MAX: usize = 20;
/// Thousandths, and minor units, of a condition or benefit.
const AMOUNT_MAX: i64 = 1_000_000_000_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Scheme {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub valid_from: Option<NaiveDate>,
    /// Included.
    pub valid_to: Option<NaiveDate>,
    #[schema(value_type = Audience)]
    pub audience: Json<Audience>,
    /// The products that count; empty means all.
    #[schema(value_type = Selector)]
    pub products: Json<Selector>,
    #[schema(value_type = Rule)]
    pub rule: Json<Rule>,
    pub stack_group: i32,
    pub priority: i32,
    pub stackable: bool,
    pub budget_minor: Option<i64>,
    pub outlet_cap_minor: Option<i64>,
    pub active: bool,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct SchemePut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_from: Field<NaiveDate>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Field<NaiveDate>,
    pub audience: Option<Audience>,
    pub products: Option<Selector>,
    pub rule: Option<Rule>,
    pub stack_group: Option<i32>,
    pub priority: Option<i32>,
    pub stackable: Option<bool>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i64>)]
    pub budget_minor: Field<i64>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i64>)]
    pub outlet_cap_minor: Field<i64>,
    pub active: Option<bool>,
}

#[derive(Clone, PartialEq)]
pub struct Row {
    code: String,
    name: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    audience: Audience,
    products: Selector,
    rule: Rule,
    stack_group: i32,
    priority: i32,
    stackable: bool,
    budget_minor: Option<i64>,
    outlet_cap_minor: Option<i64>,
    active: bool,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    _: &Scope,
    slice: Slice,
    q: Option<&str>,
    id: Option<i32>,
) -> Result<Vec<Scheme>, StoreError> {
    Ok(sqlx::query_as!(
        Scheme,
        r#"
        select id, code, name, valid_from, valid_to, audience as "audience: Json<Audience>",
          products as "products: Json<Selector>", rule as "rule: Json<Rule>", stack_group, priority, stackable,
          budget_minor, outlet_cap_minor, active, version
        from scheme where id > $1 and ($3::timestamptz is null or updated_at >= $3)
          and ($4::int8 is null or xid >= $4::int8::text::xid8)
          and ($5::text is null or strpos(folded(code || ' ' || name), folded($5)) > 0)
          and ($6::int4 is null or id = $6)
        order by id limit $2
        "#,
        slice.after,
        slice.fetch(),
        slice.time(),
        slice.xid(),
        q,
        id,
    )
    .fetch_all(db)
    .await?)
}

pub async fn upsert(
    tx: &mut PgConnection,
    _: &Scope,
    now: Now,
    mode: Mode,
    rows: &[SchemePut],
) -> Result<Vec<RowResult>, StoreError> {
    let products = sqlx::query_scalar!("select id from product")
        .fetch_all(&mut *tx)
        .await?;
    let units = product::units(&mut *tx, &products).await?;
    super::upsert::<Schemes>(tx, now, mode, &units, rows).await
}

struct Schemes;

/// Pieces in the units of every product.
type Units = HashMap<i32, BTreeMap<String, i32>>;

/// All that is wrong with a rule.
fn check_rule<'a>(known: &Units, rule: &'a Rule, faults: &mut Vec<Fault>) {
    let mut fault = |pointer: String, code: &'static str| {
        faults.push(Fault::new(pointer, code));
    };
    let positive = |n: i64| (1..=AMOUNT_MAX).contains(&n);
    let benefit_code = |benefit: &Benefit| match benefit {
        Benefit::Percent { basis_points } => {
            (!(1..=10_000).contains(basis_points)).then_some("out_of_range")
        }
        Benefit::Amount { minor } => (!positive(*minor)).then_some("out_of_range"),
        Benefit::Free { quantity_milli, .. } if !positive(*quantity_milli) => Some("out_of_range"),
        Benefit::Free { product, unit, .. } => match known.get(product) {
            None => Some("unknown_product"),
            Some(units) => (!units.contains_key(unit)).then_some("unknown_unit"),
        },
    };
    // Of each tier: what it asks for, and what it gives.
    let tiers: Vec<(&str, i64, &Benefit)> = match rule {
        Rule::Quantity { tiers, .. } | Rule::Mix { tiers, .. } | Rule::Cumulative { tiers } => {
            let of = |t: &'a Tier| ("at_least_milli", t.at_least_milli, &t.benefit);
            tiers.iter().map(of).collect()
        }
        Rule::Value { tiers } | Rule::CumulativeValue { tiers } => {
            let of = |t: &'a ValueTier| ("at_least_minor", t.at_least_minor, &t.benefit);
            tiers.iter().map(of).collect()
        }
        Rule::Combo { parts, benefit } => {
            let named: HashSet<i32> = parts.iter().map(|p| p.product).collect();
            if parts.is_empty() || parts.len() > PARTS_MAX || named.len() != parts.len() {
                fault("/rule/parts".into(), "invalid");
            }
            for (i, part) in parts.iter().enumerate() {
                if !known.contains_key(&part.product) {
                    fault(format!("/rule/parts/{i}/product"), "unknown_product");
                }
                if !positive(part.quantity_milli) {
                    fault(format!("/rule/parts/{i}/quantity_milli"), "out_of_range");
                }
            }
            if let Some(code) = benefit_code(benefit) {
                fault("/rule/benefit".into(), code);
            }
            return;
        }
    };
    if tiers.is_empty() || tiers.len() > TIERS_MAX {
        fault("/rule/tiers".into(), "invalid");
    }
    let mut heights = HashSet::new();
    for (i, (asks, at_least, benefit)) in tiers.into_iter().enumerate() {
        if !positive(at_least) {
            fault(format!("/rule/tiers/{i}/{asks}"), "out_of_range");
        } else if !heights.insert(at_least) {
            // Which of the two holds would be nobody's decision.
            fault(format!("/rule/tiers/{i}/{asks}"), "repeated");
        }
        if let Some(code) = benefit_code(benefit) {
            fault(format!("/rule/tiers/{i}/benefit"), code);
        }
    }
}

impl Coded for Schemes {
    type Put = SchemePut;
    type Row = Row;
    type Known = Units;

    fn code(put: &SchemePut) -> &str {
        &put.code
    }

    fn merge(known: &Self::Known, put: &SchemePut, was: Option<&Row>) -> Result<Row, Vec<Fault>> {
        let mut faults = Vec::new();
        check_text("/name", put.name.as_deref(), was.is_none(), &mut faults);
        let valid_from = put
            .valid_from
            .unwrap_or_else(|| was.and_then(|w| w.valid_from));
        let valid_to = put.valid_to.unwrap_or_else(|| was.and_then(|w| w.valid_to));
        check_span(valid_from, valid_to, &mut faults);
        let budget_minor = put
            .budget_minor
            .unwrap_or_else(|| was.and_then(|w| w.budget_minor));
        let cap = put
            .outlet_cap_minor
            .unwrap_or_else(|| was.and_then(|w| w.outlet_cap_minor));
        for (pointer, limit) in [("/budget_minor", budget_minor), ("/outlet_cap_minor", cap)] {
            if limit.is_some_and(|l| l < 0) {
                faults.push(Fault::new(pointer, "out_of_range"));
            }
        }
        let rule = keep(put.rule.as_ref(), was, |w| &w.rule);
        match &rule {
            None => faults.push(Fault::new("/rule", "required")),
            Some(rule) => check_rule(known, rule, &mut faults),
        }
        let products = keep(put.products.as_ref(), was, |w| &w.products);
        let products = products.unwrap_or_default();
        for (i, id) in products.products.iter().enumerate() {
            if !known.contains_key(id) {
                faults.push(Fault::new(
                    format!("/products/products/{i}"),
                    "unknown_product",
                ));
            }
        }
        let Some(rule) = rule.filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        Ok(Row {
            code: put.code.clone(),
            name: keep(put.name.as_ref(), was, |w| &w.name).unwrap_or_default(),
            valid_from,
            valid_to,
            audience: keep(put.audience.as_ref(), was, |w| &w.audience).unwrap_or_default(),
            products,
            rule,
            stack_group: keep(put.stack_group.as_ref(), was, |w| &w.stack_group).unwrap_or(0),
            priority: keep(put.priority.as_ref(), was, |w| &w.priority).unwrap_or(0),
            stackable: keep(put.stackable.as_ref(), was, |w| &w.stackable).unwrap_or(false),
            budget_minor,
            outlet_cap_minor: cap,
            active: keep(put.active.as_ref(), was, |w| &w.active).unwrap_or(true),
        })
    }

    async fn load(
        tx: &mut PgConnection,
        codes: &[String],
    ) -> Result<HashMap<String, (i32, Row)>, StoreError> {
        let rows = sqlx::query!(
            r#"select id, code, name, valid_from, valid_to, audience as "audience: Json<Audience>",
              products as "products: Json<Selector>", rule as "rule: Json<Rule>", stack_group, priority, stackable,
              budget_minor, outlet_cap_minor, active
            from scheme where code = any($1) order by id for update"#,
            codes
        )
        .fetch_all(tx)
        .await?;
        Ok((rows.into_iter())
            .map(|r| {
                let (code, id) = (r.code.clone(), r.id);
                let row = Row {
                    code: r.code,
                    name: r.name,
                    valid_from: r.valid_from,
                    valid_to: r.valid_to,
                    audience: r.audience.0,
                    products: r.products.0,
                    rule: r.rule.0,
                    stack_group: r.stack_group,
                    priority: r.priority,
                    stackable: r.stackable,
                    budget_minor: r.budget_minor,
                    outlet_cap_minor: r.outlet_cap_minor,
                    active: r.active,
                };
                (code, (id, row))
            })
            .collect())
    }

    async fn write(
        tx: &mut PgConnection,
        now: Now,
        rows: &[Row],
    ) -> Result<HashMap<String, i32>, StoreError> {
        let document: Vec<_> = (rows.iter())
            .map(|r| {
                json!({"code": r.code, "name": r.name, "valid_from": r.valid_from, "valid_to": r.valid_to,
                    "audience": r.audience, "products": r.products, "rule": r.rule, "stack_group": r.stack_group,
                    "priority": r.priority, "stackable": r.stackable, "budget_minor": r.budget_minor,
                    "outlet_cap_minor": r.outlet_cap_minor, "active": r.active})
            })
            .collect();
        let made = sqlx::query!(
            r#"
            insert into scheme as s (code, name, valid_from, valid_to, audience, products, rule, stack_group, priority,
              stackable, budget_minor, outlet_cap_minor, active, updated_at)
            select t.*, $2
            from jsonb_to_recordset($1) as t(code text, name text, valid_from date, valid_to date, audience jsonb,
              products jsonb, rule jsonb, stack_group int4, priority int4, stackable bool, budget_minor int8,
              outlet_cap_minor int8, active bool)
            on conflict (code) do update set name = excluded.name, valid_from = excluded.valid_from,
              valid_to = excluded.valid_to, audience = excluded.audience, products = excluded.products,
              rule = excluded.rule, stack_group = excluded.stack_group, priority = excluded.priority,
              stackable = excluded.stackable, budget_minor = excluded.budget_minor,
              outlet_cap_minor = excluded.outlet_cap_minor, active = excluded.active, version = s.version + 1,
              updated_at = excluded.updated_at
            returning id, code
            "#,
            Json(document) as _,
            now.at,
        )
        .fetch_all(&mut *tx)
        .await?;
        Ok(made.into_iter().map(|m| (m.code, m.id)).collect())
    }
}
