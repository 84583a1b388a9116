//! Two sides of a company, 32 days apart: a team, rep, van, customer and outlet each, one visit with a record of every
//! kind, and what desks make of it.

use std::time::Duration;

use chrono::{Days, NaiveDate, SecondsFormat, TimeDelta};
use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    photos::story::{jpeg, picture, sha256},
    support::{
        client::{Client, expect},
        data_dir::DataDir,
        eventually,
        front_door::{PASSWORD, batch, found, record_status, send, tell},
        server::TestServer,
    },
};

pub struct World {
    pub server: TestServer,
    pub admin: Client,
    clock: Clock,
    _files: DataDir,
    tokens: [String; 2],
}

/// What the records of a side have to do with.
pub struct Side {
    /// Ids of rep, customer and outlet.
    pub number: usize,
    pub visit: Uuid,
    pub date: NaiveDate,
}

/// Nothing has happened yet. It is noon.
pub async fn world() -> World {
    let noon = chrono::Utc::now()
        .date_naive()
        .and_hms_opt(5, 0, 0)
        .unwrap();
    let clock = Clock::at(At::from(noon.and_utc()));
    let files = DataDir::new();
    let plan = TestServer::plan().set("data_dir", files.path().to_string_lossy());
    let server = plan.clock(&clock).start().await;
    let admin = found(&server).await;
    let today = server.services.rules.load().time.date_of(clock.now());
    let from = today - Days::new(400);
    let two = |row: &dyn Fn(usize) -> Value| json!([row(1), row(2)]);
    let team = |n: usize| format!("T{n}");
    for (collection, items) in [
        (
            "reps",
            two(
                &|n| json!({"code": format!("R{n}"), "name": "Bán hàng", "org_unit_code": team(n), "valid_from": from}),
            ),
        ),
        (
            "customers",
            two(&|n| json!({"code": format!("C{n}"), "name": "Cô Lan", "org_unit_code": team(n)})),
        ),
        (
            "outlets",
            two(&|n| {
                json!({"code": format!("O{n}"), "name": "Tạp hóa", "org_unit_code": team(n), "customer_code": format!("C{n}"),
                    "lat": 21.0, "lng": 105.8})
            }),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà xanh", "units": {"piece": 1, "carton": 24}}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
        ),
        (
            "partners",
            json!([{"code": "NPP", "name": "NPP Hà Đông", "kind": "distributor"}]),
        ),
        (
            "stock-locations",
            json!([{"code": "WH", "name": "Kho", "kind": "warehouse", "is_default": true},
                {"code": "VAN1", "name": "Xe 1", "kind": "van", "rep_code": "R1"},
                {"code": "VAN2", "name": "Xe 2", "kind": "van", "rep_code": "R2"}]),
        ),
        (
            "forms",
            json!([question("SHELF", "audit"), question("OWNER", "survey")]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let phones = two(&|n| json!({"label": format!("p{n}"), "rep_code": format!("R{n}")}));
    let phones = batch(&admin, "devices", phones).await;
    let tokens = [0, 1].map(|i| phones[i]["token"].as_str().unwrap().to_owned());
    let world = World {
        server,
        admin,
        clock,
        _files: files,
        tokens,
    };
    let opening = json!({"kind": "opening", "to_code": "WH", "lines": [{"product_code": "TEA", "quantity_milli": 100_000}]});
    world.made("stock-moves", opening).await;
    let programme = json!({"code": "KE", "name": "Kệ đầu lối", "requirement": "Hai mặt kệ", "from": from,
        "to": today + Days::new(100), "reward_minor": 200_000});
    world.made("displays", programme).await;
    let plan = json!({"name": "Doanh số", "basis": "billed", "cumulative": true, "tiers": [{"from_minor": 0, "basis_points": 100}]});
    world.made("commissions/plans/BILLED", plan).await;
    world
}

fn question(code: &str, kind: &str) -> Value {
    json!({"code": code, "kind": kind, "name": {"en": code}, "questions": [
        {"code": "clean", "text": {"en": "Is it clean?"}, "asks": {"type": "yes_no"}, "required": true}]})
}

impl World {
    /// Makes one of a collection, by the administrator.
    pub async fn made(&self, collection: &str, body: Value) -> Value {
        let path = format!("/api/v1/{collection}");
        expect(self.admin.post(&path, &body).await, StatusCode::CREATED).await
    }

    /// Acts on what was seen.
    async fn done(&self, path: &str, seen: &Value) -> Value {
        let tag = format!("\"v{}\"", seen["version"]);
        let path = format!("/api/v1/{path}");
        let headers = [("if-match", tag.as_str())];
        let answer = send(&self.admin, Method::POST, &path, &headers, &json!({})).await;
        expect(answer, StatusCode::OK).await
    }

    /// 32 days pass, which is another month; what was billed before is what earns commissions.
    pub async fn a_month_later(&self) {
        let month = self.today();
        self.clock.advance(Duration::from_hours(24 * 32));
        let login = json!({"login": "admin", "password": PASSWORD});
        let session = self.admin.post("/api/v1/session", &login).await;
        expect(session, StatusCode::OK).await;
        let make = json!({"plan_code": "BILLED", "month": month});
        self.made("commissions", make).await;
        self.clock.advance(Duration::from_mins(1));
    }

    pub fn today(&self) -> NaiveDate {
        let rules = self.server.services.rules.load();
        rules.time.date_of(self.clock.now())
    }

    fn ago(&self, minutes: i64) -> String {
        let at = self.clock.utc() - TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    pub fn now(&self) -> String {
        self.ago(0)
    }

    /// Everything that happens on a side (1 or 2), today.
    pub async fn happens(&self, number: usize) -> Side {
        let side = Side {
            number,
            visit: Uuid::now_v7(),
            date: self.today(),
        };
        let codes = json!({"outlet_codes": [format!("O{number}")]});
        let path = "/api/v1/displays/1/enrolments";
        let enrolled = self.admin.post(path, &codes).await;
        let enrolled = expect(enrolled, StatusCode::OK).await;
        let display = enrolled["results"][0]["id"].clone();
        let order = self.told_by_phone(&side).await;
        self.delivered(&side, order).await;
        self.made_at_desks(&side, order, &display).await;
        side
    }

    async fn told_by_phone(&self, side: &Side) -> Uuid {
        let token = &self.tokens[side.number - 1];
        let photo = |n: u64| jpeg(&picture(side.number as u64 * 10 + n), 90);
        let files = [photo(0), photo(1)];
        for file in &files {
            let path = format!("/v1/device/blobs/{}", sha256(file));
            let request = self.server.client().request(Method::PUT, &path);
            let sent = request.bearer_auth(token).body(file.clone()).send().await;
            assert!(sent.unwrap().status().is_success());
        }
        let tea = json!([{"product_code": "TEA", "unit": "piece", "quantity": 5}]);
        let answers = json!([{"question": "clean", "value": true}]);
        let records = [
            ("order", json!({"lines": tea})),
            (
                "collection",
                json!({"amount_minor": 10_000, "method": "cash"}),
            ),
            ("stock_count", json!({"lines": tea})),
            (
                "audit",
                json!({"form_code": "SHELF", "form_version": 1, "answers": answers}),
            ),
            (
                "survey",
                json!({"form_code": "OWNER", "form_version": 1, "answers": answers}),
            ),
            ("competitor", json!({"brand": "Sao Vàng"})),
            ("activity", json!({"kind": "call", "subject": "hỏi hàng"})),
            (
                "opportunity",
                json!({"name": "kệ đầu lối đi", "amount_minor": 900_000, "expected_close": side.date}),
            ),
            (
                "expense",
                json!({"category": "fuel", "amount_minor": 20_000}),
            ),
            ("van_count", json!({"lines": tea})),
            ("photo", json!({"blob": sha256(&files[0])})),
            (
                "display_execution",
                json!({"programme": "KE", "photos": [sha256(&files[1])]}),
            ),
        ];
        let fix = json!({"at": self.ago(20), "lat": 21.0, "lng": 105.8, "accuracy_m": 5});
        let mut frames = vec![
            json!({"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": self.ago(30)}),
            json!({"type": "check_in", "n": 2, "id": side.visit, "outlet": format!("O{}", side.number), "at": self.ago(20), "fix": fix}),
        ];
        let ids = records.each_ref().map(|_| Uuid::now_v7());
        for (i, (kind, body)) in records.iter().enumerate() {
            frames.push(json!({"type": "record", "n": i + 3, "kind": kind, "id": ids[i], "visit_id": side.visit,
                "at": self.ago(15), "body": body}));
        }
        let n = frames.len() + 1;
        frames.push(json!({"type": "check_out", "n": n, "id": side.visit, "at": self.ago(5)}));
        tell(&self.server, token, &json!(frames)).await;
        for (id, (kind, _)) in ids.iter().zip(&records) {
            let (status, detail) = record_status(&self.server, *id).await;
            assert_eq!(status, "applied", "{kind}: {detail}");
        }
        eventually("the visit is closed", async || {
            let path = format!("/api/v1/visits?rep_id={}&state=closed", side.number);
            let page = self.admin.json(&path).await;
            (page["items"] != json!([])).then_some(())
        })
        .await;
        ids[0]
    }

    /// The order goes out from the warehouse and is handed over in the visit.
    async fn delivered(&self, side: &Side, order: Uuid) {
        let seen = self.admin.json(&format!("/api/v1/orders/{order}")).await;
        self.done(&format!("orders/{order}/confirm"), &seen).await;
        let plan = json!({"id": Uuid::now_v7(), "rep_id": side.number, "orders": [order]});
        let planned = self.made("deliveries", plan).await;
        let trip = planned["id"].as_str().unwrap();
        self.done(&format!("deliveries/{trip}/load"), &planned)
            .await;
        let id = Uuid::now_v7();
        let body = json!({"order": order, "outcome": "delivered", "receiver": "Cô Lan", "photo_sha256": "ab".repeat(32)});
        let frames = json!([{"type": "record", "n": 1, "kind": "delivery", "id": id, "visit_id": side.visit,
            "at": self.ago(0), "body": body}]);
        tell(&self.server, &self.tokens[side.number - 1], &frames).await;
        let (status, detail) = record_status(&self.server, id).await;
        assert_eq!(status, "applied", "{detail}");
    }

    async fn made_at_desks(&self, side: &Side, order: Uuid, display: &Value) {
        let (n, visit) = (side.number, side.visit);
        let id = Uuid::now_v7;
        let later =
            (self.clock.utc() + TimeDelta::hours(1)).to_rfc3339_opts(SecondsFormat::Secs, true);
        let lines = json!([{"line": 1, "quantity_milli": 1_000}]);
        for (collection, body) in [
            (
                "quotations",
                json!({"id": id(), "rep_id": n, "outlet_id": n, "visit_id": visit,
                    "lines": [{"product_code": "TEA", "unit": "piece", "quantity": 2}]}),
            ),
            (
                "returns",
                json!({"id": id(), "order_id": order, "visit_id": visit, "lines": lines, "reason": "Móp"}),
            ),
            (
                "invoices",
                json!({"id": id(), "number": format!("HD-{n}"), "order_id": order}),
            ),
            ("settlements", json!({"id": id(), "rep_id": n})),
            (
                "appointments",
                json!({"id": id(), "rep_id": n, "outlet_id": n, "visit_id": visit, "subject": "hẹn",
                    "starts_at": self.now(), "ends_at": later}),
            ),
            (
                "tasks",
                json!({"id": id(), "rep_id": n, "outlet_id": n, "visit_id": visit, "subject": "mang tủ mát", "due_at": self.now()}),
            ),
            (
                "cases",
                json!({"id": id(), "rep_id": n, "outlet_id": n, "visit_id": visit, "priority": "low", "subject": "hàng móp"}),
            ),
            (
                "contracts",
                json!({"code": format!("K{n}"), "customer_id": n, "title": "trưng bày", "valid_from": side.date, "valid_to": side.date}),
            ),
            (
                "documents",
                json!({"code": format!("D{n}"), "customer_id": n, "kind": "licence", "title": "giấy phép", "reference": "tủ 1", "valid_to": side.date}),
            ),
            (
                "absences",
                json!({"rep_id": n, "kind": "meeting", "from": side.date, "to": side.date}),
            ),
            (
                "claims",
                json!({"id": id(), "partner_code": "NPP", "title": "Trưng bày",
                    "lines": [{"what": "Trưng bày", "amount_minor": 1_000, "display_id": display, "visit_id": visit}]}),
            ),
        ] {
            self.made(collection, body).await;
        }
    }
}
