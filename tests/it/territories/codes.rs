//! The codes of visit patterns.

use fieldbeat_domain::pattern::PatternCode;
use reqwest::StatusCode;
use serde_json::json;

use super::story;
use crate::support::{client::expect, front_door::problem};

#[tokio::test]
async fn the_planners_codes_are_listed_and_routes_take_them_as_they_say() {
    let ground = story().await;
    ground.outlets(&[("O", 105.85, 21.05)]).await;
    let codes = ground.planner.json("/api/v1/visit-patterns").await;
    let codes = codes["items"].as_array().unwrap();
    assert_eq!(codes.len(), PatternCode::ALL.len());
    for code in codes {
        for language in ["en", "vi", "zh"] {
            assert!(
                !code["meaning"][language].as_str().unwrap().is_empty(),
                "{code}"
            );
        }
        let name = code["code"].as_str().unwrap();
        let needed = code["weekdays_needed"].as_u64().unwrap();
        let route = |days: u64| {
            let weekdays =
                &["mon", "tue", "wed", "thu", "fri", "sat"][..usize::try_from(days).unwrap()];
            json!({"code": format!("W{name}-{days}"), "name": name, "org_unit_code": "T1",
                "outlets": [{"outlet_code": "O", "pattern": name, "weekdays": weekdays}]})
        };
        let made = ground.planner.post("/api/v1/routes", &route(needed)).await;
        expect(made, StatusCode::CREATED).await;
        if needed > 0 {
            problem(
                ground
                    .planner
                    .post("/api/v1/routes", &route(needed - 1))
                    .await,
                422,
                "invalid",
            )
            .await;
        }
    }
    let visits: Vec<u64> = codes
        .iter()
        .map(|code| code["visits"].as_u64().unwrap())
        .collect();
    assert_eq!(visits, [1, 2, 4, 8, 12, 24, 1, 1, 1, 1, 2, 2]);
    ground.server.finish().await;
}
