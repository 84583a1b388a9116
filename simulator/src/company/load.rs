//! Loads a company through the public REST API, and learns the server's ids and device tokens.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Company;
use crate::rest::{Rest, is_status};

/// Far enough back for any history.
pub const FROM_EVER: &str = "2020-01-01";
/// Minutes planned for a stop.
const SERVICE_MINUTES: i32 = 10;

/// What the server said about a loaded company.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub rep_ids: BTreeMap<String, i64>,
    pub outlet_ids: BTreeMap<String, i64>,
    pub customer_ids: BTreeMap<String, i64>,
    /// Rep code → token of each of its devices, the phone first.
    pub tokens: BTreeMap<String, Vec<String>>,
}

/// Upserts everything; `weekdays` are those on which every outlet is due (`mon` …).
pub async fn load(
    rest: &Rest,
    company: &Company,
    weekdays: &[&str],
    password: Option<&str>,
    progress: &mut dyn FnMut(&str),
) -> Result<Loaded> {
    let root = root_unit(rest).await?;
    progress("org units");
    for unit in &company.units {
        let row = json!({"code": unit.code, "name": unit.name, "kind": unit.kind,
                         "parent_code": unit.parent.as_ref().unwrap_or(&root)});
        // One by one: a row of a batch cannot name a parent in the same batch everywhere.
        rest.batch("org-units", &[row]).await?;
    }
    if let Some(password) = password {
        progress("people");
        people(rest, company, &root, password).await?;
    }
    let mut loaded = Loaded::default();
    progress("reps and devices");
    loaded.rep_ids = ids(&rest.batch("reps", &rep_rows(company)).await?);
    loaded.tokens = devices(rest, company).await?;
    progress("customers and outlets");
    loaded.customer_ids = ids(&rest.batch("customers", &customer_rows(company)).await?);
    loaded.outlet_ids = ids(&rest.batch("outlets", &outlet_rows(company)).await?);
    progress("routes");
    rest.batch("routes", &route_rows(company, weekdays)).await?;
    Ok(loaded)
}

async fn root_unit(rest: &Rest) -> Result<String> {
    let units = rest.list("/api/v1/org-units").await?;
    let root = units
        .iter()
        .find(|unit| unit.get("kind").and_then(Value::as_str) == Some("company"))
        .or_else(|| units.first());
    let code = root.and_then(|unit| unit.get("code")?.as_str());
    Ok(code.context("the company has no org unit")?.to_owned())
}

async fn people(rest: &Rest, company: &Company, root: &str, password: &str) -> Result<()> {
    for person in &company.people {
        let row = json!({
            "login": person.login, "name": person.name, "role": person.role, "language": "vi",
            "org_unit_code": person.unit.as_deref().unwrap_or(root), "password": password,
        });
        match rest.post("/api/v1/users", &row).await {
            Err(e) if is_status(&e, StatusCode::CONFLICT) => {}
            Err(e)
                if is_status(&e, StatusCode::UNPROCESSABLE_ENTITY)
                    && known(rest, &person.login).await? => {}
            done => drop(done?),
        }
    }
    Ok(())
}

async fn known(rest: &Rest, login: &str) -> Result<bool> {
    let users = rest.list("/api/v1/users").await?;
    Ok(users
        .iter()
        .any(|user| user.get("login").and_then(Value::as_str) == Some(login)))
}

fn rep_rows(company: &Company) -> Vec<Value> {
    let rows = company.reps.iter().map(|rep| {
        json!({"code": rep.code, "name": rep.name, "phone": rep.phone, "org_unit_code": rep.team,
               "valid_from": FROM_EVER})
    });
    rows.collect()
}

async fn devices(rest: &Rest, company: &Company) -> Result<BTreeMap<String, Vec<String>>> {
    let mut owners = Vec::new();
    let mut rows = Vec::new();
    for rep in &company.reps {
        for device in 0..rep.devices {
            let (kind, declares) = if device == 0 {
                ("phone", true)
            } else {
                ("tracker", false)
            };
            owners.push(rep.code.clone());
            rows.push(
                json!({"label": format!("{}-{kind}", rep.code), "rep_code": rep.code,
                             "can_declare": declares, "grade": "native_app"}),
            );
        }
    }
    let mut tokens: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let results = rest.batch("devices", &rows).await?;
    for (owner, result) in owners.into_iter().zip(&results) {
        let token = result.get("token").and_then(Value::as_str);
        let token = token.context("a device of the batch got no token")?;
        tokens.entry(owner).or_default().push(token.to_owned());
    }
    Ok(tokens)
}

fn customer_rows(company: &Company) -> Vec<Value> {
    let rows = company.customers.iter().map(|customer| {
        json!({"code": customer.code, "name": customer.name, "phone": customer.phone,
               "org_unit_code": customer.team})
    });
    rows.collect()
}

fn outlet_rows(company: &Company) -> Vec<Value> {
    let rows = company.outlets.iter().map(|outlet| {
        json!({
            "code": outlet.code, "name": outlet.name, "class": outlet.class,
            "channel": outlet.channel, "address": outlet.address,
            "customer_code": company.customers.get(outlet.customer).map(|c| &c.code),
            "org_unit_code": outlet.team, "lat": outlet.pin.lat, "lng": outlet.pin.lng,
            "valid_from": FROM_EVER,
        })
    });
    rows.collect()
}

fn route_rows(company: &Company, weekdays: &[&str]) -> Vec<Value> {
    let rows = company.reps.iter().map(|rep| {
        let stops: Vec<Value> = (1..)
            .zip(rep.route.iter().filter_map(|&i| company.outlets.get(i)))
            .map(|(sequence, outlet)| {
                json!({"outlet_code": outlet.code, "sequence": sequence, "pattern": "F24",
                       "weekdays": weekdays, "service_minutes": SERVICE_MINUTES,
                       "valid_from": FROM_EVER})
            })
            .collect();
        json!({"code": format!("{}-route", rep.code), "name": format!("Tuyến {}", rep.name),
               "org_unit_code": rep.team, "rep_code": rep.code, "valid_from": FROM_EVER,
               "outlets": stops})
    });
    rows.collect()
}

/// Code → id of a batch's results.
pub fn ids(results: &[Value]) -> BTreeMap<String, i64> {
    results
        .iter()
        .filter_map(|row| {
            Some((
                row.get("code")?.as_str()?.to_owned(),
                row.get("id")?.as_i64()?,
            ))
        })
        .collect()
}
