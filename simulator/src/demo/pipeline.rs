//! What goes on with customers of the demo beyond today: the week's appointments, tasks, a board of opportunities,
//! cases of which one is near its deadline, contracts of which one ends soon, and segments.

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use super::relations::{KEEPS, merged};
use crate::{
    clock,
    company::{Company, load::Loaded},
    fleet::ids::Ids,
    phone::{Frame, Message, http::FramesDoor},
    rest::Rest,
};

/// Hours from now, minutes long, stop, priority, subject.
#[rustfmt::skip]
const MEETINGS: [(i64, i64, usize, &str, &str); 5] = [
    (2, 30, 0, "urgent", "chốt vị trí kệ Tết"),
    (5, 45, 1, "normal", "giới thiệu hàng mới"),
    (26, 60, 2, "high", "đàm phán chiết khấu quý sau"),
    (50, 30, 3, "normal", "kiểm tra trưng bày"),
    (74, 30, 1, "low", "thăm nhân dịp khai trương"),
];
const TASKS: [(&str, &str, &str); 4] = [
    ("todo", "high", "gửi báo giá đã hứa"),
    ("in_progress", "normal", "xin mẫu trưng bày mới"),
    ("backlog", "low", "cập nhật giờ mở cửa"),
    ("done", "normal", "giao tờ rơi khuyến mãi"),
];
/// Given to the first rep, and what its phone says: it was not done.
const NOT_DONE: (&str, &str) = (
    "lấy tủ mát cũ về kho",
    "chủ cửa hàng chưa dọn hàng trong tủ",
);
/// Stop, name, amount, days to its close, and where it went.
#[rustfmt::skip]
const DEALS: [(usize, &str, i64, i64, &[&str]); 6] = [
    (0, "tủ mát đôi", 18_000_000, 20, &["qualification", "proposal", "negotiation"]),
    (1, "gian hàng Tết", 45_000_000, 35, &["qualification", "proposal"]),
    (2, "bán buôn cho quán ăn", 12_500_000, 15, &["qualification"]),
    (3, "đặt kệ quầy thu ngân", 6_000_000, 10, &[]),
    (1, "nước cho tiệc cưới", 9_800_000, -1, &["proposal", "won"]),
    (2, "độc quyền kệ nước giải khát", 30_000_000, -3, &["proposal", "negotiation", "lost"]),
];

/// Made once, however often the demo is started.
pub async fn keep(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    let known = rest.get("/api/v1/opportunities?limit=1").await?;
    let items = known.get("items").and_then(Value::as_array);
    if items.is_some_and(|rows| !rows.is_empty()) {
        return Ok(());
    }
    papers(rest, company, date).await?;
    segments(rest).await?;
    campaign(rest, company).await?;
    let now = DateTime::from_timestamp_millis(clock::now_ms()).context("no time")?;
    for (nth, place) in KEEPS.enumerate() {
        let of = Of {
            rest,
            ids: Ids::new(&company.key, "relations", 0),
            nth,
            company,
            loaded,
            place,
            date,
        };
        of.meet(now).await?;
        of.task(now).await?;
        of.deal(date).await?;
        of.case().await?;
    }
    Ok(())
}

/// Contracts of the first shops: one ends soon, one has ended, one goes on.
async fn papers(rest: &Rest, company: &Company, date: NaiveDate) -> Result<()> {
    let ends = [12i64, -5, 200];
    let rows: Vec<Value> = (KEEPS.zip(ends))
        .filter_map(|(place, end)| {
            let (outlet, customer) = company.shop_of(place, 0)?;
            Some(json!({"code": format!("HĐ-{}", outlet.code), "customer_code": customer.code,
                "title": "trưng bày và độc quyền kệ đầu", "signed_on": date - TimeDelta::days(360),
                "valid_from": date - TimeDelta::days(355), "valid_to": date + TimeDelta::days(end), "amount_minor": 24_000_000}))
        })
        .collect();
    rest.batch("contracts", &rows).await?;
    Ok(())
}

/// Whom to win back, and whom to keep.
async fn segments(rest: &Rest) -> Result<()> {
    rest.batch(
        "segments",
        &[
            json!({"code": "WIN-BACK", "name": "Lâu chưa đặt hàng", "rule": {"all": [
                {"orders": {"period": "days_365", "count": {"min": 1}}}, {"last_order_days": {"min": 7}}]}}),
            json!({"code": "BEST", "name": "Khách mua nhiều và đều", "rule": {"all": [
                {"frequency": {"min": 4}}, {"monetary": {"min": 4}}]}}),
            json!({"code": "ALL", "name": "Mọi khách hàng", "rule": {"orders": {"period": "days_365", "count": {"min": 0}}}}),
        ],
    )
    .await?;
    Ok(())
}

/// A message that waits for approval; it leaves out who does not want any. Nothing is sent: the demo has no gateway.
async fn campaign(rest: &Rest, company: &Company) -> Result<()> {
    let known = rest.list("/api/v1/segments").await?;
    let of = |s: &&Value| s.get("code").and_then(Value::as_str) == Some("ALL");
    let segment = known.iter().find(of).and_then(|s| s.get("id"));
    let id = Ids::new(&company.key, "relations", 0).named("campaign");
    let body = json!({"id": id, "name": "Chúc mừng năm mới", "channel": "sms", "segment_id": segment, "language": "vi",
        "body": "{contact} thân mến, {company} chúc {customer} năm mới phát tài! {rep}", "told_days": 7});
    let made = rest.post("/api/v1/campaigns", &body).await?;
    let path = format!("/api/v1/campaigns/{id}/actions");
    rest.post_if(&path, &json!({"action": "submit"}), &made)
        .await?;
    Ok(())
}

/// One rep's work.
struct Of<'a> {
    rest: &'a Rest,
    ids: Ids,
    nth: usize,
    company: &'a Company,
    loaded: &'a Loaded,
    place: usize,
    date: NaiveDate,
}

impl Of<'_> {
    /// Id, rep and outlet of something at a stop.
    fn at(&self, key: &str, stop: usize) -> Result<Value> {
        let rep = self.company.reps.get(self.place).context("no such rep")?;
        let rep_id = self
            .loaded
            .rep_ids
            .get(&rep.code)
            .context("a rep has no id")?;
        let (outlet, _) = (self.company.shop_of(self.place, stop)).context("no such stop")?;
        let outlet = self.loaded.outlet_ids.get(&outlet.code);
        let id = self.ids.named(&format!("{}/{}/{key}", self.date, rep.code));
        Ok(json!({"id": id, "rep_id": rep_id, "outlet_id": outlet.context("an outlet has no id")?}))
    }

    async fn meet(&self, now: DateTime<Utc>) -> Result<()> {
        let colleague = (self.company.reps.get(self.place + 1))
            .and_then(|rep| self.loaded.rep_ids.get(&rep.code));
        for (hours, minutes, stop, priority, subject) in MEETINGS {
            // Not all at the same time.
            let shift = i64::try_from(self.nth).unwrap_or_default() * 20;
            let starts = now + TimeDelta::hours(hours) + TimeDelta::minutes(shift);
            let asked: Vec<Value> = (colleague.filter(|_| hours == 26).into_iter())
                .map(|rep| json!({"rep_id": rep, "answer": "tentative"}))
                .collect();
            let body = json!({"priority": priority, "subject": subject, "starts_at": starts,
                "ends_at": starts + TimeDelta::minutes(minutes), "attendees": asked});
            let body = merged(body, &self.at(&format!("meet/{hours}"), stop)?);
            self.rest.post("/api/v1/appointments", &body).await?;
        }
        Ok(())
    }

    async fn task(&self, now: DateTime<Utc>) -> Result<()> {
        for (hours, (state, priority, subject)) in (0..).map(|n| n * 20 - 5).zip(TASKS) {
            let due = (state != "backlog").then(|| now + TimeDelta::hours(hours));
            let body =
                json!({"state": state, "priority": priority, "subject": subject, "due_at": due});
            let body = merged(body, &self.at(&format!("task/{state}"), 0)?);
            self.rest.post("/api/v1/tasks", &body).await?;
        }
        if self.nth == 0 {
            self.not_done(now).await?;
        }
        Ok(())
    }

    async fn not_done(&self, now: DateTime<Utc>) -> Result<()> {
        let (subject, why) = NOT_DONE;
        let body = json!({"priority": "high", "subject": subject, "due_at": now});
        let body = merged(body, &self.at("task/not_done", 1)?);
        let task = self.rest.post("/api/v1/tasks", &body).await?;
        let rep = self.company.reps.get(self.place).context("no such rep")?;
        let tokens = self.loaded.tokens.get(&rep.code);
        let token = tokens
            .and_then(|t| t.first())
            .context("a rep without devices")?;
        let record = Frame::new(&Message::Record {
            kind: "task".into(),
            id: self.ids.id("task/not_done/said", now.timestamp_millis()),
            visit_id: None,
            at: now.timestamp_millis(),
            body: json!({"task": task.get("id"), "state": "canceled", "note": why}),
        });
        let door = FramesDoor::new(self.rest.http().clone(), self.rest.base(), token);
        door.post(&[record], clock::now_ms()).await?;
        Ok(())
    }

    async fn deal(&self, date: NaiveDate) -> Result<()> {
        let mine = DEALS.iter().skip(self.nth % 2).step_by(2);
        for (stop, name, minor, days, moves) in mine {
            let key = format!("deal/{name}");
            let body = json!({"name": name, "amount_minor": minor, "expected_close": date + TimeDelta::days(*days)});
            let body = merged(body, &self.at(&key, *stop)?);
            let mut deal = self.rest.post("/api/v1/opportunities", &body).await?;
            let id = deal
                .get("id")
                .and_then(Value::as_str)
                .context("no id")?
                .to_owned();
            for stage in *moves {
                let why = (*stage == "lost").then_some("đối thủ trả tiền trưng bày cao hơn");
                let to = json!({"stage": stage, "lost_reason": why});
                let path = format!("/api/v1/opportunities/{id}");
                deal = self.rest.patch_if(&path, &to, &deal).await?;
            }
        }
        Ok(())
    }

    /// The first rep's is near its deadline: urgent ones must be answered within half an hour.
    async fn case(&self) -> Result<()> {
        let (priority, subject) = match self.nth {
            0 => ("urgent", "tủ mát không chạy, hàng sắp hỏng"),
            1 => ("high", "giao thiếu hai thùng"),
            2 => ("normal", "xin đổi ngày giao hàng"),
            _ => return Ok(()),
        };
        let body = json!({"priority": priority, "subject": subject});
        let body = merged(body, &self.at("case", self.nth)?);
        let case = self.rest.post("/api/v1/cases", &body).await?;
        if self.nth == 2 {
            let id = case.get("id").and_then(Value::as_str).context("no id")?;
            let done = json!({"state": "resolved", "resolution": "giao lại sáng thứ Sáu"});
            let path = format!("/api/v1/cases/{id}");
            self.rest.patch_if(&path, &done, &case).await?;
        }
        Ok(())
    }
}
