//! Occasions of the demo: birthdays that are greeted, and New Year's gifts of one team whose budget one rep has nearly
//! spent, with a gift above what one shop may get.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    clock,
    company::{Company, load::Loaded},
    fleet::ids::Ids,
    phone::{Frame, Message, http::FramesDoor},
    rest::Rest,
};

/// Place of the rep in the company who gives too much.
const GENEROUS: usize = 17;
const VALUE_MAX: i64 = 300_000;
const BUDGET: i64 = 2_000_000;
/// What it gives; the last one is too much for one shop.
const GIVEN: [i64; 5] = [300_000, 300_000, 280_000, 300_000, 650_000];
/// Places of reps whose first shops are agents, who get one.
const AGENTS_OF: std::ops::Range<usize> = 16..20;
const AGENTS: usize = 8;
/// How far away the day of the gifts is.
const IN_DAYS: u64 = 3;

/// Who gives too much, for people.
pub fn line(company: &Company) -> String {
    let rep = company.reps.get(GENEROUS);
    let who = rep.map_or_else(String::new, |rep| format!("{} ({})", rep.name, rep.code));
    format!("gave more than is allowed:     {who}, Relations, Occasions")
}

fn gifts(company: &Company) -> Uuid {
    Ids::new(&company.key, "occasions", 0).named("gifts")
}

/// Both in use, made once; the server plans what is due of them.
pub async fn plan(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    let gifts = gifts(company);
    let path = format!("/api/v1/occasions/{gifts}");
    if rest.find(&path).await?.is_some() {
        return Ok(());
    }
    let rep = rep_id(company, loaded)?;
    let unit = rest.get(&format!("/api/v1/reps/{rep}")).await?;
    let segment = agents(rest, company).await?;
    let birthdays = Ids::new(&company.key, "occasions", 0).named("birthdays");
    for body in [
        json!({"id": birthdays, "name": "Sinh nhật chủ cửa hàng", "kind": "birthday", "act": "greeting", "way": "zalo",
            "text": "Chúc mừng sinh nhật {contact}! {rep}, {company}"}),
        json!({"id": gifts, "name": "Quà mừng năm mới", "kind": "date", "act": "gift", "dates": [date + Days::new(IN_DAYS)],
            "segment_id": segment, "org_unit_id": unit.get("org_unit_id"), "value_max_minor": VALUE_MAX, "budget_minor": BUDGET,
            "text": "{company} kính chúc {customer} năm mới an khang!"}),
    ] {
        let made = rest.post("/api/v1/occasions", &body).await?;
        let id = made.get("id").and_then(Value::as_str);
        let path = format!(
            "/api/v1/occasions/{}",
            id.context("an occasion without id")?
        );
        rest.patch_if(&path, &json!({"active": true}), &made)
            .await?;
    }
    Ok(())
}

/// Some customers are agents by trade; the segment that finds them.
async fn agents(rest: &Rest, company: &Company) -> Result<Option<Value>> {
    let shops = AGENTS_OF.flat_map(|place| (0..AGENTS).map(move |stop| (place, stop)));
    let mut codes: Vec<&str> = shops
        .filter_map(|(place, stop)| Some(company.shop_of(place, stop)?.1.code.as_str()))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let traded: Vec<Value> = (codes.iter())
        .map(|code| json!({"code": code, "industry": "đại lý"}))
        .collect();
    rest.batch("customers", &traded).await?;
    let rule = json!({"industry": ["đại lý"]});
    let segment = json!({"code": "AGENTS", "name": "Đại lý", "rule": rule});
    let made = rest.batch("segments", &[segment]).await?;
    Ok(made.first().and_then(|row| row.get("id")).cloned())
}

fn rep_id(company: &Company, loaded: &Loaded) -> Result<i64> {
    let rep = company.reps.get(GENEROUS).context("no such rep")?;
    let id = loaded.rep_ids.get(&rep.code);
    id.copied().context("a rep has no id")
}

/// Told by the phone, after the gifts were given; once, as soon as they are planned.
pub async fn give(rest: &Rest, company: &Company, loaded: &Loaded) -> Result<()> {
    let (rep, gifts) = (rep_id(company, loaded)?, gifts(company));
    let path = format!("/api/v1/activities?occasion_id={gifts}&rep_id={rep}");
    if !rest.list(&format!("{path}&state=held")).await?.is_empty() {
        return Ok(());
    }
    let planned = rest.list(&format!("{path}&state=planned")).await?;
    let code = company.reps.get(GENEROUS).map(|rep| &rep.code);
    let token = code.and_then(|code| loaded.tokens.get(code)?.first());
    let ids = Ids::new(&company.key, "gifts", 0);
    let now = clock::now_ms();
    let frames: Vec<Frame> = (planned.iter().zip(GIVEN))
        .filter_map(|(one, value)| {
            let activity = one.get("id")?.as_str()?;
            Some(Frame::new(&Message::Record {
                kind: "activity".into(),
                id: ids.named(activity),
                visit_id: None,
                at: now,
                body: json!({"activity": activity, "state": "held", "value_minor": value, "item": "giỏ quà Tết", "quantity": 1}),
            }))
        })
        .collect();
    let token = token.context("a rep without devices")?;
    let door = FramesDoor::new(rest.http().clone(), rest.base(), token);
    door.post(&frames, now).await?;
    Ok(())
}
