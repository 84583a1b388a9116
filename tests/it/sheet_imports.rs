//! Lists by files: what a list is written to can be read again, and a bad row costs that row.

use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    crm::{Story, story},
    support::{
        client::{Client, expect},
        front_door::{batch, problem, user},
    },
};

/// Every list that can be read from a file.
const LISTS: [&str; 12] = [
    "org-units",
    "partners",
    "schemes",
    "must-sell-lists",
    "stock-locations",
    "contacts",
    "contracts",
    "documents",
    "segments",
    "targets",
    "credit-accounts",
    "invoices",
];

async fn take(client: &Client, list: &str, args: &str, file: impl Into<reqwest::Body>) -> Response {
    let path = format!("/api/v1/{list}/import{args}");
    let request = client.request(Method::POST, &path).body(file.into());
    let request = request.header(header::CONTENT_TYPE, "application/octet-stream");
    request.send().await.unwrap()
}

async fn taken(client: &Client, list: &str, args: &str, file: impl Into<reqwest::Body>) -> Value {
    expect(take(client, list, args, file).await, StatusCode::OK).await
}

fn counts(answer: &Value) -> [i64; 5] {
    ["rows", "created", "updated", "unchanged", "refused"].map(|n| answer[n].as_i64().unwrap())
}

async fn total(client: &Client, list: &str) -> usize {
    let all = client.json(&format!("/api/v1/{list}?limit=1000")).await;
    all["items"].as_array().unwrap().len()
}

/// Something in every list, with what a file may spoil: a formula, a comma, a line of JSON, a null.
async fn filled() -> Story {
    let s = story().await;
    let month = s.today.format("%Y-%m-01").to_string();
    for (list, rows) in [
        (
            "partners",
            json!([{"code": "NPP1", "name": "=HYPERLINK(\"http://x\")", "kind": "distributor", "customer_code": "C1"},
            {"code": "NPP2", "name": "Nhà phân phối, số 2", "kind": "sub_distributor", "parent_code": "NPP1"}]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà", "units": {"gói": 1}}, {"code": "BEER", "name": "Bia", "units": {"lon": 1, "thùng": 24}}]),
        ),
        (
            "schemes",
            json!([{"code": "KM1", "name": "Mua 10 tặng 1", "valid_from": s.today, "audience": {"classes": ["gold", "silver"]},
                "valid_to": s.today, "rule": {"type": "cumulative", "tiers": [{"at_least_milli": 100_000, "benefit": {"type": "percent", "basis_points": 100}}]},
                "budget_minor": 31_000}]),
        ),
        (
            "must-sell-lists",
            json!([{"code": "CORE", "name": "Cốt lõi", "audience": {"classes": ["gold"]}, "product_codes": ["TEA", "BEER"]}]),
        ),
        (
            "stock-locations",
            json!([{"code": "W1", "name": "Kho", "kind": "warehouse", "is_default": true}, {"code": "V1", "name": "Xe", "kind": "van", "rep_code": "R1"}]),
        ),
        (
            "contacts",
            json!([{"code": "P1", "customer_code": "C1", "name": "Bà Lan", "role": "decision_maker", "phone": "0912345678", "birthday": "1980-02-29",
                "opted_out": ["email", "sms"]}, {"code": "P2", "customer_code": "C1", "name": "-x", "role": "influencer", "note": "gọi, sau 15h"}]),
        ),
        (
            "contracts",
            json!([{"code": "HD1", "customer_code": "C1", "title": "Trưng bày", "valid_from": s.today, "amount_minor": 1_500_000}]),
        ),
        (
            "documents",
            json!([{"code": "GP1", "customer_code": "C1", "kind": "licence", "title": "Giấy phép", "contract_code": "HD1", "reference": "GP-1", "notice_days": 14}]),
        ),
        (
            "segments",
            json!([{"code": "S1", "name": "Quán ăn", "rule": {"industry": ["quán ăn"]}}]),
        ),
        (
            "targets",
            json!([{"month": month, "measure": "tc", "rep_code": "R1", "value": 200},
                {"month": month, "measure": "sales_value", "org_unit_code": "T1", "value": 500_000_000}]),
        ),
    ] {
        for result in batch(&s.admin, list, rows).await {
            assert_eq!(result["error"], Value::Null, "{list}: {result}");
        }
    }
    let terms = "Mã khách hàng;Mã NPP;Hạn mức;Số ngày nợ\nC1;;5000000;30\nC1;NPP1;-;7\n";
    let made = taken(&s.admin, "credit-accounts", "", terms).await;
    assert_eq!(counts(&made), [2, 2, 0, 0, 0], "{made}");
    let owed = format!(
        "number,date,customer_code,total\nDK-1,{},C1,750000\n",
        s.today
    );
    let made = taken(&s.admin, "invoices", "", owed).await;
    assert_eq!(counts(&made), [1, 1, 0, 0, 0], "{made}");
    s
}

#[tokio::test]
async fn the_file_of_a_list_is_found_unchanged_in_every_language_and_format() {
    let s = filled().await;
    for list in LISTS {
        let there = i64::try_from(total(&s.admin, list).await).unwrap();
        assert!(there > 0, "{list}");
        for language in ["en", "vi", "zh"] {
            for format in ["csv", "xlsx"] {
                let path = format!("/api/v1/{list}/export?language={language}&format={format}");
                let file = s.admin.get(&path).await.bytes().await.unwrap();
                let answer = taken(&s.admin, list, "", file).await;
                assert_eq!(counts(&answer), [there, 0, 0, there, 0], "{path}: {answer}");
                assert_eq!(answer["unknown_columns"], json!([]), "{path}");
            }
        }
    }
    // What was owed before there were invoices here is owed now.
    let accounts = s.admin.json("/api/v1/credit-accounts").await;
    let own = accounts["items"].as_array().unwrap();
    let own = own.iter().find(|a| a["partner_code"].is_null()).unwrap();
    assert_eq!(
        (&own["ledger_minor"], &own["limit_minor"]),
        (&json!(750_000), &json!(5_000_000))
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_bad_row_is_told_by_its_line_and_costs_all_or_only_itself() {
    let s = story().await;
    let file = "Mã,Mã khách hàng,Tên,Vai trò,Ngày sinh,Hoạt động,Ghi chú riêng\n\
        P1,C1,Bà Lan,decision_maker,29/02/1980,có,a\n\
        P2,C9,Ông Tư,decision_maker,,,b\n\
        \n\
        P3,C1,Cô Ba,decision_maker,hôm qua,maybe,c\n\
        P4,C1,Chú Năm,boss,,,d\n";
    let dry = taken(&s.admin, "contacts", "?dry_run=true", file).await;
    assert_eq!(counts(&dry), [4, 1, 0, 0, 3], "{dry}");
    assert_eq!(dry["unknown_columns"], json!(["Ghi chú riêng"]));
    let fault = |line: i64, column: &str, field: &str, code: &str| json!({"line": line, "column": column, "field": field, "code": code});
    let expected = json!([
        fault(3, "Mã khách hàng", "customer_code", "unknown"),
        fault(5, "Ngày sinh", "birthday", "invalid_date"),
        fault(5, "Hoạt động", "active", "not_yes_or_no"),
        fault(6, "Vai trò", "role", "invalid_type"),
    ]);
    assert_eq!(dry["faults"], expected);
    assert_eq!(
        total(&s.admin, "contacts").await,
        0,
        "a dry run keeps nothing"
    );
    let refused = problem(take(&s.admin, "contacts", "", file).await, 422, "invalid").await;
    assert_eq!(
        refused["errors"][0],
        json!({"pointer": "/lines/3/customer_code", "code": "unknown"})
    );
    assert_eq!(total(&s.admin, "contacts").await, 0);
    let kept = taken(&s.admin, "contacts", "?skip_bad_rows=true", file).await;
    assert_eq!(counts(&kept), [4, 1, 0, 0, 3]);
    let contacts = s.admin.json("/api/v1/contacts").await;
    assert_eq!(
        (
            &contacts["items"][0]["name"],
            &contacts["items"][0]["birthday"]
        ),
        (&json!("Bà Lan"), &json!("1980-02-29"))
    );
    // An empty cell says nothing, a dash empties.
    let file = "code,birthday,name\nP1,-,\n";
    assert_eq!(
        counts(&taken(&s.admin, "contacts", "", file).await),
        [1, 0, 1, 0, 0]
    );
    let contacts = s.admin.json("/api/v1/contacts").await;
    assert_eq!(
        (
            &contacts["items"][0]["name"],
            &contacts["items"][0]["birthday"]
        ),
        (&json!("Bà Lan"), &Value::Null)
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_file_is_taken_once_by_who_may_and_only_where_they_reach() {
    let s = story().await;
    let near = user(&s.server, &s.admin, "near", "supervisor", "T1").await;
    let far = user(&s.server, &s.admin, "far", "supervisor", "T2").await;
    let file = "code,customer_code,name,role\nP1,C1,Bà Lan,decision_maker\n";
    let out_of_reach = taken(&far, "contacts", "?dry_run=true", file).await;
    assert_eq!(out_of_reach["faults"][0]["code"], "unknown");
    problem(
        take(&near, "partners", "", "code\nX\n").await,
        403,
        "forbidden",
    )
    .await;
    problem(
        take(&near, "moons", "", "code\nX\n").await,
        404,
        "not_found",
    )
    .await;
    let once = async || {
        let request = near.request(Method::POST, "/api/v1/contacts/import");
        let request = request.header("idempotency-key", "file-1").body(file);
        expect(request.send().await.unwrap(), StatusCode::OK).await
    };
    let first = once().await;
    assert_eq!(counts(&first), [1, 1, 0, 0, 0]);
    assert_eq!(once().await, first, "the first answer again");
    for (file, code) in [
        ("", "unreadable_file"),
        ("Màu,Cỡ\nđỏ,to\n", "unreadable_file"),
        ("code,Mã\nP1,P1\n", "unreadable_file"),
        ("PK\u{3}\u{4}junk", "unreadable_file"),
    ] {
        problem(take(&near, "contacts", "", file).await, 422, code).await;
    }
    let many: String = (0..=20_000).map(|n| format!("P{n},C1\n")).collect();
    let many = format!("code,customer_code\n{many}");
    let refused = problem(take(&near, "contacts", "", many).await, 422, "invalid").await;
    assert_eq!(
        refused["errors"],
        json!([{"pointer": "/rows", "code": "too_many"}])
    );
    s.server.finish().await;
}
