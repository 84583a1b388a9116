//! Every list of records by visit, rep, outlet, customer and period, and what of it has changed since.

mod feed;
mod world;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::support::{
    client::Client,
    eventually,
    front_door::{problem, user},
};
use world::{Side, World, world};

const VISIT: &str = "visit_id";
const REP: &str = "rep_id";
const OUTLET: &str = "outlet_id";
const CUSTOMER: &str = "customer_id";
const PERIOD: &str = "period";
const ALL: &[&str] = &[VISIT, REP, OUTLET, CUSTOMER, PERIOD];

/// The lists whose rows come of the work in the field, and what each is asked by.
const LISTS: [(&str, &[&str]); 27] = [
    ("visits", &[REP, OUTLET, CUSTOMER, PERIOD]),
    ("orders", ALL),
    ("deliveries", ALL),
    ("invoices", ALL),
    ("returns", ALL),
    ("collections", ALL),
    ("settlements", ALL),
    ("expenses", ALL),
    ("quotations", ALL),
    ("stock-moves", ALL),
    ("stock-counts", ALL),
    ("audits", ALL),
    ("surveys", ALL),
    ("competitor-observations", ALL),
    ("photos", ALL),
    ("display-enrolments", ALL),
    ("claims", ALL),
    ("activities", ALL),
    ("appointments", ALL),
    ("tasks", ALL),
    ("cases", ALL),
    ("opportunities", ALL),
    ("contracts", &[CUSTOMER, PERIOD]),
    ("documents", &[CUSTOMER, PERIOD]),
    ("van-days", &[REP, PERIOD]),
    ("commissions", &[REP, PERIOD]),
    ("absences", &[REP, PERIOD]),
];

/// Rows by their id; a day of a van has none before it is closed.
async fn rows(reader: &Client, path: &str) -> BTreeSet<String> {
    let page = reader.json(&format!("/api/v1/{path}")).await;
    assert_eq!(page["next_cursor"], Value::Null, "{path}");
    let key = |row: &Value| match &row["van_id"] {
        Value::Null => row["id"].to_string(),
        van => format!("{van} {}", row["date"]),
    };
    let items = page["items"].as_array().unwrap();
    let found: BTreeSet<String> = items.iter().map(key).collect();
    assert_eq!(found.len(), items.len(), "{path}: none twice");
    found
}

/// Days of vans have a period of their own, which is the widest for who reads what is new.
fn wide(list: &str) -> &'static str {
    match list {
        "van-days" => "updated_since=2000-01-01T00:00:00Z&",
        _ => "",
    }
}

/// What every list holds.
async fn everything(world: &World) -> Vec<BTreeSet<String>> {
    let mut all = Vec::new();
    for (list, _) in LISTS {
        all.push(rows(&world.admin, &format!("{list}?{}", wide(list))).await);
    }
    all
}

/// A cursor of each list after which nothing has happened: the snapshots of others on this machine are waited for.
async fn cursors(world: &World) -> Vec<String> {
    let mut all = Vec::new();
    for (list, _) in LISTS {
        let cursor = eventually("nothing is new", async || {
            let page = world.admin.json(&format!("/api/v1/{list}?limit=1")).await;
            let cursor = page["changes_cursor"].as_str().unwrap().to_owned();
            let since = format!("{list}?updated_since={cursor}");
            rows(&world.admin, &since)
                .await
                .is_empty()
                .then_some(cursor)
        })
        .await;
        all.push(cursor);
    }
    all
}

fn asked(filter: &str, side: &Side, first: NaiveDate) -> String {
    match filter {
        VISIT => format!("visit_id={}", side.visit),
        PERIOD if side.date == first => format!("to={first}"),
        PERIOD => format!("from={}", side.date),
        // Ids of both sides are alike.
        of => format!("{of}={}", side.number),
    }
}

#[tokio::test]
async fn every_list_is_cut_by_what_its_rows_have_to_do_with_and_tells_what_is_new() {
    let world = world().await;
    let before = everything(&world).await;
    let one = world.happens(1).await;
    let first = everything(&world).await;
    world.a_month_later().await;
    let between = world.now();
    let earned = everything(&world).await;
    let cursors = cursors(&world).await;
    let two = world.happens(2).await;
    let second = everything(&world).await;
    world.a_month_later().await;
    let all = everything(&world).await;

    let mut wrong: Vec<String> = Vec::new();
    for (i, (list, filters)) in LISTS.into_iter().enumerate() {
        // Statements are made when their month is over.
        let (until, then) = if list == "commissions" {
            (&earned[i], &all[i])
        } else {
            (&first[i], &second[i])
        };
        let of_one: BTreeSet<String> = until.difference(&before[i]).cloned().collect();
        let of_two: BTreeSet<String> = then.difference(until).cloned().collect();
        assert!(!of_one.is_empty() && !of_two.is_empty(), "{list}");
        for filter in filters {
            for (side, expected) in [(&one, &of_one), (&two, &of_two)] {
                let wide = if *filter == PERIOD { "" } else { wide(list) };
                let path = format!("{list}?{wide}{}", asked(filter, side, one.date));
                let mut found = rows(&world.admin, &path).await;
                if *filter == PERIOD {
                    // What was there before the first side is in its period, too.
                    found.retain(|id| !before[i].contains(id));
                }
                if found != *expected {
                    wrong.push(format!("{path}: {found:?}, not {expected:?}"));
                }
            }
            let nonsense = match *filter {
                PERIOD => "from=yesterday".to_owned(),
                name => format!("{name}=x"),
            };
            let path = format!("/api/v1/{list}?{nonsense}");
            problem(world.admin.get(&path).await, 400, "invalid_query").await;
        }
        for since in [&cursors[i], &between] {
            let path = format!("{list}?updated_since={since}");
            let found = rows(&world.admin, &path).await;
            if found != of_two {
                wrong.push(format!("{path}: {found:?}, not {of_two:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    world.server.finish().await;
}

/// What a visit shows; the page shows all of it.
const PARTS: [&str; 19] = [
    "orders",
    "collections",
    "quotations",
    "returns",
    "stock_counts",
    "photos",
    "audits",
    "surveys",
    "competitor_observations",
    "activities",
    "appointments",
    "tasks",
    "opportunities",
    "cases",
    "deliveries",
    "expenses",
    "invoices",
    "van_counts",
    "claims",
];

/// What happens with a customer on a side; claims are of partners.
const KINDS: [&str; 20] = [
    "activity",
    "appointment",
    "audit",
    "case",
    "collection",
    "competitor",
    "contract",
    "delivery",
    "display",
    "expense",
    "invoice",
    "opportunity",
    "order",
    "photo",
    "quotation",
    "return",
    "stock_count",
    "survey",
    "task",
    "visit",
];

#[tokio::test]
async fn a_visit_shows_all_its_records_and_its_customer_all_that_happened() {
    let world = world().await;
    let side = world.happens(1).await;
    world.happens(2).await;
    let path = format!("/api/v1/visits/{}", side.visit);
    let visit = world.admin.json(&path).await;
    for part in PARTS {
        let shown = visit[part].as_array().unwrap();
        // The display is shown by a photo, too.
        let expected = if part == "photos" { 2 } else { 1 };
        assert_eq!(shown.len(), expected, "{part}: {shown:?}");
    }
    assert_eq!(
        (
            &visit["van_counts"][0]["van_code"],
            &visit["van_counts"][0]["lines"][0]["milli"]
        ),
        (&json!("VAN1"), &json!(5_000))
    );

    let walk = async |reader: &Client| {
        let mut items = Vec::new();
        let mut path = "/api/v1/customers/1/timeline?limit=1".to_owned();
        loop {
            let page = reader.json(&path).await;
            items.extend(page["items"].as_array().unwrap().clone());
            let Some(cursor) = page["next_cursor"].as_str() else {
                break items;
            };
            path = format!("/api/v1/customers/1/timeline?limit=1&cursor={cursor}");
        }
    };
    let items = walk(&world.admin).await;
    let all = world
        .admin
        .json("/api/v1/customers/1/timeline?limit=1000")
        .await;
    assert_eq!(json!(items), all["items"], "one by one as together");
    let kinds: BTreeSet<&str> = items.iter().map(|i| i["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, BTreeSet::from(KINDS));
    assert_eq!(
        items.len(),
        KINDS.len() + 1,
        "and a second photo: {items:#?}"
    );
    let of = |kind: &str| items.iter().find(|i| i["kind"] == kind).unwrap();
    let word = |kind: &str, field: &str| of(kind)[field].clone();
    assert_eq!(word("delivery", "order_id"), visit["orders"][0]["id"]);
    assert_eq!(word("delivery", "state"), "delivered");
    assert_eq!(word("contract", "number"), "K1");
    assert_eq!(word("contract", "state"), "draft");
    assert_eq!(word("expense", "sort"), "fuel");
    assert_eq!(word("display", "number"), "KE");
    assert_eq!(word("stock_count", "state"), "counted");
    for kind in ["delivery", "display", "expense", "stock_count", "task"] {
        assert_eq!(word(kind, "visit_id"), json!(side.visit), "{kind}");
    }

    // Who may not read claims is shown the visit without them.
    let boss = user(&world.server, &world.admin, "boss", "supervisor", "T1").await;
    let seen = boss.json(&path).await;
    assert_eq!(
        (&seen["claims"], &seen["invoices"]),
        (&json!([]), &visit["invoices"])
    );
    assert_eq!(walk(&boss).await, items);
    let other = user(&world.server, &world.admin, "other", "supervisor", "T2").await;
    let foreign = other.get("/api/v1/customers/1/timeline").await;
    problem(foreign, 404, "not_found").await;
    world.server.finish().await;
}
