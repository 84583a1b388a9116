//! Orders taken at the desk today, one left in every state, and what belongs to a visit beside them: a
//! quotation and a return.

use std::time::Duration;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::{
    company::{Company, load::Loaded},
    fleet::{ids::Ids, order::PRODUCTS},
    rest::Rest,
};

/// Whose orders they are.
const REP: usize = 29;

/// Until the server has judged what came in the morning.
const JUDGED: Duration = Duration::from_mins(3);

/// What is done to an order after it was taken.
enum Step {
    Act(&'static str),
    /// With why.
    Say(&'static str, &'static str),
    /// So many thousandths of the first line.
    Part(i64),
    Rest,
    Bill,
}

struct Scene {
    key: &'static str,
    stop: usize,
    /// Places in the catalogue, with quantities.
    goods: &'static [(usize, i64)],
    steps: &'static [Step],
}

use Step::{Act, Bill, Part, Rest as Whole, Say};

#[rustfmt::skip]
const SCENES: &[Scene] = &[
    Scene { key: "draft", stop: 5, goods: &[(2, 6), (8, 4)], steps: &[] },
    Scene { key: "submitted", stop: 6, goods: &[(0, 12), (5, 3)], steps: &[] },
    Scene { key: "review", stop: 7, goods: &[(4, 9)], steps: &[Say("hold", "khách hỏi đổi ngày giao, đợi gọi lại")] },
    Scene { key: "confirmed", stop: 8, goods: &[(3, 8), (9, 12), (1, 5)], steps: &[Act("confirm")] },
    Scene { key: "allocated", stop: 9, goods: &[(5, 10), (10, 12)], steps: &[Act("confirm"), Act("allocate")] },
    Scene { key: "dispatched", stop: 10, goods: &[(0, 20), (2, 5)], steps: &[Act("confirm"), Act("allocate"), Act("dispatch")] },
    Scene { key: "part", stop: 11, goods: &[(4, 10), (7, 6)], steps: &[Act("confirm"), Act("dispatch"), Part(6_000), Bill] },
    Scene { key: "delivered", stop: 12, goods: &[(3, 6), (6, 12)], steps: &[Act("confirm"), Act("dispatch"), Whole, Bill] },
    Scene { key: "closed", stop: 13, goods: &[(1, 30)], steps: &[Act("confirm"), Part(24_000), Bill, Act("close")] },
    Scene { key: "rejected", stop: 5, goods: &[(15, 2)], steps: &[Say("reject", "khách không còn bán mặt hàng này")] },
    Scene { key: "cancelled", stop: 6, goods: &[(14, 7)], steps: &[Act("confirm"), Say("cancel", "khách đặt nhầm")] },
];

/// Takes them once, however often the demo is started.
pub async fn take(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    date: NaiveDate,
    password: &str,
) -> Result<()> {
    let rep = company.reps.get(REP).context("no such rep")?;
    let rep_id = *loaded.rep_ids.get(&rep.code).context("a rep has no id")?;
    let ids = Ids::new(&company.key, "desk", 0);
    let id = |key: &str| ids.named(&format!("{date}/{key}"));
    let last = id("quotation");
    if rest
        .find(&format!("/api/v1/quotations/{last}"))
        .await?
        .is_some()
    {
        return Ok(());
    }
    let leader = company
        .leader(&rep.team)
        .context("the team has no supervisor")?;
    let leader = Rest::login(rest.base(), leader, password).await?;
    let accountant = Rest::login(rest.base(), "accountant", password).await?;
    for scene in SCENES {
        let path = format!("/api/v1/orders/{}", id(scene.key));
        if rest.find(&path).await?.is_some() {
            continue;
        }
        let body = json!({"id": id(scene.key), "rep_id": rep_id, "outlet_id": outlet_id(company, loaded, scene.stop)?,
            "lines": lines(scene.goods), "draft": scene.key == "draft"});
        let mut order = leader.post("/api/v1/orders", &body).await?;
        for (step, n) in scene.steps.iter().zip(0..) {
            let of = Of {
                path: &path,
                order: &order,
                id: id(&format!("{}/{n}", scene.key)),
            };
            order = step.take(&of, &leader, &accountant).await?;
        }
    }
    let visit = visit_with_money(rest, rep_id, date).await?;
    let delivered = rest
        .get(&format!("/api/v1/orders/{}", id("delivered")))
        .await?;
    let back = json!({"id": id("return"), "order_id": delivered.get("id"), "visit_id": visit,
        "lines": [{"line": 2, "quantity_milli": 2_000}], "reason": "hai chai bị nứt khi giao"});
    leader.post("/api/v1/returns", &back).await?;
    rest.post("/api/v1/erp-marks/batch", &json!({"items": erp(&id)}))
        .await?;
    let offer = json!({"id": last, "rep_id": rep_id, "outlet_id": outlet_id(company, loaded, 4)?, "visit_id": visit,
        "lines": lines(&[(0, 30), (9, 20)]), "note": "cho dịp khai trương cửa hàng thứ hai"});
    leader.post("/api/v1/quotations", &offer).await?;
    Ok(())
}

/// What the ERP made of some of them.
fn erp(id: &impl Fn(&str) -> Uuid) -> Vec<Value> {
    let mark = |key: &str, state: &str, number: Option<&str>, reason: Option<&str>| json!({"kind": "order", "id": id(key), "state": state, "number": number, "reason": reason});
    vec![
        mark("closed", "accepted", Some("SO-100231"), None),
        mark("delivered", "accepted", Some("SO-100232"), None),
        mark("part", "exported", None, None),
        mark("dispatched", "exported", None, None),
        mark(
            "dispatched",
            "rejected",
            None,
            Some("khách hàng chưa có trong ERP"),
        ),
    ]
}

fn outlet_id(company: &Company, loaded: &Loaded, stop: usize) -> Result<i64> {
    let (outlet, _) = company.shop_of(REP, stop).context("no such stop")?;
    let id = loaded.outlet_ids.get(&outlet.code);
    Ok(*id.context("an outlet has no id")?)
}

fn lines(goods: &[(usize, i64)]) -> Vec<Value> {
    let known = goods
        .iter()
        .filter_map(|(place, n)| Some((PRODUCTS.get(*place)?, n)));
    known
        .map(|(p, n)| json!({"product_code": p.code, "product_name": p.name, "unit": p.unit, "quantity": n}))
        .collect()
}

/// An order as it was last seen; `id` is for what the step makes.
struct Of<'a> {
    path: &'a str,
    order: &'a Value,
    id: Uuid,
}

impl Step {
    async fn take(&self, of: &Of<'_>, leader: &Rest, accountant: &Rest) -> Result<Value> {
        let Of { path, order, id } = of;
        match self {
            Act(action) => {
                accountant
                    .post_if(&format!("{path}/{action}"), &json!({}), order)
                    .await
            }
            Say(action, why) => {
                let body = json!({"reason": why});
                leader
                    .post_if(&format!("{path}/{action}"), &body, order)
                    .await
            }
            Part(milli) => {
                let body = json!({"id": id, "lines": [{"line": 1, "quantity_milli": milli}], "receiver": "chủ cửa hàng"});
                accountant.post(&format!("{path}/deliveries"), &body).await
            }
            Whole => {
                let body = json!({"id": id, "receiver": "chủ cửa hàng"});
                accountant.post(&format!("{path}/deliveries"), &body).await
            }
            Bill => {
                let number = format!(
                    "HD-{}",
                    id.simple().to_string().get(..6).unwrap_or_default()
                );
                let body =
                    json!({"id": id, "number": number.to_uppercase(), "order_id": order.get("id")});
                accountant.post("/api/v1/invoices", &body).await?;
                accountant.get(path).await
            }
        }
    }
}

/// A visit of today in which the rep was paid.
///
/// What a phone sent hours late is a visit once the day is judged: a desk that names one waits for that.
async fn visit_with_money(rest: &Rest, rep: i64, date: NaiveDate) -> Result<Option<Value>> {
    let path = format!("/api/v1/collections?rep_id={rep}&from={date}&to={date}");
    let paid = rest.list(&path).await?;
    let mut visits = paid.iter().filter_map(|c| c.get("visit_id"));
    let Some(visit) = visits.find_map(Value::as_str) else {
        return Ok(None);
    };
    let path = format!("/api/v1/visits/{visit}");
    let known = timeout(JUDGED, async {
        while rest.find(&path).await?.is_none() {
            sleep(Duration::from_millis(250)).await;
        }
        anyhow::Ok(())
    });
    known.await.context("the morning is not judged")??;
    Ok(Some(visit.into()))
}
