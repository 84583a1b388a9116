//! Segments from outside: whom a rule finds, by scope, by what was ordered, and beside the others.

use chrono::Days;
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

/// An order as it would stand long after; what became of it on the way is another story.
async fn ordered(s: &Story, customer: &str, days_ago: u64, minor: i64, state: &str) {
    let rep = i32::try_from(s.id("reps", "R1").await).unwrap();
    let customer = i32::try_from(s.id("customers", customer).await).unwrap();
    let at = s.server.services.clock.utc() - Days::new(days_ago);
    sqlx::query(
        "insert into sales_order (id, rep_id, date, org_unit_id, customer_id, state, currency, total_minor, live_minor, ordered_at)
        select $1, $2, $3::date, c.org_unit_id, c.id, $4, 'VND', $5, $5, $6 from customer c where c.id = $7",
    )
    .bind(Uuid::now_v7())
    .bind(rep)
    .bind(s.today - Days::new(days_ago))
    .bind(state)
    .bind(minor)
    .bind(at)
    .bind(customer)
    .execute(&s.server.services.db)
    .await
    .unwrap();
}

async fn count(client: &Client, rule: Value) -> i64 {
    let body = json!({ "rule": rule });
    let answer = client.post("/api/v1/segments/preview", &body).await;
    let answer = expect(answer, StatusCode::OK).await;
    answer["count"].as_i64().unwrap()
}

#[tokio::test]
async fn a_rule_finds_who_it_says_and_only_in_reach() {
    let s = story().await;
    let customers = json!([
        {"code": "C1", "industry": "tạp hóa", "since": s.today - Days::new(400)},
        {"code": "C2", "industry": "quán ăn"},
        {"code": "C3", "name": "Quán Ba", "org_unit_code": "T1", "industry": "quán ăn", "since": s.today},
    ]);
    batch(&s.admin, "customers", customers).await;
    batch(
        &s.admin,
        "outlets",
        json!([{"code": "A", "class": "gold", "channel": "gt"}]),
    )
    .await;
    ordered(&s, "C1", 5, 1_000, "confirmed").await;
    ordered(&s, "C1", 60, 500, "closed").await;
    ordered(&s, "C1", 1, 9_999, "cancelled").await;
    ordered(&s, "C2", 40, 7_000, "delivered").await;
    let t1 = s.id("org-units", "T1").await;
    let hq = s.id("org-units", "HQ").await;
    for (rule, found) in [
        (json!({"class": ["gold", "silver"]}), 1),
        (json!({"channel": ["mt"]}), 0),
        (json!({"area": [t1]}), 2),
        (json!({"area": [hq]}), 3),
        (json!({"industry": ["quán ăn"]}), 2),
        (json!({"not": {"industry": ["quán ăn"]}}), 1),
        // Without a date of its own the relation began with the first order.
        (json!({"age_days": {"min": 40}}), 2),
        (json!({"last_order_days": {"max": 30}}), 1),
        (
            json!({"ordered": {"period": "days_30", "minor": {"min": 1}}}),
            1,
        ),
        (
            json!({"ordered": {"period": "days_90", "minor": {"min": 1_500, "max": 1_500}}}),
            1,
        ),
        (
            json!({"orders": {"period": "days_365", "count": {"max": 0}}}),
            1,
        ),
        (json!({"recency": {"min": 5}}), 1),
        (json!({"monetary": {"max": 1}}), 1),
        (
            json!({"all": [{"industry": ["quán ăn"]}, {"any": [{"area": [t1]}, {"recency": {"min": 1}}]}]}),
            2,
        ),
    ] {
        assert_eq!(count(&s.admin, rule.clone()).await, found, "{rule}");
    }
    // A supervisor counts the own; a score means the same to everybody.
    let boss = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    assert_eq!(count(&boss, json!({"area": [hq]})).await, 1);
    assert_eq!(count(&boss, json!({"monetary": {"min": 5}})).await, 1);
    assert_eq!(count(&boss, json!({"recency": {"min": 5}})).await, 0);

    let rule = json!({"industry": ["quán ăn"]});
    let refused = boss
        .post(
            "/api/v1/segments",
            &json!({"code": "S", "name": "x", "rule": rule}),
        )
        .await;
    problem(refused, 403, "forbidden").await;
    let saved = s
        .make(
            "segments",
            json!({"code": "S", "name": "Quán ăn", "rule": rule}),
        )
        .await;
    let path = format!("/api/v1/segments/{}/members", saved["id"]);
    let first = s.admin.json(&format!("{path}?limit=1")).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = s
        .admin
        .json(&format!("{path}?limit=1&cursor={cursor}"))
        .await;
    let codes = [
        &first["items"][0]["customer_code"],
        &second["items"][0]["customer_code"],
    ];
    assert_eq!(
        (codes, &second["next_cursor"]),
        ([&json!("C2"), &json!("C3")], &Value::Null)
    );
    assert_eq!(
        (
            &first["items"][0]["ordered_minor"],
            &first["items"][0]["monetary"],
            &second["items"][0]["recency"]
        ),
        (&json!(7_000), &json!(5), &Value::Null)
    );
    let own = boss.json(&path).await;
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
    s.server.finish().await;
}

#[tokio::test]
async fn a_rule_that_says_nothing_or_too_much_is_refused() {
    let s = story().await;
    let mut deep = json!({"area": [1]});
    for _ in 0..8 {
        deep = json!({ "not": deep });
    }
    for rule in [
        json!({"all": []}),
        json!({"age_days": {}}),
        json!({"class": []}),
        json!({"industry": ["qu\u{0}án"]}),
        deep,
    ] {
        let refused = s
            .admin
            .post("/api/v1/segments/preview", &json!({ "rule": rule }))
            .await;
        assert_eq!(
            problem(refused, 422, "invalid").await["errors"][0]["pointer"],
            "/rule",
            "{rule}"
        );
        let refused = s
            .admin
            .post(
                "/api/v1/segments",
                &json!({"code": "S", "name": "x", "rule": rule}),
            )
            .await;
        assert_eq!(
            problem(refused, 422, "invalid").await["errors"][0]["pointer"],
            "/rule"
        );
    }
    // What no database can keep is said to be wrong wherever it comes in.
    let nul = s.admin.get("/api/v1/opportunities?stage=a%00b").await;
    problem(nul, 422, "invalid_text").await;
    for rule in [
        json!({"astrology": ["leo"]}),
        json!({"age_days": {"about": 3}}),
        json!("all"),
    ] {
        let refused = s
            .admin
            .post("/api/v1/segments/preview", &json!({ "rule": rule }))
            .await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{rule}");
    }
    s.server.finish().await;
}
