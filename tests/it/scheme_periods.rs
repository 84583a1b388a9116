//! Cumulative schemes from outside: what counts towards a tier, who sees it, and the end of a period, once.

use chrono::{Days, NaiveDate, SecondsFormat};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, send, user},
    server::TestServer,
    waiting,
};

struct Shops {
    server: TestServer,
    admin: Client,
    books: Client,
    today: NaiveDate,
    tea: i64,
    cup: i64,
}

/// O1 and O2 have customers, O3 has none, O4 is another team's; a tea costs 10,000, a cup 5,000.
async fn shops() -> Shops {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    for (collection, items) in [
        (
            "reps",
            json!([{"code": "R1", "name": "Minh", "org_unit_code": "T1"}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": "Cô Lan", "org_unit_code": "T1"}, {"code": "C2", "name": "Cô Mai", "org_unit_code": "T1"},
                {"code": "C4", "name": "Cô Tư", "org_unit_code": "T2"}]),
        ),
        (
            "outlets",
            json!([
                {"code": "O1", "name": "Lan", "org_unit_code": "T1", "customer_code": "C1", "class": "gold"},
                {"code": "O2", "name": "Mai", "org_unit_code": "T1", "customer_code": "C2", "class": "gold"},
                {"code": "O3", "name": "Ba", "org_unit_code": "T1", "class": "gold"},
                {"code": "O4", "name": "Tư", "org_unit_code": "T2", "customer_code": "C4", "class": "silver"},
            ]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà xanh", "units": {"piece": 1, "carton": 24}}, {"code": "CUP", "name": "Ly", "units": {"piece": 1}}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá chung", "prices": [
                {"product_code": "TEA", "unit": "piece", "minor": 10_000}, {"product_code": "CUP", "unit": "piece", "minor": 5_000}]}]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let books = user(&server, &admin, "kt", "accounting", "HQ").await;
    let held = admin.json("/api/v1/products").await;
    let product = |code: &str| {
        let items = held["items"].as_array().unwrap();
        let found = items.iter().find(|p| p["code"] == code);
        found.unwrap()["id"].as_i64().unwrap()
    };
    let (tea, cup) = (product("TEA"), product("CUP"));
    Shops {
        server,
        admin,
        books,
        today,
        tea,
        cup,
    }
}

impl Shops {
    /// A scheme over the thirty days before today.
    async fn scheme(&self, code: &str, more: Value) -> i64 {
        let mut row = json!({"code": code, "name": "Tích lũy trà", "products": {"products": [self.tea]},
            "valid_from": self.today - Days::new(30), "valid_to": self.today - Days::new(1),
            "rule": {"type": "cumulative", "tiers": [
                {"at_least_milli": 100_000, "benefit": {"type": "percent", "basis_points": 100}},
                {"at_least_milli": 200_000, "benefit": {"type": "percent", "basis_points": 200}}]}});
        for (key, value) in more.as_object().unwrap() {
            row[key] = value.clone();
        }
        let made = batch(&self.admin, "schemes", json!([row])).await;
        made[0]["id"].as_i64().unwrap()
    }

    /// So many teas, delivered just now or at noon so many days ago.
    async fn bought(&self, outlet: i64, pieces: i64, days_ago: u64) -> Uuid {
        let id = Uuid::now_v7();
        let body = json!({"id": id, "rep_id": 1, "outlet_id": outlet,
            "lines": [{"product_code": "TEA", "unit": "piece", "quantity": pieces}]});
        let made = self.admin.post("/api/v1/orders", &body).await;
        let made = expect(made, StatusCode::CREATED).await;
        let tag = format!("\"v{}\"", made["version"]);
        let path = format!("/api/v1/orders/{id}/confirm");
        let headers = [("if-match", tag.as_str())];
        let done = send(&self.admin, Method::POST, &path, &headers, &json!({})).await;
        expect(done, StatusCode::OK).await;
        let at = if days_ago == 0 {
            (self.server.services.clock.utc()).to_rfc3339_opts(SecondsFormat::Millis, true)
        } else {
            format!("{}T05:00:00Z", self.today - Days::new(days_ago))
        };
        let delivery = json!({"id": Uuid::now_v7(), "delivered_at": at});
        let path = format!("/api/v1/orders/{id}/deliveries");
        expect(self.admin.post(&path, &delivery).await, StatusCode::OK).await;
        id
    }

    /// An approved return of so many teas, so many days ago.
    async fn returned(&self, order: Uuid, pieces: i64, days_ago: u64) {
        let id = Uuid::now_v7();
        let body = json!({"id": id, "order_id": order, "reason": "Vỡ", "lines": [{"line": 1, "quantity_milli": pieces * 1_000}]});
        let asked = self.admin.post("/api/v1/returns", &body).await;
        let asked = expect(asked, StatusCode::CREATED).await;
        let tag = format!("\"v{}\"", asked["version"]);
        let path = format!("/api/v1/returns/{id}/decisions");
        let headers = [("if-match", tag.as_str())];
        let done = send(
            &self.books,
            Method::POST,
            &path,
            &headers,
            &json!({"approve": true}),
        )
        .await;
        expect(done, StatusCode::CREATED).await;
        sqlx::query("update sales_return set returned_at = returned_at - make_interval(days => $2) where id = $1")
            .bind(id)
            .bind(i32::try_from(days_ago).unwrap())
            .execute(&self.server.services.db)
            .await
            .unwrap();
    }

    async fn progress(&self, scheme: i64) -> Vec<Value> {
        let page = (self.admin)
            .json(&format!("/api/v1/schemes/{scheme}/progress"))
            .await;
        page["items"].as_array().unwrap().clone()
    }

    async fn settle(&self, scheme: i64, dry_run: bool) -> Value {
        let path = format!("/api/v1/schemes/{scheme}/settlements");
        let body = json!({ "dry_run": dry_run });
        expect(self.books.post(&path, &body).await, StatusCode::OK).await
    }

    /// Until so many statements hang on a lock.
    async fn waiting(&self, count: i64) {
        waiting(&self.server.services.db, count).await;
    }

    /// Names of the schemes that run for an outlet.
    async fn running(&self, outlet: i64) -> Vec<String> {
        let here = (self.admin)
            .json(&format!("/api/v1/outlets/{outlet}/schemes"))
            .await;
        (here["items"].as_array().unwrap().iter())
            .map(|r| r["scheme_name"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn ledger(&self, customer: i64) -> i64 {
        let path = format!("/api/v1/credit-accounts?customer_id={customer}");
        let accounts = self.admin.json(&path).await;
        (accounts["items"].as_array().unwrap().iter())
            .map(|a| a["ledger_minor"].as_i64().unwrap())
            .sum()
    }
}

/// Outlet, what it gets and what becomes of it.
fn outcomes(settled: &Value) -> Vec<(String, i64, String)> {
    (settled["rows"].as_array().unwrap().iter())
        .map(|r| {
            let word = |k: &str| r[k].as_str().unwrap().to_owned();
            (
                word("outlet_code"),
                r["credit_minor"].as_i64().unwrap(),
                word("outcome"),
            )
        })
        .collect()
}

fn row(outlet: &str, minor: i64, outcome: &str) -> (String, i64, String) {
    (outlet.into(), minor, outcome.into())
}

#[tokio::test]
async fn what_is_delivered_in_the_period_counts_and_is_credited_once() {
    let s = shops().await;
    let scheme = s
        .scheme("TL1", json!({"audience": {"classes": ["gold"]}}))
        .await;
    let first = s.bought(1, 130, 30).await;
    s.bought(1, 50, 0).await;
    s.bought(1, 70, 31).await;
    s.bought(2, 176, 1).await;
    s.bought(3, 250, 5).await;
    s.bought(4, 250, 5).await;
    s.returned(first, 10, 2).await;
    s.returned(first, 5, 0).await;

    let seen = s.progress(scheme).await;
    let said: Vec<(&Value, i64, &Value, &Value)> = (seen.iter())
        .map(|r| {
            (
                &r["outlet_code"],
                r["bought_milli"].as_i64().unwrap(),
                &r["missing_milli"],
                &r["due_minor"],
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            (&json!("O1"), 120_000, &json!(80_000), &json!(12_000)),
            (&json!("O2"), 176_000, &json!(24_000), &json!(17_600)),
            (&json!("O3"), 250_000, &Value::Null, &json!(50_000)),
        ],
        "only what was delivered, and came back, in the period; only whom the scheme is for"
    );
    assert_eq!(
        (
            &seen[1]["reached"]["at_least_milli"],
            &seen[1]["next"]["at_least_milli"]
        ),
        (&json!(100_000), &json!(200_000)),
        "a carton away"
    );

    let team = user(&s.server, &s.admin, "t2", "supervisor", "T2").await;
    let path = format!("/api/v1/schemes/{scheme}");
    let none = team.json(&format!("{path}/progress")).await;
    assert_eq!(none["items"], json!([]));
    let settlements = format!("{path}/settlements");
    let refused = team.post(&settlements, &json!({})).await;
    problem(refused, 403, "forbidden").await;
    let near = user(&s.server, &s.admin, "kt1", "accounting", "T1").await;
    let refused = near.post(&settlements, &json!({})).await;
    problem(refused, 403, "forbidden").await;

    // What the returns credited.
    assert_eq!((s.ledger(1).await, s.ledger(2).await), (-150_000, 0));
    let trial = s.settle(scheme, true).await;
    let wanted = [
        row("O1", 12_000, "settled"),
        row("O2", 17_600, "settled"),
        row("O3", 0, "no_customer"),
    ];
    assert_eq!(outcomes(&trial), wanted);
    assert_eq!(
        (&trial["settled"], &trial["credit_minor"]),
        (&json!(2), &json!(29_600))
    );
    assert_eq!(
        (s.ledger(1).await, s.ledger(2).await),
        (-150_000, 0),
        "a trial"
    );
    let done = s.settle(scheme, false).await;
    assert_eq!(outcomes(&done), wanted);
    assert_eq!((s.ledger(1).await, s.ledger(2).await), (-162_000, -17_600));
    let seen = s.progress(scheme).await;
    let settled = &seen[1]["settled"];
    assert_eq!(
        (
            &settled["credit_minor"],
            &settled["credit"]["amount_minor"],
            &settled["bought_milli"]
        ),
        (&json!(17_600), &json!(17_600), &json!(176_000))
    );
    let account = settled["credit"]["account_id"].as_i64().unwrap();
    let statement = (s.admin)
        .json(&format!("/api/v1/credit-accounts/{account}/statement"))
        .await;
    let entry = statement["entries"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&entry["kind"], &entry["source_kind"], &entry["source_id"]),
        (&json!("credit_note"), &json!("scheme"), &settled["id"])
    );

    // What is told later changes nothing of it.
    s.bought(2, 100, 3).await;
    s.returned(first, 60, 4).await;
    let again = s.settle(scheme, false).await;
    assert_eq!(again["settled"], 0);
    assert_eq!(
        outcomes(&again),
        [row("O2", 0, "settled_already"), row("O3", 0, "no_customer")]
    );
    assert_eq!(
        (s.ledger(1).await, s.ledger(2).await),
        (-762_000, -17_600),
        "the return alone"
    );
    // Another end of the period does not make it another one.
    let longer = json!([{"code": "TL1", "valid_from": s.today - Days::new(40)}]);
    batch(&s.admin, "schemes", longer).await;
    let again = s.settle(scheme, true).await;
    assert_eq!(again["settled"], 0, "{again}");
    s.server.finish().await;
}

#[tokio::test]
async fn nobody_gets_beyond_cap_and_budget_and_goods_are_credited_at_their_price() {
    let s = shops().await;
    s.bought(1, 120, 10).await;
    s.bought(2, 250, 10).await;
    let tight = s.scheme("TL2", json!({"budget_minor": 31_000})).await;
    // 12,000 and 50,000 are due: each gets its half.
    let done = s.settle(tight, false).await;
    assert_eq!(
        outcomes(&done),
        [row("O1", 6_000, "settled"), row("O2", 25_000, "settled")]
    );
    assert_eq!(done["budget_left_minor"], 31_000);
    let after = s.settle(tight, true).await;
    assert_eq!(after["budget_left_minor"], 0);
    let capped = s.scheme("TL3", json!({"outlet_cap_minor": 20_000})).await;
    let done = s.settle(capped, true).await;
    assert_eq!(
        outcomes(&done),
        [row("O1", 12_000, "settled"), row("O2", 20_000, "settled")]
    );
    let spent = s.scheme("TL4", json!({"budget_minor": 0})).await;
    let done = s.settle(spent, false).await;
    assert_eq!(
        outcomes(&done),
        [row("O1", 0, "nothing_left"), row("O2", 0, "nothing_left")]
    );
    let goods = |unit: &str, product: i64| {
        json!({"rule": {"type": "cumulative", "tiers": [
            {"at_least_milli": 200_000, "benefit": {"type": "free", "product": product, "unit": unit, "quantity_milli": 12_000}}]}})
    };
    let gift = s.scheme("TL5", goods("piece", s.cup)).await;
    assert_eq!(s.progress(gift).await[1]["due_minor"], Value::Null);
    let before = s.ledger(2).await;
    let done = s.settle(gift, false).await;
    assert_eq!(outcomes(&done), [row("O2", 60_000, "settled")]);
    assert_eq!(s.ledger(2).await, before - 60_000);
    s.server.finish().await;
}

#[tokio::test]
async fn a_period_ends_after_its_last_day_and_only_cumulative_schemes_have_one() {
    let s = shops().await;
    let running = s
        .scheme("TL6", json!({"valid_to": s.today, "name": "Đang chạy"}))
        .await;
    s.bought(1, 76, 0).await;
    for (more, pointer, code) in [
        (json!({"valid_to": s.today}), "/valid_to", "not_over"),
        (json!({"valid_from": null}), "/valid_to", "no_period"),
        (
            json!({"rule": {"type": "mix", "every": false, "tiers": [
                {"at_least_milli": 1_000, "benefit": {"type": "amount", "minor": 5}}]}}),
            "/rule",
            "not_cumulative",
        ),
    ] {
        let scheme = s.scheme("TL7", more).await;
        let path = format!("/api/v1/schemes/{scheme}/settlements");
        let said = problem(s.books.post(&path, &json!({})).await, 422, "invalid").await;
        assert_eq!(said["errors"][0], json!({"pointer": pointer, "code": code}));
    }
    let nothing = "/api/v1/schemes/999/settlements";
    let missing = s.books.post(nothing, &json!({})).await;
    problem(missing, 404, "not_found").await;
    // What the order page shows of an outlet.
    let here = s.admin.json("/api/v1/outlets/1/schemes").await;
    let one = &here["items"][0];
    assert_eq!(
        (
            &one["scheme_id"],
            &one["bought_milli"],
            &one["missing_milli"],
            &one["reached"]
        ),
        (
            &json!(running),
            &json!(76_000),
            &json!(24_000),
            &Value::Null
        )
    );
    let away = user(&s.server, &s.admin, "t2", "supervisor", "T2").await;
    problem(
        away.get("/api/v1/outlets/1/schemes").await,
        404,
        "not_found",
    )
    .await;
    s.server.finish().await;
}

#[tokio::test]
async fn settlements_at_once_keep_within_a_budget_that_is_cut_meanwhile() {
    let s = shops().await;
    s.bought(1, 120, 10).await;
    s.bought(2, 250, 10).await;
    let scheme = s.scheme("TL8", json!({"budget_minor": 62_000})).await;
    let mut cut = s.server.services.db.begin().await.unwrap();
    sqlx::query("update scheme set budget_minor = 31000 where id = $1")
        .bind(i32::try_from(scheme).unwrap())
        .execute(&mut *cut)
        .await
        .unwrap();
    let both_wait = async {
        s.waiting(2).await;
        cut.commit().await.unwrap();
    };
    let (one, two, ()) = tokio::join!(s.settle(scheme, false), s.settle(scheme, false), both_wait);
    let mut told = [one, two].map(|answer| {
        let minor = |key: &str| answer[key].as_i64().unwrap();
        (minor("budget_left_minor"), minor("credit_minor"))
    });
    told.sort_unstable();
    assert_eq!(
        told,
        [(0, 0), (31_000, 31_000)],
        "each sees what came before it"
    );
    assert_eq!((s.ledger(1).await, s.ledger(2).await), (-6_000, -25_000));
    s.server.finish().await;
}

#[tokio::test]
async fn accounts_that_are_there_are_locked_before_others_are_made() {
    let s = shops().await;
    let db = &s.server.services.db;
    s.bought(1, 120, 10).await;
    s.bought(3, 120, 10).await;
    // Its orders ran on nobody's account.
    let new = json!([{"code": "C3", "name": "Cô Ba", "org_unit_code": "T1"}]);
    let new = batch(&s.admin, "customers", new).await[0]["id"]
        .as_i64()
        .unwrap();
    batch(
        &s.admin,
        "outlets",
        json!([{"code": "O3", "customer_code": "C3"}]),
    )
    .await;
    let scheme = s.scheme("TL9", json!({})).await;
    let mut other = db.begin().await.unwrap();
    sqlx::query("select id from credit_account where customer_id = 1 for no key update")
        .execute(&mut *other)
        .await
        .unwrap();
    let other_makes_it = async {
        s.waiting(1).await;
        sqlx::query("insert into credit_account (customer_id) values ($1)")
            .bind(i32::try_from(new).unwrap())
            .execute(&mut *other)
            .await
            .unwrap();
        other.commit().await.unwrap();
    };
    let (done, ()) = tokio::join!(s.settle(scheme, false), other_makes_it);
    assert_eq!(
        outcomes(&done),
        [row("O1", 12_000, "settled"), row("O3", 12_000, "settled")]
    );
    assert_eq!((s.ledger(1).await, s.ledger(new).await), (-12_000, -12_000));

    let last_id = async || -> i64 {
        sqlx::query_scalar("select last_value from credit_account_id_seq")
            .fetch_one(db)
            .await
            .unwrap()
    };
    let before = last_id().await;
    let again = s.scheme("TL10", json!({})).await;
    assert_eq!(s.settle(again, false).await["settled"], 2);
    assert_eq!(last_id().await, before, "none is made where it is there");
    s.server.finish().await;
}

#[tokio::test]
async fn schemes_for_others_hide_none_of_an_outlets_own() {
    let s = shops().await;
    for number in 0..21 {
        let more = json!({"name": "Vàng", "valid_to": s.today, "audience": {"classes": ["gold"]}});
        s.scheme(&format!("G{number}"), more).await;
    }
    let later = s.today + Days::new(1);
    let more = json!({"name": "Bạc", "valid_to": later, "audience": {"classes": ["silver"]}});
    s.scheme("S", more).await;
    let more = json!({"name": "Riêng cô Tư", "valid_to": later, "audience": {"customers": [3]}});
    s.scheme("C", more).await;
    assert_eq!(s.running(4).await, ["Bạc", "Riêng cô Tư"]);
    // Of its own as many as are shown; O3 is nobody's.
    assert_eq!(s.running(3).await, vec!["Vàng"; 20]);
    s.server.finish().await;
}

#[tokio::test]
async fn a_period_by_value_is_reached_and_credited_by_what_was_paid() {
    let s = shops().await;
    let tiers = json!([
        {"at_least_minor": 1_000_000, "benefit": {"type": "percent", "basis_points": 100}},
        {"at_least_minor": 2_000_000, "benefit": {"type": "amount", "minor": 50_000}}]);
    let rule = json!({"rule": {"type": "cumulative_value", "tiers": tiers}});
    let scheme = s.scheme("GT1", rule.clone()).await;
    let first = s.bought(1, 250, 9).await;
    s.returned(first, 60, 2).await;
    s.bought(2, 99, 3).await;
    let seen = s.progress(scheme).await;
    let said: Vec<_> = (seen.iter())
        .map(|r| {
            (
                &r["value_minor"],
                &r["reached"]["at_least_minor"],
                &r["missing_minor"],
                &r["missing_milli"],
                &r["due_minor"],
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            (
                &json!(1_900_000),
                &json!(1_000_000),
                &json!(100_000),
                &Value::Null,
                &json!(19_000)
            ),
            (
                &json!(990_000),
                &Value::Null,
                &json!(10_000),
                &Value::Null,
                &json!(0)
            ),
        ]
    );
    let mut open = rule;
    open["valid_to"] = json!(s.today);
    s.scheme("GT2", open).await;
    assert_eq!(s.running(1).await, ["Tích lũy trà"]);
    let ask = json!({"outlet_id": 1, "lines": [{"product_code": "TEA", "unit": "piece", "quantity_milli": 400_000}]});
    let priced = expect(
        s.admin.post("/api/v1/orders/price", &ask).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        priced["total_minor"], 4_000_000,
        "an order gets nothing of it"
    );
    assert_eq!(
        outcomes(&s.settle(scheme, true).await),
        [row("O1", 19_000, "settled")]
    );
    s.bought(1, 10, 1).await;
    assert_eq!(
        outcomes(&s.settle(scheme, false).await),
        [row("O1", 50_000, "settled")]
    );
    s.server.finish().await;
}
