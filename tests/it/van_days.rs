//! Days of vans from outside: what should be in one adds up, a phone or a desk counts it, another closes it, and a
//! closed day stands.

use chrono::{Days, NaiveDate, SecondsFormat, TimeDelta};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, record_status, tell, user},
    server::TestServer,
    waiting,
};

struct Yard {
    server: TestServer,
    admin: Client,
    token: String,
    today: NaiveDate,
}

/// 1,000 teas in the warehouse; R1 has a van, a phone and a customer.
async fn yard() -> Yard {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let from = today - Days::new(30);
    for (collection, items) in [
        (
            "reps",
            json!([{"code": "R1", "name": "Tài xế", "org_unit_code": "T1", "valid_from": from}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": "Bà Lan", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "O1", "name": "Tạp hóa", "org_unit_code": "T1", "customer_code": "C1"}]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà xanh", "units": {"piece": 1, "carton": 24}}]),
        ),
        ("products", json!([{"code": "ZZ1", "name": "Mới"}])),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "carton", "minor": 240_000}]}]),
        ),
        (
            "stock-locations",
            json!([{"code": "WH", "name": "Kho", "kind": "warehouse", "is_default": true},
                {"code": "VAN1", "name": "Xe 1", "kind": "van", "rep_code": "R1"}]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let device = batch(
        &admin,
        "devices",
        json!([{"label": "phone", "rep_code": "R1"}]),
    )
    .await;
    let token = device[0]["token"].as_str().unwrap().to_owned();
    Yard {
        server,
        admin,
        token,
        today,
    }
}

const VAN: i32 = 2;

fn day_path(date: NaiveDate, tail: &str) -> String {
    format!("/api/v1/van-days/{VAN}/{date}{tail}")
}

impl Yard {
    async fn moves(&self, kind: &str, from: Option<&str>, to: Option<&str>, pieces: i64) -> Value {
        let body = json!({"kind": kind, "from_code": from, "to_code": to,
            "lines": [{"product_code": "TEA", "quantity_milli": pieces * 1_000}]});
        let answer = self.admin.post("/api/v1/stock-moves", &body).await;
        expect(answer, StatusCode::CREATED).await
    }

    async fn phone_counts(&self, n: i64, lines: Value) -> (String, Value) {
        let id = Uuid::now_v7();
        let at = self
            .server
            .services
            .clock
            .utc()
            .to_rfc3339_opts(SecondsFormat::Millis, true);
        let frames = json!([{"type": "record", "n": n, "kind": "van_count", "id": id, "at": at, "body": {"lines": lines}}]);
        tell(&self.server, &self.token, &frames).await;
        record_status(&self.server, id).await
    }
}

#[tokio::test]
async fn a_van_one_carton_short_is_counted_by_phone_and_closed_by_accounting() {
    let y = yard().await;
    let before = y.server.services.clock.utc() - TimeDelta::hours(24);
    let opening = json!({"kind": "opening", "to_code": "VAN1", "moved_at": before,
        "lines": [{"product_code": "TEA", "unit": "carton", "quantity_milli": 10_000}]});
    expect(
        y.admin.post("/api/v1/stock-moves", &opening).await,
        StatusCode::CREATED,
    )
    .await;
    y.moves("opening", None, Some("WH"), 1_000).await;
    y.moves("transfer", Some("WH"), Some("VAN1"), 48).await;
    y.moves("sale", Some("VAN1"), None, 24).await;
    y.moves("return", None, Some("VAN1"), 2).await;
    y.moves("transfer", Some("VAN1"), Some("WH"), 4).await;
    // What is undone leaves no trace where it was.
    let wrong = y.moves("transfer", Some("WH"), Some("VAN1"), 7).await;
    let undo = format!(
        "/api/v1/stock-moves/{}/counter",
        wrong["posting_id"].as_str().unwrap()
    );
    let undone = y.admin.post(&undo, &json!({"reason": "nhầm xe"})).await;
    assert!(
        undone.status().is_success(),
        "{}",
        undone.text().await.unwrap()
    );
    for (method, minor) in [("cash", 300_000), ("transfer", 50_000)] {
        let paid = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "amount_minor": minor, "method": method});
        let paid = y.admin.post("/api/v1/collections", &paid).await;
        expect(paid, StatusCode::CREATED).await;
    }

    let day = day_path(y.today, "");
    let open = y.admin.json(&day).await;
    let line = &open["lines"][0];
    let parts: Vec<i64> = [
        "opening",
        "loaded",
        "sold",
        "returned",
        "unloaded",
        "delivered",
        "corrected",
        "expected",
    ]
    .iter()
    .map(|part| line[format!("{part}_milli")].as_i64().unwrap() / 1_000)
    .collect();
    assert_eq!(parts, [240, 48, 24, 2, 4, 0, 0, 262], "{open}");
    assert_eq!(
        (
            &open["state"],
            &open["cash_minor"],
            &open["cash_handed_in_minor"],
            &open["other_minor"]
        ),
        (&json!("open"), &json!(300_000), &json!(0), &json!(50_000))
    );

    let desk = user(&y.server, &y.admin, "desk", "accounting", "HQ").await;
    let close = day_path(y.today, "/close");
    let put = json!({"id": Uuid::now_v7(), "reason": "thiếu một thùng"});
    let refused = problem(desk.post(&close, &put).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["pointer"], "/counted", "{refused}");

    // Nine cartons and 22 pieces: one carton is missing.
    let (status, detail) = y
        .phone_counts(1, json!([{"product_code": "TEA", "unit": "carton", "quantity": 9}, {"product_code": "TEA", "quantity": 22},
            {"product_code": "WHAT", "quantity": 1}]))
        .await;
    assert_eq!(
        (
            status.as_str(),
            &detail["products"],
            detail["errors"].as_array().unwrap().len()
        ),
        ("applied", &json!(1), 1),
        "{detail}"
    );
    let counted = y.admin.json("/api/v1/van-days?state=counted").await;
    let counted = &counted["items"][0];
    let line = &counted["lines"][0];
    assert_eq!(
        (
            &counted["state"],
            &counted["counted_by"],
            &line["counted_milli"],
            &line["difference_milli"],
            &line["difference_minor"]
        ),
        (
            &json!("counted"),
            &Value::Null,
            &json!(238_000),
            &json!(-24_000),
            &json!(-240_000)
        ),
        "{counted}"
    );

    // Not without a reason, not by anybody, not by whose van it is.
    let refused = problem(
        desk.post(&close, &json!({"id": Uuid::now_v7()})).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(
        (
            &refused["errors"][0]["pointer"],
            &refused["errors"][0]["code"]
        ),
        (&json!("/reason"), &json!("required"))
    );
    let supervisor = user(&y.server, &y.admin, "sup", "supervisor", "T1").await;
    problem(supervisor.post(&close, &put).await, 403, "forbidden").await;
    let set = "update rep set user_id = (select id from app_user where login = $1)";
    let own = async |login: Option<&str>| {
        sqlx::query(set)
            .bind(login)
            .execute(&y.server.services.db)
            .await
            .unwrap();
    };
    own(Some("desk")).await;
    let refused = problem(desk.post(&close, &put).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["code"], "own_day");
    own(None).await;

    let closed = expect(desk.post(&close, &put).await, StatusCode::OK).await;
    assert_eq!(
        (
            &closed["state"],
            &closed["id"],
            &closed["closed_by"],
            &closed["difference_minor"],
            &closed["lines"][0]["counted_milli"]
        ),
        (
            &json!("closed"),
            &put["id"],
            &json!("desk"),
            &json!(-240_000),
            &json!(238_000)
        ),
        "{closed}"
    );
    let again = expect(desk.post(&close, &put).await, StatusCode::OK).await;
    assert_eq!(again, closed);
    let moved = y
        .admin
        .json(&format!(
            "/api/v1/stock-moves?document_id={}",
            put["id"].as_str().unwrap()
        ))
        .await;
    let moved = moved["items"].as_array().unwrap();
    assert_eq!(moved.len(), 1);
    assert_eq!(
        (&moved[0]["kind"], &moved[0]["milli"], &moved[0]["reason"]),
        (&json!("adjustment"), &json!(-24_000), &put["reason"])
    );

    // It stands, whatever comes: more goods, more money, another count, a hand in the tables.
    y.moves("transfer", Some("WH"), Some("VAN1"), 24).await;
    let settled = json!({"id": Uuid::now_v7(), "rep_id": 1});
    expect(
        y.admin.post("/api/v1/settlements", &settled).await,
        StatusCode::CREATED,
    )
    .await;
    let other = json!({"id": Uuid::now_v7(), "reason": "lần nữa"});
    let refused = problem(desk.post(&close, &other).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["code"], "wrong_state");
    let count = json!({"id": Uuid::now_v7(), "lines": [{"product_id": 1, "milli": 1_000}]});
    let refused = problem(
        desk.post(&day_path(y.today, "/counts"), &count).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(refused["errors"][0]["code"], "day_closed");
    let (status, _) = y
        .phone_counts(2, json!([{"product_code": "TEA", "quantity": 1}]))
        .await;
    assert_eq!(status, "invalid");
    for change in [
        "update van_day set reason = 'x'",
        "delete from van_day_line",
        "update van_count set note = 'x'",
    ] {
        let refused = sqlx::query(change)
            .execute(&y.server.services.db)
            .await
            .unwrap_err();
        assert!(refused.to_string().contains("never changed"), "{refused}");
    }
    assert_eq!(desk.json(&day).await, closed);

    // The next day begins with what was counted, and what came after; one before cannot be closed any more.
    let next = desk.json(&day_path(y.today + Days::new(1), "")).await;
    assert_eq!(next["lines"][0]["opening_milli"], 238_000 + 24_000);
    let yesterday = y.today - Days::new(1);
    let count = json!({"id": Uuid::now_v7(), "lines": [{"product_id": 1, "milli": 240_000}]});
    let counted = expect(
        desk.post(&day_path(yesterday, "/counts"), &count).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (
            &counted["counted_by"],
            &counted["lines"][0]["difference_milli"]
        ),
        (&json!("desk"), &json!(0))
    );
    let refused = problem(
        desk.post(&day_path(yesterday, "/close"), &other).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(refused["errors"][0]["code"], "later_closed");

    // A van of another team is not there.
    let far = user(&y.server, &y.admin, "far", "supervisor", "T2").await;
    problem(far.get(&day).await, 404, "not_found").await;
    assert_eq!(far.json("/api/v1/van-days").await["items"], json!([]));
    assert_eq!(
        supervisor.json("/api/v1/van-days").await["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let first = supervisor.json("/api/v1/van-days?limit=1").await;
    let rest = format!(
        "/api/v1/van-days?limit=1&cursor={}",
        first["next_cursor"].as_str().unwrap()
    );
    let second = supervisor.json(&rest).await;
    assert_eq!(
        (&first["items"][0]["date"], &second["items"][0]["date"]),
        (&json!(y.today), &json!(yesterday))
    );
    y.server.finish().await;
}

#[tokio::test]
async fn what_should_be_there_is_counted_before_a_day_is_closed() {
    let y = yard().await;
    y.moves("opening", None, Some("VAN1"), 10).await;
    let desk = user(&y.server, &y.admin, "desk", "accounting", "HQ").await;
    let (counts, close) = (day_path(y.today, "/counts"), day_path(y.today, "/close"));
    let faults = async |path: &str, body: Value| {
        let refused = problem(desk.post(path, &body).await, 422, "invalid").await;
        let faults = refused["errors"].as_array().unwrap().clone();
        faults
            .iter()
            .map(|f| f["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let line = |product: i32, milli: i64| json!({"product_id": product, "milli": milli});
    for (lines, code) in [
        (json!([]), "out_of_range"),
        (json!([line(1, -1)]), "out_of_range"),
        (json!([line(1, i64::MAX)]), "out_of_range"),
        (json!([line(1, 1), line(1, 2)]), "repeated"),
        (json!([line(1, 1), line(99, 1)]), "unknown_product"),
    ] {
        assert_eq!(
            faults(&counts, json!({"id": Uuid::now_v7(), "lines": lines})).await,
            [code]
        );
    }
    let far = json!({"id": Uuid::now_v7(), "lines": [line(1, 1)]});
    assert_eq!(
        faults(&day_path(y.today + Days::new(1), "/counts"), far).await,
        ["is_to_come"]
    );

    // Something else was found, and what should be there was not looked at.
    let other = json!({"id": Uuid::now_v7(), "lines": [line(2, 3_000)]});
    expect(desk.post(&counts, &other).await, StatusCode::OK).await;
    let put = json!({"id": Uuid::now_v7(), "reason": "tìm thấy"});
    assert_eq!(faults(&close, put.clone()).await, ["required"]);
    let whole = json!({"id": Uuid::now_v7(), "lines": [line(1, 10_000)]});
    let counted = expect(desk.post(&counts, &whole).await, StatusCode::OK).await;
    // A product without a price for everybody is worth nothing known.
    let found: Vec<(&Value, &Value, &Value)> = (counted["lines"].as_array().unwrap().iter())
        .map(|l| {
            (
                &l["product_code"],
                &l["difference_milli"],
                &l["difference_minor"],
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (&json!("TEA"), &json!(0), &json!(0)),
            (&json!("ZZ1"), &json!(3_000), &Value::Null)
        ]
    );
    let closed = expect(desk.post(&close, &put).await, StatusCode::OK).await;
    assert_eq!(
        (&closed["state"], &closed["difference_minor"]),
        (&json!("closed"), &json!(0))
    );
    let held = desk
        .json(&format!("/api/v1/stock-locations/{VAN}/balances?q=ZZ1"))
        .await;
    assert_eq!(held["items"][0]["on_hand_milli"], 3_000);
    y.server.finish().await;
}

#[tokio::test]
async fn a_closed_day_is_of_whose_van_it_was() {
    let y = yard().await;
    y.moves("opening", None, Some("VAN1"), 10).await;
    let paid = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "amount_minor": 70_000, "method": "cash"});
    let paid = y.admin.post("/api/v1/collections", &paid).await;
    expect(paid, StatusCode::CREATED).await;
    let desk = user(&y.server, &y.admin, "desk", "accounting", "HQ").await;
    let count = json!({"id": Uuid::now_v7(), "lines": [{"product_id": 1, "milli": 10_000}]});
    let counted = desk.post(&day_path(y.today, "/counts"), &count).await;
    expect(counted, StatusCode::OK).await;
    let put = json!({"id": Uuid::now_v7()});
    let closed = desk.post(&day_path(y.today, "/close"), &put).await;
    let closed = expect(closed, StatusCode::OK).await;
    assert_eq!(
        (&closed["rep_code"], &closed["cash_minor"]),
        (&json!("R1"), &json!(70_000))
    );

    let from = y.today - Days::new(30);
    let other =
        json!([{"code": "R2", "name": "Người mới", "org_unit_code": "T2", "valid_from": from}]);
    batch(&y.admin, "reps", other).await;
    let given = json!([{"code": "VAN1", "name": "Xe 1", "kind": "van", "rep_code": "R2"}]);
    batch(&y.admin, "stock-locations", given).await;
    let day = day_path(y.today, "");
    assert_eq!(desk.json(&day).await, closed, "nothing has changed");
    let of = async |rep: i32| {
        let path = format!("/api/v1/van-days?rep_id={rep}&state=closed");
        desk.json(&path).await["items"].as_array().unwrap().len()
    };
    assert_eq!((of(1).await, of(2).await), (1, 0));
    // Seen where its rep was; who has the van now has nothing of it, not even a day that looks open.
    let near = user(&y.server, &y.admin, "near", "supervisor", "T1").await;
    let far = user(&y.server, &y.admin, "far", "supervisor", "T2").await;
    assert_eq!(near.json(&day).await, closed);
    problem(far.get(&day).await, 404, "not_found").await;
    assert_eq!(far.json("/api/v1/van-days").await["items"], json!([]));
    // The next day is the new one's.
    let next = far.json(&day_path(y.today + Days::new(1), "")).await;
    assert_eq!(
        (&next["rep_code"], &next["state"]),
        (&json!("R2"), &json!("open"))
    );
    y.server.finish().await;
}

#[tokio::test]
async fn a_counted_day_is_closed_as_whose_van_it_was() {
    let y = yard().await;
    y.moves("opening", None, Some("VAN1"), 10).await;
    let paid = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "amount_minor": 70_000, "method": "cash"});
    let paid = y.admin.post("/api/v1/collections", &paid).await;
    expect(paid, StatusCode::CREATED).await;
    let (status, detail) = y
        .phone_counts(
            1,
            json!([{"product_code": "TEA", "unit": "piece", "quantity": 10}]),
        )
        .await;
    assert_eq!(status, "applied", "{detail}");
    let from = y.today - Days::new(30);
    let other =
        json!([{"code": "R2", "name": "Người mới", "org_unit_code": "T2", "valid_from": from}]);
    batch(&y.admin, "reps", other).await;
    let given = json!([{"code": "VAN1", "name": "Xe 1", "kind": "van", "rep_code": "R2"}]);
    batch(&y.admin, "stock-locations", given).await;
    let desk = user(&y.server, &y.admin, "desk", "accounting", "HQ").await;
    let put = json!({"id": Uuid::now_v7()});
    let closed = desk.post(&day_path(y.today, "/close"), &put).await;
    let closed = expect(closed, StatusCode::OK).await;
    assert_eq!(
        (&closed["rep_code"], &closed["cash_minor"]),
        (&json!("R1"), &json!(70_000))
    );
    y.server.finish().await;
}

#[tokio::test]
async fn a_day_that_is_closed_locks_its_goods_in_the_order_of_everybody() {
    let y = yard().await;
    let later = json!({"kind": "opening", "to_code": "VAN1", "lines": [{"product_code": "ZZ1", "quantity_milli": 2_000}]});
    let opened = y.admin.post("/api/v1/stock-moves", &later).await;
    expect(opened, StatusCode::CREATED).await;
    let desk = user(&y.server, &y.admin, "desk", "accounting", "HQ").await;
    // The earlier product was never in the van.
    let count = json!({"id": Uuid::now_v7(), "lines": [{"product_id": 1, "milli": 1_000}, {"product_id": 2, "milli": 2_000}]});
    let counted = desk.post(&day_path(y.today, "/counts"), &count).await;
    expect(counted, StatusCode::OK).await;
    let db = &y.server.services.db;
    let mut tx = db.begin().await.unwrap();
    sqlx::query(
        "insert into stock_level (location_id, product_id, updated_at) values ($1, 1, now())",
    )
    .bind(VAN)
    .execute(&mut *tx)
    .await
    .unwrap();
    let (path, put) = (
        day_path(y.today, "/close"),
        json!({"id": Uuid::now_v7(), "reason": "tìm thấy"}),
    );
    let closed = desk.post(&path, &put);
    let others = async {
        waiting(db, 1).await;
        // Whoever has the first gets the second.
        let second =
            "select from stock_level where location_id = $1 and product_id = 2 for update nowait";
        let second = sqlx::query(second).bind(VAN).execute(&mut *tx).await;
        second.unwrap();
        tx.commit().await.unwrap();
    };
    let (closed, ()) = tokio::join!(closed, others);
    assert_eq!(expect(closed, StatusCode::OK).await["state"], "closed");
    y.server.finish().await;
}
