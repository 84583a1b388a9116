//! A small company put straight into the database, and a phone that speaks the device socket.

use chrono::{DateTime, SecondsFormat, Utc};
use fieldbeat_domain::time::At;
use serde_json::{Value, json};
use sqlx::{PgPool, Row};
use uuid::Uuid;

use super::client::{Client, Socket};

/// Where the first outlet stands, in Hanoi; the others 300 m apart to the north.
pub const PIN: (f64, f64) = (21.03, 105.85);

pub struct Company {
    pub pool: PgPool,
    pub org_unit: i32,
}

pub struct Enrolled {
    pub rep: i32,
    pub device: i32,
    pub token: String,
}

impl Company {
    pub async fn found(pool: PgPool) -> Self {
        sqlx::query("insert into company (name) values ('Test') on conflict do nothing")
            .execute(&pool)
            .await
            .unwrap();
        let org_unit = sqlx::query(
            "insert into org_unit (code, name, kind) values ('T1', 'Team', 'company') on conflict (code) do update set name = excluded.name returning id",
        )
        .fetch_one(&pool)
        .await
        .unwrap()
        .get(0);
        Self { pool, org_unit }
    }

    pub async fn rep(&self, code: &str) -> i32 {
        let id: i32 = sqlx::query("insert into rep (code, name) values ($1, $1) returning id")
            .bind(code)
            .fetch_one(&self.pool)
            .await
            .unwrap()
            .get(0);
        sqlx::query("insert into rep_org_unit (rep_id, org_unit_id, valid) values ($1, $2, '[2000-01-01,)')")
            .bind(id)
            .bind(self.org_unit)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    pub async fn device(&self, rep: i32, can_declare: bool) -> Enrolled {
        let (token, hash) = fieldbeat::store::device_auth::new_token();
        let device: i32 = sqlx::query(
            "insert into device (token_hash, can_declare) values ($1, $2) returning id",
        )
        .bind(hash.as_slice())
        .bind(can_declare)
        .fetch_one(&self.pool)
        .await
        .unwrap()
        .get(0);
        sqlx::query("insert into device_binding (device_id, rep_id, valid) values ($1, $2, '(,)')")
            .bind(device)
            .bind(rep)
            .execute(&self.pool)
            .await
            .unwrap();
        Enrolled { rep, device, token }
    }

    /// A rep with one phone.
    pub async fn enrolled(&self, code: &str) -> Enrolled {
        let rep = self.rep(code).await;
        self.device(rep, true).await
    }

    /// Outlets `O1`, `O2` … 300 m apart.
    pub async fn outlets(&self, count: i32) {
        for i in 0..count {
            let (lat, lng) = pin(i);
            let id: i32 = sqlx::query(
                "insert into outlet (code, name, org_unit_id) values ($1, $1, $2) returning id",
            )
            .bind(format!("O{}", i + 1))
            .bind(self.org_unit)
            .fetch_one(&self.pool)
            .await
            .unwrap()
            .get(0);
            sqlx::query("insert into outlet_pin (outlet_id, lat_e7, lng_e7, valid) values ($1, $2, $3, '(,)')")
                .bind(id)
                .bind((lat * 1e7) as i32)
                .bind((lng * 1e7) as i32)
                .execute(&self.pool)
                .await
                .unwrap();
        }
    }

    pub async fn count(&self, table: &str) -> i64 {
        sqlx::query(&format!("select count(*) from {table}"))
            .fetch_one(&self.pool)
            .await
            .unwrap()
            .get(0)
    }

    /// Visits of a rep as stored, by start: (id, source, state, overall).
    pub async fn visits(&self, rep: i32) -> Vec<Value> {
        sqlx::query("select visit from visit where rep_id = $1 order by started_at, id")
            .bind(rep)
            .fetch_all(&self.pool)
            .await
            .unwrap()
            .iter()
            .map(|r| r.get(0))
            .collect()
    }
}

pub fn pin(i: i32) -> (f64, f64) {
    (PIN.0 + f64::from(i) * 0.0027, PIN.1)
}

pub fn time(at: At) -> String {
    DateTime::<Utc>::from_timestamp_millis(at.0)
        .unwrap()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A frame of fixes that stand at `position`.
pub fn fix(at: At, (lat, lng): (f64, f64)) -> Value {
    json!({ "at": time(at), "lat": lat, "lng": lng, "accuracy_m": 8 })
}

/// A connected phone: counts its frames, waits for acknowledgements.
pub struct TestPhone {
    pub socket: Socket,
    pub welcome: Value,
    pub n: u64,
}

impl TestPhone {
    pub async fn connect(client: &Client, token: &str) -> Self {
        Self::connect_as(client, token, Uuid::new_v4()).await
    }

    pub async fn connect_as(client: &Client, token: &str, install: Uuid) -> Self {
        let mut socket = client.socket("/v1/device", &[]).await;
        socket
            .send(&json!({ "type": "hello", "protocol": 1, "token": token, "install": install, "app": "test", "backlog": 0 }))
            .await;
        let welcome = socket.hear_type("welcome").await;
        Self {
            socket,
            welcome,
            n: 0,
        }
    }

    pub async fn send(&mut self, mut frame: Value) -> u64 {
        self.n += 1;
        frame["n"] = self.n.into();
        self.socket.send(&frame).await;
        self.n
    }

    pub async fn fixes(&mut self, fixes: &[Value]) -> u64 {
        self.send(json!({ "type": "fixes", "fixes": fixes })).await
    }

    pub async fn mark(&mut self, kind: &str, id: Uuid, at: At, outlet: Option<&str>) -> u64 {
        let mut frame = json!({ "type": kind, "id": id, "at": time(at) });
        if let Some(outlet) = outlet {
            frame["outlet"] = outlet.into();
        }
        self.send(frame).await
    }

    /// Waits until `n` is acknowledged; returns every result told on the way.
    pub async fn acked(&mut self, n: u64) -> Vec<Value> {
        let mut results = Vec::new();
        loop {
            let ack = self.socket.hear_type("ack").await;
            results.extend(ack["results"].as_array().cloned().unwrap_or_default());
            if ack["n"].as_u64().unwrap() >= n {
                return results;
            }
        }
    }

    pub async fn ack_all(&mut self) -> Vec<Value> {
        self.acked(self.n).await
    }
}

/// The codes of results, sorted.
pub fn codes(results: &[Value]) -> Vec<String> {
    let mut codes: Vec<String> = results
        .iter()
        .map(|r| r["code"].as_str().unwrap().to_owned())
        .collect();
    codes.sort();
    codes
}
