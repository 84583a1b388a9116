//! Replenishment in the demo: a distributor's warehouse that runs out in two days with a shipment on its way, and two
//! that ask their maker for more than it has.

use anyhow::{Context, Result};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    clock,
    company::Company,
    fleet::{
        ids::Ids,
        order::{PRODUCTS, Product},
    },
    rest::Rest,
};

/// Code and name of a partner, its kind, code and name of its warehouse.
const MAKER: [&str; 5] = [
    "NSX-SH",
    "Nhà máy Sông Hồng",
    "manufacturer",
    "TONG-KHO",
    "Tổng kho Sông Hồng",
];
const SHORT: [&str; 5] = [
    "NPP-HD",
    "NPP Hà Đông",
    "distributor",
    "KHO-HD",
    "Kho Hà Đông",
];
const OTHER: [&str; 5] = [
    "NPP-GL",
    "NPP Gia Lâm",
    "distributor",
    "KHO-GL",
    "Kho Gia Lâm",
];
/// Weeks of issues, so much a week, and days that are left of it.
const WEEKS: i64 = 12;
const A_WEEK: i64 = 70;
const LEFT: [(&str, i64); 2] = [("KHO-HD", 2), ("KHO-GL", 9)];
/// What the maker has, what is on its way, and what is asked on top; all of the first product.
const AT_MAKER: i64 = 300;
const SHIPPED: i64 = 60;
const ASKED: [(&str, i64); 2] = [("KHO-HD", 320), ("KHO-GL", 160)];

/// What to look at, for people.
pub fn line() -> String {
    format!("a warehouse that runs out:     {}, Stock, Supply", SHORT[4])
}

/// The warehouses, what left them, a shipment on its way and two orders that wait; once.
pub async fn run_short(rest: &Rest, company: &Company, date: NaiveDate) -> Result<()> {
    if !rest.list("/api/v1/supply-orders").await?.is_empty() {
        return Ok(());
    }
    let all = [MAKER, SHORT, OTHER];
    let partners =
        all.map(|[code, name, kind, ..]| json!({"code": code, "name": name, "kind": kind}));
    rest.batch("partners", &partners).await?;
    let places = all.map(|[partner, _, _, code, name]| {
        json!({"code": code, "name": name, "kind": "warehouse", "partner_code": partner, "is_default": true})
    });
    rest.batch("stock-locations", &places).await?;
    let product = PRODUCTS.first().context("nothing is sold")?;
    let now = DateTime::<Utc>::from_timestamp_millis(clock::now_ms()).unwrap_or_default();
    move_goods(
        rest,
        product,
        ("opening", "to_code", MAKER[3]),
        now,
        AT_MAKER,
    )
    .await?;
    for (place, days) in LEFT {
        let left = A_WEEK * days / 7;
        let began = now - TimeDelta::weeks(WEEKS) - TimeDelta::days(1);
        let opening = ("opening", "to_code", place);
        move_goods(rest, product, opening, began, A_WEEK * WEEKS + left).await?;
        for week in 0..WEEKS {
            let issue = ("issue", "from_code", place);
            move_goods(rest, product, issue, now - TimeDelta::weeks(week), A_WEEK).await?;
        }
    }
    order(rest, company, product, date).await
}

async fn move_goods(
    rest: &Rest,
    product: &Product,
    (kind, side, place): (&str, &str, &str),
    at: DateTime<Utc>,
    count: i64,
) -> Result<()> {
    let line = json!({"product_code": product.code, "unit": product.unit, "quantity_milli": count * 1_000});
    let mut act = json!({"kind": kind, "moved_at": at, "lines": [line]});
    if let Some(act) = act.as_object_mut() {
        act.insert(side.into(), json!(place));
    }
    rest.post("/api/v1/stock-moves", &act).await?;
    Ok(())
}

async fn order(rest: &Rest, company: &Company, product: &Product, date: NaiveDate) -> Result<()> {
    let places = rest.list("/api/v1/stock-locations?kind=warehouse").await?;
    let products = rest.list("/api/v1/products").await?;
    let id_of = |rows: &[Value], code: &str| {
        let row = rows
            .iter()
            .find(|row| row.get("code").and_then(Value::as_str) == Some(code));
        row.and_then(|row| row.get("id")).cloned()
    };
    let maker = id_of(&places, MAKER[3]).context("the maker has no warehouse")?;
    let goods = id_of(&products, product.code).context("a product has no id")?;
    let ids = Ids::new(&company.key, "supply", 0);
    let asks = [
        ("shipped", (SHORT[3], SHIPPED)),
        ("asked/1", ASKED[0]),
        ("asked/2", ASKED[1]),
    ];
    for (key, (place, count)) in asks {
        let to = id_of(&places, place).context("a warehouse has no id")?;
        let id = ids.named(&format!("{date}/{key}"));
        let path = format!("/api/v1/supply-orders/{id}");
        let body = json!({"id": id, "to_id": to, "from_id": maker, "wanted_on": date + Days::new(2),
            "lines": [{"product_id": goods, "unit": product.unit, "quantity": count}]});
        let draft = rest.post("/api/v1/supply-orders", &body).await?;
        rest.post_if(&format!("{path}/submit"), &json!({}), &draft)
            .await?;
        if key == "shipped" {
            let all = json!({"items": [{"id": id}]});
            rest.post("/api/v1/supply-orders/confirm", &all).await?;
            let confirmed = rest.get(&path).await?;
            let ship = json!({"expected_on": date + Days::new(1)});
            rest.post_if(&format!("{path}/ship"), &ship, &confirmed)
                .await?;
        }
    }
    Ok(())
}
