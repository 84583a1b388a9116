//! Founding the demo company on a fresh server, through the first-run door.

use anyhow::{Context, Result};
use fieldbeat_domain::time::{At, CompanyTime};
use serde_json::json;

use super::{DemoArgs, shift};
use crate::rest::Rest;

/// Spends the first-run token; the administrator is the one who logs in afterwards.
pub async fn found(args: &DemoArgs, token: &str, now: At) -> Result<()> {
    let rest = Rest::new(&args.access.url)?;
    let mut time = CompanyTime {
        time_zone: args.time_zone,
        day_start_min: 0,
    };
    time.day_start_min = shift::day_start_min(now, time);
    let around = shift::around(now, time);
    let hours = shift::working_hours(&around, time);
    let body = json!({
        "token": token,
        "company": {
            "name": "Công ty Phân phối Sông Hồng", "time_zone": time.time_zone.name(),
            "currency": "VND", "language": "vi",
            "day_start": format!("{:02}:{:02}", time.day_start_min / 60, time.day_start_min % 60),
            "working_hours": hours.unwrap_or_else(|| ["00:00".to_owned(), "24:00".to_owned()]),
        },
        "administrator": {
            "login": args.access.login, "name": "Quản trị", "password": args.access.password,
        },
    });
    rest.post("/api/v1/first-run", &body)
        .await
        .context("the company cannot be founded")?;
    Ok(())
}

/// The token in what `serve` printed: the link or the token itself.
pub fn token(link: &str) -> &str {
    let tail = link.rsplit(['=', '/', '#']).next();
    tail.unwrap_or(link).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_or_its_token_will_do() {
        assert_eq!(token("http://127.0.0.1:8080/first-run#token=abc"), "abc");
        assert_eq!(token("http://127.0.0.1:8080/first-run/abc"), "abc");
        assert_eq!(token("abc"), "abc");
    }
}
