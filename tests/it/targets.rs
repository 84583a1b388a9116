//! Targets of a month from outside: who sets which, what is reached of them, and the rows behind every number.

use chrono::{Datelike, Days, Months, NaiveDate};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    crm::{Story, story},
    support::{
        client::{Client, expect},
        front_door::{batch, problem, user},
    },
};

fn month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap()
}

async fn set(client: &Client, rows: Value) -> Vec<Value> {
    let body = json!({ "items": rows });
    let answer = client.post("/api/v1/targets/batch", &body).await;
    let answer = expect(answer, StatusCode::OK).await;
    answer["results"].as_array().unwrap().clone()
}

/// The row of a measure: of a rep by its code, else of a unit.
fn row<'a>(report: &'a Value, measure: &str, code: &str) -> &'a Value {
    let rows = report["rows"].as_array().unwrap();
    let found = rows.iter().find(|r| {
        let of = if r["rep"].is_null() {
            &r["org_unit"]
        } else {
            &r["rep"]
        };
        r["measure"] == measure && of["code"] == code
    });
    found.unwrap_or_else(|| panic!("{measure} of {code} in {report}"))
}

#[tokio::test]
async fn targets_are_set_changed_and_withdrawn_and_every_value_is_kept() {
    let s = story().await;
    let first = month(s.today);
    let rows = json!([
        {"month": s.today, "measure": "tc", "rep_code": "R1", "value": 200},
        {"month": s.today, "measure": "tc", "org_unit_code": "T1", "value": 500},
    ]);
    let made = set(&s.admin, rows.clone()).await;
    assert_eq!(
        (&made[0]["status"], &made[1]["status"]),
        (&json!("created"), &json!("created"))
    );
    assert!(
        set(&s.admin, rows)
            .await
            .iter()
            .all(|r| r["status"] == "unchanged")
    );
    let director = user(&s.server, &s.admin, "boss", "director", "HQ").await;
    let more = json!([{"month": first, "measure": "tc", "rep_code": "R1", "value": 220}]);
    assert_eq!(set(&director, more).await[0]["status"], "updated");
    let path = format!("/api/v1/targets/{}", made[0]["id"]);
    let whole = s.admin.json(&path).await;
    let values: Vec<(&Value, &Value)> = (whole["versions"].as_array().unwrap().iter())
        .map(|v| (&v["value"], &v["version"]))
        .collect();
    assert_eq!(values, [(&json!(220), &json!(2)), (&json!(200), &json!(1))]);
    assert_ne!(
        whole["versions"][0]["set_by"],
        whole["versions"][1]["set_by"]
    );
    assert_eq!(
        (&whole["month"], &whole["org_unit_code"]),
        (&json!(first), &json!("T1"))
    );

    let wrong = set(
        &s.admin,
        json!([
            {"month": first, "measure": "pc", "rep_code": "R9", "value": 1},
            {"month": first, "measure": "pc", "rep_code": "R1", "org_unit_code": "T1", "value": 1},
            {"month": first, "measure": "pc", "value": 1},
            {"month": first, "measure": "pc", "rep_code": "R2", "value": 0},
            {"month": first, "measure": "eco", "rep_code": "R2", "value": 5},
            {"month": s.today, "measure": "eco", "rep_code": "R2", "value": 6},
        ]),
    )
    .await;
    let codes: Vec<String> = (wrong.iter())
        .map(|r| match &r["error"][0] {
            Value::Null => "fine".to_owned(),
            fault => format!(
                "{} {}",
                fault["pointer"].as_str().unwrap(),
                fault["code"].as_str().unwrap()
            ),
        })
        .collect();
    assert_eq!(
        codes,
        [
            "/rep_code unknown_rep",
            "/org_unit_code one_only",
            "/rep_code required",
            "/value out_of_range",
            "fine",
            " repeated"
        ]
    );

    // A supervisor sees the own team's and sets none.
    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let seen = boss.json("/api/v1/targets").await;
    assert_eq!(seen["items"].as_array().unwrap().len(), 2);
    let rows = json!({"items": [{"month": first, "measure": "pc", "rep_code": "R1", "value": 1}]});
    problem(
        boss.post("/api/v1/targets/batch", &rows).await,
        403,
        "forbidden",
    )
    .await;
    let other = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    problem(other.get(&path).await, 404, "not_found").await;

    let since = s.admin.json("/api/v1/targets").await["changes_cursor"]
        .as_str()
        .unwrap()
        .to_owned();
    let gone = json!([{"month": first, "measure": "tc", "rep_code": "R1", "value": null}]);
    assert_eq!(set(&s.admin, gone).await[0]["status"], "updated");
    assert_eq!(s.count("/api/v1/targets?measure=tc").await, 1);
    let told = s
        .admin
        .json(&format!("/api/v1/targets?updated_since={since}"))
        .await;
    assert_eq!(told["items"][0]["value"], Value::Null);
    s.server.finish().await;
}

/// Orders of R1 and R2 by phone and desk, money that was booked, goods on a shelf.
async fn work(s: &Story) {
    let products = json!([{"code": "BEER", "name": "Bia"}, {"code": "TEA", "name": "Trà"}]);
    batch(&s.admin, "products", products).await;
    let list = json!([{"code": "CORE", "name": "Core", "product_codes": ["BEER", "TEA"]}]);
    batch(&s.admin, "must-sell-lists", list).await;
    let route = json!([{"code": "T-1", "name": "One", "org_unit_code": "T1", "rep_code": "R1", "valid_from": s.today - Days::new(9),
        "outlets": [{"outlet_code": "A", "sequence": 1, "pattern": "F4", "weekdays": ["mon"]}]}]);
    batch(&s.admin, "routes", route).await;
    let count = Uuid::now_v7();
    s.tell(json!([{"type": "record", "n": 1, "kind": "stock_count", "id": count, "at": s.ago(1),
        "body": {"outlet": "A", "lines": [{"product_code": "BEER", "quantity": 2}, {"product_code": "TEA", "quantity": 0}]}}]))
        .await;
    assert_eq!(s.status(count).await.0, "applied");
    let db = &s.server.services.db;
    for (rep, customer, minor, state) in [
        ("R1", "C1", 1_000_i64, "confirmed"),
        ("R1", "C1", 500, "delivered"),
        ("R1", "C1", 9_999, "cancelled"),
        ("R2", "C2", 700, "confirmed"),
    ] {
        sqlx::query(
            "insert into sales_order (id, rep_id, date, org_unit_id, customer_id, outlet_id, state, currency, total_minor, live_minor,
               ordered_at)
             select gen_random_uuid(), r.id, $4, c.org_unit_id, c.id, o.id, $3, 'VND', $5, $5, now()
             from rep r, customer c join outlet o on o.customer_id = c.id where r.code = $1 and c.code = $2",
        )
        .bind(rep)
        .bind(customer)
        .bind(state)
        .bind(s.today)
        .bind(minor)
        .execute(db)
        .await
        .unwrap();
    }
    sqlx::raw_sql(
        "insert into credit_account (customer_id) select id from customer;
         insert into collection (id, rep_id, date, org_unit_id, account_id, method, state, currency, amount_minor, collected_at)
         select gen_random_uuid(), r.id, current_date, c.org_unit_id, a.id, 'cash', 'posted', 'VND', 250, now()
         from rep r, credit_account a join customer c on c.id = a.customer_id where r.code = 'R1' and c.code = 'C1';
         insert into invoice (id, number, kind, account_id, order_id, date, due, currency, total_minor, recorded_at)
         select gen_random_uuid(), s.id::text, 'invoice', a.id, s.id, current_date, current_date, 'VND', s.total_minor, now()
         from sales_order s join credit_account a on a.customer_id = s.customer_id where s.state <> 'cancelled';",
    )
    .execute(db)
    .await
    .unwrap();
    sqlx::query(
        "insert into ledger_entry (account_id, date, kind, document_id, minor, recorded_at)
         select account_id, $1, 'collection', id, -amount_minor, now() from collection
         union all select account_id, $1, 'invoice', id, total_minor, now() from invoice",
    )
    .bind(s.today)
    .execute(db)
    .await
    .unwrap();
}

#[tokio::test]
async fn what_is_reached_is_the_sum_of_its_rows_for_reps_and_for_units() {
    let s = story().await;
    work(&s).await;
    let first = month(s.today);
    let mut rows = Vec::new();
    for (measure, value) in [
        ("orders", 4),
        ("sales_value", 2_000),
        ("billed", 1_500),
        ("collected", 1_000),
        ("must_sell", 2),
        ("eco", 3),
        ("tc", 10),
    ] {
        for of in [
            json!({"rep_code": "R1"}),
            json!({"org_unit_code": "HQ"}),
            json!({"rep_code": "R2"}),
        ] {
            let mut row = json!({"month": first, "measure": measure, "value": value});
            row.as_object_mut()
                .unwrap()
                .extend(of.as_object().unwrap().clone());
            rows.push(row);
        }
    }
    let made = set(&s.admin, json!(rows)).await;
    assert!(made.iter().all(|r| r["status"] == "created"), "{made:?}");
    let report = s.admin.json("/api/v1/targets/progress").await;
    for (measure, code, actual) in [
        ("orders", "R1", 2),
        ("orders", "R2", 1),
        ("orders", "HQ", 3),
        ("orders", "T1", 2),
        ("sales_value", "R1", 1_500),
        ("sales_value", "HQ", 2_200),
        ("billed", "R1", 1_500),
        ("billed", "HQ", 2_200),
        ("collected", "R1", 250),
        ("collected", "R2", 0),
        ("collected", "HQ", 250),
        // The beer is on the shelf, the tea is not and nobody bought it.
        ("must_sell", "R1", 1),
        ("must_sell", "HQ", 1),
        ("eco", "HQ", 2),
        ("tc", "R1", 0),
    ] {
        assert_eq!(
            row(&report, measure, code)["actual"],
            actual,
            "{measure} of {code}"
        );
    }
    assert_eq!(row(&report, "billed", "R1")["standing"], "reached");
    // A team without a target of its own adds up those of its reps.
    let team = row(&report, "orders", "T1");
    assert_eq!(
        (&team["target_id"], &team["target"]),
        (&Value::Null, &json!(4))
    );
    assert!(row(&report, "orders", "HQ")["target_id"].is_number());

    for stand in report["rows"].as_array().unwrap() {
        let Some(id) = stand["target_id"].as_i64() else {
            continue;
        };
        let (mut sum, mut cursor) = (0, String::new());
        loop {
            let page = s
                .admin
                .json(&format!("/api/v1/targets/{id}/rows?limit=1{cursor}"))
                .await;
            for row in page["items"].as_array().unwrap() {
                sum += row["amount"].as_i64().unwrap();
            }
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(sum, stand["actual"].as_i64().unwrap(), "{stand}");
    }

    // A supervisor sees the own reps only, and the company's target not at all.
    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let own = boss.json("/api/v1/targets/progress?measure=orders").await;
    let whose: Vec<&Value> = (own["rows"].as_array().unwrap().iter())
        .map(|r| &r["org_unit"]["code"])
        .collect();
    assert_eq!(whose, [&json!("T1"), &json!("T1")]);
    let file = s
        .admin
        .get("/api/v1/targets/progress?format=csv&measure=billed")
        .await;
    let text = file.text().await.unwrap();
    assert!(
        text.lines()
            .any(|l| l.contains("billed,T1,") && l.contains(",R1,One,1500,1500,")),
        "{text}"
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_month_that_is_over_is_missed_and_one_ahead_expects_nothing() {
    let s = story().await;
    let first = month(s.today);
    let (before, after) = (first - Months::new(1), first + Months::new(1));
    let rows: Vec<Value> = [before, first, after]
        .iter()
        .map(|month| json!({"month": month, "measure": "orders", "org_unit_code": "T1", "value": 100}))
        .collect();
    set(&s.admin, json!(rows)).await;
    let of = async |month: NaiveDate| {
        s.admin
            .json(&format!("/api/v1/targets/progress?month={month}"))
            .await
    };
    let over = of(before).await;
    let stand = row(&over, "orders", "T1");
    assert_eq!(
        (&stand["standing"], &stand["expected"], &stand["per_day"]),
        (&json!("missed"), &json!(100), &Value::Null)
    );
    let ahead = of(after).await;
    let stand = row(&ahead, "orders", "T1");
    assert_eq!(
        (&stand["standing"], &stand["expected"], &stand["forecast"]),
        (&json!("on_pace"), &json!(0), &Value::Null)
    );
    // A holiday is no working day; a Sunday is none anyhow.
    let days = of(after).await["days"]["all"].as_i64().unwrap();
    let off = after
        .iter_days()
        .find(|d| d.weekday().number_from_monday() == 3)
        .unwrap();
    let holiday = json!({"name": "Giỗ Tổ", "policy": "skip"});
    let path = format!("/api/v1/holidays/{off}");
    let put = crate::support::front_door::send(
        &s.admin,
        reqwest::Method::PUT,
        &path,
        &[("if-match", "*")],
        &holiday,
    )
    .await;
    assert!(put.status().is_success(), "{}", put.text().await.unwrap());
    assert_eq!(
        of(after).await["days"],
        json!({"passed": 0, "all": days - 1})
    );
    s.server.finish().await;
}
