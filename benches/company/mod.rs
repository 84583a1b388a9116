//! A company of one unit, and phones enrolled with it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each benchmark uses a part; a benchmark fails loudly"
)]

use fieldbeat::store::device_auth;
use sqlx::{PgPool, Row};

pub struct Phone {
    pub rep: i32,
    pub device: i32,
    pub token: String,
}

pub async fn found(pool: &PgPool) {
    for statement in [
        "insert into company (name) values ('Bench') on conflict do nothing",
        "insert into org_unit (code, name, kind) values ('B', 'Bench', 'company') on conflict do nothing",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
}

/// New reps of the unit, each with a phone.
pub async fn enrol(pool: &PgPool, count: usize) -> Vec<Phone> {
    let mut phones = Vec::with_capacity(count);
    for _ in 0..count {
        let (token, hash) = device_auth::new_token();
        let row = sqlx::query(
            "with r as (insert into rep (code, name) values (gen_random_uuid()::text, 'Rep') returning id),
                  d as (insert into device (token_hash) values ($1) returning id),
                  b as (insert into device_binding (device_id, rep_id, valid) select d.id, r.id, '(,)' from d, r),
                  u as (insert into rep_org_unit (rep_id, org_unit_id, valid) select r.id, (select min(id) from org_unit), '(,)' from r)
             select r.id as rep, d.id as device from r, d",
        )
        .bind(hash.as_slice())
        .fetch_one(pool)
        .await
        .unwrap();
        phones.push(Phone {
            rep: row.get("rep"),
            device: row.get("device"),
            token,
        });
    }
    phones
}
