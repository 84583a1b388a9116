//! What `deny.toml` says of the libraries, held in every run of the tests: licences, sources and bans need no network.
//! Known holes are asked for by `make test-all`.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};

fn strings(value: Option<&toml::Value>) -> Vec<&str> {
    let list = value.and_then(toml::Value::as_array).into_iter().flatten();
    list.filter_map(toml::Value::as_str).collect()
}

/// Whether one part of an expression is among the licences that are allowed.
fn is_allowed(part: &LicenseReq, allowed: &[&str]) -> bool {
    let said = part.to_string();
    allowed.iter().any(|licence| *licence == said)
}

#[test]
fn every_library_is_licensed_and_comes_from_where_it_may() {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = std::fs::read_to_string(format!("{root}/deny.toml")).unwrap();
    let rules: toml::Table = text.parse().unwrap();
    let licences = rules["licenses"].as_table().unwrap();
    let allowed = strings(licences.get("allow"));
    let exceptions: BTreeMap<&str, Vec<&str>> = (licences["exceptions"].as_array().unwrap().iter())
        .map(|e| (e["crate"].as_str().unwrap(), strings(e.get("allow"))))
        .collect();
    let banned = rules["bans"]["deny"].as_array().unwrap().iter();
    let banned: Vec<&str> = banned.map(|b| b["crate"].as_str().unwrap()).collect();
    for way in ["unknown-registry", "unknown-git"] {
        assert_eq!(rules["sources"][way].as_str(), Some("deny"), "{way}");
    }

    let told = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version=1",
            "--locked",
            "--offline",
            "--all-features",
        ])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let mut faults = Vec::new();
    let packages = told["packages"].as_array().unwrap();
    for package in packages.iter().filter(|p| !p["source"].is_null()) {
        let (name, source) = (
            package["name"].as_str().unwrap(),
            package["source"].as_str().unwrap(),
        );
        if source != "registry+https://github.com/rust-lang/crates.io-index" {
            faults.push(format!("{name} comes from {source}"));
        }
        if banned.contains(&name) {
            faults.push(format!("{name} is banned"));
        }
        let licence = package["license"].as_str().unwrap_or_default();
        let more = exceptions.get(name).map_or(&[][..], Vec::as_slice);
        let allowed: Vec<&str> = allowed.iter().chain(more).copied().collect();
        let read = Expression::parse_mode(licence, ParseMode::LAX);
        if !read.is_ok_and(|e| e.evaluate(|part| is_allowed(part, &allowed))) {
            faults.push(format!("{name} is licensed {licence:?}"));
        }
    }
    assert!(packages.len() > 300, "{}", packages.len());
    assert!(faults.is_empty(), "{faults:#?}");
}
