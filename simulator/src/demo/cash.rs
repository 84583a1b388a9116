//! Money of the last working day: who still carries it, and hand-ins at every stage.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::shift::Shift;
use crate::{
    clock,
    company::{Company, load::Loaded},
    fleet::ids::Ids,
    phone::{Frame, Message, http::FramesDoor},
    rest::Rest,
};

/// Places of reps in the company: has not handed in, has, was counted short, was booked.
const CARRIES: usize = 23;
const HANDED_IN: usize = 24;
const COUNTED: usize = 25;
const BOOKED: usize = 27;
const REPS: [usize; 4] = [CARRIES, HANDED_IN, COUNTED, BOOKED];
/// Stops of their routes where they were paid, with so much.
const PAID: [(usize, i64); 2] = [(3, 1_850_000), (6, 540_000)];
/// Each was paid a little more than the one before.
const STEP_MINOR: i64 = 85_000;
/// Into the shift.
const FIRST_MS: i64 = 3 * 3_600_000;
const NEXT_MS: i64 = 95 * 60_000;
/// A note that was not there when the money was counted.
const SHORT_MINOR: i64 = 50_000;
/// Records are looked at within this.
const SETTLES: u32 = 60;
const PATIENCE: Duration = Duration::from_millis(500);

/// Codes of the customers who paid.
pub fn payers(company: &Company) -> Vec<&str> {
    let places = REPS
        .iter()
        .flat_map(|rep| PAID.iter().map(|(stop, _)| (*rep, *stop)));
    places
        .filter_map(|(rep, stop)| Some(company.shop_of(rep, stop)?.1.code.as_str()))
        .collect()
}

/// Code and name of the rep who carries money since the last working day.
pub fn carrier(company: &Company) -> Option<(&str, &str)> {
    let rep = company.reps.get(CARRIES)?;
    Some((&rep.code, &rep.name))
}

/// The same, for people.
pub fn line(company: &Company) -> String {
    let who = carrier(company).map_or_else(String::new, |(code, name)| format!("{name} ({code})"));
    format!("cash not handed in since then: {who}")
}

/// Sends it as the phones kept it, and hands in what was; once. `before` is the last working day's shift.
pub async fn collect(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    before: &Shift,
    password: &str,
) -> Result<()> {
    let ids = Ids::new(&company.key, "cash", before.start.0);
    let first = ids.named("booked");
    if rest
        .find(&format!("/api/v1/settlements/{first}"))
        .await?
        .is_some()
    {
        return Ok(());
    }
    for (rep, place) in REPS.into_iter().zip(0..) {
        let more = place * STEP_MINOR;
        send(rest, company, loaded, (rep, more), (before, &ids)).await?;
    }
    let accountant = Rest::login(rest.base(), "accountant", password).await?;
    for (rep, key) in [
        (HANDED_IN, "handed_in"),
        (COUNTED, "counted"),
        (BOOKED, "booked"),
    ] {
        let id = rep_id(company, loaded, rep)?;
        arrived(rest, id).await?;
        let body = json!({"id": ids.named(key), "rep_id": id});
        let handed = rest.post("/api/v1/settlements", &body).await?;
        if rep == HANDED_IN {
            continue;
        }
        let path = format!("/api/v1/settlements/{}", ids.named(key));
        let cash = handed
            .get("expected_cash_minor")
            .and_then(Value::as_i64)
            .unwrap_or(0);
        let count = if rep == COUNTED {
            json!({"counted_cash_minor": cash - SHORT_MINOR, "variance_reason": "thiếu một tờ 50.000"})
        } else {
            json!({"counted_cash_minor": cash})
        };
        let counted = accountant
            .post_if(&format!("{path}/verify"), &count, &handed)
            .await?;
        if rep == BOOKED {
            accountant
                .post_if(&format!("{path}/post"), &json!({}), &counted)
                .await?;
        }
    }
    Ok(())
}

fn rep_id(company: &Company, loaded: &Loaded, rep: usize) -> Result<i64> {
    let code = company.reps.get(rep).map(|r| &r.code);
    let id = code.and_then(|code| loaded.rep_ids.get(code));
    Ok(*id.context("a rep has no id")?)
}

async fn send(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    (rep, more): (usize, i64),
    (before, ids): (&Shift, &Ids),
) -> Result<()> {
    let code = company.reps.get(rep).map(|r| &r.code);
    let code = code.context("no such rep")?;
    let token = loaded.tokens.get(code).and_then(|t| t.first());
    let token = token.context("a rep without devices")?;
    let mut at = before.start.0 + FIRST_MS;
    let mut frames = Vec::new();
    for (stop, minor) in PAID {
        let (outlet, _) = company.shop_of(rep, stop).context("no such stop")?;
        frames.push(Frame::new(&Message::Record {
            kind: "collection".into(),
            id: ids.id(&format!("{code}/{stop}"), at),
            visit_id: None,
            at,
            body: json!({"outlet": outlet.code, "amount_minor": minor + more, "method": "cash"}),
        }));
        at += NEXT_MS;
    }
    let door = FramesDoor::new(rest.http().clone(), rest.base(), token);
    door.post(&frames, clock::now_ms()).await?;
    Ok(())
}

/// Waits until a rep's money is in the books.
async fn arrived(rest: &Rest, rep: i64) -> Result<()> {
    for _ in 0..SETTLES {
        let path = format!("/api/v1/collections?rep_id={rep}&state=recorded");
        if rest.list(&path).await?.len() >= PAID.len() {
            return Ok(());
        }
        sleep(PATIENCE).await;
    }
    bail!("the money of rep {rep} does not arrive")
}
