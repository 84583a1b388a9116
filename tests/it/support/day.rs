//! A realistic rep-day as device frames, ways to deliver it, and what a server made of it.

use fieldbeat_domain::time::At;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use sqlx::{PgPool, Row};
use uuid::Uuid;

use super::{
    client::{Client, expect},
    company::{pin, time},
};

/// Seconds between fixes.
const STEP_S: i64 = 15;

/// A day being lived: frames in the order in which a phone would send them, without `n`.
struct Diary {
    random: StdRng,
    now: At,
    session: Uuid,
    fixes_per_frame: usize,
    waiting: Vec<Value>,
    frames: Vec<Value>,
}

impl Diary {
    fn id(&mut self) -> Uuid {
        Uuid::from_u128(self.random.random())
    }

    fn here(&mut self, (lat, lng): (f64, f64)) -> Value {
        let mut noise = || self.random.random_range(-3e-5..3e-5);
        let round = |v: f64| (v * 1e7).round() / 1e7;
        json!({ "at": time(self.now), "lat": round(lat + noise()), "lng": round(lng + noise()),
            "accuracy_m": self.random.random_range(4..15), "battery_pct": 80 })
    }

    fn fix(&mut self, place: (f64, f64)) {
        self.now = self.now.plus_ms(STEP_S * 1000);
        let fix = self.here(place);
        self.waiting.push(fix);
        if self.waiting.len() >= self.fixes_per_frame {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if !self.waiting.is_empty() {
            let fixes = std::mem::take(&mut self.waiting);
            self.frames
                .push(json!({ "type": "fixes", "session": self.session, "fixes": fixes }));
        }
    }

    fn tell(&mut self, kind: &str, id: Uuid, more: Value) {
        self.now = self.now.plus_ms(1_000);
        self.flush();
        let mut frame = json!({ "type": kind, "id": id, "at": time(self.now) });
        for (key, value) in more.as_object().into_iter().flatten() {
            frame[key] = value.clone();
        }
        self.frames.push(frame);
    }

    fn walk(&mut self, from: (f64, f64), to: (f64, f64)) {
        for i in 1..=12 {
            let part = f64::from(i) / 12.0;
            self.fix((
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            ));
        }
    }

    fn stay(&mut self, place: (f64, f64), minutes: i64) {
        for _ in 0..minutes * 60 / STEP_S {
            self.fix(place);
        }
    }

    fn call(&mut self, outlet: i32) {
        let visit = self.id();
        let place = pin(outlet);
        let fix = self.here(place);
        self.tell(
            "check_in",
            visit,
            json!({ "outlet": format!("O{}", outlet + 1), "fix": fix }),
        );
        let minutes = self.random.random_range(4..8);
        self.stay(place, minutes);
        if self.random.random_bool(0.6) {
            let order = self.id();
            let body = json!({ "outlet": format!("O{}", outlet + 1), "currency": "VND",
                "lines": [{ "product_code": "P1", "quantity": 2, "unit_price_minor": 15_000 }] });
            self.tell(
                "record",
                order,
                json!({ "kind": "order", "visit_id": visit, "body": body }),
            );
        }
        self.stay(place, 1);
        self.tell("check_out", visit, json!({ "reason": "closed" }));
    }
}

/// Of so many phones one each, which began four hours ago, some seconds after each other.
pub fn days(seed: u64, count: usize, outlets: i32) -> Vec<Vec<Value>> {
    let start = At(chrono::Utc::now().timestamp_millis() / 1000 * 1000).plus_ms(-4 * 3_600_000);
    (0..count as u64)
        .map(|i| {
            let start = start.plus_ms(i as i64 * 7_000);
            rep_day(seed.wrapping_add(i), start, outlets, 3)
        })
        .collect()
}

/// A session over `outlets` outlets: calls that are declared, some that are only seen, a break
/// after the second.
pub fn rep_day(seed: u64, start: At, outlets: i32, fixes_per_frame: usize) -> Vec<Value> {
    let mut random = StdRng::seed_from_u64(seed);
    let session = Uuid::from_u128(random.random());
    let mut day = Diary {
        random,
        now: start,
        session,
        fixes_per_frame,
        waiting: Vec::new(),
        frames: Vec::new(),
    };
    day.tell("session_start", session, json!({}));
    let mut from = (pin(0).0 - 0.003, pin(0).1);
    for outlet in 0..outlets {
        day.walk(from, pin(outlet));
        from = pin(outlet);
        if outlet % 3 == 2 {
            // Only seen: no word of the rep.
            day.stay(from, 6);
        } else {
            day.call(outlet);
        }
        if outlet == 1 {
            let pause = day.id();
            day.tell("break_start", pause, json!({}));
            day.now = day.now.plus_ms(10 * 60_000);
            day.tell("break_end", pause, json!({}));
        }
    }
    day.walk(from, (from.0 + 0.004, from.1));
    day.tell("session_end", session, json!({}));
    day.frames
}

/// When the last thing in a frame happened.
pub fn happened(frame: &Value) -> String {
    let last = frame["fixes"].as_array().and_then(|f| f.last());
    let at = last.map_or(&frame["at"], |fix| &fix["at"]);
    at.as_str().unwrap().to_owned()
}

/// Sends frames by HTTP, `per_request` at a time; returns all results.
pub async fn deliver(
    client: &Client,
    token: &str,
    frames: &[Value],
    per_request: usize,
) -> Vec<Value> {
    let mut results = Vec::new();
    for some in frames.chunks(per_request) {
        let numbered: Vec<Value> = (1..)
            .zip(some)
            .map(|(n, frame)| {
                let mut frame = frame.clone();
                frame["n"] = Value::from(n);
                frame
            })
            .collect();
        let response = client
            .request(reqwest::Method::POST, "/v1/device/frames")
            .bearer_auth(token)
            .json(&json!({ "frames": numbered }))
            .send()
            .await
            .unwrap();
        let answer = expect(response, reqwest::StatusCode::OK).await;
        results.extend(answer["results"].as_array().cloned().unwrap());
    }
    results
}

/// What a server made of everything: visits and rep-days, without what it numbers itself.
pub async fn judged(pool: &PgPool) -> Value {
    let rows = |sql: &'static str| async move {
        let rows = sqlx::query(sql).fetch_all(pool).await.unwrap();
        rows.iter()
            .map(|r| r.get::<Value, _>(0))
            .collect::<Vec<_>>()
    };
    json!({
        "visits": rows("select jsonb_build_object('rep', rep_id, 'date', date, 'visit', visit) from visit order by rep_id, started_at, id").await,
        "days": rows("select jsonb_build_object('rep', rep_id, 'date', date, 'hash', encode(hash, 'hex'), 'report', report) from rep_day order by rep_id, date").await,
    })
}

/// The visits alone, without the evidence that names a device.
pub fn verdicts(judged: &Value) -> Vec<Value> {
    let of = |v: &Value| {
        json!([
            v["visit"]["id"],
            v["visit"]["outlet"],
            v["visit"]["source"],
            v["visit"]["verdict"]
        ])
    };
    judged["visits"]
        .as_array()
        .unwrap()
        .iter()
        .map(of)
        .collect()
}

/// Where two outcomes differ, short enough to read.
pub fn difference(one: &Value, other: &Value) -> Vec<String> {
    fn walk(path: &str, one: &Value, other: &Value, out: &mut Vec<String>) {
        match (one, other) {
            _ if one == other || out.len() > 20 => {}
            (Value::Object(a), Value::Object(b)) => {
                for key in a.keys().chain(b.keys().filter(|k| !a.contains_key(*k))) {
                    walk(&format!("{path}.{key}"), &one[key], &other[key], out);
                }
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                for (i, (x, y)) in a.iter().zip(b).enumerate() {
                    walk(&format!("{path}[{i}]"), x, y, out);
                }
            }
            (Value::Array(a), Value::Array(b)) => {
                let name = |v: &Value| format!("{} {}", v["visit"]["source"], v["visit"]["id"]);
                let names = |list: &[Value]| list.iter().map(name).collect::<Vec<_>>();
                out.push(format!("{path}: {:#?} ≠ {:#?}", names(a), names(b)));
            }
            _ => {
                let short = |v: &Value| v.to_string().chars().take(160).collect::<String>();
                out.push(format!("{path}: {} ≠ {}", short(one), short(other)));
            }
        }
    }
    let mut out = Vec::new();
    walk("", one, other, &mut out);
    out
}
