//! Printed papers: what they say in every language and size, who does not get them, and that no name in them is markup.

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

const HOSTILE: &str = r#"<script>alert("x")</script> & Con"#;
const ESCAPED: &str = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; Con";

struct Desk {
    server: TestServer,
    admin: Client,
    accounting: Client,
    order: String,
}

/// An order of 20 teas at 10,000 with 10 % tax and 2 free, confirmed: 22 of two lots are set apart.
async fn desk() -> Desk {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    for (collection, items) in [
        (
            "reps",
            json!([{"code": "R1", "name": "Trần Văn Bình", "org_unit_code": "T1"}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": HOSTILE, "phone": "0912 345 678", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "O1", "name": "Tạp hóa \"Lan\"", "address": "12 <Hàng Bông>", "org_unit_code": "T1",
                "customer_code": "C1", "lat": 21.0, "lng": 105.8}]),
        ),
        (
            "partners",
            json!([{"code": "NPP-1", "name": "NPP Hà Đông", "kind": "distributor"}]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà xanh <b>0°</b>", "tax_bp": 1_000, "units": {"piece": 1, "carton": 24}}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
        ),
        (
            "schemes",
            json!([{"code": "10+1", "name": "10 tặng 1", "rule": {"type": "quantity", "every": true,
                "tiers": [{"at_least_milli": 10_000, "benefit": {"type": "free", "product": 1, "unit": "piece", "quantity_milli": 1_000}}]}}]),
        ),
        (
            "stock-locations",
            json!([{"code": "WH", "name": "Kho Hà Đông", "kind": "warehouse", "partner_code": "NPP-1", "is_default": true}]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let supplied = admin
        .post("/api/v1/partners/1/outlets", &json!({"outlet_ids": [1]}))
        .await;
    expect(supplied, StatusCode::OK).await;
    let goods = json!({"id": Uuid::now_v7(), "kind": "opening", "to_code": "WH", "lines": [
        {"product_code": "TEA", "unit": "piece", "quantity_milli": 100_000, "batch": "LATER", "expires_on": "2099-12-31"},
        {"product_code": "TEA", "unit": "piece", "quantity_milli": 6_000, "batch": "SOON", "expires_on": "2098-01-31"}]});
    expect(
        admin.post("/api/v1/stock-moves", &goods).await,
        StatusCode::CREATED,
    )
    .await;
    let order = Uuid::now_v7();
    let body = json!({"id": order, "rep_id": 1, "outlet_id": 1, "note": "Giao <sáng>",
        "lines": [{"product_code": "TEA", "unit": "piece", "quantity": 20}]});
    let made = expect(
        admin.post("/api/v1/orders", &body).await,
        StatusCode::CREATED,
    )
    .await;
    act(&admin, &format!("/api/v1/orders/{order}/confirm"), &made).await;
    let accounting = user(&server, &admin, "desk", "accounting", "HQ").await;
    Desk {
        server,
        admin,
        accounting,
        order: format!("/api/v1/orders/{order}"),
    }
}

async fn act(client: &Client, path: &str, seen: &Value) -> Value {
    let tag = format!("\"v{}\"", seen["version"]);
    let answer = send(
        client,
        reqwest::Method::POST,
        path,
        &[("if-match", &tag)],
        &json!({}),
    )
    .await;
    expect(answer, StatusCode::OK).await
}

/// The page, after what holds for every paper.
async fn paper(client: &Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let headers = answer.headers().clone();
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(headers["cache-control"], "no-store");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    let page = answer.text().await.unwrap();
    assert!(
        !page.contains(" style=") && !page.contains("<style"),
        "the policy would not let it"
    );
    assert_eq!(page.matches("<script").count(), 1, "its own and no other");
    assert!(page.contains("Sông Hồng"), "the company's name");
    page
}

fn says(page: &str, words: &[&str]) {
    for word in words {
        assert!(page.contains(word), "{word} is missing in {page}");
    }
}

#[tokio::test]
async fn an_order_is_printed_in_every_language_and_size() {
    let d = desk().await;
    for (lang, words) in [
        (
            "en",
            [
                "Sales order",
                "Before tax",
                "220,000\u{a0}₫",
                "Two hundred twenty thousand Vietnamese dong",
                ">free<",
                "lang=\"en\"",
            ],
        ),
        (
            "vi",
            [
                "Đơn đặt hàng",
                "Cộng tiền hàng",
                "220.000\u{a0}₫",
                "Hai trăm hai mươi nghìn đồng",
                ">tặng<",
                "lang=\"vi\"",
            ],
        ),
        (
            "zh",
            [
                "销售订单",
                "不含税金额",
                "220,000\u{a0}₫",
                "贰拾贰万越南盾整",
                ">赠品<",
                "lang=\"zh-Hans\"",
            ],
        ),
    ] {
        for (size, sheet) in [("a4", "a4"), ("a5", "a5"), ("80mm", "roll")] {
            let path = format!("{}/papers/order?size={size}&lang={lang}", d.order);
            let page = paper(&d.admin, &path).await;
            says(&page, &words);
            says(
                &page,
                &[
                    ESCAPED,
                    "Tạp hóa &quot;Lan&quot; (O1)",
                    "12 &lt;Hàng Bông&gt;",
                    "Trà xanh &lt;b&gt;0°&lt;/b&gt;",
                    "Giao &lt;sáng&gt;",
                    "NPP Hà Đông (NPP-1)",
                    "Quản trị",
                    &format!("/papers/{sheet}.css"),
                ],
            );
            let file = d.admin.get(&format!("/papers/{sheet}.css")).await;
            assert_eq!(file.headers()["content-type"], "text/css; charset=utf-8");
            assert!(file.text().await.unwrap().contains("@page"));
        }
    }
    let script = d.admin.get("/papers/paper.js").await;
    assert_eq!(
        script.headers()["content-type"],
        "text/javascript; charset=utf-8"
    );
    // The reader's own language, and what is no size, language or paper.
    let page = paper(&d.admin, &format!("{}/papers/order", d.order)).await;
    says(&page, &["Đơn đặt hàng", "/papers/a4.css"]);
    for query in ["size=a3", "lang=fr"] {
        let path = format!("{}/papers/order?{query}", d.order);
        problem(d.admin.get(&path).await, 400, "invalid_query").await;
    }
    let answer = d.admin.get(&format!("{}/papers/poem", d.order)).await;
    problem(answer, 404, "not_found").await;
    d.server.finish().await;
}

#[tokio::test]
async fn goods_are_picked_lot_by_lot_and_noted_as_they_are_delivered() {
    let d = desk().await;
    let list = paper(&d.admin, &format!("{}/papers/pick_list?lang=en", d.order)).await;
    says(
        &list,
        &[
            "Kho Hà Đông (WH)",
            "6 · SOON (31/01/2098); 16 · LATER (31/12/2099)",
            ">22<",
        ],
    );
    assert!(!list.contains('₫'), "the warehouse needs no prices");
    let note = format!("{}/papers/delivery_note?lang=en", d.order);
    let page = paper(&d.admin, &note).await;
    says(&page, &[">Received<", "220,000\u{a0}₫"]);

    let first = Uuid::now_v7();
    let body = json!({"id": first, "lines": [{"line": 1, "quantity_milli": 15_000}], "receiver": "Bà <Lan>"});
    let path = format!("{}/deliveries", d.order);
    expect(d.accounting.post(&path, &body).await, StatusCode::OK).await;
    let page = paper(&d.admin, &note).await;
    says(&page, &["Bà &lt;Lan&gt;", ">15<", "165,000\u{a0}₫"]);
    let rest = json!({"id": Uuid::now_v7(), "receiver": "Con"});
    expect(d.accounting.post(&path, &rest).await, StatusCode::OK).await;
    let newest = paper(&d.admin, &note).await;
    says(&newest, &[">5<", "55,000\u{a0}₫", ">free<"]);
    let again = paper(&d.admin, &format!("{note}&delivery={first}")).await;
    says(&again, &["165,000\u{a0}₫", &first.to_string()]);
    let other = format!("{note}&delivery={}", Uuid::now_v7());
    problem(d.admin.get(&other).await, 404, "not_found").await;
    let list = paper(&d.admin, &format!("{}/papers/pick_list?lang=en", d.order)).await;
    says(&list, &["Nothing is left to leave."]);
    d.server.finish().await;
}

#[tokio::test]
async fn money_is_printed_from_the_receipt_to_the_statement_within_the_scope() {
    let d = desk().await;
    let open = json!({"id": Uuid::now_v7(), "number": "NO-<1>", "customer_id": 1, "partner_id": 1, "total_minor": 500_000,
        "date": "2026-01-05", "due": "2026-01-20"});
    let open = expect(
        d.accounting.post("/api/v1/invoices", &open).await,
        StatusCode::CREATED,
    )
    .await;
    let money = Uuid::now_v7();
    let body = json!({"id": money, "rep_id": 1, "outlet_id": 1, "method": "cash", "amount_minor": 301_000,
        "invoices": [{"invoice_id": open["id"], "minor": 301_000}]});
    let taken = expect(
        d.admin.post("/api/v1/collections", &body).await,
        StatusCode::CREATED,
    )
    .await;
    let receipt = format!("/api/v1/collections/{money}/papers/receipt");
    let page = paper(&d.admin, &format!("{receipt}?lang=vi&size=80mm")).await;
    says(
        &page,
        &[
            "Phiếu thu",
            ESCAPED,
            "301.000\u{a0}₫",
            "Ba trăm linh một nghìn đồng",
            "tiền mặt",
            "Trả cho",
            "NO-&lt;1&gt;",
            "Trần Văn Bình (R1)",
        ],
    );
    let handed = json!({"id": Uuid::now_v7(), "rep_id": 1});
    let handed = expect(
        d.admin.post("/api/v1/settlements", &handed).await,
        StatusCode::CREATED,
    )
    .await;
    let settlement = format!("/api/v1/settlements/{}", handed["id"].as_str().unwrap());
    let sheet = format!("{settlement}/papers/hand_in");
    let page = paper(&d.admin, &format!("{sheet}?lang=zh&size=a5")).await;
    says(&page, &["交款单", "301,000\u{a0}₫", ESCAPED, "现金"]);
    let spent = json!({"id": Uuid::now_v7(), "rep_id": 1, "category": "toll", "amount_minor": 35_000, "note": "Cầu <1>"});
    expect(
        d.admin.post("/api/v1/expenses", &spent).await,
        StatusCode::CREATED,
    )
    .await;
    let tag = format!("\"v{}\"", handed["version"]);
    let count = json!({"counted_cash_minor": 300_000, "variance_reason": "Thiếu <1>"});
    let verify = format!("{settlement}/verify");
    let counted = send(
        &d.accounting,
        reqwest::Method::POST,
        &verify,
        &[("if-match", &tag)],
        &count,
    )
    .await;
    let counted = expect(counted, StatusCode::OK).await;
    let page = paper(&d.admin, &format!("{sheet}?lang=vi")).await;
    says(
        &page,
        &[
            "−1.000\u{a0}₫",
            "Thiếu &lt;1&gt;",
            "desk, ",
            "phí cầu đường: Cầu &lt;1&gt;",
            "35.000",
        ],
    );
    act(&d.accounting, &format!("{settlement}/post"), &counted).await;
    let page = paper(&d.admin, &format!("{receipt}?lang=en")).await;
    says(&page, &[">Settles<", "booked"]);

    let account = taken["account_id"].as_i64().unwrap();
    let statement = format!("/api/v1/credit-accounts/{account}/papers/statement");
    let page = paper(
        &d.admin,
        &format!("{statement}?lang=en&from=2026-01-01&to=2099-01-01"),
    )
    .await;
    says(
        &page,
        &[
            "Statement of account",
            "01/01/2026 – 01/01/2099",
            "Opening balance NO-&lt;1&gt;",
            ">500,000<",
            ">301,000<",
            "199,000\u{a0}₫",
            "&amp;from=2026-01-01&amp;to=2099-01-01",
        ],
    );
    let quote = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1,
        "lines": [{"product_code": "TEA", "unit": "carton", "quantity": 1}]});
    let quote = expect(
        d.admin.post("/api/v1/quotations", &quote).await,
        StatusCode::CREATED,
    )
    .await;
    let quotation = format!(
        "/api/v1/quotations/{}/papers/quotation",
        quote["id"].as_str().unwrap()
    );
    let page = paper(&d.admin, &format!("{quotation}?lang=en")).await;
    says(
        &page,
        &[
            "Quotation",
            "Good until",
            "Trà xanh &lt;b&gt;",
            "264,000\u{a0}₫",
        ],
    );

    let stranger = user(&d.server, &d.admin, "t2", "supervisor", "T2").await;
    for path in [
        format!("{}/papers/order", d.order),
        format!("{}/papers/pick_list", d.order),
        format!("{}/papers/delivery_note", d.order),
        receipt,
        sheet,
        statement,
        quotation,
    ] {
        problem(stranger.get(&path).await, 404, "not_found").await;
        let nobody = d.server.client();
        problem(nobody.get(&path).await, 401, "unauthorized").await;
    }
    d.server.finish().await;
}
