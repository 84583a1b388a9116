//! Existing phone apps at their doors: what they send, in every generation, through HTTP to the stored row and to the
//! bytes of the answer. Units, retries and quirks as their sources have them (docs/phones.md).

use chrono::{DateTime, Utc};
use fieldbeat::clock::Clock;
use fieldbeat_domain::{fix::FixFlags, time::At};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use sqlx::Row;

use crate::support::{
    client::{Client, expect},
    company::{Company, Enrolled, pin},
    front_door,
    server::TestServer,
};

/// 12:00 of a Wednesday in Hanoi: within working hours, so that a tracker without buttons is heard.
const NOON: At = At(1_795_582_800_000);
const NOON_S: i64 = NOON.0 / 1_000;

struct Story {
    server: TestServer,
    admin: Client,
    company: Company,
    phone: Enrolled,
}

/// What is stored of a fix, in the units of its columns.
#[derive(Debug, PartialEq)]
struct Stored {
    at_s: i64,
    lat_e7: i32,
    lng_e7: i32,
    accuracy_dm: Option<i32>,
    altitude_dm: Option<i32>,
    speed_cmps: Option<i32>,
    bearing_cdeg: Option<i32>,
    battery_pct: Option<i16>,
}

impl Story {
    async fn begin() -> Self {
        let plan = TestServer::plan()
            .set("judge_quiet_ms", "0")
            .set("compat_listen", "127.0.0.1:0");
        let server = plan.clock(&Clock::at(NOON)).start().await;
        let admin = front_door::found(&server).await;
        let company = Company::found(server.database.pool()).await;
        company.outlets(3).await;
        let rep = company.rep("R1").await;
        let phone = company.device(rep, false).await;
        server.services.ingest.world_changed().await;
        Self {
            server,
            admin,
            company,
            phone,
        }
    }

    fn client(&self) -> Client {
        self.server.client()
    }

    fn at_door(&self, method: Method, door: &str, query: &str) -> RequestBuilder {
        self.client().request(
            method,
            &format!("/compat/{door}?token={}{query}", self.phone.token),
        )
    }

    async fn rows(&self) -> Vec<Stored> {
        let rows = sqlx::query("select * from fix order by at")
            .fetch_all(&self.company.pool)
            .await
            .unwrap();
        rows.iter()
            .map(|r| Stored {
                at_s: r.get::<DateTime<Utc>, _>("at").timestamp(),
                lat_e7: r.get("lat_e7"),
                lng_e7: r.get("lng_e7"),
                accuracy_dm: r.get("accuracy_dm"),
                altitude_dm: r.get("altitude_dm"),
                speed_cmps: r.get("speed_cmps"),
                bearing_cdeg: r.get("bearing_cdeg"),
                battery_pct: r.get("battery_pct"),
            })
            .collect()
    }

    async fn quarantined(&self) -> Vec<(String, bool, Value)> {
        let rows = sqlx::query("select detail, whole, body from quarantined_record order by id");
        let rows = rows.fetch_all(&self.company.pool).await.unwrap();
        rows.iter()
            .map(|r| (r.get(0), r.get(1), r.get(2)))
            .collect()
    }
}

async fn answered(request: RequestBuilder, status: u16) -> String {
    let response: Response = request.send().await.unwrap();
    let got = response.status().as_u16();
    let text = response.text().await.unwrap();
    assert_eq!(got, status, "{text}");
    text
}

fn row(at_s: i64) -> Stored {
    Stored {
        at_s,
        lat_e7: 210_300_000,
        lng_e7: 1_058_500_000,
        accuracy_dm: Some(125),
        altitude_dm: Some(183),
        speed_cmps: Some(514),
        bearing_cdeg: Some(9_050),
        battery_pct: Some(87),
    }
}

#[tokio::test]
async fn traccar_client_in_three_generations_and_on_its_own_port() {
    let story = Story::begin().await;
    let fields = |at: i64| {
        format!(
            "timestamp={at}&lat=21.03&lon=105.85&speed=10.0&bearing=90.5&altitude=18.3&accuracy=12.5&batt=87.4"
        )
    };
    // ≤ 8: everything in the query, an empty body, the token as `id`.
    let query = format!(
        "/compat/traccar?id={}&{}&charge=true",
        story.phone.token,
        fields(NOON_S - 60)
    );
    let a = answered(story.client().request(Method::POST, &query), 200).await;
    assert_eq!(a, "");
    // ≥ 10: the same as a form; a GET as scripts do; milliseconds; ISO; the company's own time; `location`.
    let form = format!("id={}&{}", story.phone.token, fields(NOON_S - 50));
    let posted = story
        .client()
        .request(Method::POST, "/compat/traccar")
        .header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(answered(posted.body(form), 200).await, "");
    let others = [
        format!("&{}", fields((NOON_S - 40) * 1_000)),
        format!(
            "&{}",
            fields(0).replace("timestamp=0", "timestamp=2026-11-25T04:59:30Z")
        ),
        format!(
            "&{}",
            fields(0).replace("timestamp=0", "timestamp=2026-11-25%2011:59:40")
        ),
        format!(
            "&{}",
            fields(NOON_S - 10).replace("lat=21.03&lon=105.85", "location=21.03,105.85")
        ),
    ];
    for query in others {
        answered(story.at_door(Method::GET, "traccar", &query), 200).await;
    }
    // 9: JSON of one location, m/s, battery 0..1, its id in the body, and a decoy that is not for us.
    let location = |at: &str| {
        json!({
            "timestamp": at, "coords": { "latitude": 21.03, "longitude": 105.85, "accuracy": 12.5, "speed": 5.14444, "heading": 90.5, "altitude": 18.3 },
            "is_moving": true, "odometer": 12.7, "event": "motionchange", "battery": { "level": 0.874, "is_charging": false },
            "activity": { "type": "walking" }, "extras": {}, "_": "&id=1&lat=1&lon=1&timestamp=1&",
        })
    };
    let body =
        json!({ "device_id": story.phone.token, "location": location("2026-11-25T05:00:00.000Z") });
    assert_eq!(
        answered(
            story
                .client()
                .request(Method::POST, "/compat/traccar")
                .json(&body),
            200
        )
        .await,
        ""
    );
    // On a port of its own the address has no path.
    let port = Client::new(story.server.compat_address.unwrap());
    let query = format!("/?id={}&{}", story.phone.token, fields(NOON_S + 10));
    assert_eq!(answered(port.request(Method::POST, &query), 200).await, "");

    let expected: Vec<Stored> = (-6..=1).map(|i| row(NOON_S + i * 10)).collect();
    assert_eq!(story.rows().await, expected);
    // The answer was lost, and all of it comes again: nothing is stored twice.
    answered(port.request(Method::POST, &query), 200).await;
    assert_eq!(story.rows().await.len(), expected.len());
    let app: Option<String> = sqlx::query_scalar("select app from device")
        .fetch_one(&story.company.pool)
        .await
        .unwrap();
    assert_eq!(app.as_deref(), Some("Traccar Client"));
}

#[tokio::test]
async fn what_traccar_says_besides_positions_is_understood_and_blocks_nothing() {
    let story = Story::begin().await;
    let at = NOON_S - 60;
    // A token for pushes, an unknown position, one said to be invalid: no fix.
    answered(
        story.at_door(Method::POST, "traccar", "&notificationToken=abc"),
        200,
    )
    .await;
    answered(
        story.at_door(Method::POST, "traccar", &format!("&timestamp={at}&batt=40")),
        200,
    )
    .await;
    answered(
        story.at_door(
            Method::POST,
            "traccar",
            &format!("&timestamp={at}&lat=21&lon=105&valid=false"),
        ),
        200,
    )
    .await;
    // Unknown is −1 in JSON, and `coords` may be missing.
    let json = |location: Value| {
        story
            .at_door(Method::POST, "traccar", "")
            .json(&json!({ "location": location }))
    };
    answered(
        json(json!({ "timestamp": "2026-11-25T04:59:00Z", "battery": { "level": -1 } })),
        200,
    )
    .await;
    let unknown = json!({ "timestamp": "2026-11-25T04:58:00Z", "battery": { "level": -1 },
        "coords": { "latitude": 21.03, "longitude": 105.85, "accuracy": -1, "speed": -1, "heading": -1 } });
    answered(json(unknown), 200).await;
    let rows = story.rows().await;
    assert_eq!(rows.len(), 1);
    let one = &rows[0];
    assert_eq!(
        (
            one.accuracy_dm,
            one.speed_cmps,
            one.bearing_cdeg,
            one.battery_pct
        ),
        (None, None, None, None)
    );
    // Help is called once, however often the app says so.
    for _ in 0..2 {
        answered(
            story.at_door(
                Method::POST,
                "traccar",
                &format!("&timestamp={at}&lat=21.03&lon=105.85&alarm=sos"),
            ),
            200,
        )
        .await;
    }
    assert_eq!(story.company.count("device_record").await, 1);
    // A mocked one is flagged.
    let mocked = format!("&timestamp={}&lat=21.03&lon=105.85&mock=true", at + 5);
    answered(story.at_door(Method::POST, "traccar", &mocked), 200).await;
    let flags: i32 = sqlx::query_scalar("select flags from fix where at = to_timestamp($1::int8)")
        .bind(at + 5)
        .fetch_one(&story.company.pool)
        .await
        .unwrap();
    assert!(FixFlags(flags).contains(FixFlags::MOCK));
    // Wrong credentials alone are refused.
    answered(
        story
            .client()
            .request(Method::POST, "/compat/traccar?id=12345678&lat=1&lon=1"),
        401,
    )
    .await;
    answered(story.client().request(Method::POST, "/compat/traccar"), 401).await;
}

#[tokio::test]
async fn owntracks_says_where_it_is_and_gets_todays_outlets() {
    let story = Story::begin().await;
    let post = |body: Value| {
        let basic = story
            .client()
            .request(Method::POST, "/compat/owntracks")
            .basic_auth("any", Some(&story.phone.token));
        basic
            .header("x-limit-u", "any")
            .header("x-limit-d", "phone")
            .json(&body)
    };
    let location = |at: i64| {
        json!({
            "_type": "location", "lat": 21.03, "lon": 105.85, "tst": at, "tid": "R1", "acc": 12, "alt": 18, "vel": 18, "cog": 90, "batt": 87, "bs": 2,
            "t": "u", "conn": "m", "m": 1, "created_at": at + 100, "_id": "1f", "topic": "owntracks/any/phone", "SSID": "home",
        })
    };
    assert_eq!(answered(post(location(NOON_S - 60)), 200).await, "[]");
    let stored = Stored {
        accuracy_dm: Some(120),
        altitude_dm: Some(180),
        speed_cmps: Some(500),
        bearing_cdeg: Some(9_000),
        ..row(NOON_S - 60)
    };
    assert_eq!(story.rows().await, [stored]);
    // Accuracy 0 is unknown; a ping may repeat the last position.
    answered(post(json!({ "_type": "location", "lat": 21.03, "lon": 105.85, "tst": NOON_S - 60, "tid": "R1", "t": "p" })), 200).await;
    answered(post(json!({ "_type": "location", "lat": 21.03, "lon": 105.85, "tst": NOON_S - 50, "tid": "R1", "acc": 0, "batt": 0, "bs": 0 })), 200).await;
    // Overland counts from 2001 in this mode.
    answered(post(json!({ "_type": "location", "lat": 21.03, "lon": 105.85, "tst": NOON_S - 40 - 978_307_200, "tid": "R1" })), 200).await;
    // A transition tells where the phone was; a waypoint is a place.
    answered(post(json!({ "_type": "transition", "lat": 21.03, "lon": 105.85, "tst": NOON_S - 30, "wtst": 1, "acc": 9, "event": "enter", "desc": "x", "t": "c" })), 200).await;
    for heard in [
        "waypoint",
        "waypoints",
        "status",
        "steps",
        "beacon",
        "card",
        "lwt",
        "cmd",
        "configuration",
        "request",
    ] {
        assert_eq!(answered(post(json!({ "_type": heard, "lat": 1.0, "lon": 1.0, "tst": NOON_S - 20, "desc": "home", "rad": 50 })), 200).await, "[]");
    }
    let empty = story
        .client()
        .request(Method::POST, "/compat/owntracks")
        .basic_auth("any", Some(&story.phone.token));
    assert_eq!(answered(empty, 200).await, "[]");
    let times: Vec<i64> = story.rows().await.iter().map(|r| r.at_s - NOON_S).collect();
    assert_eq!(times, [-60, -50, -40, -30]);
    assert_eq!(story.rows().await[1].accuracy_dm, None);
    // What nobody can read is kept apart, and said why.
    answered(post(json!({ "_type": "encrypted", "data": "abc" })), 200).await;
    answered(
        post(json!({ "_type": "teleport", "tst": NOON_S, "lat": 21.5, "note": "secret" })),
        200,
    )
    .await;
    let kept = story.quarantined().await;
    assert_eq!(
        kept[0],
        (
            "encrypted".to_owned(),
            false,
            json!({ "_type": "encrypted", "data": "(text)" })
        )
    );
    assert_eq!((kept[1].1, &kept[1].2["lat"]), (true, &json!(21.5)));

    // Today's plan goes to the phone once, and again after it changed.
    for sql in [
        "insert into route (code, name, org_unit_id) select 'A', 'A', $1",
        "insert into day_plan (rep_id, date, org_unit_id, rule_version) select id, '2026-11-25', $1, 1 from rep on conflict do nothing",
        "insert into day_stop (rep_id, date, sequence, outlet_id, route_id) select r.id, '2026-11-25', o.id, o.id, t.id from rep r, outlet o, route t where o.id <= 2 and $1 > 0",
    ] {
        sqlx::query(sql)
            .bind(story.company.org_unit)
            .execute(&story.company.pool)
            .await
            .unwrap();
    }
    story
        .server
        .services
        .ingest
        .plan_changed(fieldbeat_domain::id::RepId(story.phone.rep))
        .await;
    let told: Value =
        serde_json::from_str(&answered(post(location(NOON_S - 10)), 200).await).unwrap();
    assert_eq!(told[0]["action"], "setWaypoints");
    let places = told[0]["waypoints"]["waypoints"].as_array().unwrap();
    assert_eq!(places.len(), 2);
    assert_eq!(
        (&places[0]["_type"], &places[0]["lat"], &places[0]["rid"]),
        (&json!("waypoint"), &json!(pin(0).0), &json!("fieldbeat-1"))
    );
    assert_eq!(answered(post(location(NOON_S - 9)), 200).await, "[]");
    // A person presses "publish" in the shop's region: a check-in.
    let mut pressed = location(NOON_S - 5);
    pressed["inrids"] = json!(["fieldbeat-1", "home"]);
    answered(post(pressed.clone()), 200).await;
    answered(post(pressed), 200).await;
    assert_eq!(story.company.count("mark").await, 1);
}

#[tokio::test]
async fn overland_batches_are_taken_whole_and_answered_as_it_wants() {
    let story = Story::begin().await;
    let feature = |time: &str| {
        json!({
            "type": "Feature", "geometry": { "type": "Point", "coordinates": [105.85, 21.03] },
            "properties": { "timestamp": time, "altitude": 18, "speed": 5, "course": 90, "horizontal_accuracy": 12, "vertical_accuracy": 3,
                "motion": ["walking"], "battery_state": "charging", "battery_level": 0.87, "wifi": "x", "device_id": "", "unique_id": "y" },
        })
    };
    let mut without = feature("2026-11-25T04:58:30Z");
    without["geometry"] = Value::Null;
    let mut visit = feature("2026-11-25T04:59:59Z");
    visit["properties"]["action"] = json!("visit");
    visit["properties"]["arrival_date"] = json!("2026-11-25T04:50:00Z");
    visit["properties"]["departure_date"] = Value::Null;
    let trip = json!({ "type": "Feature", "geometry": feature("x")["geometry"], "properties": { "type": "trip", "mode": "walk", "start": "2026-11-25T04:00:00Z" } });
    let log = json!({ "type": "Feature", "properties": { "timestamp": "2026-11-25T04:58:31Z", "action": "paused_location_updates" } });
    let bad = json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": ["a"] }, "properties": { "timestamp": "2026-11-25T04:58:40Z" } });
    let body = json!({
        "locations": [feature("2026-11-25T04:58:00Z"), feature("2026-11-25T11:59:00+0700"), without, visit, trip, log, bad],
        "current": feature("2026-11-25T05:00:00Z"), "trip": {},
    });
    let post = |body: &Value| {
        story
            .client()
            .request(Method::POST, "/compat/overland")
            .bearer_auth(&story.phone.token)
            .json(body)
    };
    assert_eq!(answered(post(&body), 200).await, r#"{"result":"ok"}"#);
    let rows = story.rows().await;
    let times: Vec<i64> = rows.iter().map(|r| r.at_s - NOON_S).collect();
    assert_eq!(times, [-600, -120, -60, 0]);
    assert_eq!(
        rows[1],
        Stored {
            accuracy_dm: Some(120),
            altitude_dm: Some(180),
            speed_cmps: Some(500),
            bearing_cdeg: Some(9_000),
            ..row(NOON_S - 120)
        }
    );
    // The place at the time of arrival, not what was measured when iOS told of it.
    assert_eq!(
        (rows[0].speed_cmps, rows[0].battery_pct, rows[0].accuracy_dm),
        (None, None, Some(120))
    );
    assert_eq!(story.quarantined().await.len(), 1);
    // The whole batch again: nothing twice.
    assert_eq!(answered(post(&body), 200).await, r#"{"result":"ok"}"#);
    assert_eq!(story.rows().await.len(), 4);
    let refused = story
        .client()
        .request(Method::POST, "/compat/overland")
        .bearer_auth("wrong")
        .json(&body);
    assert_eq!(
        answered(refused, 401).await,
        r#"{"error":"token missing, unknown or revoked"}"#
    );
}

#[tokio::test]
async fn gpslogger_speaks_by_its_own_names() {
    let story = Story::begin().await;
    let all = |at: i64, dir: &str, spd: &str| {
        format!(
            "&lat=21.03&lon=105.85&desc=&sat=9&alt=18.3&acc=12.5&dir={dir}&prov=gps&spd={spd}&spd_kph=18.5&timestamp={at}&timeoffset=x&time=2026-11-25T04%3A59%3A00Z&date=2026-11-25&starttimestamp=1&batt=87.0&ischarging=false&aid=a&ser=b&profile=Default&filename=20261125&hdop=0.9&vdop=&pdop=&dist=10"
        )
    };
    answered(
        story.at_door(Method::GET, "gpslogger", &all(NOON_S - 60, "90.5", "5.14")),
        200,
    )
    .await;
    // A direction of 0.0 is none while it stands still.
    let form = all(NOON_S - 50, "0.0", "0.0");
    let posted = story
        .at_door(Method::POST, "gpslogger", "")
        .header("content-type", "application/x-www-form-urlencoded");
    answered(posted.body(form[1..].to_owned()), 200).await;
    answered(
        story
            .at_door(Method::POST, "gpslogger", "")
            .json(&json!({ "lat": 21.03, "lon": 105.85, "timestamp": NOON_S - 40, "acc": "12.5" })),
        200,
    )
    .await;
    answered(
        story.at_door(Method::GET, "gpslogger", "&lat=21.03&lon=105.85"),
        200,
    )
    .await;
    let rows = story.rows().await;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0], row(NOON_S - 60));
    assert_eq!((rows[1].bearing_cdeg, rows[1].speed_cmps), (None, Some(0)));
    // Without a time nobody knows whether it was at work: what may be a place is not kept.
    let kept = story.quarantined().await;
    assert_eq!(
        kept,
        [(
            "no_time".to_owned(),
            false,
            json!({ "lat": "(text)", "lon": "(text)" })
        )]
    );
    // The day's file is replayed whole each time.
    answered(
        story.at_door(Method::GET, "gpslogger", &all(NOON_S - 60, "90.5", "5.14")),
        200,
    )
    .await;
    assert_eq!(story.rows().await.len(), 3);
}

#[tokio::test]
async fn off_work_leaves_no_trace_and_a_quarantined_record_can_be_run_again() {
    let story = Story::begin().await;
    let admin = &story.admin;
    // 03:00 in Hanoi: answered 2xx like everything, stored nowhere.
    let night = NOON_S - 9 * 3_600;
    answered(
        story.at_door(
            Method::POST,
            "traccar",
            &format!("&timestamp={night}&lat=21.1234567&lon=105.7654321"),
        ),
        200,
    )
    .await;
    answered(
        story.at_door(
            Method::POST,
            "traccar",
            &format!("&timestamp={night}&lat=21,1234567&lon=105,7654321"),
        ),
        200,
    )
    .await;
    assert!(story.rows().await.is_empty());
    // At work with a comma: kept whole, and of no use until it can be read.
    answered(
        story.at_door(
            Method::POST,
            "traccar",
            &format!("&timestamp={}&lat=21,03&lon=105,85", NOON_S - 60),
        ),
        200,
    )
    .await;
    let kept = story.quarantined().await;
    assert_eq!((kept[0].1, kept[1].1), (false, true));
    assert!(!kept[0].2.to_string().contains("1234567"));

    let list = admin.json("/api/v1/quarantined-records").await;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert!(
        items
            .iter()
            .all(|i| i.get("body").is_none() && i["rep_code"] == "R1" && i["state"] == "waiting")
    );
    let path = |i: usize| format!("/api/v1/quarantined-records/{}", items[i]["id"]);
    let shown = admin.json(&path(0)).await;
    assert_eq!(shown["body"]["lat"], "21,03");
    let looked: i64 = sqlx::query_scalar(
        "select count(*) from audit_log where action = 'track.read' and subject = 'reps/' || $1",
    )
    .bind(story.phone.rep)
    .fetch_one(&story.company.pool)
    .await
    .unwrap();
    assert_eq!(looked, 1);
    let decide = |i: usize, d: &str| {
        let (path, body) = (format!("{}/decisions", path(i)), json!({ "decision": d }));
        async move { admin.post(&path, &body).await }
    };
    front_door::problem(decide(0, "run").await, 409, "still_unread").await;
    front_door::problem(decide(1, "run").await, 409, "not_whole").await;
    let dismissed = expect(decide(1, "dismiss").await, StatusCode::OK).await;
    assert_eq!(dismissed["state"], "dismissed");
    assert_eq!(
        expect(decide(1, "reopen").await, StatusCode::OK).await["state"],
        "waiting"
    );
    // The server has learned to read it since.
    sqlx::query("update quarantined_record set body = jsonb_set(jsonb_set(body, '{lat}', '\"21.03\"'), '{lon}', '\"105.85\"') where whole")
        .execute(&story.company.pool).await.unwrap();
    assert_eq!(
        expect(decide(0, "run").await, StatusCode::OK).await["state"],
        "taken"
    );
    assert_eq!(story.rows().await.len(), 1);
    front_door::problem(decide(0, "run").await, 409, "taken").await;
}

#[tokio::test]
async fn a_phone_is_set_up_for_its_app_by_a_link_that_holds_its_token() {
    let story = Story::begin().await;
    let path = format!("/api/v1/devices/{}/app-setup", story.phone.device);
    for (app, begins) in [
        ("traccar", "/compat/traccar?id=fbd_"),
        ("owntracks", "owntracks:///config?inline="),
        ("overland", "overland://setup?url=http%3A%2F%2F"),
        ("gpslogger", ""),
    ] {
        let made = story.admin.post(&path, &json!({ "app": app })).await;
        let made = expect(made, StatusCode::CREATED).await;
        let link = made["link"].as_str().unwrap_or_default();
        assert!(link.contains(begins), "{link}");
        let fields = made["fields"].as_array().unwrap();
        let token = fields.last().unwrap()["value"].as_str().unwrap();
        let token = token
            .strip_prefix("Authorization: Bearer ")
            .unwrap_or(token);
        // The newest works, what was before does not.
        let query = format!("/compat/traccar?id={token}&batt=50");
        answered(story.client().request(Method::POST, &query), 200).await;
        answered(story.at_door(Method::POST, "traccar", "&batt=50"), 401).await;
    }
    // What the link of Traccar Client says is where it will send to.
    let made = expect(
        story.admin.post(&path, &json!({ "app": "traccar" })).await,
        StatusCode::CREATED,
    )
    .await;
    let link = reqwest::Url::parse(made["link"].as_str().unwrap()).unwrap();
    assert_eq!(link.path(), "/compat/traccar");
    assert_eq!(link.port(), Some(story.server.address.port()));
    let device = story
        .admin
        .json(&format!("/api/v1/devices/{}", story.phone.device))
        .await;
    assert_eq!(
        (&device["can_declare"], &device["grade"]),
        (&json!(false), &json!("tracker_web_app"))
    );
}

#[tokio::test]
async fn a_missed_day_comes_from_a_file_and_nothing_of_it_that_lies_off_work() {
    let story = Story::begin().await;
    let path = format!("/api/v1/devices/{}/track-file", story.phone.device);
    let line = |at: i64| format!("{at},21.03,105.85,5\n");
    let night = NOON_S - 9 * 3_600;
    let csv = format!(
        "time,lat,lon,accuracy\n{}{}{}x,,,\n",
        line(NOON_S - 60),
        line(NOON_S - 30),
        line(night)
    );
    let send = |query: &str, body: &str| {
        let request = story.admin.request(Method::POST, &format!("{path}{query}"));
        let request = request
            .header("content-type", "application/octet-stream")
            .header("origin", story.admin.url(""));
        request.body(body.to_owned()).send()
    };
    let dry = expect(send("?dry_run=true", &csv).await.unwrap(), StatusCode::OK).await;
    assert_eq!(
        (&dry["fixes"], &dry["unread"], &dry["off_session"]),
        (&json!(3), &json!(1), &json!(1))
    );
    assert!(story.rows().await.is_empty());
    let taken = expect(send("", &csv).await.unwrap(), StatusCode::OK).await;
    assert_eq!(
        (&taken["fixes"], &taken["off_session"], &taken["codes"]),
        (&json!(3), &json!(1), &json!({}))
    );
    let times: Vec<i64> = story.rows().await.iter().map(|r| r.at_s - NOON_S).collect();
    assert_eq!(times, [-60, -30]);
    let again = expect(send("", &csv).await.unwrap(), StatusCode::OK).await;
    assert_eq!(again["codes"], json!({ "duplicate": 2 }));
    front_door::problem(send("", "a,b\n1,2").await.unwrap(), 422, "invalid").await;
}
