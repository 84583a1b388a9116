//! Territories over HTTP: shapes that are right and wrong, what lies in them, what speaks against them, in and out as GeoJSON,
//! drawn round a solution.

mod codes;
mod ground;
mod outlines;
mod scope;
mod shapes;
mod transfer;

use h3o::{LatLng, Resolution};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, user},
    server::TestServer,
};

const TERRITORIES: &str = "/api/v1/territories";

/// A closed ring round a square, anticlockwise from its south-west corner.
fn ring(lng: f64, lat: f64, size: f64) -> Value {
    let (east, north) = (lng + size, lat + size);
    json!([
        [lng, lat],
        [east, lat],
        [east, north],
        [lng, north],
        [lng, lat]
    ])
}

fn square(lng: f64, lat: f64, size: f64) -> Value {
    drawn(json!([[ring(lng, lat, size)]]))
}

fn drawn(polygons: Value) -> Value {
    json!({"kind": "polygons", "polygons": polygons})
}

/// A cell near that place with all its neighbours.
fn cells(lng: f64, lat: f64) -> Value {
    let middle = LatLng::new(lat, lng).unwrap().to_cell(Resolution::Eight);
    let around: Vec<h3o::CellIndex> = middle.grid_disk(1);
    let names: Vec<String> = around.iter().map(ToString::to_string).collect();
    json!({"kind": "cells", "cells": names})
}

fn row(code: &str, shape: Value) -> Value {
    json!({"code": code, "name": format!("Area {code}"), "org_unit_code": "T1", "shape": shape})
}

struct Ground {
    server: TestServer,
    admin: Client,
    planner: Client,
}

/// Teams T1 and T2, reps R1 and R2 in T1, R3 in T2, a planner in T1.
async fn story() -> Ground {
    let server = TestServer::plan().start().await;
    let admin = found(&server).await;
    let rep = |code: &str, team: &str| json!({"code": code, "name": format!("Rep {code}"), "org_unit_code": team});
    let reps = json!([rep("R1", "T1"), rep("R2", "T1"), rep("R3", "T2")]);
    batch(&admin, "reps", reps).await;
    let planner = user(&server, &admin, "plan", "planner", "T1").await;
    Ground {
        server,
        admin,
        planner,
    }
}

impl Ground {
    /// Outlets of T1 by code, longitude and latitude.
    async fn outlets(&self, at: &[(&str, f64, f64)]) {
        let rows: Vec<Value> = at
            .iter()
            .map(|(code, lng, lat)| json!({"code": code, "name": format!("Shop {code}"), "org_unit_code": "T1", "lat": lat, "lng": lng}))
            .collect();
        batch(&self.admin, "outlets", json!(rows)).await;
    }

    async fn make(&self, body: &Value) -> Value {
        expect(
            self.planner.post(TERRITORIES, body).await,
            StatusCode::CREATED,
        )
        .await
    }

    /// Codes of the outlets in a territory.
    async fn held(&self, territory: &Value) -> Vec<String> {
        held_by(&self.planner, territory).await
    }

    async fn check(&self, body: &Value) -> Value {
        let path = format!("{TERRITORIES}/check");
        expect(self.planner.post(&path, body).await, StatusCode::OK).await
    }

    async fn import(&self, query: &str, file: &Value) -> Value {
        let path = format!("{TERRITORIES}/import{query}");
        expect(self.planner.post(&path, file).await, StatusCode::OK).await
    }
}

async fn held_by(reader: &Client, territory: &Value) -> Vec<String> {
    let path = format!("{TERRITORIES}/{}/outlets?limit=1000", territory["id"]);
    let page = reader.json(&path).await;
    let codes = page["items"].as_array().unwrap().iter();
    codes
        .map(|outlet| outlet["outlet_code"].as_str().unwrap().to_owned())
        .collect()
}
