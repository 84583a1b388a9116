//! The catalogue: masters by code, suppliers by date, and what an order would cost.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

/// Two products, a list for everybody and one of the distributor who supplies outlet 1.
async fn stocked(server: &TestServer) -> Client {
    let admin = found(server).await;
    let outlets = json!([
        {"code": "O1", "name": "Tạp hóa Lan", "org_unit_code": "T1", "lat": 21.0, "lng": 105.8},
        {"code": "O2", "name": "Tạp hóa Mai", "org_unit_code": "T1", "lat": 21.0, "lng": 105.9},
    ]);
    for (collection, items) in [
        ("outlets", outlets),
        (
            "partners",
            json!([{"code": "NPP-1", "name": "NPP Hà Đông", "kind": "distributor"}]),
        ),
        (
            "products",
            json!([
                {"code": "TEA", "name": "Trà xanh", "category": "drinks", "tax_bp": 800, "units": {"piece": 1, "carton": 24}},
                {"code": "MILK", "name": "Sữa tươi", "category": "drinks", "tax_bp": 800},
            ]),
        ),
        (
            "price-lists",
            json!([
                {"code": "ALL", "name": "Giá chung", "prices": [
                    {"product_code": "TEA", "unit": "piece", "minor": 10_000},
                    {"product_code": "MILK", "unit": "piece", "minor": 20_000}]},
                {"code": "NPP", "name": "Giá NPP", "partner_code": "NPP-1", "prices": [
                    {"product_code": "TEA", "unit": "piece", "minor": 9_000}]},
            ]),
        ),
    ] {
        for row in batch(&admin, collection, items).await {
            assert_eq!(row["status"], "created", "{collection}: {row}");
        }
    }
    admin
}

/// The results of a batch of which every row is refused.
async fn refused(client: &Client, collection: &str, items: Value) -> Vec<Value> {
    let path = format!("/api/v1/{collection}/batch");
    let answer = client.post(&path, &json!({ "items": items })).await;
    let results = expect(answer, StatusCode::OK).await["results"]
        .as_array()
        .unwrap()
        .clone();
    assert!(
        results.iter().all(|r| r["status"] == "error"),
        "{results:?}"
    );
    results
}

/// The id of a product by its code.
async fn product(client: &Client, code: &str) -> i64 {
    let found = client.json(&format!("/api/v1/products?q={code}")).await;
    found["items"][0]["id"].as_i64().unwrap()
}

async fn price(client: &Client, outlet: i64, lines: Value) -> Value {
    let ask = json!({"outlet_id": outlet, "lines": lines});
    expect(
        client.post("/api/v1/orders/price", &ask).await,
        StatusCode::OK,
    )
    .await
}

#[tokio::test]
async fn an_order_is_priced_by_list_scheme_and_tax_and_explains_itself() {
    let server = TestServer::start().await;
    let admin = stocked(&server).await;
    let lines = json!([{"product_code": "TEA", "unit": "carton", "quantity_milli": 1_000}]);
    let plain = price(&admin, 1, lines.clone()).await;
    assert_eq!(plain["total_minor"], 240_000 + 19_200);
    assert_eq!(plain["lines"][0]["price"]["by_piece"], true);

    let supplied = json!({"outlet_ids": [1]});
    let done = admin.post("/api/v1/partners/1/outlets", &supplied).await;
    assert_eq!(expect(done, StatusCode::OK).await["changed"], 1);
    let again = admin.post("/api/v1/partners/1/outlets", &supplied).await;
    assert_eq!(expect(again, StatusCode::OK).await["changed"], 0);
    assert_eq!(
        price(&admin, 1, lines.clone()).await["gross_minor"],
        216_000
    );
    assert_eq!(
        price(&admin, 2, lines.clone()).await["gross_minor"],
        240_000,
        "another outlet, another supplier"
    );
    let held = admin.json("/api/v1/outlets/1/suppliers").await;
    let (who, since) = (&held["items"][0]["partner_code"], &held["items"][0]["from"]);
    assert_eq!((who, since.is_string()), (&json!("NPP-1"), true), "{held}");
    assert_eq!(held["items"][0]["to"], Value::Null);

    let (tea, milk) = (product(&admin, "TEA").await, product(&admin, "MILK").await);
    let free = json!({"type": "free", "product": milk, "unit": "piece", "quantity_milli": 1_000});
    let scheme = json!([{"code": "TEA10", "name": "10 tặng 1", "products": {"products": [tea]}, "budget_minor": 30_000,
        "rule": {"type": "quantity", "every": true, "tiers": [{"at_least_milli": 10_000, "benefit": free}]}}]);
    assert_eq!(
        batch(&admin, "schemes", scheme).await[0]["status"],
        "created"
    );
    let with = price(&admin, 1, lines).await;
    let applied = &with["applied"][0];
    assert_eq!(
        (&applied["times"], &applied["limited"]),
        (&json!(1), &json!(true)),
        "the budget pays for one milk"
    );
    assert_eq!(with["free"][0]["value_minor"], 20_000);
    assert_eq!(with["total_minor"], 216_000 + 17_280);
    server.finish().await;
}

#[tokio::test]
async fn tax_is_of_the_price_after_or_before_discounts_as_the_company_says() {
    let server = TestServer::start().await;
    let admin = stocked(&server).await;
    let tea = product(&admin, "TEA").await;
    let tenth = json!({"type": "percent", "basis_points": 1_000});
    let scheme = json!([{"code": "TEA-10", "name": "Giảm 10%", "products": {"products": [tea]},
        "rule": {"type": "quantity", "every": false, "tiers": [{"at_least_milli": 1_000, "benefit": tenth}]}}]);
    batch(&admin, "schemes", scheme).await;
    let lines = json!([{"product_code": "TEA", "unit": "carton", "quantity_milli": 1_000}]);
    let taxed = async || price(&admin, 1, lines.clone()).await["tax_minor"].clone();
    assert_eq!(taxed().await, 17_280);
    let settings = admin.json("/api/v1/settings").await;
    let tag = format!("\"v{}\"", settings["version"]);
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let before = json!({"effective_from": today, "settings": {"tax_base": "before_discount"}});
    let headers = [("if-match", tag.as_str())];
    let changed = send(&admin, Method::PUT, "/api/v1/settings", &headers, &before).await;
    expect(changed, StatusCode::OK).await;
    assert_eq!(taxed().await, 19_200);
    server.finish().await;
}

#[tokio::test]
async fn every_fault_of_an_order_and_of_a_row_is_named() {
    let server = TestServer::start().await;
    let admin = stocked(&server).await;
    let lines = json!([
        {"product_code": "TEA", "unit": "barrel", "quantity_milli": 1_000},
        {"product_code": "MILK", "unit": "piece", "quantity_milli": 0},
    ]);
    let answer = admin
        .post(
            "/api/v1/orders/price",
            &json!({"outlet_id": 1, "lines": lines}),
        )
        .await;
    let said = problem(answer, 422, "invalid").await;
    assert_eq!(
        (&said["errors"][0]["code"], &said["errors"][1]["code"]),
        (&json!("unknown_unit"), &json!("out_of_range"))
    );
    let rows = json!([
        {"code": "X", "name": "X", "rule": {"type": "combo", "parts": [{"product": 99, "quantity_milli": 1}],
            "benefit": {"type": "percent", "basis_points": 20_000}}},
        {"code": "Y", "name": "Y"},
        {"code": "W", "name": "W", "rule": {"type": "quantity", "every": true, "tiers": [
            {"at_least_milli": 1_000, "benefit": {"type": "free", "product": 1, "unit": "barrel", "quantity_milli": 1_000}},
            {"at_least_milli": 1_000, "benefit": {"type": "free", "product": 1, "unit": "piece", "quantity_milli": 1_000}}]}},
    ]);
    let answers = refused(&admin, "schemes", rows).await;
    let codes = |row: &Value| -> Vec<String> {
        let errors = row["error"].as_array().unwrap().iter();
        errors
            .map(|e| {
                format!(
                    "{} {}",
                    e["pointer"].as_str().unwrap(),
                    e["code"].as_str().unwrap()
                )
            })
            .collect()
    };
    assert_eq!(
        codes(&answers[0]),
        [
            "/rule/parts/0/product unknown_product",
            "/rule/benefit out_of_range"
        ]
    );
    assert_eq!(codes(&answers[1]), ["/rule required"]);
    assert_eq!(
        codes(&answers[2]),
        [
            "/rule/tiers/0/benefit unknown_unit",
            "/rule/tiers/1/at_least_milli repeated"
        ]
    );
    let list = json!([{"code": "Z", "name": "Z", "outlet_class": "a", "partner_code": "NPP-1",
        "valid_from": "2026-02-01", "valid_to": "2026-01-01", "prices": [{"product_code": "TEA", "unit": "barrel", "minor": 1}]}]);
    let answers = refused(&admin, "price-lists", list).await;
    assert_eq!(
        codes(&answers[0]),
        [
            " one_holder",
            "/valid_to before_valid_from",
            "/prices/0/unit unknown"
        ]
    );
    // The first of two rows of a code waits for no parent, the second would.
    let twice = json!([
        {"code": "Q", "name": "Q", "kind": "distributor"},
        {"code": "Q", "name": "Q", "kind": "agent", "parent_code": "R"},
        {"code": "R", "name": "R", "kind": "distributor"},
    ]);
    let body = json!({ "items": twice });
    let answer = admin.post("/api/v1/partners/batch", &body).await;
    let results = expect(answer, StatusCode::OK).await["results"].clone();
    let told: Vec<&Value> = (results.as_array().unwrap().iter())
        .map(|r| &r["status"])
        .collect();
    assert_eq!(told, ["created", "error", "created"]);
    assert_eq!(codes(&results[1]), ["/code repeated"]);
    server.finish().await;
}

#[tokio::test]
async fn masters_keep_what_a_change_leaves_out_and_a_resend_changes_nothing() {
    let server = TestServer::start().await;
    let admin = stocked(&server).await;
    let same = json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]);
    assert_eq!(
        batch(&admin, "price-lists", same).await[0]["status"],
        "unchanged"
    );
    let less = json!([{"code": "ALL", "prices": [{"product_code": "MILK", "unit": "piece", "minor": null}]}]);
    assert_eq!(
        batch(&admin, "price-lists", less).await[0]["status"],
        "updated"
    );
    let prices = admin.json("/api/v1/price-lists/1/prices").await;
    assert_eq!(
        prices["items"],
        json!([{"product_id": product(&admin, "TEA").await, "product_code": "TEA", "unit": "piece", "minor": 10_000}])
    );
    let renamed = send(
        &admin,
        Method::PATCH,
        &format!("/api/v1/products/{}", product(&admin, "TEA").await),
        &[("if-match", "\"v1\"")],
        &json!({"name": "Trà"}),
    )
    .await;
    let product = expect(renamed, StatusCode::OK).await;
    assert_eq!(
        (
            &product["name"],
            &product["units"]["carton"],
            &product["category"]
        ),
        (&json!("Trà"), &json!(24), &json!("drinks"))
    );
    server.finish().await;
}

#[tokio::test]
async fn a_contract_and_an_outlet_of_another_unit_are_not_found() {
    let server = TestServer::start().await;
    let admin = stocked(&server).await;
    batch(
        &admin,
        "customers",
        json!([{"code": "C1", "name": "Lan", "org_unit_code": "T1"}]),
    )
    .await;
    let contract = json!([{"code": "C1", "name": "Hợp đồng Lan", "customer_code": "C1"}]);
    assert_eq!(
        batch(&admin, "price-lists", contract).await[0]["status"],
        "created"
    );
    let stranger = user(&server, &admin, "stranger", "supervisor", "T2").await;
    let lists = stranger.json("/api/v1/price-lists").await;
    let codes: Vec<_> = lists["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l["code"].clone())
        .collect();
    assert_eq!(codes, [json!("ALL"), json!("NPP")]);
    problem(
        stranger.get("/api/v1/price-lists/3").await,
        404,
        "not_found",
    )
    .await;
    problem(
        stranger.get("/api/v1/price-lists/3/prices").await,
        404,
        "not_found",
    )
    .await;
    problem(
        stranger.get("/api/v1/outlets/1/suppliers").await,
        404,
        "not_found",
    )
    .await;
    let ask = json!({"outlet_id": 1, "lines": [{"product_code": "TEA", "unit": "piece", "quantity_milli": 1_000}]});
    problem(
        stranger.post("/api/v1/orders/price", &ask).await,
        404,
        "not_found",
    )
    .await;
    let write = stranger
        .post("/api/v1/products", &json!({"code": "P", "name": "P"}))
        .await;
    problem(write, 403, "forbidden").await;
    server.finish().await;
}

#[tokio::test]
async fn who_supplied_an_outlet_stays_by_date() {
    let server = TestServer::start().await;
    let admin = stocked(&server).await;
    let second = json!([{"code": "NPP-2", "name": "Hải Phòng", "kind": "distributor"}]);
    let made = batch(&admin, "partners", second).await;
    let second = made[0]["id"].as_i64().unwrap();
    for (partner, from) in [(1, "2026-01-01"), (second, "2026-03-01")] {
        let path = format!("/api/v1/partners/{partner}/outlets");
        let body = json!({"outlet_ids": [1], "from": from});
        expect(admin.post(&path, &body).await, StatusCode::OK).await;
    }
    let held = admin.json("/api/v1/outlets/1/suppliers").await;
    let told: Vec<_> = (held["items"].as_array().unwrap().iter())
        .map(|s| (&s["partner_code"], &s["from"], &s["to"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("NPP-2"), &json!("2026-03-01"), &Value::Null),
            (&json!("NPP-1"), &json!("2026-01-01"), &json!("2026-02-28")),
        ]
    );
    server.finish().await;
}
