//! What is planted in the sales of a shift: whose order the credit gate will hold, which phone has an old
//! price list, who pays a rep. Chosen from the day's plan, so that the phones themselves send it. Pure.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{
    company::Company,
    fleet::{
        PlanFile,
        order::PRODUCTS,
        plan::{Delivery, Item, RepPlan, TrueVisit},
    },
};

/// Places of reps in the company; where a day gives no such visit, the next ones are asked.
const OVER_LIMIT: usize = 15;
const OVERDUE: usize = 19;
const OLD_PRICE: usize = 16;
/// Paid on the spot by customers with an account. The first is the rep of `desk`.
const PAID: [usize; 6] = [29, 18, 22, 36, 42, 50];
/// Visits that are over when the demo starts.
const MORNING_MS: i64 = 170 * 60_000;
/// An order worth holding.
const WORTH_MINOR: i64 = 1_000_000;
/// Money changes hands so long before the check-out.
const PAYS_MS: i64 = 3_000;
/// What the first payer hands over; the others a little more each.
const FIRST_PAYS_MINOR: i64 = 1_200_000;
const NEXT_PAYS_MINOR: i64 = 350_000;

/// A visit of the day that sells to a customer who owns this shop alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Sale {
    /// Place of the rep in the company.
    pub rep: usize,
    pub outlet: String,
    pub customer: String,
    /// Keys in the plan.
    visit: String,
    order: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Sales {
    pub over_limit: Sale,
    pub overdue: Sale,
    pub old_price: Sale,
    pub paid: Vec<Sale>,
}

impl Sales {
    pub fn choose(company: &Company, plan: &PlanFile) -> Result<Self> {
        let mut shops: HashMap<usize, usize> = HashMap::new();
        for outlet in &company.outlets {
            *shops.entry(outlet.customer).or_default() += 1;
        }
        let single = |outlet: &str| {
            let outlet = company.outlets.iter().find(|o| o.code == outlet)?;
            let alone = shops.get(&outlet.customer) == Some(&1);
            let customer = company.customers.get(outlet.customer)?;
            alone.then(|| customer.code.clone())
        };
        let of = |rep: usize| {
            let planned = plan.reps.get(rep)?;
            planned.truth.visits.iter().find_map(|visit| {
                let order = worth_holding(visit)?;
                Some(Sale {
                    rep,
                    outlet: visit.outlet.clone(),
                    customer: single(&visit.outlet)?,
                    visit: visit.visit.clone(),
                    order,
                })
            })
        };
        let mut taken: Vec<usize> = Vec::new();
        let mut from = |first: usize| {
            let all = (first..plan.reps.len()).chain(0..first);
            let sale = all.filter(|rep| !taken.contains(rep)).find_map(of);
            let sale = sale.context("no visit of the morning sells enough")?;
            taken.push(sale.rep);
            anyhow::Ok(sale)
        };
        Ok(Self {
            over_limit: from(OVER_LIMIT)?,
            overdue: from(OVERDUE)?,
            old_price: from(OLD_PRICE)?,
            paid: PAID.into_iter().map(&mut from).collect::<Result<_>>()?,
        })
    }

    /// Writes it into what the phones will say.
    pub fn plant(&self, plan: &mut PlanFile) {
        if let Some(rep) = plan.reps.get_mut(self.old_price.rep) {
            at_old_prices(rep, &self.old_price.order);
        }
        for (sale, step) in self.paid.iter().zip(0..) {
            if let Some(rep) = plan.reps.get_mut(sale.rep) {
                pays(rep, sale, FIRST_PAYS_MINOR + step * NEXT_PAYS_MINOR);
            }
        }
    }

    /// Shops that were not sold to in the past: their customers' credit is used up.
    pub fn cut_off(&self) -> [&str; 2] {
        [&self.over_limit.outlet, &self.overdue.outlet]
    }

    /// What to look for, for people.
    pub fn lines(&self, company: &Company) -> Vec<String> {
        let who = |sale: &Sale| {
            let rep = company.reps.get(sale.rep);
            let (name, code) = rep.map_or(("", ""), |r| (r.name.as_str(), r.code.as_str()));
            format!("order of {name} ({code}) at outlet {}", sale.outlet)
        };
        vec![
            format!("held, over the credit limit:   {}", who(&self.over_limit)),
            format!("held, an invoice is overdue:   {}", who(&self.overdue)),
            format!("held, priced by an old list:   {}", who(&self.old_price)),
        ]
    }
}

/// The key of a large order in a visit of the morning.
fn worth_holding(visit: &TrueVisit) -> Option<String> {
    let (_, check_out) = visit.declared?;
    let (order, total) = visit.order.as_ref()?;
    (check_out < MORNING_MS && *total >= WORTH_MINOR).then(|| order.clone())
}

/// The phone has not heard of the new prices.
fn at_old_prices(rep: &mut RepPlan, order: &str) {
    let mut total = 0;
    for delivery in &mut rep.deliveries {
        let Item::Record { id, body, .. } = &mut delivery.what else {
            continue;
        };
        if id != order {
            continue;
        }
        for line in body
            .get_mut("lines")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            let code = line.get("product_code").and_then(Value::as_str);
            let product = PRODUCTS.iter().find(|p| Some(p.code) == code);
            let quantity = line.get("quantity").and_then(Value::as_i64).unwrap_or(0);
            if let Some(before) = product.map(crate::fleet::order::Product::minor_before) {
                total += quantity * before;
                if let Some(price) = line.get_mut("unit_price_minor") {
                    *price = json!(before);
                }
            }
        }
    }
    let known = rep.truth.visits.iter_mut().filter_map(|v| v.order.as_mut());
    for (key, minor) in known {
        if key == order {
            *minor = total;
        }
    }
}

/// The customer pays in cash before the rep leaves.
fn pays(rep: &mut RepPlan, sale: &Sale, minor: i64) {
    let leaves =
        |d: &Delivery| matches!(&d.what, Item::CheckOut { visit, .. } if *visit == sale.visit);
    let Some(place) = rep.deliveries.iter().position(leaves) else {
        return;
    };
    let Some(Item::CheckOut { t, .. }) = rep.deliveries.get(place).map(|d| d.what.clone()) else {
        return;
    };
    let at = rep.deliveries.get(place).map_or(0, |d| d.at);
    let paid = Delivery {
        at,
        device: 0,
        what: Item::Record {
            kind: "collection".into(),
            id: format!("m/{}", sale.visit),
            visit: sale.visit.clone(),
            t: t - PAYS_MS,
            body: json!({"outlet": sale.outlet, "amount_minor": minor, "method": "cash"}),
        },
    };
    rep.deliveries.insert(place, paid);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        demo::{incidents::Incidents, shift, today},
        roads::Roads,
    };
    use chrono::NaiveDate;
    use fieldbeat_domain::time::{At, CompanyTime};

    #[test]
    fn every_date_has_its_sales_and_phones_say_them() {
        let roads = Roads::hanoi().unwrap();
        let mut company = Company::on_hanoi("HN", 60, 16, &roads).unwrap();
        let incidents = Incidents::plant(&mut company, &roads).unwrap();
        let time = CompanyTime {
            time_zone: chrono_tz::Asia::Ho_Chi_Minh,
            day_start_min: 0,
        };
        let date = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let noon = At(time.day_bounds(date).start.0 + 12 * 3_600_000);
        let shift = shift::around(noon, time);
        let mut plan = today::plan(&company, &incidents, &shift, &roads);
        let sales = Sales::choose(&company, &plan).unwrap();
        let before = plan.clone();
        sales.plant(&mut plan);
        let records = |plan: &PlanFile, of: &str| {
            let all = plan.reps.iter().flat_map(|r| &r.deliveries);
            all.filter(|d| matches!(&d.what, Item::Record { kind, .. } if kind == of))
                .count()
        };
        assert_eq!(records(&before, "collection"), 0);
        assert_eq!(records(&plan, "collection"), PAID.len());
        assert_eq!(records(&plan, "order"), records(&before, "order"));
        let order = |plan: &PlanFile| {
            let visits = &plan.reps[sales.old_price.rep].truth.visits;
            let visit = visits.iter().find(|v| v.visit == sales.old_price.visit);
            visit.unwrap().order.clone().unwrap().1
        };
        assert!(order(&plan) < order(&before));
        assert_eq!(sales.lines(&company).len(), 3);
    }
}
