//! Relations with customers in the demo: whom reps speak to, what they had planned, and what nobody did. The week's
//! appointments, the board of opportunities and cases are `pipeline`'s.

use anyhow::{Context, Result};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    clock,
    company::{Company, load::Loaded},
    fleet::ids::Ids,
    rest::Rest,
};

/// Places of reps in the company who keep relations; the first one forgot to call.
pub const KEEPS: std::ops::Range<usize> = 16..22;
/// Stops of each whose people are known.
const STOPS: usize = 4;
/// Given names of people at the shops, with what they are there.
const PEOPLE: [(&str, &str, &str); 4] = [
    ("Chị Hạnh", "decision_maker", "chủ cửa hàng"),
    ("Anh Tuấn", "evaluator", "thủ kho"),
    ("Cô Liên", "decision_maker", "chủ cửa hàng"),
    ("Em Phương", "influencer", "bán hàng"),
];

/// Code and name of the rep with calls that nobody made.
pub fn forgetful(company: &Company) -> Option<(&str, &str)> {
    let rep = company.reps.get(KEEPS.start)?;
    Some((&rep.code, &rep.name))
}

/// A piece of work as of now: what, minutes from now until it is due, and what became of it.
struct Scene {
    key: &'static str,
    kind: &'static str,
    stop: usize,
    subject: &'static str,
    due: Option<i64>,
    /// Minutes from now, with `held` or `not_held` and what was said.
    ended: Option<(i64, &'static str, &'static str)>,
}

#[rustfmt::skip]
const SCENES: &[Scene] = &[
    Scene { key: "kệ", kind: "call", stop: 0, subject: "hỏi lại việc đặt kệ trưng bày", due: Some(-150), ended: Some((-145, "held", "đồng ý đặt kệ ở quầy thu ngân")) },
    Scene { key: "giá", kind: "meeting", stop: 1, subject: "bàn giá mùa Tết", due: Some(-120), ended: Some((-40, "held", "muốn thêm 2 % chiết khấu")) },
    Scene { key: "nợ", kind: "call", stop: 2, subject: "nhắc hóa đơn sắp đến hạn", due: Some(-90), ended: Some((-80, "not_held", "không nghe máy")) },
    Scene { key: "mai", kind: "call", stop: 3, subject: "chốt đơn khai trương", due: Some(180), ended: None },
    Scene { key: "ghi", kind: "note", stop: 1, subject: "đối thủ vừa tặng tủ mát", due: None, ended: None },
];

/// Made once, however often the demo is started.
pub async fn keep(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    let known = rest
        .list(&format!("/api/v1/activities?from={date}&to={date}"))
        .await?;
    if !known.is_empty() {
        return Ok(());
    }
    let now = DateTime::from_timestamp_millis(clock::now_ms()).context("no time")?;
    rest.batch("contacts", &people(company, date)).await?;
    for (place, rep) in KEEPS.filter_map(|i| Some((i, company.reps.get(i)?))) {
        let rep_id = *loaded.rep_ids.get(&rep.code).context("a rep has no id")?;
        let ids = Ids::new(&company.key, &rep.code, 0);
        for scene in SCENES {
            let (outlet, _) = company.shop_of(place, scene.stop).context("no such stop")?;
            let outlet = loaded.outlet_ids.get(&outlet.code);
            let outlet = *outlet.context("an outlet has no id")?;
            let id = ids.named(&format!("{date}/activity/{}", scene.key));
            let body = scene.body(now, place == KEEPS.start);
            let with = json!({"id": id, "rep_id": rep_id, "outlet_id": outlet,
                "visit_id": visit_at(rest, rep_id, outlet, date).await?});
            rest.post("/api/v1/activities", &merged(body, &with))
                .await?;
        }
    }
    Ok(())
}

impl Scene {
    /// The forgetful one made none of the calls that are over.
    fn body(&self, now: DateTime<Utc>, forgot: bool) -> Value {
        let at = |minutes| now + TimeDelta::minutes(minutes);
        let mut body =
            json!({"kind": self.kind, "subject": self.subject, "due_at": self.due.map(at)});
        let ended = self.ended.filter(|_| !(forgot && self.kind == "call"));
        if let Some((minutes, state, said)) = ended {
            let word = if state == "held" { "outcome" } else { "reason" };
            let told = json!({"state": state, "ended_at": at(minutes), word: said});
            body = merged(body, &told);
        }
        body
    }
}

pub fn merged(mut one: Value, other: &Value) -> Value {
    if let (Some(one), Some(other)) = (one.as_object_mut(), other.as_object()) {
        one.extend(other.iter().map(|(k, v)| (k.clone(), v.clone())));
    }
    one
}

/// Somebody at each of the shops; at the first of every rep there is a birthday soon.
fn people(company: &Company, date: NaiveDate) -> Vec<Value> {
    let soon = date + Days::new(3);
    // A birthday on a leap day would come on another date in most years.
    let soon = if (soon.month(), soon.day()) == (2, 29) {
        date + Days::new(4)
    } else {
        soon
    };
    let born = soon.with_year(1979);
    KEEPS
        .flat_map(|place| (0..STOPS).map(move |stop| (place, stop)))
        .filter_map(|(place, stop)| {
            let (outlet, customer) = company.shop_of(place, stop)?;
            let (name, role, title) = PEOPLE.get(stop)?;
            let number = (place * STOPS + stop) * 4_813 % 1_000_000;
            Some(json!({
                "code": format!("LH-{}", outlet.code), "customer_code": customer.code, "name": name, "role": role,
                "title": title, "phone": format!("0912 {:03} {:03}", number / 1_000, number % 1_000),
                "birthday": born.filter(|_| stop == 0),
                "opted_out": if stop == 3 { vec!["call", "sms"] } else { vec![] },
            }))
        })
        .collect()
}

/// The rep's visit of the day at an outlet, where it was made already.
async fn visit_at(rest: &Rest, rep: i64, outlet: i64, date: NaiveDate) -> Result<Option<Value>> {
    let path = format!("/api/v1/visits?rep_id={rep}&outlet_id={outlet}&date={date}");
    let visits = rest.list(&path).await?;
    Ok(visits.first().and_then(|v| v.get("id")).cloned())
}
