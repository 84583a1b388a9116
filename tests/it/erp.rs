//! The ERP: what it takes and what it says of it, what it owns, and its lists held against ours.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, send, user},
    import_file::{settled, uploaded},
    server::TestServer,
    waiting,
};

/// A company with a program of its own in it.
struct Erp {
    server: TestServer,
    admin: Client,
    token: String,
}

impl Erp {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let admin = found(&server).await;
        for (collection, items) in [
            (
                "reps",
                json!([{"code": "R1", "name": "Hoa", "org_unit_code": "T1"}]),
            ),
            (
                "customers",
                json!([{"code": "C1", "name": "Bà Lan", "phone": "0901", "org_unit_code": "T1"}]),
            ),
            (
                "outlets",
                json!([{"code": "O1", "name": "Tạp hóa", "org_unit_code": "T1", "customer_code": "C1"}]),
            ),
            (
                "products",
                json!([{"code": "TEA", "name": "Trà", "tax_bp": 800}]),
            ),
            (
                "price-lists",
                json!([{"code": "ALL", "name": "Giá", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
            ),
        ] {
            batch(&admin, collection, items).await;
        }
        let who = json!({"login": "erp", "name": "ERP", "role": "integration", "org_unit_code": "HQ", "password": "correct horse"});
        let made = expect(admin.post("/api/v1/users", &who).await, StatusCode::CREATED).await;
        let path = format!("/api/v1/users/{}/tokens", made["id"]);
        let token = expect(
            admin.post(&path, &json!({"name": "sync"})).await,
            StatusCode::CREATED,
        )
        .await;
        let token = token["token"].as_str().unwrap().to_owned();
        Self {
            server,
            admin,
            token,
        }
    }

    /// As the program.
    async fn ask(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let bearer = format!("Bearer {}", self.token);
        let answer = send(
            &self.server.client(),
            method,
            path,
            &[("authorization", &bearer)],
            body,
        )
        .await;
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn told(&self, items: Value) -> Vec<(String, String)> {
        let (status, answer) = self
            .ask(
                Method::POST,
                "/api/v1/erp-marks/batch",
                &json!({"items": items}),
            )
            .await;
        assert_eq!(status, 200, "{answer}");
        (answer["results"].as_array().unwrap().iter())
            .map(|r| {
                let code = r["error"][0]["code"].as_str().unwrap_or_default();
                (r["status"].as_str().unwrap().to_owned(), code.to_owned())
            })
            .collect()
    }

    async fn order(&self) -> Uuid {
        self.order_as(Uuid::now_v7()).await
    }

    async fn order_as(&self, id: Uuid) -> Uuid {
        let order = json!({"id": id, "rep_id": 1, "outlet_id": 1, "lines": [{"product_code": "TEA", "quantity": "2"}]});
        expect(
            self.admin.post("/api/v1/orders", &order).await,
            StatusCode::CREATED,
        )
        .await;
        id
    }

    /// Of which there is something to bill.
    async fn delivered(&self, id: Uuid) -> Uuid {
        self.order_as(id).await;
        let path = format!("/api/v1/orders/{id}");
        let order = self.admin.get(&path).await;
        let tag = order.headers()["etag"].to_str().unwrap().to_owned();
        let (confirm, deliver) = (format!("{path}/confirm"), format!("{path}/deliveries"));
        let headers = [("if-match", tag.as_str())];
        let confirmed = send(&self.admin, Method::POST, &confirm, &headers, &json!({})).await;
        expect(confirmed, StatusCode::OK).await;
        let delivery = json!({"id": Uuid::now_v7()});
        let delivered = self.admin.post(&deliver, &delivery).await;
        expect(delivered, StatusCode::OK).await;
        id
    }

    async fn waiting(&self) -> Vec<Value> {
        let (_, list) = self
            .ask(Method::GET, "/api/v1/orders?erp_state=waiting", &json!({}))
            .await;
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|o| o["id"].clone())
            .collect()
    }
}

fn said(status: &str, code: &str) -> (String, String) {
    (status.to_owned(), code.to_owned())
}

#[tokio::test]
async fn documents_are_taken_refused_sent_again_and_accepted() {
    let e = Erp::new().await;
    let (first, second) = (e.order().await, e.order().await);
    assert_eq!(e.waiting().await.len(), 2);
    let marks = json!([
        {"kind": "order", "id": first, "state": "exported"},
        {"kind": "order", "id": second, "state": "rejected"},
        {"kind": "order", "id": Uuid::now_v7(), "state": "exported"},
        {"kind": "collection", "id": first, "state": "exported"},
    ]);
    let results = e.told(marks).await;
    assert_eq!(
        results,
        [
            said("updated", ""),
            said("error", "reason_required"),
            said("error", "unknown"),
            said("error", "unknown")
        ]
    );
    assert_eq!(e.waiting().await, [json!(second)]);
    let rejected =
        json!([{"kind": "order", "id": first, "state": "rejected", "reason": "no such item"}]);
    assert_eq!(e.told(rejected.clone()).await, [said("updated", "")]);
    assert_eq!(e.told(rejected).await, [said("unchanged", "")]);

    // The page of what failed, for who sees the field, and the retry for who keeps the books.
    let failed = e.admin.json("/api/v1/erp-marks?state=rejected").await;
    let row = &failed["items"][0];
    assert_eq!(
        (
            &row["document_id"],
            &row["reason"],
            &row["attempts"],
            &row["customer_name"]
        ),
        (
            &json!(first),
            &json!("no such item"),
            &json!(1),
            &json!("Bà Lan")
        )
    );
    assert!(row["minor"].as_i64().unwrap() > 0 && row["rep_name"] == "Hoa");
    let again = json!({"items": [{"kind": "order", "id": first}]});
    let supervisor = user(&e.server, &e.admin, "sup", "supervisor", "T1").await;
    problem(
        supervisor.post("/api/v1/erp-marks/retry", &again).await,
        403,
        "forbidden",
    )
    .await;
    let books = user(&e.server, &e.admin, "books", "accounting", "HQ").await;
    problem(
        books
            .post("/api/v1/erp-marks/batch", &json!({"items": []}))
            .await,
        403,
        "forbidden",
    )
    .await;
    let retried = expect(
        books.post("/api/v1/erp-marks/retry", &again).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(retried["results"][0]["status"], "updated");
    assert_eq!(e.waiting().await.len(), 2);

    let accepted = json!([{"kind": "order", "id": first, "state": "accepted", "number": "SO-17"}]);
    assert_eq!(e.told(accepted.clone()).await, [said("updated", "")]);
    let order = e.admin.json(&format!("/api/v1/orders/{first}")).await;
    assert_eq!(
        (&order["erp"]["state"], &order["erp"]["number"]),
        (&json!("accepted"), &json!("SO-17"))
    );
    let other = json!([{"kind": "order", "id": first, "state": "accepted", "number": "SO-18"},
        {"kind": "order", "id": first, "state": "rejected", "reason": "x"}]);
    assert_eq!(
        e.told(other).await,
        [
            said("error", "number_differs"),
            said("error", "accepted_already")
        ]
    );
    // All or nothing where that is asked for.
    let mixed = json!({"items": [{"kind": "order", "id": second, "state": "exported"}, {"kind": "order", "id": first, "state": "exported"}]});
    let (status, refused) = e
        .ask(Method::POST, "/api/v1/erp-marks/batch?atomic=true", &mixed)
        .await;
    assert_eq!(
        (status, &refused["errors"][0]["pointer"]),
        (422, &json!("/items/1/state"))
    );
    assert_eq!(e.waiting().await, [json!(second)]);
    // A document that changed since is told apart, and goes once more.
    sqlx::query("update sales_order set version = version + 1, updated_at = now() where id = $1")
        .bind(first)
        .execute(&e.server.services.db)
        .await
        .unwrap();
    let marks = e.admin.json("/api/v1/erp-marks?kind=order").await;
    assert_eq!(marks["items"][0]["outdated"], true);
    let exported = json!([{"kind": "order", "id": first, "state": "exported"}]);
    assert_eq!(e.told(exported).await, [said("updated", "")]);
    let other_team = user(&e.server, &e.admin, "sup2", "supervisor", "T2").await;
    assert_eq!(
        other_team.json("/api/v1/erp-marks").await["items"],
        json!([])
    );
    let steps: i64 = sqlx::query_scalar("select count(*) from erp_mark_step")
        .fetch_one(&e.server.services.db)
        .await
        .unwrap();
    assert_eq!(steps, 5, "everything that was said is kept");
    e.server.finish().await;
}

#[tokio::test]
async fn what_the_erp_owns_people_do_not_edit() {
    let e = Erp::new().await;
    let settings = e.admin.get("/api/v1/settings").await;
    let tag = settings.headers()["etag"].to_str().unwrap().to_owned();
    let today = (e.server.services.rules.load().time).date_of(e.server.services.clock.now());
    let owned = json!({"effective_from": today, "settings": {"erp_owned": ["customers.name", "outlets.name", "products.units", "products.tax_percent", "prices.price",
        "partners.parent_code", "credit_accounts.limit_minor"]}});
    let put = send(
        &e.admin,
        Method::PUT,
        "/api/v1/settings",
        &[("if-match", &tag)],
        &owned,
    )
    .await;
    expect(put, StatusCode::OK).await;

    let refused = async |path: &str, body: Value, pointer: &str| {
        let now = e.admin.get(path).await;
        let tag = now.headers()["etag"].to_str().unwrap().to_owned();
        let answer = send(&e.admin, Method::PATCH, path, &[("if-match", &tag)], &body).await;
        let body = problem(answer, 422, "invalid").await;
        assert_eq!(
            (&body["errors"][0]["pointer"], &body["errors"][0]["code"]),
            (&json!(pointer), &json!("erp_owned")),
            "{body}"
        );
    };
    refused("/api/v1/customers/1", json!({"name": "X"}), "/name").await;
    refused("/api/v1/outlets/1", json!({"name": "X"}), "/name").await;
    refused(
        "/api/v1/products/1",
        json!({"units": {"piece": 1, "box": 6}}),
        "/units",
    )
    .await;
    refused(
        "/api/v1/price-lists/1",
        json!({"prices": [{"product_code": "TEA", "unit": "piece", "minor": 9}]}),
        "/prices",
    )
    .await;
    let partners = json!([{"code": "NPP", "name": "NPP", "kind": "distributor"}, {"code": "SUB", "name": "Đại lý", "kind": "agent"}]);
    batch(&e.admin, "partners", partners).await;
    refused(
        "/api/v1/partners/2",
        json!({"parent_code": "NPP"}),
        "/parent_code",
    )
    .await;
    // Terms that nobody agreed on before are made here; from then on the ERP's program alone changes the limit.
    let terms = |limit: i64| json!({"customer_id": 1, "limit_minor": limit, "terms_days": 7});
    let made = e.admin.post("/api/v1/credit-accounts", &terms(500)).await;
    let made = expect(made, StatusCode::OK).await;
    let again = e.admin.post("/api/v1/credit-accounts", &terms(600)).await;
    let again = problem(again, 422, "invalid").await;
    assert_eq!(
        (&again["errors"][0]["pointer"], &again["errors"][0]["code"]),
        (&json!("/limit_minor"), &json!("erp_owned"))
    );
    let path = format!("/api/v1/credit-accounts/{}", made["id"]);
    refused(&path, json!({"limit_minor": null}), "/limit_minor").await;
    let (status, changed) = e
        .ask(Method::POST, "/api/v1/credit-accounts", &terms(600))
        .await;
    assert_eq!((status, &changed["limit_minor"]), (200, &json!(600)));
    // What it does not own stays ours, saying the same is no change, and new ones are made.
    batch(&e.admin, "customers", json!([{"code": "C1", "name": "Bà Lan", "phone": "0999"}, {"code": "C2", "name": "New", "org_unit_code": "T1"}])).await;
    batch(
        &e.admin,
        "products",
        json!([{"code": "TEA", "name": "Trà xanh"}]),
    )
    .await;
    // By a batch and by a file neither.
    let rows = json!({"items": [{"code": "C1", "name": "Other"}]});
    let answer = expect(
        e.admin.post("/api/v1/customers/batch", &rows).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(answer["results"][0]["error"][0]["code"], "erp_owned");

    // Not from before there was the rule either; the other row of the file is as good as ever.
    let options = json!({"valid_from": "2000-01-01", "skip_bad_rows": true});
    for (kind, file, field) in [
        (
            "customers",
            "code,name,phone\nC1,Other,\nC2,,0988\n",
            "name",
        ),
        (
            "prices",
            "list_code,product_code,unit,price\nALL,TEA,piece,9\n",
            "price",
        ),
    ] {
        let id = uploaded(&e.admin, kind, file, options.clone()).await;
        let checked = settled(&e.admin, id).await;
        assert_eq!(checked["bad_rows"], 1, "{kind}: {checked}");
        let path = format!("/api/v1/imports/{id}");
        let faults = e.admin.json(&format!("{path}/faults")).await;
        assert_eq!(
            (&faults["items"][0]["field"], &faults["items"][0]["code"]),
            (&json!(field), &json!("erp_owned")),
            "{kind}: {faults}"
        );
        let begun = e
            .admin
            .post(&format!("{path}/commit"), &json!({"skip_bad_rows": true}))
            .await;
        expect(begun, StatusCode::ACCEPTED).await;
        let done = settled(&e.admin, id).await;
        assert_eq!(done["state"], "committed", "{kind}: {done}");
    }
    let held = e.admin.json("/api/v1/customers").await;
    let names: Vec<(&Value, &Value)> = (held["items"].as_array().unwrap().iter())
        .map(|c| (&c["name"], &c["phone"]))
        .collect();
    assert_eq!(
        names,
        [
            (&json!("Bà Lan"), &json!("0999")),
            (&json!("New"), &json!("0988"))
        ]
    );
    let prices = e.admin.json("/api/v1/price-lists/1/prices").await;
    assert_eq!(prices["items"][0]["minor"], 10_000);

    let (status, _) = e
        .ask(
            Method::PUT,
            "/api/v1/customers/by-code/sap/4711",
            &json!({"code": "C1", "name": "Lan, Bà"}),
        )
        .await;
    assert_eq!(status, 200, "the ERP's program edits what it owns");
    let (_, prices) = e.ask(Method::POST, "/api/v1/price-lists/batch", &json!({"items": [{"code": "ALL", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 11_000}]}]})).await;
    assert_eq!(prices["results"][0]["status"], "updated");
    let tag = e.admin.get("/api/v1/settings").await.headers()["etag"]
        .to_str()
        .unwrap()
        .to_owned();
    let wrong = json!({"settings": {"erp_owned": ["customers.colour"]}});
    let put = send(
        &e.admin,
        Method::PUT,
        "/api/v1/settings",
        &[("if-match", &tag)],
        &wrong,
    )
    .await;
    let body = problem(put, 422, "invalid").await;
    assert_eq!(body["errors"][0]["code"], "unknown_word", "{body}");
    e.server.finish().await;
}

#[tokio::test]
async fn lists_are_held_against_each_other() {
    let e = Erp::new().await;
    let rows = json!({"complete": true, "rows": [
        {"code": "C1", "fields": {"name": "Bà Lan", "phone": "0902", "org_unit": "T1"}},
        {"code": "C9", "fields": {"name": "Nobody"}}]});
    let (status, report) = e
        .ask(Method::POST, "/api/v1/reconciliation/customers", &rows)
        .await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(
        report["different"],
        json!([{"code": "C1", "fields": [{"field": "phone", "here": "0901", "there": "0902"}]}])
    );
    assert_eq!(
        (&report["missing_here"], &report["missing_there"]),
        (&json!(["C9"]), &json!([]))
    );
    let prices = json!({"complete": true, "rows": [{"code": "ALL/TEA/piece", "fields": {"price": "10000"}}]});
    let (_, report) = e
        .ask(Method::POST, "/api/v1/reconciliation/prices", &prices)
        .await;
    assert_eq!(
        (&report["same"], &report["different_total"]),
        (&json!(1), &json!(0))
    );
    let (_, report) = e
        .ask(
            Method::POST,
            "/api/v1/reconciliation/products",
            &json!({"complete": true, "rows": []}),
        )
        .await;
    assert_eq!(report["missing_there"], json!(["TEA"]));
    let (status, refused) = e
        .ask(
            Method::POST,
            "/api/v1/reconciliation/products",
            &json!({"rows": [{"code": "TEA", "fields": {"colour": "red"}}]}),
        )
        .await;
    assert_eq!(
        (status, &refused["errors"][0]["pointer"]),
        (422, &json!("/rows/0/fields/colour"))
    );
    let supervisor = user(&e.server, &e.admin, "sup", "supervisor", "T1").await;
    problem(
        supervisor
            .post("/api/v1/reconciliation/customers", &rows)
            .await,
        403,
        "forbidden",
    )
    .await;
    e.server.finish().await;
}

#[tokio::test]
async fn documents_stock_and_debts_are_held_against_each_other() {
    let e = Erp::new().await;
    let (order, gone) = (e.delivered(Uuid::now_v7()).await, e.order().await);
    let cancel = format!("/api/v1/orders/{gone}");
    let tag = e.admin.get(&cancel).await.headers()["etag"].clone();
    let headers = [("if-match", tag.to_str().unwrap())];
    let why = json!({"reason": "Đặt nhầm"});
    let path = format!("{cancel}/cancel");
    let cancelled = send(&e.admin, Method::POST, &path, &headers, &why).await;
    expect(cancelled, StatusCode::OK).await;
    let said_of = json!([{"kind": "order", "id": order, "state": "accepted", "number": "SO-1"}]);
    assert_eq!(e.told(said_of).await, [said("updated", "")]);
    let (back, paid) = (Uuid::now_v7(), Uuid::now_v7());
    let returned = json!({"id": back, "order_id": order, "lines": [{"line": 1, "quantity_milli": 1_000}], "reason": "Móp"});
    let money =
        json!({"id": paid, "rep_id": 1, "outlet_id": 1, "method": "cash", "amount_minor": 4_000});
    let warehouse = json!([{"code": "WH", "name": "Kho", "kind": "warehouse"}]);
    batch(&e.admin, "stock-locations", warehouse).await;
    let opening = json!({"kind": "opening", "to_code": "WH", "lines": [
        {"product_code": "TEA", "quantity_milli": 2_500, "batch": "A"},
        {"product_code": "TEA", "quantity_milli": 4_000, "batch": "B"}]});
    for (path, body) in [
        ("returns", &returned),
        ("collections", &money),
        ("stock-moves", &opening),
    ] {
        let made = e.admin.post(&format!("/api/v1/{path}"), body).await;
        expect(made, StatusCode::CREATED).await;
    }
    let held = e.admin.json(&format!("/api/v1/orders/{order}")).await;
    let (today, total) = (&held["date"], &held["total_minor"]);
    let invoice = json!({"order_id": order, "date": today, "due": today, "total_minor": total});
    let path = "/api/v1/invoices/by-code/sap/90001";
    let (status, booked) = e.ask(Method::PUT, path, &invoice).await;
    assert_eq!(status, 201, "{booked}");

    let told = |fields: Value, code: &str| json!({"code": code, "fields": fields});
    let id = |id: Uuid| id.to_string();
    for (object, code, same, other) in [
        (
            "orders",
            id(order),
            json!({"number": "SO-1", "customer_code": "C1", "outlet_code": "O1", "currency": "VND", "total_minor": total.to_string()}),
            ("total_minor", json!("1")),
        ),
        (
            "returns",
            id(back),
            json!({"number": "", "order_id": order, "state": "recorded", "date": today}),
            ("number", json!("RE-1")),
        ),
        (
            "collections",
            id(paid),
            json!({"customer_code": "C1", "method": "cash", "amount_minor": "4000", "date": today}),
            ("method", json!("transfer")),
        ),
        (
            "invoices",
            "90001".to_owned(),
            json!({"order_id": order, "due": today, "paid_minor": "0", "total_minor": total.to_string()}),
            ("paid_minor", json!("7")),
        ),
        (
            "stock-levels",
            "WH/TEA".to_owned(),
            json!({"quantity": "6.50"}),
            ("quantity", json!("6")),
        ),
        (
            "credit-accounts",
            "C1".to_owned(),
            json!({"balance_minor": total.to_string(), "limit_minor": ""}),
            ("terms_days", json!("9")),
        ),
    ] {
        let path = format!("/api/v1/reconciliation/{object}");
        let mut rows = json!({"complete": true, "from": today, "to": today, "rows": [told(same.clone(), &code), told(json!({}), "nothing of ours")]});
        let (status, report) = e.ask(Method::POST, &path, &rows).await;
        assert_eq!(status, 200, "{object}: {report}");
        assert_eq!(
            (
                &report["same"],
                &report["missing_here"],
                &report["missing_there"]
            ),
            (&json!(1), &json!(["nothing of ours"]), &json!([])),
            "{object}: {report}"
        );
        let (field, there) = other;
        rows["rows"][0]["fields"][field] = there.clone();
        rows["rows"][1] = told(json!({}), "nothing else");
        let (_, report) = e.ask(Method::POST, &path, &rows).await;
        let different = &report["different"][0];
        assert_eq!(different["code"], json!(code), "{object}: {report}");
        let fields = different["fields"].as_array().unwrap();
        assert_eq!(fields.len(), 1, "{object}: {report}");
        assert_eq!(
            (&fields[0]["field"], &fields[0]["there"]),
            (&json!(field), &there)
        );
        rows["rows"] = json!([]);
        let (_, report) = e.ask(Method::POST, &path, &rows).await;
        assert_eq!(report["missing_there"], json!([code]), "{object}: {report}");
    }
    let closed = json!({"from": today, "to": today, "rows": [told(json!({}), &id(gone))]});
    let path = "/api/v1/reconciliation/orders";
    let (_, report) = e.ask(Method::POST, path, &closed).await;
    assert_eq!(
        report["different"][0]["fields"][0]["field"], "closed",
        "{report}"
    );
    for (span, pointer) in [
        (json!({"rows": []}), "/from"),
        (
            json!({"rows": [], "from": "2026-02-01", "to": "2026-01-01"}),
            "/to",
        ),
        (
            json!({"rows": [told(json!({"total_minor": "1,5"}), "X")], "from": today, "to": today}),
            "/rows/0/fields/total_minor",
        ),
    ] {
        let (status, refused) = e.ask(Method::POST, path, &span).await;
        assert_eq!(
            (status, &refused["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{refused}"
        );
    }
    let other_day = json!({"complete": true, "from": "2026-01-01", "to": "2026-01-31", "rows": []});
    let (_, report) = e.ask(Method::POST, path, &other_day).await;
    assert_eq!(report["missing_there"], json!([]), "{report}");
    e.server.finish().await;
}

#[tokio::test]
async fn the_erps_invoices_come_in_by_their_own_code() {
    let e = Erp::new().await;
    let invoice = json!({"customer_code": "C1", "date": "2026-11-01", "due": "2026-11-30", "total_minor": 500_000});
    let path = "/api/v1/invoices/by-code/sap/90001";
    let (status, made) = e.ask(Method::PUT, path, &invoice).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(
        (&made["number"], &made["open_minor"]),
        (&json!("90001"), &json!(500_000))
    );
    let (status, again) = e.ask(Method::PUT, path, &invoice).await;
    assert_eq!(
        (status, &again["id"], &again["version"]),
        (200, &made["id"], &made["version"])
    );
    let later = json!({"customer_code": "C1", "date": "2026-11-01", "due": "2026-12-15", "total_minor": 500_000});
    let (status, moved) = e.ask(Method::PUT, path, &later).await;
    assert_eq!(
        (status, &moved["due"]),
        (200, &json!("2026-12-15")),
        "{moved}"
    );
    let more = json!({"customer_code": "C1", "due": "2026-12-15", "total_minor": 600_000});
    let (status, refused) = e.ask(Method::PUT, path, &more).await;
    assert_eq!(
        (status, &refused["errors"][0]["code"]),
        (422, &json!("immutable")),
        "{refused}"
    );
    let rows = json!({"items": [
        {"system": "sap", "code": "90001", "customer_code": "C1", "due": "2026-12-15", "total_minor": 500_000},
        {"system": "sap", "code": "90002", "customer_code": "C1", "total_minor": 70_000},
        {"system": "sap", "code": "90003", "customer_code": "NO", "total_minor": 1},
        {"system": "sap", "code": "90004", "customer_code": "C1"}]});
    let (_, done) = e.ask(Method::POST, "/api/v1/invoices/batch", &rows).await;
    let told: Vec<(&str, &str)> = (done["results"].as_array().unwrap().iter())
        .map(|r| {
            (
                r["status"].as_str().unwrap(),
                r["error"][0]["code"].as_str().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("unchanged", ""),
            ("created", ""),
            ("error", "unknown"),
            ("error", "required")
        ],
        "{done}"
    );
    let account = e.admin.json("/api/v1/credit-accounts").await;
    assert_eq!(account["items"][0]["ledger_minor"], 570_000, "each once");
    e.server.finish().await;
}

/// Has a batch that names the higher of two orders first wait for the lower one; meanwhile whoever works on
/// that may have everything else.
async fn waits_for_the_lower(e: &Erp, low: Uuid, path: &str, body: &Value, free: &[&str]) -> Value {
    let pool = &e.server.services.db;
    let mut other = pool.begin().await.unwrap();
    sqlx::query("select from sales_order where id = $1 for update")
        .bind(low)
        .execute(&mut *other)
        .await
        .unwrap();
    let meanwhile = async {
        waiting(pool, 1).await;
        for free in free {
            sqlx::query(free).execute(&mut *other).await.unwrap();
        }
        other.commit().await.unwrap();
    };
    let ((status, done), ()) = tokio::join!(e.ask(Method::POST, path, body), meanwhile);
    assert_eq!(status, 200, "{done}");
    done
}

const ORDERS_FREE: &str = "select from sales_order for update nowait";

#[tokio::test]
async fn a_batch_of_invoices_has_its_orders_before_it_holds_an_account() {
    let e = Erp::new().await;
    let (low, high) = (Uuid::from_u128(1), Uuid::from_u128(2));
    e.delivered(low).await;
    e.delivered(high).await;
    let invoices = json!({"items": [
        {"system": "sap", "code": "1", "order_id": high, "total_minor": 10_000},
        {"system": "sap", "code": "2", "order_id": low, "total_minor": 10_000}]});
    let free = [
        ORDERS_FREE,
        "select from credit_account for no key update nowait",
    ];
    let done = waits_for_the_lower(&e, low, "/api/v1/invoices/batch", &invoices, &free).await;
    for result in done["results"].as_array().unwrap() {
        assert_eq!(result["status"], "created", "{done}");
    }
    e.server.finish().await;
}

#[tokio::test]
async fn marks_have_their_documents_in_order_before_the_first_is_kept() {
    let e = Erp::new().await;
    let (low, high) = (Uuid::from_u128(1), Uuid::from_u128(2));
    e.order_as(low).await;
    e.order_as(high).await;
    let marks = json!({"items": [
        {"kind": "order", "id": high, "state": "exported"},
        {"kind": "order", "id": low, "state": "exported"},
        {"kind": "order", "id": low, "state": "accepted", "number": "SO-1"}]});
    waits_for_the_lower(&e, low, "/api/v1/erp-marks/batch", &marks, &[ORDERS_FREE]).await;
    let said: Vec<(String, i32, String)> = sqlx::query_as(
        "select right(document_id::text, 1), seq::int4, state from erp_mark_step order by 1, 2",
    )
    .fetch_all(&e.server.services.db)
    .await
    .unwrap();
    let step = |id: &str, seq: i32, state: &str| (id.to_owned(), seq, state.to_owned());
    assert_eq!(
        said,
        [
            step("1", 1, "exported"),
            step("1", 2, "accepted"),
            step("2", 1, "exported")
        ]
    );
    e.server.finish().await;
}

#[tokio::test]
async fn an_invoice_of_the_erp_stays_that_of_its_order() {
    let e = Erp::new().await;
    let first = e.delivered(Uuid::now_v7()).await;
    let second = e.delivered(Uuid::now_v7()).await;
    let path = "/api/v1/invoices/by-code/sap/7";
    let of = |order: Uuid| json!({"order_id": order, "total_minor": 20_000});
    let (status, made) = e.ask(Method::PUT, path, &of(first)).await;
    assert_eq!(status, 201, "{made}");
    for other in [second, Uuid::now_v7()] {
        let (status, refused) = e.ask(Method::PUT, path, &of(other)).await;
        let fault = &refused["errors"][0];
        assert_eq!(
            (status, &fault["pointer"], &fault["code"]),
            (422, &json!("/order_id"), &json!("immutable")),
            "{refused}"
        );
    }
    // Within one batch as well.
    let rows = json!({"items": [
        {"system": "sap", "code": "8", "order_id": second, "total_minor": 20_000},
        {"system": "sap", "code": "8", "order_id": first, "total_minor": 20_000},
        {"system": "sap", "code": "7", "order_id": first}]});
    let (_, done) = e.ask(Method::POST, "/api/v1/invoices/batch", &rows).await;
    let told: Vec<&Value> = done["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["status"])
        .collect();
    assert_eq!(told, ["created", "error", "unchanged"], "{done}");
    assert_eq!(done["results"][1]["error"][0]["code"], "immutable");
    e.server.finish().await;
}
