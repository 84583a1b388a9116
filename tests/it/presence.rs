//! What phones say of themselves, and what a supervisor learns from it.

use fieldbeat::store::{StoreError, device_health, scope::Scope, upsert::Now};
use fieldbeat_domain::{
    device_health::{Battery, Health, LocationPermission, Permissions},
    id::{OrgUnitId, RepId, UserId},
    time::At,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{
    client::expect,
    company::{Company, Enrolled, TestPhone, fix, pin, time},
    server::TestServer,
};

struct Story {
    server: TestServer,
    company: Company,
    phone: Enrolled,
    now: At,
}

impl Story {
    async fn begin() -> Self {
        // Late morning of the company's day, so that an hour ago is the same day at every hour.
        let day = fieldbeat::clock::Clock::system().now().0 / 86_400_000 * 86_400_000;
        let clock = fieldbeat::clock::Clock::at(At(day + 4 * 3_600_000));
        let server = TestServer::plan()
            .set("judge_quiet_ms", "0")
            .clock(&clock)
            .start()
            .await;
        let company = Company::found(server.database.pool()).await;
        company.outlets(3).await;
        let phone = company.enrolled("R1").await;
        server.services.ingest.world_changed().await;
        let now = server.services.clock.now();
        Self {
            server,
            company,
            phone,
            now,
        }
    }

    fn ago(&self, s: i64) -> At {
        At(self.now.0 / 1000 * 1000).plus_ms(-s * 1000)
    }

    fn moment(&self) -> Now {
        let now = &self.server.services;
        Now {
            at: now.clock.utc(),
            today: now.rules.load().time.date_of(now.clock.now()),
        }
    }

    /// What is stored of the rep's only phone.
    async fn health(&self) -> Health {
        let written = self.server.services.ingest.write_device_health().await;
        written.unwrap();
        let rep = RepId(self.phone.rep);
        let devices =
            device_health::of_rep(&self.company.pool, &Scope::system(), self.moment(), rep).await;
        let [device] = devices.unwrap().try_into().unwrap();
        assert_eq!(device.device_id.0, self.phone.device);
        assert!(device.has_token && device.revoked_at.is_none());
        device.health.unwrap()
    }
}

async fn beat(phone: &mut TestPhone, mut fields: Value) {
    fields["type"] = "heartbeat".into();
    phone.send(fields).await;
    phone.socket.hear_type("alive").await;
}

#[tokio::test]
async fn the_newest_word_of_a_phone_is_kept_and_a_bad_value_costs_only_itself() {
    let story = Story::begin().await;
    let client = story.server.client();
    let mut phone = TestPhone::connect(&client, &story.phone.token).await;
    let sent = story.server.services.clock.now().plus_ms(-7_200_000);
    beat(
        &mut phone,
        json!({ "sent_at": sent.0, "battery_pct": 64, "charging": true, "backlog": 12,
            "permissions": { "location": "while_in_use", "precise": true, "battery_saver": false } }),
    )
    .await;
    let first = story.health().await;
    assert!(first.at >= story.now);
    assert_eq!(first.backlog, Some(12));
    assert!((7_200_000..7_260_000).contains(&first.clock_offset_ms.unwrap()));
    assert_eq!(
        first.battery.map(|b| (b.pct, b.charging)),
        Some((Some(64), Some(true)))
    );
    let told = Permissions {
        location: Some(LocationPermission::WhileInUse),
        precise: Some(true),
        battery_saver: Some(false),
        ..Permissions::default()
    };
    assert_eq!(first.permissions.unwrap().1, told);

    // Each bad value is no value; the one good one is taken, and silence changes nothing.
    beat(
        &mut phone,
        json!({ "battery_pct": "full", "charging": "no", "backlog": -1, "sent_at": "noon",
            "permissions": { "location": 7, "precise": "perhaps" } }),
    )
    .await;
    beat(&mut phone, json!({ "backlog": 5 })).await;
    let second = story.health().await;
    assert_eq!(
        Health {
            at: second.at,
            backlog: Some(5),
            ..first
        },
        second
    );

    // Permissions are told whole: what a newer word leaves out is unknown again.
    beat(
        &mut phone,
        json!({ "permissions": { "location": "denied" } }),
    )
    .await;
    let third = story.health().await;
    assert_eq!(
        third.permissions.unwrap().1,
        Permissions {
            location: Some(LocationPermission::Denied),
            ..Permissions::default()
        }
    );
    story.server.finish().await;
}

#[tokio::test]
async fn fixes_tell_the_battery_as_of_their_time_and_http_counts_as_contact() {
    let story = Story::begin().await;
    let client = story.server.client();
    let mut phone = TestPhone::connect(&client, &story.phone.token).await;
    let charged = |at: At, pct: i32| {
        let mut fix = fix(at, pin(0));
        fix["battery_pct"] = pct.into();
        fix
    };
    phone
        .mark("session_start", Uuid::new_v4(), story.ago(900), None)
        .await;
    phone
        .fixes(&[charged(story.ago(600), 52), charged(story.ago(590), 51)])
        .await;
    // A backlog comes last and is older.
    phone.fixes(&[charged(story.ago(800), 60)]).await;
    phone.ack_all().await;
    let told = story.health().await;
    assert_eq!(
        told.battery,
        Some(Battery {
            at: story.ago(590),
            pct: Some(51),
            charging: None
        })
    );

    let answer = client
        .request(Method::POST, "/v1/device/frames")
        .bearer_auth(&story.phone.token)
        .json(&json!({ "sent_at": time(story.now), "frames": [
            { "type": "heartbeat", "n": 1, "battery_pct": 9, "permissions": { "location_service": false } }] }))
        .send()
        .await
        .unwrap();
    expect(answer, StatusCode::OK).await;
    let over_http = story.health().await;
    assert!(over_http.at >= told.at);
    assert_eq!(over_http.battery.unwrap().pct, Some(9));
    assert_eq!(
        over_http.permissions.unwrap().1.location_service,
        Some(false)
    );
    story.server.finish().await;
}

#[tokio::test]
async fn an_older_word_that_is_written_later_changes_nothing_but_what_was_unknown() {
    let story = Story::begin().await;
    let device = fieldbeat_domain::id::DeviceId(story.phone.device);
    let newer = Health {
        backlog: Some(1),
        battery: Some(Battery {
            at: story.ago(10),
            pct: Some(50),
            charging: None,
        }),
        ..Health::contact(story.ago(10))
    };
    let older = Health {
        clock_offset_ms: Some(42),
        backlog: Some(9),
        battery: Some(Battery {
            at: story.ago(20),
            pct: Some(55),
            charging: Some(true),
        }),
        permissions: Some((
            story.ago(20),
            Permissions {
                precise: Some(false),
                ..Permissions::default()
            },
        )),
        ..Health::contact(story.ago(20))
    };
    // A device that is no more costs the others nothing.
    let gone = fieldbeat_domain::id::DeviceId(device.0 + 1_000);
    for word in [newer, older] {
        device_health::note(&story.company.pool, &[(gone, word), (device, word)])
            .await
            .unwrap();
    }
    assert_eq!(story.health().await, newer.with(older));
    story.server.finish().await;
}

#[tokio::test]
async fn a_scope_reads_the_phones_of_its_own_reps_only() {
    let story = Story::begin().await;
    let rep = RepId(story.phone.rep);
    let read = async |scope: Scope| {
        let read: Result<_, StoreError> =
            device_health::of_rep(&story.company.pool, &scope, story.moment(), rep).await;
        read.unwrap().len()
    };
    let of_unit = |unit: OrgUnitId| Scope {
        user: Some(UserId(1)),
        org_units: fieldbeat::store::scope::Reach::Units([unit.0].into()),
        ..Scope::system()
    };
    assert_eq!(read(of_unit(OrgUnitId(story.company.org_unit))).await, 1);
    assert_eq!(
        read(of_unit(OrgUnitId(story.company.org_unit + 1))).await,
        0
    );
    let of_rep = |rep| Scope {
        rep: Some(RepId(rep)),
        ..Scope::system()
    };
    assert_eq!(read(of_rep(story.phone.rep)).await, 1);
    assert_eq!(read(of_rep(story.phone.rep + 1)).await, 0);

    let retired = story.company.enrolled("R2").await;
    retire(&story.company.pool, retired.rep).await;
    let all = device_health::all(&story.company.pool, story.moment()).await;
    let reps: Vec<RepId> = all.unwrap().iter().map(|d| d.rep_id).collect();
    assert_eq!(reps, [rep]);
    story.server.finish().await;
}

async fn retire(db: &PgPool, rep: i32) {
    sqlx::query("update rep set active = false where id = $1")
        .bind(rep)
        .execute(db)
        .await
        .unwrap();
}
