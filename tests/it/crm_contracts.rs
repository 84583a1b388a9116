//! Contracts and documents from outside.

use chrono::Days;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    crm::story,
    support::{
        client::expect,
        front_door::{batch, problem, user},
    },
};

#[tokio::test]
async fn what_a_contract_is_follows_from_its_dates_in_rows_and_filters_alike() {
    let s = story().await;
    let day = |days: i64| {
        if days < 0 {
            s.today - Days::new(days.unsigned_abs())
        } else {
            s.today + Days::new(days.unsigned_abs())
        }
    };
    let row = |code: &str, more: Value| {
        let mut row = json!({"code": code, "customer_code": "C1", "title": code, "valid_from": day(-100), "signed_on": day(-110)});
        row.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        row
    };
    let expected = [
        ("draft", "K1", json!({"signed_on": null})),
        ("draft", "K2", json!({"signed_on": day(1)})),
        ("active", "K3", json!({"valid_to": day(31)})),
        ("active", "K4", json!({})),
        ("expiring", "K5", json!({"valid_to": day(30)})),
        (
            "expiring",
            "K6",
            json!({"valid_to": day(0), "notice_days": 0}),
        ),
        ("expired", "K7", json!({"valid_to": day(-1)})),
        (
            "cancelled",
            "K8",
            json!({"cancelled_on": day(0), "cancel_reason": "đổi nhà cung cấp"}),
        ),
        (
            "active",
            "K9",
            json!({"cancelled_on": day(1), "cancel_reason": "đổi nhà cung cấp"}),
        ),
    ];
    let rows: Vec<Value> = expected
        .iter()
        .map(|(_, code, more)| row(code, more.clone()))
        .collect();
    batch(&s.admin, "contracts", json!(rows)).await;
    let again = batch(&s.admin, "contracts", json!(rows)).await;
    assert!(
        again.iter().all(|r| r["status"] == "unchanged"),
        "{again:?}"
    );
    for validity in ["draft", "active", "expiring", "expired", "cancelled"] {
        let page = s
            .admin
            .json(&format!("/api/v1/contracts?validity={validity}"))
            .await;
        let found = page["items"].as_array().unwrap();
        assert!(found.iter().all(|c| c["validity"] == validity), "{found:?}");
        let codes: Vec<&str> = found.iter().map(|c| c["code"].as_str().unwrap()).collect();
        let wanted: Vec<&str> = expected
            .iter()
            .filter(|(v, ..)| *v == validity)
            .map(|(_, code, _)| *code)
            .collect();
        assert_eq!(codes, wanted, "{validity}");
    }
    for (more, pointer) in [
        (json!({"valid_to": day(-101)}), "/valid_to"),
        (json!({"cancelled_on": day(0)}), "/cancel_reason"),
        (json!({"notice_days": 731}), "/notice_days"),
        (json!({"customer_code": "C9"}), "/customer_id"),
    ] {
        let refused = s.admin.post("/api/v1/contracts", &row("K10", more)).await;
        assert_eq!(
            problem(refused, 422, "invalid").await["errors"][0]["pointer"],
            pointer
        );
    }
    let other = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    assert_eq!(other.json("/api/v1/contracts").await["items"], json!([]));
    let id = s.id("contracts", "K4").await;
    problem(
        other.get(&format!("/api/v1/contracts/{id}")).await,
        404,
        "not_found",
    )
    .await;
    let taken = other
        .post(
            "/api/v1/contracts",
            &json!({"code": "K4", "customer_code": "C2", "title": "x", "valid_from": day(0)}),
        )
        .await;
    problem(taken, 409, "code_taken").await;
    s.server.finish().await;
}

#[tokio::test]
async fn a_document_says_where_it_is_and_stays_with_its_customer() {
    let s = story().await;
    let contracts = json!([
        {"code": "K1", "customer_code": "C1", "title": "trưng bày", "valid_from": s.today},
        {"code": "K2", "customer_code": "C2", "title": "trưng bày", "valid_from": s.today},
    ]);
    batch(&s.admin, "contracts", contracts).await;
    let doc = |code: &str, more: Value| {
        let mut row =
            json!({"code": code, "customer_code": "C1", "kind": "licence", "title": "giấy phép"});
        row.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        row
    };
    let one = s.make("documents", doc("D1", json!({"link": "https://docs.example.vn/1", "contract_code": "K1", "issued_on": s.today}))).await;
    assert_eq!(
        (&one["validity"], &one["contract_code"]),
        (&json!("active"), &json!("K1"))
    );
    for (more, pointer) in [
        (json!({}), "/reference"),
        (json!({"link": "javascript:alert(1)"}), "/link"),
        (json!({"link": "http://docs.example.vn"}), "/link"),
        (
            json!({"reference": "tủ 3", "contract_code": "K2"}),
            "/contract_code",
        ),
    ] {
        let refused = s.admin.post("/api/v1/documents", &doc("D2", more)).await;
        assert_eq!(
            problem(refused, 422, "invalid").await["errors"][0]["pointer"],
            pointer
        );
    }
    let moved = s
        .patch("documents", &one, json!({"customer_code": "C2"}))
        .await;
    assert_eq!(
        problem(moved, 422, "invalid").await["errors"][0]["code"],
        "immutable"
    );
    let loose = s
        .patch(
            "documents",
            &one,
            json!({"contract_code": null, "valid_to": s.today}),
        )
        .await;
    let loose = expect(loose, StatusCode::OK).await;
    assert_eq!(
        (&loose["contract_code"], &loose["validity"]),
        (&Value::Null, &json!("expiring"))
    );
    assert_eq!(s.count("/api/v1/documents?validity=expiring").await, 1);
    s.server.finish().await;
}
