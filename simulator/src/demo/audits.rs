//! Audits in the demo: a shelf audit, a survey, a must-sell list; what reps answered on the last working day
//! and saw of competitors, and an outlet that failed: the best seller gone, a competitor's promotion in its place.

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, TimeDelta};
use rand::{Rng, RngCore};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{KEY, SEED, photos::picture};
use crate::{
    clock,
    company::{Company, load::Loaded},
    fleet::{self, order::DRINKS},
    phone::{
        Frame,
        http::{BlobsDoor, FramesDoor},
    },
    rest::Rest,
};

const AUDIT: &str = "KE-HANG";
const SURVEY: &str = "HOI-CHU";
/// What every outlet must sell.
const MUST_SELL: [&str; 4] = ["SP-001", "SP-002", "SP-004", "SP-006"];
/// Places of reps in the company: who audits.
const AUDITS: std::ops::Range<usize> = 26..32;
/// Stops audited by each of them.
const STOPS: usize = 5;
/// And those of them where the shelf is photographed.
const PHOTOGRAPHED: usize = 2;
/// After the check-in.
const ANSWERED_AFTER: TimeDelta = TimeDelta::minutes(3);
/// Of a hundred audits so many fail in one of their questions.
const FAILS: f64 = 0.25;
const RIVALS: [(&str, &str, i64); 3] = [
    ("Sao Vàng", "Trà chanh 455 ml", 9_500),
    ("Bến Nghé", "Nước suối 500 ml", 4_500),
    ("Hải Hà", "Sữa tươi 180 ml", 7_000),
];

/// Code and name of the rep whose first stop failed.
pub fn failed(company: &Company) -> Option<(&str, &str)> {
    let rep = company.reps.get(AUDITS.start)?;
    Some((&rep.code, &rep.name))
}

/// Forms and the must-sell list; again changes nothing.
pub async fn set_up(rest: &Rest) -> Result<()> {
    let list = json!({"code": "BAT-BUOC", "name": "Hàng bắt buộc tại mọi điểm bán", "product_codes": MUST_SELL});
    rest.batch("must-sell-lists", &[list]).await?;
    rest.batch("forms", &forms()).await?;
    Ok(())
}

fn forms() -> [Value; 2] {
    let text = |en: &str, vi: &str, zh: &str| json!({"en": en, "vi": vi, "zh": zh});
    let yes = json!({"type": "yes_no", "is": true});
    [
        json!({"code": AUDIT, "kind": "audit", "required": true,
            "name": text("Shelf audit", "Kiểm tra quầy kệ", "货架检查"), "questions": [
            {"code": "on_shelf", "text": text("Is it on the shelf?", "Có trên kệ không?", "是否在架？"), "level": "product",
             "asks": {"type": "yes_no"}, "required": true, "weight": 15, "compliant": yes, "measures": "in_stock"},
            {"code": "facings", "text": text("How many facings?", "Mấy mặt trưng bày?", "几个排面？"), "level": "product",
             "asks": {"type": "number", "min_milli": 0, "max_milli": 200_000, "unit": "mặt"}, "measures": "facings"},
            {"code": "clean", "text": text("Is the shelf clean?", "Kệ có sạch không?", "货架是否干净？"),
             "asks": {"type": "yes_no"}, "required": true, "weight": 20, "compliant": yes},
            {"code": "place", "text": text("Where do our goods stand?", "Hàng đặt ở đâu?", "摆放位置？"),
             "asks": {"type": "choice", "options": [
                {"code": "eye", "text": text("At eye level", "Ngang tầm mắt", "视线高度")},
                {"code": "till", "text": text("At the till", "Quầy tính tiền", "收银台")},
                {"code": "floor", "text": text("Near the floor", "Sát sàn", "近地面")}]},
             "required": true, "weight": 20, "compliant": {"type": "choice", "among": ["eye", "till"]}},
            {"code": "shelf", "text": text("A photo of the shelf", "Ảnh chụp kệ", "货架照片"), "asks": {"type": "photo", "most": 3}}]}),
        json!({"code": SURVEY, "kind": "survey", "name": text("Ask the owner", "Hỏi chủ cửa hàng", "询问店主"), "questions": [
            {"code": "supplied", "text": text("Who else delivers here?", "Còn ai giao hàng?", "还有谁供货？"),
             "asks": {"type": "choice", "many": true, "options": [
                {"code": "market", "text": text("Wholesale market", "Chợ đầu mối", "批发市场")},
                {"code": "app", "text": text("An app", "Ứng dụng", "应用")},
                {"code": "none", "text": text("Nobody", "Không ai", "无")}]}},
            {"code": "fridge", "text": text("How many fridges?", "Mấy tủ mát?", "几台冰柜？"),
             "asks": {"type": "number", "min_milli": 0, "max_milli": 20_000}},
            {"code": "wish", "text": text("What do customers ask for?", "Khách hay hỏi gì?", "顾客常问什么？"),
             "asks": {"type": "text", "max_length": 200}}]}),
    ]
}

/// What reps answered and saw on a working day, once however often the demo is started.
pub async fn answer(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    date: NaiveDate,
) -> Result<()> {
    let path = format!("/api/v1/audits?from={date}&to={date}");
    if !rest.list(&path).await?.is_empty() {
        return Ok(());
    }
    let held = rest.list("/api/v1/forms").await?;
    let version = |code: &str| -> Result<i64> {
        let form = held
            .iter()
            .find(|f| f.get("code").is_some_and(|c| c == code));
        let version = form.and_then(|f| f.get("version")?.as_i64());
        version.with_context(|| format!("no form {code}"))
    };
    let versions = (version(AUDIT)?, version(SURVEY)?);
    for (place, rep) in AUDITS
        .clone()
        .filter_map(|i| Some((i, company.reps.get(i)?)))
    {
        let id = loaded.rep_ids.get(&rep.code).context("a rep has no id")?;
        let path = format!("/api/v1/visits?rep_id={id}&date={date}&state=closed");
        let visits = rest.list(&path).await?;
        let token = loaded.tokens.get(&rep.code).and_then(|t| t.first());
        let token = token.context("a rep without a phone")?;
        let blobs = BlobsDoor::new(rest.http().clone(), rest.base(), token);
        let mut frames: Vec<Frame> = Vec::new();
        // Newest first.
        for (stop, visit) in visits.iter().rev().take(STOPS).enumerate() {
            let planted = place == AUDITS.start && stop == 0;
            let photo = if stop < PHOTOGRAPHED {
                let seed = format!("{KEY}/audit-photo/{}/{stop}", rep.code);
                let file = picture::jpeg(&picture::shelf(&mut fleet::rng_for(SEED, &seed)))?;
                Some(blobs.put(file).await?)
            } else {
                None
            };
            frames.extend(records(visit, versions, planted, photo).unwrap_or_default());
        }
        FramesDoor::new(rest.http().clone(), rest.base(), token)
            .post(&frames, clock::now_ms())
            .await
            .with_context(|| format!("audits of {}", rep.code))?;
    }
    Ok(())
}

/// An audit in a visit, in some a survey and a competitor.
fn records(
    visit: &Value,
    (audit, survey): (i64, i64),
    planted: bool,
    photo: Option<String>,
) -> Option<Vec<Frame>> {
    let outlet = visit.get("outlet")?.get("code")?.as_str()?;
    let id: Uuid = visit.get("id")?.as_str()?.parse().ok()?;
    let since = visit.get("check_in_at")?.as_str()?;
    let at = DateTime::parse_from_rfc3339(since).ok()? + ANSWERED_AFTER;
    let mut rng = fleet::rng_for(SEED, &format!("{KEY}/audit/{outlet}"));
    let frame = |kind: &str, body: Value| {
        Frame::raw(&json!({
            "type": "record", "kind": kind, "visit_id": id, "at": at.timestamp_millis(),
            "id": Uuid::new_v5(&id, kind.as_bytes()), "body": body,
        }))
    };
    let mut answers = answers(&mut rng, planted);
    if let Some(photo) = photo {
        answers.push(json!({"question": "shelf", "value": [photo]}));
    }
    let mut frames = vec![frame(
        "audit",
        json!({"outlet": outlet, "form_code": AUDIT, "form_version": audit, "answers": answers}),
    )];
    if rng.random_bool(0.4) {
        let supplied = if rng.random_bool(0.5) {
            json!(["market", "app"])
        } else {
            json!(["none"])
        };
        let body = json!({"outlet": outlet, "form_code": SURVEY, "form_version": survey, "answers": [
            {"question": "supplied", "value": supplied}, {"question": "fridge", "value": rng.random_range(0..4)}]});
        frames.push(frame("survey", body));
    }
    if planted || rng.random_bool(0.4) {
        let rival = if planted {
            0
        } else {
            rng.random_range(0..RIVALS.len())
        };
        let (brand, product, price) = RIVALS.get(rival)?;
        let promotion = planted.then_some("mua 10 thùng tặng 1");
        let body = json!({"outlet": outlet, "brand": brand, "product": product, "category": DRINKS,
            "price_minor": price, "facings": rng.random_range(2..9), "promotion": promotion});
        frames.push(frame("competitor", body));
    }
    Some(frames)
}

fn answers(rng: &mut impl RngCore, planted: bool) -> Vec<Value> {
    let fails = rng.random_bool(FAILS);
    let gone = match (planted, fails) {
        (true, _) => Some(0),
        (false, true) => Some(rng.random_range(1..MUST_SELL.len())),
        (false, false) => None,
    };
    let mut answers: Vec<Value> = (MUST_SELL.iter().enumerate())
        .flat_map(|(i, product)| {
            let there = gone != Some(i);
            let facings = if there { rng.random_range(1..9) } else { 0 };
            [
                json!({"question": "on_shelf", "product": product, "value": there}),
                json!({"question": "facings", "product": product, "value": facings}),
            ]
        })
        .collect();
    answers.push(json!({"question": "clean", "value": !planted}));
    let place = if planted { "floor" } else { "eye" };
    answers.push(json!({"question": "place", "value": place}));
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_planted_audit_fails_and_every_required_question_is_answered() {
        for planted in [true, false] {
            let answers = answers(&mut fleet::rng_for(SEED, "audit"), planted);
            let of = |question: &str| answers.iter().filter(|a| a["question"] == question).count();
            assert_eq!(
                (of("on_shelf"), of("clean"), of("place")),
                (MUST_SELL.len(), 1, 1)
            );
            let best = answers
                .iter()
                .find(|a| a["question"] == "on_shelf" && a["product"] == MUST_SELL[0]);
            assert_eq!(best.unwrap()["value"], !planted);
        }
    }
}
