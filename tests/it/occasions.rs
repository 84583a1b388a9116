//! Occasions from outside: whom one means, planned once a year whatever restarts, withdrawn with it; what gifts may cost at
//! the desk and from phones.

use chrono::{Datelike, Days, NaiveDate};
use fieldbeat::store::{occasion::round, upsert::Now};
use futures_util::future::join_all;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    crm::{Story, story},
    support::{
        client::{Client, expect},
        eventually,
        front_door::{batch, problem, send, user},
        server::TestServer,
    },
};

/// R1 calls at A of C1, nobody at B of C2. C1 has somebody born on a leap day who wants no SMS and somebody whose birthday
/// nobody knows; C2 has one too.
async fn people(s: &Story) {
    let route = json!([{"code": "T-1", "name": "One", "org_unit_code": "T1", "rep_code": "R1", "valid_from": s.today - Days::new(9),
        "outlets": [{"outlet_code": "A", "sequence": 1, "pattern": "F4", "weekdays": ["mon"]}]}]);
    batch(&s.admin, "routes", route).await;
    let contact = |code: &str, customer: &str, birthday: Option<&str>| {
        json!({"code": code, "customer_code": customer, "name": format!("Chị {code}"), "role": "evaluator", "phone": "0912 000 001",
            "birthday": birthday, "opted_out": ["sms"]})
    };
    let rows = json!([
        contact("P1", "C1", Some("1980-02-29")),
        contact("P2", "C1", None),
        contact("P3", "C2", Some("1980-02-29")),
    ]);
    batch(&s.admin, "contacts", rows).await;
}

fn occasion(more: &Value) -> Value {
    let mut body =
        json!({"id": Uuid::now_v7(), "name": "Sinh nhật", "kind": "birthday", "act": "greeting"});
    let own = body.as_object_mut().unwrap();
    own.extend(more.as_object().unwrap().clone());
    body
}

async fn set(s: &Story, of: &Value, change: Value) -> Value {
    let path = format!("/api/v1/occasions/{}", of["id"].as_str().unwrap());
    let now = s.admin.json(&path).await;
    expect(s.patch("occasions", &now, change).await, StatusCode::OK).await
}

/// Everything in use is looked at as of a day, by this process or the server.
async fn look(server: &TestServer, today: NaiveDate) {
    let time = server.services.rules.load().time;
    let now = Now {
        at: server.services.clock.utc(),
        today,
    };
    eventually("every occasion was looked at", async || {
        round::plan(&server.services.db, now, time).await.unwrap();
        let waits: bool = sqlx::query_scalar(
            "select exists (select from occasion where active and (looked_on is null or looked_on < $1))",
        )
        .bind(today)
        .fetch_one(&server.services.db)
        .await
        .unwrap();
        (!waits).then_some(())
    })
    .await;
}

async fn planned(who: &Client, of: &Value) -> Vec<Value> {
    let id = of["id"].as_str().unwrap();
    let path = format!("/api/v1/activities?occasion_id={id}");
    let page = who.json(&path).await;
    page["items"].as_array().unwrap().clone()
}

fn counts(preview: &Value) -> Vec<(String, String, i64)> {
    let word = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let mut counts: Vec<_> = (preview["counts"].as_array().unwrap().iter())
        .map(|c| {
            (
                word(&c["state"]),
                word(&c["why"]),
                c["count"].as_i64().unwrap(),
            )
        })
        .collect();
    counts.sort();
    counts
}

fn told(state: &str, why: &str, count: i64) -> (String, String, i64) {
    (state.to_owned(), why.to_owned(), count)
}

/// The 21st of February of the next year without a leap day.
fn before_the_28th(today: NaiveDate) -> NaiveDate {
    let year = (today.year() + 1..=today.year() + 9)
        .find(|y| NaiveDate::from_ymd_opt(*y, 2, 29).is_none())
        .unwrap();
    NaiveDate::from_ymd_opt(year, 2, 21).unwrap()
}

#[tokio::test]
async fn a_birthday_on_a_leap_day_is_planned_once_whatever_restarts_and_withdrawn_with_its_occasion()
 {
    let s = story().await;
    people(&s).await;
    let body = occasion(&json!({"way": "sms", "text": "Chúc {contact} của {customer}, {rep}!"}));
    let made = s.make("occasions", body).await;
    let path = format!("/api/v1/occasions/{}", made["id"].as_str().unwrap());
    let eve = before_the_28th(s.today);
    let year = eve.year();

    // A dry run before it is in use.
    let preview = s.admin.json(&format!("{path}/preview?year={year}")).await;
    let expected = [
        told("left_out", "no_date", 1),
        told("left_out", "no_rep", 1),
        told("would_get", "", 1),
    ];
    assert_eq!(counts(&preview), expected);
    assert_eq!(preview["otherwise"], 1, "who wants no SMS is called");
    let first = s
        .admin
        .json(&format!("{path}/recipients?year={year}&limit=1"))
        .await;
    let one = &first["items"][0];
    assert_eq!(
        (
            &one["contact_name"],
            &one["day"],
            &one["way"],
            &one["instead"],
            &one["rep_name"]
        ),
        (
            &json!("Chị P1"),
            &json!(format!("{year}-02-28")),
            &json!("call"),
            &json!("opted_out"),
            &json!("One")
        )
    );
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = s
        .admin
        .json(&format!("{path}/recipients?year={year}&cursor={cursor}"))
        .await;
    assert_eq!(rest["items"].as_array().unwrap().len(), 2);
    let leap = (year..=year + 8).find(|y| NaiveDate::from_ymd_opt(*y, 2, 29).is_some());
    let leap = leap.unwrap();
    let then = s
        .admin
        .json(&format!("{path}/recipients?year={leap}&state=would_get"))
        .await;
    assert_eq!(then["items"][0]["day"], format!("{leap}-02-29"));
    look(&s.server, eve).await;
    assert!(planned(&s.admin, &made).await.is_empty(), "not in use");

    set(&s, &made, json!({"active": true})).await;
    look(&s.server, eve - Days::new(1)).await;
    assert!(planned(&s.admin, &made).await.is_empty(), "too early");
    look(&s.server, eve).await;
    let rows = planned(&s.admin, &made).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = &rows[0];
    assert_eq!(
        (
            &row["kind"],
            &row["state"],
            &row["date"],
            &row["way"],
            &row["rep_name"],
            &row["outlet_name"]
        ),
        (
            &json!("greeting"),
            &json!("planned"),
            &json!(format!("{year}-02-28")),
            &json!("call"),
            &json!("One"),
            &json!("Lan 1")
        )
    );
    assert_eq!(row["note"], "Chúc Chị P1 của Tạp hóa Lan, One!");
    assert_eq!(row["occasion_name"], "Sinh nhật");

    // A crash before the day was marked, several servers at once, and one that comes later.
    let again = "update occasion set looked_on = null";
    sqlx::query(again)
        .execute(&s.server.services.db)
        .await
        .unwrap();
    let now = Now {
        at: s.server.services.clock.utc(),
        today: eve,
    };
    let time = s.server.services.rules.load().time;
    let looks = (0..4).map(|_| round::plan(&s.server.services.db, now, time));
    for done in join_all(looks).await {
        assert!(matches!(done.unwrap(), None | Some(0)));
    }
    let other = s.server.database.pool();
    sqlx::query(again).execute(&other).await.unwrap();
    assert!(matches!(
        round::plan(&other, now, time).await.unwrap(),
        None | Some(0)
    ));
    assert_eq!(planned(&s.admin, &made).await, rows);

    // Who wants no call either since then is visited; the route goes to a colleague, and what is planned with it.
    let wants = json!([{"code": "P1", "opted_out": ["call", "sms"]}]);
    batch(&s.admin, "contacts", wants).await;
    assert_eq!(planned(&s.admin, &made).await[0]["way"], "visit");
    let cursor = s.sync("").await["cursor"].as_str().unwrap().to_owned();
    let over = json!([{"code": "R3", "name": "Three", "org_unit_code": "T1", "valid_from": s.today - Days::new(9)}]);
    batch(&s.admin, "reps", over).await;
    batch(
        &s.admin,
        "routes",
        json!([{"code": "T-1", "rep_code": "R3"}]),
    )
    .await;
    look(&s.server, eve + Days::new(1)).await;
    let over = &planned(&s.admin, &made).await[0];
    assert_eq!(
        (&over["id"], &over["rep_name"], &over["state"]),
        (&row["id"], &json!("Three"), &json!("planned"))
    );
    assert_eq!(
        s.sync(&format!("?since={cursor}")).await["activities"],
        json!([]),
        "not R1's any more"
    );

    // What is in use does not change whom it means; out of use, what is planned is withdrawn; and planned again.
    let in_use = s.admin.json(&path).await;
    let refused = s
        .patch("occasions", &in_use, json!({"days_ahead": 3}))
        .await;
    assert_eq!(
        problem(refused, 422, "invalid").await["errors"][0],
        json!({"pointer": "/days_ahead", "code": "in_use"})
    );
    set(&s, &made, json!({"active": false})).await;
    let gone = &planned(&s.admin, &made).await[0];
    assert_eq!(
        (&gone["state"], &gone["standing"]),
        (&json!("withdrawn"), &json!("withdrawn"))
    );
    let day = format!("{year}-02-28");
    let due = format!("/api/v1/activities/completion?from={day}&to={day}");
    assert_eq!(s.admin.json(&due).await["items"][0]["due"], 0);
    set(&s, &made, json!({"active": true})).await;
    look(&s.server, eve + Days::new(2)).await;
    let back = &planned(&s.admin, &made).await[0];
    assert_eq!(
        (&back["id"], &back["state"]),
        (&row["id"], &json!("planned"))
    );
    let held = s.patch("activities", back, json!({"state": "held"})).await;
    expect(held, StatusCode::OK).await;
    set(&s, &made, json!({"active": false})).await;
    assert_eq!(planned(&s.admin, &made).await[0]["state"], "held");
    s.server.finish().await;
}

#[tokio::test]
async fn another_units_occasion_is_not_found_and_one_from_above_tells_only_of_the_own() {
    let s = story().await;
    people(&s).await;
    let t1 = s.id("org-units", "T1").await;
    let of_t1 = s
        .make("occasions", occasion(&json!({"org_unit_id": t1})))
        .await;
    let gift = json!({"act": "gift", "budget_minor": 900, "value_max_minor": 400, "kind": "date", "dates": [s.today]});
    let of_all = s.make("occasions", occasion(&gift)).await;
    let path =
        |of: &Value, part: &str| format!("/api/v1/occasions/{}{part}", of["id"].as_str().unwrap());
    let other = user(&s.server, &s.admin, "boss2", "regional_manager", "T2").await;
    for part in ["", "/preview", "/recipients", "/progress"] {
        problem(other.get(&path(&of_t1, part)).await, 404, "not_found").await;
    }
    let customers = format!(
        "/api/v1/occasion-customers?occasion_id={}",
        of_t1["id"].as_str().unwrap()
    );
    problem(other.get(&customers).await, 404, "not_found").await;
    let seen = other.json(&path(&of_all, "")).await;
    assert_eq!(
        (
            &seen["own"],
            &seen["budget_minor"],
            &seen["spent_minor"],
            &seen["value_max_minor"]
        ),
        (&json!(false), &Value::Null, &Value::Null, &json!(400))
    );
    let preview = other.json(&path(&of_all, "/preview")).await;
    assert_eq!(counts(&preview), [told("left_out", "no_rep", 1)], "of T2");
    let headers = [("if-match", "\"v1\"")];
    let body = json!({"active": true});
    let changed = send(&other, Method::PATCH, &path(&of_all, ""), &headers, &body).await;
    problem(changed, 404, "not_found").await;
    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let refused = boss.post("/api/v1/occasions", &occasion(&json!({}))).await;
    problem(refused, 403, "forbidden").await;
    assert_eq!(boss.json(&path(&of_t1, "")).await["own"], true);

    for (more, pointer, code) in [
        (json!({"kind": "date"}), "/dates", "required"),
        (json!({"dates": [s.today]}), "/dates", "only_of_dates"),
        (
            json!({"kind": "date", "dates": ["2027-01-01", "2027-12-31"]}),
            "/dates",
            "two_of_a_year",
        ),
        (json!({"budget_minor": 5}), "/budget_minor", "only_gifts"),
        (
            json!({"act": "gift", "way": "sms"}),
            "/way",
            "only_greetings",
        ),
        (json!({"days_ahead": 61}), "/days_ahead", "out_of_range"),
        (json!({"text": "{secret}"}), "/text", "unknown_placeholder"),
        (json!({"segment_id": 99}), "/segment_id", "unknown"),
        (json!({"org_unit_id": 999}), "/org_unit_id", "unknown"),
    ] {
        let refused = s.admin.post("/api/v1/occasions", &occasion(&more)).await;
        assert_eq!(
            problem(refused, 422, "invalid").await["errors"][0],
            json!({"pointer": pointer, "code": code})
        );
    }
    s.server.finish().await;
}

/// Gifts for C1 and C2 this week: at most 300 each, 1,000 in all.
async fn mid_autumn(s: &Story) -> Value {
    let of = json!({"name": "Trung thu", "act": "gift", "kind": "date", "dates": [s.today + Days::new(2)],
        "value_max_minor": 300, "budget_minor": 1_000});
    let made = s.make("occasions", occasion(&of)).await;
    set(s, &made, json!({"active": true})).await
}

fn gift(of: &Value, rep: i64, customer: i64, value: Option<i64>) -> Value {
    json!({"id": Uuid::now_v7(), "kind": "gift", "rep_id": rep, "customer_id": customer, "subject": "bánh trung thu",
        "occasion_id": of["id"], "value_minor": value, "item": "hộp bánh", "quantity": 1})
}

#[tokio::test]
async fn desks_at_once_never_give_more_than_a_budget_and_a_phones_gift_is_kept_and_flagged() {
    let s = story().await;
    people(&s).await;
    let made = mid_autumn(&s).await;
    let (rep, of) = (s.id("reps", "R1").await, s.id("customers", "C1").await);
    let code = async |answer| problem(answer, 422, "invalid").await["errors"][0].clone();
    let refused = s
        .admin
        .post("/api/v1/activities", &gift(&made, rep, of, None))
        .await;
    assert_eq!(
        code(refused).await,
        json!({"pointer": "/value_minor", "code": "required"})
    );
    let refused = s
        .admin
        .post("/api/v1/activities", &gift(&made, rep, of, Some(301)))
        .await;
    assert_eq!(
        code(refused).await,
        json!({"pointer": "/value_minor", "code": "over_value_max"})
    );
    let mut greeting = gift(&made, rep, of, None);
    greeting["kind"] = json!("greeting");
    let refused = s.admin.post("/api/v1/activities", &greeting).await;
    assert_eq!(code(refused).await["code"], "wrong_kind");

    // Thirty customers of the team, one gift each, all at once.
    let shops: Vec<Value> = (0..30)
        .map(|n| json!({"code": format!("K{n}"), "name": format!("Quán {n}"), "org_unit_code": "T1"}))
        .collect();
    batch(&s.admin, "customers", json!(shops)).await;
    let first = s.id("customers", "K0").await;
    let gifts: Vec<Value> = (0..30)
        .map(|n| gift(&made, rep, first + n, Some(90)))
        .collect();
    let answers = join_all(
        gifts
            .iter()
            .map(|body| s.admin.post("/api/v1/activities", body)),
    )
    .await;
    let mut kept = 0;
    for answer in answers {
        if answer.status() == StatusCode::CREATED {
            kept += 1;
        } else {
            assert_eq!(
                code(answer).await,
                json!({"pointer": "/value_minor", "code": "over_budget"})
            );
        }
    }
    assert_eq!(kept, 11, "11 × 90 of 1,000");
    let path = format!("/api/v1/occasions/{}", made["id"].as_str().unwrap());
    assert_eq!(s.admin.json(&path).await["spent_minor"], 990);

    // Planned for the rep, on the phone, and given before anybody could refuse it.
    look(&s.server, s.today).await;
    let sync = async |since: Option<&Value>| {
        let since = since.map_or(String::new(), |s| format!("?since={}", s.as_str().unwrap()));
        s.sync(&since).await
    };
    let all = sync(None).await;
    let waiting = all["activities"].as_array().unwrap();
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_eq!(
        (
            &waiting[0]["kind"],
            &waiting[0]["way"],
            &waiting[0]["occasion"]["name"],
            &waiting[0]["occasion"]["value_max_minor"]
        ),
        (
            &json!("gift"),
            &json!("visit"),
            &json!("Trung thu"),
            &json!(300)
        )
    );
    let [visit, held, more, without] = std::array::from_fn(|_| Uuid::now_v7());
    let record = |n: i64, id: Uuid, body: Value| json!({"type": "record", "n": n, "kind": "activity", "id": id, "visit_id": visit, "at": s.ago(20 - n), "body": body});
    s.tell(json!([
        {"type": "check_in", "n": 1, "id": visit, "outlet": "A", "at": s.ago(25)},
        record(2, held, json!({"activity": waiting[0]["activity"], "state": "held", "value_minor": 250, "item": "hộp bánh", "quantity": 1})),
        record(3, more, json!({"kind": "gift", "subject": "thêm một hộp", "occasion": made["id"], "value_minor": 200})),
        record(4, without, json!({"kind": "gift", "subject": "lịch", "occasion": made["id"]})),
    ]))
    .await;
    for (id, doubt) in [
        (held, "over_budget"),
        (more, "over_value_max"),
        (without, "no_value"),
    ] {
        let (status, detail) = s.status(id).await;
        assert_eq!(
            (status.as_str(), &detail["doubt"]),
            ("applied", &json!(doubt)),
            "{detail}"
        );
    }
    let one = s
        .admin
        .json(&format!(
            "/api/v1/activities/{}",
            waiting[0]["activity"].as_str().unwrap()
        ))
        .await;
    assert_eq!(
        (
            &one["state"],
            &one["value_minor"],
            &one["doubt"],
            &one["visit_id"]
        ),
        (
            &json!("held"),
            &json!(250),
            &json!("over_budget"),
            &json!(visit)
        )
    );
    let corrected = s.patch("activities", &one, json!({"value_minor": 1})).await;
    assert_eq!(code(corrected).await["code"], "wrong_state");
    let next = sync(Some(&all["cursor"])).await;
    assert_eq!(next["activities"], json!([]), "nothing waits any more");

    // The report adds up, and says what was given beside what was sold.
    let report = s.admin.json(&format!("{path}/progress")).await;
    assert_eq!(
        (
            &report["held"],
            &report["given_minor"],
            &report["spent_minor"],
            &report["budget_minor"],
            &report["doubtful"]
        ),
        (
            &json!(14),
            &json!(1_440),
            &json!(1_440),
            &json!(1_000),
            &json!(3)
        )
    );
    assert_eq!(report["reps"][0]["given_minor"], 1_440);
    assert_eq!(report["org_units"][0]["doubtful"], 3);
    let flagged = format!(
        "/api/v1/activities?occasion_id={}&doubtful=true",
        made["id"].as_str().unwrap()
    );
    assert_eq!(s.count(&flagged).await, 3);
    let account =
        "insert into credit_account (customer_id) select id from customer where code = 'C1'";
    let sold = "insert into ledger_entry (account_id, date, kind, document_id, minor, recorded_at)
        select a.id, $1, x.kind, gen_random_uuid(), x.minor, now()
        from credit_account a, (values ('invoice', 10000), ('return', -1000)) x(kind, minor)";
    let db = &s.server.services.db;
    sqlx::query(account).execute(db).await.unwrap();
    sqlx::query(sold).bind(s.today).execute(db).await.unwrap();
    let customers = format!("/api/v1/occasion-customers?customer_id={of}");
    let row = &s.admin.json(&customers).await["items"][0];
    assert_eq!(
        (
            &row["held"],
            &row["given_minor"],
            &row["net_sales_minor"],
            &row["given_bp"]
        ),
        (&json!(3), &json!(450), &json!(9_000), &json!(500))
    );
    let timeline = s
        .admin
        .json(&format!("/api/v1/customers/{of}/timeline"))
        .await;
    let named = (timeline["items"].as_array().unwrap().iter())
        .filter(|i| i["kind"] == "activity" && i["number"] == "Trung thu");
    assert_eq!(named.count(), 3);
    for file in [
        format!("{path}/progress?format=csv&language=vi"),
        "/api/v1/occasion-customers/export?format=csv".to_owned(),
        "/api/v1/activities/export?format=csv".to_owned(),
    ] {
        let text = s.admin.get(&file).await.text().await.unwrap();
        assert!(text.lines().count() > 1, "{file}: {text}");
    }
    s.server.finish().await;
}

#[tokio::test]
async fn a_gift_that_was_brought_before_its_occasion_was_withdrawn_counts() {
    let s = story().await;
    people(&s).await;
    let made = mid_autumn(&s).await;
    look(&s.server, s.today).await;
    let waiting = planned(&s.admin, &made).await;
    assert_eq!(waiting.len(), 1);
    set(&s, &made, json!({"active": false})).await;
    assert_eq!(s.sync("").await["activities"], json!([]));
    let id = Uuid::now_v7();
    s.tell(
        json!([{"type": "record", "n": 1, "kind": "activity", "id": id, "at": s.ago(5),
        "body": {"activity": waiting[0]["id"], "state": "held", "value_minor": 100}}]),
    )
    .await;
    let (status, detail) = s.status(id).await;
    assert_eq!(
        (status.as_str(), &detail["doubt"]),
        ("applied", &Value::Null),
        "{detail}"
    );
    let path = format!("/api/v1/occasions/{}", made["id"].as_str().unwrap());
    assert_eq!(s.admin.json(&path).await["spent_minor"], 100);
    // At a desk it is not in use; a gift without an occasion is as before.
    let (rep, of) = (s.id("reps", "R1").await, s.id("customers", "C1").await);
    let refused = s
        .admin
        .post("/api/v1/activities", &gift(&made, rep, of, Some(10)))
        .await;
    assert_eq!(
        problem(refused, 422, "invalid").await["errors"][0]["code"],
        "not_in_use"
    );
    let mut plain = gift(&made, rep, of, None);
    plain["occasion_id"] = Value::Null;
    let kept = s.make("activities", plain).await;
    assert_eq!(
        (&kept["doubt"], &kept["item"]),
        (&Value::Null, &json!("hộp bánh"))
    );
    s.server.finish().await;
}
