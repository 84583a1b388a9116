//! Lists as files: what the list shows, to whom it shows it, in any language, and nothing that computes.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, user},
    server::TestServer,
};

async fn csv(client: &Client, path: &str) -> Vec<Vec<String>> {
    let answer = client.get(path).await;
    assert_eq!(
        answer.headers()["content-type"],
        "text/csv; charset=utf-8",
        "{path}"
    );
    let text = answer.text().await.unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    (reader.records())
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

async fn xlsx(client: &Client, path: &str) -> Vec<Vec<Data>> {
    let answer = client.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let bytes = answer.bytes().await.unwrap().to_vec();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// Two teams with a rep, a shop and an order each; one customer is called like a formula.
async fn shops(server: &TestServer) -> Client {
    let admin = found(server).await;
    for (collection, items) in [
        (
            "reps",
            json!([{"code": "R1", "name": "Hoa", "org_unit_code": "T1"}, {"code": "R2", "name": "Lan", "org_unit_code": "T2"}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": "=HYPERLINK(\"http://x\")", "org_unit_code": "T1"},
            {"code": "C2", "name": "Bà Lan", "org_unit_code": "T2"}]),
        ),
        (
            "outlets",
            json!([{"code": "O1", "name": "Tạp hóa, \"số 1\"", "org_unit_code": "T1", "customer_code": "C1"},
            {"code": "O2", "name": "+84", "org_unit_code": "T2", "customer_code": "C2", "lat": -0.5, "lng": 105.8}]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà", "tax_bp": 1_000, "units": {"piece": 1, "carton": 24}},
            {"code": "OLD", "name": "Cũ", "active": false}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]},
            {"code": "C1", "name": "Riêng", "customer_code": "C1", "prices": [{"product_code": "TEA", "unit": "carton", "minor": 200_000}]}]),
        ),
        (
            "stock-locations",
            json!([{"code": "WH", "name": "Kho", "kind": "warehouse", "is_default": true}]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let goods = json!({"kind": "receipt", "to_code": "WH", "lines": [
        {"product_code": "TEA", "quantity_milli": 1_000_500, "batch": "-L1", "expires_on": "2099-01-01"}]});
    expect(
        admin.post("/api/v1/stock-moves", &goods).await,
        StatusCode::CREATED,
    )
    .await;
    for (rep, outlet, quantity) in [(1, 1, "2.5"), (2, 2, "3")] {
        let order = json!({"id": Uuid::now_v7(), "rep_id": rep, "outlet_id": outlet, "note": "@cmd", "lines": [
            {"product_code": "TEA", "unit": "piece", "quantity": quantity}, {"product_code": "TEA", "unit": "carton", "quantity": "1"}]});
        expect(
            admin.post("/api/v1/orders", &order).await,
            StatusCode::CREATED,
        )
        .await;
    }
    admin
}

#[tokio::test]
async fn orders_go_out_line_by_line_as_the_list_shows_them() {
    let server = TestServer::start().await;
    let admin = shops(&server).await;
    let rows = csv(&admin, "/api/v1/orders/export").await;
    assert_eq!(rows.len(), 1 + 4, "two orders of two lines");
    let column = |name: &str| rows[0].iter().position(|h| h == name).unwrap();
    let list = admin.json("/api/v1/orders").await;
    let lines: Vec<(&Value, &Value)> = (list["items"].as_array().unwrap().iter())
        .flat_map(|o| o["lines"].as_array().unwrap().iter().map(move |l| (o, l)))
        .collect();
    for (row, (order, line)) in rows[1..].iter().zip(&lines) {
        let is = |name: &str, value: String| assert_eq!(row[column(name)], value, "{name}");
        is("id", order["id"].as_str().unwrap().to_owned());
        is("rep_code", order["rep_code"].as_str().unwrap().to_owned());
        is(
            "outlet_code",
            order["outlet_code"].as_str().unwrap().to_owned(),
        );
        is("total", order["total_minor"].to_string());
        is("line_total", line["total_minor"].to_string());
        is("unit", line["unit"].as_str().unwrap().to_owned());
    }
    let quantities: Vec<&str> = rows[1..]
        .iter()
        .map(|r| r[column("quantity")].as_str())
        .collect();
    assert_eq!(quantities, ["3", "1", "2.5", "1"]);
    // What a spreadsheet would run is shown.
    let texts: Vec<&String> = rows[1..].iter().flatten().collect();
    assert!(
        texts.iter().all(|t| !t.starts_with(['=', '+', '@', '\t'])),
        "{texts:?}"
    );
    assert!(texts.iter().any(|t| *t == "'=HYPERLINK(\"http://x\")"));
    assert!(texts.iter().any(|t| *t == "'+84") && texts.iter().any(|t| *t == "'@cmd"));

    // The filters of the list, and its refusals.
    let filtered = csv(
        &admin,
        "/api/v1/orders/export?rep_id=2&format=csv&language=vi",
    )
    .await;
    assert_eq!(filtered.len(), 3);
    assert!(
        filtered[0].contains(&"Mã điểm bán".to_owned()),
        "{:?}",
        filtered[0]
    );
    assert_eq!(
        csv(&admin, "/api/v1/orders/export?state=cancelled")
            .await
            .len(),
        1
    );
    problem(
        admin.get("/api/v1/orders/export?updated_since=never").await,
        400,
        "invalid_query",
    )
    .await;
    problem(
        admin.get("/api/v1/orders/export?format=pdf").await,
        400,
        "invalid_query",
    )
    .await;

    // A workbook has numbers where there are numbers.
    let book = xlsx(
        &admin,
        "/api/v1/orders/export?format=xlsx&rep_id=1&language=zh",
    )
    .await;
    assert_eq!(book.len(), 3);
    let at = book[0]
        .iter()
        .position(|h| *h == Data::String("行总额".into()))
        .unwrap();
    assert_eq!(
        book[1][at],
        Data::Float(lines[2].1["total_minor"].as_f64().unwrap())
    );

    // Scope: a supervisor's own team, and nothing without a login.
    let supervisor = user(&server, &admin, "sup", "supervisor", "T1").await;
    let own = csv(&supervisor, "/api/v1/orders/export").await;
    assert_eq!(own.len(), 3);
    assert!(own[1..].iter().all(|r| r[column("rep_code")] == "R1"));
    problem(
        server.client().get("/api/v1/orders/export").await,
        401,
        "unauthorized",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn every_list_is_a_file_in_every_language_and_format() {
    let server = TestServer::start().await;
    let admin = shops(&server).await;
    for (list, rows) in [
        ("outlets", 2),
        ("reps", 2),
        ("routes", 0),
        ("customers", 2),
        ("products", 1),
        ("price-lists", 2),
        ("stock-balances", 1),
        ("orders", 4),
        ("quotations", 0),
        ("invoices", 0),
        ("returns", 0),
        ("collections", 0),
        ("settlements", 0),
        ("credit-accounts", 2),
        ("commissions", 0),
        ("schemes", 0),
        ("partners", 0),
        ("stock-locations", 1),
        ("stock-moves", 1),
        ("supply-orders", 0),
        ("van-days", 0),
        ("stock-counts", 0),
    ] {
        let mut headings = Vec::new();
        for language in ["en", "vi", "zh"] {
            let path = format!("/api/v1/{list}/export?language={language}");
            let file = csv(&admin, &path).await;
            assert_eq!(file.len(), 1 + rows, "{path}: {file:?}");
            let book = xlsx(&admin, &format!("{path}&format=xlsx")).await;
            assert_eq!(book.len(), 1 + rows, "{path}");
            assert_eq!(book[0].len(), file[0].len(), "{path}");
            headings.push(file[0].clone());
        }
        assert!(
            headings[0] != headings[1] && headings[1] != headings[2],
            "{list}"
        );
    }
    let moves = csv(&admin, "/api/v1/stock-moves/export").await;
    assert!(
        moves[1].contains(&"1000.5".to_owned()) && moves[1].contains(&"'-L1".to_owned()),
        "{:?}",
        moves[1]
    );
    let byname = csv(&admin, "/api/v1/customers/export?q=lan").await;
    assert_eq!(byname.len(), 2, "{byname:?}");
    server.finish().await;
}

#[tokio::test]
async fn what_was_exported_imports_without_a_difference() {
    let server = TestServer::start().await;
    let admin = shops(&server).await;
    for (list, kind) in [
        ("outlets", "outlets"),
        ("reps", "reps"),
        ("customers", "customers"),
        ("products", "products"),
        ("price-lists", "prices"),
        ("stock-balances", "stock"),
    ] {
        for language in ["en", "vi", "zh"] {
            for format in ["csv", "xlsx"] {
                let path = format!("/api/v1/{list}/export?format={format}&language={language}");
                let file = admin.get(&path).await.bytes().await.unwrap();
                let mut body = format!("--xx\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n").into_bytes();
                body.extend(&file);
                body.extend(b"\r\n--xx--\r\n");
                let sent = (admin.request(Method::POST, "/api/v1/imports"))
                    .header("content-type", "multipart/form-data; boundary=xx")
                    .header("origin", admin.url(""))
                    .body(body)
                    .send();
                let made = expect(sent.await.unwrap(), StatusCode::ACCEPTED).await;
                let checked = eventually("the file is checked", async || {
                    let batch = admin.json(&format!("/api/v1/imports/{}", made["id"])).await;
                    (batch["state"] != "checking").then_some(batch)
                })
                .await;
                let counts = ["created", "updated", "ended", "bad_rows"]
                    .map(|k| checked[k].as_i64().unwrap());
                assert_eq!(counts, [0; 4], "{path}: {checked}");
                assert!(checked["unchanged"].as_i64().unwrap() > 0, "{path}");
            }
        }
    }
    server.finish().await;
}

#[tokio::test]
async fn a_long_list_is_whole_and_a_workbook_has_a_limit() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    sqlx::query("insert into partner (code, name, kind) select 'P' || g, 'Partner', 'agent' from generate_series(1, 50001) g")
        .execute(&server.services.db)
        .await
        .unwrap();
    let rows = csv(&admin, "/api/v1/partners/export").await;
    assert_eq!(rows.len(), 50_002);
    let mut codes: Vec<&str> = rows[1..].iter().map(|r| r[0].as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 50_001, "none is missing, none twice");
    problem(
        admin.get("/api/v1/partners/export?format=xlsx").await,
        422,
        "export_too_large",
    )
    .await;
    let found = xlsx(&admin, "/api/v1/partners/export?format=xlsx&q=P4999").await;
    assert_eq!(found.len(), 1 + 11);
    server.finish().await;
}

/// Lines make a page of a list longer than the list.
#[tokio::test]
async fn a_workbook_has_its_limit_on_the_first_page_too() {
    let server = TestServer::start().await;
    let admin = shops(&server).await;
    for (table, rows) in [
        ("stock_location (code, name, kind, outlet_id)", "select 'outlet:O1', 'O1', 'outlet', 1"),
        (
            "stock_count (id, rep_id, date, org_unit_id, outlet_id, location_id, counted_at, recorded_at)",
            "select gen_random_uuid(), 1, current_date, u.id, 1, l.id, now(), now()
            from generate_series(1, 101), org_unit u, stock_location l where u.code = 'T1' and l.code = 'outlet:O1'",
        ),
        (
            "stock_count_line (count_id, line, product_id, unit, quantity_milli, milli)",
            "select c.id, n, 1, 'piece', 1000, 1000 from stock_count c, generate_series(1, 500) n",
        ),
    ] {
        sqlx::query(&format!("insert into {table} {rows}"))
            .execute(&server.services.db)
            .await
            .unwrap();
    }
    let first = admin.json("/api/v1/stock-counts?limit=1000").await;
    assert_eq!(first["next_cursor"], Value::Null, "one page");
    problem(
        admin.get("/api/v1/stock-counts/export?format=xlsx").await,
        422,
        "export_too_large",
    )
    .await;
    let rows = csv(&admin, "/api/v1/stock-counts/export").await;
    assert_eq!(rows.len(), 1 + 50_500);
    server.finish().await;
}

#[tokio::test]
async fn a_rep_takes_no_masters_away_and_logins_are_for_who_sees_users() {
    let server = TestServer::start().await;
    let admin = shops(&server).await;
    let rep = user(&server, &admin, "rep", "rep", "T1").await;
    problem(rep.get("/api/v1/customers/export").await, 403, "forbidden").await;
    sqlx::query(
        "update rep set user_id = (select id from app_user where login = 'rep') where code = 'R1'",
    )
    .execute(&server.services.db)
    .await
    .unwrap();
    let planner = user(&server, &admin, "plan", "planner", "T1").await;
    let seen = csv(&planner, "/api/v1/reps/export").await;
    assert_eq!(seen.len(), 2);
    assert!(!seen[1].contains(&"rep".to_owned()), "{seen:?}");
    // Of the contract price lists only those of own customers.
    let other = user(&server, &admin, "plan2", "planner", "T2").await;
    assert_eq!(csv(&other, "/api/v1/price-lists/export").await.len(), 2);
    server.finish().await;
}
