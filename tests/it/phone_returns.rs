//! Goods that a rep takes back at a shop, and offers made there: told by a phone, in whatever sequence.

use chrono::{Days, SecondsFormat, TimeDelta};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    crm::{Story, story},
    support::{
        client::{Socket, expect},
        eventually,
        front_door::{batch, send},
    },
};

/// Tea at 10,000 for everybody.
async fn street() -> Story {
    let s = story().await;
    batch(
        &s.admin,
        "products",
        json!([{"code": "TEA", "name": "Trà", "units": {"piece": 1}}]),
    )
    .await;
    price(&s, 10_000).await;
    s
}

async fn price(s: &Story, minor: i64) {
    let list = json!([{"code": "ALL", "name": "Giá", "prices": [{"product_code": "TEA", "unit": "piece", "minor": minor}]}]);
    batch(&s.admin, "price-lists", list).await;
}

fn tea(pieces: i64) -> Value {
    json!([{"product_code": "TEA", "unit": "piece", "quantity": pieces}])
}

pub fn record(s: &Story, kind: &str, id: Uuid, visit: Option<Uuid>, body: &Value) -> Value {
    json!({"type": "record", "n": 2, "kind": kind, "id": id, "visit_id": visit, "at": s.ago(10), "body": body})
}

/// The phone sends them in one request.
pub async fn tell(s: &Story, mut frames: Vec<Value>) {
    for (n, frame) in (1..).zip(&mut frames) {
        frame["n"] = json!(n);
    }
    s.tell(json!(frames)).await;
}

/// A visit of R1 at A.
pub async fn visit(s: &Story) -> Uuid {
    let visit = Uuid::now_v7();
    s.tell(
        json!([{"type": "check_in", "n": 1, "id": visit, "outlet": "A", "at": s.ago(25)},
        {"type": "check_out", "n": 2, "id": visit, "at": s.ago(5)}]),
    )
    .await;
    eventually("the visit is there", async || {
        let shown = s.admin.get(&format!("/api/v1/visits/{visit}")).await;
        (shown.status() == StatusCode::OK).then_some(())
    })
    .await;
    visit
}

/// A confirmed order of a rep at an outlet.
async fn order(s: &Story, rep: &str, outlet: &str, pieces: i64) -> Uuid {
    let id = Uuid::now_v7();
    let (rep, outlet) = (s.id("reps", rep).await, s.id("outlets", outlet).await);
    let body = json!({"id": id, "rep_id": rep, "outlet_id": outlet, "lines": tea(pieces)});
    let made = s.make("orders", body).await;
    let tag = format!("\"v{}\"", made["version"]);
    let path = format!("/api/v1/orders/{id}/confirm");
    let headers = [("if-match", tag.as_str())];
    let done = send(&s.admin, Method::POST, &path, &headers, &json!({})).await;
    expect(done, StatusCode::OK).await;
    id
}

async fn deliver(s: &Story, order: Uuid, lines: Value) -> Uuid {
    let id = Uuid::now_v7();
    deliver_as(s, id, order, lines).await;
    id
}

async fn deliver_as(s: &Story, id: Uuid, order: Uuid, lines: Value) {
    let path = format!("/api/v1/orders/{order}/deliveries");
    let told = s
        .admin
        .post(&path, &json!({"id": id, "lines": lines}))
        .await;
    expect(told, StatusCode::OK).await;
}

pub async fn settled(s: &Story, id: Uuid, status: &str) -> Value {
    eventually("the record is looked at", async || {
        let (got, detail) = s.status(id).await;
        (got == status).then_some(detail)
    })
    .await
}

/// The phone's socket, greeted.
pub async fn connect(s: &Story) -> Socket {
    let mut socket = s.server.client().socket("/v1/device", &[]).await;
    let hello =
        json!({"type": "hello", "protocol": 1, "token": s.token, "install": Uuid::now_v7()});
    socket.send(&hello).await;
    socket.hear_type("welcome").await;
    socket
}

/// What the socket says of a record, once it is in this state.
pub async fn told(socket: &mut Socket, id: Uuid, state: &str) -> Value {
    loop {
        let frame = socket.hear_type("record_status").await;
        if frame["id"] == json!(id) && frame["detail"]["state"] == state {
            return frame;
        }
    }
}

#[tokio::test]
async fn goods_come_back_once_they_were_delivered() {
    let s = street().await;
    let (visit, order) = (visit(&s).await, order(&s, "R1", "A", 10).await);
    let back = |pieces: i64| json!([{"line": 1, "quantity_milli": pieces * 1_000}]);
    let [early, more, much, bare, none] = std::array::from_fn(|_| Uuid::now_v7());
    let mut socket = connect(&s).await;
    // Before anything was delivered, in one frame with what can never be.
    for (n, id, body) in [
        (
            1,
            early,
            json!({"order": order, "lines": back(2), "reason": "móp"}),
        ),
        (2, bare, json!({"order": order, "lines": back(1)})),
        (
            3,
            none,
            json!({"order": order, "invoice": order, "lines": back(1), "reason": "x"}),
        ),
    ] {
        let mut frame = record(&s, "return", id, Some(visit), &body);
        frame["n"] = json!(n);
        socket.send(&frame).await;
    }
    let waits = settled(&s, early, "invalid").await;
    assert_eq!(
        (&waits["code"], &waits["order"]),
        (&json!("not_delivered"), &json!(order))
    );
    for (id, pointer, code) in [(bare, "/reason", "required"), (none, "/order", "ambiguous")] {
        let fault = settled(&s, id, "invalid").await;
        assert_eq!(
            fault["errors"],
            json!([{"pointer": pointer, "code": code}]),
            "{fault}"
        );
    }
    // Three of ten come: two of them may go back, five more only when the rest has come.
    let first = deliver(&s, order, back(3)).await;
    told(&mut socket, early, "recorded").await;
    let five = json!({"delivery": first, "lines": back(5), "reason": "bán chậm"});
    tell(&s, vec![record(&s, "return", more, Some(visit), &five)]).await;
    let waits = settled(&s, more, "invalid").await;
    assert_eq!(
        (&waits["code"], &waits["errors"][0]["code"]),
        (&json!("not_delivered"), &json!("out_of_range"))
    );
    deliver(&s, order, back(7)).await;
    assert_eq!(settled(&s, more, "applied").await["value_minor"], 50_000);
    let four = json!({"order": order, "lines": back(4), "reason": "móp"});
    tell(&s, vec![record(&s, "return", much, Some(visit), &four)]).await;
    let fault = settled(&s, much, "invalid").await;
    assert_eq!(fault["errors"][0]["code"], "out_of_range", "three are left");

    let shown = s.admin.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(shown["returns"].as_array().unwrap().len(), 2, "{shown}");
    let customer = s.id("customers", "C1").await;
    let path = format!("/api/v1/customers/{customer}/timeline");
    let timeline = s.admin.json(&path).await;
    let items = timeline["items"].as_array().unwrap();
    let in_visit = |i: &&Value| i["kind"] == "return" && i["visit_id"] == json!(visit);
    assert_eq!(items.iter().filter(in_visit).count(), 2);
    // The desk's word reaches the phone that told of it.
    let one = s.admin.json(&format!("/api/v1/returns/{early}")).await;
    assert_eq!(
        (&one["value_minor"], &one["reason"]),
        (&json!(20_000), &json!("móp"))
    );
    let tag = format!("\"v{}\"", one["version"]);
    let decided = send(
        &s.admin,
        Method::POST,
        &format!("/api/v1/returns/{early}/decisions"),
        &[("if-match", tag.as_str())],
        &json!({"approve": true}),
    )
    .await;
    expect(decided, StatusCode::CREATED).await;
    let frame = told(&mut socket, early, "approved").await;
    assert_eq!(
        (&frame["kind"], &frame["status"]),
        (&json!("return"), &json!("applied"))
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_return_is_one_whatever_the_phone_repeats_and_its_clock_says() {
    let s = street().await;
    let visit = visit(&s).await;
    let [late, fresh] = std::array::from_fn(|_| Uuid::now_v7());
    // The phone's clock runs a day ahead; the order is told after what comes back of it.
    let wrong = |minutes: i64| {
        let at = s.server.services.clock.utc() + TimeDelta::days(1) - TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    };
    let send_as = async |frame: &Value| {
        let mut frame = frame.clone();
        frame["n"] = json!(1);
        let body = json!({"frames": [frame], "sent_at": wrong(0)});
        let bearer = format!("Bearer {}", s.token);
        let headers = [("authorization", bearer.as_str())];
        let client = s.server.client();
        let sent = send(&client, Method::POST, "/v1/device/frames", &headers, &body).await;
        expect(sent, StatusCode::OK).await
    };
    let body = json!({"order": fresh, "lines": [{"line": 1, "quantity_milli": 1_000}], "reason": "hết hạn"});
    let mut frame = record(&s, "return", late, Some(visit), &body);
    frame["at"] = json!(wrong(30));
    send_as(&frame).await;
    assert_eq!(
        settled(&s, late, "invalid").await["code"],
        "unknown_order",
        "nobody has told of it"
    );
    let mut ordered = record(
        &s,
        "order",
        fresh,
        Some(visit),
        &json!({"outlet": "A", "lines": tea(4)}),
    );
    ordered["at"] = json!(wrong(40));
    send_as(&ordered).await;
    settled(&s, fresh, "applied").await;
    eventually("it waits for the goods now", async || {
        let (_, detail) = s.status(late).await;
        (detail["code"] == "not_delivered").then_some(())
    })
    .await;
    let made = s.admin.json(&format!("/api/v1/orders/{fresh}")).await;
    let tag = format!("\"v{}\"", made["version"]);
    let path = format!("/api/v1/orders/{fresh}/confirm");
    let headers = [("if-match", tag.as_str())];
    let done = send(&s.admin, Method::POST, &path, &headers, &json!({})).await;
    expect(done, StatusCode::OK).await;
    deliver(&s, fresh, Value::Null).await;
    settled(&s, late, "applied").await;
    // The same again is the same; another body under its id is refused.
    send_as(&frame).await;
    let mut other = frame.clone();
    other["body"]["reason"] = json!("khác");
    let refused = send_as(&other).await;
    let results = refused["results"].as_array().unwrap();
    assert!(
        results.iter().any(|r| r["code"] == "id_reused"),
        "{refused}"
    );
    assert_eq!(s.count("/api/v1/returns").await, 1);
    let one = s.admin.json(&format!("/api/v1/returns/{late}")).await;
    let at = chrono::DateTime::parse_from_rfc3339(one["returned_at"].as_str().unwrap()).unwrap();
    let off = s.server.services.clock.utc() - at.to_utc();
    assert!(off < TimeDelta::hours(2), "it was half an hour ago: {one}");
    s.server.finish().await;
}

#[tokio::test]
async fn a_rep_takes_back_the_own_and_what_stands_in_the_shop_that_it_visits() {
    let s = street().await;
    let visit = visit(&s).await;
    let (here, elsewhere) = (order(&s, "R2", "A", 2).await, order(&s, "R2", "B", 2).await);
    for order in [here, elsewhere] {
        deliver(&s, order, Value::Null).await;
    }
    let [taken, foreign, unseen] = std::array::from_fn(|_| Uuid::now_v7());
    let body = |order: Uuid| json!({"order": order, "lines": [{"line": 1, "quantity_milli": 1_000}], "reason": "móp"});
    tell(
        &s,
        vec![
            record(&s, "return", taken, Some(visit), &body(here)),
            record(&s, "return", foreign, Some(visit), &body(elsewhere)),
            record(&s, "return", unseen, None, &body(here)),
        ],
    )
    .await;
    settled(&s, taken, "applied").await;
    for id in [foreign, unseen] {
        let fault = settled(&s, id, "invalid").await;
        assert_eq!(fault["code"], "unknown_order", "{fault}");
        assert_eq!(fault["waits_for"], Value::Null, "it never will be");
    }
    s.server.finish().await;
}

#[tokio::test]
async fn an_offer_of_a_phone_becomes_an_order_at_its_price() {
    let s = street().await;
    let visit = visit(&s).await;
    let [offer, order, other, wrong, unknown] = std::array::from_fn(|_| Uuid::now_v7());
    let read_at = s.ago(0);
    let mut socket = connect(&s).await;
    // The order comes first, and asks for more than what is offered in another one.
    let accept = |offer: Uuid, pieces: i64| json!({"quotation": offer, "lines": tea(pieces), "note": "giao thứ hai"});
    tell(
        &s,
        vec![
            record(&s, "order", order, Some(visit), &accept(offer, 5)),
            record(&s, "order", other, Some(visit), &accept(offer, 6)),
            record(
                &s,
                "quotation_decline",
                unknown,
                Some(visit),
                &json!({"quotation": Uuid::now_v7(), "reason": "đắt"}),
            ),
        ],
    )
    .await;
    for id in [order, other, unknown] {
        assert_eq!(
            settled(&s, id, "invalid").await["code"],
            "unknown_quotation"
        );
    }
    // The price rises after the phone has read the catalogue: what the customer was told is honoured.
    price(&s, 12_000).await;
    let quote = json!({"lines": tea(5), "total_minor": 50_000, "book_at": read_at, "valid_to": s.today + Days::new(3)});
    let not_told = json!({"lines": tea(5), "total_minor": 1});
    tell(
        &s,
        vec![record(&s, "quotation", wrong, Some(visit), &not_told)],
    )
    .await;
    let fault = settled(&s, wrong, "invalid").await;
    assert_eq!(
        fault["errors"],
        json!([{"pointer": "/total_minor", "code": "price_differs"}])
    );
    let mut frame = record(&s, "quotation", offer, Some(visit), &quote);
    frame["at"] = json!(s.ago(0));
    tell(&s, vec![frame]).await;
    told(&mut socket, order, "submitted").await;
    let one = s.admin.json(&format!("/api/v1/quotations/{offer}")).await;
    let ordered = s.admin.json(&format!("/api/v1/orders/{order}")).await;
    assert_eq!(
        (&one["total_minor"], &one["state"], &one["order_id"]),
        (&json!(50_000), &json!("ordered"), &json!(order))
    );
    assert_eq!(
        (
            &ordered["total_minor"],
            &ordered["state"],
            &ordered["visit_id"]
        ),
        (&json!(50_000), &json!("submitted"), &json!(visit))
    );
    assert_eq!(ordered["note"], "giao thứ hai", "what is said with it");
    let fault = settled(&s, other, "invalid").await;
    assert_eq!(fault["errors"][0]["code"], "wrong_state", "{fault}");

    // One that nothing comes of leaves the phone; one that stands is in its data.
    let [stands, declined, decline, changed] = std::array::from_fn(|_| Uuid::now_v7());
    let plain = json!({"lines": tea(2)});
    tell(
        &s,
        vec![
            record(&s, "quotation", stands, Some(visit), &plain),
            record(&s, "quotation", declined, Some(visit), &plain),
            record(
                &s,
                "quotation_decline",
                decline,
                Some(visit),
                &json!({"quotation": declined, "reason": "đắt"}),
            ),
        ],
    )
    .await;
    settled(&s, stands, "applied").await;
    settled(&s, decline, "applied").await;
    let all = s.sync("").await;
    let offers = all["quotations"].as_array().unwrap();
    assert_eq!(offers.len(), 1, "{all}");
    assert_eq!(
        (
            &offers[0]["quotation"],
            &offers[0]["total_minor"],
            &offers[0]["lines"]
        ),
        (&json!(stands), &json!(24_000), &tea(2))
    );
    tell(
        &s,
        vec![record(
            &s,
            "order",
            changed,
            Some(visit),
            &accept(stands, 3),
        )],
    )
    .await;
    let fault = settled(&s, changed, "invalid").await;
    assert_eq!(
        fault["errors"],
        json!([{"pointer": "/lines", "code": "not_as_quoted"}])
    );
    let shown = s.admin.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(shown["quotations"].as_array().unwrap().len(), 3);
    s.server.finish().await;
}

#[tokio::test]
async fn no_return_is_forgotten_that_comes_while_its_goods_are_delivered() {
    let s = street().await;
    let visit = visit(&s).await;
    let mut orders = Vec::new();
    for _ in 0..24 {
        orders.push((
            order(&s, "R1", "A", 2).await,
            Uuid::now_v7(),
            Uuid::now_v7(),
        ));
    }
    let both = orders
        .iter()
        .enumerate()
        .map(|(i, (order, delivery, back))| {
            let named = if i % 2 == 0 {
                json!({"order": order})
            } else {
                json!({"delivery": delivery})
            };
            let mut body =
                json!({"lines": [{"line": 1, "quantity_milli": 1_000}], "reason": "móp"});
            (body.as_object_mut().unwrap()).extend(named.as_object().unwrap().clone());
            let told = tell(&s, vec![record(&s, "return", *back, Some(visit), &body)]);
            async { tokio::join!(told, deliver_as(&s, *delivery, *order, Value::Null)) }
        });
    futures_util::future::join_all(both).await;
    for (_, _, back) in &orders {
        settled(&s, *back, "applied").await;
    }
    assert_eq!(s.count("/api/v1/returns").await, orders.len());
    s.server.finish().await;
}
