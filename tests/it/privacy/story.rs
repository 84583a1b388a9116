//! A rep whose whereabouts are kept in every way there is: a day that is over and sealed, and one that runs.

use std::time::Duration;

use chrono::NaiveDate;
use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{
    photos::story::{self as photos, Camera, Story, picture, with_camera},
    support::{
        company::{TestPhone, fix, time},
        eventually,
    },
};

const MIN_MS: i64 = 60_000;

/// Places that are each kept somewhere else, all of them the rep's.
pub const WAY: (f64, f64) = (21.034_567_1, 105.834_567_3);
pub const VISIT: (f64, f64) = (21.000_043_1, 105.800_037_7);
pub const CHECK_IN: (f64, f64) = (21.000_051_7, 105.800_029_3);
pub const PIN: (f64, f64) = (21.071_234_9, 105.871_234_7);
pub const SHOP: (f64, f64) = (21.081_234_9, 105.881_234_7);
pub const STRANGE: (f64, f64) = (21.091_234_9, 105.891_234_7);
pub const WRITTEN: (f64, f64) = (21.061_234_9, 105.861_234_7);
pub const UNREAD: (f64, f64) = (21.041_234_9, 105.841_234_7);
pub const TODAY: (f64, f64) = (21.012_345_1, 105.812_345_3);
pub const ALL: [(f64, f64); 9] = [
    WAY, VISIT, CHECK_IN, PIN, SHOP, STRANGE, WRITTEN, UNREAD, TODAY,
];
/// A colleague's.
pub const OTHERS: (f64, f64) = (21.112_345_1, 105.912_345_3);

pub struct Lived {
    pub story: Story,
    pub clock: Clock,
    pub rep: i32,
    /// The day that is over.
    pub date: NaiveDate,
    pub visit: Uuid,
    pub photo: Uuid,
    /// Still connected, in a session of the next day.
    pub phone: TestPhone,
}

impl Lived {
    pub async fn days() -> Self {
        let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
        let morning = At(midnight * 1000 + 2 * 60 * MIN_MS);
        let clock = Clock::at(morning);
        let story = photos::with(|plan| {
            plan.set("judge_quiet_ms", "0")
                .set("judge_at_most_ms", "0")
                .clock(&clock)
        })
        .await;
        let services = &story.server.services;
        let date = services.rules.load().time.date_of(morning);
        let rep: i32 = sqlx::query_scalar("select id from rep where code = 'R1'")
            .fetch_one(&services.db)
            .await
            .unwrap();
        services.ingest.world_changed().await;
        let client = story.server.client();
        let mut phone = TestPhone::connect(&client, &story.token).await;
        let at = |min: i64| morning.plus_ms(min * MIN_MS);
        // The phone comes into reach at the end of its work and sends all of it.
        clock.advance(Duration::from_mins(80));
        let (session, visit) = (Uuid::new_v4(), Uuid::new_v4());
        phone.mark("session_start", session, at(0), None).await;
        // On the way, and long at one spot that is no outlet.
        let stay: Vec<Value> = (1..40).map(|min| fix(at(min), WAY)).collect();
        phone.fixes(&stay).await;
        let check_in = json!({"type": "check_in", "id": visit, "at": time(at(60)), "outlet": "A", "fix": fix(at(60), CHECK_IN)});
        phone.send(check_in).await;
        let inside: Vec<Value> = (61..75).map(|min| fix(at(min), VISIT)).collect();
        phone.fixes(&inside).await;
        phone.mark("check_out", visit, at(75), None).await;
        for (kind, body) in [
            (
                "pin_proposal",
                json!({"outlet": "A", "lat": PIN.0, "lng": PIN.1}),
            ),
            (
                "outlet_request",
                json!({"name": "Quán Mới", "lat": SHOP.0, "lng": SHOP.1, "class": "general"}),
            ),
            (
                "telemetry",
                json!({"deep": [{"spot": [STRANGE.0, STRANGE.1]}], "y": STRANGE.0}),
            ),
            (
                "note",
                json!({"text": format!("at {}, {}", WRITTEN.0, WRITTEN.1), "fix": {"lat": WRITTEN.0, "lng": WRITTEN.1}}),
            ),
        ] {
            let record = json!({"type": "record", "kind": kind, "id": Uuid::new_v4(), "visit_id": visit, "at": time(at(70)), "body": body});
            phone.send(record).await;
        }
        phone.ack_all().await;
        let camera = Camera::at(morning.to_utc().unwrap()).place(21.031, 105.831);
        let file = with_camera(&picture(7), &camera);
        let photo = story
            .photo(&story.token, &file, None, json!({"outlet": "A"}))
            .await;
        phone.mark("session_end", session, at(78), None).await;
        phone.ack_all().await;
        sqlx::query(
            "insert into quarantined_record (device_id, rep_id, app, received_at, at, detail, body, whole)
             select device_id, rep_id, 'owntracks', $2, $2, 'unknown_type', $3, true from device_binding where rep_id = $1",
        )
        .bind(rep)
        .bind(at(70).to_utc().unwrap())
        .bind(json!({"_type": "beacon", "lat": UNREAD.0, "lon": UNREAD.1}))
        .execute(&services.db)
        .await
        .unwrap();
        let mut other = TestPhone::connect(&client, &story.other_token).await;
        other
            .mark("session_start", Uuid::new_v4(), at(0), None)
            .await;
        other.fixes(&[fix(at(5), OTHERS)]).await;
        other.ack_all().await;
        // The day ends and is sealed, and the rep works on the next.
        clock.advance(Duration::from_hours(22));
        eventually("the day is sealed", async || {
            let sealed: i64 = sqlx::query_scalar(
                "select (select count(*) from visit_seal where rep_id = $1 and fixes is not null)
                   - 1000 * (select count(*) from rep_day_dirty)",
            )
            .bind(rep)
            .fetch_one(&services.db)
            .await
            .unwrap();
            (sealed > 0).then_some(())
        })
        .await;
        let now = clock.now();
        phone
            .mark(
                "session_start",
                Uuid::new_v4(),
                now.plus_ms(-30 * MIN_MS),
                None,
            )
            .await;
        let today: Vec<Value> = (1..20)
            .map(|min| fix(now.plus_ms(-min * MIN_MS), TODAY))
            .rev()
            .collect();
        phone.fixes(&today).await;
        phone.ack_all().await;
        Self {
            story,
            clock,
            rep,
            date,
            visit,
            photo,
            phone,
        }
    }

    pub fn pool(&self) -> &PgPool {
        &self.story.server.services.db
    }

    pub fn ago(&self, min: i64) -> At {
        self.clock.now().plus_ms(-min * MIN_MS)
    }
}
